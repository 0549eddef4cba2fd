"""Who said what: the statements of a document, and out of whose speech any word of it comes."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.assertions.authors import Authors, Turn
from dragoman.assertions.communiques import Communiques
from dragoman.assertions.dating import date_of, time_in
from dragoman.assertions.discourse import Discourse
from dragoman.assertions.grammar import case_of, lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.listed_points import opens_point
from dragoman.assertions.sharing import spoken_lemma
from dragoman.assertions.speakers import PRONOUNS, Speakers
from dragoman.assertions.speeches import Speeches, SpeechPronouns, Statement
from dragoman.assertions.utterances import Utterance, Utterances
from dragoman.languages.speech import Speech
from dragoman.model.assertion import When
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Quotation, ReadText, Sentence, Token

# The longest `words` of a statement, in characters (RECORD); longer quotations come in several rows.
LONGEST_WORDS = 700
# The fewest words of a quotation that stands alone and goes on with what somebody said before.
SHORTEST_QUOTATION = 4
FARTHEST_SPEECH = 2
# The shortest sentence of a speech that counts, in characters.
SHORTEST_SENTENCE = 12
LONGEST_CARRIER = 40
# Forms of utterances whose words can be a quotation as a whole.
QUOTING = frozenset({"inverted", "quote", "label", "source"})
# What may be trimmed at the ends of a quotation: a stop and its space.
MARGIN = ". "
# How a verb with its pronoun behind it ends.
INVERTED = ("-elle", "-il", "-elles", "-ils")
POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})


class StatementReader:
    """Reads the statements of the documents of one language."""

    def __init__(self, rules: Rules, speech: Speech) -> None:
        self._rules = rules
        self._speech = speech

    def read(self, text: ReadText) -> tuple[Speeches, SpeechPronouns]:
        """The statements of a document, and whom its pronouns can mean."""
        discourse = Discourse(text, self._speech)
        speakers = Speakers(text, self._rules, self._speech, discourse)
        spoken = Authors(text, self._speech).turns()
        turns = [turn for turn in spoken if not turn.asked]
        communiques = Communiques(text, self._speech, speakers, discourse)
        done = Speeches()
        for sentence in text.sentences:
            turn = next((t for t in turns if t.start < sentence.end and sentence.start < t.end), None)
            if turn is not None:
                self._first_person(text, sentence, turn, done)
            self._topics(sentence, discourse, speakers)
            self._heads(text, sentence, speakers, done)
            finder = Utterances(text, sentence, self._rules, self._speech, speakers)
            for utterance in finder.find():
                self._take(text, utterance, done)
                self._note(utterance, discourse)
            if turn is None:
                self._standing_alone(text, sentence, discourse, done)
                self._stated(text, sentence, communiques, done)
        for turn in spoken:
            if turn.asked and turn.speaker is not None:
                done.put(turn.start, turn.end, turn.speaker)
        settled = done.settled()
        return settled, SpeechPronouns(settled, discourse, self._speech)

    def _topics(self, sentence: Sentence, discourse: Discourse, speakers: Speakers) -> None:
        """The subjects of a sentence outside of quotations and of what an inverted clause attributes."""
        issuer = speakers.issuer_in(sentence)
        if issuer is not None:
            discourse.note_issuer(sentence, issuer)
        inverted = (c.start for c in sentence.clauses if c.kind == "inverted")
        reported = max((at for at in inverted if not _is_set_off(discourse.full, sentence, at)), default=-1)
        fronted = _behind_front(sentence)
        if fronted is not None and fronted.chunk is not None:
            discourse.add(sentence, fronted.start, fronted.chunk.mentions, spoke=False, main=True)
        for token in sentence.tokens:
            if not _is_subject(sentence, token) or sentence.is_quoted(token) or token.start < reported:
                continue
            verb = sentence.governor(token)
            main = verb is not None and verb.dep == "ROOT"
            if token.chunk is not None:
                says = verb is not None and spoken_lemma(sentence, verb) in self._speech.verbs
                discourse.add(sentence, token.start, token.chunk.mentions, spoke=False, says=says, main=main)
            elif token.pos == "PRON" and fold(token.text) in PRONOUNS:
                # Whom a portrait goes on to call "elle" stays its topic.
                meant = discourse.resolve(token.text, sentence, token.start)
                if meant is not None and all(m.actor_kind == "person" for m in meant.mentions):
                    discourse.add(sentence, token.start, meant.mentions, spoke=False, main=main)
            elif token.pos == "NOUN":
                meant = speakers.of_subject_noun(sentence, token)
                if meant is not None:
                    discourse.add(sentence, token.start, meant.mentions, spoke=False, main=main)

    @staticmethod
    def _heads(text: ReadText, sentence: Sentence, speakers: Speakers, done: Speeches) -> None:
        """Note of whom a point of a list tells, where its first word is a verb without subject."""
        first = next((t for t in sentence.tokens if t.pos not in ("PUNCT", "NUM", "ADV", "SYM", "X")), None)
        if first is None or first.chunk is not None or not opens_point(text, sentence, first):
            return
        lead = speakers.of_lead(sentence)[1] if not any(True for _ in sentence.children(first, "nsubj")) else None
        if lead is not None:
            done.head(first.start, lead)

    def _note(self, utterance: Utterance, discourse: Discourse) -> None:
        speaker = utterance.speaker
        inside = (t for t in utterance.sentence.tokens if not utterance.sentence.is_quoted(t))
        if (
            speaker is not None
            and speaker.filled_by != "reference"
            and any(lemma(t) in self._speech.texts for t in inside)
        ):
            # "…, a indiqué X dans un communiqué": what "le texte" goes on to say is said by X.
            discourse.note_issuer(utterance.sentence, speaker)
        if speaker is not None and any(m.actor_kind == "medium" for m in speaker.mentions):
            return
        if _is_told_inside(utterance):
            return
        at = utterance.clause.start if utterance.clause is not None else utterance.cue_start
        discourse.add(utterance.sentence, at, speaker.mentions if speaker is not None else (), spoke=True)

    def _take(self, text: ReadText, utterance: Utterance, done: Speeches) -> None:
        """Add the statement of an utterance, or the medium that carries the words."""
        speaker, sentence = utterance.speaker, utterance.sentence
        if speaker is not None and any(m.actor_kind == "medium" for m in speaker.mentions):
            for medium in speaker.mentions:
                for start, end in (*utterance.spans, (sentence.start, sentence.end)):
                    done.carry(start, end, medium)
            return
        media = list(self._media(text, utterance))
        for medium in media:
            for start, end in utterance.spans:
                done.carry(start, end, medium)
        modality = utterance.reading.modality
        if utterance.reading.purpose:
            # "pour protester contre…": nobody says that it was said.
            return
        separate = self._separate(text, utterance)
        each = [replace(speaker, mentions=(m,)) for m in speaker.mentions] if speaker is not None else [None]
        for spans, one in ((spans, one) for spans in separate for one in each):
            for part in self._parts(text, spans):
                direct = utterance.form in QUOTING and all(self._is_quotation(text, span) for span in spans)
                done.add(
                    Statement(
                        speaker=one,
                        act=utterance.act,
                        direct=direct,
                        spans=part,
                        start=min(utterance.cue_start, part[0][0]),
                        end=max(utterance.cue_end, part[-1][1]),
                        cue=(utterance.cue_start, utterance.cue_end),
                        form=utterance.form,
                        modality=modality,
                        when=self._when(utterance),
                        trigger=utterance.trigger,
                        via=tuple(media),
                        audience=tuple(self._audience(utterance)),
                    )
                )

    def _separate(self, text: ReadText, utterance: Utterance) -> list[tuple[tuple[int, int], ...]]:
        """Each quoted piece and each clause is a statement; the two sides of an inserted clause are one."""
        spans = utterance.spans
        if utterance.form == "clause":
            return [(span,) for span in spans]
        quoted = all(any(q.start <= s <= q.end for q in self._near(text, s)) for s, _ in spans)
        if utterance.form == "inverted" and quoted:
            return [(span,) for span in spans]
        return [tuple(spans)]

    @staticmethod
    def _near(text: ReadText, at: int) -> Sequence[Quotation]:
        """The quotation that an offset lies in or begins, if there is one."""
        index = bisect_right(text.quotations, at, key=lambda quotation: quotation.start)
        return text.quotations[max(0, index - 1) : index + 1]

    @staticmethod
    def _is_quotation(text: ReadText, span: tuple[int, int]) -> bool:
        """Whether the words are a quotation, or all of it that a cue inside of it leaves on one side."""
        for quotation in StatementReader._near(text, span[0]):
            if quotation.start <= span[0] and span[1] <= quotation.end:
                start, end = _bare(text.document.text, quotation)
                return span[0] - start <= len(MARGIN) or end - span[1] <= len(MARGIN)
        return False

    def _parts(self, text: ReadText, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], ...]]:
        """The spans as they are, or a long one cut at the ends of sentences."""
        if sum(end - start for start, end in spans) <= LONGEST_WORDS:
            yield tuple(spans)
            return
        for start, end in spans:
            cuts = [s.end for s in text.sentences if start < s.end < end]
            first = start
            for index, cut in enumerate([*cuts, end]):
                later = [*cuts, end][index + 1] if index < len(cuts) else None
                if later is not None and later - first <= LONGEST_WORDS:
                    continue
                while cut - first > LONGEST_WORDS:
                    space = text.document.text.rfind(" ", first, first + LONGEST_WORDS)
                    stop = space if space > first else first + LONGEST_WORDS
                    yield ((first, stop),)
                    first = stop + 1
                if cut > first:
                    yield ((first, cut),)
                first = cut
                while first < end and text.document.text[first].isspace():
                    first += 1

    def _when(self, utterance: Utterance) -> When:
        """The day of the saying: the time in its clause, or that of the verb."""
        if utterance.clause is not None:
            time = time_in(utterance.sentence, utterance.clause.start, utterance.clause.end)
        elif utterance.trigger is not None:
            time = date_of(utterance.sentence, utterance.trigger)
            if time is not None and any(start <= time.start < end for start, end in utterance.spans):
                time = None
        else:
            time = None
        if time is None:
            return When()
        return When.of(time.date, time.text, time.anchor) if time.date else When(date_text=time.text)

    def _media(self, text: ReadText, utterance: Utterance) -> Iterator[Mention]:
        """The media that hand on an utterance: told to them, or named behind words like "cité par"."""
        sentence = utterance.sentence
        for token in sentence.tokens:
            if token.chunk is None or token.chunk.head.actor_kind != "medium":
                continue
            if any(start <= token.start < end for start, end in utterance.spans):
                continue
            before = fold(text.document.text[max(sentence.start, token.start - LONGEST_CARRIER) : token.start])
            article = (
                before.rstrip().removesuffix("la").removesuffix("le").removesuffix("l'").removesuffix("les").rstrip()
            )
            carried = any(
                article.endswith(words) or before.rstrip(" '").endswith(words) for words in self._speech.carriers
            )
            if (
                carried
                or case_of(sentence, token) in ("a", "par", "dans", "sur", "selon", "aupres de")
                or article.endswith((" a", " au", " aux", " par", "selon"))
            ):
                yield from token.chunk.mentions

    def _audience(self, utterance: Utterance) -> Iterator[Mention]:
        """Those to whom it was said: behind "à", "devant", "auprès de" beside the cue."""
        sentence = utterance.sentence
        if utterance.clause is not None:
            if utterance.clause.kind == "source":
                return
            beside = [t for t in sentence.tokens if utterance.clause.start <= t.start < utterance.clause.end]
        elif utterance.trigger is not None:
            beside = list(sentence.children(utterance.trigger, "obl", "iobj", "obj"))
        else:
            return
        entries = self._speech.verbs.get(fold(utterance.trigger.lemma), ()) if utterance.trigger is not None else ()
        by_object = any("object" in entry.audience for entry in entries)
        for token in beside:
            if token.chunk is None or any(start <= token.start < end for start, end in utterance.spans):
                continue
            if utterance.clause is not None and token.start == utterance.clause.speaker:
                # "a affirmé le gouverneur": the tree may take him for the object.
                continue
            case = case_of(sentence, token)
            if _is_posted(sentence, token):
                continue
            if case in ("a", "devant", "aupres de") or (by_object and token.dep == "obj"):
                yield from (m for m in token.chunk.mentions if m.actor is not None and m.actor_kind != "place")

    def _first_person(self, text: ReadText, sentence: Sentence, turn: Turn, done: Speeches) -> None:
        """In a speech or a communiqué in the first person every sentence is its author's."""
        start = max(sentence.start, turn.start)
        if text.document.text[sentence.end - 1] not in '.!?…»”"' or sentence.end - start < SHORTEST_SENTENCE:
            return
        published = text.document.published
        when = When.of(published, None, "published") if turn.dated and published is not None else When()
        each = [replace(turn.speaker, mentions=(m,)) for m in turn.speaker.mentions] if turn.speaker else [None]
        for part in self._parts(text, [(start, sentence.end)]):
            for speaker in each:
                done.add(
                    Statement(speaker, "say", True, part, part[0][0], part[-1][1], None, "first-person", "actual", when)
                )

    def _stated(self, text: ReadText, sentence: Sentence, communiques: Communiques, done: Speeches) -> None:
        """In a communiqué a stance or decision of its issuer, unless its verb was read as one of speech."""
        found = communiques.stated(sentence)
        if found is None:
            return
        speaker, verb, span = found
        if done.performed_by(verb) is None:
            for part in self._parts(text, [span]):
                done.add(
                    Statement(speaker, "say", False, part, part[0][0], part[-1][1], None, "stance", "actual", When())
                )

    def _standing_alone(self, text: ReadText, sentence: Sentence, discourse: Discourse, done: Speeches) -> None:
        """A quotation that is a whole sentence goes on with what the last speaker said right before."""
        for quotation in sentence.quotations:
            if quotation.start < sentence.start or done.meets(quotation.start, quotation.end):
                continue
            if (
                not self._is_alone(text, quotation)
                or len(text.document.text[quotation.start : quotation.end].split()) < SHORTEST_QUOTATION
            ):
                continue
            if self._claimed_later(text, quotation):
                continue
            speaker = discourse.last_speaker(sentence, FARTHEST_SPEECH)
            if speaker is None or any(m.actor_kind != "person" for m in speaker.mentions):
                continue
            for part in self._parts(text, [_bare(text.document.text, quotation)]):
                done.add(
                    Statement(speaker, "say", True, part, part[0][0], part[-1][1], None, "goes-on", "actual", When())
                )

    @staticmethod
    def _is_alone(text: ReadText, quotation: Quotation) -> bool:
        whole = text.document.text
        before = whole[max(0, quotation.start - 4) : quotation.start].rstrip('«“" \u00a0\u202f')
        after = whole[quotation.end : quotation.end + 4].lstrip('»”" \u00a0\u202f')
        return (not before or before[-1] in "\n.!?…»:") and (
            not after or after[0] in "\n" or after[0].isupper() or after[0] in ".«"
        )

    @staticmethod
    def _claimed_later(text: ReadText, quotation: Quotation) -> bool:
        """Whether the sentence in which the quotation ends has a clause that attributes it."""
        return any(
            s.start <= quotation.end <= s.end
            and any(c.kind == "inverted" and c.start >= quotation.end for c in s.clauses)
            for s in text.sentences
        )


