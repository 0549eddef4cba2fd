"""Members whose verb is told once: "X a rejoint l'Union en 1981, A et B en 1986, C en 1995"."""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.parties import MembershipDraft, known_members
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# The rule as rows name it.
GAPPED = "gapped-members"
# What parts one member and its time from the next.
PARTING = frozenset({",", ";", "et", "puis", "enfin"})
# Kinds of times that date a change.
DATED = frozenset({"day", "month", "year", "relative"})
NEAREST_TIME = 2


def gapped_members(sentence: Sentence, drafts: list[MembershipDraft], rules: Rules) -> Iterator[MembershipDraft]:
    """The states behind a dated change, each with a time of its own, for which its verb and organisation hold too."""
    first = drafts[0] if drafts else None
    if first is None or first.bears != "starts" or first.modality != "actual" or first.trigger.pos != "VERB":
        return
    if len({draft.organisation.actor for draft in drafts}) > 1:
        return
    told = {draft.member.actor for draft in drafts}
    for noun, token in _behind_nouns(sentence, first.trigger, rules):
        members = known_members(token.chunk.mentions, rules) if token.chunk is not None else ()
        filler = Filler(members, "grammar", f"list behind {noun.text!r}")
        for member in members:
            yield replace(first, member=member, member_filler=filler, rule=GAPPED, trigger=noun)
        return
    for token in _parted(sentence, first.trigger):
        members = known_members(token.chunk.mentions, rules) if token.chunk is not None else ()
        if not members or not all(m.actor_kind == "state" and m.actor not in told for m in members):
            return
        filler = Filler(members, "grammar", f"a time of its own behind that of {first.trigger.text!r}")
        for member in members:
            yield replace(first, member=member, member_filler=filler, rule=GAPPED)


def _parted(sentence: Sentence, verb: Token) -> Iterator[Token]:
    """The chunks behind a verb that a mark opens and a time closes, up to the next finite verb or relative."""
    dated = False
    for token in sentence.tokens[verb.index + 1 :]:
        if token.pos in ("VERB", "AUX", "SCONJ") or fold(token.text) in ("qui", "que", "dont", "ou"):
            return
        time = any(t.start <= token.start < t.end and t.kind in DATED for t in sentence.times)
        if token.chunk is None or not dated:
            dated = dated or time
            continue
        before = next((t for t in reversed(sentence.tokens[: token.index]) if t.pos != "DET"), None)
        opened = (
            before is not None
            and fold(before.text).strip("'") in PARTING | {""}
            and before.pos in ("PUNCT", "CCONJ", "ADV")
        )
        behind = any(0 <= t.start - token.end <= NEAREST_TIME and t.kind in DATED for t in sentence.times)
        if not (opened and behind):
            return
        yield token


def _behind_nouns(sentence: Sentence, verb: Token, rules: Rules) -> Iterator[tuple[Token, Token]]:
    """ "… avant une nouvelle vague d'adhésions en 2004 : A, B et C": the noun, and the list behind its colon."""
    noun: Token | None = None
    for token in sentence.tokens[verb.index + 1 :]:
        if token.pos in ("VERB", "AUX"):
            return
        if token.chunk is None and any(f.bears == "starts" for f in rules.noun_frames.get(lemma(token), ())):
            noun = token
        listed = token.chunk is not None and all(m.actor_kind == "state" for m in token.chunk.mentions)
        colon = any(t.text == ":" for t in sentence.tokens[max(0, token.index - 2) : token.index])
        if noun is not None and listed and colon and len(token.chunk.mentions if token.chunk else ()) > 1:
            yield noun, token


def with_more(sentence: Sentence, members: Filler, rules: Rules) -> Filler:
    """ "regroupent A et B, ainsi que, depuis mai, C et D": the members that "ainsi que" joins past a time."""
    end = members.mentions[-1].end
    joined = ""
    for token in sentence.tokens:
        if token.start < end:
            continue
        if token.chunk is not None:
            extra = known_members(token.chunk.mentions, rules)
            fits = extra and "ainsi que" in joined and all(m.actor_kind == "state" for m in extra)
            return replace(members, mentions=(*members.mentions, *extra)) if fits else members
        in_time = any(time.start <= token.start < time.end for time in sentence.times)
        if not (in_time or token.text == "," or token.pos in ("DET", "SCONJ", "ADV")):
            return members
        joined += f"{fold(token.text)} "
    return members
