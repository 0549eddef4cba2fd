"""Verbs that share the subject or the auxiliary of another verb of their sentence; verbs as the lists name them."""

from dragoman.assertions.grammar import case_of, is_finite, is_passive, is_reflexive, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# Marks that open a quotation which a participle governs.
OPENING = ("«", "“", '"')
LONGEST_CLIMB = 8


def shared_with(sentence: Sentence, verb: Token) -> Token | None:
    """ "X déplore A, exprime B et appelle à C": the verb before that has the subject of a finite verb without one."""
    whole = sentence.governor(verb) if verb.dep == "cop" or verb.dep.startswith("aux") else None
    if _has_subject(sentence, verb) or (whole is not None and _has_subject(sentence, whole)):
        # "que la réunion, prévue à Riga, serait consacrée à…": the subject hangs on the participle.
        return None
    if not is_finite(sentence, verb):
        return compound_before(sentence, verb)
    group = [
        verb.index,
        *(c.index for c in sentence.children(verb, "aux", "expl", "advmod", "iobj") if c.index < verb.index),
        # "et l'a accusé": an object pronoun.
        *(c.index for c in sentence.children(verb, "obj") if c.index < verb.index and c.pos == "PRON"),
    ]
    first = min(group)
    before = sentence.tokens[first - 1] if first else None
    if before is None or not (before.pos == "CCONJ" or before.text == ","):
        return None
    for token in reversed(sentence.tokens[: first - 1]):
        if token.pos in ("VERB", "AUX") and is_finite(sentence, token) and token.dep not in ("aux", "cop", "aux:tense"):
            marked = any(mark.pos == "SCONJ" for mark in sentence.children(token, "mark"))
            if _is_of_person(sentence, first, token):
                return token
            if (
                token.dep == "ccomp"
                and finite_feature(sentence, token, "Tense") == "Imp"
                and finite_feature(sentence, verb, "Tense") == "Pres"
            ):
                # "a rappelé que B s'était engagé, et l'a accusé": in the tense of the main clause, not of what is said.
                continue
            if token.dep == "acl:relcl" and _agrees_alone(sentence, verb, token):
                return token
            if token.dep.startswith(("acl", "ccomp")) or (marked and token.dep.startswith("advcl")):
                return None
            if _has_subject(sentence, token):
                return token if token.pos == "VERB" else None
    return None


def finite_feature(sentence: Sentence, verb: Token, feature: str) -> str | None:
    """A feature of the finite form of a verb: that of its auxiliary in a compound."""
    parts = (*sentence.children(verb, "aux", "cop"), verb)
    return next((part.feats.get(feature) for part in parts if part.feats.get("VerbForm") == "Fin"), None)


def relative_joined(sentence: Sentence, verb: Token) -> Token | None:
    """The verb of a relative on a person with which a finite verb goes on, whatever the tree joins it to."""
    above = shared_with(sentence, verb) if is_finite(sentence, verb) else None
    own = next((t for t in sentence.children(above, "nsubj") if fold(t.text) == "qui"), None) if above else None
    return above if own is not None else None


def _is_of_person(sentence: Sentence, first: int, relative: Token) -> bool:
    """ "…, X, qui dirigeait le bloc et a salué A": what a bare "et" joins to a relative that is said of a person.

    `first` is the index of the first word of the verb that is joined.
    """
    tokens = sentence.tokens
    own = next((t for t in sentence.children(relative, "nsubj") if fold(t.text) == "qui"), None)
    if own is None or own.index < 2 or tokens[own.index - 1].text != "," or first < 2:
        return False
    named = tokens[own.index - 2].chunk
    person = named is not None and named.head.actor_kind == "person"
    inside = any(t.text in (",", ";") for t in tokens[relative.index : first - 1])
    return person and tokens[first - 1].pos == "CCONJ" and not inside


def beyond_relative(sentence: Sentence, verb: Token) -> Token | None:
    """ "X a salué les efforts que Y a consentis et a promis A": the verb before a relative that has a subject.

    Both verbs must be compounds or neither, of one number, the later with something of its own to govern; else the
    relative goes on.
    """
    above = sentence.governor(verb) if verb.dep == "conj" else None
    if above is None or above.dep != "acl:relcl" or _has_subject(sentence, verb):
        return None
    if not any(child.index > verb.index for child in sentence.children(verb, "obj", "ccomp", "xcomp")):
        return None
    own = next(sentence.children(above, "nsubj"), None)
    if own is None or fold(own.text) == "qui":
        return None
    main: Token | None = above
    for _ in range(LONGEST_CLIMB):
        main = sentence.governor(main) if main is not None else None
        if main is None or (main.pos == "VERB" and is_finite(sentence, main)):
            break
    if main is None or not _has_subject(sentence, main):
        return None
    compound = (any(True for _ in sentence.children(each, "aux")) for each in (verb, main))
    number = {finite_feature(sentence, each, "Number") for each in (verb, main)}
    return main if len(set(compound)) == 1 and len(number) == 1 else None


def _agrees_alone(sentence: Sentence, verb: Token, relative: Token) -> bool:
    """ "X rejette le plan de ceux qui l'aident et ont annoncé A": by number the verb goes on with the relative."""
    above = sentence.governor(verb) if verb.dep == "conj" else None
    if above is None:
        return False
    alike = all(finite_feature(sentence, each, "Number") == "Plur" for each in (verb, relative))
    return alike and (above.index == relative.index or finite_feature(sentence, above, "Number") == "Sing")