def _is_subject(sentence: Sentence, token: Token) -> bool:
    """Whether a word is a subject, or a name at the head of the sentence that the tree makes a noun of its verb."""
    if token.dep.startswith("nsubj"):
        return True
    if token.chunk is None or token.dep != "ROOT" or any(t.pos != "DET" for t in sentence.tokens[: token.index]):
        return False
    behind = sentence.tokens[token.index + 1 : token.index + 2]
    if behind and behind[0].text.endswith(INVERTED):
        # "La Moldavie est-elle liée à d'autres blocs ?"
        return True
    return bool(behind) and behind[0].pos in ("VERB", "AUX") and behind[0].feats.get("VerbForm") == "Fin"


def _is_told_inside(utterance: Utterance) -> bool:
    """ "X a dit : « Y condamne… »": whether a quotation that its sentence opens tells of the saying; X spoke last."""
    sentence, at = utterance.sentence, utterance.cue_start
    return any(sentence.start < quotation.start <= at < quotation.end for quotation in sentence.quotations)


def _is_set_off(full: str, sentence: Sentence, at: int) -> bool:
    """ "X n'a jamais cédé : « … », dit-elle": whether nothing but a quotation is what an inverted clause reports."""
    said = next((q for q in sentence.quotations if q.end <= at and full[q.end : at].strip(' ,\u00a0»”"') == ""), None)
    return said is not None and full[sentence.start : said.start].rstrip(' \u00a0«“"')[-1:] in tuple(":–—")


