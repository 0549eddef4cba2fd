"""Asking a record from Python: one function for each question, each the twin of a command.

A record may be given as a path or opened; what an opened one may know (`dragoman.open_record`, `known` and `sources`)
limits every answer.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.record.reading import Record
    from dragoman.views.actor import ActorPage
    from dragoman.views.brief.brief import Brief
    from dragoman.views.days import Day
    from dragoman.views.differences import Difference
    from dragoman.views.document import DocumentPage
    from dragoman.views.events import ListedEvent
    from dragoman.views.explanation import Explanation
    from dragoman.views.facts import FactPage, ListedContradiction, ListedFact
    from dragoman.views.membership import MemberRow
    from dragoman.views.office import HolderRow
    from dragoman.views.search import FoundDocument
    from dragoman.views.standing import Standing
    from dragoman.views.statements import ListedStatement
    from dragoman.views.timeline import TimelineRow
    from dragoman.views.told import Kind


def members(record: "str | Path | Record", organisation: str, on: "Day | None" = None) -> "list[MemberRow]":
    """Who belongs to an organisation, the register and the record side by side, in order of member.

    `organisation` is an id or any name in French, English, Spanish or Russian. `on` is a day, a month or a year (EDTF
    text or a date) and keeps what can hold then; undated rows stay. Raises UnknownNameError with suggestions,
    QueryError for a name that several bear, DateError.

    >>> [(row.side, row.status, row.date, row.agrees) for row in members("record", "OTSC") if row.member == "BLR"]
    [('register', 'full', '1993-12-31/..', None), ('record', 'full', '2024-06-25', True)]
    """
    from dragoman.register import load_register
    from dragoman.views.membership import list_members

    with opened(record) as found:
        return list_members(found, load_register(), organisation, on)


def office(record: "str | Path | Record", position: str, of: str, on: "Day | None" = None) -> "list[HolderRow]":
    """Who holds a position of a state or organisation, the register and the record side by side, by person.

    `position` is one of the closed list (``foreign minister``, ``secretary-general``, ``acting president``); `on` as in
    `members`. Raises UnknownNameError with suggestions for a position or a name, QueryError, DateError.

    >>> [row.person for row in office("record", "secretary-general", "NATO", on="2020")]
    ['jens-stoltenberg']
    """
    from dragoman.register import load_register
    from dragoman.views.office import list_holders

    with opened(record) as found:
        return list_holders(found, load_register(), position, of, on)


def standing(
    record: "str | Path | Record", organisation: str, on: "Day", member: str | None = None
) -> "list[Standing]":
    """What holds on one day for every member of an organisation (or the one asked for), and on whose word.

    Each answer is yes, no, unknown or contested, with the rows that decide; plans make no member. Raises
    UnknownNameError with suggestions, QueryError for what is not one day, DateError.

    >>> [(found.answer, found.word, found.status) for found in standing("record", "OTSC", "2024-06-25", "BLR")]
    [('yes', 'both', 'full')]
    """
    from dragoman.register import load_register
    from dragoman.views.standing import list_standings

    with opened(record) as found:
        return list_standings(found, load_register(), organisation, on, member)


def office_standing(record: "str | Path | Record", position: str, of: str, on: "Day") -> "list[Standing]":
    """Who holds an office on one day, and on whose word: an answer for each person, those who hold it first.

    Raises UnknownNameError with suggestions, QueryError for what is not one day, DateError.

    >>> answers = office_standing("record", "foreign minister", "BLR", "2024-06-25")
    >>> [found.who for found in answers if found.answer == "yes"]
    ['sergei-aleinik']
    """
    from dragoman.register import load_register
    from dragoman.views.standing import list_office_standings

    with opened(record) as found:
        return list_office_standings(found, load_register(), position, of, on)


def diff(record: "str | Path | Record", before: "Day", after: "Day") -> "Difference":
    """What a reader knows more on the day `after` than on the day `before`: assertions that came, answers that changed.

    Raises DateError, QueryError when `before` is the later day.

    >>> found = diff("record", "2024-06-24", "2024-06-25")
    >>> [(row.summary, row.published) for row in found.came]
    [('Belarus – CSTO: full', '2024-06-25')]
    >>> [(change.who, change.before, change.after) for change in found.changed]
    [('BLR', 'unknown', 'yes')]
    """
    from dragoman.register import load_register
    from dragoman.views.differences import compare_known

    with opened(record) as found:
        return compare_known(found, load_register(), before, after)


def actor(record: "str | Path | Record", name: str, on: "Day | None" = None) -> "ActorPage":
    """One actor by any name in any language: names, offices and memberships by day, mentions by document.

    `on` keeps the offices and memberships that can hold then; undated ones stay. Raises UnknownNameError with
    suggestions, QueryError for a name that several bear, DateError.

    >>> page = actor("record", "Biélorussie")
    >>> page.actor.id, [count.words for count in page.mentions]
    ('BLR', [('Biélorussie',)])
    """
    from dragoman.register import load_register
    from dragoman.views.actor import get_actor_page

    with opened(record) as found:
        return get_actor_page(found, load_register(), name, on)


def timeline(
    record: "str | Path | Record",
    *,
    actor: str | None = None,
    kinds: "Collection[Kind] | None" = None,
    types: Collection[str] = (),
    modalities: Collection[str] = (),
    languages: Collection[str] = (),
    outlets: Collection[str] = (),
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[TimelineRow]":
    """What the record tells, in order of day, undated rows last.

    `kinds` are those of `dragoman.views.timeline.KINDS`; the other limits, and what it Raises: see
    `dragoman.views.timeline.list_timeline`.

    >>> [row.summary for row in timeline("record", actor="OTSC")]
    ['Belarus – CSTO: full']
    """
    from dragoman.register import load_register
    from dragoman.views.timeline import list_timeline
    from dragoman.views.told import KINDS

    chosen = KINDS if kinds is None else kinds
    limits = {"types": types, "modalities": modalities, "languages": languages, "outlets": outlets}
    with opened(record) as found:
        return list_timeline(found, load_register(), actor=actor, kinds=chosen, start=start, end=end, **limits)


def statements(
    record: "str | Path | Record",
    *,
    speaker: str | None = None,
    audience: str | None = None,
    about: str | None = None,
    acts: Collection[str] = (),
    words: str | None = None,
    direct: bool | None = None,
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[ListedStatement]":
    """Who said what, in order of day. Limits and what it Raises: see `dragoman.views.statements.choose_statements`.

    >>> statements("record", speaker="RUS", acts=["warn"])
    []
    """
    from dragoman.register import load_register
    from dragoman.views.statements import choose_statements

    with opened(record) as found:
        return choose_statements(
            found,
            load_register(),
            speaker=speaker,
            audience=audience,
            about=about,
            acts=acts,
            words=words,
            direct=direct,
            start=start,
            end=end,
        ).rows()


def search(
    record: "str | Path | Record", words: str, *, start: "Day | None" = None, end: "Day | None" = None
) -> "list[FoundDocument]":
    """The documents that hold all the words, with the places where they stand; those that say most of it first.

    `start` and `end` are days of publication. Details and what it Raises: see `dragoman.views.search.search_documents`.

    >>> [(found.n_hits, found.published) for found in search("record", "bielorussie otsc")]
    [(2, '2024-06-25')]
    """
    from dragoman.views.search import search_documents

    with opened(record) as found:
        return search_documents(found, words, start=start, end=end).rows()


def events(
    record: "str | Path | Record",
    *,
    types: Collection[str] = (),
    between: tuple[str, str] | None = None,
    actor: str | None = None,
    recipient: str | None = None,
    modalities: Collection[str] = (),
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[ListedEvent]":
    """What happened between whom, in order of day. Limits and what it Raises: see `dragoman.views.events.list_events`.

    >>> events("record", types=["CONSULT"], between=("RUS", "BLR"))
    []
    """
    from dragoman.register import load_register
    from dragoman.views.events import list_events

    with opened(record) as found:
        return list_events(
            found, load_register(), types=types, between=between, actor=actor, recipient=recipient,
            modalities=modalities, start=start, end=end,
        )  # fmt: skip


def facts(
    record: "str | Path | Record",
    *,
    actor: str | None = None,
    kinds: "Collection[Kind] | None" = None,
    statuses: Collection[str] = (),
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[ListedFact]":
    """What the record comes to: assertions of the same thing as one, with independent sources counted.

    Limits and what it Raises: see `dragoman.views.facts.list_facts`.

    >>> [(fact.summary, fact.n_documents, fact.status) for fact in facts("record")]
    [('Belarus – CSTO: full', 1, 'single')]
    """
    from dragoman.register import load_register
    from dragoman.views.facts import list_facts
    from dragoman.views.told import KINDS

    chosen = KINDS if kinds is None else kinds
    with opened(record) as found:
        return list_facts(found, load_register(), actor=actor, kinds=chosen, statuses=statuses, start=start, end=end)


def fact(record: "str | Path | Record", id: str) -> "FactPage":
    """A fact by the start of its id or of the id of any of its rows: every row, why it was joined, what contradicts it.

    Raises UnknownNameError when there is no such fact, QueryError when several fit.

    >>> page = fact("record", timeline("record")[0].id)
    >>> page.fact.summary, [row.reason for row in page.told], page.against
    ('Belarus – CSTO: full', ['first told'], ())
    """
    from dragoman.views.facts import get_fact

    with opened(record) as found:
        return get_fact(found, id)


def contradictions(
    record: "str | Path | Record",
    *,
    types: Collection[str] = (),
    actor: str | None = None,
    start: "Day | None" = None,
    end: "Day | None" = None,
) -> "list[ListedContradiction]":
    """What contradicts what, in the record and against the register, the latest to be reported first.

    Limits and what it Raises: see `dragoman.views.facts.list_contradictions`.

    >>> contradictions("record")
    []
    """
    from dragoman.register import load_register
    from dragoman.views.facts import list_contradictions

    with opened(record) as found:
        return list_contradictions(found, load_register(), types=types, actor=actor, start=start, end=end)


def brief(
    record: "str | Path | Record",
    about: str | None = None,
    *,
    start: "Day | None" = None,
    end: "Day | None" = None,
    language: str = "en",
) -> "Brief":
    """What the record tells of somebody in some days, in sentences with their footnotes, in English or French.

    Limits and what it Raises: see `dragoman.views.brief.writing.write_brief`; `render_brief` of
    `dragoman.views.brief.rendering` writes it out.

    >>> made = brief("record", "OTSC")
    >>> made.memberships[0].text
    'On 25 June 2024, Belarus was a full member of the CSTO. The register says the same.'
    >>> made.notes[0].words
    "La Biélorussie est membre de l'OTSC."
    """
    from dragoman.register import load_register
    from dragoman.views.brief.writing import write_brief

    with opened(record) as found:
        return write_brief(found, load_register(), about, start=start, end=end, language=language)


def show(record: "str | Path | Record", document: str) -> "DocumentPage":
    """One document by the start of its id or by its file's name: text, assertions, what was cut, proof of the date.

    Raises UnknownNameError with the nearest file names, QueryError when several documents fit.

    >>> page = show("record", "minsk.txt")
    >>> [page.text[row.span_start : row.span_end] == row.quote_text for row in page.assertions]
    [True]
    """
    from dragoman.register import load_register
    from dragoman.views.document import get_document

    with opened(record) as found:
        return get_document(found, load_register(), document)


def explain(record: "str | Path | Record", assertion: str) -> "Explanation":
    """Why a row stands in the record: rule, trigger, what filled each role and why, how it was dated.

    `assertion` is its id or the first four digits or more. Raises UnknownNameError when no assertion has such an id,
    QueryError when several have.

    >>> row = timeline("record")[0]
    >>> found = explain("record", row.id[:8])
    >>> found.trigger_text, [(role.role, role.words, role.actor) for role in found.roles]
    ('membre', [('member', 'Biélorussie', 'BLR'), ('organisation', 'OTSC', 'CSTO')])
    """
    from dragoman.register import load_register
    from dragoman.views.explanation import explain_assertion

    with opened(record) as found:
        return explain_assertion(found, load_register(), assertion)


@contextmanager
def opened(record: "str | Path | Record") -> "Iterator[Record]":
    """The record itself when it is open; else opened for the time of one question."""
    if isinstance(record, str | Path):
        from dragoman.record_opening import open_record

        with open_record(record) as found:
            yield found
    else:
        yield record
