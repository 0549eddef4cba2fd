"""Lines of a page: blank lines noted, white space levelled, hard-wrapped paragraphs joined again."""

import re
from dataclasses import dataclass

from dragoman.documents.habits import key_of
from dragoman.errors import ReadError

_ENDS = re.compile(r"[.!?…][\s\"'»”’)\]]{0,4}\Z")
_TEASER = re.compile(r"(?:…|\.\.\.|\[…\]|\(…\)|\[\.\.\.\]|\(\.\.\.\)|\[&hellip;\])\s?\Z")
_BULLET = re.compile(r"[-–—•·*▪►>#|\d]")
_WRAP_NARROWEST, _WRAP_WIDEST, _WRAP_SLACK, _WRAP_SHARE = 45, 110, 16, 0.6
_BROKEN_SHORTEST = 40


@dataclass(slots=True)
class Line:
    """One line of a page. `gap`: a blank line stands before it."""

    text: str
    gap: bool
    key: str = ""

    def __post_init__(self) -> None:
        """Fold the line once; long lines are paragraphs and are compared by their beginning only."""
        self.key = key_of(self.text[:1000])


MAX_LINES = 200_000


def split_lines(text: str) -> list[Line]:
    """The lines that hold something, white space inside them levelled to single spaces.

    Raises ReadError (reason ``too-large``) where there are more than MAX_LINES.
    """
    lines: list[Line] = []
    gap = False
    for raw in text.split("\n"):
        levelled = " ".join(raw.split())
        if levelled:
            lines.append(Line(levelled, gap))
            if len(lines) > MAX_LINES:
                raise ReadError(f"more than {MAX_LINES:,} lines; split it into single reports", "too-large")
        gap = not levelled
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does; a teaser cut off by dots does not."""
    return bool(_ENDS.search(text[-8:])) and not is_teaser(text)


def is_teaser(text: str) -> bool:
    """Whether a line breaks off in dots, as the previews of other articles do."""
    return bool(_TEASER.search(text[-9:]))


def unwrap(lines: list[Line], function_words: frozenset[str]) -> list[Line]:
    """Join the lines of paragraphs that were wrapped at a fixed width, and lines broken in the middle of a phrase."""
    joined: list[Line] = []
    width = 0
    for block in _iter_blocks(lines):
        width = _find_width(block) or width
        joined += _fill(block, width) if width else _mend(block, function_words)
    return joined


def _iter_blocks(lines: list[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _find_width(block: list[Line]) -> int:
    """The width at which a block of lines was wrapped, or 0."""
    width = max(len(line.text) for line in block)
    if len(block) < 3 or not _WRAP_NARROWEST <= width <= _WRAP_WIDEST:
        return 0
    full = [number for number, line in enumerate(block[:-1]) if len(line.text) >= width - _WRAP_SLACK]
    running = sum(1 for number in full if block[number + 1].text[0].islower())
    return width if len(full) >= _WRAP_SHARE * (len(block) - 1) and 2 * running >= len(full) else 0


def _fill(block: list[Line], width: int) -> list[Line]:
    """Join what follows a full line to it; a shorter line ends its paragraph."""
    parts: list[list[str]] = []
    open_end = False
    for line in block:
        if open_end and not _BULLET.match(line.text):
            parts[-1].append(line.text)
        else:
            parts.append([line.text])
        open_end = width - _WRAP_SLACK <= len(line.text) <= _WRAP_WIDEST
    gaps = [block[0].gap] + [False] * len(parts)
    return [Line(" ".join(part), gap) for part, gap in zip(parts, gaps, strict=False)]


def _mend(block: list[Line], function_words: frozenset[str]) -> list[Line]:
    mended: list[list[str]] = []
    for line in block:
        before = mended[-1][-1] if mended else ""
        last = before[-14:].rsplit(" ", 1)[-1].lower()
        if len(before) >= _BROKEN_SHORTEST and (last.endswith(",") or last in function_words):
            mended[-1].append(line.text)
        else:
            mended.append([line.text])
    gaps = [block[0].gap] + [False] * len(mended)
    return [Line(" ".join(parts), gap) for parts, gap in zip(mended, gaps, strict=False)]
