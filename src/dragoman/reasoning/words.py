"""Words as two reports of one statement are compared: in whole, in part, quoted by one and reported by the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.reasoning.claims import plain_words

Stems = tuple[str, ...]

# Words that two reports share by chance are fewer; of reports of the same days, fewer still.
SHARED_WORDS, SHARED_NEAR = 6, 4
# Reported speech changes the ending of a verb and leaves its beginning ("restera", "resterait").
_STEM = 5
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Words:
    """What was said: `plain` words, the stems of all of them, and of each part that stands in quotation marks."""

    plain: str
    whole: Stems
    quoted: tuple[Stems, ...]

    @classmethod
    def of(cls, said: str) -> "Words":
        """The words of a statement, quoted or reported."""
        quoted = (next(filter(None, found), "") for found in _QUOTED.findall(said))
        return cls(plain_words(said), _stems(said), tuple(part for each in quoted if (part := _stems(each))))

    @property
    def parts(self) -> tuple[Stems, ...]:
        """All of it, and what is quoted in it."""
        return self.whole, *self.quoted

    def shared_with(self, other: "Words") -> int:
        """How many words of a part of either the other holds, in one run; the greatest number, 0 for none."""
        mine = (len(part) for part in self.parts if _holds(other.whole, part))
        theirs = (len(part) for part in other.parts if _holds(self.whole, part))
        return max((*mine, *theirs), default=0)


def _stems(said: str) -> Stems:
    return tuple(word[:_STEM] for word in plain_words(said).split())


def _holds(whole: Stems, part: Stems) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def iter_runs(stems: Stems) -> Iterator[Stems]:
    """Every run of as many words as are compared at the least; the first is the beginning."""
    return (stems[at : at + SHARED_NEAR] for at in range(len(stems) - SHARED_NEAR + 1))
