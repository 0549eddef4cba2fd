"""Addresses of charts: images of the numbers that a page tells, by the same parameters as the page."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from dragoman.views.activity import count_activity, count_pairs, count_types
from dragoman.web.asked import Days
from dragoman.web.charts import Bar, Size, Theme, describe_bars, draw_activity, draw_bars
from dragoman.web.desk import Desk, Question
from dragoman.web.pages.timeline import TimelineAsked
from dragoman.web.room import Room
from dragoman.web.routes import route_of
from dragoman.web.vega import Drawing, Studio


class Drawn(BaseModel):
    """How a chart is drawn."""

    theme: Theme = Field("light", description="The colours of a light or of a dark page.")
    size: Size = Field("wide", description="For a wide page or for a narrow one.")


class TimelineChartAsked(TimelineAsked, Drawn):
    """The timeline's limits, and how its chart is drawn."""


class BarsAsked(Days, Drawn):
    """Two days, and how what lies between is drawn."""


def draw_timeline(desk: Desk, asked: TimelineChartAsked) -> Drawing:
    """Rows by period."""
    activity = count_activity(desk.record, desk.register, **asked.limits())
    return draw_activity(activity, desk.words, asked.theme, asked.size)


def draw_types(desk: Desk, asked: BarsAsked) -> Drawing:
    """What happened between two days, by type of event."""
    counts = count_types(desk.record, *asked.days)
    return _bars(
        "charts.types.title",
        [Bar(desk.words.of("charts.types", each.type), each.facts) for each in counts],
        desk,
        asked,
    )


def draw_pairs(desk: Desk, asked: BarsAsked) -> Drawing:
    """Who dealt with whom between two days."""
    counts = count_pairs(desk.record, desk.register, *asked.days)
    named = [(desk.short(each.one, each.one_name), desk.short(each.other, each.other_name)) for each in counts]
    bars = [Bar(" – ".join(names), each.facts) for names, each in zip(named, counts, strict=True)]
    return _bars("charts.pairs", bars, desk, asked)


def _bars(title: str, bars: Sequence[Bar], desk: Desk, asked: BarsAsked) -> Drawing:
    described = describe_bars(bars, desk.words)
    return draw_bars(bars, desk.words(title), described, desk.words, asked.theme, asked.size)


CHARTS: tuple[Question[Any], ...] = (
    Question("timeline", "/chart/timeline.svg", TimelineChartAsked, draw_timeline),
    Question("types", "/chart/types.svg", BarsAsked, draw_types),
    Question("pairs", "/chart/pairs.svg", BarsAsked, draw_pairs),
)


def add_charts(app: FastAPI, room: Room, studio: Studio) -> None:
    """Add a route for each chart."""
    for chart in CHARTS:
        app.add_api_route(
            chart.path, route_of(room, chart, _writer(chart, studio)), methods=["GET", "HEAD"], include_in_schema=False
        )


def _writer(chart: Question[Any], studio: Studio) -> Any:
    def respond(desk: Desk, asked: Any, request: Request, named: dict[str, str]) -> Response:
        key = (chart.name, desk.digest, desk.words.language, *asked.pairs())
        return Response(studio.draw(key, lambda: chart.answer(desk, asked)), media_type="image/svg+xml")

    return respond
