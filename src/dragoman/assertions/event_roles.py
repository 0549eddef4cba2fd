"""Who takes part in an event: the parties beside its trigger, each with what gave it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.frames import ACTOR_KINDS
from dragoman.assertions.roles import Filler, Roles, case_of, is_passive, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

POSSESSIVES = frozenset({"son", "sa", "leur", "ses", "leurs"})
LONGEST_CHAIN = 3


@dataclass(frozen=True, slots=True)
class Party:
    """One party of an event."""

    mention: Mention
    filled_by: str
    reason: str


class EventRoles:
    """Parties and places around the triggers of one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, roles: Roles, data: EventData) -> None:
        self._text = text
        self._sentence = sentence
        self._roles = roles
        self._data = data

    def parties(self, filler: Filler | None, kinds: Collection[str] = ()) -> list[Party]:
        """The mentions of a filler that can take part in an event; all of `kinds` when given."""
        if filler is None:
            return []
        allowed = kinds or ACTOR_KINDS
        return [
            Party(mention, filler.filled_by, filler.reason)
            for mention in filler.mentions
            if mention.actor_kind in allowed and not (mention.kind == "nominal" and mention.actor is None)
        ]

    def subject(self, verb: Token) -> Filler | None:
        """Who does what an active verb tells."""
        return self._roles.subject(verb)

    def actor_of_verb(self, verb: Token, role: str) -> Filler | None:
        """The filler of the actor's role beside a verb."""
        if role == "none":
            return None
        passive = is_passive(self._sentence, verb)
        if role == "subject":
            return self._agent(verb) if passive else self._roles.subject(verb)
        if role == "object":
            return self._roles.subject(verb) if passive else self.object(verb)
        if role == "agent":
            return self._agent(verb)
        return next(iter(self.oblique(verb, role)), None)

    def _agent(self, verb: Token) -> Filler | None:
        found = self._roles.agent(verb)
        if found is not None:
            return found
        for child in self._sentence.children(verb, "obl"):
            if child.dep == "obl:agent" or case_of(self._sentence, child) == "par":
                return self.noun(child, f"agent of {verb.text!r}")
        return None

    def object(self, verb: Token) -> Filler | None:
        """The direct object, or what an object noun is of ("les positions du Hezbollah")."""
        found = self._roles.object(verb)
        if found is not None:
            return found
        for child in self._sentence.children(verb, "obj"):
            inner = self.noun(child, f"object of {verb.text!r}")
            if inner is not None:
                return inner
        return None

    def noun(self, token: Token, reason: str, depth: int = 0) -> Filler | None:
        """The party that a noun stands for: its chunk, or the actor of a target noun ("la capitale ukrainienne")."""
        if token.chunk is not None:
            return Filler(token.chunk.mentions, "parse", reason)
        if token.pos == "PRON":
            return self._roles.pronoun(token)
        if lemma(token) not in self._data.targets and lemma(token) not in self._data.light:
            return None
        adjective = self._roles.adjective(token)
        if adjective is not None:
            return replace(adjective, reason=f"{reason}: {token.text!r} of it")
        for child in self._sentence.children(token, "nmod", "obl"):
            if case_of(self._sentence, child) == "de" and depth < LONGEST_CHAIN:
                found = self.noun(child, f"{reason}, behind {token.text!r}", depth + 1)
                if found is not None:
                    return found
        return None

    def oblique(self, governor: Token, preposition: str) -> Iterator[Filler]:
        """Complements of a verb or noun with a preposition, light and target nouns looked through."""
        wanted = fold(preposition)
        for child in self._sentence.children(governor, "obl", "nmod", "obj", "iobj", "advmod", "dep", "xcomp"):
            if case_of(self._sentence, child) == wanted:
                found = self.noun(child, f"complement of {governor.text!r} with {preposition!r}")
                if found is not None:
                    yield found
            elif wanted == "a" and child.pos == "PRON" and fold(child.text) in ("lui", "leur", "y"):
                found = self._roles.pronoun(child)
                if found is not None:
                    yield found

    def owner(self, noun: Token) -> Filler | None:
        """Whose a noun is: an adjective of a state, a possessive, or "de X"."""
        if any(fold(child.text) in POSSESSIVES for child in self._sentence.children(noun, "det", "nmod")):
            return self._roles.owner(noun)
        adjective = self._roles.adjective(noun)
        if adjective is not None:
            return adjective
        return next(self.oblique(noun, "de"), None)

    def possessive(self, noun: Token) -> Filler | None:
        """Whom a possessive on a noun points to."""
        if any(fold(child.text) in POSSESSIVES for child in self._sentence.children(noun, "det", "nmod")):
            return self._roles.owner(noun)
        return None

    def beside_noun(self, noun: Token, places: Sequence[str]) -> list[Filler]:
        """The parties beside a noun of event, in the order of `places`; those joined by one preposition together."""
        found: list[Filler] = []
        for where in places:
            if where == "adjective":
                filler = self._roles.adjective(noun)
                found += [filler] if filler is not None else []
            elif where == "possessive":
                filler = self.possessive(noun)
                found += [filler] if filler is not None else []
            else:
                found += list(self.oblique(noun, where))
        return found

    def infinitive_parties(self, verb: Token) -> Filler | None:
        """The parties of the infinitive that a verb governs ("menace d'attaquer X")."""
        for child in self._sentence.children(verb, "xcomp", "ccomp", "obl", "advcl"):
            if child.feats.get("VerbForm") != "Inf":
                continue
            found = self.object(child)
            if found is not None:
                return found
            for preposition in ("à", "contre", "de", "avec", "sur"):
                found = next(self.oblique(child, preposition), None)
                if found is not None:
                    return found
            noun = self._roles.object_noun(child)
            if noun is not None:
                for preposition in ("contre", "à", "sur", "avec", "de"):
                    found = next(self.oblique(noun, preposition), None)
                    if found is not None:
                        return found
        return None

    def place(self, trigger: Token, taken: Collection[int], *, states: bool) -> Mention | None:
        """Where it happened: a place, or a state if `states`, behind a preposition of place beside the trigger."""
        for child in self._sentence.children(trigger, "obl", "nmod", "advmod", "obj", "xcomp", "dep", "appos"):
            if child.chunk is None or child.chunk.start in taken or len(child.chunk.mentions) != 1:
                continue
            mention, case = child.chunk.head, case_of(self._sentence, child)
            if case not in self._data.place:
                continue
            if mention.actor_kind == "place" or (states and mention.actor_kind == "state"):
                return mention
        return self._relative_place(trigger)

    def _relative_place(self, trigger: Token) -> Mention | None:
        """ "à Minsk, où il a signé…": the place that a relative "où" points to."""
        for child in self._sentence.children(trigger, "advmod", "obl", "mark"):
            if fold(child.text) == "ou" and child.index and child.pos != "CCONJ":
                for token in reversed(self._sentence.tokens[max(0, child.index - 3) : child.index]):
                    if token.chunk is not None and token.chunk.head.actor_kind in ("place", "state"):
                        return token.chunk.head
        return None
