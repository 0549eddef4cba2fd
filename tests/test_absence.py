"""Who was missing: twenty summits with known absences, and runs of them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import fixed_clock

import dragoman

SUMMITS = yaml.safe_load((Path(__file__).parent / "scenarios" / "absence.yaml").read_text("utf-8"))["summits"]


@pytest.fixture(scope="module")
def summits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("summits")
    for summit in SUMMITS:
        (folder / f"{summit['id']}.txt").write_text(summit["text"], encoding="utf-8")
    assert not dragoman.read(folder, to=folder / "record", clock=fixed_clock).set_aside
    return folder / "record"


def documents(record: Path) -> dict[str, str]:
    with dragoman.open_record(record) as opened:
        rows = opened.sql("SELECT source, id FROM documents").to_pylist()
    return {Path(row["source"]).stem: row["id"] for row in rows}


def test_there_are_twenty() -> None:
    assert len({summit["id"] for summit in SUMMITS}) == len(SUMMITS) >= 20


@pytest.mark.parametrize("summit", SUMMITS, ids=lambda summit: summit["id"])
def test_nobody_else_is_missing(summits: Path, summit: dict[str, Any]) -> None:
    with dragoman.open_record(summits, sources=[documents(summits)[summit["id"]]]) as record:
        found = {(row.member, row.how) for row in dragoman.absent(record, summit["organisation"])}
    wanted = {(member, how) for how in ("told", "inferred") for member in summit.get(how, ())}
    assert found == wanted


def test_a_run_of_absences_tells_since_when(summits: Path) -> None:
    with dragoman.open_record(summits) as record:
        rows = dragoman.absent(record, "OTSC", member="Arménie", start="2023")
        assert [(str(row.date_from), row.how, str(row.since), row.meetings) for row in rows] == [
            ("2023-11-23", "told", "2023-11-23", 1),
            ("2024-11-28", "told", "2023-11-23", 2),
            ("2025-11-27", "inferred", "2023-11-23", 3),
        ]
        assert [row.suspended for row in rows] == [False, True, True]
        ids = {row["id"] for row in record.sql("SELECT id FROM events").to_pylist()}
        assert all(row.assertions and ids.issuperset(row.assertions) for row in rows)
        with pytest.raises(dragoman.UnknownNameError, match="did you mean"):
            dragoman.absent(record, "OTSCC")
        with pytest.raises(dragoman.QueryError, match="the state Armenia"):
            dragoman.absent(record, "Arménie")
