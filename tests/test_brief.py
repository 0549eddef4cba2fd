"""Briefs: every sentence on its footnotes, every footnote on its words, in every form, whatever a report says."""

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import RecordBuilder, attribute, membership, occupancy
from test_cli import ONE_LINE, run

import dragoman
from dragoman.cli_brief import BriefFormat, BriefLanguage
from dragoman.errors import QueryError, UnknownNameError
from dragoman.register import load_register
from dragoman.views.brief.brief import Brief, Sentence
from dragoman.views.brief.phrases import LANGUAGES
from dragoman.views.brief.rendering import FORMS, render_brief


@pytest.fixture(scope="module")
def briefs(demo_record: Path) -> dict[str, Brief]:
    return {language: dragoman.brief(demo_record, language=language) for language in ("en", "fr")}


def sentences(brief: Brief) -> list[Sentence]:
    told = [sentence for month in brief.months for sentence in (*month.events, *month.statements)]
    sides = [side for dispute in brief.disputes for side in (dispute.one, dispute.other) if side is not None]
    return [*told, *brief.memberships, *brief.offices, *brief.attributes, *brief.absences, *brief.summary, *sides]


# What holds of every brief -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_has_a_note_and_every_note_stands_in_its_document(
    demo_record: Path, briefs: dict[str, Brief], language: str
) -> None:
    brief = briefs[language]
    with dragoman.open_record(demo_record) as record:
        texts = {row["id"]: row["text"] for row in record.sql("SELECT id, text FROM documents").to_pylist()}
    assert len(brief.notes) > 50 and [note.number for note in brief.notes] == list(range(1, len(brief.notes) + 1))
    for note in brief.notes:
        text = texts[note.document][note.span_start : note.span_end]
        assert text.startswith(note.words) and 0 < len(note.words) <= 200
        assert note.cut == (text != note.words) and note.assertions
    for sentence in sentences(brief):
        assert sentence.notes and max(sentence.notes) <= len(brief.notes), sentence.text
    assert {report.document for report in brief.reports} >= {note.document for note in brief.notes}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_quoted_words_are_those_of_reports(briefs: dict[str, Brief], language: str) -> None:
    for sentence in sentences(briefs[language]):
        own = "".join(part.text for part in sentence.words if part.language is None)
        assert not re.search(r"[{}_]|\bNone\b", own)
        quotes = [part for part in sentence.words if part.language is not None]
        marks = {"en": "“”", "fr": "«»"}[language]
        assert own.count(marks[0]) == own.count(marks[1]) == len(quotes), sentence.text
        assert {part.language for part in quotes} <= {"fr"}


def test_paragraphs_are_numbered_through_and_cover_every_fact(demo_record: Path, briefs: dict[str, Brief]) -> None:
    brief = briefs["en"]
    numbered = {sentence.number: sentence for sentence in sentences(brief)}
    assert sorted(numbered) == list(range(1, len(numbered) + 1))
    told = {fact for sentence in numbered.values() for fact in sentence.facts}
    with dragoman.open_record(demo_record) as record:
        facts = {row["id"]: row for row in record.sql("SELECT * FROM facts").to_pylist()}
    # What is missing are events that a statement performs and that say nothing more.
    missing = facts.keys() - told
    assert told <= facts.keys() and len(told) > 120
    assert {facts[fact]["kind"] for fact in missing} <= {"event"} and len(missing) < 8
    assert all(not facts[fact]["recipients"] for fact in missing)


def test_status_and_sources_are_those_of_the_facts(demo_record: Path, briefs: dict[str, Brief]) -> None:
    with dragoman.open_record(demo_record) as record:
        facts = {row["id"]: row for row in record.sql("SELECT * FROM facts").to_pylist()}
    for sentence in sentences(briefs["en"]):
        for fact in sentence.facts:
            row = facts[fact]
            days = sentence.date_from, sentence.date_to
            assert (row["status"], row["n_independent"]) == (sentence.status, sentence.n_independent)
            assert (row["date_from"], row["date_to"]) == days
        told = "independent sources bear this out" in sentence.text
        assert told == (sentence.n_independent > 1 and bool(sentence.facts))
        assert ("This is contested." in sentence.text) == (sentence.status == "contested")


