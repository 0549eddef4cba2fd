"""How an event is meant: the modality of its trigger, or None where nothing tells whether it happened."""

from collections.abc import Iterator

from dragoman.assertions.event_drafts import FORCE
from dragoman.assertions.event_hearsay import is_presumed_noun
from dragoman.assertions.event_verb_modality import VerbModality
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, is_passive, is_past, lemma
from dragoman.assertions.modality import Reading
from dragoman.model.names import fold
from dragoman.model.sentence import Token

# Of these an announcement tells what is to come; of others it is the first news.
# What is said stays said when somebody rejects it.
UTTERED = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
COMING_WHEN_ANNOUNCED = frozenset({"CONSULT", "COOPERATE", "AID", "MOBILIZE", "RETREAT", "AGREE"})


class EventModality(VerbModality):
    """Reads the modality of the triggers of one sentence."""

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
        whichever = len(articles) == 1 and articles <= self._data.whichever
        if whichever and (support is None or kind in FORCE) and reading.modality not in ("denied", "negated"):
            # "toute attaque contre X": whichever there may be.
            return reading, None
        if support is not None:
            done, modality = self.of_verb(support)
            if modality == "actual" and reading.modality in ("proposed", "planned") and not reading.nested:
                # "organise le sommet prévu en mai": whoever hosts it, it is still to come.
                simple = not any(True for _ in self._sentence.children(support, "aux"))
                due = simple and reading.modality == "planned" and support.feats.get("Tense") == "Pres"
                return done, self._modified(noun) or ("planned" if due else modality)
            return done, modality
        if is_presumed_noun(self._sentence, noun):
            return reading, "alleged"
        return reading, self._of_bare_noun(noun, reading, kind, settled=settled)

    def _of_bare_noun(self, noun: Token, reading: Reading, kind: str, *, settled: bool) -> str | None:
        """The modality of a noun that no verb does: by the word that it stands with, then by the verb above."""
        supposed, modality = self._supposed(noun, kind, reading)
        if supposed:
            return modality
        if kind in FORCE and settled and (self._is_known(noun) or self._is_suffered(noun)):
            return "actual"
        if kind in FORCE and (self._is_answered(noun) or self._is_ended(noun) or (settled and self._is_topic(noun))):
            return "actual"
        if self._is_awaited(noun) or (case_of(self._sentence, noun) == "comme" and not settled):
            # "considérée comme une attaque contre X"
            return None
        if reading.modality == "planned" and self._is_confirmed(noun, kind):
            return "actual"
        return self._due(noun) or self._weighed(noun, reading, kind, settled=settled)

    def _supposed(self, noun: Token, kind: str, reading: Reading) -> tuple[bool, str | None]:
        """Whether the words before a noun tell alone how it is meant, and how."""
        case, governor = case_of(self._sentence, noun), self._sentence.governor(noun)
        if governor is None:
            return False, None
        before = f"{case_of(self._sentence, governor)} {lemma(governor)} {case}" if case == "de" else case
        if before in self._data.favouring and kind not in UTTERED:
            return True, "proposed"
        if case == "a" and lemma(noun) in self._data.bidding and governor.pos == "VERB":
            # "le mandat sera prolongé à la demande de X"
            done = self.of_verb(governor)[1]
            return done in ("actual", "planned", "proposed", "conditional"), "actual" if done == "actual" else None
        if case == "de" and lemma(governor) in self._data.excluding:
            # "a exclu X de son sommet": who is not asked to come, not whether it is held.
            return True, None
        if reading.modality == "proposed" and governor.pos == "ADJ" and self._is_cause(noun):
            # "Après des négociations entre X et Y, un texte est prêt"
            return True, "actual"
        if case == "de" and kind in FORCE and lemma(governor) in self._data.looming:
            # "s'inquiète d'un retour de la guerre entre X et Y"
            return True, None
        wished = reading.modality == "proposed"
        known = wished and kind == "CONSULT" and any(True for _ in self._sentence.children(noun, "det"))
        if case == "de" and known and lemma(governor) in self._data.aimed_at:
            return True, self.beside(governor)
        if wished and not reading.nested and self._has_begun(noun):
            return True, "actual"
        held = self._held_in_relative(noun) if kind == "CONSULT" else None
        return held is not None, held

    def _has_begun(self, noun: Token) -> bool:
        """ "le rapprochement entre X et Y, amorcé en mai": what has begun is no mere wish."""
        said = self._sentence.children(noun, "acl", "amod")
        return any(lemma(child) in self._data.begun and child.feats.get("Tense") == "Past" for child in said)

    def _held_in_relative(self, noun: Token) -> str | None:
        """ "le sommet de X, qui se tiendra en mai", "qui se tient à Y": the modality of a relative that tells it."""
        for child in self._sentence.children(noun, "acl:relcl"):
            if lemma(child) in self._data.held and any(True for _ in self._sentence.children(child, "nsubj")):
                own = Reading()
                self._reader.read_own(child, own)
                return own.modality if own.modality in ("actual", "planned", "negated") else None
        return None

    def _weighed(self, noun: Token, reading: Reading, kind: str, *, settled: bool) -> str | None:
        """The modality that the words around a noun give, weighed against what is known to have been done."""
        rejected = reading.modality in ("negated", "denied") and kind in UTTERED and settled
        if rejected or (reading.modality == "negated" and self._is_cause(noun)):
            # "a rejeté les accusations de X": what is rejected was said.
            return "actual"
        if reading.modality == "proposed" and self._is_going_on(noun):
            return "actual"
        if reading.modality in ("proposed", "negated") and settled and self._is_commented(noun):
            return "actual"
        if reading.modality in ("planned", "proposed") and not reading.nested and self._is_held(noun):
            # "la rencontre prévue n'a pas eu lieu": what came of it, not what was foreseen.
            return self._under_verb(noun, self._sentence.tokens[noun.head], reading)
        if reading.modality in ("denied", "negated") and self._modified(noun) == "proposed":
            # "nie tout projet d'une éventuelle visite": nothing is denied of what was never more than possible.
            return None
        if reading.modality != "actual":
            # "examinera un rapport sur les négociations entre X et Y": what the verb is about need not be to come.
            told_of = reading.nested and settled and kind == "CONSULT" and self._is_under_future(noun)
            return None if reading.opened or told_of else reading.modality
        if kind == "CONSULT" and self._was_held(noun):
            return "actual"
        beside = self._stands_beside(noun)
        if (reading.announced or self._is_announced(noun)) and not reading.licence and not beside:
            return "planned" if kind in COMING_WHEN_ANNOUNCED else "actual"
        governor = self._sentence.governor(noun)
        told = self._told_above(noun, governor, reading, kind, settled=settled)
        if told is not None:
            return told
        if self._is_presupposed(noun):
            return self._clause_modality(noun)
        counted = governor is not None and lemma(governor) in self._data.quantifiers
        signed = reading.realised and (counted or not (reading.nested and kind == "CONSULT"))
        if reading.licence or (signed and not reading.opened) or (governor is None and not self._has_finite()):
            return "actual"
        return "actual" if settled and not reading.opened else None

    def _is_under_future(self, noun: Token) -> bool:
        """Whether the verb above a noun is in the future."""
        token: Token | None = noun
        for _ in range(LONGEST_CLIMB):
            token = self._sentence.governor(token) if token is not None else None
            if token is None or token.pos in ("VERB", "AUX"):
                break
        return token is not None and token.feats.get("Tense") == "Fut"

    def _is_announced(self, noun: Token) -> bool:
        """ "la visite de X est annoncée pour octobre": what is announced is to come."""
        verb = self._sentence.governor(noun)
        if verb is None or not noun.dep.startswith("nsubj") or not is_passive(self._sentence, verb):
            return False
        return "announces" in self._rules.verb_class.get(lemma(verb), ())

    def _told_above(
        self, noun: Token, governor: Token | None, reading: Reading, kind: str, *, settled: bool
    ) -> str | None:
        """The modality that the verb above a noun gives it."""
        if governor is None or governor.pos != "VERB":
            return None
        return self._under_verb(noun, governor, reading) or self._undergone(noun, governor, kind, settled=settled)

    def _is_known(self, noun: Token) -> bool:
        """ "veut mettre fin à l'offensive de X", "un virage consécutif à l'offensive de X", "aide X dans sa guerre"."""
        governor = self._sentence.governor(noun)
        if governor is not None and case_of(self._sentence, noun) == "dans" and lemma(governor) in self._data.siding:
            return True
        first = min((c.index for c in self._sentence.children(noun, "case")), default=0)
        return first > 0 and lemma(self._sentence.tokens[first - 1]) in self._data.consequent | self._data.ending

    def _is_ended(self, noun: Token) -> bool:
        """ "appelle à la fin de l'offensive de X"."""
        governor = self._sentence.governor(noun)
        return governor is not None and case_of(self._sentence, noun) == "de" and lemma(governor) in self._data.ending

    def _is_topic(self, noun: Token) -> bool:
        """ "pour discuter de l'agression de X contre Y": what is talked about is known."""
        governor = self._sentence.governor(noun)
        return governor is not None and governor.pos == "VERB" and lemma(governor) in self._data.discussing

    def _is_suffered(self, noun: Token) -> bool:
        """ "veut défendre X face à l'agression de Y": one known deed that somebody faces."""
        return case_of(self._sentence, noun) in ("contre", "face a") and noun.feats.get("Number") == "Sing"

    def _is_answered(self, noun: Token) -> bool:
        """ "en riposte à des tirs de X": what is answered has happened."""
        above = self._sentence.governor(noun)
        return above is not None and case_of(self._sentence, noun) == "a" and lemma(above) in self._data.answers

    def _is_awaited(self, noun: Token) -> bool:
        """ "refuse de négocier avant le retrait de X": whether it comes to that is open."""
        above = self._sentence.governor(noun)
        if case_of(self._sentence, noun) != "avant" or above is None or above.pos not in ("VERB", "AUX"):
            return False
        put_off = self._data.infinitives.get(lemma(above), "actual") != "actual"
        return put_off or self.of_verb(above)[1] not in ("actual", "alleged")

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

    def _was_held(self, noun: Token) -> bool:
        """ "au centre du sommet de X, tenu lundi à Y": a past participle tells that it took place."""
        return any(
            lemma(child) in self._data.held
            and child.feats.get("VerbForm") == "Part"
            and child.feats.get("Tense") == "Past"
            for child in self._sentence.children(noun, "acl", "amod")
        )

    def _is_held(self, noun: Token) -> bool:
        """Whether a noun is the subject of a verb that tells that it took or did not take place, not that it will."""
        verb = self._sentence.governor(noun)
        if verb is None or not noun.dep.startswith("nsubj") or lemma(verb) not in self._data.held:
            return False
        own = Reading()
        self._reader.read_own(verb, own)
        return own.modality in ("actual", "negated")

    def _due(self, noun: Token) -> str | None:
        """ "des pourparlers devraient s'ouvrir", "n'ont pas pu s'ouvrir": what the verb of their taking place tells."""
        governor = self._sentence.governor(noun)
        if governor is None or not noun.dep.startswith("nsubj") or lemma(governor) not in ("devoir", "pouvoir"):
            return None
        below = next((c for c in self._sentence.children(governor, "xcomp") if c.pos in ("VERB", "AUX")), None)
        if below is None or not {lemma(below), *self._said_with(below)} & self._data.occurring:
            return None
        if lemma(governor) == "pouvoir":
            own = Reading()
            self._reader.read_own(governor, own)
            if is_past(self._sentence, governor):
                return own.modality if own.modality == "negated" else None
        return self.of_verb(below)[1]

    def _said_with(self, verb: Token) -> Iterator[str]:
        """ "avoir lieu": a verb with its bare object."""
        for noun in self._sentence.children(verb, "obj"):
            yield f"{lemma(verb)} {lemma(noun)}"

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
        above = self._sentence.governor(verb)
        if own.opened and above is not None and self._data.infinitives.get(lemma(above)) == "actual":
            # "a dit espérer une rencontre"
            own.opened = False
        if own.purpose and modality == "requested":
            # "s'accordent pour exiger le retrait de X"
            return modality
        if own.purpose or own.opened:
            return None
        if own.modality == "negated" and lemma(verb) in self._rules.ruling_out:
            return "proposed"
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
            about = lemma(governor) in self._data.matters
            if reading.opened and own.modality == "actual" and not about:
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

    def _is_going_on(self, noun: Token) -> bool:
        """ "soutient le dialogue en cours entre X et Y": what goes on is not merely wished for."""
        beside = self._sentence.tokens[noun.index + 1 : noun.index + 3]
        return " ".join(fold(token.text) for token in beside) in self._data.ongoing

    def _is_commented(self, noun: Token) -> bool:
        """ "a évoqué sa rencontre avec X": what is spoken about as known, whether it is or not ("n'a pas condamné")."""
        governor = self._sentence.governor(noun)
        if governor is None or noun.dep.partition(":")[0] != "obj" or lemma(governor) not in self._data.blaming:
            return False
        own = Reading()
        self._reader.read_own(governor, own)
        return own.modality in ("actual", "negated")

    def _is_cause(self, noun: Token) -> bool:
        """ "a échoué en raison du veto de X": the cause of what did not happen has happened."""
        case = case_of(self._sentence, noun)
        return self._is_presupposed(noun) and (" " in case or case in ("apres", "depuis", "malgre"))

    def _stands_beside(self, noun: Token) -> bool:
        """ "a annoncé une trêve à l'issue d'une rencontre": the meeting is not what was announced."""
        governor = self._sentence.governor(noun)
        adverbial = governor is not None and governor.dep == "obl:mod" and case_of(self._sentence, noun) == "de"
        return adverbial and self._is_presupposed(noun)

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
                return self._shared_modality(token)
        return "actual"

    def _shared_modality(self, verb: Token) -> str:
        """What a meeting during which something is done shares with what is done: what is still to come."""
        if verb.feats.get("VerbForm") == "Inf":
            # "doit rencontrer Y lors de sa visite", "ne devait pas aborder le sujet lors du sommet"
            whole = self._reader.of_verb(verb)
            return "planned" if whole.due or whole.modality == "planned" else "actual"
        own = Reading()
        self._reader.read_own(verb, own)
        if lemma(verb) in self._data.scheduling and is_passive(self._sentence, verb) and own.modality == "actual":
            # "des détails sont attendus lors de la rencontre"
            past = any(part.feats.get("Tense") in ("Imp", "Past") for part in self._sentence.children(verb, "aux"))
            return "actual" if past else "planned"
        return own.modality if own.modality in ("planned", "conditional") else "actual"

    def _has_finite(self) -> bool:
        return any(
            token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin" for token in self._sentence.tokens
        )
