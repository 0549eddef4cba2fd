"""Every assertion of the record by one set of names: as SQL, and indexed in the order of the timeline.

The index is made at the first question that asks for a part or for a number, and kept with the record: who asks for
everything reads everything once, and needs none.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.record.reading import Record

Kind = Literal["membership", "occupancy", "attribute", "statement", "event"]

# The parts of a row by one set of names: whose, what, of or in what, which value, and all parties; then what the
# summary of its kind needs besides.
_SELECT: dict[Kind, str] = {
    "membership": """member AS actor, status AS relation, organisation AS object, NULL AS value, bears, modality,
        trigger_text, [member, organisation] AS parties""",
    "occupancy": """person AS actor, position AS relation, of AS object, NULL AS value, bears, modality,
        trigger_text, [person, of] AS parties""",
    "attribute": """subject AS actor, property AS relation, NULL AS object, value, 'holds' AS bears,
        'actual' AS modality, trigger_text, [subject] AS parties""",
    "statement": """speaker AS actor, act AS relation, NULL AS object, words AS value, NULL AS bears, modality,
        cue_text AS trigger_text, list_prepend(speaker, audience) AS parties, direct""",
    "event": """CASE WHEN len(actors) = 1 THEN actors[1] END AS actor, event_type AS relation,
        CASE WHEN len(recipients) = 1 THEN recipients[1] END AS object, mode AS value, NULL AS bears, modality,
        trigger_text, list_concat(actors, recipients) AS parties,
        event_type, mode, actors, actor_countries, recipients, recipient_countries, place, place_text""",
}
_TABLES: dict[Kind, str] = {
    "membership": "memberships",
    "occupancy": "occupancies",
    "attribute": "attributes",
    "statement": "statements",
    "event": "events",
}
KINDS: tuple[Kind, ...] = tuple(_TABLES)
# Who is a party of a row: those named here, and the states whose offices they hold.
_PARTIES: dict[Kind, tuple[str, ...]] = {
    "membership": ("member", "organisation"),
    "occupancy": ("person", "of"),
    "attribute": ("subject",),
    "statement": ("speaker", "audience"),
    "event": ("actors", "recipients", "actor_countries", "recipient_countries"),
}
_LISTS = frozenset({"audience", "actors", "recipients", "actor_countries", "recipient_countries"})
# The countries of those who speak and are spoken to stand with the words that name them.
_STATEMENTS_OF = """
    (SELECT * FROM statements WHERE speaker = $actor OR said_by = $actor OR list_contains(audience, $actor) OR id IN (
        SELECT assertion FROM arguments WHERE country = $actor AND role IN ('speaker', 'audience')))"""
# Each limit that may be set; what is undated may be of any day.
_LIMITS = {
    "document": "t.document = $document",
    "first": "(t.date_to IS NULL OR t.date_to >= $first)",
    "last": "(t.date_from IS NULL OR t.date_from <= $last)",
    "types": "list_contains($types, t.relation)",
    "modalities": "list_contains($modalities, t.modality)",
}
_LIMITS_OF_DOCUMENTS = {
    "languages": "list_contains($languages, d.language)",
    "outlets": "list_contains($outlets, coalesce(d.outlet_id, d.outlet))",
}
_SHARED = "id, document, date, date_from, date_to, date_text, said_by, quote_text, span_start, span_end"
# Where a row stands among all, undated ones last.
_ORDER = """
    coalesce(date_from, date_to) NULLS LAST, date_to NULLS LAST, kind, coalesce(actor, ''),
    coalesce(object, ''), source, span_start, id"""
_TOLD = """
    SELECT CAST(row_number() OVER (ORDER BY {order}) AS INTEGER) AS place,
        kind, id, document, date_from, date_to, relation, modality
    FROM ({rows}) ORDER BY place"""
_ROWS = """
    SELECT '{kind}' AS kind, id, document, date_from, date_to, relation, modality, actor, object, source, span_start
    FROM ({query})"""
# By actor, so that what one is a party of lies together.
_TOLD_PARTIES = """
    SELECT DISTINCT p.actor, t.place FROM ({parties}) AS p JOIN inner_views.told AS t USING (id, document)
    WHERE p.actor IS NOT NULL ORDER BY ALL"""
_SPOKEN_FOR = """
    SELECT assertion AS id, document, country AS actor FROM arguments
    WHERE role IN ('speaker', 'audience') AND country IS NOT NULL"""
_PARTY = "place IN (SELECT place FROM inner_views.told_parties WHERE actor = $actor)"
_OF_DOCUMENT = "document IN (SELECT d.id FROM documents AS d WHERE {limit})"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which assertions are wanted, all names found: see `choose_assertions`. None stands for any."""

    kinds: tuple[Kind, ...] = KINDS
    actor: str | None = None
    document: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    types: tuple[str, ...] | None = None
    modalities: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    outlets: tuple[str, ...] | None = None


