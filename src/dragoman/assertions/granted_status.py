"""A status that is given: "accorde le statut de candidat à X", "X s'est vu accorder le statut d'observateur"."""

from dataclasses import replace

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import is_reflexive, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.member_nouns import MemberNoun
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.parties import known_members
from dragoman.assertions.roles import Roles
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How far behind the status "à X" may stand, in tokens.
NEAREST = 5
TO = frozenset({"a", "au", "aux"})


class GrantedStatus:
    """Finds to whom a verb of giving gives a status, in one sentence."""

    def __init__(self, sentence: Sentence, rules: Rules, roles: Roles, modality: ModalityReader) -> None:
        self._sentence = sentence
        self._rules = rules
        self._roles = roles
        self._modality = modality

    def status_of(self, noun: MemberNoun, verb: Token) -> tuple[Filler, Reading, str] | None:
        """The receiver of the status, how it is meant, and what it bears; None where nobody is named."""
        above = self._sentence.governor(verb)
        seen = above is not None and lemma(above) in self._rules.object_control and is_reflexive(self._sentence, above)
        if above is not None and seen:
            # "s'est vu accorder": whether it happened, the verb of seeing says.
            subject = self._members(self._roles.subject(above))
            return (subject, self._modality.of_verb(above), "starts") if subject is not None else None
        given = [self._members(filler) for filler in self._roles.oblique(verb, ["a"])]
        receiver = next((filler for filler in (*given, self._behind(noun)) if filler is not None), None)
        if receiver is None:
            return None
        reading = self._modality.of_verb(verb)
        if above is not None and lemma(above) in self._rules.deciding and verb.dep == "xcomp":
            decision = self._modality.of_verb(above)
            reading = decision if decision.modality == "actual" and not decision.opened else reading
        return receiver, reading, "starts"

    def is_as_member(self, head: Token) -> bool:
        """ "comme membre", "en tant que membre", "en qualité de membre"."""
        cases = list(self._sentence.children(head, "case", "mark"))
        words = [*cases, *(part for case in cases for part in self._sentence.children(case, "fixed"))]
        return any(fold(word.text).strip("'") in ("comme", "que", "qu", "qualite") for word in words)

    def is_decided(self, verb: Token | None, member: Filler) -> bool:
        """ "le Comité a décidé que X cesse d'être membre": by another who decides it, it is done."""
        above = self._sentence.governor(verb) if verb is not None else None
        if above is None or lemma(above) not in self._rules.deciding:
            return False
        subject = self._roles.subject(above)
        deciders = {mention.actor for mention in subject.mentions} if subject is not None else set()
        return not deciders & {mention.actor for mention in member.mentions}

    def _behind(self, noun: MemberNoun) -> Filler | None:
        """The states behind "à" that the tree hangs on the status itself."""
        linked = False
        for token in self._sentence.tokens[noun.last + 1 : noun.last + 1 + NEAREST]:
            if token.chunk is not None:
                found = Filler(token.chunk.mentions, "grammar", "behind the status")
                return self._members(found) if linked else None
            linked = linked or fold(token.text) in TO
        return None

    def _members(self, filler: Filler | None) -> Filler | None:
        members = known_members(filler.mentions, self._rules) if filler is not None else ()
        return replace(filler, mentions=members) if filler is not None and members else None


def green_light(sentence: Sentence, rules: Rules, modality: ModalityReader, verb: Token) -> Token | None:
    """ "a obtenu le feu vert pour rejoindre", "reçoit un accord de principe pour": the verb of getting, else None."""
    above = sentence.governor(verb)
    if above is None or lemma(above) not in rules.getting or verb.dep not in ("advcl", "acl"):
        return None
    told = modality.of_verb(above)
    got = told.modality == "actual" and not told.opened and verb.feats.get("VerbForm") == "Inf"
    return above if got and any(lemma(o) in rules.green_lights for o in sentence.children(above, "obj")) else None
