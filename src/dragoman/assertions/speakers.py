"""Who speaks: the speaker beside a cue of speech, by the clause grammar, the tree, or a reference."""

from dataclasses import replace

from dragoman.assertions.discourse import PLURAL_ARTICLES, Discourse
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import case_of, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.listed_points import lead_of, point_of
from dragoman.assertions.roles import Roles
from dragoman.assertions.sharing import (
    beyond_relative,
    finite_feature,
    is_no_subject,
    is_passive_cue,
    main_verb_of,
    opens_participle,
    shared_with,
    spoken_lemma,
    told_after,
)
from dragoman.assertions.speeches import NEAREST
from dragoman.assertions.voices import SPEAKER_KINDS, Voices
from dragoman.languages.speech import Speech
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, Clause, ReadText, Sentence, Token

PRONOUNS = frozenset({"il", "elle", "ils", "elles"})
FIRST_PERSON = frozenset({"je", "j", "nous"})
RELATIVES = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
LONGEST_ARTICLE = len("Les ")
CAUSATIVE = frozenset({"dep", "aux:caus"})
# How many sentences back the one who spoke last may stand for "et de conclure".
FARTHEST_NARRATED = 2
# How many sentences back whoever spoke last is "la même source".
FARTHEST_SOURCE = 3
# How far behind its role a name in apposition stands, and what may stand between.
FARTHEST_NAME = 16
ROLE_WORDS = frozenset({"NOUN", "ADJ", "ADP", "DET", "CCONJ", "PROPN"})


