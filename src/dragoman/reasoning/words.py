"""Words as two reports of one statement are compared: in whole, in part, quoted by one and reported by the other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.reasoning.claims import plain_words

# Words that two reports share by chance are fewer; of reports of the same days, fewer still.
SHARED_WORDS, SHARED_NEAR = 6, 4
# Reported speech changes the ending of a verb and leaves its beginning ("restera", "resterait").
_STEM = 5
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Words:
    """What was said: `plain` words, the stems of all of them, and of each part that stands in quotation marks.

    Stems stand in one string, each between two spaces, so that a part is found by looking for it.
    """

    plain: str
    whole: str
    quoted: tuple[str, ...]

    @classmethod
    def of(cls, said: str) -> "Words":
        """The words of a statement, quoted or reported."""
        plain = plain_words(said)
        quoted = (next(filter(None, found), "") for found in _QUOTED.findall(said))
        return cls(plain, _stems(plain), tuple(_stems(plain_words(each)) for each in quoted if each))

    @property
    def parts(self) -> tuple[str, ...]:
        """All of it, and what is quoted in it."""
        return self.whole, *self.quoted

    def iter_runs(self, length: int) -> Iterator[str]:
        """Every run of so many words, the first at the beginning."""
        stems = self.whole.split()
        return (" ".join(stems[at : at + length]) for at in range(len(stems) - length + 1))

    def shared_with(self, other: "Words") -> int:
        """How many words of a part of either the other holds, in one run; the greatest number, 0 for none."""
        mine = [part for part in self.parts if part in other.whole]
        theirs = [part for part in other.quoted if part in self.whole]
        return max((part.count(" ") - 1 for part in (*mine, *theirs)), default=0)


def _stems(plain: str) -> str:
    return f" {' '.join([word[:_STEM] for word in plain.split()])} "


def iter_beginnings(parts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The run with which each part that is long enough begins, of a long one the longer, and how long it is."""
    for part in parts:
        stems = part.split(" ", SHARED_WORDS + 1)[1:-1]
        length = SHARED_WORDS if len(stems) >= SHARED_WORDS else SHARED_NEAR
        if len(stems) >= length:
            yield " ".join(stems[:length]), length
