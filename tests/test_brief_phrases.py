"""The phrases of briefs over made-up facts: whole, in both languages, and never more than the fact says."""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from lint_phrases import iter_phrase_faults

from dragoman.errors import DataError, UnknownNameError
from dragoman.model.dates import Date
from dragoman.ontology.loading import ACTING, load_event_ontology, load_ontology
from dragoman.register import load_register
from dragoman.views.brief import phrases as module
from dragoman.views.brief.brief import Language
from dragoman.views.brief.called import Called, Several
from dragoman.views.brief.gathering import Given, Party, Source, Telling
from dragoman.views.brief.naming import Namer
from dragoman.views.brief.phrases import LANGUAGES, Phrase, get_language, load_phrases, tell
from dragoman.views.brief.register_side import RegisterSide
from dragoman.views.brief.sentences import Composer
from dragoman.views.facts import ListedFact
from dragoman.views.names import Names

# Nothing that a reader may not see: slots, Python's words, ids.
UNRENDERED = re.compile(r"[{}_]|\bNone\b|\[\]|  ")
CLOSED, EVENTS = load_ontology(), load_event_ontology()
MODES = [(name, mode) for name, kind in EVENTS.types.items() for mode in (None, *kind.modes)]
DAY = dt.date(2024, 7, 1)
DOCUMENT = Source("d" * 64, "/press/a.txt", "Invented Post", (), None, "fr", "2024-07-02", DAY, "2 juillet", "d" * 64)


def namer_of(language: Language) -> Namer:
    return Namer(language, load_phrases(language), Names(None, load_register()), load_register())


def composer_of(language: Language) -> Composer:
    namer, phrases = namer_of(language), load_phrases(language)
    return Composer(namer, phrases, RegisterSide(namer, phrases, load_register()), "fr")


def telling(
    *, actors: tuple[Party, ...] = (), recipients: tuple[Party, ...] = (), said_by: str | None = None,
    via: tuple[str, ...] = (), words: str | None = None, mode: str | None = None, date: str | None = None,
    direct: bool = False,
) -> Telling:  # fmt: skip
    roles = {"actor": actors, "recipient": recipients}
    return Telling(
        id="a", subject=None, direct=direct, words=words, mode=mode, trigger_text="mot du texte", statement=None,
        said_by=said_by, via=via, date=date, date_from=DAY, date_to=None, quote_text="des mots du texte", span_start=0,
        span_end=17, document=DOCUMENT, roles=roles,
    )  # fmt: skip


def fact(kind: str, relation: str, modality: str = "actual", **columns: object) -> ListedFact:
    given: dict[str, object] = {
        "kind": kind, "summary": "", "subject": None, "relation": relation, "object": None, "value": None,
        "actors": (), "unnamed_actors": (), "recipients": (), "unnamed_recipients": (), "direct": False,
        "bears": None, "modality": modality, "place": None, "date_from": DAY, "date_to": DAY,
        "first_published": DAY, "last_published": DAY, "n_documents": 1, "n_independent": 1, "status": "single",
        "judgements": (), "assertions": ("a",), "id": "f",
    }  # fmt: skip
    return ListedFact(**{**given, **columns})  # type: ignore[arg-type]


def every_fact(modality: str) -> Iterator[tuple[Given, tuple[str, ...]]]:
    """A fact of every kind in a modality, and the ids of what has to be named."""
    parties, others = (Party("RUS", "RUS", None), Party("USA", "USA", None)), (Party("OMN", "OMN", None),)
    for kind, mode in MODES:
        for recipients in ((), others):
            told = telling(actors=parties, recipients=recipients, mode=mode)
            named = ("RUS", "USA", *(("OMN",) if recipients else ()), "MINSK")
            yield Given(fact("event", kind, modality, place="MINSK"), (told,)), named
    for act in EVENTS.acts:
        yield Given(fact("statement", act, modality, subject="ARM"), (telling(words="des mots"),)), ("ARM",)
    for bears in CLOSED.bears:
        for status in CLOSED.statuses:
            columns = {"subject": "ARM", "object": "CSTO", "bears": bears}
            yield Given(fact("membership", status, modality, **columns), (telling(),)), ("ARM", "CSTO")
        for position in (*CLOSED.positions, *(ACTING + each for each in CLOSED.positions)):
            columns = {"subject": "sergey-lavrov", "object": "MLI", "bears": bears}
            yield Given(fact("occupancy", position, modality, **columns), (telling(),)), ("sergey-lavrov", "MLI")
    for name in CLOSED.properties:
        yield Given(fact("attribute", name, subject="OIF", value="1970"), (telling(words="1970"),)), ("OIF",)


