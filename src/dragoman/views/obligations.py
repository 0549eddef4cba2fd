"""Who was bound to help whom on a day: treaties of the register weighed by the rules of the ontology.

A verdict is about one pledge of one state. The register says what was pledged and to whom it bound whom; the record,
where there is one, says what each then did.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.errors import QueryError
from dragoman.ontology.obligations import Rule, load_obligations
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.register.treaties import Pledge, Treaties, Treaty, load_treaties
from dragoman.views.days import Day, as_date
from dragoman.views.deeds import Deed, Deeds
from dragoman.views.names import Names
from dragoman.views.obligation_facts import (
    Attack,
    Case,
    Standing,
    find_war,
    get_force,
    get_standing,
    is_owed,
    make_case,
)

ATTACKERS = frozenset({"state", "organisation", "bloc", "armed_group", "party", "military", "company"})
_VERDICTS = ("bound", "disputed", "not bound")
PLACES = frozenset({"place", "state"})
HELP = ("defence", "mutual-assistance")
# Pledges that ask for something when another is attacked, the strongest first.
_ASKED = (*HELP, "consultation", "neutrality", "none")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of what is disputed, and when it applies."""

    says: str
    applies: str


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """One pledge of one state, and whether it bound on the day.

    `state` is an organisation where the answer is the same for all its members. `verdict` is about `pledge`: a state
    that is ``bound`` by a consultation is bound to talk. `since` is the first day (EDTF) from which the pledge ran
    between the two, None where it did not run. `rule` names the rule that decided, `why` is its line for this case;
    `readings` are both sides of what is disputed. `did` is what the record tells that the state did towards the
    attacked or the attacker in the 90 days from then on.
    """

    state: str
    state_label: str
    treaty: str
    treaty_label: str
    pledge: str
    article: str | None
    paraphrase: str
    verdict: str
    since: str | None
    why: str
    rule: str
    readings: tuple[Reading, ...]
    source: str
    did: tuple[Deed, ...] = ()


def list_obligations(
    record: Record | None,
    register: Register,
    attacked: str,
    attacker: str | None = None,
    *,
    on: Day,
    where: str | None = None,
    treaties: Treaties | None = None,
) -> list[ObligationRow]:
    """Who was bound to help the attacked on the day: those bound first, then the disputed, then who was not and why.

    Names are taken in any language. `attacker` is a state, an organisation or an armed group; the attacked itself
    stands for unrest within, None for a state that no treaty names. `where` is a place or state, by default the
    attacked's own territory. Without a record `did` is empty. Raises UnknownNameError with suggestions, QueryError for
    a name that several bear or a day that is none, DateError.
    """
    day = as_date(on)
    if day is None or day.first is None or day.last is None:
        raise QueryError(f"{on} has an open end: give a day, a month or a year")
    names = Names(record, register)
    attack = Attack(
        names.get_actor(attacked, {"state"}, "state"),
        names.get_actor(attacker, ATTACKERS, "state, organisation or armed group") if attacker is not None else None,
        day,
        names.get_actor(where, PLACES, "place") if where is not None else None,
    )
    if attack.where is not None and attack.where not in register.actors:
        raise QueryError(f"the register does not know where {where!r} lies: give a place or state of it")
    known = load_treaties() if treaties is None else treaties
    weighed = (_Weighing(register, known, names, attack, treaty) for treaty in known.treaties.values())
    found = [row for weighing in weighed for row in weighing.rows()]
    deeds = Deeds(record, names, day)
    parties = [party for party in (attack.attacked, attack.attacker) if party is not None]
    return [replace(row, did=deeds.of(row.state, parties)) for row in sorted(found, key=_order)]


