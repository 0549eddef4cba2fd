"""Who did what to whom: the event frames held against the trees of one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_modality import EventModality
from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.frames import EventNoun, EventVerb, Frames
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import Reading
from dragoman.assertions.roles import Filler, Pronouns, Roles, case_of, is_passive, is_reflexive, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How many tokens behind a verb its fixed words may begin.
FARTHEST_WORDS = 4
COMPLEMENTS = {"infinitive": ("Inf",), "clause": ("Fin",), "any": ("Inf", "Fin")}


@dataclass(slots=True)
class EventDraft:
    """An event before it becomes a row. `noun` is the noun that its verb needs, None for a bare trigger."""

    frame: EventVerb | EventNoun
    trigger: Token
    reading: Reading
    modality: str
    actors: list[Party] = field(default_factory=list)
    recipients: list[Party] = field(default_factory=list)
    place: Mention | None = None
    noun: Token | None = None

    def tokens(self) -> set[int]:
        """Indexes of the trigger words."""
        return {self.trigger.index, *([self.noun.index] if self.noun is not None else [])}

    def ids(self) -> tuple[frozenset[str | None], frozenset[str | None]]:
        """The actors of both sides."""
        return frozenset(p.mention.actor for p in self.actors), frozenset(p.mention.actor for p in self.recipients)


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
        self._sentence = sentence
        self._frames = frames
        self._data = data
        self._roles = EventRoles(text, sentence, Roles(text, sentence, rules, data.light, pronouns), data)
        self._modality = EventModality(sentence, rules, data)

    def drafts(self) -> list[EventDraft]:
        """The events in the order of their triggers, each told once."""
        found: list[EventDraft] = []
        for token in self._sentence.tokens:
            if token.chunk is not None:
                continue
            if token.pos in ("VERB", "AUX"):
                draft = self._verb(token)
            elif token.pos in ("NOUN", "PROPN", "ADJ"):
                draft = self._noun(token)
            else:
                continue
            if draft is not None:
                found.append(draft)
        return self._distinct(found)

    # verbs

    def _verb(self, verb: Token) -> EventDraft | None:
        """The draft of the most special frame of a verb that fits."""
        reflexive = is_reflexive(self._sentence, verb)
        table = self._frames.reflexive if reflexive else self._frames.verbs
        frames = table.get(lemma(verb), ())
        for frame in sorted(frames, key=_generality):
            draft = self._framed(verb, frame)
            if draft is not None:
                return draft
        return None

    def _framed(self, verb: Token, frame: EventVerb) -> EventDraft | None:
        passive = is_passive(self._sentence, verb)
        if (passive and frame.passive == "active") or (not passive and frame.passive in ("passive", "only")):
            return None
        noun = self._needed_noun(verb, frame)
        needed = bool(frame.object_noun or frame.oblique_noun)
        if (needed and noun is None) or not self._has_words(verb, frame) or not self._governs(verb, frame):
            return None
        if frame.tense == "future" and not self._modality.is_future(verb):
            return None
        if frame.not_with and self._is_with(verb, frame.not_with):
            return None
        reading, modality = self._modality.of_verb(verb, speech=frame.tense == "future")
        if modality is None:
            return None
        draft = EventDraft(frame, verb, reading, modality, noun=noun)
        draft.actors = self._roles.parties(self._roles.actor_of_verb(verb, frame.actor), frame.actor_kinds)
        for preposition in frame.also:
            for filler in self._roles.oblique(verb, preposition):
                draft.actors += self._roles.parties(filler, frame.actor_kinds)
        if frame.recipient:
            filler = self._recipient(verb, noun, frame, passive=passive)
            draft.recipients = self._roles.parties(filler, frame.recipient_kinds)
            if frame.recipient_kinds and filler is not None and not draft.recipients and not frame.object_noun:
                return None
        return self._finished(draft)

    def _needed_noun(self, verb: Token, frame: EventVerb) -> Token | None:
        """The object or oblique noun that a frame needs, if it is there."""
        wanted = {fold(noun) for noun in frame.object_noun}
        deps = ("nsubj", "obj", "obl") if is_passive(self._sentence, verb) else ("obj", "xcomp", "obl")
        for child in self._sentence.children(verb, *deps) if wanted else ():
            if case_of(self._sentence, child) and not child.dep.startswith("obj"):
                continue
            found = self._noun_in(child, wanted)
            if found is not None:
                return found
        governor = self._sentence.governor(verb)
        if wanted and governor is not None and verb.dep.startswith("acl") and lemma(governor) in wanted:
            # "les sanctions imposées par X": the participle stands on its object.
            return governor
        for preposition, nouns in frame.oblique_noun.items():
            for child in self._sentence.children(verb, "obl", "obj", "xcomp", "nmod"):
                if case_of(self._sentence, child) == fold(preposition):
                    found = self._noun_in(child, {fold(noun) for noun in nouns})
                    if found is not None:
                        return found
        return None

    def _noun_in(self, token: Token, wanted: set[str], depth: int = 0) -> Token | None:
        """The wanted noun at a token, coordinated with it, or behind a quantity ("une série de sanctions")."""
        if token.chunk is not None or depth > 2:
            return None
        if lemma(token) in wanted or fold(token.text) in wanted:
            return token
        for child in self._sentence.children(token, "conj"):
            found = self._noun_in(child, wanted, depth + 1)
            if found is not None:
                return found
        if lemma(token) in self._data.quantifiers or token.pos == "NUM":
            for child in self._sentence.children(token, "nmod", "obl"):
                found = self._noun_in(child, wanted, depth + 1)
                if found is not None:
                    return found
        return None

    def _has_words(self, verb: Token, frame: EventVerb) -> bool:
        if not frame.with_:
            return True
        behind = [fold(t.text).strip("'") for t in self._sentence.tokens[verb.index + 1 : verb.index + 10]]
        for words in frame.with_:
            parts = [part.strip("'") for part in fold(words).replace("'", "' ").split()]
            for at in range(FARTHEST_WORDS + 1):
                if behind[at : at + len(parts)] == parts:
                    return True
        return False

    def _governs(self, verb: Token, frame: EventVerb) -> bool:
        if frame.complement is None:
            return True
        forms = COMPLEMENTS[frame.complement]
        for child in self._sentence.children(verb, "xcomp", "ccomp", "obl", "advcl", "obj"):
            if child.start > verb.start and child.feats.get("VerbForm") in forms:
                return True
            if "Fin" in forms and child.dep == "ccomp":
                return True
        return False

    def _is_with(self, token: Token, words: Sequence[str]) -> bool:
        """Whether one of the words stands right around a trigger or among what it governs."""
        near = self._sentence.tokens[max(0, token.index - 2) : token.index + 5]
        said = " ".join(fold(self._text.document.text[t.start : t.end]) for t in near)
        children = {lemma(child) for child in self._sentence.children(token)}
        return any(fold(word) in children or f" {fold(word)} " in f" {said} " for word in words)

    def _recipient(self, verb: Token, noun: Token | None, frame: EventVerb, *, passive: bool) -> Filler | None:
        """The first of the frame's places for the recipient that holds a party."""
        for where in frame.recipient:
            found: Filler | None
            if where == "object":
                found = self._roles.subject(verb) if passive else self._roles.object(verb)
            elif where == "subject":
                found = self._roles.subject(verb)
            elif where == "owner":
                found = self._roles.owner(noun) if noun is not None else None
            elif where == "target":
                found = self._target(noun)
            elif where == "infinitive":
                found = self._roles.infinitive_parties(verb)
            else:
                found = next(self._roles.oblique(verb, where), None)
                if found is None and noun is not None:
                    found = next(self._roles.oblique(noun, where), None)
            if found is not None and self._roles.parties(found, frame.recipient_kinds):
                return found
        return None

    def _target(self, noun: Token | None) -> Filler | None:
        if noun is None:
            return None
        for preposition in ("contre", "à", "envers", "avec", "en faveur de", "pour", "sur", "vers", "à l'encontre de", "à l'égard de"):
            found = next(self._roles.oblique(noun, preposition), None)
            if found is not None:
                return found
        return None

    # nouns

    def _noun(self, noun: Token) -> EventDraft | None:
        for frame in self._frames.nouns.get(lemma(noun), ()):
            if frame.adjectives and not self._has_adjective(noun, frame.adjectives):
                continue
            if frame.not_with and self._is_with(noun, frame.not_with):
                continue
            draft = self._named(noun, frame)
            if draft is not None:
                return draft
        return None

    def _has_adjective(self, noun: Token, adjectives: Sequence[str]) -> bool:
        wanted = {fold(word) for word in adjectives}
        stems = {word[:-1] if word.endswith("e") else word for word in wanted}
        for child in self._sentence.children(noun, "amod", "nmod", "appos", "acl"):
            said = {lemma(child), fold(child.text), fold(child.text).rstrip("s"), fold(child.text).rstrip("es")}
            if said & (wanted | stems):
                return True
        return False

    def _named(self, noun: Token, frame: EventNoun) -> EventDraft | None:
        support = self._support(noun, frame)
        recipients = [
            party
            for filler in self._roles.beside_noun(noun, frame.recipient)
            for party in self._roles.parties(filler, frame.recipient_kinds)
        ]
        actors = [
            party
            for filler in self._roles.beside_noun(noun, frame.actor)
            for party in self._roles.parties(filler, frame.actor_kinds)
        ]
        actors = _unlike(actors, recipients)
        if support is not None and (frame.together or not actors):
            agent = self._roles.actor_of_verb(support, "subject")
            actors = [*self._roles.parties(agent, frame.actor_kinds), *actors]
        reading, modality = self._modality.of_noun(noun, support, kind=frame.type, settled=self._is_settled(noun, actors, recipients))
        if modality is None:
            return None
        draft = EventDraft(frame, noun, reading, modality, actors, recipients)
        return self._finished(draft, support)

    def _is_settled(self, noun: Token, actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
        """A definite noun with its parties beside it tells a known event ("l'invasion de l'Ukraine par la Russie")."""
        parties = len(actors) + len(recipients)
        article = next(self._sentence.children(noun, "det"), None)
        return parties >= 1 and article is not None and fold(article.text).strip("'") in self._data.definite

    def _support(self, noun: Token, frame: EventNoun) -> Token | None:
        """The support verb whose object (or passive subject) the noun is."""
        token = noun
        governor = self._sentence.governor(token)
        while governor is not None and governor.pos == "NOUN" and lemma(governor) in self._data.quantifiers:
            token, governor = governor, self._sentence.governor(governor)
        if governor is None:
            return None
        if token.dep.startswith("conj") and governor.pos == "NOUN":
            token, governor = governor, self._sentence.governor(governor)
            if governor is None:
                return None
        verbs = self._data.support | {fold(verb) for verb in frame.subject_of}
        if governor.pos != "VERB" or lemma(governor) not in verbs:
            return None
        passive = is_passive(self._sentence, governor)
        relation = token.dep.partition(":")[0]
        if passive and (relation == "nsubj"):
            return governor
        if relation == "obj" or (relation in ("obl", "xcomp") and case_of(self._sentence, token) in ("", "a", "en")):
            return governor
        return None

    # both

    def _finished(self, draft: EventDraft, support: Token | None = None) -> EventDraft | None:
        """The draft with its parties settled and its place, None where the frame's needs are not met."""
        frame = draft.frame
        if frame.together:
            draft.actors, draft.recipients = _unlike([*draft.actors, *draft.recipients], []), []
        else:
            draft.recipients = _unlike(draft.recipients, draft.actors)
        draft.actors = _unlike(draft.actors, [])
        if not _is_enough(frame.needs, draft):
            return None
        taken = {party.mention.start for party in (*draft.actors, *draft.recipients)}
        states = not any(place in ("à", "en") for place in frame.recipient)
        for token in (draft.trigger, draft.noun, support):
            if token is not None and draft.place is None:
                draft.place = self._roles.place(token, taken, states=states)
        return draft

    def _distinct(self, drafts: Sequence[EventDraft]) -> list[EventDraft]:
        """Each event once: a noun inside the trigger of a verb, or two triggers of one type with the same parties."""
        kept: list[EventDraft] = []
        for draft in sorted(drafts, key=lambda d: (isinstance(d.frame, EventNoun), d.trigger.index)):
            twin = next((other for other in kept if self._same(draft, other)), None)
            if twin is None:
                kept.append(draft)
            elif len(draft.actors) + len(draft.recipients) > len(twin.actors) + len(twin.recipients):
                kept[kept.index(twin)] = draft
        return sorted(kept, key=lambda d: d.trigger.index)

    def _same(self, draft: EventDraft, other: EventDraft) -> bool:
        if draft.tokens() & other.tokens():
            return True
        if draft.frame.type != other.frame.type:
            return False
        linked = other.trigger.index in (self._sentence.tokens[i].head for i in draft.tokens()) or draft.trigger.index in (
            self._sentence.tokens[i].head for i in other.tokens()
        )
        mine, theirs = draft.ids(), other.ids()
        if linked and (not mine[0] or mine[0] <= theirs[0] or theirs[0] <= mine[0]) and isinstance(draft.frame, EventNoun):
            return True
        return mine == theirs and draft.modality == other.modality


def _generality(frame: EventVerb) -> int:
    """Frames that need more words come first."""
    return -(2 * bool(frame.object_noun or frame.oblique_noun) + 2 * bool(frame.with_) + bool(frame.complement))


def _unlike(parties: Sequence[Party], others: Sequence[Party]) -> list[Party]:
    """The parties without those that stand twice or among the others."""
    seen = {(p.mention.actor, p.mention.start if p.mention.actor is None else 0) for p in others}
    kept = []
    for party in parties:
        key = (party.mention.actor, party.mention.start if party.mention.actor is None else 0)
        if key not in seen:
            seen.add(key)
            kept.append(party)
    return kept


def _is_enough(needs: str, draft: EventDraft) -> bool:
    actors = [p for p in draft.actors if p.mention.actor is not None]
    recipients = [p for p in draft.recipients if p.mention.actor is not None]
    if needs == "actor":
        return bool(actors)
    if needs == "recipient":
        return bool(recipients)
    if needs == "both":
        return bool(actors) and bool(recipients)
    return len(actors) + len(recipients) >= (2 if needs == "two" else 1)


def iter_party_spans(draft: EventDraft) -> Iterator[int]:
    """Offsets at which the words of the parties end."""
    for party in (*draft.actors, *draft.recipients):
        yield party.mention.end