def sentence_of(composer: Composer, given: Given) -> str:
    makers = {
        "event": lambda: composer.event(given),
        "statement": lambda: composer.statements([[given]]),
        "membership": lambda: composer.membership([given]),
        "occupancy": lambda: composer.occupancy(given),
        "attribute": lambda: composer.attribute(given),
    }
    return makers[given.fact.kind]().text


@pytest.mark.parametrize("modality", CLOSED.modalities)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_whole_sentence_that_names_its_parties_place_and_day(
    language: Language, modality: str
) -> None:
    composer = composer_of(language)
    day = {"en": "On 1 July 2024, ", "fr": "Le 1er juillet 2024, "}[language]
    told = {}
    for given, named in every_fact(modality):
        sentence = sentence_of(composer, given)
        assert not UNRENDERED.search(sentence), sentence
        assert sentence.startswith(day) and sentence[-1] == ".", sentence
        for actor in named:
            assert composer.namer.actor(actor).text in sentence, (actor, sentence)
        mode = given.tellings[0].mode
        key = given.fact.kind, given.fact.relation, given.fact.bears, mode, len(given.tellings[0].roles["recipient"])
        told[key] = sentence
    # No two things are told in the same words, so that nothing is lost.
    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_modalities_sound_the_same(language: Language) -> None:
    composer = composer_of(language)
    for kind, mode in MODES:
        parties = (Party("ARM", "ARM", None),)
        given = [
            Given(fact("event", kind, modality), (telling(actors=parties, mode=mode),))
            for modality in CLOSED.modalities
        ]
        assert len({composer.event(each).text for each in given}) == len(CLOSED.modalities)
    for bears in CLOSED.bears:
        for status in CLOSED.statuses:
            columns = {"subject": "ARM", "object": "CSTO", "bears": bears, "n_independent": 1}
            given = [Given(fact("membership", status, each, **columns), (telling(),)) for each in CLOSED.modalities]
            # Without what the register says to it.
            told = {composer.membership([each]).text.partition(". ")[0] for each in given}
            assert len(told) == len(CLOSED.modalities)


