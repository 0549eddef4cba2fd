"""Which rules mend the tree of a sentence for events, in which order, and which words each may have to do with."""

from dataclasses import replace

from dragoman.assertions.event_attachment import (
    adjective_before,
    listed_verb,
    name_behind,
    neighbour_of_adjective,
    object_in_quotes,
)
from dragoman.assertions.event_clauses import (
    agent_of_participle,
    bare_subject,
    between,
    described_subject,
    headline,
    opening_participle,
    predicate,
    second_subject,
    stray_case,
    taking_part,
    target,
)
from dragoman.assertions.event_coordination import (
    before_joining,
    joined_domain,
    joined_infinitive,
    joined_name,
    shared_auxiliary,
)
from dragoman.assertions.event_forms import mistaken_forms
from dragoman.assertions.event_lists import listed_subject
from dragoman.assertions.event_numbers import counted
from dragoman.assertions.event_parted import (
    behind_quotation,
    behind_relative,
    behind_which,
    causative,
    own_subject,
    participle_behind,
    relative_with_qui,
    some_of_group,
    stranded_object,
)
from dragoman.assertions.event_prepositions import (
    agent_of_active,
    agent_of_noun,
    article_case,
    compound_case,
    contracted_case,
    nominal_case,
    of_noun,
    posted,
)
from dragoman.assertions.event_relatives import (
    asked_infinitive,
    bare_participle,
    bracketed,
    clause_of_asking,
    clause_with_which,
    conjunct_of_main,
    gerund_of_clause,
    infinitive_of_opening,
    name_before_verb,
    nearest_antecedent,
    quoted_infinitive,
    relative_of_infinitive,
    relative_with_dont,
    relative_with_que,
    resumed_clause,
    verb_beyond_relative,
    verb_of_relative,
)
from dragoman.model.sentence import Sentence, Token


def _judged(sentence: Sentence, token: Token) -> list[Token]:
    """ "estime injustifiée la décision de X": what is judged is the object of the verb, not of the predicate."""
    predicate = sentence.governor(token)
    if predicate is None or token.dep != "obj" or predicate.dep != "xcomp" or predicate.index > token.index:
        return []
    if predicate.feats.get("VerbForm") not in (None, "Part") or any(True for _ in sentence.children(predicate, "aux")):
        return []
    return [replace(token, head=predicate.head)]


def _is_first(token: Token) -> bool:
    return not token.index


def _is_name(token: Token) -> bool:
    return token.chunk is not None


def _is_noun(token: Token) -> bool:
    return token.pos == "NOUN" or token.chunk is not None


def _is_adjective(token: Token) -> bool:
    return token.pos == "ADJ"


def _is_preposition(token: Token) -> bool:
    return token.pos == "ADP"


def _is_verb(token: Token) -> bool:
    return token.pos in ("VERB", "AUX")


def _is_word(token: Token) -> bool:
    return token.pos not in ("PUNCT", "DET")


def _is_doubtful(token: Token) -> bool:
    return token.pos in ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "INTJ") or token.dep.startswith("nsubj")


def _is_nominal(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN")


def _is_subject(token: Token) -> bool:
    return token.dep in ("nsubj", "nsubj:pass")


def _is_object(token: Token) -> bool:
    return token.dep == "obj"


def _is_joined(token: Token) -> bool:
    return token.dep == "conj"


def _is_complement(token: Token) -> bool:
    return token.dep == "nmod"


def _is_attribute(token: Token) -> bool:
    return token.dep in ("acl", "nmod", "amod")


# In this order, each with the tokens that it may have to do with: asking every rule of every token would take longer
# than all the rest of the work on a sentence.
RULES = (
    (_is_first, opening_participle),
    (_is_doubtful, mistaken_forms),
    (_is_verb, listed_subject),
    (_is_verb, gerund_of_clause),
    (_is_verb, clause_with_which),
    (_is_verb, conjunct_of_main),
    (_is_verb, participle_behind),
    (_is_subject, bracketed),
    (_is_verb, name_before_verb),
    (_is_verb, asked_infinitive),
    (_is_verb, clause_of_asking),
    (_is_verb, relative_with_que),
    (_is_verb, verb_beyond_relative),
    (_is_verb, verb_of_relative),
    (_is_verb, nearest_antecedent),
    (_is_verb, infinitive_of_opening),
    (_is_word, relative_of_infinitive),
    (_is_verb, relative_with_dont),
    (_is_verb, relative_with_qui),
    (_is_verb, behind_relative),
    (_is_verb, quoted_infinitive),
    (_is_verb, resumed_clause),
    (_is_attribute, bare_participle),
    (_is_attribute, counted),
    (_is_noun, name_behind),
    (_is_word, causative),
    (_is_verb, taking_part),
    (_is_verb, predicate),
    (_is_preposition, stray_case),
    (_is_word, target),
    (_is_noun, object_in_quotes),
    (_is_verb, listed_verb),
    (_is_adjective, adjective_before),
    (_is_adjective, neighbour_of_adjective),
    (_is_verb, described_subject),
    (_is_name, bare_subject),
    (_is_verb, own_subject),
    (_is_verb, behind_which),
    (_is_name, some_of_group),
    (_is_joined, stranded_object),
    (_is_complement, agent_of_participle),
    (_is_preposition, article_case),
    (_is_word, compound_case),
    (_is_nominal, nominal_case),
    (_is_nominal, behind_quotation),
    (_is_noun, contracted_case),
    (_is_verb, headline),
    (_is_subject, second_subject),
    (_is_complement, of_noun),
    (_is_nominal, posted),
    (_is_name, agent_of_active),
    (_is_object, _judged),
    (_is_joined, agent_of_noun),
    (_is_name, between),
    (_is_verb, shared_auxiliary),
    (_is_nominal, before_joining),
    (_is_joined, joined_infinitive),
    (_is_joined, joined_name),
    (_is_joined, joined_domain),
)
