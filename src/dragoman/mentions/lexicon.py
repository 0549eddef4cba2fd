"""The forms of the register, found in a text in one pass (Aho-Corasick over the folded text)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import ahocorasick

from dragoman.model.names import fold
from dragoman.register import Form, Register

# A form of a foreign language counts only where it cannot be a word or a given name of this one.
FOREIGN_USES = frozenset({"name", "acronym", "person", "surname"})
FOREIGN_KINDS = frozenset({"organisation", "bloc", "body", "armed_group", "person", "company"})
SHORTEST_FOREIGN_ACRONYM = 3
SHORTEST_SURNAME = 3
SHORTEST_CAPITALISED_ACRONYM = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that are a form of the register: every form of that wording, whatever its use."""

    start: int
    end: int
    text: str
    forms: tuple[Form, ...]

    def of_use(self, *uses: str) -> tuple[Form, ...]:
        """The forms of the uses named."""
        return tuple(form for form in self.forms if form.use in uses)

    @property
    def actors(self) -> tuple[str, ...]:
        """Every actor that the words may stand for, each once."""
        return tuple(dict.fromkeys(actor for form in self.forms for actor in form.actors))


class Lexicon:
    """All forms of the register that may stand in a text of one language.

    `not_names` are wordings that contain a form and are none ("delta du Niger"); they are found and dropped.
    """

    def __init__(self, register: Register, language: str, not_names: Collection[str] = ()) -> None:
        groups: dict[str, dict[Form, None]] = defaultdict(dict)
        native = {fold(form.text) for form in register.forms if form.language == language}
        for form in register.forms:
            if self._admits(register, form, language, native):
                groups[fold(form.text)][form] = None
        for words in not_names:
            groups.setdefault(fold(words), {})
        self._automaton = ahocorasick.Automaton()
        for key, forms in groups.items():
            self._automaton.add_word(key, (len(key), tuple(forms)))
        self._automaton.make_automaton()

    @staticmethod
    def _admits(register: Register, form: Form, language: str, native: Collection[str]) -> bool:
        if form.language == language:
            return True
        if form.use not in FOREIGN_USES or register.actors[form.actors[0]].kind not in FOREIGN_KINDS:
            return False
        if fold(form.text) in native or fold(form.text).startswith(
            ("la ", "le ", "les ", "el ", "los ", "las ", "the ")
        ):
            # A name with its article would swallow the article of the sentence.
            return False
        if form.use == "acronym":
            return len(form.text) >= SHORTEST_FOREIGN_ACRONYM
        return form.use in ("person", "surname") or " " in form.text

    def find(self, text: str) -> list[Hit]:
        """The longest, leftmost hits in `text`, in order; they never overlap.

        Where one ends inside of another that is as long, the latter counts: "chefs d'Etat de l'Union africaine".
        """
        folded = fold(text)
        found: list[tuple[int, int, tuple[Form, ...]]] = []
        for last, (length, forms) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if _inside_word(folded, start, end):
                continue
            fitting = tuple(form for form in forms if _written_as(form, text[start:end]))
            if fitting or not forms:
                found.append((start, end, fitting))
        found.sort(key=lambda item: (item[0], -item[1]))
        hits, taken = [], 0
        for index, (start, end, forms) in enumerate(found):
            if start >= taken and not _cuts_longer(found, index):
                taken = end
                if forms:
                    hits.append(Hit(start, end, text[start:end], forms))
        return hits


def _cuts_longer(found: list[tuple[int, int, tuple[Form, ...]]], index: int) -> bool:
    """Whether a name of several words ends inside of a name that goes on behind it and is at least as long."""
    start, end, forms = found[index]
    if not forms or forms[0].use != "name" or " " not in forms[0].text:
        return False
    for later, stop, others in found[index + 1 :]:
        if later >= end:
            return False
        named = bool(others) and others[0].use == "name" and " " in others[0].text
        if later > start and stop > end and stop - later >= end - start and named:
            return True
    return False


def _inside_word(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return before.isalnum() or after.isalnum()


def _written_as(form: Form, words: str) -> bool:
    """Whether the words are written as this form may be: acronyms in capitals, names with one, adjectives anyhow."""
    if form.exact:
        return [c.isupper() for c in words] == [c.isupper() for c in form.text]
    if form.use == "acronym":
        if words == form.text:
            return True
        letters = [c for c in words if c.isalpha()]
        if form.text.isupper() and all(c.isupper() for c in letters):
            return True
        capitalised = words[:1].isupper() and words[1:].islower()
        return capitalised and len(words) >= SHORTEST_CAPITALISED_ACRONYM
    if form.use == "demonym":
        return True
    if form.use in ("name", "body") and words.count(" ") + words.count("-") >= 3:
        return True
    if form.text[:1].islower():
        return True
    if form.use == "surname" and words.isupper() and len(words) <= SHORTEST_SURNAME:
        # "le XI Congrès" is no Xi.
        return False
    if form.use == "name" and " " in words and not words[:1].isupper():
        # "du sultanat d'Oman": the generic word may be small, the proper one not.
        return words.rsplit(" ", 1)[-1].lstrip("dDlL'’")[:1].isupper()
    return words[:1].isupper()
