"""What a verb of speech reports, by the tree and the words: a clause, an infinitive, a noun phrase, a quotation."""

from collections.abc import Iterator

from dragoman.assertions.reported_words import ReportedWords, Stretch
from dragoman.assertions.roles import case_of, is_passive, is_reflexive, lemma
from dragoman.assertions.speakers import shared_with
from dragoman.languages.speech import Speech, SpeechNoun, SpeechVerb
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How far behind a verb of speech its "que" may stand, and a quotation that it introduces, in tokens.
FARTHEST_QUE = 26
FARTHEST_QUOTATION = 14
FARTHEST_FIXED = 7
# The longest words that tie a noun of speech to its content ("selon lesquelles"), in characters.
LONGEST_LINK = 24
# One or two quoted words are no quotation of what somebody said.
FEWEST_WORDS = 3


class SpeechContents:
    """Finds what the verbs of one sentence report."""

    def __init__(self, text: ReadText, sentence: Sentence, speech: Speech) -> None:
        self._text = text
        self._whole = text.document.text
        self._sentence = sentence
        self._speech = speech
        self._words = ReportedWords(text, sentence, speech)

    def find(self, verb: Token, entry: SpeechVerb) -> tuple[str | None, Stretch | None]:
        """In what shape the content of a verb comes, and its span."""
        before = self._what_before(verb)
        if before is not None:
            return "before", before
        if "clause" in entry.complements:
            que = self._que(verb, told="object" in entry.audience, skipped=self._fixed(verb, entry))
            if que is not None:
                return "clause", self._until_close(que.end, verb)
        if "quote" in entry.complements:
            quotation = self._quotation_behind(verb)
            if quotation is not None:
                return "quote", quotation
        if "infinitive" in entry.complements:
            infinitive = self._infinitive(verb)
            if infinitive is not None:
                group = self._sentence.children(infinitive, "mark", "case", "advmod", "expl", "aux", "obj", "iobj")
                first = min([infinitive.start, *(t.start for t in group if t.pos not in ("NOUN", "PROPN", "VERB"))])
                return "infinitive", self._until_close(max(first, verb.end), verb, adjuncts=infinitive)
        if entry.oblique:
            span = self._oblique_span(verb, entry)
            if span is not None:
                return "noun", span
        if "noun" in entry.complements:
            return "noun", self._noun_span(verb, entry)
        return None, None

    def _what_before(self, verb: Token) -> Stretch | None:
        """ "…, ce que X dément": the content is what stands before."""
        tokens = self._sentence.tokens
        for token in tokens[max(1, verb.index - 6) : verb.index]:
            if fold(token.text).strip("'") in ("que", "qu") and fold(tokens[token.index - 1].text) == "ce":
                comma = tokens[token.index - 2] if token.index > 1 else None
                if comma is not None and comma.text == ",":
                    return self._words.trimmed(self._words.segment_start(comma.start), comma.start)
        return None

    def _oblique_span(self, verb: Token, entry: SpeechVerb) -> Stretch | None:
        """The noun phrase behind one of the prepositions that a verb of speech takes ("met en garde contre…")."""
        wanted = {fold(preposition) for preposition in entry.oblique}
        blocked, asked = {fold(noun) for noun in entry.not_objects}, {fold(noun) for noun in entry.objects}
        fixed = {part for words in entry.with_ for part in fold(words).split()}
        for child in self._sentence.children(verb, "obl", "obj", "xcomp", "nmod", "iobj"):
            name = lemma(child)
            if child.start < verb.start or case_of(self._sentence, child) not in wanted or name in fixed:
                continue
            if self._is_time(child) or name in blocked or (asked and name not in asked):
                continue
            inside = [t for t in self._sentence.subtree(child) if t.dep != "case" or t.head != child.index]
            first = min(t.start for t in inside)
            return self._until_close(first, verb, least=max(t.end for t in inside))
        return None

    def _que(self, verb: Token, *, told: bool, skipped: int) -> Token | None:
        """The "que" that opens the reported clause: no other finite verb stands between it and the verb of speech.

        `told`: the object of the verb is the one who is told ("prévient Kiev que…"). `skipped` counts the tokens behind
        the verb that belong to it ("fait savoir").
        """
        for token in self._sentence.tokens[verb.index + 1 + skipped : verb.index + FARTHEST_QUE]:
            if self._in_other_clause(token.start, verb.start):
                continue
            if token.chunk is None and fold(token.text).strip("'") in ("que", "qu") and token.pos != "ADV":
                before = self._sentence.tokens[token.index - 1]
                if fold(before.text) in self._speech.before_que:
                    return None
                if token.pos == "PRON" and not told and self._has_object(verb, token):
                    # "a rejeté le plan, que X critique": a relative.
                    return None
                governor = self._sentence.governor(token)
                comparative = any(
                    fold(t.text) in self._speech.comparing for t in self._sentence.tokens[verb.index + 1 : token.index]
                )
                return None if comparative and governor is not None and governor.pos == "NOUN" else token
            if token.pos in ("VERB", "AUX") and (
                token.feats.get("VerbForm") in ("Fin", "Inf") or token.feats.get("Tense") == "Pres"
            ):
                return None
            if token.text in (":", ";"):
                return None
        return None

    def _fixed(self, verb: Token, entry: SpeechVerb) -> int:
        """How many tokens behind a verb reach to the end of the fixed words of its entry."""
        behind = self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_QUE]
        for words in entry.with_:
            last = fold(words).replace("'", " ").split()[-1]
            for count, token in enumerate(behind[:FARTHEST_FIXED], start=1):
                if fold(token.text).strip("'") == last:
                    return count
        return 0

    def _has_object(self, verb: Token, before: Token) -> bool:
        """Whether an object of the verb stands before a token."""
        return any(verb.start < child.start < before.start for child in self._sentence.children(verb, "obj"))

    def _governed(self, verb: Token) -> Iterator[Token]:
        """What a verb governs, and what the tree hangs on the names that it governs ("demande à X de faire")."""
        for child in self._sentence.children(verb, "xcomp", "ccomp", "obl", "advcl", "obj", "iobj"):
            yield child
            if child.chunk is not None:
                yield from self._sentence.children(child, "acl", "xcomp")

    def _infinitive(self, verb: Token) -> Token | None:
        for child in self._governed(verb):
            if child.feats.get("VerbForm") == "Inf" and child.start > verb.start and child.pos in ("VERB", "AUX"):
                marks = {fold(t.text).strip("'") for t in self._sentence.children(child, "mark", "case")}
                if not marks & self._speech.purposes:
                    return child
            elif (
                child.start > verb.start
                and any(
                    t.pos == "AUX" and t.feats.get("VerbForm") == "Inf"
                    for t in self._sentence.children(child, "aux", "cop")
                )
                and child.pos in ("VERB", "ADJ", "NOUN")
            ):
                return child
        return None

    def _quotation_behind(self, verb: Token) -> Stretch | None:
        """The quotation that a verb introduces, behind a colon or right behind the verb group."""
        tokens = self._sentence.tokens
        for token in tokens[verb.index + 1 : verb.index + FARTHEST_QUOTATION]:
            opened = next((q for q in self._sentence.quotations if q.start - 2 <= token.start < q.start), None)
            if opened is not None and token.text in "«“„\"‘'":
                near = token.index - verb.index <= 3 or tokens[token.index - 1].text in (":", ",")
                enough = len(self._whole[opened.start : opened.end].split()) >= FEWEST_WORDS
                return self._words.trimmed(opened.start, opened.end) if near and enough else None
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin" and token.head != verb.index:
                return None
        last = tokens[-1] if tokens else verb
        if last.text == ":" or (self._whole[self._sentence.start : self._sentence.end].rstrip().endswith(":")):
            return self._words.quotation_starting(self._sentence.end)
        return None

    def _noun_span(self, verb: Token, entry: SpeechVerb) -> Stretch | None:
        blocked, asked = {fold(noun) for noun in entry.not_objects}, {fold(noun) for noun in entry.objects}
        passive = is_passive_cue(self._sentence, verb)
        deps = ("nsubj",) if passive else ("obj", "xcomp", "obl")
        predicate_of = self._sentence.governor(verb) if verb.dep.startswith("aux") else None
        if predicate_of is not None and predicate_of.pos == "ADJ" and is_reflexive(self._sentence, verb):
            # "se dit prêt à…": the tree takes the verb for an auxiliary.
            return self._until_close(predicate_of.start, verb)
        children = list(self._sentence.children(verb, *deps))
        if not any(child.start > verb.start for child in children) and not passive:
            # "n'a ni confirmé ni démenti la frappe": the object of the next verb is this one's too.
            for other in self._sentence.children(verb, "conj"):
                children += self._sentence.children(other, "obj")
        for child in children:
            predicate = child.pos == "ADJ" and is_reflexive(self._sentence, verb)
            if child.pos not in ("NOUN", "PROPN") and child.chunk is None and not predicate:
                continue
            case = case_of(self._sentence, child)
            needs_case = is_reflexive(self._sentence, verb) or bool(entry.with_)
            if not passive and (
                child.start < verb.start or (bool(case) and not needs_case and not child.dep.startswith("obj"))
            ):
                continue
            if lemma(child) in blocked or fold(child.text) in blocked:
                # "rappeler son ambassadeur": whatever else stands there, nothing is said.
                return None
            if self._is_time(child):
                continue
            if entry.objects and lemma(child) not in asked:
                continue
            inside = sorted(
                t.start for t in self._sentence.subtree(child) if t.pos not in ("ADP", "CCONJ") or t.start > child.start
            )
            ends = max(t.end for t in self._sentence.subtree(child))
            if passive:
                return self._words.trimmed(inside[0], min(ends, verb.start))
            return self._until_close(inside[0], verb, least=min(ends, self._sentence.end))
        return None

    def _is_time(self, token: Token) -> bool:
        return any(time.start <= token.start < time.end for time in self._sentence.times)

    def of_noun(self, noun: Token, entry: SpeechNoun) -> Stretch | None:
        """What a noun of speech reports: the clause or infinitive that hangs on it or on the name behind it."""
        last = noun.end
        for child in self._sentence.children(noun, "nmod", "obl"):
            last = max(last, child.end) if child.chunk is not None else last
        for token in self._sentence.tokens[noun.index + 1 : noun.index + FARTHEST_QUE]:
            if token.start < last or token.chunk is not None:
                continue
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin":
                return None
            said = fold(self._whole[token.start : token.start + LONGEST_LINK])
            link = next((words for words in self._speech.noun_links if said.startswith(words)), None)
            if link is not None and "clause" in entry.complements and token.start - last <= len(", "):
                return self._words.trimmed(token.start + len(link), self._clause_end(noun, token))
            if token.feats.get("VerbForm") == "Inf" and "infinitive" in entry.complements:
                mark = self._sentence.tokens[token.index - 1]
                near = mark.start - last <= len(", ") and fold(mark.text).strip("'") in ("de", "d", "a")
                return self._words.trimmed(mark.start, self._clause_end(noun, token)) if near else None
        return None

    def _clause_end(self, noun: Token, token: Token) -> int:
        """Where the clause behind a noun of speech ends: its subtree, a clause of attribution, the verb of the noun."""
        governor = self._sentence.governor(token)
        top = governor if governor is not None and token.dep == "mark" and governor.index > token.index else token
        ends = [max(each.end for each in self._sentence.subtree(top))]
        ends += [clause.start for clause in self._sentence.clauses if clause.start > token.start]
        above = self._sentence.governor(noun)
        if above is not None and above.index > token.index:
            ends.append(min([above.start, *(each.start for each in self._sentence.children(above, "aux", "cop"))]))
        return min(ends)

    def _until_close(
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
            at = folded.find(f", {words} ")
            if at > 0 and not self._is_quoted(start + at, start):
                end = min(end, start + at)
        end = min(end, self._next_clause(start, verb, end), self._relative_end(verb, end), self._main_clause(verb, end))
        if adjuncts is not None:
            end = min(end, self._adjunct_start(verb, adjuncts, end))
        if least is not None:
            relative = self._speech.relative.search(self._whole[start:end])
            if relative is not None and not self._is_quoted(start + relative.start(), start):
                end = start + relative.start()
            if self._sentence.governor(verb) is not None and verb.dep.startswith("acl"):
                end = min(end, least)
        return self._words.trimmed(start, end)

    def _is_quoted(self, at: int, start: int) -> bool:
        """Whether an offset lies in a quotation that begins behind `start`: words do not end inside of one."""
        return any(start <= q.start <= at < q.end for q in self._sentence.quotations)

    def _main_clause(self, verb: Token, end: int) -> int:
        """ "Rappelant A, X répète B", "Si X refuse A, Y fera B": what stands before the main clause ends with it."""
        governor = self._sentence.governor(verb)
        if (
            governor is None
            or governor.index <= verb.index
            or not verb.dep.startswith(("advcl", "obl", "acl", "ccomp"))
        ):
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
            if child.start > infinitive.end and child.dep != "obl:arg"
        ]
        return min([end, *(start for start in starts if start > infinitive.end)])

    def _relative_end(self, verb: Token, end: int) -> int:
        """ "X, qui menace de…, a prévenu": what a relative clause reports ends before the verb of its noun."""
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
            return min([end, token.start, *group])
        return end

    def _goes_on(self, verb: Token, token: Token) -> bool:
        """Whether a verb behind a verb of speech is told of the same subject, and no part of what is reported."""
        if any(fold(mark.text).strip("'") in ("que", "qu") for mark in self._sentence.children(token, "mark")):
            return False
        if token.dep == "conj" and token.head == verb.index:
            return True
        speaks = bool(self._speech.verbs.get(spoken_lemma(self._sentence, token)))
        if token.dep in ("advcl", "acl", "parataxis") and token.head == verb.index and speaks:
            return True
        before = self._sentence.tokens[token.index - 1]
        if token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Pres":
            while before.index > verb.index and fold(before.text) in self._speech.gerunds:
                before = self._sentence.tokens[before.index - 1]
            return speaks and before.text == ","
        return shared_with(self._sentence, token) is not None or self._is_alike(verb, token)

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
        return joined and governor is not None and (governor.index == verb.index or not self._is_compound(governor))

    def _is_compound(self, verb: Token) -> bool:
        parts = [part for part in self._sentence.children(verb, "aux") if part.feats.get("VerbForm") == "Fin"]
        return verb.feats.get("VerbForm") == "Part" and bool(parts)

    def _in_other_clause(self, at: int, verb: int) -> bool:
        """Whether an offset lies in a clause of attribution in which the verb does not stand."""
        return any(c.start <= at < c.end and not c.start <= verb < c.end for c in self._sentence.clauses)


def is_passive_cue(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb of speech is passive; "a salué A et affirmé B": the second shares the auxiliary of the first."""
    above = sentence.governor(verb) if verb.dep == "conj" else None
    if above is not None and above.feats.get("VerbForm") == "Part" and not is_passive(sentence, above):
        return any(child.dep == "aux:pass" for child in sentence.children(verb))
    return is_passive(sentence, verb)


def spoken_lemma(sentence: Sentence, verb: Token) -> str:
    """The lemma as the lists have it, with the pronoun of a reflexive verb."""
    name = lemma(verb)
    if is_reflexive(sentence, verb):
        return f"s'{name}" if name[:1] in "aeiouyh" else f"se {name}"
    return name
