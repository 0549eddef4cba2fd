"""Noun phrases that a verb of speech reports: its object, its predicate, what stands behind its prepositions."""

from collections.abc import Iterator

from dragoman.assertions.grammar import case_of, is_reflexive, lemma
from dragoman.assertions.reported_words import ReportedWords, Stretch
from dragoman.assertions.sharing import is_passive_cue
from dragoman.assertions.speech_ends import SpeechEnds
from dragoman.languages.speech import Speech, SpeechVerb
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

COMPARED = "comme"
INDEFINITE = frozenset({"un", "une"})
OPENING = frozenset({"«", "“", '"'})
# The longest insertion between a verb and its object (", en outre,"), and how far behind the verb the object begins.
LONGEST_INSERTION, FARTHEST_OBJECT = 6, 9


class ContentNouns:
    """Finds the noun phrases that the verbs of one sentence report."""

    def __init__(self, text: ReadText, sentence: Sentence, speech: Speech) -> None:
        self._whole = text.document.text
        self._sentence = sentence
        self._speech = speech
        self._words = ReportedWords(text, sentence, speech)
        self._ends = SpeechEnds(text, sentence, speech)

    def oblique(self, verb: Token, entry: SpeechVerb) -> Stretch | None:
        """The noun phrase behind one of the prepositions that a verb of speech takes ("met en garde contre…")."""
        wanted = {fold(preposition) for preposition in entry.oblique}
        fixed = {part for words in entry.with_ for part in fold(words).split()}
        for child in self._beside(verb, fixed, told="object" in entry.audience):
            if child.start < verb.start or not self._is_behind(child, wanted) or lemma(child) in fixed:
                continue
            if self._is_time(child) or not self._is_content(child, entry):
                continue
            if entry.act == "warn" and self._is_bare_participle(verb):
                # "Menacé d'assassinat par X, il se cache": nobody is told to have said so.
                continue
            if child.chunk is not None and child.chunk.head.actor_kind == "place":
                # "a appelé les dirigeants à Lima": where they are.
                continue
            # "exhorte X à la retenue": the preposition is part of what is asked, as before an infinitive.
            asked = entry.act == "ask"
            inside = [t for t in self._sentence.subtree(child) if asked or t.dep != "case" or t.head != child.index]
            if is_passive_cue(self._sentence, verb):
                # "considérés comme des rebelles par Apia": who considers them so is no part of it.
                agent = next((t.start for t in inside if t.start > child.start and fold(t.text) == "par"), None)
                inside = [t for t in inside if agent is None or t.start < agent]
            first = min(t.start for t in inside)
            if entry.marked and not self._is_marked(first):
                continue
            if entry.quoted and not (any(map(self._sentence.is_quoted, inside)) or self._is_uttered(verb)):
                # "s'inquiète de la crise": a feeling, nothing is said.
                continue
            if case_of(self._sentence, child) == COMPARED and self._is_viewed(verb):
                # "X, qu'elle considère comme un ennemi": what it thinks, in passing.
                continue
            return self._ends.until_close(self._with_object(verb, child, first), verb, least=max(t.end for t in inside))
        return None

    def _is_uttered(self, verb: Token) -> bool:
        """ "s'est inquiété de A", "Dans leur communiqué, ils s'inquiètent de A": whether a feeling was put in words."""
        compound = any(part.feats.get("VerbForm") == "Fin" for part in self._sentence.children(verb, "aux"))
        return compound or any(lemma(t) in self._speech.texts for t in self._sentence.tokens[: verb.index])

    def _is_bare_participle(self, verb: Token) -> bool:
        past = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past"
        return past and verb.dep.startswith(("advcl", "acl")) and not any(self._sentence.children(verb, "aux"))

    def _with_object(self, verb: Token, predicate: Token, first: int) -> int:
        """ "considère X comme « un échec »": where what is told begins, at that of which the predicate is said."""
        if case_of(self._sentence, predicate) != COMPARED:
            return first
        named = (t for t in self._sentence.children(verb, "obj") if verb.start < t.start < first)
        words = (t.start for child in named for t in self._sentence.subtree(child))
        return min((at for at in words if at > verb.end), default=first)

    def _is_viewed(self, verb: Token) -> bool:
        """Whether the object of a verb is a relative pronoun before it, and nothing quoted stands behind."""
        quoted = any(t.start > verb.end for t in self._sentence.tokens if self._sentence.is_quoted(t))
        before = self._sentence.tokens[max(0, verb.index - LONGEST_INSERTION) : verb.index]
        commas = {t.index + 1 for t in before if t.text == ","}
        return not quoted and any(t.index in commas and fold(t.text).strip("'") in ("que", "qu") for t in before)

    def _is_behind(self, noun: Token, prepositions: set[str]) -> bool:
        """Whether a noun stands behind one of some prepositions, alone or with a quantity ("à plus de retenue")."""
        case = case_of(self._sentence, noun)
        first, _, quantity = case.partition(" ")
        return case in prepositions or (first in prepositions and quantity.split(" ")[0] in self._speech.comparing)

    def _beside(self, verb: Token, fixed: set[str], *, told: bool) -> Iterator[Token]:
        """What hangs on a verb, and on the fixed words behind it ("prend acte de la décision").

        `told`: the object is the one who is told, on whom the tree may hang the rest ("exhorte les partis au calme").
        """
        for child in self._sentence.children(verb, "obl", "obj", "xcomp", "nmod", "iobj", "advmod"):
            yield child
            if lemma(child) in fixed or fold(child.text) == "que":
                yield from self._sentence.children(child, "nmod", "obl")
            elif (fixed or told) and child.dep == "obj" and child.start > verb.start:
                # "met en garde les prisonniers contre…"
                below = self._sentence.children(child, "nmod", "obl")
                yield from (each for each in below if case_of(self._sentence, each) != "de")

    def _is_content(self, noun: Token, entry: SpeechVerb) -> bool:
        """Whether the lists of an entry let a noun be what is said."""
        if entry.told and self._only_points(noun):
            return False
        blocked, asked = {fold(name) for name in entry.not_objects}, {fold(name) for name in entry.objects}
        names = {lemma(noun), fold(noun.text)}
        return not names & blocked and (not asked or bool(names & asked))

    def _only_points(self, noun: Token) -> bool:
        """ "annonce cette décision à la presse": a demonstrative noun with nothing that tells what it is."""
        pointed = any(lemma(det) == "ce" for det in self._sentence.children(noun, "det"))
        return pointed and not any(True for _ in self._sentence.children(noun, "amod", "nmod", "acl", "appos"))

    def _begins_quoted(self, first: int) -> bool:
        return any(t.start == first and t.text in OPENING for t in self._sentence.tokens)

    def _is_marked(self, first: int) -> bool:
        """Whether a phrase that begins at an offset is quoted or has an indefinite article."""
        token = next((t for t in self._sentence.tokens if t.start >= first), None)
        if token is None:
            return False
        follows = self._sentence.tokens[min(token.index + 1, len(self._sentence.tokens) - 1)]
        quoted = token.text in OPENING or follows.text in OPENING or self._sentence.is_quoted(token)
        return quoted or fold(token.text) in INDEFINITE

    def of_object(self, verb: Token, entry: SpeechVerb) -> Stretch | None:
        """The object of a verb that is itself the act ("condamne l'attaque"), or the predicate of "se dire"."""
        if COMPARED in entry.oblique and self._is_viewed(verb):
            return None
        passive = is_passive_cue(self._sentence, verb)
        deps = ("nsubj",) if passive else ("obj", "xcomp", "obl")
        predicate = self._predicate(verb)
        if predicate is not None:
            return self._ends.until_close(predicate.start, verb)
        children = list(self._sentence.children(verb, *deps))
        if not passive and any(child.start < verb.start and lemma(child) == "que" for child in children):
            # "le texte que X a proposé viole la Charte": a relative is the object already.
            return None
        placed = None if passive else self._by_place(verb, entry)
        if placed is not None and all(self._is_below(child, placed) for child in children if child.dep == "obj"):
            # "reproche à X son accord, …": the tree took a later noun for the object.
            return placed
        if not any(child.start > verb.start for child in children) and not passive:
            # "n'a ni confirmé ni démenti la frappe": the object of the next verb is this one's too.
            for other in self._sentence.children(verb, "conj"):
                children += self._sentence.children(other, "obj")
        for child in children:
            if not self._can_be_object(child, verb, entry, passive=passive) or self._is_time(child):
                continue
            if {lemma(child), fold(child.text)} & {fold(name) for name in entry.not_objects}:
                # "rappeler son ambassadeur": whatever else stands there, nothing is said.
                return None
            if not self._is_content(child, entry):
                continue
            if entry.told and child.chunk is not None and child.chunk.head.actor_kind == "person":
                # "ont confirmé le ministre X": in an office, by vote.
                return None
            tree = list(self._sentence.subtree(child))
            first = min(t.start for t in tree if t.start >= child.start or not _is_outside(t))
            ends = max(t.end for t in tree)
            if "quote" not in entry.complements and self._begins_quoted(first):
                # "souligne « deux mots »": words that are shown, not said.
                return None
            if entry.marked and not self._is_marked(first):
                return None
            if passive:
                return self._words.trimmed(first, min(ends, verb.start))
            return self._ends.until_close(first, verb, least=min(ends, self._sentence.end))
        return placed

    def _is_below(self, noun: Token, placed: Stretch) -> bool:
        """Whether a noun stands behind some words, or is a genitive in them ("a condamné à X la reprise des tirs")."""
        genitive = fold(self._sentence.tokens[noun.index - 1].text) == "des" and case_of(self._sentence, noun) == "de"
        return noun.start > placed[1] or (genitive and noun.start > placed[0])

    def predicate(self, verb: Token, entry: SpeechVerb) -> Stretch | None:
        """The adjective behind "se dire" and what belongs to it, or one said of the object of "juger"."""
        if "predicate" not in entry.complements and not is_reflexive(self._sentence, verb):
            return None
        for child in self._sentence.children(verb, "xcomp", "obj"):
            between = self._sentence.tokens[verb.index + 1 : child.index]
            if any(fold(t.text).strip("'") in ("que", "qu") for t in between):
                continue
            if child.pos == "ADJ" and child.start > verb.start and self._is_content(child, entry):
                least = max(t.end for t in self._sentence.subtree(child))
                return self._ends.until_close(child.start, verb, least=least)
        return self._judged(verb) if "predicate" in entry.complements else None

    def _judged(self, verb: Token) -> Stretch | None:
        """ "juge la situation « tendue »": the object and what is quoted of it."""
        for child in self._sentence.children(verb, "obj"):
            if child.start < verb.start or self._sentence.is_quoted(child):
                continue
            said = [t for t in self._sentence.subtree(child) if t.start > child.end and self._sentence.is_quoted(t)]
            if any(t.pos in ("ADJ", "VERB") and t.head == child.index for t in said):
                first = min(t.start for t in self._sentence.subtree(child) if t.start > verb.end)
                return self._ends.until_close(first, verb, least=max(t.end for t in said))
        return None

    def _predicate(self, verb: Token) -> Token | None:
        """ "se dit prêt à…", "se dit préoccupé par…": the tree takes the verb for an auxiliary."""
        above = self._sentence.governor(verb) if verb.dep.startswith("aux") else None
        if above is None or above.index < verb.index:
            return None
        participle = above.pos == "VERB" and above.feats.get("VerbForm") == "Part"
        reflexive = is_reflexive(self._sentence, verb) or is_reflexive(self._sentence, above)
        return above if (above.pos == "ADJ" or participle) and reflexive else None

    def _can_be_object(self, child: Token, verb: Token, entry: SpeechVerb, *, passive: bool) -> bool:
        predicate = child.pos == "ADJ" and is_reflexive(self._sentence, verb)
        # "l'offre" is taken for a verb, its article all the same.
        noun = child.pos in ("NOUN", "PROPN") or any(t.pos == "DET" for t in self._sentence.children(child, "det"))
        if not noun and child.chunk is None and not predicate:
            return False
        if passive:
            return True
        if any(lemma(child) in fold(words).split() for words in entry.with_) and bool(case_of(self._sentence, child)):
            # "note avec satisfaction les progrès"
            return False
        needs_case = is_reflexive(self._sentence, verb) or bool(entry.with_)
        bare = not case_of(self._sentence, child) or needs_case or child.dep.startswith("obj")
        return child.start > verb.start and bare

    def _by_place(self, verb: Token, entry: SpeechVerb) -> Stretch | None:
        """The object that the tree hung elsewhere: the noun phrase behind the verb and what is inserted there."""
        if is_reflexive(self._sentence, verb) or entry.with_ or entry.oblique:
            return None
        tokens = self._sentence.tokens
        at = self._behind_insertions(verb.index + 1)
        if at >= len(tokens) or at > verb.index + FARTHEST_OBJECT or tokens[at].pos != "DET":
            return None
        head = next((t for t in tokens[at : at + 4] if t.pos in ("NOUN", "PROPN") or t.chunk is not None), None)
        if head is None or self._is_time(head) or not self._is_content(head, entry):
            return None
        if entry.told and head.chunk is not None and head.chunk.head.actor_kind == "person":
            return None
        if entry.marked and not self._is_marked(tokens[at].start):
            return None
        return self._ends.until_close(tokens[at].start, verb, least=head.end)

    def _behind_insertions(self, at: int) -> int:
        """The index behind adverbs and short insertions between commas that begin at an index."""
        tokens = self._sentence.tokens
        while at < len(tokens):
            if tokens[at].pos == "ADV":
                at += 1
                continue
            told = tokens[at : at + 3]
            named = next((i for i, t in enumerate(told) if i and t.chunk is not None), None)
            to = named is not None and fold(told[0].text) in ("a", "au", "aux")
            if named is not None and to and told[1].pos in ("DET", told[named].pos):
                # "reproche à la Zambie son accord"
                at += named + 1
                continue
            closing = next((t.index for t in tokens[at + 1 : at + 2 + LONGEST_INSERTION] if t.text == ","), None)
            if tokens[at].text != "," or closing is None:
                return at
            if any(t.pos in ("VERB", "AUX") for t in tokens[at:closing]):
                return at
            at = closing + 1
        return at

    def _is_time(self, token: Token) -> bool:
        return any(time.start <= token.start < time.end for time in self._sentence.times)


def _is_outside(token: Token) -> bool:
    """Whether a word before a noun is no part of what is said: a preposition, a comma, an adverb ("tout" is none)."""
    return token.text == "," or (token.pos in ("ADP", "CCONJ", "ADV") and lemma(token) != "tout")
