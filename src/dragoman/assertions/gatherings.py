"""What gathers states without being an organisation, and names that belong to another clause than a membership."""

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import is_bare_participle, lemma
from dragoman.assertions.lexicon import Rules, VerbFrame
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How far behind its participle the agent begins, in tokens.
FARTHEST_AGENT = 4
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
        return gathering_between(text, name, verb, rules)
    token = next((t for t in sentence.tokens if t.start <= name.start < t.end), None)
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


def in_clause_above(sentence: Sentence, name: Token, verb: Token) -> bool:
    """ "Plusieurs pays, comme A et B, souhaitent que X rejoigne": whether a "que" parts a name from the verb."""
    return any(fold(token.text).strip("'") in ("que", "qu") for token in sentence.tokens[name.index + 1 : verb.index])
