"""Lines of a page: blank lines noted, white space levelled, hard-wrapped paragraphs joined again."""

import re
from dataclasses import dataclass

from dragoman.documents.habits import key_of

_ENDS = re.compile(r"[.!?…][\s\"'»”’)\]]{0,4}\Z")
_TEASER = re.compile(r"(?:…|\.\.\.|\[…\]|\(…\)|\[\.\.\.\]|\(\.\.\.\)|\[&hellip;\])\s?\Z")
_BULLET = re.compile(r"[-–—•·*▪►>#|\d]")
_WRAP_SHORTEST, _WRAP_LONGEST, _WRAP_SPREAD = 45, 110, 30
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


def split_lines(text: str) -> list[Line]:
    """The lines that hold something, white space inside them levelled to single spaces."""
    lines: list[Line] = []
    gap = False
    for raw in text.split("\n"):
        levelled = " ".join(raw.split())
        if levelled:
            lines.append(Line(levelled, gap))
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
    for block in _iter_blocks(lines):
        if _is_wrapped(block):
            joined.append(Line(" ".join(line.text for line in block), block[0].gap))
        else:
            joined += _mend(block, function_words)
    return joined


def _iter_blocks(lines: list[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _is_wrapped(block: list[Line]) -> bool:
    if len(block) < 3:
        return False
    widths = [len(line.text) for line in block[:-1]]
    if not _WRAP_SHORTEST <= min(widths) <= max(widths) <= _WRAP_LONGEST or max(widths) - min(widths) > _WRAP_SPREAD:
        return False
    if len(block[-1].text) > _WRAP_LONGEST or any(_BULLET.match(line.text) for line in block):
        return False
    running = sum(1 for line in block[1:] if line.text[0].islower())
    return 2 * running >= len(block) - 1


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
