"""Word forms mended for events: verbs taken for nouns, presents for participles, actives for passives."""

import re
from dataclasses import replace

from dragoman.assertions.event_clitics import CONTRACTED
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

ACTIVE = {"nsubj:pass": "nsubj", "aux:pass": "aux:tense"}
NEW = frozenset({"nouvelle", "nouvelles", "nouveau", "nouveaux", "nouvel"})
PRESENT = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres"}


def mistaken_forms(sentence: Sentence, token: Token) -> list[Token]:
    """Mistaken forms: "accusant" as an infinitive, "avoir" as a passive, "Nouvelle frappe" as a verb."""
    if _is_visit(sentence, token):
        # "en visite à X"
        before = sentence.tokens[token.index - 1]
        return [
            replace(token, pos="NOUN", lemma=token.text.lower(), feats={}),
            replace(before, head=token.index, dep="case", pos="ADP"),
        ]
    if token.feats.get("VerbForm") == "Inf" and token.text.endswith("ant"):
        return [replace(token, feats={**token.feats, "VerbForm": "Part", "Tense": "Pres"})]
    if token.feats.get("Mood") == "Cnd" and token.lemma.endswith("rer") and token.text in _imperfects(token.lemma):
        # "qu'il rencontrait": the "r" is of the stem.
        return [replace(token, feats={**token.feats, "Mood": "Ind", "Tense": "Imp"})]
    if _is_present(sentence, token):
        return [replace(token, feats=PRESENT)]
    if _is_no_participle(token) and not any(True for _ in sentence.children(token, "aux", "cop")):
        return [replace(token, feats=PRESENT)]
    if token.pos == "ADJ" and token.lemma == "pris":
        # "une mesure prise par X"
        return [replace(token, pos="VERB", lemma="prendre", feats={**token.feats, "VerbForm": "Part", "Tense": "Past"})]
    if token.dep == "flat:name" and token.lemma == "être" and sentence.tokens[token.head].chunk is not None:
        # "M. X est, lui, arrivé à Y": the auxiliary is taken for a part of the name.
        verb = sentence.governor(sentence.tokens[token.head])
        if verb is not None and verb.index > token.index and verb.feats.get("VerbForm") == "Part":
            return [replace(token, head=verb.index, dep="aux:tense", pos="AUX")]
    if token.pos in ("VERB", "AUX") and token.lemma == "être":
        parted = _parted(sentence, token)
        if parted:
            return parted
    if token.dep == "aux:pass" and token.pos == "PRON":
        # "a lui-même reconnu"
        return [replace(token, dep="dep")]
    if token.dep == "aux:pass" and token.lemma == "avoir":
        return [replace(token, dep="aux:tense")]
    if token.dep.startswith("nsubj") and token.chunk is None and fold(token.text) in CONTRACTED:
        # "X, auquel Y a imposé…": the relative is no subject.
        return [replace(token, dep="obl:arg")]
    if token.dep == "nsubj:pass" and _is_active(sentence, token):
        return [replace(token, dep="nsubj")]
    if token.pos in ("NOUN", "PROPN", "ADJ", "INTJ") and token.chunk is None and _is_participle(sentence, token):
        lemma = re.sub(r"(?:é|ée|és|ées)\Z", "er", re.sub(r"(?:i|is|ies|ie)\Z", "ir", token.text.lower()))
        return [replace(token, pos="VERB", lemma=lemma, feats={"VerbForm": "Part", "Tense": "Past"})]
    if token.dep in ACTIVE and any(fold(c.text).strip("'") in ("se", "s") for c in _clitics(sentence, token)):
        # "s'est rendue": a reflexive is no passive.
        return [replace(token, dep=ACTIVE[token.dep])]
    present = re.search(r"(?:[^r]e|ent)\Z", token.text) is not None and token.lemma.endswith("er")
    if present and token.pos == "VERB" and token.feats.get("VerbForm") == "Inf":
        # "La Chine négocie": a present that is taken for an infinitive.
        return [replace(token, feats=PRESENT)]
    if token.index == 1 and token.pos == "VERB" and fold(sentence.tokens[0].text) in NEW:
        behind = sentence.tokens[2:3]
        if behind and behind[0].pos == "ADJ" and behind[0].head == token.index:
            return [replace(token, pos="NOUN", lemma=token.text.lower().rstrip("s"), feats={})]
    return []


