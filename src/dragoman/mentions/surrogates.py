"""Words shown to the parser in place of forms that it misreads (languages/XX/surrogates.yaml)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

import msgspec

from dragoman.data_files import load_yaml
from dragoman.mentions.titles import LANGUAGES
from dragoman.model.names import fold
from dragoman.model.sentence import Word

FARTHEST_PARTNER = 4
# Words before a form that show it to be a verb.
RELATIVES = frozenset({"qui"})
PRONOUNS = frozenset({"il", "elle", "ils", "elles", "ne", "n'", "qui", "y", "se", "s'", "et", "mais", "puis"})
AUXILIARIES = frozenset(
    {"a", "ont", "avait", "avaient", "est", "sont", "etait", "etaient", "ete", "aurait", "avoir", "etre", "deja"}
)


class Surrogate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form: what the parser sees, the lemma that the rules see, and the words around it that make it this verb."""

    form: str
    shown: str
    lemma: str
    after: Literal["any", "subject", "plural", "relative", "auxiliary"]
    with_: str | None = msgspec.field(default=None, name="with")


@cache
def load_surrogates(language: str) -> dict[str, Surrogate]:
    """The surrogates of a language by form in lower case (accents tell "gelé" from "gèle")."""
    entries = load_yaml(LANGUAGES / language / "surrogates.yaml", list[Surrogate])
    return {entry.form: entry for entry in entries}


def with_surrogates(words: Sequence[Word], table: dict[str, Surrogate], adverb: str) -> list[Word]:
    """The words of a sentence with the misread forms replaced; `adverb` is shown for the partner of an idiom."""
    shown = list(words)
    for index, word in enumerate(words):
        entry = table.get(word.text.lower()) if word.chunk is None else None
        if entry is None or not _is_verb(entry, words[max(0, index - 2) : index]):
            continue
        if entry.with_ is not None:
            ahead = range(index + 1, min(len(words), index + 1 + FARTHEST_PARTNER))
            partner = next((i for i in ahead if fold(words[i].text) == entry.with_), None)
            if partner is None:
                continue
            shown[partner] = replace(words[partner], text=adverb)
        # In lower case even at the head of the sentence, where a capital makes the parser see a name.
        shown[index] = replace(word, text=entry.shown, lemma=entry.lemma)
    return shown


def _is_verb(entry: Surrogate, near: Sequence[Word]) -> bool:
    """Whether a form is the verb; `near`: the one or two words before it."""
    if entry.after == "any":
        return True
    if not near:
        return False
    before = near[-1]
    word = fold(before.text)
    if word == "en" and (len(near) == 1 or fold(near[0].text) not in PRONOUNS):
        # "en visite": without a pronoun before it, "en" is a preposition.
        return False
    if entry.after == "relative":
        return word in RELATIVES
    if entry.after == "auxiliary":
        return word in AUXILIARIES or word.endswith("ment")
    if entry.after == "plural":
        return before.chunk is not None and before.chunk.plural
    return before.chunk is not None or word in PRONOUNS
