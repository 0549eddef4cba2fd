"""Answers as they go out: JSON, CSV, pages. Reports are hostile text: nothing that they say may act."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.plain_values import columns_of, plain, safe_cell
from dragoman.web.asked import Asked, Shared, linker
from dragoman.web.interface import Words, choose_language, load_words
from dragoman.web.pages import PAGES
from dragoman.web.problems import Problem
from dragoman.web.rendering import render


def json_response(value: Any, *, status: int = 200, media_type: str = "application/json") -> Response:
    """Plain values as JSON."""
    return JSONResponse(plain(value), status, media_type=media_type)


def csv_response(rows: Sequence[Any], name: str) -> Response:
    """Rows (dataclasses or mappings) as a CSV file that no spreadsheet takes for a program."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = columns_of(rows)
    writer.writerow(columns)
    for row in rows:
        values: Mapping[str, Any] = plain(row)
        writer.writerow([safe_cell(values.get(column)) for column in columns])
    answer = Response(stream.getvalue(), media_type="text/csv; charset=utf-8")
    answer.headers["content-disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def page_response(template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page."""
    return HTMLResponse(render(template, values), status)


def page_values(asked: Asked, words: Words, path: str) -> dict[str, Any]:
    """What every template has: the words, the way to other pages, what was asked."""
    blank = {"page": None, "scoped": None, "skipped": (), "called": None, "newer": False, "trouble": None}
    blank |= {"judge": None, "tell": None}
    return {**blank, "t": words, "link": linker(asked), "asked": asked, "path": path, "pages": PAGES}


def problem_response(problem: Problem, path: str, headers: Headers, given: QueryParams) -> Response:
    """A problem: a page for who asks for one, else a problem document. `headers` and `given` are the request's."""
    if (
        "text/html" in headers.get("accept", "")
        and not path.endswith((".json", ".csv"))
        and not path.startswith("/api")
    ):
        asked = _shared(given)
        words = load_words(choose_language(asked.lang, headers.get("accept-language", "")))
        values = page_values(asked, words, path)
        answer = page_response(
            "problem.html", {**values, "problem": problem, "given": given.multi_items()}, status=problem.status
        )
    else:
        answer = json_response(problem.body(path), status=problem.status, media_type="application/problem+json")
    if problem.retry_after is not None:
        answer.headers["retry-after"] = str(problem.retry_after)
    return answer


def _shared(given: QueryParams) -> Asked:
    """What a request that went wrong asked beside its own page's parameters; nothing where that is what is wrong."""
    values = {name: given.getlist(name) for name in Shared if name in given}
    try:
        return Asked.model_validate({name: all_ if name == "sources" else all_[-1] for name, all_ in values.items()})
    except ValidationError:
        return Asked.model_validate({})
