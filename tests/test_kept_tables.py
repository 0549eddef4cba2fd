"""What a great record tells is worked out once and kept: used again, made anew when damaged, and never of another."""

from pathlib import Path

import pyarrow as pa
import pytest
from conftest import RecordBuilder, membership

from dragoman.errors import RecordError
from dragoman.kept_folders import can_keep
from dragoman.model.dates import Date
from dragoman.reasoning.kept_tables import are_kept, is_great, open_or_compute
from dragoman.reasoning.tables import compute_tables
from dragoman.record.reading import Record
from dragoman.record.schema import COMPUTED, arrow_schema
from dragoman.record.scope import Scope
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.web.aside import Aside


@pytest.fixture
def builder(tmp_path: Path) -> RecordBuilder:
    builder = RecordBuilder(tmp_path / "record")
    builder.add("mali.txt", published="2024-01-28", memberships=[membership("MLI", "AES", "full", "2024-01-28")])
    return builder


def computed(record: Record) -> dict[str, pa.Table]:
    return compute_tables(record, load_register())


def refuse() -> dict[str, pa.Table]:
    pytest.fail("it is worked out anew")


def test_what_was_kept_is_used_again(builder: RecordBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with open_record(builder.write()) as record:
        assert is_great(record, 1) and not is_great(record)
        assert not are_kept(record, folder=folder)
        tables = computed(record)
        assert open_or_compute(record, lambda: tables, worth_keeping=1, folder=folder) == tables
        assert are_kept(record, folder=folder)
        assert open_or_compute(record, refuse, worth_keeping=1, folder=folder) == tables
        assert not list(record.path.glob("**/*.arrow")), "nothing is written into the record"


def test_a_small_record_leaves_the_disk_alone(builder: RecordBuilder, tmp_path: Path) -> None:
    with open_record(builder.write()) as record:
        tables = computed(record)
        assert open_or_compute(record, lambda: tables, folder=tmp_path / "cache") == tables
    assert not (tmp_path / "cache").exists()


def test_another_record_another_scope_and_no_judgements_are_kept_apart(builder: RecordBuilder, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    empty = {name: arrow_schema(row).empty_table() for name, row in COMPUTED.items()}
    with open_record(builder.write()) as record, record.within(Scope(Date.parse("2024-01-01"))) as earlier:
        open_or_compute(record, lambda: computed(record), worth_keeping=1, folder=folder)
        assert not are_kept(earlier, folder=folder)
        assert open_or_compute(earlier, lambda: empty, worth_keeping=1, folder=folder) == empty
        assert are_kept(earlier, folder=folder)
    builder.add("niger.txt", published="2024-01-29", memberships=[membership("NER", "AES", "full", "2024-01-29")])
    with open_record(builder.write()) as grown:
        assert not are_kept(grown, folder=folder)


@pytest.mark.parametrize("damage", ["cut", "removed"])
def test_what_is_damaged_is_made_anew(builder: RecordBuilder, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "cache"
    with open_record(builder.write()) as record:
        tables = computed(record)
        open_or_compute(record, lambda: tables, worth_keeping=1, folder=folder)
        (file,) = folder.glob("*/facts.arrow")
        if damage == "cut":
            file.write_bytes(file.read_bytes()[:-9])
        else:
            file.unlink()
        assert not are_kept(record, folder=folder)
        assert open_or_compute(record, lambda: tables, worth_keeping=1, folder=folder) == tables
        assert open_or_compute(record, refuse, worth_keeping=1, folder=folder) == tables


def test_where_nothing_can_be_kept_it_is_worked_out(builder: RecordBuilder, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("no folder", encoding="utf-8")
    assert not can_keep(taken / "cache") and can_keep(tmp_path / "cache")
    with open_record(builder.write()) as record:
        tables = computed(record)
        assert open_or_compute(record, lambda: tables, worth_keeping=1, folder=taken / "cache") == tables
        assert not are_kept(record, folder=taken / "cache")


def test_a_process_of_its_own_works_out_the_shards_that_were_found(
    builder: RecordBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    aside = Aside()
    with open_record(builder.write()) as record:
        aside.work_out(record)
        assert capfd.readouterr().err == ""
        for file in record.path.glob("shards/*/memberships.parquet"):
            file.unlink()
        with pytest.raises(RecordError, match="could not be worked out"):
            aside.work_out(record)
        assert "Error" in capfd.readouterr().err, "the process says why"
        aside.close()
        with pytest.raises(RecordError, match="closed"):
            aside.work_out(record)
