"""When an assertion holds: the time expression of its own clause, else publication for an undated present tense."""

from collections.abc import Collection
from dataclasses import replace

from dragoman.assertions.grammar import LONGEST_CLIMB
from dragoman.model.assertion import When
from dragoman.model.dates import Date
from dragoman.model.mention import TimeMention
from dragoman.model.sentence import Sentence, Token

# Kinds of time expressions that never date what their clause tells.
BRACKETS = (("(", ")"), ("–", "–"), ("—", "—"))
NOT_DATING = frozenset({"vague", "duration", "frequency"})


def date_of(sentence: Sentence, trigger: Token, ends: Collection[int] = ()) -> TimeMention | None:
    """The time expression that belongs to the trigger's clause; None without one, or when two differ.

    `ends` are the offsets at which the fillers of the roles end: an expression right behind one of them belongs too
    ("en rejoignant l'Otan en 2024, le pays a…"). Otherwise it hangs on the trigger, or on a verb between the trigger
    and the end of its clause.
    """
    behind = {*ends, trigger.end}
    fitting = [
        time
        for time in sentence.times
        if time.kind not in NOT_DATING
        and not _is_past_semicolon(sentence, time, trigger)
        and (_follows(time, behind) or (_belongs(sentence, time, trigger) and not _is_aside(sentence, time, trigger)))
    ]
    resolved = [time for time in fitting if time.date is not None]
    if len(resolved) > 1:
        # "X, qui l'avait quittée en 1984, a rejoint l'Union en 2017": what stands right behind a party is of the verb.
        right_behind = [time for time in resolved if _follows(time, behind)]
        return min(right_behind or resolved, key=lambda time: _distance(time, trigger))
    if resolved:
        return resolved[0]
    return fitting[0] if fitting else None


def time_in(sentence: Sentence, start: int, end: int) -> TimeMention | None:
    """The first time expression between two offsets that can date something; one with a day before one without."""
    inside = [t for t in sentence.times if start <= t.start < end and t.kind not in NOT_DATING]
    return next((t for t in inside if t.date is not None), inside[0] if inside else None)


def without_since(sentence: Sentence) -> Sentence:
    """The sentence without what has lasted since a day."""
    return replace(sentence, times=tuple(time for time in sentence.times if time.kind != "since"))


def _is_aside(sentence: Sentence, time: TimeMention, trigger: Token) -> bool:
    """Whether a time expression stands in a parenthesis that the trigger stands outside of."""
    first = next((t.index for t in sentence.tokens if t.start >= time.start), None)
    if first is None:
        return False
    for opening, closing in BRACKETS:
        before = next((t for t in reversed(sentence.tokens[:first]) if t.text in (opening, closing)), None)
        after = next((t for t in sentence.tokens[first:] if t.text == closing), None)
        if before is None or after is None or before.text != opening:
            continue
        if not before.index < trigger.index < after.index:
            return True
    return False


def _without_preamble(sentence: Sentence, trigger: Token) -> Sentence:
    """The sentence without the times of a participle before it: "Fondée en 1992, X réunit …" tells no state of 1992."""
    first = next((token for token in sentence.tokens if token.text[:1].isalpha()), None)
    comma = next((token for token in sentence.tokens if token.text == ","), None)
    if first is None or comma is None or not comma.index < trigger.index:
        return sentence
    if first.pos != "ADJ" and first.feats.get("VerbForm") != "Part":
        return sentence
    return replace(sentence, times=tuple(time for time in sentence.times if time.start > comma.start))


def _is_past_semicolon(sentence: Sentence, time: TimeMention, trigger: Token) -> bool:
    """Whether a semicolon parts the trigger from a time behind it: that is of another clause."""
    return any(token.text == ";" for token in sentence.tokens[trigger.index + 1 :] if token.start < time.start)


def _follows(time: TimeMention, ends: Collection[int]) -> bool:
    return any(0 <= time.start - end <= 2 for end in ends)


def _distance(time: TimeMention, trigger: Token) -> int:
    return time.start - trigger.end if time.start >= trigger.end else trigger.start - time.end


def _belongs(sentence: Sentence, time: TimeMention, trigger: Token) -> bool:
    inside = [token for token in sentence.tokens if time.start <= token.start < time.end]
    if not inside:
        return False
    top = _top(sentence, inside)
    if sentence.governor(top) is None:
        # "C'est en 1995 que…": the expression is the root of a cleft, its clause is all the rest.
        return True
    clause = _clause(sentence, top)
    return clause.index in _clause_heads(sentence, trigger)


def _top(sentence: Sentence, tokens: list[Token]) -> Token:
    """The token of the expression that something outside of it governs."""
    indexes = {token.index for token in tokens}
    return next((token for token in tokens if token.head not in indexes or token.head == token.index), tokens[0])


def _clause(sentence: Sentence, token: Token) -> Token:
    """The verb (or noun at the root) whose clause a token stands in."""
    for _ in range(LONGEST_CLIMB):
        governor = sentence.governor(token)
        if governor is None or (token.pos == "VERB" and token.dep.partition(":")[0] != "obl"):
            return token
        token = governor
        if token.pos in ("VERB", "AUX"):
            return token
    return token


def _clause_heads(sentence: Sentence, trigger: Token) -> set[int]:
    """The trigger, its clause, and the clauses that merely report or control it."""
    heads = {trigger.index}
    token = trigger
    for _ in range(LONGEST_CLIMB):
        governor = sentence.governor(token)
        if governor is None:
            break
        relation = token.dep.partition(":")[0]
        if token.pos == "VERB" and relation in ("ccomp", "conj", "advcl", "acl", "parataxis"):
            break
        if token.dep == "acl:relcl":
            # "X, qui n'est pas membre de Y, a demandé en 2022": the time of the main clause is another one.
            break
        token = governor
        heads.add(token.index)
        if token.pos == "VERB" and relation not in ("xcomp", "aux", "cop"):
            break
    return heads


def when(
    sentence: Sentence,
    trigger: Token,
    *,
    bears: str,
    modality: str,
    published: Date | None,
    ends: Collection[int] = (),
    not_since: bool = False,
    within: tuple[int, int] | None = None,
) -> When:
    """The date columns of an assertion.

    A change or state with a time expression takes it. Without one, a state told in the present holds at publication;
    a change has no date. `within`: the offsets between which its time stands, where one clause tells several.
    """
    holds = bears == "holds" and modality == "actual" and _is_present(sentence, trigger)
    if holds:
        sentence = _without_preamble(sentence, trigger)
    time = date_of(sentence, trigger, ends) if within is None else time_in(sentence, *within)
    if not_since and time is not None and time.kind == "since":
        # "a annoncé son retrait à partir de janvier 2019": the day of the effect is not that of the notice.
        time = None
    if time is not None:
        return When.of(time.date, time.text, time.anchor) if time.date else When(date_text=time.text)
    if holds and published is not None:
        return When.of(published, None, "published")
    return When()


def _is_present(sentence: Sentence, trigger: Token) -> bool:
    """Whether the clause is in the present tense, or has no verb at all (an apposition)."""
    parts = [trigger, *sentence.children(trigger, "cop", "aux")]
    tenses = {part.feats.get("Tense") for part in parts if part.feats.get("VerbForm") == "Fin"}
    return not tenses or tenses == {"Pres"}
