"""Where reported words begin and end, around a clause that attributes them: quotations, sides of a clause, trimming."""

from bisect import bisect_left

from dragoman.languages.speech import Speech
from dragoman.model.names import fold
from dragoman.model.sentence import Clause, ReadText, Sentence, Token

# What is trimmed from the ends of reported words, besides the full stop.
MARKS = " \t\n\u00a0\u202f\u2009,;:–—-«»“”„\"'‘’"
CLOSERS = frozenset("»”\"’'")
PAIRS = (("«", "»"), ("“", "”"), ("(", ")"))
# Of the relatives the one that folds to another word.
WHERE = "où"
# How the past participles of most verbs end.
PARTICIPLES = ("é", "ée", "és", "ées")
LONGEST_CLOSER = 40
Stretch = tuple[int, int]


class ReportedWords:
    """The stretches of one sentence that a clause can attribute; half-open offsets into the text."""

    def __init__(self, text: ReadText, sentence: Sentence, speech: Speech) -> None:
        self._text = text
        self._speech = speech
        self._whole = text.document.text
        self._sentence = sentence

    def before_clause(self, clause: Clause) -> list[Stretch]:
        """The words that an inverted clause follows, and those that go on behind it."""
        start = self.segment_start(clause.start)
        if self.trimmed(start, clause.start) is None:
            # "…, orchestré selon Y par Z, a annoncé X": the source phrase is part of what X says.
            others = (c.end for c in self._sentence.clauses if c.end <= clause.start and c.kind != "source")
            start = max([self._sentence.start, *others])
        around = next((q for q in self._sentence.quotations if q.start <= clause.start < q.end), None)
        if around is not None:
            # « …, a dit X, … »: the quotation goes on to both sides.
            first = max(start, around.start) if start > self._sentence.start else around.start
            closed = self._whole[around.end : around.end + 1] in CLOSERS
            behind = clause.end + 1 if self._whole[clause.end : clause.end + 1] == "." else clause.end
            later = self.trimmed(behind, around.end) if closed else None
            return [s for s in (self.trimmed(first, clause.start), later) if s]
        found = self._quotation_ending(clause.start)
        span = found if found is not None else self.trimmed(start, clause.start)
        spans = [span] if span is not None else []
        after = self.quotation_starting(clause.end)
        if after is not None and after not in spans:
            spans.append(after)
        elif found is None and self._goes_on(clause):
            rest = self.trimmed(clause.end, self._segment_end(clause.end))
            if rest is not None and not self._tells_on(rest[0]):
                spans.append(rest)
        return spans

    def around_clause(self, clause: Clause) -> list[Stretch]:
        """The rest of the sentence around a source phrase, or of the clause that the phrase stands in."""
        opener = self._opener(clause)
        if opener is not None:
            return self._rest_of_clause(clause, opener)
        first, last = self.segment_start(clause.start), self._segment_end(clause.end)
        inside = self._inside_of(clause, first)
        commas = (self._whole[: clause.start].rstrip()[-1:] == ",", self._whole[clause.end : clause.end + 1] == ",")
        if inside is not None and commas == (False, True):
            # "où a eu lieu l'accrochage selon X, se situe…": the comma closes the relative.
            before = self.trimmed(inside, clause.start)
            return [before] if before is not None else []
        if inside is not None and commas == (True, True):
            # "les menaces que X fait peser, selon Y, sur Z": of the rest Y says nothing.
            stop = self._whole.find(",", clause.end + 1, last)
            behind = next((t for t in self._sentence.tokens if t.start > clause.end), None)
            more = behind is not None and behind.pos in ("ADP", "DET", "NUM", "ADJ")
            rest = (stop if stop >= 0 else last) if more else clause.end
            parts = (self.trimmed(inside, clause.start), self.trimmed(clause.end, rest))
            return [span for span in parts if span is not None]
        before, after = self.trimmed(first, clause.start), self.trimmed(clause.end, last)
        quotation = self.quotation_starting(clause.end)
        if before is None and quotation is not None and 2 * (quotation[1] - quotation[0]) >= last - clause.end:
            return [quotation]
        if before is not None and self._whole[clause.start].isupper():
            # "« … » Selon lui, …": a new sentence, though no stop stands before it.
            before = None
        if before is not None and fold(self._whole[before[0] : before[1]]) in ("mais", "et", "car", "or"):
            before = None
        if after is not None and self._speech.relative.match(f", {self._whole[after[0] : after[1]]}"):
            # "selon X, qui précise que…": the relative is said of the source.
            after = None
        if before is not None and after is not None and self._closes_words(after[0]):
            # "…, de source médicale, tandis qu'un ministre a fait état de…"
            after = None
        return [span for span in (before, after) if span is not None]

    def _opener(self, clause: Clause) -> Token | None:
        """The relative pronoun or conjunction right before a source phrase ("un accord qui, selon X, viole…")."""
        before = [t for t in self._sentence.tokens if t.end <= clause.start and t.text not in MARKS]
        last = before[-1] if before else None
        found = last is not None and last.chunk is None and fold(last.text).strip("'") in self._speech.relatives
        return last if found else None

    def _closes_words(self, at: int) -> bool:
        """Whether words begin at an offset with which a report goes on ("tandis que")."""
        said = fold(self._whole[at : at + LONGEST_CLOSER])
        return any(said.startswith(words if words.endswith("'") else f"{words} ") for words in self._speech.closers)

    def _inside_of(self, clause: Clause, first: int) -> int | None:
        """Where a relative begins that a source phrase interrupts behind its verb; None where none does."""
        before = [t for t in self._sentence.tokens if first <= t.start and t.end <= clause.start]
        if before and before[-1].text.endswith(PARTICIPLES) and self._is_behind_comma(before[-1]):
            # "l'afflux, orchestré selon X par Y, …": of the sentence X says nothing.
            return clause.start
        opened = next((t for t in reversed(before) if self._opens_relative(t)), None)
        if opened is None:
            return None
        behind = [t for t in before if t.start > opened.start]
        verb = any(t.feats.get("VerbForm") == "Fin" for t in behind)
        closed = any(t.text in (",", ";") for t in behind[:-1])
        return opened.end if verb and not closed else None

    def _is_behind_comma(self, token: Token) -> bool:
        return self._whole[: token.start].rstrip()[-1:] == ","

    def _opens_relative(self, token: Token) -> bool:
        return (
            token.chunk is None
            and ((fold(token.text).strip("'") in self._speech.relatives and token.pos == "PRON") or token.text == WHERE)
            and not self._sentence.is_quoted(token)
        )

    def _rest_of_clause(self, clause: Clause, opener: Token) -> list[Stretch]:
        verb = self._sentence.governor(opener)
        marks = (self._whole[opener.end : clause.start].strip(), self._whole[clause.end : clause.end + 1])
        if verb is None or marks != (",", ","):
            # "qui selon X avait…": where the phrase ends is not sure.
            return []
        end = max((t.end for t in self._sentence.subtree(verb) if t.text not in MARKS), default=clause.end)
        rest = self.trimmed(clause.end, end)
        return [rest] if rest is not None else []

    def segment_start(self, at: int) -> int:
        """Where the words before a clause begin: behind another clause or a semicolon."""
        start = max([self._sentence.start, *(c.end for c in self._sentence.clauses if c.end <= at)])
        return max(start, self._whole.rfind(";", start, at) + 1)

    def _segment_end(self, at: int) -> int:
        end = min([self._sentence.end, *(c.start for c in self._sentence.clauses if c.start > at)])
        stop = self._whole.find(";", at, end)
        return stop if stop >= 0 else end

    def _goes_on(self, clause: Clause) -> bool:
        """Whether the clause was inserted into what it attributes: a comma closes it and words follow."""
        return self._whole[clause.end : clause.end + 1] == "," and clause.end + 2 < self._sentence.end

    def _tells_on(self, at: int) -> bool:
        """Whether the report goes on with a participle of the speaker ("…, a dit X, en évoquant B")."""
        behind = [t for t in self._sentence.tokens if t.start >= at][:3]
        while behind and fold(behind[0].text) in self._speech.gerunds:
            behind = behind[1:]
        return bool(behind) and behind[0].feats.get("VerbForm") == "Part" and behind[0].feats.get("Tense") == "Pres"

    def _quotation_ending(self, at: int) -> Stretch | None:
        """The quotation that ends right before an offset, if it is all that stands between it and the clause before."""
        for quotation in self._sentence.quotations:
            if quotation.end < at and not self._whole[quotation.end : at].strip(MARKS + ".…!?"):
                before = self._whole[max(self._sentence.start, 0) : quotation.start].strip(MARKS)
                opened = self._whole[: quotation.start - 1].rstrip()[-1:] in (":", ";")
                inside = quotation.start > self._sentence.start and bool(before) and not opened
                if inside and not self._starts_after_clause(quotation.start) and self._has_verb_before(quotation.start):
                    return None
                return self.trimmed(quotation.start, quotation.end)
        return None

    def _has_verb_before(self, at: int) -> bool:
        """Whether the words before a quotation are more than a lead ("Dans un autre contexte, « … »")."""
        first = self.segment_start(at)
        before = [t for t in self._sentence.tokens if first <= t.start < at]
        comma = bool(before) and (before[-1].text == "," or (len(before) > 1 and before[-2].text == ","))
        return not comma or any(t.pos in ("VERB", "AUX") for t in before)

    def _starts_after_clause(self, at: int) -> bool:
        return any(c.end <= at and not self._whole[c.end : at].strip(MARKS) for c in self._sentence.clauses)

    def quotation_starting(self, at: int) -> Stretch | None:
        """The quotation that begins right behind an offset."""
        quotations = self._text.quotations
        index = bisect_left(quotations, at, key=lambda quotation: quotation.start)
        if index < len(quotations):
            quotation = quotations[index]
            if not self._whole[at : quotation.start].strip(MARKS.replace(";", "")):
                return self.trimmed(quotation.start, quotation.end)
        return None

    def trimmed(self, start: int, end: int) -> Stretch | None:
        """A span without marks and white space at its ends; None when nothing is left."""
        if end < start:
            return None
        text = self._whole
        while start < end and text[start] in MARKS:
            start += 1
        while end > start and text[end - 1] in MARKS + ".":
            end -= 1
        # A quotation inside the words keeps both of its marks.
        for opener, closer in PAIRS:
            inner = text[start:end]
            if inner.count(closer) < inner.count(opener) and text[end : end + 2].strip()[:1] == closer:
                end = text.index(closer, end) + 1
            elif inner.count(opener) < inner.count(closer) and text[max(0, start - 2) : start].strip()[-1:] == opener:
                start = text.rindex(opener, 0, start)
        return (start, end) if end - start > 1 else None
