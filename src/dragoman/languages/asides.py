"""By what words a language's asides are found before the parse (asides.yaml)."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml
from dragoman.model.names import fold

LANGUAGES = Path(__file__).parent


class AsideData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """asides.yaml; `verb_signs`, `participle_signs` and `past_signs` are regular expressions of whole words."""

    verb_signs: str
    verb_openers: list[str]
    participle_signs: str
    past_signs: str
    perfect_openers: list[str]
    infinitive_endings: list[str]
    sure_infinitives: list[str]
    infinitive_openers: list[str]
    adjunct_openers: list[str]
    complement_openers: list[str]
    noun_complements: list[str]
    articles: list[str]
    clause_openers: list[str]
    list_joints: list[str]
    accompanying: list[str]
    floating: list[str]


class AsideWords:
    """asides.yaml, ready to ask. All sets hold folded words."""

    def __init__(self, data: AsideData) -> None:
        self.verb_signs = re.compile(data.verb_signs)
        self.verb_openers = _folded(data.verb_openers)
        self.participle_signs = re.compile(data.participle_signs)
        self.past_signs = re.compile(data.past_signs)
        self.perfect_openers = _folded(data.perfect_openers)
        self.infinitive_endings = tuple(data.infinitive_endings)
        self.sure_infinitives = tuple(data.sure_infinitives)
        self.infinitive_openers = _folded(data.infinitive_openers)
        self.adjunct_openers = _folded(data.adjunct_openers)
        self.complement_openers = _folded(data.complement_openers)
        self.noun_complements = _folded(data.noun_complements)
        self.articles = _folded(data.articles)
        self.clause_openers = _folded(data.clause_openers)
        self.list_joints = _folded(data.list_joints)
        self.accompanying = _folded(data.accompanying)
        self.floating = _folded(data.floating)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


@cache
def load_asides(language: str) -> AsideWords:
    """The words of a language's asides; DataError on a file of another shape."""
    return AsideWords(load_yaml(LANGUAGES / language / "asides.yaml", AsideData))
