"""Which columns a person may put right, what may stand in them, and what else of the row follows.

Spans, words and rules are evidence and stay as they were read: what is put right is what was made of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.errors import DateError, QueryError
from dragoman.model.dates import Date
from dragoman.ontology.loading import ACTING, load_event_ontology, load_ontology

# An actor, a list of actors, a date, a word of a closed list, or any text.
ColumnKind = Literal["actor", "actors", "date", "word", "text"]

# What `date_anchor` says of a date that a person gave, and `filled_by` of such an actor.
BY_JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Correctable:
    """A column that may be put right.

    `role` is the role of the arguments that hold the same actors, `country` the column with the countries of these.
    """

    kind: ColumnKind
    role: str | None = None
    country: str | None = None


_MANNER = {"date": Correctable("date"), "modality": Correctable("word"), "said_by": Correctable("actor")}
_BORNE = {**_MANNER, "bears": Correctable("word")}

CORRECTABLE: Mapping[str, Mapping[str, Correctable]] = {
    "memberships": {
        "member": Correctable("actor", "member"),
        "organisation": Correctable("actor", "organisation"),
        "status": Correctable("word"),
        **_BORNE,
    },
    "occupancies": {
        "person": Correctable("actor", "person"),
        "position": Correctable("word"),
        "of": Correctable("actor", "of"),
        **_BORNE,
    },
    "attributes": {
        "subject": Correctable("actor"),
        "value": Correctable("text"),
        "date": Correctable("date"),
        "said_by": Correctable("actor"),
    },
    "statements": {
        "speaker": Correctable("actor", "speaker"),
        "audience": Correctable("actors", "audience"),
        "about": Correctable("actors", "about"),
        "act": Correctable("word"),
        **_MANNER,
    },
    "events": {
        "actors": Correctable("actors", "actor", "actor_countries"),
        "recipients": Correctable("actors", "recipient", "recipient_countries"),
        "place": Correctable("actor", "place", "place_country"),
        "about": Correctable("actors", "about"),
        **_MANNER,
    },
}


def words_for(column: str) -> tuple[str, ...]:
    """The closed list of what a column of words may hold; KeyError for another column."""
    ontology = load_ontology()
    positions = ontology.positions
    lists: dict[str, Iterable[str]] = {
        "status": ontology.statuses,
        "bears": ontology.bears,
        "modality": ontology.modalities,
        "position": (*positions, *(ACTING + position for position in positions)),
        "act": load_event_ontology().acts,
    }
    return tuple(lists[column])


def check_correction(table: str, column: str, value: str | None, actors: int) -> None:
    """Raise QueryError unless a value (or so many actors) may stand in a column; no value is "unknown"."""
    if table not in CORRECTABLE:
        raise QueryError(f"no column of {table!r} can be put right; only those of {', '.join(CORRECTABLE)}")
    if column not in CORRECTABLE[table]:
        raise QueryError(f"{column!r} of {table} cannot be put right; only {', '.join(CORRECTABLE[table])}")
    kind = CORRECTABLE[table][column].kind
    if kind in ("actor", "actors"):
        if value is not None or (kind == "actor" and actors > 1):
            raise QueryError(f"{column} of {table} holds {'one actor' if kind == 'actor' else 'actors'}")
    elif actors:
        raise QueryError(f"{column} of {table} holds no actor")
    elif kind == "date":
        _check_date(value)
    elif value is None:
        raise QueryError(f"{column} of {table} cannot be unknown")
    elif kind == "word" and value not in words_for(column):
        raise QueryError(f"{value!r} is no {column}; one of {', '.join(words_for(column))}")


def put_right(
    table: str, column: str, value: str | None, actors: Sequence[str], countries: Mapping[str, str | None]
) -> dict[str, object]:
    """The stored columns of a row that follow from a value that was put right; `countries` maps actors to theirs."""
    known = CORRECTABLE[table][column]
    if known.kind == "date":
        date = Date.parse(value) if value is not None else None
        days = {"date_from": date.first if date else None, "date_to": date.last if date else None}
        return {"date": value, **days, "date_anchor": BY_JUDGEMENT}
    if known.kind == "actor":
        actor = actors[0] if actors else None
        placed = {known.country: countries.get(actor) if actor else None} if known.country else {}
        return {column: actor, **placed}
    if known.kind == "actors":
        of = dict.fromkeys(countries.get(actor) for actor in actors)
        placed_in = {known.country: [country for country in of if country]} if known.country else {}
        return {column: list(actors), **placed_in}
    return {column: value}


def _check_date(value: str | None) -> None:
    if value is not None:
        try:
            Date.parse(value)
        except DateError as error:
            raise QueryError(str(error)) from error
