"""The times of a sentence resolved in their surroundings: the tense of their clause, the time told before them."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from dragoman.mentions.times import Leaning, TimeExpression, resolve
from dragoman.model.dates import Date
from dragoman.model.mention import TimeMention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

COUNTED = "relative_to_mention"


def resolved_times(
    sentence: Sentence,
    expressions: Sequence[TimeExpression],
    published: Date | None,
    before: Sequence[TimeMention],
    ahead: Collection[str],
) -> tuple[TimeMention, ...]:
    """The times of a parsed sentence. `before`: those told last before it; `ahead`: verbs that point to the future.

    "La veille" counts from the day told before it in the sentence, or else from the one day of those.
    """
    found: list[TimeMention] = []
    days = {time.date for time in before if time.date is not None and time.date.is_day}
    last = next((time for time in reversed(before) if time.date in days), None) if len(days) == 1 else None
    for expression in expressions:
        if expression.kind == COUNTED:
            resolved = resolve(expression, last.date, leaning="past") if last is not None else None
            anchor = last.text if last is not None else ""
            mention = _mention(expression, (resolved[0], anchor) if resolved is not None else None)
        else:
            leaning = _leaning(sentence, expression, ahead)
            mention = _mention(expression, resolve(expression, published, leaning=leaning))
            coming = resolve(expression, published, leaning="future") if leaning != "future" else None
            if coming is not None and coming[0] != mention.date:
                mention = replace(mention, ahead=coming[0])
        found.append(mention)
        if mention.date is not None and mention.date.is_day:
            last = mention
    return tuple(found)


def _mention(expression: TimeExpression, resolved: tuple[Date, str] | None) -> TimeMention:
    date, anchor = resolved if resolved is not None else (None, "")
    return TimeMention(expression.start, expression.end, expression.text, date, anchor, expression.kind)


def _leaning(sentence: Sentence, expression: TimeExpression, ahead: Collection[str]) -> Leaning:
    """Which side of the anchor the tense of the governing clause points to; "none" for a bare present tense."""
    token = next((t for t in sentence.tokens if expression.start <= t.start < expression.end), None)
    seen: set[int] = set()
    while token is not None and token.index not in seen:
        seen.add(token.index)
        tense = _tense(sentence, token, ahead)
        if tense is not None:
            return tense
        token = sentence.governor(token)
    return "past"


def _tense(sentence: Sentence, token: Token, ahead: Collection[str]) -> Leaning | None:
    if token.pos not in ("VERB", "AUX"):
        return None
    if token.feats.get("VerbForm") == "Part" and fold(token.lemma) in ahead:
        # "est attendu jeudi" points ahead, "la rencontre prévue jeudi" to either side.
        told = [part for part in sentence.children(token, "aux") if part.feats.get("VerbForm") == "Fin"]
        past = any(part.feats.get("Tense") in ("Past", "Imp") for part in told)
        return "none" if not told else "past" if past else "future"
    parts = [token, *sentence.children(token, "aux", "cop")]
    tenses = {part.feats.get("Tense") for part in parts if part.feats.get("VerbForm") == "Fin"}
    if "Fut" in tenses:
        return "future"
    if tenses & {"Past", "Imp"} or (token.feats.get("VerbForm") == "Part" and len(parts) > 1):
        return "past"
    if not tenses:
        return None
    if any(fold(part.lemma) in ahead for part in parts) and _governs_infinitive(sentence, token):
        return "future"
    has_subject = any(True for _ in sentence.children(token, "nsubj", "expl"))
    if not has_subject and token.dep == "advcl":
        # "En visite lundi à X, Y a…": a noun that is taken for a verb.
        return None
    return "none"


def _governs_infinitive(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is or governs an infinitive ("doit signer", "compte se rendre")."""
    parts = [verb, *sentence.children(verb, "xcomp", "obl", "ccomp", "advcl")]
    return any(part.feats.get("VerbForm") == "Inf" for part in parts)
