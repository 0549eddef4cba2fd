"""The clauses of a sentence mended for events: subjects and predicates that the tree has put elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.assertions.grammar import case_of, is_finite
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

LONGEST_CLIMB = 6
FARTHEST_COLON = 9
# Prepositions of time.
TEMPORAL = frozenset({"apres", "avant", "depuis", "des", "pendant", "malgre"})
# What somebody is who is attacked.
TARGETS = frozenset({"cible", "cibles", "victime", "victimes", "objet", "proie"})
# Shorter words behind a noun are relatives and pronouns.
SHORTEST_ADJECTIVE = 5
# The features of the auxiliary of a perfect, where the tree takes it for a name.
PERFECT = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres", "Number": "Plur"}


def bare_subject(sentence: Sentence, token: Token) -> list[Token]:
    """ "Washington et Moscou se sont parlé": a name at the head of a clause that has no subject is its subject."""
    if token.chunk is None or token.dep.partition(":")[0] not in ("dep", "obl", "nmod", "advmod", "dislocated"):
        return []
    verb = sentence.governor(token)
    if verb is None or verb.pos != "VERB" or not is_finite(sentence, verb) or case_of(sentence, token):
        return []
    if token.index > 1 or any(True for _ in sentence.children(verb, "nsubj", "expl:subj")):
        return []
    if any(t.text == "," for t in sentence.tokens[token.index : verb.index]):
        return []
    return [replace(token, dep="nsubj")]


def between(sentence: Sentence, token: Token) -> list[Token]:
    """ "a évoqué la rencontre de Rome entre X et Y": what stands with "entre" belongs to the noun before."""
    head = sentence.governor(token)
    if token.chunk is None or head is None or head.pos != "VERB" or case_of(sentence, token) != "entre":
        return []
    times = {time.start for time in sentence.times}
    for before in reversed(sentence.tokens[head.index + 1 : token.index]):
        if before.pos == "NOUN" and before.chunk is None:
            return [replace(token, head=before.index, dep="nmod")]
        if before.chunk is None and before.start not in times and before.pos not in ("ADP", "DET", "ADJ", "PROPN"):
            break
    return []


def headline(sentence: Sentence, token: Token) -> list[Token]:
    """ "Bruxelles : X et Y se sont parlé": the subject stands behind the colon, not before it."""
    if token.pos != "VERB" or token.feats.get("VerbForm") == "Inf":
        return []
    colon = next((t for t in sentence.tokens[:FARTHEST_COLON] if t.text == ":"), None)
    if colon is None or colon.index > token.index or any(t.pos == "VERB" for t in sentence.tokens[: colon.index]):
        return []
    subjects = list(sentence.children(token, "nsubj"))
    subject = subjects[0] if subjects else None
    if subject is not None and subjects[-1].index > colon.index:
        # "X : la Chine a offert…": who says it stands before the colon.
        return [replace(early, dep="dep") for early in subjects if early.index < colon.index]
    for word in sentence.tokens[colon.index + 1 : token.index]:
        if (word.chunk is not None or word.pos in ("NOUN", "PROPN")) and not case_of(sentence, word):
            if subject is None and word.dep.partition(":")[0] not in ("nmod", "appos", "ROOT", "dep"):
                return []
            dep = "nsubj:pass" if subject is not None and subject.dep == "nsubj:pass" else "nsubj"
            freed = [replace(subject, dep="dep")] if subject is not None else []
            return [*freed, replace(word, head=token.index, dep=dep)]
    return []


def target(sentence: Sentence, token: Token) -> list[Token]:
    """ "X a été la cible de frappes": the verb is "être", what X was is its complement, and so is of what."""
    if token.chunk is not None or fold(token.text) not in TARGETS:
        return []
    verb = next(sentence.children(token, "cop"), None)
    if verb is None:
        return []
    head, dep = (verb.index, "ROOT") if token.head == token.index else (token.head, token.dep)
    moved = []
    for child in sentence.children(token):
        relation = child.dep.partition(":")[0]
        if child.index != verb.index and child.dep != "det":
            new = "nsubj" if relation == "nsubj" else "obl:arg" if relation in ("nmod", "obl") else child.dep
            moved.append(replace(child, head=verb.index, dep=new))
    return [replace(verb, head=head, dep=dep), replace(token, head=verb.index, dep="xcomp"), *moved]


def stray_case(sentence: Sentence, token: Token) -> list[Token]:
    """ "…, peu après le début de la guerre": a preposition that hangs on nothing is of the noun behind."""
    if token.pos != "ADP" or fold(token.text) not in TEMPORAL or token.dep in ("case", "mark", "fixed"):
        return []
    noun = next((t for t in sentence.tokens[token.index + 1 :] if t.pos not in ("DET", "ADJ", "NUM")), None)
    if noun is None or noun.pos not in ("NOUN", "PROPN") or case_of(sentence, noun):
        return []
    verb = next((t for t in reversed(sentence.tokens[: token.index]) if t.pos == "VERB"), None)
    if verb is None or noun.dep.startswith("nsubj"):
        return []
    freed = [replace(c, head=noun.index) for c in sentence.children(token) if c.index != noun.index and c.pos == "ADV"]
    return [replace(token, head=noun.index, dep="case"), replace(noun, head=verb.index, dep="obl:mod"), *freed]


def second_subject(sentence: Sentence, token: Token) -> list[Token]:
    """ "que X recevra vendredi Y": what stands behind a verb that has its subject before it is the object."""
    verb = sentence.governor(token)
    if token.dep != "nsubj" or verb is None or verb.pos != "VERB" or token.index < verb.index:
        return []
    before = [s for s in sentence.children(verb, "nsubj") if s.index < verb.index and s.pos != "PRON"]
    if not before or case_of(sentence, token) or any(True for _ in sentence.children(verb, "obj")):
        return []
    if any(t.text == "," for t in sentence.tokens[verb.index : token.index]):
        return []
    return [replace(token, dep="obj")]


def described_subject(sentence: Sentence, token: Token) -> list[Token]:
    """ "Les gendarmes kirghizes ont tiré": the adjective of the subject is no subject of a relative clause."""
    noun = sentence.governor(token)
    if token.pos != "VERB" or not token.dep.startswith("acl") or noun is None or noun.pos != "NOUN":
        return []
    subject = next(sentence.children(token, "nsubj"), None)
    if subject is None or subject.index != noun.index + 1 or subject.chunk is not None or not subject.text.islower():
        return []
    if len(subject.text) < SHORTEST_ADJECTIVE or not is_finite(sentence, token):
        return []
    head, dep = (token.index, "ROOT") if noun.head == noun.index else (noun.head, noun.dep)
    return [
        replace(token, head=head, dep=dep),
        replace(noun, head=token.index, dep=subject.dep),
        replace(subject, head=noun.index, dep="amod", pos="ADJ"),
    ]


def predicate(sentence: Sentence, token: Token) -> list[Token]:
    """ "Le déploiement de soldats a surpris X", "Ce sommet réunit X": a finite verb is no participle on its subject."""
    noun = sentence.governor(token)
    if token.dep != "acl" or token.pos != "VERB" or noun is None or noun.index > token.index or noun.pos != "NOUN":
        return []
    if (
        not is_finite(sentence, token)
        or any(True for _ in sentence.children(token, "nsubj", "mark"))
        or noun.head != noun.index
    ):
        return []
    return [replace(token, head=token.index, dep="ROOT"), replace(noun, head=token.index, dep="nsubj")]


def opening_participle(sentence: Sentence, token: Token) -> list[Token]:
    """ "Réunis à Doha, les ministres ont signé…": a participle taken for the subject, and the subject behind it."""
    verb = sentence.governor(token)
    if token.index or token.chunk is not None:
        return []
    if verb is None:
        return _opening_root(sentence, token)
    if not token.dep.startswith("nsubj"):
        return []
    if re.search(r"(?:é|ée|és|ées|i|is|ie|ies)\Z", token.text) is None or not is_finite(sentence, verb):
        return []
    comma = next((t.index for t in sentence.tokens[: verb.index] if t.text == ","), None)
    if comma is None or sentence.tokens[1].pos not in ("ADP", "ADV"):
        return []
    for word in sentence.tokens[comma + 1 : verb.index]:
        if (word.chunk is not None or word.pos in ("NOUN", "PROPN")) and not case_of(sentence, word):
            lemma = re.sub(r"(?:i|is|ies|ie)\Z", "ir", re.sub(r"(?:é|ée|és|ées)\Z", "er", token.text.lower()))
            feats = {"VerbForm": "Part", "Tense": "Past"}
            return [
                replace(token, pos="VERB", lemma=lemma, feats=feats, head=verb.index, dep="advcl"),
                replace(word, head=verb.index, dep=token.dep),
            ]
    return []


def _opening_root(sentence: Sentence, token: Token) -> list[Token]:
    """ "Réunis mercredi à Luanda, X et Y ont trouvé…": the clause behind is the main one."""
    if not re.search(r"(?:és|ées|is|ies)\Z", token.text) or token.pos == "VERB":
        return []
    for verb in sentence.children(token, "parataxis", "ccomp", "conj", "appos", "acl"):
        subject = next(sentence.children(verb, "nsubj"), None)
        if verb.pos != "VERB" or subject is None or not is_finite(sentence, verb):
            continue
        if any(t.text == "," for t in sentence.tokens[token.index : subject.index]):
            lemma = re.sub(r"(?:is|ies)\Z", "ir", re.sub(r"(?:és|ées)\Z", "er", token.text.lower()))
            feats = {"VerbForm": "Part", "Tense": "Past"}
            return [
                replace(token, pos="VERB", lemma=lemma, feats=feats, head=verb.index, dep="advcl"),
                replace(verb, head=verb.index, dep="ROOT"),
            ]
    return []


def agent_of_participle(sentence: Sentence, token: Token) -> list[Token]:
    """ "les avions promis à X par Y": the agent hangs on the participle, not on its noun."""
    noun = sentence.governor(token)
    if token.dep != "nmod" or noun is None or noun.pos != "NOUN" or case_of(sentence, token) != "par":
        return []
    for verb in sentence.children(noun, "acl"):
        past = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past"
        taken = any(case_of(sentence, c) == "par" for c in sentence.children(verb, "obl"))
        if past and not taken and verb.index < token.index:
            return [replace(token, head=verb.index, dep="obl:agent")]
    return []


def taking_part(sentence: Sentence, token: Token) -> list[Token]:
    """ "Y ont pris part X, Y ainsi que Z", "Outre X, ont assisté…": those behind the verb are its subjects."""
    before = sentence.tokens[token.index - 1] if token.index else None
    if before is None or fold(before.text) != "ont" or token.feats.get("VerbForm") != "Part":
        return []
    if not _opens_inverted(sentence.tokens[: before.index]):
        return []
    behind = sentence.tokens[token.index + 1 :]
    named = [t for t in behind if t.chunk is not None and case_of(sentence, t) in ("", "ainsi que")]
    if not named or any(t.pos in ("VERB", "AUX") for t in behind[: named[0].index - token.index - 1]):
        return []
    mentions = tuple(m for t in named for m in (t.chunk.mentions if t.chunk is not None else ()))
    chunk = replace(named[0].chunk, mentions=mentions, plural=len(mentions) > 1) if named[0].chunk is not None else None
    head = token.index if token.head == before.index and before.head == before.index else token.head
    dep = "ROOT" if head == token.index else token.dep
    early = [t for t in sentence.tokens[: before.index] if t.head == token.index and t.dep.startswith("nsubj")]
    return [
        replace(token, head=head, dep=dep, pos="VERB"),
        replace(before, head=token.index, dep="aux:tense", pos="AUX", lemma="avoir", feats=PERFECT),
        *(replace(word, dep="obl:arg") for word in early),
        *(replace(t, head=token.index) for t in sentence.children(before) if t.index != token.index),
        replace(named[0], head=token.index, dep="nsubj", chunk=chunk),
    ]


def _opens_inverted(opening: Sequence[Token]) -> bool:
    """Whether what stands before "ont" can hold no subject: nothing, "y", or one complement and its comma."""
    if not opening:
        return True
    if len(opening) == 1:
        return fold(opening[0].text) == "y"
    commas = [t.index for t in opening if t.text == ","]
    alone = opening[0].pos == "ADP" and not any(t.pos in ("VERB", "AUX") for t in opening)
    return alone and commas == [opening[-1].index]


def subject_behind(sentence: Sentence, verb: Token) -> Token | None:
    """ "Reçue par X, Y a quitté…": an opening clause without subject shares that of the clause behind it."""
    parts = (verb, *sentence.children(verb, "aux", "cop"))
    tokens = sentence.tokens
    if any(part.feats.get("VerbForm") == "Fin" for part in parts):
        return None
    if any(t.feats.get("VerbForm") == "Fin" for t in tokens[: verb.index]):
        return None
    for token in tokens[verb.index + 1 :]:
        if token.dep.startswith("nsubj") and tokens[token.head].pos in ("VERB", "AUX", "ADJ"):
            return token if any(t.text == "," for t in tokens[verb.index : token.index]) else None
    return None
