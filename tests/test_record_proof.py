"""Proving a record: what is damaged is found, what is wrong in a row is told, what cannot be known is no fault."""

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import RecordBuilder, membership
from hypothesis import given, settings
from hypothesis import strategies as st
from test_record_reading import restamp
from test_record_rows import make_rows, rows_of
from test_record_upkeep import change
from test_record_writing import shard_folders, write
from typer.testing import CliRunner, Result

import dragoman
from dragoman.cli import app
from dragoman.model.assertion import TABLES, Span, When, assertion_id, reading_id
from dragoman.proving import iter_faults, verify
from dragoman.record.compaction import compact
from dragoman.record.faults import KINDS, Fault, Proof
from dragoman.record.layout import Manifest
from dragoman.record.ledger import LEDGER_FILE, read_ledger
from dragoman.record.schema import to_table
from dragoman.record.shards import write_shard
from dragoman.record.writing import DocumentRows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two documents in a shard, one of them read by another version in a second shard, a third one seen twice."""
    write(tmp_path / "r", make_rows(1), make_rows(2))
    write(tmp_path / "r", make_rows(1, version="2"), make_rows(3), make_rows(3, source="elsewhere"))
    return tmp_path / "r"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record to be damaged and mended again."""
    path = tmp_path_factory.mktemp("sound") / "r"
    write(path, make_rows(1), make_rows(2))
    write(path, make_rows(3))
    return path


def proved(path: Path) -> Proof:
    proof = Proof()
    assert list(iter_faults(path, proof)) == []
    return proof


def faults(path: Path, kind: str) -> list[str]:
    found = verify(path)
    assert {fault.kind for fault in found} == {kind}
    return [str(fault) for fault in found]


def test_a_proof_counts_what_it_looked_at(path: Path) -> None:
    proof = proved(path)
    assert set(proof.checked) == set(KINDS)
    # Four readings of three documents, each with an assertion in five tables.
    assert proof.checked["id"] == 4 * (1 + 1 + 5)
    assert (proof.checked["source"], proof.untold["source"], proof.checked["ledger"]) == (4, 4, 2)
    compact(path)
    merged = proved(path)
    assert all(merged.checked[kind] == proof.checked[kind] for kind in ("id", "span", "date", "source"))


def test_what_the_program_reads_is_proved(demo_record: Path) -> None:
    proof = proved(demo_record)
    assert proof.untold.total() == 0
    assert proof.checked["id"] > 150 and proof.checked["span"] > 700


# Bytes --------------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*TABLES]), st.booleans(), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_any_changed_byte_of_any_table_is_found(
    sound: Path, table: str, second: bool, where: float, flipped: int
) -> None:
    file = shard_folders(sound)[second] / f"{table}.parquet"
    content = file.read_bytes()
    changed = bytearray(content)
    changed[int(where * len(content))] ^= flipped
    file.write_bytes(changed)
    try:
        found = verify(sound)
    finally:
        file.write_bytes(content)
    assert found and all(fault.shard == file.parent.name for fault in found if fault.kind == "bytes")
    assert any(fault.kind == "bytes" and table in str(fault) for fault in found)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([*TABLES]), st.floats(0, 1, exclude_max=True))
def test_a_file_that_is_cut_short_is_found(sound: Path, table: str, where: float) -> None:
    file = shard_folders(sound)[0] / f"{table}.parquet"
    content = file.read_bytes()
    file.write_bytes(content[: int(where * len(content))])
    try:
        found = verify(sound)
    finally:
        file.write_bytes(content)
    assert any(table in str(fault) for fault in found)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["manifest", "ledger"]), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_changed_manifest_or_ledger_is_found_or_says_the_same(
    sound: Path, which: str, where: float, flipped: int
) -> None:
    file = shard_folders(sound)[0] / "manifest.json" if which == "manifest" else sound / LEDGER_FILE
    content = file.read_bytes()
    changed = bytearray(content)
    changed[int(where * len(content))] ^= flipped
    said, ledger = msgspec.json.decode(shard_manifest(sound), type=Manifest), read_ledger(sound)
    file.write_bytes(changed)
    try:
        found: list[Any] = verify(sound)
        assert found or read_ledger(sound) == ledger
        assert found or msgspec.json.decode(shard_manifest(sound), type=Manifest) == said
    except dragoman.NewerRecordError:
        pass
    finally:
        file.write_bytes(content)


def shard_manifest(path: Path) -> bytes:
    return (shard_folders(path)[0] / "manifest.json").read_bytes()


