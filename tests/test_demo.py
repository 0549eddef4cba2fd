"""The demonstration dossier: every document is read as expected, and rows at or above tests/floors.yaml."""

from pathlib import Path

import floors
import floors_demo
import pytest
from floors_dossier import floor_of

from dragoman.evaluation import Evaluation

PINNED = floors.load_floors().demo


@pytest.fixture(scope="module")
def scored(demo_record: Path) -> Evaluation:
    """The demonstration dossier, scored."""
    return floors_demo.score_demo(demo_record)


def test_every_document_is_dated_credited_and_cut_as_expected(scored: Evaluation) -> None:
    assert [miss for miss in scored.missed if miss.kind == "documents"] == []


@pytest.mark.parametrize("kind", list(PINNED.floors) if PINNED else [])
def test_no_floor_is_undercut(scored: Evaluation, kind: str) -> None:
    assert PINNED is not None
    (score,) = [score for score in scored.scores if score.kind == kind]
    floor, found = PINNED.floors[kind], floor_of(score)
    missed = [miss.item for miss in scored.missed if miss.kind == kind and miss.need == "must"]
    assert found.precision >= floor.precision, [excess.what for excess in scored.excess if excess.kind == kind]
    assert found.recall >= floor.recall, missed
    assert found.wanted == floor.wanted


def test_the_dossier_is_what_the_floors_were_measured_on() -> None:
    assert PINNED is not None, "the figures are not written yet: run `python scripts/floors.py --write demo`"
    assert floors_demo.digest_demo() == PINNED.digest, (
        "the demonstration dossier has changed since its floors were written: `python scripts/floors.py --write demo`"
    )
    assert set(PINNED.floors) == set(floors_demo.KINDS)
