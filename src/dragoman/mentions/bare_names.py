"""Full names with no role beside them that the document shows to be people's all the same.

Organisations speak too, so a verb of speech beside a name is not enough: the first word must be a given name, the verb
one of people alone, or the last word must stand alone elsewhere as a surname does.
"""

import re
from collections.abc import Collection, Iterable

from dragoman.languages.speech import Speech
from dragoman.mentions.name_shape import NameShape
from dragoman.mentions.people import NameSpan
from dragoman.mentions.scene import Scene
from dragoman.model.names import fold, sound_key
from dragoman.register import Register

# How far from a name a verb of speech is looked for, in characters, and over how many words.
REACH = 60
# The mark behind the label of a turn, and labels that are initials alone ("V. R.-M. :").
LABEL_END = re.compile(r"\s?:\s")
INITIAL_LABEL = re.compile(r"(?:^|\n)\s*((?:[A-ZÀ-Þ]\.[\s-]?){2,4})\s?:\s")
LONGEST_GROUP = 5
# Auxiliaries of speech; "est" and its like are passive ("X est accusé") but for reflexive verbs.
PASSIVE = frozenset({"est", "sont", "etait", "etaient", "sera"})
REFLEXIVE = frozenset({"s", "se"})


class BareNames:
    """Finds them in one text."""

    def __init__(self, scene: Scene, names: Iterable[NameSpan], speech: Speech) -> None:
        self._scene = scene
        self._names = list(names)
        self._shape = NameShape(scene)
        self._bridges = scene.titles.bridges
        self._speech = speech
        self._clitics = {word.strip("'") for word in speech.clitics}

    def find(self, evident: Collection[int]) -> dict[int, str]:
        """Why a name is a person's, by its start; `evident` are the starts of those that need no more."""
        full = [n for n in self._names if n.hit is None and n.start not in evident and self._shape.is_person(n)]
        full = [name for name in full if not self._shape.is_thing(name.start)]
        if not full:
            return {}
        found = self._addressed_later(full, evident) | self._labelling(full)
        found |= {
            n.start: "age behind the name" for n in full if self._bridges["role_age"].match(self._scene.text, n.end)
        }
        spoken: dict[str, bool] = {}
        for name in full:
            reason = None if name.start in found else self._spoken(name, spoken)
            if reason is not None:
                found[name.start] = reason
        return found

    def _addressed_later(self, full: Iterable[NameSpan], evident: Collection[int]) -> dict[int, str]:
        """ "Camila Arrospide dirige … a estimé Mme Arrospide": the one full name that ends as the addressed one."""
        by_surname: dict[str, dict[str, list[NameSpan]]] = {}
        for name in full:
            by_surname.setdefault(sound_key(name.words[-1]), {}).setdefault(sound_key(name.text), []).append(name)
        found: dict[int, str] = {}
        for short in self._names:
            if short.start in evident and len(short.words) == 1:
                alike = by_surname.get(sound_key(short.text), {})
                if len(alike) == 1:
                    found |= {n.start: "surname behind a form of address elsewhere" for n in next(iter(alike.values()))}
        return found

    def _labelling(self, full: Iterable[NameSpan]) -> dict[int, str]:
        """Names that label turns ("Paolo Villareal : …") in a text where they, or their initials, do so again."""
        text = self._scene.text
        initials = {"".join(filter(str.isupper, match[1])) for match in INITIAL_LABEL.finditer(text)}
        labels: dict[str, list[NameSpan]] = {}
        for name in full:
            if (name.start == 0 or text[name.start - 1] == "\n") and LABEL_END.match(text, name.end):
                labels.setdefault(sound_key(name.text), []).append(name)
        found: dict[int, str] = {}
        for same in labels.values():
            words = re.split(r"[\s-]+", same[0].text)
            if len(same) > 1 or "".join(word[0].upper() for word in words) in initials:
                found |= {name.start: "label of the turns of an interview" for name in same}
        return found

    def _spoken(self, name: NameSpan, surnames: dict[str, bool]) -> str | None:
        before = self._scene.before(name.start, REACH)
        lemmas = self._verb_behind(name) if self._bridges["name_free"].search(before) else ()
        lemmas = lemmas or self._verb_before(before)
        given = self._shape.is_given(name)
        if given and (lemmas or self._bridges["name_source"].search(before) or self._is_behind_quotation(before)):
            return "given name beside a verb of speech"
        if not lemmas:
            return None
        if set(lemmas) & self._scene.titles.human_verbs:
            return "beside a verb of speech of people"
        if self._is_surname_elsewhere(name, surnames):
            return "beside a verb of speech, and by surname elsewhere"
        return None

    def _verb_behind(self, name: NameSpan) -> tuple[str, ...]:
        """The verbs of speech that the words right behind a name may be ("X a affirmé", "X s'est réjoui")."""
        text = self._scene.text[name.end : name.end + REACH]
        if not text[:1].isspace() or text[:1] == "\n":
            return ()
        return self._group(_words(text))

    def _verb_before(self, before: str) -> tuple[str, ...]:
        """The verbs of speech that the words right before a name may be, inverted (", a raconté X")."""
        for mark in (",", "»", "”", '"', "–", "—"):
            clause = before.rpartition(mark)[2]
            if mark in before and len(clause.split()) <= LONGEST_GROUP and clause[-1:].isspace():
                lemmas = self._group(_words(clause), whole=True)
                if lemmas:
                    return lemmas
        return ()

    def _is_behind_quotation(self, before: str) -> bool:
        """Whether a few words with a verb of speech, or a single word, stand between a quotation and the name."""
        quoted = self._bridges["name_quoted"].search(before)
        if quoted is None:
            return False
        words = _words(quoted["words"])
        return len(words) == 1 or bool(self._group(words))

    def _group(self, words: list[str], *, whole: bool = False) -> tuple[str, ...]:
        """What the verb group at the head of some folded words may be a form of; `whole`: it must be all of them."""
        reflexive = False
        at = 0
        while at < len(words) and words[at] in self._clitics | {"comme", "et", "mais", "ainsi"}:
            reflexive = reflexive or words[at] in REFLEXIVE
            at += 1
        if at >= len(words):
            return ()
        finite = self._speech.finite.get(words[at], ())
        if words[at] in self._speech.auxiliaries:
            if words[at] in PASSIVE and not reflexive:
                return ()
            at = self._past_adverbs(words, at + 1)
            finite = self._speech.participles.get(words[at], ()) if at < len(words) else ()
        return finite if not whole or self._past_adverbs(words, at + 1) == len(words) else ()

    def _past_adverbs(self, words: list[str], at: int) -> int:
        while at < len(words) and (
            words[at] in self._speech.adverbs or words[at] in ("pas", "ete") or words[at].endswith("ment")
        ):
            at += 1
        return at

    def _is_surname_elsewhere(self, name: NameSpan, known: dict[str, bool]) -> bool:
        """Whether the last word of a name stands alone beside a verb of speech in the document."""
        last = fold(name.words[-1])
        if last not in known:
            known[last] = any(
                len(short.words) == 1
                and fold(short.text) == last
                and bool(self._verb_behind(short) or self._verb_before(self._scene.before(short.start, REACH)))
                for short in self._names
            )
        return known[last]


def given_names_of(register: Register) -> frozenset[str]:
    """The folded first words of the names of people, without initials."""
    first = (fold(form.text.split()[0]) for form in register.forms if form.use == "person" and " " in form.text)
    return frozenset(word for word in first if len(word) > 2 and word.isalpha())


def _words(text: str) -> list[str]:
    return fold(text).replace("'", " ").split()
