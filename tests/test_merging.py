"""Assertions of the same thing become one fact and others do not: pairs of reports written for this."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest
from scenario_reading import (
    FOLDER,
    TABLES,
    Share,
    document_of,
    find_assertions,
    load_scenarios,
    open_stories,
    read_reports,
)

PAIRS = load_scenarios("merging")
# Of the pairs put together, how many belong together; of those that belong together, how many were put together.
FLOORS = {
    "event": {"precision": 1.0, "recall": 1.0},
    "membership": {"precision": 1.0, "recall": 0.91},
    "occupancy": {"precision": 1.0, "recall": 0.57},
    "statement": {"precision": 1.0, "recall": 1.0},
    "attribute": {"precision": 1.0, "recall": 1.0},
}
SIDES = ("a", "b")


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """For each pair, the assertions found on each side and whether they are one fact."""
    record = read_reports("merging", tmp_path_factory.mktemp("merging") / "record")
    pairs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in PAIRS:
        pairs[pair["a"][:2]].append(pair)
    reports = sorted(path.stem for path in (FOLDER / "merging").glob("*.txt"))
    stories = {story: [name for name in reports if name.startswith(story)] for story in pairs}
    found: dict[str, dict[str, Any]] = {}
    for opened, of_document in open_stories(record, "merging", stories):
        told = opened.sql("SELECT id, assertions FROM facts").to_pylist()
        facts = {assertion: row["id"] for row in told for assertion in row["assertions"]}
        rows = {kind: opened.sql(f"SELECT * FROM {TABLES[kind]} ORDER BY id").to_pylist() for kind in TABLES}
        here = {of_document[row["id"]] for row in opened.sql("SELECT id FROM documents").to_pylist()}
        for pair in (pair for story in here for pair in pairs[story]):
            found[pair["id"]] = _outcome(pair, rows[pair["kind"]], facts)
    return found


def _outcome(pair: Mapping[str, Any], rows: list[dict[str, Any]], facts: Mapping[str, str]) -> dict[str, Any]:
    sides = {}
    for side in SIDES:
        document = document_of("merging", pair[side])
        match = pair.get("match") or pair[f"match_{side}"]
        sides[side] = find_assertions([row for row in rows if row["document"] == document], pair["kind"], match)
    joined = {facts[one] for one in sides["a"]} & {facts[one] for one in sides["b"]}
    return {**sides, "same": bool(joined)}


def test_there_are_a_hundred_pairs_half_of_them_the_same() -> None:
    assert len(PAIRS) >= 100
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)
    same = sum(pair["same"] for pair in PAIRS)
    assert 0.4 <= same / len(PAIRS) <= 0.6


def test_each_side_of_a_pair_is_one_assertion(outcomes: dict[str, dict[str, Any]]) -> None:
    wrong = [f"{pair['id']} {side}" for pair in PAIRS for side in SIDES if len(outcomes[pair["id"]][side]) != 1]
    assert wrong == []


def wrong_pairs(outcomes: Mapping[str, Mapping[str, Any]], kind: str) -> list[str]:
    """Each pair of a kind that is answered wrongly, in words."""
    return [
        f"{pair['id']} {pair['a']}–{pair['b']} is {'one' if pair['same'] else 'two'}: {pair['why']}"
        for pair in PAIRS
        if pair["kind"] == kind and outcomes[pair["id"]]["same"] != pair["same"]
    ]


def measure(outcomes: Mapping[str, Mapping[str, Any]], kind: str) -> dict[str, Share]:
    """Precision and recall of the pairs of a kind."""
    answers = [(pair["same"], outcomes[pair["id"]]["same"]) for pair in PAIRS if pair["kind"] == kind]
    right = sum(wanted and got for wanted, got in answers)
    return {
        "precision": Share(right, sum(got for _, got in answers)),
        "recall": Share(right, sum(wanted for wanted, _ in answers)),
    }


@pytest.mark.parametrize("kind", list(TABLES))
def test_no_floor_is_undercut(outcomes: dict[str, dict[str, Any]], kind: str) -> None:
    shares = measure(outcomes, kind)
    told = ", ".join(f"{name} {share}" for name, share in shares.items())
    below = [name for name, share in shares.items() if share.value < FLOORS[kind][name]]
    assert below == [], "\n".join([f"{kind}: {told}", *wrong_pairs(outcomes, kind)])
