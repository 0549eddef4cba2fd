"""What a report adds behind reported words: where they were said ("lors de sa visite"), what came of it, a "mais"."""

from dragoman.assertions.sharing import finite_feature
from dragoman.languages.speech import Speech
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

JOINT = "mais"


class SpeechSettings:
    """Finds where reported words of one sentence end before what the report itself adds."""

    def __init__(self, whole: str, sentence: Sentence, speech: Speech) -> None:
        self._whole = whole
        self._sentence = sentence
        self._speech = speech

    def behind_noun(self, start: int, end: int) -> int:
        """Where a noun phrase ends before the setting of the saying, or a participle that tells what came of it."""
        return min(self.setting(start, end), self._participle(start, end))

    def behind_clause(self, start: int, end: int) -> int:
        """Where a clause ends before the interview in which it was said, or a clause that is not told as said."""
        return min(self.setting(start, end, spoken=True), self._unshifted(start, end))

    def setting(self, start: int, end: int, *, spoken: bool = False) -> int:
        """ "a salué A lors de sa rencontre avec Y": where the setting of the saying begins; `spoken`: an interview."""
        pattern = self._speech.spoken_setting if spoken else self._speech.setting
        for found in pattern.finditer(self._whole[start:end]):
            at = start + found.start()
            before = next((t for t in reversed(self._sentence.tokens) if t.end <= at), None)
            # "les menaces proférées lors d'une réunion": the setting of what is told.
            of_content = not spoken and before is not None and before.feats.get("VerbForm") == "Part"
            if not of_content and not self._is_quoted(at, start):
                return at
        return end

    def _participle(self, start: int, end: int) -> int:
        """ "a salué A, nourrissant l'espoir de B": where a present participle behind a comma begins."""
        for token in self._sentence.tokens[1:]:
            comma = self._sentence.tokens[token.index - 1]
            present = token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Pres"
            inside = token.pos == "VERB" and comma.text == "," and start < comma.start < end
            if present and inside and not self._is_quoted(comma.start, start):
                return comma.start
        return end

    def _unshifted(self, start: int, end: int) -> int:
        """ "a dit que A serait nommé, mais B n'a rien annoncé": where a clause begins that is not told as said.

        The reported clause is in the tenses of reported speech, the one behind ", mais" in the present or its past.
        """
        inside = [t for t in self._sentence.tokens if start <= t.start < end]
        first = next((t for t in inside if t.feats.get("VerbForm") == "Fin"), None)
        if first is None or not (first.feats.get("Mood") == "Cnd" or first.feats.get("Tense") == "Imp"):
            return end
        for token in inside:
            comma = self._sentence.tokens[token.index - 1]
            if fold(token.text) != JOINT or comma.text != "," or self._is_quoted(token.start, start):
                continue
            behind = [t for t in inside if t.start > token.start]
            if behind and fold(behind[0].text).strip("'") in ("que", "qu"):
                continue
            verb = next((t for t in behind if t.feats.get("VerbForm") == "Fin"), None)
            if verb is not None and self._is_told(verb, token):
                return comma.start
        return end

    def _is_told(self, verb: Token, joint: Token) -> bool:
        """Whether a finite verb is in the present or its compound past, and a subject stands before it."""
        named = any(
            t.dep.startswith("nsubj") and t.pos in ("NOUN", "PROPN")
            for t in self._sentence.tokens[joint.index + 1 : verb.index]
        )
        indicative = verb.feats.get("Mood", "Ind") == "Ind"
        return named and indicative and finite_feature(self._sentence, verb, "Tense") == "Pres"

    def _is_quoted(self, at: int, start: int) -> bool:
        return any(start <= q.start <= at < q.end for q in self._sentence.quotations)
