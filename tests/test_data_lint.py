"""The linter of the data files finds what it promises to find, and nothing in the files that ship."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import lint_data
import pytest
from lint_cases import FEWEST_CASES, FEWEST_SPOKEN, Share, count_cases, iter_case_faults
from lint_frames import FEWEST_TRIGGERS, count_triggers, iter_frame_faults, load_triggers
from lint_register import DATA, iter_register_faults

from dragoman.cases import FOLDER, Case, load_cases
from dragoman.errors import DataError
from dragoman.ontology.loading import load_event_ontology

CASE = """\
- id: made
  phenomenon: made/up
  text: La Suède a rejoint l'Otan le 7 mars 2024.
  {}
"""


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    return [str(fault) for fault in lint_data.iter_faults()]


def test_shipped_data_has_no_fault(shipped: list[str]) -> None:
    assert shipped == []


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Path]:
    yield shutil.copytree(DATA, tmp_path / "data")


def add(path: Path, line: str) -> str:
    """Append a line; returns ``name:line:`` as a fault gives it."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    return f"{path.name}:{path.read_text(encoding='utf-8').count(chr(10))}:"


def test_register_faults(register: Path) -> None:
    holders = register / "holders" / "europe.tsv"
    members = register / "memberships" / "security.tsv"
    persons = register / "persons" / "europe.tsv"
    wanted = {
        "two presidents": (
            add(holders, "nicolas-sarkozy\tpresident\tFRA\t2018-01-01\t2018-01-03\tmade up for this test"),
            "hold it at once for 3 days",
        ),
        "thin source": (add(holders, "nicolas-sarkozy\tadviser\tFRA\t2018-01-01\t2018-01-03\tyes"), "names no source"),
        "two statuses": (
            add(members, "RUS\tCSTO\tobserver\t2018-01\t2018-03\tmade up for this test"),
            "founder",
        ),
        "complete list of nobody": (
            add(register / "complete_lists.tsv", "HEZBOLLAH\t\t2020\tmade up for this test"),
            "has no members in the register",
        ),
        "person id": (add(persons, "Jean_Dupont\tJean Dupont\t\t\t\t\t"), "lower-case ASCII"),
        "shared name": ("europe.tsv:", "'Nicolas Sarkozy' (en) stands for jean, nicolas-sarkozy"),
    }
    add(persons, "jean\tNicolas Sarkozy\t\t\t\t\t")
    with (register / "organisations.yaml").open("a", encoding="utf-8") as stream:
        stream.write("bodies:\n  - {id: FRA_, label: X, kind: body, names: {fr: [Trucmuche]}, country: QQQ}\n")
    wanted["organisation id"] = ("organisations.yaml:", "FRA_: ids are capitals")
    wanted["country"] = ("organisations.yaml:", "country QQQ is no state")
    faults = [str(fault) for fault in iter_register_faults(register)]
    for name, (place, message) in wanted.items():
        assert any(place in fault and message in fault for fault in faults), (name, faults)
    assert len(faults) == len(wanted), faults


def test_day_of_handover_belongs_to_both(register: Path) -> None:
    holders = register / "holders" / "europe.tsv"
    for row in (
        "jean-castex FRA 2018-01-01 2018-02",
        "manuel-valls FRA 2018-02 2018-03-05",
        "alain-juppe FRA 2018-03-05",
    ):
        person, of, start, *end = row.split()
        add(holders, "\t".join([person, "chancellor", of, start, *(end or [""]), "made up for this test"]))
    assert [fault for fault in iter_register_faults(register) if "chancellor" in str(fault)] == []


