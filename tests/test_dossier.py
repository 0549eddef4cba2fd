"""The annotated dossier: recall and precision of each half stay at or above tests/floors.yaml.

What fails on the half that is only scored is told in figures alone, so that nobody writes a rule for it.
"""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import dossier
import floors
import floors_dossier
import pytest
from floors_dossier import HALVES, KINDS, TEXTS, Half
from floors_file import Floor

from dragoman.errors import DataError
from dragoman.evaluation import Evaluation, Excess, KindScore, Miss
from dragoman.gold import load_gold
from dragoman.ontology.loading import load_event_ontology, load_ontology

PINNED = floors.load_floors().dossier


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Half, Evaluation]:
    """Both halves, read into one record and scored."""
    record = tmp_path_factory.mktemp("dossier") / "record"
    floors_dossier.read_dossier(record)
    return {half: floors_dossier.score_half(record, half) for half in HALVES}


@pytest.mark.parametrize(
    ("half", "kind"), [(half, kind) for half, kinds in (PINNED.floors if PINNED else {}).items() for kind in kinds]
)
def test_no_floor_is_undercut(scored: Mapping[Half, Evaluation], half: Half, kind: str) -> None:
    assert PINNED is not None
    floor = PINNED.floors[half][kind]
    (score,) = [score for score in scored[half].scores if score.kind == kind]
    found = floors_dossier.floor_of(score)
    if found.precision < floor.precision or found.recall < floor.recall:
        pytest.fail(
            f"{kind} of the half {half}: precision {found.precision:.4f}, floor {floor.precision}; recall "
            f"{found.recall:.4f}, floor {floor.recall}; see `python scripts/dossier.py --half {half}`",
            pytrace=False,
        )
    assert found.wanted == floor.wanted


def test_the_dossier_is_what_the_floors_were_measured_on() -> None:
    assert PINNED is not None, "the figures are not written yet: run `python scripts/floors.py --write dossier`"
    assert floors_dossier.digest_dossier() == PINNED.digest, (
        "the dossier has changed since the floors were written: run `python scripts/floors.py --write dossier`"
    )
    assert {half: set(kinds) for half, kinds in PINNED.floors.items()} == {half: set(KINDS) for half in HALVES}


def test_every_kind_of_row_is_asked_for_in_both_halves(scored: Mapping[Half, Evaluation]) -> None:
    for done in scored.values():
        assert [score.kind for score in done.scores] == list(KINDS)
        for score in done.scores:
            assert score.must > 0 and score.rows > 0, score.kind
            assert score.kind == "documents" or score.precision is not None, score.kind


# --- the split ------------------------------------------------------------------------------------------------------


def test_the_reports_are_split_once_by_the_digest_of_their_names() -> None:
    split = floors_dossier.load_split()
    stems = [path.stem for path in floors_dossier.text_files()]
    assert (len(split.develop), len(split.scored)) == (15, 15)
    assert sorted(split.develop + split.scored) == stems
    assert split.reason.strip()


def test_a_split_that_the_names_do_not_give_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = sorted(path.stem for path in floors_dossier.text_files())
    lines = [f"  - {stem}" for stem in chosen]
    text = "\n".join(["reason: chosen", "develop:", *lines[:15], "scored:", *lines[15:]])
    (tmp_path / "split.yaml").write_text(text + "\n", encoding="utf-8")
    monkeypatch.setattr(floors_dossier, "DOSSIER", tmp_path)
    with pytest.raises(DataError, match="digests of the file names"):
        floors_dossier.load_split()