def _parted(sentence: Sentence, token: Token) -> list[Token]:
    """ "X est, lui, arrivé": the auxiliary is taken for the main verb, the participle for one beside it."""
    behind = sentence.tokens[token.index + 1 : token.index + 5]
    if len(behind) < 4 or behind[1].pos != "PRON" or not _is_set_off(sentence, behind[1]):
        return []
    participle = behind[3]
    if participle.feats.get("VerbForm") != "Part" or participle.head != token.index:
        return []
    above = participle.index if token.head == token.index else token.head
    subjects = [replace(c, head=participle.index) for c in sentence.children(token, "nsubj")]
    auxiliary = replace(token, head=participle.index, dep="aux:tense", pos="AUX")
    return [replace(participle, head=above, dep=token.dep), auxiliary, *subjects]


def _is_set_off(sentence: Sentence, token: Token) -> bool:
    around = sentence.tokens[token.index - 1 : token.index + 2 : 2] if token.index else ()
    return [mark.text for mark in around] == [",", ","]


def _imperfects(lemma: str) -> tuple[str, ...]:
    return tuple(lemma.removesuffix("er") + ending for ending in ("ait", "aient"))


def _is_visit(sentence: Sentence, token: Token) -> bool:
    """Whether a noun behind "en" is taken for a verb; a gerund ends in "ant"."""
    if token.pos not in ("VERB", "AUX") or not token.index or token.text.endswith("ant"):
        return False
    return fold(sentence.tokens[token.index - 1].text) == "en" and fold(token.text) in ("visite", "escale")


def _is_present(sentence: Sentence, token: Token) -> bool:
    """ "l'Union demande au Tchad de…": a present that is taken for a participle."""
    past = token.pos == "VERB" and token.feats.get("Tense") == "Past" and token.feats.get("VerbForm") == "Part"
    if not past or not token.lemma.endswith("er") or not token.text.endswith(("e", "ent")):
        return False
    governs = any(True for _ in sentence.children(token, "obj", "obl", "xcomp", "ccomp"))
    return governs and any(True for _ in sentence.children(token, "nsubj"))


def _is_no_participle(token: Token) -> bool:
    """ "Ce sommet réunit X", "publie une note et convoque Y": a form that is none of a participle."""
    if token.pos != "VERB" or token.feats.get("VerbForm") != "Part" or token.dep not in ("acl", "conj"):
        return False
    first = token.lemma.endswith("er") and re.search(r"[^é]e\Z", token.text) is not None
    return first or (token.lemma.endswith("ir") and token.text.endswith("it"))


def _is_active(sentence: Sentence, subject: Token) -> bool:
    """Whether the verb of a subject has "avoir" alone for its auxiliary."""
    verb = sentence.governor(subject)
    if verb is None or any(fold(child.text) == "ete" for child in sentence.children(verb)):
        return False
    auxiliaries = [child.lemma for child in sentence.children(verb, "aux")]
    return bool(auxiliaries) and set(auxiliaries) == {"avoir"}


def _is_participle(sentence: Sentence, token: Token) -> bool:
    """ "a consenti un prêt", "Visé par X, …": a participle that is taken for a noun or adjective."""
    below = list(sentence.children(token))
    if not below and token.index:
        return False
    relations = {child.dep.partition(":")[0] for child in below}
    if "cop" in relations:
        # "a été la cible de X"
        return False
    auxiliaries = {child.lemma for child in below if child.dep.startswith("aux")}
    if "avoir" in auxiliaries:
        return True
    clitics = {fold(child.text).strip("'") for child in below if child.dep.startswith("expl")}
    if clitics & {"se", "s"} and "être" in auxiliaries:
        return True
    opens = token.index == 0 and token.dep in ("advcl", "acl", "amod", "obl:mod", "appos", "dislocated")
    return opens and re.search(r"(?:é|ée|és|ées|i|is|ie|ies)\Z", token.text) is not None


def _clitics(sentence: Sentence, token: Token) -> list[Token]:
    verb = sentence.governor(token)
    return [] if verb is None else list(sentence.children(verb, "expl", "obj", "iobj", "obl"))
