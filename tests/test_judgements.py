"""Judgements: what people put right holds whatever is read again, and can be taken back."""

import datetime as dt
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_rows import (
    ASSERTIONS,
    IVAN,
    NOON,
    OLD,
    SERGEI,
    column,
    contents,
    judge,
    persons,
)
from test_record_writing import write

import dragoman
from dragoman.errors import DragomanError, QueryError, UnknownNameError
from dragoman.judging import judge as judge_at
from dragoman.record.layout import JUDGEMENTS_FILE
from dragoman.record.steering import Opinion, steer
from dragoman.record.views import VIEWS


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("judged") / "record"
    write(path, *OLD)
    return path


@pytest.fixture
def record(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "record"))


# Who is who ---------------------------------------------------------------------------------------------------------


def test_names_alone_tell_so_much(record: Path) -> None:
    sergei, ivan = "sergei-orlinov", "ivan-petrov"
    assert len(set(persons(record)[:3])) == 1
    assert persons(record)[3:] == [ivan, ivan, "petrov", "BLA_MILITIA"]
    assert persons(record)[0] in (sergei, "serguei-orlinov")


def test_same_joins_two_people_of_the_documents(record: Path) -> None:
    row = judge(record, "same", "petrov", "Ivan Petrov")
    assert (row.kind, row.state, row.note) == ("same", "holds", None)
    assert persons(record)[3:6] == ["ivan-petrov"] * 3
    assert row.about == ("ivan-petrov", "ivan-petrov")
    people = column(record, "SELECT id FROM actors WHERE kind = 'person'")
    assert "petrov" not in people and people.count("ivan-petrov") == 1
    assert dragoman.actor(record, "Petrov").actor.id == "ivan-petrov"


def test_someone_whom_only_documents_know_is_the_registers(record: Path) -> None:
    judge(record, "same", "Ivan Petrov", "sergey-lavrov")
    assert persons(record)[3:5] == ["sergey-lavrov"] * 2
    (label,) = column(record, "SELECT label FROM actors WHERE id = 'sergey-lavrov'")
    assert label == "Sergey Lavrov"
    judge(record, "same", "BLA_MILITIA", "HEZBOLLAH")
    assert persons(record)[6] == "HEZBOLLAH"
    assert not column(record, "SELECT id FROM actors WHERE id IN ('BLA_MILITIA', 'ivan-petrov')")
    with dragoman.open_record(record, judged=False) as plain:
        assert "BLA_MILITIA" in plain.table("actors")["id"].to_pylist()


def test_a_party_that_is_named_twice_counts_once(record: Path) -> None:
    assert column(record, "SELECT actors FROM events").count(["BLA_MILITIA", "RUS"]) == 1
    judge(record, "same", "BLA_MILITIA", "RUS")
    assert column(record, "SELECT actors FROM events").count(["RUS"]) == 1


def test_different_takes_spellings_apart(record: Path) -> None:
    judge(record, "different", "Sergei Orlinov", "Sergueï Orlinov")
    sergei, serguei, short, *_ = persons(record)
    # Initials that fit both stay apart from either.
    assert len({sergei, serguei, short}) == 3


def test_different_takes_one_document_out(record: Path) -> None:
    place = IVAN.document.source.rpartition("/")[2]
    judge(record, "different", f"Ivan Petrov@{place}", "ivan-petrov")
    one, other = persons(record)[3:5]
    assert other == "ivan-petrov" and one == "ivan-petrov-2"
    judge(record, "same", f"Ivan Petrov@{place}", "Sergei Orlinov", minutes=1)
    assert persons(record)[3] == persons(record)[0] != "ivan-petrov"


def test_an_actor_of_the_register_is_not_meant_in_one_document(record: Path) -> None:
    judge(record, "different", f"À@{SERGEI.document.id[:12]}", "BLR")
    found = column(record, f"SELECT actor FROM mentions WHERE document = '{SERGEI.document.id}' AND kind = 'metonym'")
    assert found == ["BLR-2"]
    assert column(record, "SELECT kind FROM actors WHERE id = 'BLR-2'") == [None]
    assert column(record, "SELECT count(*) FROM mentions WHERE actor = 'BLR'") == [len(OLD) - 1]


def test_the_later_of_two_that_contradict_each_other_holds(record: Path) -> None:
    first = judge(record, "same", "petrov", "Ivan Petrov")
    second = judge(record, "different", "Petrov@5.txt", "Ivan Petrov", minutes=1)
    assert second.state == "holds"
    states = {row.id: row for row in dragoman.judgements(record)}
    assert states[first.id].state == "overruled"
    assert second.id[:8] in (states[first.id].note or "")
    assert persons(record)[5] == "petrov"
    judge(record, "undo", second.id, minutes=2)
    assert persons(record)[5] == "ivan-petrov"


