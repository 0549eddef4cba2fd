"""The places of one sentence where somebody is said to speak: cue, speaker, and where the reported words stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.roles import Filler, Roles, case_of, is_passive, is_reflexive, lemma
from dragoman.assertions.speakers import Speakers
from dragoman.languages.speech import Speech, SpeechVerb
from dragoman.model.names import fold
from dragoman.model.sentence import Clause, ReadText, Sentence, Token

# How far behind a verb of speech its "que" may stand, in tokens.
FARTHEST_QUE = 26
FARTHEST_WORDS = 4
FARTHEST_QUOTATION = 14
# What is trimmed from the ends of reported words, besides the full stop.
MARKS = " \t\n\u00a0\u202f\u2009,;:–—-«»“”„\"'‘’"
CLOSERS = frozenset("»”\"’'")
PAIRS = (("«", "»"), ("“", "”"), ("(", ")"))


@dataclass(slots=True)
class Utterance:
    """One cue of speech. `spans` are the reported words, half-open offsets; `quoted` those that are a quotation.

    `speaker` is None where nothing names one (then `named` is False) or where it stays open.
    """

    act: str
    cue_start: int
    cue_end: int
    speaker: Filler | None
    spans: list[tuple[int, int]]
    form: str
    sentence: Sentence
    trigger: Token | None = None
    clause: Clause | None = None
    reading: Reading = field(default_factory=Reading)
    open_quotation: bool = False


class Utterances:
    """Finds the utterances of one sentence, in order."""

    def __init__(
        self, text: ReadText, sentence: Sentence, rules: Rules, speech: Speech, speakers: Speakers, closers: Sequence[str]
    ) -> None:
        self._text = text
        self._whole = text.document.text
        self._sentence = sentence
        self._speech = speech
        self._speakers = speakers
        self._modality = ModalityReader(sentence, rules)
        self._closers = closers

    def find(self) -> list[Utterance]:
        """All utterances, in the order of their cues."""
        found = [*self._clauses(), *self._verbs(), *self._labels()]
        return sorted(found, key=lambda u: u.cue_start)

    # clauses that the clause grammar cut out

    def _clauses(self) -> Iterator[Utterance]:
        for clause in self._sentence.clauses:
            trigger, reading = None, Reading()
            if clause.kind == "source":
                act = next(s.act for words, s in self._speech.sources if " ".join(words) == clause.lemmas[0])
                spans = self._around(clause)
            else:
                act = self._act_of(clause)
                spans = self._before(clause)
                trigger = next((t for t in self._sentence.tokens if t.start == clause.verb), None)
                reading = self._modality.of_verb(trigger) if trigger is not None else reading
                if reading.modality == "conditional":
                    # "aurait lancé X": there is no condition, only hearsay.
                    reading.modality = "alleged"
            if spans:
                speaker = self._speakers.of_clause(self._sentence, clause)
                yield Utterance(
                    act, clause.start, clause.end, speaker, spans, clause.kind, self._sentence, trigger, clause, reading
                )

    def _act_of(self, clause: Clause) -> str:
        entries = [e for name in clause.lemmas for e in self._speech.verbs.get(name, ()) if "inverted" in e.complements]
        behind = fold(self._whole[clause.verb : clause.end])
        exact = [e for e in entries if any(fold(words) in behind for words in e.with_)]
        return (exact or entries)[0].act if entries else "say"

    def _before(self, clause: Clause) -> list[tuple[int, int]]:
        """The words that an inverted clause follows, and those that go on behind it."""
        start = self._segment_start(clause.start)
        around = next((q for q in self._text.quotations if q.start <= clause.start < q.end), None)
        if around is not None:
            # « …, a dit X, … »: the quotation goes on to both sides.
            first = max(start, around.start) if start > self._sentence.start else around.start
            closed = self._whole[around.end : around.end + 1] in CLOSERS
            rest = clause.end + 1 if self._whole[clause.end : clause.end + 1] == "." else clause.end
            later = self._trimmed(rest, around.end) if closed else None
            return [s for s in (self._trimmed(first, clause.start), later) if s]
        found = self._quotation_ending(clause.start)
        span = found if found is not None else self._trimmed(start, clause.start)
        spans = [span] if span is not None else []
        after = self._quotation_starting(clause.end)
        if after is not None and after not in spans:
            spans.append(after)
        elif found is None and self._goes_on(clause):
            rest = self._trimmed(clause.end, self._segment_end(clause.end))
            spans += [rest] if rest is not None else []
        return spans

    def _segment_start(self, at: int) -> int:
        """Where the words before a clause begin: behind another clause or a semicolon."""
        start = max([self._sentence.start, *(c.end for c in self._sentence.clauses if c.end <= at)])
        return max(start, self._whole.rfind(";", start, at) + 1)

    def _segment_end(self, at: int) -> int:
        end = min([self._sentence.end, *(c.start for c in self._sentence.clauses if c.start > at)])
        stop = self._whole.find(";", at, end)
        return stop if stop >= 0 else end

    def _goes_on(self, clause: Clause) -> bool:
        """Whether the clause was inserted into what it attributes: a comma closes it and words follow."""
        return self._whole[clause.end : clause.end + 1] == "," and clause.end + 2 < self._sentence.end

    def _quotation_ending(self, at: int) -> tuple[int, int] | None:
        """The quotation that ends right before an offset, if it is all that stands between it and the clause before."""
        for quotation in self._text.quotations:
            if quotation.end < at and not self._whole[quotation.end : at].strip(MARKS + ".…!?"):
                before = self._whole[max(self._sentence.start, 0) : quotation.start].strip(MARKS)
                opened = self._whole[: quotation.start - 1].rstrip()[-1:] in (":", ";")
                if quotation.start > self._sentence.start and before and not opened:
                    if not self._starts_after_clause(quotation.start) and self._has_verb_before(quotation.start):
                        return None
                return self._trimmed(quotation.start, quotation.end)
        return None

    def _has_verb_before(self, at: int) -> bool:
        """Whether the words before a quotation are more than a lead ("Dans un autre contexte, « … »")."""
        first = self._segment_start(at)
        before = [t for t in self._sentence.tokens if first <= t.start < at]
        comma = bool(before) and (before[-1].text == "," or (len(before) > 1 and before[-2].text == ","))
        return not comma or any(t.pos in ("VERB", "AUX") for t in before)

    def _starts_after_clause(self, at: int) -> bool:
        return any(c.end <= at and not self._whole[c.end : at].strip(MARKS) for c in self._sentence.clauses)

    def _quotation_starting(self, at: int) -> tuple[int, int] | None:
        for quotation in self._text.quotations:
            if quotation.start >= at and not self._whole[at : quotation.start].strip(MARKS.replace(";", "")):
                return self._trimmed(quotation.start, quotation.end)
        return None

    def _around(self, clause: Clause) -> list[tuple[int, int]]:
        """The rest of the sentence around a source phrase."""
        first, last = self._segment_start(clause.start), self._segment_end(clause.end)
        before, after = self._trimmed(first, clause.start), self._trimmed(clause.end, last)
        quotation = self._quotation_starting(clause.end)
        if before is None and quotation is not None and quotation[1] + 3 >= last:
            return [quotation]
        if before is not None and fold(self._whole[before[0] : before[1]]) in ("mais", "et", "car", "or"):
            before = None
        return [span for span in (before, after) if span is not None]

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """A span without marks and white space at its ends; None when nothing is left."""
        if end < start:
            return None
        text = self._whole
        while start < end and text[start] in MARKS:
            start += 1
        while end > start and text[end - 1] in MARKS + ".":
            end -= 1
        # A quotation inside the words keeps both of its marks.
        for opener, closer in PAIRS:
            inner = text[start:end]
            if inner.count(closer) < inner.count(opener) and text[end : end + 2].strip()[:1] == closer:
                end = text.index(closer, end) + 1
            elif inner.count(opener) < inner.count(closer) and text[max(0, start - 2) : start].strip()[-1:] == opener:
                start = text.rindex(opener, 0, start)
        return (start, end) if end - start > 1 else None

    # verbs with what they govern

    def _verbs(self) -> Iterator[Utterance]:
        for token in self._sentence.tokens:
            if token.pos not in ("VERB", "AUX") or self._in_clause(token.start):
                continue
            entries = [e for e in self._speech.verbs.get(_spoken_lemma(self._sentence, token), ()) if self._has_words(token, e)]
            for entry in sorted(entries, key=lambda e: -len(e.with_)):
                found = self._told(token, entry)
                if found is not None:
                    yield found
                    break

    def _in_clause(self, at: int) -> bool:
        return any(clause.start <= at < clause.end for clause in self._sentence.clauses)

    def _has_words(self, verb: Token, entry: SpeechVerb) -> bool:
        if not entry.with_:
            return True
        behind = " ".join(
            fold(self._whole[t.start : t.end]).strip("'") for t in self._sentence.tokens[verb.index + 1 : verb.index + 8]
        )
        return any(fold(words).replace("'", " ") in behind[: 12 * FARTHEST_WORDS] for words in entry.with_)

    def _told(self, verb: Token, entry: SpeechVerb) -> Utterance | None:
        form, span = self._content(verb, entry)
        if span is None or form is None:
            return None
        passive = is_passive(self._sentence, verb)
        known, speaker = self._speakers.of_verb(self._sentence, verb, passive=passive)
        if not known:
            return None
        reading = self._modality.of_verb(verb)
        if reading.opened and reading.modality == "actual" and verb.feats.get("VerbForm") == "Inf" and not self._is_blamed(verb):
            return None
        start = min([verb.start, *(child.start for child in self._sentence.children(verb, "aux"))])
        spans = self._coordinated(span) if form == "clause" else [span]
        return Utterance(entry.act, start, verb.end, speaker, spans, form, self._sentence, trigger=verb, reading=reading)

    def _coordinated(self, span: tuple[int, int]) -> list[tuple[int, int]]:
        """ "que A et que B": each reported clause by itself."""
        start, end = span
        found = []
        for match in re.finditer(r",?\s+(?:et|mais|ou)\s+(?:surtout\s+)?qu(?:e\s|['’])", self._whole[start:end]):
            found.append(self._trimmed(start, span[0] + match.start()))
            start = span[0] + match.end()
        found.append(self._trimmed(start, end))
        return [each for each in found if each is not None]

    def _is_blamed(self, verb: Token) -> bool:
        """ "accuse X de répéter que…": told as said, by the one who blames."""
        governor = self._sentence.governor(verb)
        entries = self._speech.verbs.get(lemma(governor), ()) if governor is not None else ()
        return any(entry.act == "accuse" for entry in entries)

    def _content(self, verb: Token, entry: SpeechVerb) -> tuple[str | None, tuple[int, int] | None]:
        """In what shape the content of a verb comes, and its span."""
        before = self._what_before(verb)
        if before is not None:
            return "before", before
        if "clause" in entry.complements:
            que = self._que(verb)
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
                return "infinitive", self._until_close(max(first, verb.end), verb)
        if entry.oblique:
            span = self._oblique_span(verb, entry)
            if span is not None:
                return "noun", span
        if "noun" in entry.complements:
            return "noun", self._noun_span(verb, entry)
        return None, None

    def _what_before(self, verb: Token) -> tuple[int, int] | None:
        """ "…, ce que X dément": the content is what stands before."""
        tokens = self._sentence.tokens
        for token in tokens[max(1, verb.index - 6) : verb.index]:
            if fold(token.text).strip("'") in ("que", "qu") and fold(tokens[token.index - 1].text) == "ce":
                comma = tokens[token.index - 2] if token.index > 1 else None
                if comma is not None and comma.text == ",":
                    return self._trimmed(self._segment_start(comma.start), comma.start)
        return None

    def _oblique_span(self, verb: Token, entry: SpeechVerb) -> tuple[int, int] | None:
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

    def _que(self, verb: Token) -> Token | None:
        """The "que" that opens the reported clause: no other finite verb stands between it and the verb of speech."""
        for token in self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_QUE]:
            if self._in_clause(token.start):
                continue
            if token.chunk is None and fold(token.text).strip("'") in ("que", "qu") and token.pos != "ADV":
                before = self._sentence.tokens[token.index - 1]
                if fold(before.text) in ("alors", "tandis", "bien", "apres", "avant", "ainsi", "pendant", "plus", "moins", "lors", "autre", "tel", "telle", "ne"):
                    return None
                if token.pos == "PRON" and self._has_object(verb, token):
                    # "a rejeté le plan, que X critique": a relative.
                    return None
                governor = self._sentence.governor(token)
                comparative = any(fold(t.text) in ("plus", "moins", "aussi", "meme", "ne", "n'") for t in self._sentence.tokens[verb.index + 1 : token.index])
                return None if comparative and governor is not None and governor.pos == "NOUN" else token
            if token.pos in ("VERB", "AUX") and (
                token.feats.get("VerbForm") in ("Fin", "Inf") or token.feats.get("Tense") == "Pres"
            ):
                return None
            if token.text in (":", ";"):
                return None
        return None

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
                if not marks & {"pour", "afin", "apres", "avant", "sans", "jusqu"}:
                    return child
            elif child.start > verb.start and any(
                t.pos == "AUX" and t.feats.get("VerbForm") == "Inf" for t in self._sentence.children(child, "aux", "cop")
            ) and child.pos in ("VERB", "ADJ", "NOUN"):
                return child
        return None

    def _quotation_behind(self, verb: Token) -> tuple[int, int] | None:
        """The quotation that a verb introduces, behind a colon or right behind the verb group."""
        tokens = self._sentence.tokens
        for token in tokens[verb.index + 1 : verb.index + FARTHEST_QUOTATION]:
            start = next((q for q in self._text.quotations if q.start - 2 <= token.start <= q.start and token.text in "«“„\""), None)
            if start is not None:
                before = tokens[token.index - 1]
                near = token.index - verb.index <= 3 or before.text in (":", ",")
                return self._trimmed(start.start, start.end) if near and not _is_short(self._whole[start.start : start.end]) else None
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin" and token.head != verb.index:
                return None
        last = tokens[-1] if tokens else verb
        if last.text == ":" or (self._whole[self._sentence.start : self._sentence.end].rstrip().endswith(":") ):
            return self._quotation_starting(self._sentence.end)
        return None

    def _noun_span(self, verb: Token, entry: SpeechVerb) -> tuple[int, int] | None:
        blocked, asked = {fold(noun) for noun in entry.not_objects}, {fold(noun) for noun in entry.objects}
        passive = is_passive(self._sentence, verb)
        deps = ("nsubj",) if passive else ("obj", "xcomp", "obl")
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
            if not passive and (child.start < verb.start or (bool(case) and not needs_case and not child.dep.startswith("obj"))):
                continue
            if self._is_time(child) or lemma(child) in blocked or fold(child.text) in blocked:
                continue
            if entry.objects and lemma(child) not in asked:
                continue
            inside = sorted(t.start for t in self._sentence.subtree(child) if t.pos != "ADP" or t.start > child.start)
            ends = max(t.end for t in self._sentence.subtree(child))
            if passive:
                return self._trimmed(inside[0], min(ends, verb.start))
            return self._until_close(inside[0], verb, least=min(ends, self._sentence.end))
        return None

    def _is_time(self, token: Token) -> bool:
        return any(time.start <= token.start < time.end for time in self._sentence.times)

    def _until_close(self, start: int, verb: Token, least: int | None = None) -> tuple[int, int] | None:
        """From an offset to where the reported words end: the sentence, a clause of attribution, or a new main clause."""
        end = self._sentence.end
        for clause in self._sentence.clauses:
            if clause.start > start:
                end = min(end, clause.start)
        for quotation in self._sentence.quotations:
            if quotation.start <= verb.start < quotation.end:
                end = min(end, quotation.end)
        folded = fold(self._whole[start:end])
        for words in self._closers:
            at = folded.find(f", {words} ")
            if at > 0:
                end = min(end, start + at)
        end = min(end, self._next_cue(start, verb, end))
        if least is not None:
            relative = re.search(r", (?:que |qu['’]|qui |dont |où |ce qui |ce que )", self._whole[start:end])
            end = start + relative.start() if relative else end
            if self._sentence.governor(verb) is not None and verb.dep.startswith("acl"):
                end = min(end, least)
        return self._trimmed(start, end)

    def _next_cue(self, start: int, verb: Token, end: int) -> int:
        """Where the next verb of speech that is coordinated with this one, or hangs on it, begins."""
        for token in self._sentence.tokens:
            if token.start <= start or token.pos not in ("VERB", "AUX"):
                continue
            joined = token.dep in ("conj", "advcl", "acl", "parataxis") and token.head == verb.index
            if not joined or not self._speech.verbs.get(_spoken_lemma(self._sentence, token)):
                continue
            first = min([token.start, *(c.start for c in self._sentence.children(token, "aux", "cc", "nsubj", "expl") if c.start > start)])
            return min(end, first)
        return end

    # "X : « … »"

    def _labels(self) -> Iterator[Utterance]:
        tokens = self._sentence.tokens
        for token in tokens[:-1]:
            follows = tokens[token.index + 1]
            if token.chunk is None or token.chunk.head.actor_kind != "person" or follows.text != ":":
                continue
            quotation = self._quotation_starting(follows.end)
            headed = self._sentence.start + 60 > token.start
            if quotation is None or not headed or any(t.pos == "VERB" for t in tokens[: token.index]):
                continue
            speaker = self._speakers.of_chunk(token.chunk)
            if speaker is not None:
                yield Utterance("say", token.start, follows.end, speaker, [quotation], "label", self._sentence)


def _spoken_lemma(sentence: Sentence, verb: Token) -> str:
    """The lemma as the lists have it, with the pronoun of a reflexive verb."""
    name = lemma(verb)
    if is_reflexive(sentence, verb):
        return f"s'{name}" if name[:1] in "aeiouyh" else f"se {name}"
    return name


def _is_short(words: str) -> bool:
    """One or two quoted words are no quotation of what somebody said."""
    return len(words.split()) < 3


def roles_of_speech(text: ReadText, sentence: Sentence, rules: Rules, speech: Speech) -> Roles:
    """Roles that look through nouns that speak for an actor ("un porte-parole de l'armée")."""
    return Roles(text, sentence, rules, speech.voices)
