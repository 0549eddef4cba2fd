"""Evaluation: what counts as found, what is missed, what is too much."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TEXT, RecordBuilder, membership, mention, occupancy, when

from dragoman.errors import QueryError
from dragoman.evaluation import Evaluation, evaluate_record
from dragoman.gold import Gold, GoldDocument, GoldStatement, load_gold, merge_gold
from dragoman.model.assertion import EventRow, Span, StatementRow, content_id
from dragoman.record_opening import open_record


def evaluate(builder: RecordBuilder, gold: str) -> Evaluation:
    path = builder.path.parent / "gold.yaml"
    path.write_text(gold, encoding="utf-8")
    with open_record(builder.write()) as record:
        return evaluate_record(record, load_gold(path))


def statement(
    speaker: str | None, words: str, via: tuple[str, ...] = (), act: str = "say", direct: bool = True
) -> Callable[[str, str], StatementRow]:
    def make(document: str, reading: str) -> StatementRow:
        return StatementRow(
            id=content_id(document, "statement", words), document=document, speaker=speaker, audience=(), act=act,
            direct=direct, words=words, about=(), when=when("2024-06-25"), said_by=speaker, via=via, modality="actual",
            span=Span(0, 2, TEXT[:2]), cue_text=None, rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


def event(kind: str, actors: tuple[str, ...], recipients: tuple[str, ...] = ()) -> Callable[[str, str], EventRow]:
    def make(document: str, reading: str) -> EventRow:
        return EventRow(
            id=content_id(document, "event", kind, *actors), document=document, event_type=kind, mode=None,
            quad_code="1", intensity=None, actors=actors, actor_countries=("RUS",), recipients=recipients,
            recipient_countries=(), place="MINSK", place_text="Minsk", place_country="BLR", about=(),
            when=when("2024-06-25"), modality="actual", statement=None, said_by=None, via=(),
            span=Span(0, 2, TEXT[:2]), trigger_text="Un", rule="test", confidence=0.9, reading=reading,
        )  # fmt: skip

    return make


@pytest.mark.parametrize(
    ("status", "modality", "date", "wanted", "found"),
    [
        ("founder", "actual", "2024-06-25", "status: member", True),
        ("full", "negated", "2024-06-25", "status: member", False),
        ("full", "negated", "2024-06-25", "status: not-member", True),
        ("none", "actual", "2024-06-25", "status: not-member", True),
        ("withdrawn", "denied", "2024-06-25", "status: withdrawal-denied", True),
        ("withdrawn", "actual", "2024-06-25", "status: withdrawal-denied", False),
        ("acceding", "planned", "2024-06-25", "status: member|acceding", True),
        ("acceding", "planned", "2024-06-25", "status: acceding, modality: actual", False),
        ("full", "actual", "2024-06-25", "status: full, date: 2024-06", True),
        ("full", "actual", "2024-06-25", "status: full, date: 2024-06-24/2024-06-26", True),
        ("full", "actual", "2024-06", "status: full, date: 2024-06-25", False),
        ("full", "actual", "2024-06/..", "status: full, date: 2024", False),
        ("full", "actual", None, "status: full, date: 2024", False),
        ("full", "actual", "2023-12-21", "status: full, date: 2023-autumn", True),
        ("full", "actual", "2023-12-22", "status: full, date: 2023-autumn", False),
    ],
)
def test_what_counts_as_a_membership(
    builder: RecordBuilder, status: str, modality: str, date: str | None, wanted: str, found: bool
) -> None:
    builder.add("001.txt", memberships=[membership("BLR", "CSTO", status, date, modality=modality)])
    done = evaluate(builder, f"memberships: [{{file: 001, member: BLR, organisation: CSTO, {wanted}}}]")
    score = next(score for score in done.scores if score.kind == "memberships")
    assert (score.must_found, score.must, done.passed) == (int(found), 1, found)


def test_complete_reports_give_precision_and_every_row_too_many(builder: RecordBuilder) -> None:
    rows = [membership("BLR", "CSTO", "full"), membership("KAZ", "CSTO", "full")]
    builder.add("001.txt", memberships=rows)
    gold = """
