"""The places of one sentence where somebody is said to speak: cue, speaker, and where the reported words stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.reported_words import ReportedWords
from dragoman.assertions.sharing import before_clitics, is_passive_cue, spoken_lemma, told_after
from dragoman.assertions.speakers import Speakers
from dragoman.assertions.speech_contents import SpeechContents
from dragoman.languages.speech import Speech, SpeechVerb
from dragoman.model.names import fold
from dragoman.model.sentence import Clause, ReadText, Sentence, Token

# The fixed words of a verb stand within so many characters behind it.
LONGEST_GROUP = 48
# A particle of negation stands within so many tokens before a verb.
LONGEST_NEGATION = 6
# A label of a turn stands within so many characters of the head of its sentence.
FARTHEST_LABEL = 60


@dataclass(slots=True)
class Utterance:
    """One cue of speech. `spans` are the reported words, half-open offsets.

    `form` tells how they are reported; `speaker` is None where nothing names one or where it stays open.
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


class Utterances:
    """Finds the utterances of one sentence, in order."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        rules: Rules,
        speech: Speech,
        speakers: Speakers,
    ) -> None:
        self._text = text
        self._whole = text.document.text
        self._sentence = sentence
        self._speech = speech
        self._speakers = speakers
        self._modality = ModalityReader(sentence, rules)
        self._words = ReportedWords(text, sentence, speech)
        self._contents = SpeechContents(text, sentence, speech)
        self._told: list[Utterance] = []

    def find(self) -> list[Utterance]:
        """All utterances, in the order of their cues."""
        clauses = list(self._clauses())
        self._told = list(clauses)
        told = [*self._verbs(), *self._nouns()]
        found = [*clauses, *told, *self._labels(), *self._beyond(told)]
        return sorted(found, key=lambda u: u.cue_start)

    def _beyond(self, told: Sequence[Utterance]) -> Iterator[Utterance]:
        """ "X a dit que « A. B. »": what the quotation holds behind the sentence in which it was opened."""
        last = next((u for u in reversed(told) if u.form != "quote"), None)
        if last is None:
            return
        start, end = last.spans[-1]
        for quotation in self._sentence.quotations:
            opened = start <= quotation.start + 1 < end <= self._sentence.end < quotation.end
            rest = self._words.trimmed(self._sentence.end, quotation.end) if opened else None
            if rest is not None:
                yield replace(last, spans=[rest], form="quote")

    # clauses that the clause grammar cut out

    def _clauses(self) -> Iterator[Utterance]:
        for clause in self._sentence.clauses:
            trigger, reading = None, Reading()
            if clause.kind == "source":
                act = next(s.act for words, s in self._speech.sources if " ".join(words) == clause.lemmas[0])
                spans = self._words.around_clause(clause)
            else:
                act = self._act_of(clause)
                spans = self._words.before_clause(clause)
                trigger = next((t for t in self._sentence.tokens if t.start == clause.verb), None)
                reading = self._modality.of_verb(trigger) if trigger is not None else reading
                if reading.modality == "conditional":
                    # "aurait lancé X": there is no condition, only hearsay.
                    reading.modality = "alleged"
            speaker = self._speakers.of_clause(self._sentence, clause)
            if speaker is None and self._is_medium(clause):
                continue
            if not spans and speaker is not None and speaker.mentions[0].actor_kind == "medium":
                # "…, a déclaré X, rapporte Y": the medium carries all of it.
                spans = [(self._sentence.start, clause.start)]
            if spans:
                yield Utterance(
                    act, clause.start, clause.end, speaker, spans, clause.kind, self._sentence, trigger, clause, reading
                )

    def _is_medium(self, clause: Clause) -> bool:
        """ "selon le site Kurir.rs", "d'après le Sudan Tribune": whether a clause names a medium that is not known."""
        tokens = [t for t in self._sentence.tokens if clause.speaker is not None and t.end > clause.speaker]
        if not tokens or tokens[0].chunk is not None:
            return False
        named = (t for t in tokens if t.start < clause.end and t.text[:1].isupper())
        titled = any(fold(t.text) in self._speech.media_words for t in named)
        return titled or lemma(tokens[0]) in self._speech.media_nouns

    def _act_of(self, clause: Clause) -> str:
        entries = [e for name in clause.lemmas for e in self._speech.verbs.get(name, ()) if "inverted" in e.complements]
        behind = fold(self._whole[clause.verb : clause.end])
        exact = [e for e in entries if any(fold(words) in behind for words in e.with_)]
        return (exact or entries)[0].act if entries else "say"

    # verbs with what they govern

    def _verbs(self) -> Iterator[Utterance]:
        for token in self._sentence.tokens:
            if token.pos not in ("VERB", "AUX") or self._is_cue(token.start):
                continue
            entries = [
                e for e in self._speech.verbs.get(spoken_lemma(self._sentence, token), ()) if self._has_words(token, e)
            ]
            for entry in sorted(entries, key=lambda e: -len(e.with_)):
                found = self._utterance(token, entry)
                if found is not None:
                    self._told.append(found)
                    yield found
                    break

    def _in_clause(self, at: int) -> bool:
        return any(clause.start <= at < clause.end for clause in self._sentence.clauses)

    def _is_cue(self, at: int) -> bool:
        """Whether an offset lies in a clause of attribution up to its verb; behind it somebody may speak further."""
        return any(clause.start <= at <= clause.verb for clause in self._sentence.clauses)

    def _has_words(self, verb: Token, entry: SpeechVerb) -> bool:
        if not entry.with_ and not entry.not_with:
            return True
        words = (fold(self._whole[t.start : t.end]) for t in self._sentence.tokens[verb.index + 1 : verb.index + 8])
        behind = " ".join(f"{word[:-1]}e" if word.endswith("'") else word for word in words)
        if any(f" {fold(words)} " in f" {behind} "[:LONGEST_GROUP] for words in entry.not_with):
            return False
        return not entry.with_ or any(fold(words).replace("'", "e ") in behind[:LONGEST_GROUP] for words in entry.with_)

    def _utterance(self, verb: Token, entry: SpeechVerb) -> Utterance | None:
        form, span = self._contents.find(verb, entry)
        if span is None or form is None or (form != "quote" and self._is_asked(verb)):
            return None
        passive = is_passive_cue(self._sentence, verb)
        before = self._going_on(verb)
        if before is not None:
            known, speaker = True, before.speaker
        else:
            known, speaker = self._speakers.of_verb(self._sentence, verb, passive=passive)
        if not known:
            return None
        above = self._sentence.governor(verb)
        if above is not None and lemma(above) in self._speech.seeming and self._is_infinitive(verb):
            return None
        if speaker is not None and speaker.filled_by == "reference" and self._is_left_unsaid(verb):
            return None
        reading = self._modality.of_verb(verb)
        if form == "infinitive" and reading.modality == "negated" and not self._is_negated(verb):
            # "a ajouté ne pas pouvoir…": the negation is that of what is said.
            reading.modality = "actual"
        if (
            (reading.opened or self._is_said(verb))
            and reading.modality == "actual"
            and self._is_infinitive(verb)
            and not self._is_blamed(verb)
            and not any(filler is not None and filler.reason.startswith("tells with") for filler in (speaker,))
        ):
            return None
        if reading.modality == "planned" and verb.dep == "xcomp" and verb.feats.get("Tense") == "Pres":
            # "doit rester en fonction, mais des ministres plaident pour…": the tree takes it for an infinitive.
            reading.modality = "actual"
        start = min([verb.start, *(child.start for child in self._sentence.children(verb, "aux"))])
        spans = self._coordinated(span) if form == "clause" else [span]
        return Utterance(
            entry.act, start, verb.end, speaker, spans, form, self._sentence, trigger=verb, reading=reading
        )

    def _is_infinitive(self, verb: Token) -> bool:
        """Whether a verb is an infinitive, plain or of the past ("assure avoir pris acte de…")."""
        parts = (verb, *self._sentence.children(verb, "aux"))
        return any(part.feats.get("VerbForm") == "Inf" for part in parts)

    def _is_left_unsaid(self, verb: Token) -> bool:
        """ "Sans condamner A, il a dit B": whether an infinitive tells what somebody did not say."""
        before = fold(self._sentence.tokens[verb.index - 1].text) if verb.index else ""
        return before == "sans" and verb.feats.get("VerbForm") == "Inf"

    def _is_next(self, verb: Token) -> bool:
        """ "a salué A avant d'ajouter que B": told as said, behind a verb of speech."""
        governor = told_after(self._sentence, verb)
        past = governor is not None and any(
            part.feats.get("VerbForm") == "Fin" for part in self._sentence.children(governor, "aux")
        )
        return past or (governor is not None and bool(self._speech.verbs.get(spoken_lemma(self._sentence, governor))))

    def _is_said(self, verb: Token) -> bool:
        """Whether an infinitive is what another verb reports ("assure avoir pris acte de…")."""
        above = self._sentence.governor(verb) if verb.dep == "xcomp" else None
        return above is not None and bool(self._speech.verbs.get(lemma(above)))

    def _is_negated(self, verb: Token) -> bool:
        """Whether a particle or "ni" of negation stands before a verb."""
        before = self._sentence.tokens[max(0, verb.index - LONGEST_NEGATION) : verb.index]
        return any(fold(token.text).strip("'") in ("ne", "n", "ni", "sans") for token in before)

    def _going_on(self, verb: Token) -> Utterance | None:
        """ "X a dit A, ajoutant que B": the one who spoke before in the sentence goes on, whatever the tree says."""
        if verb.feats.get("VerbForm") != "Part" or verb.feats.get("Tense") != "Pres" or verb.index == 0:
            return None
        last = max((u for u in self._told if u.cue_start < verb.start), key=lambda u: u.cue_start, default=None)
        if last is not None and last.clause is not None and last.form == "inverted" and verb.start < last.clause.end:
            # "…, a noté X en réitérant que B": in the clause that names the speaker.
            return last
        comma = self._sentence.tokens[max(0, before_clitics(self._sentence, verb))]
        while comma.index and fold(comma.text) in self._speech.gerunds:
            comma = self._sentence.tokens[comma.index - 1]
        goes_on = last is not None and last.form not in ("source", "noun-clause")
        return last if goes_on and comma.text == "," else None

    def _is_asked(self, verb: Token) -> bool:
        """Whether the verb stands in a question, outside of a quotation: it tells of no speech."""
        asked = self._whole[self._sentence.start : self._sentence.end].rstrip(' »”"').endswith("?")
        return asked and not self._sentence.is_quoted(verb)

    def _coordinated(self, span: tuple[int, int]) -> list[tuple[int, int]]:
        """ "que A et que B": each reported clause by itself."""
        start, end = span
        found = []
        for match in self._speech.and_que.finditer(self._whole[start:end]):
            if self._is_below(self._whole[start : span[0] + match.start()]):
                # "depuis que A et que B"
                continue
            found.append(self._words.trimmed(start, span[0] + match.start()))
            start = span[0] + match.end()
        found.append(self._words.trimmed(start, end))
        return [each for each in found if each is not None]

    def _is_below(self, words: str) -> bool:
        """Whether some words hold a conjunction that "que" behind them may repeat ("après que", "alors que")."""
        said = fold(words).replace("'", " ").split()
        return any(word in self._speech.before_que and mark in ("que", "qu") for word, mark in pairwise(said))

    def _is_blamed(self, verb: Token) -> bool:
        """ "accuse X de répéter que…", "a tenu à rappeler que…": an infinitive that is told as said."""
        governor = self._sentence.governor(verb)
        entries = self._speech.verbs.get(lemma(governor), ()) if governor is not None else ()
        performed = governor is not None and lemma(governor) in self._speech.performing
        # "a demandé de venir remercier X": nobody has thanked.
        performed = performed and governor is not None and governor.feats.get("VerbForm") != "Inf"
        if self._is_next(verb):
            return True
        return performed or any(entry.act == "accuse" for entry in entries)

    # "l'annonce par X que…", "la promesse de X de…"

    def _nouns(self) -> Iterator[Utterance]:
        for token in self._sentence.tokens:
            noun = self._speech.nouns.get(lemma(token)) if token.pos == "NOUN" else None
            if noun is None or self._in_clause(token.start):
                continue
            speaker = self._speakers.of_noun(self._sentence, token)
            span = self._contents.of_noun(token, noun) if speaker is not None else None
            if span is not None:
                yield Utterance(noun.act, token.start, token.end, speaker, [span], "noun-clause", self._sentence)

    # "X : « … »"

    def _labels(self) -> Iterator[Utterance]:
        tokens = self._sentence.tokens
        for token in tokens[:-1]:
            follows = tokens[token.index + 1]
            if token.chunk is None or token.chunk.head.actor_kind != "person" or follows.text != ":":
                continue
            quotation = self._words.quotation_starting(follows.end)
            headed = self._sentence.start + FARTHEST_LABEL > token.start
            if quotation is None or not headed or any(t.pos == "VERB" for t in tokens[: token.index]):
                continue
            speaker = self._speakers.of_chunk(token.chunk)
            if speaker is not None:
                yield Utterance("say", token.start, follows.end, speaker, [quotation], "label", self._sentence)
