"""Whether a verb has the sense that its frame means: what its object is, what stands beside it, how it is told."""

from collections.abc import Mapping, Sequence

from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_drafts import FORCE, EventDraft
from dragoman.assertions.event_roles import EventRoles
from dragoman.assertions.event_wording import is_beside
from dragoman.assertions.fillers import Filler
from dragoman.assertions.frames import EventVerb
from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# Types in which "rien" is a thing asked, promised or given.
NOTHING = frozenset({"AGREE", "REQUEST", "AID", "SUPPORT"})
# Kinds of times since or during which something stands.
STANDING_TIMES = frozenset({"since", "duration", "vague", "frequency"})


class VerbSenses:
    """Holds the verbs of one sentence against what their frames ask of names and words around them."""

    def __init__(self, text: ReadText, sentence: Sentence, data: EventData, roles: EventRoles) -> None:
        self._text = text
        self._data = data
        self._sentence = sentence
        self._roles = roles

    def has_names(self, verb: Token, frame: EventVerb, *, passive: bool) -> bool:
        """Whether the subject, object and complements of a verb are what its frame asks for."""
        subject = self._roles.subject_word(verb) if frame.subject_noun else None
        if frame.subject_noun and (subject is None or lemma(subject) not in frame.subject_noun):
            return False
        if frame.object_kinds and not self._has_object_of(verb, frame.object_kinds, passive=passive):
            return False
        return not frame.oblique_kinds or self._has_complement_of(verb, frame.oblique_kinds)

    def _has_object_of(self, verb: Token, kinds: Sequence[str], *, passive: bool) -> bool:
        """Whether the object of a verb, or the subject of a passive, is a name of one of the kinds."""
        filler = self._roles.subject(verb) if passive else self._roles.object(verb)
        if filler is None and "place" in kinds:
            # A town that the register does not know.
            names = [c for c in self._sentence.children(verb, "nsubj" if passive else "obj") if c.pos == "PROPN"]
            names += [] if passive else self._sentence.tokens[verb.index + 1 : verb.index + 2]
            return any(c.chunk is None and c.text[:1].isupper() and c.text.isalpha() for c in names)
        return filler is not None and filler.mentions[0].actor_kind in kinds

    def is_otherwise(self, verb: Token, noun: Token | None, frame: EventVerb) -> bool:
        """Whether a word beside a trigger, or on the noun that it needs, makes it something else."""
        if noun is not None and frame.type in FORCE and self._is_whichever(noun):
            return True
        words = frame.not_with
        if not words or is_beside(self._text, self._sentence, verb, words):
            return bool(words)
        on = [] if noun is None else [c for c in self._sentence.children(noun, "amod", "nmod") if c.chunk is None]
        said = {form for c in on for form in (lemma(c), fold(c.text), fold(c.text).rstrip("s"))}
        return any(fold(word) in said for word in words)

    def _is_whichever(self, noun: Token) -> bool:
        """ "prêt à repousser toute attaque": whichever there may be."""
        return any(fold(child.text) in self._data.whichever for child in self._sentence.children(noun, "det", "amod"))

    def stands(self, verb: Token, *, passive: bool) -> bool:
        """ "soutenu par X", "la position de X soutenant Y": whether a participle tells how things stand."""
        if lemma(verb) not in self._data.standing:
            return False
        if passive:
            return not self._was_done(verb)
        return verb.dep == "acl" and verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Pres"

    def _was_done(self, verb: Token) -> bool:
        """ "a été soutenu par X"; "reconnue par X en 1995": a participle with a day of its own tells what was done.

        "est soutenu par X", "accusé d'être soutenu par X" tell how things stand.
        """
        parts = list(self._sentence.children(verb, "aux"))
        if any(part.feats.get("VerbForm") == "Part" or part.feats.get("Tense") == "Fut" for part in parts):
            return True
        behind = self._sentence.tokens[verb.index + 1 :]
        end = next((t.start for t in behind if t.text in (",", ";", ")", "–") or t.pos == "VERB"), self._sentence.end)
        times = [t for t in self._sentence.times if verb.start < t.start < end]
        return any(t.date is not None and t.kind not in STANDING_TIMES for t in times)

    def _has_complement_of(self, verb: Token, wanted: Mapping[str, Sequence[str]]) -> bool:
        """Whether a name of one of the kinds stands behind one of the prepositions."""
        return any(
            filler.mentions[0].actor_kind in kinds
            for preposition, kinds in wanted.items()
            for filler in self._roles.oblique(verb, preposition, wide=True)
        )

    def nothing(self, verb: Token, frame: EventVerb) -> bool:
        """ "n'a rien promis à X": nothing stands for whatever the frame needs."""
        objects = self._sentence.children(verb, "obj", "advmod", "obl", "iobj")
        return frame.type in NOTHING and any(fold(child.text) == "rien" for child in objects)

    def is_stopping_others(self, noun: Token | None, draft: EventDraft) -> bool:
        """ "a stoppé l'offensive de Y": who stops the deeds of others holds no fire of his own."""
        if draft.frame.mode != "ceasefire" or noun is None or self._roles.has_possessive(noun):
            return False
        doers = (c for c in self._sentence.children(noun, "nmod") if case_of(self._sentence, c) == "de")
        acting = [c for c in doers if c.chunk is not None or lemma(c) in self._data.light]
        theirs = {p.mention.country or p.key for p in self._roles.parties(self._roles.owner(noun))}
        return bool(acting) and not theirs & {p.mention.country or p.key for p in draft.actors}

    def is_where_people_are(self, verb: Token, filler: Filler | None) -> bool:
        """ "demande aux diplomates en poste à X de…": a state behind those who are asked is no addressee."""
        asked = (c for c in self._sentence.children(verb, "obl") if c.index > verb.index)
        first = next((c for c in asked if case_of(self._sentence, c) == "a"), None)
        if filler is None or first is None or first.chunk is not None or first.pos != "NOUN":
            return False
        named = filler.mentions[0].start
        return named > first.end and all(token.start != named for token in self._sentence.subtree(first))

    def is_on_ground(self, verb: Token) -> bool:
        """ "se retirer des zones conquises": a participle that tells which places are meant."""
        above = self._sentence.governor(verb)
        bare = verb.dep in ("acl", "amod") and above is not None and above.chunk is None
        return bare and above is not None and lemma(above) in self._data.localities
