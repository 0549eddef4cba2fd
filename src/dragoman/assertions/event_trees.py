"""The trees of a sentence mended for events: what hangs on a name or a time belongs to the verb or noun above.

A name stands as one word with all that describes it, so that hardly anything can depend on it: "a rencontré à Doha son
homologue" has an object, not a place with an apposition.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dragoman.assertions.event_attachment import complement_of_event, held_behind_name, resolved
from dragoman.assertions.event_rules import RULES
from dragoman.assertions.grammar import case_of
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

MOVABLE = ("nmod", "obl", "appos", "dep", "obj", "advmod", "iobj", "xcomp")
COMPLEMENTED = ("place", "state")
LONGEST_CLIMB = 6
# Nouns of adverbs: what follows with "des" is no complement of theirs ("a frappé en retour des positions").
ADVERBIAL = frozenset(
    {"retour", "otage", "otages", "nuit", "soiree", "journee", "matinee", "foulee", "mois", "urgence", "secret"}
)
MARKS = frozenset({",", "(", "–", "—", ":", ";"})


def mended(
    sentence: Sentence,
    takes: Mapping[str, frozenset[str]],
    said_of: frozenset[str] = frozenset(),
    shared: frozenset[str] = frozenset(),
    resolves: frozenset[str] = frozenset(),
) -> Sentence:
    """The sentence with its tree mended; the tokens keep their indexes and words.

    `takes`: the prepositions that each noun of event takes, `said_of`: the verbs whose participle is said of such a
    noun even behind a name, `shared`: the nouns of what one has with somebody, `resolves`: those of what somebody has
    resolved to do, all folded.
    """
    times = {time.start for time in sentence.times}
    done = sentence
    done = _inverted(done)
    concerned: dict[Callable[[Token], bool], list[int]] = {}
    for concerns, rule in RULES:
        if concerns not in concerned:
            concerned[concerns] = [token.index for token in done.tokens if concerns(token)]
        before = done
        for index in concerned[concerns]:
            for moved in rule(done, done.tokens[index]):
                done = done.with_token(moved)
        if done is not before:
            # A rule may make a verb of a noun.
            concerned = {}
    for index in range(len(sentence.tokens)):
        for moved in complement_of_event(done, done.tokens[index], takes, shared):
            done = done.with_token(moved)
        for moved in held_behind_name(done, done.tokens[index], takes, said_of):
            done = done.with_token(moved)
        for moved in resolved(done, done.tokens[index], resolves):
            done = done.with_token(moved)
    for index in range(len(sentence.tokens)):
        token = done.tokens[index]
        moved_one = _moved(done, token, times) or _bare_object(done, token)
        if moved_one is not None:
            done = done.with_token(moved_one)
    for index in range(len(sentence.tokens)):
        if done.tokens[index].dep == "case":
            for moved in _without_case(done, done.tokens[index]):
                done = done.with_token(moved)
    return done


def _inverted(sentence: Sentence) -> Sentence:
    """ "a fait savoir le ministre X": the speaker of an inverted clause is its subject."""
    for clause in sentence.clauses:
        speaker = next((t for t in sentence.tokens if clause.speaker is not None and t.start == clause.speaker), None)
        verb = next((t for t in sentence.tokens if t.start == clause.verb), None)
        if clause.kind != "inverted" or speaker is None or verb is None or verb.pos not in ("VERB", "AUX"):
            continue
        above = sentence.governor(verb)
        if above is not None and verb.dep == "dep" and above.pos == "VERB":
            # "a fait savoir": the infinitive is taken for the head.
            verb = above
        if speaker.chunk is not None and speaker.head != speaker.index:
            sentence = sentence.with_token(replace(speaker, head=verb.index, dep="nsubj"))
    return sentence


def _moved(sentence: Sentence, token: Token, times: set[int]) -> Token | None:
    """A complement that stands on a name or time, moved to what governs that; None where it stays."""
    head = sentence.governor(token)
    if head is None or head.index > token.index:
        return None
    perfect = any(c.feats.get("VerbForm") == "Inf" for c in sentence.children(token, "aux"))
    infinitive = token.feats.get("VerbForm") == "Inf" or perfect
    if infinitive and head.chunk is not None and token.dep in ("acl", "advcl", "xcomp"):
        # "a promis à X de livrer…": a name governs no infinitive.
        above = _anchor(sentence, head, times)
        return replace(token, head=above.index, dep="xcomp") if above is not None and above.pos == "VERB" else None
    if token.dep.partition(":")[0] not in (*MOVABLE, "fixed"):
        return None
    if head.pos == "PUNCT" and token.pos == "NOUN":
        above = sentence.governor(head)
        while above is not None and above.pos != "VERB":
            above = sentence.governor(above)
        if above is None:
            return None
        if case_of(sentence, token):
            return replace(token, head=above.index, dep="obl:arg")
        return (
            None if any(True for _ in sentence.children(above, "obj")) else replace(token, head=above.index, dep="obj")
        )
    if token.pos == "PUNCT" or not (head.chunk is not None or head.start in times or head.pos == "PRON"):
        return None
    if token.pos == "VERB":
        return None
    case = case_of(sentence, token)
    if case == "de" and head.feats.get("PronType") == "Dem":
        # "ceux de X"
        return None
    anchor = _anchor(sentence, head, times)
    if anchor is None or anchor.index == token.index:
        return None
    partitive = _is_partitive(sentence, token) and _is_object(sentence, token, head, anchor)
    kind = head.chunk.head.actor_kind if head.chunk is not None else None
    if case == "de" and head.chunk is not None and kind not in COMPLEMENTED and not partitive:
        return None
    if case and not partitive:
        return replace(token, head=anchor.index, dep="obl:arg" if anchor.pos in ("VERB", "AUX") else "nmod")
    if token.start in times:
        return replace(token, head=anchor.index, dep="obl:mod")
    if _is_object(sentence, token, head, anchor):
        return replace(token, head=anchor.index, dep="obj")
    return None


def _is_partitive(sentence: Sentence, token: Token) -> bool:
    """Whether the preposition of a noun is "des", which is its article where the verb has no object."""
    cases = [fold(child.text) for child in sentence.children(token, "case")]
    return cases == ["des"] and token.chunk is None and token.feats.get("Number") != "Sing"


def _without_case(sentence: Sentence, token: Token) -> list[Token]:
    """ "a livré à X des chars": the article that was taken for a preposition."""
    if token.dep != "case" or fold(token.text) != "des":
        return []
    noun = sentence.governor(token)
    if noun is None or noun.dep != "obj":
        return []
    return [replace(token, dep="det", lemma="un", pos="DET")]


def _anchor(sentence: Sentence, token: Token, times: set[int]) -> Token | None:
    """The verb or noun of event above a name or time."""
    for _ in range(LONGEST_CLIMB):
        if token.dep.startswith("nsubj") and token.chunk is not None:
            governor = sentence.governor(token)
            return governor if governor is not None and governor.pos in ("VERB", "NOUN") else None
        governor = sentence.governor(token)
        if governor is None:
            return None
        if governor.chunk is None and governor.start not in times and governor.pos in ("VERB", "NOUN", "ADJ"):
            return governor
        token = governor
    return None


def _is_object(sentence: Sentence, token: Token, head: Token, anchor: Token) -> bool:
    """Whether a noun phrase without preposition behind a place or time is the object of the verb before."""
    if anchor.pos != "VERB" or anchor.index > head.index or head.dep.startswith("nsubj"):
        return False
    if token.pos not in ("NOUN", "PROPN") and token.chunk is None:
        return False
    if any(True for _ in sentence.children(anchor, "obj")):
        return False
    first = min([token.index, *(child.index for child in sentence.children(token, "det", "nummod", "amod"))])
    marks = [t.text for t in sentence.tokens[anchor.index + 1 : first] if t.text in MARKS]
    # "a tenu, à Ryad, sa réunion": behind what two commas enclose.
    enclosed = marks == [",", ","] and sentence.tokens[first - 1].text == "," and first < token.index
    return enclosed or not any(t.text in MARKS for t in sentence.tokens[head.index + 1 : first])


def _bare_object(sentence: Sentence, token: Token) -> Token | None:
    """ "a mené en mars une attaque": a noun with its article behind a complement of a verb that has no object."""
    if token.pos not in ("NOUN", "PROPN") or token.dep.partition(":")[0] not in ("nmod", "appos", "obl"):
        return None
    head = sentence.governor(token)
    if head is None or head.index > token.index or head.pos != "NOUN":
        return None
    partitive = _is_partitive(sentence, token)
    if case_of(sentence, token) and not partitive:
        return None
    if token.dep.startswith("obl") or not case_of(sentence, head):
        return None
    article = next(sentence.children(token, "case" if partitive else "det", "nummod"), None)
    verb = sentence.governor(head)
    if verb is None or verb.pos != "VERB" or not head.dep.startswith(("obl", "xcomp")):
        return None
    whole = partitive and case_of(sentence, head) != "avec" and fold(head.text) not in ADVERBIAL
    if any(True for _ in sentence.children(verb, "obj")) or whole:
        return None
    first = article if article is not None else token
    if article is None and not _is_person(token):
        return None
    if fold(first.text).strip("'") in ("du", "de"):
        return None
    marks = [t.text for t in sentence.tokens[verb.index + 1 : first.index] if t.text in MARKS]
    parted = any(t.text in MARKS for t in sentence.tokens[head.index + 1 : first.index]) or article is None
    # "a rencontré à X, dans la province de Y, son homologue Z": behind what two commas enclose.
    enclosed = marks == [",", ","] and sentence.tokens[first.index - 1].text == ","
    enclosed = enclosed and (article is not None or _is_person(token))
    if parted and not enclosed:
        return None
    return replace(token, head=verb.index, dep="obj")


def _is_person(token: Token) -> bool:
    return token.chunk is not None and token.chunk.head.actor_kind == "person"