def test_modality_is_told(briefs: dict[str, Brief]) -> None:
    text = {language: "\n".join(each.text for each in sentences(brief)) for language, brief in briefs.items()}
    assert "On 29 January 2025, Niger, Burkina Faso and Mali were due to leave ECOWAS" in text["en"]
    assert "Le 29 janvier 2025, le Niger, le Burkina Faso et le Mali devaient quitter la CEDEAO" in text["fr"]
    assert "Armenia denied that Armenia had left the CSTO. This is contested." in text["en"]
    assert "l'Arménie a démenti que l'Arménie ait quitté l'OTSC. Cela est contesté." in text["fr"]
    assert "From autumn 2023 on, Armenia did not take part in a multilateral meeting." in text["en"]
    assert "À partir de l'automne 2023, l'Arménie n'a pas pris part à une réunion multilatérale." in text["fr"]


def test_the_register_stands_beside_memberships_and_offices(briefs: dict[str, Brief]) -> None:
    told = {sentence.text for sentence in (*briefs["en"].memberships, *briefs["en"].offices)}
    assert all("The register " in text for text in told)
    assert (
        "On 8 May 2024, Armenia was a full member of the CSTO. Two independent sources bear this out. The register "
        "has: Armenia, suspended, since February 2024." in told
    )
    assert any(text.startswith("In 2012, Uzbekistan left the CSTO. The register says the same.") for text in told)


def test_absences_are_told_with_what_they_rest_on(briefs: dict[str, Brief]) -> None:
    assert [sentence.text for sentence in briefs["en"].absences] == [
        "On 28 November 2024, Armenia was missing from the meeting of the CSTO in Kazakhstan, to judge by the 5 of 6 "
        "members whom reports name (suspended then)."
    ]
    assert [sentence.text for sentence in briefs["fr"].absences] == [
        "Le 28 novembre 2024, l'absence de l'Arménie à la réunion de l'OTSC au Kazakhstan se déduit de ce que les "
        "documents nomment 5 membres sur 6 (participation suspendue alors)."
    ]


def test_what_rests_on_one_source_is_listed_by_source(briefs: dict[str, Brief]) -> None:
    brief = briefs["en"]
    listed = [number for sole in brief.sole_sources for number in sole.paragraphs]
    single = {each.number for each in sentences(brief) if each.n_independent <= 1 and each.facts}
    assert len(listed) == len(set(listed)) and set(listed) == single
    notes = {note.number: note for note in brief.notes}
    by_number = {sentence.number: sentence for sentence in sentences(brief)}
    for sole in brief.sole_sources:
        assert all(
            {notes[note].document for note in by_number[each].notes} == {sole.document} for each in sole.paragraphs
        )


def test_the_summary_is_what_most_sources_bear_out(briefs: dict[str, Brief]) -> None:
    counts = [sentence.n_independent for sentence in briefs["en"].summary]
    assert counts == sorted(counts, reverse=True) and counts[0] == 4 and min(counts) > 1


# What was asked for ------------------------------------------------------------------------------------------------


