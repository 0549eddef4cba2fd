"""Who was at a meeting that a noun names, and whether it was held."""

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.frames import EventNoun, EventVerb
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How many clauses up the verb of saying stands above the one that an adjunct hangs on.
LONGEST_CHAIN = 4
# Verbs with an infinitive that tells what the subject does ("des pourparlers devraient s'ouvrir").
MODALS = frozenset({"devoir", "pouvoir", "aller"})
# Who sits and decides in sessions of its own.
SITTING = ("organisation", "bloc", "body")


class Meetings:
    """Reads the nouns of meetings of one sentence."""

    def __init__(self, sentence: Sentence, data: EventData, roles: EventRoles) -> None:
        self._sentence = sentence
        self._data = data
        self._roles = roles

    def is_dated(self, held: Token | None) -> bool:
        """Whether a meeting is told as held in a sentence that says when."""
        return held is not None and any(time.date is not None for time in self._sentence.times)

    def held(self, noun: Token, frame: EventNoun) -> Token | None:
        """The verb of being held whose subject a summit, conference or talks "avec X" are."""
        verb = self._sentence.governor(noun)
        if frame.type != "CONSULT" or verb is None or not noun.dep.startswith("nsubj"):
            return None
        if frame.mode != "multilateral" and not any(True for _ in self._roles.oblique(noun, "avec")):
            return None
        if lemma(verb) in MODALS:
            verb = next((c for c in self._sentence.children(verb, "xcomp") if c.pos == "VERB"), verb)
        return verb if lemma(verb) in self._data.held and verb.pos == "VERB" else None

    def besides(self, verb: Token, noun: Token | None, frame: EventVerb, modality: str) -> list[Party]:
        """Who else is at a meeting that a verb tells: its initiator, those present, the organisation whose it is."""
        fillers = [*self._roles.initiators(verb), *self._roles.resumed(verb), *self._roles.attending(verb)]
        fillers += self._roles.visited_with(verb) if frame.mode == "visit" else ()
        found = [party for filler in fillers for party in self._roles.parties(filler, frame.actor_kinds)]
        if frame.mode == "multilateral" and noun is not None and modality != "negated":
            found += self.sitting(noun)
        return found

    def sitting(self, noun: Token) -> list[Party]:
        """ "a participé au sommet de l'Asean", "au sommet Inde-UE": those whose session it is take part in it.

        Of who stays away it is not told: the session is held all the same.
        """
        pair = [party for filler in self._roles.paired(noun) for party in self._roles.parties(filler)]
        whose = pair or self._roles.parties(self._roles.owner(noun), SITTING)
        return [party for party in whose if pair or party.mention.country is None]

    def hosts_of_counterparts(self, noun: Token, frame: EventNoun) -> list[Party]:
        """ "une rencontre avec ses homologues": whose counterparts they are takes part."""
        found = []
        for child in self._sentence.children(noun, "nmod"):
            if case_of(self._sentence, child) == "avec":
                found += self._roles.parties(self._roles.possessor(child), frame.actor_kinds)
        return found

    def attending(self, noun: Token, frame: EventNoun) -> list[Party]:
        """ "lors d'un entretien avec Y, X a…", "X, en visite à Y": the name before or the subject took part."""
        if frame.type != "CONSULT" or not frame.together:
            return []
        case, adjunct = self._adjunct(noun)
        verb = self._sentence.governor(adjunct)
        for _ in range(LONGEST_CHAIN):
            if verb is None or verb.pos != "NOUN" or not (case in self._data.simultaneous or case.endswith(" de")):
                break
            # "a adopté une déclaration lors d'une réunion": at a meeting something is done, whatever the tree says.
            verb = self._sentence.governor(verb)
        if case in frame.beside:
            visitor = self._roles.apposed(noun)
            if visitor is not None:
                return self._roles.parties(visitor, frame.actor_kinds)
        elif case not in self._data.adjuncts:
            return []
        if any(True for _ in self._sentence.children(noun, "cop")):
            # "X est en visite à Y"
            return self._roles.parties(self._roles.subject(noun), frame.actor_kinds)
        if verb is None or verb.pos != "VERB":
            return []
        if frame.mode == "visit" and case in frame.beside:
            return self._roles.parties(self._roles.subject(verb), frame.actor_kinds)
        verb = self._told_at(adjunct) or verb
        if is_passive(self._sentence, verb):
            # "un accord a été trouvé entre X et Y lors de pourparlers"
            told = [verb, *self._sentence.children(verb, "nsubj")] if frame.mode is None else []
            pair = [f for token in told for f in self._roles.oblique(token, "entre")] if self._is_bare(noun) else []
            return self._roles.parties(pair[0], frame.actor_kinds) if pair else []
        joined = {case_of(self._sentence, c) for c in self._sentence.children(noun, "nmod", "obl")}
        found = self._roles.parties(self._roles.actor_of_verb(verb, "subject"), frame.actor_kinds)
        if frame.mode == "visit" and not joined & {"de", "par"}:
            # "lors d'une visite à Y, X a déclaré": a person who did something on a visit is the visitor.
            return found if self._is_some(noun) and [p.mention.actor_kind for p in found] == ["person"] else []
        # "lors des pourparlers à Y, les deux pays ont convenu…": two that do something together there met.
        both = len(found) > 1 and frame.mode is None and not joined & {"avec", "entre", "de"}
        # "a adopté une déclaration lors d'une réunion": an organisation that does so sat.
        sat = frame.mode != "visit" and bool(found) and all(p.mention.actor_kind in SITTING for p in found)
        both = both or (sat and not joined & {"de"})
        return found if "avec" in joined or both else []

    def _is_some(self, noun: Token) -> bool:
        return any(fold(det.text) in ("un", "une") for det in self._sentence.children(noun, "det"))

    def _is_bare(self, noun: Token) -> bool:
        """Whether nothing beside a noun tells who met."""
        joined = {
            case_of(self._sentence, c) for c in self._sentence.children(noun, "nmod", "obl") if c.chunk is not None
        }
        return not joined & {"avec", "entre", "de"}

    def _adjunct(self, noun: Token) -> tuple[str, Token]:
        """The preposition of a noun and the word that it hangs by: "à l'issue d'une rencontre avec Y"."""
        case, above = case_of(self._sentence, noun), self._sentence.governor(noun)
        if above is not None and case == "de" and above.dep.startswith(("obl", "nmod")):
            return f"{lemma(above)} de", above
        return case, noun

    def told_above(self, noun: Token) -> Token | None:
        """The verb of saying at whose side a meeting stands, although the tree hangs it on what is said."""
        return self._told_at(self._adjunct(noun)[1])

    def _told_at(self, adjunct: Token) -> Token | None:
        """ "X a dit que…, à l'issue d'une rencontre": behind a comma it was said there, whatever the tree says."""
        tokens = self._sentence.tokens
        verb, above = None, self._sentence.governor(adjunct)
        first = min((t.index for t in self._sentence.children(adjunct, "case", "det")), default=adjunct.index)
        if above is None or adjunct.index < above.index or first == 0 or tokens[first - 1].text != ",":
            return None
        for _ in range(LONGEST_CHAIN):
            governor = self._sentence.governor(above)
            if governor is None or governor.pos != "VERB" or above.dep not in ("ccomp", "xcomp"):
                break
            verb = governor if above.dep == "ccomp" else verb
            above = governor
        return verb
