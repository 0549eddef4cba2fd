"""Where an event happened: the places beside its trigger, where the text says that they are its place."""

from collections.abc import Collection

from dragoman.assertions.event_data import EventData
from dragoman.assertions.roles import case_of
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
        for child in self._sentence.children(trigger, "obl", "nmod", "advmod", "obj", "xcomp", "dep", "appos"):
            if child.chunk is None or child.chunk.start in taken or len(child.chunk.mentions) != 1:
                continue
            mention, case = child.chunk.head, case_of(self._sentence, child)
            if case not in self._data.place and case.rpartition(" ")[2] not in ("a", "en", "dans"):
                continue
            if topics and case == "sur":
                continue
            if mention.actor_kind == "place" or (mention.actor_kind == "state" and (states or case != "a")):
                return mention
        for child in self._sentence.children(trigger, "obl", "advmod"):
            if child.chunk is None and child.pos == "NOUN" and case_of(self._sentence, child) in self._data.staged:
                found = self.find(child, taken, states=states)
                if found is not None:
                    return found
        if trigger.pos == "NOUN":
            # "le sommet des ministres de X à Y": the tree hangs the place somewhere below the noun.
            for child in self._sentence.children(trigger, "nmod"):
                if child.chunk is None and case_of(self._sentence, child) == "de":
                    found = self.find(child, taken, states=states)
                    if found is not None:
                        return found
        found = self._place_of_object(trigger, taken, states) or self._relative_place(trigger)
        return found or self._place_before(trigger) or self._place_of_heading()

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

    def _place_of_object(self, trigger: Token, taken: Collection[int], states: bool) -> Mention | None:
        """ "a rencontré un émissaire saoudien à Aqaba": the place that the tree hangs on the object."""
        pending = [c for c in self._sentence.children(trigger, "obj") if c.chunk is None]
        while pending:
            child = pending.pop(0)
            for below in self._sentence.children(child, "nmod"):
                chunk = below.chunk
                pending += [below] if chunk is None else []
                if chunk is None or chunk.start in taken or case_of(self._sentence, below) not in ("a", "en", "dans"):
                    continue
                if chunk.head.actor_kind == "place" or (states and chunk.head.actor_kind == "state"):
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

    def _relative_place(self, trigger: Token) -> Mention | None:
        """ "à Minsk, où il a signé…": the place that a relative "où" points to."""
        for child in self._sentence.children(trigger, "advmod", "obl", "mark", "iobj"):
            if fold(child.text) == "ou" and child.index and child.pos != "CCONJ":
                for token in reversed(self._sentence.tokens[max(0, child.index - 3) : child.index]):
                    if token.chunk is not None and token.chunk.head.actor_kind in ("place", "state"):
                        return token.chunk.head
        return None