def test_days_keep_what_touches_them_and_what_was_told_in_them(demo_record: Path) -> None:
    brief = dragoman.brief(demo_record, "Arménie", start="2024-02", end="2024-06")
    assert (brief.about, brief.about_name, brief.documents) == ("ARM", "Armenia", 6)
    months = [month.month for month in brief.months]
    assert months == ["2023-09", "2024-02", "2024-05", "2024-06", None]
    assert {report.name for report in brief.reports} == {
        "10_erevan_gel.txt",
        "11_contribution_otsc.txt",
        "12_pachinian_parlement.txt",
        # These tell of the same freeze, and the other side of a dispute.
        "14_sommet_astana.txt",
        "15_reprise_infos_direct.txt",
        "13_explication_sans_date.txt",
    }  # fmt: skip
    aside = {each.why: each.count for each in brief.left_aside}
    assert aside["undated_facts"] > 0 and aside["less_told"] == 0
    # Without days what undated reports say is told as well.
    assert sum(each.count for each in dragoman.brief(demo_record, "Arménie").left_aside) == 0


def test_who_is_spoken_of_is_a_party(demo_record: Path) -> None:
    brief = dragoman.brief(demo_record, "OIF")
    told = [sentence.text for sentence in sentences(brief) if sentence.kind == "statement"]
    assert any("Burkina Faso and Niger" in text or "Mali said" in text for text in told)


def test_a_scope_is_told(demo_record: Path) -> None:
    with dragoman.open_record(demo_record, known="2024-06-30", sources=["Dépêche Atlas"]) as record:
        brief = dragoman.brief(record, "CSTO")
        text = render_brief(brief, load_register()).decode()
    assert (brief.known, brief.sources, brief.documents) == ("2024-06-30", ("Dépêche Atlas",), 2)
    assert "It knows only what was published by 30 June 2024. It keeps to these sources: Dépêche Atlas." in text
    assert re.search(r"Left aside: \d documents published later; \d documents of other sources\.", text)


def test_the_best_told_are_kept_when_there_are_too_many(demo_record: Path) -> None:
    from dragoman.views.brief.writing import write_brief

    with dragoman.open_record(demo_record) as record:
        brief = write_brief(record, load_register(), most=9)
        told = [sentence for sentence in sentences(brief) if sentence.facts]
        # What contradicts one of them is told beside it, however few tell it.
        assert brief.facts == 9 and all(each.n_independent > 1 or each.status == "contested" for each in told)
        assert {each.why: each.count for each in brief.left_aside}["less_told"] > 100
        with pytest.raises(QueryError, match="a brief needs one fact or more, not 0"):
            write_brief(record, load_register(), most=0)


