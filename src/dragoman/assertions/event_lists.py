"""Subjects that are lists: "les États-Unis, l'Union européenne et la Ligue arabe ont condamné".

Where states and organisations stand side by side the tree takes some for appositions of others or for complements.
"""

from dataclasses import replace

from dragoman.assertions.grammar import auxiliaries, is_passive
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

LISTED = frozenset({"state", "organisation", "bloc", "armed_group"})
# What stands between a subject and its verb.
BETWEEN = frozenset({"ADV", "PRON", "AUX", "PART"})
# What stands before a member: a mark, "et", "que", an adverb.
OPENING = frozenset({"PUNCT", "CCONJ", "SCONJ", "ADV", "PRON"})
LAST_LINKS = frozenset({"et", "ou"})
# Words of links: "ou encore", "ainsi que", "et enfin".
LINK_WORDS = frozenset({"encore", "enfin", "aussi", "même"})


def listed_subject(sentence: Sentence, verb: Token) -> list[Token]:
    """Every member of a list right before a verb in the plural is its subject; the last is joined by "et" or "ou"."""
    finite = (verb, *auxiliaries(sentence, verb))
    if not any(part.feats.get("VerbForm") == "Fin" and part.feats.get("Number") == "Plur" for part in finite):
        return []
    members = _members_before(sentence, min(part.index for part in finite))
    if len(members) < 2 or _are_joined(members, verb):
        return []
    first, *others = members
    subject = replace(first, head=verb.index, dep="nsubj:pass" if is_passive(sentence, verb) else "nsubj")
    listed = [subject, *(replace(other, head=first.index, dep="conj") for other in others)]
    between = sentence.tokens[members[-2].index + 1 : members[-1].index]
    listed += [replace(token, head=members[-1].index, dep="cc") for token in between if token.pos == "CCONJ"]
    above = next((member for member in members if member.index == verb.head), None)
    if above is not None:
        # "X et Y ont signé": a member is taken for what the verb hangs on.
        rooted = above.head == above.index or above.head == verb.index
        listed.append(replace(verb, head=verb.index if rooted else above.head, dep=above.dep))
    return listed if _is_free_of(sentence, {token.index: token for token in listed}, verb) else []


def _members_before(sentence: Sentence, end: int) -> list[Token]:
    """The members of the list that ends before a token, in their order; none where it is no list."""
    tokens = sentence.tokens
    last = end - 1
    while last > 0 and tokens[last].chunk is None and tokens[last].pos in BETWEEN:
        last -= 1
    members: list[Token] = []
    place: int | None = last
    while place is not None and place >= 0:
        member = tokens[place]
        if member.chunk is None or member.chunk.head.actor_kind not in LISTED:
            break
        before = place - 1
        if before >= 0 and tokens[before].pos == "DET":
            before -= 1
        if before >= 0 and tokens[before].pos not in OPENING:
            # "face à la Chine, l'Inde et l'Otan ont…", "pour aider l'ONU, l'Inde et le Japon ont…"
            break
        members.append(member)
        # "et" may stand inside the last name: several of a kind stand as one word.
        place = _linked(tokens, before, is_last=len(members) == 1 and len(member.chunk.mentions) == 1)
    return members[::-1]


def _linked(tokens: tuple[Token, ...], index: int, *, is_last: bool) -> int | None:
    """The index of the word that a link joins to what follows it, None where there is no link."""
    if index < 0:
        return None
    if not is_last:
        return index - 1 if tokens[index].text == "," else None
    while index > 0 and fold(tokens[index].text) in LINK_WORDS:
        index -= 1
    if fold(tokens[index].text) == "que" and fold(tokens[index - 1].text) == "ainsi":
        index -= 1
    elif fold(tokens[index].text) not in LAST_LINKS:
        return None
    index -= 1
    return index - 1 if index > 0 and tokens[index].text == "," else index


def _are_joined(members: list[Token], verb: Token) -> bool:
    """Whether the tree has the list as it should be."""
    first = members[0]
    known = {member.index for member in members}
    heads = all(member.head in known and member.dep == "conj" for member in members[1:])
    return first.head == verb.index and first.dep.startswith("nsubj") and heads


def _is_free_of(sentence: Sentence, moved: dict[int, Token], verb: Token) -> bool:
    """Whether a verb stands under none of those that are put under it."""
    place, seen = verb.index, {verb.index}
    while True:
        token = moved.get(place, sentence.tokens[place])
        if token.head == token.index:
            return True
        if token.head in seen:
            return False
        seen.add(token.head)
        place = token.head
