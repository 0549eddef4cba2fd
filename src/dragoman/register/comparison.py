"""What the register says about a row of the record: the same, something else, or nothing.

The two are compared and never mixed. Where the register is silent, or sure of no single answer for the days of the
row, the comparison is silent too.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model.dates import Date
from dragoman.ontology.contradictions import load_contradictions
from dragoman.ontology.loading import ACTING, load_ontology
from dragoman.register import Register, Stretch, Tenure
from dragoman.register.register import covers

_DENYING = frozenset({"denied", "negated"})
# Said to have happened; anything else is only compared where the register bears it out.
_TOLD = frozenset({"actual"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """`agrees`: True, False, or None where the register cannot tell; `found` is what it has for those days."""

    agrees: bool | None
    found: tuple[Stretch | Tenure, ...] = ()


def compare_membership(
    register: Register,
    member: str | None,
    organisation: str | None,
    *,
    status: str,
    bears: str,
    modality: str,
    on: Date | None,
) -> Comparison:
    """Hold a membership of the record, told of the days `on`, against the register."""
    if member is None or organisation is None:
        return Comparison(None)
    found = tuple(register.status(member, organisation, on))
    if on is None or not found:
        return Comparison(None, found)
    same = [stretch for stretch in found if plain_status(stretch.status) == plain_status(status)]
    rules = load_contradictions()
    step = bears == "starts" and status in rules.steps
    # A step that is under way is announced again.
    changes = bears == "starts" and not step
    fits = any(_edge(stretch, start=True, on=on) for stretch in same) if changes else bool(same)
    # One that is suspended or leaving is a member still.
    still = rules.members_still if plain_status(status) == "full" and bears != "starts" else ()
    others = (stretch for stretch in found if stretch not in same and stretch.status not in still)
    otherwise = any(stretch.sure and covers(stretch.sure, on) for stretch in others)
    if step and otherwise and _is_coming(register.status(member, organisation), status, on):
        return Comparison(None, found)
    return Comparison(_verdict(modality, fits=fits, same=bool(same), otherwise=otherwise), found)


def _is_coming(stretches: Iterable[Stretch], status: str, on: Date) -> bool:
    """Whether the register has the step soon after these days, on which it can have been announced."""
    soon = load_contradictions().announced_within_days
    firsts = (stretch.during.first for stretch in stretches if stretch.status == status)
    return any(0 < _days(on.last, first) <= soon for first in firsts)


def compare_occupancy(
    register: Register, person: str | None, position: str, of: str | None, *, bears: str, modality: str, on: Date | None
) -> Comparison:
    """Hold an occupancy of the record, told of the days `on`, against the register."""
    if person is None or of is None:
        return Comparison(None)
    base = position.removeprefix(ACTING)
    found = (*register.holders(base, of, on), *register.holders(ACTING + base, of, on))
    if on is None:
        return Comparison(None, tuple(tenure for tenure in found if tenure.person == person))
    same = [tenure for tenure in found if tenure.person == person]
    fits = bool(same) if bears == "holds" else any(_edge(tenure, start=bears == "starts", on=on) for tenure in same)
    exclusive = load_ontology().positions[base].exclusive
    others = (tenure for tenure in found if not may_be_one(tenure.person, person))
    otherwise = exclusive and any(tenure.sure and covers(tenure.sure, on) for tenure in others)
    agrees = _verdict(modality, fits=fits, same=bool(same), otherwise=otherwise)
    if agrees is False and modality in _TOLD and is_by_title(register, person, position, of, bears=bears, on=on):
        return Comparison(None, found)
    return Comparison(agrees, found)


def may_be_one(one: str, other: str) -> bool:
    """Whether two ids can be of one person, named in full and with fewer of the same names."""
    shorter, longer = sorted((one.split("-"), other.split("-")), key=len)
    return one == other or (len(shorter) > 1 and set(shorter) <= set(longer))


def is_by_title(register: Register, person: str, position: str, of: str, *, bears: str, on: Date) -> bool:
    """Whether a change can have been announced on a day, or the office be a mere title, beside the person's tenure."""
    rules = load_contradictions()
    base = position.removeprefix(ACTING)
    for tenure in register.tenures_of(person):
        if tenure.position.removeprefix(ACTING) == base and tenure.of == of:
            first, last = tenure.during.first, tenure.during.last
            if 0 < _days(on.last, last if bears == "ends" else first) <= rules.announced_within_days:
                return True
            if bears == "holds" and 0 < _days(last, on.first) <= rules.titled_within_days:
                return True
    return False


def _days(early: dt.date | None, late: dt.date | None) -> int:
    """Days from one to the other; 0 where one is open."""
    return (late - early).days if early is not None and late is not None else 0


def _verdict(modality: str, *, fits: bool, same: bool, otherwise: bool) -> bool | None:
    if modality in _DENYING:
        return False if same else True if otherwise else None
    if fits:
        return True
    # A change that the register puts on another day is another answer as well.
    return False if modality in _TOLD and (same or otherwise) else None


def _edge(item: Stretch | Tenure, *, start: bool, on: Date) -> bool:
    """Whether the stretch may start (or end) on one of the days."""
    if start:
        edge = _span(item.during.first, item.sure.first if item.sure else item.during.last)
    else:
        edge = _span(item.sure.last if item.sure else item.during.first, item.during.last)
    return edge is not None and edge.intersect(on) is not None


def _span(first: dt.date | None, last: dt.date | None) -> Date | None:
    return Date.between(first, last) if first is not None and last is not None else None


def plain_status(status: str) -> str:
    """The status by which two are compared: a founder is a full member."""
    return "full" if status == "founder" else status
