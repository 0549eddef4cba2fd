"""Attributes of organisations: when founded, where seated, how many members."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import msgspec

from dragoman.assertions.dating import date_of
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.assertions.lexicon import LANGUAGES, Rules, folded
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.roles import Roles
from dragoman.data_files import load_yaml
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

OWNERS = frozenset({"organisation", "bloc"})


class AttributeData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """attributes.yaml: the words that tell each property, and the number words."""

    founding: list[str]
    seat_nouns: list[str]
    seat_verbs: list[str]
    based: list[str]
    counting: list[str]
    counted: list[str]
    chairing: list[str]
    numbers: dict[str, int]


@cache
def load_attributes(language: str) -> AttributeData:
    """The attribute words of a language."""
    return folded(load_yaml(LANGUAGES / language / "attributes.yaml", AttributeData))


@dataclass(frozen=True, slots=True)
class AttributeDraft:
    """An attribute before it becomes a row."""

    subject: Mention
    property: str
    value: str
    trigger: Token
    rule: str
    reading: Reading
    reason: str


class Attributes:
    """Finds the attributes told in one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, rules: Rules, roles: Roles, data: AttributeData) -> None:
        self._text = text.document.text
        self._sentence = sentence
        self._roles = roles
        self._data = data
        self._modality = ModalityReader(sentence, rules)
        self._numbers = data.numbers

    def drafts(self) -> Iterator[AttributeDraft]:
        """Every attribute, in the order of its triggers."""
        for token in self._sentence.tokens:
            if token.chunk is not None:
                continue
            name = lemma(token)
            if name in self._data.founding:
                yield from self._founded(token)
            elif name in self._data.seat_nouns and token.pos == "NOUN":
                yield from self._seat_noun(token)
            elif name in self._data.seat_verbs or name in self._data.based:
                yield from self._seat_verb(token)
            elif name in self._data.counted:
                yield from self._count(token)
            elif name in self._data.chairing and token.pos == "VERB":
                yield from self._chaired(token)

    def _owner(self, mentions: tuple[Mention, ...] | None) -> Mention | None:
        if mentions is None or len(mentions) != 1:
            return None
        return mentions[0] if mentions[0].actor is not None and mentions[0].actor_kind in OWNERS else None

    def _founded(self, verb: Token) -> Iterator[AttributeDraft]:
        if verb.pos not in ("VERB", "ADJ", "AUX") or not (
            is_passive(self._sentence, verb) or lemma(verb) in ("naitre", "nee", "ne")
        ):
            return
        filler = self._roles.subject(verb)
        owner = self._owner(filler.mentions if filler else None)
        time = date_of(self._sentence, verb)
        reading = self._modality.of_verb(verb)
        if owner is None or time is None or time.date is None or reading.modality != "actual":
            return
        yield AttributeDraft(owner, "founded", time.date.edtf, verb, "founded", reading, f"subject of {verb.text!r}")

    def _place_in(self, governor: Token) -> Token | None:
        for child in self._sentence.children(governor, "obl", "nmod", "advmod", "obj", "xcomp", "conj"):
            if (
                child.chunk is not None
                and child.chunk.head.actor_kind == "place"
                and case_of(self._sentence, child) in ("à", "a", "en", "dans")
            ):
                return child
        return None

    def _seat_noun(self, noun: Token) -> Iterator[AttributeDraft]:
        """ "Le siège de X se trouve à Y", "X a son siège à Y", "X, dont le siège est à Y"."""
        owner: Mention | None = None
        for child in self._sentence.children(noun, "nmod", "obl"):
            if child.chunk is not None and case_of(self._sentence, child) == "de":
                owner = self._owner(child.chunk.mentions)
        governor = self._sentence.governor(noun)
        places = [self._place_in(noun)]
        if governor is not None:
            places.append(self._place_in(governor))
            if governor.chunk is not None and governor.chunk.head.actor_kind == "place":
                places.append(governor)
        place = next((p for p in places if p is not None), None)
        if owner is None and governor is not None:
            owner = self._possessor(noun, governor)
        if owner is None or place is None or place.chunk is None:
            return
        yield AttributeDraft(owner, "seat", place.chunk.head.text, noun, "seat-noun", Reading(), "owner of the seat")

    def _possessor(self, noun: Token, governor: Token) -> Mention | None:
        words = {fold(child.text) for child in self._sentence.children(noun, "det", "nmod")}
        if words & {"son", "leur"}:
            filler = self._roles.subject(governor)
            return self._owner(filler.mentions if filler else None)
        clause = governor
        if any(fold(c.text) == "dont" for c in (*self._sentence.children(clause), *self._sentence.children(noun))):
            above = self._sentence.governor(clause)
            return self._owner(above.chunk.mentions) if above is not None and above.chunk is not None else None
        return None

    def _seat_verb(self, verb: Token) -> Iterator[AttributeDraft]:
        filler = self._roles.subject(verb)
        owner = self._owner(filler.mentions if filler else None)
        place = self._place_in(verb)
        if owner is None or place is None or place.chunk is None:
            return
        if lemma(verb) in self._data.based or "Pres" in verb.feats.get("Tense", ""):
            yield AttributeDraft(
                owner, "seat", place.chunk.head.text, verb, "seat-verb", Reading(), f"subject of {verb.text!r}"
            )

    def _number(self, noun: Token) -> int | None:
        for child in self._sentence.children(noun, "nummod", "det", "amod"):
            word = fold(child.text)
            if word.isdecimal():
                return int(word)
            if word in self._numbers:
                return self._numbers[word]
        before = self._sentence.tokens[noun.index - 1] if noun.index else None
        if before is not None and fold(before.text).isdecimal():
            return int(before.text)
        return self._numbers.get(fold(before.text)) if before is not None else None

    def _count(self, noun: Token) -> Iterator[AttributeDraft]:
        """ "X compte 32 membres", "X (18 membres)"."""
        number = self._number(noun)
        narrowed = {lemma(child) for child in self._sentence.children(noun, "amod")} - set(self._data.counted)
        if number is None or narrowed:
            # "cinq membres permanents" are not all of them.
            return
        governor = self._sentence.governor(noun)
        owner: Mention | None = None
        if governor is not None and lemma(governor) in self._data.counting and noun.dep.startswith("obj"):
            filler = self._roles.subject(governor)
            owner = self._owner(filler.mentions if filler else None)
            tenses = {
                part.feats.get("Tense")
                for part in (governor, *self._sentence.children(governor, "aux"))
                if part.feats.get("VerbForm") == "Fin"
            }
            if self._modality.of_verb(governor).modality != "actual" or tenses - {"Pres"}:
                # What an organisation counted once is not what it counts.
                owner = None
        elif noun.index >= 3 and self._sentence.tokens[noun.index - 2].text == "(":
            chunk = self._sentence.tokens[noun.index - 3].chunk
            owner = self._owner(chunk.mentions if chunk else None)
        if owner is not None:
            yield AttributeDraft(owner, "member_count", str(number), noun, "member-count", Reading(), "what is counted")

    def _chaired(self, verb: Token) -> Iterator[AttributeDraft]:
        filler = self._roles.object(verb)
        owner = self._owner(filler.mentions if filler else None)
        time = date_of(self._sentence, verb)
        if owner is None or time is None or time.date is None or time.date.last is not None or time.date.first is None:
            return
        since = time.date.edtf.removesuffix("/..")
        yield AttributeDraft(owner, "chair_since", since, verb, "chaired-since", Reading(), f"object of {verb.text!r}")
