"""Events that verbs tell: the frames of verbs held against one clause."""

from collections.abc import Sequence

from dragoman.assertions.event_bystanders import meets_strangers
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_drafts import EventDraft
from dragoman.assertions.event_fights import foes, opponents, people_hit
from dragoman.assertions.event_ground import states_hit
from dragoman.assertions.event_hanging import quantities
from dragoman.assertions.event_meetings import Meetings
from dragoman.assertions.event_modality import UTTERED, EventModality
from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.event_senses import VerbSenses
from dragoman.assertions.event_wording import VerbWording
from dragoman.assertions.fillers import Filler
from dragoman.assertions.frames import EventVerb, Frames
from dragoman.assertions.grammar import case_of, is_passive, is_reflexive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# Where an actor stands that is no preposition.
STANDING = frozenset({"subject", "object", "agent", "none", "owner"})
# How many nouns below its own a complement of a verb may hang.
DEEPEST = 2
# Types of which the object may be a thing of the one who is hit or meant ("un pétrolier grec", "le rôle du Qatar").
OBJECT_OF_WHOM = frozenset(
    {"ASSAULT", "ACCUSE", "SUPPORT", "REJECT", "SANCTION", "COERCE", "PROTEST", "THREATEN", "CONCEDE", "RETREAT"}
)
# Types of what is done to the bodies of people.
BODILY = frozenset({"ASSAULT", "COERCE", "RETREAT"})
# Types in which a city behind "à" is where one goes or acts, not to whom it is done.
PLACED = frozenset({"CONSULT", "MOBILIZE", "RETREAT", "ASSAULT", "COOPERATE"})
# Types of which a passive tells enough that says to whom it is done.
SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION", "CONCEDE", "RETREAT"})
# Types of what those do for a state who govern it.
RULED = frozenset({"SANCTION", "MOBILIZE", "COERCE", "RETREAT", "CONCEDE", "AID"})
# Of these an organ's decision is the deed itself.
DECIDED = frozenset({"CONCEDE", "SANCTION", "ACCUSE", "REQUEST", "AGREE"})
ORGANS = frozenset({"organisation", "bloc", "body"})
# Types that are nothing but words.
WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
# Prepositions of what is talked over.
MATTERS = frozenset({"", "sur", "de", "a", "par", "lors de"})
# Deeds of which a warning is a threat.
HOSTILE = frozenset({"ASSAULT", "SANCTION", "COERCE"})
# Where the one at whom a hostile deed is aimed stands.
AIMED = frozenset({"owner", "object", "sur", "contre"})
ADDRESSING = frozenset({"à", "auprès de", "infinitive", "target", "owner", "avec", "contre", "envers", "de"})


def _is_agent(sentence: Sentence, noun: Token) -> bool:
    return noun.dep == "obl:agent" or case_of(sentence, noun) == "par"