def test_the_gold_of_the_halves_is_the_whole_gold() -> None:
    whole = [load_gold(path) for path in floors_dossier.gold_files()]
    halves = [floors_dossier.load_half(half) for half in HALVES]
    for kind in (*KINDS, "not_in_record"):
        items = [item.file for gold in whole for item in getattr(gold, kind)]
        assert sorted(items) == sorted(item.file for gold in halves for item in getattr(gold, kind)), kind
    names = {path.name for path in floors_dossier.text_files()}
    assert {item.file for gold in halves for item in gold.documents} == names
    for half, gold in zip(HALVES, halves, strict=True):
        stems = getattr(floors_dossier.load_split(), half)
        for kind in KINDS[1:]:
            assert all(any(stem.startswith(item.file) for stem in stems) for item in getattr(gold, kind))
            assert len(gold.complete[kind]) == 15, kind


def test_the_gold_speaks_of_what_the_texts_say() -> None:
    # Where it stands is told, and not what: the half that is only scored is not to be seen.
    texts = {path.stem: folded(path.read_text(encoding="utf-8")) for path in floors_dossier.text_files()}
    ontology, events = load_ontology(), load_event_ontology()
    faults = []
    for half in HALVES:
        gold = floors_dossier.load_half(half)
        for number, said in enumerate(gold.statements):
            (text,) = [text for stem, text in texts.items() if stem.startswith(said.file)]
            if folded(said.contains or said.indirect or "?") not in text:
                faults.append(f"{said.file}: statement {number}: its words are not in the text")
        for number, item in enumerate(gold.events):
            if not set(item.type) <= set(events.types) or item.modality not in {*ontology.modalities, "any"}:
                faults.append(f"{item.file}: event {number}: its type or modality is not on the list")
        for number, office in enumerate(gold.offices):
            if office.office.removeprefix("acting ") not in ontology.positions:
                faults.append(f"{office.file}: office {number}: its position is not on the list")
    assert faults == []


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())


def test_halving_takes_names_in_the_order_of_their_digests() -> None:
    # The SHA-256 of "a" begins with ca97, of "b" 3e23, of "c" 2e7d, of "d" 18ac.
    assert floors_dossier.halve(["a", "b", "c", "d"]) == (["c", "d"], ["a", "b"])


# --- the table and its refusal --------------------------------------------------------------------------------------

MADE = Evaluation(
    scores=[KindScore("events", 3, 4, 1, 2, 9, 5, 8), KindScore("documents", 15, 15)],
    missed=[Miss("events", "must", {"type": ["ASSAULT"], "agent": "RUS"}, "")],
    excess=[Excess("events", "unlisted", "d01.txt", "e1", "ASSAULT BLR, actual, undated")],
)


@pytest.mark.parametrize("arguments", [["--faults"], ["--faults", "--half", "scored"], ["--faults", "--half", "both"]])
def test_single_items_of_the_scored_half_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier, "read_dossier", None)
    assert dossier.main(arguments) == 2
    shown = capsys.readouterr()
    assert not shown.out and "not to be seen" in shown.err


@pytest.mark.parametrize(
    ("arguments", "halves", "faults"),
    [
        ([], ["develop", "scored"], False),
        (["--half", "scored"], ["scored"], False),
        (["--half", "develop", "--faults"], ["develop"], True),
    ],
)
def test_figures_are_printed_and_faults_of_the_develop_half(
    arguments: list[str], halves: list[str], faults: bool, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(dossier, "read_dossier", lambda record: None)
    monkeypatch.setattr(dossier, "score_half", lambda record, half: MADE)
    assert dossier.main(arguments) == 0
    shown = capsys.readouterr().out
    assert [line.split()[0] for line in shown.splitlines() if " documents " in line] == halves
    assert "0.7500" in shown and "0.6250" in shown
    assert ("events missed (must): type: ['ASSAULT'], agent: RUS" in shown) == faults
    assert ("events unlisted: d01.txt: ASSAULT BLR" in shown) == faults


def test_a_kind_without_rows_has_whole_precision() -> None:
    assert floors_dossier.floor_of(KindScore("documents", 14, 15)) == Floor(15, 1.0, 0.9333)


def test_the_texts_are_read_from_where_they_stand() -> None:
    assert len(floors_dossier.text_files()) == 30 and all(path.parent == TEXTS for path in floors_dossier.text_files())
