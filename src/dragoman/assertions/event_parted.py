"""Verbs that the tree does not take for the head of their clause: participles, infinitives, verbs behind "et"."""

from dataclasses import replace

from dragoman.assertions.event_clitics import CONTRACTED
from dragoman.assertions.grammar import case_of, is_finite
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# What may stand between a subject and its verb.
GROUP = frozenset({"AUX", "PRON", "ADV"})
# How the tree hangs a participle that it takes for something else, and what stands between it and its object.
LOOSE = frozenset({"case", "amod", "acl", "nmod"})
MODIFIERS = frozenset({"DET", "NUM", "ADJ"})
# What opens a clause that has a subject of its own.
JOINING = frozenset({"et", "mais"})
# Relatives behind a preposition, and those that single some out of a group behind "parmi".
WHICH = frozenset({"laquelle", "lesquels", "lesquelles", *CONTRACTED})
AMONG = frozenset({"lesquels", "lesquelles"})
# How many verbs within each other quoted words hold.
LONGEST_CLIMB = 6
# What stands before a participle of result: a verb and its complement, and a comma.
FIRST = 2


def own_subject(sentence: Sentence, token: Token) -> list[Token]:
    """ "X a libéré un otage et Y a retiré ses forces": who stands right before a verb without subject does it."""
    if token.pos != "VERB" or not is_finite(sentence, token):
        return []
    if any(True for _ in sentence.children(token, "nsubj", "expl:subj")):
        return []
    first = token.index
    while first and sentence.tokens[first - 1].pos in GROUP:
        first -= 1
    name = sentence.tokens[first - 1] if first else token
    if name.chunk is None or case_of(sentence, name) or name.dep.startswith("nsubj") or name.index == token.head == 0:
        return []
    start = min([name.index, *(c.index for c in sentence.children(name, "det"))])
    before = sentence.tokens[start - 1] if start else token
    where = fold(before.text) == "ou" and before.pos != "CCONJ"
    if not where and (before.pos != "CCONJ" or fold(before.text) not in JOINING):
        return []
    above = sentence.governor(token)
    if where:
        noun = sentence.tokens[before.index - 1]
        moved = replace(token, head=noun.index, dep="acl:relcl") if noun.pos in ("NOUN", "PROPN") else token
    elif above is None or above.index > start:
        moved = token
    else:
        moved = replace(token, dep="conj")
    return [moved, replace(name, head=token.index, dep="nsubj")]


def behind_quotation(sentence: Sentence, token: Token) -> list[Token]:
    """ "a assuré que « A », à l'issue d'une rencontre avec X": what stands behind quoted words is not said in them."""
    verb = sentence.governor(token)
    if verb is None or verb.index > token.index or verb.pos != "VERB" or not case_of(sentence, token):
        return []
    if not sentence.quotations or not sentence.is_quoted(verb) or sentence.is_quoted(token):
        return []
    marks = [t for t in sentence.tokens[verb.index : token.index] if t.text == "," and not sentence.is_quoted(t)]
    for _ in range(LONGEST_CLIMB):
        verb = sentence.governor(verb) if marks and verb is not None else None
        if verb is None or verb.index > token.index:
            return []
        if verb.pos == "VERB" and not sentence.is_quoted(verb):
            return [replace(token, head=verb.index, dep="obl:mod")]
    return []


def stranded_object(sentence: Sentence, token: Token) -> list[Token]:
    """ "a frappé jeudi et vendredi des bases de X": a noun is the object behind times, and joined to no verb."""
    verb = sentence.governor(token)
    if token.dep != "conj" or token.pos != "NOUN" or verb is None or verb.pos != "VERB" or verb.index > token.index:
        return []
    if any(True for _ in sentence.children(verb, "obj")) or case_of(sentence, token):
        return []
    first = min([token.index, *(c.index for c in sentence.children(token, "det", "nummod"))])
    times = {time.start for time in sentence.times}
    between = sentence.tokens[verb.index + 1 : first]
    timed = any(t.start in times for t in between)
    known = all(t.start in times or t.pos in ("CCONJ", "ADV") for t in between)
    return [replace(token, dep="obj")] if timed and known else []


def causative(sentence: Sentence, token: Token) -> list[Token]:
    """ "a fait décoller ses avions": "faire" governs the infinitive, not the other way round."""
    head = sentence.governor(token)
    if token.lemma != "faire" or token.dep != "dep" or head is None or head.index != token.index + 1:
        return []
    above = token.index if head.head == head.index else head.head
    moved = [replace(c, head=token.index) for c in sentence.children(head) if c.index < token.index]
    return [
        replace(token, head=above, dep=head.dep),
        replace(head, head=token.index, dep="xcomp"),
        *moved,
    ]


