"""A brief as Markdown: CommonMark with the tables and footnotes of GitHub and Pandoc."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dragoman.views.brief.brief import Words
from dragoman.views.brief.layout import Block, Chart, Heading, Item, Items, NoteList, Paragraph, Table

# What opens markup anywhere, and what does at the start of a line.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$^&@]")
_OPENING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp)(://)|\b(www)(\.)")


def escape(text: str) -> str:
    """Text that means itself."""
    plain = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    return _ADDRESS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", plain)


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, ending with a line feed. The chart is left to its table."""
    return "\n\n".join(part for block in blocks if (part := "\n".join(_lines(block)))) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {escape(block.text)}"
        case Paragraph():
            yield _opened(_words(block.words))
        case Items():
            yield from (_item(item) for item in block.items)
        case NoteList():
            yield from (f"[^{item.number}]: {_opened(_words(item.words))}" for item in block.items)
        case Table():
            yield _row([escape(cell) for cell in block.head])
            yield _row(["---"] * len(block.head))
            yield from (_row([_words([cell]) for cell in row]) for row in block.rows)
        case Chart():
            return


def _item(item: Item) -> str:
    mark = f"{item.number}." if item.number is not None else "-"
    return f"{mark} {_opened(_words(item.words))}"


def _opened(line: str) -> str:
    """A line whose first characters make it no list and no heading."""
    found = _OPENING.match(line)
    if found is None:
        return line
    at = found.end() if found[2].isdigit() else found.start(2)
    return f"{line[:at]}\\{line[at:]}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(words: Iterable[Words]) -> str:
    return "".join(f"{escape(part.text)}{''.join(f'[^{number}]' for number in part.notes)}" for part in words)