def test_what_cannot_be_asked_is_one_clear_error(demo_record: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean"):
        dragoman.brief(demo_record, "CSTX")
    with pytest.raises(QueryError, match=r"the record tells nothing of Togo \(TGO\) from 2035; "):
        dragoman.brief(demo_record, "TGO", start="2035")
    with pytest.raises(QueryError, match="nothing lies between"):
        dragoman.brief(demo_record, "ARM", start="2025", end="2024")


# Disputes, and what people made of them ----------------------------------------------------------------------------


def test_both_sides_of_what_is_contested_are_told(builder: RecordBuilder) -> None:
    builder.add(
        "a.txt",
        published="2020-06-25",
        occupancies=[occupancy("sergei-aleinik", "foreign minister", "BLR", "2024-06-25")],
    )
    builder.add(
        "b.txt",
        published="2020-06-26",
        occupancies=[occupancy("sergei-aleinik", "defence minister", "BLR", "2024-06-25")],
    )
    builder.add("c.txt", published="2020-06-26", memberships=[membership("FIN", "NATO", "none", "2024-06-25")])
    brief = dragoman.brief(builder.write(), language="en")
    positions = next(dispute for dispute in brief.disputes if dispute.type == "position")
    assert positions.other is not None and positions.register is None
    offices = {
        side.text.partition(" held the office of ")[2].partition(" of ")[0] for side in (positions.one, positions.other)
    }
    assert offices == {"foreign minister", "defence minister"}
    known = [dispute for dispute in brief.disputes if dispute.other is None]
    assert {dispute.register for dispute in known} >= {"Finland, full member, since 4 April 2023"}
    text = render_brief(brief, load_register()).decode()
    assert "### One person in two offices\n\n- On 25 June 2024, Sergei Aleinik" in text
    assert "- The register has: Finland, full member, since 4 April 2023. (" in text


def test_members_share_a_sentence_where_all_that_is_told_of_them_is_the_same(builder: RecordBuilder) -> None:
    def told(member: str, date: str = "2024-06-25") -> Any:
        return membership(member, "NATO", "full", date)

    builder.add("a.txt", published="2024-06-25", memberships=[told("FIN"), told("SWE"), told("FRA", "2024-06-24")])
    builder.add("b.txt", published="2024-06-25", memberships=[told("ESP")])
    builder.add("c.txt", published="2024-06-25", memberships=[membership("RUS", "NATO", "full", "2024-06-25")])
    assert sorted(sentence.text for sentence in dragoman.brief(builder.write()).memberships) == [
        "On 24 June 2024, France was a full member of NATO. The register says the same.",
        "On 25 June 2024, Finland and Sweden were full members of NATO. The register says the same.",
        "On 25 June 2024, Russia was a full member of NATO. The register cannot tell.",
        # Another source alone.
        "On 25 June 2024, Spain was a full member of NATO. The register says the same.",
    ]


def test_a_brief_needs_no_office_meeting_or_dispute(builder: RecordBuilder) -> None:
    builder.add("a.txt", attributes=[attribute("NATO", "seat", "Bruxelles")])
    text = render_brief(dragoman.brief(builder.write()), load_register()).decode()
    assert "1. The seat of NATO is given as “Bruxelles”; no day is given.[^1]" in text
    for line in (
        "Nothing here is told by two independent sources.",
        "Nothing here is contested",
        "tells of nobody missing",
    ):
        assert line in text
    assert "[^1]: outlet not told, of no proved day: “Un” (document " in text


def test_the_command_offers_what_there_is() -> None:
    assert [each.value for each in BriefFormat] == list(FORMS)
    assert [each.value for each in BriefLanguage] == list(LANGUAGES)


# The command -------------------------------------------------------------------------------------------------------


def test_the_command_writes_what_the_ending_says(demo_record: Path, tmp_path: Path) -> None:
    for name, opening in (
        ("b.md", b"# Brief: the CSTO"),
        ("b.html", b"<!doctype html>"),
        ("b.pdf", b"%PDF"),
        ("b.json", b"{"),
    ):
        result = run("brief", demo_record, "--about", "OTSC", "--to-file", tmp_path / name)
        assert result.exit_code == 0 and result.stdout == ""
        assert re.fullmatch(rf"dragoman: wrote .*{re.escape(name)}: \d+ facts from \d+ documents\n", result.stderr)
        assert (tmp_path / name).read_bytes().lstrip().startswith(opening)
    result = run("brief", demo_record, "--about", "OTSC", "--language", "fr", "--from", "2024", "--to", "2024-06")
    assert result.exit_code == 0 and result.stdout.startswith("# Note\N{NO-BREAK SPACE}: l'OTSC\n")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--about", "CSTX"], 1, "did you mean"),
        (["--about", "OTSC", "--from", "2035"], 1, "the record tells nothing of"),
        (["--from", "2025", "--to", "2024"], 1, "nothing lies between"),
        (["--from", "25/06/2024"], 2, "is no EDTF date"),
        (["--language", "de"], 2, "not one of 'en', 'fr'"),
        (["--most", "0"], 2, "--most"),
        (["--to-file", "brief.doc"], 2, "ends in none of .md, .html, .pdf, .json: give --format"),
        (["--to-file", "/nowhere/brief.md"], 1, "/nowhere/brief.md: No such file or directory"),
    ],
)
def test_what_goes_wrong_is_one_line(demo_record: Path, options: list[str], code: int, message: str) -> None:
    result = run("brief", demo_record, *options)
    assert result.exit_code == code and result.stdout == ""
    assert message in result.stderr and ONE_LINE.fullmatch(result.stderr)
