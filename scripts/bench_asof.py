"""Questions as of a day over a great record, beside a bare scan by DuckDB of the same columns with the same filter.

    python scripts/bench_asof.py [--assertions 10000000] [--questions 5]

The record is made up (`synthetic.py`), in a temporary folder that is removed afterwards. Told are the time of opening
and of opening within a scope, the 50th and 95th percentile of the questions (members of an organisation on a day, an
office on a day, the timeline of a state in a month), of the bare scan, and how many times the scan a question takes;
then the same for what was published by a day, and for two outlets. Aim: under 3 times. Nothing fails when it is missed.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from synthetic import FIRST_DAY, OUTLETS, make_record

from dragoman.model.dates import Date
from dragoman.record.reading import Record
from dragoman.record.scope import EVERYTHING, Scope
from dragoman.record_opening import known_actors, open_record
from dragoman.register import load_register
from dragoman.views.membership import list_members
from dragoman.views.office import list_holders
from dragoman.views.timeline import list_timeline

AIM = 3.0
MILLION = 1_000_000
_YEAR = int(FIRST_DAY[:4])
_ORGANISATIONS = ("NATO", "CSTO", "SCO", "EU", "ECOWAS", "ASEAN", "GCC", "CIS")
_STATES = ("FRA", "BEL", "ARM", "BRA", "AUT", "DZA", "CAN", "EGY")
_EVENT_LISTS = ("actors", "recipients", "actor_countries", "recipient_countries")
_SCOPES = {
    "everything": EVERYTHING,
    "known": Scope(known=Date.parse(f"{_YEAR + 6}-06-30")),
    "sources": Scope(sources=OUTLETS[:2]),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, and the bare scans (SQL) of what it has to read."""

    kind: str
    ask: Callable[[Record], Sequence[object]]
    scans: tuple[str, ...]


def iter_questions(count: int) -> Iterator[Question]:
    """So many questions of each kind, always the same."""
    register = load_register()
    for number in range(count):
        organisation, state = _ORGANISATIONS[number % len(_ORGANISATIONS)], _STATES[number % len(_STATES)]
        day = f"{_YEAR + 1 + number % 8}-05-17"
        start, end = f"{day[:7]}-01", f"{day[:7]}-28"
        held = f"(bears = 'ends' OR date_from IS NULL OR date_from <= DATE '{day}')"
        yield Question(
            "members",
            lambda record, name=organisation, on=day: list_members(record, register, name, on),  # type: ignore[misc]
            (_scan("memberships", "*", f"organisation = '{organisation}' AND {held}"),),
        )
        yield Question(
            "office",
            lambda record, of=state, on=day: list_holders(record, register, "foreign minister", of, on),  # type: ignore[misc]
            (_scan("occupancies", "*", f"position LIKE '%foreign minister' AND \"of\" = '{state}' AND {held}"),),
        )
        yield Question(
            "timeline",
            lambda record, who=state, since=start, until=end: list_timeline(  # type: ignore[misc]
                record, register, actor=who, start=since, end=until
            ),
            tuple(_timeline_scans(state, start, end)),
        )


def _timeline_scans(state: str, start: str, end: str) -> Iterator[str]:
    days = f"""(date_to IS NULL OR date_to >= DATE '{start}')
        AND (date_from IS NULL OR date_from <= DATE '{end}') AND"""
    shared = "date, date_from, date_to, date_text, said_by, quote_text, span_start, span_end, modality"
    offices = f"SELECT assertion FROM arguments WHERE country = '{state}' AND role IN ('speaker', 'audience')"
    for table, columns, parties in (
        ("memberships", "member, organisation, status, bears, trigger_text", ("member", "organisation")),
        ("occupancies", 'person, position, "of", bears, trigger_text', ("person", '"of"')),
        ("attributes", "subject, property, value, trigger_text", ("subject",)),
        ("statements", "speaker, audience, act, direct, words, cue_text", ("speaker",)),
        ("events", f"event_type, mode, {', '.join(_EVENT_LISTS)}, place, trigger_text", ()),
    ):
        either = [f"{party} = '{state}'" for party in (*parties, "said_by")]
        if table == "statements":
            either += [f"list_contains(audience, '{state}')", f"id IN ({offices})"]
        if table == "events":
            either += [f"list_contains({column}, '{state}')" for column in _EVENT_LISTS]
        shown = shared.replace(", modality", "") if table == "attributes" else shared
        yield _scan(table, f"id, document, {shown}, {columns}", f"{days} ({' OR '.join(either)})")


