"""When an event happened: the time expression that its verb or noun owns, never that of a clause beside it.

The parser sees a plain adverb for every time expression and hangs it on any verb, so that what a time belongs to is
read from where it stands: behind its verb or noun and within the same commas, or before the verb at the head of a
clause.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from dragoman.assertions.dating import NOT_DATING, time_in
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_drafts import SPOKEN, EventDraft
from dragoman.assertions.grammar import LONGEST_CLIMB, auxiliaries, case_of, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.model.mention import TimeMention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

MARKS = frozenset(',;:()[]–—«»"“”')
OPENERS = frozenset({"que", "qu", "qui", "dont", "ou", "lorsque", "quand", "si", "tandis", "alors"})
JOINING = frozenset({"et", "puis", "mais", "ou", "ensuite", "enfin"})
OF = frozenset({"de", "du", "des", "d"})
FARTHEST_NOUN = 8
# How many words behind a verb of speech its own "depuis" may stand.
NEAR_ENOUGH = 3
COMING = frozenset({"planned", "requested", "proposed"})


class EventDates:
    """Finds the dates of the events of one sentence."""

    def __init__(self, sentence: Sentence, rules: Rules, data: EventData, drafts: Sequence[EventDraft]) -> None:
        self._sentence = sentence
        self._rules = rules
        self._data = data
        words = [token for draft in drafts for token in (draft.trigger, draft.noun) if token is not None]
        self._told = {token.index for token in words}
        self._nouns = {token.index for token in words if token.pos == "NOUN"}
        at = {token.start: token for token in sentence.tokens}
        self._owned = [
            (time, at[time.start], self._owner(at[time.start], time.kind))
            for time in sentence.times
            if time.kind not in NOT_DATING and time.start in at and not self._is_limit(time)
        ]

    def find(self, draft: EventDraft) -> TimeMention | None:
        """The time that dates an event: its own, else that of a clause it shares; the nearest resolved one first."""
        if draft.stretch is not None:
            # "s'est rendu lundi à X, puis mardi à Y": each of several has its own words.
            return time_in(self._sentence, *draft.stretch)
        time = self._nearest(draft) or (self._behind(draft) if draft.trigger.pos == "NOUN" else None)
        return self._of_plan(time) if time is not None and draft.modality in COMING else time

    def _nearest(self, draft: EventDraft) -> TimeMention | None:
        for accepts in (self._is_own, self._is_above, self._is_shared):
            times = [
                time for time, at, owner in self._owned if owner is not None and accepts(draft, at, owner, time.kind)
            ]
            if times:
                return min(times, key=lambda time: (time.date is None, _distance(time, draft.trigger)))
        return None

    def _of_plan(self, time: TimeMention) -> TimeMention:
        """ "a confirmé la visite de X le 4 mai": what is planned lies ahead, whatever the tense of the verb above."""
        return replace(time, date=time.ahead, anchor="published") if time.ahead is not None else time

    def _behind(self, noun: EventDraft) -> TimeMention | None:
        """ "… au sommet de X à Rome du 9 au 11 mai": the time right behind the last words of a noun of event."""
        ends = [party.mention.end for party in (*noun.actors, *noun.recipients)]
        ends += [noun.place.end] if noun.place is not None else []
        last = max([end for end in ends if end > noun.trigger.end], default=None)
        for time, _, owner in self._owned:
            if last is None or not 0 <= time.start - last <= 2 or (owner is not None and owner.index in self._told):
                continue
            return time
        return None

    # --- what a time belongs to ---------------------------------------------------------------------------------------

    def _is_limit(self, time: TimeMention) -> bool:
        """ "jusqu'au 31 janvier": how long it holds, not when it was done."""
        return time.kind == "until" and fold(time.text).startswith("jusqu")

    def _owner(self, at: Token, kind: str) -> Token | None:
        """The verb or noun that a time expression stands with, None where that is open."""
        tokens, before = self._sentence.tokens, self._before(at)
        if not any(token.pos in ("VERB", "AUX") for token in tokens):
            # "Rencontre entre X et Y, Rome, 5 mai": a heading.
            return min((tokens[i] for i in self._nouns), key=lambda t: abs(t.index - at.index), default=None)
        if before is not None and before.pos == "ADP" and before.text.lower().strip("'’") in OF:
            host = self._noun_before(before)
            if host is None or host.index != before.index - 1 or lemma(host) not in self._data.presupposing_nouns:
                return host
            at = host  # "au cours de l'année passée"
            before = self._before(at)
        if before is not None and fold(before.text) in JOINING:
            return self._verb_behind(at)
        if self._is_cleft(at):
            return self._verb_behind(at)
        first = self._segment_start(at)
        for token in reversed(tokens[first : at.index]):
            if token.pos == "VERB" and token.chunk is None:
                return self._asking(token) or token
            if token.index in self._nouns and self._takes_time(token, at, kind):
                return token
            if token.pos in ("SCONJ", "PRON") and fold(token.text).strip("'") in OPENERS:
                return self._verb_behind(at)
        return self._of_adjunct(first, at, kind)

    def _is_cleft(self, at: Token) -> bool:
        """ "c'est le 4 avril que X a…"."""
        around = [fold(token.text).strip("'") for token in self._sentence.tokens[max(0, at.index - 2) : at.index + 2]]
        return at.index >= 2 and around[0] in ("c", "ce") and around[-1] in ("que", "qu")

    def _asking(self, infinitive: Token) -> Token | None:
        """ "avait demandé à rejoindre X en mars": where the infinitive is no event, the verb above it is dated."""
        verb = self._sentence.governor(infinitive)
        if infinitive.index in self._told or infinitive.feats.get("VerbForm") != "Inf" or verb is None:
            return None
        return verb if infinitive.dep == "xcomp" and verb.index in self._told else None

    def _takes_time(self, noun: Token, at: Token, kind: str) -> bool:
        """ "une rencontre lundi à Rome", "après l'attaque de X lundi": a time behind a noun of event is its own.

        "a condamné l'invasion de X en mars 2003": a weekday would be that of the condemning.
        """
        if noun.index == at.index - 1 or case_of(self._sentence, noun) in self._data.presupposing:
            return True
        verb = self._sentence.governor(noun)
        spoken_of = verb is not None and noun.dep == "obj" and lemma(verb) in self._data.blaming
        return spoken_of and kind not in ("weekday", "relative", "relative_to_mention")

    def _of_adjunct(self, first: int, at: Token, kind: str) -> Token | None:
        """The owner of a time without a verb before it: what its phrase opens with tells."""
        noun = next(
            (t for t in self._sentence.tokens[first : at.index] if t.pos == "NOUN" and t.start not in self._times()),
            None,
        )
        if noun is None:
            return self._verb_above(at, first)
        if noun.index in self._nouns:
            return noun
        case = case_of(self._sentence, noun)
        if noun.chunk is not None and case in self._data.place:
            return self._verb_above(at, first)
        if kind == "since":
            # "…, en poste depuis 2013, a…"
            return None
        if case in self._data.concurrent or (noun.dep.startswith("nsubj") and noun.chunk is not None):
            return self._verb_above(at, first)
        # "Depuis son arrivée en juin, …", ", ministre depuis 2013, …": it dates what stands beside it.
        return None

    def _follows_noun(self, at: Token) -> bool:
        """Whether a noun or its adjective stands right before the expression, with no comma between."""
        start = next((time.start for time in self._sentence.times if time.start <= at.start < time.end), at.start)
        before = [token for token in self._sentence.tokens if token.start < start]
        return bool(before) and before[-1].pos in ("NOUN", "PROPN", "ADJ")

    def _times(self) -> set[int]:
        return {time.start for time in self._sentence.times}

    def _verb_above(self, at: Token, first: int) -> Token | None:
        """The verb, or noun of event, above a time in the tree; at the head of a sentence that of its main clause."""
        token = at
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                break
            token = governor
            if token.index in self._nouns and token.index < at.index:
                return token
            if token.pos == "VERB" and token.chunk is None:
                break
        if token.pos != "VERB":
            return self._verb_behind(at) if first == 0 else None
        follows = self._sentence.following(at)
        if first and at.index < token.index and follows is not None and follows.text in MARKS:
            # "La visite de X à Y, le 22 avril, a été critiquée": the day of the visit.
            subjects = [
                s for s in self._sentence.children(token, "nsubj") if s.index in self._nouns and s.index < first
            ]
            return subjects[-1] if subjects else token
        return token

    def _before(self, at: Token) -> Token | None:
        for token in reversed(self._sentence.tokens[max(0, at.index - 2) : at.index]):
            if token.pos != "ADV":
                return token
        return None

    def _noun_before(self, token: Token) -> Token | None:
        for before in reversed(self._sentence.tokens[max(0, token.index - FARTHEST_NOUN) : token.index]):
            if before.pos == "VERB" or before.text in MARKS:
                return None
            if before.pos == "NOUN" and before.chunk is None:
                return before
        return None

    def _verb_behind(self, at: Token) -> Token | None:
        for token in self._sentence.tokens[at.index + 1 :]:
            if token.text in (";", ":", "(") or fold(token.text) in ("qui", "dont"):
                return None
            if token.pos == "VERB" and token.chunk is None:
                return token
        return None

    def _segment_start(self, at: Token) -> int:
        return next((t.index + 1 for t in reversed(self._sentence.tokens[: at.index]) if t.text in MARKS), 0)

    # --- whose times an event takes -----------------------------------------------------------------------------------

    def _is_own(self, draft: EventDraft, at: Token, owner: Token, kind: str) -> bool:
        """Whether a time stands with one of the words of an event, or with the participle on its noun."""
        words = self._words(draft)
        if owner.index in words:
            if draft.frame.type in SPOKEN and kind == "since" and at.index - owner.index > NEAR_ENOUGH:
                # "l'a accusé d'attiser des tensions nées depuis 1990": of what the words are about.
                return False
            if kind == "since" and at.index < owner.index and self._follows_noun(at):
                # "X, ministre depuis 2020, a présenté sa démission": of the apposition.
                return False
            return not (owner.index == draft.trigger.index and self._governs_nearer(draft.trigger, at, kind))
        if draft.trigger.pos != "NOUN" or owner.dep.partition(":")[0] not in ("acl", "amod"):
            return False
        return owner.head == draft.trigger.index and self._is_done(owner) and not self._is_given_up(owner)

    def _is_given_up(self, participle: Token) -> bool:
        """ "le sommet, initialement prévu le 9 août, se tiendra en mai"."""
        around = self._sentence.tokens[max(0, participle.index - 2) : participle.index + 2]
        return any(fold(token.text) in self._data.at_first for token in around)

    def _words(self, draft: EventDraft) -> set[int]:
        """Indexes of the words that tell the event; a verb that merely speaks of its noun is none of them."""
        words = [token for token in (draft.trigger, draft.noun) if token is not None]
        support = draft.support
        doing = self._data.support | self._data.hosting | self._data.held | self._data.occurring
        if support is not None and lemma(support) in doing | self._data.governing.keys():
            words.append(support)
        return {token.index for token in words}

    def _governs_nearer(self, verb: Token, at: Token, kind: str) -> bool:
        """Whether an infinitive or clause that the verb governs stands between it and the time.

        By when something is to be done is told of that, whether it is an event or not.
        """
        between = self._sentence.tokens[verb.index + 1 : at.index]
        nearer = [t for t in between if t.pos == "VERB" and t.head == verb.index and t.dep in ("xcomp", "ccomp")]
        return any(kind == "until" or t.index in self._told for t in nearer)

    def _is_done(self, participle: Token) -> bool:
        known = self._data.support | self._data.authoring | self._data.held | self._data.hosting
        return lemma(participle) in known or lemma(participle) in self._rules.pending_class

    def _is_above(self, draft: EventDraft, at: Token, owner: Token, kind: str) -> bool:
        """Whether a time stands with the verb that the event is told under, and that says nothing of its own."""
        token = draft.trigger
        if self._is_beside(owner, kind, self._words(draft)):
            return True
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                return False
            relation = token.dep.partition(":")[0]
            if token.pos == "NOUN":
                shares = self._noun_shares(token, governor, relation, draft)
            else:
                shares = self._verb_shares(token, governor, relation)
            if not shares:
                return False
            if governor.index == owner.index:
                return True
            token = governor
        return False

    def _verb_shares(self, verb: Token, governor: Token, relation: str) -> bool:
        if relation == "conj" and verb.feats.get("VerbForm") == "Inf" == governor.feats.get("VerbForm"):
            return True
        if governor.pos not in ("VERB", "AUX"):
            return False
        if relation in ("xcomp", "aux", "obl", "advcl") and verb.feats.get("VerbForm") == "Inf":
            return lemma(governor) in self._data.sharing and case_of(self._sentence, verb) not in self._data.aims
        return False

    def _is_beside(self, owner: Token, kind: str, words: Collection[int]) -> bool:
        """ "réuni mardi à Rome, X a…", "lors d'un sommet fin juin, X a…": what a time stands with dates its clause.

        What has lasted since a day does not.
        """
        if owner.pos == "NOUN":
            beside = case_of(self._sentence, owner) in self._data.simultaneous
        else:
            bare = not any(True for _ in self._sentence.children(owner, "aux"))
            beside = bare and kind != "since" and lemma(owner) in self._data.concurrent_verbs
        token = owner
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None or not beside:
                return False
            if governor.pos == "VERB":
                return governor.index in words
            token = governor
        return False

    def _noun_shares(self, noun: Token, governor: Token, relation: str, draft: EventDraft) -> bool:
        """Whether what a noun names happens when its verb does: "lors de …", "X accueille …", "… a lieu"."""
        case = case_of(self._sentence, noun)
        if governor.pos == "NOUN":
            return relation == "nmod" and lemma(governor) in self._data.carrying | self._data.presupposing_nouns
        if governor.pos not in ("VERB", "AUX"):
            return False
        if case:
            if draft.frame.type == "CONSULT" and "says" in self._rules.verb_class.get(lemma(governor), ()):
                # "a déclaré mardi X après une rencontre avec Y"
                return case in self._data.adjuncts
            return case in self._data.simultaneous or case in ("par", *self._data.staged)
        known = lemma(governor)
        if relation == "nsubj":
            return known in self._data.occurring
        if "announces" in self._rules.verb_class.get(known, ()):
            return draft.modality == "actual"
        return known in self._data.hosting or known in self._data.support

    def _is_shared(self, draft: EventDraft, at: Token, owner: Token, kind: str) -> bool:
        """Whether a time of another clause holds for this one too: before coordinated verbs, beside a participle."""
        verb = draft.trigger
        if verb.pos != "VERB" or at.index > verb.index:
            return False
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(verb)
            if governor is None or governor.pos != "VERB":
                return False
            relation = verb.dep.partition(":")[0]
            if relation == "conj":
                wide = at.index < governor.index
            else:
                wide = relation in ("advcl", "acl") and self._is_present_participle(verb)
            if not wide:
                return False
            if governor.index == owner.index:
                return True
            verb = governor
        return False

    def _is_present_participle(self, verb: Token) -> bool:
        """ "en réunissant": what is done by doing the other, at the same time."""
        present = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Pres"
        return present and not auxiliaries(self._sentence, verb)


def _distance(time: TimeMention, trigger: Token) -> int:
    return time.start - trigger.end if time.start >= trigger.end else trigger.start - time.end
