"""Random reports on invented people and real states, and random judgements on them: for what holds of any record."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from conftest import TEXT, RecordBuilder, attribute, membership, mention, occupancy
from hypothesis import strategies as st
from spoken_rows import REPORT, argument, event, statement

import dragoman
from dragoman.model.assertion import content_id
from dragoman.record.judgements import JudgedActor, Judgement, append_judgements, instant, with_id

OUTLETS = ("Le Nord", "Le Midi", "La Vigie")
PEOPLE = {"~ann poe": "Ann Poe", "~anne poe": "Anne Poe", "~jo marlow": "Jo Marlow"}
TABLES = ("memberships", "occupancies", "attributes", "statements", "events")
NOON = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
WORDS = (
    "nous tiendrons parole quoi qu'il en coûte à chacun",
    "nous tiendrons parole quoi qu'il en coûte à chacun, et nos alliés le savent",
    "rien de ce qui fut promis ne sera repris",
)

# Few of each, so that many rows are of the same thing.
_days = st.sampled_from(["2024-06-25", "2024-06-25", "2024-06", "2024-07-20", None])
_states = st.sampled_from(["ARM", "ARM", "BLR"])
_people = st.sampled_from(sorted(PEOPLE))
_bears = st.sampled_from(["starts", "holds", "holds"])
_modality = st.sampled_from(["actual", "actual", "planned"])
_statuses = st.sampled_from(["full", "founder", "full", "observer"])
_positions = st.sampled_from(["foreign minister"] * 3 + ["president"])
_types = st.sampled_from(["CONSULT", "CONSULT", "ACCUSE"])
_kinds = st.sampled_from(["apart", "together"] * 2 + ["wrong", "value", "same", "trust", "undo"])
_parties = st.lists(_states, min_size=1, max_size=2, unique=True)
# What a row tells, by table; its place in the list makes its id, so that another reading may tell it otherwise.
_told = st.one_of(
    st.tuples(st.just("memberships"), st.one_of(_states, st.none()), _statuses, _bears, _modality, _days),
    st.tuples(st.just("occupancies"), _people, _positions, _states, _bears, _days),
    st.tuples(st.just("attributes"), st.just("CSTO"), st.sampled_from(["6", "10"])),
    st.tuples(st.just("statements"), st.one_of(_people, st.none()), st.sampled_from(WORDS), _days),
    st.tuples(st.just("events"), _types, _parties, st.one_of(_people, st.none()), _modality, _days),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What one report tells: a number that names it, its outlet, when it was published, and its rows."""

    number: int
    outlet: str
    published: str | None
    told: tuple[tuple[Any, ...], ...]

    @property
    def document(self) -> str:
        return content_id("document", str(self.number)) * 2

    def id_of(self, at: int) -> tuple[str, str]:
        """The table and the id of a row of it."""
        return self.told[at][0], content_id(self.document, str(at))


@st.composite
def some_reports(draw: st.DrawFn, least: int = 5, most: int = 9, first: int = 0) -> list[Report]:
    """Reports, numbered from `first`."""
    many = draw(st.integers(least, most))
    published = st.sampled_from(["2024-06-26", "2024-06-28", "2024-07-21", None])
    rows = st.lists(_told, min_size=1, max_size=4).map(tuple)
    return [Report(first + at, draw(st.sampled_from(OUTLETS)), draw(published), draw(rows)) for at in range(many)]


@st.composite
def some_judgements(draw: st.DrawFn, reports: Sequence[Report], most: int = 8) -> list[Judgement]:
    """Judgements of all kinds on the rows, people and outlets of reports; some undo one before them."""
    rows = [report.id_of(at) for report in reports for at in range(len(report.told))]
    by_table = {table: [name for found, name in rows if found == table] for table in TABLES}
    pairs = [names for names in by_table.values() if len(names) > 1]
    made: list[Judgement] = []
    for minutes in range(draw(st.integers(3, most))):
        kind = draw(
            st.sampled_from(["apart", "together", "apart", "together", "wrong", "value", "same", "trust", "undo"])
        )
        about = draw(_about(kind, rows, pairs, by_table["memberships"], made))
        if about is not None:
            at = instant(NOON + dt.timedelta(minutes=minutes))
            made.append(with_id(Judgement(**about, who="R. Okafor", at=at, why="so I know")))  # type: ignore[arg-type]
    return made


