"""Faults of data files: one line each, with the place to mend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at a line (1 for a whole file) of a file."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}:{self.line}: {self.message}"


class Lines:
    """Where the entries of a YAML file stand: `line_of("CSTO")` is the line that opens the entry with that id."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = path.read_text(encoding="utf-8")

    def line_of(self, entry: str) -> int:
        """The line of ``id: entry`` (quoted or not), else of the first line that names it, else 1."""
        name = re.escape(entry)
        for pattern in (rf"\bid: *[\"']?{name}[\"']?(?=[\s,}}]|$)", rf"(?<!\w){name}(?!\w)"):
            if match := re.search(pattern, self._text, re.MULTILINE):
                return self._text.count("\n", 0, match.start()) + 1
        return 1

    def iter_lines(self) -> Iterator[tuple[int, str]]:
        """Yield (line number, line)."""
        yield from enumerate(self._text.splitlines(), start=1)
