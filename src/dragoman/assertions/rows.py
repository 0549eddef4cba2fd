"""Turning drafts of assertions into rows of the record: ids, spans, dates and the arguments of every role."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.assertions.attributes import AttributeDraft
from dragoman.assertions.confidence import LEAST, Confidence, evidence_of
from dragoman.assertions.dating import when, without_since
from dragoman.assertions.event_roles import Party
from dragoman.assertions.events import EventDraft
from dragoman.assertions.membership_dates import membership_date
from dragoman.assertions.office_data import OccupancyDraft
from dragoman.assertions.parties import MembershipDraft
from dragoman.assertions.speeches import Speeches, Statement
from dragoman.model.assertion import (
    ArgumentRow,
    AttributeRow,
    EventRow,
    MembershipRow,
    OccupancyRow,
    Span,
    StatementRow,
    When,
    assertion_id,
)
from dragoman.model.mention import Mention, OfficeMention, TimeMention
from dragoman.model.sentence import ReadText, Sentence
from dragoman.ontology.loading import load_event_ontology


@dataclass(slots=True)
class Assertions:
    """The rows that one document gives."""

    statements: list[StatementRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    memberships: list[MembershipRow] = field(default_factory=list)
    occupancies: list[OccupancyRow] = field(default_factory=list)
    attributes: list[AttributeRow] = field(default_factory=list)
    arguments: list[ArgumentRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """Out of whose speech a row comes: the id of the statement, its speaker, and the media that carry it."""

    statement: str | None
    said_by: str | None
    via: tuple[str, ...]
    speaker: Mention | None
    filled_by: str


class Rows:
    """Turns the drafts of one document into rows with content ids."""

    def __init__(self, text: ReadText, reading: str, speeches: Speeches, confidence: Confidence) -> None:
        self._text, self._confidence = text, confidence
        self._speeches = speeches
        self._document = text.document
        self._reading = reading
        self._equals: dict[tuple[str, ...], int] = defaultdict(int)
        self.done = Assertions()

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self._document.text[start:end])

    def _id(self, table: str, trigger: str, words: str, *parties: str) -> str:
        key = (table, trigger, words, *parties)
        self._equals[key] += 1
        return assertion_id(self._document.id, key, self._equals[key])

    def _argument(
        self,
        assertion: str,
        role: str,
        mention: Mention | None,
        span: Span,
        filled_by: str,
        reason: str,
        actor: str | None = None,
        country: str | None = None,
        position: str | None = None,
        ordinal: int = 0,
    ) -> None:
        self.done.arguments.append(
            ArgumentRow(
                assertion=assertion,
                document=self._document.id,
                role=role,
                ordinal=ordinal,
                actor=mention.actor if mention is not None else actor,
                country=mention.country if mention is not None else country,
                position=position if position is not None else mention.position if mention is not None else None,
                span=span,
                filled_by=filled_by,
                reason=reason,
                reading=self._reading,
            )
        )

    def _mention_argument(
        self, assertion: str, role: str, mention: Mention, filled_by: str, reason: str, ordinal: int = 0
    ) -> None:
        why = f"{reason}; {mention.reason}" if mention.reason else reason
        span = self._span(mention.start, mention.end)
        self._argument(assertion, role, mention, span, filled_by, why, ordinal=ordinal)

    def add_statement(self, statement: Statement) -> None:
        """A statement row with its speaker, those told, and whom it is about; gives the statement its id."""
        text = self._document.text
        cue = text[slice(*statement.cue)] if statement.cue is not None else None
        words = " ".join(text[start:end] for start, end in statement.spans)
        speaker = statement.speaker.mentions[0] if statement.speaker is not None else None
        statement.id = self._id("statements", cue or "", words, speaker.text if speaker is not None else "")
        source = self._source(statement.cue[0] if statement.cue is not None else statement.start, statement)
        via = dict.fromkeys(m.actor for m in statement.via if m.actor is not None)
        about = self._about(statement, speaker)
        filled_by = statement.speaker.filled_by if statement.speaker is not None else "grammar"
        self.done.statements.append(
            StatementRow(
                id=statement.id,
                document=self._document.id,
                speaker=speaker.actor if speaker is not None else None,
                audience=tuple(m.actor for m in statement.audience if m.actor is not None),
                act=statement.act,
                direct=statement.direct,
                words=words,
                about=tuple(m.actor for m in about if m.actor is not None),
                when=statement.when,
                said_by=source.said_by,
                via=tuple(via) or source.via,
                modality=statement.modality,
                span=self._span(statement.start, statement.end),
                cue_text=cue,
                rule=f"speech/{statement.form}",
                confidence=self._confidence.of("statements", (filled_by, statement.form)),
                reading=self._reading,
            )
        )
        if statement.speaker is not None and speaker is not None:
            self._mention_argument(statement.id, "speaker", speaker, filled_by, statement.speaker.reason)
        for ordinal, mention in enumerate(statement.audience):
            self._mention_argument(statement.id, "audience", mention, "parse", "to whom it was said", ordinal)
        for ordinal, mention in enumerate(about):
            self._mention_argument(statement.id, "about", mention, "grammar", "named in the words", ordinal)

    def _about(self, statement: Statement, speaker: Mention | None) -> list[Mention]:
        """The first mention of every actor named in the words of a statement, its speaker left out."""
        found: dict[str, Mention] = {}
        mentions = self._text.mentions
        for start, end in statement.spans:
            first = bisect_left(mentions, start, key=lambda mention: mention.start)
            last = bisect_left(mentions, end, key=lambda mention: mention.start)
            for mention in mentions[first:last]:
                if mention.actor is None or mention.actor_kind in ("place", "medium", None):
                    continue
                if speaker is None or mention.actor != speaker.actor:
                    found.setdefault(mention.actor, mention)
        return list(found.values())

    def _in_its_words(self, reason: str, sentence: Sentence) -> str:
        """A reason with the words of the text in place of those that the parser was shown for them."""
        for token in sentence.tokens:
            said = self._document.text[token.start : token.end]
            if token.text != said and repr(token.text) in reason:
                reason = reason.replace(repr(token.text), repr(said))
        return reason

    def add_event(self, sentence: Sentence, draft: EventDraft) -> None:
        """An event row with parties, place and statement; none on evidence that was wrong more often than right."""
        confidence = self._confidence.of("events", evidence_of(sentence, draft))
        if confidence < LEAST:
            return
        text = self._document.text
        words = [token for token in (draft.trigger, draft.noun) if token is not None]
        trigger = " … ".join(text[token.start : token.end] for token in sorted(words, key=lambda t: t.start))
        row_id = self._id("events", trigger, text[sentence.start : sentence.end])
        performing = self._speeches.performed_by(draft.trigger)
        source = self._source(draft.trigger.start, performing)
        ontology = load_event_ontology().types[draft.frame.type]
        place = draft.place
        parties = [("actor", p) for p in draft.actors] + [("recipient", p) for p in draft.recipients]
        mode = draft.frame.mode
        self.done.events.append(
            EventRow(
                id=row_id,
                document=self._document.id,
                event_type=draft.frame.type,
                mode=mode,
                quad_code=ontology.quad_code,
                intensity=ontology.modes[mode] if mode is not None else ontology.intensity,
                actors=_ids(draft.actors),
                actor_countries=_countries(draft.actors),
                recipients=_ids(draft.recipients),
                recipient_countries=_countries(draft.recipients),
                place=place.actor if place is not None else None,
                place_text=place.text if place is not None else None,
                place_country=place.country if place is not None else None,
                about=(),
                when=_at(draft.time),
                modality=_as_asked(draft, source.speaker),
                statement=performing.id if performing is not None else source.statement,
                said_by=source.said_by,
                via=source.via or tuple(m.actor for m in (performing.via if performing else ()) if m.actor is not None),
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=f"event/{draft.frame.frame}",
                confidence=confidence,
                reading=self._reading,
            )
        )
        ordinals: dict[str, int] = defaultdict(int)
        for role, party in parties:
            reason = self._in_its_words(party.reason, sentence)
            self._mention_argument(row_id, role, party.mention, party.filled_by, reason, ordinals[role])
            ordinals[role] += 1
        if place is not None:
            self._mention_argument(row_id, "place", place, "parse", "where it happened")
        self._speaker(row_id, source)

    def add_membership(self, sentence: Sentence, draft: MembershipDraft) -> None:
        """A membership row with its two arguments."""
        text = self._document.text
        trigger = text[draft.trigger.start : draft.trigger.end]
        words = text[sentence.start : sentence.end]
        row_id = self._id("memberships", trigger, words, draft.member.text, draft.organisation.text)
        fillers = (draft.member_filler, draft.organisation_filler)
        dated = membership_date(sentence, draft, self._document.published)
        source = self._source(draft.trigger.start)
        self.done.memberships.append(
            MembershipRow(
                id=row_id,
                document=self._document.id,
                member=draft.member.actor,
                organisation=draft.organisation.actor,
                status=draft.status,
                bears=draft.bears,
                modality=draft.modality,
                when=dated,
                statement=source.statement,
                said_by=source.said_by,
                via=source.via,
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=draft.rule,
                confidence=self._confidence.of("memberships", (draft.rule, *(f.filled_by for f in fillers))),
                reading=self._reading,
            )
        )
        for role, mention, filler in (
            ("member", draft.member, fillers[0]),
            ("organisation", draft.organisation, fillers[1]),
        ):
            reason = self._in_its_words(filler.reason, sentence)
            self._mention_argument(row_id, role, mention, filler.filled_by, reason)
        self._speaker(row_id, source)

    def _source(self, at: int, besides: Statement | None = None) -> Source:
        """Out of whose speech the words at an offset come."""
        statement = self._speeches.around(at, besides)
        if besides is not None and statement is not None and statement.is_of(besides.speaker):
            # Nobody's words come out of his own, it is the same speech, unless he denies them.
            statement = statement if statement.act == "deny" else None
        if statement is not None and statement.modality == "negated":
            # "n'a pas condamné l'attaque de X": nobody said it.
            statement = None
        mention = statement.speaker.mentions[0] if statement is not None and statement.speaker is not None else None
        via = dict.fromkeys(
            m.actor
            for m in (*(statement.via if statement is not None else ()), *self._speeches.via_at(at))
            if m.actor is not None
        )
        return Source(
            statement=statement.id if statement is not None else None,
            said_by=mention.actor if mention is not None else None,
            via=tuple(via),
            speaker=mention,
            filled_by=statement.speaker.filled_by if statement is not None and statement.speaker is not None else "",
        )

    def _speaker(self, row_id: str, source: Source) -> None:
        if source.speaker is not None:
            self._mention_argument(row_id, "speaker", source.speaker, source.filled_by, "whose words give the row")

    def add_occupancy(self, sentence: Sentence, draft: OccupancyDraft) -> None:
        """An occupancy row with the person and what the office is of."""
        office, text = draft.office, self._document.text
        trigger = text[draft.trigger.start : draft.trigger.end] if draft.trigger is not None else office.text
        words = text[sentence.start : sentence.end]
        row_id = self._id("occupancies", trigger, words, draft.person.text, office.text)
        source = self._source(draft.trigger.start if draft.trigger is not None else office.start)
        self.done.occupancies.append(
            OccupancyRow(
                id=row_id,
                document=self._document.id,
                person=draft.person.actor,
                position=office.position or "",
                of=draft.of,
                bears=draft.bears,
                modality=draft.modality,
                when=self._office_date(sentence, draft),
                statement=source.statement,
                said_by=source.said_by,
                via=source.via,
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=draft.rule,
                confidence=self._confidence.of("occupancies", (draft.rule, draft.filled_by)),
                reading=self._reading,
            )
        )
        self._mention_argument(row_id, "person", draft.person, draft.filled_by, draft.reason)
        if draft.of is not None:
            start, end = (office.of_start, office.of_end) if office.of_end else (office.start, office.end)
            self._argument(
                row_id,
                "of",
                None,
                self._span(start, end),
                "grammar",
                draft.of_reason,
                actor=draft.of,
                position=office.position,
            )
        self._speaker(row_id, source)

    def _office_date(self, sentence: Sentence, draft: OccupancyDraft) -> When:
        """A change is dated by its clause; an office beside a name holds at publication, unless it says "then"."""
        published = self._document.published
        if draft.trigger is not None:
            # "X, ministre depuis 2020, a démissionné": nobody goes on leaving from a day on.
            own = without_since(sentence) if draft.bears == "ends" and draft.trigger.pos == "VERB" else sentence
            return when(own, draft.trigger, bears=draft.bears, modality=draft.modality, published=published)
        office: OfficeMention = draft.office
        behind = next((t for t in sentence.times if 0 <= t.start - office.end <= 2 and t.date is not None), None)
        if behind is not None and draft.bears == "holds":
            # "ministre de la Défense de 2012 à 2017": the time that stands right behind the office is its own.
            return When.of(behind.date, behind.text, behind.anchor)
        if draft.bears != "holds" or office.then or published is None:
            return When()
        return When.of(published, None, "published")

    def add_attribute(self, sentence: Sentence, draft: AttributeDraft) -> None:
        """An attribute row with its subject."""
        text = self._document.text
        trigger = text[draft.trigger.start : draft.trigger.end]
        row_id = self._id(
            "attributes", trigger, text[sentence.start : sentence.end], draft.subject.text, draft.property
        )
        source = self._source(draft.trigger.start)
        self.done.attributes.append(
            AttributeRow(
                id=row_id,
                document=self._document.id,
                subject=draft.subject.actor,
                property=draft.property,
                value=draft.value,
                when=When(),
                said_by=source.said_by,
                via=source.via,
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=draft.rule,
                confidence=self._confidence.of("attributes", (draft.rule,)),
                reading=self._reading,
            )
        )
        self._mention_argument(row_id, "about", draft.subject, "parse", draft.reason)
        self._speaker(row_id, source)


def _at(time: TimeMention | None) -> When:
    """The date columns of what happened at a time; empty without one."""
    if time is None:
        return When()
    return When.of(time.date, time.text, time.anchor) if time.date else When(date_text=time.text)


def _as_asked(draft: EventDraft, speaker: Mention | None) -> str:
    """ "X doit retirer ses soldats, a dit Y": what somebody says that another must do is asked of him, not planned."""
    asked = draft.modality == "planned" and draft.reading.due and not draft.frame.together
    if not asked or speaker is None or not draft.actors:
        return draft.modality
    mine = {speaker.actor, speaker.country} - {None}
    theirs = {name for party in draft.actors for name in (party.mention.actor, party.mention.country)}
    return draft.modality if mine & theirs or speaker.country is None else "requested"


def _ids(parties: Sequence[Party]) -> tuple[str, ...]:
    """The actors of the parties, each once, in order."""
    return tuple(dict.fromkeys(p.mention.actor for p in parties if p.mention.actor is not None))


def _countries(parties: Sequence[Party]) -> tuple[str, ...]:
    """The states that the parties are or belong to, each once, in order."""
    return tuple(dict.fromkeys(p.mention.country for p in parties if p.mention.country is not None))
