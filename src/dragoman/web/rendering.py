"""Pages out of templates. Everything that comes from a report is escaped; no template marks anything as safe."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from dragoman.plain_values import STEERING, TURNING
from dragoman.record.corrections import CORRECTABLE
from dragoman.views.explanation import ASSERTIONS
from dragoman.web.asked import address, shared_pairs
from dragoman.web.charts import bar_height
from dragoman.web.drawing import draw_months, draw_spans
from dragoman.web.pages.judgements import path_of

_FOLDER = Path(__file__).parent / "templates"
_SHOWN = STEERING | TURNING


def render(template: str, values: Mapping[str, Any]) -> str:
    """A page; a value that a template wants and nobody gave raises jinja2.UndefinedError."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals |= {
        "address": address,
        "bar_height": bar_height,
        "shared_pairs": shared_pairs,
        "draw_spans": draw_spans,
        "draw_months": draw_months,
        "judged_path": path_of,
        "correctable": _correctable,
    }
    environment.filters["file_name"] = file_name
    environment.filters["short"] = lambda identifier: (identifier or "")[:8]
    return environment


def file_name(source: str) -> str:
    """The last part of an address or path: what tells a report from others."""
    return source.rstrip("/").rpartition("/")[2] or source


def _correctable(kind: str) -> tuple[str, ...]:
    """The columns of a kind of assertion that may be put right."""
    (table,) = (table for table, name in ASSERTIONS.items() if name == kind)
    return tuple(CORRECTABLE[table])


def _shown(value: object) -> object:
    """What stands on the page: nothing for None, and nothing that steers or turns the order of reading."""
    if value is None:
        return ""
    return value.translate(_SHOWN) if type(value) is str else value
