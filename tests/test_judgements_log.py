"""The log of judgements: what a line is, what holds whatever is judged and read, and the command."""

import json
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from judged_rows import ASSERTIONS, IVAN, OLD, PEOPLE, contents, judge
from test_record_rows import make_rows
from test_record_writing import write
from typer.testing import CliRunner, Result

import dragoman
from dragoman.cli import app
from dragoman.errors import QueryError
from dragoman.record.judgements import append_judgements, encode_line, read_judgements, undone
from dragoman.record.layout import JUDGEMENTS_FILE
from dragoman.record.views import VIEWS


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("judged") / "record"
    write(path, *OLD)
    return path


@pytest.fixture
def record(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "record"))


# The log ------------------------------------------------------------------------------------------------------------


def test_a_judgement_about_what_is_gone_does_nothing_and_says_so(record: Path, tmp_path: Path) -> None:
    judge(record, "wrong", ASSERTIONS["events"])
    judge(record, "same", "Sergei Orlinov", "sergey-lavrov")
    judge(record, "same", "petrov", "Ivan Petrov")
    other = tmp_path / "other"
    write(other, IVAN)
    shutil.copy(record / JUDGEMENTS_FILE, other)
    notes = [(row.state, row.note) for row in dragoman.judgements(other)]
    assert {state for state, _ in notes} == {"gone"}
    assert sum("no reading that is shown gives" in (note or "") for _, note in notes) == 1
    assert sum("nothing names" in (note or "") for _, note in notes) == 2
    assert contents(other, judged=False, views=VIEWS[:-2]) == contents(other, views=VIEWS[:-2])


def test_a_torn_or_changed_line_costs_that_line_alone(record: Path) -> None:
    judge(record, "wrong", ASSERTIONS["events"])
    judge(record, "wrong", ASSERTIONS["statements"])
    log = record / JUDGEMENTS_FILE
    first, second = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(first + second.replace(b"Okafor", b"Nobody") + second[:40])
    assert read_judgements(record).unreadable == (2, 3)
    judge(record, "wrong", ASSERTIONS["memberships"])
    assert [row.about[0] for row in dragoman.judgements(record)] == sorted(
        [ASSERTIONS["events"], ASSERTIONS["memberships"]], key=lambda each: read_order(record, each)
    )
    assert [fault.row for fault in dragoman.verify(record) if fault.table == "judgements"] == ["2", "3"]
    shown = run("judge", record, "list")
    assert shown.stderr.count("cannot be read and is left out") == 2


def read_order(record: Path, assertion: str) -> str:
    return next(each.id for each in read_judgements(record).judgements if each.assertion == assertion)


def test_several_may_judge_at_once(record: Path) -> None:
    judge(record, "wrong", ASSERTIONS["events"])
    (one,) = read_judgements(record).judgements
    (record / JUDGEMENTS_FILE).unlink()
    many = [judge_id(one, number) for number in range(24)]
    threads = [
        threading.Thread(target=append_judgements, args=(record, many[start::4] + many[:3])) for start in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = read_judgements(record)
    assert log.unreadable == () and {each.id for each in log.judgements} == {each.id for each in many}
    assert (record / JUDGEMENTS_FILE).read_bytes().count(b"\n") == len(many)


def judge_id(judgement: object, number: int) -> object:
    from dataclasses import replace

    from dragoman.record.judgements import Judgement, with_id

    assert isinstance(judgement, Judgement)
    return with_id(replace(judgement, who=f"person {number}"))


def test_undoing_what_undoes_brings_back(record: Path) -> None:
    before = contents(record, views=VIEWS[:-2])
    first = judge(record, "wrong", ASSERTIONS["events"])
    without = contents(record, views=VIEWS[:-2])
    assert without != before
    second = judge(record, "undo", first.id[:8], minutes=1)
    assert contents(record, views=VIEWS[:-2]) == before
    with pytest.raises(QueryError, match="undone by"):
        judge(record, "undo", first.id, minutes=2)
    judge(record, "undo", second.id, minutes=3)
    assert contents(record, views=VIEWS[:-2]) == without
    assert list(undone(read_judgements(record).judgements)) == [second.id]


def test_a_bad_line_of_a_file_imports_nothing(record: Path, tmp_path: Path) -> None:
    judge(record, "wrong", ASSERTIONS["events"])
    file = tmp_path / "judgements.jsonl"
    assert dragoman.export_judgements(record, file) == 1
    good = file.read_text(encoding="utf-8")
    changed = good.replace("wrong", "wronk"), good.replace("Okafor", "Nobody"), "[]\n", good.replace("R. Okafor", "")
    for bad in changed:
        file.write_text(good + bad, encoding="utf-8")
        (tmp_path / "other").mkdir(exist_ok=True)
        write(tmp_path / "other" / "record", IVAN)
        with pytest.raises(QueryError, match=r"judgements\.jsonl, line 2: .*; nothing was imported"):
            dragoman.import_judgements(tmp_path / "other" / "record", file)
        assert dragoman.judgements(tmp_path / "other" / "record") == []
    with pytest.raises(QueryError, match="cannot read"):
        dragoman.import_judgements(record, tmp_path / "missing")


# What holds whatever is judged and read -----------------------------------------------------------------------------

_names = st.sampled_from(["Sergei Orlinov", "Sergueï Orlinov", "Ivan Petrov", "Petrov@5.txt", "Ivan Petrov@3.txt"])
_others = st.sampled_from(["BLA_MILITIA", "sergey-lavrov", "HEZBOLLAH", "Sergei Orlinov", "Petrov@5.txt"])
_acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["same", "different"]), _names, _others),
        st.tuples(st.just("wrong"), st.sampled_from(sorted(ASSERTIONS.values()))),
        st.tuples(
            st.just("value"), st.just(ASSERTIONS["memberships"]), st.just("member"), st.sampled_from(["BLR", "unknown"])
        ),
        st.tuples(
            st.just("value"), st.just(ASSERTIONS["occupancies"]), st.just("person"), st.sampled_from(["Ivan Petrov"])
        ),
        st.tuples(st.just("trust"), st.just("TASS"), st.sampled_from(["0", "0.5"])),
    ),
    min_size=1,
    max_size=4,
)
_later = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(PEOPLE[:4])), max_size=3)
_slow = settings(
    max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


def judge_all(record: Path, acts: Sequence[tuple[str, ...]]) -> None:
    for minutes, (kind, *about) in enumerate(acts):
        judge(record, kind, *about, minutes=minutes)


def read_again(record: Path, later: Sequence[tuple[int, tuple[str, str]]]) -> None:
    """The first documents again by new rules, and some that were not there."""
    write(record, *(make_rows(seed, version="2", finished_at="2024-07-01T10:00:00Z", person=key, name=name)
                    for seed, (key, name) in enumerate(PEOPLE)))  # fmt: skip
    write(record, *(make_rows(f"later {seed}", person=key, name=name) for seed, (key, name) in dict(later).items()))


@_slow
@given(_acts, _later)
def test_judging_and_reading_again_commute(
    written: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, ...]],
    later: list[tuple[int, tuple[str, str]]],
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("commuting")
    one, other = (Path(shutil.copytree(written, folder / name)) for name in ("one", "other"))
    try:
        judge_all(one, acts)
    except QueryError:
        assume(False)
    read_again(one, later)
    read_again(other, later)
    judge_all(other, acts)
    # What is stored of a person's keys grows with the record; what they stand for does not.
    views = [view for view in VIEWS if view != "judgements"]
    assert contents(one, views=views) == contents(other, views=views)
    states = [
        [(row.kind, row.about, row.value, row.state) for row in dragoman.judgements(path)] for path in (one, other)
    ]
    assert states[0] == states[1]
    dragoman.compact(one)
    assert contents(one, views=views) == contents(other, views=views)


