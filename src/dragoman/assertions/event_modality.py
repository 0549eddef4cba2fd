"""How an event is meant: the modality of its trigger, or None where nothing tells whether it happened."""

from dragoman.assertions.event_data import EventData
from dragoman.assertions.grammar import LONGEST_CLIMB, auxiliaries, case_of, is_passive, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Of these an announcement tells what is to come; of others it is the first news.
# What is said stays said when somebody rejects it.
UTTERED = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
# Deeds that somebody did, if they are spoken of as known.
FORCE = frozenset({"ASSAULT", "COERCE"})
COMING_WHEN_ANNOUNCED = frozenset({"CONSULT", "COOPERATE", "AID", "MOBILIZE", "RETREAT", "AGREE"})


class EventModality:
    """Reads the modality of the triggers of one sentence."""

    def __init__(self, sentence: Sentence, rules: Rules, data: EventData) -> None:
        self._sentence = sentence
        self._data = data
        self._reader = ModalityReader(sentence, rules, data.carrying | data.quantifiers, data.asides)

    def is_future(self, verb: Token) -> bool:
        """Whether a verb is in the future, or under a verb that makes it so."""
        reading = self._reader.of_verb(verb)
        return reading.future or reading.modality == "planned"

    def of_verb(self, verb: Token, noun: Token | None = None, *, speech: bool = False) -> tuple[Reading, str | None]:
        """The reading of a verb and its modality; `noun` is the noun that it needs.

        `speech`: the future itself is the act. None where nothing tells whether it happened, or for a habit.
        """
        reading = self._reader.of_verb(verb)
        self._nothing(verb, noun, reading)
        self._auxiliaries(verb, reading)
        if self._is_habit(verb):
            return reading, None
        if speech and reading.modality in ("planned", "actual"):
            return reading, "actual"
        if reading.purpose:
            # "pour s'entretenir avec X": an aim is no event of its own.
            return reading, None
        governed = self._governed(verb)
        if governed is not None and reading.modality in ("actual", "planned", "proposed", "requested"):
            reading.modality, reading.opened = governed, False
        if reading.modality == "negated" and self._is_unasked(verb):
            # "n'a pas demandé que X retire…": neither asked for nor refused.
            return reading, None
        if reading.modality == "conditional" and self._is_sourced():
            reading.modality = "alleged"
        if reading.modality == "conditional" and self._is_wished(verb):
            reading.modality = "proposed"
        if reading.modality in ("planned", "proposed") and self._is_perfect_infinitive(verb):
            # "a confirmé avoir rencontré X"
            reading.modality, reading.opened = "actual", False
        if reading.modality == "actual" and self._is_presumed(verb):
            reading.take("alleged", "presumed")
        if not reading.opened or reading.modality != "actual":
            return reading, reading.modality
        return reading, "actual" if self._is_blamed(verb) else None

    def is_done(self, verb: Token) -> bool:
        """Whether a verb by itself, in the past or present, tells what was done."""
        own = Reading()
        self._reader.read_own(verb, own)
        return own.modality == "actual"

    def is_told(self, verb: Token) -> bool:
        """Whether a verb stands in a clause of its own, with an auxiliary or a finite form, not as a participle."""
        parts = (verb, *auxiliaries(self._sentence, verb))
        return any(part.feats.get("VerbForm") in ("Fin", "Inf") for part in parts)

    def _is_perfect_infinitive(self, verb: Token) -> bool:
        parts = self._sentence.children(verb, "aux")
        return any(part.feats.get("VerbForm") == "Inf" and part.dep != "aux:pass" for part in parts)

    def _is_sourced(self) -> bool:
        """ "X se rendrait à Y, à en croire Z": the conditional is that of hearsay."""
        return any(clause.kind == "source" for clause in self._sentence.clauses) and not any(
            fold(token.text) == "si" for token in self._sentence.tokens
        )

    def _is_wished(self, verb: Token) -> bool:
        """ "voudrait rencontrer": the conditional of a wish hangs on no condition."""
        governor = self._sentence.governor(verb)
        if governor is None or verb.feats.get("VerbForm") != "Inf" or governor.feats.get("Mood") != "Cnd":
            return False
        return lemma(governor) in self._data.wishing and "si" not in {fold(t.text) for t in self._sentence.tokens}

    def _nothing(self, verb: Token, noun: Token | None, reading: Reading) -> None:
        """ "n'a tiré aucune roquette", "n'a rien promis", "aucun soldat n'a…": nothing was done."""
        if reading.modality == "negated":
            return
        for child in self._sentence.children(verb, "obj", "nsubj", "advmod", "obl", "iobj"):
            words = [child, *self._sentence.children(child, "det", "amod")]
            if any(fold(word.text) in self._data.nothing for word in words):
                reading.take("negated", f"{child.text!r}")
                return
        if noun is not None and any(fold(d.text) in self._data.nothing for d in self._sentence.children(noun, "det")):
            reading.take("negated", f"{noun.text!r}")

    def _auxiliaries(self, verb: Token, reading: Reading) -> None:
        """ "pourrait céder" is possible, "aurait dû rencontrer" did not happen."""
        before = self._sentence.tokens[max(0, verb.index - 5) : verb.index]
        words = [fold(token.text) for token in before]
        if "du" in words and {"aurait", "auraient"} & set(words[: words.index("du")]):
            reading.modality, reading.reason = "negated", "should have"
            return
        infinitive = any(part.feats.get("VerbForm") == "Inf" for part in (verb, *self._sentence.children(verb, "aux")))
        may = {"pourrait", "pourraient"} & set(words) and infinitive
        if may and reading.modality == "conditional" and "si" not in {fold(t.text) for t in self._sentence.tokens}:
            reading.modality, reading.reason = "proposed", "may"

    def _is_habit(self, verb: Token) -> bool:
        """ "attaque régulièrement": a present or imperfect with an adverb of habit tells no event."""
        if verb.feats.get("VerbForm") != "Fin" or verb.feats.get("Tense") not in ("Pres", "Imp"):
            return False
        near = self._sentence.tokens[max(0, verb.index - 2) : verb.index + 4]
        if any(fold(token.text) in self._data.habitual for token in near):
            return True
        return any(token.chunk is None and fold(token.text) == "chaque" for token in self._sentence.tokens) or any(
            fold(time.text).startswith("chaque ") for time in self._sentence.times
        )

    def _governed(self, verb: Token) -> str | None:
        """What a verb that asks, threatens or gives up makes of the infinitive or clause that it governs."""
        token = verb
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            relation = token.dep.partition(":")[0]
            if governor is None or governor.pos not in ("VERB", "AUX"):
                return None
            if relation == "conj":
                token = governor
                continue
            if relation not in ("xcomp", "ccomp", "obl", "obj", "advcl") or self._is_perfect_infinitive(verb):
                return None
            if token.feats.get("VerbForm") != "Inf" and relation != "ccomp":
                return None
            own = Reading()
            self._reader.read_own(governor, own)
            modality = self._data.infinitives.get(lemma(governor))
            return modality if own.modality in ("actual", "alleged") else None
        return None

    def _is_unasked(self, verb: Token) -> bool:
        """Whether a verb that asks for something governs another, and is negated itself."""
        governor = self._sentence.governor(verb)
        if governor is None or verb.dep.partition(":")[0] not in ("xcomp", "ccomp"):
            return False
        own, inner = Reading(), Reading()
        self._reader.read_own(governor, own)
        self._reader.read_own(verb, inner)
        asks = self._data.infinitives.get(lemma(governor)) == "requested"
        return asks and own.modality == "negated" and inner.modality != "negated"

    def _is_presumed(self, verb: Token) -> bool:
        """ "des miliciens présumés ont tué": who did it is presumed."""
        subjects = self._sentence.children(verb, "nsubj", "obl:agent")
        return any(self._is_presumed_noun(subject) for subject in subjects)

    def _is_presumed_noun(self, noun: Token) -> bool:
        return any(fold(child.text).startswith("presum") for child in self._sentence.children(noun, "amod", "acl"))

    def _is_blamed(self, verb: Token) -> bool:
        """ "accuse Y d'avoir bombardé Z": told as having happened, by the one who blames."""
        token = verb
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                return False
            if governor.pos == "VERB":
                return lemma(governor) in self._data.blaming
            if token.dep.partition(":")[0] not in ("conj", "xcomp", "advcl", "acl", "obl"):
                return False
            token = governor
        return False

    def of_noun(self, noun: Token, support: Token | None, *, kind: str, settled: bool) -> tuple[Reading, str | None]:
        """The reading of a noun of event and its modality.

        `support`: the verb that does what the noun names; `settled`: its parties stand beside it, and it is definite.
        """
        reading = self._reader.of_noun(noun)
        articles = {
            fold(child.text) for child in self._sentence.children(noun, "det", "amod") if child.index < noun.index
        }
        if support is None and articles & self._data.nothing:
            # "aucun affrontement n'a été signalé"
            return reading, "negated"
        if support is None and articles in ({"tout"}, {"toute"}) and reading.modality not in ("denied", "negated"):
            # "toute attaque contre X": whichever there may be.
            return reading, None
        if support is not None:
            done, modality = self.of_verb(support)
            if modality == "actual" and reading.modality in ("proposed", "planned") and not reading.nested:
                own = self._modified(noun)
                return done, own or modality
            return done, modality
        if self._is_presumed_noun(noun):
            return reading, "alleged"
        if kind in FORCE and settled and self._is_known(noun):
            return reading, "actual"
        if case_of(self._sentence, noun) == "comme" and not settled:
            # "considérée comme une attaque contre X"
            return reading, None
        if reading.modality == "planned" and self._is_confirmed(noun, kind):
            return reading, "actual"
        due = self._due(noun)
        if due is not None:
            return reading, due
        if reading.modality == "negated" and kind in UTTERED and settled:
            # "a rejeté les accusations de X": what is rejected was said.
            return reading, "actual"
        if reading.modality == "proposed" and settled and self._is_commented(noun):
            return reading, "actual"
        if reading.modality in ("planned", "proposed") and not reading.nested and self._is_held(noun):
            # "la rencontre prévue n'a pas eu lieu": what came of it, not what was foreseen.
            return reading, self._under_verb(noun, self._sentence.tokens[noun.head], reading)
        if reading.modality != "actual":
            return reading, None if reading.opened else reading.modality
        if reading.announced and not reading.licence:
            return reading, "planned" if kind in COMING_WHEN_ANNOUNCED else "actual"
        governor = self._sentence.governor(noun)
        if governor is not None and governor.pos == "VERB":
            told = self._under_verb(noun, governor, reading) or self._undergone(noun, governor, kind, settled=settled)
            if told is not None:
                return reading, told
        if self._is_presupposed(noun):
            return reading, self._clause_modality(noun)
        if reading.licence or (reading.realised and not reading.opened):
            return reading, "actual"
        if governor is None and not self._has_finite():
            return reading, "actual"
        return reading, "actual" if settled and not reading.opened else None

    def _is_known(self, noun: Token) -> bool:
        """ "appelle à la fin de l'offensive de X", "un virage consécutif à l'offensive de X"."""
        governor = self._sentence.governor(noun)
        if governor is not None and case_of(self._sentence, noun) == "de" and lemma(governor) in self._data.ending:
            return True
        first = min((c.index for c in self._sentence.children(noun, "case")), default=0)
        return first > 0 and lemma(self._sentence.tokens[first - 1]) in self._data.consequent

    def _is_confirmed(self, noun: Token, kind: str) -> bool:
        """ "la libération de X a été confirmée par Y": what is no plan by its nature was done."""
        governor = self._sentence.governor(noun)
        if (
            governor is None
            or lemma(governor) not in self._data.confirming
            or kind in COMING_WHEN_ANNOUNCED - {"RETREAT"}
        ):
            return False
        own = Reading()
        self._reader.read_own(governor, own)
        return own.modality == "actual" and noun.dep.partition(":")[0] in ("obj", "nsubj")

    def _is_held(self, noun: Token) -> bool:
        """Whether a noun is the subject of a verb that tells that it took or did not take place, not that it will."""
        verb = self._sentence.governor(noun)
        if verb is None or not noun.dep.startswith("nsubj") or lemma(verb) not in self._data.held:
            return False
        own = Reading()
        self._reader.read_own(verb, own)
        return own.modality in ("actual", "negated")

    def _due(self, noun: Token) -> str | None:
        """ "des pourparlers devraient s'ouvrir": the modality of the verb that tells that they take place."""
        governor = self._sentence.governor(noun)
        if governor is None or not noun.dep.startswith("nsubj") or lemma(governor) != "devoir":
            return None
        below = next((c for c in self._sentence.children(governor, "xcomp") if c.pos == "VERB"), None)
        return self.of_verb(below)[1] if below is not None and lemma(below) in self._data.occurring else None

    def beside(self, noun: Token) -> str | None:
        """The modality of what stands beside a clause ("en visite à X, Y signera…"): actual or that of the clause."""
        governor = self._sentence.governor(noun)
        verb = next(self._sentence.children(noun, "cop"), governor)
        own = Reading()
        if verb is not None and verb.feats.get("VerbForm") == "Inf":
            return self.of_verb(verb)[1]
        if verb is not None and verb.pos in ("VERB", "AUX"):
            self._reader.read_own(noun if verb is not governor else verb, own)
        return own.modality if own.modality in ("planned", "conditional") else "actual"

    def under(self, verb: Token, modality: str) -> str | None:
        """The modality of a noun whose verb asks for, offers, or calls off what it names."""
        own = self._reader.of_verb(verb)
        self._nothing(verb, None, own)
        if own.purpose or own.opened:
            return None
        if own.modality in ("actual", "alleged", "planned"):
            return modality
        return None if modality == "negated" else "negated" if own.modality == "negated" else own.modality

    def _modified(self, noun: Token) -> str | None:
        """The modality that adjectives and participles on the noun give alone ("une éventuelle rencontre")."""
        alone = Reading()
        for child in self._sentence.children(noun, "amod", "acl"):
            word = fold(child.text)
            if word.startswith(("eventuel", "possible", "potentiel", "hypothetique")):
                alone.take("proposed", child.text)
        return alone.modality if alone.modality != "actual" else None

    def _under_verb(self, noun: Token, governor: Token, reading: Reading) -> str | None:
        """The modality that the verb above gives: one of blame presupposes, one of occurring tells itself."""
        relation = noun.dep.partition(":")[0]
        suffers = relation == "nsubj" and is_passive(self._sentence, governor)
        if (relation in ("obj", "xcomp", "obl") or suffers) and lemma(governor) in self._data.blaming:
            return "actual"
        if relation == "nsubj" and lemma(governor) in self._data.occurring:
            own = Reading()
            self._reader.read_own(governor, own)
            if reading.opened and own.modality == "actual":
                return None
            return own.modality
        if relation == "obj" and lemma(governor) in self._data.hosting:
            own = Reading()
            self._reader.read_own(governor, own)
            return own.modality
        return None

    def _undergone(self, noun: Token, governor: Token, kind: str, *, settled: bool) -> str | None:
        """ "le pillage de X par Y a été filmé": a known deed to which something was done, if it was not averted."""
        if kind not in FORCE or not settled or not is_passive(self._sentence, governor):
            return None
        if not noun.dep.startswith("nsubj") or lemma(governor) in self._data.averting:
            return None
        if self._data.governing.get(lemma(governor)) is not None:
            return None
        own = Reading()
        self._reader.read_own(governor, own)
        return own.modality if own.modality == "actual" else None

    def _is_commented(self, noun: Token) -> bool:
        """ "a évoqué sa rencontre avec X": what is spoken about as known, the verb proposes nothing."""
        governor = self._sentence.governor(noun)
        if governor is None or noun.dep.partition(":")[0] != "obj" or lemma(governor) not in self._data.blaming:
            return False
        own = Reading()
        self._reader.read_own(governor, own)
        return own.modality == "actual"

    def _is_presupposed(self, noun: Token) -> bool:
        case = case_of(self._sentence, noun)
        governor = self._sentence.governor(noun)
        if case == "de" and governor is not None and lemma(governor) in self._data.presupposing_nouns:
            return True
        if case == "de" and governor is not None and lemma(governor) in self._data.phases:
            return self._is_presupposed(governor)
        return any(case == known or case.startswith(f"{known} ") for known in self._data.presupposing)

    def _clause_modality(self, noun: Token) -> str:
        """Actual, but "lors du sommet" shares the tense of its clause."""
        case = case_of(self._sentence, noun)
        if not any(case == known or case.startswith(f"{known} ") for known in self._data.simultaneous):
            return "actual"
        token = noun
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                return "actual"
            token = governor
            if token.pos in ("VERB", "AUX"):
                own = Reading()
                self._reader.read_own(token, own)
                return own.modality if own.modality in ("planned", "conditional") else "actual"
        return "actual"

    def _has_finite(self) -> bool:
        return any(
            token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin" for token in self._sentence.tokens
        )
