"""Judgements given in the room: the one form that writes, and it writes to the log of judgements alone."""

from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import parse_qs

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse

from dragoman.clock import Clock
from dragoman.judging import add_judgement
from dragoman.record.judgements import Kind
from dragoman.web.asked import LocalPath, Text, address, told_of
from dragoman.web.pages.judgements import JUDGEMENTS
from dragoman.web.problems import Problem
from dragoman.web.room import Room

PATH = "/judge"
LONGEST_REASON = 1_000
# Seconds to wait for the record as it is with the judgement; a great one takes longer, and the page then says so.
WAIT = 10.0
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20


class JudgementForm(BaseModel):
    """A form as it is sent: the words after the kind are those of `dragoman judge`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    about: Annotated[list[Text], Field(min_length=1, max_length=3)]
    why: Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)]
    back: LocalPath | None = None
    lang: Literal["en", "fr"] | None = None


def add_judging(app: FastAPI, room: Room, who: str, clock: Clock) -> None:
    """Add the route that takes a judgement of `who`, and sends on to the list of judgements."""

    def put_right(form: JudgementForm) -> RedirectResponse:
        with room.reading() as (record, _):
            added = add_judgement(
                room.path, form.kind, form.about, who=who, why=form.why, at=clock(), record=record
            )  # fmt: skip
        room.renew(WAIT)
        kept = {"lang": form.lang, "back": form.back}
        pairs = [(name, value) for name, value in kept.items() if value is not None]
        return RedirectResponse(f"{address(JUDGEMENTS.path, pairs)}#j-{added.id}", HTTPStatus.SEE_OTHER)

    async def judge(request: Request) -> RedirectResponse:
        form = parse_form(request.headers.get("content-type", ""), await request.body())
        return await run_in_threadpool(put_right, form)

    app.add_api_route(PATH, judge, methods=["POST"], include_in_schema=False)


def parse_form(content_type: str, body: bytes) -> JudgementForm:
    """The form in the body of a request. Raises Problem."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a judgement is sent as a form ({_FORM})")
    try:
        fields = parse_qs(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )  # fmt: skip
        given = {name: values if name == "about" else values[-1] for name, values in fields.items()}
        return JudgementForm.model_validate({name: value for name, value in given.items() if value != ""})
    except ValidationError as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, told_of(error.errors())) from error
    except ValueError as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"the form cannot be read: {error}") from error
