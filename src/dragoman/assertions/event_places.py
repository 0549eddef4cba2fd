"""Where an event happened: the places beside its trigger, where the text says that they are its place."""

from collections.abc import Collection

from dragoman.assertions.event_data import EventData
from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token


class EventPlaces:
    """Finds the places of the events of one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, data: EventData) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data

    def find(self, trigger: Token, taken: Collection[int], *, states: bool, topics: bool = False) -> Mention | None:
        """Where it happened: a place, or a state if `states`, behind a preposition of place beside the trigger.

        `topics`: what stands behind "sur" is what it is about ("une réunion sur la Libye").
        """
        beside = self._beside(trigger, taken, states=states, topics=topics)
        return beside or self._around(trigger, taken, states, topics)

    def _beside(self, trigger: Token, taken: Collection[int], *, states: bool, topics: bool) -> Mention | None:
        """The place that the tree hangs on the trigger itself."""
        for child in self._sentence.children(trigger, "obl", "nmod", "advmod", "obj", "xcomp", "dep", "appos"):
            if child.chunk is None or child.chunk.start in taken or len(child.chunk.mentions) != 1:
                continue
            mention, case = child.chunk.head, case_of(self._sentence, child)
            if case not in self._data.place and case.rpartition(" ")[2] not in ("a", "en", "dans"):
                continue
            if (topics and case.startswith(("sur", "autour"))) or self._is_parted(trigger, child):
                continue
            if mention.actor_kind == "place" or (mention.actor_kind == "state" and (states or case != "a")):
                return mention
        for child in self._sentence.children(trigger, "obl", "advmod"):
            if child.chunk is None and child.pos == "NOUN" and case_of(self._sentence, child) in self._data.staged:
                found = self.find(child, taken, states=states)
                if found is not None:
                    return found
        for child in self._sentence.children(trigger, "obl", "nmod", "advmod"):
            if child.chunk is None and lemma(child) in self._data.localities:
                found = self._locality(child, taken) if case_of(self._sentence, child) in self._data.place else None
                if found is not None:
                    return found
        return None

    def of_words(self, trigger: Token, taken: Collection[int]) -> Mention | None:
        """ "À Rome, X a dénoncé les frappes en Syrie": where something was said, before any of what it is about."""
        verbs = (t.index for t in self._sentence.tokens[trigger.index + 1 :] if t.pos in ("NOUN", "VERB", "SCONJ"))
        nearest = min((index for index in verbs), default=len(self._sentence.tokens))
        for child in self._sentence.children(trigger, "obl", "advmod"):
            place = child.index < nearest and case_of(self._sentence, child) in self._data.place
            chunk = child.chunk
            if place and chunk is not None and chunk.start not in taken and len(chunk.mentions) == 1:
                if chunk.head.actor_kind == "place":
                    return chunk.head
            elif place and child.index < trigger.index and case_of(self._sentence, child) in self._data.staged:
                found = self._beside(child, taken, states=False, topics=True)
                if found is not None:
                    return found
        return self._relative_place(trigger) or self._place_before(trigger)

    def _is_parted(self, trigger: Token, place: Token) -> bool:
        """ "a expulsé X après l'assassinat de Y à Berlin": another noun stands between, whose place it is."""
        return any(
            token.pos == "NOUN" and token.chunk is None and case_of(self._sentence, token) in self._data.parting
            for token in self._sentence.tokens[trigger.index + 1 : place.index]
        )

    def _around(self, trigger: Token, taken: Collection[int], states: bool, topics: bool) -> Mention | None:
        """The place that stands with a complement of the trigger, before it, or in a heading."""
        if trigger.pos == "NOUN":
            # "le sommet des ministres de X à Y": the tree hangs the place somewhere below the noun.
            for child in self._sentence.children(trigger, "nmod"):
                if child.chunk is None and case_of(self._sentence, child) == "de":
                    found = self.find(child, taken, states=states)
                    if found is not None:
                        return found
            named = self._place_of_name(trigger, taken)
            if named is not None:
                return named
        found = self._place_of_object(trigger, taken, states, topics) or self._relative_place(trigger)
        return found or self._place_before(trigger) or self._place_of_heading()

    def _locality(self, noun: Token, taken: Collection[int]) -> Mention | None:
        """ "dans la ville de Goma", "dans la capitale lituanienne": a place by name, or one known by its state."""
        of_state: Mention | None = None
        for child in self._sentence.children(noun, "nmod", "amod", "appos"):
            state = self._adjective(child)
            if child.chunk is not None and len(child.chunk.mentions) == 1 and child.chunk.start not in taken:
                if child.chunk.head.actor_kind == "place":
                    return child.chunk.head
                if child.chunk.head.actor_kind == "state" and case_of(self._sentence, child) == "de":
                    state = child.chunk.head
            of_state = of_state or state
        if of_state is None or of_state.country is None:
            return None
        first, last = min(noun.start, of_state.start), max(noun.end, of_state.end)
        return Mention(
            first,
            last,
            self._text.document.text[first:last],
            "nominal",
            None,
            "place",
            country=of_state.country,
            reason=f"{noun.text!r} of {of_state.country}",
        )

    def _adjective(self, token: Token) -> Mention | None:
        """The state that an adjective names."""
        if token.dep.partition(":")[0] != "amod":
            return None
        found = (m for m in self._text.mentions if m.start == token.start and m.adjective and m.actor_kind == "state")
        return next(found, None)

    def _place_of_name(self, noun: Token, taken: Collection[int]) -> Mention | None:
        """ "la rencontre de Tunis entre X et Y": a meeting that is called after its place."""
        if lemma(noun) not in self._data.called_after_place:
            return None
        for child in self._sentence.children(noun, "nmod"):
            chunk = child.chunk
            if chunk is None or chunk.start in taken or case_of(self._sentence, child) != "de":
                continue
            if chunk.head.actor_kind == "place" and len(chunk.mentions) == 1:
                return chunk.head
        return None

    def _place_of_heading(self) -> Mention | None:
        """ "…, Minsk, 25 juin 2024": the place and day that close a heading without verb."""
        tokens, times = self._sentence.tokens, {time.start for time in self._sentence.times}
        if any(t.pos in ("VERB", "AUX") for t in tokens):
            return None
        for token, mark, time in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if token.chunk is None or mark.text != "," or time.start not in times:
                continue
            if token.chunk.head.actor_kind == "place" and not case_of(self._sentence, token):
                return token.chunk.head
        return None

    def _place_of_object(self, trigger: Token, taken: Collection[int], states: bool, topics: bool) -> Mention | None:
        """ "a rencontré un émissaire saoudien à Aqaba": the place that the tree hangs on the object.

        Of talks the state of a thing is none ("a évoqué la situation en Libye").
        """
        behind = (c for c in self._sentence.children(trigger, "obl") if lemma(c) in self._data.targets)
        aims = (c for c in behind if case_of(self._sentence, c) in ("sur", "contre"))
        pending = [c for c in (*self._sentence.children(trigger, "obj"), *aims) if c.chunk is None]
        while pending:
            child = pending.pop(0)
            wide = states and (not topics or lemma(child) in self._data.light)
            for below in self._sentence.children(child, "nmod"):
                chunk = below.chunk
                pending += [below] if chunk is None else []
                if chunk is None or chunk.start in taken or case_of(self._sentence, below) not in ("a", "en", "dans"):
                    continue
                if self._is_parted(trigger, below):
                    continue
                if chunk.head.actor_kind == "place" or (wide and chunk.head.actor_kind == "state"):
                    return chunk.head
        return None

    def _place_before(self, trigger: Token) -> Mention | None:
        """ "Il y a rencontré X": the one place that the sentence before names."""
        if not any(fold(c.text) == "y" and c.pos == "PRON" for c in self._sentence.children(trigger)):
            return None
        first, last = self._before_start(), self._sentence.start
        near = [m for m in self._text.mentions if m.actor_kind == "place" and first <= m.start and m.end <= last]
        return near[-1] if len({m.actor for m in near}) == 1 else None

    def _before_start(self) -> int:
        starts = [s.start for s in self._text.sentences if s.start < self._sentence.start]
        return starts[-1] if starts else self._sentence.start

    def behind(self, noun: Token, taken: Collection[int]) -> Mention | None:
        """ "lors du sommet de X à Y": the place that the tree hangs on the verb, right behind the noun's words."""
        verb = self._sentence.governor(noun)
        if verb is None or verb.pos != "VERB" or not noun.dep.startswith(("obl", "xcomp")):
            return None
        for child in self._sentence.children(verb, "obl"):
            if child.index < noun.index or child.chunk is None or child.chunk.start in taken:
                continue
            between = self._sentence.tokens[noun.index + 1 : child.index]
            near = not any(t.text in (",", ";") or t.pos in ("VERB", "AUX") for t in between)
            if near and child.chunk.head.actor_kind == "place" and case_of(self._sentence, child) in self._data.place:
                return child.chunk.head
        return None

    def held(self, noun: Token, taken: Collection[int]) -> Mention | None:
        """ "le sommet tenu à X", "les combats font rage à X", "a élu Y à X lors du sommet": where its clause has it."""
        tells = self._data.held | self._data.occurring | self._data.scheduling
        for child in self._sentence.children(noun, "acl", "amod"):
            found = self._beside(child, taken, states=True, topics=True) if lemma(child) in tells else None
            if found is not None:
                return found
        verb = self._sentence.governor(noun)
        if verb is None or verb.pos != "VERB":
            return None
        if noun.dep.startswith("nsubj") and lemma(verb) in tells:
            return self._beside(verb, taken, states=True, topics=True)
        case = case_of(self._sentence, noun)
        if case not in self._data.simultaneous or lemma(verb) in self._data.moving:
            return None
        found = self._beside(verb, taken, states=False, topics=True)
        return found if found is not None and found.actor_kind == "place" else None

    def _relative_place(self, trigger: Token) -> Mention | None:
        """ "à Minsk, où il a signé…": the place that a relative "où" points to."""
        for child in self._sentence.children(trigger, "advmod", "obl", "mark", "iobj"):
            if fold(child.text) == "ou" and child.index and child.pos != "CCONJ":
                for token in reversed(self._sentence.tokens[max(0, child.index - 3) : child.index]):
                    if token.chunk is not None and token.chunk.head.actor_kind in ("place", "state"):
                        return token.chunk.head
        return None
