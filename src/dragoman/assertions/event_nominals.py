"""Events that nouns tell: the frames of nouns held against one sentence."""

from collections.abc import Iterator, Sequence

from dragoman.assertions.event_bystanders import is_witnessed, joined_by_talks
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_drafts import EventDraft, unlike
from dragoman.assertions.event_fights import both_sides, opposed, sufferers
from dragoman.assertions.event_ground import states_hit
from dragoman.assertions.event_hearsay import is_told_before, says_what
from dragoman.assertions.event_meetings import Meetings
from dragoman.assertions.event_modality import UTTERED, EventModality
from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.event_support import SupportVerbs
from dragoman.assertions.event_verbs import PLACED, SUFFERED, WORDS
from dragoman.assertions.event_wording import is_beside
from dragoman.assertions.frames import EventNoun, Frames
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.names import Folded, fold
from dragoman.model.sentence import ReadText, Sentence, Token

# Prepositions that say where something was as often as against whom.
WHERE = frozenset({"en", "dans", "à"})
BOTH = 2


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
        self._meetings = Meetings(sentence, data, roles)
        self._support = SupportVerbs(sentence, data)

    def draft(self, noun: Token) -> EventDraft | None:
        """The draft of the first frame of a noun that fits."""
        bare: EventDraft | None = None
        for frame in self._frames.nouns.get(lemma(noun)) or self._frames.nouns.get(fold(noun.text)) or ():
            if frame.adjectives and not self._has_adjective(noun, frame.adjectives):
                continue
            if frame.not_with and is_beside(self._text, self._sentence, noun, frame.not_with):
                continue
            draft = self._named(noun, frame)
            if draft is not None and draft.parties():
                return draft
            bare = bare or draft
        return bare

    def _has_adjective(self, noun: Token, adjectives: Folded) -> bool:
        stems = {word[:-1] if word.endswith("e") else word for word in adjectives}
        for child in self._sentence.children(noun, "amod", "nmod", "appos", "acl"):
            said = {lemma(child), fold(child.text), fold(child.text).rstrip("s"), fold(child.text).rstrip("es")}
            if said & (adjectives | stems):
                return True
        return False

    def _named(self, noun: Token, frame: EventNoun) -> EventDraft | None:
        relative = self._support.relative(noun, frame)
        support = relative or self._support.find(noun, frame) or self._support.host(noun, frame)
        governing, forced = self._governing(noun)
        if self._is_modifier(noun) or (frame.type in WORDS and is_told_before(self._sentence, noun, self._data)):
            return None
        beside = self._beside_it(noun, support, frame)
        held = self._meetings.held(noun, frame)
        gathered = self._gathered(noun, support, held, frame, *beside)
        if gathered is None:
            return None
        actors, recipients, attending = gathered
        if not recipients and frame.type == "ASSAULT":
            hit = sufferers(self._sentence, self._roles, self._data, frame, noun, self._support.above(noun))
            recipients = unlike(hit, actors)
        if not recipients and "ground" in frame.recipient:
            mine = {party.mention.country for party in actors}
            recipients = states_hit(self._sentence, self._data, noun, support, mine)
        if frame.adjectives and not frame.together:
            actors, recipients = self._through(noun, frame, actors, recipients)
        if frame.type == "ACCUSE" and not recipients and governing is not None:
            recipients = unlike(self._rebutting(governing, frame), actors)
        settled = self._is_settled(noun, frame, [*actors, *recipients])
        reading, modality = self._modality.of_noun(noun, support, kind=frame.type, settled=settled)
        if forced == "denied" and frame.type in UTTERED:
            # "dément les accusations de X": they were made.
            forced = None
        if governing is not None and forced is not None and (support is None or relative is not None):
            if support is None:
                actors, recipients = self._governed(governing, noun, forced, frame, actors, recipients)
            modality = self._modality.under(governing, forced)
        if support is None and case_of(self._sentence, noun) in frame.beside:
            modality = self._modality.beside(noun)
        said = self._meetings.told_above(noun) if attending else None
        if said is not None:
            modality = self._modality.of_verb(said)[1]
        if any(True for _ in self._imputations(noun)):
            named = any(self._roles.agent(participle) is not None for participle in self._imputations(noun))
            modality = "actual" if named else "alleged"
        if modality is None or (frame.mode == "multilateral" and self._is_merely_invited_to(noun, modality)):
            return None
        draft = EventDraft(frame, noun, reading, modality, actors, recipients, support=support or governing or held)
        enough = draft.finish(self._roles)
        # "la conférence se tiendra en octobre": that it is held, and when, is the news, whoever comes.
        told = modality in ("actual", "planned") and held is not None and not self._is_pointed_to(noun)
        return draft if enough or (told and (draft.place is not None or self._meetings.is_dated(held))) else None

    def _is_pointed_to(self, noun: Token) -> bool:
        """ "Cette réunion s'est tenue à X": who was there was told before."""
        return any(fold(det.text) in self._data.pointing for det in self._sentence.children(noun, "det"))

    def _beside_it(self, noun: Token, support: Token | None, frame: EventNoun) -> tuple[list[Party], list[Party]]:
        """Actors and recipients that stand beside a noun itself, or are told with it as its doers."""
        recipients = self._recipients(noun, support, frame)
        of_what = frame.type in WORDS and says_what(self._sentence, noun, self._data)
        places = [place for place in frame.actor if place != "de" or not of_what]
        actors = self._beside(noun, None, places, frame, frame.actor_kinds)
        if not actors and frame.actor and "par" not in frame.actor:
            actors = self._beside(noun, None, ["par"], frame, frame.actor_kinds)
        if not frame.together and ("de" in frame.recipient or frame.type == "ASSAULT"):
            done, suffered = self._of_and_against(noun, support, frame)
            if done and suffered:
                actors, recipients = [*actors, *done], suffered
            elif "de" in frame.recipient and lemma(noun) in self._data.either and not actors:
                recipients = suffered
        if frame.type == "ASSAULT" and not frame.together:
            # "les frappes de l'armée malienne au Mali": where they were, not whom they hit.
            home = {party.mention.country for party in actors}
            recipients = [p for p in recipients if p.mention.actor_kind != "state" or p.mention.country not in home]
        actors = unlike(actors, recipients) or self._imputed(noun, frame)
        actors = actors or opposed(self._sentence, self._roles, self._data, frame, noun)
        actors = actors or self._announcers(noun, frame)
        if frame.together and frame.type == "ASSAULT":
            actors = both_sides(self._sentence, self._roles, self._frames, frame, noun, actors)
        return actors, recipients

    def _gathered(
        self,
        noun: Token,
        support: Token | None,
        held: Token | None,
        frame: EventNoun,
        actors: list[Party],
        recipients: list[Party],
    ) -> tuple[list[Party], list[Party], bool] | None:
        """The parties with those of the clause around the noun who act or take part; None where none of them does.

        The last tells whether the subject of that clause takes part in what the noun names.
        """
        seen = support is not None and is_witnessed(frame, support, self._data)
        if support is not None and not seen and (frame.together or not actors):
            agent = self._roles.actor_of_verb(support, "subject")
            actors = [*self._roles.parties(agent, frame.actor_kinds), *actors]
        if frame.together and len(actors) < 2:
            actors = [*self._meetings.hosts_of_counterparts(noun, frame), *actors]
        if frame.together and not actors and not recipients:
            pair = list(self._roles.paired(noun))
            actors = [p for filler in pair for p in self._roles.parties(filler, frame.actor_kinds)]
            if pair and len(actors) < BOTH:
                # "le sommet Inde-UE" is no session of the Union.
                return None
        joined = joined_by_talks(self._sentence, noun, self._data) if frame.type == "CONSULT" else None
        if joined is not None:
            whom = [
                p for token in joined for p in self._roles.parties(self._roles.owner(token), ("organisation", "bloc"))
            ]
            if not whom and {p.mention.actor_kind for p in (*actors, *recipients)} == {"state"}:
                # "A et B ont ouvert des négociations d'adhésion": not with each other.
                return None
            actors = [*actors, *whom]
        if frame.together and len([*actors, *recipients]) == 1:
            actors = [*self._with_announcer(noun, frame), *actors]
        attending = self._meetings.attending(noun, frame) if support is None and len([*actors, *recipients]) < 2 else []
        actors = [*attending, *actors]
        if held is not None:
            for filler in (*self._roles.initiators(held), *self._roles.attending(held)):
                actors += self._roles.parties(filler)
        if frame.type == "CONSULT" and frame.together:
            for filler in (*self._roles.gathered(noun), *self._roles.attending(noun)):
                actors += self._roles.parties(filler)
            if len([*actors, *recipients]) == 1:
                actors = [*self._roles.visitor(noun, [*actors, *recipients][0]), *actors]
        return actors, recipients, bool(attending)

    def _is_modifier(self, noun: Token) -> bool:
        """ "un crime de guerre", "des vedettes d'attaque": a bare noun behind another one names no event."""
        above = self._sentence.governor(noun)
        if above is None or above.pos != "NOUN" or case_of(self._sentence, noun) != "de":
            return False
        if noun.feats.get("Number") == "Plur" or any(
            True for _ in self._sentence.children(noun, "det", "amod", "nmod")
        ):
            return False
        known = self._data.quantifiers | self._data.carrying | self._data.presupposing_nouns
        return lemma(above) not in known and lemma(noun) in self._data.describing

    def _recipients(self, noun: Token, support: Token | None, frame: EventNoun) -> list[Party]:
        """The parties at the places for the recipient; where an attack was counts only if none says against whom."""
        if frame.type != "ASSAULT" or frame.together:
            return self._beside(noun, support, frame.recipient, frame, frame.recipient_kinds)
        against = [place for place in frame.recipient if place not in WHERE]
        found = self._beside(noun, support, against, frame, frame.recipient_kinds)
        for child in self._sentence.children(noun, "nmod"):
            articles = {fold(det.text) for det in self._sentence.children(child, "det")}
            if case_of(self._sentence, child) == "de" and articles & {"un", "une"} and child.chunk is None:
                # "l'attaque d'un train au Mali": what was attacked is said, the state is where.
                return found
        return found or self._beside(noun, support, frame.recipient, frame, frame.recipient_kinds)

    def _through(
        self, noun: Token, frame: EventNoun, actors: list[Party], recipients: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        """ "le rappel de son ambassadeur au Maroc": whose he is, and where he is posted."""
        named = frame.adjectives
        for child in self._sentence.children(noun, "nmod"):
            if child.chunk is None and frame.type == "SANCTION" and lemma(child) in named:
                # "l'adoption de sanctions à l'encontre de X"
                recipients = recipients or self._roles.parties(self._roles.target(child), frame.recipient_kinds)
            if child.chunk is not None and fold(child.text) in named:
                actors = actors or self._roles.parties(self._roles.possessor(child), frame.actor_kinds)
                whom = self._roles.inside(child) if frame.mode == "withdraw" else self._roles.owner(child)
                recipients = recipients or self._roles.parties(whom, frame.recipient_kinds)
        return actors, unlike(recipients, actors)

    def _rebutting(self, verb: Token, frame: EventNoun) -> list[Party]:
        """ "X rejette les accusations de Y": who turns them down is accused."""
        if lemma(verb) not in self._data.rebutting:
            return []
        return self._roles.parties(self._roles.actor_of_verb(verb, "subject"), frame.recipient_kinds)

    def _of_and_against(self, noun: Token, support: Token | None, frame: EventNoun) -> tuple[list[Party], list[Party]]:
        """ "l'agression de X contre Y": beside one against whom it goes, "de" names the one who does it."""
        against = [place for place in frame.recipient if place != "de"]
        if not against:
            return [], []
        suffered = self._beside(noun, support, against, frame, frame.recipient_kinds)
        return (self._beside(noun, None, ["de"], frame, frame.actor_kinds), suffered) if suffered else ([], [])

    def _announcers(self, noun: Token, frame: EventNoun) -> list[Party]:
        """ "l'annonce par X de la rupture des relations avec Y": a measure is taken by who announces it."""
        above = self._sentence.governor(noun)
        if frame.type != "SANCTION" or above is None or lemma(above) not in self._data.announcements:
            return []
        found = self._parties(above, ["par", "possessive", "adjective"], frame.actor_kinds, capitals=True)
        return found or self._parties(above, ["de"], frame.actor_kinds, capitals=True)

    def _is_merely_invited_to(self, noun: Token, modality: str) -> bool:
        """ "n'a pas été invité au sommet": what somebody is or is not asked to says nothing of the session itself."""
        verb = self._sentence.governor(noun)
        if verb is None or case_of(self._sentence, noun) != "a":
            return False
        if verb.pos != "VERB":
            # "a refusé toute participation à la réunion": the session was held.
            return modality != "actual" and lemma(verb) in self._data.joining
        return modality == "negated" or lemma(verb) in self._data.verbs_by_modality["proposed"]

    def _with_announcer(self, noun: Token, frame: EventNoun) -> list[Party]:
        """ "X a annoncé des exercices conjoints avec Y": who announces what he does with another is one of the two."""
        verb = self._sentence.governor(noun)
        if verb is None or not noun.dep.startswith("obj") or lemma(verb) not in self._data.decreeing:
            return []
        if all(case_of(self._sentence, child) != "avec" for child in self._sentence.children(noun, "nmod", "obl")):
            return []
        return self._roles.parties(self._roles.actor_of_verb(verb, "subject"), frame.actor_kinds, capitals=True)

    def _imputations(self, noun: Token) -> Iterator[Token]:
        for child in self._sentence.children(noun, "acl", "amod", "appos"):
            if lemma(child) in self._data.imputing:
                yield child

    def _imputed(self, noun: Token, frame: EventNoun) -> list[Party]:
        """ "l'attaque, attribuée à X", "impute à X l'attaque": who is said to have done it."""
        above = self._governing(noun)[0]
        imputing = [above] if above is not None and lemma(above) in self._data.imputing else []
        for participle in (*self._imputations(noun), *imputing):
            for filler in self._roles.oblique(participle, "à", wide=True):
                return self._roles.parties(filler, frame.actor_kinds)
        return []

    def _governing(self, noun: Token) -> tuple[Token | None, str | None]:
        """The verb whose object a noun of event is and which says how it is meant ("a annulé sa visite")."""
        token, governor = self._support.above(noun)
        if governor is None or governor.pos != "VERB" or case_of(self._sentence, token):
            return None, None
        relation = token.dep.partition(":")[0]
        passive = is_passive(self._sentence, governor)
        if relation != "obj" and not (passive and relation == "nsubj"):
            return None, None
        return governor, self._data.governing.get(lemma(governor))

    def _governed(
        self, verb: Token, noun: Token, modality: str, frame: EventNoun, actors: list[Party], recipients: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        """The parties of a noun under a verb that asks for it, offers it or calls it off."""
        capitals = True
        subject = self._roles.parties(self._roles.actor_of_verb(verb, "subject"), frame.actor_kinds)
        told = [
            party
            for preposition in ("à", "de", "avec", "entre")
            for filler in self._roles.oblique(verb, preposition)
            for party in self._roles.parties(filler, frame.actor_kinds, capitals=capitals)
        ]
        if modality == "requested":
            if not frame.together:
                # "exige son retrait": somebody else's.
                actors = unlike(actors, subject)
            return (actors or told, recipients or (subject if told and not actors else []))
        if frame.together and any(True for _ in self._roles.oblique(noun, "entre")):
            # "espère une rencontre entre Y et Z": who hopes for it is not one of them.
            return (actors, recipients)
        if frame.together:
            return ([*subject, *actors, *told], recipients)
        return (actors or subject, recipients or told)

    def _beside(
        self, noun: Token, support: Token | None, places: Sequence[str], frame: EventNoun, kinds: Sequence[str]
    ) -> list[Party]:
        """The parties beside a noun, beside a participle on it, or beside the verb that does what the noun names."""
        capitals = frame.type not in PLACED
        suffering = frame.type in SUFFERED and "de" not in frame.actor and list(places) == frame.recipient
        found = self._parties(noun, places, kinds, capitals, suffering=suffering, together=frame.together)
        beside = [p for p in places if p not in ("adjective", "possessive", "de", "par")]
        others = [*self._roles.participles(noun), *([support] if support is not None else [])]
        if frame.together:
            # "la signature d'un pacte entre X et Y"
            others += [c for c in self._sentence.children(noun, "nmod") if c.chunk is None and c.pos == "NOUN"]
            others += [c for c in self._sentence.children(noun, "acl", "amod") if lemma(c) in self._data.scheduling]
            beside = beside if frame.mode == "visit" else [p for p in beside if p in ("entre", "avec")]
            verb = self._sentence.governor(noun)
            if verb is not None and noun.dep.startswith("nsubj") and lemma(verb) in self._data.occurring:
                # "des combats ont éclaté entre X et Y", "ont eu lieu entre X et Y"
                others += [verb, *(c for c in self._sentence.children(verb, "obj", "obl") if c.chunk is None)]
        if places and not frame.together and "par" not in places:
            beside = (
                [*beside, *(p for p in ("à", "contre") if p not in beside)]
                if frame.recipient == list(places)
                else beside
            )
        for token in others:
            if not found:
                found = self._parties(token, beside, kinds, capitals)
        verb = self._sentence.governor(noun)
        if not found and verb is not None and noun.dep.startswith("nsubj") and lemma(verb) in self._data.occurring:
            # "Une manifestation a eu lieu devant l'ambassade de X."
            found = self._parties(verb, [p for p in beside if p in ("contre", "devant")], kinds, capitals)
        return found

    def _parties(
        self,
        token: Token,
        places: Sequence[str],
        kinds: Sequence[str],
        capitals: bool,
        *,
        suffering: bool = False,
        together: bool = False,
    ) -> list[Party]:
        return [
            party
            for filler in self._roles.beside_noun(token, places, suffering=suffering, together=together)
            for party in self._roles.parties(filler, kinds, capitals=capitals)
        ]

    def _is_settled(self, noun: Token, frame: EventNoun, parties: Sequence[Party]) -> bool:
        """A definite noun with its parties beside it tells a known event ("l'invasion de l'Ukraine par la Russie")."""
        article = next(self._sentence.children(noun, "det"), None)
        if frame.mode == "multilateral":
            # A summit named alone tells nothing.
            return False
        told = any(self._roles.agent(participle) is not None for participle in self._roles.participles(noun))
        if parties and told:
            # "des accusations portées par X contre Y"
            return True
        return bool(parties) and article is not None and fold(article.text).strip("'") in self._data.definite
