"""Memberships told by brackets: "l'AES (Mali, Burkina Faso et Niger)", "le Mali, le Niger et le Tchad (l'AES)"."""

from collections.abc import Iterator

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import Reading
from dragoman.assertions.parties import MembershipDraft, Parties, known_members, organisations_in
from dragoman.model.sentence import Sentence

# Fewer states in brackets may be guests or examples.
SHORTEST_LIST = 3
# How far before a name what its members are may stand, in words.
NEAR = 4
# The rule as rows name it.
BRACKETED = "bracketed-members"


def bracketed_members(sentence: Sentence, rules: Rules) -> Iterator[MembershipDraft]:
    """The states listed in brackets right behind the name of one organisation, or the other way round; nothing else."""
    tokens = [token for token in sentence.tokens if token.pos != "DET"]
    for index, (name, mark, listed, end) in enumerate(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)):
        if (mark.text, end.text) != ("(", ")") or listed.chunk is None or name.chunk is None:
            continue
        for one, other, words in ((name, listed, "brackets behind it"), (listed, name, "list before the brackets")):
            # A name with its acronym ("l'Alliance des États du Sahel, AES") is one organisation.
            organisations = tuple({m.actor: m for m in organisations_in(one.chunk)}.values())
            members = known_members(other.chunk.mentions, rules) if other.chunk is not None else ()
            if len(organisations) == 1 and len(members) >= SHORTEST_LIST:
                member, organisation = (Filler(each, "grammar", words) for each in (members, organisations))
                # "les pays suspendus par l'UA (A, B et C)": what they are, the words before the name say.
                before = tokens[max(0, index - NEAR) : index]
                suspended = any(lemma(token) in rules.suspending and token.chunk is None for token in before)
                status = "suspended" if suspended else "full"
                yield from Parties(rules).pairs(
                    name, member, organisation, status, "holds", "actual", BRACKETED, Reading()
                )