class VerbEvents:
    """Finds the events that the verbs of one sentence tell."""

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
        self._wording = VerbWording(text, sentence, data)
        self._meetings = Meetings(sentence, data, roles)
        self._senses = VerbSenses(text, sentence, data, roles)

    def draft(self, verb: Token) -> EventDraft | None:
        """The draft of the most special frame of a verb that fits."""
        reflexive = is_reflexive(self._sentence, verb) or self._is_middle(verb)
        table = self._frames.reflexive if reflexive else self._frames.verbs
        for frame in sorted(table.get(lemma(verb), ()), key=_generality):
            draft = self._framed(verb, frame)
            if draft is not None:
                return draft
        return None

    def _is_middle(self, verb: Token) -> bool:
        """ "Réunis à Luanda, X et Y…": a bare participle of a reflexive verb, which nobody else brought about."""
        if lemma(verb) not in self._data.middle or self._modality.is_told(verb):
            return False
        return is_passive(self._sentence, verb) and self._roles.agent(verb) is None

    def _framed(self, verb: Token, frame: EventVerb) -> EventDraft | None:
        passive = is_passive(self._sentence, verb) and not self._is_middle(verb)
        if (passive and frame.passive == "active") or (not passive and frame.passive in ("passive", "only")):
            return None
        if frame.with_ and not self._wording.may_have_words(verb, frame):
            return None
        noun = self._wording.needed_noun(verb, frame)
        if not self._fits(verb, noun, frame, passive=passive):
            return None
        reading, modality = self._modality.of_verb(verb, noun, speech=frame.tense == "future")
        modality = self._turned(verb, frame, modality)
        if modality is None or (frame.only is not None and modality != frame.only):
            return None
        draft = EventDraft(frame, verb, reading, modality, noun=noun)
        draft.actors = self._actors(verb, noun, frame)
        if frame.mode == "third-party" and not draft.actors and self._roles.parties(self._roles.subject(verb)):
            # "l'Union réunit des États": who it is brings nobody together.
            return None
        if self._is_settled(verb, draft):
            draft.modality = "actual"
        if (frame.deeds and not self._announces_deed(draft)) or self._senses.is_stopping_others(noun, draft):
            return None
        if frame.together and not passive and not draft.actors and self._roles.has_subject(verb):
            return None  # "les États qui signent des accords avec X": who does it is somebody else.
        for preposition in frame.also:
            for token in (verb, *([noun] if noun is not None else [])):
                for filler in self._roles.oblique(token, preposition):
                    draft.actors += self._roles.parties(filler, frame.actor_kinds)
        if frame.type == "CONSULT":
            draft.actors += self._meetings.besides(verb, noun, frame, draft.modality)
        if frame.recipient:
            draft.recipients = self._recipients(verb, noun, frame, draft.actors, passive=passive)
            if not draft.recipients and self._is_of_other_kind(verb, noun, frame, passive):
                return None
        if frame.type in WORDS and not draft.is_said_of_others():
            return None
        if frame.hosted and not draft.actors and noun is not None:
            draft.actors = self._summoning(verb, noun, draft.recipients)
        if frame.together and len([*draft.actors, *draft.recipients]) == 1:
            draft.actors = [*self._other_signatory(verb, noun, frame), *draft.actors]
        if frame.needs == "said" and not draft.actors and (passive or not self._has_named_subject(verb)):
            return None
        suffered = self._is_suffered(verb, noun) if passive else self._is_done_by_deed(verb, frame)
        draft.agentless = frame.type in SUFFERED and suffered
        return draft if draft.finish(self._roles) else None

    def _fits(self, verb: Token, noun: Token | None, frame: EventVerb, *, passive: bool) -> bool:
        """Whether the words around a verb are those that its frame asks for."""
        needed = bool(frame.object_noun or frame.oblique_noun)
        if not self._wording.has_words(verb, frame, noun) or not self._wording.calls(verb, frame):
            return False
        lacking = (needed and noun is None) or not self._wording.governs(verb, frame)
        if lacking and not self._senses.nothing(verb, frame):
            return False
        if not self._senses.has_names(verb, frame, passive=passive) or self._senses.is_otherwise(verb, noun, frame):
            return False
        timely = frame.tense != "future" or self._modality.is_future(verb)
        return timely and not self._senses.stands(verb, passive=passive)

    def _is_suffered(self, verb: Token, noun: Token | None) -> bool:
        """Whether a passive tells to whom it is done, and says nothing of who does it."""
        if self._senses.is_on_ground(verb) and not self._modality.is_told(verb):
            return False
        if any(_is_agent(self._sentence, child) for child in self._sentence.children(verb, "obl")):
            return False
        return noun is None or noun.index == verb.head or noun.dep.startswith(("nsubj", "conj", "nmod"))

    def _is_done_by_deed(self, verb: Token, frame: EventVerb) -> bool:
        """ "les combats ont tué deux soldats de X": whether the subject is a deed of force, whoever did it."""
        word = self._roles.subject_word(verb) if frame.type == "ASSAULT" and lemma(verb) in self._data.harming else None
        deeds = self._frames.nouns.get(lemma(word), ()) if word is not None and word.chunk is None else ()
        return any(deed.type == "ASSAULT" for deed in deeds)

    def _turned(self, verb: Token, frame: EventVerb, modality: str | None) -> str | None:
        """The modality of the event where that of its verb is another one."""
        if frame.negative:
            told = modality == "negated" and verb.feats.get("VerbForm") != "Inf"
            modality = "actual" if told else None
        if modality == "conditional" and frame.type in UTTERED and self._modality.is_uttered(verb):
            # "a menacé de fermer le détroit si…": what hangs on the condition is the deed, not the threat.
            modality = "actual"
        if frame.type in WORDS and modality == "planned" and self._modality.is_agreed(verb):
            # "s'accordent pour exiger le retrait de X": thereby they do.
            modality = "actual"
        if frame.modality == "negated" and modality != "actual":
            # "boycottera la conférence", "n'a pas boycotté": who has not stayed away yet was not absent.
            return None
        return frame.modality if frame.modality is not None and modality == "actual" else modality

    def _has_named_subject(self, verb: Token) -> bool:
        """ "des experts accusent X": whether a noun is the subject, though nobody knows for whom it stands."""
        own = next(self._sentence.children(verb, "nsubj"), None)
        if own is None and verb.dep == "conj":
            # "les dirigeants ont salué A et dénoncé B"
            own = self._roles.subject_word(verb)
        return own is not None and own.pos in ("NOUN", "PROPN")

    def _announces_deed(self, draft: EventDraft) -> bool:
        """ "a prévenu qu'elle frapperait X": whether what is said is a deed to come of the one who says it."""
        for below in self._roles.said_below(draft.trigger):
            if isinstance(draft.frame, EventVerb) and self._modality.is_to_suffer(below, draft.frame.hits):
                return True
            deed = self.draft(below)
            if deed is None or deed.frame.type not in HOSTILE or deed.modality not in ("planned", "conditional"):
                continue
            if {p.mention.country or p.key for p in deed.actors} & {p.mention.country or p.key for p in draft.actors}:
                draft.recipients = deed.recipients
                return True
        return False

    def _is_spoken_of(self, verb: Token) -> bool:
        """ "Le ministre a menacé de frapper X": who speaks of the deeds of his state does them for it."""
        governor = self._sentence.governor(verb)
        told = verb.dep.partition(":")[0] in ("xcomp", "ccomp", "obl", "obj")
        return told and governor is not None and lemma(governor) in self._data.spoken_of

    def _is_settled(self, verb: Token, draft: EventDraft) -> bool:
        """ "a décidé (pris la décision) de lever les sanctions": an organ does by it what it has power to do."""
        above = self._sentence.governor(verb)
        deciding = above is not None and lemma(above) in self._data.deciding
        if above is not None and verb.dep == "acl" and above.dep == "obj" and lemma(above) in self._data.announcements:
            above, deciding = self._sentence.governor(above), True
        if above is None or not deciding or draft.frame.type not in DECIDED:
            return False
        kinds = {party.mention.actor_kind for party in draft.actors}
        return bool(kinds) and kinds <= ORGANS and draft.modality == "planned" and self._modality.is_done(above)

    def _actors(self, verb: Token, noun: Token | None, frame: EventVerb) -> list[Party]:
        """Who acts: what stands in the frame's place, or the one whose the noun is ("essuie des tirs israéliens")."""
        if frame.actor == "owner":
            owner = self._roles.owner(noun) if noun is not None else None
            found = self._roles.parties(owner, frame.actor_kinds, capitals=True)
            return found or (self._roles.threatening(verb) if frame.type == "THREATEN" else [])
        if frame.actor == "speaker":
            return self._roles.threatening(verb)
        if self._is_middle(verb):
            return self._roles.parties(self._roles.subject(verb), frame.actor_kinds)
        kinds = (*frame.actor_kinds, "person") if frame.actor_kinds and self._is_spoken_of(verb) else frame.actor_kinds
        # "demande à Moscou de retirer ses forces", "Lima et Quito ont convenu de…": a capital that acts is its state.
        active = frame.actor == "subject" and not is_passive(self._sentence, verb) and frame.type != "PROTEST"
        capitals = verb.feats.get("VerbForm") == "Inf" or frame.type in WORDS or active
        who = self._roles.actor_of_verb(verb, frame.actor)
        found = self._roles.parties(who, kinds, capitals=capitals)
        rules = frame.type in RULED and (frame.type != "RETREAT" or bool(frame.object_noun))
        if not found and rules and "state" in frame.actor_kinds:
            # "le président de X a fermé la frontière"; but where he goes, his state does not.
            found = [party for party in self._roles.parties(who, ("person",)) if self._is_ruling(party)]
        if not found and frame.type == "PROTEST" and frame.actor == "subject":
            found = self._roles.parties(self._roles.people(self._roles.subject_word(verb)))
        if not found and frame.type in WORDS and frame.actor == "subject":
            # "un rapport de X accuse Y": a text speaks for the one whose it is.
            found = self._roles.parties(self._roles.text_of(verb), kinds, capitals=True)
        passive = is_passive(self._sentence, verb)
        if not found and frame.type == "ASSAULT" and (passive or frame.actor == "none"):
            found = foes(self._sentence, self._roles, self._frames, frame, verb)
        if not found and noun is not None and frame.actor not in STANDING:
            # "a subi des pertes face à X": the tree hangs it on the noun.
            filler = next(self._roles.oblique(noun, frame.actor), None)
            return self._roles.parties(filler, frame.actor_kinds)
        if frame.actor == "none" and noun is not None and _is_agent(self._sentence, noun):
            # "frappée par des missiles kényans": whose the weapon is has used it.
            return self._roles.parties(self._roles.owner(noun), frame.actor_kinds)
        if not found and passive and noun is not None and (frame.type == "MOBILIZE" or frame.mode == "withdraw"):
            # "des soldats russes ont été déployés"
            found = self._roles.parties(self._roles.owner(noun), frame.actor_kinds)
            # "l'ambassadeur de X a été rappelé": by the state whose envoy he is.
            found = found or self._roles.parties(self._roles.sender(noun), frame.actor_kinds)
        return found

    def _is_ruling(self, party: Party) -> bool:
        """ "X a rappelé son ambassadeur": whether somebody holds an office in which he does this for his state."""
        return party.mention.country is not None and party.mention.position in self._data.ruling

    def _other_signatory(self, verb: Token, noun: Token | None, frame: EventVerb) -> list[Party]:
        """ "X met fin à l'accord signé avec Y": the other party is the one who has to do with the accord."""
        governor = self._sentence.governor(verb)
        if noun is None or governor is None or governor.index != noun.index or noun.dep.startswith("nsubj"):
            return []
        if self._roles.agent(verb) is not None:
            # "X a salué la résolution adoptée par Y"
            return []
        above = self._sentence.governor(noun)
        while above is not None and above.pos == "NOUN":
            above = self._sentence.governor(above)
        if above is None or above.pos != "VERB":
            return []
        return self._roles.parties(self._roles.actor_of_verb(above, "subject"), frame.actor_kinds)

    def _is_of_other_kind(self, verb: Token, noun: Token | None, frame: EventVerb, passive: bool) -> bool:
        """Whether the first place of the recipient holds an actor of a kind that the frame does not take."""
        if frame.object_noun or not frame.recipient_kinds:
            return meets_strangers(self._sentence, verb, frame)
        found = self._at(frame.recipient[0], verb, noun, frame, passive=passive)
        return found is not None and any(m.actor_kind not in ("place", None) for m in found.mentions)

    def _recipients(
        self, verb: Token, noun: Token | None, frame: EventVerb, actors: Sequence[Party], *, passive: bool
    ) -> list[Party]:
        """The parties at the first of the frame's places for the recipient that holds any."""
        mine = {party.mention.country for party in actors}
        for where in frame.recipient:
            if where == "ground":
                return states_hit(self._sentence, self._data, verb, noun, mine)
            filler = self._at(where, verb, noun, frame, passive=passive)
            if where == "à" and frame.type == "REQUEST" and self._senses.is_where_people_are(verb, filler):
                continue
            found = self._roles.parties(filler, frame.recipient_kinds)
            if not found and where == "object" and frame.type in BODILY:
                found = people_hit(self._sentence, self._roles, self._data, verb)
            if where in AIMED and frame.type in HOSTILE and {p.mention.country for p in found} <= mine:
                found = opponents(self._sentence, self._roles, self._data, verb, noun, mine) or found
            if not found and where == "à":
                # A capital may be the place, and the party stand behind another "à".
                for token in self._governors(verb, noun):
                    for other in self._roles.oblique(token, where):
                        found = found or self._roles.parties(other, frame.recipient_kinds)
            placed = where == "owner" and noun is not None and lemma(noun) in self._data.called_after_place
            if not found and frame.type not in PLACED and where in ADDRESSING and not placed:
                found = self._roles.parties(filler, frame.recipient_kinds, capitals=True)
            if found and noun is not None and where in ("owner", "object"):
                # "a expulsé l'ambassadrice de X, Y": what is done to her is done to her state.
                told = {party.mention.actor or party.mention.country for party in found}
                found += [p for p in self._roles.parties(self._roles.sender(noun)) if p.mention.actor not in told]
            if found:
                return found
        if frame.type == "THREATEN" and frame.tense == "future":
            # "réagira si X viole…": who is threatened is the one on whom it hangs.
            return self._roles.parties(self._roles.on_condition(verb), frame.recipient_kinds)
        if (frame.type == "REQUEST" and frame.complement != "infinitive") or frame.complement == "clause":
            below = self._roles.parties(self._roles.subject_of_clause_below(verb), frame.recipient_kinds)
            return [party for party in below if party.mention.country not in mine - {None}]
        return []

    def _summoning(self, verb: Token, noun: Token, summoned: Sequence[Party]) -> list[Party]:
        """ "l'ambassadeur de X en Y a été convoqué": who summons is his host, or else another state that says so."""
        theirs = {party.mention.country for party in summoned}
        found = self._roles.parties(self._roles.posted(noun)) or self._roles.threatening(verb)
        return [party for party in found if party.mention.country not in theirs]

    def _governors(self, verb: Token, noun: Token | None) -> list[Token]:
        """The verb, its noun, and the nouns below that on which the tree may hang what belongs to the verb."""
        found = [verb, *quantities(self._sentence, noun, self._data)]
        above = self._sentence.governor(noun) if noun is not None else None
        if above is not None and above.pos == "NOUN" and above.chunk is None and above not in found:
            # "la rupture de ses relations avec X": what the noun is said of.
            found.append(above)
        pending = [(noun, 0)] if noun is not None else []
        while pending:
            token, depth = pending.pop(0)
            found.append(token)
            if depth < DEEPEST:
                below = self._sentence.children(token, "nmod", "acl", "amod", "conj")
                pending += [(c, depth + 1) for c in below if c.chunk is None and c.dep != "acl:relcl"]
        return found

    def _fixed_nouns(self, verb: Token, frame: EventVerb) -> list[Token]:
        """ "a mis dix avions à la disposition de X": the noun among the fixed words, on which the tree hangs X."""
        said = {word for words in frame.with_ for word in fold(words).split()} if frame.with_ else set()
        return [c for c in self._sentence.children(verb, "obl", "xcomp", "nmod") if fold(c.text) in said]

    def _at(self, where: str, verb: Token, noun: Token | None, frame: EventVerb, *, passive: bool) -> Filler | None:
        """What fills one of the places that a frame names."""
        wide = frame.type in OBJECT_OF_WHOM and not frame.together
        if where == "object":
            return self._roles.subject(verb, wide=wide) if passive else self._roles.object(verb, wide=wide)
        if where == "subject":
            warned = self._roles.warned(verb) if frame.actor == "speaker" else None
            return warned or self._roles.subject(verb, wide=wide)
        if where == "owner":
            return self._roles.owner(noun) if noun is not None and not _is_agent(self._sentence, noun) else None
        if where == "target":
            return self._roles.target(noun) if noun is not None else None
        if where == "infinitive":
            return self._roles.infinitive_parties(verb, wide=frame.type == "THREATEN")
        governors = [*self._governors(verb, noun), *self._fixed_nouns(verb, frame)]
        if where == "de" and frame.type in WORDS:  # "exige des excuses pour les propos de X": of whom it is asked.
            governors = [verb, *([noun] if noun is not None else [])]
        if noun is None and where == "à" and frame.type == "REQUEST":
            # "réclame davantage d'équité à X": whatever it is that is asked for.
            things = [c for c in self._sentence.children(verb, "obj") if c.chunk is None]
            governors += [below for thing in things for below in self._governors(verb, thing)[1:]]
        if noun is None and where == "entre":
            governors += [c for c in self._sentence.children(verb, "obl", "obj") if c.chunk is None]
        if noun is None and frame.recipient == ["avec"]:
            # "a évoqué la situation avec X": the tree hangs it on the matter.
            matters = (c for c in self._sentence.children(verb, "obl", "obj") if c.chunk is None)
            governors += [c for c in matters if c.index > verb.index and case_of(self._sentence, c) in MATTERS]
        fillers = [f for t in governors if (f := next(self._roles.oblique(t, where, wide=wide), None)) is not None]
        if not fillers and where == "avec" and frame.together:
            fillers = list(self._roles.astray(verb, where))
        if fillers:
            # "a exprimé sa gratitude à X pour son appui à Y": the first in the text.
            later = [filler for filler in fillers if filler.mentions[0].start > verb.start]
            return min(later, key=lambda filler: filler.mentions[0].start) if later else fillers[0]
        return self._roles.inside(noun) if noun is not None and noun.chunk is not None else None


def _generality(frame: EventVerb) -> int:
    """Frames that need more words come first, before them those of one tense alone."""
    return -(
        3 * bool(frame.tense)
        + 2 * bool(frame.object_noun or frame.oblique_noun or frame.object_kinds or frame.oblique_kinds)
        + 2 * bool(frame.with_ or frame.called)
        + bool(frame.complement)
    )
