"""Who holds, takes up or leaves an office: offices beside a name, and the verbs and nouns of change."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, is_passive, lemma
from dragoman.assertions.lexicon import LANGUAGES, Rules, folded
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.roles import Roles
from dragoman.data_files import load_yaml
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token


class OfficeVerb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb by which somebody takes up or leaves an office."""

    frame: str
    lemmas: list[str]
    voice: Literal["active", "passive"]
    person: Literal["subject", "object", "agent"]
    bears: Literal["starts", "ends"]
    object_noun: list[str] = []
    other: Literal["subject", "object", "oblique"] | None = None
    other_bears: Literal["starts", "ends"] | None = None
    prepositions: list[str] = []


class OfficeNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun of taking up or leaving an office."""

    frame: str
    lemmas: list[str]
    bears: Literal["starts", "ends"]


class OfficeChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """occupancy.yaml."""

    verbs: list[OfficeVerb]
    nouns: list[OfficeNoun]
    needs_office: list[str]
    by_predecessor: list[str]
    post_nouns: list[str]
    heading_nouns: list[str]

    @property
    def heading(self) -> tuple[str, ...]:
        """The nouns by which an office is taken ("à la tête de"), folded."""
        return tuple(self.heading_nouns)


# The length of the ids of states; organisations may take their officers from any state.
ALPHA_3 = 3


@cache
def load_changes(language: str) -> OfficeChanges:
    """The verbs and nouns of change of a language."""
    return folded(load_yaml(LANGUAGES / language / "occupancy.yaml", OfficeChanges))


@dataclass(frozen=True, slots=True)
class OccupancyDraft:
    """An occupancy before it becomes a row. `trigger` is None for an office beside a name."""

    person: Mention
    office: OfficeMention
    of: str | None
    of_reason: str
    bears: str
    modality: str
    rule: str
    trigger: Token | None
    reading: Reading
    filled_by: str
    reason: str


class Occupancy:
    """Finds the occupancies of one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, rules: Rules, roles: Roles, changes: OfficeChanges) -> None:
        self._sentence = sentence
        self._changes = changes
        self._personal = frozenset(rules.affiliation.personal_positions)
        self._roles = roles
        self._modality = ModalityReader(sentence, rules)
        # Offices behind the verb of a dismissal that finds nobody dismissed: who holds them still is not told.
        self._unsure: set[int] = set()
        self._offices = [o for o in text.offices if sentence.start <= o.start < sentence.end and o.position is not None]

    def drafts(self, *, asked: bool) -> list[OccupancyDraft]:
        """Changes first; an office beside a name holds unless a change of the same office is told of that person.

        `asked`: the sentence is a question, which tells of no change.
        """
        changes = [] if asked else list(self._told())
        changed = {(draft.person.actor, draft.office.position) for draft in changes}
        held = [d for d in self._held() if (d.person.actor, d.office.position) not in changed]
        return [*held, *changes]

    def _held(self) -> Iterator[OccupancyDraft]:
        for office in self._offices:
            holder = office.holder
            if (
                holder is None
                or office.side == "none"
                or holder.actor is None
                or office.then
                or office.start in self._unsure
            ):
                # "le président d'alors, X" held it on a day that nothing here gives.
                continue
            bears, modality = "holds", "actual"
            if office.future:
                bears, modality = "starts", "planned"
            elif office.former:
                bears = "ends"
            reading = Reading()
            reason = (
                f"name {office.side} of the office" if office.side in ("left", "right") else f"office by {office.side}"
            )
            yield OccupancyDraft(
                holder,
                office,
                office.of,
                office.of_reason,
                bears,
                modality,
                f"office-{office.side}",
                None,
                reading,
                "grammar",
                reason,
            )

    def _told(self) -> Iterator[OccupancyDraft]:
        for token in self._sentence.tokens:
            if token.chunk is not None:
                continue
            name = lemma(token)
            if token.pos in ("VERB", "AUX", "ADJ"):
                for verb in self._changes.verbs:
                    if name in verb.lemmas and is_passive(self._sentence, token) == (verb.voice == "passive"):
                        yield from self._by_verb(token, verb)
            elif token.pos == "NOUN":
                for noun in self._changes.nouns:
                    if name in noun.lemmas:
                        yield from self._by_noun(token, noun)

    def _by_verb(self, verb: Token, frame: OfficeVerb) -> Iterator[OccupancyDraft]:
        if frame.object_noun:
            nouns = {lemma(child) for child in self._sentence.children(verb, "obj", "obl", "xcomp")}
            if not nouns.intersection(frame.object_noun):
                return
        person = self._person(self._role(verb, frame.person, frame))
        other = self._person(self._role(verb, frame.other, frame)) if frame.other else None
        if frame.bears == "ends" and person is None:
            self._unsure |= {office.start for office in self._offices if office.start > verb.end}
        office = self._office(verb, frame.frame, [m for m in (person, other) if m is not None])
        if office is None or (person is not None and not self._can_hold(person, office)):
            return
        reading = self._modality.of_verb(verb)
        if reading.opened:
            return
        if reading.modality == "proposed" and reading.purpose:
            reading.modality = "planned"
        for one, bears in ((person, frame.bears), (other, frame.other_bears)):
            if one is not None and bears is not None:
                yield self._draft(one, office, bears, frame.frame, verb, reading)

    @staticmethod
    def _can_hold(person: Mention, office: OfficeMention) -> bool:
        """Whether nothing speaks against it: somebody known to serve one state takes no office of another."""
        serves = person.country
        return serves is None or office.of is None or len(office.of) != ALPHA_3 or office.of == serves

    def _by_noun(self, noun: Token, frame: OfficeNoun) -> Iterator[OccupancyDraft]:
        person = self._person(self._owner(noun))
        if frame.bears == "ends" and person is None:
            self._unsure |= {office.start for office in self._offices if office.start > noun.end}
        office = self._office(noun, frame.frame, [person] if person else [])
        if person is None or office is None:
            return
        reading = self._modality.of_noun(noun)
        if reading.opened or reading.modality in ("proposed", "requested"):
            return
        yield self._draft(person, office, frame.bears, frame.frame, noun, reading)

    def _owner(self, noun: Token) -> Filler | None:
        for child in self._sentence.children(noun, "nmod"):
            if child.chunk is not None and child.chunk.head.actor_kind == "person":
                return Filler(child.chunk.mentions, "parse", f"'de' complement of {noun.text!r}")
        return None

    def _draft(
        self, person: Mention, office: OfficeMention, bears: str, rule: str, trigger: Token, reading: Reading
    ) -> OccupancyDraft:
        of, reason = office.of, office.of_reason
        if of is None and person.country is not None and office.position not in self._personal:
            of, reason = person.country, "country of the person"
        return OccupancyDraft(
            person,
            office,
            of,
            reason,
            bears,
            reading.modality,
            rule,
            trigger,
            reading,
            "parse",
            f"role beside {trigger.text!r}",
        )

    def _role(self, verb: Token, role: str | None, frame: OfficeVerb) -> Filler | None:
        if role == "subject":
            return self._roles.subject(verb)
        if role == "object":
            found = self._roles.object(verb)
            behind = found is not None and all(mention.start > verb.start for mention in found.mentions)
            return found if behind else None
        if role == "agent":
            return self._roles.agent(verb)
        return next(iter(self._roles.oblique(verb, [fold(p) for p in frame.prepositions])), None)

    def _person(self, filler: Filler | None) -> Mention | None:
        if filler is None or len(filler.mentions) != 1:
            return None
        mention = filler.mentions[0]
        return mention if mention.actor_kind == "person" and mention.actor is not None else None

    def _office(self, trigger: Token, frame: str, people: list[Mention]) -> OfficeMention | None:
        """The office named behind the trigger with nobody beside it, else the one that the person carries."""
        if frame in self._changes.by_predecessor and self._has_clitic(trigger):
            return None
        behind = [
            o
            for o in self._offices
            if not self._is_ordinal(o)
            and o.side == "none"
            and o.start >= trigger.end
            and self._reaches(trigger, o, people)
        ]
        if behind:
            return min(behind, key=lambda office: office.start)
        if frame in self._changes.needs_office:
            return None
        # "X succède au ministre Y": the office is the one that the predecessor carries, never the successor's old one.
        carriers = people[1:] if frame in self._changes.by_predecessor else people
        for office in self._offices:
            carried = office.holder is not None and any(office.holder.start == person.start for person in carriers)
            if carried and not office.former and not office.future:
                return office
        return None

    def _is_ordinal(self, office: OfficeMention) -> bool:
        """ "devient le deuxième président d'Haïti à assurer": one of those who held it, not the one who takes it."""
        following = [t for t in self._sentence.tokens if t.start >= office.end][:2]
        return len(following) > 1 and fold(following[0].text) == "a" and following[1].feats.get("VerbForm") == "Inf"

    def _has_clitic(self, verb: Token) -> bool:
        """ "il y succède à…": the office was named before and is not the one that stands here."""
        tokens = self._sentence.tokens
        clitic = any(fold(token.text) == "y" for token in tokens[max(0, verb.index - 2) : verb.index])
        behind = [fold(token.text) for token in tokens[verb.index + 1 : verb.index + 6]]
        return clitic or ("poste" in behind and behind[behind.index("poste") - 1] in ("ce", "cette"))

    def _reaches(self, trigger: Token, office: OfficeMention, people: list[Mention]) -> bool:
        """Whether an office stands in the trigger's own clause, not below it ("…, qui avait été ambassadeur")."""
        token = next((t for t in self._sentence.tokens if t.start <= office.start < t.end), None)
        headed = fold(office.text).startswith(self._changes.heading)
        if token is not None and token.chunk is not None and case_of(self._sentence, token) == "a" and not headed:
            # "a remis sa démission au chef de l'Etat": the one who receives it.
            return False
        for step in range(LONGEST_CLIMB):
            if token is None or token.index == trigger.index:
                return token is not None
            named = token.chunk is not None and token.chunk.head in people
            if step and not named and lemma(token) not in self._changes.post_nouns:
                return False
            if token.dep.partition(":")[0] in ("acl", "advcl", "ccomp", "parataxis") or token.pos == "VERB":
                return False
            token = self._sentence.governor(token)
        return False
