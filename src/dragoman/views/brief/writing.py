"""Making a brief: what is told of somebody in some days, put in order and into sentences."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.errors import QueryError
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.absence import AbsenceRow, list_absences
from dragoman.views.brief.brief import (
    MOST_FACTS,
    Activity,
    Brief,
    Dispute,
    LeftAside,
    Month,
    Note,
    Report,
    Sentence,
    SoleSource,
)
from dragoman.views.brief.gathering import (
    Gathered,
    Given,
    Source,
    gather,
    gather_disputes,
    gather_facts,
    gather_sources,
    gather_tellings,
)
from dragoman.views.brief.naming import Namer, ordered
from dragoman.views.brief.phrases import get_language, load_phrases
from dragoman.views.brief.register_side import RegisterSide
from dragoman.views.brief.sentences import Composer
from dragoman.views.days import Day, bounds_of
from dragoman.views.document import last_part
from dragoman.views.names import ORGANISATIONS, Names

_SUMMARY = 7
# Organisations whose meetings are looked through for who was missing.
_MOST_ORGANISATIONS = 8
_LONGEST_MONTH = 31
SINGLE = "single"


def write_brief(
    record: Record,
    register: Register,
    about: str | None = None,
    *,
    start: Day | None = None,
    end: Day | None = None,
    language: str = "en",
    most: int = MOST_FACTS,
) -> Brief:
    """What the record tells of somebody (any name in any language; None: of all) in some days, in English or French.

    `start` and `end` keep what touches the days between, and what no day is told of where it was published between
    them. `most` keeps the facts that are best borne out. Raises UnknownNameError with suggestions for a name or a
    language, DateError, QueryError where there is nothing to tell.
    """
    if most < 1:
        raise QueryError(f"a brief needs one fact or more, not {most}")
    first, last = bounds_of(start, end)
    chosen = get_language(language)
    names = Names(record, register)
    actor = names.get_actor(about) if about is not None else None
    found = gather(record, actor, first, last, most)
    if not found.facts:
        raise QueryError(_nothing_told(names, actor, start, end, found))
    phrases = load_phrases(chosen)
    namer = Namer(chosen, phrases, names, register)
    languages = Counter(told.document.language for given in found.facts for told in given.tellings)
    usual = max(sorted(languages), key=lambda each: languages[each])
    composer = Composer(namer, phrases, RegisterSide(namer, phrases, register), usual)
    return _Writer(record, register, names, composer, found).write(actor, first, last, most)


def _nothing_told(names: Names, actor: str | None, start: Day | None, end: Day | None, found: Gathered) -> str:
    whom = f" of {names.label(actor)} ({actor})" if actor is not None else ""
    days = "".join(f" {word} {day}" for word, day in (("from", start), ("to", end)) if day is not None)
    aside = f"; {found.unproved} facts without a proved day were left aside" if found.unproved else ""
    return f"the record tells nothing{whom}{days}{aside}; `dragoman timeline` lists what it does tell"


@dataclass(slots=True)
class _Writer:
    """One brief in the making."""

    record: Record
    register: Register
    names: Names
    composer: Composer
    found: Gathered

    def write(self, actor: str | None, first: dt.date | None, last: dt.date | None, most: int) -> Brief:
        by_kind: dict[str, list[Given]] = defaultdict(list)
        for given in sorted(self.found.facts, key=_order):
            by_kind[given.fact.kind].append(given)
        months = self._months(by_kind["event"], by_kind["statement"])
        groups = _grouped(by_kind["membership"], self._membership_key)
        memberships = tuple(self.composer.membership(group) for group in groups)
        offices = tuple(self.composer.occupancy(given) for given in by_kind["occupancy"])
        attributes = tuple(self.composer.attribute(given) for given in by_kind["attribute"])
        told = [sentence for month in months for sentence in (*month.events, *month.statements)]
        told += [*memberships, *offices, *attributes]
        disputes = self._disputes(told)
        absences = self._absences(actor, by_kind["event"], first, last)
        notes = self.composer.notes.listed()
        sources = self._sources()
        return Brief(
            language=self.composer.namer.language,
            reports_language=self.composer.usual,
            about=actor,
            about_name=str(self.composer.namer.actor(actor)) if actor is not None else None,
            start=first,
            end=last,
            known=str(self.record.scope.known) if self.record.scope.known is not None else None,
            sources=self.record.scope.sources,
            documents=len(sources),
            families=len({source.family for source in sources}),
            facts=len(self.found.facts),
            most=most,
            left_aside=tuple(self._left_aside()),
            summary=_best(told),
            months=months,
            memberships=memberships,
            offices=offices,
            attributes=attributes,
            disputes=disputes,
            sole_sources=_sole_sources(told, notes),
            absences=absences,
            activity=_activity(self.found.facts),
            notes=notes,
            reports=tuple(self._report(source) for source in sources),
        )

    def _months(self, events: Sequence[Given], statements: Sequence[Given]) -> tuple[Month, ...]:
        """What happened and who said what by month, what no day is told of last."""
        performed = {telling.id for given in statements for telling in given.tellings}
        events = [given for given in events if not _is_in_words(given, performed)]
        told: dict[str | None, tuple[list[Given], list[Given]]] = defaultdict(lambda: ([], []))
        for side, kept in enumerate((events, statements)):
            for given in kept:
                told[_month(given)][side].append(given)
        return tuple(
            Month(
                month,
                tuple(self.composer.event(given) for given in told[month][0]),
                tuple(self.composer.statements(groups) for groups in _speeches(told[month][1])),
            )
            for month in sorted(told, key=lambda month: (month is None, month or ""))
        )

    def _membership_key(self, given: Given) -> Hashable:
        """What memberships have to share to be told in one sentence; what the register has otherwise stands alone."""
        fact = given.fact
        agrees = self.composer.register.compare(fact).agrees
        manner = (fact.relation, fact.object, fact.bears, fact.modality, fact.date_from, fact.date_to)
        words = frozenset((t.said_by, t.via) for t in given.tellings)
        alone = fact.id if agrees is False or fact.status == "contested" else None
        return *manner, words, fact.status, fact.n_independent, given.sole_family, agrees, alone

    def _disputes(self, told: Sequence[Sentence]) -> tuple[Dispute, ...]:
        """What contradicts what is told, with both sides; a side that has a paragraph of its own is that paragraph."""
        rows = gather_disputes(self.record, {given.fact.id for given in self.found.facts})
        facts = {given.fact.id: given for given in self.found.facts}
        wanted = {row[side] for row in rows for side in ("fact_a", "fact_b")} - facts.keys() - {None}
        facts |= gather_facts(self.record, wanted)
        alone = {sentence.facts[0]: sentence for sentence in told if len(sentence.facts) == 1}
        for fact in sorted({row[side] for row in rows for side in ("fact_a", "fact_b") if row[side]} - alone.keys()):
            alone[fact] = self._sentence(facts[fact])
        return tuple(
            Dispute(
                type=row["type"],
                one=alone[row["fact_a"]],
                other=alone[row["fact_b"]] if row["fact_b"] is not None else None,
                register=self.composer.register.against(facts[row["fact_a"]].fact) if row["fact_b"] is None else None,
                register_source=row["source"],
            )
            for row in rows
        )

    def _sentence(self, given: Given) -> Sentence:
        makers: dict[str, Callable[[], Sentence]] = {
            "event": lambda: self.composer.event(given),
            "statement": lambda: self.composer.statements([[given]]),
            "membership": lambda: self.composer.membership([given]),
            "occupancy": lambda: self.composer.occupancy(given),
            "attribute": lambda: self.composer.attribute(given),
        }
        return makers[given.fact.kind]()

    def _absences(
        self, actor: str | None, events: Sequence[Given], first: dt.date | None, last: dt.date | None
    ) -> tuple[Sentence, ...]:
        """Who was missing from the meetings of the organisation, or from which meetings the state was."""
        rows: list[AbsenceRow] = []
        known = self.register.actors
        kind = known[actor].kind if actor in known else None
        if kind in ORGANISATIONS:
            rows = list_absences(self.record, self.register, str(actor), start=first, end=last)
        elif kind in ("state", None) and (actor is None or kind == "state"):
            met = ordered(party for given in events for party in given.fact.actors if party in known)
            organisations = [party for party in met if known[party].kind in ("organisation", "bloc")]
            for organisation in organisations[:_MOST_ORGANISATIONS]:
                rows += list_absences(self.record, self.register, organisation, member=actor, start=first, end=last)
        tellings = gather_tellings(self.record, {each for row in rows for each in row.assertions})
        return tuple(
            self.composer.absence(row, [telling for each in row.assertions for telling in tellings[each]])
            for row in rows
        )

    def _sources(self) -> list[Source]:
        """The documents behind the facts and the notes, in order of day."""
        used = {telling.document.id for given in self.found.facts for telling in given.tellings}
        used |= {note.document for note in self.composer.notes.listed()}
        found = gather_sources(self.record, used).values()
        return sorted(found, key=lambda each: (each.published_from or dt.date.max, each.source))

    def _report(self, source: Source) -> Report:
        return Report(
            document=source.id,
            name=last_part(source.source),
            outlet=source.outlet,
            agencies=tuple(self.names.label(agency) or agency for agency in source.agencies),
            title=source.title,
            language=source.language,
            published=source.published,
            published_text=source.published_text,
        )

    def _left_aside(self) -> Iterator[LeftAside]:
        scoped = self.record.scoped
        if scoped is not None:
            yield LeftAside("later", scoped.later)
            yield LeftAside("undated", scoped.undated)
            yield LeftAside("other_sources", scoped.other_sources)
        yield LeftAside("undated_facts", self.found.unproved)
        yield LeftAside("less_told", self.found.less_told)


def _order(given: Given) -> tuple[object, ...]:
    fact = given.fact
    first = fact.date_from or fact.date_to
    told = given.tellings[0]
    stands = (told.document.source, told.span_start) if told.document else ("", 0)
    return first is None, first or dt.date.max, fact.date_to or dt.date.max, stands, fact.id


def _month(given: Given) -> str | None:
    """The month under which a fact is told, the year where it spreads over more, None without a day."""
    first, last = given.fact.date_from, given.fact.date_to
    known = first or last
    if known is None:
        return None
    short = first is None or last is None or (last - first).days <= _LONGEST_MONTH
    return f"{known:%Y-%m}" if short else f"{known:%Y}"


def _is_in_words(given: Given, statements: Collection[str]) -> bool:
    """Whether an event is no more than a statement that is told as well: a refusal of nobody, say."""
    lead = given.lead
    performed = all(told.said_by is None and told.statement in statements for told in given.tellings)
    return performed and not lead.roles.get("recipient")


def _grouped(facts: Sequence[Given], key: Callable[[Given], Hashable]) -> list[list[Given]]:
    """Facts with the same key together, in order of the first of each."""
    groups: dict[Hashable, list[Given]] = defaultdict(list)
    for given in facts:
        groups[key(given)].append(given)
    return list(groups.values())


def _speeches(statements: Sequence[Given]) -> list[list[list[Given]]]:
    """Statements for one sentence each: the same speakers, act, days and source; within it those of the same words."""

    def manner(given: Given) -> tuple[Hashable, ...]:
        fact, lead = given.fact, given.lead
        told = (fact.relation, fact.modality, lead.direct, fact.date_from, fact.date_to)
        by = frozenset((t.said_by, t.via) for t in given.tellings)
        return *told, by, fact.status, fact.n_independent, given.sole_family

    alike = _grouped(statements, lambda given: (*manner(given), given.lead.words, given.lead.document.id))
    # Who is not named may be another person each time.
    speakers = [tuple(given.fact.subject or given.fact.id for given in group) for group in alike]
    merged: dict[Hashable, list[list[Given]]] = defaultdict(list)
    for group, who in zip(alike, speakers, strict=True):
        offices = tuple(given.lead.roles.get("speaker") for given in group)
        merged[*manner(group[0]), who, offices].append(group)
    return list(merged.values())


def _best(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """The paragraphs that most independent sources bear out, two at least."""
    borne_out = [sentence for sentence in sentences if sentence.n_independent > 1]
    # Who holds an office is told by many and news to nobody.
    ranked = sorted(borne_out, key=lambda each: (-each.n_independent, each.kind == "occupancy", each.number))
    return tuple(ranked[:_SUMMARY])


def _sole_sources(sentences: Iterable[Sentence], notes: Sequence[Note]) -> tuple[SoleSource, ...]:
    """The paragraphs that rest on one source, by document."""
    found: dict[str, list[int]] = defaultdict(list)
    for sentence in sentences:
        if sentence.n_independent <= 1:
            found[notes[sentence.notes[0] - 1].document].append(sentence.number)
    outlets = {note.document: note.outlet for note in notes}
    return tuple(SoleSource(document, outlets[document], tuple(numbers)) for document, numbers in found.items())


def _activity(facts: Iterable[Given]) -> tuple[Activity, ...]:
    """Facts counted by month and kind; what cannot be put into one month is not counted."""
    counts: Counter[tuple[dt.date, str]] = Counter()
    for given in facts:
        first, last = given.fact.date_from, given.fact.date_to
        if first is not None and last is not None and (first.year, first.month) == (last.year, last.month):
            counts[first.replace(day=1), given.fact.kind] += 1
    return tuple(Activity(month, kind, counts[month, kind]) for month, kind in sorted(counts))
