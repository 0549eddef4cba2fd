"""Those who met: whom "ils" and "les deux dirigeants" mean behind a sentence about a meeting."""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.grammar import case_of, lemma
from dragoman.assertions.roles import Filler
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How many sentences back a meeting reaches.
FARTHEST_MEETING = 2
PLURAL = frozenset({"ils", "elles"})
# Nouns of pairs that are states, whoever met for them.
STATES = frozenset({"pays", "etat", "capitale", "voisin", "nation", "gouvernement"})
PAIR = 2


class EarlierMeeting:
    """The two parties of the meeting that the sentences before one tell of."""

    def __init__(self, text: ReadText, sentence: Sentence, data: EventData, meetings: frozenset[str]) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data
        self._meetings = meetings

    def of_pronoun(self, word: Token) -> Filler | None:
        """ "Ils ont convenu…": the two who met in the sentence before."""
        if fold(word.text).strip("- ").removeprefix("t ") not in PLURAL:
            return None
        return self._pair(f"pronoun {word.text!r}: those who met before", 1)

    def of_noun(self, noun: Token) -> Filler | None:
        """ "Les deux dirigeants", "les deux pays": the two who met before, or their states."""
        said = {lemma(noun), fold(noun.text), fold(noun.text).rstrip("s")}
        if not said & self._data.pairs or not self._is_pair(noun):
            return None
        found = self._pair(f"{noun.text!r}: the two who met before", FARTHEST_MEETING)
        if found is None or not said & STATES:
            return found
        states = tuple(replace(m, actor=m.country, actor_kind="state") for m in found.mentions if m.country is not None)
        return replace(found, mentions=states) if len({m.actor for m in states}) == PAIR else None

    def _is_pair(self, noun: Token) -> bool:
        """Whether "les deux" stands before a noun that nothing describes further."""
        tokens = self._sentence.tokens
        before = [fold(token.text) for token in tokens[max(0, noun.index - 2) : noun.index]]
        if before not in (["les", "deux"], ["des", "deux"], ["aux", "deux"], ["ces", "deux"]):
            return False
        return not any(c.index > noun.index and c.dep != "acl" for c in self._sentence.children(noun, "nmod", "amod"))

    def other(self, mine: Filler) -> Filler | None:
        """ "X a reçu Y. Il lui a demandé…": the only other person in the sentence before, one being known."""
        before = [s for s in self._text.sentences if s.end <= self._sentence.start]
        people = [m for m in self._mentions(before[-1]) if m.actor_kind == "person" or m.adjective] if before else []
        known = {(m.actor, m.country) for m in mine.mentions}
        found = self._distinct(m for m in people if (m.actor, m.country) not in known)
        return Filler(tuple(found), "reference", "the only other one named before") if len(found) == 1 else None

    def _pair(self, reason: str, reach: int) -> Filler | None:
        before = [s for s in self._text.sentences if s.end <= self._sentence.start]
        for sentence in reversed(before[-reach:]):
            if not any(self._meetings & {lemma(t)} for t in sentence.tokens if t.chunk is None):
                continue
            people = self._distinct(m for m in self._mentions(sentence) if m.actor_kind == "person" or m.adjective)
            states = self._distinct(m for m in self._mentions(sentence) if m.actor_kind == "state" and not m.adjective)
            found = people or states
            return Filler(tuple(found), "reference", reason) if len(found) == PAIR else None
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
