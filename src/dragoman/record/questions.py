"""What to tell someone whose question cannot be answered: the fault in one line, and the nearest name."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import msgspec
from rapidfuzz import fuzz, process

from dragoman.record.views import VIEWS, view_schema

_CLASS = re.compile(r"^(?:[A-Za-z]+(?: [A-Za-z]+)* )?Error: ")
_NO_TABLE = re.compile(r'(?:Table with name|Referenced table) "?(?P<name>[^"\s!]+)"? (?:does not exist|not found)')
_NO_COLUMN = re.compile(
    r'Referenced column "(?P<name>[^"]+)" (?:was )?not found|does not have a column named "(?P<other>[^"]+)"'
)
_FORBIDDEN = re.compile(r"file system operations are disabled|configuration has been locked|launched in read-only mode")
# What a question that reads a file names; only then is its tree looked at.
_FILE_WORDS = re.compile(r"read_|parquet|glob|sniff_csv", re.IGNORECASE)
_FILE_FUNCTIONS = re.compile(r"read_|parquet_|glob$|sniff_csv$", re.IGNORECASE)
_FILE_NAME = re.compile(r"[/\\]|\.parquet$", re.IGNORECASE)
ONLY_VIEWS = "a question reads the views of the record and nothing else: no writing, no other file, no setting"
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
        return ONLY_VIEWS
    place = _PLACE.search(message)
    line = f" (line {place[1]})" if place and "\n" in query.strip() else ""
    return f"{fault.rstrip('!')}{line}"


def names_files(engine: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Whether a question reads files by name. The engine opens none but the record's own; these belong to the views."""
    if not _FILE_WORDS.search(query):
        return False
    (tree,) = engine.execute("SELECT CAST(json_serialize_sql(?) AS VARCHAR)", [query]).fetchone() or ("null",)
    return any(map(_is_file, _iter_nodes(msgspec.json.decode(tree))))


def _iter_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _is_file(node: Mapping[str, Any]) -> bool:
    if node.get("type") == "TABLE_FUNCTION":
        return _FILE_FUNCTIONS.match(node["function"]["function_name"]) is not None
    return node.get("type") == "BASE_TABLE" and _FILE_NAME.search(node["table_name"]) is not None


def _explain_column(name: str, query: str) -> str:
    words = set(re.findall(r"\w+", query.lower()))
    asked = [view for view in VIEWS if view in words]
    columns = sorted({column for view in asked or VIEWS for column in view_schema(view).names})
    listing = "".join(f". {view} has {', '.join(view_schema(view).names)}" for view in asked[:2])
    return f"there is no column {name!r}{_suggest(name, columns)}{listing}"


def _suggest(name: str, names: object) -> str:
    near = process.extractOne(name.lower(), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)  # type: ignore[call-overload]
    return f"; did you mean {near[0]!r}?" if near else ""
