"""Who takes part in an event: subjects, and all the parties beside a trigger, each with what gave it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.assertions.conditions import has_si
from dragoman.assertions.event_bystanders import bearer_of_rank, ranked
from dragoman.assertions.event_clauses import subject_behind
from dragoman.assertions.event_complements import EventComplements, Party
from dragoman.assertions.event_nouns import RELATIVES
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, auxiliaries, case_of, is_passive, lemma
from dragoman.assertions.judged_steps import is_judged, taker
from dragoman.model.names import fold
from dragoman.model.sentence import Clause, Token

CLAUSES = ("acl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "obj", "obl", "aux", "cop")

__all__ = ["EventRoles", "Party"]


class EventRoles(EventComplements):
    """Parties and places around the triggers of one sentence."""

    def subject(self, verb: Token, *, wide: bool = False) -> Filler | None:
        """Who does what a verb tells, through control, coordination, relatives and participles.

        `wide`: a subject that is nobody counts for the one whose it is ("l'expansion de l'Otan").
        """
        token, joined = verb, True
        for _ in range(LONGEST_CLIMB):
            subjects = self._sentence.children(token, "nsubj", "expl:subj")
            own = next((c for c in subjects if fold(c.text) != "rien"), None)
            if own is not None:
                return self._subject_word(token, own, wide)
            rank = ranked(self._sentence, token, self._data)
            if rank is not None:
                bearer = bearer_of_rank(self._sentence, rank)
                return self._nouns.find(bearer, f"whose rank {rank.text!r} is") if bearer is not None else None
            governor = self._sentence.governor(token)
            if governor is None:
                return self._nouns.spoken.head(token) or self._opening(verb)
            relation = token.dep.partition(":")[0]
            beside = self._beside_participle(token) if joined else None
            if beside is not None or (joined and self._is_apposed_present(token)):
                return beside
            joined = joined and relation == "conj"
            if relation in ("acl", "amod", "appos") and governor.pos not in ("VERB", "AUX"):
                if lemma(governor) in self._data.texts and governor.chunk is None:
                    return self._author_of(governor)
                if self._is_aim(token) and auxiliaries(self._sentence, token):
                    # "un tweet incriminant X pour avoir envahi Y": whoever is blamed, not whose the words are.
                    return None
                if token.feats.get("VerbForm") != "Inf":
                    return self._nouns.find(governor, f"noun that {token.text!r} stands with", wide=True)
                owner = self._nouns.owner(governor, wide=False)
                if owner is not None:
                    return owner
                if is_judged(self._sentence, governor, self._data.blaming):
                    decider = taker(self._sentence, governor, token)
                    return self._nouns.find(decider, f"who took {governor.text!r}") if decider is not None else None
                token = governor
                continue
            if (
                governor.pos in ("VERB", "AUX")
                and self._is_infinitive(token)
                and relation not in ("conj", "aux", "cop")
            ):
                controller = self._controlled(token, governor)
                if controller is not None:
                    return controller.filler
            if relation == "ccomp" and token.feats.get("VerbForm") == "Fin":
                return None
            if relation not in CLAUSES and governor.pos not in ("NOUN", "ADJ"):
                return None
            token = governor
        return None

    def _author_of(self, document: Token) -> Filler | None:
        """ "a adopté une résolution exigeant…": a text speaks for the one whose it is, or who adopts it."""
        owner = self._nouns.owner(document, wide=False)
        verb = self._sentence.governor(document)
        if owner is not None or verb is None or verb.pos != "VERB":
            return owner
        return self.actor_of_verb(verb, "subject") if document.dep.startswith(("obj", "nsubj:pass")) else None

    def text_of(self, verb: Token) -> Filler | None:
        """ "un rapport de X accuse Y": whose the text is that a verb of words has for its subject."""
        word = None if is_passive(self._sentence, verb) else self.subject_word(verb)
        known = word is not None and word.chunk is None and lemma(word) in self._data.texts
        return self._nouns.owner(word, wide=False) if word is not None and known else None

    def _opening(self, verb: Token) -> Filler | None:
        behind = subject_behind(self._sentence, verb)
        return self._nouns.find(behind, "subject of the clause behind") if behind is not None else None

    def _is_infinitive(self, token: Token) -> bool:
        parts = (token, *self._sentence.children(token, "aux"))
        return any(part.feats.get("VerbForm") == "Inf" for part in parts)

    def _controlled(self, token: Token, governor: Token) -> "_Controller | None":
        """Who controls an infinitive when it is not the subject of the verb above; the filler may be unknown."""
        if lemma(governor) not in self._data.object_control or self._is_aim(token):
            return None
        if is_passive(self._sentence, governor):
            return _Controller(self.subject_of_passive(governor))
        found = self.object(governor, besides=token) or self._first_oblique(governor, ("à", "auprès de"), token)
        if found is not None:
            return _Controller(found)
        nobody = any(lemma(c) == "personne" for c in self._sentence.children(governor, "obl", "iobj", "obj"))
        # "ne permettra à personne de menacer X"
        told = nobody or any(
            fold(c.text) in ("lui", "leur") for c in self._sentence.children(governor, "iobj", "obl", "obj")
        )
        # "encourage les deux pays à rouvrir": somebody else does it, whoever that is.
        told = told or any(c.pos == "NOUN" and c.index > governor.index for c in self._objects(governor))
        marks = {fold(mark.text).strip("'") for mark in self._sentence.children(token, "mark", "case")}
        if lemma(governor) in self._data.sending and any(self._nouns.acts(c) for c in self._objects(governor)):
            # "a envoyé des chasseurs bombarder X": its own.
            return None
        # "demande de retirer" is asked of others, "demande à rencontrer" of oneself.
        others = told or (lemma(governor) == "demander" and bool(marks & {"de", "d"}))
        return _Controller(None) if others or lemma(governor) in self._data.always_object else None

    def _objects(self, verb: Token) -> Iterator[Token]:
        return (c for c in self._sentence.children(verb, "obj") if c.chunk is None)

    def _is_aim(self, infinitive: Token) -> bool:
        """ "a critiqué X sans l'accuser": whether an infinitive stands beside the verb, as no complement of it."""
        marks = self._sentence.children(infinitive, "mark", "case")
        return any(fold(mark.text).strip("'") in self._data.aims for mark in marks)

    def _first_oblique(self, governor: Token, prepositions: Sequence[str], besides: Token) -> Filler | None:
        for preposition in prepositions:
            for found in self.oblique(governor, preposition, besides=besides):
                return found
        return None

    def subject_of_clause_below(self, verb: Token) -> Filler | None:
        """ "demande que X retire…": the named subject of an active clause that a verb governs."""
        for child in self._sentence.children(verb, "ccomp"):
            named = next((c for c in self._sentence.children(child, "nsubj") if c.pos != "PRON"), None)
            if named is not None and child.pos == "VERB" and not is_passive(self._sentence, child):
                return self._nouns.find(named, f"subject of {child.text!r}, of whom {verb.text!r} is asked")
        return None

    def subject_of_passive(self, verb: Token) -> Filler | None:
        """Who suffers what a passive tells."""
        return self.subject(verb)

    def _beside_participle(self, verb: Token) -> Filler | None:
        """ "X a félicité Y, nommé ministre": a bare participle behind a comma is said of the name right before it."""
        if verb.feats.get("VerbForm") != "Part" or verb.index < 2 or auxiliaries(self._sentence, verb):
            return None
        mark, name = self._sentence.tokens[verb.index - 1], self._sentence.tokens[verb.index - 2]
        present = verb.feats.get("Tense") == "Pres"
        if mark.text not in (",", "(", "–") or (name.chunk is None and not present):
            return None
        if present:
            # "X a bloqué l'adhésion de Y, reprochant à Z…": said of the subject of the clause.
            clause = self._clause_above(verb)
            return self.subject(clause) if clause is not None and not is_passive(self._sentence, clause) else None
        if name.chunk is None:
            return None
        return Filler(name.chunk.mentions, "grammar", f"name that {verb.text!r} stands right behind")

    def _is_apposed_present(self, verb: Token) -> bool:
        """ "…, reprochant à X": never said of the name before its comma."""
        present = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Pres"
        name = self._sentence.tokens[verb.index - 2] if verb.index > 1 else None
        apart = name is not None and name.chunk is not None and self._sentence.tokens[verb.index - 1].text == ","
        return present and apart and verb.dep == "acl" and not auxiliaries(self._sentence, verb)

    def _clause_above(self, participle: Token) -> Token | None:
        """The verb with a subject whose clause a present participle belongs to."""
        token = participle
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                return None
            token = governor
            if token.pos == "VERB" and any(True for _ in self._sentence.children(token, "nsubj")):
                return token
        return None

    def _subject_word(self, verb: Token, word: Token, wide: bool) -> Filler | None:
        said = fold(word.text).strip("'")
        if word.chunk is None and said in RELATIVES:
            return self._nouns.antecedent(verb)
        asked = self._asked(verb, word)
        return asked if asked is not None else self._nouns.find(word, f"subject of {verb.text!r}", wide=wide)

    def _asked(self, verb: Token, word: Token) -> Filler | None:
        """ "exige du M23 qu'il cesse": the pronoun means the one who is asked."""
        governor = self._sentence.governor(verb)
        if governor is None or verb.dep != "ccomp" or fold(word.text) not in ("il", "elle", "ils", "elles"):
            return None
        if lemma(governor) not in self._data.object_control:
            return None
        return self._first_oblique(governor, ("à", "de", "auprès de"), word) or self.object(governor)

    def said_below(self, verb: Token) -> list[Token]:
        """The verbs of what a verb of speech reports: of its clause, or of the words that it stands behind."""
        clause = self._clause_of(verb)
        if clause is not None:
            return [t for t in self._sentence.tokens if t.pos == "VERB" and not clause.start <= t.start < clause.end]
        return [t for child in self._sentence.children(verb, "ccomp") for t in self._sentence.subtree(child)]

    def on_condition(self, verb: Token) -> Filler | None:
        """ "frappera si X viole…": the subject of the clause with "si" that a verb hangs on."""
        for clause in self._sentence.children(verb, "advcl", "ccomp"):
            if has_si(self._sentence, clause):
                return self.subject(clause)
        return None

    def warned(self, verb: Token) -> Filler | None:
        """ "a averti X qu'elle en paierait le prix": a pronoun means the one who is warned."""
        own = next(self._sentence.children(verb, "nsubj"), None)
        governor = self._sentence.governor(verb)
        if own is None or own.pos != "PRON" or governor is None or verb.dep != "ccomp":
            return None
        return self.object(governor)

    def _clause_of(self, verb: Token) -> Clause | None:
        inverted = (clause for clause in self._sentence.clauses if clause.kind == "inverted")
        return next((clause for clause in inverted if clause.start <= verb.start < clause.end), None)

    def threatening(self, verb: Token) -> list[Party]:
        """ "« X en paiera le prix », a prévenu Y": who says it, if he speaks for a state or an organisation."""
        filler = self._speaker(verb)
        return [p for p in self.parties(filler) if p.mention.actor_kind != "person" or p.mention.country is not None]

    def _speaker(self, verb: Token) -> Filler | None:
        for clause in self._sentence.clauses:
            speaker = next((t for t in self._sentence.tokens if t.start == clause.speaker), None)
            if speaker is not None:
                return self._nouns.find(speaker, "who says it")
        token = verb
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token)
            if governor is None:
                break
            if token.dep == "ccomp" and governor.pos == "VERB":
                return self.actor_of_verb(governor, "subject")
            token = governor
        return self._nouns.speaker(verb)

    def hosts(self, verb: Token) -> bool:
        """Whether a verb tells that its subject is where something is held."""
        return lemma(verb) in self._data.hosting

    def subject_word(self, verb: Token) -> Token | None:
        """The word that is the subject of a clause."""
        return self._nouns.subject_word(verb)

    def actor_of_verb(self, verb: Token, role: str) -> Filler | None:
        """The filler of the actor's role beside a verb."""
        if role == "none":
            return None
        passive = is_passive(self._sentence, verb)
        if role == "subject":
            return (self.agent(verb) if passive else self.subject(verb)) or self._nouns.spoken.teller(verb)
        if role == "object":
            return self.subject(verb) if passive else self.object(verb)
        if role == "agent":
            return self.agent(verb)
        return next(self.oblique(verb, role), None)

    def beside_noun(
        self, noun: Token, places: Sequence[str], *, suffering: bool = False, together: bool = False
    ) -> list[Filler]:
        """The parties beside a noun of event, in the order of `places`; those joined by one preposition together.

        `suffering`: "de" names those to whom it is done, for whom their people and things stand ("de deux pêcheurs").
        `together`: who makes it known takes no part in it ("la rencontre entre X et Y, annoncée par Z").
        """
        found: list[Filler] = []
        for where in places:
            if where == "adjective":
                filler = self._nouns.adjective(noun)
                found += [filler] if filler is not None else []
            elif where == "possessive":
                # "X, dont les livraisons d'armes à Y…": as much as a possessive.
                filler = self._nouns.possessor(noun) or self._nouns.of_which(noun)
                found += [filler] if filler is not None else []
            elif where == "aux mains de":
                hands = (c for c in self._sentence.children(noun, "nmod", "obl") if lemma(c) in ("main", "mains"))
                owners = (self._nouns.owner(hand) for hand in hands)
                found += [owner for owner in owners if owner is not None]
            elif where == "par":
                found += list(self.oblique(noun, where, wide=True))
                telling = self._data.decreeing if together else frozenset()
                agents = (self.agent(part) for part in self.participles(noun) if lemma(part) not in telling)
                found += [agent for agent in agents if agent is not None]
            elif where == "devant":
                found += [filler for filler in self.oblique(noun, where, wide=True) if self._is_seat(noun)]
            else:
                wide = where not in ("de", "par", "avec") or (suffering and where == "de")
                found += list(self.oblique(noun, where, wide=wide))
                if suffering and where == "de" and not found:
                    # "l'arrestation par la police de X de deux pêcheurs"
                    for child in self._sentence.children(noun, "nmod"):
                        by = case_of(self._sentence, child) == "par"
                        behind = (c for c in self._sentence.children(child, "nmod") if c.pos == "NOUN" and by)
                        hit = (self._nouns.find(c, "", wide=True) for c in behind if case_of(self._sentence, c) == "de")
                        found += [filler for filler in hit if filler is not None]
                if where in ("contre", "sur") and not found:
                    # "une attaque au missile contre X"
                    for child in self._sentence.children(noun, "nmod"):
                        found += list(self.oblique(child, where, wide=True)) if child.chunk is None else []
        return found

    def _is_seat(self, governor: Token) -> bool:
        """ "une manifestation devant l'ambassade de X": whether it is held before a seat of the one who is meant."""
        before = [c for c in self._sentence.children(governor, "obl", "nmod") if case_of(self._sentence, c) == "devant"]
        return any(lemma(c) in self._data.premises or fold(c.text).rstrip("s") in self._data.premises for c in before)

    def visited_with(self, verb: Token) -> Iterator[Filler]:
        """ "se rend à X pour s'entretenir avec Y": those whom the aim of a visit names."""
        for child in self._sentence.children(verb, "advcl", "xcomp", "obl"):
            if child.feats.get("VerbForm") == "Inf" and child.index > verb.index:
                yield from self.oblique(child, "avec")
                met = self.object(child) if lemma(child) == "rencontrer" else None
                if met is not None:
                    yield met
            elif case_of(self._sentence, child) == "pour" and lemma(child) in self._data.called_after_place:
                # "se rend à X pour des entretiens avec Y"
                yield from self.oblique(child, "avec")

    def visitor(self, meeting: Token, met: Party) -> list[Party]:
        """ "Les entretiens avec Y ont porté sur…": the one whose meetings the text tells, where Y is a person."""
        article = next(self._sentence.children(meeting, "det"), None)
        known = article is not None and fold(article.text).strip("'") in self._data.definite
        if lemma(meeting) not in self._data.one_sided or not known or met.mention.actor_kind != "person":
            return []
        return self.parties(self._nouns.visitor(met.mention), ("person",))

    def paired(self, meeting: Token) -> Iterator[Filler]:
        """ "le dialogue Belgrade-Pristina": two that a dash joins behind the noun."""
        for child in self._sentence.children(meeting, "nmod", "amod", "appos", "flat", "dep"):
            behind = child.index > meeting.index and not case_of(self._sentence, child)
            if behind and child.chunk is not None and child.chunk.plural and not child.chunk.head.together:
                yield Filler(child.chunk.mentions, "parse", f"joined behind {meeting.text!r}")

    def attending(self, trigger: Token) -> Iterator[Filler]:
        """ "X et Y se sont réunis en présence de Z": who was there besides."""
        for preposition in self._data.attending:
            yield from self.oblique(trigger, preposition)

    def gathered(self, meeting: Token) -> Iterator[Filler]:
        """ "La rencontre a réuni X et Y": those whom a meeting, the subject, brings together."""
        verb = self._sentence.governor(meeting)
        if verb is None or not meeting.dep.startswith("nsubj") or is_passive(self._sentence, verb):
            return
        if lemma(verb) in self._data.bringing_together:
            found = self.object(verb, wide=True)
            yield from (found,) if found is not None else ()
            yield from self.attending(verb)

    def initiators(self, verb: Token) -> Iterator[Filler]:
        """ "à l'initiative de X": who brings about what the verb tells."""
        for child in self._sentence.children(verb, "obl", "nmod", "advmod"):
            if lemma(child) in self._data.initiating:
                yield from self.oblique(child, "de")

    def infinitive_parties(self, verb: Token, *, wide: bool = False) -> Filler | None:
        """The parties of the infinitive that a verb governs ("menace d'attaquer X").

        `wide`: a noun behind its preposition counts for the one whose it is ("de répondre aux sanctions de X").
        """
        for child in self._sentence.children(verb, "xcomp", "ccomp", "obl", "advcl"):
            if child.feats.get("VerbForm") != "Inf":
                continue
            nouns = [n for n in self._sentence.children(child, "obj") if n.chunk is None]
            for noun in nouns:
                found = self.target(noun)
                if found is not None:
                    return found
            own = [n for n in nouns if self._nouns.has_possessive(n) and self._nouns.adjective(n) is None]
            if not own:
                found = self.object(child, wide=True)
                if found is not None:
                    return found
            # "répondre avec force à X": the tree hangs X on the manner.
            manners = [c for c in self._sentence.children(child, "obl") if c.chunk is None] if wide else []
            for preposition in ("à", "contre", "de", "avec", "sur", "vers", "en"):
                for governor in (child, *(manners if preposition == "à" else ())):
                    found = next(self.oblique(governor, preposition, wide=wide), None)
                    if found is not None:
                        return found
        return None


@dataclass(frozen=True, slots=True)
class _Controller:
    """Who controls an infinitive; None where the one who does is not known."""

    filler: Filler | None
