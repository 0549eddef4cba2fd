"""Verbs that share an auxiliary and a subject: "a rappelé son ambassadeur et expulsé deux diplomates".

The tree takes the second participle for one on the noun before ("son ambassadeur … expulsé").
"""

from dataclasses import replace

from dragoman.assertions.grammar import case_of, is_passive
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

JOINING = frozenset({"et", "puis", "ou", "mais", "ensuite"})
# What may open the object or complement of an active participle; "par" and "de" go with a passive one too.
OPENING = frozenset(
    {
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "ce",
        "cet",
        "cette",
        "ces",
        "que",
    }
)
STOPS = frozenset({",", ";", ":", "«", "»", '"', "“", "”", "(", ")", "–", "—"})
ENDINGS = (",", ";", ":", "(", "–", "—", "et")


def joined_domain(sentence: Sentence, token: Token) -> list[Token]:
    """ "les ministres de la Défense et des Affaires étrangères": what has "de" is joined to what has it too."""
    head = sentence.governor(token)
    if token.dep != "conj" or head is None or head.pos != "NOUN" or token.pos != "NOUN" or token.chunk is not None:
        return []
    if case_of(sentence, token) != "de" or case_of(sentence, head) == "de":
        return []
    before = [c for c in sentence.children(head, "nmod") if head.index < c.index < token.index]
    if not before or before[-1].chunk is not None or case_of(sentence, before[-1]) != "de":
        return []
    return [replace(token, head=before[-1].index)]


def joined_name(sentence: Sentence, token: Token) -> list[Token]:
    """ "entre X et Y", "les armées russe et chinoise": what follows "et" is joined to the like right before it."""
    head = sentence.governor(token)
    if token.dep != "conj" or head is None or head.index >= token.index:
        return []
    link = next((c for c in sentence.children(token, "cc") if fold(c.text) == "et"), None)
    if link is None or not link.index:
        return []
    before = sentence.tokens[link.index - 1]
    if before.index == head.index or before.dep.partition(":")[0] not in ("nmod", "amod", "obl", "obj"):
        return []
    adjectives = token.pos == before.pos == "ADJ" and head.pos == "NOUN" and token.chunk is None
    names = token.chunk is not None and before.chunk is not None and head.chunk is None and not case_of(sentence, token)
    return [replace(token, head=before.index)] if adjectives or names else []


def before_joining(sentence: Sentence, token: Token) -> list[Token]:
    """ "a rejeté les faits et a dit…", "l'attaque menée contre X et exprimé…": "et" parts them from the verb behind.

    A noun that the tree hangs on the verb behind the conjunction belongs to the verb or participle before.
    """
    verb = sentence.governor(token)
    if verb is None or verb.pos != "VERB" or verb.index < token.index:
        return []
    link = next((c for c in sentence.children(verb, "cc") if token.index < c.index < verb.index), None)
    if link is None or any(t.pos in ("VERB", "AUX") for t in sentence.tokens[token.index : link.index]):
        return []
    before = next((t for t in reversed(sentence.tokens[: token.index]) if t.pos in ("VERB", "AUX")), None)
    if before is None or before.pos == "AUX" or before.dep == "acl:relcl":
        return []
    if any(t.text in STOPS for t in sentence.tokens[before.index : token.index]):
        return []
    joined = [replace(verb, dep="conj")] if verb.head == before.index and verb.dep == "advcl" else []
    if case_of(sentence, token):
        return [replace(token, head=before.index, dep="obl:arg"), *joined]
    if any(True for _ in sentence.children(before, "obj")):
        return []
    return [replace(token, head=before.index, dep="obj"), *joined]


def shared_auxiliary(sentence: Sentence, token: Token) -> list[Token]:
    """The tokens to replace where a participle shares the auxiliary of the verb before."""
    if token.pos != "VERB" or token.chunk is not None or not _is_masculine_participle(token):
        return []
    if any(True for _ in sentence.children(token, "aux", "cop", "nsubj")) or not _is_joined(sentence, token):
        return []
    first = _verb_before(sentence, token)
    if first is None or not _has_object_behind(sentence, token):
        return []
    moved = [replace(token, head=first.index, dep="conj")]
    if first.head == token.index:
        moved.append(replace(first, head=first.index if token.head == token.index else token.head, dep=token.dep))
    return [*moved, *_freed(sentence, token)]