@pytest.mark.parametrize(
    ("wants", "message"),
    [
        ("memberships: [{member: SWE, organisation: NATO, status: partial}]", "'partial' is not on the closed list"),
        ("memberships: [{member: SUEDE, organisation: NATO, status: full}]", "'SUEDE' is no actor of the register"),
        ("memberships: [{member: SWE, organization: NATO}]", "no such key: organization"),
        ("memberships: [{member: SWE, organisation: NATO, date: 7 mars}]", "is no EDTF date"),
        ("occupancies: [{person: jean-tartempion, position: president, of: FRA}]", "'jean-tartempion' is no actor"),
        ("occupancies: [{person: Jean Tartempion, position: king, of: FRA}]", "'king' is no position"),
        ("mentions: [{text: Norvège, actor: NOR}]", "the text does not have 'Norvège'"),
        ("mentions: [{text: Suède, actor: SWE, nth: 2}]", "the text does not have 'Suède' 2 times"),
        ("mentions: [{text: Suède}]", "neither actor nor not_actor"),
        ("times: [{text: le 8 mars 2024, date: 2024-03-08}]", "the text does not have 'le 8 mars 2024'"),
        ("times: [{text: le 7 mars 2024, date: 2024-03-07, kind: fête}]", "'fête' is no kind of time"),
        ("document: {published: hier}", "'hier' is no EDTF date"),
        ("document: {agencies: [NO_AGENCY]}", "'NO_AGENCY' is no actor"),
        ("statements: [{speaker: SWE, act: mumble}]", "act 'mumble' is not on the closed list"),
        ("statements: [{speaker: SWE, contains: a rejoint}]", "these keys are wanted: act"),
        ("statements: [{speaker: SUEDE, act: say}]", "speaker 'SUEDE' is no actor of the register and no name"),
        ("statements: [{speaker: null, act: say, contains: a quitté}]", "the text does not have 'a quitté'"),
        ("statements: [{speaker: SWE, act: say, direct: perhaps}]", "direct 'perhaps' is neither true nor false"),
        ("statements: [{speaker: SWE, act: say, via: TASS}]", "via: a list is wanted"),
        ("statements: [{speaker: SWE, act: say, via: [TASSE]}]", "via 'TASSE' is no actor"),
        ("statements: [{speaker: SWE, act: say, modality: perhaps}]", "modality 'perhaps' is not on the closed list"),
        ("statements: [{speaker: SWE, act: say, mode: visit}]", "no such key: mode"),
        ("statements: [{speaker: SWE, act: say, date: 7 mars}]", "is no EDTF date"),
        ("events: [{type: JOIN, actors: [SWE], modality: actual}]", "type 'JOIN' is not on the closed list"),
        ("events: [{type: [AGREE, JOIN], actors: [SWE], modality: actual}]", "type 'JOIN' is not on the closed list"),
        ("events: [{type: AGREE, actors: [SWE], modality: actual, mode: visit}]", "mode 'visit' is not on the closed"),
        ("events: [{type: AGREE, actors: [SWE]}]", "these keys are wanted: modality"),
        ("events: [{type: AGREE, actors: SWE, modality: actual}]", "actors: a list is wanted"),
        (
            "events: [{type: AGREE, actors: [SWE], recipients: [OTAN], modality: actual}]",
            "recipients 'OTAN' is no actor",
        ),
        ("events: [{type: AGREE, actors: [Jean Dupont], modality: actual}]", "actors 'Jean Dupont' is no actor"),
        ("events: [{type: AGREE, actors: [SWE], modality: actual, place: Oslo}]", "the text does not have 'Oslo'"),
        ("events: [{type: AGREE, actors: [SWE], modality: actual, said_by: SUEDE}]", "said_by 'SUEDE' is no actor"),
        ("published: 2024-03-07", "wants nothing"),
    ],
)
def test_case_faults(tmp_path: Path, wants: str, message: str) -> None:
    folder = tmp_path / "fr" / "cases"
    folder.mkdir(parents=True)
    (folder / "made.yaml").write_text("# one case\n" + CASE.format(wants), encoding="utf-8")
    faults = [str(fault) for fault in iter_case_faults("fr", tmp_path)]
    assert len(faults) == 1
    assert "made.yaml:2: made: " in faults[0]
    assert message in faults[0]


