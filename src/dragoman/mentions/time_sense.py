"""What a time expression says, before anyone asks what day that was.

A `Sense` holds no language and no day of writing: "la semaine dernière" and "last week" have the same one. What it
comes to on a given day is for `dragoman.mentions.time_resolution`.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "day",  # a calendar day, with its year or without
    "month",
    "year",
    "season",
    "part",  # the beginning, middle or end of something, a half, a quarter
    "decade",
    "century",
    "range",  # from one point to another
    "weekday",  # a bare weekday
    "relative",  # yesterday, last week, this year
    "window",  # the last six months, earlier this year
    "duration_ago",  # two years ago, in three days
    "since",  # an open end: since, from … on, after
    "until",  # an open start: until, before, by
    "relative_to_mention",  # the day before, three days later
    "vague",  # a time that no day can be given to
]
Op = Literal[
    "calendar",  # the fields as they stand; without a year it recurs
    "period",  # the unit that lies `count` units from the anchor's own
    "shift",  # the day `count` units away, from `first` where it is given
    "window",  # from the anchor to the day `count` units away, or the reverse
    "elapsed",  # from the start of the anchor's unit to the anchor
    "remaining",  # from the anchor to the end of its unit
    "range",  # `first` to `last`; each takes from the other the fields that it lacks
    "since",  # from `first` on, which lies in the past
    "from",  # from `first` on
    "after",
    "until",
    "before",
    "by",  # between the anchor and `first`, which lies ahead
    "within",  # that `first` which lies in `last`
    "containing",  # the unit that `first` lies in
    "night",  # the night before or after `first` (or the anchor)
    "vague",
]
Unit = Literal["hour", "day", "week", "weekend", "month", "year", "decade", "century"]
Part = Literal["early", "mid", "late"]
Side = Literal["last", "next", "this"]
Leaning = Literal["past", "future", "none"]

KINDS: tuple[str, ...] = get_args(Kind)
OPS: tuple[str, ...] = get_args(Op)

# What a field may hold, for checking data: a closed list of words, or inclusive bounds of a number.
WORD_FIELDS: dict[str, tuple[str, ...]] = {
    "unit": get_args(Unit),
    "part": get_args(Part),
    "side": get_args(Side),
}
NUMBER_FIELDS: dict[str, tuple[int, int]] = {
    "year": (1, 9999),
    "year_last": (1, 9999),
    "month": (1, 12),
    "day": (1, 31),
    "weekday": (1, 7),
    "season": (21, 24),
    "quarter": (1, 4),
    "half": (1, 2),
    "decade": (10, 9990),
    "century": (1, 99),
    "count": (-9999, 9999),
}
FLAG_FIELDS = ("approximate", "exact", "half_more", "nominal")


@dataclass(frozen=True, slots=True)
class Sense:
    """The meaning of a time expression; fields that the words do not give are None.

    `weekday` is 1 (Monday) to 7; `season` 21 (spring) to 24; `decade` its first year; `count` is negative towards the
    past. `half_more` adds half a unit ("un an et demi"); `exact` keeps a distance in years from being approximate
    ("jour pour jour"); `nominal` says that the words hang on a noun ("le sommet de juillet") and not on the verb, whose
    tense says little about them. `emblem` is the one year that a famous day without a year may stand for at any later
    time.
    """

    op: Op
    year: int | None = None
    year_last: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    quarter: int | None = None
    half: int | None = None
    part: Part | None = None
    decade: int | None = None
    century: int | None = None
    unit: Unit | None = None
    count: int | None = None
    side: Side | None = None
    approximate: bool = False
    exact: bool = False
    half_more: bool = False
    nominal: bool = False
    emblem: int | None = None
    first: "Sense | None" = None
    last: "Sense | None" = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when: half-open offsets into the text, the words, their kind and what they say."""

    start: int
    end: int
    text: str
    kind: Kind
    sense: Sense