def _behind_front(sentence: Sentence) -> Token | None:
    """ "Ministre depuis mai, Vesna Kolić, 51 ans, n'a jamais…": the one person before a verb that lacks a subject."""
    root = next((t for t in sentence.tokens if t.dep == "ROOT"), None)
    if root is None or root.pos != "VERB" or any(True for _ in sentence.children(root, "nsubj", "expl:subj")):
        return None
    named = [t for t in sentence.tokens[: root.index] if t.chunk is not None and t.chunk.head.kind == "name"]
    people = [t for t in named if t.chunk is not None and t.chunk.head.actor_kind == "person"]
    if len(people) != 1 or not people[0].index or sentence.tokens[people[0].index - 1].text != ",":
        return None
    return people[0] if sentence.tokens[people[0].index + 1].text == "," else None


def _is_posted(sentence: Sentence, token: Token) -> bool:
    """ "à ses diplomates au Liban": whether a name tells where those are who are told."""
    case = next((t for t in sentence.children(token, "case")), None)
    if case is None or case.index < 1 or token.chunk is None or token.chunk.head.actor_kind not in ("state", "place"):
        return False
    noun = sentence.tokens[case.index - 1]
    while noun.index and noun.pos == "ADJ":
        noun = sentence.tokens[noun.index - 1]
    owned = {fold(t.text) for t in sentence.tokens[max(0, noun.index - 2) : noun.index]}
    return noun.pos == "NOUN" and noun.chunk is None and bool(owned & POSSESSIVES)


def _bare(text: str, quotation: Quotation) -> tuple[int, int]:
    start, end = quotation.start, quotation.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
