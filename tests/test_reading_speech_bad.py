"""Bad and odd input to the reading of speech: nothing raises, rows stay exact."""

from collections.abc import Callable

import hostile
import pytest
from exactness import check_text, read
from floors import Reading

from dragoman.model.assertion import Span
from dragoman.ontology.loading import load_event_ontology, load_ontology

LONGEST_WORDS = 700
PUBLISHED = "2024-06-25"


def check(reading: Reading) -> None:
    """Every row of speech and every event slices to its words, is on the closed lists, and has words of a length."""
    check_text(reading.text)
    text, found = reading.text.document.text, reading.found
    for row in (*found.statements, *found.events, *found.memberships, *found.occupancies, *found.arguments):
        span: Span = row.span
        assert 0 <= span.span_start < span.span_end <= len(text)
        assert text[span.span_start : span.span_end] == span.quote_text
    for statement in found.statements:
        assert statement.words.strip() and len(statement.words) <= LONGEST_WORDS
        assert_told(statement.words, statement.span.quote_text)
        assert statement.act in load_event_ontology().acts and statement.modality in load_ontology().modalities
        assert statement.cue_text is None or statement.cue_text in text
    for event in found.events:
        assert event.event_type in load_event_ontology().types and event.modality in load_ontology().modalities
        assert event.actors or event.recipients or event.place_text
        assert all(words in text for words in event.trigger_text.split(" … "))
    ids = [row.id for row in (*found.statements, *found.events)]
    assert len(ids) == len(set(ids))
    rows = {row.id for row in (*found.memberships, *found.occupancies, *found.attributes)} | set(ids)
    assert {argument.assertion for argument in found.arguments} <= rows


def assert_told(words: str, quote: str) -> None:
    """The words stand in the quote in their order; an inserted cue may be left out between them."""
    at = 0
    for word in words.split():
        at = quote.find(word, at)
        assert at >= 0, f"{word!r} of {words[:80]!r} does not stand in {quote[:200]!r}"
        at += len(word)


def told(text: str) -> Reading:
    """A text, read and checked."""
    reading = read(text, PUBLISHED)
    check(reading)
    return reading


# --- odd texts ------------------------------------------------------------------------------------------------------

NESTED = "Lavrov affirme que « Minsk a dit que “ Astana juge que 'Kiev répond que "
ODD = {
    "a quotation that never closes": "Le ministre a déclaré : « La Russie a attaqué l'Ukraine. L'Otan attend",
    "a quotation that never opens": "La Russie a attaqué l'Ukraine », a déclaré l'Otan. Moscou dément », dit Kiev.",
    "crossed marks": "Moscou a dit : « Kiev “ ment » et Minsk ” ajoute 'que « l'Otan' recule ».",
    "one single quotation": "« La Russie a attaqué l'Ukraine et l'Otan a condamné Moscou. »",
    "one single quotation of many sentences": "« " + "Moscou a condamné l'Otan. " * 60 + "»",
    "nothing inside": "Lavrov a dit : « ». Poutine a répondu : “”. L'Otan a ajouté : \"\".",
    "marks alone": hostile.MARKS,
    "only speech verbs": f"{hostile.SPEECH_VERBS}.",
    "speech verbs with commas": ", ".join(hostile.SPEECH_VERBS.split()) + ".",
    "inverted clauses": ". ".join(f"A-t-il {verb}" for verb in ("dit", "ajouté", "souligné", "promis", "menacé")) + ".",
    "an inverted clause with nothing before it": ", a déclaré le ministre russe des Affaires étrangères.",
    "an inverted clause alone": "A déclaré Sergueï Lavrov.",
    "an inverted clause behind a line": "Crise\n\n, a-t-il ajouté.",
    "a source with nothing behind it": "Selon Moscou",
    "sources alone": "Selon Moscou, d'après Kiev, pour l'Otan, aux yeux de Minsk, à en croire Paris,",
    "that alone": "Moscou a déclaré que",
    "that upon that": "Moscou a dit que Kiev a dit que Minsk a dit que Paris a dit que Rome a menacé Oslo.",
    "a heading alone": "Moscou menace de frapper Kiev",
    "a heading with a colon": "Poutine : « Nous répondrons »",
    "a colon and nothing": "Lavrov :",
    "colons": "Lavrov : Poutine : Otan : Moscou : Kiev : « oui »",
    "an interview": "Q : Que dit Moscou ?\nR : Moscou condamne l'Otan.\nQ : Et Kiev ?\nR : Kiev promet.\n" * 5,
    "dashes": "— Moscou a attaqué Kiev, dit Lavrov.\n— Non, répond Kiev.\n— Si.\n– Moscou ment.\n- Kiev aussi.",
    "a bullet list": "Moscou demande :\n• le retrait de l'Otan\n• la levée des sanctions ;\n* la paix\n- rien\n1) rien",
    "bullets of quotations": "\n".join(f"• « L'Otan a menacé Moscou », a dit Lavrov ({n})" for n in range(20)),
    "a table with tabs": "Pays\tDéclaration\tDate\nRussie\tcondamne l'Otan\t2024\nUkraine\ta dit « non »\t2023\n" * 10,
    "a table with pipes": "| Pays | a dit |\n|---|---|\n| Moscou | « L'Otan menace » |\n| Kiev | dément |\n" * 10,
    "brackets": "Moscou (qui a dit (que Kiev (selon Minsk) ment) hier) a condamné [l'Otan [sic]], a-t-il dit (sic).",
    "signs in the words": "Lavrov a dit : « L'Otan… [...] (rires) — non ! ? ; : % & # @ * \\ / _ ~ ^ $ € £ ».",
    "odd characters": "Lavrov\u00a0a dit\u200b: «\u202fL\u2019Otan\u00ad \ufeff\u00a0»\u2028, a\u2011t\u2011il dit.",
    "letters with marks apart": "Sergue\u0308i Lavrov a de\u0301clare\u0301 : « L'Otan a menace\u0301 Minsk ».",
    "capitals": "MOSCOU A DÉCLARÉ QUE L'OTAN MENACE LA RUSSIE. « NON », A RÉPONDU BRUXELLES.",
    "no spaces": "Lavrovadit:«L'Otanmenace»,a-t-ildit.Kiev:«non».",
    "only commas": "," * 2_000,
    "commas and words": "Moscou, " * 2_000,
    "lines of nothing": "«\n\n\n»\n\n“\n”" * 20,
    "a long quotation": "Lavrov a déclaré : « " + "l'Otan menace la Russie et la Russie répond à l'Otan " * 40 + "».",
    "a long clause": "Moscou a déclaré que " + "l'Otan, qui menace Kiev, et " * 60 + "Minsk mentent.",
    "a long list of things asked": "Moscou demande à l'Otan " + "de se retirer de Kiev, " * 80 + "et de se taire.",
    "ten deep": NESTED * 3 + "non" + "'” »" * 3,
    "ten deep with guillemets": "Kiev dit : « Moscou dit : " * 10 + "L'Otan a attaqué Minsk" + " »" * 10 + ".",
    "ten deep with all marks": "".join(f"il dit {mark}" for mark in "«“\"'‹«“\"'‹") + "oui" + "›'\"”»" * 2,
}  # fmt: skip


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_read(text: str) -> None:
    told(text)


