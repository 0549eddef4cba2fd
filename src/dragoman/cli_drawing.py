"""Texts with what was taken from them: words marked in place, and an assertion's roles drawn under its sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.cli_cells import COLOURS
from dragoman.cli_output import styled, visible

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.views.document import DrawnAssertion
    from dragoman.views.roles import RoleFiller
    from dragoman.views.timeline import TimelineRow

# Who acts, who is acted on, what else; the trigger and the words of a statement are no roles but are drawn as well.
_ROLE_STYLES = {
    "actor": "bold cyan",
    "speaker": "bold cyan",
    "member": "bold cyan",
    "person": "bold cyan",
    "recipient": "bold magenta",
    "audience": "bold magenta",
    "organisation": "bold magenta",
    "of": "bold magenta",
    "trigger": "bold underline",
    "words": "italic",
}
_OTHER_STYLE = "bold green"
# Between the words of a trigger that do not stand side by side.
_GAP = " … "
# A line narrower than this holds no sentence.
_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of a sentence with its label; offsets into the sentence."""

    start: int
    end: int
    label: str
    style: str


def mark_text(text: str, rows: "Sequence[TimelineRow]", *, brackets: bool) -> "Text":
    """The text with the words of every row marked, and the numbers of the rows behind them."""
    from rich.text import Text

    numbers: dict[tuple[int, int], list[int]] = {}
    for number, row in enumerate(rows, 1):
        numbers.setdefault((row.span_start, row.span_end), []).append(number)
    opening: dict[int, list[tuple[int, int]]] = {}
    closing: dict[int, list[tuple[int, int]]] = {}
    for span in numbers:
        opening.setdefault(span[0], []).append(span)
        closing.setdefault(span[1], []).append(span)
    marked = Text()
    position = 0
    for edge in sorted({*opening, *closing, len(text)}):
        inside = any(start <= position < end for start, end in numbers)
        marked.append(visible(text[position:edge]), style="underline" if inside and not brackets else "")
        for span in sorted(closing.get(edge, ()), reverse=True):
            listed = "".join(f"[{number}]" for number in numbers[span])
            marked.append(
                f"]{listed}" if brackets else listed,
                style="" if brackets else COLOURS[rows[numbers[span][0] - 1].kind],
            )
        if brackets:
            marked.append("[" * len(opening.get(edge, ())))
        position = edge
    return marked


def draw_roles(row: "DrawnAssertion", width: int) -> "Iterator[Text]":
    """The words of an assertion in lines of at most `width` cells, under each line the roles that begin in it.

    Roles whose words stand elsewhere in the document are told below.
    """
    marks = _marks(row)
    for start, end in _iter_lines(row.quote_text, max(width, _NARROWEST)):
        yield _draw_line(row.quote_text, start, end, marks)
        yield from _iter_labels(row.quote_text, start, end, marks, max(width, _NARROWEST))
    for role in row.roles:
        if not _inside(role, row):
            words = " ".join(role.words.split())
            yield styled(f"elsewhere: {_label(role.role, role)}, “{words}”", _style(role.role))


def _inside(role: "RoleFiller", row: "DrawnAssertion") -> bool:
    return row.span_start <= role.span_start < role.span_end <= row.span_end


def _marks(row: "DrawnAssertion") -> list[_Mark]:
    """What is drawn of a row: its roles, its trigger, and a statement's words, where these are a part of the span."""
    roles: dict[tuple[int, int, str | None], list[RoleFiller]] = {}
    for role in row.roles:
        if _inside(role, row):
            span = role.span_start - row.span_start, role.span_end - row.span_start
            roles.setdefault((*span, role.actor), []).append(role)
    marks = [
        _Mark(start, end, _label(", ".join(dict.fromkeys(one.role for one in same)), same[0]), _style(same[0].role))
        for (start, end, _), same in roles.items()
    ]
    told = [("trigger", part) for part in (row.trigger_text or "").split(_GAP)]
    told += [("words", row.value or "")] if row.kind == "statement" else []
    for label, words in told:
        # Words that stand there twice are not pointed at: the row does not say which.
        if words and words != row.quote_text and row.quote_text.count(words) == 1:
            start = row.quote_text.index(words)
            marks.append(_Mark(start, start + len(words), label, _style(label)))
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.label))


def _label(role: str, filler: "RoleFiller") -> str:
    country = f" of {filler.country}" if filler.country not in (None, filler.actor) else ""
    return f"{role} {filler.actor or 'not resolved'}{country}"


def _style(role: str) -> str:
    return _ROLE_STYLES.get(role, _OTHER_STYLE)


def _shown(text: str) -> list[str]:
    """Each character as the terminal gets it, on one line: what steers it is replaced or gone."""
    return [" " if character.isspace() else visible(character) for character in text]


def _cells(characters: Sequence[str]) -> int:
    from rich.cells import cell_len

    return cell_len("".join(characters))


def _iter_lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text that fill a line each, broken at spaces where there are any."""
    shown = _shown(text)
    start = space = used = 0
    for position, character in enumerate(shown):
        if character == " ":
            space = position + 1
        wide = _cells(character)
        if used + wide > width:
            end = space if space > start else position
            yield start, end
            start, used = end, _cells(shown[end:position])
            if character == " ":
                # A line opens with no space; this one ends the line before.
                continue
        used += wide
    if start < len(text):
        yield start, len(text)


def _draw_line(text: str, start: int, end: int, marks: Sequence[_Mark]) -> "Text":
    shown = _shown(text[start:end])
    line = _text("".join(shown), "")
    # From the widest mark to the narrowest, so that one within another shows.
    for mark in sorted(marks, key=lambda mark: mark.start - mark.end):
        first, last = max(mark.start, start) - start, min(mark.end, end) - start
        if first < last:
            line.stylize(mark.style, len("".join(shown[:first])), len("".join(shown[:last])))
    line.rstrip()
    return line


def _iter_labels(text: str, start: int, end: int, marks: Sequence[_Mark], width: int) -> "Iterator[Text]":
    """The labels of the marks that begin in a line, each under its first word, in as few lines as they need."""
    lanes: list[Text] = []
    for mark in marks:
        if not start <= mark.start < end:
            continue
        column = _cells(_shown(text[start : mark.start]))
        label = visible(mark.label)
        if column + _cells(label) + 1 <= width or column < _cells(label):
            label = f"└{label}"
        else:
            column, label = column - _cells(label), f"{label}┘"
        lane = next((lane for lane in lanes if lane.cell_len < column), None)
        if lane is None:
            lane = _text("", "")
            lanes.append(lane)
        lane.append(" " * (column - lane.cell_len))
        lane.append(label, style=mark.style.replace(" underline", ""))
        if lane.cell_len > width:
            lane.truncate(width, overflow="ellipsis")
    yield from lanes


def _text(text: str, style: str) -> "Text":
    from rich.text import Text

    return Text(visible(text), style=style, no_wrap=True, overflow="fold")
