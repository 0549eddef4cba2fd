"""The statements of one document, and out of whose speech any word of it comes."""

from collections import defaultdict
from dataclasses import dataclass, replace

from dragoman.assertions.discourse import Discourse, Topic
from dragoman.assertions.fillers import Filler
from dragoman.languages.speech import Speech
from dragoman.model.assertion import When
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# "ce dernier", "cette dernière".
LAST = frozenset({"dernier", "derniere"})
# The same in one word.
NEAREST = frozenset({"celui ci", "celle ci"})
# Statements are looked up by stretches of so many characters: a line costs the same in a long text.
STRETCH = 1000


@dataclass(slots=True)
class Statement:
    """One statement before it becomes a row; `spans` are the words said, half-open offsets."""

    speaker: Filler | None
    act: str
    direct: bool
    spans: tuple[tuple[int, int], ...]
    start: int
    end: int
    cue: tuple[int, int] | None
    form: str
    modality: str
    when: When
    trigger: Token | None = None
    via: tuple[Mention, ...] = ()
    audience: tuple[Mention, ...] = ()
    id: str = ""

    @property
    def length(self) -> int:
        """Characters said."""
        return sum(end - start for start, end in self.spans)

    def holds(self, at: int) -> bool:
        """Whether an offset lies in the words said.

        What was told before "…, ce que X dément" is nobody's speech; a communiqué tells of its issuer itself.
        """
        return self.form not in ("before", "stance") and any(start <= at < end for start, end in self.spans)

    def is_of(self, speaker: Filler | None) -> bool:
        """Whether somebody is the speaker."""
        if speaker is None or self.speaker is None:
            return False
        return [m.actor for m in speaker.mentions] == [m.actor for m in self.speaker.mentions]

    def meets(self, start: int, end: int) -> bool:
        """Whether any of the words said lie between two offsets."""
        return any(first < end and start < last for first, last in self.spans)


