"""The facts that decide who was bound by a treaty: standings, attacker, place, the treaty's own answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.model.dates import Date
from dragoman.ontology.obligations import ANSWERS, load_obligations
from dragoman.register import Register
from dragoman.register.register import covers
from dragoman.register.treaties import Clause, Party, Pledge, Treaties, Treaty, WarEntry

NO_STATES = frozenset({"armed_group", "party", "military", "company"})
SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Attack:
    """Who was attacked by whom (None: somebody from outside), when and where (None: on its own territory)."""

    attacked: str
    attacker: str | None
    on: Date
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a state is to a treaty on the day, and since when; `unclear` where it changed in the days asked for."""

    word: str
    since: Date
    source: str
    party: Party


@dataclass(frozen=True, slots=True)
class Case:
    """One pledge held against one attack: its facts, and the treaty's answers that speak to it, by question."""

    treaty: Treaty
    pledge: Pledge
    state: str
    standing: Standing | None
    attacked: Standing
    facts: dict[str, str]
    answers: dict[str, Clause] = field(default_factory=dict)


def get_standing(stretches: Sequence[Party], on: Date) -> Standing:
    """The standing of one state on the days, of its stretches that touch them (one at least)."""
    certain = [each for each in stretches if each.sure is not None and covers(each.sure, on)]
    last = (certain or list(stretches))[-1]
    # A day that two stretches share belongs to the later one; stretches of one standing leave no doubt about it.
    same = len(stretches) > 1 and len({each.standing for each in stretches}) == 1
    word = last.standing if certain or same else "unclear"
    return Standing(word, last.during, last.source, last)


def get_force(treaty: Treaty, on: Date) -> str | None:
    """Whether the treaty was `running`, `pending`, `ended` or `unclear` on the days; None before it was signed."""
    begun = treaty.signed or treaty.in_force
    if begun is None or (begun.first and on.last and on.last < begun.first):
        return None
    if treaty.in_force is None or _before(on, treaty.in_force):
        return "pending"
    if treaty.ended is not None and not _before(on, treaty.ended):
        return "ended" if _after(on, treaty.ended) else "unclear"
    return "running" if _after(on, treaty.in_force) else "unclear"


def _before(on: Date, event: Date) -> bool:
    return on.last is not None and event.first is not None and on.last < event.first


def _after(on: Date, event: Date) -> bool:
    return on.first is not None and event.last is not None and on.first >= event.last


def make_case(
    register: Register, treaties: Treaties, attack: Attack, treaty: Treaty, pledge: Pledge, force: str,
    attacked: Standing, state: str, standing: Standing | None, *, insider: bool,
) -> Case:  # fmt: skip
    """The case of one state (or of the organisation as a whole, then without a standing) under one pledge."""
    answers = {clause.question: clause for clause in reversed(list(_iter_answers(register, attack, treaty, state)))}
    words = {attacked.word, standing.word if standing else ""}
    for question in ("suspended", "standing"):
        if ("suspended" if question == "suspended" else "disputed") not in words:
            answers.pop(question, None)
    facts = {
        "pledge": pledge.kind,
        "kind": treaty.kind,
        "force": force,
        "state": standing.word if standing else ("unconfirmed" if treaty.unconfirmed else "party"),
        "attacked": attacked.word,
        "role": "attacker" if state == attack.attacker else "helper",
        "direction": "yes" if is_owed(pledge, state, attack.attacked) else "no",
        "attacker": _attacker(register, attack, insider=insider),
        "place": find_place(register, treaties, attack),
        "war": "struck-back" if find_war(treaties, attack) else "none",
        "decided": pledge.decided,
    }
    for question in load_obligations().questions:
        facts[ANSWERS.get(question, question)] = answers[question].answer if question in answers else SILENT
    return Case(treaty, pledge, state, standing, attacked, facts, answers)


def find_war(treaties: Treaties, attack: Attack) -> WarEntry | None:
    """The war of that day which the attacked is held to have begun against the attacker."""
    for war in treaties.wars:
        days = Date.parse(f"{war.since}/{war.until or '..'}")
        if (war.aggressor, war.victim) == (attack.attacked, attack.attacker) and days.intersect(attack.on):
            return war
    return None


def is_owed(pledge: Pledge, by: str, to: str) -> bool:
    """Whether the pledge runs from one state to the other."""
    return (not pledge.by or by in pledge.by) and (not pledge.to or to in pledge.to)


def find_place(register: Register, treaties: Treaties, attack: Attack) -> str:
    """Whether the place is the attacked's own (`home`), another's (`abroad`), nobody's (`sea`) or `contested`."""
    if attack.where is None:
        return "home"
    territory = treaties.territories.get(attack.where)
    if territory is not None and territory.of is None:
        return "contested" if attack.attacked in territory.claimed_by else "abroad"
    if territory is not None and attack.attacked in territory.claimed_by:
        return "contested"
    owner = get_owner(register, treaties, attack.where)
    if owner is None:
        return "sea"
    return "home" if owner == attack.attacked else "abroad"


def get_owner(register: Register, treaties: Treaties, place: str) -> str | None:
    """The state that a place belongs to, None for a sea or a land that several claim."""
    if (territory := treaties.territories.get(place)) is not None:
        return territory.of
    actor = register.actors[place]
    return actor.id if actor.kind == "state" else actor.country


def _attacker(register: Register, attack: Attack, *, insider: bool) -> str:
    if attack.attacker is None:
        return "outsider"
    if attack.attacker == attack.attacked:
        return "unrest"
    known = register.actors.get(attack.attacker)
    if known is not None and known.kind in NO_STATES:
        return "armed-group"
    return "insider" if insider else "outsider"


def _iter_answers(register: Register, attack: Attack, treaty: Treaty, state: str) -> Iterator[Clause]:
    """The treaty's answers that speak to the attack, in the order of the file."""
    for clause in treaty.clauses:
        if not holds_on(clause, attack.on):
            continue
        places = {attack.where} | ({register.actors[attack.where].country} if attack.where else set())
        # An answer on the place that names none is about the attacked's own land.
        if clause.question == "place" and not clause.places and attack.where is not None:
            continue
        if (
            (not clause.states or state in clause.states)
            and (not clause.attacked or attack.attacked in clause.attacked)
            and (not clause.attackers or attack.attacker in clause.attackers)
            and (not clause.places or places & set(clause.places))
        ):
            yield clause


def holds_on(clause: Clause, on: Date) -> bool:
    """Whether an answer is given for attacks of those days."""
    start = Date.parse(clause.since) if clause.since else None
    end = Date.parse(clause.until) if clause.until else None
    return not (start and _before(on, start)) and not (end and on.first and end.last and on.first > end.last)
