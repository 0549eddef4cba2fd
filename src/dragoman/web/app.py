"""The application: every page as HTML, JSON and CSV at one address, and the same questions as an API."""

import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dragoman.clock import system_clock
from dragoman.errors import DragomanError
from dragoman.register import load_register
from dragoman.register.coordinates import load_gazetteer
from dragoman.register.treaties import load_treaties
from dragoman.views.names import Names
from dragoman.web.api import ROOT, add_api, api_path
from dragoman.web.asked import linker, told_of
from dragoman.web.chart_routes import add_charts
from dragoman.web.guard import LOOPBACK, Guard
from dragoman.web.layout import place_nodes
from dragoman.web.pages import PAGES
from dragoman.web.pages.judgements import JUDGEMENTS
from dragoman.web.problems import Problem, problem_of
from dragoman.web.putting_right import PATH, add_judging
from dragoman.web.room import Room
from dragoman.web.routes import Answered, endpoint_of
from dragoman.web.vega import Studio
from dragoman.web.writing import csv_response, json_response, page_response, page_values, problem_response

STATIC = Path(__file__).parent / "static"


def create_app(
    room: Room, *, hosts: Iterable[str] | None = LOOPBACK, token: str | None = None, judge: str | None = None
) -> Guard:
    """The application over a room; `hosts` and `token` as in `Guard`.

    With `judge`, the pages have forms with which whoever is called so puts right what was read.
    """
    studio = Studio()

    @asynccontextmanager
    async def serving(app: FastAPI) -> AsyncIterator[None]:
        studio.warm()
        threading.Thread(target=_warm, args=(room,), name="warming", daemon=True).start()
        yield
        studio.close()

    options: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": f"{ROOT}/openapi.json"}
    app = FastAPI(title="Dragoman", lifespan=serving, **options)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in PAGES:
        # The files first: a name in a path may hold a dot.
        for path, write in (
            (f"{api_path(page)}.json", _as_json),
            (f"{api_path(page)}.csv", _as_csv),
            (page.path, partial(_as_page, judge=judge)),
        ):
            endpoint = endpoint_of(room, page, write, mark="j" if judge is not None else "")
            app.add_api_route(path, endpoint, methods=["GET", "HEAD"], include_in_schema=False)
    add_api(app, room, PAGES)
    add_charts(app, room, studio)
    if judge is not None:
        add_judging(app, room, judge, system_clock)
    _handle_problems(app)
    return Guard(app, hosts, token, writes=[PATH] if judge is not None else [])


def _warm(room: Room) -> None:
    """Load what is loaded once, aside, so that the first reader of a page does not wait for it."""
    # What is wrong with the record is told to who asks for a page of it.
    with suppress(DragomanError), room.reading() as (record, _):
        Names(record, load_register()).find_actor("")
        load_treaties()
        load_gazetteer()
        place_nodes((("one", "one"), ("other", "other")), (("one", "other"),))


def _as_json(answered: Answered) -> Response:
    return json_response(answered.found)


def _as_csv(answered: Answered) -> Response:
    return csv_response(answered.page.rows(answered.found).rows, answered.page.name)


def _as_page(answered: Answered, *, judge: str | None) -> Response:
    onward = answered.page.onward
    if onward is not None and (elsewhere := onward(answered.found)) is not None:
        return RedirectResponse(linker(answered.asked)(elsewhere), HTTPStatus.SEE_OTHER)
    desk = answered.desk
    values = page_values(answered.asked, desk.words, answered.request.url.path)
    more = {"page": answered.page, "found": answered.found, "called": desk.called}
    more |= {name: getattr(desk, name) for name in ("tell", "tell_sides", "tell_facts", "tell_register")}
    state = {name: getattr(desk.record, name) for name in ("scoped", "skipped")}
    state |= {"newer": desk.newer, "trouble": desk.trouble, "judge": judge}
    return page_response(f"{answered.page.name}.html", {**values, **more, **state})


def _handle_problems(app: FastAPI) -> None:
    def answer(request: Request, problem: Problem) -> Response:
        # A page about a form that was refused leads to where judgements are read: a form's address takes no question.
        path = JUDGEMENTS.path if request.url.path == PATH else request.url.path
        return problem_response(problem, path, request.headers, request.query_params)

    def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return answer(request, error)

    def on_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, DragomanError)
        return answer(request, problem_of(error))

    def on_bad_parameter(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, Problem(HTTPStatus.UNPROCESSABLE_ENTITY, told_of(error.errors())))

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        found = answer(request, Problem(error.status_code, str(error.detail)))
        found.headers.update(error.headers or {})
        return found

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(DragomanError, on_error)
    app.add_exception_handler(RequestValidationError, on_bad_parameter)
    app.add_exception_handler(HTTPException, on_http)
