"""Clauses that the tree hangs on the wrong word: relatives with "que", gerunds, clauses behind an adverb."""

import re
from dataclasses import replace

from dragoman.assertions.event_clitics import CONTRACTED, relative_case
from dragoman.assertions.grammar import case_of, lemma
from dragoman.assertions.sharing import beyond_relative, relative_joined
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

LONGEST_CLIMB = 6
OPENING = frozenset({"«", "“", '"'})
# How far behind a participle its agent may stand ("qualifiés de « provocateurs » par X").
FARTHEST_AGENT = 13
# Before a quoted infinitive stand its verb, its preposition and the quotation mark.
LEAST = 3
# Conjunctions that tell nothing of when or why.
BARE = frozenset({"que", "qu", "si", "s"})
RELATIVES = frozenset({"dont", "où"})
# Verbs whose infinitive has the complements.
MODAL = frozenset(
    {"devoir", "pouvoir", "aller", "venir", "vouloir", "souhaiter", "esperer", "compter", "entendre", "refuser"}
)
# Verbs that ask or blame somebody: the infinitive behind him is theirs; of `TELLING` he stands behind "à".
ASKING = frozenset({"appeler", "exhorter", "presser", "sommer", "inviter", "prier", "accuser", "conjurer", "adjurer"})
TELLING = frozenset({"demander", "ordonner", "enjoindre", "reprocher", "interdire", "conseiller", "recommander"})


def relative_with_que(sentence: Sentence, token: Token) -> list[Token]:
    """ "a parlé de X, qu'il accuse de…": behind a noun and a comma "que" is its object, and no clause of the verb."""
    if token.pos != "VERB" or token.dep not in ("ccomp", "advcl", "acl"):
        return []
    if not any(part.feats.get("VerbForm") == "Fin" for part in (token, *sentence.children(token, "aux"))):
        return []
    mark = next((c for c in sentence.children(token, "mark") if fold(c.text).strip("'") in ("que", "qu")), None)
    if mark is None or mark.index < 2 or sentence.tokens[mark.index - 1].text != ",":
        return []
    # "les dirigeants serbe et kosovar, qu'il a reçus"
    words = reversed(sentence.tokens[max(0, mark.index - LONGEST_CLIMB) : mark.index - 1])
    before = sentence.tokens[mark.index - 2]
    noun = next((t for t in words if t.chunk is not None or t.pos not in ("ADJ", "CCONJ")), before)
    objects = [c for c in sentence.children(token, "obj") if not case_of(sentence, c)]
    if objects or (noun.chunk is None and noun.pos not in ("NOUN", "PROPN")) or noun.index == token.head:
        return []
    return [replace(token, head=noun.index, dep="acl:relcl"), replace(mark, dep="obj")]


def verb_beyond_relative(sentence: Sentence, token: Token) -> list[Token]:
    """ "a condamné les tirs que X a menés et a exigé A": the later verb goes on with the first, not the relative."""
    main = beyond_relative(sentence, token)
    return [replace(token, head=main.index)] if main is not None else []


def verb_of_relative(sentence: Sentence, token: Token) -> list[Token]:
    """ "salue l'appui de X, qui préside Y et a promis A": the later verb goes on with the relative on a person."""
    relative = relative_joined(sentence, token) if token.dep == "conj" else None
    return [replace(token, head=relative.index)] if relative is not None and relative.index != token.head else []


def nearest_antecedent(sentence: Sentence, token: Token) -> list[Token]:
    """ "après la levée des sanctions que X lui avait infligées": the relative tells of the noun that it agrees with."""
    head = sentence.governor(token)
    if token.pos != "VERB" or not token.dep.startswith("acl") or head is None or head.index > token.index:
        return []
    if not any(lemma(part) == "avoir" for part in sentence.children(token, "aux")):
        return []
    que = next((c for c in sentence.children(token, "obj") if fold(c.text).strip("'") in ("que", "qu")), None)
    noun = sentence.tokens[que.index - 1] if que is not None and que.index else head
    if noun.index <= head.index or (noun.pos != "NOUN" and noun.chunk is None):
        return []
    # "un plan de paix que…": a noun without an article is only a part of the one before.
    named = any(True for _ in sentence.children(noun, "det")) or any(
        fold(c.text) in ("du", "des") for c in sentence.children(noun, "case")
    )
    return [replace(token, head=noun.index)] if named and _agrees(token, noun) else []


