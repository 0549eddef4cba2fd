"""Whether a stretch of capitalised words can name a person: its own words, and those right before it."""

from dragoman.mentions.people import NameSpan
from dragoman.mentions.scene import Scene
from dragoman.model.names import fold

# How far back the words before a name are looked at, in characters.
REACH = 30


class NameShape:
    """Asks about names of one text."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def is_person(self, name: NameSpan, *, beside_role: bool = False) -> bool:
        """Whether the words can be a full name of a person: two at least, none of them one of organisations.

        Right behind a role a given name outweighs such a word ("la sénatrice Wendy Young").
        """
        if name.hit is not None and name.hit.of_use("person"):
            return True
        if " " not in name.text.strip() or name.words[0].endswith("."):
            return False
        words = [fold(word) for word in name.words]
        if any(word in self._scene.titles.no_person_words for word in words):
            return beside_role and self.is_given(name)
        # "BFM Business" is no name, "Jean DUPONT" and "JEAN DUPONT" are.
        return not (len(name.words[0]) > 1 and name.words[0].isupper() and not name.text.isupper())

    def is_given(self, name: NameSpan) -> bool:
        """Whether the first word is a given name that is known."""
        return fold(name.words[0]) in self._scene.given_names

    def is_thing(self, at: int) -> bool:
        """Whether the words right before an offset make the name there that of a thing ("l'avenue X", "le X")."""
        before = self._scene.before(at, REACH)
        return self._scene.titles.bridges["name_article"].search(before) is not None or self.is_named_thing(at)

    def is_named_thing(self, at: int) -> bool:
        """Whether a noun for a thing stands right before an offset ("l'avenue X")."""
        before = self._scene.before(at, REACH)
        if not before[-1:].isspace():
            return False
        last = fold(before.split()[-1]) if before.split() else ""
        noun = last.rpartition("'")[2].lstrip('«("')
        return noun in self._scene.titles.things or noun.removesuffix("s") in self._scene.titles.things
