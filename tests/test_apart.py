"""Undoing a merge: assertions that people hold apart or together, and the facts that come of it."""

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import RecordBuilder, attribute, membership
from judged_rows import contents, judge
from scenario_reading import load_scenarios
from test_judgements_log import run

import dragoman
from dragoman.errors import DragomanError
from dragoman.reasoning.claims import Claim, Days
from dragoman.reasoning.consolidation import consolidate
from dragoman.reasoning.fact import FIRST
from dragoman.record.judgements import JudgedActor, Judgement, append_judgements, with_id
from dragoman.record.steering import Opinion, steer_assertions

CASES = load_scenarios("apart")
WORDS = "nous ne céderons ni aujourd'hui ni demain devant personne"
UNDATED = Days(None, None)


def days_of(told: object) -> Days:
    if told is None:
        return UNDATED
    first, _, last = str(told).partition("/")
    return Days(dt.date(2031, 6, int(first)), dt.date(2031, 6, int(last or first)))


def claim_of(name: str, form: str, told: Mapping[str, Any]) -> Claim:
    """A claim of a scenario: a meeting, a membership, a value or words."""
    document, modality = told.get("in", f"document of {name}"), told.get("modality", "actual")
    common = {"days": days_of(told.get("day")), "published": days_of(told.get("published")), "modality": modality}
    if form == "meetings":
        block = ("event", "CONSULT", modality, "FRO|GRL", "")
        parties = frozenset({("FRO", told["by"])} if "by" in told else ())
        return Claim(name, document, document, "event", block, relation="CONSULT", parties=parties, **common)
    if form == "members":
        bears = told.get("bears", "holds")
        block = ("membership", "FRO", "full", "NORDIC", bears, modality)
        whose = {"subject": "FRO", "object": "NORDIC", "bears": bears}
        return Claim(name, document, document, "membership", block, relation="full", **whose, **common)
    if form == "values":
        value = told.get("value", "9800")
        block = ("attribute", "NORDIC", "strength", value)
        given = {"subject": "NORDIC", "value": value}
        return Claim(name, document, document, "attribute", block, relation="strength", **given, **common)
    block = ("statement", "una-arlen", modality)
    said = {"subject": "una-arlen", "value": told.get("words", WORDS)}
    return Claim(name, document, document, "statement", block, relation="say", **said, **common)


def claims_of(case: Mapping[str, Any]) -> list[Claim]:
    forms = ("meetings", "members", "values", "words")
    return [claim_of(name, form, told or {}) for form in forms for name, told in case.get(form, {}).items()]


def opinions_of(case: Mapping[str, Any]) -> list[Opinion]:
    """The judgements of a scenario, the latest first; the id of each is its number."""
    told = [line.split() for line in case["judged"]]
    return [Opinion(str(at), kind == "together", *pair) for at, (kind, *pair) in enumerate(told, 1)][::-1]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_facts_are_parted_and_joined_as_judged(case: Mapping[str, Any]) -> None:
    opinions = opinions_of(case)
    steered = steer_assertions(opinions)
    holding = [each for each in opinions if each.id not in steered.overruled]
    facts = consolidate(claims_of(case), holding)
    assert sorted("".join(sorted(claim.id for claim in fact.claims)) for fact in facts) == case["facts"], case["why"]
    assert sorted(map(int, steered.overruled)) == case.get("idle", [])
    for fact in facts:
        assert [reason for _, reason in fact.joined].count(FIRST) == 1
    assert set().union(*(fact.judgements for fact in facts)) <= {each.id for each in holding}


# In a record --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reports of one accession, two of another day, one that also tells a number, one that names nobody."""
    builder = RecordBuilder(tmp_path_factory.mktemp("apart") / "record")
    for name, day in {
        "a": "2031-05-02",
        "b": "2031-05-02",
        "c": "2031-05",
        "d": "2031-05-02",
        "e": "2031-08-09",
    }.items():
        builder.add(name, published="2032-09-01", memberships=[membership("ISL", "OPEC", "full", day, bears="starts")])
    builder.add("f", attributes=[attribute("OPEC", "member_count", "12")])
    builder.add("g", memberships=[membership(None, "OPEC", "full", "2031-05-02", bears="starts")])
    return builder.write()


@pytest.fixture
def record(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "record"))


def ids_of(record: Path) -> dict[str, str]:
    """The id of the assertion of each report."""
    with dragoman.open_record(record, judged=False) as opened:
        rows = opened.sql("""SELECT d.source, t.id FROM documents AS d JOIN
            (SELECT id, document FROM memberships UNION ALL SELECT id, document FROM attributes) AS t
            ON t.document = d.id""").to_pylist()
    return {row["source"].rpartition("/")[2]: row["id"] for row in rows}


