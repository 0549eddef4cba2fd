"""The assertion stage: a read text in, the rows of everything that it asserts out."""

from dataclasses import dataclass

from dragoman.assertions.affiliation import Affiliation
from dragoman.assertions.attributes import Attributes, load_attributes
from dragoman.assertions.belonging import MEMBER_NOUN, Belonging
from dragoman.assertions.brackets import BRACKETED, bracketed_members
from dragoman.assertions.confidence import load_confidence
from dragoman.assertions.event_data import load_event_data
from dragoman.assertions.events import Events
from dragoman.assertions.fillers import Pronouns
from dragoman.assertions.frames import load_frames
from dragoman.assertions.gatherings import of_other_words
from dragoman.assertions.lexicon import load_rules
from dragoman.assertions.listed_members import ListedMembers
from dragoman.assertions.membership_dates import with_own_days
from dragoman.assertions.occupancy import Occupancy
from dragoman.assertions.office_data import load_changes
from dragoman.assertions.parties import MembershipDraft
from dragoman.assertions.recent_offices import Recent
from dragoman.assertions.rows import Assertions, Rows
from dragoman.assertions.statements import StatementReader
from dragoman.assertions.told_lists import ToldLists
from dragoman.assertions.triggers import Triggers
from dragoman.languages.speech import load_speech
from dragoman.model.sentence import ReadText, Sentence


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a whole document while its sentences are read."""

    pronouns: Pronouns
    lists: tuple[ListedMembers, ToldLists]
    recent: Recent


class AssertionReader:
    """Reads the assertions of texts of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._rules = load_rules(language)
        self._changes = load_changes(language)
        self._attributes = load_attributes(language)
        self._frames = load_frames(language)
        self._events = load_event_data(language)
        self._confidence = load_confidence(language)
        speech = load_speech(language)
        self._statements = StatementReader(self._rules, speech)
        # Whether a sentence may hold an assertion, by its words alone; only such sentences need a parse.
        self.may_assert = Triggers(self._rules, self._changes, self._attributes, self._frames, speech)

    def read(self, text: ReadText, reading: str) -> Assertions:
        """All rows of one document, in the order of the text; `reading` is the id that they carry."""
        speeches, pronouns = self._statements.read(text)
        rows = Rows(text, reading, speeches, self._confidence)
        # Outer statements first: an inner one names the one that it comes out of.
        for statement in sorted(speeches.statements, key=lambda s: -s.length):
            rows.add_statement(statement)
        rows.done.statements.sort(key=lambda row: row.span.span_start)
        known = _Known(
            pronouns, (ListedMembers(text, self._rules), ToldLists(text, self._rules, self._language)), Recent()
        )
        for sentence in text.sentences:
            # An office beside a name needs no parse, so that sentences without one are looked at too.
            self._of_sentence(text, sentence, rows, known)
        return rows.done

    def _of_sentence(self, text: ReadText, sentence: Sentence, rows: Rows, known: _Known) -> None:
        pronouns, lists = known.pronouns, known.lists
        words = text.document.text[sentence.start : sentence.end]
        asked = words.rstrip(' »”".').endswith("?")
        affiliation = Affiliation(text, sentence, self._rules, pronouns)
        roles = affiliation.roles
        for membership in lists[0].drafts(sentence, roles):
            rows.add_membership(sentence, membership)
        if not asked:
            # A question asserts nothing of a membership, and tells no event.
            belonging = Belonging(text, sentence, self._rules, roles)
            told = (*affiliation.drafts(), *belonging.drafts(), *bracketed_members(sentence, self._rules))
            told = (*told, *lists[1].drafts(sentence, roles))
            for membership in _distinct([d for d in told if not of_other_words(sentence, d, self._rules)]):
                rows.add_membership(with_own_days(text.document.text, sentence, membership, self._rules), membership)
            if self.may_assert.may_tell_event(words):
                for event in Events(text, sentence, self._rules, self._frames, self._events, pronouns).drafts():
                    rows.add_event(sentence, event)
        for office in Occupancy(text, sentence, self._rules, roles, self._changes, known.recent).drafts(asked=asked):
            rows.add_occupancy(sentence, office)
        for attribute in Attributes(text, sentence, self._rules, roles, self._attributes).drafts():
            rows.add_attribute(sentence, attribute)


def _distinct(drafts: list[MembershipDraft]) -> list[MembershipDraft]:
    """One draft for each member, organisation, status, modality and bearing of a sentence; the first one wins."""
    kept: dict[tuple[object, ...], MembershipDraft] = {}
    by_noun = {(d.member.actor, d.organisation.actor, d.trigger.start) for d in drafts if d.rule == MEMBER_NOUN}
    told = {(draft.member.actor, draft.organisation.actor) for draft in drafts if draft.rule != BRACKETED}
    for draft in sorted(drafts, key=lambda d: d.trigger.start):
        if draft.rule == BRACKETED and (draft.member.actor, draft.organisation.actor) in told:
            # "Les pays fondateurs du Mercosur (A, B et C)": the noun says more than the brackets.
            continue
        if draft.rule != MEMBER_NOUN and (draft.member.actor, draft.organisation.actor, draft.trigger.start) in by_noun:
            # "sont candidates à": a noun that the tree takes for a verb.
            continue
        key = (draft.member.actor, draft.organisation.actor, draft.status, draft.modality, draft.bears)
        kept.setdefault(key, draft)
    return list(kept.values())
