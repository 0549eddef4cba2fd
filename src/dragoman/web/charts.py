"""What charts look like: their data in, a drawing out, in the colours of the page and its language.

Series are told apart by colour and by pattern, and every number stands in a table beside the chart.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from dragoman.views.activity import OTHER, Activity, Period, Unit
from dragoman.views.told import KINDS
from dragoman.web.interface import Words
from dragoman.web.vega import Drawing

Theme = Literal["light", "dark"]
Size = Literal["wide", "narrow"]

_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_TEXT = 13
# Bars of a chart of bars, and letters of what they are called.
_LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a theme: those of the page, and one for each series; each stands out 3:1 from the paper."""

    paper: str
    ink: str
    soft: str
    line: str
    series: tuple[str, ...]


LOOKS: dict[Theme, Look] = {
    "light": Look(
        "#fdfcfa", "#1b1f23", "#565d64", "#c9cdd1", ("#0b5585", "#b3470b", "#1e6b34", "#7b3f8c", "#8a6a00", "#5b6168")
    ),
    "dark": Look(
        "#14171a", "#e6e8ea", "#a5adb4", "#3d444b", ("#6fb1e8", "#f0965a", "#7fce96", "#cf9be0", "#d9bb4e", "#a5adb4")
    ),
}
# What lies over each series' colour, in a square of eight, in the colour of the paper.
_PATTERNS = (
    "",
    '<path d="M-2,6 L6,-2 M2,10 L10,2" stroke="{paper}" stroke-width="1.6"/>',
    '<circle cx="4" cy="4" r="1.7" fill="{paper}"/>',
    '<path d="M0,4 L8,4" stroke="{paper}" stroke-width="1.6"/>',
    '<path d="M4,0 L4,8" stroke="{paper}" stroke-width="1.6"/>',
    '<path d="M-2,2 L6,10 M2,-2 L10,6" stroke="{paper}" stroke-width="1.6"/>',
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart's size and where in it the data lie, in units of the image."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


FRAMES: dict[Size, Frame] = {
    "wide": Frame(960, 300, 56, 16, 56, 44),
    "narrow": Frame(400, 320, 48, 12, 92, 44),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is called and how long it is."""

    label: str
    number: int


def draw_activity(activity: Activity, words: Words, theme: Theme, size: Size) -> Drawing:
    """Rows by period, stacked by series; an empty frame where nothing has a day."""
    look, frame = LOOKS[theme], FRAMES[size]
    names = [name_series(words, activity, name) for name in activity.series]
    fills = [f"url(#fill{_style(activity, at)})" for at in range(len(activity.series))]
    rows = [row for period in activity.periods if period.total for row in _stack(period, names)]
    domain = [_instant(activity.first), _instant(activity.last, after=True)] if activity.first else alt.Undefined
    x = alt.X("from:T").scale(type="utc", domain=domain, nice=False).axis(title=None, tickCount=_ticks(size))
    legend = alt.Legend(
        orient="top",
        title=None,
        columns=(2 if size == "narrow" else 3) if activity.by == "type" else (3 if size == "narrow" else 5),
        # Wider than the engine's own font asks for: the reader's may be wider.
        columnPadding=24,
        labelLimit=220,
        symbolType="square",
        symbolSize=160,
    )
    most = max((period.total for period in activity.periods), default=0)
    y = alt.Y("low:Q").scale(domain=[0, max(most, 1)], nice=True)
    y = y.axis(title=words("charts.rows"), tickCount=min(most, 5), format="~s" if most > 9_999 else "d", tickMinStep=1)
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_rect(stroke=look.paper, strokeWidth=1)
        .encode(x, alt.X2("to:T"), y, alt.Y2("high:Q"))
        .encode(fill=alt.Fill("name:N").scale(domain=names, range=fills).legend(legend))
    )
    return Drawing(
        _configured(chart, look, frame),
        words("charts.timeline"),
        describe_activity(activity, words),
        words.language,
        _patterns(look),
    )


def draw_bars(bars: Sequence[Bar], title: str, description: str, words: Words, theme: Theme, size: Size) -> Drawing:
    """Bars from the top down, each with what it is called and its number."""
    look = LOOKS[theme]
    narrow = size == "narrow"
    left = 150 if narrow else 260
    frame = Frame(400 if narrow else 640, bar_height(len(bars)), left, 48, 8, 8)
    rows = [{"place": at, "name": _cut(bar.label), "number": bar.number} for at, bar in enumerate(bars)]
    most = max((bar.number for bar in bars), default=1)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("place:O").axis(None).scale(paddingInner=0.25),
        x=alt.X("number:Q").axis(None).scale(domain=[0, most], nice=False),
    )
    text: dict[str, Any] = {"baseline": "middle", "fontSize": _TEXT, "color": look.ink}
    names = base.mark_text(align="right", dx=-8, limit=left - 12, **text).encode(x=alt.value(0), text="name:N")
    numbers = base.mark_text(align="left", dx=6, **text).encode(text=alt.Text("number:Q", format="d"))
    chart = alt.layer(base.mark_bar(color=look.series[0]), names, numbers)
    return Drawing(_configured(chart, look, frame), title, description, words.language)


def bar_height(count: int) -> int:
    """How tall a chart of so many bars is, in units of the image."""
    return 26 * max(count, 1) + 16


def name_series(words: Words, activity: Activity, name: str) -> str:
    """What a series of an activity is called."""
    if name == OTHER:
        return words("charts.other")
    return words.of("kinds" if activity.by == "kind" else "charts.types", name)


def name_period(period: Period, unit: Unit) -> str:
    """What a period is called: a day, a month or a year; its first and last day where it is none of them whole."""
    if period.first == period.last:
        return period.first.isoformat()
    following = period.last + dt.timedelta(days=1) if period.last < dt.date.max else None
    if unit == "month" and period.first.day == 1 and (following is None or following.day == 1):
        return period.first.isoformat()[:7]
    if unit == "year" and (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31):
        return period.first.isoformat()[:4]
    return f"{period.first} – {period.last}"


def describe_activity(activity: Activity, words: Words) -> str:
    """What a chart of activity shows, in one or two sentences."""
    shown = [period for period in activity.periods if period.total]
    if not shown:
        return words("charts.nothing")
    most = max(shown, key=lambda period: period.total)
    total = sum(period.total for period in shown)
    told = words.count(
        "charts.told", total, unit=words(f"charts.units.{activity.unit}"), first=activity.first, last=activity.last
    )
    return f"{told} {words('charts.most', period=name_period(most, activity.unit), n=most.total)}"


def describe_bars(bars: Sequence[Bar], words: Words) -> str:
    """What a chart of bars shows."""
    return "; ".join(f"{_cut(bar.label)}: {bar.number}" for bar in bars) or words("charts.nothing")


def _configured(chart: Any, look: Look, frame: Frame) -> dict[str, Any]:
    """The chart in its frame and its colours; what it is given as data stays as it is."""
    padding = {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom}
    placed = chart.properties(
        width=frame.width - frame.left - frame.right,
        height=frame.height - frame.top - frame.bottom,
        padding=padding,
        # The frame is kept whatever the labels need, so that a place in the image stands for a day.
        autosize=alt.AutoSizeParams(type="none"),
    )
    colours = {"labelColor": look.ink, "titleColor": look.soft}
    text = {"labelFontSize": _TEXT, "titleFontSize": _TEXT, "titleFontWeight": "normal"}
    lines = {"gridColor": look.line, "domainColor": look.soft, "tickColor": look.soft}
    configured = (
        placed.configure(background=look.paper, font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(**colours, **text, **lines, labelOverlap=True)
        .configure_axisX(grid=False, labelFlush=True)
        .configure_legend(labelColor=look.ink, labelFontSize=_TEXT)
    )
    found: dict[str, Any] = configured.to_dict()
    return found


def _patterns(look: Look) -> tuple[str, ...]:
    head = (
        '<pattern xmlns="http://www.w3.org/2000/svg" id="fill{at}" width="8" height="8" patternUnits="userSpaceOnUse">'
    )
    return tuple(
        f'{head.format(at=at)}<rect width="8" height="8" fill="{colour}"/>{over.format(paper=look.paper)}</pattern>'
        for at, (colour, over) in enumerate(zip(look.series, _PATTERNS, strict=True))
    )


def _style(activity: Activity, at: int) -> int:
    """A kind looks the same in every chart; types go by their rank, and others like nothing else."""
    if activity.by == "kind":
        # Events first: they are most of what is looked for.
        return len(KINDS) - 1 - KINDS.index(activity.series[at])
    return len(_PATTERNS) - 1 if activity.series[at] == OTHER else at


def _stack(period: Period, names: Sequence[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    low = 0
    for name, number in zip(names, period.counts, strict=True):
        if number:
            days = {"from": _instant(period.first), "to": _instant(period.last, after=True)}
            found.append({**days, "name": name, "low": low, "high": low + number})
        low += number
    return found


def _instant(day: dt.date | None, *, after: bool = False) -> str | None:
    """Midnight at which a day begins, or ends, as the engine reads it."""
    if day is None:
        return None
    moved = day + dt.timedelta(days=1) if after and day < dt.date.max else day
    return f"{moved.isoformat()}T00:00:00Z"


def _ticks(size: Size) -> int:
    return 4 if size == "narrow" else 10


def _cut(label: str) -> str:
    """A name of a report as an image can hold it: no mark that acts or turns the order of reading, and not too long."""
    label = "".join(mark if mark.isprintable() else " " if mark.isspace() else "" for mark in label)
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
