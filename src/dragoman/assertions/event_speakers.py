"""Parties that only the speech around a sentence tells: "nous", "mon pays", "vous", "les Parties"."""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler, Pronouns
from dragoman.assertions.grammar import lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How the tree hangs a pronoun that is the object of a verb.
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
        if found is None or not {lemma(noun), fold(noun.text).rstrip("s")} & self._data.light:
            return found
        return replace(found, mentions=tuple(map(_state, found.mentions)))

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
