"""Who did what to whom: the event frames held against the trees of one sentence."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_dates import EventDates
from dragoman.assertions.event_drafts import EventDraft, unlike
from dragoman.assertions.event_modality import EventModality
from dragoman.assertions.event_nominals import NounEvents
from dragoman.assertions.event_roles import EventRoles
from dragoman.assertions.event_trees import mended
from dragoman.assertions.event_verbs import VerbEvents
from dragoman.assertions.fillers import Pronouns
from dragoman.assertions.frames import EventNoun, EventVerb, Frames
from dragoman.assertions.grammar import case_of
from dragoman.assertions.lexicon import Rules
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# Types that are done in words about something else.
SPEECH_TYPES = frozenset({"REQUEST", "ACCUSE", "REJECT", "AGREE", "SUPPORT", "THREATEN"})

# Types of measures of which several are taken one after the other.
STEPS = frozenset({"SANCTION", "RETREAT"})

# How far words that show another sense reach, in characters.
NEARBY = 250
# How many words may stand between "puis" and the next place.
LONGEST_STEP = 6
# How far behind a place the time of the visit may begin, in characters.
NEXT_WORD = 3

__all__ = ["EventDraft", "Events"]


class Events:
    """Finds the events of one sentence."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        rules: Rules,
        frames: Frames,
        data: EventData,
        pronouns: Pronouns | None = None,
    ) -> None:
        self._text = text
        self._rules = rules
        self._data = data
        self._sentence = tree = mended(sentence, frames.takes, data.scheduling | data.held, data.shared, data.resolves)
        self._roles = roles = EventRoles(text, tree, data, pronouns, frames.meetings)
        modality = EventModality(tree, rules, data)
        self._verbs = VerbEvents(text, tree, frames, data, roles, modality)
        self._nouns = NounEvents(text, tree, frames, data, roles, modality)

    def drafts(self) -> list[EventDraft]:
        """The events in the order of their triggers, each told once."""
        found: list[EventDraft] = []
        for token in self._sentence.tokens:
            if token.chunk is not None:
                continue
            if token.pos in ("VERB", "AUX"):
                draft = self._verbs.draft(token)
            elif token.pos in ("NOUN", "PROPN", "ADJ"):
                draft = self._nouns.draft(token)
            else:
                continue
            if draft is not None and not self._is_elsewhere(draft):
                found.append(draft)
        told = [part for draft in self._distinct(found) for part in (*self._in_turn(draft), *self._onward(draft))]
        dates = EventDates(self._sentence, self._rules, self._data, told)
        for draft in told:
            draft.time = dates.find(draft)
            self._weigh_date(draft)
        return told

    def _weigh_date(self, draft: EventDraft) -> None:
        """What has a day before publication is not to come ("En 2011, X expulsera Y"), nor was what has a later one."""
        published, day = self._text.document.published, draft.time.date if draft.time is not None else None
        if published is None or day is None:
            return
        past = day.last is not None and published.first is not None and day.last < published.first
        coming = day.first is not None and published.last is not None and day.first > published.last
        if past and draft.modality == "planned" and draft.trigger.feats.get("Tense") == "Fut":
            draft.modality = "actual"
        elif coming and draft.modality == "actual":
            if draft.frame.type == "CONSULT" and isinstance(draft.frame, EventNoun):
                draft.modality = "planned"
            else:
                # The day is another deed's.
                draft.time = None

    def _is_elsewhere(self, draft: EventDraft) -> bool:
        """Whether words of the sentence show that it tells of something else, such as sports."""
        words = self._data.elsewhere.get(draft.frame.type)
        return words is not None and words.search(self._said) is not None

    @cached_property
    def _said(self) -> str:
        """What stands around the sentence, folded."""
        around = [s for s in self._text.sentences if abs(s.start - self._sentence.start) < NEARBY]
        return fold(self._text.document.text[around[0].start : around[-1].end]) if around else ""

    def _in_turn(self, draft: EventDraft) -> list[EventDraft]:
        """ "a rencontré X, puis Y": meetings that follow each other are several."""
        if not draft.frame.together:
            return [draft]
        parties = sorted(draft.actors, key=lambda p: p.mention.start)
        for index in range(2, len(parties)):
            before, after = parties[index - 1].mention, parties[index].mention
            if "puis" in fold(self._text.document.text[before.end : after.start]).replace(",", " ").split():
                first, second = parties[:index], [parties[0], *parties[index:]]
                return [replace(draft, actors=first), *self._in_turn(replace(draft, actors=second))]
        return [draft]

    def _onward(self, draft: EventDraft) -> list[EventDraft]:
        """ "s'est rendu à Moscou, puis à Pékin": each further place is a visit of its own."""
        parties = sorted(draft.actors, key=lambda party: party.mention.start)
        if draft.frame.mode != "visit" or not parties:
            return []
        visitor = draft.actors[0]
        found = []
        for token in self._sentence.tokens[draft.trigger.index + 1 :]:
            if token.chunk is None or token.chunk.head.actor_kind not in ("place", "state"):
                continue
            then = self._then_before(token)
            if then is None or token.chunk.start in {party.mention.start for party in parties}:
                continue
            place = token.chunk.head
            host = self._roles.host(place)
            state = [replace(visitor, mention=place)] if place.actor_kind == "state" else []
            known = [visitor, *state, *([host] if host is not None else [])]
            stretch = (self._sentence.tokens[then].start, place.end + NEXT_WORD)
            found.append(replace(draft, actors=known, place=place, stretch=stretch))
        return found

    def _then_before(self, place: Token) -> int | None:
        """The index of the "puis" that a place stands behind, with nothing but a time and prepositions between."""
        for index in range(place.index - 1, max(0, place.index - LONGEST_STEP), -1):
            token = self._sentence.tokens[index]
            if fold(token.text) in ("puis", "ensuite"):
                return index
            if token.chunk is not None or token.pos not in ("ADP", "DET", "ADV", "NOUN", "CCONJ"):
                return None
        return None

    def _distinct(self, drafts: Sequence[EventDraft]) -> list[EventDraft]:
        """Each event once: a noun inside the trigger of a verb, or two triggers of one type with the same parties."""
        kept: list[EventDraft] = []
        for draft in sorted(drafts, key=lambda d: (isinstance(d.frame, EventNoun), d.trigger.index)):
            twin = next((other for other in kept if self._same(draft, other)), None)
            if twin is None:
                kept.append(draft)
                continue
            draft.place = twin.place = twin.place or draft.place
            if self._is_arrival(twin, draft) or self._knows_more(draft, twin):
                kept[kept.index(twin)] = draft
            elif not draft.frame.together and not twin.frame.together:
                # The verb tells the event; its noun may know a party more.
                twin.actors = twin.actors or unlike(draft.actors, twin.recipients)
                twin.recipients = twin.recipients or unlike(draft.recipients, twin.actors)
        threats = [draft for draft in kept if draft.frame.type == "THREATEN"]
        promised = [d for d in kept if d.frame.type == "AGREE" and any(self._is_vowed(d, threat) for threat in threats)]
        return sorted((d for d in kept if d not in promised), key=lambda d: d.trigger.index)

    def _is_vowed(self, promise: EventDraft, threat: EventDraft) -> bool:
        """ "a promis que cela ne resterait pas sans réponse": what is promised to nobody and threatens is a threat."""
        below = threat.trigger.head == promise.trigger.index and not promise.recipients
        return below and promise.ids()[0] == threat.ids()[0]

    @staticmethod
    def _knows_more(draft: EventDraft, twin: EventDraft) -> bool:
        return draft.trigger.index not in twin.tokens() and len(draft.parties()) > len(twin.parties())

    @staticmethod
    def _is_arrival(visit: EventDraft, meeting: EventDraft) -> bool:
        """ "X, arrivé lundi à Lomé, a rencontré Y": of a visit and the meeting that it was for, the meeting stays."""
        verbs = isinstance(visit.frame, EventVerb) and isinstance(meeting.frame, EventVerb)
        return verbs and visit.frame.mode == "visit" and meeting.frame.mode != "visit" and meeting.frame.together

    def _same(self, draft: EventDraft, other: EventDraft) -> bool:
        if draft.trigger.index in other.tokens() or other.trigger.index in draft.tokens():
            return draft.frame.type == other.frame.type or not self._speaks_of(other, draft)
        if draft.frame.type != other.frame.type:
            return False
        if draft.frame.type in STEPS and self._are_two_steps(draft, other):
            return False
        if draft.frame.together and not other.frame.together and self._is_before(draft.trigger):
            return False
        mine, theirs = draft.ids(), other.ids()
        if mine == theirs and draft.modality == other.modality:
            return True
        if not self._linked(draft, other):
            return False
        if not isinstance(draft.frame, EventNoun):
            return (
                draft.frame.type == "ASSAULT"
                and (mine[0] == theirs[0])
                and (mine[1] <= theirs[1] or theirs[1] <= mine[1])
            )
        return not mine[0] or mine[0] <= theirs[0] or theirs[0] <= mine[0]

    def _is_before(self, noun: Token) -> bool:
        """ "X a pris la ville après des combats avec Y": what was before the deed is another one."""
        case = case_of(self._sentence, noun)
        above = self._sentence.governor(noun)
        if case == "de" and above is not None:
            # "à l'issue de combats": the tree may take the first noun for the head.
            case = f"{fold(above.text)} de"
        return case in self._data.presupposing and case not in self._data.simultaneous

    @staticmethod
    def _are_two_steps(draft: EventDraft, other: EventDraft) -> bool:
        """ "a rappelé son ambassadeur en X et expulsé deux diplomates": two measures, not one told twice."""
        told = isinstance(draft.frame, EventVerb) and isinstance(other.frame, EventVerb)
        return told and draft.frame.mode != other.frame.mode

    @staticmethod
    def _speaks_of(verb: EventDraft, noun: EventDraft) -> bool:
        """ "a rejeté les accusations de X": what a verb of speech does is one event, what its noun names another."""
        speech = verb.frame.type in SPEECH_TYPES and not verb.frame.together
        return speech and isinstance(noun.frame, EventNoun) and bool(noun.parties())

    def _linked(self, draft: EventDraft, other: EventDraft) -> bool:
        """Whether the trigger of one governs that of the other."""
        tokens = self._sentence.tokens
        heads = {tokens[index].head for index in draft.tokens()}, {tokens[index].head for index in other.tokens()}
        if other.trigger.index in heads[0] or draft.trigger.index in heads[1]:
            return True
        # "une roquette tirée par X a atteint Y": a participle on the subject of the other verb.
        above = {tokens[head].head for head in heads[0] if tokens[head].pos == "NOUN"}
        below = {tokens[head].head for head in heads[1] if tokens[head].pos == "NOUN"}
        return other.trigger.index in above or draft.trigger.index in below
