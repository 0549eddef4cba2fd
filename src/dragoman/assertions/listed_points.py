"""Points of a list: "Les ministres ont : – condamné l'attaque ; – salué…", "Le Conseil : 1. Condamne… 2. Exige…"."""

import re

from dragoman.model.sentence import ReadText, Sentence, Token

# How a point begins: a number or letter with its mark, or a dash or bullet.
BULLET = re.compile(r"\s*(?:\(?(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])\s?[.)°]|[-–—•*·])\s*\Z", re.IGNORECASE)
# How many sentences back the words stand that open a list, and the longest of them, in characters.
FARTHEST_LEAD, LONGEST_LEAD = 40, 400


def opens_point(text: ReadText, sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is the first word of a point of a list."""
    if any(token.pos not in ("PUNCT", "NUM", "ADV", "SYM", "X") for token in sentence.tokens[: verb.index]):
        return False
    line = text.document.text.rfind("\n", 0, verb.start) + 1
    return BULLET.match(text.document.text[line : verb.start]) is not None


def lead_of(text: ReadText, index: int) -> Sentence | None:
    """The sentence that opens the list in which the sentence of an index is a point; None where none does."""
    whole = text.document.text
    for back in range(index - 1, max(-1, index - 1 - FARTHEST_LEAD), -1):
        sentence = text.sentences[back]
        line = whole.rfind("\n", 0, sentence.start) + 1
        words = whole[sentence.start : sentence.end].rstrip()
        if words.endswith(":"):
            return sentence if len(words) <= LONGEST_LEAD else None
        if not BULLET.match(whole[line : sentence.start]) and not BULLET.match(words):
            inside = any(BULLET.match(whole[line:at]) for at in range(sentence.start, min(sentence.end, line + 8)))
            if not inside:
                return None
    return None
