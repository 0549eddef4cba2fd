"""Whose a text in the first person is: speeches and communiqués with their author in the heading, interviews."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.assertions.fillers import Filler
from dragoman.assertions.voices import SPEAKER_KINDS
from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence

# The heading is looked for in the first so many sentences.
HEADING_SENTENCES = 6
# So many sentences outside of quotations, and so large a share of them, must be in the first person.
FEWEST_FIRST_PERSON, LEAST_SHARE = 2, 0.25
# How far behind the noun of the heading the author may be named, in characters.
FARTHEST_AUTHOR = 60
# So many turns make an interview or a joint press conference.
FEWEST_TURNS = 2
TITLE = re.compile(r"\b[A-Z][A-Za-zé]{0,3}\.\s?")
# A label of a turn: the head of a line, up to a colon, or a letter and a dash.
# "QUESTION (agence de presse) :"
BRACKETED = re.compile(r"\s*\([^()]*\)")
LABEL = re.compile(r"(?:^|\n)[ \t–—-]*([^:\n«\"]{1,60}?)(?:\s?:\s|(?<=\b[QR])\s?[-–—.]\s(?![A-Z]\.|:))")
# The shortest and longest line that is a question, in characters.
QUESTION_LENGTHS = range(9, 402)
INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[\s-]?){2,4}\Z")
# The longest acronym that a questioner of a press conference is named by.
LONGEST_ACRONYM = 8
# Shorter lines are no sentences of a speech, in characters.
SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of the text that its speaker says in the first person. `dated`: it was said on the document's day.

    `asked`: a question that is put to the speaker.
    """

    start: int
    end: int
    speaker: Filler | None
    dated: bool
    asked: bool = False


