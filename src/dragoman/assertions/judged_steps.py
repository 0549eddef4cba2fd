"""Whose a step is that somebody else judges: "X a salué la décision de quitter Y prise par Z"."""

from collections.abc import Collection

from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.sentence import Sentence, Token


def is_judged(sentence: Sentence, noun: Token, judging: Collection[str]) -> bool:
    """Whether a noun is the object of a verb by which one judges what others do; `judging` are folded lemmas."""
    verb = sentence.governor(noun)
    if verb is None or verb.pos != "VERB" or lemma(verb) not in judging:
        return False
    return noun.dep == "obj" or (noun.dep == "obl:arg" and case_of(sentence, noun) == "de")


def taker(sentence: Sentence, noun: Token, infinitive: Token) -> Token | None:
    """ "la décision de quitter Y prise par Z": the agent of a participle behind the infinitive that fits the noun."""
    for token in sentence.tokens[infinitive.index + 1 :]:
        if token.pos == "PUNCT":
            return None
        if token.pos not in ("VERB", "ADJ") or token.feats.get("VerbForm") == "Inf":
            continue
        agent = next((c for c in sentence.children(token, "obl") if case_of(sentence, c) == "par"), None)
        alike = all(token.feats.get(feature) == noun.feats.get(feature) for feature in ("Gender", "Number"))
        if agent is not None and alike and agent.chunk is not None:
            return agent
    return None
