"""What the members of an organisation have pledged: the register's treaties of it that are in force on a day."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from dragoman.model.dates import Date
from dragoman.ontology.obligations import load_obligations
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.register.treaties import Clause, Treaties, Treaty, load_treaties
from dragoman.views.membership import get_organisation
from dragoman.views.names import Names
from dragoman.views.obligation_facts import get_force, get_standing, holds_on
from dragoman.views.obligations import Reading

# A treaty that came into force or ended in the course of the days asked for is told as such.
_IN_FORCE = ("running", "unclear")


@dataclass(frozen=True, slots=True)
class Parties:
    """The states of one standing towards a treaty on the day."""

    standing: str
    states: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question about a treaty that has two readings: what it is about, why, and both readings.

    `about` are the states, attackers and places that it is limited to, none where it is general.
    """

    question: str
    about: tuple[str, ...]
    because: str
    readings: tuple[Reading, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Pledged:
    """One pledge of a treaty in force; `paraphrase` is one English line of ours, `force` is running or unclear."""

    treaty: str
    treaty_label: str
    force: str
    pledge: str
    article: str | None
    paraphrase: str
    decides: str
    parties: tuple[Parties, ...]
    disputes: tuple[Dispute, ...]
    source: str


def list_pledges(
    record: Record, register: Register, organisation: str, on: dt.date, *, treaties: Treaties | None = None
) -> list[Pledged]:
    """The pledges of an organisation's treaties that are in force on a day, in the order of the register.

    Nothing where the record may know only what was published before the day. Raises UnknownNameError with suggestions,
    QueryError for a name that several or no organisation bear.
    """
    names = Names(record, register)
    chosen = get_organisation(names, organisation)
    known = record.scope.known
    if known is not None and known.last is not None and on > known.last:
        return []
    day = Date.of(on)
    found = load_treaties() if treaties is None else treaties
    return [
        pledged
        for treaty in found.treaties.values()
        if treaty.organisation == chosen and get_force(treaty, day) in _IN_FORCE
        for pledged in _pledged(treaty, found, names, day)
    ]


def _pledged(treaty: Treaty, treaties: Treaties, names: Names, day: Date) -> list[Pledged]:
    by_standing: dict[str, list[str]] = defaultdict(list)
    for state, stretches in treaties.standings(treaty.id, day).items():
        by_standing[get_standing(stretches, day).word].append(state)
    order = [word for word in load_obligations().standings if word in by_standing]
    parties = tuple(_parties(word, by_standing[word], names) for word in order)
    disputed = [each for each in treaty.clauses if each.answer == "disputed" and holds_on(each, day)]
    disputes = tuple(_dispute(clause, names) for clause in disputed)
    return [
        Pledged(
            treaty=treaty.id,
            treaty_label=treaty.label,
            force=get_force(treaty, day) or "unclear",
            pledge=pledge.kind,
            article=pledge.article,
            paraphrase=pledge.paraphrase,
            decides=pledge.decides,
            parties=parties,
            disputes=disputes,
            source=treaty.source,
        )
        for pledge in treaty.pledges
    ]


def _parties(standing: str, states: list[str], names: Names) -> Parties:
    labelled = sorted((names.label(state) or state, state) for state in states)
    return Parties(standing, tuple(state for _, state in labelled), tuple(label for label, _ in labelled))


def _dispute(clause: Clause, names: Names) -> Dispute:
    about = (*clause.states, *clause.attacked, *clause.attackers, *clause.places)
    return Dispute(
        question=load_obligations().questions[clause.question],
        about=tuple(names.label(each) or each for each in about),
        because=clause.because,
        readings=tuple(Reading(each.says, each.applies) for each in clause.readings),
        source=clause.source,
    )
