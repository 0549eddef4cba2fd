"""Asides that part a verb from its subject or complements ("X, qui visitait Y, a reçu, à Y, Z"), before the parse.

The parser loses the subject or object of a verb behind such an aside more often than not. No comma parts them but those
that enclose an aside, so that the words tell; the aside is parsed apart and hung on the subject or verb again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.languages.asides import AsideWords
from dragoman.mentions.word_row import DASHES, STOPS, WordRow
from dragoman.model.sentence import Token

# The words of an aside at least and at most: "le Togo, lui, …" needs no tree of its own.
LEAST = 2
LONGEST_ASIDE = 45
# The same behind a verb, and how far back its auxiliary may stand.
LONGEST_BEHIND = 25
FARTHEST_AUXILIARY = 4
CLAUSE, PARTICIPLE, JOINED, NAME, BEHIND = "acl:relcl", "acl", "conj", "appos", "obl:mod"


@dataclass(frozen=True, slots=True)
class Interruption:
    """The words of an aside, `first` up to but without `last`; those of its marks are in `marks`.

    `dep` is what its root is to the subject before it, or to the verb at `verb` where it stands behind that.
    """

    first: int
    last: int
    marks: tuple[int, ...]
    dep: str
    verb: int | None = None

    @property
    def words(self) -> range:
        """The indexes of the words without the marks."""
        return range(self.first, self.last)


class Interruptions(WordRow):
    """Finds the asides of one sentence between subjects and verbs, and between verbs and their complements."""

    def __init__(self, row: WordRow, asides: AsideWords) -> None:
        """`row`: the words as another grammar of the sentence has looked at them."""
        self._words, self._speech, self._quotations = row._words, row._speech, row._quotations
        self._folded, self._time, self._ends_in_comma = row._folded, row._time, row._ends_in_comma
        self._opens, self._closes = row._opens, row._closes
        self._asides = asides

    def find(self, taken: Collection[int]) -> list[Interruption]:
        """The asides in order; words of `taken` belong to clauses of their own and are never part of the search."""
        found: list[Interruption] = []
        start = next((n for n, opens in enumerate(self._opens) if not opens and self._words[n].text not in DASHES), 0)
        behind = 0
        for close in range(2, len(self._words) - 1):
            aside = self._behind_verb(close, taken) if close >= behind else None
            if aside is not None:
                found.append(aside)
                start = behind = aside.last + 1
                continue
            if close < behind:
                continue
            if self._words[close].text in STOPS or self._opens[close] or self._closes[close]:
                start = close + 1
            elif self._words[close].text == "," and self._opens_verb(close + 1) and close not in taken:
                aside = self._ending_at(close, start, taken)
                if aside is not None:
                    found.append(aside)
                    start = close + 1
        return found

    def clause_ends(self, taken: Collection[int]) -> set[int]:
        """The semicolons outside quotations that part two clauses, the second of which opens with its subject."""
        found: set[int] = set()
        start = 0
        for at in (n for n, word in enumerate(self._words) if word.text == ";" and n not in taken):
            behind = next((n for n in range(at + 1, len(self._words)) if self._words[n].text == ";"), len(self._words))
            offset = self._words[at].start
            if any(q.start <= offset < q.end for q in self._quotations) or not self._opens_clause(at + 1):
                continue
            if self._has_sign(self._main(start, at)) and self._has_sign(self._main(at + 1, behind)):
                found.add(at)
                start = at + 1
        return found

    def _main(self, first: int, last: int) -> Sequence[int]:
        """The words of a clause without those behind its first relative."""
        who = (n for n in range(first, last) if self._folded[n].strip("'") in self._speech.relatives)
        return range(first, next(who, last))

    def _opens_clause(self, at: int) -> bool:
        """Whether a subject or a complement before it begins at a word."""
        if at >= len(self._words):
            return False
        word = self._folded[at].strip("'")
        known = word in self._asides.articles or word in self._speech.pronouns or word in self._asides.adjunct_openers
        return known or self._time[at] or self._words[at].chunk is not None

    def _behind_verb(self, mark: int, taken: Collection[int]) -> Interruption | None:
        """ "a reçu, mardi à Rome, le ministre": the aside that the mark right behind a verb opens."""
        if self._words[mark].text != "," or mark in taken:
            return None
        if not self._is_verb_form(mark - 1):
            return self._time_behind(mark, taken)
        last: int | None = None
        at = mark + 1
        while at < len(self._words) and at - mark < LONGEST_BEHIND and self._opens_adjunct(at):
            close = next((n for n in range(at + 1, len(self._words)) if self._ends_stretch(n)), None)
            if close is None or self._words[close].text != "," or close in taken or self._has_sign(range(at, close)):
                break
            last, at = close, close + 1
        if last is None or last - mark > LONGEST_BEHIND or not self._goes_on(last + 1):
            return None
        if not any(n not in taken for n in range(mark + 1, last)):
            return None
        return Interruption(mark + 1, last, (mark, last), BEHIND, mark - 1)

    def _time_behind(self, mark: int, taken: Collection[int]) -> Interruption | None:
        """ "la rupture, en août 2021, des relations avec X": a time alone between a noun and what belongs to it."""
        close = mark + 2
        if close + 1 >= len(self._words) or not self._time[mark + 1] or self._words[close].text != ",":
            return None
        noun = self._words[mark - 1]
        behind = self._folded[close + 1].strip("'")
        if noun.chunk is not None or not noun.text.islower() or behind not in self._asides.noun_complements:
            return None
        return None if close in taken else Interruption(mark + 1, close, (mark, close), BEHIND, mark - 1)

    def _ends_stretch(self, at: int) -> bool:
        word = self._words[at]
        return word.text == "," or word.text in STOPS or self._opens[at] or self._closes[at]

    def _is_verb_form(self, at: int) -> bool:
        """Whether a word is a participle behind its auxiliary, an infinitive behind its preposition, or finite."""
        word = self._words[at]
        if word.chunk is not None or self._time[at] or not word.text.islower():
            return False
        if self._folded[at] in self._speech.auxiliaries:
            return False
        before = [self._folded[n] for n in range(max(0, at - FARTHEST_AUXILIARY), at)]
        if self._asides.past_signs.fullmatch(word.text) and any(w in self._asides.perfect_openers for w in before):
            return True
        if word.text.endswith(self._asides.infinitive_endings) and before:
            bare = next((w for w in reversed(before) if w.strip("'") not in self._speech.bare_clitics), "")
            return bare.strip("'") in self._asides.infinitive_openers
        return self._asides.verb_signs.fullmatch(self._folded[at]) is not None

    def _opens_adjunct(self, at: int) -> bool:
        """Whether a time, or a phrase with a preposition that is no complement, begins at a word."""
        return self._time[at] or self._folded[at].strip("'") in self._asides.adjunct_openers

    def _goes_on(self, at: int) -> bool:
        """Whether an object or complement begins at a word."""
        if at >= len(self._words):
            return False
        word = self._folded[at].strip("'")
        return (
            self._words[at].chunk is not None
            or word in self._asides.articles
            or word in self._asides.complement_openers
        )

    def _opens_verb(self, at: int) -> bool:
        """Whether a verb with its pronouns and negation begins at a word."""
        if self._folded[at : at + 1] and self._folded[at].strip("'") in self._asides.verb_openers:
            return True
        while at < len(self._words) and self._folded[at].strip("'") in self._speech.bare_clitics:
            at += 1
        if at >= len(self._words) or self._words[at].chunk is not None or self._time[at]:
            return False
        word = self._folded[at]
        if not self._words[at].text.islower() or self._words[at].text == "à":
            return False
        return self._asides.verb_signs.fullmatch(word) is not None or self._is_present(at)

    def _is_present(self, at: int) -> bool:
        """ "accuse la Serbie", "refuse que": a form that may be a noun is a verb before an article, name or "que"."""
        if self._folded[at] not in self._speech.finite or at + 1 >= len(self._words):
            return False
        behind = self._folded[at + 1].strip("'")
        if behind in ("de", "d"):
            # "refuse d'en rétablir": a noun ("menace de sanctions") has no infinitive behind it.
            return self._opens_infinitive(at + 2)
        return self._words[at + 1].chunk is not None or behind in self._asides.articles or behind in ("que", "qu")

    def _opens_infinitive(self, at: int) -> bool:
        """Whether an infinitive with its pronouns and negation begins at a word."""
        while at < len(self._words) and self._folded[at].strip("'") in self._speech.bare_clitics:
            at += 1
        word = self._words[at] if at < len(self._words) else None
        return word is not None and word.chunk is None and word.text.endswith(self._asides.sure_infinitives)

    def _ending_at(self, close: int, start: int, taken: Collection[int]) -> Interruption | None:
        begin = self._clause_start(close, start)
        opens = [at for at in range(begin + 1, close - 1) if self._is_mark(at) and at not in taken]
        relative = [at for at in opens if self._is_relative(at + 1)]
        for at in (*relative[:1], *([] if relative else opens)):
            aside = self._aside(begin, at, close, taken)
            if aside is not None:
                return aside
        return None

    def _is_mark(self, at: int) -> bool:
        return self._words[at].text == "," or self._ends_in_comma[at]

    def _is_relative(self, at: int) -> bool:
        """Whether a relative pronoun begins at a word, with or without its preposition."""
        return self._folded[at].strip("'") in self._speech.relatives or (
            self._folded[at] in self._speech.prepositions
            and at + 1 < len(self._words)
            and self._folded[at + 1] in self._speech.relatives
        )

    def _clause_start(self, close: int, start: int) -> int:
        """The index behind the last word before an aside that opens a clause ("a dit que X, …")."""
        for at in range(close - 1, start - 1, -1):
            word = self._folded[at].strip("'")
            comma = at > 0 and self._is_mark(at - 1)
            if word in ("que", "qu"):
                # Behind a comma and before any verb it is a relative: "X, que Y a invité, …".
                if not self._is_mark(at + 1) and (not comma or self._has_sign(range(start, at - 1))):
                    return at + 1
            elif word in self._asides.clause_openers and (comma or at == start):
                return at + 1
        return start

    def _aside(self, begin: int, at: int, close: int, taken: Collection[int]) -> Interruption | None:
        """The aside that a mark opens; None where no subject stands before it or it is no aside."""
        if close - at > LONGEST_ASIDE or not self._is_subject(begin, at) or at + 1 >= close:
            return None
        relative = self._is_relative(at + 1)
        inside = [n for n in range(at + 1, close) if n not in taken]
        if len(inside) < LEAST or self._is_mark(at + 1) or self._time[at + 1]:
            return None
        if self._folded[at + 1] in self._asides.floating:
            return None
        if relative and not self._has_verb(at + 1, close):
            return None
        if not relative and (self._has_sign(self._before_relative(inside)) or self._is_list(at + 1, close)):
            return None
        marks = (at, close) if self._words[at].text == "," else (close,)
        dep = CLAUSE if relative else PARTICIPLE if self._is_participle(at + 1) else NAME
        if self._folded[at + 1] in self._asides.accompanying:
            dep = JOINED
        return Interruption(at + 1, close, marks, dep)

    def _before_relative(self, inside: Sequence[int]) -> Sequence[int]:
        """The words of an aside without the clause that it may hold itself ("accusé par X, qui a…", "sûr que Y a…")."""
        relatives = self._speech.relatives
        held = (n for n in range(LEAST, len(inside)) if self._folded[inside[n]].strip("'") in relatives)
        return inside[: next(held, len(inside))]

    def _is_subject(self, begin: int, at: int) -> bool:
        """Whether the last words before a mark are a noun phrase without preposition, in a clause without a verb."""
        last = at + 1 if self._ends_in_comma[at] else at
        if self._has_sign(range(begin, last)):
            return False
        first = max((n + 1 for n in range(begin, last - 1) if self._is_mark(n)), default=begin)
        if begin < first < last and self._folded[first] in self._asides.list_joints:
            # "X, A, et Y, accompagnés de Z, ont…"
            first += 1
        if first >= last or self._time[first]:
            return False
        if self._words[first].chunk is None and self._folded[first].strip("'") not in self._asides.articles:
            return False
        return all(self._folded[n] not in self._speech.relatives for n in range(first, last))

    def _has_sign(self, indexes: Sequence[int]) -> bool:
        """Whether a word shows a finite verb."""
        return any(
            self._words[n].chunk is None
            and self._words[n].text != "à"
            and self._asides.verb_signs.fullmatch(self._folded[n]) is not None
            for n in indexes
        )

    def _has_verb(self, first: int, close: int) -> bool:
        """Whether a relative clause has a verb: a word shows it, or it follows "qui" right away."""
        who = self._folded[first] == "qui" and not self._is_mark(first + 1)
        return who or self._has_sign(range(first + 1, close))

    def _is_list(self, first: int, close: int) -> bool:
        """ "la France, l'Italie et Malte, …": names that go on with those before."""
        opened = self._words[first].chunk is not None or self._folded[first].strip("'") in self._asides.articles
        joined = self._folded[first] in self._asides.list_joints
        return joined or (opened and any(self._folded[n] in self._asides.list_joints for n in range(first, close)))

    def _is_participle(self, at: int) -> bool:
        word = self._words[at].text
        return word.islower() and self._asides.participle_signs.fullmatch(word) is not None


def hung(tokens: list[Token], interruptions: Sequence[Interruption]) -> Iterator[Token]:
    """The tokens of one sentence, in order, with the root of each aside on the subject before it."""
    for aside in interruptions:
        roots = [tokens[n] for n in aside.words if tokens[n].head == n and tokens[n].pos != "PUNCT"]
        if not roots:
            continue
        if aside.verb is not None:
            dep = "advcl" if roots[0].pos == "VERB" else "advmod" if roots[0].pos == "ADV" else aside.dep
            tokens[roots[0].index] = replace(roots[0], head=aside.verb, dep=dep)
            continue
        subject = _subject(tokens, aside)
        if subject is None:
            continue
        for moved in _on_subject(tokens, roots[0], subject, aside.dep):
            tokens[moved.index] = moved
        for mark in aside.marks:
            if tokens[mark].text == ",":
                tokens[mark] = replace(tokens[mark], head=roots[0].index, dep="punct")
    yield from tokens


def _on_subject(tokens: Sequence[Token], root: Token, subject: int, dep: str) -> Iterator[Token]:
    """The root of an aside hung on the subject, and its preposition where that joins a party to the subject."""
    case = next((t for t in tokens if t.head == root.index and t.dep == "case"), None)
    if dep == NAME and root.pos == "VERB":
        # "tous deux suspendus par X"
        dep = PARTICIPLE
    elif dep == JOINED and case is not None and root.chunk is not None and tokens[subject].chunk is not None:
        # "Riyad, avec les Émirats et l'Égypte, a coupé…"
        yield replace(case, pos="CCONJ", dep="cc")
    elif dep in (JOINED, NAME) and case is not None:
        dep = "nmod"
    yield replace(root, head=subject, dep=dep)


def _subject(tokens: Sequence[Token], aside: Interruption) -> int | None:
    """The subject of the verb behind an aside that stands before it, else the name right before the aside."""
    for token in reversed(tokens[: aside.first]):
        if token.dep.startswith("nsubj") and token.head >= aside.last:
            return token.index
    before = aside.first - 1
    while before >= 0 and tokens[before].pos == "PUNCT":
        before -= 1
    return before if before >= 0 and tokens[before].pos in ("NOUN", "PROPN") else None