def test_a_chain_is_a_contradiction_too(record: Path) -> None:
    judge(record, "same", "petrov", "Ivan Petrov")
    joined = judge(record, "same", "petrov", "Sergei Orlinov", minutes=1)
    assert len(set(persons(record)[:6])) == 1
    parted = judge(record, "different", "Ivan Petrov", "Sergei Orlinov", minutes=2)
    states = {row.id: (row.state, row.note) for row in dragoman.judgements(record)}
    assert states[parted.id] == ("holds", None) and states[joined.id] == ("holds", None)
    assert sorted(state for state, _ in states.values()) == ["holds", "holds", "overruled"]
    again = judge(record, "same", "Petrov@5.txt", "Ivan Petrov", minutes=3)
    states = {row.id: (row.state, row.note) for row in dragoman.judgements(record)}
    assert states[again.id][0] == "holds"
    assert states[joined.id][0] == "overruled"


def test_the_register_keeps_its_actors_apart(record: Path) -> None:
    with pytest.raises(QueryError, match="RUS and BLR are two actors of the register"):
        judge(record, "same", "Russie", "Biélorussie")
    judge(record, "same", "BLA_MILITIA", "HEZBOLLAH")
    judge(record, "same", "BLA_MILITIA", "HAMAS", minutes=1)
    assert persons(record)[6] == "HAMAS"
    assert [row.state for row in dragoman.judgements(record)] == ["overruled", "holds"]


def test_what_no_judgement_touches_stays_with_the_one_that_could_be_meant() -> None:
    base = [{"~a", "~b", "~c", "~c@1"}]
    apart = Opinion("1", False, "~c@1", "~c")
    assert steer(base, [apart]).groups == [frozenset({"~a", "~b", "~c"}), frozenset({"~c@1"})]
    assert steer(base, [Opinion("1", False, "~a", "~b")]).groups == [
        frozenset({"~a"}), frozenset({"~b"}), frozenset({"~c", "~c@1"}),
    ]  # fmt: skip


_keys = st.sampled_from(["~a", "~b", "~c", "~c@1", "~d", "RUS", "BLR", "X"])
_opinions = st.lists(
    st.builds(lambda same, pair: (same, *pair), st.booleans(), st.tuples(_keys, _keys).filter(lambda p: p[0] != p[1])),
    max_size=8,
)


@given(_opinions)
def test_steering_keeps_what_holds_and_tells_what_does_not(given: list[tuple[bool, str, str]]) -> None:
    opinions = [Opinion(str(number), *each) for number, each in enumerate(given)]
    steered = steer([{"~a", "~b"}, {"~c", "~c@1"}, {"~d"}], opinions, {"RUS", "BLR"})
    of = {key: group for group in steered.groups for key in group}
    assert sum(map(len, steered.groups)) == len(of)
    assert not any({"RUS", "BLR"} <= group for group in steered.groups)
    for opinion in opinions:
        if opinion.id not in steered.overruled:
            assert (of[opinion.one] == of[opinion.other]) is opinion.same
        else:
            # What overrules is later, and holds itself.
            against = steered.overruled[opinion.id]
            assert all(int(each) < int(opinion.id) and each not in steered.overruled for each in against)
    assert not opinions or "0" not in steered.overruled or {opinions[0].one, opinions[0].other} == {"RUS", "BLR"}


# Rows ---------------------------------------------------------------------------------------------------------------


def test_a_wrong_row_is_gone_with_its_arguments_and_what_refers_to_it(record: Path) -> None:
    row = judge(record, "wrong", ASSERTIONS["events"][:12])
    assert row.about == (ASSERTIONS["events"],)
    with dragoman.open_record(record) as opened:
        assert ASSERTIONS["events"] not in opened.table("events")["id"].to_pylist()
        assert ASSERTIONS["events"] not in opened.table("arguments")["assertion"].to_pylist()
    with pytest.raises(UnknownNameError, match=r"R\. Okafor judged it wrong \(\w{8}: so says"):
        dragoman.explain(record, ASSERTIONS["events"])
    with dragoman.open_record(record, judged=False) as plain:
        assert ASSERTIONS["events"] in plain.table("events")["id"].to_pylist()
        assert dragoman.explain(plain, ASSERTIONS["events"]).judgements == ()


@pytest.mark.parametrize(
    ("table", "name", "value", "shown"),
    [
        ("memberships", "status", "Observer", {"status": "observer"}),
        ("memberships", "member", "Biélorussie", {"member": "BLR"}),
        ("memberships", "member", "unknown", {"member": None}),
        ("memberships", "date", "2024-02", {"date_to": dt.date(2024, 2, 29), "date_text": "en juin"}),
        ("memberships", "date", "unknown", {"date": None, "date_from": None, "date_anchor": "judgement"}),
        ("occupancies", "person", "Ivan Petrov", {"person": "ivan-petrov"}),
        ("occupancies", "position", "acting president", {"position": "acting president"}),
        ("statements", "speaker", "sergey-lavrov", {"speaker": "sergey-lavrov"}),
        ("statements", "act", "deny", {"act": "deny"}),
        ("events", "actors", "Russie, Arménie", {"actors": ["RUS", "ARM"], "actor_countries": ["RUS", "ARM"]}),
        ("events", "modality", "negated", {"modality": "negated"}),
        ("events", "place", "FRA", {"place": "FRA", "place_country": "FRA", "place_text": "Minsk"}),
    ],
)  # fmt: skip
def test_a_column_holds_the_right_value(
    record: Path, table: str, name: str, value: str, shown: dict[str, object]
) -> None:
    judge(record, "value", ASSERTIONS[table], name, value)
    with dragoman.open_record(record) as opened:
        (row,) = opened.sql(f"SELECT * FROM {table} WHERE id = ?", [ASSERTIONS[table]]).to_pylist()
        assert {key: row[key] for key in shown} == shown
        for view in VIEWS:
            assert opened.table(view).schema == opened.schema(view)
    found = dragoman.explain(record, ASSERTIONS[table])
    assert len(found.judgements) == 1 and found.judgements[0].startswith(f"{name} is ")


