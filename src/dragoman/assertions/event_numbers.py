"""Numbers that the tree takes for the head of what they count."""

from dataclasses import replace

from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

HUNDREDS = frozenset({"cent", "cents", "mille"})
# How many tokens behind a number its noun stands.
FARTHEST_NOUN = 4


def counted(sentence: Sentence, token: Token) -> list[Token]:
    """ "deux cents missiles": the number is not the head of what it counts."""
    head = sentence.governor(token)
    if token.dep != "amod" or head is None or token.index != head.index + 1 or fold(head.text) not in HUNDREDS:
        return []
    if not any(True for _ in sentence.children(head, "nummod")):
        return []
    moved = [replace(c, head=token.index) for c in sentence.children(head) if c.index != token.index]
    above = token.index if head.head == head.index else head.head
    return [
        replace(token, head=above, dep=head.dep, pos="NOUN"),
        replace(head, head=token.index, dep="nummod", pos="NUM"),
        *(child for child in moved if child.dep != "nummod"),
    ]
