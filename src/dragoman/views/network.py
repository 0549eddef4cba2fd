"""Who is tied to whom on a day: members of organisations, pledges in force, meetings of the days before."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.errors import QueryError
from dragoman.model.dates import Date
from dragoman.ontology.obligations import load_obligations
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.register.treaties import Treaties, Treaty, load_treaties
from dragoman.views.activity import PARTIES, POWERS
from dragoman.views.days import Day, as_date
from dragoman.views.membership import MemberRow, get_organisation
from dragoman.views.names import ORGANISATIONS, Names
from dragoman.views.obligation_facts import get_force, get_standing
from dragoman.views.standing import Standing, list_standings_of

TieKind = Literal["member", "associate", "pledge", "meeting"]
TIES: tuple[TieKind, ...] = ("member", "associate", "pledge", "meeting")
NodeKind = Literal["state", "organisation", "treaty"]
Word = Literal["register", "record", "both", "contested"]

WINDOW, MOST_NODES = 30, 40
# Organisations whose members are told at once, pairs that met, and sources named for one tie.
_ORGANISATIONS, _PAIRS, _SOURCES = 12, 400, 3
# Who has such a status is near an organisation and no member of it.
_NEAR = frozenset({"associate", "observer", "partner", "applicant", "acceding"})
# A treaty of which it is not known whether it is in force is told as such.
_IN_FORCE = ("running", "unclear")

_LATEST = "SELECT max(published_to) AS day FROM documents WHERE published_from = published_to"
_TOLD_MOST = """
    SELECT organisation, count(*) AS n FROM memberships
    WHERE organisation IS NOT NULL AND ($member IS NULL OR member = $member)
    GROUP BY ALL ORDER BY n DESC, organisation LIMIT $count"""
_MEETINGS = f"""
    WITH met AS MATERIALIZED (
        SELECT f.id, f.date_from, f.date_to FROM facts AS f
        WHERE f.kind = 'event' AND f.relation = 'CONSULT' AND f.modality = 'actual'
        AND f.date_from >= $first AND f.date_to <= $last),
    parties AS MATERIALIZED (
        SELECT p.id, p.party FROM ({PARTIES.format(facts="SELECT id FROM met")}) AS p
        WHERE p.party IN (SELECT id FROM actors WHERE list_contains($powers, kind)))
    SELECT a.party AS one, b.party AS other, count(*) AS n, min(f.date_from) AS first, max(f.date_to) AS last,
        list_slice(list(f.id ORDER BY f.date_to DESC, f.id), 1, $sources) AS facts
    FROM parties AS a JOIN parties AS b ON a.id = b.id AND a.party < b.party JOIN met AS f ON f.id = a.id
    GROUP BY a.party, b.party
    ORDER BY coalesce($actor IN (a.party, b.party), false) DESC, n DESC, one, other LIMIT $count"""


@dataclass(frozen=True, slots=True)
class TieSource:
    """On whose word a tie is told: a note of the register, a document of the record, or a fact."""

    side: Literal["register", "record"]
    source: str | None = None
    document: str | None = None
    assertion: str | None = None
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties two on the day.

    `one` is the member, where it is a member's tie, and `other` the organisation; a pledge of a treaty with more than
    two parties and no organisation is one of each party's to the treaty. `word` tells on whose word. `what` is the
    status, the treaty's name, or None for meetings, of which `times` counts the facts. `since` is EDTF text, None where
    nobody tells it; of meetings, the first day within the window, and `until` the last.
    """

    one: str
    one_label: str
    other: str
    other_label: str
    kind: TieKind
    word: Word
    what: str | None
    since: str | None
    until: str | None
    times: int
    sources: tuple[TieSource, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A state, an organisation (or a bloc, or an armed group) or a treaty, and how many others it is tied to."""

    id: str
    kind: NodeKind
    label: str
    short: str
    ties: int


@dataclass(frozen=True, slots=True)
class Network:
    """Who is tied to whom on the day `on`.

    `meetings_from` is the first of the days whose meetings count, `on` the last. `left_out` are the nodes that are
    there besides, tied less; `organisations` are those whose members are told. `pledges_known` is false where what may
    be known ends before the day, or is what some sources tell: then the register is silent.
    """

    on: dt.date
    meetings_from: dt.date
    organisations: tuple[str, ...]
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int
    pledges_known: bool


def find_network(
    record: Record,
    register: Register,
    on: Day | None = None,
    *,
    organisations: Collection[str] = (),
    actor: str | None = None,
    steps: int = 1,
    kinds: Collection[TieKind] = (),
    window: int = WINDOW,
    most: int = MOST_NODES,
    treaties: Treaties | None = None,
) -> Network | None:
    """The states and organisations of a day and what ties them, `most` of them: those tied best.

    Without `on`, the latest day on which a document is proved to have been published; None where there is none. With
    `organisations` (any names), they and their members alone; with `actor`, what can be reached from it by so many
    `steps`; with neither, the organisations whose members the record tells most of, and who met. Meetings are those of
    `window` days before the day, and of the day. No `kinds` stand for all. Names in any language. Raises
    UnknownNameError, DateError, QueryError for what is not one day.
    """
    kinds = kinds or TIES
    day = _day(record, on)
    if day is None:
        return None
    register = register.as_known(record.scope.known)
    names = Names(record, register)
    ego = names.get_actor(actor, {"state", "organisation", "bloc", "armed_group"}) if actor is not None else None
    asked = tuple(dict.fromkeys(get_organisation(names, name) for name in organisations))
    chosen = asked or _choose_organisations(record, register, names, ego, day)
    first = day - dt.timedelta(days=min(window, (day - dt.date.min).days))
    may_tell = _register_may_tell(record, day)
    treaties = treaties or load_treaties()
    ties: list[Tie] = []
    if {"member", "associate"} & set(kinds):
        ties += _iter_memberships(list_standings_of(record, register, chosen, day), names)
    if "pledge" in kinds and may_tell:
        ties += _iter_pledges(treaties, names, day, asked)
    if "meeting" in kinds:
        ties += _iter_meetings(record, names, first, day, ego)
    ties = [tie for tie in ties if tie.kind in kinds]
    ties = _reachable(ties, ego, steps) if ego is not None and not asked else _within(ties, chosen, met=not asked)
    if ego is not None and asked:
        ties = _reachable(ties, ego, steps)
    shown, left_out = _best_tied(ties, {*asked, *([ego] if ego else [])}, most)
    kept = sorted((tie for tie in ties if {tie.one, tie.other} <= set(shown)), key=_order)
    nodes = tuple(_node(each, names, treaties, number) for each, number in shown.items())
    return Network(day, first, chosen, nodes, tuple(kept), left_out, may_tell)


def _day(record: Record, on: Day | None) -> dt.date | None:
    if on is None:
        found: dt.date | None = record.sql(_LATEST).column("day")[0].as_py()
        return found
    date = as_date(on)
    if date is None or not date.is_day or date.first is None:
        raise QueryError(f"{on} is not one day: who is tied to whom is told of a single day, as 2024-06-25")
    return date.first


def _register_may_tell(record: Record, day: dt.date) -> bool:
    known = record.scope.known
    return not record.scope.sources and (known is None or known.last is None or day <= known.last)


def _choose_organisations(
    record: Record, register: Register, names: Names, ego: str | None, day: dt.date
) -> tuple[str, ...]:
    """The organisations whose members are told: those of which the record tells most, then others of the actor.

    Of these, the ones that pledge help first, then the smaller ones: what has everybody for a member says least.
    """
    if ego is not None and ego in register.organisations:
        return (ego,)
    rows = record.sql(_TOLD_MOST, {"member": ego, "count": _ORGANISATIONS}).to_pylist()
    # A report may call anything an organisation.
    found = [row["organisation"] for row in rows if names.kind(row["organisation"]) in ORGANISATIONS]
    if ego is not None:
        on = Date.of(day)
        touching = [stretch for stretch in register.stretches if stretch.during.intersect(on) is not None]
        sizes = Counter(stretch.organisation for stretch in touching)
        own = {stretch.organisation for stretch in touching if stretch.member == ego}
        pledging = {treaty.organisation for treaty in load_treaties().treaties.values()}
        found += sorted(own, key=lambda each: (each not in pledging, sizes[each], each))
    return tuple(dict.fromkeys(found))[:_ORGANISATIONS]


def _iter_memberships(standings: Iterable[Standing], names: Names) -> Iterator[Tie]:
    for standing in standings:
        statuses = set((standing.status or "").split(" or "))
        if standing.answer in ("yes", "contested"):
            kind: TieKind = "member"
        elif standing.answer == "no" and statuses & _NEAR:
            kind = "associate"
        else:
            continue
        rows = [row for row in standing.because if isinstance(row, MemberRow)]
        if kind == "associate":
            # What tells against its being a member tells nothing of what it is.
            rows = [row for row in rows if row.status in _NEAR]
        word: Word = "contested" if standing.answer == "contested" else _word(rows)
        yield Tie(
            one=standing.who,
            one_label=standing.who_label or standing.who,
            other=standing.what,
            other_label=names.label(standing.what) or standing.what,
            kind=kind,
            word=word,
            what=" or ".join(dict.fromkeys(row.status for row in rows)) if kind == "associate" else standing.status,
            since=_since(rows),
            until=None,
            times=len(rows),
            sources=tuple(_source(row) for row in rows[:_SOURCES]),
        )


def _since(rows: Sequence[MemberRow]) -> str | None:
    """Since when: what the register has, else the first beginning that is told; that it holds tells nothing."""
    own = [row for row in rows if row.side == "register"] or [row for row in rows if row.bears == "starts"]
    dated = [(row.date_from, row.date) for row in own if row.date_from is not None and row.date is not None]
    return min(dated)[1].split("/")[0] if dated else None


def _word(rows: Sequence[MemberRow]) -> Word:
    sides = {row.side for row in rows}
    return "both" if len(sides) == 2 else "record" if sides == {"record"} else "register"


def _source(row: MemberRow) -> TieSource:
    return TieSource(row.side, row.source, row.document, row.id)


def _iter_pledges(treaties: Treaties, names: Names, day: dt.date, asked: Collection[str]) -> Iterator[Tie]:
    on = Date.of(day)
    within = load_obligations().within
    for treaty in treaties.treaties.values():
        if get_force(treaty, on) not in _IN_FORCE or all(pledge.kind == "none" for pledge in treaty.pledges):
            continue
        if asked and treaty.organisation is not None and treaty.organisation not in asked:
            continue
        standings = {state: get_standing(found, on) for state, found in treaties.standings(treaty.id, on).items()}
        begun = {
            state: treaties.bound_since(treaty.id, state, each.party)
            for state, each in standings.items()
            if each.word in within
        }
        if treaty.organisation is None and len(begun) == 2:
            one, other = sorted(begun)
            yield _pledge(treaty, names, one, other, begun.values())
        else:
            hub = treaty.organisation or treaty.id
            for state, since in begun.items():
                yield _pledge(treaty, names, state, hub, (since,))


def _pledge(treaty: Treaty, names: Names, one: str, other: str, begun: Iterable[Date]) -> Tie:
    """A pledge since the last of the days on which it came into force and the parties were bound."""
    days = [each for each in (*begun, treaty.in_force) if each is not None and each.first is not None]
    last = max(days, key=lambda each: each.first or dt.date.min, default=None)
    return Tie(
        one=one,
        one_label=names.label(one) or one,
        other=other,
        other_label=treaty.label if other == treaty.id else names.label(other) or other,
        kind="pledge",
        word="register",
        what=treaty.label,
        since=last.edtf.split("/")[0] if last is not None else None,
        until=None,
        times=1,
        sources=(TieSource("register", treaty.source),),
    )


def _iter_meetings(record: Record, names: Names, first: dt.date, last: dt.date, ego: str | None) -> Iterator[Tie]:
    given = {"first": first, "last": last, "powers": list(POWERS), "actor": ego, "count": _PAIRS, "sources": _SOURCES}
    for row in record.sql(_MEETINGS, given).to_pylist():
        yield Tie(
            one=row["one"],
            one_label=names.label(row["one"]) or row["one"],
            other=row["other"],
            other_label=names.label(row["other"]) or row["other"],
            kind="meeting",
            word="record",
            what=None,
            since=row["first"].isoformat(),
            until=row["last"].isoformat(),
            times=row["n"],
            sources=tuple(TieSource("record", fact=fact) for fact in row["facts"]),
        )


def _within(ties: Sequence[Tie], organisations: Collection[str], *, met: bool) -> list[Tie]:
    """The ties among some organisations, whoever is bound to them and, with `met`, whoever met.

    A treaty is among them when it binds two of them. All ties where there are no such organisations and no meetings.
    """
    inside = set(organisations)
    for tie in ties:
        if tie.kind == "meeting" and met:
            inside |= {tie.one, tie.other}
        elif tie.kind != "meeting" and tie.other in organisations:
            inside.add(tie.one)
    if not inside:
        return list(ties)
    bound = Counter(tie.other for tie in ties if tie.kind == "pledge" and tie.one in inside)
    inside |= {tie.other for tie in ties if tie.other_label == tie.what and bound[tie.other] > 1}
    return [tie for tie in ties if tie.one in inside and tie.other in inside]


def _reachable(ties: Sequence[Tie], ego: str, steps: int) -> list[Tie]:
    """The ties among those who can be reached from one by so many ties."""
    near: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        near[tie.one].add(tie.other)
        near[tie.other].add(tie.one)
    inside, edge = {ego}, {ego}
    for _ in range(steps):
        edge = {other for each in edge for other in near[each]} - inside
        inside |= edge
    return [tie for tie in ties if tie.one in inside and tie.other in inside]


def _best_tied(ties: Sequence[Tie], asked: set[str], most: int) -> tuple[dict[str, int], int]:
    """Whom to show, with the number of others each is tied to, and how many are left out.

    What was asked for, what is tied to that, and those tied best: by what the record tells, then by how many others.
    """
    others: dict[str, set[str]] = {each: set() for each in asked}
    told: Counter[str] = Counter()
    for tie in ties:
        for one, other in ((tie.one, tie.other), (tie.other, tie.one)):
            others.setdefault(one, set()).add(other)
            told[one] += tie.word != "register"
    ranked = sorted(
        others,
        key=lambda each: (each not in asked, not others[each] & asked, -told[each], -len(others[each]), each),
    )
    shown = set(ranked[:most])
    # Who was tied to nobody but those left out says nothing here.
    kept = [each for each in ranked if each in shown and (each in asked or others[each] & shown)]
    return {each: len(others[each]) for each in kept}, len(others) - len(kept)


def _order(tie: Tie) -> tuple[object, ...]:
    return TIES.index(tie.kind), tie.other_label, tie.one_label, tie.what or ""


def _node(id: str, names: Names, treaties: Treaties, ties: int) -> Node:
    if names.kind(id) is None and (treaty := treaties.treaties.get(id)):
        return Node(id, "treaty", treaty.label, treaty.label, ties)
    label = names.label(id) or id
    kind: NodeKind = "state" if names.kind(id) == "state" else "organisation"
    return Node(id, kind, label, names.short(id) or label, ties)