def _agrees(participle: Token, noun: Token) -> bool:
    """Whether a participle may agree with a noun, by all that its ending and the noun tell."""
    word = participle.text
    feminine = word.endswith(("e", "es"))
    plural = None if word.endswith(("is", "us")) else word.endswith("s")
    gender, number = noun.feats.get("Gender"), noun.feats.get("Number")
    same = gender is None or (gender == "Fem") == feminine
    return same and (plural is None or number is None or (number == "Plur") == plural)


def clause_of_asking(sentence: Sentence, token: Token) -> list[Token]:
    """ "exige de X qu'il libère Y": right behind a name "que" with an object of its own opens a clause of the verb.

    A subjunctive tells as much behind any noun ("exige de la mission américaine à Moscou qu'elle réduise…").
    """
    name = sentence.governor(token)
    wished = token.feats.get("Mood") == "Sub"
    if token.pos != "VERB" or token.dep != "acl:relcl" or name is None or (name.chunk is None and not wished):
        return []
    verb = sentence.governor(name)
    que = [t for t in sentence.tokens[name.index + 1 : token.index] if fold(t.text).strip("'") in ("que", "qu")]
    apart = bool(que) and que[0].index > name.index + 1
    if verb is None or verb.pos != "VERB" or not que or (apart and not wished):
        return []
    pronoun = any(c.pos == "PRON" and c.index > que[0].index for c in sentence.children(token, "nsubj"))
    other = any(c.index > token.index and not case_of(sentence, c) for c in sentence.children(token, "obj"))
    if not pronoun or not other or que[0].head != token.index:
        return []
    return [replace(token, head=verb.index, dep="ccomp"), replace(que[0], dep="mark", pos="SCONJ")]


def relative_with_dont(sentence: Sentence, token: Token) -> list[Token]:
    """ "a appelé au calme X, dont le chef a…", "à Y, où il a…": what the relative opens is no clause of the verb."""
    if token.pos != "VERB" or token.dep.partition(":")[0] not in ("ccomp", "advcl", "conj", "xcomp"):
        return []
    verb = sentence.governor(token)
    if verb is None or verb.index > token.index:
        return []
    opened = [t for t in sentence.tokens[verb.index + 1 : token.index] if t.text in RELATIVES]
    if len(opened) != 1 or opened[0].index < 2 or sentence.tokens[opened[0].index - 1].text != ",":
        return []
    noun = sentence.tokens[opened[0].index - 2]
    if noun.chunk is None and noun.pos not in ("NOUN", "PROPN"):
        return []
    between = sentence.tokens[opened[0].index + 1 : token.index]
    if any(t.text in (",", ";") or t.pos == "VERB" for t in between):
        return []
    return [replace(token, head=noun.index, dep="acl:relcl")]


def bare_participle(sentence: Sentence, token: Token) -> list[Token]:
    """ "des accusations démenties par X": a participle on a noun that is taken for a noun, or for no clause."""
    if token.dep not in ("acl", "nmod", "amod") or token.chunk is not None or token.pos not in ("NOUN", "VERB", "ADJ"):
        return []
    if any(True for _ in sentence.children(token, "case", "det", "aux", "cop")):
        return []
    behind = sentence.tokens[token.index + 1 : token.index + FARTHEST_AGENT]
    stop = next((at for at, t in enumerate(behind) if t.text in (",", ";") or t.pos in ("VERB", "AUX")), len(behind))
    by = any(case_of(sentence, t) == "par" for t in behind[:stop])
    if token.pos == "VERB":
        past = token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Past"
        return [replace(token, dep="acl")] if by and past and token.dep != "acl" else []
    lemma = re.sub(r"(?:ées|és|ée|é)\Z", "er", re.sub(r"(?:ies|is|ie|i)\Z", "ir", token.text.lower()))
    if lemma == token.text.lower() or not by:
        return []
    return [replace(token, pos="VERB", dep="acl", lemma=lemma, feats={"VerbForm": "Part", "Tense": "Past"})]


