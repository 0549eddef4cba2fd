"""What gathers states without being an organisation, and names that belong to another clause than a membership."""

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, is_bare_participle, lemma
from dragoman.assertions.lexicon import Rules, VerbFrame
from dragoman.assertions.parties import MembershipDraft
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How far behind its participle the agent begins, and before the noun of a list a noun of leaving stands, in tokens.
FARTHEST_AGENT = 4
# Statuses of those who are members no more.
LEAVING = frozenset({"withdrawn", "withdrawing", "suspended", "none"})
RELATIVES = frozenset({"qui", "que", "qu'", "dont", "ou"})
# Frames of verbs whose subject may be any gathering.
GATHERING = frozenset({"comprises", "gathers", "composed-of", "founded-by"})


def gathering_between(text: ReadText, organisation: Mention, word: Token, rules: Rules) -> bool:
    """ "L'Otan prépare un exercice. Il rassemble…": whether something else is told of that a pronoun may mean."""
    between = (s for s in text.sentences if s.end > organisation.end and s.start < word.start)
    words = (t for s in between for t in s.tokens if organisation.end <= t.start < word.start and t.chunk is None)
    return any(lemma(token) in rules.gatherings for token in words)


def gathered_otherwise(
    text: ReadText, sentence: Sentence, verb: Token, frame: VerbFrame, organisation: Filler, rules: Rules
) -> bool:
    """ "X prépare un exercice. Il rassemble A et B", "une force de X créée par A et B": no list of the members of X."""
    if frame.frame not in GATHERING:
        return False
    name = organisation.mentions[0]
    if name.start < sentence.start:
        return gathering_between(text, name, verb, rules) or _of_gathering(text, sentence, verb, name, rules)
    token = sentence.token_at(name.start)
    above = sentence.governor(token) if token is not None and token.dep == "nmod" else None
    if token is None or above is None or above.chunk is not None:
        return False
    between = sentence.tokens[above.index + 1 : token.index]
    if lemma(above) in rules.generic_organisations and all(each.pos in ("ADP", "DET") for each in between):
        # "le groupe des Brics": the organisation itself.
        return False
    # "les dirigeants de X, créée par A et B": behind a comma the participle is of the name.
    apart = sentence.tokens[verb.index - 1].text == ","
    if verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Pres":
        # "un exercice de X regroupant A et B"
        return not apart
    made = any(fold(each.text) == "par" for each in sentence.tokens[verb.index + 1 : verb.index + FARTHEST_AGENT])
    return is_bare_participle(sentence, verb) and made and not apart


def _of_gathering(text: ReadText, sentence: Sentence, verb: Token, name: Mention, rules: Rules) -> bool:
    """ "La mission de X est arrivée. Elle est composée de…": whether a pronoun may mean what X has sent."""
    before = next((s for s in text.sentences if s.start <= name.start < s.end), None)
    token = before.token_at(name.start) if before is not None else None
    genders = {c.feats.get("Gender") for c in sentence.children(verb, "nsubj") if c.pos == "PRON"}
    for _ in range(LONGEST_CLIMB):
        token = before.governor(token) if before is not None and token is not None and token.dep == "nmod" else None
        if token is not None and lemma(token) in rules.gatherings:
            return token.feats.get("Gender") in genders
    return False


def in_clause_above(sentence: Sentence, name: Token, verb: Token) -> bool:
    """ "Plusieurs pays, comme A et B, souhaitent que X rejoigne": whether a "que" parts a name from the verb."""
    return any(fold(token.text).strip("'") in ("que", "qu") for token in sentence.tokens[name.index + 1 : verb.index])


def of_other_words(sentence: Sentence, draft: MembershipDraft, rules: Rules) -> bool:
    """ "compte 27 pays : A et B la critiquent", "après le départ de trois membres : A et B": a list past a colon.

    Behind a colon a list may open a clause of its own, or tell of whom a noun of leaving stands before the colon.
    """
    named = draft.member_filler.mentions
    first, last = sentence.token_at(named[0].start), sentence.token_at(named[-1].start)
    if first is None or last is None or first.index < draft.trigger.index:
        return False
    before = sentence.tokens[draft.trigger.index + 1 : first.index]
    if not any(token.text == ":" for token in before[-2:]):
        return False
    told = sentence.tokens[max(0, draft.trigger.index - FARTHEST_AGENT) : first.index]
    if any(f.status in LEAVING for token in told for f in rules.noun_frames.get(lemma(token), ())):
        return draft.status not in LEAVING
    after = sentence.following(last)
    clitic = after is not None and after.pos == "PRON" and after.feats.get("PronType") != "Rel"
    negated = after is not None and fold(after.text).strip("'") in ("ne", "n")
    finite = after is not None and after.pos in ("VERB", "AUX") and after.feats.get("VerbForm") == "Fin"
    return (clitic and after is not None and fold(after.text) not in RELATIVES) or negated or finite
