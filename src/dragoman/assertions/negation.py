"""Negation of a verb, read word by word in its group: the tree often hangs "pas" on a neighbour."""

from dragoman.assertions.clause_reading import Reading
from dragoman.assertions.grammar import auxiliaries, is_past, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

EXCEPT = frozenset({"que", "qu"})
NO_ONE = frozenset({"aucun", "aucune", "nul", "nulle"})


class NegationReader:
    """Reads the negation of verbs and predicates in one sentence."""

    def __init__(self, sentence: Sentence, rules: Rules) -> None:
        self._sentence = sentence
        self._rules = rules

    def read(self, verb: Token, reading: Reading) -> None:
        """Negation in the verb group, read word by word: the tree often hangs "pas" on a neighbour."""
        words = self._verb_group(verb)
        if words & self._rules.restricting and words & self._rules.negative_particles:
            # "n'a pas seulement condamné X": it did, and more.
            return
        before = self._sentence.tokens[verb.index - 1] if verb.index else None
        if before is not None and fold(before.text) == "ni":
            # "n'a ni confirmé ni démenti": each of them.
            reading.take("negated", "negation 'ni'")
            return
        adverbs = words & self._rules.negative_adverbs
        particle = bool(words & self._rules.negative_particles)
        if particle and not adverbs:
            # "n'a aucune intention de": the negation stands on the object.
            adverbs = {
                fold(d.text) for o in self._sentence.children(verb, "obj") for d in self._sentence.children(o, "det")
            }
            adverbs &= NO_ONE
        if not particle and ("pas" not in adverbs or verb.feats.get("VerbForm") == "Inf"):
            # "ne souhaite pas adhérer": the "pas" before the infinitive is that of the verb above.
            return
        if "pas" not in adverbs and self._is_exception(verb):
            # "ne comprend plus que A et B": these it does.
            return
        if adverbs & set(map(fold, self._rules.modality.no_longer)) and "pas" not in adverbs:
            reading.no_longer = True
        reading.never = bool(adverbs & set(map(fold, self._rules.modality.never)))
        if not adverbs and particle and self._is_bare(verb):
            adverbs = {"ne"}
        if adverbs:
            reading.take("negated", f"negation {' '.join(sorted(adverbs))!r}")

    def _is_bare(self, verb: Token) -> bool:
        """ "n'a pu venir": in the past some verbs need no second word."""
        after = self._sentence.tokens[verb.index + 1 : verb.index + 2]
        if lemma(verb) not in self._rules.bare_negated or any(fold(t.text).strip("'") in EXCEPT for t in after):
            # "n'a pu que condamner"
            return False
        parts = (verb, *auxiliaries(self._sentence, verb))
        return is_past(self._sentence, verb) and all(part.feats.get("Mood") != "Sub" for part in parts)

    def _is_exception(self, verb: Token) -> bool:
        """ "plus que", "jamais que" behind a verb: a "que" that opens no clause of its own."""
        behind = self._sentence.tokens[verb.index + 1 :]
        opener = next((token for token in behind if not self._in_group(token) or token.text in EXCEPT), None)
        if opener is None or fold(opener.text).strip("'") not in EXCEPT:
            return False
        for token in self._sentence.tokens[opener.index + 1 :]:
            if token.pos in ("VERB", "AUX"):
                return False
            if token.pos == "PUNCT":
                return True
        return True

    def is_unfailing(self, verb: Token) -> bool:
        """ "ne manquant pas d'accuser X", "n'a pas hésité à frapper": told as done, unless it is still to come."""
        if lemma(verb) not in self._rules.unfailing or verb.feats.get("VerbForm") == "Inf":
            return False
        parts = (verb, *auxiliaries(self._sentence, verb))
        if any(part.feats.get("Tense") == "Fut" or part.feats.get("Mood") == "Cnd" for part in parts):
            return False
        reading = Reading()
        self.read(verb, reading)
        return reading.modality == "negated"

    def _verb_group(self, verb: Token) -> set[str]:
        """The folded words of the group around a verb or predicate: auxiliaries, clitics, adverbs, negation."""
        tokens = self._sentence.tokens
        parts = {verb.index, *(child.index for child in self._sentence.children(verb, "aux", "cop"))}
        first, last = min(parts), max(parts)
        while first > 0 and self._in_group(tokens[first - 1]):
            first -= 1
        # "assure ne pas avoir bombardé X": the particle behind a verb begins the group of another.
        while last + 1 < len(tokens) and self._in_group(tokens[last + 1]) and not self._is_particle(tokens[last + 1]):
            last += 1
        found = {fold(token.text).strip("'") for token in tokens[first : last + 1] if token.chunk is None}
        # "Ni A ni B ne font partie": the negation stands before the subject.
        subject = next(self._sentence.children(verb, "nsubj"), None)
        if subject is not None:
            found |= {fold(t.text) for t in tokens[max(0, subject.index - 3) : subject.index]} & {"ni", "jamais"}
            if subject.chunk is not None and subject.chunk.head.together:
                # "Ni l'un ni l'autre n'en fait partie."
                found |= {fold(subject.chunk.head.text).split()[0]} & {"ni"}
        return found

    def _is_particle(self, token: Token) -> bool:
        return fold(token.text).strip("'") in self._rules.negative_particles

    def _in_group(self, token: Token) -> bool:
        if token.chunk is not None:
            return False
        word = fold(token.text).strip("'")
        return token.pos == "AUX" or word in self._rules.verb_group or (token.pos == "ADV" and token.text != "hier")