def test_arguments_go_with_the_rows(record: Path) -> None:
    judge(record, "value", ASSERTIONS["events"], "actors", "sergey-lavrov,RUS")
    query = f"SELECT actor FROM arguments WHERE assertion = '{ASSERTIONS['events']}'"
    assert column(record, query) == []
    judge(record, "value", ASSERTIONS["events"], "actors", "Sergei Orlinov", minutes=1)
    assert column(record, query) == persons(record)[:1]
    assert [row.state for row in dragoman.judgements(record)] == ["overruled", "holds"]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (("value", "EVENTS", "modality", "actualy"), "there is no modality 'actualy'; did you mean actual"),
        (("value", "EVENTS", "modalty", "actual"), "no column of events to put right 'modalty'; did you mean modality"),
        (("value", "EVENTS", "quote_text", "actual"), "no column of events to put right 'quote_text'"),
        (("value", "EVENTS", "date", "25.6.2024"), "'25.6.2024' is no EDTF date"),
        (("value", "EVENTS", "actors", "Rusie"), "did you mean RUS"),
        (("value", "MEMBERSHIPS", "status", "unknown"), "status of memberships cannot be unknown"),
        (("value", "EVENTS", "modality"), "value is followed by ID COLUMN VALUE"),
        (("wrong", "ffffffff"), "no assertion 'ffffffff'"),
        (("wrong", "f"), "too short"),
        (("same", "Ivan Petrov", "Ivan Petroff Nemo"), "neither the register nor the record knows"),
        (("same", "Ivan Petrov", "ivan-petrov"), "both mean ivan-petrov here"),
        (("same", "Nemo@0.txt", "ivan-petrov"), "document 0.txt names no 'Nemo'; it names À, Sergei Orlinov"),
        (("different", "RUS", "BLR"), "two actors already"),
        (("trust", "TASS", "1.5"), "1.5 is no share"),
        (("trust", "TASS", "much"), "'much' is no share"),
        (("trust", "TAS", "1"), "did you mean TASS"),
        (("undo", "ffffffff"), "no judgement 'ffffffff'"),
        (("undo", "f"), "too short"),
        (("smae", "A", "B"), "no kind of judgement 'smae'; did you mean same"),
    ],
)
def test_faults_are_one_clear_line(record: Path, about: tuple[str, ...], message: str) -> None:
    kind, *rest = (ASSERTIONS.get(part.lower(), part) for part in about)
    with pytest.raises(DragomanError, match=re.escape(message)) as raised:
        judge(record, kind, *rest)
    assert "\n" not in str(raised.value)
    assert not (record / JUDGEMENTS_FILE).exists()


def test_someone_judges_for_a_reason(record: Path) -> None:
    for who, why in (("", "so"), ("R. Okafor", " \n")):
        with pytest.raises(QueryError, match=r"a judgement says wh[oy]"):
            judge_at(record, "wrong", [ASSERTIONS["events"]], who=who, why=why, at=NOON)


def test_an_outlet_is_trusted_less(record: Path) -> None:
    assert contents(record)["trust"] == Counter()
    judge(record, "trust", "Agence TASS", "0.25")
    row = judge(record, "trust", "TASS", "0.5", minutes=1)
    assert row.value == "0.5"
    with dragoman.open_record(record) as opened:
        assert opened.table("trust").to_pylist() == [{"outlet": "TASS", "share": 0.5}]
        doubted = opened.sql(
            "SELECT count(*) AS n FROM documents AS d JOIN trust AS t ON t.outlet = coalesce(d.outlet_id, d.outlet)"
        )
        assert doubted.to_pylist() == [{"n": len(OLD)}]
    assert [row.state for row in dragoman.judgements(record)] == ["overruled", "holds"]


def test_within_a_scope_judgements_hold(record: Path) -> None:
    judge(record, "same", "petrov", "Ivan Petrov")
    judge(record, "wrong", ASSERTIONS["events"])
    with dragoman.open_record(record, known="2024-06-25", sources=["TASS"]) as opened:
        assert opened.table("occupancies")["person"].to_pylist().count("ivan-petrov") == 3
        assert ASSERTIONS["events"] not in opened.table("events")["id"].to_pylist()
        assert opened.within(opened.scope).table("judgements") == opened.table("judgements")
    with dragoman.open_record(record, known="2024-06-24") as opened:
        assert set(opened.table("judgements")["state"].to_pylist()) == {"gone"}
