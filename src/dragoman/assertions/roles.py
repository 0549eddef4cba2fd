"""Who fills a role beside a verb or noun: read off the tree, with references where the tree gives a pronoun.

The tree is evidence. A filler is always a chunk, so that a role is never filled by words without an actor.
"""

from collections.abc import Collection, Iterator, Sequence

from dragoman.assertions.fillers import Filler, Pronouns, bare_object, listed_behind, relative_object
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, coordinated, lemma
from dragoman.assertions.judged_steps import is_judged, taker
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.sharing import beyond_relative
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, ReadText, Sentence, Token

# How many sentences an organisation may be named before "en" or "l'organisation" stands for it.
FARTHEST_ORGANISATION = 6
# Prepositions of how something is done, which stand between a noun and whose it is.
MANNER = frozenset({"sans", "avec"})
FINITE_CLAUSES = ("acl", "advcl", "ccomp", "xcomp", "conj", "parataxis")


PERSONAL = frozenset({"il", "elle", "ils", "elles", "t il", "t elle", "lui", "celui ci", "celle ci", "ce dernier"})


class Roles:
    """Fillers of the roles in one sentence of a text."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        rules: Rules,
        acting: Collection[str] = (),
        pronouns: Pronouns | None = None,
        farther: Pronouns | None = None,
    ) -> None:
        """`acting`: nouns through which an actor acts ("les forces de X", "la police kényane"); none for memberships.

        `pronouns` knows the subjects and speakers of the whole document; `farther` is asked where nobody near fits.
        """
        self._pronouns = pronouns
        self._farther = farther
        self._text = text
        self._sentence = sentence
        self._light = rules.light
        self._acting = frozenset(acting)
        self._leaders = rules.leaders
        self._object_control = rules.object_control
        self._judging = rules.judging

    def subject(self, verb: Token, kinds: Collection[str] = ()) -> Filler | None:
        """The subject of a verb, through control, coordination, relatives and participles.

        `kinds`: the kinds of actors that alone can be meant where it is a pronoun; empty: all.
        """
        token = verb
        for _ in range(LONGEST_CLIMB):
            # The tree hangs the subject on the auxiliary at times.
            heads = (token, *self._sentence.children(token, "aux"))
            own = self._subject_token(heads)
            if own is not None and own.dep != "expl:comp" and own.dep != "expl:pass":
                return self._subject_word(token, own, kinds)
            governor = self._sentence.governor(token)
            relation = token.dep.partition(":")[0]
            if governor is None:
                return None
            main = beyond_relative(self._sentence, token)
            if main is not None:
                token = main
                continue
            if relation == "conj" and governor.chunk is not None and governor.head == governor.index:
                # "X, elle, n'en est pas membre et n'a pas…": the tree takes the name for the root.
                return self._noun(governor, f"name that {token.text!r} is coordinated with")
            beside = self._beside_participle(token) if token is verb else None
            if beside is not None:
                return beside
            if relation in ("acl", "amod", "appos") and governor.pos not in ("VERB", "AUX"):
                predicated = self._predicated(governor)
                if predicated is not None:
                    return predicated
                if token.feats.get("VerbForm") != "Inf":
                    return self._noun(governor, f"noun that {token.text!r} stands with")
                owner = self.owner(governor)
                if owner is not None or is_judged(self._sentence, governor, self._judging):
                    return owner or self._noun(taker(self._sentence, governor, token), f"who took {governor.text!r}")
                token = governor
                continue
            if (
                relation in ("xcomp", "ccomp", "obj", "obl")
                and lemma(governor) in self._object_control
                and governor.pos == "VERB"
            ):
                controlled = self._controller(governor)
                if controlled is not None or self._has_object(governor, token):
                    return controlled
            elif (
                relation in ("obl", "advcl")
                and self._has_object(governor, token)
                and token.feats.get("VerbForm") == "Inf"
            ):
                # "a félicité le pays voisin pour faire partie": subject or object, nothing tells which.
                return None
            if relation not in (*FINITE_CLAUSES, "obj", "obl", "aux", "cop"):
                return None
            if relation == "ccomp" and token.feats.get("VerbForm") == "Fin":
                return None
            token = governor
        return None

    def _predicated(self, noun: Token) -> Filler | None:
        """ "l'EAC est une organisation comprenant…": what is said of the predicate is said of its subject."""
        subject = next(self._sentence.children(noun, "nsubj"), None)
        copula = any(True for _ in self._sentence.children(noun, "cop"))
        if not copula or subject is None or subject.chunk is None:
            return None
        return Filler(subject.chunk.mentions, "parse", f"subject of {noun.text!r}")

    def _subject_token(self, heads: Sequence[Token]) -> Token | None:
        """The subject that the tree gives a verb or its auxiliaries."""
        words = [
            word
            for head in heads
            for word in self._sentence.children(head, "nsubj", "expl:subj")
            if fold(word.text) != "dont"
        ]
        if len(words) > 1 and words[0].pos == "VERB":
            # "Née en 1992, l'alliance a perdu": the tree takes a participle at the head for one more subject.
            return words[1]
        return next(iter(words), None)

    def _beside_participle(self, verb: Token) -> Filler | None:
        """ "X a félicité Y, nommé ministre": a bare participle behind a comma is said of the name right before it."""
        if (
            verb.feats.get("VerbForm") != "Part"
            or verb.feats.get("Tense") == "Pres"
            or verb.index < 2
            or any(True for _ in self._sentence.children(verb, "aux", "cop"))
        ):
            return None
        mark, name = self._sentence.tokens[verb.index - 1], self._sentence.tokens[verb.index - 2]
        if mark.text not in (",", "(", "–") or name.chunk is None:
            return None
        return Filler(name.chunk.mentions, "grammar", f"name that {verb.text!r} stands right behind")

    def _has_object(self, governor: Token, token: Token) -> bool:
        return any(
            child.index != token.index and child.pos != "PRON" for child in self._sentence.children(governor, "obj")
        )

    def _controller(self, governor: Token) -> Filler | None:
        for child in self._sentence.children(governor, "obj", "iobj", "obl"):
            if child.chunk is not None and child.chunk.head.actor_kind not in ("place", "medium", None):
                return Filler(
                    child.chunk.mentions, "parse", f"object of {governor.text!r}, which controls the infinitive"
                )
        return None

    def _subject_word(self, verb: Token, word: Token, kinds: Collection[str]) -> Filler | None:
        if word.chunk is not None:
            return Filler(word.chunk.mentions, "parse", f"subject of {verb.text!r}")
        if fold(word.text).strip("'") in ("qui", "lequel", "laquelle", "lesquels", "lesquelles"):
            governor = self._sentence.governor(verb)
            found = self._noun(governor, "antecedent of the relative pronoun") if governor is not None else None
            return found or (self._predicated(governor) if governor is not None else None)
        if word.pos == "PRON":
            return self.pronoun(word, kinds)
        return self._noun(word, f"subject of {verb.text!r}")

    def _noun(self, token: Token | None, reason: str, light: Collection[str] = ()) -> Filler | None:
        """A chunk, the chunk behind a light noun ("les instances de l'Union"), or a list ("dix pays, dont A et B")."""
        if token is None:
            return None
        if token.chunk is not None:
            return Filler(self._with_coordinated(token, token.chunk), "parse", reason)
        listed = listed_behind(self._sentence, token, examples=not self._acting)
        if listed is not None:
            return listed
        if lemma(token) in self._leaders:
            adjective = self.adjective(token)
            if adjective is not None:
                return Filler(adjective.mentions, "parse", f"{reason}: {token.text!r} of it")
            # "les présidents des transitions en Guinée et au Tchad": by way of a noun that names no one.
            own = [*self._sentence.children(token, "nmod")]
            deeper = [below for child in own if child.chunk is None for below in self._sentence.children(child, "nmod")]
            for child in (*own, *([] if self._acting else deeper)):
                if child.chunk is not None and child.chunk.head.actor_kind == "state":
                    return Filler(child.chunk.mentions, "parse", f"{reason}: {token.text!r} of it")
        if lemma(token) in self._acting:
            return self._acting_for(token, reason)
        if (lemma(token) in self._light or lemma(token) in light) and not self._is_partial(token):
            for child in self._sentence.children(token, "nmod", "appos", "obl"):
                if child.chunk is not None:
                    return Filler(child.chunk.mentions, "parse", f"{reason}, behind {token.text!r}")
        return None

    def _with_coordinated(self, token: Token, chunk: Chunk) -> tuple[Mention, ...]:
        """The mentions of a chunk; for events also those that are coordinated with it ("le ministre X et l'OTSC")."""
        if not self._acting:
            return chunk.mentions
        joined = [child.chunk for child in coordinated(self._sentence, token) if child.chunk is not None]
        return (*chunk.mentions, *(mention for other in joined for mention in other.mentions))

    def _acting_for(self, noun: Token, reason: str) -> Filler | None:
        """ "les forces russes", "les membres de l'Otan": the actor behind a noun through which it acts."""
        adjective = self.adjective(noun)
        if adjective is not None:
            return Filler(adjective.mentions, "parse", f"{reason}: {noun.text!r} of it")
        for child in self._sentence.children(noun, "nmod", "obl"):
            if child.chunk is not None and case_of(self._sentence, child) == "de":
                if child.chunk.head.actor_kind in ("organisation", "bloc") and self._is_partial(noun):
                    return None
                return Filler(self._with_coordinated(child, child.chunk), "parse", f"{reason}, behind {noun.text!r}")
            if child.chunk is None and lemma(child) in self._acting and case_of(self._sentence, child) == "de":
                return self._acting_for(child, reason)
        return None

    def _is_partial(self, noun: Token) -> bool:
        """ "plusieurs instances de l'ONU": a part of an organisation is not the organisation."""
        if any(True for _ in self._sentence.children(noun, "nummod")):
            return True
        words = {fold(child.text) for child in self._sentence.children(noun, "det", "amod", "advmod")}
        return bool(words & {"plusieurs", "certaines", "certains", "une", "un", "quelques", "autres"})

    def object(self, verb: Token) -> Filler | None:
        """The direct object of a verb; for a relative "que" the noun that the clause stands with."""
        for child in self._sentence.children(verb, "obj"):
            if fold(child.text).strip("'") in ("que", "qu"):
                found = self._noun(self._sentence.governor(verb), "antecedent of the relative pronoun")
                return found or relative_object(self._sentence, verb)
            found = self._noun(child, f"object of {verb.text!r}")
            if found is not None:
                return found
        return bare_object(self._sentence, verb, "xcomp", "obl")

    def object_noun(self, verb: Token) -> Token | None:
        """The noun that is the direct object of a verb, if it is no chunk."""
        return next(
            (
                c
                for c in self._sentence.children(verb, "obj", "obl:arg", "xcomp")
                if c.chunk is None and c.pos == "NOUN"
            ),
            None,
        )

    def agent(self, verb: Token) -> Filler | None:
        """The agent of a passive ("par X")."""
        for child in self._sentence.children(verb, "obl"):
            if (child.dep == "obl:agent" or case_of(self._sentence, child) == "par") and child.chunk is not None:
                return Filler(child.chunk.mentions, "parse", f"agent of {verb.text!r}")
        return None

    def oblique(self, governor: Token, prepositions: Collection[str], light: Collection[str] = ()) -> Iterator[Filler]:
        """Complements of a verb or noun with one of the prepositions (folded lemmas)."""
        for child in self._sentence.children(governor, "obl", "nmod", "obj", "iobj", "advmod", "expl", "dep"):
            if fold(child.text).strip("'") in ("y", "en") and child.pos == "PRON":
                reference = self.organisation_before(child)
                if reference is not None:
                    yield reference
                continue
            if case_of(self._sentence, child) in prepositions:
                found = self._noun(
                    child, f"complement of {governor.text!r} with {case_of(self._sentence, child)!r}", light
                )
                if found is not None:
                    yield found

    def owner(self, noun: Token, *, of_states_only: bool = False) -> Filler | None:
        """Whose a noun is: a possessive that points to the subject, an adjective of a state, or "de X".

        `of_states_only`: "de" may also join the organisation ("le retrait de l'Otan"), so that only a state counts.
        """
        for child in self._sentence.children(noun, "det", "nmod"):
            if fold(child.text) in ("son", "sa", "leur", "ses", "leurs"):
                return self._possessor(noun)
        adjective = self.adjective(noun)
        if adjective is not None:
            return adjective
        # "le retrait sans délai du Mali": the tree hangs the owner on the manner.
        parts = (noun, *(c for c in self._sentence.children(noun, "nmod") if case_of(self._sentence, c) in MANNER))
        for child in (child for part in parts for child in self._sentence.children(part, "nmod", "obl")):
            if case_of(self._sentence, child) != "de" or child.chunk is None or not _is_member(child.chunk.head):
                continue
            if not of_states_only or child.chunk.head.actor_kind == "state":
                return Filler(child.chunk.mentions, "parse", f"'de' complement of {noun.text!r}")
        listing = (c for c in self._sentence.children(noun, "nmod") if case_of(self._sentence, c) == "de")
        return next((f for f in (listed_behind(self._sentence, each) for each in listing) if f is not None), None)

    def adjective(self, noun: Token) -> Filler | None:
        """An adjective of a state on a noun ("la participation arménienne")."""
        for child in self._sentence.children(noun, "amod", "nmod", "appos"):
            for mention in self._text.mentions:
                if mention.adjective and mention.start == child.start and mention.actor is not None:
                    return Filler((mention,), "parse", f"adjective on {noun.text!r}")
        return None

    def _possessor(self, noun: Token) -> Filler | None:
        token: Token | None = noun
        for _ in range(LONGEST_CLIMB):
            token = self._sentence.governor(token) if token is not None else None
            if token is None:
                return None
            if token.pos in ("VERB", "AUX"):
                found = self.subject(token)
                if found is not None:
                    return Filler(found.mentions, "reference", f"possessive, pointing to the subject of {token.text!r}")
        return None

    def pronoun(self, word: Token, kinds: Collection[str] = ()) -> Filler | None:
        """A personal pronoun: the one actor of the `kinds` (empty: all) that can be meant here or one sentence back."""
        if self._pronouns is not None:
            return self._pronouns.find(word, self._sentence)
        if fold(word.text).strip("-") not in PERSONAL:
            return None
        plural = fold(word.text).strip("-").endswith("s")
        for sentence in self._before(word):
            groups = [
                token.chunk
                for token in sentence.tokens
                if token.chunk is not None
                and token.start < word.start
                and _can_be_meant(token.chunk.head)
                and (not kinds or token.chunk.head.actor_kind in kinds)
                and token.chunk.plural == plural
            ]
            subjects = [
                token.chunk
                for token in sentence.tokens
                if token.dep.startswith("nsubj") and token.chunk in groups and token.chunk is not None
            ]
            actors = {tuple(m.actor for m in chunk.mentions) for chunk in groups}
            if len(actors) == 1 and None not in next(iter(actors)):
                return Filler(
                    groups[0].mentions, "reference", f"pronoun {word.text!r}: the only actor that it can stand for"
                )
            if len({tuple(m.actor for m in chunk.mentions) for chunk in subjects}) == 1:
                return Filler(subjects[0].mentions, "reference", f"pronoun {word.text!r}: the subject before")
            if groups:
                return None
            named_in_plural = [
                token.chunk
                for token in sentence.tokens
                if plural
                and token.chunk is not None
                and token.start < word.start
                and token.chunk.head.actor_kind == "state"
                and token.index
                and fold(sentence.tokens[token.index - 1].text) in ("les", "des", "aux")
            ]
            if len({chunk.head.actor for chunk in named_in_plural}) == 1:
                return Filler(
                    named_in_plural[0].mentions, "reference", f"pronoun {word.text!r}: a state with a plural name"
                )
        return self._farther.find(word, self._sentence) if self._farther is not None else None

    def _before(self, word: Token) -> list[Sentence]:
        index = self._text.sentences.index(self._sentence)
        return [self._sentence, *reversed(self._text.sentences[max(0, index - 1) : index])]

    def organisation_before(self, word: Token, farthest: int = FARTHEST_ORGANISATION) -> Filler | None:
        """The one organisation named before a word, in the nearest of `farthest` sentences that names any."""
        for reach in range(farthest):
            index = self._text.sentences.index(self._sentence) - reach
            if index < 0:
                return None
            sentence = self._text.sentences[index]
            found: dict[str, Mention] = {}
            for mention in self._text.mentions:
                inside = sentence.start <= mention.start < min(sentence.end, word.start)
                if inside and mention.actor is not None and mention.actor_kind in ("organisation", "bloc"):
                    found.setdefault(mention.actor, mention)
            if len(found) == 1:
                return Filler(tuple(found.values()), "reference", f"{word.text!r}: the only organisation named before")
            if found:
                return None
        return None


def _is_member(mention: Mention) -> bool:
    return mention.actor_kind in ("state", "organisation") or mention.kind == "nominal"


def _can_be_meant(mention: Mention) -> bool:
    return mention.actor_kind in ("state", "organisation", "bloc", "person") and not mention.adjective
