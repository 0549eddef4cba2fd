"""Where the tree hangs words of a verb on others: announced and asked-for infinitives, complements of quantities."""

from collections.abc import Iterator

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_modality import COMING_WHEN_ANNOUNCED
from dragoman.assertions.grammar import lemma
from dragoman.assertions.modality import Reading
from dragoman.model.sentence import Sentence, Token

# Types of which an announcement is not yet the deed, beside those of nouns.
STILL_TO_COME = COMING_WHEN_ANNOUNCED | {"ASSAULT", "PROTEST"}


def announced(sentence: Sentence, verb: Token, reading: Reading, kind: str, data: EventData) -> str | None:
    """The modality of a bare infinitive right under a verb of announcing ("a annoncé suspendre son aide à X").

    None where no such verb stands above, or where that one is itself not told as uttered.
    """
    if reading.modality != "actual" or reading.purpose or verb.feats.get("VerbForm") != "Inf":
        return None
    governor = sentence.governor(verb)
    if governor is None or verb.dep.partition(":")[0] not in ("xcomp", "ccomp", "obj"):
        return None
    if lemma(governor) not in data.announcing or any(True for _ in sentence.children(verb, "mark", "case")):
        return None
    if governor.index > verb.index or any(True for _ in sentence.children(governor, "mark")):
        return None
    return "planned" if kind in STILL_TO_COME else "actual"


def complements(sentence: Sentence, verb: Token, data: EventData) -> Iterator[Token]:
    """The clauses and complements of a verb; those that the tree hangs on its object for one of asking.

    "a appelé les habitants à évacuer": the infinitive is the verb's, though the tree gives it to the nameless object.
    """
    yield from sentence.children(verb, "xcomp", "ccomp", "obl", "advcl", "obj")
    if lemma(verb) in data.always_object:
        for child in sentence.children(verb, "obj"):
            if child.chunk is None:
                yield from (below for below in sentence.children(child, "acl") if below.feats.get("VerbForm") == "Inf")


def quantities(sentence: Sentence, noun: Token | None, data: EventData) -> Iterator[Token]:
    """The quantities that a noun stands under, on which the tree may hang what belongs to it.

    "a tiré des dizaines de roquettes sur X"
    """
    above = sentence.governor(noun) if noun is not None else None
    while above is not None and above.chunk is None and lemma(above) in data.quantifiers:
        yield above
        above = sentence.governor(above)
