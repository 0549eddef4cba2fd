"""Whom a text goes on to mean by fewer words: "ces derniers" those named side by side, "le ministre" one of several."""

import re
from collections.abc import Iterable, Sequence

from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText

MINISTER = "minister"
# Offices whose holder may be called a minister and no more, by their names in the closed list.
PORTFOLIO = re.compile(r"(?!prime|deputy prime).*minister")


def is_minister(positions: Iterable[str]) -> bool:
    """Whether one of whom a text tells these offices can be "le ministre norvégien": one of none can."""
    return all(PORTFOLIO.fullmatch(position) for position in positions)


def joined_last(text: ReadText, speech: Speech, named: Sequence[Mention]) -> list[Mention]:
    """The last of some mentions, in the order of the text, and those that "et" or a comma joins to it before."""
    found: list[Mention] = []
    small = speech.prepositions | speech.determiners
    joining = {fold(word) for word in speech.speaking.joining} | {","}
    for mention in reversed(named):
        if found:
            gap = fold(text.document.text[mention.end : found[0].start]).replace("'", "' ").replace(",", " , ").split()
            if not set(gap) & joining or not set(gap) <= joining | small:
                break
        found.insert(0, mention)
    return found
