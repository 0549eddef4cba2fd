"""Statements: who said what, found by words, speaker, audience, subject, act and day."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from dragoman.views.statement_context import StatementInContext, put_in_context
from dragoman.views.statements import ListedStatement, Order, choose_statements
from dragoman.web.asked import Days, Text
from dragoman.web.desk import Desk, Page, Part


class StatementsAsked(Days):
    """What the statements are limited to."""

    words: Text | None = Field(None, description='All of these words, in any order; "in quotation marks" side by side.')
    speaker: Text | None = Field(None, description="Only what it said; a state: its officials too.")
    audience: Text | None = Field(None, description="Only what was said to it.")
    about: Text | None = Field(None, description="Only what was said about it.")
    act: list[Text] = Field(default_factory=list, description="Only these acts: say, warn, accuse …", max_length=20)
    speech: Literal["direct", "reported"] | None = Field(None, description="Only quotations, or only reported speech.")
    order: Order = Field("day", description="By day, or the latest day first.")


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """Statements with the text around them, in the order that was asked for, undated ones last."""

    rows: Part[StatementInContext]


def answer_statements(desk: Desk, asked: StatementsAsked) -> StatementsPage:
    """The statements that were asked for."""
    start, end = asked.days
    chosen = choose_statements(
        desk.record,
        desk.register,
        speaker=asked.speaker,
        audience=asked.audience,
        about=asked.about,
        acts=asked.act,
        words=asked.words,
        direct=asked.speech == "direct" if asked.speech is not None else None,
        start=start,
        end=end,
    )
    rows = chosen.rows(asked.order, count=asked.rows, cursor=asked.cursor)
    shown = put_in_context(desk.record, desk.register, rows, asked.words)
    return StatementsPage(Part(tuple(shown), asked.cursor, chosen.count()))


def listed(found: StatementsPage) -> Part[ListedStatement]:
    """The statements without the text around them."""
    return Part(tuple(each.statement for each in found.rows.rows), found.rows.cursor, found.rows.total)


STATEMENTS = Page(
    name="statements",
    path="/statements",
    asked=StatementsAsked,
    answer=answer_statements,
    rows=listed,
    row=ListedStatement,
    meaning="Who said what, found by words, speaker, audience, subject, act and day",
)
