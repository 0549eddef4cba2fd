"""The French cases: precision and recall for each kind of row stay at or above tests/floors.yaml."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import floors
import floors_types
import pytest
from floors import ALL, FLOORS, KINDS, CaseReader, Floor, Floors, Judged
from floors_file import DossierFloors, TriggerFloor, TriggerFloors

from dragoman.cases import Case, Outcome, Tally, load_cases
from dragoman.errors import DataError
from dragoman.ontology.loading import load_event_ontology

MEND = "see `python scripts/floors.py --faults`"
PINNED = floors.load_floors()
SHOWN_FAULTS = 12


@pytest.fixture(scope="module")
def judged() -> Sequence[Judged]:
    """Every case, read once."""
    return floors.judge_cases()


@pytest.mark.parametrize(
    ("family", "kind"), [(family, kind) for family, kinds in PINNED.floors.items() for kind in kinds]
)
def test_no_floor_is_undercut(judged: Sequence[Judged], family: str, kind: str) -> None:
    floor = PINNED.floors[family][kind]
    found = floors.by_family(judged).get(family, {}).get(kind)
    assert found is not None, f"no case of {family} asks for {kind} any more; {MEND}"
    if found.precision >= floor.precision and found.recall >= floor.recall:
        return
    faults = [
        f"  {item.case.id} ({item.file}): {fault}"
        for item in floors.worst_cases(judged, family, kind)
        for fault in item.outcome.faults
        if fault.startswith(kind)
    ]
    more = [f"  and {len(faults) - SHOWN_FAULTS} faults more; {MEND}"] if len(faults) > SHOWN_FAULTS else []
    pytest.fail(
        f"{kind} of {family}: precision {found.precision:.4f}, floor {floor.precision}; "
        f"recall {found.recall:.4f}, floor {floor.recall}\n" + "\n".join([*faults[:SHOWN_FAULTS], *more]),
        pytrace=False,
    )


LABELS = [(kind, label) for kind, pinned in (("statements", PINNED.acts), ("events", PINNED.types)) for label in pinned]


@pytest.fixture(scope="module")
def labelled(judged: Sequence[Judged]) -> Mapping[str, Mapping[str, Tally]]:
    """The tallies of statements by act and of events by type."""
    register = floors.load_reader().register
    return {kind: floors_types.tally_labels(judged, kind, register) for kind in floors_types.LABELS}


@pytest.mark.parametrize(("kind", "label"), LABELS)
def test_no_act_and_no_type_falls(labelled: Mapping[str, Mapping[str, Tally]], kind: str, label: str) -> None:
    floor = (PINNED.acts if kind == "statements" else PINNED.types)[label]
    found = labelled[kind].get(label)
    assert found is not None, f"no case asks for {kind} of {label} any more; {MEND}"
    assert found.right + found.missing == floor.wanted
    assert found.precision >= floor.precision and found.recall >= floor.recall, (
        f"{kind} of {label}: precision {found.precision:.4f}, floor {floor.precision}; recall {found.recall:.4f}, "
        f"floor {floor.recall}; see `python scripts/floors.py --confusion` and --faults"
    )


def test_every_act_and_type_is_asked_for(labelled: Mapping[str, Mapping[str, Tally]]) -> None:
    ontology = load_event_ontology()
    for kind, labels, pinned in (
        ("statements", ontology.acts, PINNED.acts),
        ("events", ontology.types, PINNED.types),
    ):
        asked = {label for label, found in labelled[kind].items() if found.right + found.missing}
        assert asked == set(labels), kind
        assert not pinned or set(pinned) == set(labels), kind


def test_acts_and_types_add_up(judged: Sequence[Judged], labelled: Mapping[str, Mapping[str, Tally]]) -> None:
    whole = floors.by_family(judged)[ALL]
    for kind, tallies in labelled.items():
        for figure in ("right", "wrong", "missing"):
            assert sum(getattr(found, figure) for found in tallies.values()) == getattr(whole[kind], figure), kind


def test_the_cases_are_those_that_the_floors_were_measured_on() -> None:
    assert floors.digest_cases() == PINNED.digest, (
        "the case files have changed since the floors were written: run `python scripts/floors.py --write`"
    )


def test_no_case_and_no_row_of_a_case_is_lost(judged: Sequence[Judged]) -> None:
    present = floors.present_floors(judged)
    assert present.cases == PINNED.cases
    assert wanted_rows(present) == wanted_rows(PINNED)


def wanted_rows(pinned: Floors) -> dict[tuple[str, str], int]:
    groups = {**pinned.floors, "acts": pinned.acts, "types": pinned.types}
    return {(family, kind): floor.wanted for family, kinds in groups.items() for kind, floor in kinds.items()}


def test_every_case_is_tested_somewhere() -> None:
    # Time and document cases have tests of their own, which want each of them right.
    for path in floors.case_files():
        for case in floors.load_yaml(path, list[Case]):
            named = [kind for kind in (*KINDS, "times", "document") if getattr(case, kind) is not None]
            assert named, f"{path.name}: {case.id} asks for nothing that a test reads"
            assert case.times is None or path.name == "times.yaml", case.id
            assert case.document is None or path.stem in ("documents", "documents_pages"), case.id


def test_what_real_articles_got_wrong_is_a_family_of_its_own() -> None:
    assert set(KINDS) - {"statements", "events"} <= PINNED.floors["press"].keys()
    assert PINNED.cases["press"] >= 150
    assert sum(PINNED.cases.values()) == 2 * PINNED.cases[ALL]


def test_a_third_of_the_rows_asked_for_are_none_or_not_actual() -> None:
    cases = [case for case in load_cases("fr") if case.memberships is not None]
    modal = [
        case
        for case in cases
        if not case.memberships
        or any(row["modality"] != "actual" or row["status"] == "none" for row in case.memberships)
    ]
    assert 3 * len(modal) >= len(cases)


# --- writing floors -------------------------------------------------------------------------------------------------

OLD = Floors("d1", {ALL: 10, "one": 10}, {ALL: {"memberships": Floor(8, 0.9, 0.8)}})


@pytest.mark.parametrize(
    ("new", "lowered"),
    [
        (OLD, []),
        (Floors("d2", {ALL: 12, "one": 12}, {ALL: {"memberships": Floor(9, 0.95, 0.8)}}), []),
        (
            Floors("d1", OLD.cases, {ALL: {"memberships": Floor(8, 0.8999, 0.9)}}),
            ["all, memberships: precision 0.8999"],
        ),
        (Floors("d1", OLD.cases, {ALL: {"memberships": Floor(8, 1.0, 0.7)}}), ["all, memberships: recall 0.7"]),
        (Floors("d1", OLD.cases, {ALL: {"memberships": Floor(7, 1.0, 1.0)}}), ["all, memberships: wanted 7"]),
        (Floors("d1", {ALL: 9, "one": 9}, OLD.floors), ["all: 9 cases", "one: 9 cases"]),
        (Floors("d1", OLD.cases, {}), ["all, memberships: no case"]),
    ],
)
def test_a_floor_is_lowered_only_when_asked(
    new: Floors, lowered: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "floors.yaml"
    assert floors.write_floors(OLD, may_lower=False, path=path) == 0
    assert floors.write_floors(new, may_lower=False, path=path) == int(bool(lowered))
    told = capsys.readouterr().err.splitlines()
    assert all(line.startswith(start) for start, line in zip(lowered, told, strict=False)), told
    assert len(told) == len(lowered) + bool(lowered)
    assert floors.load_floors(path) == (OLD if lowered else new)
    assert floors.write_floors(new, may_lower=True, path=path) == 0
    assert floors.load_floors(path) == new


PARTS: dict[str, Any] = {
    "acts": {"warn": Floor(4, 1.0, 0.5)},
    "types": {"ASSAULT": Floor(8, 0.9, 0.8), "AID": Floor(2, 1.0, 1.0)},
    "triggers": TriggerFloors("t1", {"ASSAULT": TriggerFloor(9, 0.8888, 9, 1.0)}),
    "dossier": DossierFloors("x1", {"scored": {"events": Floor(140, 0.8817, 0.4571)}}),
}
WHOLE = Floors("d1", OLD.cases, OLD.floors, **PARTS)


def test_every_part_of_the_floors_is_written_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "floors.yaml"
    assert floors.write_floors(WHOLE, may_lower=False, path=path) == 0
    assert floors.load_floors(path) == WHOLE


@pytest.mark.parametrize(
    ("part", "new", "lowered"),
    [
        ("acts", {"warn": Floor(4, 1.0, 0.4999)}, ["acts, warn: recall 0.4999, the floor is 0.5"]),
        ("acts", {"warn": Floor(5, 1.0, 0.6), "say": Floor(1, 0.0, 0.0)}, []),
        ("types", {"ASSAULT": Floor(8, 0.9, 0.8)}, ["types, AID: no case asks for them any more"]),
        (
            "triggers",
            TriggerFloors("t2", {"ASSAULT": TriggerFloor(8, 0.9, 9, 0.9)}),
            ["triggers, ASSAULT: yes 8, the floor is 9", "triggers, ASSAULT: no_right 0.9, the floor is 1.0"],
        ),
        (
            "dossier",
            DossierFloors("x1", {"scored": {"events": Floor(140, 0.9, 0.4)}}),
            ["dossier, scored, events: recall 0.4, the floor is 0.4571"],
        ),
        ("dossier", None, ["dossier, scored, events: no case asks for them any more"]),
    ],
)
def test_no_part_of_the_floors_is_lowered_unasked(part: str, new: Any, lowered: list[str]) -> None:
    assert list(floors.iter_lowered(WHOLE, Floors("d1", OLD.cases, OLD.floors, **{**PARTS, part: new}))) == lowered
    # What was not measured before cannot be lowered.
    assert list(floors.iter_lowered(OLD, WHOLE)) == []


def test_measuring_some_parts_keeps_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    share = TriggerFloors("t2", {"ASSAULT": TriggerFloor(10, 1.0, 10, 1.0)})
    monkeypatch.setattr(floors.floors_triggers, "judge_triggers", tuple)
    monkeypatch.setattr(floors.floors_triggers, "trigger_floors", lambda judged: share)
    assert floors.measured_floors(["triggers"], WHOLE) == Floors(
        "d1", OLD.cases, OLD.floors, **{**PARTS, "triggers": share}
    )


def test_floors_are_rounded_down_so_that_the_present_figures_pass() -> None:
    case = Case("a", "b/c", "d", mentions=[{"text": "d", "actor": None}] * 4)
    two_of_three = Judged(case, "press_a", Outcome(case, {"mentions": Tally(2, 1, 1)}))
    present = floors.present_floors([two_of_three])
    assert present.floors["press"]["mentions"] == present.floors[ALL]["mentions"] == Floor(4, 0.6666, 0.6666)
    assert present.cases == {ALL: 1, "press": 1}


def test_a_malformed_floors_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "floors.yaml"
    path.write_text("digest: abc\ncases: {all: many}\nfloors: {}\n")
    with pytest.raises(DataError, match=r"floors\.yaml"):
        floors.load_floors(path)


def test_the_table_tells_figures_floors_and_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case("join-somewhere", "memberships/joins", "text")
    outcome = Outcome(case, {"memberships": Tally(3, 1, 0)}, ["memberships wrong: member=SWE"])
    monkeypatch.setattr(floors, "judge_cases", lambda: (Judged(case, "press_b", outcome),))
    assert floors.main(["--by", "phenomenon", "--faults"]) == 0
    shown = capsys.readouterr().out
    assert "join-somewhere: memberships wrong: member=SWE" in shown
    assert "memberships/joins" in shown and "0.7500" in shown
    assert floors.main(["--only", "occupancies"]) == 0
    assert "0.7500" not in capsys.readouterr().out
    assert floors.main(["--labels", "--confusion"]) == 0
    assert "events by type" in capsys.readouterr().out


# --- judging --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> CaseReader:
    return floors.load_reader()


def case_of(text: str, **wanted: Any) -> Case:
    return Case("made-here", "none/none", text, **wanted)


SWEDEN = {"member": "SWE", "organisation": "NATO", "status": "full", "modality": "actual"}


@pytest.mark.parametrize(
    ("wanted", "tally"),
    [
        ([SWEDEN], Tally(1, 0, 0)),
        ([{**SWEDEN, "bears": "starts", "date": "2024-03-07"}], Tally(1, 0, 0)),
        ([{**SWEDEN, "date": "2024-03"}], Tally(0, 1, 1)),
        ([{**SWEDEN, "date": None}], Tally(0, 1, 1)),
        ([{**SWEDEN, "status": "observer"}], Tally(0, 1, 1)),
        ([], Tally(0, 1, 0)),
        ([SWEDEN, {**SWEDEN, "member": "FIN"}], Tally(1, 0, 1)),
    ],
)
def test_a_kind_that_a_case_names_is_complete(reader: CaseReader, wanted: list[dict[str, Any]], tally: Tally) -> None:
    outcome = reader.judge(case_of("La Suède a rejoint l'Otan le 7 mars 2024.", memberships=wanted)).outcome
    assert outcome.tallies == {"memberships": tally}
    assert len(outcome.faults) == tally.wrong + tally.missing


def test_a_kind_that_a_case_does_not_name_is_not_judged(reader: CaseReader) -> None:
    outcome = reader.judge(case_of("La Suède a rejoint l'Otan le 7 mars 2024.", occupancies=[])).outcome
    assert outcome.tallies == {"occupancies": Tally()}


@pytest.mark.parametrize(
    ("wanted", "tally"),
    [
        ({"text": "Moscou", "actor": "RUS"}, Tally(right=1)),
        ({"text": "Moscou", "actor": "BLR"}, Tally(wrong=1)),
        ({"text": "Moscou", "not_actor": "RUS"}, Tally(wrong=1)),
        ({"text": "Moscou", "actor": None}, Tally(wrong=1)),
        ({"text": "Moscou", "nth": 2, "actor": {"kind": "place"}}, Tally(right=1)),
        ({"text": "réfuté", "actor": "RUS"}, Tally(missing=1)),
        ({"text": "réfuté", "actor": None}, Tally(right=1)),
    ],
)
def test_mentions_are_judged_one_by_one(reader: CaseReader, wanted: dict[str, Any], tally: Tally) -> None:
    text = "Moscou a réfuté ces accusations. La réunion s'est tenue à Moscou."
    assert reader.judge(case_of(text, mentions=[wanted])).outcome.tallies == {"mentions": tally}


def test_a_case_whose_words_are_not_in_its_text_is_an_error(reader: CaseReader) -> None:
    with pytest.raises(DataError, match="Varsovie"):
        reader.judge(case_of("Moscou a réfuté.", mentions=[{"text": "Varsovie", "actor": "POL"}]))


def test_cases_name_their_ids_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "xx" / "cases"
    folder.mkdir(parents=True)
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text("- {id: same, phenomenon: a/b, text: Texte., memberships: []}\n")
    monkeypatch.setattr("dragoman.cases.FOLDER", tmp_path)
    with pytest.raises(DataError, match="same"):
        load_cases("xx")


def test_tallies_without_rows_are_perfect() -> None:
    assert (Tally().precision, Tally().recall) == (1.0, 1.0)
    assert (Tally(wrong=1).precision, Tally(missing=1).recall) == (0.0, 0.0)


def test_floors_are_written_as_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "floors.yaml"
    path.write_text(floors.format_floors(PINNED), encoding="utf-8")
    assert floors.load_floors(path) == PINNED
    assert path.read_text(encoding="utf-8") == FLOORS.read_text(encoding="utf-8")