documents: [{file: 001.txt, published: unknown}]
complete: {memberships: [001]}
memberships:
- {file: 001, member: BLR, organisation: CSTO, status: member}
- {file: 001, member: TJK, organisation: CSTO, status: member, need: nice}
"""
    done = evaluate(builder, gold)
    score = next(score for score in done.scores if score.kind == "memberships")
    assert (score.precision, score.nice_found, score.nice, score.rows) == (0.5, 0, 1, 2)
    assert [(excess.reason, excess.what) for excess in done.excess] == [
        ("unlisted", "KAZ in CSTO: full, holds, actual, undated")
    ]
    assert [miss.need for miss in done.missed] == ["nice"] and not done.passed


def test_a_flood_and_a_forbidden_row_fail(builder: RecordBuilder) -> None:
    states = ["RUS", "KAZ", "KGZ", "TJK", "ARM", "AZE", "GEO"]
    builder.add("001.txt", memberships=[membership(state, "CSTO", "full") for state in states])
    gold = """
documents: [{file: 001.txt, published: unknown}]
not_in_record:
- {file: 001, membership: member, member: AZE, organisation: CSTO}
- {file: 001, membership: withdrawn, member: GEO, organisation: CSTO}
"""
    done = evaluate(builder, gold)
    assert [excess.reason for excess in done.excess] == ["flood", "forbidden"]
    assert done.excess[1].what.startswith("AZE") and not done.passed


def test_faults_of_documents_are_told(builder: RecordBuilder) -> None:
    builder.add("001.txt", published="2024-06-25")
    gold = """
documents:
- {file: 001, published: unknown, language: en, outlet: Le Fil, strip: [suffit]}
- {file: 001, published: 2024-06, language: fr}
- {file: 001, published: unknown, provable: yes}
- {file: 002, published: 2024}
"""
    done = evaluate(builder, gold)
    reasons = [miss.reason for miss in done.missed]
    assert reasons == [
        "kept 'suffit'; language is fr; published is 2024-06-25, which nothing proves; outlet is unknown",
        "not read",
    ]


def test_people_are_known_by_where_their_names_end(builder: RecordBuilder) -> None:
    text = "Vera Trois parle. Mme Trois se tait. Ben Deux aussi."
    named = [
        mention(actor, start, end, text=text) for actor, start, end in (("v", 0, 10), ("v", 22, 27), ("b", 37, 45))
    ]
    builder.add("001.txt", text=text, mentions=named)
    done = evaluate(builder, "same_person: [[Vera Trois, Mme Trois], [Mme Trois, Ben Deux], [Vera Trois, V. Trois]]")
    score = next(score for score in done.scores if score.kind == "same_person")
    assert (score.must_found, score.must) == (1, 3)
    assert [miss.reason for miss in done.missed] == ["they are several people", "nobody is named V. Trois"]


def test_statements_events_and_offices(builder: RecordBuilder) -> None:
    said = statement("jens-stoltenberg", "« L’Alliance  est prête »", via=("TASS",))
    builder.add(
        "001.txt",
        statements=[said],
        events=[event("CONSULT", ("sergey-lavrov",), ("BLR",))],
        occupancies=[occupancy("jens-stoltenberg", "secretary-general", "NATO")],
    )
    gold = """
statements:
- {file: 001, speaker: Stolt, contains: "l'alliance est", via: TASS, date: 2024-06}
- {file: 001, speaker: Lavrov, contains: "l'alliance est", need: nice}
events:
- {file: 001, type: [CONSULT], with: [RUS, BLR|CSTO], place: Minsk|KAZ, date: any}
- {file: 001, type: [CONSULT], agent: RUS, recipient: any, modality: any}
- {file: 001, type: [AGREE], with: [RUS], need: nice}
- {file: 001, type: [CONSULT], agent: BLR, need: nice}
- {file: 001, type: [CONSULT], with: [RUS], modality: planned, need: nice}
offices:
- {file: 001, person: "Stoltenb.rg", office: secretary-general, of: NATO}
not_in_record: [{file: 001, event: CONSULT, of: [RUS, CHN]}]
"""
    done = evaluate(builder, gold)
    assert done.passed and not done.excess
    found = {score.kind: (score.must_found, score.nice_found, score.nice) for score in done.scores}
    assert found == {
        "documents": (0, 0, 0),
        "statements": (1, 0, 1),
        "events": (2, 0, 3),
        "memberships": (0, 0, 0),
        "offices": (1, 0, 0),
        "same_person": (0, 0, 0),
    }


@pytest.mark.parametrize(
    ("speaker", "wanted", "found"),
    [
        (None, "speaker: unknown", True),
        (None, "speaker: 'Lavrov|unknown'", True),
        (None, "speaker: Lavrov", False),
        (None, "speaker: 'un.*'", False),
        ("sergey-lavrov", "speaker: unknown", False),
        ("sergey-lavrov", "speaker: 'Lavrov|unknown'", True),
        ("sergey-lavrov", "speaker: Lavrov, act: warn", True),
        ("sergey-lavrov", "speaker: Lavrov, act: say", False),
        ("sergey-lavrov", "speaker: Lavrov, direct: false", True),
        ("sergey-lavrov", "speaker: Lavrov, direct: true", False),
        (None, "speaker: unknown, act: warn, direct: false", True),
    ],
)
def test_who_speaks_and_how(builder: RecordBuilder, speaker: str | None, wanted: str, found: bool) -> None:
    builder.add("001.txt", statements=[statement(speaker, "la riposte viendra", act="warn", direct=False)])
    done = evaluate(builder, f"statements: [{{file: 001, indirect: la riposte, {wanted}}}]")
    score = next(score for score in done.scores if score.kind == "statements")
    assert (score.must_found, score.must, done.passed) == (int(found), 1, found)


def test_complete_reports_give_the_precision_of_statements_and_events(builder: RecordBuilder) -> None:
    said = [statement("sergey-lavrov", words) for words in ("un mot", "deux mots", "trois mots")]
    builder.add("001.txt", statements=said, events=[event("CONSULT", ("RUS",), ("BLR",)), event("AID", ("RUS", "CHN"))])
    builder.add("002.txt", statements=[statement(None, "quatre mots")], events=[event("AID", ("FRA",))])
    gold = """
