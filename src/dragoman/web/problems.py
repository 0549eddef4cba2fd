"""One shape for everything that goes wrong: problem details (RFC 9457), as JSON or as a page."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from dragoman.errors import (
    AmbiguousNameError,
    DateError,
    DragomanError,
    QueryError,
    RecordError,
    SlowQueryError,
    UnknownNameError,
)


class Problem(Exception):  # noqa: N818 — the word of the RFC
    """What is wrong, what to do about it, and the names that may have been meant; `retry_after` is in seconds."""

    def __init__(
        self, status: int, detail: str, suggestions: Sequence[str] = (), retry_after: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.suggestions, self.retry_after = tuple(suggestions), retry_after

    @property
    def title(self) -> str:
        """The phrase of the status."""
        return HTTPStatus(self.status).phrase

    def body(self, instance: str) -> dict[str, Any]:
        """The members of a problem document; `instance` is the address that was asked."""
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        return {**found, "suggestions": list(self.suggestions)} if self.suggestions else found


def problem_of(error: DragomanError) -> Problem:
    """The problem that an error of the program stands for."""
    if isinstance(error, UnknownNameError):
        return Problem(HTTPStatus.NOT_FOUND, str(error), error.suggestions)
    if isinstance(error, RecordError):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), retry_after=5)
    if isinstance(error, SlowQueryError):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if isinstance(error, AmbiguousNameError):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.suggestions)
    if isinstance(error, QueryError | DateError):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