def quoted_infinitive(sentence: Sentence, token: Token) -> list[Token]:
    """ "a appelé X à « privilégier le dialogue »": quotation marks part an infinitive from its verb in the tree."""
    if (
        token.feats.get("VerbForm") != "Inf"
        or token.index < LEAST
        or sentence.tokens[token.index - 1].text not in OPENING
    ):
        return []
    mark = sentence.tokens[token.index - 2]
    if fold(mark.text).strip("'") not in ("a", "de", "d") or token.dep.partition(":")[0] in ("xcomp", "ccomp"):
        return []
    for verb in reversed(sentence.tokens[: mark.index]):
        if verb.pos != "VERB" or verb.feats.get("VerbForm") == "Inf":
            continue
        if lemma(verb) not in ASKING | TELLING:
            return []
        noun = sentence.governor(token)
        behind = [replace(noun, head=token.index, dep="obj")] if noun is not None and noun.index > token.index else []
        return [
            replace(token, head=verb.index, dep="xcomp"),
            replace(mark, head=token.index, dep="mark", pos="ADP"),
            *behind,
        ]
    return []


def resumed_clause(sentence: Sentence, token: Token) -> list[Token]:
    """ "affirme que A était B et rejette C": a verb in the tense of the first one goes on with it, not with "était"."""
    if token.dep != "conj" or any(True for _ in sentence.children(token, "nsubj", "expl:subj", "mark")):
        return []
    mine, inner = _tense(sentence, token), sentence.governor(token)
    if mine is None and not _is_bare(sentence, token):
        return []
    for _ in range(LONGEST_CLIMB):
        if inner is None or inner.index > token.index or _is_alike(sentence, inner, mine):
            return []
        above = sentence.governor(inner)
        if inner.dep == "ccomp" and above is not None and above.pos == "VERB":
            told = _is_alike(sentence, above, mine) and any(True for _ in sentence.children(above, "nsubj"))
            if told or above.dep != "ccomp":
                return [replace(token, head=above.index)] if told and above.index < inner.index else []
        inner = above
    return []


def _is_bare(sentence: Sentence, token: Token) -> bool:
    """ "a déclaré que A et dénoncé B": a past participle that agrees with nothing and has no auxiliary."""
    past = token.feats.get("VerbForm") == "Part" and token.feats.get("Tense") == "Past"
    agrees = token.feats.get("Number") == "Plur" or token.feats.get("Gender") == "Fem"
    return past and not agrees and not any(True for _ in sentence.children(token, "aux", "cop"))


def _is_alike(sentence: Sentence, verb: Token, tense: tuple[str | None, ...] | None) -> bool:
    """Whether a clause is in a tense; for the None of a bare participle, whether it is a compound one with "avoir"."""
    if tense is not None:
        return _tense(sentence, verb) == tense
    own = list(sentence.children(verb, "aux"))
    return any(lemma(part) == "avoir" for part in own) and not any(part.dep == "aux:pass" for part in own)


def _tense(sentence: Sentence, verb: Token) -> tuple[str | None, ...] | None:
    """Tense, mood and number of the finite part of a clause, and whether that is an auxiliary; None without one."""
    for part in (verb, *sentence.children(verb, "aux", "cop")):
        if part.feats.get("VerbForm") == "Fin":
            apart = "compound" if part.dep.startswith("aux") else None
            return part.feats.get("Tense"), part.feats.get("Mood"), part.feats.get("Number"), apart
    return None


