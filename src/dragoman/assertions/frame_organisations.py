"""The organisation of a membership that a verb tells: its complement, its subject, or the one named before."""

from collections.abc import Iterator
from itertools import pairwise

from dragoman.assertions.fillers import Filler
from dragoman.assertions.gatherings import GATHERING
from dragoman.assertions.grammar import case_of, is_bare_participle, lemma
from dragoman.assertions.lexicon import Rules, VerbFrame
from dragoman.assertions.parties import ORGANISATION_KINDS, Parties
from dragoman.assertions.roles import Roles
from dragoman.assertions.wording import Wording
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Relative pronouns that stand for a complement with a preposition.
RELATIVES = {"de": ("dont", "duquel"), "a": ("auquel", "laquelle", "auxquels"), "dans": ("lequel", "laquelle")}
# How far behind a noun its complement may stand, in tokens.
FARTHEST_COMPLEMENT = 16
# Frames whose organisation may stay unsaid where a sentence or two before name one.
UNSAID = frozenset({"suspends-own", "ends-membership"})
NEAR = 3


class FrameOrganisations:
    """Finds the organisations of verb frames in one sentence."""

    def __init__(self, sentence: Sentence, rules: Rules, roles: Roles, parties: Parties, wording: Wording) -> None:
        self._sentence = sentence
        self._rules = rules
        self._roles = roles
        self._parties = parties
        self._wording = wording

    def find(self, verb: Token, carrier: Token, frame: VerbFrame, passive: bool) -> Filler | None:
        """The organisation of a verb under one frame; `carrier` is its object noun, or the verb itself."""
        role = frame.organisation
        prepositions = [fold(p) for p in frame.prepositions]
        if role == "object":
            told = self._parties.organisations_of(self._roles.object(verb)) or self._behind_company(verb)
            return told or self._by_object_clitic(verb)
        if role == "subject":
            if passive and frame.member != "subject" and frame.voice == "any":
                return self._parties.organisations_of(self._roles.agent(verb))
            told = self._parties.organisations_of(self._roles.subject(verb)) or self.leaders_of(verb)
            if told is None and frame.frame in GATHERING:
                # "Elle est composée de cinq pays": what is made up of states is no state.
                told = self._parties.organisations_of(self._roles.subject(verb, ORGANISATION_KINDS))
            fronted = (
                self._wording.fronted_by(verb) if told is None and is_bare_participle(self._sentence, verb) else None
            )
            return told or self._parties.organisations_of(fronted or self._antecedent(verb))
        light = [fold(noun) for noun in frame.light]
        candidates = [*self._roles.oblique(carrier, prepositions, light)]
        if carrier is not verb:
            candidates += self._roles.oblique(verb, prepositions, light)
        if carrier is not verb:
            for child in self._sentence.children(carrier, "nmod"):
                candidates += self._roles.oblique(child, prepositions, light)
        for child in self._sentence.children(verb, "obj"):
            if child.chunk is not None:
                candidates += self._roles.oblique(child, prepositions, light)
        candidates += self._by_words(verb, prepositions)
        found = next((f for f in map(self._parties.organisations_of, candidates) if f is not None), None)
        if found is None and "de" in prepositions:
            found = self._by_clitic(verb)
        if found is None:
            found = self._shared_organisation(verb) or self._understood(verb, carrier, frame)
        if found is None and carrier is not verb and self._is_for_other(carrier):
            return None
        if found is None and (role == "oblique_or_subject" or frame.status == "suspended"):
            found = self._parties.organisations_of(self._roles.subject(verb)) or self._of_organ(verb)
        return found

    def _antecedent(self, verb: Token) -> Filler | None:
        """ "les pays du groupe de X, qui comprend A et B": the name right before the relative pronoun."""
        qui = self._sentence.tokens[verb.index - 1] if verb.index else None
        return self._wording.antecedent(qui) if qui is not None and fold(qui.text) == "qui" else None

    def of_relative(self, verb: Token, frame: VerbFrame) -> Filler | None:
        """Of a relative clause over members: its subject ("qu'elle comprend") or complement ("qui font partie de")."""
        if frame.frame == "comprises":
            subject = self._parties.organisations_of(self._roles.subject(verb))
        else:
            fillers = self._roles.oblique(verb, [fold(p) for p in frame.prepositions])
            subject = next((f for f in map(self._parties.organisations_of, fillers) if f is not None), None)
        return subject or self._roles.organisation_before(verb)

    def _by_words(self, verb: Token, prepositions: list[str]) -> list[Filler]:
        """The complement right behind the verb, or the antecedent of its "dont" or "auquel"."""
        found = [self._wording.complement_behind(verb, prepositions)]
        relatives = {word for p in prepositions for word in RELATIVES.get(p, ())}
        pronoun = self._wording.relative_before(verb, frozenset(relatives))
        found.append(self._wording.antecedent(pronoun) if pronoun is not None else None)
        return [filler for filler in found if filler is not None]

    def _shared_organisation(self, verb: Token) -> Filler | None:
        """ "s'est retiré du Commonwealth en 1972 et a été suspendu en 1999": the complement of the verb before."""
        governor = self._sentence.governor(verb)
        if verb.dep != "conj" or governor is None or lemma(governor) not in self._rules.verb_frames:
            return None
        fillers = [self._roles.object(governor), *self._roles.oblique(governor, ["a", "de", "dans"])]
        return next((f for f in map(self._parties.organisations_of, fillers) if f is not None), None)

    def _understood(self, verb: Token, carrier: Token, frame: VerbFrame) -> Filler | None:
        """ "L'Ouzbékistan a adhéré en 2001", "a déposé sa candidature": without complement, the one named before."""
        if frame.frame == "applies-for":
            noun = self._sentence.tokens[carrier.index + 1 : carrier.index + 3]
            whole = [token for token in noun if token.pos == "NOUN"]
            last = whole[-1] if whole and lemma(whole[-1]) in map(fold, frame.object_noun) else carrier
            after = next(iter(self._sentence.tokens[last.index + 1 : last.index + 2]), None)
            near = fold(" ".join(token.text for token in self._sentence.tokens[last.index + 1 : last.index + 5]))
            told = near.startswith(self._rules.as_member)
            ends = after is None or told or after.pos in ("PUNCT", "ADV", "CCONJ", "VERB")
            return self._roles.organisation_before(verb) if ends else None
        if frame.frame in UNSAID and carrier is not verb and self._stands_alone(carrier):
            return self._roles.organisation_before(verb, NEAR)
        if lemma(verb) not in self._rules.understood:
            return None
        complements = [c for c in self._sentence.children(verb, "obl", "obj", "xcomp") if c.pos in ("NOUN", "PROPN")]
        return None if complements else self._roles.organisation_before(verb, NEAR)

    def _by_object_clitic(self, verb: Token) -> Filler | None:
        """ "La Slovénie l'a rejointe en 2004": the pronoun stands for the one organisation named just before."""
        clitic = self._wording.clitic_object(verb) if not any(self._noun_objects(verb)) else None
        singular = clitic is not None and fold(clitic.text).strip("'") != "les"
        return self._roles.organisation_before(verb, NEAR) if singular else None

    def _behind_company(self, verb: Token) -> Filler | None:
        """ "forment avec A et B le GUAM": the tree hangs the object on those behind "avec"."""
        for child in self._sentence.children(verb, "obl"):
            for token in self._sentence.children(child, "nmod", "appos"):
                bare = token.chunk is not None and not case_of(self._sentence, token)
                if bare and token.chunk is not None and case_of(self._sentence, child) == "avec":
                    return self._parties.organisations_of(Filler(token.chunk.mentions, "parse", "object behind 'avec'"))
        return None

    def _noun_objects(self, verb: Token) -> Iterator[Token]:
        return (child for child in self._sentence.children(verb, "obj", "xcomp") if child.pos in ("NOUN", "PROPN"))

    def _stands_alone(self, noun: Token) -> bool:
        """ "Erevan a gelé sa participation en février.": nothing behind the noun says in what."""
        if any(child.index > noun.index for child in self._sentence.children(noun, "nmod", "acl", "amod")):
            return False
        after = next((t for t in self._sentence.tokens[noun.index + 1 :] if not self._is_time(t)), None)
        return after is None or after.pos in ("PUNCT", "CCONJ", "SCONJ", "ADV") or lemma(after) in ("en", "depuis")

    def _is_time(self, token: Token) -> bool:
        return any(time.start <= token.start < time.end for time in self._sentence.times)

    def _by_clitic(self, verb: Token) -> Filler | None:
        """ "n'en est pas sortie", "n'y faisant pas partie": the clitic in the verb group points to an organisation."""
        for token in reversed(self._sentence.tokens[max(0, verb.index - 5) : verb.index]):
            if token.chunk is not None or token.text in (",", ";", ":"):
                return None
            if fold(token.text) in ("en", "y") and token.pos in ("PRON", "ADV", "ADP"):
                return self._roles.organisation_before(token)
        return None

    def leaders_of(self, verb: Token) -> Filler | None:
        """ "les dirigeants de l'Asean ont décidé d'admettre": those who act for an organisation."""
        token: Token | None = verb
        while token is not None and not any(True for _ in self._sentence.children(token, "nsubj")):
            token = self._sentence.governor(token) if token.dep in ("xcomp", "conj") else None
        for noun in self._sentence.children(token, "nsubj") if token is not None else ():
            if noun.chunk is None and lemma(noun) in self._rules.organ_nouns:
                fillers = self._roles.oblique(noun, ["de"])
                return next((f for f in map(self._parties.organisations_of, fillers) if f is not None), None)
        return None

    def _of_organ(self, verb: Token) -> Filler | None:
        """ "quand le Comité des ministres l'a exclue": an organ without a name acts for the organisation before."""
        organs = {lemma(child) for child in self._sentence.children(verb, "nsubj") if child.chunk is None}
        known = self._rules.generic_organisations
        if self._wording.clitic_object(verb) is not None:
            known = known | self._rules.organ_nouns
        return self._roles.organisation_before(verb) if organs & known else None

    def _is_for_other(self, noun: Token) -> bool:
        """ "la participation de X à un programme": what it takes part in is named, and is no organisation."""
        near = self._sentence.tokens[noun.index + 1 : noun.index + FARTHEST_COMPLEMENT]
        for token, following in pairwise(near):
            if token.text in ",.;" or token.pos == "VERB":
                return False
            if fold(token.text) in ("a", "au", "aux", "dans"):
                head = next((t for t in (following, *near[near.index(following) :]) if t.pos == "NOUN"), following)
                return head.chunk is None and lemma(head) not in self._rules.light | self._rules.meetings
        return False