def told(record: Path, **options: Any) -> list[str]:
    """The facts, each as the names of the reports of its assertions."""
    names = {assertion: name for name, assertion in ids_of(record).items()}
    with dragoman.open_record(record, **options) as opened:
        return sorted("".join(sorted(names[each] for each in fact.assertions)) for fact in dragoman.facts(opened))


def test_a_merge_is_explained_and_undone(record: Path) -> None:
    ids, before = ids_of(record), contents(record, views=("facts", "fact_assertions", "contradictions"))
    assert told(record) == ["abcd", "e", "f"]
    first = judge(record, "apart", ids["a"][:10], ids["b"])
    assert (first.kind, first.about, first.state) == ("apart", tuple(sorted((ids["a"], ids["b"]))), "holds")
    assert told(record) == ["a", "b", "cd", "e", "f"]
    assert told(record, judged=False) == ["abcd", "e", "f"]
    second = judge(record, "together", ids["a"], ids["c"], minutes=1)
    assert told(record) == ["acd", "b", "e", "f"]
    page = dragoman.fact(record, ids["d"])
    assert page.fact.judgements == tuple(sorted((first.id, second.id)))
    assert [line.partition(":")[0] for line in page.judged] == [
        f"{first.about[0][:8]} and {first.about[1][:8]} are not of the same thing",
        f"{second.about[0][:8]} and {second.about[1][:8]} are of the same thing",
    ]
    assert "R. Okafor, 2025-03-01, so says the communiqué" in page.judged[0] and first.id[:8] in page.judged[0]
    assert sum("judged to be of the same thing" in row.reason for row in page.told) == 1
    assert page.fact.n_documents == 3 and str(page.fact.date_from) == "2031-05-02"
    assert len(dragoman.explain(record, ids["a"]).judgements) == 2
    judge(record, "undo", second.id, minutes=2)
    judge(record, "undo", first.id, minutes=3)
    assert contents(record, views=tuple(before)) == before


def test_two_facts_become_one_with_all_that_they_hold(record: Path) -> None:
    ids = ids_of(record)
    assert "date" in {each.type for each in dragoman.contradictions(record)}
    judge(record, "together", ids["e"], ids["c"])
    assert told(record) == ["abcde", "f"]
    assert "date" not in {each.type for each in dragoman.contradictions(record)}
    assert told(record, known="2032-08-31") == []


def test_states_tell_what_does_not_hold_and_why(record: Path) -> None:
    ids = ids_of(record)
    earlier = judge(record, "together", ids["a"], ids["e"])
    apart = judge(record, "apart", ids["c"], ids["a"], minutes=1)
    later = judge(record, "together", ids["c"], ids["e"], minutes=2)
    states = {row.id: (row.state, row.note) for row in dragoman.judgements(record)}
    assert states[apart.id] == states[later.id] == ("holds", None)
    note = f"does nothing: with others it would join what {apart.id[:8]} (apart, R. Okafor) holds apart"
    assert states[earlier.id] == ("overruled", note)
    undone = judge(record, "undo", apart.id, minutes=3)
    assert {row.id: row.state for row in dragoman.judgements(record)}[earlier.id] == "holds"
    judge(record, "undo", undone.id, minutes=4)
    assert {row.id: row.state for row in dragoman.judgements(record)}[earlier.id] == "overruled"
    judge(record, "together", ids["a"], ids["c"], minutes=5)
    states = {row.id: (row.state, row.note) for row in dragoman.judgements(record)}
    assert states[earlier.id] == ("holds", None)
    assert states[apart.id][0] == "overruled" and "judged later" in (states[apart.id][1] or "")
    judge(record, "wrong", ids["e"], minutes=6)
    states = {row.id: (row.state, row.note) for row in dragoman.judgements(record)}
    assert states[earlier.id] == ("gone", f"does nothing: {ids['e'][:8]} is judged wrong")
    assert told(record) == ["abcd", "f"]


