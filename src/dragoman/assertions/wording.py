"""The parties of a membership word by word, where the tree goes astray: "n'appartient plus à", "X, lui, n'en est pas".

Only what French word order leaves no doubt about: a complement right behind its verb, a subject right before it, the
antecedent right before "dont", "que" or "auquel".
"""

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import CONTRACTIONS, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

FARTHEST_COMPLEMENT = 16
FARTHEST_SUBJECT = 14
# How far before a verb or noun its relative pronoun may stand, in tokens.
FARTHEST_RELATIVE = 14
MARKS = frozenset({",", "(", ")", "–", "—"})
STRESSED = frozenset({"lui", "elle", "eux", "elles"})
CONSEQUENCES = frozenset({"ainsi", "desormais", "donc"})
TOGETHER = frozenset({"tous", "toutes", "deux", "trois", "quatre", "cinq", "aussi", "egalement"})


class Wording:
    """Finds complements, subjects and antecedents in one sentence by its words alone."""

    def __init__(self, sentence: Sentence, rules: Rules) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._light = rules.light
        self._group = rules.verb_group
        self._generic = rules.generic_organisations
        self._asides = rules.asides
        self._skipped = rules.skipped

    def complement_behind(self, verb: Token, prepositions: list[str]) -> Filler | None:
        """The name behind one of the prepositions (folded), with adverbs, times and an aside alone before it."""
        aside = False
        opened = False
        skipped = 0
        for token in self._tokens[verb.index + 1 : verb.index + FARTHEST_COMPLEMENT]:
            word = plain(token)
            skipped = skipped - 1 if skipped else self._skipped_at(token.index)
            if skipped:
                continue
            if token.text == ",":
                if not aside and not self._opens_aside(token.index + 1):
                    return None
                aside = not aside
            elif aside:
                continue
            elif token.chunk is not None:
                found = Filler(token.chunk.mentions, "grammar", f"complement right behind {verb.text!r}")
                return found if opened else None
            elif word in ("a", "de", "dans", "hors"):
                # "au sein de", "dans le giron de": what comes first decides.
                within = "au sein de" if self._is_within(token) else word
                opened = opened or word in prepositions or within in prepositions
                if not opened:
                    return None
            elif word in self._light:
                opened = opened or word in prepositions
            elif not (word in self._group or token.pos in ("ADV", "DET", "ADP") or token.dep == "fixed"):
                return None
        return None

    def _skipped_at(self, index: int) -> int:
        """How many tokens a phrase takes that changes nothing: "fait partie à la fois de A et de B"."""
        for phrase in self._skipped:
            length = len(phrase.split())
            if " ".join(fold(token.text) for token in self._tokens[index : index + length]) == phrase:
                return length
        return 0

    def _is_within(self, preposition: Token) -> bool:
        """Whether a preposition opens "au sein de"."""
        following = self._sentence.following(preposition)
        return following is not None and plain(following) == "sein"

    def _opens_aside(self, index: int) -> bool:
        near = [fold(token.text).strip("'") for token in self._tokens[index : index + 5]]
        return any(" ".join(near).startswith(words) for words in self._asides)

    def within_behind(self, verb: Token) -> Filler | None:
        """ "a rejoint, au sein de X, A et B": the name behind "au sein de" right behind a verb."""
        for token in self._tokens[verb.index + 1 : verb.index + 8]:
            if token.chunk is not None:
                before = [plain(t) for t in self._tokens[max(0, token.index - 4) : token.index]]
                found = Filler(token.chunk.mentions, "grammar", "within which a verb joins others")
                return found if "sein" in before else None
        return None

    def follows_so(self, verb: Token) -> bool:
        """Whether "ainsi" or "désormais" stands right behind a verb: it tells what follows from the words before."""
        near = {fold(token.text) for token in self._tokens[verb.index + 1 : verb.index + 3]}
        return bool(near & CONSEQUENCES)

    def subject_before(self, verb: Token) -> Filler | None:
        """The name right before a verb group, past "lui" or "tous deux" between commas, or before its "qui"."""
        index = verb.index - 1
        stop = max(-1, verb.index - FARTHEST_SUBJECT)
        while index > stop:
            token = self._tokens[index]
            word = fold(token.text).strip("'")
            if token.chunk is not None:
                return None if self._is_governed(token) else self._named(token, verb)
            if word == "qui":
                return self.antecedent(token)
            known = word in self._group or word in STRESSED or word in TOGETHER or token.text == ","
            if not (known or token.pos in ("AUX", "ADV")):
                return None
            index -= 1
        return None

    def subject_around_relative(self, verb: Token) -> Filler | None:
        """ "X, qui n'est pas membre, n'exclut pas": the tree gives the subject to the relative clause."""
        for clause in self._sentence.children(verb, "advcl", "acl", "ccomp", "parataxis", "conj", "obl"):
            for qui in self._sentence.children(clause, "nsubj"):
                if fold(qui.text) == "qui" and 1 < qui.index < clause.index < verb.index:
                    name = self._tokens[qui.index - 2]
                    first = all(t.pos not in ("VERB", "AUX") for t in self._tokens[: name.index])
                    return self._named(name, verb) if first and not self._is_governed(name) else None
        return None

    def fronted_by(self, participle: Token) -> Filler | None:
        """ "Regroupés dans l'OET, A et B misent": the name behind the comma that closes a participle at the head."""
        before = self._tokens[: participle.index]
        if any(token.chunk is not None or token.pos in ("VERB", "AUX", "NOUN") for token in before):
            return None
        comma = next((t for t in self._tokens[participle.index + 1 :] if t.text == ","), None)
        if comma is None:
            return None
        for token in self._tokens[comma.index + 1 : comma.index + 4]:
            if token.chunk is not None:
                return Filler(token.chunk.mentions, "grammar", f"name that {participle.text!r} is fronted by")
            if token.pos != "DET":
                return None
        return None

    @staticmethod
    def _named(token: Token, verb: Token) -> Filler | None:
        if token.chunk is None:
            return None
        return Filler(token.chunk.mentions, "grammar", f"name right before {verb.text!r}")

    def _is_governed(self, token: Token) -> bool:
        """Whether a preposition stands before the name: then it is no subject."""
        for before in reversed(self._tokens[max(0, token.index - 2) : token.index]):
            if before.pos == "DET" and fold(before.text) not in ("du", "des", "au", "aux"):
                continue
            return before.pos == "ADP" or fold(before.text).strip("'") in ("de", "d", "du", "des", "au", "aux", "a")
        return False

    def relative_before(self, word: Token, pronouns: frozenset[str]) -> Token | None:
        """The relative pronoun of the clause that a word stands in, if it is one of those given."""
        for token in reversed(self._tokens[max(0, word.index - FARTHEST_RELATIVE) : word.index]):
            plain = fold(token.text).strip("'")
            if plain in pronouns:
                return token
            if plain in ("qui", "que", "qu", "dont", "ou") or (
                token.feats.get("VerbForm") == "Fin" and token.pos == "VERB"
            ):
                return None
        return None

    def antecedent(self, pronoun: Token) -> Filler | None:
        """What a relative pronoun points to: the name right before, or the one that a generic noun stands beside.

        "… (SADC), que les Comores ont rejointe et dont Madagascar est membre": both clauses have the same one.
        """
        index = pronoun.index - 1
        if index >= 0 and fold(self._tokens[index].text) == "et":
            earlier = next(
                (t for t in reversed(self._tokens[:index]) if fold(t.text).strip("'") in ("que", "qu", "qui", "dont")),
                None,
            )
            return self.antecedent(earlier) if earlier is not None else None
        if index >= 0 and lemma(self._tokens[index]) in ("a", "de", "par", "dans"):
            index -= 1
        while index >= 0 and (self._tokens[index].text in MARKS or fold(self._tokens[index].text) in ("a", "de")):
            index -= 1
        if index < 0:
            return None
        if self._tokens[index].chunk is None and lemma(self._tokens[index]) in self._generic:
            # "des Brics, groupe dont": an apposition without article.
            index -= 1
            if index < 1 or self._tokens[index].text != ",":
                return None
            index -= 1
        chunk = self._tokens[index].chunk
        reason = f"name that {pronoun.text!r} stands right behind"
        return Filler(chunk.mentions, "grammar", reason) if chunk is not None else None

    def target_behind(self, noun: Token, prepositions: list[str]) -> Filler | None:
        """The name behind a noun and one of the prepositions, past whose it is: "le retour de X au sein de Y"."""
        before = self._tokens[noun.index - 1].text if noun.index else ""
        opened, owned = False, fold(before) in ("son", "sa", "leur")
        mine = owned
        for token in self._tokens[noun.index + 1 : noun.index + FARTHEST_COMPLEMENT]:
            word = plain(token)
            if token.chunk is not None:
                if opened:
                    return Filler(token.chunk.mentions, "grammar", f"complement of {noun.text!r}")
                if owned:
                    return None
                owned = True
            elif word == "de" and mine:
                # "leur retrait avec effet immédiat de la Cour"
                opened = opened or word in prepositions
            elif word in ("a", "dans") and not opened:
                within = "au sein de" if self._is_within(token) else word
                opened = word in prepositions or within in prepositions
                if not opened:
                    return None
            elif not (word in self._light or word == "effet" or token.pos in ("ADV", "DET", "ADP", "ADJ")):
                return None
        return None

    def owner_behind_target(self, noun: Token) -> Filler | None:
        """ "l'entrée dans l'Otan de la Finlande": the name behind "de" right behind the organisation."""
        tokens = self._tokens[noun.index + 1 : noun.index + FARTHEST_COMPLEMENT]
        target = next((token for token in tokens if token.chunk is not None), None)
        if target is None or any(token.pos not in ("ADP", "DET", "NOUN") for token in tokens[: tokens.index(target)]):
            return None
        behind = [token for token in self._tokens[target.index + 1 : target.index + 4] if token.pos != "DET"]
        if len(behind) > 1 and plain(behind[0]) == "de" and behind[1].chunk is not None:
            return Filler(behind[1].chunk.mentions, "grammar", f"'de' behind the organisation of {noun.text!r}")
        return None

    def clitic_object(self, verb: Token) -> Token | None:
        """The "le", "la" or "les" of a verb group ("l'en a exclue")."""
        for token in reversed(self._tokens[max(0, verb.index - 6) : verb.index]):
            word = fold(token.text).strip("'")
            if word in ("l", "le", "la", "les") and token.chunk is None:
                following = self._tokens[token.index + 1]  # The verb at the latest.
                clitic = following.pos in ("AUX", "VERB") or fold(following.text) in ("en", "y")
                return token if clitic else None
            if word not in self._group and token.pos != "AUX":
                return None
        return None


def plain(token: Token) -> str:
    """The folded word of a token, contractions undone, nouns in the singular."""
    word = fold(token.text).strip("'")
    return CONTRACTIONS.get(word, "de" if word == "d" else lemma(token) if token.pos == "NOUN" else word)
