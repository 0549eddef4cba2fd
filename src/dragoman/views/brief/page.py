"""A brief as one HTML page that needs nothing else: to be read, printed and sent on."""

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from dragoman.views.brief.brief import Brief
from dragoman.views.brief.layout import Block, Heading

_FOLDER = Path(__file__).parent / "templates"


def to_page(blocks: tuple[Block, ...], brief: Brief) -> str:
    """The blocks as HTML."""
    title = next(block.text for block in blocks if isinstance(block, Heading))
    return _template().render(blocks=blocks, title=title, language=brief.language)


@cache
def _template() -> Template:
    loader = FileSystemLoader(_FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["base64"] = lambda text: base64.b64encode(text.encode()).decode("ascii")
    return environment.get_template("brief.html")
