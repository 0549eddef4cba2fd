"""A brief written out: Markdown, an HTML page, a PDF, or JSON."""

from typing import Literal, get_args

from dragoman.plain_values import plain, to_json
from dragoman.register import Register
from dragoman.views.brief.brief import Brief
from dragoman.views.brief.layout import lay_out
from dragoman.views.brief.markdown import to_markdown
from dragoman.views.brief.naming import Namer
from dragoman.views.brief.page import to_page
from dragoman.views.brief.pdf import to_pdf
from dragoman.views.brief.phrases import load_phrases
from dragoman.views.names import Names

Form = Literal["markdown", "html", "pdf", "json"]
FORMS: tuple[Form, ...] = get_args(Form)


def render_brief(brief: Brief, register: Register, form: Form = "markdown") -> bytes:
    """The brief in one form; text is UTF-8."""
    if form == "json":
        return f"{to_json(plain(brief))}\n".encode()
    blocks = lay_out(brief, Namer(brief.language, load_phrases(brief.language), Names(None, register), register))
    if form == "pdf":
        return to_pdf(blocks, brief)
    return (to_page(blocks, brief) if form == "html" else to_markdown(blocks)).encode()
