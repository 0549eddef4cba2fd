"""What to tell someone whose question cannot be answered: the fault in one line, and the nearest name."""

import re

from rapidfuzz import fuzz, process

from dragoman.record.views import VIEWS, view_schema

_CLASS = re.compile(r"^(?:[A-Za-z]+(?: [A-Za-z]+)* )?Error: ")
_NO_TABLE = re.compile(r'(?:Table with name|Referenced table) "?(?P<name>[^"\s!]+)"? (?:does not exist|not found)')
_NO_COLUMN = re.compile(
    r'Referenced column "(?P<name>[^"]+)" (?:was )?not found|does not have a column named "(?P<other>[^"]+)"'
)
_FORBIDDEN = re.compile(r"file system operations are disabled|configuration has been locked|launched in read-only mode")
_PLACE = re.compile(r"^LINE (\d+): ", re.MULTILINE)
_NEAR_ENOUGH = 60


def explain_error(message: str, query: str) -> str:
    """DuckDB's message cut down to what helps, with the nearest view or column for a name that does not exist."""
    fault = _CLASS.sub("", message.strip().splitlines()[0]) if message.strip() else "the question failed"
    if found := _NO_COLUMN.search(message):
        return _explain_column(found["name"] or found["other"], query)
    if found := _NO_TABLE.search(message):
        return f"there is no view {found['name']!r}{_suggest(found['name'], VIEWS)}. Views: {', '.join(VIEWS)}"
    if _FORBIDDEN.search(message):
        return "a question reads the views of the record and nothing else: no writing, no other file, no setting"
    place = _PLACE.search(message)
    line = f" (line {place[1]})" if place and "\n" in query.strip() else ""
    return f"{fault.rstrip('!')}{line}"


def _explain_column(name: str, query: str) -> str:
    words = set(re.findall(r"\w+", query.lower()))
    asked = [view for view in VIEWS if view in words]
    columns = sorted({column for view in asked or VIEWS for column in view_schema(view).names})
    listing = "".join(f". {view} has {', '.join(view_schema(view).names)}" for view in asked[:2])
    return f"there is no column {name!r}{_suggest(name, columns)}{listing}"


def _suggest(name: str, names: object) -> str:
    near = process.extractOne(name.lower(), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)  # type: ignore[call-overload]
    return f"; did you mean {near[0]!r}?" if near else ""
