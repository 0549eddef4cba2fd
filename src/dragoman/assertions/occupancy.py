"""Who holds, takes up or leaves an office: offices beside a name, and the verbs and nouns of change."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.assertions.careers import Careers, is_apart, one_person, tense_of
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, is_passive, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.office_data import OccupancyDraft, OfficeChanges, OfficeNoun, OfficeVerb
from dragoman.assertions.recent_offices import Recent, as_before
from dragoman.assertions.roles import Roles
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token
from dragoman.register import load_register


class Occupancy:
    """Finds the occupancies of one sentence."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        rules: Rules,
        roles: Roles,
        changes: OfficeChanges,
        recent: Recent,
    ) -> None:
        self._recent = recent
        self._text = text.document.text
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
        changes = []
        for draft in () if asked else self._told():
            # At once: "a été élu secrétaire général, où il succède à X".
            self._recent.add([draft])
            changes.append(draft)
        if not asked:
            changes += self._in_place_of(changes)
            used = {draft.office.start for draft in changes}
            offices = [office for office in self._offices if office.start not in used]
            changes += Careers(self._sentence, self._text, self._changes, self._roles, self._modality).drafts(offices)
        changed = {(draft.person.actor, draft.office.position) for draft in changes}
        moved = {draft.person.actor for draft in changes if self._is_move(draft)}
        held = [
            draft
            for draft in self._held()
            if (draft.person.actor, draft.office.position) not in changed
            # "la ministre de l'Intérieur X a été nommée ministre des Finances": she holds the first no longer.
            and not (draft.bears == "holds" and draft.person.actor in moved and self._is_ministry(draft.office))
        ]
        self._recent.add(held)
        return [*held, *changes]

    def _is_move(self, draft: OccupancyDraft) -> bool:
        return draft.bears == "starts" and draft.modality == "actual" and self._is_ministry(draft.office)

    @staticmethod
    def _is_ministry(office: OfficeMention) -> bool:
        position = office.position or ""
        return position.endswith("minister") and "prime" not in position and "deputy" not in position

    def _held(self) -> Iterator[OccupancyDraft]:
        for office in self._offices:
            holder = office.holder
            if (
                holder is None
                or office.side == "none"
                or holder.actor is None
                or office.then
                or (office.start in self._unsure and not self._is_among_leaving(office))
            ):
                # "le président d'alors, X" held it on a day that nothing here gives.
                continue
            bears, modality = "holds", "actual"
            if office.future:
                bears, modality = "starts", "planned"
            elif office.former or self._is_among_leaving(office):
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

    def _is_among_leaving(self, office: OfficeMention) -> bool:
        """ "Parmi les ministres démissionnaires figurent le ministre X et la ministre Y"."""
        before = fold(self._text[self._sentence.start : office.start])
        return self._changes.patterns["leaving"].search(before) is not None

    def _in_place_of(self, told: Sequence[OccupancyDraft]) -> Iterator[OccupancyDraft]:
        """ "X a été nommé ambassadeur en remplacement de Y": the office is the one that the same sentence gives X."""
        begun = [draft for draft in told if draft.bears == "starts" and draft.trigger is not None]
        gone = {(draft.person.actor, draft.office.start) for draft in told}
        for token in self._sentence.tokens:
            if token.pos == "NOUN" and token.chunk is None and lemma(token) in self._changes.by_recent:
                before = self._sentence.tokens[max(0, token.index - 2) : token.index]
                person = one_person(self._owner(token)) if any(fold(t.text) in ("en", "a") for t in before) else None
                new = self._change_before(token, begun)
                if person is not None and new is not None and (person.actor, new.office.start) not in gone:
                    yield as_before(person, new, "in-place-of", token, new.reading, new.modality)

    def _change_before(self, noun: Token, begun: Sequence[OccupancyDraft]) -> OccupancyDraft | None:
        """The change of which "en remplacement de" is said: that of the clause, or the only one, told behind it."""
        before = [draft for draft in begun if draft.trigger is not None and draft.trigger.start < noun.start]
        if not before:
            return begun[0] if len({(draft.office.start, draft.of) for draft in begun}) == 1 else None
        last = before[-1]
        start = last.trigger.index + 1 if last.trigger is not None else 0
        between = self._sentence.tokens[start : noun.index]
        told = any(t.pos == "VERB" and t.feats.get("VerbForm") == "Fin" for t in between)
        return None if told else last

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
                yield from self._ended(token)
                for noun in self._changes.nouns:
                    if name in noun.lemmas:
                        yield from self._by_noun(token, noun)

    def _ended(self, noun: Token) -> Iterator[OccupancyDraft]:
        """ "a mis fin aux fonctions de X, ministre de la Culture, et de Y, secrétaire d'Etat"."""
        before = [lemma(token) for token in self._sentence.tokens[max(0, noun.index - 6) : noun.index]]
        if lemma(noun) not in self._changes.functions or not all(word in before for word in self._changes.ending):
            return
        reading = self._modality.of_verb(noun)
        for office in self._offices:
            holder = office.holder
            if holder is None or office.side not in ("left", "right") or min(office.start, holder.start) < noun.end:
                continue
            first = self._text[: min(office.start, holder.start)]
            if self._changes.patterns["of"].search(fold(first[-12:])) and not reading.opened:
                yield self._draft(holder, office, "ends", "functions-ended", noun, reading)

    def _by_verb(self, verb: Token, frame: OfficeVerb) -> Iterator[OccupancyDraft]:
        if frame.object_noun:
            nouns = {lemma(child) for child in self._sentence.children(verb, "obj", "obl", "xcomp")}
            if not nouns.intersection(frame.object_noun):
                return
        if frame.person == "subject" and frame.other == "object" and self._names_another(verb):
            return
        person = one_person(self._role(verb, frame.person, frame))
        other = one_person(self._role(verb, frame.other, frame)) if frame.other else None
        if frame.bears == "ends" and person is None:
            self._unsure |= {office.start for office in self._offices if office.start > verb.end}
        if person is not None and is_apart(self._sentence, person, verb, self._changes.relatives[:1]):
            return
        if frame.frame in self._changes.own_place and other is None and not self._has_own_object(verb):
            # "a laissé place au doute"
            return
        office = self._office(verb, frame.frame, [m for m in (person, other) if m is not None])
        reading = self._modality.of_verb(verb)
        reading.modality = "planned" if reading.modality == "proposed" and reading.purpose else reading.modality
        if office is None and frame.frame in self._changes.by_predecessor and person and other and not reading.opened:
            yield from self._in_recent_office(verb, frame, person, other, reading)
        if office is None or reading.opened or (person is not None and not self._can_hold(person, office)):
            return
        first = self._held_bears(verb, reading) if frame.bears == "holds" else frame.bears
        for one, bears in ((person, first), (other, frame.other_bears)):
            if one is not None and bears is not None:
                yield self._draft(one, office, bears, frame.frame, verb, reading)

    def _in_recent_office(
        self, verb: Token, frame: OfficeVerb, person: Mention, other: Mention, reading: Reading
    ) -> Iterator[OccupancyDraft]:
        """ "X devient ministre. Elle succède à Y": the office is the one that the text just gave to X."""
        known = self._recent.find_of(person.actor, verb.start)
        if known is None or other.actor == person.actor:
            return
        carries = any(office.holder is not None and office.holder.start == other.start for office in self._offices)
        named = self._has_clitic(verb) and known.trigger is not None
        # The predecessor's own office may be another one than that which he leaves, and so may one long held.
        if known.bears != "starts" and carries and not named:
            return
        if known.bears != "starts" and self._has_clitic(verb) and not named:
            return
        yield as_before(other, known, frame.frame, verb, reading, reading.modality)
        if known.bears != "starts":
            again = as_before(person, known, frame.frame, verb, reading, reading.modality)
            yield replace(again, bears="starts", reason=f"succeeds {other.text!r}")

    def _below_functions(self, verb: Token) -> Filler | None:
        """ "a démis de ses fonctions le Premier ministre": the tree hangs the object on the functions."""
        for noun in self._sentence.children(verb, "obl", "obj"):
            if lemma(noun) in self._changes.functions:
                for child in self._sentence.children(noun, "nmod"):
                    if child.chunk is not None and not case_of(self._sentence, child):
                        return Filler(child.chunk.mentions, "parse", f"object of {verb.text!r}")
        return None

    def _names_another(self, verb: Token) -> bool:
        """ "a remplacé X par Y": not the subject takes the place, but whom "par" names."""
        for token in self._sentence.tokens[verb.index + 1 :]:
            if fold(token.text) == "par" or (token.pos == "VERB" and token.chunk is None):
                people = (t.chunk for t in self._sentence.tokens[token.index :] if t.chunk is not None)
                return token.pos != "VERB" and any(chunk.head.actor_kind == "person" for chunk in people)
        return False

    def _has_own_object(self, verb: Token) -> bool:
        """ "laisse sa place"."""
        nouns = self._sentence.children(verb, "obj", "obl", "xcomp")
        return any(fold(word.text) in ("sa", "son") for noun in nouns for word in self._sentence.children(noun, "det"))

    def _post_before(self, verb: Token) -> OfficeMention | None:
        """The post that is the subject of a passive verb, or that its participle stands on."""
        above = self._sentence.governor(verb)
        heads = {token.index for token in self._sentence.children(verb, "nsubj")}
        if verb.dep.partition(":")[0] in ("acl", "amod") and above is not None:
            heads.add(above.index)
        for office in self._offices:
            token = self._sentence.token_at(office.start)
            while token is not None and token.index not in heads and lemma(token) not in self._changes.post_nouns:
                above = self._sentence.governor(token)
                token = above if above is not None and lemma(above) in self._changes.post_nouns else None
            if office.side == "none" and token is not None and token.index in heads and office.start < verb.start:
                return office
        return None

    def _held_bears(self, verb: Token, reading: Reading) -> str | None:
        """What "occuper le poste", "assurer la présidence" say in the tense in which they stand."""
        tense = tense_of(self._sentence, verb)
        if tense == "future":
            reading.modality = "planned" if reading.modality == "actual" else reading.modality
        if reading.modality not in ("actual", "planned"):
            return None
        if tense == "past" and any(time.kind == "since" for time in self._sentence.times):
            return None
        return {"past": "ends", "present": "holds", "future": "starts"}.get(tense)

    @staticmethod
    def _can_hold(person: Mention, office: OfficeMention) -> bool:
        """Whether nothing speaks against it: somebody known to serve one state takes no office of another."""
        owner = load_register().actors.get(office.of or "")
        return person.country is None or owner is None or owner.kind != "state" or owner.id == person.country

    def _by_noun(self, noun: Token, frame: OfficeNoun) -> Iterator[OccupancyDraft]:
        owned = frame.frame in self._changes.owned
        person = one_person(self._owner(noun) or (self._possessor(noun) if owned else None))
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
        chunks = (child.chunk for child in self._sentence.children(noun, "nmod") if child.chunk is not None)
        found = next((chunk for chunk in chunks if chunk.head.actor_kind == "person"), None)
        return Filler(found.mentions, "parse", f"'de' complement of {noun.text!r}") if found is not None else None

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
            found = self._roles.object(verb) or self._below_functions(verb)
            behind = found is not None and all(mention.start > verb.start for mention in found.mentions)
            return found if behind else None
        if role == "agent":
            return self._roles.agent(verb)
        prepositions = [fold(p) for p in frame.prepositions]
        # "confie le ministère de la Défense à X": the tree hangs X on the ministry at times.
        heads = (verb, *(self._sentence.children(verb, "obj") if frame.object_noun else ()))
        return next((filler for head in heads for filler in self._roles.oblique(head, prepositions)), None)

    def _possessor(self, noun: Token) -> Filler | None:
        """ "X a annoncé sa démission"."""
        own = any(fold(child.text) in ("sa", "son") for child in self._sentence.children(noun, "det", "nmod"))
        owner = one_person(self._roles.owner(noun)) if own else None
        if owner is None:
            return None
        between = (t.chunk for t in self._sentence.tokens if owner.end <= t.start < noun.start and t.chunk is not None)
        if any(chunk.head.actor_kind == "person" for chunk in between):
            # "X a offert l'asile à Y après sa destitution": whose, the words leave open.
            return None
        return Filler((owner,), "reference", f"possessive on {noun.text!r}")

    def _office(self, trigger: Token, frame: str, people: list[Mention]) -> OfficeMention | None:
        """The office named behind the trigger with nobody beside it, else the one that the person carries."""
        if frame in self._changes.by_predecessor and self._has_clitic(trigger):
            return None
        if frame in self._changes.post_before:
            return self._post_before(trigger)
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
        # "X, ministre, laisse sa place à Y": the office that X carries, whatever Y did before.
        carriers = people[:1] if frame in self._changes.own_place else carriers
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
        token = self._sentence.token_at(office.start)
        if token is not None and case_of(self._sentence, token) in self._changes.no_case:
            # "a été nommé par le ministère": the one who names.
            return False
        headed = fold(office.text).startswith(self._changes.heading)
        if token is not None and token.chunk is not None and case_of(self._sentence, token) == "a" and not headed:
            # "a remis sa démission au chef de l'Etat": the one who receives it.
            return False
        for step in range(LONGEST_CLIMB):
            if token is None or token.index == trigger.index:
                return token is not None
            named = token.chunk is not None and token.chunk.head in people
            # "élue dimanche à la présidence": the tree hangs the office on the time.
            timed = any(time.start <= token.start < time.end for time in self._sentence.times)
            if step and not named and not timed and lemma(token) not in self._changes.post_nouns:
                return False
            if token.dep.partition(":")[0] in ("acl", "advcl", "ccomp", "parataxis"):
                return False
            if token.pos == "VERB" and token.chunk is None:
                # "nommé Envoyé personnel": an office that the tree takes for a verb is none.
                return False
            token = self._sentence.governor(token)
        return False