def compound_before(sentence: Sentence, verb: Token) -> Token | None:
    """ "a salué A, souligné B et rappelé C": the compound past whose "avoir" and subject a bare participle shares."""
    if not _is_bare_participle(sentence, verb):
        return None
    first = verb.index - 1
    while first > 0 and sentence.tokens[first].pos == "ADV":
        first -= 1
    before = sentence.tokens[max(first, 0)]
    follows = next((token for token in sentence.tokens[verb.index + 1 :] if token.pos != "ADV"), None)
    if follows is None:
        return None
    named = follows.chunk is not None and not case_of(sentence, follows)
    governs = named or follows.pos in ("DET", "SCONJ") or follows.text in OPENING or follows.lemma == "que"
    if not (before.pos == "CCONJ" or before.text == ",") or not governs:
        return None
    for token in reversed(sentence.tokens[:first]):
        if token.pos == "VERB" and _is_active_compound(sentence, token):
            return token if _has_subject(sentence, token) else shared_with(sentence, token)
    return None


def _is_bare_participle(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb is a past participle without auxiliary that agrees with no noun."""
    past = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past"
    plain = verb.feats.get("Number") != "Plur" and verb.feats.get("Gender") != "Fem"
    return past and plain and not any(True for _ in sentence.children(verb, "aux", "cop"))


def _is_active_compound(sentence: Sentence, verb: Token) -> bool:
    parts = list(sentence.children(verb, "aux"))
    return any(lemma(part) == "avoir" and part.feats.get("VerbForm") == "Fin" for part in parts) and not any(
        part.dep == "aux:pass" for part in parts
    )


def opens_participle(sentence: Sentence, verb: Token, gerunds: frozenset[str]) -> bool:
    """Whether a participle stands with "en" below its verb, or bare behind a comma or at the head of its sentence."""
    before = before_clitics(sentence, verb)
    if verb.dep == "advcl" and before >= 0 and fold(sentence.tokens[before].text) in gerunds:
        return True
    while before >= 0 and fold(sentence.tokens[before].text) in gerunds:
        before -= 1
    return before < 0 or sentence.tokens[before].text == ","


def before_clitics(sentence: Sentence, verb: Token) -> int:
    """Index of the word before a verb and its object pronouns (", l'accusant de"), -1 where none stands there."""
    before = verb.index - 1
    while before >= 0 and sentence.tokens[before].pos == "PRON" and sentence.tokens[before].head == verb.index:
        before -= 1
    return before


def told_after(sentence: Sentence, verb: Token) -> Token | None:
    """ "a salué A avant d'ajouter que B": the verb before, whose subject the infinitive has; None for others."""
    before = [fold(token.text).strip("'") for token in sentence.tokens[max(0, verb.index - 2) : verb.index]]
    told = verb.feats.get("VerbForm") == "Inf" and before in (["avant", "d"], ["avant", "de"])
    return sentence.governor(verb) if told else None


def main_verb_of(sentence: Sentence, participle: Token) -> Token | None:
    """The verb whose subject a present participle behind a comma or at the head of a sentence has."""
    token: Token | None = participle
    for _ in range(LONGEST_CLIMB):
        token = sentence.governor(token) if token is not None else None
        if token is None:
            return None
        if token.pos == "VERB" and (_has_subject(sentence, token) or shared_with(sentence, token) is not None):
            return token
        if token.dep == "ROOT" and token.pos == "VERB" and is_finite(sentence, token):
            # The tree may miss the subject of the main verb.
            return token
    return None


def _has_subject(sentence: Sentence, verb: Token) -> bool:
    return any(not is_no_subject(sentence, t, verb) for t in sentence.children(verb, "nsubj", "expl:subj"))


def is_no_subject(sentence: Sentence, word: Token, verb: Token) -> bool:
    """Whether the tree errs: "rejette les faits et a dit" ("et" opens the clause)."""
    after = sentence.following(word)
    return after is not None and after.pos == "CCONJ" and after.head == verb.index and after.index < verb.index


def is_passive_cue(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb of speech is passive; "a salué A et affirmé B": the second shares the auxiliary of the first."""
    if compound_before(sentence, verb) is not None or is_reflexive(sentence, verb):
        # "s'est félicitée": the tree takes a participle that agrees for a passive.
        return False
    if _is_bare_participle(sentence, verb) and all(t.pos in ("PUNCT", "NUM") for t in sentence.tokens[: verb.index]):
        # "Ils ont : – condamné…": a point of a list.
        return not any(child.start > verb.start for child in sentence.children(verb, "obj"))
    above = sentence.governor(verb) if verb.dep == "conj" else None
    if above is not None and above.feats.get("VerbForm") == "Part" and not is_passive(sentence, above):
        return any(child.dep == "aux:pass" for child in sentence.children(verb))
    return is_passive(sentence, verb)


def spoken_lemma(sentence: Sentence, verb: Token) -> str:
    """The lemma as the lists have it, with the pronoun of a reflexive verb."""
    name = lemma(verb)
    if is_reflexive(sentence, verb):
        return f"s'{name}" if name[:1] in "aeiouyh" else f"se {name}"
    return name