@pytest.mark.parametrize("text", ["only commas", "marks alone", "lines of nothing", "nothing inside"])
def test_where_nothing_is_said_nothing_is_told(text: str) -> None:
    assert told(ODD[text]).found.statements == []


def test_marks_without_end_say_nothing() -> None:
    for mark in hostile.MARKS:
        assert told(mark * 10_000).found.statements == [], mark
    assert told("".join(hostile.MARKS) * 1_000).found.events == []


def test_a_long_quotation_is_cut_and_not_lost() -> None:
    rows = told(ODD["a long quotation"]).found.statements
    assert rows and max(len(row.words) for row in rows) > LONGEST_WORDS / 2


def test_a_quotation_that_never_closes_ends_somewhere() -> None:
    text = (
        "Le ministre a déclaré : « La Russie a attaqué l'Ukraine.\n\n" + "La réunion a eu lieu mardi à Minsk.\n\n" * 80
    )
    rows = told(text).found.statements
    assert sum(len(row.words) for row in rows) <= 2 * LONGEST_WORDS


def test_a_speech_verb_without_speaker_and_words_gives_no_speaker() -> None:
    for name in ("only speech verbs", "speech verbs with commas", "inverted clauses"):
        assert all(row.speaker is None for row in told(ODD[name]).found.statements), name
        assert told(ODD[name]).found.events == []


def test_an_inverted_clause_takes_its_words_from_no_other_paragraph() -> None:
    for row in told(
        "L'Otan a attaqué Minsk.\n\n, a déclaré le ministre russe des Affaires étrangères."
    ).found.statements:
        assert "Minsk" not in row.words


# --- long texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", hostile.SPEECH.values(), ids=hostile.SPEECH)
def test_a_text_made_to_slow_the_reader_is_read_exactly(make: Callable[[int], str]) -> None:
    told(make(1_000))


def test_one_sentence_of_five_thousand_words_is_read() -> None:
    words = ("Moscou a déclaré que l'Otan menace Kiev et que Minsk " * 500).split()[:5_000]
    assert len(words) == 5_000
    told(" ".join(words) + ".")


def test_ten_thousand_marks_of_every_kind_between_words_are_read() -> None:
    told("".join(f"mot {hostile.MARKS[n % len(hostile.MARKS)]} " for n in range(10_000)))