def test_the_linter_finds_nothing_in_what_ships_and_what_is_wrong_elsewhere() -> None:
    assert [str(fault) for fault in iter_phrase_faults()] == []
    english, french = (load_phrases(language) for language in LANGUAGES)
    events = {**french.events, "CONSULT": Phrase(do="tenir", what="des {talks}", vague=True)}
    verbs = {**french.verbs, "venir": ["venu", "viendr"]}
    names = msgspec.structs.replace(french.names, without=["NOBODY_AT_ALL"])
    text = {name: told for name, told in french.text.items() if name != "notes"} | {"nothing": "{rien}"}
    faulty = msgspec.structs.replace(french, events=events, verbs=verbs, names=names, text=text)
    assert [fault.message for fault in iter_phrase_faults({"en": english, "fr": faulty})] == [
        "NOBODY_AT_ALL is no actor of the register",
        "no phrase has the verb 'venir'",
        "CONSULT: nothing fills {talks}",
        "text: notes does not stand in both files; look for it in en.yaml",
        "text: nothing has slots that it has not in en.yaml",
        "CONSULT is not as vague as in en.yaml",
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("  planned:", "  plannned:", "modalities must be those of the closed list; look at planned, plannned"),
        ("  CONSULT phone:", "  CONSULT fax:", "events must be those of the closed list"),
        ("CONSULT: {do: hold", "CONSULT: {do: holt", "no forms of the verb 'holt'"),
        ("CONSULT: {do: hold", "CONSULT: {does: hold", "unknown field `does`"),
        ("  envoy:", "  envoi:", "positions must be those of the closed list; look at envoi, envoy"),
    ],
)
def test_a_faulty_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, message: str
) -> None:
    folder = shutil.copytree(module.FOLDER, tmp_path / "phrases")
    text = (folder / "en.yaml").read_text(encoding="utf-8")
    assert before in text
    (folder / "en.yaml").write_text(text.replace(before, after), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", folder)
    load_phrases.cache_clear()
    try:
        with pytest.raises(DataError, match=r"en\.yaml") as caught:
            load_phrases("en")
        assert message in str(caught.value)
    finally:
        load_phrases.cache_clear()


# French and English ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "plain", "of", "to", "that", "place"),
    [
        ("RUS", "la Russie", "de la Russie", "à la Russie", "que la Russie", "en Russie"),
        ("IRN", "l'Iran", "de l'Iran", "à l'Iran", "que l'Iran", "en Iran"),
        ("MLI", "le Mali", "du Mali", "au Mali", "que le Mali", "au Mali"),
        ("USA", "les États-Unis", "des États-Unis", "aux États-Unis", "que les États-Unis", "aux États-Unis"),
        ("ISR", "Israël", "d'Israël", "à Israël", "qu'Israël", "en Israël"),
        ("CUB", "Cuba", "de Cuba", "à Cuba", "que Cuba", "à Cuba"),
        ("HTI", "Haïti", "d'Haïti", "à Haïti", "qu'Haïti", "en Haïti"),
        ("HUN", "la Hongrie", "de la Hongrie", "à la Hongrie", "que la Hongrie", "en Hongrie"),
        ("MUS", "l'île Maurice", "de l'île Maurice", "à l'île Maurice", "que l'île Maurice", "à l'île Maurice"),
        ("DMA", "la Dominique", "de la Dominique", "à la Dominique", "que la Dominique", "à la Dominique"),
        ("CSTO", "l'OTSC", "de l'OTSC", "à l'OTSC", "que l'OTSC", None),
        ("GCC", "le CCG", "du CCG", "au CCG", "que le CCG", None),
        ("BRICS", "les BRICS", "des BRICS", "aux BRICS", "que les BRICS", None),
        ("KREMLIN", "le Kremlin", "du Kremlin", "au Kremlin", "que le Kremlin", None),
        ("CAIRO", "Le Caire", "du Caire", "au Caire", "que Le Caire", "au Caire"),
        ("MINSK", "Minsk", "de Minsk", "à Minsk", "que Minsk", "à Minsk"),
        ("emomali-rahmon", "Emomali Rakhmon", "d'Emomali Rakhmon", "à Emomali Rakhmon", "qu'Emomali Rakhmon", None),
    ],
)  # fmt: skip
def test_french_names_take_their_articles(
    actor: str, plain: str, of: str, to: str, that: str, place: str | None
) -> None:
    namer = namer_of("fr")
    called = namer.actor(actor)
    assert (str(called), f"{called:de}", f"{called:à}", f"{called:que}") == (plain, of, to, that)
    if place is not None:
        assert namer.place(actor) == place


def test_a_place_whose_preposition_nobody_knows_stands_in_brackets() -> None:
    assert namer_of("fr").place("CRIMEA") == "(lieu\N{NO-BREAK SPACE}: Crimée)"
    assert namer_of("en").place("CRIMEA") == "in Crimea"


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("RUS", "Russia"), ("USA", "the United States"), ("COD", "the Democratic Republic of the Congo"),
        ("CSTO", "the CSTO"), ("NATO", "NATO"), ("WEST", "the West"), ("KREMLIN", "the Kremlin"), ("HAMAS", "Hamas"),
        ("TASS", "TASS"), ("sergey-lavrov", "Sergey Lavrov"), ("WORLD_BANK", "the World Bank"),
    ],
)  # fmt: skip
def test_english_names_take_their_articles(actor: str, name: str) -> None:
    assert str(namer_of("en").actor(actor)) == name