def joined_infinitive(sentence: Sentence, token: Token) -> list[Token]:
    """ "va rappeler X et expulser Y": an infinitive is coordinated with an infinitive, not with the verb above."""
    verb = sentence.governor(token)
    if verb is None or token.dep != "conj" or token.feats.get("VerbForm") != "Inf" or verb.index > token.index:
        return []
    if verb.feats.get("VerbForm") == "Inf":
        return []
    first = [c for c in sentence.children(verb, "xcomp") if c.index < token.index and c.pos == "VERB"]
    return [replace(token, head=first[-1].index)] if first and first[-1].feats.get("VerbForm") == "Inf" else []


def _is_masculine_participle(token: Token) -> bool:
    """Behind "avoir" a participle with its object behind it agrees with nothing."""
    past = token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Past"
    return past and token.feats.get("Gender") != "Fem" and not token.text.endswith(("és", "ée", "ées"))


def _is_joined(sentence: Sentence, token: Token) -> bool:
    """Whether a conjunction or comma stands before a participle, adverbs between them aside."""
    for before in reversed(sentence.tokens[max(0, token.index - 3) : token.index]):
        if before.text == "," or fold(before.text) in JOINING:
            return True
        if before.pos != "ADV":
            return False
    return False


def _verb_before(sentence: Sentence, token: Token) -> Token | None:
    """The active participle before, if no other verb with a form of its own stands between."""
    for before in reversed(sentence.tokens[: token.index]):
        if before.pos not in ("VERB", "AUX"):
            continue
        if before.pos == "AUX" or before.feats.get("VerbForm") == "Fin":
            return None
        auxiliaries = list(sentence.children(before, "aux"))
        parts = [child.lemma for child in auxiliaries]
        if auxiliaries and all(child.feats.get("VerbForm") == "Part" for child in auxiliaries):
            # "a condamné les heurts ayant opposé X à Y et exhorté…"
            continue
        if parts:
            return before if "avoir" in parts and not is_passive(sentence, before) else None
        if before.dep == "conj" and _is_masculine_participle(before):
            first = sentence.governor(before)
            if first is not None and any(c.lemma == "avoir" for c in sentence.children(first, "aux")):
                return None if is_passive(sentence, first) else first
    return None


def _has_object_behind(sentence: Sentence, token: Token) -> bool:
    behind = sentence.tokens[token.index + 1 : token.index + 3]
    if not behind:
        return False
    word = behind[0]
    bare = word.chunk is not None and not case_of(sentence, word)
    # "toutes les parties"
    whole = word.pos == "ADJ" and behind[-1].pos == "DET"
    return bare or whole or fold(word.text).strip("'") in OPENING or word.pos in ("NUM", "DET")


def _freed(sentence: Sentence, verb: Token) -> list[Token]:
    """What stands behind the participle and hangs on words before it hangs on the participle."""
    moved: list[Token] = []
    has_object = any(True for _ in sentence.children(verb, "obj"))
    for word in sentence.tokens[verb.index + 1 :]:
        if word.pos == "VERB" and word.feats.get("VerbForm") == "Inf" and word.head < verb.index and moved:
            # "et exhorté X à reconnaître Y"
            moved.append(replace(word, head=verb.index, dep="xcomp"))
        if word.text in ENDINGS or word.pos == "VERB":
            break
        if word.head >= verb.index or word.pos in ("PUNCT", "CCONJ", "DET"):
            continue
        if word.pos not in ("NOUN", "PROPN", "PRON") and word.chunk is None:
            continue
        if case_of(sentence, word):
            moved.append(replace(word, head=verb.index, dep="obl:arg"))
        elif not has_object:
            has_object = True
            moved.append(replace(word, head=verb.index, dep="obj"))
    return moved
