"""From a request to an answer: what pages, files and the API have in common."""

import inspect
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from dragoman.register import load_register
from dragoman.web.asked import Asked
from dragoman.web.desk import Desk, Page, Question
from dragoman.web.interface import choose_language, load_words
from dragoman.web.room import Room


class Answered:
    """A question that was answered: what was asked, of which page, with what result."""

    __slots__ = ("asked", "desk", "digest", "found", "page", "request")

    def __init__(self, page: Page[Any], asked: Asked, desk: Desk, request: Request, digest: str, found: Any) -> None:
        self.page, self.asked, self.desk = page, asked, desk
        self.request, self.digest, self.found = request, digest, found


Write = Callable[[Answered], Response]
Respond = Callable[[Desk, Any, Request, dict[str, str]], Response]


def endpoint_of(room: Room, page: Page[Any], write: Write, *, mark: str = "") -> Callable[..., Response]:
    """A route's function for a page, which answers and then writes; `mark` as in `route_of`."""

    def respond(desk: Desk, asked: Asked, request: Request, named: dict[str, str]) -> Response:
        found = page.answer(desk, asked, **named)
        return write(Answered(page, asked, desk, request, desk.digest, found))

    return route_of(room, page, respond, mark=mark)


def route_of(room: Room, question: Question[Any], respond: Respond, *, mark: str = "") -> Callable[..., Response]:
    """A route's function, with the signature from which the framework reads the parameters.

    The answer bears the digest of the record as its tag; who has it already gets 304. `mark` stands in the tag
    where the same record is told in more ways than one.
    """

    def endpoint(request: Request, asked: Asked, **named: str) -> Response:
        words = load_words(choose_language(asked.lang, request.headers.get("accept-language", "")))
        with room.reading(asked.scope, judged=not asked.unjudged) as (record, digest):
            # What else a page tells of the record: that a newer state is on its way, or cannot be opened.
            state = f"{'n' if room.newer else ''}{'t' if room.trouble else ''}"
            tag = f'"{digest}-{words.language}{state}{mark}"'
            if tag in request.headers.get("if-none-match", ""):
                return _tagged(Response(status_code=HTTPStatus.NOT_MODIFIED), tag)
            desk = Desk(record, load_register(), words, digest, room.newer, room.trouble)
            return _tagged(respond(desk, asked, request, named), tag)

    endpoint.__name__ = question.name
    endpoint.__signature__ = _signature_of(question)  # type: ignore[attr-defined]
    return endpoint


def _signature_of(question: Question[Any]) -> inspect.Signature:
    """What a route's function takes: the request, the question, and the name in the path where there is one."""
    kind = inspect.Parameter.KEYWORD_ONLY
    given = [
        inspect.Parameter("request", kind, annotation=Request),
        inspect.Parameter("asked", kind, annotation=Annotated[question.asked, Query()]),
    ]
    if "{name}" in question.path:
        given.append(inspect.Parameter("name", kind, annotation=str))
    return inspect.Signature(given)


def _tagged(answer: Response, tag: str) -> Response:
    answer.headers["etag"] = tag
    answer.headers["vary"] = "Accept-Language, Cookie"
    return answer