@_slow
@given(_acts, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter_and_a_copy_is_the_same(
    written: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, ...]], random: object
) -> None:
    folder = tmp_path_factory.mktemp("ordering")
    one, other, third = (Path(shutil.copytree(written, folder / name)) for name in ("one", "other", "third"))
    plain = contents(one)
    try:
        judge_all(one, acts)
    except QueryError:
        assume(False)
    lines = list(read_judgements(one).judgements)
    random.shuffle(lines)  # type: ignore[attr-defined]
    (other / JUDGEMENTS_FILE).write_bytes(b"".join(map(encode_line, lines)))
    assert contents(other) == contents(one)
    dragoman.export_judgements(one, folder / "export.jsonl")
    given = dragoman.import_judgements(third, folder / "export.jsonl")
    assert (given.added, given.known) == (len(lines), 0)
    assert dragoman.import_judgements(third, folder / "export.jsonl").added == 0
    assert contents(third) == contents(one)
    assert contents(one, judged=False) == plain
    for minutes, each in enumerate(lines, 100):
        judge(one, "undo", each.id, minutes=minutes)
    views = [view for view in VIEWS if view != "judgements"]
    assert contents(one, views=views) == {view: plain[view] for view in views}


# The command --------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner(env={"USER": "okafor", **environment}).invoke(
        app, [str(argument) for argument in arguments], prog_name="dragoman"
    )


def test_the_command_judges_lists_and_undoes(record: Path, tmp_path: Path) -> None:
    done = run("judge", record, "value", ASSERTIONS["memberships"][:8], "status", "observer", "--why", "see p. 3")
    assert done.exit_code == 0 and not done.stderr
    row = json.loads(done.stdout)
    assert (row["who"], row["why"], row["state"], row["value"]) == ("okafor", "see p. 3", "holds", "observer")
    shown = run("members", record, "CSTO", "--format", "csv").stdout
    assert "observer" in shown and "observer" not in run("members", record, "CSTO", "--unjudged").stdout
    assert "put right: status is observer" in run("explain", record, row["about"][0], "--format", "table").stdout
    again = run("judge", record, "value", row["about"][0], "status", "none", "--by", "Vera", "--why", "p. 4")
    assert f"judgement {row['id'][:8]} (value {row['about'][0][:8]} status observer) holds no more" in again.stderr
    table = run("judge", record, "list", "--format", "table").stdout
    assert "overruled" in table and "contradicts" in table and "Vera" in table
    assert run("judge", record, "undo", json.loads(again.stdout)["id"][:8], "--why", "a slip").exit_code == 0
    assert [json.loads(line)["state"] for line in run("judge", record, "list").stdout.splitlines()] == [
        "holds", "undone", "holds",
    ]  # fmt: skip
    assert run("judge", record, "export", tmp_path / "out.jsonl").exit_code == 0
    taken = run("judge", record, "import", tmp_path / "out.jsonl", "--format", "table")
    assert taken.stdout == "0 judgements added, 3 known already\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "WHAT"),
        (("wrong",), "write wrong ID"),
        (("same", "A", "--why", "x"), "write same A B"),
        (("list", "all"), "write list"),
        (("wrong", "0193b5a6"), "say why you judge so"),
        (("wrong", "0193b5a6", "--why", "x", "--by", ""), "say who judges"),
    ],
)
def test_faults_of_usage(record: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("judge", record, *arguments)
    assert result.exit_code == 2 and message in result.stderr and result.stderr.count("\n") == 1


def test_an_empty_list_says_so(record: Path) -> None:
    assert run("judge", record, "list").stderr == "dragoman: nobody has judged anything in this record\n"
    assert run("judge", record.parent / "missing", "list").exit_code == 1
