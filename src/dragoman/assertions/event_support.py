"""The verbs that do what a noun of event names: "mener une attaque", "la visite que X a faite"."""

from collections.abc import Iterator

from dragoman.assertions.event_data import EventData
from dragoman.assertions.frames import EventNoun
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Relative pronouns of an object, folded.
QUE = frozenset({"que", "qu"})
# Those that stand behind "à" ("l'essai auquel X a procédé").
TO_WHICH = frozenset({"auquel", "auxquels", "auxquelles"})


class SupportVerbs:
    """Finds the verbs around the nouns of event of one sentence."""

    def __init__(self, sentence: Sentence, data: EventData) -> None:
        self._sentence = sentence
        self._data = data

    def relative(self, noun: Token, frame: EventNoun) -> Token | None:
        """ "les entretiens que X a eus avec Y", "la rencontre que X et Y doivent avoir": the verb of the clause."""
        behind = (t for t in self._sentence.tokens[noun.index + 1 :] if t.pos != "ADJ")
        que = next(behind, None)
        said = fold(que.text).strip("'") if que is not None and que.pos in ("PRON", "SCONJ") else ""
        if que is None or said not in QUE | TO_WHICH:
            return None
        verb = self._sentence.governor(que)
        if verb is not None and lemma(verb) in self._data.sharing:
            below = (c for c in self._sentence.children(verb, "xcomp") if c.feats.get("VerbForm") == "Inf")
            verb = next(below, verb)
        if verb is None or verb.index < que.index or verb.pos not in ("VERB", "AUX"):
            return None
        if lemma(verb) not in self._data.support | frame.subject_of or any(True for _ in self._objects(verb, que)):
            return None
        return verb if said in QUE or lemma(verb) in self._data.proceeding else None

    def _objects(self, verb: Token, que: Token) -> Iterator[Token]:
        return (c for c in self._sentence.children(verb, "obj") if c.index != que.index)

    def _is_ended(self, noun: Token) -> bool:
        """ "mettre fin aux incursions": who ends a deed does not do it."""
        verb = self._sentence.governor(noun)
        if verb is None or lemma(verb) != "mettre" or case_of(self._sentence, noun) != "a":
            return False
        return any(lemma(child) in ("fin", "terme") for child in self._sentence.children(verb, "obj", "xcomp", "obl"))

    def above(self, noun: Token) -> tuple[Token, Token | None]:
        """A noun, or the quantity or first of a coordination that it stands under, and what governs that."""
        token, governor = noun, self._sentence.governor(noun)
        while governor is not None and governor.pos in ("NOUN", "NUM") and lemma(governor) in self._data.quantifiers:
            token, governor = governor, self._sentence.governor(governor)
        if governor is not None and token.dep.startswith("conj") and governor.pos == "NOUN":
            token, governor = governor, self._sentence.governor(governor)
        return token, governor

    def find(self, noun: Token, frame: EventNoun) -> Token | None:
        """The support verb whose object (or passive subject) the noun is."""
        token, governor = self.above(noun)
        verbs = self._data.support | frame.subject_of
        if frame.type == "SANCTION":
            # "a annoncé la rupture de ses relations avec X": the announcement is the deed.
            verbs = verbs | self._data.decreeing
        if governor is None or governor.pos != "VERB" or lemma(governor) not in verbs or self._is_ended(noun):
            return None
        relation = token.dep.partition(":")[0]
        if is_passive(self._sentence, governor) and relation == "nsubj":
            return governor
        between = self._sentence.tokens[governor.index : token.index]
        answering = any({lemma(t), fold(t.text)} & self._data.answers for t in between)
        if relation == "obl" and lemma(noun) in self._data.bidding:
            # "à la demande de X, Y s'est engagé": who does it was asked.
            return None
        if relation == "obl" and is_passive(self._sentence, governor):
            # "se dit ouvert au dialogue": nothing is done.
            return None
        if relation == "obl" and (answering or any(t.text == "," for t in between)):
            # "a mené des frappes, en représailles à l'attentat"
            return None
        if relation == "obj" or (relation in ("obl", "xcomp") and case_of(self._sentence, token) in ("", "a", "en")):
            return governor
        return None

    def host(self, noun: Token, frame: EventNoun) -> Token | None:
        """The verb of hosting whose object a meeting is ("Riyad a accueilli des pourparlers entre X et Y")."""
        token, governor = self.above(noun)
        if not frame.together or governor is None or lemma(governor) not in self._data.hosting:
            return None
        return governor if token.dep.startswith("obj") else None
