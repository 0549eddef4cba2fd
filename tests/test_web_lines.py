"""What a row tells in one line of a page, in both languages; facts and people are made up."""

from dataclasses import fields

import pytest

from dragoman.ontology.loading import ACTING, load_event_ontology, load_ontology
from dragoman.views.facts import ListedFact
from dragoman.views.timeline import TimelineRow
from dragoman.web.interface import LANGUAGES, Language, Words, load_wording
from dragoman.web.lines import Lines

NAMES = {"RUS": "Russie", "USA": "États-Unis", "CSTO": "OTSC", "anna-vey": "Anna Vey", "MINSK": "Minsk"}
CLOSED, EVENTS = load_ontology(), load_event_ontology()


def fact(kind: str, relation: str, **columns: object) -> ListedFact:
    given: dict[str, object] = dict.fromkeys(each.name for each in fields(ListedFact))
    empty = dict.fromkeys(("actors", "unnamed_actors", "recipients", "unnamed_recipients"), ())
    return ListedFact(**{**given, **empty, "kind": kind, "relation": relation, "modality": "actual", **columns})  # type: ignore[arg-type]


def row(kind: str, relation: str, **columns: object) -> TimelineRow:
    given: dict[str, object] = dict.fromkeys(each.name for each in fields(TimelineRow))
    empty = dict.fromkeys(("actors", "unnamed_actors", "recipients", "unnamed_recipients"), ())
    return TimelineRow(**{**given, **empty, "kind": kind, "relation": relation, "modality": "actual", **columns})  # type: ignore[arg-type]


def tell(language: Language, told: ListedFact | TimelineRow) -> str:
    return Lines(Words(language, load_wording(language)), lambda actor: NAMES.get(actor, actor)).tell(told)


WORDS = "Nous resterons  dans\nl’alliance."
LONG = "mot " * 200

LINES: list[tuple[ListedFact | TimelineRow, str, str]] = [
    (
        fact("membership", "full", subject="RUS", object="CSTO"),
        "Russie – OTSC: full member",
        "Russie – OTSC : membre à part entière",
    ),
    (
        fact("membership", "withdrawn", subject="RUS", object="CSTO", bears="starts", modality="planned"),
        "Russie – OTSC: withdrawn (starts; planned)",
        "Russie – OTSC : retiré (commence ; prévu)",
    ),
    (
        fact("membership", "full", subject="RUS", object="CSTO", bears="holds"),
        "Russie – OTSC: full member",
        "Russie – OTSC : membre à part entière",
    ),
    (
        fact("occupancy", "foreign minister", subject="anna-vey", object="RUS", bears="ends"),
        "Anna Vey: foreign minister of Russie (ends)",
        "Anna Vey : ministre des affaires étrangères, Russie (finit)",
    ),
    (
        fact("occupancy", "president", subject="anna-vey"),
        "Anna Vey: president of ?",
        "Anna Vey : président, ?",
    ),
    (
        fact("attribute", "member_count", subject="CSTO", value="6"),
        "OTSC: number of members 6",
        "OTSC : nombre de membres 6",
    ),
    (
        fact("statement", "deny", subject="anna-vey", value=WORDS, direct=True),
        "Anna Vey denies: “Nous resterons dans l’alliance.”",
        "Anna Vey dément : « Nous resterons dans l’alliance. »",
    ),
    (
        fact("statement", "say", value=WORDS, direct=False),
        "someone says: Nous resterons dans l’alliance.",
        "quelqu’un dit : Nous resterons dans l’alliance.",
    ),
    (
        fact("event", "CONSULT", actors=("RUS", "USA"), place="MINSK"),
        "Russie, États-Unis: meets or consults in Minsk",
        "Russie, États-Unis : rencontre ou consulte, Minsk",
    ),
    (
        fact("event", "THREATEN", unnamed_actors=("RUS",), recipients=("USA",), modality="alleged"),
        "someone of Russie → États-Unis: threatens (alleged)",
        "quelqu’un (Russie) → États-Unis : menace (allégué)",
    ),
    (
        fact("event", "ASSAULT", recipients=("USA",)),
        "someone → États-Unis: assaults",
        "quelqu’un → États-Unis : attaque",
    ),
    (
        row("event", "ASSAULT", actors=("RUS",), unnamed_recipients=("USA",), value="drone"),
        "Russie → someone of États-Unis: assaults (drone)",
        "Russie → quelqu’un (États-Unis) : attaque (drone)",
    ),
    (
        row("event", "CONSULT", actors=("RUS",), value="visit", modality="planned"),
        "Russie: meets or consults (visit; planned)",
        "Russie : rencontre ou consulte (visite ; prévu)",
    ),
    (
        row("membership", "observer", actor="USA", object="CSTO"),
        "États-Unis – OTSC: observer",
        "États-Unis – OTSC : observateur",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("told", "english", "french"), LINES, ids=[english for _, english, _ in LINES])
def test_a_line_says_who_what_whom_and_how(told: ListedFact | TimelineRow, english: str, french: str) -> None:
    assert (tell("en", told), tell("fr", told)) == (english, french)


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_words_are_cut_and_what_is_quoted_stays_quoted(language: Language) -> None:
    line = tell(language, fact("statement", "say", subject="anna-vey", value=LONG, direct=True))
    assert line.endswith(("mot…”", "mot… »")) and len(line) < 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_and_markup_in_words_are_words(language: Language) -> None:
    hostile = "{who} {0.__class__} <b>%s"
    assert hostile in tell(language, fact("statement", "say", subject="anna-vey", value=hostile))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_closed_lists_has_a_name(language: Language) -> None:
    words = load_wording(language)
    modes = {mode for kind in EVENTS.types.values() for mode in kind.modes}
    positions = {*CLOSED.positions, *(f"{ACTING}{position}" for position in CLOSED.positions)}
    told = {*EVENTS.types, *EVENTS.acts, *CLOSED.statuses, *CLOSED.properties, *positions}
    groups = {"told": told, "mode": modes, "modalities": set(CLOSED.modalities), "bears": set(CLOSED.bears)}
    missing = {f"{group}.{name}" for group, names in groups.items() for name in names} - set(words)
    assert not missing
