"""The treaties of the register load whole, and a fault in them is one line with its place."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lint_treaties import FOLDER, iter_treaty_faults

from dragoman.errors import DataError
from dragoman.model.dates import Date
from dragoman.ontology import obligations
from dragoman.ontology.obligations import read_obligations
from dragoman.register import load_register
from dragoman.register.treaties import load_treaties, read_treaties

RULES = Path(obligations.__file__).parent / "obligations.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "treaties")


def test_treaties_without_parties_of_their_own_have_the_members_of_their_organisation() -> None:
    treaties = load_treaties()
    on = Date.day(2024, 5, 1)
    allies = {
        state
        for state, found in treaties.standings("NORTH_ATLANTIC_TREATY", on).items()
        if found[-1].standing == "party"
    }
    assert {"SWE", "FIN", "USA"} <= allies and len(allies) == 32
    assert not {party.party for party in treaties.parties if party.treaty == "NORTH_ATLANTIC_TREATY"}


def test_a_row_of_its_own_goes_before_the_membership() -> None:
    standing = load_treaties().standings("CIS_CHARTER", Date.day(2014, 3, 1))
    assert [each.standing for each in standing["UKR"]] == ["outside"]
    assert [each.standing for each in standing["MDA"]] == ["party"]


def test_every_treaty_has_a_source_and_a_pledge() -> None:
    for treaty in load_treaties().treaties.values():
        assert treaty.source and treaty.pledges
        for pledge in treaty.pledges:
            assert pledge.paraphrase.strip() and "\n" not in pledge.paraphrase


def test_no_rule_names_a_treaty_or_a_state() -> None:
    text = RULES.read_text(encoding="utf-8")
    treaties, actors = load_treaties().treaties.values(), load_register().actors.values()
    named = {word for treaty in treaties for word in (treaty.id, treaty.label)}
    named |= {word for actor in actors if actor.kind in ("state", "organisation") for word in (actor.id, actor.label)}
    assert not [name for name in named if re.search(rf"(?<![\w{{]){re.escape(name)}(?![\w}}])", text)]


TREATY = """\
treaties:
  - id: MADE_UP
    label: Made up
    kind: {kind}
    signed: "{signed}"
    in_force: "{in_force}"
    source: made up for this test
    pledges: [{{kind: {pledge}, paraphrase: made up, to: [{to}]}}]
    clauses: [{{question: {question}, answer: {answer}, because: made up}}]
"""
GOOD = {
    "kind": "treaty", "signed": "2001", "in_force": "2002", "pledge": "defence", "to": "FRA", "question": "insider",
    "answer": "covered",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "promise"}, "made.yaml: MADE_UP: 'promise' is no kind of treaty"),
        ({"in_force": "2000"}, "made.yaml: MADE_UP: comes into force before it is signed"),
        ({"signed": "2001-13"}, "made.yaml: MADE_UP: '2001-13'"),
        ({"pledge": "friendship"}, "made.yaml: MADE_UP: 'friendship' is no kind of pledge"),
        ({"to": "XYZ"}, "made.yaml: MADE_UP: 'XYZ' is no actor of the register"),
        ({"question": "weather"}, "made.yaml: MADE_UP: 'weather' is no question"),
        ({"answer": "perhaps"}, "made.yaml: MADE_UP: 'perhaps' is none of"),
        ({"answer": "disputed"}, "made.yaml: MADE_UP: what is disputed has two readings"),
    ],
)
def test_faults_of_treaties(folder: Path, changes: dict[str, str], message: str) -> None:
    (folder / "made.yaml").write_text(TREATY.format(**{**GOOD, **changes}), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_treaties(folder, load_register())
    assert str(raised.value).startswith(message) and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("USA_KOR_1953\tJPN\tparty\t2002\t2001\tmade up", "ends before it starts"),
        ("USA_KOR_1953\tJPN\tparty\t2002-02-30\t\tmade up", "2002-02-30"),
        ("USA_KOR_1953\tJPN\tally\t2002\t\tmade up", "'ally' is no standing"),
        ("USA_KOR_1953\tXYZ\tparty\t2002\t\tmade up", "'XYZ' is no actor"),
        ("NO_TREATY\tJPN\tparty\t2002\t\tmade up", "'NO_TREATY' is no treaty"),
        ("USA_KOR_1953\tJPN\tparty\t2002\t\t", "no source note"),
    ],
)
def test_faults_of_parties(folder: Path, row: str, message: str) -> None:
    parties = folder / "parties.tsv"
    parties.write_text(parties.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    line = parties.read_text(encoding="utf-8").count("\n")
    with pytest.raises(DataError) as raised:
        read_treaties(folder, load_register())
    assert str(raised.value).startswith(f"parties.tsv:{line}: ") and message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_linter_finds_what_loading_lets_pass(folder: Path) -> None:
    made = TREATY.format(**GOOD).replace("MADE_UP", "Made-up").replace("made up for this test", "yes")
    (folder / "made.yaml").write_text(made, encoding="utf-8")
    with (folder / "parties.tsv").open("a", encoding="utf-8") as stream:
        stream.write("USA_KOR_1953\tUSA\tnotice\t1990\t1991\tno\n")
    messages = [str(fault) for fault in iter_treaty_faults(folder)]
    for part in (
        "ids are capitals",
        "fewer than two parties",
        "FRA owes or is owed",
        "'yes' names",
        "'no' names",
        "overlap",
    ):
        assert any(part in message for message in messages), part


def change(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (change("id: ended", "id: pending"), "rule pending stands twice"),
        (change("force: [ended]", "force: [over]"), "'over' is no value of force"),
        (change("force: [ended]", "weather: [ended]"), "'weather', which is no fact"),
        (change("verdict: not bound", "verdict: free"), "'free' is no verdict"),
        (change("on {ended}", "on {day_of_end}"), "{day_of_end} is no word"),
        (change("clause: standing", "clause: weather"), "'weather' is no question"),
        (change("within: [party", "within: [ally"), "'ally' is no standing"),
    ],
)
def test_faults_of_rules(tmp_path: Path, changed: Callable[[str], str], message: str) -> None:
    path = tmp_path / "obligations.yaml"
    path.write_text(changed(RULES.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_obligations(path)
    assert str(raised.value).startswith("obligations.yaml: ") and message in str(raised.value)