@st.composite
def _about(
    draw: st.DrawFn, kind: str, rows: Sequence[tuple[str, str]], pairs: Sequence[Sequence[str]],
    members: Sequence[str], before: Sequence[Judgement],
) -> dict[str, Any] | None:  # fmt: skip
    """What a judgement of a kind says; None where there is nothing to be said of."""
    if kind in ("apart", "together") and pairs:
        one, other = draw(st.permutations(draw(st.sampled_from(pairs))))[:2]
        return {"kind": kind, "assertion": one, "other": other}
    if kind == "wrong":
        return {"kind": kind, "assertion": draw(st.sampled_from(rows))[1]}
    if kind == "value" and members:
        held = tuple(JudgedActor(actor) for actor in draw(st.lists(_states, max_size=1)))
        about = {"assertion": draw(st.sampled_from(members)), "table": "memberships", "column": "member"}
        return {"kind": kind, "actors": held, **about}
    if kind == "same":
        one, other = draw(st.permutations(sorted(PEOPLE)))[:2]
        actors = tuple(JudgedActor(key[1:].replace(" ", "-"), (key,)) for key in (one, other))
        return {"kind": draw(st.sampled_from(["same", "different"])), "actors": actors}
    if kind == "trust":
        return {"kind": kind, "outlet": draw(st.sampled_from(OUTLETS)), "share": draw(st.sampled_from([0.0, 0.7]))}
    if kind == "undo" and before:
        return {"kind": kind, "undoes": draw(st.sampled_from(before)).id}
    return None


def write_reports(path: Path, reports: Iterable[Report], version: str = "1") -> Path:
    """Write reports as one shard; another version reads the parties of memberships and the days otherwise."""
    builder = RecordBuilder(path)
    for report in reports:
        rows: dict[str, Any] = {name: [] for name in (*TABLES, "arguments", "mentions")}
        for at, told in enumerate(report.told):
            for table, make in _makers(told, version):
                rows[table].append(_with_id(make, report.id_of(at)[1]))
        rows["mentions"] += [_named(told) for told in report.told if told[0] == "occupancies"]
        builder.add(
            str(report.number), published=report.published, outlet=report.outlet, text=REPORT, version=version, **rows
        )
    return builder.write()


def _makers(told: tuple[Any, ...], version: str) -> Iterable[tuple[str, Callable[[str, str], Any]]]:
    table, *values = told
    if table == "memberships":
        member, status, bears, modality, day = values
        given = (member, day) if version == "1" else ("ARM", "2024-07-20")
        yield table, membership(given[0], "CSTO", status, given[1], bears=bears, modality=modality)
    elif table == "occupancies":
        person, position, of, bears, day = values
        yield table, occupancy(person, position, of, day, bears=bears)
    elif table == "attributes":
        yield table, attribute(values[0], "member_count", values[1])
    elif table == "statements":
        speaker, words, day = values
        yield table, statement(speaker, words, date=day, sentence=REPORT)
    else:
        kind, states, person, modality, day = values
        actors = [*states, *([person] if person else [])]
        yield table, event(kind, actors, date=day, modality=modality, actor_countries=states, sentence=REPORT)
        for ordinal, state in enumerate(states):
            yield "arguments", argument(str, "actor", "Minsk", state, state, ordinal=ordinal)
        if person:
            yield "arguments", argument(str, "actor", "Kiev", person, states[0], ordinal=len(states))


def _with_id(make: Callable[[str, str], Any], name: str) -> Callable[[str, str], object]:
    def make_row(document: str, reading: str) -> object:
        row = make(document, reading)
        return dataclasses.replace(row, **{"assertion" if hasattr(row, "assertion") else "id": name})

    return make_row


def _named(told: tuple[Any, ...]) -> Callable[[str, str], object]:
    name = PEOPLE[told[1]]
    return mention(told[1], 0, len(name), text=name + TEXT)


def judge_all(path: Path, judgements: Sequence[Judgement]) -> Path:
    """Add judgements to the log of a record as they are."""
    append_judgements(path, judgements)
    return path


def snapshot(path: Path, views: Iterable[str], **options: Any) -> dict[str, list[str]]:
    """The rows of views, but for the readings that they come out of; those of computed views in their order."""
    found: dict[str, list[str]] = {}
    with dragoman.open_record(path, **options) as record:
        for view in views:
            rows = [{**row, "reading": None} for row in record.table(view).to_pylist()]
            told = list(map(repr, rows))
            found[view] = told if view in ("facts", "fact_assertions", "contradictions") else sorted(told)
    return found


def ids_of(path: Path, **options: Any) -> dict[str, list[str]]:
    """The ids of all assertions that are shown, by table."""
    with dragoman.open_record(path, **options) as record:
        return {table: sorted(record.table(table)["id"].to_pylist()) for table in TABLES}
