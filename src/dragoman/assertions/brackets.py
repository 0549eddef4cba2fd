"""Memberships told by brackets: "l'AES (Mali, Burkina Faso et Niger)"."""

from collections.abc import Iterator

from dragoman.assertions.fillers import Filler
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import Reading
from dragoman.assertions.parties import MembershipDraft, Parties, known_members, organisations_in
from dragoman.model.sentence import Sentence

# Fewer states in brackets may be guests or examples.
SHORTEST_LIST = 3
# The rule as rows name it.
BRACKETED = "bracketed-members"


def bracketed_members(sentence: Sentence, rules: Rules) -> Iterator[MembershipDraft]:
    """The states listed in brackets right behind the name of one organisation, and nothing else in them."""
    tokens = sentence.tokens
    for name, mark, listed, end in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if (mark.text, end.text) != ("(", ")") or listed.chunk is None or name.chunk is None:
            continue
        organisations = organisations_in(name.chunk)
        members = known_members(listed.chunk.mentions, rules)
        if len(organisations) == 1 and len(members) >= SHORTEST_LIST:
            member = Filler(members, "grammar", "list in brackets")
            organisation = Filler(organisations, "grammar", "name before the brackets")
            yield from Parties(rules).pairs(name, member, organisation, "full", "holds", "actual", BRACKETED, Reading())
