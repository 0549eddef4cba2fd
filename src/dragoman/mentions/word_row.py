"""The words of one sentence before the parse, with what the clause grammar asks of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dragoman.languages.speech import Speech
from dragoman.model.names import fold
from dragoman.model.sentence import Clause, Quotation, Word

CLOSERS = frozenset("»”")
OPENERS = frozenset("«“„")
DASHES = frozenset({"–", "—", "-"})
STOPS = frozenset({".", ";", "?", "!", "…", ":"})


@dataclass(frozen=True, slots=True)
class Cut:
    """A clause with the indexes of its words, `first` up to but without `last`."""

    clause: Clause
    first: int
    last: int


class WordRow:
    """One sentence as the clause grammar sees it; `words` are those that the parser would see."""

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        times: Collection[int],
        quotations: Collection[Quotation],
        speech: Speech,
    ) -> None:
        """`times` are the offsets at which time expressions start; `quotations` those of the text."""
        self._words = words
        self._speech = speech
        self._quotations = quotations
        self._folded = [fold(text[w.start : w.end]) if w.chunk is None else "" for w in words]
        self._time = [w.chunk is None and w.start in times for w in words]
        # "Selon le ministre, Ali Bey, …": the comma behind an apposition is part of its chunk.
        self._ends_in_comma = [w.chunk is not None and text[w.start : w.end].endswith(",") for w in words]
        starts, ends = {q.start - 1 for q in quotations}, {q.end for q in quotations}
        self._opens = [w.text in OPENERS or (w.text == '"' and w.start in starts) for w in words]
        self._closes = [w.text in CLOSERS or (w.text == '"' and w.start in ends) for w in words]

    @property
    def opens(self) -> list[bool]:
        """For each word, whether it is a mark that opens a quotation."""
        return self._opens

    def _is_adverb(self, at: int) -> bool:
        word = self._folded[at]
        if self._time[at] or word in self._speech.adverbs:
            return True
        # "le gouvernement", "devant le Parlement"
        return word.endswith("ment") and len(word) > 6 and word not in self._speech.voices

    def _is_demonstrative(self, at: int) -> bool:
        """ "celui-ci", "ce dernier"."""
        following = self._folded[at + 1] if at + 1 < len(self._words) else ""
        return (
            f"{self._folded[at]} {following}".strip() in self._speech.demonstratives
            or self._folded[at] in self._speech.demonstratives
        )

    def _behind_adverbs(self, at: int) -> int:
        """The index behind the adverbs and times that begin at a word; the index itself where none do."""
        while at < len(self._words):
            behind = self._behind_phrase(at)
            if behind == at and not self._is_adverb(at):
                return at
            at = max(behind, at + 1)
        return at

    def _behind_phrase(self, at: int) -> int:
        """The index behind the adverbial phrase that begins at a word; the index itself where none does."""
        phrases = self._speech.adverb_phrases_from(self._folded[at])
        return next((at + len(p) for p in phrases if tuple(self._folded[at : at + len(p)]) == p), at)

    def _is_bare(self, index: int, first: int = 0) -> bool:
        """Whether no finite verb and no participle of a compound past stands between two words."""
        # "à" folds to "a", but it is no verb; no more is "A" at the head of a sentence.
        before = (i for i in range(first, index) if self._words[i].text not in ("à", "À", "A"))
        return not any(self._speech.finite_signs.fullmatch(self._folded[i]) for i in before)