def test_what_is_gone_does_nothing_and_comes_back_with_its_row(record: Path, tmp_path: Path) -> None:
    ids = ids_of(record)
    judge(record, "apart", ids["a"], ids["b"])
    dragoman.export_judgements(record, tmp_path / "judged.jsonl")
    builder = RecordBuilder(tmp_path / "other")
    for name in ("b", "c"):
        builder.add(name, memberships=[membership("ISL", "OPEC", "full", "2031-05-02", bears="starts")])
    assert dragoman.import_judgements(builder.write(), tmp_path / "judged.jsonl").added == 1
    (row,) = dragoman.judgements(tmp_path / "other")
    assert (row.state, row.note) == ("gone", f"does nothing: no reading that is shown gives {ids['a'][:8]}")
    builder.add("a", memberships=[membership("ISL", "OPEC", "full", "2031-05-02", bears="starts")])
    builder.write()
    (row,) = dragoman.judgements(tmp_path / "other")
    assert row.state == "holds" and len(dragoman.facts(tmp_path / "other")) == 3


@pytest.mark.parametrize(
    ("kind", "one", "other", "message"),
    [
        ("apart", "a", "a", "are one assertion"),
        ("together", "a", "f", "assertions of two tables are never of the same thing"),
        (
            "together",
            "a",
            "g",
            "none of its parties is known, so that it is in no fact; put one right first",
        ),
        ("apart", "a", "ffffffff", "the record has no assertion 'ffffffff'"),
        ("apart", "a", "f", "of attributes"),
        ("together", "a", "", "too short"),
    ],
)
def test_faults_are_one_clear_line(record: Path, kind: str, one: str, other: str, message: str) -> None:
    ids = ids_of(record)
    with pytest.raises(DragomanError, match=message) as raised:
        judge(record, kind, ids.get(one, one), ids.get(other, other))
    assert "\n" not in str(raised.value) and dragoman.judgements(record) == []


def test_a_fact_is_no_assertion_and_a_wrong_row_is_told(record: Path) -> None:
    ids = ids_of(record)
    fact = dragoman.fact(record, ids["a"]).fact
    with pytest.raises(DragomanError, match=f"is a fact; name one of its assertions: .*{ids['b'][:8]}"):
        judge(record, "apart", fact.id[:12], ids["a"])
    judge(record, "wrong", ids["b"])
    with pytest.raises(DragomanError, match=r"no assertion .*; R\. Okafor judged it wrong"):
        judge(record, "together", ids["b"], ids["a"], minutes=1)


NOON = "2025-03-01T12:00:00.000000+00:00"


def test_a_line_of_the_log_is_about_two_assertions_of_one_table(record: Path) -> None:
    ids = ids_of(record)
    two = {"who": "R. Okafor", "at": NOON, "why": "so"}
    odd = with_id(Judgement("together", assertion=ids["a"], other=ids["f"], **two))
    append_judgements(record, [odd])
    (row,) = dragoman.judgements(record)
    assert (row.state, row.note) == ("gone", "does nothing: one is of memberships, the other of attributes")
    with pytest.raises(DragomanError, match="is about two assertions"):
        with_id(Judgement("apart", assertion="1" * 32, other="1" * 32, **two))
    with pytest.raises(DragomanError, match="needs other"):
        with_id(Judgement("apart", assertion="1" * 32, **two))
    with pytest.raises(DragomanError, match="has no other"):
        with_id(Judgement("wrong", assertion="1" * 32, other="2" * 32, **two))


def test_judgements_of_older_logs_keep_their_ids() -> None:
    row = Judgement("wrong", "R. Okafor", NOON, "so", assertion="ab" * 16)
    assert with_id(row).id == "c27fe994ca990dcdb579728a4be71887"
    people = (JudgedActor("a"), JudgedActor("b", ("~b",)))
    assert with_id(Judgement("same", "R. Okafor", NOON, "so", people)).id == "3ed5343fa302aaf409e04100b3f9b43e"


def test_the_command_parts_and_joins(record: Path, tmp_path: Path) -> None:
    ids = ids_of(record)
    done = run("judge", record, "apart", ids["a"][:12], ids["b"][:12], "--why", "two rounds")
    assert done.exit_code == 0 and json.loads(done.stdout)["kind"] == "apart"
    shown = run("fact", record, ids["c"], "--format", "table").stdout
    assert "are not of the same thing: okafor" in " ".join(shown.split())
    again = run("judge", record, "together", ids["b"], ids["a"], "--why", "one round")
    first, second = sorted((ids["a"][:8], ids["b"][:8]))
    assert f"(apart {first} {second}) holds no more: it contradicts" in again.stderr
    assert "judged" not in run("fact", record, ids["c"], "--unjudged", "--format", "table").stdout
    assert run("judge", record, "export", tmp_path / "out.jsonl").exit_code == 0
    assert json.loads(run("judge", record, "import", tmp_path / "out.jsonl").stdout)["known"] == 2
    assert "write apart ID ID" in run("judge", record, "apart", ids["a"], "--why", "x").stderr