def test_every_french_name_of_a_state_has_an_article_or_none_on_purpose() -> None:
    namer, states = namer_of("fr"), [each for each in load_register().actors.values() if each.kind == "state"]
    bare = {state.id for state in states if not namer.actor(state.id).article}
    assert len(states) > 190
    # Those that French names without an article: towns, islands and a few more.
    assert bare <= {state.id for state in states if state.prepositions.get("fr") == "à"} | {"ISR", "HTI"}


def test_names_in_a_row() -> None:
    names = [Called("Mali", "le"), Called("Oman"), Called("États-Unis", "les", plural=True)]
    row = Several(names, ", ", " et ")
    assert f"{row}" == "le Mali, Oman et les États-Unis"
    assert f"{row:de}" == "du Mali, d'Oman et des États-Unis"
    assert f"{row:à}" == "au Mali, à Oman et aux États-Unis"
    assert f"{row:que}" == "que le Mali, Oman et les États-Unis"
    assert row.plural and not Several(names[:1], ", ", " et ").plural and Several(names[2:], ", ", " et ").plural


@pytest.mark.parametrize(
    ("first", "last", "edtf", "en", "fr"),
    [
        ("2024-06-25", "2024-06-25", None, "on 25 June 2024", "le 25 juin 2024"),
        ("2024-07-01", "2024-07-01", None, "on 1 July 2024", "le 1er juillet 2024"),
        ("2024-06-01", "2024-06-30", None, "in June 2024", "en juin 2024"),
        ("2023-12-01", "2023-12-31", None, "in December 2023", "en décembre 2023"),
        ("2024-01-01", "2024-12-31", None, "in 2024", "en 2024"),
        ("2024-07-01", "2024-07-04", None, "between 1 and 4 July 2024", "entre le 1er et le 4 juillet 2024"),
        ("2024-06-25", "2024-07-04", None, "between 25 June and 4 July 2024", "entre le 25 juin et le 4 juillet 2024"),
        ("2023-12-25", "2024-01-04", None, "between 25 December 2023 and 4 January 2024",
         "entre le 25 décembre 2023 et le 4 janvier 2024"),
        ("2023-09-01", None, "2023-23/..", "from autumn 2023 on", "à partir de l'automne 2023"),
        ("2024-04-01", None, "2024-04/..", "from April 2024 on", "à partir d'avril 2024"),
        ("2024-01-01", None, "2024/..", "from 2024 on", "à partir de 2024"),
        ("2024-01-01", None, "2024~/..", "from about 2024 on", "à partir d'environ 2024"),
        ("2024-01-01", None, "2024-01-01/..", "from 1 January 2024 on", "à partir du 1er janvier 2024"),
        (None, "2024-06-25", "../2024-06-25", "up to 25 June 2024", "jusqu'au 25 juin 2024"),
        (None, "2024-12-31", "../2024", "up to 2024", "jusqu'à 2024"),
        (None, None, None, "on an unknown day", "à une date inconnue"),
    ],
)  # fmt: skip
def test_days_are_told_as_closely_as_they_were(
    first: str | None, last: str | None, edtf: str | None, en: str, fr: str
) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    assert namer_of("en").when(days[0], days[1], edtf) == en
    assert namer_of("fr").when(days[0], days[1], edtf) == fr


@pytest.mark.parametrize(
    ("modality", "en", "fr"),
    [
        ("actual", "Russia and Mali held talks", "la Russie et le Mali ont tenu des entretiens"),
        ("planned", "Russia and Mali were due to hold talks", "la Russie et le Mali devaient tenir des entretiens"),
        ("negated", "Russia and Mali did not hold talks", "la Russie et le Mali n'ont pas tenu d'entretiens"),
        ("alleged", "Russia and Mali are said to have held talks",
         "selon une information non confirmée, la Russie et le Mali auraient tenu des entretiens"),
        ("denied", "it was denied that Russia and Mali had held talks",
         "il a été démenti que la Russie et le Mali aient tenu des entretiens"),
        ("proposed", "it was proposed that Russia and Mali hold talks",
         "selon une proposition, la Russie et le Mali tiendraient des entretiens"),
    ],
)  # fmt: skip
def test_modalities_are_conjugated(modality: str, en: str, fr: str) -> None:
    for language, expected in (("en", en), ("fr", fr)):
        namer = namer_of(language)  # type: ignore[arg-type]
        who = namer.several([namer.actor("RUS"), namer.actor("MLI")])
        phrase = load_phrases(language).event("CONSULT", None)  # type: ignore[arg-type]
        assert tell(language, phrase, modality, who=who, whom=None) == expected  # type: ignore[arg-type]