class _Weighing:
    """One treaty held against one attack."""

    def __init__(self, register: Register, treaties: Treaties, names: Names, attack: Attack, treaty: Treaty) -> None:
        self.register, self.treaties, self.names, self.attack, self.treaty = register, treaties, names, attack, treaty
        touching = treaties.standings(treaty.id, attack.on)
        self.standings = {state: get_standing(stretches, attack.on) for state, stretches in touching.items()}
        self.words = load_obligations()

    def rows(self) -> Iterator[ObligationRow]:
        """The rows of the treaty, without what the record tells; none where the attacked has nothing to do with it."""
        attacked = self.standings.get(self.attack.attacked)
        force = get_force(self.treaty, self.attack.on)
        if attacked is None or force is None or (force == "ended" and attacked.word not in self.words.within):
            return
        told: set[tuple[str, str]] = set()
        helping: set[str] = set()
        for pledge in sorted(self.treaty.pledges, key=lambda each: _rank(each.kind)):
            for case in self._iter_cases(pledge, force, attacked):
                rule = self.words.decide(case.facts)
                if rule.once and (case.state, rule.id) in told:
                    continue
                # Who is bound to help is bound to talk as well.
                if pledge.kind == "consultation" and case.state in helping:
                    continue
                told.add((case.state, rule.id))
                if pledge.kind in HELP and rule.verdict == "bound":
                    helping.add(case.state)
                yield self._row(case, rule)

    def _iter_cases(self, pledge: Pledge, force: str, attacked: Standing) -> Iterator[Case]:
        insider = self._is_within(self.attack.attacker)
        for state, standing in self._iter_states(pledge, attacked):
            one_way = pledge.kind == "defence" and state in pledge.to
            if not is_owed(pledge, state, self.attack.attacked) and not one_way:
                continue
            yield make_case(
                self.register, self.treaties, self.attack, self.treaty, pledge, force, attacked, state, standing,
                insider=insider,
            )  # fmt: skip

    def _iter_states(self, pledge: Pledge, attacked: Standing) -> Iterator[tuple[str, Standing | None]]:
        """Whose answer is asked for: each state's, or the organisation's where all its members have the same."""
        attacker = self.attack.attacker
        if pledge.kind == "non-aggression":
            standing = self.standings.get(attacker or "")
            both = attacked.word in self.words.within and attacker != self.attack.attacked
            if attacker and standing and both and standing.word in (*self.words.within, "withdrawn"):
                yield attacker, standing
            return
        organisation = self.treaty.organisation
        alike = pledge.kind == "none" or self.treaty.unconfirmed or attacked.word not in self.words.within
        if organisation is not None and alike:
            # That a group pledges nothing is worth a line to its members, and to two who both stand near it.
            near = attacked.word in self.words.within or (attacked.word == "partner" and attacker in self.standings)
            if pledge.kind == "none" and not near:
                return
            yield organisation, None
            return
        # Who was no party, and the attacker itself, are told of where help was pledged, not where only talk was.
        told = self.words.told if pledge.kind in HELP and attacked.word in self.words.within else ()
        silent = {self.attack.attacked} if pledge.kind in HELP else {self.attack.attacked, attacker}
        for state, standing in self.standings.items():
            if state not in silent and standing.word in (*self.words.within, *told):
                yield state, standing

    def _is_within(self, state: str | None) -> bool:
        standing = self.standings.get(state or "")
        return standing is not None and standing.word in self.words.within

    def _row(self, case: Case, rule: Rule) -> ObligationRow:
        words = self._words(case, rule)
        clause = case.answers.get(rule.clause or "")
        line = (clause.because if clause is not None else rule.why).format_map(words)
        texts = clause.readings if clause is not None and clause.readings else rule.readings
        return ObligationRow(
            state=case.state,
            state_label=self.names.label(case.state) or case.state,
            treaty=self.treaty.id,
            treaty_label=self.treaty.label,
            pledge=case.pledge.kind,
            article=case.pledge.article,
            paraphrase=case.pledge.paraphrase,
            verdict=rule.verdict,
            since=None if rule.verdict == "not bound" else self._since(case),
            why="; ".join([line, *self._held(case, rule)]),
            rule=rule.id,
            readings=tuple(Reading(each.says.format_map(words), each.applies.format_map(words)) for each in texts),
            source=self._source(case),
        )

    def _held(self, case: Case, rule: Rule) -> list[str]:
        """Why an attack of this kind or in this place counts, where the treaty says so."""
        if rule.verdict != "bound" or case.pledge.kind not in HELP:
            return []
        kind = case.facts["attacker"]
        asked = {"attacker", kind, *(["place"] if self.attack.where is not None else [])}
        found = (each for question, each in case.answers.items() if question in asked)
        return [each.because for each in found if each.answer == "covered"]

    def _words(self, case: Case, rule: Rule) -> dict[str, str]:
        """What the lines of a rule are filled in with."""
        label = self.names.label
        where, treaty, pledge = self.attack.where, self.treaty, case.pledge
        territory = self.treaties.territories.get(where or "")
        answers = (case.answers.get(each) for each in self.words.questions if _asks(rule, each))
        answer = next((each for each in answers if each is not None), None)
        war = find_war(self.treaties, self.attack)
        in_force = f"in force only since {treaty.in_force.edtf}" if treaty.in_force else "no entry into force is known"
        day = treaty.in_force if treaty.in_force and treaty.in_force.first != treaty.in_force.last else treaty.ended
        return {
            "attacked": label(self.attack.attacked) or "",
            "attacked_since": case.attacked.since.edtf.partition("/")[0],
            "attacker": label(self.attack.attacker) or "the attacker",
            "because": answer.because if answer is not None else "",
            "by": ", ".join(label(each) or each for each in pledge.by) or "the others",
            "claimants": ", ".join(label(each) or each for each in (territory.claimed_by if territory else ())),
            "day": str(day.last) if day else "",
            "decides": pledge.decides,
            "ended": treaty.ended.edtf if treaty.ended else "",
            "in_force": in_force,
            "organisation": self.names.short(treaty.organisation) or treaty.label,
            "paraphrase": pledge.paraphrase,
            "place": label(where) or "",
            "signed": treaty.signed.edtf if treaty.signed else "",
            "state_since": case.standing.since.edtf.partition("/")[0] if case.standing else "",
            "state_standing": self.words.standings[case.standing.word] if case.standing else "",
            "war_source": war.source if war is not None else "",
            "to": ", ".join(label(each) or each for each in pledge.to) or "each other",
        }

    def _since(self, case: Case) -> str | None:
        """The day from which both were parties and the treaty was in force."""
        starts = [self.treaty.in_force]
        for state, standing in ((case.state, case.standing), (self.attack.attacked, case.attacked)):
            if standing is not None:
                starts.append(self.treaties.bound_since(self.treaty.id, state, standing.party))
        known = [start for start in starts if start is not None and start.first is not None]
        latest = max(known, key=lambda start: start.first or dt.date.min, default=None)
        return latest.edtf.partition("/")[0] if latest is not None else None

    def _source(self, case: Case) -> str:
        standing = case.standing.source if case.standing is not None else case.attacked.source
        parts = dict.fromkeys((self.treaty.source, standing))
        return "; ".join(parts)


def _asks(rule: Rule, question: str) -> bool:
    """Whether a rule asks for the treaty's answer to a question."""
    return bool({question, f"{question}-reached", f"{question}-named"} & rule.when.keys())


def _rank(kind: str) -> int:
    return _ASKED.index(kind) if kind in _ASKED else len(_ASKED)


def _order(row: ObligationRow) -> tuple[object, ...]:
    return _VERDICTS.index(row.verdict), _rank(row.pledge), row.treaty, row.why, row.state_label, row.state
