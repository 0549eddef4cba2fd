"""Posts told by a noun that is no title of a person: "la présidence de la SADC", "le portefeuille de la Défense".

Nobody is named by such words; who takes up, has or leaves the post, the verb beside it tells.
"""

import re
from collections.abc import Iterator, Sequence

from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.office_reading import OfficeReader
from dragoman.mentions.offices import OfficeGrammar
from dragoman.mentions.positions import Draft
from dragoman.mentions.scene import Scene
from dragoman.mentions.titles import Head
from dragoman.model.mention import OfficeMention
from dragoman.register import Register

# Kinds of actors over which one presides.
PRESIDED = frozenset({"organisation", "bloc", "body"})
MINISTRY = Head(position="minister", forms=[""], domain=True)


class PostGrammar(OfficeGrammar):
    """Finds the posts of one text."""

    def __init__(self, scene: Scene, register: Register) -> None:
        super().__init__(scene.text, scene.hits, scene.phrases, scene.titles, register)
        self._scene = scene
        self._known = register

    def find_posts(self, offices: Sequence[OfficePhrase]) -> list[OfficePhrase]:
        """Every post outside of the offices; domains alone only where the sentence tells of a change of office."""
        inside = {at for phrase in offices for at in range(phrase.start, phrase.end)}
        found: list[OfficePhrase] = []
        for match in self._titles.bridges["post"].finditer(self._text):
            if match.start() not in inside:
                found += self._chaired(match) if match["chair"] else self._headed(match.start(), match.end("ministry"))
        cues = {self._scene.reference.sentence_of(start) for start in self._phrases.starts("cue")}
        taken = {at for phrase in found for at in range(phrase.start, phrase.end)} | inside
        for match in self._titles.bridges["portfolio"].finditer(self._text) if cues else ():
            at = match.end()
            if at not in taken and self._scene.reference.sentence_of(at) in cues and at not in self._hits:
                found += self._bare(at)
        return found

    def _chaired(self, match: re.Match[str]) -> Iterator[OfficePhrase]:
        """ "la présidence de l'Union africaine": of an organisation; that of a state is a body that speaks for it."""
        start, at = match.start(), match.end()
        hit = self._hits.get(at)
        if hit is None:
            found = self._phrases.at(at, "generic")
            if found is not None and found[1] == "organisation":
                noun = self._folded[at : found[0]]
                yield OfficePhrase(
                    start, found[0], "chair", False, generic="organisation", generic_noun=noun, of_start=at,
                    of_end=found[0],
                )  # fmt: skip
            return
        actors = {actor for form in hit.of_use("name", "acronym", "body") for actor in form.actors}
        actor = next(iter(actors), None)
        if actor is None or len(actors) > 1 or self._known.actors[actor].kind not in PRESIDED:
            return
        position = "president" if actor in self._titles.titles.presidents_of else "chair"
        yield OfficePhrase(start, hit.end, position, False, of=actor, of_start=hit.start, of_end=hit.end)

    def _headed(self, start: int, end: int) -> Iterator[OfficePhrase]:
        """ "le ministère de la Défense", "le portefeuille des Affaires étrangères"."""
        draft = Draft(end)
        self._scan(draft, MINISTRY, plural=False)
        if draft.domain is not None:
            position = self._positions.position(MINISTRY, draft, goes_on=False)
            yield self._with_owner(OfficePhrase(start, draft.end, position, False), MINISTRY, draft)

    def _bare(self, start: int) -> Iterator[OfficePhrase]:
        """ "nommée aux Affaires étrangères": the domain alone."""
        draft = Draft(start)
        if self._take_domain(draft, MINISTRY, start):
            position = self._positions.position(MINISTRY, draft, goes_on=False)
            yield OfficePhrase(start, draft.end, position, False)


def post_offices(scene: Scene, reader: OfficeReader, posts: Sequence[OfficePhrase]) -> Iterator[OfficeMention]:
    """The posts of a text as offices that nobody stands beside."""
    for post in posts:
        of, reason = reader.owner(post, post.start)
        words = scene.text[post.start : post.end]
        whose = (post.of_start, post.of_end)
        yield OfficeMention(
            post.start, post.end, words, post.position, of, reason, None, "none", *whose, future=post.future
        )
