"""The statements of one document, and out of whose speech any word of it comes."""

from collections import defaultdict
from dataclasses import dataclass, replace

from dragoman.assertions.discourse import Discourse
from dragoman.assertions.fillers import Filler
from dragoman.model.assertion import When
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

FIRST_PERSON = frozenset({"je", "j", "nous"})
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
        self._performing: dict[int, Statement] = {}

    def add(self, statement: Statement) -> None:
        """Add a statement."""
        self.statements.append(statement)
        for start, end in statement.spans:
            for stretch in range(start // STRETCH, end // STRETCH + 1):
                self._near[stretch].append(statement)
        if statement.trigger is not None:
            self._performing.setdefault(statement.trigger.start, statement)

    def carry(self, start: int, end: int, medium: Mention) -> None:
        """Note a medium that carries the words between two offsets."""
        for stretch in range(start // STRETCH, end // STRETCH + 1):
            self._carried[stretch].append((start, end, medium))

    def around(self, at: int, besides: Statement | None = None) -> Statement | None:
        """The innermost statement whose words hold an offset."""
        holding = [s for s in self._near.get(at // STRETCH, ()) if s is not besides and s.holds(at)]
        return min(holding, key=lambda s: s.length, default=None)

    def meets(self, start: int, end: int) -> bool:
        """Whether any words said lie between two offsets."""
        stretches = range(start // STRETCH, end // STRETCH + 1)
        return any(s.meets(start, end) for stretch in stretches for s in self._near.get(stretch, ()))

    def performed_by(self, trigger: Token) -> Statement | None:
        """The statement whose cue is the trigger of an event."""
        return self._performing.get(trigger.start)

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
        done._carried = self._carried
        for statement in sorted(kept.values(), key=lambda s: (s.spans[0][0], -s.length)):
            known = {medium.actor for medium in statement.via}
            further = [m for m in self.via_at(statement.spans[0][0]) if m.actor not in known]
            statement.via = (*statement.via, *further)
            done.add(statement)
        return done


class SpeechPronouns:
    """Whom a pronoun means: in somebody's speech "nous" is the speaker, anything else hangs on the discourse."""

    def __init__(self, speeches: Speeches, discourse: Discourse) -> None:
        self._speeches = speeches
        self._discourse = discourse

    def find(self, word: Token, sentence: Sentence) -> Filler | None:
        """Whom a pronoun of a sentence means, None where that is open."""
        if fold(word.text).strip("'-") in FIRST_PERSON:
            statement = self._speeches.around(word.start)
            if statement is None or not statement.direct or statement.speaker is None:
                return None
            return replace(statement.speaker, filled_by="reference", reason=f"{word.text!r}: the one who speaks")
        before = sentence.tokens[word.index - 1] if word.index else None
        if fold(word.text) in LAST and before is not None and fold(before.text) in ("ce", "cette"):
            return self._discourse.last_named(before.text, sentence, before.start)
        if fold(word.text) in NEAREST:
            return self._discourse.last_named(word.text, sentence, word.start)
        return self._discourse.resolve(word.text, sentence, word.start)
