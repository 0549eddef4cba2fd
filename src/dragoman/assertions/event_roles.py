"""Who takes part in an event: the parties beside its trigger, each with what gave it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_nouns import CLITICS, RELATIVES, NounParties
from dragoman.assertions.event_places import EventPlaces
from dragoman.assertions.frames import ACTOR_KINDS
from dragoman.assertions.grammar import LONGEST_CLIMB, auxiliaries, case_of, is_passive, lemma
from dragoman.assertions.roles import Filler, Pronouns
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token
from dragoman.register import load_register

CLAUSES = ("acl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "obj", "obl", "aux", "cop")
BETWEEN = "entre"
TARGETED = ("contre", "à", "envers", "avec", "en faveur de", "pour", "sur", "vers", "à l'encontre de", "à l'égard de")


@dataclass(frozen=True, slots=True)
class Party:
    """One party of an event."""

    mention: Mention
    filled_by: str
    reason: str

    @property
    def key(self) -> str:
        """What tells parties apart: the actor, else the words with their state."""
        return self.mention.actor or f"{self.mention.country}|{fold(self.mention.text)}"

    @property
    def known(self) -> bool:
        """Whether the actor or at least its state is known."""
        return self.mention.actor is not None or self.mention.country is not None


class EventRoles:
    """Parties and places around the triggers of one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, data: EventData, pronouns: Pronouns | None) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data
        self._nouns = NounParties(text, sentence, data, pronouns)
        self.places = EventPlaces(text, sentence, data)

    def parties(self, filler: Filler | None, kinds: Collection[str] = (), *, capitals: bool = False) -> list[Party]:
        """The mentions of a filler that can take part in an event; all of `kinds` when given.

        `capitals`: a capital stands for its state ("a promis à Kiev").
        """
        if filler is None:
            return []
        allowed = kinds or ACTOR_KINDS
        found = []
        for mention in filler.mentions:
            party = self._as_state(mention) if capitals else mention
            if party.actor_kind in allowed and (party.actor is not None or party.country is not None):
                found.append(Party(party, filler.filled_by, filler.reason))
        return found

    @staticmethod
    def _as_state(mention: Mention) -> Mention:
        state = mention.country
        if mention.actor_kind != "place" or state is None or load_register().capital_of(state) != mention.actor:
            return mention
        reason = "capital for its state: it is spoken or given to"
        return replace(mention, actor=state, actor_kind="state", kind="metonym", reason=reason)

    # subjects

    def subject(self, verb: Token, *, wide: bool = False) -> Filler | None:
        """Who does what a verb tells, through control, coordination, relatives and participles.

        `wide`: a subject that is nobody counts for the one whose it is ("l'expansion de l'Otan").
        """
        token = verb
        for _ in range(LONGEST_CLIMB):
            subjects = self._sentence.children(token, "nsubj", "expl:subj")
            own = next((c for c in subjects if fold(c.text) != "rien"), None)
            if own is not None:
                return self._subject_word(token, own, wide)
            governor = self._sentence.governor(token)
            if governor is None:
                return self._opening(verb)
            relation = token.dep.partition(":")[0]
            beside = self._beside_participle(token) if token is verb else None
            if beside is not None:
                return beside
            if relation in ("acl", "amod", "appos") and governor.pos not in ("VERB", "AUX"):
                if token.feats.get("VerbForm") != "Inf":
                    return self._nouns.find(governor, f"noun that {token.text!r} stands with", wide=True)
                owner = self._nouns.owner(governor, wide=False)
                if owner is not None:
                    return owner
                token = governor
                continue
            if (
                governor.pos in ("VERB", "AUX")
                and self._is_infinitive(token)
                and relation not in ("conj", "aux", "cop")
            ):
                controller = self._controlled(token, governor)
                if controller is not None:
                    return controller.filler
            if relation == "ccomp" and token.feats.get("VerbForm") == "Fin":
                return None
            if relation not in CLAUSES and governor.pos not in ("NOUN", "ADJ"):
                return None
            token = governor
        return None

    def _opening(self, verb: Token) -> Filler | None:
        """ "Reçue par X, Y a quitté…": an opening clause without subject shares that of the clause behind it."""
        parts = (verb, *self._sentence.children(verb, "aux", "cop"))
        tokens = self._sentence.tokens
        if any(part.feats.get("VerbForm") == "Fin" for part in parts):
            return None
        if any(t.feats.get("VerbForm") == "Fin" for t in tokens[: verb.index]):
            return None
        for token in tokens[verb.index + 1 :]:
            if token.dep.startswith("nsubj") and tokens[token.head].pos in ("VERB", "AUX", "ADJ"):
                behind = any(t.text == "," for t in tokens[verb.index : token.index])
                return self._nouns.find(token, "subject of the clause behind") if behind else None
        return None

    def _is_infinitive(self, token: Token) -> bool:
        parts = (token, *self._sentence.children(token, "aux"))
        return any(part.feats.get("VerbForm") == "Inf" for part in parts)

    def _controlled(self, token: Token, governor: Token) -> "_Controller | None":
        """Who controls an infinitive when it is not the subject of the verb above; the filler may be unknown."""
        if lemma(governor) not in self._data.object_control:
            return None
        if is_passive(self._sentence, governor):
            return _Controller(self.subject_of_passive(governor))
        found = self.object(governor, besides=token) or self._first_oblique(governor, ("à", "auprès de"), token)
        if found is not None:
            return _Controller(found)
        return _Controller(None) if lemma(governor) in self._data.always_object else None

    def _first_oblique(self, governor: Token, prepositions: Sequence[str], besides: Token) -> Filler | None:
        for preposition in prepositions:
            for found in self.oblique(governor, preposition, besides=besides):
                return found
        return None

    def subject_of_passive(self, verb: Token) -> Filler | None:
        """Who suffers what a passive tells."""
        return self.subject(verb)

    def _beside_participle(self, verb: Token) -> Filler | None:
        """ "X a félicité Y, nommé ministre": a bare participle behind a comma is said of the name right before it."""
        if verb.feats.get("VerbForm") != "Part" or verb.index < 2 or auxiliaries(self._sentence, verb):
            return None
        mark, name = self._sentence.tokens[verb.index - 1], self._sentence.tokens[verb.index - 2]
        if mark.text not in (",", "(", "–") or name.chunk is None:
            return None
        return Filler(name.chunk.mentions, "grammar", f"name that {verb.text!r} stands right behind")

    def _subject_word(self, verb: Token, word: Token, wide: bool) -> Filler | None:
        said = fold(word.text).strip("'")
        if word.chunk is None and said in RELATIVES:
            return self._nouns.antecedent(verb)
        return self._nouns.find(word, f"subject of {verb.text!r}", wide=wide)

    def actor_of_verb(self, verb: Token, role: str) -> Filler | None:
        """The filler of the actor's role beside a verb."""
        if role == "none":
            return None
        passive = is_passive(self._sentence, verb)
        if role == "subject":
            return self.agent(verb) if passive else self.subject(verb)
        if role == "object":
            return self.subject(verb) if passive else self.object(verb)
        if role == "agent":
            return self.agent(verb)
        return next(self.oblique(verb, role), None)

    def agent(self, verb: Token) -> Filler | None:
        """The agent of a passive ("par X"); nouns count for the one whose they are ("par une salve iranienne")."""
        children = list(self._sentence.children(verb, "obl", "nmod"))
        # "placés sous sanctions par X": the tree hangs the agent on the noun before.
        below = [b for c in children if c.chunk is None for b in self._sentence.children(c, "nmod")]
        for child in (*children, *below):
            case = case_of(self._sentence, child)
            if case == "par" or (child.dep == "obl:agent" and case in ("de", "")):
                return self._nouns.find(child, f"agent of {verb.text!r}", wide=True)
        for child in self._sentence.children(verb, "conj"):
            # "ont été attaqués et pillés par X"
            if child.pos == "VERB" and is_passive(self._sentence, child) and not self.has_subject(child):
                return self.agent(child)
        return None

    # objects and complements

    def object(self, verb: Token, *, wide: bool = False, besides: Token | None = None) -> Filler | None:
        """The direct object; `wide` as in `NounParties.find`; `besides` is a word that is not looked at."""
        for child in self._sentence.children(verb, "obj", "iobj", "obl", "expl:comp"):
            if besides is not None and child.index == besides.index:
                continue
            said = fold(child.text).strip("'")
            if child.chunk is None and said in ("que", "qu"):
                return self._nouns.antecedent(verb)
            if child.chunk is None and child.pos == "PRON" and said in CLITICS and said not in ("lui", "leur"):
                return self._nouns.pronoun(child)
            if child.dep.startswith("obj") or (child.dep == "iobj" and not case_of(self._sentence, child)):
                found = self._nouns.find(child, f"object of {verb.text!r}", wide=wide)
                if found is not None and not case_of(self._sentence, child):
                    return found
        for child in self._sentence.children(verb, "xcomp", "obl", "ccomp"):
            # A name without preposition behind the verb is its object, whatever the tree calls it.
            if child.chunk is not None and child.start > verb.start and not case_of(self._sentence, child):
                return Filler(child.chunk.mentions, "parse", f"object of {verb.text!r}")
        return self._relative_object(verb)

    def _relative_object(self, verb: Token) -> Filler | None:
        """ "le ministre, que X a reçu": the name before a "que" that the tree takes for a conjunction."""
        for child in self._sentence.children(verb, "mark", "obj"):
            if fold(child.text).strip("'") in ("que", "qu") and child.index:
                for token in reversed(self._sentence.tokens[max(0, child.index - 2) : child.index]):
                    if token.chunk is not None:
                        return Filler(token.chunk.mentions, "grammar", "name before the relative 'que'")
        return None

    def oblique(
        self, governor: Token, preposition: str, *, wide: bool = False, besides: Token | None = None
    ) -> Iterator[Filler]:
        """Complements of a verb or noun with a preposition."""
        wanted = fold(preposition)
        for child in self._sentence.children(governor, "obl", "nmod", "obj", "iobj", "advmod", "dep", "xcomp"):
            if besides is not None and child.index == besides.index:
                continue
            if case_of(self._sentence, child) == wanted:
                reason = f"complement of {governor.text!r} with {preposition!r}"
                found = self._nouns.find(child, reason, wide=wide or wanted == BETWEEN)
                if found is not None:
                    yield found
            elif wanted == "a" and child.pos == "PRON" and fold(child.text) in ("lui", "leur"):
                found = self._nouns.pronoun(child)
                if found is not None:
                    yield found

    def inside(self, noun: Token) -> Filler | None:
        """ "son ambassadeur en Israël": the state that the words of an office name as its place."""
        chunk = noun.chunk
        if chunk is None:
            return None
        for mention in self._text.mentions:
            if chunk.start < mention.start < chunk.end and mention.actor_kind in ("state", "organisation"):
                return Filler((mention,), "grammar", f"named inside {noun.text!r}")
        return None

    def owner(self, noun: Token) -> Filler | None:
        """Whose a noun is: an adjective of a state, a possessive, or "de X"."""
        return self._nouns.owner(noun)

    def target(self, noun: Token) -> Filler | None:
        """At whom a noun is directed ("des sanctions contre X")."""
        for preposition in TARGETED:
            found = next(self.oblique(noun, preposition, wide=True), None)
            if found is not None:
                return found
        for child in self._sentence.children(noun, "acl"):
            # "l'embargo qui frappe la Somalie"
            if lemma(child) in self._data.hitting and not is_passive(self._sentence, child):
                return self.object(child, wide=True)
        return None

    def beside_noun(self, noun: Token, places: Sequence[str]) -> list[Filler]:
        """The parties beside a noun of event, in the order of `places`; those joined by one preposition together."""
        found: list[Filler] = []
        for where in places:
            if where == "adjective":
                filler = self._nouns.adjective(noun)
                found += [filler] if filler is not None else []
            elif where == "possessive":
                filler = self._nouns.possessor(noun)
                found += [filler] if filler is not None else []
            elif where == "par":
                found += list(self.oblique(noun, where, wide=True))
                agents = (self.agent(participle) for participle in self.participles(noun))
                found += [agent for agent in agents if agent is not None]
            else:
                found += list(self.oblique(noun, where, wide=where not in ("de", "par", "avec")))
                if where in ("contre", "sur") and not found:
                    # "une attaque au missile contre X"
                    for child in self._sentence.children(noun, "nmod"):
                        found += list(self.oblique(child, where, wide=True)) if child.chunk is None else []
        return found

    def possessor(self, noun: Token) -> Filler | None:
        """Whom a possessive on a noun points to ("ses homologues")."""
        return self._nouns.possessor(noun)

    def visited_with(self, verb: Token) -> Iterator[Filler]:
        """ "se rend à X pour s'entretenir avec Y": those whom the aim of a visit names."""
        for child in self._sentence.children(verb, "advcl", "xcomp", "obl"):
            if child.feats.get("VerbForm") == "Inf" and child.index > verb.index:
                yield from self.oblique(child, "avec")
                met = self.object(child) if lemma(child) == "rencontrer" else None
                if met is not None:
                    yield met

    def initiators(self, verb: Token) -> Iterator[Filler]:
        """ "à l'initiative de X": who brings about what the verb tells."""
        for child in self._sentence.children(verb, "obl", "nmod", "advmod"):
            if lemma(child) in self._data.initiating:
                yield from self.oblique(child, "de")

    def participles(self, noun: Token) -> list[Token]:
        """The participles on a noun of event that add who did it and to whom ("les menaces adressées par X à Y")."""
        known = self._data.support | self._data.authoring
        return [
            child
            for child in self._sentence.children(noun, "acl", "amod")
            if child.feats.get("VerbForm") == "Part" and lemma(child) in known and child.feats.get("Tense") != "Pres"
        ]

    def has_subject(self, verb: Token) -> bool:
        """Whether a clause has a subject of its own in the text."""
        return any(True for _ in self._sentence.children(verb, "nsubj", "expl:subj"))

    def infinitive_parties(self, verb: Token) -> Filler | None:
        """The parties of the infinitive that a verb governs ("menace d'attaquer X")."""
        for child in self._sentence.children(verb, "xcomp", "ccomp", "obl", "advcl"):
            if child.feats.get("VerbForm") != "Inf":
                continue
            nouns = [n for n in self._sentence.children(child, "obj") if n.chunk is None]
            for noun in nouns:
                found = self.target(noun)
                if found is not None:
                    return found
            own = [n for n in nouns if self._nouns.has_possessive(n) and self._nouns.adjective(n) is None]
            if not own:
                found = self.object(child, wide=True)
                if found is not None:
                    return found
            for preposition in ("à", "contre", "de", "avec", "sur", "vers", "en"):
                found = next(self.oblique(child, preposition), None)
                if found is not None:
                    return found
        return None


@dataclass(frozen=True, slots=True)
class _Controller:
    """Who controls an infinitive; None where the one who does is not known."""

    filler: Filler | None
