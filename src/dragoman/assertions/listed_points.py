"""Points of a list: "Les ministres ont : – condamné l'attaque ; – salué…", "Le Conseil : 1. Condamne… 2. Exige…".

The preamble of a resolution is read alike: "Le Conseil, Rappelant…, Agissant en vertu de…".
"""

import re

from dragoman.model.sentence import ReadText, Sentence, Token

# How a point begins: a number or letter with its mark, or a dash or bullet.
BULLET = re.compile(r"\s*(?:\(?(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])\s?[.)°]|[-–—•*·])\s*\Z", re.IGNORECASE)
# How many sentences back the words stand that open a list, and the longest of them, in characters.
FARTHEST_LEAD, LONGEST_LEAD = 40, 400
# How the paragraphs of a preamble, and points before the last, end.
HALTED = (";", ",")
# The longest line that names who speaks in the paragraphs below ("Le Conseil de sécurité,"), in characters.
LONGEST_NAME = 120


def opens_point(text: ReadText, sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is the first word of a point of a list, or of a paragraph of a preamble."""
    if any(token.pos not in ("PUNCT", "NUM", "ADV", "SYM", "X") for token in sentence.tokens[: verb.index]):
        return False
    whole = text.document.text
    before = whole[whole.rfind("\n", 0, verb.start) + 1 : verb.start]
    if BULLET.match(before) is not None:
        return True
    participle = verb.feats.get("VerbForm") == "Part"
    return not before.strip() and participle and whole[sentence.start : sentence.end].endswith(HALTED)


def point_of(text: ReadText, sentence: Sentence, verb: Token) -> Token | None:
    """The first word of the point in which a verb without subject goes on ("Note… et condamne…"); None outside."""
    token = verb
    while token.dep == "conj":
        above = sentence.governor(token)
        if above is None:
            break
        token = above
    return token if opens_point(text, sentence, token) else None


def lead_of(text: ReadText, index: int) -> Sentence | None:
    """The sentence that opens the list in which the sentence of an index is a point; None where none does."""
    whole = text.document.text
    for back in range(index - 1, max(-1, index - 1 - FARTHEST_LEAD), -1):
        sentence = text.sentences[back]
        line = whole.rfind("\n", 0, sentence.start) + 1
        words = whole[sentence.start : sentence.end].rstrip()
        if words.endswith(":"):
            return sentence if len(words) <= LONGEST_LEAD else None
        if _names_who_speaks(text, sentence, words):
            return sentence
        if words.endswith(HALTED) or BULLET.match(whole[line : sentence.start]) or BULLET.match(words):
            continue
        if not any(BULLET.match(whole[line:at]) for at in range(sentence.start, min(sentence.end, line + 8))):
            return None
    return None


def _names_who_speaks(text: ReadText, sentence: Sentence, words: str) -> bool:
    """ "Le Conseil de sécurité,": whether a line is nothing but a name and a comma."""
    if not words.endswith(",") or len(words) > LONGEST_NAME or any(t.pos in ("VERB", "AUX") for t in sentence.tokens):
        return False
    first = next((m for m in text.mentions if sentence.start <= m.start < sentence.end), None)
    return first is not None and len(text.document.text[sentence.start : first.start].split()) <= 1
