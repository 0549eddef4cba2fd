"""The mention stage: a clean document in, its sentences with actors, offices and times out."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dragoman.languages.asides import load_asides
from dragoman.languages.speech import load_speech
from dragoman.mentions.actors import ActorReader
from dragoman.mentions.chunks import Chunker, mask_words
from dragoman.mentions.clauses import ClauseCutter
from dragoman.mentions.interruptions import Interruption, Interruptions, hung
from dragoman.mentions.lexicon import Lexicon
from dragoman.mentions.pieces import pieces_of
from dragoman.mentions.scene import Scene
from dragoman.mentions.segmentation import find_quotations, iter_sentences
from dragoman.mentions.surrogates import load_surrogates, with_surrogates
from dragoman.mentions.time_context import resolved_times
from dragoman.mentions.times import TimeExpression, find_times, load_times
from dragoman.mentions.titles import load_titles
from dragoman.model.dates import Date
from dragoman.model.document import Document
from dragoman.model.mention import TimeMention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, Clause, Quotation, ReadText, Sentence, Token, Word
from dragoman.register import Register

# How many sentences back a time is that "la veille" counts from.
LONGEST_COUNT = 3
# The longest answer past which the sentence before counts, in characters.
LONGEST_ANSWER = 25


class Parser(Protocol):
    """What a language's adapter offers: tokens of a text, and trees of masked sentences."""

    language: str

    def words(self, text: str) -> list[tuple[int, int]]:
        """The half-open offsets of the tokens of a text."""
        ...

    def parse(self, sentences: Iterable[Sequence[Word]]) -> Iterator[tuple[Token, ...]]:
        """The tokens of each sentence, in order."""
        ...


@dataclass(frozen=True, slots=True)
class _Masked:
    """One sentence before the parse: its words, the indexes of those that are parsed together, its clauses."""

    words: Sequence[Word] = ()
    pieces: Sequence[Sequence[int]] = ()
    clauses: tuple[Clause, ...] = ()
    interruptions: Sequence[Interruption] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """One document before the parse."""

    document: Document
    bounds: Sequence[tuple[int, int]]
    scene: Scene
    times: Sequence[TimeExpression]
    quotations: tuple[Quotation, ...]
    masked: Sequence[_Masked]


