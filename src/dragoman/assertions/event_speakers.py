"""Parties that only the speech around a sentence tells: "nous", "mon pays", "vous", "les Parties"."""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler, Pronouns
from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How the tree hangs a pronoun that is the object of a verb.
SPEAKING_KINDS = frozenset({"person", "state", "body"})
GENITIVES = frozenset({"de", "du", "des", "d'", "d"})
OBJECTS = ("obj", "iobj", "expl:comp", "obl", "obl:arg", "dep")


class SpokenParties:
    """Whom the words of the first and second person of one sentence mean, by the statements of its text."""

    def __init__(self, sentence: Sentence, data: EventData, pronouns: Pronouns | None) -> None:
        self._sentence = sentence
        self._data = data
        self._pronouns = pronouns

    def owner(self, noun: Token) -> Filler | None:
        """ "mon pays", "notre armée", "votre homologue": whose a noun is by a possessive of one who speaks or is asked.

        What acts for a state is that of the speaker's state; anything else is his own.
        """
        article = next((c for c in self._sentence.children(noun, "det", "nmod") if self._is_spoken(c)), None)
        found = self._pronouns.find(article, self._sentence) if article is not None and self._pronouns else None
        if found is None or not {lemma(noun), fold(noun.text).rstrip("s")} & (self._data.light | self._data.targets):
            return found
        return replace(found, mentions=tuple(map(_state, found.mentions)))

    def of_ruler(self, noun: Token, found: Filler) -> Filler:
        """ "Le président a dit que son territoire…", "ses soldats": the arms and the ground of one who governs.

        They are his state's; those of whoever else leads men are his own.
        """
        if not {lemma(noun), fold(noun.text).rstrip("s")} & (self._data.armed | self._data.targets):
            return found
        return replace(
            found, mentions=tuple(_state(m) if m.position in self._data.ruling else m for m in found.mentions)
        )

    def organ(self, noun: Token) -> Filler | None:
        """ "« L'armée a riposté », a dit le ministre X": the bare organs of a state are those of the one who speaks.

        None where the sentence is about another state or a place in one.
        """
        if lemma(noun) not in self._data.organs or self._pronouns is None or self._is_described(noun):
            return None
        found = self._pronouns.teller_at(noun.start)
        states = {mention.country for mention in found.mentions if mention.country} if found is not None else set()
        if found is None or len(states) != 1 or any(m.actor_kind not in SPEAKING_KINDS for m in found.mentions):
            return None
        if any(self._is_about_others(token, noun, states) for token in self._sentence.tokens):
            return None
        reason = f"{noun.text!r}: of the state of the one who speaks"
        return Filler(tuple(map(_state, found.mentions[:1])), "reference", reason)

    def _is_described(self, noun: Token) -> bool:
        """Whether words beside an organ tell whose it is, or that it is one of several."""
        before = self._sentence.tokens[noun.index - 1] if noun.index else None
        behind = self._sentence.following(noun)
        alone = before is not None and fold(before.text).strip("'") in ("le", "la", "l")
        return not alone or (behind is not None and (behind.pos in ("ADJ", "PROPN") or fold(behind.text) in GENITIVES))

    def _is_about_others(self, token: Token, noun: Token, states: set[str]) -> bool:
        """Whether a name before an organ is of another state, or one behind it tells of a place there."""
        if token.chunk is None or not {m.country for m in token.chunk.mentions} - states - {None}:
            return False
        placed = token.chunk.head.actor_kind == "place" or case_of(self._sentence, token) in ("en", "dans")
        return token.index < noun.index or placed

    def object(self, verb: Token) -> Filler | None:
        """ "X nous accuse": whom an object pronoun means, unless the verb has another object too."""
        objects = self._sentence.children(verb, "obj")
        pronoun = next(self._pronouns_beside(verb), None)
        if pronoun is None or self._pronouns is None or any(c.index != pronoun.index for c in objects):
            return None
        return self._pronouns.find(pronoun, self._sentence)

    def receiver(self, verb: Token) -> Filler | None:
        """ "X vous reproche", "m'a demandé": to whom it is said or done."""
        pronoun = next(self._pronouns_beside(verb), None)
        return self._pronouns.find(pronoun, self._sentence) if pronoun is not None and self._pronouns else None

    def _pronouns_beside(self, verb: Token) -> Iterator[Token]:
        """The object pronouns of a verb that mean a speaker and are not reflexive."""
        own = next(self._sentence.children(verb, "nsubj"), None)
        # "La Norvège nous a demandé": the tree may take the pronoun for a second subject.
        second = [child for child in self._sentence.children(verb, "nsubj") if own is None or child.index != own.index]
        for child in (*self._sentence.children(verb, *OBJECTS), *second):
            object_of = child.pos == "PRON" and child.index < verb.index and self._is_spoken(child)
            if object_of and (own is None or not self._is_spoken(own)):
                yield child

    def _is_spoken(self, word: Token) -> bool:
        return word.chunk is None and self._pronouns is not None and self._pronouns.is_spoken(word)

    def teller(self, verb: Token) -> Filler | None:
        """Who says what a verb of speech reports, as the statements of the text have it."""
        return self._pronouns.teller(verb) if self._pronouns is not None else None

    def head(self, word: Token) -> Filler | None:
        """ "Le Conseil : 1. Impose…": of whom the point tells that a word opens."""
        return self._pronouns.head(word) if self._pronouns is not None else None

    def assembled(self, noun: Token) -> Filler | None:
        """ "les ministres", "les Parties" of a communiqué: those who issued it."""
        return self._pronouns.assembled(noun, self._sentence) if self._pronouns is not None else None


def _state(mention: Mention) -> Mention:
    if mention.actor_kind != "person" or mention.country is None:
        return mention
    return replace(mention, actor=mention.country, actor_kind="state", reason=f"{mention.reason}; his state")