def iter_questions(record: Record, chosen: Chosen) -> Iterator[tuple[Kind, str, dict[str, Any]]]:
    """The SQL that gives the chosen assertions of each kind, with its parameters."""
    given = _given(chosen)
    limits = " AND ".join(limit for name, limit in (_LIMITS | _LIMITS_OF_DOCUMENTS).items() if name in given) or "true"
    for kind in chosen.kinds:
        source, more = _TABLES[kind], {}
        if chosen.actor is not None and kind == "statement":
            source, more = _STATEMENTS_OF, {"actor": chosen.actor}
        elif chosen.actor is not None:
            source = record.naming(source, (chosen.actor,), *_PARTIES[kind], "said_by")
        query = f"""
            SELECT t.*, d.source, d.published
            FROM (SELECT {_SHARED}, {_SELECT[kind]} FROM {source}) AS t
            JOIN documents AS d ON d.id = t.document
            WHERE {limits}"""
        yield kind, query, given | more


def index_told(record: Record) -> None:
    """Make the index, if there is none yet; about 3 s of one million assertions. Raises RecordError as reading does."""
    rows = " UNION ALL ".join(
        _ROWS.format(kind=kind, query=query) for kind, query, _ in iter_questions(record, Chosen())
    )
    record.keep("told", _TOLD.format(rows=rows, order=_ORDER))
    record.keep("told_parties", _TOLD_PARTIES.format(parties=" UNION ALL ".join([*_iter_parties(), _SPOKEN_FOR])))


def choose_indexed(record: Record, chosen: Chosen) -> tuple[str, dict[str, Any]]:
    """SQL, to stand after FROM, for the chosen assertions in the index, with its parameters.

    They have `place` (in the order of the timeline), `kind`, `id`, `document`, `date_from`, `date_to`, `relation` and
    `modality`.
    """
    index_told(record)
    given = _given(chosen)
    limits = [limit for name, limit in _LIMITS.items() if name in given]
    limits += [_OF_DOCUMENT.format(limit=limit) for name, limit in _LIMITS_OF_DOCUMENTS.items() if name in given]
    if chosen.actor is not None:
        limits.append(_PARTY)
        given["actor"] = chosen.actor
    if chosen.kinds != KINDS:
        limits.append("list_contains($kinds, kind)")
        given["kinds"] = list(chosen.kinds)
    return f"(SELECT t.* FROM inner_views.told AS t WHERE {' AND '.join(limits) or 'true'}) AS t", given


def _given(chosen: Chosen) -> dict[str, Any]:
    """The limits that are set, but for whose assertions and of which kinds."""
    names = (*_LIMITS, *_LIMITS_OF_DOCUMENTS)
    return {name: value for name in names if (value := getattr(chosen, name)) is not None}


def _iter_parties() -> Iterator[str]:
    """SQL for each actor of each assertion, column by column."""
    for kind, columns in _PARTIES.items():
        for column in (*columns, "said_by"):
            actor = f"unnest({column})" if column in _LISTS else column
            yield f"SELECT id, document, {actor} AS actor FROM {_TABLES[kind]}"
