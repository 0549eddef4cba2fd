"""Facts and contradictions in one English line each, for every reader and every export alike."""

from collections.abc import Callable, Iterable
from typing import Any

from dragoman.reasoning.claims import Days
from dragoman.reasoning.contradictions import Contradiction
from dragoman.reasoning.fact import Fact
from dragoman.reasoning.lines import Line

Naming = Callable[[str | None], str]


def naming(actors: Iterable[dict[str, Any]]) -> Naming:
    """What an actor is called in a line: an organisation by its acronym, all else by its label, nobody "someone"."""
    labels = {
        row["id"]: row["id"] if row["kind"] in ("organisation", "bloc") and "_" not in row["id"] else row["label"]
        for row in actors
    }
    return lambda actor: "someone" if actor is None else labels.get(actor) or actor


def summarise_fact(fact: Fact, name: Naming) -> str:
    """Who, what, whom, and in brackets how it is told."""
    claim = fact.first
    if fact.kind == "event":
        who, whom = (", ".join(_parties(fact, side, name)) for side in ("actors", "recipients"))
    else:
        who, whom = name(claim.subject), name(claim.object) if claim.object else ""
    return str(
        Line(
            claim.kind,
            who,
            claim.relation,
            whom,
            claim.value,
            name(fact.place.id) if fact.place.id else None,
            claim.direct,
            (claim.bears, claim.modality),
        )
    )


def _parties(fact: Fact, side: str, name: Naming) -> list[str]:
    """The parties of one side; where only states are told, somebody of them."""
    given = dict.fromkeys(party for claim in fact.claims for party in getattr(claim, side))
    return [name(party) for party in given] or [f"someone of {name(state)}" for state in unnamed_states(fact, side)]


def unnamed_states(fact: Fact, side: str) -> list[str]:
    """The states of which somebody is a party of an event, where nobody of that side (actors, recipients) is named."""
    if fact.kind != "event" or any(getattr(claim, side) for claim in fact.claims):
        return []
    states = fact.first.block[3 if side == "actors" else 4]
    return [state for state in (states or "").split("|") if state]


def explain_contradiction(found: Contradiction, name: Naming) -> str:
    """Both sides with their days and how many documents tell each."""
    one = _side(found.fact, name)
    if found.other is None:
        return f"{one} against the register: {register_words(found, name)}"
    return f"{one} against {_side(found.other, name)}"


def register_words(found: Contradiction, name: Naming) -> str | None:
    """What the register says, people by their names; None where it is not one of the sides."""
    words = found.register
    for person in found.people:
        words = words.replace(person, name(person)) if words else None
    return words


def _side(fact: Fact, name: Naming) -> str:
    documents = len({claim.document for claim in fact.claims})
    return f"{summarise_fact(fact, name)} [{days_text(fact.days)}; {documents} document{'s' * (documents != 1)}]"


def days_text(days: Days) -> str:
    """Days as EDTF text, "undated" where nothing is known."""
    if days.undated:
        return "undated"
    if days.first == days.last:
        return str(days.first)
    return f"{days.first or '..'}/{days.last or '..'}"
