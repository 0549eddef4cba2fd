"""The examples of the event triggers: the shares that are read right stay at or above tests/floors.yaml."""

from collections.abc import Sequence

import floors
import floors_triggers
import pytest
from floors_file import TriggerFloor
from floors_reading import ALL, LANGUAGE
from floors_triggers import JudgedTrigger, judge_examples
from lint_frames import TriggerExample, load_triggers

MEND = "see `python scripts/floors.py --triggers --faults`"
PINNED = floors.load_floors().triggers
SHOWN_FAULTS = 12


@pytest.fixture(scope="module")
def judged() -> Sequence[JudgedTrigger]:
    """Every example, read once."""
    return floors_triggers.judge_triggers()


@pytest.mark.parametrize("name", PINNED.floors if PINNED is not None else ())
def test_no_share_falls(judged: Sequence[JudgedTrigger], name: str) -> None:
    assert PINNED is not None
    floor = PINNED.floors[name]
    found = floors_triggers.trigger_floors(judged).floors.get(name)
    assert found is not None, f"no example tells {name} any more"
    if found.yes_right >= floor.yes_right and found.no_right >= floor.no_right:
        return
    faults = [fault for item in judged if name in (ALL, item.example.type) for fault in item.iter_faults()]
    shown = "\n".join(faults[:SHOWN_FAULTS])
    pytest.fail(
        f"{name}: yes right {found.yes_right:.4f}, floor {floor.yes_right}; no right {found.no_right:.4f}, floor "
        f"{floor.no_right}; {len(faults)} faults, {MEND}\n{shown}",
        pytrace=False,
    )


def test_the_examples_are_those_that_the_floors_were_measured_on(judged: Sequence[JudgedTrigger]) -> None:
    if PINNED is None:
        pytest.skip("the shares were not written yet: run `python scripts/floors.py --write triggers`")
    assert floors_triggers.digest_triggers() == PINNED.digest, (
        "the examples have changed since the floors were written: run `python scripts/floors.py --write triggers`"
    )
    present = floors_triggers.trigger_floors(judged).floors
    assert {name: share.yes for name, share in present.items()} == {n: f.yes for n, f in PINNED.floors.items()}


def test_every_example_is_read_and_every_type_has_some(judged: Sequence[JudgedTrigger]) -> None:
    assert [item.example for item in judged] == load_triggers(LANGUAGE)
    assert len(judged) >= 300
    shares = floors_triggers.trigger_floors(judged).floors
    assert len(shares) == 17 and shares[ALL].yes == len(judged) == sum(s.yes for s in shares.values()) // 2


ATTACK = TriggerExample(
    trigger="attaquer",
    frame="attacks",
    type="ASSAULT",
    yes="La Russie a attaqué l'Ukraine le 24 février 2022.",
    no="La France a rencontré l'Allemagne mardi à Bruxelles.",
    actors=["RUS"],
    recipients=["UKR"],
)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, (True, True)),
        ({"actors": ["UKR"], "recipients": ["RUS"]}, (False, True)),
        ({"recipients": []}, (False, True)),
        ({"type": "SUPPORT"}, (False, True)),
        ({"yes": "La Russie n'a pas attaqué l'Ukraine."}, (False, True)),
        ({"no": "La Russie a attaqué l'Ukraine."}, (True, False)),
        ({"no": "La Russie n'a pas attaqué l'Ukraine."}, (True, True)),
    ],
)
def test_what_is_right(change: dict[str, object], right: tuple[bool, bool]) -> None:
    fields = {name: getattr(ATTACK, name) for name in ATTACK.__struct_fields__}
    (found,) = judge_examples([TriggerExample(**{**fields, **change})])
    assert (found.yes_right, found.no_right) == right
    assert len(list(found.iter_faults())) == 2 - sum(right)


def test_shares_by_type() -> None:
    made = [JudgedTrigger(ATTACK, (), (), yes, no) for yes, no in ((True, True), (True, False), (False, True))]
    share = TriggerFloor(3, 0.6666, 3, 0.6666)
    found = floors_triggers.trigger_floors(made)
    assert found.floors == {ALL: share, "ASSAULT": share}
    lines = list(floors_triggers.iter_trigger_table(found.floors, found))
    assert lines[1].split() == ["all", "3", "0.6666", "0.6666", "0.6666/0.6666"]
