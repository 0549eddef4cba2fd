"""Whom a word of a sentence stands for: names, nouns through which an actor acts, pronouns and antecedents."""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.assertions.answered_deeds import answered_party, is_answered, is_personal, person_between
from dragoman.assertions.event_adjectives import StateAdjectives
from dragoman.assertions.event_bystanders import is_impersonal
from dragoman.assertions.event_clitics import has_relative_subject, object_of_clause_before, party_around
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_hanging import above, are_others, included, owners
from dragoman.assertions.event_references import EarlierMeeting, members_before, nameless_before, person_of_heading
from dragoman.assertions.event_speakers import SpokenParties
from dragoman.assertions.fillers import Filler, Pronouns
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of, coordinated, lemma
from dragoman.assertions.speeches import LAST
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token
from dragoman.register import load_register

POSSESSIVES = {"son": "lui", "sa": "lui", "ses": "lui", "leur": "ils", "leurs": "ils"}
# Object pronouns and the subject pronoun that is resolved in their place, in the sentences before.
CLITICS = {"le": "il", "la": "elle", "l": "lui", "les": "ils", "lui": "lui", "leur": "ils"}
TONIC = {"lui": "il", "elle": "elle", "eux": "ils", "elles": "elles"}
RELATIVES = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles", "que", "qu", "auquel", "auxquels"})
LONGEST_CHAIN = 4
# Whoever speaks for one of these without a name stands for it, not for the state where it is.
GROUPS = ("armed_group", "party", "company")


