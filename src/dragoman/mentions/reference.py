"""What a generic noun stands for: "l'organisation", "le pays", "son pays".

The antecedent is looked for in the same sentence before the noun, then one sentence back, then two, then in the rest of
the document before; the first of these windows that names any fitting actor decides, and only if it names exactly one.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.register import Register

# How many sentences back a window of its own reaches; beyond that the whole document before counts as one window.
NEAR_SENTENCES = 2
# An organisation is taken up from farther away than a state.
NEAR_ORGANISATIONS = 6
# How many sentences back another organisation makes a generic noun ambiguous.
RIVAL_SENTENCES = 1
# The actors that nouns of a kind may mean.
KINDS = {
    "organisation": ("organisation", "bloc", "armed_group"),
    "organ": ("organisation", "bloc"),
    "group": ("armed_group", "party"),
    "allies": ("organisation",),
    "members": ("organisation", "bloc"),
}


class Reference:
    """Antecedents in one document, over the mentions settled so far."""

    def __init__(self, sentences: Sequence[tuple[int, int]], register: Register, language: str) -> None:
        self._starts = [start for start, _ in sentences]
        self._bounds = sentences
        self._register = register
        self._language = language
        self._called = {fold(noun): states for noun, states in register.states_called(language).items()}

    def sentence_of(self, at: int) -> int:
        """Index of the sentence that an offset lies in."""
        return max(0, bisect_right(self._starts, at) - 1)

    def bounds_of(self, index: int) -> tuple[int, int]:
        """The half-open offsets of the sentence of an index."""
        return self._bounds[index]

    def find_antecedent(self, at: int, noun: str, kind: str, mentions: Iterable[Mention]) -> tuple[str | None, str]:
        """The actor that a generic noun at offset `at` stands for and why, or (None, why not).

        `kind` is ``state``, ``organisation``, ``group`` (armed groups), ``allies`` or ``members`` (those of an
        organisation); `noun` the folded noun, which the actor must be called by.
        """
        here = self.sentence_of(at)
        farthest = (NEAR_SENTENCES if kind == "state" else NEAR_ORGANISATIONS) + 1
        windows: dict[int, dict[str, None]] = {}
        near: set[str] = set()
        for mention in mentions:
            if mention.start >= at:
                continue
            for actor in self._fitting(mention, noun, kind):
                distance = min(here - self.sentence_of(mention.start), farthest)
                windows.setdefault(distance, {})[actor] = None
                if distance <= RIVAL_SENTENCES:
                    near.add(actor)
        if kind != "state" and len(near) > 1:
            # "l'AES … leur retrait de l'organisation": the nearer one is not the likelier one.
            return None, f"{len(near)} {kind}s are possible: {', '.join(sorted(near))}"
        for distance in sorted(windows):
            found = list(windows[distance])
            if len(found) == 1:
                where = "the same sentence" if distance == 0 else f"{distance} sentence(s) before"
                return found[0], f"the only {kind} named in {where}"
            return None, f"{len(found)} {kind}s are possible: {', '.join(found)}"
        return None, f"no {kind} named before"

    def find_in_sentence(self, at: int, kind: str, mentions: Iterable[Mention]) -> tuple[str | None, str]:
        """The only actor of a kind named before `at` in its sentence, for a possessive ("son ambassadeur")."""
        here = self.sentence_of(at)
        found = {
            actor: None
            for mention in mentions
            if mention.start < at and self.sentence_of(mention.start) == here and not mention.adjective
            for actor in self._fitting(mention, "", kind)
        }
        if len(found) == 1:
            return next(iter(found)), f"possessive; the only {kind} named before in the sentence"
        return None, f"possessive; {len(found)} {kind}s named before in the sentence"

    def _fitting(self, mention: Mention, noun: str, kind: str) -> list[str]:
        if kind == "state":
            state = mention.actor if mention.actor_kind == "state" else None
            if mention.actor_kind == "person":
                state = mention.country
            return [state] if state is not None and state in self._called.get(noun, (state,)) else []
        if mention.actor is None or mention.actor_kind not in KINDS[kind]:
            return []
        if kind == "members":
            return [mention.actor]
        known = self._register.organisations.get(mention.actor)
        names = {fold(word) for word in known.nominal.get(self._language, ())} if known else set()
        return [mention.actor] if names & {noun, noun.split(" ")[0]} else []