@pytest.mark.parametrize(
    "wants",
    [
        "statements: [{speaker: SWE, act: say, contains: l’OTAN, via: [TASS], audience: [NATO], date: 2024-03-07}]",
        "statements: [{speaker: null, act: say, said_by: null}]",
        "events: [{type: [AGREE, CONSULT], mode: visit, actors: [SWE], recipients: [], modality: actual, place: mars}]",
        "events: [{type: AGREE, actors: [La Suède], modality: actual, place: NOR}]",
    ],
)
def test_a_case_of_statements_or_events_without_fault(tmp_path: Path, wants: str) -> None:
    folder = tmp_path / "fr" / "cases"
    folder.mkdir(parents=True)
    (folder / "made.yaml").write_text(CASE.format(wants), encoding="utf-8")
    assert list(iter_case_faults("fr", tmp_path)) == []


# --- frames and their examples --------------------------------------------------------------------------------------

FRAMES = """\
verbs:
  - {frame: meets, type: CONSULT, lemmas: [rencontrer, se réunir]}
  - {frame: expected, type: CONSULT, lemmas: [attendre], modality: planned}
nouns:
  - {frame: meeting, type: CONSULT, lemmas: [sommet]}
"""
EXAMPLES = """\
- {trigger: rencontrer, frame: meets, type: CONSULT, actors: [FRA, UKR], recipients: [],
   yes: "Paris a rencontré Kiev.", no: "Paris ne rencontre que des refus."}
- {trigger: se réunir, frame: meets, type: CONSULT, actors: [FRA, UKR], recipients: [],
   yes: "Paris et Kiev se sont réunis.", no: "Tout réunit ces deux villes."}
- {trigger: sommets, frame: meeting, type: CONSULT, actors: [FRA, jean-tartempion], recipients: [],
   yes: "Le sommet entre Paris et Jean Tartempion.", no: "Le sommet de la tour."}
"""


def frame_faults(folder: Path, frames: str, examples: str) -> list[str]:
    language = folder / "fr"
    for name, content in (("frames", frames), ("triggers", examples)):
        (language / name).mkdir(parents=True)
        (language / name / "made.yaml").write_text(content, encoding="utf-8")
    (language / "lemmas.tsv").write_text("form\tlemma\nvit\tvoir\n", encoding="utf-8")
    return [str(fault) for fault in iter_frame_faults("fr", folder)]


def test_frames_without_fault(tmp_path: Path) -> None:
    assert frame_faults(tmp_path, FRAMES, EXAMPLES) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lemmas: [rencontrer,", "lemmas: [rencontrer, consulter,", "2: meets: no example of the trigger 'consulter'"),
        ("{frame: meeting,", "{frame: summit,", "6: meeting, sommets: there is no frame 'meeting'"),
        ("frame: meeting, type: CONSULT, lemmas", "frame: meeting, type: AID, lemmas", "of type AID, the example of"),
        (
            "rencontrer, frame: meets, type: CONSULT, actors: [FRA, UKR]",
            "rencontrer, frame: meets, type: CONSULT, actors: []",
            "neither an actor nor",
        ),
        ("jean-tartempion]", "jean-dupont]", "6: meeting, sommets: 'jean-dupont' is no actor of the register and no"),
        ("jean-tartempion]", "UKRAINE]", "6: meeting, sommets: 'UKRAINE' is no actor of the register"),
        ("Paris a rencontré Kiev.", "Paris a vu Kiev.", "2: meets, rencontrer: 'yes' has no form of rencontrer"),
        ("Tout réunit ces", "Tout sépare ces", "4: meets, se réunir: 'no' has no form of se réunir"),
        ("Le sommet de la tour.", "", "'no' is empty"),
        (
            "Tout réunit ces deux villes.",
            "Paris et Kiev se sont réunis!",
            "the sentence stands twice, also for se réunir",
        ),
    ],
)
def test_frame_faults(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert (FRAMES + EXAMPLES).count(old) == 1
    faults = frame_faults(tmp_path, FRAMES.replace(old, new), EXAMPLES.replace(old, new))
    assert any(message in fault for fault in faults), faults
    # A frame that has lost its type or name loses its examples with it.
    assert len(faults) == (2 if "{frame: summit" in new or "AID" in new else 1), faults


def test_a_malformed_example_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"made\.yaml: .*missing required field `no`"):
        frame_faults(tmp_path, FRAMES, EXAMPLES.replace(', no: "Le sommet de la tour."', ""))


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("remettre", "remis"),
        ("reprendre", "reprises"),
        ("recevoir", "reçu"),
        ("s'en prendre", "s'en est pris"),
        ("convenir", "convenu"),
        ("reconnaître", "reconnue"),
        ("céder", "cède"),
        ("voir", "vit"),
    ],
)
def test_forms_that_no_ending_gives_are_known(tmp_path: Path, lemma: str, form: str) -> None:
    frames = f"verbs: [{{frame: made, type: AID, lemmas: [{lemma}]}}]\n"
    row = f"trigger: {lemma}, frame: made, type: AID, actors: [FRA], recipients: []"
    examples = f'- {{{row}, yes: "Paris {form} cela.", no: "On {form}."}}\n'
    assert frame_faults(tmp_path, frames, examples) == []


