"""Those who met: whom "ils" and "les deux dirigeants" mean behind a sentence about a meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.assertions.discourse import LONGEST_ARTICLE, PLURAL_ARTICLES
from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How many sentences back a meeting reaches.
FARTHEST_MEETING = 12
PLURAL = frozenset({"ils", "elles"})
# Nouns of pairs that are states, whoever met for them.
STATES = frozenset({"pays", "etat", "capitale", "voisin", "nation", "gouvernement"})
PAIR = 2
# Prepositions of places.
PLACING = ("en", "dans", "depuis", "vers")
# How many sentences back the other party reaches, and the object pronouns by what they may mean.
FARTHEST_OTHER = 3
THINGS = frozenset({"l", "le", "la"})
ASSEMBLED = ("organisation", "bloc")
PLURAL_OBJECTS = frozenset({"les", "leur"})


class EarlierMeeting:
    """The two parties of the meeting that the sentences before one tell of."""

    def __init__(self, text: ReadText, sentence: Sentence, data: EventData, meetings: frozenset[str]) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data
        self._meetings = meetings

    def of_pronoun(self, word: Token) -> Filler | None:
        """ "Ils ont convenu…": the two who met in the sentence before, or whom its subject means."""
        if fold(word.text).strip("- ").removeprefix("t ") not in PLURAL:
            return None
        reason = f"pronoun {word.text!r}: those who met before"
        before = [s for s in self._text.sentences if s.end <= self._sentence.start]
        if not before:
            return None
        if any(t.dep.startswith("nsubj") and self._is_pair(t, before[-1]) for t in before[-1].tokens):
            return self._pair(reason, before[:-1])
        return self._pair(reason, before[-1:])

    def of_noun(self, noun: Token) -> Filler | None:
        """ "Les deux dirigeants", "les deux pays": the two who met before, or their states."""
        if not self._is_pair(noun, self._sentence):
            return None
        before = [s for s in self._text.sentences if s.end <= self._sentence.start]
        found = self._pair(f"{noun.text!r}: the two who met before", before)
        if found is None or not {lemma(noun), fold(noun.text).rstrip("s")} & STATES:
            return found
        states = tuple(replace(m, actor=m.country, actor_kind="state") for m in found.mentions if m.country is not None)
        return replace(found, mentions=states) if len({m.actor for m in states}) == PAIR else None

    def _is_pair(self, noun: Token, sentence: Sentence) -> bool:
        """Whether a noun is one of pairs, with "les deux" before it and nothing that describes it further."""
        if not {lemma(noun), fold(noun.text), fold(noun.text).rstrip("s")} & self._data.pairs:
            return False
        before = [fold(token.text) for token in sentence.tokens[max(0, noun.index - 2) : noun.index]]
        if before not in (["les", "deux"], ["des", "deux"], ["aux", "deux"], ["ces", "deux"]):
            return False
        if any(True for _ in sentence.children(noun, "acl:relcl")):
            return False
        return not any(c.index > noun.index and c.dep != "acl" for c in sentence.children(noun, "nmod", "amod"))

    def of_assembly(self, noun: Token) -> Filler | None:
        """ "Le sommet a exhorté X": the organisation whose summit the sentences before have named last."""
        article = next(self._sentence.children(noun, "det"), None)
        known = article is not None and fold(article.text) in self._data.definite
        if (
            lemma(noun) not in self._data.assemblies
            or not known
            or any(True for _ in self._sentence.children(noun, "nmod"))
        ):
            return None
        for sentence in reversed([s for s in self._text.sentences if s.end <= self._sentence.start]):
            for token in sentence.tokens:
                if token.chunk is None and lemma(token) == lemma(noun):
                    named = (t for t in sentence.subtree(token) if t.chunk is not None)
                    whose = [t.chunk for t in named if t.chunk is not None and t.chunk.head.actor_kind in ASSEMBLED]
                    if whose:
                        return Filler(whose[0].mentions, "reference", f"{noun.text!r}: of whom it was before")
        return None

    def visitor(self, met: Mention) -> Filler | None:
        """ "Les entretiens avec Y ont porté…": the person whose meetings the sentences before tell of."""
        before = [s for s in self._text.sentences if s.end <= self._sentence.start]
        for sentence in reversed(before[-FARTHEST_MEETING:]):
            if not any(self._meetings & {lemma(t)} for t in sentence.tokens if t.chunk is None):
                continue
            for token in sentence.tokens:
                person = token.chunk.head if token.chunk is not None and token.dep.startswith("nsubj") else None
                if person is None or person.actor_kind != "person" or token.chunk is None or token.chunk.plural:
                    continue
                apart = person.country is not None and person.country != met.country
                return Filler((person,), "reference", "whose meetings are told") if apart else None
        return None

    def someone_else(self, found: Filler | None, mine: Filler | None, said: str) -> Filler | None:
        """ "Il lui a demandé…": an object pronoun never means the subject of its clause, `mine`."""
        if found is None:
            return self.other(mine, said) if mine is not None else None
        if mine is None:
            return found
        ids = [{m.actor or m.country for m in filler.mentions} for filler in (found, mine)]
        return self.other(mine, said) if ids[0] & ids[1] else found

    def other(self, mine: Filler, pronoun: str) -> Filler | None:
        """ "X a reçu Y. Il lui a demandé…": the only other party before, one being known.

        A direct object in the singular may be a thing, so that it means people alone.
        """
        known = {(m.actor or m.country) for m in mine.mentions}
        for sentence in reversed([s for s in self._text.sentences if s.end <= self._sentence.start][-FARTHEST_OTHER:]):
            people = [m for m in self._mentions(sentence) if m.actor_kind == "person" or m.adjective]
            named = [people] if pronoun in THINGS else [people, list(self._acting(sentence))]
            for mentions in named:
                fitting = [m for m in mentions if pronoun not in PLURAL_OBJECTS or self._is_plural(m)]
                found = [m for m in self._distinct(iter(fitting)) if (m.actor or m.country) not in known]
                if found:
                    one = len(found) == 1
                    return Filler(tuple(found), "reference", "the only other one named before") if one else None
        return None

    @staticmethod
    def _acting(sentence: Sentence) -> Iterator[Mention]:
        """The parties of any kind that a sentence names outside of places."""
        for token in sentence.tokens:
            if token.chunk is not None and case_of(sentence, token) not in PLACING:
                yield from (m for m in token.chunk.mentions if m.actor_kind not in ("place", "medium"))

    def _is_plural(self, mention: Mention) -> bool:
        before = fold(self._text.document.text[max(0, mention.start - LONGEST_ARTICLE) : mention.start])
        return mention.together or any(word in PLURAL_ARTICLES for word in before.split(" "))

    def _pair(self, reason: str, before: Sequence[Sentence]) -> Filler | None:
        """The two parties of the last meeting, if nobody else was named since."""
        since: set[str | None] = set()
        for sentence in reversed(before[-FARTHEST_MEETING:]):
            mentions = list(self._mentions(sentence))
            people = self._distinct(m for m in mentions if m.actor_kind == "person" or m.adjective)
            if any(self._meetings & {lemma(t)} for t in sentence.tokens if t.chunk is None):
                found = people or self._distinct(m for m in mentions if m.actor_kind == "state")
                if found:
                    # "les médias sud-coréens": the state of one of them is nobody else.
                    alone = since <= {m.actor or m.country for m in found} | {m.country for m in found}
                    return Filler(tuple(found), "reference", reason) if alone and len(found) == PAIR else None
            since |= {m.actor or m.country for m in people}
        return None

    @staticmethod
    def _distinct(mentions: Iterator[Mention]) -> list[Mention]:
        kept: dict[str | None, Mention] = {}
        for mention in mentions:
            if mention.actor is not None or mention.country is not None:
                key = mention.country if mention.adjective or mention.actor is None else mention.actor
                kept.setdefault(key, mention)
        return list(kept.values())

    def _mentions(self, sentence: Sentence) -> Iterator[Mention]:
        """The parties that a sentence names, and the states whose adjectives stand on those who act for them."""
        adjectives = {m.start: m for m in self._text.mentions if m.adjective and m.country is not None}
        acting = False
        for token in sentence.tokens:
            if token.chunk is not None:
                if case_of(sentence, token) not in ("en", "dans") and token.chunk.head.actor_kind != "place":
                    yield from token.chunk.mentions
                acting = False
            elif token.start in adjectives and acting:
                yield adjectives[token.start]
            elif token.pos == "NOUN":
                acting = bool({lemma(token), fold(token.text).rstrip("s")} & self._data.pairs)


def person_of_heading(sentence: Sentence, noun: Token, article: Token) -> Filler | None:
    """ "Commentaire de X à l'issue de sa rencontre": in a heading without verb the first person is meant."""
    tokens = sentence.tokens
    if fold(article.text) == "leur" or any(t.pos in ("VERB", "AUX") for t in tokens):
        return None
    for token in tokens[: noun.index]:
        if token.chunk is not None and token.chunk.head.actor_kind == "person":
            reason = f"possessive {article.text!r}: the person whom the heading names first"
            return Filler(token.chunk.mentions, "reference", reason)
    return None


def nameless_before(text: ReadText, sentence: Sentence, pronoun: str) -> Filler | None:
    """ "Le Premier ministre malaisien est à X. Il…": the subject before, where an office and no name is given."""
    before = [s for s in text.sentences if s.end <= sentence.start and s.tokens]
    if not before or pronoun not in ("il", "elle", "ils", "elles", "lui"):
        return None
    subjects = [t for t in before[-1].tokens if t.dep.startswith("nsubj") and t.pos != "PRON"]
    if len(subjects) != 1 or subjects[0].chunk is None:
        return None
    mentions = subjects[0].chunk.mentions
    if any(m.actor is not None or m.country is None for m in mentions):
        return None
    if (len(mentions) > 1) != (pronoun in ("ils", "elles")):
        return None
    return Filler(mentions, "reference", f"pronoun {pronoun!r}: the subject of the sentence before")


def members_before(sentence: Sentence, noun: Token) -> Filler | None:
    """ "les pays membres": the members of the only organisation that the sentence has named before."""
    after = sentence.tokens[noun.index + 1 : noun.index + 2]
    if lemma(noun) != "membre" and not (after and lemma(after[0]) == "membre"):
        return None
    found: dict[str | None, Mention] = {}
    for token in sentence.tokens[: noun.index]:
        for mention in token.chunk.mentions if token.chunk is not None else ():
            if mention.actor is not None and mention.actor_kind in ("organisation", "bloc"):
                found.setdefault(mention.actor, mention)
    if len(found) != 1:
        return None
    return Filler(tuple(found.values()), "reference", f"{noun.text!r}: of the only organisation named before")