class NounParties:
    """Resolves the words of one sentence to the actors that they stand for."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        data: EventData,
        pronouns: Pronouns | None,
        meetings: frozenset[str] = frozenset(),
    ) -> None:
        """`meetings`: the lemmas that tell of a meeting."""
        self._meeting = EarlierMeeting(text, sentence, data, meetings)
        self._text = text
        self._sentence = sentence
        self._data = data
        self._pronouns = pronouns
        self.spoken = SpokenParties(sentence, data, pronouns)
        inside = [m for m in text.mentions if sentence.start <= m.start < sentence.end]
        self._adjectives = StateAdjectives(text, sentence, inside, data)
        self._offices = {o.start: o for o in text.offices if sentence.start <= o.start < sentence.end}

    def find(self, token: Token, reason: str, *, wide: bool = False) -> Filler | None:
        """Whom a word and those coordinated with it stand for.

        `wide`: any noun counts for the one whose it is ("un pétrolier grec"), not only those through which one acts.
        """
        found = [self._one(token, reason, wide, 0)]
        for other in self._coordinated(token):
            found.append(self._one(other, reason, wide, 0))
        fillers = [filler for filler in found if filler is not None]
        if not fillers:
            return None
        mentions = tuple(dict.fromkeys(mention for filler in fillers for mention in filler.mentions))
        armed = all(filler.armed for filler in fillers)
        return Filler(mentions, fillers[0].filled_by, fillers[0].reason, armed)

    def visitor(self, met: Mention) -> Filler | None:
        """The person whose meetings the sentences before tell of, other than the one met."""
        return self._meeting.visitor(met)

    def _known(self, mention: Mention) -> Mention | None:
        """A mention with an actor or state; an envoy whose name nobody gives stands for the organisation."""
        if mention.actor is not None:
            return mention
        office = self._offices.get(mention.start)
        actor = load_register().actors.get(office.of or "") if office is not None else None
        if mention.country is not None and (actor is None or actor.kind not in GROUPS):
            return mention
        if actor is None or actor.kind not in ("organisation", "bloc", "body", "state", *GROUPS):
            return None
        reason = "holds an office of it"
        return replace(mention, actor=actor.id, actor_kind=actor.kind, country=actor.country, reason=reason)

    def _coordinated(self, token: Token) -> Iterator[Token]:
        """The nouns and names coordinated with a token, where a conjunction says so."""
        yield from self._listed(token)
        joined = [c for c in coordinated(self._sentence, token) if c.pos not in ("VERB", "AUX")]
        # "A, B et C" of which the last two stand as one word.
        closed = joined and joined[-1].chunk is not None and len(joined[-1].chunk.mentions) > 1
        if closed or any(True for c in (token, *joined) for _ in self._sentence.children(c, "cc")):
            yield from joined

    def _listed(self, token: Token) -> Iterator[Token]:
        """ "signée par A, conseiller de X, B, secrétaire de Y, et C": names with their roles that only commas part."""
        if token.chunk is None or not token.chunk.head.actor:
            return
        for child in self._sentence.children(token, "flat", "appos"):
            after = child.chunk is not None and child.index == token.index + 1
            if after and child.chunk is not None and child.chunk.head.actor_kind == token.chunk.head.actor_kind:
                yield child

    def _one(self, token: Token, reason: str, wide: bool, depth: int) -> Filler | None:
        met = self.spoken.assembled(token) or self._meeting.of_noun(token)
        if token.chunk is not None:
            known = tuple(filter(None, map(self._known, token.chunk.mentions)))
            if known:
                return Filler(known, "parse", reason)
            beside = met or self._named_beside(token) or self.of_which(token)
            return beside if beside is not None or self._is_counterpart(token) else self.possessor(token)
        if met is not None:
            return met
        if token.pos == "PRON":
            return self._such(token, depth) or self.pronoun(token)
        joined = self._adjectives.joined(token)
        if joined is not None:
            return joined
        if fold(token.text) in LAST:
            return self._pronouns.find(token, self._sentence) if self._pronouns is not None else None
        if depth > LONGEST_CHAIN or lemma(token) in self._data.outsides:
            return None
        if lemma(token) in self._data.quantifiers or token.pos == "NUM":
            for child in self._sentence.children(token, "nmod", "obl"):
                if case_of(self._sentence, child) == "de":
                    return self._with_coordinated(child, wide, depth + 1)
        named = included(self._sentence, token, self._data)
        if named is not None or not (wide or self.acts(token)):
            return named
        found = self.owner(token, wide=wide, depth=depth + 1)
        if found is None or self._is_part(token, found):
            return None
        armed = {lemma(token), lemma(token).rstrip("s")} & self._data.armed
        return replace(found, reason=f"{reason}: {token.text!r} of it", armed=found.armed or bool(armed))

    def _such(self, word: Token, depth: int) -> Filler | None:
        """ "les soldats de X et ceux de Y": a demonstrative acts for the one whose it says they are."""
        owners = [c for c in self._sentence.children(word, "nmod") if case_of(self._sentence, c) == "de"]
        if word.feats.get("PronType") != "Dem" or not owners or depth > LONGEST_CHAIN:
            return None
        return self._with_coordinated(owners[0], False, depth + 1)

    def _named_beside(self, token: Token) -> Filler | None:
        """ "le groupe rebelle X", "vingt combattants talibans": the name that stands on a noun without preposition."""
        for child in self._sentence.children(token, "appos", "nmod", "flat", "amod", "dep"):
            if child.chunk is None or child.index < token.index or case_of(self._sentence, child):
                continue
            if child.chunk.head.actor_kind != "company":
                # "un chasseur Sukhoi indien": who built it does not fly it.
                return Filler(child.chunk.mentions, "parse", f"name beside {token.text!r}")
        return None

    def _is_part(self, noun: Token, found: Filler) -> bool:
        """ "plusieurs Etats membres de l'Union": some of the members are not the organisation."""
        if not {lemma(noun), fold(noun.text).rstrip("s")} & self._data.shares:
            return False
        partial = any(
            fold(c.text) in self._data.partial for c in self._sentence.children(noun, "det", "amod", "nummod")
        )
        return partial and all(m.actor_kind in ("organisation", "bloc") for m in found.mentions)

    def _is_counterpart(self, noun: Token) -> bool:
        """ "son homologue" is somebody else than the possessor, whom an adjective, a name or a complement tells."""
        first = fold(noun.chunk.head.text.split(" ")[0]) if noun.chunk is not None else fold(noun.text)
        return bool({lemma(noun), first.rstrip("s")} & self._data.counterparts)

    def acts(self, noun: Token) -> bool:
        """Whether an actor acts through a noun ("les forces de X", "un drone ukrainien")."""
        return bool({lemma(noun), lemma(noun).rstrip("s"), fold(noun.text).rstrip("s")} & self._data.light)

    def owner(self, noun: Token, *, wide: bool = True, depth: int = 0) -> Filler | None:
        """Whose a noun is: an adjective of a state, a name beside it, "de X", or a possessive."""
        if noun.chunk is not None:
            return self._one(noun, f"{noun.text!r}", wide, depth)
        adjective = self.adjective(noun) or (self.spoken.owner(noun) if not self._is_counterpart(noun) else None)
        if adjective is not None:
            return adjective
        if self.has_possessive(noun) and not self._is_counterpart(noun):
            # "ses troupes du Sénégal": where they are; but "ses homologues des pays membres".
            possessor = self.possessor(noun)
            return self.spoken.of_ruler(noun, possessor) if possessor is not None else self._author(noun)
        for child in self._sentence.children(noun, "nmod", "obl"):
            if case_of(self._sentence, child) == "par":
                return self._with_coordinated(child, wide, depth)
        named = self._named_beside(noun) if self.acts(noun) or lemma(noun) in self._data.targets else None
        if named is not None and (self.acts(noun) or named.mentions[0].actor_kind == GROUPS[0]):
            return named
        for child in owners(self._sentence, noun, self._data):
            if case_of(self._sentence, child) == "de" and lemma(noun) not in self._data.suffered:
                found = self._with_coordinated(child, wide, depth)
                if found is not None and not are_others(noun, found, self._data):
                    return found
            elif lemma(child) in self._data.in_charge and case_of(self._sentence, child) == "en":
                # "les ministres en charge de la Défense de X"
                return self.owner(child, wide=wide, depth=depth + 1)
        return self._author(noun) or self.of_which(noun) or members_before(self._sentence, noun) or self._of_text(noun)

    def _of_text(self, noun: Token) -> Filler | None:
        """Whose a noun is by what the text told before, or by who speaks."""
        return self._meeting.of_assembly(noun) or self.spoken.organ(noun)

    def _with_coordinated(self, child: Token, wide: bool, depth: int) -> Filler | None:
        tokens = [child, *self._coordinated(child)]
        fillers = [
            f for f in (self._one(t, f"'de' complement {t.text!r}", wide, depth) for t in tokens) if f is not None
        ]
        if not fillers:
            return None
        armed = all(filler.armed for filler in fillers)
        return Filler(tuple(m for f in fillers for m in f.mentions), fillers[0].filled_by, fillers[0].reason, armed)

    def adjective(self, noun: Token) -> Filler | None:
        """The adjectives of states on a noun ("les marines russe, chinoise et iranienne")."""
        return self._adjectives.on(noun)

    def possessor(self, noun: Token) -> Filler | None:
        """Whom a possessive on a noun points to: the subject of its clause, or of the text where it stands in that."""
        article = self._possessive(noun)
        if article is None:
            return self.spoken.owner(noun)
        if is_answered(self._sentence, article, self._data):
            return answered_party(self._sentence, article)
        first = self._sentence.governor(noun) if noun.dep == "conj" else None
        if first is not None and first.chunk is not None and first.dep.startswith("nsubj"):
            # "X et ses troupes ont pris…"
            return Filler(first.chunk.mentions, "reference", f"possessive {article.text!r}: joined to its noun")
        token: Token | None = noun
        for _ in range(LONGEST_CLIMB):
            governor = self._sentence.governor(token) if token is not None else None
            if token is None or governor is None:
                break
            if governor.pos in ("VERB", "AUX") and not token.dep.startswith("nsubj"):
                subject = self.subject_word(governor)
                if subject is not None and subject.index != noun.index:
                    # "X, qui a repris ses échanges": the antecedent of a relative stands above its clause.
                    inside = not has_relative_subject(self._sentence, governor) and subject.index in above(
                        self._sentence, noun
                    )
                    found = self.find(subject, "") if not inside else None
                    if found is not None and is_personal(noun, self._data):
                        other, whose = person_between(self._sentence, noun, found, self._data)
                        if other:
                            return whose
                    if found is not None:
                        return Filler(found.mentions, "reference", f"possessive {article.text!r}: the subject")
                    if subject.chunk is None and subject.pos != "PRON":
                        return None
            token = governor
        return (
            person_of_heading(self._sentence, noun, article)
            or self._subject_before(article)
            or self._before(article, POSSESSIVES[fold(article.text)])
        )

    def _subject_before(self, article: Token) -> Filler | None:
        """ "X a été critiqué. Sa présidente…": the one subject of the sentence before."""
        before = [s for s in self._text.sentences if s.end <= self._sentence.start and s.tokens]
        subjects = [t for t in before[-1].tokens if t.dep.startswith("nsubj") and t.chunk] if before else []
        if len(subjects) != 1 or subjects[0].chunk is None:
            return None
        known = tuple(filter(None, map(self._known, subjects[0].chunk.mentions)))
        plural = fold(article.text).startswith("leur")
        if not known or (len(known) > 1) != plural:
            return None
        return Filler(known, "reference", f"possessive {article.text!r}: the subject of the sentence before")

    def has_possessive(self, noun: Token) -> bool:
        """Whether a possessive stands on a noun."""
        return self._possessive(noun) is not None

    def _possessive(self, noun: Token) -> Token | None:
        for child in self._sentence.children(noun, "det", "nmod"):
            if child.chunk is None and fold(child.text) in POSSESSIVES:
                return child
        return None

    def subject_word(self, verb: Token) -> Token | None:
        """The word that is the subject of a clause, that of the verb above for one without its own."""
        token = verb
        for _ in range(LONGEST_CLIMB):
            own = next((c for c in self._sentence.children(token, "nsubj", "expl:subj")), None)
            if own is not None:
                if fold(own.text).strip("'") in RELATIVES:
                    return self._sentence.governor(token)
                return own
            governor = self._sentence.governor(token)
            if governor is None:
                return None
            token = governor
        return None

    def _before(self, word: Token, pronoun: str) -> Filler | None:
        """Whom a pronoun stands for that can only mean somebody of an earlier sentence."""
        if self._pronouns is None:
            return None
        nameless = nameless_before(self._text, self._sentence, pronoun)
        if nameless is not None:
            return nameless
        stand_in = replace(word, text=pronoun, pos="PRON", start=self._sentence.start)
        return self._pronouns.find(stand_in, self._sentence)

    def _person_before(self, word: Token, said: str) -> Filler | None:
        """ "Les déclarations de M. X ont été faites à Y, où il…": the only person that the sentence names before."""
        if said.removeprefix("t ") not in ("il", "elle"):
            return None
        found: dict[str, Mention] = {}
        for token in self._sentence.tokens[: word.index]:
            for mention in token.chunk.mentions if token.chunk is not None else ():
                if mention.actor_kind == "person" and self._known(mention) is not None:
                    found.setdefault(mention.actor or fold(mention.text), mention)
        if len(found) != 1 or self._pronouns is None:
            return None
        person = next(iter(found.values()))
        if not self._pronouns.agrees(person, said.removeprefix("t ")):
            return None
        return Filler((person,), "reference", f"pronoun {word.text!r}: the only person named before")

    def pronoun(self, word: Token) -> Filler | None:
        """Whom a pronoun stands for; an object pronoun means nobody of its own clause."""
        if self._pronouns is None:
            return None
        said = fold(word.text).strip("'- ")
        if word.dep.startswith("nsubj") or word.dep.startswith("expl"):
            if is_impersonal(self._sentence, word, self._data):
                return None
            alone = not any(t.chunk is not None and t.start < word.start for t in self._sentence.tokens)
            nameless = nameless_before(self._text, self._sentence, said.removeprefix("t ")) if alone else None
            found = nameless or self._pronouns.find(word, self._sentence)
            person = self._person_before(word, said)
            where = word.index > 0 and fold(self._sentence.tokens[word.index - 1].text) == "ou"
            if where and found is not None and person is not None and found.mentions[0].actor_kind != "person":
                # "lors d'une visite du président X, où il…": rather the person of that sentence than a state before.
                return person
            return found or self._meeting.of_pronoun(word) or person
        governor = self._sentence.governor(word)
        behind = bool(case_of(self._sentence, word))
        if said in TONIC and behind and governor is not None and governor.dep.startswith("acl"):
            return self._subject_above(governor, word) or self._before(word, TONIC[said])
        if said in TONIC and (behind or said not in CLITICS):
            return self._before(word, TONIC[said])
        if said in CLITICS and governor is not None:
            inside = object_of_clause_before(self._sentence, word)
            return inside or self._of_clause_around(word, governor, said)
        return self._pronouns.find(word, self._sentence)

    def speaker(self, verb: Token) -> Filler | None:
        """Who says the directly quoted words in which a verb stands."""
        return self._pronouns.voice(verb.start) if self._pronouns is not None else None

    def _subject_above(self, participle: Token, word: Token) -> Filler | None:
        """ "X rejette les accusations portées contre lui": the subject of the clause around a participle."""
        subject = self.subject_word(participle)
        if subject is None or subject.chunk is None or subject.start > word.start:
            return None
        return self.find(subject, "") if subject.chunk.plural == (fold(word.text) in ("eux", "elles")) else None

    def _of_clause_around(self, word: Token, verb: Token, said: str) -> Filler | None:
        """Whom an object pronoun means in the clauses around its own, else in the sentences before."""
        subject = self.subject_word(verb)
        mine = self.find(subject, "") if subject is not None else None
        ids = [m.actor or m.country for m in mine.mentions] if mine is not None else []
        told, found = party_around(self._sentence, word, ids, lambda token: self.find(token, ""))
        return found if told else self._meeting.someone_else(self._before(word, CLITICS[said]), mine, said)

    def _author(self, noun: Token) -> Filler | None:
        """ "le plan présenté par le Maroc": whose a thing is by a participle on it."""
        for child in self._sentence.children(noun, "acl", "amod"):
            if lemma(child) in self._data.authoring:
                for agent in self._sentence.children(child, "obl"):
                    if case_of(self._sentence, agent) == "par" or agent.dep == "obl:agent":
                        return self._one(agent, f"who {child.text!r} it", False, LONGEST_CHAIN - 1)
        return None

    def of_which(self, noun: Token) -> Filler | None:
        """ "la Finlande, dont le président a reçu X": the noun of the relative clause is of the antecedent."""
        verb = self._sentence.governor(noun)
        if verb is None or not noun.dep.startswith("nsubj"):
            return None
        before = self._sentence.tokens[max(0, noun.index - 3) : noun.index]
        relative = next((t for t in before if fold(t.text) == "dont"), None)
        if relative is None:
            return None
        for token in reversed(self._sentence.tokens[max(0, relative.index - 3) : relative.index]):
            if token.chunk is not None:
                return Filler(token.chunk.mentions, "grammar", "antecedent of 'dont'")
        return None

    def antecedent(self, verb: Token) -> Filler | None:
        """The noun that a relative clause or participle stands on."""
        governor = self._sentence.governor(verb)
        for child in self._sentence.children(verb, "nsubj", "obj", "mark"):
            if fold(child.text).strip("'") in RELATIVES and child.index:
                before = self._sentence.tokens[child.index - 1]
                if before.text == "," and before.index:
                    before = self._sentence.tokens[before.index - 1]
                if before.chunk is not None and (governor is None or governor.pos in ("VERB", "AUX")):
                    governor = before
        return self.find(governor, "antecedent of the relative pronoun", wide=True) if governor is not None else None