def participle_behind(sentence: Sentence, token: Token) -> list[Token]:
    """ "a tiré sur un bateau, blessant deux hommes": what happened besides is no description of the boat."""
    head = sentence.governor(token)
    if not token.text.endswith("ant") or token.index < FIRST or sentence.tokens[token.index - 1].text != ",":
        return []
    if head is None or token.dep.partition(":")[0] not in LOOSE or any(True for _ in sentence.children(token, "obj")):
        return []
    verb = next((t for t in reversed(sentence.tokens[: token.index]) if t.pos == "VERB"), None)
    noun = next((t for t in sentence.tokens[token.index + 1 :] if t.pos not in MODIFIERS), None)
    if verb is None or noun is None or not is_finite(sentence, verb) or sentence.tokens[token.index - 2] is verb:
        return []
    if noun.pos != "NOUN" or noun.chunk is not None or noun.head > noun.index or head.chunk is not None:
        return []
    if case_of(sentence, noun) and token.dep != "case":
        return []
    feats = {**token.feats, "VerbForm": "Part", "Tense": "Pres"}
    return [
        replace(token, head=verb.index, dep="advcl", pos="VERB", feats=feats),
        replace(noun, head=token.index, dep="obj"),
    ]


def behind_which(sentence: Sentence, token: Token) -> list[Token]:
    """ "le sommet, auquel ont assisté X et Y": who stands behind the verb of such a relative does it."""
    if token.pos != "VERB":
        return []
    which = next((c for c in sentence.children(token, "nsubj", "obl", "obj", "iobj") if fold(c.text) in WHICH), None)
    if which is None or (fold(which.text) not in CONTRACTED and not case_of(sentence, which)):
        return []
    if any(child.index != which.index for child in sentence.children(token, "nsubj", "expl:subj")):
        return []
    behind = [c for c in sentence.children(token, "obj") if c.index > token.index and not case_of(sentence, c)]
    if len(behind) != 1:
        return []
    return [replace(which, dep="obl:arg"), replace(behind[0], dep="nsubj")]


def some_of_group(sentence: Sentence, token: Token) -> list[Token]:
    """ "Plusieurs pays, dont X, ont condamné…": of a group without a name those do it who are named of it."""
    start = min([token.index, *(child.index for child in sentence.children(token, "det"))])
    tokens = sentence.tokens
    opener = start - 1 if start and fold(tokens[start - 1].text) == "dont" else start - 2
    if opener < FIRST or (opener == start - 2 and fold(tokens[start - 1].text) not in AMONG):
        return []
    noun = tokens[opener - 2]
    closed = token.index + 1 < len(tokens) and tokens[token.index + 1].text == ","
    if tokens[opener - 1].text != "," or not closed or noun.chunk is not None or noun.pos != "NOUN":
        return []
    verb = next((t for t in tokens[token.index + 2 :] if t.pos not in GROUP), None)
    if verb is None or verb.pos != "VERB" or not is_finite(sentence, verb):
        return []
    own = {child.index for child in sentence.children(verb, "nsubj", "expl:subj")}
    if own - {noun.index, token.index}:
        return []
    moved = [replace(token, head=verb.index, dep="nsubj"), replace(noun, head=token.index, dep="appos")]
    if verb.head == noun.index:
        # The tree takes the noun for the head of all.
        root = noun.head == noun.index
        moved.append(replace(verb, head=verb.index if root else noun.head, dep=noun.dep))
    return moved


def behind_relative(sentence: Sentence, token: Token) -> list[Token]:
    """ "X, qui préside le bloc en remplacement de Y, accueillera…": a finite verb that the tree hangs on Y is X's."""
    if token.dep != "acl" or token.pos != "VERB" or not is_finite(sentence, token):
        return []
    if any(True for _ in sentence.children(token, "nsubj", "expl:subj", "mark")):
        return []
    root = next((t for t in sentence.tokens[: token.index] if t.head == t.index), None)
    if root is None or (root.pos not in ("NOUN", "PROPN") and root.chunk is None):
        return []
    opened = [t.text for t in sentence.tokens[root.index + 1 : root.index + 3]]
    first = token.index
    while first and sentence.tokens[first - 1].pos in GROUP:
        first -= 1
    closing = sentence.tokens[first - 1]
    if opened[:1] != [","] or fold(opened[-1]) != "qui" or not (closing.text == "," or closing.chunk is not None):
        return []
    return [replace(token, head=token.index, dep="ROOT"), replace(root, head=token.index, dep="nsubj")]


def relative_with_qui(sentence: Sentence, token: Token) -> list[Token]:
    """ "a salué le soutien de X, qui exerçait…": what "qui" opens behind a name is no clause of the verb."""
    if token.dep.partition(":")[0] not in ("ccomp", "advcl", "xcomp"):
        return []
    qui = next((c for c in sentence.children(token, "nsubj") if c.chunk is None and fold(c.text) == "qui"), None)
    if qui is None or qui.index < FIRST or sentence.tokens[qui.index - 1].text != ",":
        return []
    noun = sentence.tokens[qui.index - 2]
    return [replace(token, head=noun.index, dep="acl:relcl")] if noun.chunk is not None else []