def _scan(table: str, columns: str, condition: str) -> str:
    # {scope} is what limits the documents.
    return (
        f"SELECT t.*, d.source, d.outlet, d.published FROM (SELECT {columns} FROM {table} WHERE {condition}) AS t "
        "JOIN documents AS d ON d.id = t.document WHERE true {scope}"
    )


def _bare(path: Path) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(":memory:")
    engine.execute("SET parquet_metadata_cache = true")
    for table in ("documents", "arguments", "memberships", "occupancies", "attributes", "statements", "events"):
        engine.execute(f"CREATE VIEW {table} AS FROM read_parquet('{path}/shards/*/{table}.parquet')")
    return engine


def _measure(calls: Sequence[Callable[[], object]]) -> list[float]:
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return taken


def _percentiles(taken: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th, in seconds."""
    cuts = statistics.quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else [*taken] * 99
    return cuts[49], cuts[94]


def _compare(record: Record, engine: duckdb.DuckDBPyConnection, scope: Scope, name: str, count: int) -> None:
    limits = [f"AND d.published_to <= DATE '{scope.known.last}'"] if scope.known is not None else []
    limits += [f"AND d.outlet IN {scope.sources}"] if scope.sources else []
    questions = list(iter_questions(count))
    questions[0].ask(record)  # the names are made once for all questions
    for kind in ("members", "office", "timeline"):
        asked = [question for question in questions if question.kind == kind]
        ours = _measure([lambda each=each: each.ask(record) for each in asked])  # type: ignore[misc]
        scans = [[text.format(scope=" ".join(limits)) for text in each.scans] for each in asked]
        bare = _measure([lambda texts=texts: [engine.sql(text).to_arrow_table() for text in texts] for texts in scans])  # type: ignore[misc]
        (middle, most), (_, scan) = _percentiles(ours), _percentiles(bare)
        print(
            f"{name:11} {kind:9} p50 {middle:7.3f} s   p95 {most:7.3f} s   bare scan p95 {scan:7.3f} s   "
            f"ratio {most / scan:5.2f}   aim: under {AIM:.0f}",
            flush=True,
        )


def _report(path: Path, assertions: int, count: int) -> None:
    known_actors()
    start = time.perf_counter()
    with open_record(path) as record, _bare(path) as engine:
        opened = time.perf_counter() - start
        print(
            f"opening     {opened:6.2f} s   {opened / assertions * MILLION:.2f} s for a million assertions", flush=True
        )
        for name, scope in _SCOPES.items():
            if scope.is_open:
                _compare(record, engine, scope, name, count)
                continue
            start = time.perf_counter()
            with record.within(scope) as within:
                print(f"within      {time.perf_counter() - start:6.2f} s   {name}", flush=True)
                _compare(within, engine, scope, name, count)
    # Kilobytes, but bytes on a Mac.
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9:6.2f} GB")


def main() -> int:
    """Make the record, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assertions", type=int, default=10 * MILLION, help="how many the record holds")
    parser.add_argument("--questions", type=int, default=5, help="how many of each kind")
    parser.add_argument("--record", type=Path, help="a record that stands already, made by this")
    given = parser.parse_args()
    if given.record is not None:
        _report(given.record, given.assertions, given.questions)
        return 0
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        start = time.perf_counter()
        make_record(Path(folder) / "record", given.assertions, _tell)
        print(f"\r{given.assertions:,} made-up assertions in {time.perf_counter() - start:.0f} s", flush=True)
        _report(Path(folder) / "record", given.assertions, given.questions)
    return 0


def _tell(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\rmaking the record: {done:,} of {whole:,} documents", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
