"""How a clause is meant: its own tense, mood and negation, and everything that governs it up to the root."""

from collections.abc import Collection

from dragoman.assertions.clause_reading import OVERRIDING, Reading
from dragoman.assertions.conditions import hangs_on_condition, has_si, is_question, is_result, is_weighed
from dragoman.assertions.grammar import (
    LONGEST_CLIMB,
    auxiliaries,
    case_of,
    is_compound,
    is_finite,
    is_passive,
    is_past,
    is_relative,
    is_told,
    is_told_of_past,
    lemma,
)
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.negation import NegationReader
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

__all__ = ["ModalityReader", "Reading"]

FARTHEST_OTHERWISE = 6
OCCASIONS = ("lors de", "en marge de", "apres", "depuis")
COMPLEMENTS = frozenset({"à", "a", "de", "sur", "pour"})


class ModalityReader:
    """Reads the modality of triggers in one sentence."""

    def __init__(
        self,
        sentence: Sentence,
        rules: Rules,
        carrying: Collection[str] | None = None,
        asides: Collection[str] = (),
    ) -> None:
        """`carrying`: the only nouns that do not part a noun of event from the verb above; None: no noun does.

        `asides`: verbs of clauses with "si" that make no condition where the one who speaks is their subject.
        """
        self._asides = asides
        self._sentence = sentence
        self._rules = rules
        self._carrying = carrying
        self._negation = NegationReader(sentence, rules)

    def of_verb(self, verb: Token) -> Reading:
        """How a clause with this verb is meant."""
        reading = Reading()
        self._own(verb, reading)
        self._climb(verb, reading)
        if reading.modality == "actual" and self._is_left_open(verb, reading):
            reading.opened = True
        return reading

    def read_own(self, verb: Token, reading: Reading) -> None:
        """Take in tense, mood, negation and conjunction of a clause, and nothing of what governs it."""
        self._own(verb, reading)

    def _in_relative(self, verb: Token) -> bool:
        """Whether the tree takes a relative clause for what a verb of anything but speech governs."""
        governor = self._sentence.governor(verb)
        classes = self._rules.verb_class.get(lemma(governor), ()) if governor is not None else ()
        return classes[:1] != ("says",) and is_relative(self._sentence, verb)

    def _is_left_open(self, verb: Token, reading: Reading) -> bool:
        thought = self._is_open_infinitive(verb) or self._is_thought(verb, reading)
        return thought or is_weighed(self._sentence, verb)

    def _is_thought(self, verb: Token, reading: Reading) -> bool:
        """ "il est important que X devienne membre", "l'idée que": a clause with "que" that nobody says to be so."""
        governor = self._sentence.governor(verb)
        if (
            governor is None
            or reading.says
            or self._in_relative(verb)
            or reading.realised
            or verb.dep.partition(":")[0] not in ("ccomp", "acl", "advcl")
        ):
            return False
        # "après que X ait expulsé…": the press puts the subjunctive there, and it happened all the same.
        said = self._sentence.tokens
        opening = [m for m in self._sentence.children(verb, "mark") if not m.index or said[m.index - 1].text != "après"]
        marks = {fold(mark.text).strip("'") for mark in opening}
        subjunctive = any(
            part.feats.get("Mood") == "Sub" for part in (verb, *self._sentence.children(verb, "aux", "cop"))
        )
        return bool(marks & {"que", "qu"}) and (
            subjunctive or verb.dep == "ccomp" or not marks.isdisjoint(self._rules.modality.aiming)
        )

    def _is_open_infinitive(self, verb: Token) -> bool:
        """Whether an infinitive leaves it open that the thing happened: always, but under "vient de", "a réussi à".

        A perfect infinitive ("après avoir rejoint") tells what happened; "pour continuer à" is as open as "pour".
        """
        if verb.feats.get("VerbForm") != "Inf" or any(True for _ in self._sentence.children(verb, "aux")):
            return False
        governor = self._sentence.governor(verb)
        if governor is None:
            return True
        told = self._is_of_first(governor) or self._went(governor) or self._negation.is_unfailing(governor)
        return not told and (lemma(governor) not in self._rules.implicative or self._is_open_infinitive(governor))

    def _went(self, verb: Token) -> bool:
        return lemma(verb) in self._rules.carried_out and is_compound(self._sentence, verb)

    def _is_of_first(self, noun: Token) -> bool:
        """ "a été le premier pays à quitter l'union": what the first one does is told as done."""
        found = {fold(child.text) for child in self._sentence.children(noun, "amod")}
        return bool(found & self._rules.first_ones) and any(True for _ in self._sentence.children(noun, "cop"))

    def of_noun(self, noun: Token) -> Reading:
        """How a noun that names a change is meant; `licence` stays empty when nothing says that it happened."""
        reading = Reading()
        for child in self._sentence.children(noun, "amod"):
            if lemma(child) in self._rules.modality.possible or fold(child.text) in self._rules.modality.possible:
                reading.take("proposed", f"{child.text!r}")
        for child in self._sentence.children(noun, "acl", "amod"):
            for name in self._rules.pending_class.get(lemma(child), ()):
                reading.take(name, f"{child.text!r}")
        for child in self._sentence.children(noun, "amod"):
            if fold(child.text) in self._rules.coming:
                reading.take("planned", f"{child.text!r}")
        preposition = case_of(self._sentence, noun)
        if any(preposition == fold(p) or preposition.startswith(fold(p)) for p in self._rules.modality.presupposing):
            reading.licence = f"after {preposition!r}"
        if any(preposition.startswith(fold(p)) for p in self._rules.modality.hypothetical):
            reading.take("conditional", f"after {preposition!r}")
        above = self._sentence.governor(noun)
        if above is None or above.pos != "NOUN" or not preposition.startswith(OCCASIONS):
            # "un accord signé lors de la visite de X": an occasion is governed by no noun that it hangs on.
            self._climb(noun, reading)
        return reading

    def _own(self, verb: Token, reading: Reading) -> None:
        """Tense, mood, negation and conjunction of the clause itself."""
        parts = [verb, *auxiliaries(self._sentence, verb)]
        moods = {part.feats.get("Mood") for part in parts}
        tenses = {part.feats.get("Tense") for part in parts if part.feats.get("VerbForm") == "Fin"}
        has_aux = any(part.dep.startswith("aux:tense") or part.dep == "aux:pass" for part in parts[1:])
        if "Cnd" in moods:
            is_state = any(part.dep == "cop" for part in parts[1:])
            reading.take("alleged" if has_aux or is_state else "conditional", "conditional mood")
            past = any(part.dep.startswith("aux:tense") for part in parts[1:])
            if (
                not is_state
                and not past
                and self._reported(verb)
                and (not has_aux or is_told_of_past(self._sentence, verb))
            ):
                reading.modality = "planned"
        elif "Fut" in tenses:
            reading.future = True
            reading.take("planned", "future tense")
        for part in self._sentence.children(verb, "aux"):
            if lemma(part) == "devoir" and verb.feats.get("VerbForm") in ("Inf", "Part"):
                reading.modality, reading.reason = "planned", f"{part.text!r}"
            elif lemma(part) == "aller" and verb.feats.get("VerbForm") == "Inf":
                reading.take("planned", "near future")
            elif lemma(part) in self._rules.verb_class and verb.feats.get("VerbForm") == "Inf":
                self._class_of(part, reading, direct=True)
        self._markers(verb, reading)
        if hangs_on_condition(self._sentence, verb, self._asides):
            reading.take("conditional", "condition with 'si'")
        before = self._sentence.tokens[max(0, verb.index - FARTHEST_OTHERWISE) : verb.index]
        if any(fold(token.text) in self._rules.otherwise for token in before):
            reading.take("conditional", "otherwise")
        self._negation.read(verb, reading)

    def _reported(self, verb: Token) -> bool:
        """Whether somebody says it: the clause is governed so, or stands behind a verb of speech and its "que"."""
        if verb.dep == "ccomp" and self._sentence.governor(verb) is not None:
            return True
        said = False
        opened = False
        for token in self._sentence.tokens[: verb.index]:
            if "says" in self._rules.verb_class.get(lemma(token), ()):
                said, opened = True, False
            elif fold(token.text).strip("'") in ("que", "qu"):
                opened = said
        return opened

    def _markers(self, verb: Token, reading: Reading) -> None:
        for mark in self._sentence.children(verb, "mark", "advmod", "case"):
            word = fold(mark.text).strip("'")
            if word in ("si", "s") and mark.dep == "mark":
                if is_question(self._sentence, verb, self._rules.wondering):
                    reading.opened = True
                else:
                    reading.take("conditional", f"clause with {mark.text!r}")
            elif word in map(fold, self._rules.modality.alleged_adverbs):
                reading.take("alleged", f"{mark.text!r}")
            elif word == "pour" and verb.feats.get("VerbForm") == "Inf":
                reading.purpose = True
                reading.take("proposed", f"{mark.text!r}")
            elif word == "sans":
                reading.take("negated", f"{mark.text!r}")

    def _climb(self, token: Token, reading: Reading) -> None:
        """Everything above the trigger."""
        before = self._sentence.tokens[token.index - 1] if token.index else None
        bare = token.feats.get("VerbForm") == "Part" and not any(
            True for _ in self._sentence.children(token, "aux", "cop")
        )
        if bare and before is not None and before.text in (",", "("):
            # "…, suspendu de l'Union": an apposition is governed by nothing.
            return
        if self._in_relative(token) or is_result(self._sentence, token, self._rules.resulting):
            return
        reading.nested = False
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                return
            relation = token.dep.partition(":")[0]
            if relation in ("conj", "parataxis", "appos") and governor.pos == token.pos:
                if relation == "conj" and token.feats.get("VerbForm") == "Inf":
                    token = governor
                    continue
                return
            if governor.pos in ("VERB", "AUX"):
                if not self._governs(token, governor, relation, reading):
                    return
            elif governor.pos == "ADJ" and self._rules.adjective_class.get(lemma(governor)):
                reading.take(self._rules.adjective_class[lemma(governor)][0], f"governed by {governor.text!r}")
            elif (
                governor.pos == "ADJ"
                and relation == "nsubj"
                and "realises" in self._rules.verb_class.get(lemma(governor), ())
            ):
                reading.realised = True
                return
            elif governor.pos == "PRON" and relation == "acl" and self._stands_apart(token, governor):
                # "…, ce que X conteste": the clause is told, whatever the verb before; not so "s'attend à ce que".
                return
            elif governor.pos == "NOUN":
                if relation in ("acl", "advcl") and token.feats.get("VerbForm") != "Inf":
                    return
                self._noun_above(token, governor, relation, reading)
                reading.nested = True
                reading.deep = reading.deep or self._parts(governor)
                if any(True for _ in self._sentence.children(governor, "cop")):
                    self._own_modality(governor, reading, of_subject=relation == "nsubj")
            elif (
                governor.chunk is not None
                and relation.startswith("acl")
                and case_of(self._sentence, governor) != "pour"
            ):
                # "il n'est pas question pour X d'entrer": the noun above says how it is meant.
                return
            token = governor

    def _stands_apart(self, verb: Token, pronoun: Token) -> bool:
        return is_finite(self._sentence, verb) and case_of(self._sentence, pronoun) not in COMPLEMENTS

    def _parts(self, noun: Token) -> bool:
        """Whether a noun parts what it governs from the verb above."""
        known = self._carrying
        return known is not None and lemma(noun) not in known and lemma(noun) not in self._rules.noun_class

    def _governs(self, token: Token, governor: Token, relation: str, reading: Reading) -> bool:
        """Take in a verb above; whether to go on climbing."""
        if relation in ("advcl", "obl") and token.pos in ("VERB", "AUX"):
            return False
        if has_si(self._sentence, token):  # a question, of which what is above it says nothing
            return False
        if relation == "acl" or (is_finite(self._sentence, token) and relation != "ccomp"):
            return False
        if relation == "obl" and not self._complement(token):
            # An adjunct ("après l'adhésion", "au lendemain de l'adhésion") is not governed by the verb of its clause.
            return False
        if relation == "nsubj" and self._as_subject(governor, reading):
            # "a démenti que le retrait soit sur la table": the clause around the subject may be governed itself.
            return governor.dep == "ccomp"
        if self._leaves_open(governor):
            reading.take("proposed", f"not ruled out by {governor.text!r}")
            return True
        if relation == "ccomp" and is_told(self._sentence, token) and self._rules.plans(governor.lemma):
            # "a confirmé que X avait reçu Y": what was done is no plan.
            reading.says.append(governor)
        elif relation == "ccomp" and lemma(governor) in self._rules.asking_that:
            reading.take("requested", f"asked for by {governor.text!r}")
        else:
            self._class_of(governor, reading, direct=relation in ("obj", "nsubj", "xcomp", "ccomp"))
        self._own_modality(governor, reading)
        return True

    def _leaves_open(self, governor: Token) -> bool:
        """ "n'exclut pas de rejoindre", "n'a pas renoncé à": what is not ruled out may come."""
        if lemma(governor) not in self._rules.ruling_out:
            return False
        outer = Reading()
        self._negation.read(governor, outer)
        return outer.modality == "negated"

    def _as_subject(self, governor: Token, reading: Reading) -> bool:
        """A noun of change as subject; True unless the verb says itself how it is meant ("a été promise").

        What has had effects has happened ("l'adhésion de X a ravivé…"), whether the clause is negated or not; what
        would or will have effects has not.
        """
        classes = self._rules.verb_class.get(lemma(governor), ())
        if "realises" in classes:
            reading.realised = True
            return True
        if is_passive(self._sentence, governor):
            if classes and not set(classes) <= {"says", "announces"}:
                return False
            # "L'adhésion a été reportée": a passive that no list knows says nothing certain.
            reading.opened = not classes
            return True
        outer = Reading()
        self._own(governor, outer)
        if outer.modality in ("conditional", "planned", "alleged"):
            reading.take(
                "conditional" if outer.modality == "alleged" else outer.modality, f"{governor.text!r}: {outer.reason}"
            )
        elif is_past(self._sentence, governor):
            reading.licence = reading.licence or f"subject of the past {governor.text!r}"
        return True

    def _complement(self, token: Token) -> bool:
        case = case_of(self._sentence, token)
        if case == "a" and "presupposes" in self._rules.noun_class.get(lemma(token), ()):
            # "au lendemain de l'invasion"
            return False
        return token.dep in ("obl:arg", "obl:agent") or case in COMPLEMENTS

    def _own_modality(self, governor: Token, reading: Reading, *, of_subject: bool = False) -> None:
        """Tense and negation of a governing verb: a future or negated "décider" makes no decision."""
        outer = Reading()
        self._own(governor, outer)
        if of_subject and outer.modality == "alleged":
            # "L'adhésion de X serait une chance": no hearsay, but what would be if it came.
            outer.modality = "conditional"
        if outer.modality == "negated" and any(
            lemma(child) in self._rules.doubting for child in self._sentence.children(governor, "obj", "obl", "xcomp")
        ):
            # "il ne fait aucun doute que X viendra"
            return
        if outer.modality == "conditional" and lemma(governor) in self._rules.wishing:
            # "voudrait", "souhaiterait": a wish put politely.
            outer.modality = "proposed"
        if outer.modality == "conditional" and lemma(governor) == "devoir":
            # "devrait annoncer": no condition, an expectation.
            outer.modality = "planned"
        if outer.modality == "negated" and lemma(governor) == "pouvoir" and not is_compound(self._sentence, governor):
            # What somebody cannot do is neither done nor refused; "n'a pas pu assister à" tells that he did not.
            reading.opened = True
        if outer.modality in ("negated", "denied", "conditional") or (
            outer.modality in ("planned", "alleged") and reading.modality == "actual"
        ):
            reading.take(outer.modality, f"{governor.text!r}: {outer.reason}")

    def _class_of(self, governor: Token, reading: Reading, *, direct: bool) -> None:
        """Take in the classes of a governing verb; `direct`: the clause is its object or subject."""
        if lemma(governor) in self._rules.ceasing:
            reading.ceased = True
        if self._went(governor):
            # "a pu rencontrer X", "est allé rencontrer X": what somebody was able to do is told as done.
            return
        reading.due = reading.due or (lemma(governor) == "devoir" and not is_past(self._sentence, governor))
        for name in self._rules.verb_class.get(lemma(governor), ()):
            if name == "says":
                reading.says.append(governor)
            elif name == "announces":
                reading.announced = True
                reading.says.append(governor)
            elif name == "realises":
                reading.realised = reading.realised or (direct and not reading.nested)
            elif name == "opens":
                reading.opened = True
            elif not reading.deep or name in OVERRIDING:
                reading.take(name, f"governed by {governor.text!r}")
                if name == "denied":
                    reading.says.append(governor)
                return

    def _noun_above(self, token: Token, noun: Token, relation: str, reading: Reading) -> None:
        if relation not in ("nmod", "acl", "obl") or (relation == "acl" and token.feats.get("VerbForm") == "Part"):
            return
        if relation in ("acl", "nmod") and case_of(self._sentence, noun).partition(" ")[0] in self._rules.outside:
            # "il est hors de question de rompre"
            reading.take("negated", f"governed by {noun.text!r}")
            return
        name = next(iter(self._rules.noun_class.get(lemma(noun), ())), None)
        if name == "presupposes":
            reading.licence = reading.licence or f"after {noun.text!r}"
        elif name == "opens":
            reading.opened = True
        elif name is not None:
            reading.take(name, f"governed by {noun.text!r}")
