"""Rows as plain values: what JSON and CSV hold, for commands and pages alike."""

import base64
import dataclasses
import datetime as dt
import decimal
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

# Characters that some readers of JSON lines take for the end of a line.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
# What stands in the place of signs that steer a terminal or a reader of files (all but tabs and ends of lines), and of
# marks by which text is made to read in another order than it is stored.
TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")
STEERING = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)], "\ufffd")

# What a spreadsheet takes for a formula when a cell begins with it; some take the wide forms for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def columns_of(rows: Iterable[Any]) -> list[str]:
    """The names of all columns that rows have, in order of appearance."""
    names: dict[str, None] = {}
    for row in rows:
        listed = row if isinstance(row, Mapping) else [field.name for field in dataclasses.fields(row)]
        names.update(dict.fromkeys(listed))
    return list(names)


def plain(value: Any) -> Any:
    """A value as JSON has it: days and instants in ISO 8601, dataclasses and maps as objects, no NaN."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else to_cell(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


def to_json(value: object) -> str:
    """Plain values as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)


def to_cell(value: object) -> str:
    """A plain value as the text of one cell: nothing for NULL, JSON for lists and maps."""
    if value is None:
        return ""
    return value if isinstance(value, str) else to_json(value)


def safe_cell(value: object) -> str:
    """The text of one cell of a CSV file; what a spreadsheet would take for a formula is led by an apostrophe.

    An end of line is a line feed: a bare carriage return would end the row for some readers.
    """
    text = to_cell(value).replace("\r", "\n").translate(STEERING)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