def test_a_shard_stands_in_the_ledger_with_its_digest(path: Path) -> None:
    ledger = path / LEDGER_FILE
    first, second = ledger.read_text().splitlines()
    ledger.write_text(f"{first}\n")
    assert faults(path, "ledger") == [
        f"{json.loads(second)['shard']}: no line of the ledger names it; `compact` adds one"
    ]
    ledger.write_text(f"{first}\n{second.replace(json.loads(second)['digest'], '0' * 64)}\n")
    assert "the ledger gives it the digest 000" in faults(path, "ledger")[0]
    seven = second.replace('"documents":2', '"documents":7')
    ledger.write_text(f"{first}\n{seven}\n")
    assert "the ledger gives it 7 documents" in faults(path, "ledger")[0]
    compact(path)
    assert verify(path) == []
    ledger.unlink()
    assert len(faults(path, "ledger")) == 1
    assert compact(path).merged == ()
    assert verify(path) == []


def test_a_replaced_shard_that_still_lies_there_is_found(path: Path) -> None:
    name = compact(path).merged[0]
    (path / "shards" / name).mkdir()
    assert faults(path, "ledger") == [
        f"{name}: others have replaced it, but its folder is still there; `compact` removes it"
    ]
    compact(path)
    assert verify(path) == []


# Rows ---------------------------------------------------------------------------------------------------------------

DAY = dt.date(2024, 6, 25)
OTHER = "0" * 32


@pytest.mark.parametrize(
    ("changes", "what", "kind"),
    [
        ({"events": {"id": OTHER}}, "the id does not follow from its words", "id"),
        ({"statements": {"words": "autres"}}, "the id does not follow from its words", "id"),
        ({"memberships": {"trigger_text": "À"}}, "the id does not follow from its words", "id"),
        ({"attributes": {"property": "seat"}}, "the id does not follow from its words", "id"),
        ({"document": {"title": "Autre"}}, "the id does not follow from what was read", "id"),
        ({"document": {"published": None}}, "published is None, its days are 2024-06-25 to 2024-06-25", "date"),
        ({"document": {"published_to": None}}, "published is 2024-06-25, its days are 2024-06-25 to None", "date"),
        ({"events": {"when": When("2024-06", DAY, DAY, None, "text")}}, "its days are 2024-06-25 to 2024-", "date"),
        ({"events": {"when": When(None, DAY, None)}}, "date is None, its days are 2024-06-25 to None", "date"),
        ({"events": {"when": When("im Juni", None, None)}}, "'im Juni' is no EDTF date", "date"),
        ({"events": {"when": When(date_anchor="text")}}, "there is no date, but an anchor of one", "date"),
        ({"arguments": {"span": Span(3, 5, "xx")}}, "the text at 3:5 is not the quote", "span"),
        ({"occupancies": {"trigger_text": "ministre"}}, "'ministre' does not stand in the text", "span"),
        ({"statements": {"cue_text": "À … chanté"}}, "'À … chanté' does not stand in the text", "span"),
    ],
)
def test_what_is_wrong_in_a_row_is_told(tmp_path: Path, changes: dict[str, object], what: str, kind: str) -> None:
    rows = make_rows(1)
    if "document" in changes:
        rows = dataclasses.replace(rows, document=dataclasses.replace(rows.document, **changes["document"]))  # type: ignore[arg-type]
    else:
        rows = change(rows, **changes)
    write(tmp_path / "r", rows)
    assert any(what in str(fault) and fault.kind == kind for fault in verify(tmp_path / "r"))


def with_office(office: str) -> DocumentRows:
    """A document whose occupancy has an id that is made of the words of an office that is not its trigger."""
    rows = make_rows(1)
    name, text = rows.occupancies[0].trigger_text, rows.document.text
    made = assertion_id(rows.document.id, ("occupancies", "rencontré", text, name, office), 1)
    held = rows.occupancies[0].id
    rows = change(rows, occupancies={"id": made, "trigger_text": "rencontré", "span": Span(0, len(text), text)})
    arguments = (dataclasses.replace(row, assertion=made) if row.assertion == held else row for row in rows.arguments)
    return dataclasses.replace(rows, arguments=tuple(arguments))


@pytest.mark.parametrize(("office", "untold"), [("sa participation", 0), ("participation à l’OTSC", 0), ("maire", 1)])
def test_the_words_of_an_office_are_looked_for_in_the_sentence(tmp_path: Path, office: str, untold: int) -> None:
    write(tmp_path / "r", with_office(office))
    assert proved(tmp_path / "r").untold["id"] == untold


def test_equal_assertions_are_numbered(tmp_path: Path) -> None:
    rows = make_rows(1)
    (event,) = rows.events
    key = ("events", event.trigger_text, event.span.quote_text)
    second = dataclasses.replace(event, id=assertion_id(event.document, key, 2), event_type="AID")
    write(tmp_path / "r", dataclasses.replace(rows, events=(event, second)))
    assert verify(tmp_path / "r") == []
    write(tmp_path / "other", dataclasses.replace(rows, events=(second,)))
    assert any("does not follow" in str(fault) and fault.table == "events" for fault in verify(tmp_path / "other"))


