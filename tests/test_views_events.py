"""Events as views list and explain them, and the ontology that they are of."""

from pathlib import Path

import pytest
from conftest import RecordBuilder, membership
from spoken_rows import REPORT, THREAT, add_report, argument, event, event_id

from dragoman.errors import DataError, QueryError, UnknownNameError
from dragoman.ontology import loading
from dragoman.ontology.loading import load_event_ontology
from dragoman.record.reading import Record
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.actor import get_actor_page
from dragoman.views.document import get_document
from dragoman.views.events import get_event_type, get_modality, list_events
from dragoman.views.explanation import explain_assertion
from dragoman.views.timeline import list_timeline
from dragoman.views.told import KINDS

REGISTER = load_register()


@pytest.fixture
def record(builder: RecordBuilder) -> Record:
    add_report(builder)
    return open_record(builder.write())


def types(record: Record, **limits: object) -> list[str]:
    return [row.event_type for row in list_events(record, REGISTER, **limits)]  # type: ignore[arg-type]


def test_events_are_in_order_of_day_then_of_the_text(record: Record) -> None:
    rows = list_events(record, REGISTER)
    assert [(row.event_type, row.date, row.undated) for row in rows] == [
        ("THREATEN", "2024", False),
        ("CONSULT", "2024-06-25", False),
        ("REJECT", None, True),
        ("ASSAULT", None, True),
    ]
    assert [row.summary for row in rows] == [
        "Russia → Ukraine: THREATEN",
        "Sergey Lavrov, Sergei Aleinik: CONSULT visit in Minsk",
        "NATO: REJECT",
        "Russia → Ukraine: ASSAULT (planned)",
    ]
    threat = rows[0]
    assert (threat.actors, threat.recipients, threat.recipient_names) == (("RUS",), ("UKR",), ("Ukraine",))
    assert REPORT[threat.span_start : threat.span_end] == threat.quote_text == THREAT
    assert rows[2].said_by == "sergey-lavrov" and rows[2].statement is not None


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"types": ["consult"]}, ["CONSULT"]),
        ({"types": ["REJECT", "Assault"]}, ["REJECT", "ASSAULT"]),
        ({"modalities": ["planned"]}, ["ASSAULT"]),
        ({"modalities": ["actual"], "types": ["ASSAULT"]}, []),
        # A state stands for the people in its offices; a person for nobody else.
        ({"between": ("Russie", "Biélorussie")}, ["CONSULT"]),
        ({"between": ("Biélorussie", "Lavrov")}, ["CONSULT"]),
        ({"between": ("UKR", "RUS")}, ["THREATEN", "ASSAULT"]),
        ({"between": ("UKR", "Lavrov")}, []),
        # Lavrov alone is not two parties.
        ({"between": ("Russie", "Lavrov")}, []),
        ({"between": ("RUS", "RUS")}, []),
        ({"actor": "RUS"}, ["THREATEN", "CONSULT", "ASSAULT"]),
        ({"actor": "Ukraine"}, []),
        ({"recipient": "Ukraine"}, ["THREATEN", "ASSAULT"]),
        ({"actor": "RUS", "recipient": "UKR", "types": ["THREATEN"]}, ["THREATEN"]),
        ({"actor": "NATO"}, ["REJECT"]),
        ({"start": "2025"}, ["REJECT", "ASSAULT"]),
        ({"start": "2024-06-25", "end": "2024-06-25"}, ["THREATEN", "CONSULT", "REJECT", "ASSAULT"]),
        ({"end": "2023"}, ["REJECT", "ASSAULT"]),
    ],
)
def test_events_are_limited(record: Record, limits: dict[str, object], found: list[str]) -> None:
    assert types(record, **limits) == found


def test_two_people_of_one_state_are_two_parties(builder: RecordBuilder) -> None:
    def met(document: str) -> str:
        return event_id(document, "CONSULT", "menace")

    builder.add(
        "a.txt",
        text=REPORT,
        events=[event("CONSULT", ["sergey-lavrov", "vladimir-putin"], actor_countries=["RUS"])],
        arguments=[
            argument(met, "actor", "Sergueï Lavrov", "sergey-lavrov", "RUS"),
            argument(met, "actor", "Moscou", "vladimir-putin", "RUS", ordinal=1),
        ],
    )
    record = open_record(builder.write())
    assert types(record, between=("Russie", "Lavrov")) == types(record, between=("RUS", "RUS")) == ["CONSULT"]