class Authors:
    """Finds the turns of one document."""

    def __init__(self, text: ReadText, speech: Speech) -> None:
        self._text = text
        self._whole = text.document.text
        self._speech = speech
        nouns = "|".join(
            sorted((re.escape(fold(w)) + "s?" for w in speech.speaking.spoken_texts), key=len, reverse=True)
        )
        joints = "|".join(sorted((re.escape(fold(w)) for w in speech.speaking.spoken_by), key=len, reverse=True))
        self._heading = re.compile(rf"\b(?:{nouns})s?\b[^.\n]{{0,40}}?\b(?:{joints})\s*(?:la |le |les |l')?")
        held = "|".join(map(re.escape, map(fold, speech.speaking.held_by)))
        # "Conférence de presse du 3 mai tenue par la porte-parole…"
        self._held_by = re.compile(rf"[^.\n]{{0,60}}?\b(?:{held})\s(?:la |le |les |l')?")
        joining = "|".join(map(re.escape, speech.speaking.joining))
        self._joint = re.compile(rf"(?:,\s|\s(?:{joining})\s)(?:(?:{joints})\s?)?(?:la |le |les |l')?\s?")
        self._first = re.compile(
            r"(?<![\w'])(?:"
            + "|".join(re.escape(w).replace("'", "'") for w in sorted(speech.first_person))
            + r")(?![\w])"
        )

    def turns(self) -> list[Turn]:
        """The stretches in the first person, in order; none in a report."""
        interview = list(self._interview())
        if interview:
            return interview
        authors = self._authors()
        if not authors or not self._is_first_person():
            return []
        speaker = Filler(authors, "grammar", "author named in the heading")
        return [Turn(self._body_start(authors[-1]), len(self._whole), speaker, True)]

    def _authors(self) -> tuple[Mention, ...]:
        """Those named behind a noun of speech in the heading: one, or several that "et" joins."""
        first = self._author()
        if first is None:
            return ()
        found = [first]
        for mention in self._text.mentions:
            joined = self._joint.fullmatch(fold(self._whole[found[-1].end : mention.start]))
            if mention.start > found[-1].end and joined and mention.actor_kind == first.actor_kind:
                found.append(mention)
        between = self._whole[first.end : found[-1].end]
        return tuple(found) if any(f" {word} " in between for word in self._speech.speaking.joining) else (first,)

    def _house(self) -> tuple[Mention, ...]:
        """ "Q&R – Point de presse": the state for which a ministry speaks that heads its briefings so."""
        house = self._speech.house_of(self._whole)
        if house is None:
            return ()
        state, start, end = house
        words, reason = self._whole[start:end], "the state whose ministry briefs"
        return (Mention(start, end, words, "nominal", state, "state", None, state, reason=reason),)

    def _author(self) -> Mention | None:
        """The one named first behind a noun of speech in the heading."""
        last = self._text.sentences[:HEADING_SENTENCES]
        if not last:
            return None
        head = fold(self._whole[: min(last[-1].end, self._first_turn())])
        for match in self._heading.finditer(head):
            held = self._held_by.match(head, match.end())
            for at in (*([held.end()] if held is not None else []), match.end()):
                named = self._named_at(at)
                if named is not None:
                    return named
        return None

    def _first_turn(self) -> int:
        """Where the first question or answer begins: no heading reaches farther."""
        known = {fold(w) for w in (*self._speech.speaking.questioners, *self._speech.speaking.answerers)}
        labels = (m.start() for m in LABEL.finditer(self._whole) if fold(BRACKETED.sub("", m[1])).strip(" .") in known)
        return next(labels, len(self._whole))

    def _named_at(self, at: int) -> Mention | None:
        """The one who is named, or whose office is, right behind the words that end at an offset."""
        for office in self._text.offices:
            if at - 1 <= office.start <= at + len("Monsieur le ") and office.holder is not None:
                return office.holder
        for mention in self._text.mentions:
            near = at - 1 <= mention.start <= at + FARTHEST_AUTHOR and not mention.adjective
            if near and mention.actor_kind in SPEAKER_KINDS and mention.actor_kind != "medium":
                # The stop of "M." ends no sentence.
                between = TITLE.sub("", self._whole[at : mention.start])
                if "\n" not in between and "." not in between:
                    return mention
        return None

    def _body_start(self, author: Mention) -> int:
        """The end of the line or sentence that names the author."""
        ends = [s.end for s in self._text.sentences if s.start <= author.start < s.end]
        line = self._whole.find("\n", author.end)
        return max([*ends, line if line > 0 else 0])

    def _is_first_person(self) -> bool:
        """Whether enough of the sentences outside of quotations speak in the first person."""
        plain = [
            s
            for s in self._text.sentences
            if s.end - s.start > SHORTEST and not any(q.start <= s.start < q.end for q in s.quotations)
        ]
        spoken = sum(1 for s in plain if self._first.search(self._outside(s)))
        return spoken >= FEWEST_FIRST_PERSON and spoken >= LEAST_SHARE * len(plain)

    def _outside(self, sentence: Sentence) -> str:
        """The folded words of a sentence that stand in no quotation."""
        kept, at, end = [], sentence.start, sentence.end
        for quotation in sentence.quotations:
            kept.append(self._whole[at : max(at, quotation.start)])
            at = max(at, quotation.end)
        kept.append(self._whole[at:end])
        return fold(" ".join(kept))

    # "Question : …" / "Réponse : …"

    def _interview(self) -> Iterator[Turn]:
        """The answers of an interview; the one who answers is named at the label or in the heading."""
        labels = list(self._labels())
        answers = [speaker for _, _, kind, speaker in labels if kind != "question"]
        asked = any(kind == "question" for _, _, kind, _ in labels)
        if len(labels) < FEWEST_TURNS or not answers or not (asked or all(speaker is not None for speaker in answers)):
            return
        authors = self._authors()
        if all(author.actor is None for author in authors):
            authors = self._house() or authors
        named = Filler(authors, "grammar", "answers in the interview") if authors else None
        opening = self._body_start(authors[-1]) if authors else labels[0][0]
        if named is not None and labels[0][2] == "question" and self._announces(opening, labels[0][0]):
            # A briefing opens with what its speaker has to announce.
            yield Turn(opening, labels[0][0], named, True)
        questions = list(self._questions())
        for index, (_, end, kind, speaker) in enumerate(labels):
            stop = labels[index + 1][0] if index + 1 < len(labels) else len(self._whole)
            # A line of its own that asks is the interviewer's, label or none.
            unlabelled = min([stop, *(at for at in questions if at > end)])
            if kind == "question":
                answering = labels[index + 1][3] if index + 1 < len(labels) else None
                yield Turn(end, stop, answering or named, False, asked=True)
                continue
            if kind == "reply" or (kind == "answer" and speaker is not None):
                yield Turn(end, unlabelled, speaker or named, False)
            if unlabelled < stop:
                yield Turn(unlabelled, stop, speaker or named, False, asked=True)

    def _questions(self) -> Iterator[int]:
        """Where lines begin that are questions, dashes before them left out."""
        start = 0
        for line in self._whole.split("\n"):
            asked = line.rstrip(' »”"')
            bare = asked.lstrip(" \t–—-")
            if asked.endswith("?") and len(bare) in QUESTION_LENGTHS:
                yield start + len(asked) - len(bare)
            start += len(line) + 1

    def _announces(self, start: int, end: int) -> bool:
        """Whether what stands before the first question is said by the one who answers.

        It is in the first person, or the heading is that of a briefing.
        """
        inside = [s for s in self._text.sentences if start <= s.start and s.end <= end]
        head = fold(self._whole[:start])
        briefing = any(fold(words) in head for words in self._speech.speaking.briefings)
        return (briefing and bool(inside)) or any(self._first.search(self._outside(s)) for s in inside)

    def _labels(self) -> Iterator[tuple[int, int, str, Filler | None]]:
        """Lines that begin with a label and a colon: start, end of the label, kind, speaker."""
        questioners = {fold(w) for w in self._speech.speaking.questioners}
        answerers = {fold(w) for w in self._speech.speaking.answerers}
        named: list[Mention] = []
        for match in LABEL.finditer(self._whole):
            label, start = fold(BRACKETED.sub("", match[1])).strip(" ."), match.start(1)
            if self._whole[match.end() : match.end() + 1] in ("«", "“", '"'):
                # "X : « … »" in a heading quotes; it opens no turn.
                continue
            mention = self._named_in(start, match.end(1))
            if label in questioners:
                yield start, match.end(), "question", None
            elif label in answerers:
                yield start, match.end(), "reply", None
            elif mention is not None:
                named.append(mention)
                yield start, match.end(), "answer", Filler((mention,), "grammar", "label of the turn")
            elif INITIALS.fullmatch(match[1].strip()):
                fitting = {m.actor: m for m in named if _initials(m.text) == _letters(match[1])}
                if len(fitting) == 1:
                    filler = Filler((next(iter(fitting.values())),), "reference", "initials of the one who answers")
                    yield start, match.end(), "answer", filler
            elif self._is_medium(start, match.end(1)):
                yield start, match.end(), "question", None

    def _named_in(self, start: int, end: int) -> Mention | None:
        """The person whom a label names to its end."""
        for mention in self._text.mentions:
            if start <= mention.start and mention.end <= end and mention.actor_kind == "person":
                return mention if mention.end >= end - 2 else None
        return None

    def _is_medium(self, start: int, end: int) -> bool:
        """Whether a label names a medium, by name or as an acronym that nothing else is: those who ask."""
        label = self._whole[start:end].strip()
        named = [m for m in self._text.mentions if start <= m.start < end]
        if named:
            return all(m.actor_kind == "medium" for m in named)
        return label.isupper() and label.isalpha() and 2 < len(label) <= LONGEST_ACRONYM


def _letters(words: str) -> str:
    """The capitals of initials ("V. R.-M." → "VRM")."""
    return "".join(letter for letter in words if letter.isupper())


def _initials(name: str) -> str:
    """The first letters of the words of a name."""
    return "".join(word[0].upper() for word in re.split(r"[\s-]+", name) if word)
