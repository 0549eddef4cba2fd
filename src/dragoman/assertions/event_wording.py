"""The words that a frame of a verb needs beside it: its noun, fixed words, what it governs."""

from collections.abc import Sequence
from functools import cache, cached_property

from dragoman.assertions.event_clitics import relative_case
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_hanging import complements
from dragoman.assertions.event_objects import placed, taken_up
from dragoman.assertions.frames import EventVerb
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.names import Folded, fold
from dragoman.model.sentence import Chunk, ReadText, Sentence, Token

# How many tokens behind a verb its fixed words may begin.
FARTHEST_WORDS = 4
# How many tokens before a relative with a preposition its noun may stand.
FARTHEST_ANTECEDENT = 14
LONGEST_REACH = 14
QUOTES = frozenset({"«", "»", '"', "“", "”", "'", "‘", "’"})
# What those verbs make of an infinitive that ask for something or offer it.
ASKED = frozenset({"requested", "proposed"})
# What ends a clause.
STOPS = frozenset({".", ",", ";", "»", "!"})
COMPLEMENTS = {"infinitive": ("Inf",), "clause": ("Fin",), "any": ("Inf", "Fin")}
# How many tokens behind a verb what it calls something may stand, and how many between that and its preposition.
FARTHEST_NAME, LONGEST_NAME = 18, 4
# Fixed words as many as these may stand behind the object, however long that is.
LONG = 4
# How many sentences back the text lies that a pronoun means.
FARTHEST_TEXT = 5


@cache
def _parts(words: str) -> list[str]:
    return [part.strip("'") for part in fold(words).replace("'", "' ").split()]


def _forms_of(token: Token) -> set[str]:
    folded = fold(token.text)
    return {lemma(token), folded, folded.rstrip("s")}


def is_beside(text: ReadText, sentence: Sentence, token: Token, words: Sequence[str]) -> bool:
    """Whether one of the words stands right around a trigger or among what it governs."""
    near = [t for t in sentence.tokens[max(0, token.index - 2) : token.index + 6] if not _is_auxiliary(t)]
    raw = [text.document.text[t.start : t.end] for t in near]
    # One word each, so that "porte-parole" holds no "porte".
    said = " ".join(fold(word.replace("-", "_")) for word in raw)
    single = {form for t in near if t.chunk is None for form in (lemma(t), fold(t.text), fold(t.text).rstrip("s"))}
    single |= {lemma(child) for child in sentence.children(token) if not _is_auxiliary(child) and child.chunk is None}
    return any(fold(word) in single or f" {fold(word)} " in f" {said} " for word in words)


def _is_auxiliary(token: Token) -> bool:
    return token.dep.startswith(("aux", "cop")) and token.feats.get("VerbForm") != "Inf"