def test_triggers_are_many_and_of_every_type() -> None:
    triggers = count_triggers("fr")
    assert triggers.total() >= FEWEST_TRIGGERS
    assert len(load_triggers("fr")) >= FEWEST_TRIGGERS
    assert set(triggers) == set(load_event_ontology().types)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: [1]\nb:\n  c: 1\n  c: 2\n", "4: key 'c' stands twice"),
        ("a: été\nb: e\u0301te\u0301\n", "2: letters with marks stand apart"),
        ("a: 1\nb: /ho" + "me/desk/texts\n", "2: names a place of a machine"),
        ("a: [1\n", "no valid YAML"),
    ],
)
def test_text_faults(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(content, encoding="utf-8")
    faults = [str(fault) for fault in lint_data.iter_text_faults(path)]
    assert len(faults) == 1
    assert message in faults[0]


def test_cases_are_many_and_a_good_part_tells_what_did_not_happen() -> None:
    count = count_cases(load_cases("fr"))
    assert count.cases >= FEWEST_CASES
    assert count.asserting.share >= 0.4
    assert count.spoken.cases >= FEWEST_SPOKEN
    assert count.spoken.share >= 0.5, str(count)


@pytest.mark.parametrize(
    ("message", "placed"),
    [
        ("titles.yaml: no valid YAML", "src/dragoman/languages/fr/titles.yaml:1: no valid YAML"),
        ("fr/times.yaml:12: odd", "src/dragoman/languages/fr/times.yaml:12: odd"),
        ("something else", "src/dragoman/languages:1: something else"),
    ],
)
def test_errors_of_loading_are_placed(message: str, placed: str) -> None:
    assert str(lint_data._placed(message, lint_data.PACKAGE / "languages")) == placed


def test_a_case_that_wants_no_row_counts_as_negative() -> None:
    texts = [Case("a", "x", "t", memberships=[]), Case("b", "x", "t", times=[]), Case("c", "x", "t", attributes=[{}])]
    texts += [
        Case("d", "x", "t", events=[{"modality": "actual"}, {"modality": "planned"}]),
        Case("e", "x", "t", statements=[{"act": "say"}], events=[{"modality": "actual"}]),
        Case("f", "x", "t", statements=[], memberships=[{}]),
    ]
    count = count_cases(texts)
    assert (count.cases, count.asserting, count.spoken) == (6, Share(3, 1), Share(3, 2))
    assert (count.statements, count.events) == (Share(2, 1), Share(2, 1))
    assert Share(0, 0).share == 0.0


def test_every_language_with_cases_is_linted() -> None:
    assert set(lint_data.LANGUAGES) == {path.parent.name for path in FOLDER.glob("*/cases")}
