"""Which words of a sentence are parsed together."""

from collections.abc import Collection, Sequence

from dragoman.mentions.interruptions import Interruption
from dragoman.mentions.word_row import Cut
from dragoman.model.sentence import Word


def pieces_of(
    words: Sequence[Word],
    cuts: Sequence[Cut],
    asides: Sequence[range],
    interruptions: Sequence[Interruption],
    opens: Sequence[bool],
    ends: Collection[int],
) -> list[list[int]]:
    """The indexes of the words that are parsed together: each clause alone, the rest cut where one ends.

    `ends`: the indexes of the semicolons that end a clause; a colon ends one where a quotation opens behind it.
    """
    pieces: list[list[int]] = [list(range(cut.first, cut.last)) for cut in cuts]
    pieces += [list(aside) for aside in asides]
    inside = {index for piece in pieces for index in piece}
    for aside in interruptions:
        # The mark that ends an aside stands at its end; the one that opens it would be taken for a word's.
        *opening, closing = aside.marks
        pieces += [[*(n for n in aside.words if n not in inside), closing], *([mark] for mark in opening)]
    inside |= {index for piece in pieces for index in piece}
    rest: list[int] = []
    for index in range(len(words)):
        if index in inside:
            continue
        rest.append(index)
        quotes = words[index].text == ":" and index + 1 < len(words) and opens[index + 1]
        if quotes or index in ends:
            pieces.append(rest)
            rest = []
    return [piece for piece in (*pieces, rest) if piece]
