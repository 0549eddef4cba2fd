"""Whose organ a bare noun means: "le ministère", "l'armée", where the text names that organ of one state alone."""

from collections import defaultdict

from dragoman.assertions.fillers import Filler
from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

ORGAN_KINDS = frozenset({"state", "body", "military"})
DEFINITE = frozenset({"le", "la", "l", "ce", "cette", "du"})
GENITIVES = frozenset({"de", "du", "d"})


class Organs:
    """The organs of states that one text names with their state."""

    def __init__(self, text: ReadText, speech: Speech) -> None:
        self._voices = speech.voices
        self._named: dict[str, dict[str, Mention]] = defaultdict(dict)
        for mention in text.mentions:
            if mention.actor_kind not in ORGAN_KINDS or mention.adjective or mention.actor is None:
                continue
            noun = fold(mention.text.partition(" ")[0])
            if noun in self._voices and mention.country is not None:
                self._named[noun].setdefault(mention.country, mention)

    def find(self, sentence: Sentence, noun: Token) -> Filler | None:
        """The state or army whose organ a noun means, or the one behind "de" that it speaks for ("… du ministère").

        None where the text names that organ of no state or of several.
        """
        before = fold(sentence.tokens[noun.index - 1].text).strip("'") if noun.index else ""
        found = self._alone(noun) if before in DEFINITE else None
        return found or self._behind(sentence, noun)

    def _behind(self, sentence: Sentence, noun: Token) -> Filler | None:
        genitive = False
        for token in sentence.tokens[noun.index + 1 : noun.index + 4]:
            word = fold(token.text).strip("'")
            if genitive and token.chunk is None and word in self._voices:
                return self._alone(token)
            genitive = genitive or word in GENITIVES
            if not genitive or token.pos not in ("ADP", "DET"):
                return None
        return None

    def _alone(self, noun: Token) -> Filler | None:
        named = list(self._named.get(fold(noun.text), {}).values())
        if len(named) != 1:
            return None
        return Filler((named[0],), "reference", f"the only {noun.text!r} that the text names with its state")
