"""Pronouns that the grammar of their own sentence settles: relatives behind prepositions, objects behind a clause."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from dragoman.assertions.discourse import PLURAL_ARTICLES
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import LONGEST_CLIMB, case_of
from dragoman.assertions.sharing import shared_with
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

RELATIVES = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})
# Relatives that hold their preposition.
CONTRACTED = {"auquel": "a", "auxquels": "a", "auxquelles": "a", "duquel": "de", "desquels": "de", "desquelles": "de"}
MANY = frozenset({"les", "leur"})
# Prepositions with which a name is a party and no place.
WITH = frozenset({"", "avec", "contre", "par", "envers", "aupres de"})
RIVALS = frozenset({"state", "organisation", "bloc"})
PARTIES = frozenset({"state", "organisation", "bloc", "body", "person", "armed_group", "military", "party", "company"})


def relative_case(sentence: Sentence, word: Token) -> str | None:
    """The preposition of a relative pronoun ("avec laquelle", "auquel"), None for any other word."""
    said = fold(word.text)
    if word.chunk is not None:
        return None
    return CONTRACTED.get(said) or ((case_of(sentence, word) or None) if said in RELATIVES else None)


def relative_antecedent(sentence: Sentence, word: Token) -> Token | None:
    """ "la Belgique, avec laquelle X a rompu": the name right before a relative pronoun and its preposition."""
    first = min([word.index, *(child.index for child in sentence.children(word, "case"))])
    before = sentence.tokens[first - 1] if first else None
    if before is not None and before.text == "," and before.index:
        before = sentence.tokens[before.index - 1]
    if before is None or before.chunk is None:
        return None
    if before.chunk.head.actor_kind == "place" and case_of(sentence, before) == "a" and before.index > 1:
        # "M. X à Tunis, auquel…": the one who is there, not the place.
        person = sentence.tokens[before.index - 2]
        if person.chunk is not None and person.chunk.head.actor_kind == "person":
            return person
    return before


def object_of_clause_before(sentence: Sentence, word: Token) -> Filler | None:
    """ "a rompu ses liens avec X, l'accusant de…", "a reçu Y et lui a remis…": the only party behind the verb before.

    `word` is an object pronoun. None where the clause has a subject of its own, or names several.
    """
    verb = sentence.governor(word)
    main = _verb_before(sentence, verb) if verb is not None else None
    if main is None:
        return None
    named = [t for t in sentence.tokens[main.index + 1 : word.index] if t.chunk is not None]
    parties = [t for t in named if _is_party(sentence, t)]
    if len(parties) != 1 or parties[0].chunk is None or sentence.is_quoted(word) != sentence.is_quoted(parties[0]):
        return None
    mentions = parties[0].chunk.mentions
    if _is_many(sentence, parties[0]) != (fold(word.text).strip("'") in MANY):
        return None
    return Filler(mentions, "reference", f"pronoun {word.text!r}: the only party named behind {main.text!r}")


def has_relative_subject(sentence: Sentence, verb: Token) -> bool:
    """Whether "qui" is the subject of a clause."""
    own = next(sentence.children(verb, "nsubj", "expl:subj"), None)
    return own is not None and own.chunk is None and fold(own.text) == "qui"


def party_around(
    sentence: Sentence, word: Token, mine: Collection[str | None], find: Callable[[Token], Filler | None]
) -> tuple[bool, Filler | None]:
    """ "X s'étonne que Y lui refuse un visa": the only party of the clauses around that of an object pronoun.

    `mine` are those whom its own subject means, `find` tells whom a name or pronoun means. The first part of the answer
    is whether any party stands there, so that nobody of an earlier sentence is meant; None where several do.
    """
    verb, inside = sentence.governor(word), {word.index}
    if verb is not None and verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Pres":
        # "…, en le qualifiant de menteur": one of its own sentence, and which the tree does not tell.
        return True, None
    for _ in range(LONGEST_CLIMB):
        above = sentence.governor(verb) if verb is not None else None
        if verb is None or above is None:
            return False, None
        inside |= {t.index for t in sentence.subtree(verb)}
        verb = above
        if verb.pos not in ("VERB", "AUX"):
            continue
        words = [t for t in sentence.children(verb, "nsubj", "obj", "iobj", "obl") if t.index not in inside]
        found: dict[tuple[str | None, ...], Filler] = {}
        for token in words:
            if token.index > word.index or not (_is_party(sentence, token) or token.dep.startswith("nsubj")):
                continue
            filler = find(token) if token.chunk is not None or token.pos == "PRON" else None
            ids = tuple(m.actor or m.country for m in filler.mentions) if filler is not None else ()
            if filler is not None and not set(ids) & set(mine):
                found[ids] = filler
        many = fold(word.text).strip("'") in MANY
        if found and not many and _has_rival(sentence, words, word, {i for ids in found for i in ids} | set(mine)):
            return True, None
        fitting = [filler for ids, filler in found.items() if (len(ids) > 1 or filler.mentions[0].together) == many]
        if found:
            one = fitting[0] if len(fitting) == 1 and len(found) == 1 else None
            reason = f"pronoun {word.text!r}: the only party of the clause around"
            return True, replace(one, filled_by="reference", reason=reason) if one is not None else None
    return False, None


def _has_rival(sentence: Sentence, words: Sequence[Token], pronoun: Token, known: Collection[str | None]) -> bool:
    """ "X a salué l'adhésion de Y, assurant que Z l'aiderait": Y, whose the object is, may be meant as well as X."""
    for token in words:
        if token.index > pronoun.index or token.dep.startswith("nsubj"):
            continue
        for below in sentence.children(token, "nmod"):
            owner = below.chunk is not None and below.index < pronoun.index and case_of(sentence, below) == "de"
            named = below.chunk.mentions if owner and below.chunk is not None else ()
            if any(m.actor_kind in RIVALS and (m.actor or m.country) not in known for m in named):
                return True
    return False


def _verb_before(sentence: Sentence, verb: Token) -> Token | None:
    """The verb of the clause before that shares its subject with this one."""
    infinitive = verb.feats.get("VerbForm") == "Inf" and verb.dep.startswith("advcl")
    if infinitive or (verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Pres"):
        token = verb
        for _ in range(LONGEST_CLIMB):
            governor = sentence.governor(token)
            if governor is None or governor.index > verb.index:
                return None
            token = governor
            if token.pos == "VERB" and token.chunk is None:
                return token
        return None
    own = next(sentence.children(verb, "nsubj"), None)
    if own is not None and own.pos == "PRON" and verb.dep == "conj":
        # "que X a reçu Y et qu'il l'a accusé"
        above = sentence.governor(verb)
        return above if above is not None and above.pos == "VERB" else None
    shared = shared_with(sentence, verb)
    if shared is not None or verb.dep != "conj":
        return shared
    above = sentence.governor(verb)
    while above is not None and above.pos == "NOUN":
        # "qui a reçu X et les a accusés": the tree may hang the verb on a noun.
        above = sentence.governor(above)
    return above if above is not None and above.pos == "VERB" and above.index < verb.index else None


def _is_many(sentence: Sentence, name: Token) -> bool:
    """Whether a name is one of several, or one with a plural article ("aux Européens")."""
    before = fold(sentence.tokens[name.index - 1].text) if name.index else ""
    plural = name.chunk is not None and (len(name.chunk.mentions) > 1 or name.chunk.head.together)
    return plural or before in PLURAL_ARTICLES


def _is_party(sentence: Sentence, name: Token) -> bool:
    kinds = {mention.actor_kind for mention in name.chunk.mentions} if name.chunk is not None else set()
    case = case_of(sentence, name)
    if case == "avec" and kinds == {"place"}:
        # A capital that one deals with.
        return True
    return bool(kinds) and kinds <= PARTIES and (case in WITH or (case == "a" and "state" not in kinds))
