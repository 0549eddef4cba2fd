"""Which language a page and each of its paragraphs is in."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dragoman.documents.layout import Line

# The languages that a page is told apart in; what is in none of them comes out as the nearest.
LANGUAGES = ("fr", "en", "es", "ru", "de", "it", "pt", "ar", "tr", "uk", "zh")

_SCRIPTS = {"ru": "cyrillic", "uk": "cyrillic", "ar": "arabic", "zh": "han"}
_SCRIPT = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "han": re.compile(r"[\u4e00-\u9fff]"),
}
_SAMPLE = 1000
_ENOUGH = 20_000
_PLENTY = 2_000  # where all lines so far are in one wanted language
_SHORT_PAGE = 120
_SHORT_LINE = 60
_SURE = 0.9
_POSSIBLE = 0.09  # one in eleven: nothing speaks for any language
_SUBSTANTIAL = 0.3
_QUOTES = "«\"“„‘'"


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(lines: Sequence[Line], wanted: Collection[str]) -> str:
    """The language of most of a page's text (ISO 639-1), out of LANGUAGES.

    A page in several languages counts as a wanted one that a good part of it is in; too little text to tell counts as
    a wanted language where it may be one.
    """
    weights: Counter[str] = Counter()
    for line in lines:
        if len(line.text) >= _SHORT_LINE:
            sample = line.text[:_SAMPLE]
            language, _ = _identifier().classify(sample)
            weights[language] += len(sample)
            alone = len(weights) == 1 and language in wanted
            if weights.total() >= (_PLENTY if alone else _ENOUGH):
                break
    if weights.total() >= _SHORT_PAGE:
        asked = {language: weight for language, weight in weights.items() if language in wanted}
        pool = asked if asked and max(asked.values()) >= _SUBSTANTIAL * weights.total() else weights
        return max(pool, key=lambda language: (pool[language], language))
    ranked: list[tuple[str, float]] = _identifier().rank(" ".join(line.text[:_SAMPLE] for line in lines[:40])[:_SAMPLE])
    for language, share in ranked:
        if language in wanted and share >= _POSSIBLE:
            return language
    return ranked[0][0]


def find_foreign(line: Line, language: str, words_of: Mapping[str, frozenset[str]]) -> str | None:
    """The language of a paragraph that is surely not in the page's, else None; a quotation is never foreign.

    `words_of`: the commonest short words of each language, which must bear the verdict out.
    """
    text = line.text[:_SAMPLE]
    if text[0] in _QUOTES:
        return None
    own = _SCRIPTS.get(language, "latin")
    letters = len(_SCRIPT[own].findall(text))
    if 3 * letters < len(text):
        counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPT.items() if script != own}
        most = max(counts.values())
        if most > 2 * letters:
            return _identifier().classify(text)[0] if most >= 3 else None
    words = line.key.split()
    own_words = sum(word in words_of.get(language, ()) for word in words)
    if len(text) < _SHORT_LINE or 5 * own_words > len(words):
        return None
    found, share = _identifier().classify(text)
    their_words = sum(word in words_of.get(found, ()) for word in words)
    return found if found != language and share >= _SURE and their_words > own_words else None