class VerbWording:
    """Holds the frames of verbs against the words of one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, data: EventData) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data
        self._following: dict[int, list[str]] = {}

    def needed_noun(self, verb: Token, frame: EventVerb) -> Token | None:
        """The object or oblique noun that a frame needs, or what that noun is about, if it is there."""
        if not self._may_stand(verb, frame):
            return None
        noun = self._own_noun(verb, frame)
        return noun if noun is None or not frame.of_noun else self._below(noun, frame.of_noun)

    def _may_stand(self, verb: Token, frame: EventVerb) -> bool:
        """Whether a noun that a frame needs stands in the sentence, or may stand before it and be meant by a pronoun.

        Nearly all frames of a verb are told by this that they do not fit.
        """
        if not frame.object_noun and not frame.oblique_noun:
            return False
        wanted = (frame.object_noun, *frame.oblique_noun.values())
        if frame.taken_up or "y" in self._forms or lemma(verb) in self._data.adopting:
            return True
        return not all(self._forms.isdisjoint(nouns) for nouns in wanted)

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The forms under which the words of the sentence may be a wanted noun."""
        forms: set[str] = set()
        for token in self._sentence.tokens:
            if token.chunk is None:
                forms |= _forms_of(token)
            else:
                forms |= self._first_words(token.chunk)
        return frozenset(forms)

    def _first_words(self, chunk: Chunk) -> set[str]:
        """The word that opens a name, as a noun: "l'ambassadeur de X" is both, like "les ambassadrices"."""
        said = self._text.document.text[chunk.start : chunk.end]
        firsts = {fold(words).replace("'", " ").partition(" ")[0] for words in (chunk.head.text, said)}
        return firsts | {word.rstrip("s") for word in firsts}

    def _below(self, measure: Token, wanted: frozenset[str]) -> Token | None:
        """ "l'expulsion de deux diplomates", "sa participation au traité": the noun that a measure is about.

        None where others take the measure.
        """
        about = list(self._sentence.children(measure, "nmod", "obl"))
        found = (self._noun_in(c, wanted) for c in about if case_of(self._sentence, c) in ("de", "a"))
        noun = next((token for token in found if token is not None), None)
        by = [*about, *(self._sentence.children(noun, "nmod", "obl") if noun is not None else ())]
        return None if any(case_of(self._sentence, child) == "par" for child in by) else noun

    def _own_noun(self, verb: Token, frame: EventVerb) -> Token | None:
        wanted = frame.object_noun
        deps = ("nsubj", "obj", "obl") if is_passive(self._sentence, verb) else ("obj", "xcomp", "obl", "nmod")
        called = set(map(fold, frame.called_by)) if wanted else ()
        for child in self._sentence.children(verb, *deps) if wanted else ():
            if case_of(self._sentence, child) in called:
                # "qualifie de provocation la visite de X": not what it is called.
                continue
            bare = ("",) if child.dep == "nmod" else ("", "de")
            if case_of(self._sentence, child) not in bare and not child.dep.startswith("obj"):
                continue
            found = self._noun_in(child, wanted)
            if found is not None:
                return found
        for child in self._sentence.children(verb, "xcomp") if wanted and lemma(verb) in self._data.causing else ():
            for below in self._sentence.children(child, "obj"):
                found = self._noun_in(below, wanted)
                if found is not None:
                    return found
        governor = self._sentence.governor(verb)
        if wanted and governor is not None and verb.dep.startswith("acl") and lemma(governor) in wanted:
            # "les sanctions imposées par X": the participle stands on its object.
            return governor
        relative = self._before_que(verb, wanted) if wanted else None
        if relative is not None:
            return relative
        there = self._there(verb, frame)
        if there is not None:
            return there
        meant = self._it(verb, frame) if wanted else None
        if meant is not None:
            return meant
        for preposition, nouns in frame.oblique_noun.items():
            plain = [c for c in self._sentence.children(verb, "obl") if c.chunk is None and preposition == "pour"]
            # "a voté à une large majorité pour l'entrée de X"
            deep = [c for above in plain for c in self._sentence.children(above, "nmod")]
            for child in (*self._sentence.children(verb, "obl", "obj", "xcomp", "nmod"), *deep):
                if case_of(self._sentence, child) == fold(preposition):
                    found = self._noun_in(child, nouns) or self._carried(child, nouns, frame)
                    if found is not None:
                        return found
            of_relative = self._before_which(verb, fold(preposition), nouns)
            if of_relative is not None:
                return of_relative
            there = placed(self._text, self._sentence, verb, nouns)
            if there is not None and fold(preposition) == "a":
                return there
        return taken_up(self._text, self._sentence, verb, wanted) if frame.taken_up else None

    def _before_which(self, verb: Token, preposition: str, wanted: frozenset[str]) -> Token | None:
        """ "le sommet de X à Y, auquel Z a assisté": the wanted noun that stands last before such a relative."""
        for which in self._sentence.children(verb, "obl", "iobj", "nsubj"):
            if relative_case(self._sentence, which) != preposition:
                continue
            for token in reversed(self._sentence.tokens[max(0, which.index - FARTHEST_ANTECEDENT) : which.index]):
                if token.pos == "NOUN" and token.chunk is None and lemma(token) in wanted:
                    return token
        return None

    def _before_que(self, verb: Token, wanted: frozenset[str]) -> Token | None:
        """ "a salué l'accord que X et Y ont signé": the noun right before a "que" that the tree takes for a mark."""
        for mark in self._sentence.children(verb, "mark"):
            if mark.index and fold(mark.text).strip("'") in ("que", "qu"):
                before = self._sentence.tokens[mark.index - 1]
                return self._noun_in(before, wanted) if before.pos == "NOUN" and before.chunk is None else None
        return None

    def _carried(self, token: Token, wanted: frozenset[str], frame: EventVerb) -> Token | None:
        """ "a assisté à l'ouverture du sommet": the meeting that is opened, held or closed."""
        if frame.type != "CONSULT" or lemma(token) not in self._data.carrying:
            return None
        below = (self._noun_in(child, wanted) for child in self._sentence.children(token, "nmod"))
        return next((noun for noun in below if noun is not None), None)

    def _there(self, verb: Token, frame: EventVerb) -> Token | None:
        """ "n'y ont pas pris part": a "y" that stands for the meeting named just before."""
        clitic = next((c for c in self._sentence.children(verb) if c.pos == "PRON" and fold(c.text) == "y"), None)
        wanted = frame.oblique_noun.get("à", Folded())
        if clitic is None or frame.type != "CONSULT" or not wanted:
            return None
        before = [s for s in self._text.sentences if s.end <= self._sentence.start][-1:]
        near = [t for s in (*before, self._sentence) for t in s.tokens if t.start < clitic.start and t.chunk is None]
        return clitic if any({lemma(t), fold(t.text).rstrip("s")} & wanted for t in near) else None

    def _it(self, verb: Token, frame: EventVerb) -> Token | None:
        """ "L'accord… Le Sénat l'a ratifié": a pronoun for the last text named, where the verb signs or adopts it."""
        said = ("le", "la", "l", "les")
        clitics = (c for c in self._sentence.children(verb, "obj") if c.pos == "PRON" and c.chunk is None)
        clitic = next((c for c in clitics if fold(c.text).strip("'") in said), None)
        if clitic is None or frame.type != "SUPPORT" or lemma(verb) not in self._data.adopting:
            return None
        wanted = frame.object_noun
        before = [s for s in self._text.sentences if s.end <= self._sentence.start][-FARTHEST_TEXT:]
        for sentence in (self._sentence, *reversed(before)):
            for token in reversed(sentence.tokens):
                if token.start < clitic.start and token.chunk is None and lemma(token) in wanted:
                    return clitic
        return None

    def _noun_in(self, token: Token, wanted: frozenset[str], depth: int = 0) -> Token | None:
        """The wanted noun at a token, coordinated with it, or behind a quantity ("une série de sanctions")."""
        if depth > 2:
            return None
        if token.chunk is not None:
            return token if self._first_words(token.chunk) & wanted else None
        if _forms_of(token) & wanted:
            return token
        for child in self._sentence.children(token, "conj"):
            found = self._noun_in(child, wanted, depth + 1)
            if found is not None:
                return found
        if lemma(token) in self._data.quantifiers or token.pos == "NUM":
            for child in self._sentence.children(token, "nmod", "obl", "amod"):
                found = self._noun_in(child, wanted, depth + 1)
                if found is not None:
                    return found
        return None

    def may_have_words(self, verb: Token, frame: EventVerb) -> bool:
        """Whether the first word of one of the fixed words of a frame stands behind its verb at all."""
        behind = self._behind(verb)
        return any(_parts(words)[0] in behind for words in frame.with_)

    def has_words(self, verb: Token, frame: EventVerb, noun: Token | None = None) -> bool:
        """Whether one of the fixed words of a frame follows its verb, or the object that it needs."""
        if not frame.with_:
            return True
        behind = self._behind(verb)
        nearest = FARTHEST_WORDS + (max(0, noun.index - verb.index) if noun is not None and frame.object_noun else 0)
        for words in frame.with_:
            parts = _parts(words)
            # What is called a name stands behind the object, however long that is.
            farthest = len(behind) if parts[:1] in (["de"], ["d"], ["pour"]) or len(parts) >= LONG else nearest
            for at in range(farthest + 1):
                if behind[at : at + len(parts)] == parts:
                    return True
        return False

    def _behind(self, verb: Token) -> list[str]:
        """The folded words behind a verb, found once for all its frames."""
        if verb.index not in self._following:
            near = self._sentence.tokens[verb.index + 1 : verb.index + LONGEST_REACH]
            self._following[verb.index] = [fold(t.text).strip("'") for t in near if t.text not in QUOTES]
        return self._following[verb.index]

    def calls(self, verb: Token, frame: EventVerb) -> bool:
        """Whether one of the words that a frame says of its object stands behind the verb, in any form."""
        if not frame.called:
            return True
        wanted = _uninflected_all(tuple(frame.called))
        openers = {fold(word) for word in frame.called_by}
        behind = [t for t in self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_NAME] if t.text not in QUOTES]
        for at, token in enumerate(behind):
            if token.text == ";" or fold(token.text) in ("que", "qui", "qu'"):
                return False
            named = token.chunk is not None and token.chunk.head.actor is not None
            if named or uninflected(token.text) not in wanted:
                continue
            before = behind[max(0, at - LONGEST_NAME) : at]
            if not openers or any(lemma(t) in openers or fold(t.text).strip("'") in ("d", "des") for t in before):
                return True
        return False

    def governs(self, verb: Token, frame: EventVerb) -> bool:
        """Whether a verb governs the infinitive or clause that its frame asks for."""
        if frame.complement is None:
            return True
        if frame.complement == "nothing":
            return self._is_last(verb)
        if frame.complement == "none":
            return not any(c.feats.get("VerbForm") == "Inf" for c in self._sentence.children(verb, "xcomp", "obj"))
        forms = COMPLEMENTS[frame.complement]
        for child in complements(self._sentence, verb, self._data):
            marks = {fold(mark.text).strip("'") for mark in self._sentence.children(child, "mark")}
            apart = any(t.text == ";" for t in self._sentence.tokens[verb.index : child.index])
            if apart or marks & self._data.aims or marks & {"si", "s"}:
                # "a demandé s'il…" asks for nothing.
                continue
            asked = [child, *self._sentence.children(child, "aux:pass")]
            if child.start > verb.start and any(part.feats.get("VerbForm") in forms for part in asked):
                return True
            if "Fin" in forms and child.dep == "ccomp":
                return True
        return False

    def _is_last(self, verb: Token) -> bool:
        """ "Dakar a demandé… Le Mali a refusé.": whether a verb ends its clause, and what it answers stands before."""
        behind = self._sentence.tokens[verb.index + 1 : verb.index + 2]
        if behind and behind[0].text not in STOPS:
            return False
        governed = self._sentence.children(verb, "obj", "iobj", "xcomp", "ccomp")
        own = next(self._sentence.children(verb, "nsubj"), None)
        if own is None or own.pos == "PRON" or any(True for _ in governed):
            return False
        before = [s for s in self._text.sentences if s.end <= self._sentence.start]
        told = [*(before[-1].tokens if before else ()), *self._sentence.tokens[: verb.index]]
        return any(lemma(t) in self._data.demands or self._data.infinitives.get(lemma(t)) in ASKED for t in told)


def uninflected(word: str) -> str:
    """A folded word without the endings of number and gender, so that the forms of an adjective are one."""
    bare = fold(word).rstrip("s").rstrip("x").rstrip("e")
    for feminine, masculine in (("eus", "eu"), ("iv", "if"), ("nn", "n"), ("ll", "l"), ("au", "al")):
        if bare.endswith(feminine):
            return bare.removesuffix(feminine) + masculine
    return bare


@cache
def _uninflected_all(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(uninflected, words))