def test_attribution_stands_in_the_sentence_unless_a_report_says_it_itself() -> None:
    composer, parties = composer_of("en"), (Party("ARM", "ARM", None),)
    consult = fact("event", "CONSULT")

    def told(*tellings: Telling) -> str:
        return composer.event(Given(consult, tellings)).text.removeprefix("On 1 July 2024, Armenia held talks")

    assert told(telling(actors=parties, said_by="RUS")) == ", according to Russia."
    assert told(telling(actors=parties, via=("TASS",))) == ", as told by TASS."
    assert told(telling(actors=parties, said_by="RUS", via=("TASS",))) == ", according to Russia as cited by TASS."
    assert told(telling(actors=parties, said_by="RUS"), telling(actors=parties, said_by="BLR")) == (
        ", according to Russia and Belarus."
    )
    assert told(telling(actors=parties, said_by="RUS"), telling(actors=parties)) == "."
    denied = Given(fact("event", "CONSULT", "denied"), (telling(actors=parties, said_by="RUS"),))
    assert composer.event(denied).text == "On 1 July 2024, Russia denied that Armenia had held talks."


def test_parties_are_told_as_closely_as_they_were() -> None:
    english, french = composer_of("en"), composer_of("fr")

    def told(composer: Composer, *actors: Party) -> str:
        sentence = composer.event(Given(fact("event", "CONSULT"), (telling(actors=actors),))).text
        return sentence.partition(", ")[2]

    ministers = (
        Party("sergey-lavrov", "RUS", "foreign minister"), Party("sergei-aleinik", "BLR", "foreign minister"),
    )  # fmt: skip
    assert told(english, *ministers) == (
        "the foreign ministers of Russia and Belarus, Sergey Lavrov and Sergei Aleinik, held talks."
    )
    assert told(french, *ministers) == (
        "les ministres des Affaires étrangères de la Russie et de la Biélorussie, Sergueï Lavrov et Sergueï Aleïnik, "
        "ont tenu des entretiens."
    )
    assert told(english, ministers[0], Party("CSTO", None, None)) == (
        "Sergey Lavrov (foreign minister of Russia) and the CSTO held talks."
    )
    assert told(english, Party(None, "BLR", "foreign minister")) == (
        "the foreign minister of Belarus, not named, held talks."
    )
    assert told(english, Party(None, "BLR", None)) == "someone acting for Belarus held talks."
    assert told(english) == "someone whom the report does not name held talks."
    # A state that the text calls by its minister is a state.
    assert told(english, Party("RUS", "RUS", "foreign minister")) == "Russia held talks."


def test_a_name_that_only_a_document_knows_stands_as_it_is() -> None:
    assert str(namer_of("fr").actor("jane-invented")) == "jane-invented"


def test_languages_are_asked_for_by_name() -> None:
    assert get_language("FR") == "fr"
    with pytest.raises(UnknownNameError, match="there is no language of briefs 'de'; known are en, fr"):
        get_language("de")


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("2024-02/..", "since February 2024", "depuis février 2024"),
        ("2024-02-01/..", "since 1 February 2024", "depuis le 1er février 2024"),
        ("../2024", "until 2024", "jusqu'en 2024"),
        ("1992-05-15/2024-02", "15 May 1992 to February 2024", "15 mai 1992 – février 2024"),
        ("2012", "2012", "2012"),
    ],
)
def test_a_stretch_of_the_register_is_told_no_closer_than_it_is(edtf: str, english: str, french: str) -> None:
    assert namer_of("en").stretch(Date.parse(edtf)) == english
    assert namer_of("fr").stretch(Date.parse(edtf)) == french
