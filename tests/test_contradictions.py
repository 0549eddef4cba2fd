"""What cannot be true together is found and typed, and changes over time are left alone: groups written for this."""

from collections.abc import Mapping
from typing import Any

import pytest
from scenario_reading import Share, load_scenarios, open_stories, read_reports

GROUPS = load_scenarios("contradictions")
TYPES = sorted({group["type"] for group in GROUPS if group["type"]})
# Of what is found of a type, how much is one; of the groups that hold one, how many are found.
FLOORS = {
    "attribution": {"precision": 1.0, "recall": 1.0},
    "date": {"precision": 1.0, "recall": 1.0},
    "founding": {"precision": 1.0, "recall": 1.0},
    "holder": {"precision": 1.0, "recall": 1.0},
    "membership": {"precision": 1.0, "recall": 1.0},
    "modality": {"precision": 1.0, "recall": 1.0},
    "number": {"precision": 1.0, "recall": 1.0},
    "participation": {"precision": 1.0, "recall": 1.0},
    "position": {"precision": 1.0, "recall": 1.0},
}
Found = list[tuple[str, frozenset[str]]]


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """For each group, the type of every contradiction in it and the actors of its facts."""
    record = read_reports("contradictions", tmp_path_factory.mktemp("contradictions") / "record")
    outcomes: dict[str, Found] = {group["id"]: [] for group in GROUPS}
    groups = {group["id"]: group["files"] for group in GROUPS}
    for opened, of_document in open_stories(record, "contradictions", groups):
        facts = {row["id"]: row for row in opened.sql("SELECT * FROM facts").to_pylist()}
        held = opened.sql("SELECT DISTINCT fact, document FROM fact_assertions").to_pylist()
        group_of = {row["fact"]: of_document[row["document"]] for row in held}
        for row in opened.sql("SELECT type, fact_a, fact_b FROM contradictions ORDER BY id").to_pylist():
            outcomes[group_of[row["fact_a"]]].append((row["type"], actors_of(facts, row)))
    return outcomes


def actors_of(facts: Mapping[str, Mapping[str, Any]], row: Mapping[str, Any]) -> frozenset[str]:
    """Everyone who is in the facts of a contradiction."""
    named: set[str] = set()
    for side in ("fact_a", "fact_b"):
        if row[side] is not None:
            fact = facts[row[side]]
            named |= {fact["subject"], fact["object"], *(fact["actors"] or ()), *(fact["recipients"] or ())}
    return frozenset(named - {None})


def is_right(group: Mapping[str, Any], kind: str, actors: frozenset[str]) -> bool:
    """Whether a contradiction that was found is the one that the group holds."""
    return kind == group["type"] and actors >= set(group["about"])


def test_there_are_forty_contradictions_and_sixty_others() -> None:
    assert len({group["id"] for group in GROUPS}) == len(GROUPS)
    held = [group for group in GROUPS if group["type"]]
    assert len(held) >= 40
    assert len(GROUPS) - len(held) >= 60
    assert sum(group.get("register", False) for group in held) >= 6
    assert len(TYPES) == 9


def measure(found: Mapping[str, Found], kind: str) -> dict[str, Share]:
    """Precision and recall of a type; a type that a group allows beside its own counts neither way."""
    held = [group for group in GROUPS if group["type"] == kind]
    told = [
        is_right(group, *one)
        for group in GROUPS
        for one in found[group["id"]]
        if one[0] == kind and kind not in group.get("also", ())
    ]
    hit = sum(any(is_right(group, *one) for one in found[group["id"]]) for group in held)
    return {"precision": Share(sum(told), len(told)), "recall": Share(hit, len(held))}


def wrong_groups(found: Mapping[str, Found], kind: str) -> list[str]:
    """Each group where a type is missed or told without reason, in words."""
    wrong = []
    for group in GROUPS:
        told = [one for one in found[group["id"]] if one[0] == kind]
        if group["type"] == kind and not any(is_right(group, *one) for one in told):
            wrong.append(f"{group['id']} missed: {group['why']}")
        for one in told:
            if not is_right(group, *one) and kind not in group.get("also", ()):
                wrong.append(f"{group['id']} told of {', '.join(sorted(one[1]))}: {group['why']}")
    return wrong


@pytest.mark.parametrize("kind", TYPES)
def test_no_floor_is_undercut(found: dict[str, Found], kind: str) -> None:
    shares = measure(found, kind)
    told = ", ".join(f"{name} {share}" for name, share in shares.items())
    below = [name for name, share in shares.items() if share.value < FLOORS[kind][name]]
    assert below == [], "\n".join([f"{kind}: {told}", *wrong_groups(found, kind)])


def test_no_other_type_is_told(found: dict[str, Found]) -> None:
    others = [f"{name}: {kind}" for name, told in found.items() for kind, _ in told if kind not in TYPES]
    assert others == []
