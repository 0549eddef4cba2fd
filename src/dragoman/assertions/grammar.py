"""What the words of a sentence say about each other: lemmas, prepositions, passive and reflexive verbs."""

from collections.abc import Iterator
from itertools import pairwise

from dragoman.model.names import fold, fold_word
from dragoman.model.sentence import Sentence, Token

# How far up a tree a reading climbs.
LONGEST_CLIMB = 12
# The longest verb group before its verb ("nous nous sommes récemment"), in words.
LONGEST_GROUP = 4
CONTRACTIONS = {"au": "a", "aux": "a", "du": "de", "des": "de", "d'": "de", "entrer": "entre"}


def lemma(token: Token) -> str:
    """The folded lemma of a token."""
    return fold_word(token.lemma)


def auxiliaries(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The auxiliaries and copulas of a verb; those of the participle before for one that shares them.

    "a rappelé X et expulsé Y": both are in the active past. One that agrees with a noun shares no "avoir".
    """
    own = tuple(sentence.children(verb, "aux", "cop"))
    if own or verb.dep.partition(":")[0] != "conj":
        return own
    before = sentence.governor(verb)
    if before is not None and verb.feats.get("VerbForm") == before.feats.get("VerbForm") == "Inf":
        # "va rappeler X et expulser Y"
        return tuple(sentence.children(before, "aux"))
    if before is None or not _is_past_participle(verb) or not _is_past_participle(before):
        return ()
    shared = tuple(part for part in auxiliaries(sentence, before) if part.dep.startswith("aux"))
    passive = any(part.dep == "aux:pass" for part in shared)
    agrees = verb.feats.get("Number") == "Plur" or verb.feats.get("Gender") == "Fem"
    return () if agrees and not passive else shared


def _is_past_participle(verb: Token) -> bool:
    return verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past"


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb form is passive: an auxiliary or subject says so, or it is a bare participle on a noun."""
    if verb.index not in sentence.passives:
        # Asked anew for every frame of a verb.
        sentence.passives[verb.index] = _is_passive(sentence, verb)
    return sentence.passives[verb.index]


def _is_passive(sentence: Sentence, verb: Token) -> bool:
    parts = auxiliaries(sentence, verb)
    own = list(sentence.children(verb, "aux"))
    if any(lemma(part) == "avoir" for part in own) and not any(part.dep == "aux:pass" for part in own):
        # "ont indiqué" is active, whatever the tree says of the subject.
        return False
    if _is_doubled(sentence, verb):
        return False
    if any(part.dep == "aux:pass" for part in (*sentence.children(verb), *parts)):
        return True
    if any(child.dep == "nsubj:pass" for child in sentence.children(verb)):
        return True
    bare = _is_past_participle(verb) and not parts
    return bare and verb.dep.partition(":")[0] in ("acl", "amod", "advcl", "obl", "xcomp", "ROOT", "conj", "appos")


def is_reflexive(sentence: Sentence, verb: Token) -> bool:
    """Whether a reflexive pronoun stands with the verb ("se retire", "je viens de m'entretenir")."""
    if verb.index not in sentence.reflexives:
        # Asked by every stage of a verb.
        sentence.reflexives[verb.index] = _is_reflexive(sentence, verb)
    return sentence.reflexives[verb.index]


def _is_reflexive(sentence: Sentence, verb: Token) -> bool:
    clitics = {fold(child.text).strip("'") for child in sentence.children(verb, "expl", "obj", "iobj", "obl")}
    if clitics & {"se", "s"}:
        return True
    if _is_doubled(sentence, verb):
        return True
    if not clitics & {"me", "m"}:
        return False
    return any(fold(token.text).strip("'") in ("je", "j") for token in sentence.tokens[: verb.index])


def _is_doubled(sentence: Sentence, verb: Token) -> bool:
    """ "nous nous sommes réunis", "vous vous êtes rendu": the subject and the reflexive pronoun look alike."""
    near = sentence.tokens[max(0, verb.index - LONGEST_GROUP) : verb.index]
    said = [token.text.lower() for token in near if token.pos == "PRON"]
    return any(first == second and first in ("nous", "vous") for first, second in pairwise(said))


def coordinated(sentence: Sentence, token: Token) -> Iterator[Token]:
    """What is coordinated with a noun or name; "X, chargé de A et de B," joins nothing with a preposition to X."""
    own = case_of(sentence, token)
    for child in sentence.children(token, "conj"):
        if own or child.pos in ("VERB", "AUX") or not case_of(sentence, child):
            yield child


def case_of(sentence: Sentence, token: Token) -> str:
    """The preposition of a noun as one folded string ("au sein de"), "" without one."""
    if token.index not in sentence.cases:
        sentence.cases[token.index] = _case_of(sentence, token)
    return sentence.cases[token.index]


def _case_of(sentence: Sentence, token: Token) -> str:
    words = list(sentence.children(token, "case"))
    if not words:
        # "sortie des Nouvelles routes": the contraction is taken for an article.
        articles = [fold(child.text) for child in sentence.children(token, "det")]
        return "de" if articles[:1] in (["des"], ["du"]) and token.dep.startswith(("obl", "nmod")) else ""
    parts = []
    for word in words:
        parts.append(CONTRACTIONS.get(lemma(word), lemma(word)))
        parts += [CONTRACTIONS.get(lemma(sub), lemma(sub)) for sub in sentence.children(word, "fixed")]
    return " ".join(parts)


def is_relative(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause that the tree calls an object stands behind a name, a comma and "que": it tells of that name.

    "reste dans l'Union, qu'elle a rejointe"
    """
    if verb.dep != "ccomp":
        return False
    for mark in sentence.children(verb, "mark", "obj"):
        if fold(mark.text).strip("'") in ("que", "qu") and mark.index > 1:
            comma, name = sentence.tokens[mark.index - 1], sentence.tokens[mark.index - 2]
            return comma.text == "," and name.chunk is not None
    return False


def is_compound(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is in a compound past ("a pu")."""
    return verb.feats.get("VerbForm") == "Part" and any(
        part.feats.get("Mood") == "Ind" for part in sentence.children(verb, "aux")
    )


def is_told(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is in the active perfect or pluperfect of the indicative ("a reçu", "avait reçu")."""
    tenses = (part.feats.get("Tense") for part in sentence.children(verb, "aux") if part.feats.get("Mood") == "Ind")
    active = verb.feats.get("VerbForm") == "Part" and not is_passive(sentence, verb)
    return active and any(tense in ("Pres", "Imp") for tense in tenses)


def is_past(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause is in a past tense."""
    parts = [verb, *sentence.children(verb, "aux", "cop")]
    finite = [part for part in parts if part.feats.get("VerbForm") == "Fin"]
    compound = verb.feats.get("VerbForm") == "Part" and len(finite) >= 1
    return compound or any(part.feats.get("Tense") in ("Past", "Imp") for part in finite)


def is_bare_participle(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is a past participle without auxiliary ("A et B, réunis au sein de…")."""
    if verb.feats.get("VerbForm") != "Part" or verb.feats.get("Tense") == "Pres":
        return False
    before = sentence.tokens[verb.index - 1] if verb.index else None
    alone = not any(True for _ in sentence.children(verb, "aux", "cop"))
    return alone and (before is None or before.pos != "AUX")


def is_finite(sentence: Sentence, token: Token) -> bool:
    """Whether a verb or predicate is finite, or has a finite auxiliary or copula of its own."""
    parts = (token, *sentence.children(token, "aux", "cop"))
    return any(part.feats.get("VerbForm") == "Fin" for part in parts)


def is_told_of_past(sentence: Sentence, verb: Token) -> bool:
    """ "a annoncé que X serait suspendu": behind a past a conditional passive is to come, not hearsay."""
    above = sentence.governor(verb)
    while above is not None and above.feats.get("VerbForm") == "Inf" and above.dep == "xcomp":
        # "a fait savoir que…"
        above = sentence.governor(above)
    parts = (above, *auxiliaries(sentence, above)) if above is not None and verb.dep == "ccomp" else ()
    return any(part.feats.get("Tense") in ("Past", "Imp") for part in parts)


def asks(sentence: Sentence, trigger: Token) -> str | None:
    """Whether an infinitive is what is asked for oneself ("own": "a demandé à rejoindre") or of "another" state."""
    governor = sentence.governor(trigger)
    if governor is None or lemma(governor) not in ("demander", "solliciter") or trigger.feats.get("VerbForm") != "Inf":
        return None
    named = (child for child in sentence.children(governor, "obl", "iobj") if case_of(sentence, child) == "a")
    others = any(child.chunk is not None and child.chunk.head.actor_kind == "state" for child in named)
    return "another" if others else "own"
