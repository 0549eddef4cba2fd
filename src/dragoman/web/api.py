"""The same questions as REST: GET alone, cursors, one shape of answer, described by OpenAPI 3.1."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.responses import Response

from dragoman.web.asked import address
from dragoman.web.desk import Page
from dragoman.web.room import Room
from dragoman.web.routes import Answered, endpoint_of
from dragoman.web.writing import json_response

ROOT = "/api"
R = TypeVar("R")


class Rows(BaseModel, Generic[R]):
    """Some of the rows that answer a question."""

    items: list[R]
    total: int = Field(description="How many rows there are in all.")
    next: str | None = Field(description="The address at which the rows go on; null at the end.")
    record: str = Field(description="What names the content of the record: the same digest, the same answers.")


class ProblemDocument(BaseModel):
    """What is wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    suggestions: list[str] = Field(default_factory=list, description="Names that may have been meant.")


_PROBLEM = {"model": ProblemDocument, "content": {"application/problem+json": {}}}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {**_PROBLEM, "description": "The room is served elsewhere than on the reader's machine, and asks for a token"},
    404: {**_PROBLEM, "description": "A name or an id that nobody knows"},
    405: {**_PROBLEM, "description": "Another method than GET"},
    413: {**_PROBLEM, "description": "A question with a body"},
    414: {**_PROBLEM, "description": "An address that is too long"},
    421: {**_PROBLEM, "description": "A host that this room is not served as"},
    422: {**_PROBLEM, "description": "A question that cannot be answered as put"},
    503: {**_PROBLEM, "description": "The record cannot be read, or the question takes too long"},
}


def add_api(app: FastAPI, room: Room, pages: Iterable[Page[Any]]) -> None:
    """Add a route for each page's rows."""
    for page in pages:
        app.add_api_route(
            f"{ROOT}{api_path(page)}",
            endpoint_of(room, page, _write),
            methods=["GET"],
            name=page.name,
            summary=page.meaning,
            operation_id=page.name,
            response_class=Response,
            responses={200: {"model": Rows[page.row], "description": "Rows"}, **_REFUSALS},  # type: ignore[name-defined]
        )


def api_path(page: Page[Any]) -> str:
    """A page's path in the API: that of the page, by name for the first page."""
    return page.path if page.path != "/" else f"/{page.name}"


def _write(answered: Answered) -> Response:
    part = answered.page.rows(answered.found)
    following = None
    if part.next is not None:
        kept = [(name, value) for name, value in answered.asked.pairs() if name != "cursor"]
        following = address(answered.request.url.path, [*kept, ("cursor", str(part.next))])
    return json_response({"items": part.rows, "total": part.total, "next": following, "record": answered.digest})