def test_a_membership_whose_parties_are_not_kept_is_no_fault(builder: RecordBuilder) -> None:
    builder.add("a.txt", memberships=[membership("BLR", "CSTO", "full", "2020-06-25")])
    assert proved(builder.write()).untold["id"] == 1


def test_an_id_stands_for_the_same_words_in_every_reading(tmp_path: Path) -> None:
    write(tmp_path / "r", with_office("maire"))
    again = dataclasses.replace(make_rows(1, version="2"), events=(), arguments=(), statements=())
    other = change(again, occupancies={"id": with_office("maire").occupancies[0].id})
    write(tmp_path / "r", other)
    assert any("two readings give the id other words" in fault for fault in faults(tmp_path / "r", "id"))


def test_a_sighting_is_of_a_document(path: Path) -> None:
    write_shard(path, lambda table: to_table(table, make_rows(9).sightings if table == "sightings" else []))
    assert any(f"there is no document {make_rows(9).document.id}" in str(fault) for fault in verify(path))
    # Where a shard is not whole, the document may have stood there.
    (shard_folders(path)[0] / "events.parquet").unlink()
    assert not any("there is no document" in str(fault) for fault in verify(path))


def test_rows_out_of_order_and_readings_twice_are_found(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    write(tmp_path / "r", make_rows(1), make_rows(2), make_rows(3))
    (folder,) = shard_folders(tmp_path / "r")
    table = pq.read_table(folder / "events.parquet")
    pq.write_table(table.take([1, 0, 2]), folder / "events.parquet")
    twice = pq.read_table(folder / "documents.parquet")
    pq.write_table(twice.take([0, 0, 1, 2]), folder / "documents.parquet")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["documents"]["rows"] = manifest["documents"] = 4
    (folder / "manifest.json").write_text(json.dumps(manifest))
    restamp(folder)
    found = [str(fault) for fault in verify(tmp_path / "r") if fault.kind == "reading"]
    assert any("events: its rows are not in the order of their documents" in fault for fault in found)
    assert any("it stands twice (reading" in fault for fault in found)


def test_an_older_shard_without_a_column_is_proved(path: Path) -> None:
    import pyarrow.parquet as pq

    folder = shard_folders(path)[0]
    table = pq.read_table(folder / "events.parquet")
    pq.write_table(table.drop_columns(["statement", "place_text"]), folder / "events.parquet")
    restamp(folder)
    assert {fault.kind for fault in verify(path)} == {"ledger"}


# Sources ------------------------------------------------------------------------------------------------------------


def test_a_source_that_has_gone_or_changed_is_no_fault(tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text("À Minsk.")
    rows = make_rows(1, source=str(source))
    document = hashlib.sha256(source.read_bytes()).hexdigest()
    told = reading_id(document, "2024-06-25", "TASS", rows.document.title, "1", "r1")
    write(
        tmp_path / "r",
        DocumentRows(
            document=dataclasses.replace(rows.document, id=document, reading=told),
            sightings=(dataclasses.replace(rows.sightings[0], document=document),),
            reading=dataclasses.replace(rows.reading, id=told, document=document),
        ),
    )
    assert proved(tmp_path / "r").untold["source"] == 0
    source.write_text("À Moscou.")
    assert proved(tmp_path / "r").untold["source"] == 1
    source.unlink()
    assert proved(tmp_path / "r").untold["source"] == 1
    source.mkdir()
    assert proved(tmp_path / "r").untold["source"] == 1


# The command --------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="dragoman")


def test_the_command_gives_one_fault_a_line_and_counts_them(tmp_path: Path) -> None:
    many = [change(make_rows(number), events={"id": OTHER[:-1] + str(number)}) for number in (1, 2)]
    write(tmp_path / "r", *many)
    as_lines = run("verify", tmp_path / "r")
    rows = [json.loads(line) for line in as_lines.stdout.splitlines()]
    assert as_lines.exit_code == 1
    assert set(rows[0]) == {field.name for field in dataclasses.fields(Fault)}
    assert [Fault(**row) for row in rows] == verify(tmp_path / "r")
    assert len(list(csv.DictReader(io.StringIO(run("verify", tmp_path / "r", "--format", "csv").stdout)))) == len(rows)
    shown = run("verify", tmp_path / "r", "--format", "table").stdout
    listed = [line for line in shown.splitlines() if line.startswith(("id: ", "reference: "))]
    assert len(listed) == len(rows) == 4
    assert f"{tmp_path / 'r'} has 4 faults" in shown
    assert all(what in shown for what in KINDS.values())


def test_a_fault_tells_its_place() -> None:
    assert str(Fault("s", "events", "e", "odd", "id")) == "s events e: odd"
    assert str(Fault(None, None, None, "odd", "id")) == "odd"
    assert rows_of("events", [make_rows(1)])
