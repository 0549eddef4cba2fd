"""A brief as a PDF, set by Typst with the fonts that it carries: the same bytes wherever it runs."""

from collections.abc import Sequence
from pathlib import Path

from dragoman.plain_values import plain, to_json
from dragoman.views.brief.brief import Brief
from dragoman.views.brief.layout import Block, Heading

_TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"


def to_pdf(blocks: Sequence[Block], brief: Brief) -> bytes:
    """The blocks as a PDF."""
    import typst

    title = next(block.text for block in blocks if isinstance(block, Heading))
    listed = [{"kind": type(block).__name__, **plain(block)} for block in blocks]
    given = to_json({"title": title, "language": brief.language, "blocks": listed})
    # Nothing but the template is read and nothing of the machine goes in: no clock, no font of the system.
    made = typst.compile(
        str(_TEMPLATE), format="pdf", ignore_system_fonts=True, sys_inputs={"brief": given}, timestamp=0
    )
    return bytes(made)