documents: [{file: 001.txt, published: unknown}, {file: 002.txt, published: unknown}]
complete: {statements: [001], events: [001, 002]}
statements:
- {file: 001, speaker: Lavrov, contains: un mot}
- {file: 001, speaker: Lavrov, contains: deux mots, need: nice}
events: [{file: 001, type: [CONSULT], with: [RUS, BLR]}]
"""
    done = evaluate(builder, gold)
    scores = {score.kind: score for score in done.scores}
    assert scores["statements"].precision == pytest.approx(2 / 3)
    assert scores["events"].precision == pytest.approx(1 / 3)
    assert [(excess.kind, excess.document, excess.what) for excess in done.excess] == [
        ("statements", "001.txt", "sergey-lavrov: say, trois mots"),
        ("events", "001.txt", "AID RUS, CHN, actual, 2024-06-25"),
        ("events", "002.txt", "AID FRA, actual, 2024-06-25"),
    ]


def test_the_gold_of_some_reports(tmp_path: Path) -> None:
    text = """
documents: [{file: d01_a.txt, published: unknown}, {file: d02_b.txt, published: unknown}]
complete: {events: [d01, d02], offices: [d02]}
statements: [{file: d01, speaker: X, contains: y, direct: true}, {file: d02_b, speaker: unknown, indirect: z}]
events: [{file: d02, type: [AID]}]
same_person: [[A, B]]
not_in_record: [{file: d01, event: AID, of: [RUS]}]
"""
    (tmp_path / "gold.yaml").write_text(text, encoding="utf-8")
    whole = load_gold(tmp_path / "gold.yaml")
    first, second = whole.of_reports(["d01_a"]), whole.of_reports(["d02_b"])
    assert first == Gold(
        documents=[GoldDocument(file="d01_a.txt", published="unknown")],
        complete={"events": ["d01"], "offices": []},
        statements=[GoldStatement(file="d01", speaker="X", contains="y", direct=True)],
        not_in_record=whole.not_in_record,
    )
    assert [item.file for item in (*second.statements, *second.events)] == ["d02_b", "d02"]
    assert second.statements[0].may_be_unnamed and not first.statements[0].may_be_unnamed
    assert first.same_person == [] and not second.not_in_record
    merged = merge_gold([first, second])
    assert merged.complete == {"events": ["d01", "d02"], "offices": ["d02"]}
    assert (merged.documents, merged.statements, merged.events) == (whole.documents, whole.statements, whole.events)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("statements: [{file: a, speaker: X, contains: y, direct: maybe}]", "Expected `bool"),
        ("statements: [{file: a, speaker: X, contains: y, act: mumble}]", "'mumble' is no act of a statement"),
        ("memberships: [", "no valid YAML"),
        ("memberships: [{file: a}]", "missing required field"),
        ("memberships: [{file: a, member: X, organisation: Y, status: full, dated: 2024}]", "unknown field `dated`"),
        ("memberships: [{file: a, member: X, organisation: Y, status: full, date: June}]", "'June' is no EDTF date"),
        ("offices: [{file: a, person: '(', office: chair, of: AU}]", "unterminated subpattern"),
    ],
)
def test_a_malformed_gold_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "gold.yaml").write_text(text)
    with pytest.raises(QueryError, match=r"gold\.yaml: ") as caught:
        load_gold(tmp_path / "gold.yaml")
    assert message in str(caught.value) and "\n" not in str(caught.value)