class MentionReader:
    """Reads documents of one language; the lexicon is built once and shared by all of them.

    `may_assert` tells by its words whether a sentence is worth a parse; without it all are.
    """

    def __init__(self, parser: Parser, register: Register, may_assert: Callable[[str], bool] | None = None) -> None:
        self._parser = parser
        self._may_assert = may_assert or (lambda sentence: True)
        self._titles = load_titles(parser.language)
        lexicon = Lexicon(register, parser.language, self._titles.titles.not_names)
        self._actors = ActorReader(register, lexicon, self._titles, parser.language)
        self._times = load_times(parser.language)
        self._surrogates = load_surrogates(parser.language)
        self._speech = load_speech(parser.language)
        self._asides = load_asides(parser.language)
        self._abbreviations = frozenset(
            fold(form).strip(".") for form in (*self._titles.titles.civilities, *self._titles.titles.abbreviations)
        )

    def read(self, document: Document) -> ReadText:
        """The sentences, mentions and offices of one document."""
        return next(self.read_all([document]))

    def read_all(self, documents: Iterable[Document]) -> Iterator[ReadText]:
        """The same for several documents, in their order; their sentences are parsed together, which is faster."""
        prepared = [self._prepared(document) for document in documents]
        pieces = ([each.words[i] for i in piece] for one in prepared for each in one.masked for piece in each.pieces)
        trees = self._parser.parse(pieces)
        for one in prepared:
            published = one.document.published
            sentences: list[Sentence] = []
            for bound, each in zip(one.bounds, one.masked, strict=True):
                sentence = self._sentence(bound, each, _joined(each, trees), one.quotations)
                before = next((s.times for s in reversed(sentences[-LONGEST_COUNT:]) if s.times), ())
                sentence.times = self._resolved(sentence, one.times, published, before)
                sentences.append(sentence)
            yield ReadText(
                one.document, tuple(sentences), tuple(one.scene.mentions), tuple(one.scene.offices), one.quotations
            )

    def _prepared(self, document: Document) -> _Prepared:
        """Everything before the parse."""
        text = document.text
        bounds = list(iter_sentences(text, self._abbreviations))
        scene = self._actors.read(text, bounds, document.published)
        chunks = Chunker(text, scene.mentions, scene.offices, scene.leads, self._titles).chunks()
        quotations = tuple(find_quotations(text))
        times = find_times(text, self._times)
        wanted = self._wanted(text, bounds)
        masked = [
            self._mask(text, start, end, chunks, times, quotations) if index in wanted else _Masked()
            for index, (start, end) in enumerate(bounds)
        ]
        return _Prepared(document, bounds, scene, times, quotations, masked)

    def _wanted(self, text: str, bounds: Sequence[tuple[int, int]]) -> set[int]:
        """Indexes of the sentences to parse: those that may assert something, and those before, for reference."""
        hits = {index for index, (start, end) in enumerate(bounds) if self._may_assert(text[start:end])}
        before = {index - 1 for index in hits if index}
        # "L'Inde en fait-elle partie ? Oui. Elle est membre…": past an answer of a word or two lies whom it is about.
        short = {index for index in before if bounds[index][1] - bounds[index][0] <= LONGEST_ANSWER}
        return hits | before | {index - 1 for index in short if index}

    def _mask(
        self,
        text: str,
        start: int,
        end: int,
        chunks: Sequence[Chunk],
        times: Sequence[TimeExpression],
        quotations: Sequence[Quotation],
    ) -> _Masked:
        spans = [(start + first, start + last) for first, last in self._parser.words(text[start:end])]
        near = times[bisect_left(times, start, key=_start) : bisect_left(times, end, key=_start)]
        # "au lendemain de l'attaque": the preposition stays one, for the parse.
        inside = [(time.start, time.end) for time in near if time.end <= end and not self._is_preposition(time)]
        inner = chunks[bisect_left(chunks, start, key=_start) : bisect_left(chunks, end, key=_start)]
        words = mask_words(text, spans, inner, inside, self._titles.masks)
        opened = bisect_right(quotations, start, key=lambda quotation: quotation.end)
        around = quotations[opened : bisect_left(quotations, end + 1, key=_start)]
        cutter = ClauseCutter(text, words, {first for first, _ in inside}, around, self._speech)
        cuts = cutter.cuts()
        shown = with_surrogates(words, self._surrogates, self._titles.masks.idiom)
        asides = cutter.asides(cuts)
        taken = {n for piece in (*(range(cut.first, cut.last) for cut in cuts), *asides) for n in piece}
        parting = Interruptions(cutter, self._asides)
        interruptions = parting.find(taken)
        pieces = pieces_of(words, cuts, asides, interruptions, cutter.opens, parting.clause_ends(taken))
        return _Masked(shown, pieces, tuple(cut.clause for cut in cuts), interruptions)

    def _is_preposition(self, time: TimeExpression) -> bool:
        return time.kind == "vague" and fold(time.text).split()[-1].strip("'’") in self._times.leading

    def _sentence(
        self,
        bound: tuple[int, int],
        masked: _Masked,
        tokens: tuple[Token, ...],
        quotations: Sequence[Quotation],
    ) -> Sentence:
        start, end = bound
        sentence = Sentence(start, end, tokens, clauses=masked.clauses)
        # Quotations never overlap: their ends are in order too.
        opened = bisect_right(quotations, start, key=lambda quotation: quotation.end)
        closed = bisect_left(quotations, end, key=_start)
        sentence.quotations = tuple(quotations[opened:closed])
        return sentence

    def _resolved(
        self,
        sentence: Sentence,
        times: Sequence[TimeExpression],
        published: Date | None,
        before: Sequence[TimeMention],
    ) -> tuple[TimeMention, ...]:
        first, last = bisect_left(times, sentence.start, key=_start), bisect_left(times, sentence.end, key=_start)
        return resolved_times(sentence, times[first:last], published, before, self._times.ahead)


def _start(each: Chunk | TimeExpression | Quotation) -> int:
    return each.start


def _joined(masked: _Masked, trees: Iterator[tuple[Token, ...]]) -> tuple[Token, ...]:
    """The trees of the pieces of one sentence as one row of tokens in the order of the text."""
    if len(masked.pieces) == 1:
        # The whole sentence: its tokens stand in their places.
        return next(trees)
    placed: list[Token] = []
    for piece in masked.pieces:
        placed += [replace(t, index=piece[t.index], head=piece[t.head]) for t in next(trees)]
    return tuple(hung(sorted(placed, key=lambda token: token.index), masked.interruptions))