def infinitive_of_opening(sentence: Sentence, token: Token) -> list[Token]:
    """ "Accusant X d'avoir tué des soldats, Y a suspendu…": an infinitive before the comma belongs to the opening."""
    infinitive = any(p.feats.get("VerbForm") == "Inf" for p in (token, *sentence.children(token, "aux")))
    head = sentence.governor(token)
    if not infinitive or head is None or head.index < token.index:
        return []
    if not any(t.text == "," for t in sentence.tokens[token.index : head.index]):
        return []
    for before in reversed(sentence.tokens[: token.index]):
        if before.text in (",", ";") or (before.pos == "VERB" and not before.text.endswith("ant")):
            return []
        if before.pos == "VERB":
            return [replace(token, head=before.index, dep="xcomp")]
    return []


def relative_of_infinitive(sentence: Sentence, token: Token) -> list[Token]:
    """ "X, avec qui Y pourrait signer un accord": the relative belongs to the infinitive, not to the verb above it."""
    verb = sentence.governor(token)
    if verb is None or verb.pos != "VERB" or token.index > verb.index or relative_case(sentence, token) is None:
        return []
    below = next((c for c in sentence.children(verb, "xcomp") if c.feats.get("VerbForm") == "Inf"), None)
    return [replace(token, head=below.index)] if below is not None and lemma(verb) in MODAL else []


def gerund_of_clause(sentence: Sentence, token: Token) -> list[Token]:
    """ "agit pour affaiblir X, en finançant Y": a gerund is of the clause, not of the name before it."""
    noun = sentence.governor(token)
    if token.dep != "acl" or noun is None or not token.text.endswith("ant") or token.index < LEAST:
        return []
    opening = {fold(t.text) for t in sentence.tokens[token.index - 2 : token.index]}
    above = _verb_above(sentence, noun) if "en" in opening else None
    return [replace(token, head=above.index, dep="advcl")] if above is not None else []


def clause_with_which(sentence: Sentence, token: Token) -> list[Token]:
    """ "des combats, au cours desquels X a tué Y": a clause that the tree gives to the verb before is a relative."""
    verb = sentence.governor(token)
    if token.dep not in ("ccomp", "conj", "parataxis") or verb is None or verb.index > token.index:
        return []
    for which in reversed(sentence.tokens[verb.index : token.index]):
        if fold(which.text) not in CONTRACTED:
            continue
        before = sentence.tokens[max(verb.index, which.index - 4) : which.index]
        comma = next((t.index for t in before if t.text == ","), 0)
        nouns = [t for t in sentence.tokens[verb.index : comma] if t.pos == "NOUN" and t.chunk is None]
        return [replace(token, head=nouns[-1].index, dep="acl:relcl")] if nouns else []
    return []


def conjunct_of_main(sentence: Sentence, token: Token) -> list[Token]:
    """ "X avance lorsque Y recule, et rompt…", "affirmant que X a signé, et ayant refusé…".

    Behind a comma "et" goes back over the clause between to a verb of the same form, a participle with "-ant" always.
    """
    first = sentence.governor(token)
    link = next(sentence.children(token, "cc"), None)
    if token.dep != "conj" or first is None or link is None:
        return []
    if sentence.tokens[link.index - 1].text != "," and not (token.text.endswith("ant") and first.pos == "VERB"):
        return []
    listed = any(other.index < token.index for other in sentence.children(first, "conj"))
    if listed or any(True for _ in sentence.children(token, "nsubj", "mark")):
        return []
    form = _form(sentence, token)
    above = sentence.governor(first)
    if form == _form(sentence, first):
        timed = any(fold(m.text).strip("'") not in BARE for m in sentence.children(first, "mark"))
        if not timed or form != "Ind":
            return []
    for _ in range(LONGEST_CLIMB):
        if above is None or above.index > first.index:
            return []
        if _form(sentence, above) == form:
            return [replace(token, head=above.index)]
        above = sentence.governor(above)
    return []