class Speeches:
    """The statements of one document in the order of their words, and what media carry."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._near: dict[int, list[Statement]] = defaultdict(list)
        self._carried: dict[int, list[tuple[int, int, Mention]]] = defaultdict(list)
        self._performing: dict[int, list[Statement]] = defaultdict(list)
        self._heads: dict[int, Filler] = {}
        self._put: list[tuple[int, int, Filler]] = []

    def add(self, statement: Statement) -> None:
        """Add a statement."""
        self.statements.append(statement)
        for start, end in statement.spans:
            for stretch in range(start // STRETCH, end // STRETCH + 1):
                self._near[stretch].append(statement)
        if statement.trigger is not None:
            self._performing[statement.trigger.start].append(statement)

    def carry(self, start: int, end: int, medium: Mention) -> None:
        """Note a medium that carries the words between two offsets."""
        for stretch in range(start // STRETCH, end // STRETCH + 1):
            self._carried[stretch].append((start, end, medium))

    def around(self, at: int, besides: Statement | None = None) -> Statement | None:
        """The innermost statement whose words hold an offset."""
        # What several say together is not said by one of them out of the speech of another.
        shared = besides.spans if besides is not None else None
        holding = [s for s in self._near.get(at // STRETCH, ()) if s.spans != shared and s.holds(at)]
        return min(holding, key=lambda s: s.length, default=None)

    def speakers_at(self, at: int) -> Filler | None:
        """All who say the directly quoted words at an offset; None where nothing names one."""
        inner = self.around(at)
        if inner is None or not inner.direct or inner.speaker is None:
            return None
        joint = [s.speaker for s in self._near.get(at // STRETCH, ()) if s.direct and s.spans == inner.spans]
        mentions = dict.fromkeys(m for speaker in joint if speaker is not None for m in speaker.mentions)
        return replace(inner.speaker, mentions=tuple(mentions))

    def meets(self, start: int, end: int) -> bool:
        """Whether any words said lie between two offsets."""
        stretches = range(start // STRETCH, end // STRETCH + 1)
        return any(s.meets(start, end) for stretch in stretches for s in self._near.get(stretch, ()))

    def head(self, at: int, teller: Filler) -> None:
        """Note of whom the point of a list tells whose first word begins at an offset."""
        self._heads[at] = teller

    def head_at(self, at: int) -> Filler | None:
        """Of whom the point tells whose first word begins at an offset."""
        return self._heads.get(at)

    def put(self, start: int, end: int, asked: Filler) -> None:
        """Note whom the question between two offsets is put to."""
        self._put.append((start, end, asked))

    def asked_at(self, at: int) -> Filler | None:
        """Whom the words at an offset are put to, None outside of questions."""
        return next((asked for start, end, asked in self._put if start <= at < end), None)

    def performed_by(self, trigger: Token) -> Statement | None:
        """The statement whose cue is the trigger of an event; the first where several spoke."""
        return next(iter(self._performing.get(trigger.start, ())), None)

    def tellers(self, trigger: Token) -> Filler | None:
        """Who says what a verb of speech reports, None where nothing tells all of them."""
        speakers = [statement.speaker for statement in self._performing.get(trigger.start, ())]
        known = [speaker for speaker in speakers if speaker is not None]
        if not known or len(known) != len(speakers):
            return None
        return replace(known[0], mentions=tuple(dict.fromkeys(m for speaker in known for m in speaker.mentions)))

    def via_at(self, at: int) -> tuple[Mention, ...]:
        """The media that carry the words at an offset, innermost first."""
        near = self._carried.get(at // STRETCH, ())
        found = [(end - start, start, mention) for start, end, mention in near if start <= at < end]
        kept: dict[str | None, Mention] = {}
        for _, _, mention in sorted(found, key=lambda item: item[:2]):
            kept.setdefault(mention.actor, mention)
        return tuple(kept.values())

    def settled(self) -> "Speeches":
        """One statement for the same words of the same speaker, in the order of the text, with all that carries it."""
        kept: dict[tuple[object, ...], Statement] = {}
        for statement in self.statements:
            names = tuple(m.actor for m in statement.speaker.mentions) if statement.speaker is not None else ()
            kept.setdefault((names, statement.spans, statement.act), statement)
        done = Speeches()
        done._carried, done._put, done._heads = self._carried, self._put, self._heads
        for statement in sorted(kept.values(), key=lambda s: (s.spans[0][0], -s.length)):
            known = {medium.actor for medium in statement.via}
            further = [m for m in self.via_at(statement.spans[0][0]) if m.actor not in known]
            statement.via = (*statement.via, *further)
            done.add(statement)
        return done


class SpeechPronouns:
    """Whom a pronoun means: in somebody's speech "nous" is the speaker, anything else hangs on the discourse."""

    def __init__(self, speeches: Speeches, discourse: Discourse, speech: Speech) -> None:
        self._speeches = speeches
        self._discourse = discourse
        self._speech = speech

    def find(self, word: Token, sentence: Sentence) -> Filler | None:
        """Whom a pronoun or possessive of a sentence means, None where that is open."""
        said = fold(word.text).strip("'-")
        if self.is_spoken(word):
            return self._speaking(word, said)
        before = sentence.tokens[word.index - 1] if word.index else None
        if fold(word.text) in LAST and before is not None and fold(before.text) in ("ce", "cette"):
            return self._discourse.last_named(before.text, sentence, before.start)
        if fold(word.text) in NEAREST:
            return self._discourse.last_named(word.text, sentence, word.start)
        return self._discourse.resolve_inside(word.text, sentence, word.start)

    def agrees(self, mention: Mention, pronoun: str) -> bool:
        """Whether nothing in the text shows another gender or number of a party than that of a pronoun."""
        return self._discourse.fits(Topic(mention.start, (mention,), spoke=False), pronoun)

    def is_spoken(self, word: Token) -> bool:
        """Whether a word means the one who speaks or is spoken to ("nous", "mon", "vous")."""
        return fold(word.text).strip("'-") in self._speech.speaking_words | self._speech.addressing_words

    def _speaking(self, word: Token, said: str) -> Filler | None:
        """The speaker for "nous"; for "vous" the one to whom a question is put."""
        if said in self._speech.addressing_words:
            asked = self._speeches.asked_at(word.start)
            return replace(asked, filled_by="reference", reason=f"{word.text!r}: who is asked") if asked else None
        speaker = self.voice(word.start)
        return replace(speaker, reason=f"{word.text!r}: the one who speaks") if speaker is not None else None

    def voice(self, at: int) -> Filler | None:
        """Who says the directly quoted words at an offset."""
        found = self._speeches.speakers_at(at)
        return replace(found, filled_by="reference", reason="the one who speaks") if found is not None else None

    def teller_at(self, at: int) -> Filler | None:
        """Out of whose speech the words at an offset come, quoted or reported."""
        statement = self._speeches.around(at)
        return statement.speaker if statement is not None else None

    def teller(self, verb: Token) -> Filler | None:
        """Who says what a verb of speech reports, as the statements have it."""
        found = self._speeches.tellers(verb)
        return replace(found, filled_by="reference", reason=f"who says what {verb.text!r} tells") if found else None

    def head(self, word: Token) -> Filler | None:
        """Of whom the point of a list tells that a word opens."""
        return self._speeches.head_at(word.start)

    def assembled(self, noun: Token, sentence: Sentence) -> Filler | None:
        """ "les ministres", "les Parties": those who issued the communiqué in which they stand."""
        return self._discourse.assembled(noun, sentence)
