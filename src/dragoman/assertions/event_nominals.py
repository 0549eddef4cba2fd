"""Events that nouns tell: the frames of nouns held against one sentence."""

from collections.abc import Sequence

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_drafts import EventDraft, unlike
from dragoman.assertions.event_modality import EventModality
from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.event_verbs import PLACED, is_beside
from dragoman.assertions.frames import EventNoun, Frames
from dragoman.assertions.roles import case_of, is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token


class NounEvents:
    """Finds the events that the nouns of one sentence tell."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        frames: Frames,
        data: EventData,
        roles: EventRoles,
        modality: EventModality,
    ) -> None:
        self._text = text
        self._sentence = sentence
        self._frames = frames
        self._data = data
        self._roles = roles
        self._modality = modality

    def draft(self, noun: Token) -> EventDraft | None:
        """The draft of the first frame of a noun that fits."""
        for frame in self._frames.nouns.get(lemma(noun)) or self._frames.nouns.get(fold(noun.text)) or ():
            if frame.adjectives and not self._has_adjective(noun, frame.adjectives):
                continue
            if frame.not_with and is_beside(self._text, self._sentence, noun, frame.not_with):
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
        recipients = self._beside(noun, support, frame.recipient, frame.recipient_kinds, frame.type)
        actors = self._beside(noun, None, frame.actor, frame.actor_kinds, frame.type)
        actors = unlike(actors, recipients)
        if support is not None and (frame.together or not actors):
            agent = self._roles.actor_of_verb(support, "subject")
            actors = [*self._roles.parties(agent, frame.actor_kinds), *actors]
        host = self._host(noun, frame)
        if host is not None:
            actors = [*self._roles.parties(self._roles.actor_of_verb(host, "subject"), frame.actor_kinds), *actors]
        settled = self._is_settled(noun, [*actors, *recipients])
        reading, modality = self._modality.of_noun(noun, support or host, kind=frame.type, settled=settled)
        if modality is None:
            return None
        draft = EventDraft(frame, noun, reading, modality, actors, recipients, support=support or host)
        return draft if draft.finish(self._roles) else None

    def _beside(
        self, noun: Token, support: Token | None, places: Sequence[str], kinds: Sequence[str], kind: str
    ) -> list[Party]:
        """The parties beside a noun, and for a recipient beside the verb that does what the noun names."""
        found = []
        for token in (noun, *([support] if support is not None else [])):
            where = (
                places if token is noun else [p for p in places if p not in ("adjective", "possessive", "de", "par")]
            )
            for filler in self._roles.beside_noun(token, where):
                found += self._roles.parties(filler, kinds, capitals=kind not in PLACED)
            if found:
                break
        return found

    def _is_settled(self, noun: Token, parties: Sequence[Party]) -> bool:
        """A definite noun with its parties beside it tells a known event ("l'invasion de l'Ukraine par la Russie")."""
        article = next(self._sentence.children(noun, "det"), None)
        return bool(parties) and article is not None and fold(article.text).strip("'") in self._data.definite

    def _above(self, noun: Token) -> tuple[Token, Token | None]:
        """A noun, or the quantity or first of a coordination that it stands under, and what governs that."""
        token, governor = noun, self._sentence.governor(noun)
        while governor is not None and governor.pos in ("NOUN", "NUM") and lemma(governor) in self._data.quantifiers:
            token, governor = governor, self._sentence.governor(governor)
        if governor is not None and token.dep.startswith("conj") and governor.pos == "NOUN":
            token, governor = governor, self._sentence.governor(governor)
        return token, governor

    def _support(self, noun: Token, frame: EventNoun) -> Token | None:
        """The support verb whose object (or passive subject) the noun is."""
        token, governor = self._above(noun)
        verbs = self._data.support | {fold(verb) for verb in frame.subject_of}
        if governor is None or governor.pos != "VERB" or lemma(governor) not in verbs:
            return None
        relation = token.dep.partition(":")[0]
        if is_passive(self._sentence, governor) and relation == "nsubj":
            return governor
        if relation == "obj" or (relation in ("obl", "xcomp") and case_of(self._sentence, token) in ("", "a", "en")):
            return governor
        return None

    def _host(self, noun: Token, frame: EventNoun) -> Token | None:
        """The verb of hosting whose object a meeting is ("Riyad a accueilli des pourparlers entre X et Y")."""
        token, governor = self._above(noun)
        if not frame.together or governor is None or lemma(governor) not in self._data.hosting:
            return None
        return governor if token.dep.startswith("obj") else None