def _form(sentence: Sentence, verb: Token) -> str | None:
    """The form that a clause takes from its first word: that of its auxiliary, if it has one."""
    if verb.pos not in ("VERB", "AUX"):
        return None
    parts = [c for c in sentence.children(verb, "aux") if c.index < verb.index]
    feats = min(parts, key=lambda part: part.index).feats if parts else verb.feats
    return feats.get("Mood") if feats.get("VerbForm") == "Fin" else feats.get("VerbForm")


def name_before_verb(sentence: Sentence, token: Token) -> list[Token]:
    """ "Human Rights Watch demande…": a name taken for the head of a finite verb right behind it is its subject."""
    name = sentence.governor(token)
    if token.pos != "VERB" or token.feats.get("VerbForm") != "Fin" or name is None:
        return []
    first = sentence.governor(name) if name.dep == "conj" else None
    if first is not None and first.head == first.index and first.chunk is not None and name.index == token.index - 1:
        # "Bogota et l'ONU accusent…": the tree takes the clause for one on the second name.
        told = any(True for _ in sentence.children(token, "nsubj", "mark")) or name.chunk is None
        return (
            []
            if told
            else [replace(token, head=token.index, dep="ROOT"), replace(first, head=token.index, dep="nsubj")]
        )
    if (
        name.head != name.index
        or name.chunk is None
        or name.index != token.index - 1
        or any(True for _ in sentence.children(token, "nsubj"))
    ):
        return []
    return [replace(token, head=token.index, dep="ROOT"), replace(name, head=token.index, dep="nsubj")]


def asked_infinitive(sentence: Sentence, token: Token) -> list[Token]:
    """ "exhorte les forces de X à se retirer": an infinitive that the tree hangs on the one who is asked."""
    infinitive = token.feats.get("VerbForm") == "Inf" or any(
        part.feats.get("VerbForm") == "Inf" for part in sentence.children(token, "aux")
    )
    if not infinitive or token.pos not in ("VERB", "AUX") or token.dep not in ("acl", "xcomp", "advcl", "obl"):
        return []
    noun = _before_relative(sentence, token) or sentence.governor(token)
    for _ in range(LONGEST_CLIMB):
        if noun is None or noun.index > token.index or noun.pos in ("VERB", "AUX"):
            return []
        verb = sentence.governor(noun)
        if verb is not None and verb.pos == "VERB":
            known = ASKING if noun.dep.startswith("obj") else TELLING if case_of(sentence, noun) == "a" else frozenset()
            return [replace(token, head=verb.index, dep="xcomp")] if lemma(verb) in known else []
        noun = verb
    return []


def _before_relative(sentence: Sentence, infinitive: Token) -> Token | None:
    """ "a demandé à X, qui a…, de partir": the noun before a relative, behind whose comma an infinitive stands."""
    verb = sentence.governor(infinitive)
    if verb is None or verb.dep != "acl:relcl" or not verb.head < verb.index < infinitive.index:
        return None
    first = min([infinitive.index, *(c.index for c in sentence.children(infinitive, "mark", "case", "aux"))])
    closed = sentence.tokens[first - 1].text == ","
    opened = any(t.text == "," for t in sentence.tokens[verb.head : verb.index])
    return sentence.governor(verb) if closed and opened else None


def bracketed(sentence: Sentence, token: Token) -> list[Token]:
    """ "(Bichkek) X et Y ont…": the place of a dateline is no subject."""
    around = sentence.tokens[max(0, token.index - 1) : token.index + 2]
    inside = token.index == 1 and [t.text for t in around][::2] == ["(", ")"]
    return [replace(token, dep="dep")] if inside and token.dep.startswith("nsubj") else []


def _verb_above(sentence: Sentence, token: Token) -> Token | None:
    for _ in range(LONGEST_CLIMB):
        governor = sentence.governor(token)
        if governor is None or governor.pos == "VERB":
            return governor
        token = governor
    return None
