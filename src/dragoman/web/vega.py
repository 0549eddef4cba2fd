"""Charts drawn as SVG images by Vega-Lite: one at a time, within a time, each kept for who asks again."""

import threading
import xml.etree.ElementTree as ET
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from dragoman.web.asked import Language
from dragoman.web.problems import Problem

# Seconds that a drawing may take, the start of the engine included; warm, one takes a quarter of a second.
PATIENCE = 10.0
# Drawings kept; each has some tens of kilobytes.
KEPT = 200
_SVG = "http://www.w3.org/2000/svg"
# What the engine draws with. Anything else may act or fetch, and is not let through.
_TAGS = frozenset({"svg", "g", "path", "rect", "line", "text"})
_ATTRIBUTES = frozenset(
    {
        "aria-hidden",
        "aria-label",
        "aria-roledescription",
        "class",
        "d",
        "display",
        "fill",
        "font-family",
        "font-size",
        "font-weight",
        "height",
        "opacity",
        "pointer-events",
        "role",
        "stroke",
        "stroke-miterlimit",
        "stroke-width",
        "text-anchor",
        "transform",
        "version",
        "viewBox",
        "width",
        "x",
        "x2",
        "y",
        "y2",
        "x1",
        "y1",
        "stroke-dasharray",
        "font-style",
        "fill-opacity",
        "stroke-opacity",
    }
)
# The engine's names for the conventions of dates and numbers.
_LOCALES: dict[Language, Literal["en-GB", "fr-FR"]] = {"en": "en-GB", "fr": "fr-FR"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A Vega-Lite specification with what a screen reader says; `patterns` are what its fills refer to, as SVG."""

    specification: dict[str, Any]
    title: str
    description: str
    language: Language
    patterns: tuple[str, ...] = ()


class Studio:
    """Draws, and keeps what was drawn under the key that it was asked by."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = threading.Lock()
        self._engine = ThreadPoolExecutor(1, thread_name_prefix="drawing")

    def warm(self) -> None:
        """Start the engine aside, so that the first chart does not wait for it."""
        blank = {
            "data": {"values": [{"x": 0}]},
            "mark": "bar",
            "encoding": {"x": {"field": "x", "type": "quantitative"}},
        }
        self._engine.submit(draw_svg, Drawing(blank, "", "", "en"))

    def draw(self, key: Hashable, make: Callable[[], Drawing]) -> str:
        """The SVG under a key; what is not kept is made and drawn.

        Raises Problem when it takes too long, and what `draw_svg` raises.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        drawing = self._engine.submit(draw_svg, make())
        try:
            svg = drawing.result(self._patience)
        except TimeoutError as error:
            drawing.cancel()
            told = "the chart takes too long to draw; its numbers stand in the table"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, told, retry_after=5) from error
        with self._lock:
            self._kept[key] = svg
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return svg

    def close(self) -> None:
        """Let the engine end what it draws and no more."""
        self._engine.shutdown(wait=False, cancel_futures=True)


def draw_svg(drawing: Drawing) -> str:
    """The drawing as SVG with a title and a description. Raises ValueError when it holds what may act in a browser."""
    import vl_convert

    locale = _LOCALES[drawing.language]
    # No address may be fetched from, and nothing of the specification asks for it.
    drawn = vl_convert.vegalite_to_svg(
        drawing.specification, allowed_base_urls=[], format_locale=locale, time_format_locale=locale
    )
    return finish(drawn, drawing)


def finish(svg: str, drawing: Drawing) -> str:
    """An SVG of the engine as it goes out: checked, with what a screen reader says and the patterns of its fills."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)
    check(root)
    # The shapes say nothing to a reader that the title, the description and the table do not say better.
    for part in root.iter():
        for name in ("role", "aria-label", "aria-roledescription"):
            part.attrib.pop(name, None)
    root.attrib |= {"role": "img", "lang": drawing.language, "aria-labelledby": "title description"}
    definitions = ET.Element(f"{{{_SVG}}}defs")
    definitions.extend(ET.fromstring(pattern) for pattern in drawing.patterns)
    for name, identifier, words in (("desc", "description", drawing.description), ("title", "title", drawing.title)):
        part = ET.Element(f"{{{_SVG}}}{name}", id=identifier)
        part.text = words
        root.insert(0, part)
    root.insert(2, definitions)
    return ET.tostring(root, encoding="unicode")


def check(root: ET.Element) -> None:
    """Raises ValueError for an element or an attribute that charts are not drawn with: it might act, or fetch."""
    for part in root.iter():
        tag = part.tag.removeprefix(f"{{{_SVG}}}")
        if tag not in _TAGS:
            raise ValueError(f"a chart with <{tag}> is not let out")
        for name, value in part.attrib.items():
            if name not in _ATTRIBUTES or ("url(" in value and not value.startswith("url(#")):
                raise ValueError(f"a chart with {name}={value[:60]!r} is not let out")
