"""The assertion stage: a read text in, the rows of its memberships, occupancies and attributes out."""

from collections import defaultdict
from dataclasses import dataclass, field

from dragoman.assertions.affiliation import Affiliation
from dragoman.assertions.attributes import AttributeDraft, Attributes, load_attributes
from dragoman.assertions.attribution import speaker_of
from dragoman.assertions.belonging import Belonging
from dragoman.assertions.brackets import BRACKETED, bracketed_members
from dragoman.assertions.dating import when
from dragoman.assertions.lexicon import load_rules
from dragoman.assertions.occupancy import Occupancy, OccupancyDraft, load_changes
from dragoman.assertions.parties import MembershipDraft
from dragoman.assertions.triggers import Triggers
from dragoman.model.assertion import (
    ArgumentRow,
    AttributeRow,
    MembershipRow,
    OccupancyRow,
    Span,
    When,
    content_id,
)
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.sentence import ReadText, Sentence

# How sure a rule is (0 to 1), by what filled the roles; the cases measure it, readers may filter on it.
CONFIDENCE = {"grammar": 0.9, "parse": 0.85, "both": 0.95, "reference": 0.7}


@dataclass(slots=True)
class Assertions:
    """The rows that one document gives."""

    memberships: list[MembershipRow] = field(default_factory=list)
    occupancies: list[OccupancyRow] = field(default_factory=list)
    attributes: list[AttributeRow] = field(default_factory=list)
    arguments: list[ArgumentRow] = field(default_factory=list)


class AssertionReader:
    """Reads the assertions of texts of one language."""

    def __init__(self, language: str) -> None:
        self._rules = load_rules(language)
        self._changes = load_changes(language)
        self._attributes = load_attributes(language)
        # Whether a sentence may hold an assertion, by its words alone; only such sentences need a parse.
        self.may_assert = Triggers(self._rules, self._changes, self._attributes)

    def read(self, text: ReadText, reading: str) -> Assertions:
        """All rows of one document, in the order of the text; `reading` is the id that they carry."""
        rows = _Rows(text, reading)
        for sentence in text.sentences:
            asked = text.document.text[sentence.start : sentence.end].rstrip(' »”"').endswith("?")
            affiliation = Affiliation(text, sentence, self._rules)
            roles = affiliation.roles
            belonging = Belonging(text, sentence, self._rules, roles)
            # A question asserts nothing of a membership.
            told = (*affiliation.drafts(), *belonging.drafts(), *bracketed_members(sentence, self._rules))
            drafts = [] if asked else list(told)
            for draft in _distinct(drafts):
                speaker = speaker_of(sentence, draft.trigger, draft.reading, roles, self._rules)
                rows.add_membership(sentence, draft, speaker)
            for office in Occupancy(text, sentence, self._rules, roles, self._changes).drafts(asked=asked):
                trigger = office.trigger
                speaker = (
                    speaker_of(sentence, trigger, office.reading, roles, self._rules) if trigger is not None else None
                )
                rows.add_occupancy(sentence, office, speaker)
            for attribute in Attributes(text, sentence, self._rules, roles, self._attributes).drafts():
                speaker = speaker_of(sentence, attribute.trigger, attribute.reading, roles, self._rules)
                rows.add_attribute(sentence, attribute, speaker)
        return rows.done


def _distinct(drafts: list[MembershipDraft]) -> list[MembershipDraft]:
    """One draft for each member, organisation, status and modality of a sentence; the first one wins."""
    kept: dict[tuple[object, ...], MembershipDraft] = {}
    told = {(draft.member.actor, draft.organisation.actor) for draft in drafts if draft.rule != BRACKETED}
    for draft in sorted(drafts, key=lambda d: d.trigger.start):
        if draft.rule == BRACKETED and (draft.member.actor, draft.organisation.actor) in told:
            # "Les pays fondateurs du Mercosur (A, B et C)": the noun says more than the brackets.
            continue
        key = (draft.member.actor, draft.organisation.actor, draft.status, draft.modality)
        kept.setdefault(key, draft)
    return list(kept.values())


