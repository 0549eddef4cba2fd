"""Source phrases: "selon X, …", "aux yeux de X, …", found by their words."""

from dragoman.languages.speech import SpeechSource
from dragoman.mentions.word_row import DASHES, STOPS, Cut, WordRow
from dragoman.model.names import fold
from dragoman.model.sentence import Clause

LONGEST_SOURCE = 30


class SourceClauses(WordRow):
    """Finds the source phrases of one sentence."""

    def _source(self, index: int) -> Cut | None:
        """The source phrase that begins at a word; at the head of the sentence or behind a comma or quotation."""
        if index >= len(self._words):
            return None
        for phrase, source in self._speech.sources_from(self._folded[index]):
            behind = self._matches(index, phrase)
            if behind is None:
                continue
            before = self._words[index - 1].text if index else ","
            if self._is_no_source(behind, source):
                return None
            speaker = behind - 1 if "source" in phrase[-1] else self._source_speaker(behind)
            if speaker is None:
                return None
            end = self._source_end(max(speaker, behind))
            comma = self._ends_in_comma[end - 1] or (end < len(self._words) and self._words[end].text == ",")
            if source.clause_mark == "comma" and not (comma and index == 0):
                return None
            opens = (
                index == 0
                or before in (",", ";", "(", *DASHES)
                or self._closes[index - 1]
                or self._folded[index - 1] in ("mais", "et", "car", "or", "que", "qu'")
            )
            closes = (
                comma
                or end >= len(self._words)
                or self._words[end].text in (",", ")", ".", ";", *DASHES)
                or self._closes[end]
            )
            if not (opens or closes):
                return None
            clause = Clause(
                self._words[index].start,
                self._words[end - 1].end,
                "source",
                self._words[index].start,
                (" ".join(phrase),),
                self._words[speaker].start,
            )
            return Cut(clause, index, end)
        return None

    def _is_no_source(self, at: int, source: SpeechSource) -> bool:
        """ "selon les saisons", "pour la première fois": a noun that makes it no source."""
        blocked = {fold(noun) for noun in source.not_before}
        for index in range(at, min(len(self._words), at + 4)):
            if self._words[index].chunk is not None:
                return False
            word = self._folded[index].strip("'")
            if word in blocked or word.removesuffix("s") in blocked:
                return True
        return self._folded[at : at + 1] in (["que"], ["qu'"])

    def _matches(self, index: int, phrase: tuple[str, ...]) -> int | None:
        """Index behind a phrase that begins at a word; contractions ("des", "du") count for "de"."""
        at = index
        for number, part in enumerate(phrase):
            if at >= len(self._words):
                return None
            word = self._folded[at]
            last = number == len(phrase) - 1
            if (
                word == part
                or (last and part == "de" and word in ("de", "du", "des", "d'"))
                or (part == "d'" and word == "de")
            ):
                at += 1
            else:
                return None
        return at

    def _source_speaker(self, at: int) -> int | None:
        """Index of the first chunk or noun behind the source words."""
        for index in range(at, min(len(self._words), at + 6)):
            word = self._words[index]
            if word.chunk is not None:
                head = word.chunk.head
                return index if head.actor_kind != "place" or head.country is not None else None
            if (
                self._folded[index].removesuffix("s") in self._speech.voices
                or self._folded[index] in self._speech.speaker_nouns
                or self._folded[index].removesuffix("s") in self._speech.speaker_nouns
            ):
                return index
            if self._folded[index] in ("lui", "elle", "eux", "elles") or self._is_demonstrative(index):
                return index
            if self._folded[index] in self._speech.first_person:
                # "selon notre évaluation": the one who speaks already.
                return None
            known = self._folded[index] in self._speech.determiners | self._speech.prepositions
            if known or self._is_adverb(index) or self._folded[index] in self._speech.qualifiers:
                continue
            # Any other noun is nobody who speaks ("selon un projet de X").
            return index if word.text[:1].isupper() and index > at else None
        return None

    def _carries(self, index: int) -> bool:
        """Whether words that hand on a report begin here ("cité par")."""
        said = " ".join(self._folded[index : index + 4])
        return any(
            said.startswith(words)
            for words in self._speech.carriers
            if " " in words and not words.startswith(("a ", "dans ", "sur ", "au "))
        )

    def _source_end(self, at: int) -> int:
        """Index behind the source phrase: the next comma, quotation or end."""
        depth = 0
        for index in range(at, min(len(self._words), at + LONGEST_SOURCE)):
            if self._words[index].text == "," and self._carries(index + 1):
                # "selon le Kremlin, cité par TASS, …"
                continue
            word = self._words[index]
            if self._ends_in_comma[index]:
                return index + 1
            if word.chunk is not None:
                continue
            if word.text == "(":
                depth += 1
            elif word.text == ")":
                if depth == 0:
                    return index
                depth -= 1
            elif depth == 0 and (word.text in (",", *STOPS, *DASHES) or self._opens[index] or self._closes[index]):
                return index
        return min(len(self._words), at + LONGEST_SOURCE)