def test_an_official_whom_nobody_names_is_a_party_by_the_state(builder: RecordBuilder) -> None:
    builder.add("a.txt", text=REPORT, events=[event("ACCUSE", [], ["UKR"], actor_countries=["RUS"])])
    record = open_record(builder.write())
    (row,) = list_events(record, REGISTER, between=("RUS", "UKR"))
    assert row.summary == "someone of Russia → Ukraine: ACCUSE" and row.actor_names == ()
    assert [row.summary for row in list_timeline(record, REGISTER, actor="RUS")] == [row.summary]


@pytest.mark.parametrize(
    ("limits", "error", "message"),
    [
        ({"types": ["CONSULTT"]}, UnknownNameError, "there is no event type 'CONSULTT'; did you mean CONSULT"),
        ({"types": ["zzz"]}, UnknownNameError, "there is no event type 'zzz'; known are AGREE, CONSULT"),
        ({"modalities": ["plan"]}, UnknownNameError, "did you mean planned"),
        ({"between": ("Russie", "Biélorusie")}, UnknownNameError, r"'Biélorusie'; did you mean BLR \(Biélorussie\)"),
        ({"between": ("Congo", "RUS")}, QueryError, "more than one actor"),
        ({"actor": ""}, UnknownNameError, "neither the register nor the record knows an actor ''"),
        ({"recipient": "Zxqwv"}, UnknownNameError, "names are taken in French"),
        ({"start": "2025", "end": "2024"}, QueryError, "lies after"),
    ],
)
def test_faults_in_asking_say_what_to_do(
    record: Record, limits: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        types(record, **limits)


def test_a_record_without_events_gives_none(builder: RecordBuilder) -> None:
    builder.add("a.txt")
    assert list_events(open_record(builder.write()), REGISTER, between=("RUS", "UKR"), types=["ASSAULT"]) == []


# Timeline, document, explanation ------------------------------------------------------------------------------------


def test_the_timeline_has_every_kind(builder: RecordBuilder) -> None:
    builder.add("a.txt", memberships=[membership("RUS", "CSTO", "full", "2024-06-25")])
    add_report(builder)
    record = open_record(builder.write())
    assert KINDS == ("membership", "occupancy", "attribute", "statement", "event")
    rows = list_timeline(record, REGISTER)
    assert [row.kind for row in rows] == [
        "event", "event", "membership", "statement", "event", "event", "statement", "statement",
    ]  # fmt: skip
    met = rows[1]
    assert (met.actor, met.object, met.relation, met.value) == (None, None, "CONSULT", "visit")
    assert met.parties == ("sergey-lavrov", "sergei-aleinik") and met.bears is None
    threat = rows[0]
    assert (threat.actor, threat.actor_label, threat.object) == ("RUS", "Russia", "UKR")
    # A state stands for the people in its offices, in what they said and in what they did.
    assert [row.relation for row in list_timeline(record, REGISTER, actor="Biélorussie")] == ["CONSULT"]
    assert [row.relation for row in list_timeline(record, REGISTER, actor="Russie")] == [
        "THREATEN", "CONSULT", "full", "accuse", "ASSAULT", "warn",
    ]  # fmt: skip
    # Whose words a row comes out of is a party of it too.
    assert "REJECT" in [row.relation for row in list_timeline(record, REGISTER, actor="Lavrov")]


def test_the_page_of_an_actor_stays_one_of_offices_and_memberships(record: Record) -> None:
    assert [row for row in get_actor_page(record, REGISTER, "Lavrov").rows if row.side == "record"] == []


def test_a_document_has_the_roles_of_every_assertion(record: Record) -> None:
    page = get_document(record, REGISTER, "minsk")
    drawn = {row.relation: row for row in page.assertions}
    assert set(drawn) == {"accuse", "warn", "say", "CONSULT", "REJECT", "THREATEN", "ASSAULT"}
    assert [(role.role, role.words, role.actor, role.ordinal) for role in drawn["CONSULT"].roles] == [
        ("actor", "Sergueï Lavrov", "sergey-lavrov", 0),
        ("place", "Minsk", "MINSK", 0),
        ("actor", "homologue", "sergei-aleinik", 1),
    ]
    assert drawn["REJECT"].roles == ()
    for row in page.assertions:
        assert page.text[row.span_start : row.span_end] == row.quote_text
        assert all(page.text[role.span_start : role.span_end] == role.words for role in row.roles)


def test_an_event_explains_itself(record: Record) -> None:
    met, threat, rejected = (
        list_events(record, REGISTER, types=[each])[0] for each in ("CONSULT", "THREATEN", "REJECT")
    )
    found = explain_assertion(record, REGISTER, met.id[:8])
    assert found.kind == "event" and found.columns["event_type"] == "CONSULT"
    assert found.meaning is not None
    assert found.meaning.startswith("CONSULT: parties meet")
    assert found.meaning.endswith("; mode visit; quad 1 (verbal cooperation); intensity -3.5")
    assert [(role.role, role.filled_by) for role in found.roles] == [
        ("actor", "both"),
        ("place", "grammar"),
        ("actor", "reference"),
    ]
    assert "no mode" in str(explain_assertion(record, REGISTER, threat.id).meaning)
    source = explain_assertion(record, REGISTER, rejected.id).statement
    assert source is not None
    assert (source.speaker, source.act, source.words) == ("sergey-lavrov", "accuse", "L’Otan refuse\ntout dialogue")
    assert explain_assertion(record, REGISTER, rejected.id).date_reason.startswith("the text gives no date")


def test_a_type_that_the_ontology_lacks_is_shown_as_it_is(builder: RecordBuilder) -> None:
    builder.add("a.txt", text=REPORT, events=[event("ORBIT", ["RUS"])])
    record = open_record(builder.write())
    (row,) = list_events(record, REGISTER)
    assert row.summary == "Russia: ORBIT"
    assert explain_assertion(record, REGISTER, row.id).meaning == "ORBIT; no mode; quad 1; intensity -3.5"


# Ontology -----------------------------------------------------------------------------------------------------------


def test_the_ontology_has_the_types_and_acts_of_the_contract() -> None:
    ontology = load_event_ontology()
    assert list(ontology.types) == [
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
        "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    ]  # fmt: skip
    acts = ["say", "warn", "accuse", "deny", "promise", "ask", "propose", "refuse", "welcome", "recall"]
    assert list(ontology.acts) == acts
    assert {known.quad_code for known in ontology.types.values()} == {"1", "2", "3", "4"}
    assert get_event_type("agree") == "AGREE" and get_modality("Denied") == "denied"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("types: {AGREE: {quad: X, quad_code: 1}}\nacts: {}\nsectors: {}\n", "events.yaml"),
        ("types: {}\nacts: {}\nsectors: {planet: GOV}\n", "planet"),
        ("types: {}\nacts: {}\n", "sectors"),
    ],
)
def test_a_malformed_ontology_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(loading, "__file__", str(tmp_path / "loading.py"))
    with pytest.raises(DataError, match=message):
        load_event_ontology.__wrapped__()


def test_a_sector_that_nobody_gives_is_that_of_the_kind(builder: RecordBuilder) -> None:
    builder.add("a.txt", text=REPORT, events=[event("THREATEN", ["RUS", "WAGNER", "sergey-lavrov"], ["CSTO", "MINSK"])])
    record = open_record(builder.write())
    sectors = {row["id"]: row["sector"] for row in record.sql("SELECT id, sector FROM actors").to_pylist()}
    assert sectors["RUS"] == "GOV" and sectors["sergey-lavrov"] is None
    given = {actor.id: actor.sector for actor in REGISTER.actors.values()}
    assert all(sectors[actor] == given[actor] for actor in sectors if given.get(actor))
    body = next(actor for actor in REGISTER.actors.values() if actor.kind == "body" and actor.sector is None)
    builder.add("b.txt", text=REPORT, events=[event("THREATEN", [body.id])])
    found = open_record(builder.write()).sql("SELECT sector FROM actors WHERE id = ?", [body.id]).to_pylist()
    assert found == [{"sector": load_event_ontology().sectors["body"]}]
