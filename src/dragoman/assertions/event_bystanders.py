"""Who stands in a clause without taking part: impersonal subjects, witnesses, the press."""

from collections.abc import Iterator

from dragoman.assertions.event_data import EventData
from dragoman.assertions.frames import EventNoun, EventVerb
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How many words a noun of rank and its adjective reach back from the infinitive ("seul autre pays du bloc à avoir…").
RANKED = 7
# What parts a name from the noun apposed to it.
MARKS = frozenset({",", "-", "–", "—", "("})
# What opens what an impersonal verb is about.
OPENING = frozenset({"de", "d", "que", "qu"})


def is_impersonal(sentence: Sentence, word: Token, data: EventData) -> bool:
    """ "il est prévu de coopérer", "il est important que…": a pronoun that means nobody."""
    verb = sentence.governor(word)
    if fold(word.text).strip("- ").removeprefix("t ") != "il" or verb is None:
        return False
    # "il a demandé de partir" is somebody, "il est demandé de partir" nobody.
    predicate = lemma(verb) in data.impersonal and (verb.pos != "VERB" or is_passive(sentence, verb))
    if not predicate and lemma(verb) not in data.impersonal_verbs:
        return False
    behind = (c for c in sentence.children(verb, "xcomp", "ccomp", "advcl", "csubj", "dep") if c.index > verb.index)
    return any(fold(m.text).strip("'") in OPENING for child in behind for m in sentence.children(child, "mark", "case"))


def is_witnessed(frame: EventNoun, support: Token, data: EventData) -> bool:
    """ "X a assisté à la signature de l'accord entre Y et Z": who is there does not sign."""
    return frame.type != "CONSULT" and lemma(support) in data.witnessing


def ranked(sentence: Sentence, infinitive: Token, data: EventData) -> Token | None:
    """ "X, premier pays à avoir reconnu Y": the noun of rank to which an infinitive belongs."""
    parts = (infinitive, *sentence.children(infinitive, "aux"))
    mark = next((m for part in parts for m in sentence.children(part, "mark", "case") if fold(m.text) == "a"), None)
    if mark is None or not any(part.feats.get("VerbForm") == "Inf" for part in parts):
        return None
    for token in reversed(sentence.tokens[max(0, mark.index - RANKED) : mark.index]):
        if token.pos in ("VERB", "AUX", "SCONJ") or token.text in MARKS:
            return None
        if fold(token.text) in data.ranks:
            noun = sentence.governor(token) if token.dep == "amod" else None
            return noun if noun is not None and token.index < noun.index < mark.index else token
    return None


def bearer_of_rank(sentence: Sentence, noun: Token) -> Token | None:
    """Of whom a noun of rank is told: the name before its mark, or the subject ("X est le seul pays à…")."""
    first = min([noun.index, *(c.index for c in sentence.children(noun, "det", "amod", "nummod"))])
    if first > 1 and sentence.tokens[first - 1].text in MARKS:
        name = sentence.tokens[first - 2]
        return name if name.chunk is not None else None
    verb = sentence.governor(noun) if noun.dep == "xcomp" else noun
    own = next(sentence.children(verb, "nsubj"), None) if verb is not None else None
    return own if own is not None and (own.chunk is not None or own.pos == "PRON") else None


def meets_strangers(sentence: Sentence, verb: Token, frame: EventVerb) -> bool:
    """ "X et Y ont rencontré la presse": those whom several meet together are others, whoever they are."""
    if not frame.together or frame.recipient != ["object"]:
        return False
    return any(c.pos == "NOUN" and not case_of(sentence, c) for c in sentence.children(verb, "obj"))


def joined_by_talks(sentence: Sentence, talks: Token, data: EventData) -> Iterator[Token] | None:
    """ "des négociations d'adhésion à l'Union": the organisations that talks are to lead into; None for other talks."""
    joining = [c for c in sentence.children(talks, "nmod") if case_of(sentence, c) == "de" and lemma(c) in data.joining]
    if not joining:
        return None
    return (t for t in sentence.subtree(joining[0]) if t.chunk is not None and case_of(sentence, t) in ("a", "dans"))