class Speakers(Voices):
    """Finds speakers in one document."""

    def __init__(self, text: ReadText, rules: Rules, speech: Speech, discourse: Discourse) -> None:
        super().__init__(text, speech, discourse)
        self._rules = rules

    def of_clause(self, sentence: Sentence, clause: Clause) -> Filler | None:
        """The speaker whom the clause grammar found, None where nothing names one."""
        if clause.pronoun is not None:
            token = sentence.token_at(clause.pronoun)
            impersonal = fold(self._text.document.text[clause.start : clause.end]).startswith(self._speech.impersonal)
            if impersonal or token is None or fold(token.text).strip("- ").removeprefix("t ") not in PRONOUNS:
                return self._voice_in(sentence, clause)
            return self._discourse.resolve(token.text, sentence, clause.start, speaking=True)
        said = fold(self._text.document.text[clause.start : clause.end])
        if any(words in said for words in self._speech.same_source):
            return self._discourse.last_speaker(sentence, FARTHEST_SOURCE)
        token = sentence.token_at(clause.speaker) if clause.speaker is not None else None
        if token is None:
            return None
        if token.chunk is not None and not (token.chunk.head.kind == "nominal" and token.chunk.head.actor is None):
            said = self._text.document.text[clause.verb : clause.verb + 20].replace("\n", " ")
            if clause.kind == "source":
                return self._spoken_for(token.chunk, token)
            found = self._named(sentence, token, self.of_chunk(token.chunk, f"stands behind {said!r}"))
            return self._in_office(sentence, found)
        medium = self._medium_behind(sentence, token)
        if medium is not None:
            return medium
        word = fold(token.text)
        if word in ("lui", "elle", "eux", "elles"):
            meant = self._discourse.resolve({"lui": "il", "eux": "ils"}.get(word, word), sentence, clause.start)
            return meant or (self._discourse.lone_person(word, sentence) if clause.kind == "source" else None)
        if word in self._speech.demonstratives or word in ("ce", "cette", "ces", "celui", "celle"):
            return self._discourse.last_named(token.text, sentence, clause.start)
        if lemma(token) in self._speech.standing or word.removesuffix("s") in self._speech.voices:
            return self._spoken_by(sentence, token)
        return self.of_subject_noun(sentence, token)

    def issuer_in(self, sentence: Sentence) -> Filler | None:
        """Who is told to issue a text in a sentence ("X a publié une déclaration")."""
        for noun in sentence.tokens:
            verb = sentence.governor(noun) if lemma(noun) in self._speech.texts and noun.pos == "NOUN" else None
            if verb is not None and lemma(verb) in self._speech.issuing and not sentence.is_quoted(noun):
                return self.of_verb(sentence, verb, passive=is_passive_cue(sentence, verb))[1]
        return None

    def _voice_in(self, sentence: Sentence, clause: Clause) -> Filler | None:
        """ "lit-on dans un communiqué de X": the actor behind the noun that speaks."""
        for token in sentence.tokens:
            if clause.start <= token.start < clause.end and lemma(token) in self._speech.voices:
                return self._spoken_by(sentence, token)
        return None

    def of_verb(self, sentence: Sentence, verb: Token, *, passive: bool) -> tuple[bool, Filler | None]:
        """Whether somebody speaks here at all, and who: None where nothing names the speaker."""
        roles = Roles(self._text, sentence, self._rules, self._speech.voices)
        if passive:
            agent = roles.agent(verb)
            # "il est précisé que…": somebody says it.
            impersonal = any(fold(t.text) == "il" and t.dep == "expl:subj" for t in sentence.children(verb, "expl"))
            reports = any(
                t.lemma == "que" for c in sentence.children(verb, "ccomp") for t in sentence.children(c, "mark")
            )
            impersonal |= reports and any(fold(t.text) == "il" for t in sentence.children(verb, "nsubj"))
            return (True, self._able(agent)) if agent is not None else (impersonal, None)
        narrated = self._narrated(sentence, verb)
        if narrated is not None:
            return True, narrated
        caused = sentence.governor(verb) if verb.dep in CAUSATIVE else None
        if caused is not None and caused.index == verb.index + 1 and not any(sentence.children(verb, "nsubj")):
            # "a fait savoir": the tree hangs the subject on the infinitive.
            verb = caused
        told = (t for t in sentence.children(verb, "nsubj", "expl:subj") if t.dep != "expl:pass")
        subjects = [t for t in told if not is_no_subject(sentence, t, verb)]
        own = subjects[0] if subjects else None
        if len(subjects) > 1 and subjects[0].index < verb.index and sentence.tokens[subjects[0].index + 1].text == ":":
            # "Conseil de sécurité : les présidents demandent…": a heading.
            own = subjects[1]
        after = told_after(sentence, verb)
        clause = next((c for c in sentence.clauses if after is not None and c.verb == after.start), None)
        if clause is not None:
            found = self.of_clause(sentence, clause)
            return found is not None, found
        if own is None and not passive:
            above = after or self._main_verb(sentence, verb) or shared_with(sentence, verb)
            above = above or self._participle_of(sentence, verb)
            if above is not None:
                return self.of_verb(sentence, above, passive=is_passive_cue(sentence, above))
        if own is None and verb.dep.startswith("acl") and verb.feats.get("Tense") == "Pres":
            noun = sentence.governor(verb)
            if noun is not None and noun.chunk is None and noun.pos == "NOUN":
                # "un rapport indiquant que…"
                return self._of_subject(sentence, verb, noun, roles)
        if own is None and point_of(self._text, sentence, verb) is not None:
            return self.of_lead(sentence)
        if own is None:
            beside = self._beside(sentence, verb)
            found = beside or roles.subject(verb)
            if found is None:
                return self._implied(sentence, verb)
            able = self._able(found)
            return (able is not None, able)
        return self._of_subject(sentence, verb, own, roles)

    def _main_verb(self, sentence: Sentence, verb: Token) -> Token | None:
        """The verb of speech before a relative, where a verb of speech behind the relative goes on with it."""
        main = beyond_relative(sentence, verb)
        return main if main is not None and self._speech.verbs.get(spoken_lemma(sentence, main)) else None

    def _participle_of(self, sentence: Sentence, verb: Token) -> Token | None:
        """The verb whose subject speaks in a present participle: that of its clause, or of what issues a text.

        ", reprochant à Y…", "en annonçant…"; "X a publié un texte appelant Y à…".
        """
        if verb.feats.get("VerbForm") != "Part" or verb.feats.get("Tense") != "Pres":
            return None
        if opens_participle(sentence, verb, self._speech.gerunds):
            return self._said_before(sentence, verb) or main_verb_of(sentence, verb)
        return self._issued(sentence, verb)

    def _said_before(self, sentence: Sentence, participle: Token) -> Token | None:
        """ "…, comme l'avait dit X, affirmant que": the verb of speech right before, its subject behind it."""
        verbs = (t for t in reversed(sentence.tokens[: participle.index]) if t.pos == "VERB")
        last = next((t for t in verbs if t.feats.get("VerbForm") != "Inf"), None)
        if last is None or not self._speech.verbs.get(lemma(last)) or last.dep != "acl:relcl":
            return None
        behind = any(last.start < subject.start < participle.start for subject in sentence.children(last, "nsubj"))
        return last if behind else None

    def _issued(self, sentence: Sentence, verb: Token) -> Token | None:
        """The verb that tells who issued the text that a clause is said of ("a adopté une résolution qui rejette…")."""
        noun = sentence.governor(verb) if verb.dep.startswith("acl") else None
        issued = sentence.governor(noun) if noun is not None and lemma(noun) in self._speech.texts else None
        return issued if issued is not None and lemma(issued) in self._speech.issuing else None

    def _source_before(self, sentence: Sentence, relative: Token) -> Filler | None:
        """ "selon X, qui affirme que…": the source that stands right before the relative."""
        for clause in sentence.clauses:
            if clause.speaker is not None and clause.speaker < relative.start < clause.end:
                # "…, glisse X, députée suisse, qui refuse…"
                return self.of_clause(sentence, clause)
            if clause.end <= relative.start and not self._text.document.text[clause.end : relative.start].strip(" ,"):
                return self.of_clause(sentence, clause)
        return None

    def _person_before(self, sentence: Sentence, relative: Token) -> Filler | None:
        """ "les reproches de X, qui a dénoncé": the person right before a relative, whatever the tree hangs it on."""
        before = sentence.tokens[max(0, relative.index - 2) : relative.index]
        chunk = next((t.chunk for t in reversed(before) if t.text != ","), None)
        if chunk is None or len(chunk.mentions) != 1 or chunk.head.actor_kind != "person" or chunk.head.actor is None:
            return None
        apposed = self._apposed_to(sentence, chunk)
        if apposed is not None:
            return self.of_chunk(apposed, "person whose apposition stands before the relative")
        return self.of_chunk(chunk, "person right before the relative")

    @staticmethod
    def _apposed_to(sentence: Sentence, chunk: Chunk) -> Chunk | None:
        """ "X, ancien ministre sous Y, qui a dit": the person in whose apposition, behind a preposition, one stands."""
        tokens = sentence.tokens
        at = next(t.index for t in tokens if t.chunk is chunk) - 1
        while at >= 0 and tokens[at].pos == "DET":
            at -= 1
        if at < 0 or tokens[at].pos != "ADP":
            return None
        while at >= 0 and tokens[at].chunk is None and tokens[at].pos in ROLE_WORDS:
            at -= 1
        if at < 1 or tokens[at].text != ",":
            return None
        head = tokens[at - 1].chunk
        named = head is not None and len(head.mentions) == 1 and head.head.actor_kind == "person"
        return head if named and head is not None and head.head.kind == "name" else None

    def _several_before(self, sentence: Sentence, relative: Token, verb: Token) -> Filler | None:
        """ "l'appui des États-Unis, qui ont dénoncé": by number the relative is none of the noun before them."""
        before = sentence.tokens[max(0, relative.index - 3) : relative.index]
        named = next((t for t in reversed(before) if t.text != ","), None)
        above = sentence.governor(verb)
        if named is None or named.chunk is None or finite_feature(sentence, verb, "Number") != "Plur":
            return None
        if above is None or (above.pos == "NOUN" and above.chunk is None and above.feats.get("Number") == "Plur"):
            return None
        article = fold(sentence.tokens[named.index - 1].text) if named.index else ""
        plural = len(named.chunk.mentions) > 1 or article in PLURAL_ARTICLES
        return self.of_chunk(named.chunk, "several right before the relative") if plural else None

    def of_noun(self, sentence: Sentence, noun: Token) -> Filler | None:
        """The one whose a noun of speech is: "de X", "par X"; None where the words name nobody."""
        for child in sentence.children(noun, "nmod", "obl"):
            if child.chunk is not None and case_of(sentence, child) in ("de", "par"):
                able = self.of_chunk(child.chunk, f"whose {noun.text!r} it is", "parse")
                return able if able is not None and able.mentions[0].actor_kind != "medium" else None
        return None

    def _of_subject(self, sentence: Sentence, verb: Token, own: Token, roles: Roles) -> tuple[bool, Filler | None]:
        word = fold(own.text).strip("'- ").removeprefix("t ")
        if own.chunk is None and word in FIRST_PERSON | {"vous", "tu"}:
            return False, None
        if own.chunk is None and own.pos == "PRON":
            if word in PRONOUNS:
                # An impersonal "il" speaks in no verb of speech but "convenir".
                meant, found = self._discourse.look(own.text, sentence, own.start, speaking=True)
                return meant and lemma(verb) != "convenir", found
            if word in NEAREST or word.replace("-", " ") in NEAREST:
                last = self._discourse.last_named(own.text, sentence, own.start)
                return last is not None, last
            if word not in RELATIVES:
                return False, None
            issued = self._issued(sentence, verb)
            if issued is not None:
                return self.of_verb(sentence, issued, passive=is_passive_cue(sentence, issued))
            found = self._source_before(sentence, own) or self._person_before(sentence, own) or roles.subject(verb)
            found = found or self._several_before(sentence, own, verb)
            able = self._able(found)
            return able is not None, able
        if own.chunk is not None and not (own.chunk.head.kind == "nominal" and own.chunk.head.actor is None):
            able = self._in_office(sentence, self._named(sentence, own, self._able(roles.subject(verb))))
            return able is not None, able
        pointed = f"{fold(sentence.tokens[own.index - 1].text)} {word}" if own.index and own.chunk is None else ""
        if pointed in self._speech.demonstratives:
            # "Ces derniers l'accusent de…"
            last = self._discourse.last_named(pointed, sentence, own.start)
            return last is not None, last
        voice = self.of_subject_noun(sentence, own)
        unnamed = self._speech.speaker_nouns | self._speech.standing
        return voice is not None or lemma(own) in unnamed - self._speech.media_nouns, voice

    def of_lead(self, point: Sentence) -> tuple[bool, Filler | None]:
        """Whether a list opens with somebody of whom its points tell, and who: the words there need no parse."""
        lead = lead_of(self._text, self._discourse.index_of(point))
        if lead is None:
            return False, None
        first = self._text.document.text[lead.start : lead.end].split(maxsplit=1)[0]
        if fold(first) in PRONOUNS:
            return self._discourse.look(first, lead, lead.start + 1, speaking=True)
        named = [m for m in self._text.mentions if lead.start <= m.start < lead.end and not m.adjective]
        able = [m for m in named if m.actor_kind in SPEAKER_KINDS and m.actor_kind != "medium"]
        if not able:
            return False, None
        # "Agissant en vertu de la Charte, le Conseil :": the one right before the colon.
        last = able[-1] if lead.end - able[-1].end <= LONGEST_ARTICLE else None
        if able[0].start <= lead.start + LONGEST_ARTICLE or len({m.actor for m in able}) == 1:
            last = able[0]
        return (True, Filler((last,), "grammar", "opens the list")) if last is not None else (False, None)

    def _implied(self, sentence: Sentence, verb: Token) -> tuple[bool, Filler | None]:
        """A participle or coordinated verb whose speaker nothing names, behind one that has none either."""
        governor = sentence.governor(verb)
        for _ in range(3):
            if governor is None:
                return False, None
            own = next(sentence.children(governor, "nsubj"), None)
            if own is not None and own.chunk is None:
                if own.pos == "PRON" and fold(own.text).strip("'- ") in PRONOUNS:
                    return self._discourse.look(own.text, sentence, own.start, speaking=True)
                voice = self.of_subject_noun(sentence, own) if own.pos == "NOUN" else None
                return voice is not None or lemma(own) in self._speech.speaker_nouns, voice
            governor = sentence.governor(governor)
        return False, None

    def _narrated(self, sentence: Sentence, verb: Token) -> Filler | None:
        """ "Et X de rappeler que…": an infinitive that tells what X said."""
        tokens = sentence.tokens
        if verb.feats.get("VerbForm") != "Inf" or verb.index < 2:
            return None
        if fold(tokens[verb.index - 1].text).strip("'") not in ("de", "d"):
            return None
        at = verb.index - 2
        at -= 1 if at > 0 and tokens[at].text == "," else 0
        if at < 0 or all(t.pos in ("CCONJ", "ADV", "PUNCT") for t in tokens[: at + 1]):
            # "Et de conclure : « … »": whoever spoke last.
            last = self._discourse.last_speaker(sentence, FARTHEST_NARRATED)
            return replace(last, reason=f"tells with {verb.text!r}") if last is not None else None
        chunk = tokens[at].chunk
        free = chunk is not None and all(t.pos in ("DET", "CCONJ", "ADV", "PUNCT") for t in tokens[:at])
        return self.of_chunk(chunk, f"tells with {verb.text!r}") if free and chunk is not None else None

    def _beside(self, sentence: Sentence, verb: Token) -> Filler | None:
        """The chunk that stands right before the verb group, where the tree gives the verb no subject."""
        tokens = sentence.tokens
        at = verb.index - 1
        while at >= 0 and (
            tokens[at].pos in ("AUX", "ADV") or fold(tokens[at].text).strip("'") in self._rules.verb_group
        ):
            at -= 1
        if at >= 0 and tokens[at].text == "," and verb.feats.get("VerbForm") != "Inf":
            return self._before_insertion(sentence, verb)
        if at < 0 or verb.feats.get("VerbForm") == "Inf":
            return None
        if tokens[at].pos == "PRON" and fold(tokens[at].text) in PRONOUNS:
            # "Il les a décrites": the tree may take the pronoun for something else.
            return self._discourse.resolve(tokens[at].text, sentence, tokens[at].start, speaking=True)
        if tokens[at].chunk is None:
            return None
        chunk = tokens[at].chunk
        before = at - 1
        while before >= 0 and tokens[before].pos == "DET":
            before -= 1
        if before >= 0 and tokens[before].pos == "ADP":
            return None
        return self.of_chunk(chunk, f"stands right before {verb.text!r}") if chunk is not None else None

    def _before_insertion(self, sentence: Sentence, verb: Token) -> Filler | None:
        """ "X, craignant que…, a menacé": the name at the head of the sentence, cut off by commas from its verb."""
        if not any(part.feats.get("VerbForm") == "Fin" for part in (verb, *sentence.children(verb, "aux"))):
            return None
        head = next((token for token in sentence.tokens if token.pos != "DET"), None)
        if head is None or head.chunk is None or head.index + 1 >= verb.index:
            return None
        return self.of_chunk(head.chunk, "name before an insertion") if self._inserted(sentence, head) else None

    def _inserted(self, sentence: Sentence, name: Token) -> bool:
        """Whether a comma and a participle, "qui" or a preposition stand behind a name."""
        comma, opened = sentence.tokens[name.index + 1 : name.index + 3]
        participle = opened.feats.get("VerbForm") == "Part"
        apposed = opened.pos in ("NOUN", "ADJ", "DET") and opened.chunk is None
        return comma.text == "," and (participle or apposed or opened.pos in ("ADP", "PRON", "ADV", "SCONJ"))

    def _named(self, sentence: Sentence, token: Token, filler: Filler | None) -> Filler | None:
        """ "la ministre des Mines et de l'Énergie, Rosa Quispe, a déclaré": the name behind a role that stayed open."""
        if filler is None or len(filler.mentions) != 1 or filler.mentions[0].actor is not None:
            return filler
        tokens = sentence.tokens
        comma = next(
            (
                t
                for t in tokens[token.index + 1 : token.index + FARTHEST_NAME]
                if t.pos not in ROLE_WORDS or t.text == ","
            ),
            None,
        )
        if comma is None or comma.text != ",":
            return filler
        at = comma.index + 1
        while at < len(tokens) and tokens[at].chunk is None and tokens[at].pos in ("DET", "NOUN", "ADP"):
            at += 1
        chunk = tokens[at].chunk if at < len(tokens) else None
        named = chunk is not None and chunk.head.actor_kind == "person" and chunk.head.actor is not None
        if chunk is None or not named or len(chunk.mentions) != 1 or chunk.head.kind == "role":
            return filler
        return self.of_chunk(chunk, "named behind its role") or filler

    def _in_office(self, sentence: Sentence, filler: Filler | None) -> Filler | None:
        """For an office that nobody is known to hold, or several: the holder who spoke before."""
        if filler is None or len(filler.mentions) != 1 or filler.mentions[0].actor is not None:
            return filler
        role = filler.mentions[0]
        open_office = role.kind == "role" and role.position is not None
        return (self._discourse.in_office(role, sentence) if open_office else None) or filler
