"""Communiqués in the third person: what their issuer is told to hold or to decide is the issuer's own statement."""

import re
from dataclasses import replace

from dragoman.assertions.discourse import PAIR, Discourse
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.speakers import Speakers
from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# The heading is looked for in the first so many lines, the title apart; longer lines are no headings, in characters.
HEADING_LINES, LONGEST_HEADING = 6, 320
ISSUERS = frozenset({"organisation", "bloc", "body", "state"})
STATES = frozenset({"state", "person", "body"})
TOGETHER = frozenset({"organisation", "bloc"})
NUMBER = re.compile(r"\s*(?:\(?[0-9ivx]{1,4}[.)]|[-–—•])\s+", re.IGNORECASE)
PREDICATES = frozenset({"ADJ", "VERB", "NOUN"})


class Communiques:
    """Finds what one document, if it is a communiqué, states in its issuer's name."""

    def __init__(self, text: ReadText, speech: Speech, speakers: Speakers, discourse: Discourse) -> None:
        self._text = text
        self._whole = text.document.text
        self._speech = speech
        self._speakers = speakers
        self._discourse = discourse
        nouns = "|".join(sorted(map(re.escape, speech.communiques), key=len, reverse=True))
        self._heading = re.compile(rf"(?:{nouns})s?\b(?!\s*:)")
        self._body = self._heading_end()
        named = self._issuers()
        self.issuers = frozenset(m.actor for m in named if m.actor is not None)
        if self._body is not None and len(self.issuers) == 1 and named[0].actor_kind in TOGETHER:
            discourse.open_points_with(named[:1], self._body)
        elif self._body is not None:
            discourse.open_points_with(self._jointly(), self._body)

    def _issuers(self) -> tuple[Mention, ...]:
        """The organisations and states that the heading names; none where the text is no communiqué but a report."""
        reported = sum(1 for s in self._text.sentences for c in s.clauses if c.kind == "inverted")
        if self._body is None or reported:
            return ()
        head = [m for m in self._text.mentions if m.start < self._body]
        return tuple(m for m in head if m.actor_kind in ISSUERS and not m.adjective and m.actor is not None)

    def _jointly(self) -> tuple[Mention, ...]:
        """The two states of a joint communiqué, by their names or by those whom the heading tells to act for them."""
        head = self._whole[: self._body]
        if not any(fold(word).rstrip("es") in self._speech.joint for word in head.split()):
            return ()
        found: dict[str, Mention] = {}
        for mention in self._text.mentions:
            if mention.start < len(head) and mention.actor_kind in STATES and mention.country is not None:
                state = replace(mention, actor=mention.country, actor_kind="state", reason="issues it jointly")
                found.setdefault(mention.country, state)
        return tuple(found.values()) if len(found) == PAIR else ()

    def _heading_end(self) -> int | None:
        """The end of the line that calls the text a communiqué, None where none does."""
        at = 0
        for line in self._whole.split("\n", HEADING_LINES * 2)[: HEADING_LINES * 2]:
            if self._heading.match(fold(line).lstrip()) and len(line) < LONGEST_HEADING and not line.endswith("."):
                return at + len(line)
            at += len(line) + 1
        return None

    def stated(self, sentence: Sentence) -> tuple[Filler, Token, tuple[int, int]] | None:
        """Who states a sentence, its main verb, and its words; None where it is no stance of the issuer."""
        root = next((t for t in sentence.tokens if t.dep == "ROOT" and t.pos in PREDICATES), None)
        if not self.issuers or sentence.start < (self._body or 0) or root is None:
            return None
        if lemma(root) not in self._speech.stances or sentence.is_quoted(root):
            return None
        own = next((t for t in sentence.children(root, "nsubj") if t.start < root.start), None)
        speaker = self._issuer(sentence, own) if own is not None else None
        if speaker is None:
            return None
        number = NUMBER.match(self._whole, sentence.start, sentence.end)
        start = number.end() if number is not None else sentence.start
        end = sentence.end - 1 if self._whole[sentence.end - 1] in ".;" else sentence.end
        return speaker, root, (start, end)

    def _issuer(self, sentence: Sentence, own: Token) -> Filler | None:
        """The issuer, if a subject means it."""
        if own.chunk is not None:
            found = self._speakers.of_chunk(own.chunk, "issues the communiqué")
        elif own.pos == "PRON":
            found = self._discourse.resolve(own.text, sentence, own.start)
        else:
            found = self._speakers.of_subject_noun(sentence, own)
        meant = found is not None and all(m.actor in self.issuers for m in found.mentions)
        return found if meant else None
