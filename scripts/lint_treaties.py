"""Rules of the treaties beyond what loading checks: ids, source notes, overlapping standings, missing parties."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from faults import Fault, Lines
from lint_register import ORGANISATION_ID, SHARED_DAYS, SHORTEST_SOURCE, shared_days, sure_days

from dragoman.data_files import iter_tsv, load_yaml
from dragoman.ontology.obligations import load_obligations
from dragoman.register import Register, load_register
from dragoman.register.loading import DATA
from dragoman.register.treaties import PARTY_COLUMNS, TreatyEntry, TreatyFile, read_treaties

FOLDER = DATA / "treaties"
# A pledge between states needs two of them.
FEWEST_PARTIES = 2


def iter_treaty_faults(folder: Path = FOLDER, register: Register | None = None) -> Iterator[Fault]:
    """Every fault of a folder of treaties that loads; raises DataError when it, or a rule, does not."""
    load_obligations()
    read_treaties(folder, register or load_register())
    parties = folder / "parties.tsv"
    rows = list(iter_tsv(parties, PARTY_COLUMNS))
    named: dict[str, set[str]] = defaultdict(set)
    by_state: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for number, row in rows:
        named[row["treaty"]].add(row["party"])
        by_state[row["treaty"], row["party"]].append((number, row))
        if len(row["source"]) < SHORTEST_SOURCE:
            yield Fault(parties, number, f"source note {row['source']!r} names no source")
    for (treaty, party), group in by_state.items():
        for (_, one), (number, other) in combinations(group, 2):
            shared = shared_days(sure_days(one), sure_days(other))
            if shared is not None and shared > SHARED_DAYS:
                yield Fault(parties, number, f"{treaty}, {party}: {other['status']} and {one['status']} overlap")
    for path in sorted(folder.glob("*.yaml")):
        lines = Lines(path)
        for entry in load_yaml(path, TreatyFile).treaties:
            for message in _faults_of(entry, named[entry.id]):
                yield Fault(path, lines.line_of(entry.id), f"{entry.id}: {message}")


def _faults_of(entry: TreatyEntry, parties: set[str]) -> Iterator[str]:
    if not ORGANISATION_ID.match(entry.id):
        yield "ids are capitals, digits and single _"
    if len(entry.source) < SHORTEST_SOURCE:
        yield f"source note {entry.source!r} names no source"
    if entry.organisation is None and len(parties) < FEWEST_PARTIES:
        yield "fewer than two parties in parties.tsv, and no organisation whose members they are"
    if entry.signed is None and entry.in_force is None:
        yield "neither signed nor in force on any day"
    for pledge in entry.pledges:
        missing = {*pledge.by, *pledge.to} - parties
        if entry.organisation is None and missing:
            yield f"{', '.join(sorted(missing))} owes or is owed a pledge and is no party"