class _Rows:
    """Turns the drafts of one document into rows with content ids."""

    def __init__(self, text: ReadText, reading: str) -> None:
        self._document = text.document
        self._reading = reading
        self._equals: dict[tuple[str, ...], int] = defaultdict(int)
        self.done = Assertions()

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self._document.text[start:end])

    def _id(self, table: str, trigger: str, words: str, *parties: str) -> str:
        key = (table, trigger, words, *parties)
        self._equals[key] += 1
        return content_id(self._document.id, *key, self._equals[key])

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
    ) -> None:
        self.done.arguments.append(
            ArgumentRow(
                assertion=assertion,
                document=self._document.id,
                role=role,
                ordinal=0,
                actor=mention.actor if mention is not None else actor,
                country=mention.country if mention is not None else country,
                position=position if position is not None else mention.position if mention is not None else None,
                span=span,
                filled_by=filled_by,
                reason=reason,
                reading=self._reading,
            )
        )

    def _mention_argument(self, assertion: str, role: str, mention: Mention, filled_by: str, reason: str) -> None:
        why = f"{reason}; {mention.reason}" if mention.reason else reason
        self._argument(assertion, role, mention, self._span(mention.start, mention.end), filled_by, why)

    def add_membership(self, sentence: Sentence, draft: MembershipDraft, speaker: Mention | None) -> None:
        """A membership row with its two arguments."""
        text = self._document.text
        trigger = text[draft.trigger.start : draft.trigger.end]
        words = text[sentence.start : sentence.end]
        row_id = self._id("memberships", trigger, words, draft.member.text, draft.organisation.text)
        fillers = (draft.member_filler, draft.organisation_filler)
        announcing = draft.status == "withdrawing" and draft.reading.says
        dated = when(
            sentence,
            draft.reading.says[-1] if announcing else draft.trigger,
            bears=draft.bears,
            modality=draft.modality,
            published=self._document.published,
            not_since=bool(announcing),
            ends=() if announcing else {mention.end for filler in fillers for mention in filler.mentions},
        )
        confidence = min(CONFIDENCE[filler.filled_by] for filler in fillers)
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
                statement=None,
                said_by=speaker.actor if speaker is not None else None,
                via=(),
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=draft.rule,
                confidence=confidence,
                reading=self._reading,
            )
        )
        for role, mention, filler in (
            ("member", draft.member, fillers[0]),
            ("organisation", draft.organisation, fillers[1]),
        ):
            self._mention_argument(row_id, role, mention, filler.filled_by, filler.reason)
        self._speaker(row_id, speaker)

    def _speaker(self, row_id: str, speaker: Mention | None) -> None:
        if speaker is not None:
            self._mention_argument(row_id, "speaker", speaker, "parse", "whose words give the row")

    def add_occupancy(self, sentence: Sentence, draft: OccupancyDraft, speaker: Mention | None) -> None:
        """An occupancy row with the person and what the office is of."""
        office, text = draft.office, self._document.text
        trigger = text[draft.trigger.start : draft.trigger.end] if draft.trigger is not None else office.text
        words = text[sentence.start : sentence.end]
        row_id = self._id("occupancies", trigger, words, draft.person.text, office.text)
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
                statement=None,
                said_by=speaker.actor if speaker is not None else None,
                via=(),
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=draft.rule,
                confidence=CONFIDENCE[draft.filled_by],
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
        self._speaker(row_id, speaker)

    def _office_date(self, sentence: Sentence, draft: OccupancyDraft) -> When:
        """A change is dated by its clause; an office beside a name holds at publication, unless it says "then"."""
        published = self._document.published
        if draft.trigger is not None:
            return when(sentence, draft.trigger, bears=draft.bears, modality=draft.modality, published=published)
        office: OfficeMention = draft.office
        behind = next((t for t in sentence.times if 0 <= t.start - office.end <= 2 and t.date is not None), None)
        if behind is not None and draft.bears == "holds":
            # "ministre de la Défense de 2012 à 2017": the time that stands right behind the office is its own.
            return When.of(behind.date, behind.text, behind.anchor)
        if draft.bears != "holds" or office.then or published is None:
            return When()
        return When.of(published, None, "published")

    def add_attribute(self, sentence: Sentence, draft: AttributeDraft, speaker: Mention | None) -> None:
        """An attribute row with its subject."""
        text = self._document.text
        trigger = text[draft.trigger.start : draft.trigger.end]
        row_id = self._id(
            "attributes", trigger, text[sentence.start : sentence.end], draft.subject.text, draft.property
        )
        self.done.attributes.append(
            AttributeRow(
                id=row_id,
                document=self._document.id,
                subject=draft.subject.actor,
                property=draft.property,
                value=draft.value,
                when=When(),
                said_by=speaker.actor if speaker is not None else None,
                via=(),
                span=self._span(sentence.start, sentence.end),
                trigger_text=trigger,
                rule=draft.rule,
                confidence=CONFIDENCE["parse"],
                reading=self._reading,
            )
        )
        self._mention_argument(row_id, "about", draft.subject, "parse", draft.reason)
        self._speaker(row_id, speaker)
