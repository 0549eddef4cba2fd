"""Where the words behind a verb of speech end: the sentence, a clause of attribution, the next cue, a new clause."""

from dragoman.assertions.reported_words import ReportedWords, Stretch
from dragoman.assertions.sharing import beyond_relative, opens_participle, shared_with, spoken_lemma
from dragoman.assertions.speech_settings import SpeechSettings
from dragoman.languages.speech import Speech
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# What parts clauses of one sentence.
SEPARATOR = " ; "
# Pronouns that between commas stress the subject before them: "l'armée, elle, a pris position".
STRESSING = frozenset({"elle", "lui", "eux", "elles"})


class SpeechEnds:
    """Finds the ends of reported words in one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, speech: Speech) -> None:
        self._whole = text.document.text
        self._sentence = sentence
        self._speech = speech
        self._words = ReportedWords(text, sentence, speech)
        self._settings = SpeechSettings(self._whole, sentence, speech)

    def until_close(
        self, start: int, verb: Token, least: int | None = None, adjuncts: Token | None = None
    ) -> Stretch | None:
        """From an offset to where the reported words end: the sentence, a clause of attribution, the next cue."""
        end = self._sentence.end
        for clause in self._sentence.clauses:
            if clause.start > start:
                end = min(end, clause.start)
        for quotation in self._sentence.quotations:
            if quotation.start <= verb.start < quotation.end:
                end = min(end, quotation.end)
        folded = fold(self._whole[start:end])
        for words in self._speech.closers:
            at = folded.find(f", {words}" if words.endswith("'") else f", {words} ")
            if at > 0 and not self._is_quoted(start + at, start):
                end = min(end, start + at)
        stop = self._whole.find(SEPARATOR, max(start, verb.end), end)
        if stop > 0 and not self._is_quoted(stop, start):
            end = stop
        whole = end
        end = min(end, self._next_clause(start, verb, end), self._relative_end(verb, end), self._main_clause(verb, end))
        if adjuncts is not None:
            end = min(end, self._adjunct_start(verb, adjuncts, end), self._settings.setting(start, end))
        elif least is not None:
            end = self._settings.behind_noun(start, end)
        else:
            end = self._settings.behind_clause(start, end)
        if adjuncts is not None or least is not None:
            end = min(end, self._new_subject(start, whole))
        if least is not None:
            relative = self._speech.relative.search(self._whole[start:end])
            if relative is not None and not self._is_quoted(start + relative.start(), start):
                end = start + relative.start()
            opened = opens_participle(self._sentence, verb, self._speech.gerunds)
            goes_on = any(t.start > least and t.feats.get("VerbForm") == "Fin" for t in self._sentence.tokens)
            if goes_on and self._sentence.governor(verb) is not None and verb.dep.startswith("acl") and not opened:
                end = min(end, least)
        return self._words.trimmed(start, end)

    def _is_quoted(self, at: int, start: int) -> bool:
        """Whether an offset lies in a quotation that begins behind `start`: words do not end inside of one."""
        return any(start <= q.start <= at < q.end for q in self._sentence.quotations)

    def _main_clause(self, verb: Token, end: int) -> int:
        """ "Rappelant A, X répète B", "Si X refuse A, Y fera B": what stands before the main clause ends with it."""
        token, governor = verb, self._sentence.governor(verb)
        while governor is not None and governor.index < verb.index and token.dep.startswith("advcl"):
            # "Après que X a critiqué Y en lui reprochant A, Z a dit B": the gerund belongs to the clause before.
            token, governor = governor, self._sentence.governor(governor)
        if governor is None or governor.index <= verb.index:
            return end
        if not token.dep.startswith(("advcl", "obl", "acl", "ccomp")):
            return end
        starts = [governor.start]
        for child in self._sentence.children(governor, "nsubj", "aux", "expl", "cop"):
            if child.index > verb.index:
                starts += [each.start for each in self._sentence.subtree(child) if each.index > verb.index]
        return min(end, *starts)

    def _adjunct_start(self, verb: Token, infinitive: Token, end: int) -> int:
        """ "a promis d'agir lors du sommet": what hangs on the verb behind the infinitive is no content."""
        starts = [
            min(each.start for each in self._sentence.subtree(child))
            for child in self._sentence.children(verb, "obl", "advcl", "advmod")
            if child.start > infinitive.end and child.dep != "obl:arg" and self._is_adjunct(child)
        ]
        return min([end, *(start for start in starts if start > infinitive.end)])

    def _is_adjunct(self, word: Token) -> bool:
        """Whether something has a mark of its own; "avoir abattu hier « 12 drones »": what is quoted is the object."""
        bare = not any(True for _ in self._sentence.children(word, "case", "mark"))
        first = min(self._sentence.subtree(word), key=lambda token: token.start)
        return not (bare and (self._sentence.is_quoted(word) or self._sentence.is_quoted(first)))

    def _relative_end(self, verb: Token, end: int) -> int:
        """ "X, qui menace de…, a prévenu": what a relative clause reports ends before the verb of its noun."""
        return min(end, self._behind_relative(verb, end), self._noun_of_relative(verb, end))

    def _behind_relative(self, verb: Token, end: int) -> int:
        """ "X, qui avait promis de partir, les a renforcées": a finite verb right behind a comma is that of X."""
        tokens = self._sentence.tokens
        first: Token | None = verb
        own: Token | None = None
        while first is not None and own is None:
            # "X, qui a démissionné et déclaré que…, a été nommé"
            own = next((t for t in self._sentence.children(first, "nsubj") if fold(t.text) == "qui"), None)
            first = shared_with(self._sentence, first) if own is None else None
        if own is None or own.index < 2 or tokens[own.index - 1].text != ",":
            return end
        for token in tokens[verb.index + 1 :]:
            if token.text != "," or token.start >= end or self._is_quoted(token.start, verb.start):
                continue
            if fold(tokens[token.index - 1].text) in STRESSING and tokens[token.index - 2].text == ",":
                continue
            at = token.index + 1
            while at < len(tokens) and (
                fold(tokens[at].text).strip("'") in self._speech.bare_clitics
                or tokens[at].pos == "ADV"
                or (tokens[at].dep == "obj" and tokens[at].pos == "DET")
            ):
                at += 1
            if at < len(tokens) and tokens[at].feats.get("VerbForm") == "Fin":
                return token.start
        return end

    def _noun_of_relative(self, verb: Token, end: int) -> int:
        noun = self._sentence.governor(verb) if verb.dep.startswith("acl") else None
        above = self._sentence.governor(noun) if noun is not None else None
        if above is None or above.index <= verb.index or above.pos not in ("VERB", "AUX"):
            return end
        return min(
            [end, above.start, *(c.start for c in self._sentence.children(above, "aux") if c.start > verb.start)]
        )

    def _next_clause(self, start: int, verb: Token, end: int) -> int:
        """Where a clause begins that goes on with the subject of the verb: coordinated with it, or a participle."""
        for token in self._sentence.tokens:
            if token.start <= start or token.pos not in ("VERB", "AUX") or self._is_quoted(token.start, start):
                continue
            if not self._goes_on(verb, token):
                continue
            group = [
                child.start
                for child in self._sentence.children(
                    token, "aux", "cc", "nsubj", "expl", "mark", "case", "advmod", "obj", "iobj"
                )
                if start < child.start < token.start and (child.chunk is None or child.dep.startswith("nsubj"))
            ]
            stop = self._before_joints(min([end, token.start, *group]), start)
            if stop == end or self._has_verb(start, stop) or not self._opens_clause(start):
                return stop
        return end

    def _before_joints(self, stop: int, start: int) -> int:
        """Where words end before "mais", ", tout en" and the like that only join the next clause."""
        for token in reversed(self._sentence.tokens):
            if start < token.start < stop:
                if token.pos != "CCONJ" and fold(token.text) not in self._speech.gerunds:
                    break
                stop = token.start
        return stop

    def _has_verb(self, start: int, end: int) -> bool:
        return any(start <= t.start < end and t.pos in ("VERB", "AUX") for t in self._sentence.tokens)

    def _opens_clause(self, start: int) -> bool:
        """Whether words stand behind a "que": they hold a verb, whatever the tree says."""
        before = [t for t in self._sentence.tokens if t.end <= start]
        return bool(before) and fold(before[-1].text).strip("'") in ("que", "qu")

    def _new_subject(self, start: int, end: int) -> int:
        """Where an infinitive or a noun phrase ends at a finite clause of its own: "propose A et B s'y dit prêt"."""
        joint: Token | None = None
        below = False
        for token in self._sentence.tokens:
            if token.start < start or token.start >= end:
                continue
            if self._is_quoted(token.start, start):
                joint = None
            elif fold(token.text).strip("'") in self._speech.subordinators:
                below, joint = True, None
            elif below and self._whole[: token.start].rstrip()[-1:] != "," and joint is None:
                # Below a conjunction only ", mais" shows that the clause is done.
                continue
            elif below and joint is None and fold(token.text) != "mais":
                continue
            elif token.start > start and self._is_spliced(token):
                return token.start
            elif fold(token.text) in ("et", "mais") and token.start > start:
                joint = token
            elif joint is not None and token.feats.get("VerbForm") == "Fin" and token.pos in ("VERB", "AUX"):
                follows = self._sentence.tokens[joint.index + 1 : token.index]
                named = any(t.chunk is not None or t.pos in ("NOUN", "PRON") for t in follows)
                return joint.start if named else end
        return end

    def _is_spliced(self, comma: Token) -> bool:
        """ "Kiev promet une riposte, Moscou en doute": whether a name and its verb stand right behind a comma."""
        tokens = self._sentence.tokens[comma.index + 1 : comma.index + 4]
        if comma.text != "," or len(tokens) < 2 or tokens[0].chunk is None:
            return False
        verb = tokens[2] if len(tokens) > 2 and tokens[1].pos in ("ADV", "PRON") else tokens[1]
        return verb.pos in ("VERB", "AUX") and verb.feats.get("VerbForm") == "Fin"

    def _goes_on(self, verb: Token, token: Token) -> bool:
        """Whether a verb behind a verb of speech is told of the same subject, and no part of what is reported."""
        if any(fold(mark.text).strip("'") in ("que", "qu") for mark in self._sentence.children(token, "mark")):
            return False
        joined = token.feats.get("VerbForm") == "Inf" and verb.feats.get("VerbForm") != "Inf"
        if token.dep == "conj" and token.head == verb.index and not joined:
            return True
        speaks = bool(self._speech.verbs.get(spoken_lemma(self._sentence, token)))
        own = any(True for _ in self._sentence.children(token, "nsubj"))
        if token.dep in ("advcl", "acl", "parataxis") and token.head == verb.index and speaks and not own:
            return True
        before = self._sentence.tokens[token.index - 1]
        if token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Pres":
            while before.index > verb.index and fold(before.text) in self._speech.gerunds:
                before = self._sentence.tokens[before.index - 1]
            return speaks and before.text == ","
        if token.feats.get("VerbForm") == "Inf":
            # "appelle X à cesser A et à faire B"
            return False
        shared = shared_with(self._sentence, token)
        # "a dit que des bandits tuent et s'emparent": the subject of what is said, not the speaker.
        return (shared is not None and shared.index <= verb.index) or self._is_alike(verb, token)

    def _is_alike(self, verb: Token, token: Token) -> bool:
        """ "a assuré que A paiera et a rappelé…": a compound past without subject behind "et", like the cue's."""
        if not self._is_compound(verb) or not self._is_compound(token):
            return False
        if any(True for _ in self._sentence.children(token, "nsubj", "expl:subj")):
            return False
        first = min(child.index for child in self._sentence.children(token, "aux"))
        while first and fold(self._sentence.tokens[first - 1].text).strip("'") in self._speech.bare_clitics:
            first -= 1
        governor = self._sentence.governor(token)
        joined = fold(self._sentence.tokens[first - 1].text) in ("et", "mais", "puis")
        above = governor is not None and (governor.index == verb.index or not self._is_compound(governor))
        main = beyond_relative(self._sentence, token)
        return joined and (above or (main is not None and main.index == verb.index))

    def _is_compound(self, verb: Token) -> bool:
        parts = [part for part in self._sentence.children(verb, "aux") if part.feats.get("VerbForm") == "Fin"]
        return verb.feats.get("VerbForm") == "Part" and bool(parts)

    def in_other_clause(self, at: int, verb: int) -> bool:
        """Whether an offset lies in a clause of attribution in which the verb does not stand."""
        return any(c.start <= at < c.end and not c.start <= verb < c.end for c in self._sentence.clauses)
