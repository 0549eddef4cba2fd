"""Statements and events written row by row: each points at words of one short report."""

from collections.abc import Callable, Sequence

from conftest import RecordBuilder, when

from dragoman.model.assertion import ArgumentRow, EventRow, Span, StatementRow, content_id

MEETING = "Sergueï Lavrov a rencontré mardi à Minsk son homologue."
QUOTATION = "« L’Otan refuse\ntout dialogue », a-t-il déclaré à TASS."
THREAT = "Moscou menace Kiev de nouvelles frappes."
# What would clear a screen, colour it, turn the text round or start a line anew, if it reached a terminal.
HOSTILE = "\x1b[2J\x1b[31mrouge\x9b31m\u202e\r\x07"
REPORT = " ".join((MEETING, QUOTATION, THREAT, HOSTILE))

Maker = Callable[[str, str], object]


def span_of(words: str, text: str = REPORT) -> Span:
    """Where words stand first in a text."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def statement_id(document: str, words: str) -> str:
    return content_id(document, "statement", words)


def event_id(document: str, kind: str, trigger: str, modality: str = "actual") -> str:
    return content_id(document, "event", kind, trigger, modality)


def statement(
    speaker: str | None,
    words: str,
    *,
    act: str = "say",
    direct: bool = True,
    date: str | None = None,
    date_text: str | None = None,
    anchor: str | None = "text",
    sentence: str | None = None,
    audience: Sequence[str] = (),
    about: Sequence[str] = (),
    via: Sequence[str] = (),
    said_by: str | None = None,
    modality: str = "actual",
    text: str = REPORT,
) -> Maker:
    """A statement that stands in `sentence`, by default in its own words."""

    def make(document: str, reading: str) -> StatementRow:
        return StatementRow(
            id=statement_id(document, words), document=document, speaker=speaker, audience=tuple(audience), act=act,
            direct=direct, words=words, about=tuple(about), when=when(date, date_text, anchor), said_by=said_by,
            via=tuple(via), modality=modality, span=span_of(sentence or words, text), cue_text="déclaré", rule="test",
            confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


def event(
    kind: str,
    actors: Sequence[str],
    recipients: Sequence[str] = (),
    *,
    date: str | None = None,
    mode: str | None = None,
    actor_countries: Sequence[str] = (),
    recipient_countries: Sequence[str] = (),
    modality: str = "actual",
    sentence: str = THREAT,
    trigger: str = "menace",
    out_of: str | None = None,
    said_by: str | None = None,
    place: str | None = None,
    place_text: str | None = None,
    text: str = REPORT,
) -> Maker:
    """An event that stands in `sentence`; `out_of` are the words of the statement that it comes out of."""

    def make(document: str, reading: str) -> EventRow:
        return EventRow(
            id=event_id(document, kind, trigger, modality), document=document, event_type=kind, mode=mode,
            quad_code="1", intensity=-3.5, actors=tuple(actors), actor_countries=tuple(actor_countries),
            recipients=tuple(recipients), recipient_countries=tuple(recipient_countries), place=place,
            place_text=place_text, place_country=None, about=(), when=when(date), modality=modality,
            statement=statement_id(document, out_of) if out_of else None, said_by=said_by, via=(),
            span=span_of(sentence, text), trigger_text=trigger, rule="test", confidence=0.85, reading=reading,
        )  # fmt: skip

    return make


def argument(
    of: Callable[[str], str],
    role: str,
    words: str,
    actor: str | None,
    country: str | None = None,
    *,
    filled_by: str = "parse",
    ordinal: int = 0,
    text: str = REPORT,
) -> Maker:
    """What fills a role of the assertion whose id `of` gives for a document."""

    def make(document: str, reading: str) -> ArgumentRow:
        return ArgumentRow(
            assertion=of(document), document=document, role=role, ordinal=ordinal, actor=actor, country=country,
            position=None, span=span_of(words, text), filled_by=filled_by, reason="test", reading=reading,
        )  # fmt: skip

    return make


def add_report(builder: RecordBuilder, name: str = "minsk.txt") -> str:
    """A report of a meeting, a quotation, a threat and a planned strike; gives the document's id."""

    def met(document: str) -> str:
        return event_id(document, "CONSULT", "rencontré")

    def said(document: str) -> str:
        return statement_id(document, "L’Otan refuse\ntout dialogue")

    def threatens(document: str) -> str:
        return event_id(document, "THREATEN", "menace")

    return builder.add(
        name,
        published="2024-06-25",
        text=REPORT,
        statements=[
            statement(
                "sergey-lavrov", "L’Otan refuse\ntout dialogue", act="accuse", date="2024-06-25", date_text=None,
                anchor="published", sentence=QUOTATION, about=["NATO"], via=["TASS"], audience=["TASS"],
            ),
            statement("RUS", "de nouvelles frappes", act="warn", direct=False, sentence=THREAT),
            statement(None, HOSTILE, direct=False),
        ],
        events=[
            event(
                "CONSULT", ["sergey-lavrov", "sergei-aleinik"], mode="visit", date="2024-06-25", sentence=MEETING,
                trigger="rencontré", actor_countries=["RUS", "BLR"], place_text="Minsk",
            ),
            event("REJECT", ["NATO"], sentence=QUOTATION, trigger="refuse", said_by="sergey-lavrov",
                  out_of="L’Otan refuse\ntout dialogue"),
            event("THREATEN", ["RUS"], ["UKR"], date="2024", actor_countries=["RUS"], recipient_countries=["UKR"]),
            event("ASSAULT", ["RUS"], ["UKR"], modality="planned", trigger="frappes", actor_countries=["RUS"],
                  recipient_countries=["UKR"]),
        ],
        arguments=[
            argument(met, "actor", "Sergueï Lavrov", "sergey-lavrov", "RUS", filled_by="both"),
            argument(met, "actor", "homologue", "sergei-aleinik", "BLR", filled_by="reference", ordinal=1),
            argument(met, "place", "Minsk", "MINSK", filled_by="grammar"),
            argument(said, "speaker", "Sergueï Lavrov", "sergey-lavrov", "RUS", filled_by="reference"),
            argument(said, "audience", "TASS", "TASS", filled_by="grammar"),
            argument(threatens, "actor", "Moscou", "RUS", "RUS"),
            argument(threatens, "recipient", "Kiev", "UKR", "UKR"),
        ],
    )  # fmt: skip
