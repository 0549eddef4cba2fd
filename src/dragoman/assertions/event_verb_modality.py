"""How an event of a verb is meant: the modality of its trigger, or None where nothing tells whether it happened."""

from collections.abc import Collection

from dragoman.assertions.conditions import has_si, is_question
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_hearsay import is_blamed_by_nobody, is_presumed
from dragoman.assertions.grammar import (
    LONGEST_CLIMB,
    auxiliaries,
    case_of,
    is_compound,
    is_passive,
    is_reflexive,
    lemma,
)
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How many words before a verb its "doivent" stands.
RULE_REACH = 4


class VerbModality:
    """Reads the modality of the triggers of one sentence."""

    def __init__(self, sentence: Sentence, rules: Rules, data: EventData) -> None:
        self._sentence = sentence
        self._rules = rules
        self._data = data
        self._reader = ModalityReader(sentence, rules, data.carrying | data.quantifiers, data.asides)

    def is_future(self, verb: Token) -> bool:
        """Whether a verb is in the future, or under a verb that makes it so."""
        reading = self._reader.of_verb(verb)
        return reading.future or self._is_told_ahead(verb) or reading.modality == "planned" or self._is_ready(verb)

    def _is_told_ahead(self, verb: Token) -> bool:
        """ "a averti que X ne resterait pas sans réponse": the future of what was said."""
        parts = (verb, *self._sentence.children(verb, "aux:pass"))
        return verb.dep == "ccomp" and any(part.feats.get("Mood") == "Cnd" for part in parts)

    def is_to_suffer(self, verb: Token, deeds: Collection[str]) -> bool:
        """ "a prévenu que tout navire serait saisi": whether a verb tells one of the deeds to come, and by nobody."""
        if lemma(verb) not in deeds or not is_passive(self._sentence, verb) or not self.is_future(verb):
            return False
        return all(case_of(self._sentence, child) != "par" for child in self._sentence.children(verb, "obl", "nmod"))

    def _is_ready(self, verb: Token) -> bool:
        """ "prêt à riposter": an adjective that makes a deed impend."""
        governor = self._sentence.governor(verb)
        return governor is not None and verb.feats.get("VerbForm") == "Inf" and lemma(governor) in self._data.ready

    def _condition_above(self, verb: Token) -> Token | None:
        """The verb that governs an infinitive, or the first of those with which it is coordinated."""
        if verb.feats.get("VerbForm") != "Inf":
            return None
        first = self._sentence.governor(verb)
        if verb.dep == "conj" and first is not None and first.feats.get("VerbForm") == "Inf":
            verb, first = first, self._sentence.governor(first)
        infinitive = verb.dep.partition(":")[0] in ("xcomp", "obj", "obl")
        return first if infinitive and first is not None and first.pos == "VERB" else None

    def of_verb(self, verb: Token, noun: Token | None = None, *, speech: bool = False) -> tuple[Reading, str | None]:
        """The reading of a verb and its modality; `noun` is the noun that it needs.

        `speech`: the future itself is the act. None where nothing tells whether it happened, or for a habit.
        """
        reading = self._reader.of_verb(verb)
        self._nothing(verb, noun, reading)
        self._auxiliaries(verb, reading)
        if self._is_habit(verb) or self._is_rule(verb) or self._is_wanted(verb):
            return reading, None
        coming = verb.feats.get("Tense") == "Fut" or self._is_told_ahead(verb)
        hung = reading.modality in ("conditional", "alleged") and coming and not has_si(self._sentence, verb)
        if speech and (hung or reading.modality in ("planned", "actual") or self._is_ready(verb)):
            return reading, "actual"
        if self._is_supposed_that(verb):
            return reading, "conditional"
        if reading.modality == "proposed" and self._is_unable(verb):
            return reading, None
        if reading.purpose:
            # "pour s'entretenir avec X": an aim is no event of its own.
            return reading, self._modality_of_means(verb)
        condition = self._condition_above(verb)
        if condition is not None and has_si(self._sentence, condition):
            # "si X refuse de se retirer": neither refused nor done; "si X accepte de…" hangs on it.
            below = self._data.infinitives.get(lemma(condition))
            return reading, None if below == "negated" else "conditional"
        governed = self._governed(verb)
        if governed == "proposed" or (
            governed is not None and reading.modality in ("actual", "planned", "proposed", "requested")
        ):
            reading.modality, reading.opened = governed, False
        if reading.no_longer and any(time.kind == "since" for time in self._sentence.times):
            # "n'avait plus accueilli de sommet depuis 33 ans": how long it had not been done.
            return reading, None
        if reading.modality == "negated" and self._is_unasked(verb):
            # "n'a pas demandé que X retire…": neither asked for nor refused.
            return reading, None
        if reading.modality == "conditional" and (self._is_sourced() or self._is_alleged(verb)):
            reading.modality = "alleged"
        if reading.modality == "conditional" and self._is_wished(verb):
            reading.modality = "proposed"
        if reading.modality == "planned" and self._hangs_on_if(verb):
            reading.modality = "conditional"
        if reading.modality == "negated" and self._is_supposed(verb):
            # "si X ne revient pas à la table": neither refused nor done.
            reading.modality = "conditional"
        if reading.modality in ("planned", "proposed") and self._is_perfect_infinitive(verb):
            # "a confirmé avoir rencontré X"
            reading.modality, reading.opened = "actual", False
        if reading.modality == "actual" and is_presumed(self._sentence, verb):
            reading.take("alleged", "presumed")
        if reading.modality == "actual" and is_blamed_by_nobody(self._sentence, verb, self._data):
            reading.take("alleged", "accused by nobody named")
        if reading.opened and reading.modality == "actual" and self._is_sequel(verb):
            return reading, "actual"
        if not reading.opened or reading.modality != "actual":
            return reading, reading.modality
        return reading, "actual" if self._is_blamed(verb) else None

    def _is_supposed_that(self, verb: Token) -> bool:
        """ "à moins que X se retire", "pourvu que Y libère Z": a condition without "si"."""
        for mark in self._sentence.children(verb, "mark"):
            if mark.index and fold(mark.text).strip("'") in ("que", "qu"):
                before = [fold(t.text) for t in self._sentence.tokens[max(0, mark.index - 2) : mark.index]]
                said = {" ".join(before), before[-1]}
                return any(fold(words) in said for words in self._rules.modality.hypothetical)
        return False

    def _is_unable(self, verb: Token) -> bool:
        """ "ne peut rompre des relations qui n'existent pas": what cannot be is neither done nor refused."""
        above = self._sentence.governor(verb)
        if above is None or verb.feats.get("VerbForm") != "Inf" or lemma(above) != "pouvoir":
            return False
        # "ne peut rompre": of this verb "ne" alone is a negation.
        alone = any(fold(c.text).strip("'") in ("ne", "n") for c in self._sentence.children(above, "advmod"))
        return alone and not is_compound(self._sentence, above)

    def _hangs_on_if(self, verb: Token) -> bool:
        """ "si X persiste, Y devra suspendre son aide": the clause with "si" stands with the verb above."""
        above = self._sentence.governor(verb)
        if above is None or above.feats.get("Tense") != "Fut" or verb.dep.partition(":")[0] != "xcomp":
            return False
        return any(has_si(self._sentence, clause) for clause in self._sentence.children(above, "advcl"))

    def _modality_of_means(self, verb: Token) -> str | None:
        """ "a utilisé des mortiers pour pilonner X": done with it; "se sont entendus pour rouvrir…": to be done."""
        above = self._sentence.governor(verb)
        if above is None or above.pos != "VERB" or verb.index < above.index:
            return None
        if lemma(above) in self._data.means:
            # "n'a pas été utilisé pour attaquer X": whether another attacked with something else is open.
            done = self.of_verb(above)[1]
            return done if done != "negated" else None
        return "planned" if self.is_agreed(verb) and self.of_verb(above)[1] == "actual" else None

    def is_agreed(self, verb: Token) -> bool:
        """ "se sont accordés pour exiger": whether an infinitive tells what two have agreed on."""
        above = self._sentence.governor(verb)
        if above is None or above.pos != "VERB" or verb.feats.get("VerbForm") != "Inf":
            return False
        said = {lemma(above)} if is_reflexive(self._sentence, above) else set()
        beside = self._sentence.children(above, "obl", "xcomp")
        said |= {lemma(child) for child in beside if case_of(self._sentence, child) != "sans"}
        return bool(said & self._data.agreeing)

    def is_done(self, verb: Token) -> bool:
        """Whether a verb by itself, in the past or present, tells what was done."""
        own = Reading()
        self._reader.read_own(verb, own)
        return own.modality == "actual"

    def is_uttered(self, verb: Token) -> bool:
        """Whether a verb of speech is told as past or present, so that a clause with "si" hangs on what it says."""
        own = (verb, *auxiliaries(self._sentence, verb))
        finite = [part for part in own if part.feats.get("VerbForm") == "Fin"]
        told = any(p.feats.get("Mood") == "Ind" and p.feats.get("Tense") in ("Pres", "Past", "Imp") for p in finite)
        return told and not has_si(self._sentence, verb)

    def is_told(self, verb: Token) -> bool:
        """Whether a verb stands in a clause of its own, with an auxiliary or a finite form, not as a participle."""
        parts = (verb, *auxiliaries(self._sentence, verb))
        return any(part.feats.get("VerbForm") in ("Fin", "Inf") for part in parts)

    def _is_supposed(self, verb: Token) -> bool:
        return has_si(self._sentence, verb) and not is_question(self._sentence, verb, self._rules.wondering)

    def _is_perfect_infinitive(self, verb: Token) -> bool:
        """ "a confirmé avoir rencontré X"; "devra avoir rencontré X" tells what is still to come."""
        parts = self._sentence.children(verb, "aux")
        above = self._sentence.governor(verb)
        coming = above is not None and lemma(above) == "devoir" and above.feats.get("Tense") == "Fut"
        return not coming and any(part.feats.get("VerbForm") == "Inf" and part.dep != "aux:pass" for part in parts)

    def _is_sourced(self) -> bool:
        """ "X se rendrait à Y, à en croire Z": the conditional is that of hearsay."""
        return any(clause.kind == "source" for clause in self._sentence.clauses) and not any(
            fold(token.text) == "si" for token in self._sentence.tokens
        )

    def _is_alleged(self, verb: Token) -> bool:
        """ "les allégations selon lesquelles X soutiendrait Y": the conditional of what is alleged."""
        noun = self._sentence.governor(verb)
        if noun is None or not verb.dep.startswith("acl") or verb.feats.get("VerbForm") != "Fin":
            return False
        before = self._sentence.tokens[noun.index + 1 : verb.index]
        return any(t.dep == "case" and lemma(t) == "selon" for t in before[:2]) and not has_si(self._sentence, verb)

    def _is_wished(self, verb: Token) -> bool:
        """ "voudrait rencontrer": the conditional of a wish hangs on no condition."""
        governor = self._sentence.governor(verb)
        if governor is None or verb.feats.get("VerbForm") != "Inf" or governor.feats.get("Mood") != "Cnd":
            return False
        return lemma(governor) in self._data.wishing and "si" not in {fold(t.text) for t in self._sentence.tokens}

    def _nothing(self, verb: Token, noun: Token | None, reading: Reading) -> None:
        """ "n'a tiré aucune roquette", "n'a rien promis", "aucun soldat n'a…": nothing was done."""
        if reading.modality == "negated":
            # The same "aucun" is no second negation.
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
        """ "attaque régulièrement", "coopère avec Y": a present with an adverb of habit, or that lasts, is no event."""
        if self._has_lasted(verb):
            return True
        if verb.feats.get("VerbForm") != "Fin" or verb.feats.get("Tense") not in ("Pres", "Imp"):
            return False
        aimed = any(c.feats.get("VerbForm") == "Inf" for c in self._sentence.children(verb, "advcl", "obl", "xcomp"))
        if lemma(verb) in self._data.lasting and not aimed and not any(t.date for t in self._sentence.times):
            # "collaborent pour surveiller la trêve" is done now.
            return True
        near = self._sentence.tokens[max(0, verb.index - 2) : verb.index + 4]
        if any(fold(token.text) in self._data.habitual for token in near):
            return True
        if any(fold(time.text).startswith("chaque ") for time in self._sentence.times):
            return True
        return any(self._is_every(token) for token in self._sentence.tokens)

    def _has_lasted(self, verb: Token) -> bool:
        """ "le blocus imposé par X depuis des décennies", "a coopéré avec Y depuis 2012": how things stand."""
        behind = [t for t in self._sentence.times if t.start > verb.end and t.kind in ("vague", "since")]
        since = [t for t in behind if fold(t.text).split()[0] in self._data.ever_since]
        if lemma(verb) in self._data.lasting:
            return bool(since) or any(t.kind == "since" for t in self._sentence.times)
        bare = verb.dep == "acl" and not any(True for _ in self._sentence.children(verb, "aux"))
        return bare and any(t.date is None and self._belongs(t.start, verb) for t in since)

    def _belongs(self, start: int, verb: Token) -> bool:
        """Whether no other verb stands between a verb and what begins at an offset."""
        between = (t for t in self._sentence.tokens[verb.index + 1 :] if t.start < start)
        return not any(t.pos == "VERB" or t.text in (";", ":") for t in between)

    def _is_wanted(self, verb: Token) -> bool:
        """ "a fait pression sur X pour qu'il libère Y": an aim, come of it what may."""
        marks = {fold(mark.text).strip("'") for mark in self._sentence.children(verb, "mark")}
        return bool(marks & {"que", "qu"}) and bool((marks & self._data.aims) - self._data.presupposing)

    def _is_every(self, token: Token) -> bool:
        """ "chaque année", "tous les deux ans"."""
        word = fold(token.text)
        if token.chunk is not None or word not in self._data.every:
            return False
        behind = self._sentence.tokens[token.index + 1 : token.index + 4]
        return word == "chaque" or any(lemma(t) in self._data.periods for t in behind)

    def _is_rule(self, verb: Token) -> bool:
        """ "tous les membres doivent donner leur accord": a rule for all of them tells no event."""
        before = [fold(token.text) for token in self._sentence.tokens[: verb.index]]
        due = {"doit", "doivent"} & set(before[-RULE_REACH:])
        return bool(due) and bool({"tous", "toutes", "chaque", "chacun"} & set(before))

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
            if has_si(self._sentence, token):
                # "se demande si X a…": nothing is asked for.
                return None
            if token.feats.get("VerbForm") != "Inf" and relation != "ccomp":
                return None
            own = Reading()
            self._reader.read_own(governor, own)
            modality = self._data.infinitives.get(lemma(governor))
            if own.modality == "negated" and lemma(governor) in self._data.excluding:
                return "proposed"
            apart = relation == "ccomp" or token.index != verb.index or is_reflexive(self._sentence, governor)
            if modality == "actual" and apart:
                # "annonce suspendre ses vols" does it, "annonce que X viendra" does not.
                return None
            if modality == "actual" and self._reader.of_verb(governor).modality != "actual":
                # "pourrait être contraint d'accepter"
                return None
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

    def _is_sequel(self, verb: Token) -> bool:
        """ "a reçu X avant de s'entretenir avec Y": in a report of the past, what came next."""
        governor = self._sentence.governor(verb)
        if governor is None or verb.feats.get("VerbForm") != "Inf" or governor.index > verb.index:
            return False
        words = {fold(child.text) for child in self._sentence.children(verb, "case", "mark", "advmod")}
        own = Reading()
        self._reader.read_own(governor, own)
        told = any(part.feats.get("Mood") == "Ind" for part in auxiliaries(self._sentence, governor))
        return "avant" in words and own.modality == "actual" and told
