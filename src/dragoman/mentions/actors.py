"""Every mention of an actor in one document, and every office with its holder."""

from collections.abc import Sequence

from dragoman.mentions.generics import GenericReader
from dragoman.mentions.holders import HolderGrammar, Holding
from dragoman.mentions.lexicon import Lexicon
from dragoman.mentions.naming import NameReader
from dragoman.mentions.office_reading import OfficeReader
from dragoman.mentions.offices import OfficeGrammar, OfficePhrase
from dragoman.mentions.people import NameSpan, find_names
from dragoman.mentions.persons import PersonResolver
from dragoman.mentions.reference import Reference
from dragoman.mentions.scene import Scene
from dragoman.mentions.titles import TitleBook
from dragoman.model.dates import Date
from dragoman.model.names import fold
from dragoman.register import Register


class ActorReader:
    """Reads the mentions and offices of texts of one language."""

    def __init__(self, register: Register, lexicon: Lexicon, titles: TitleBook, language: str) -> None:
        self._register = register
        self._lexicon = lexicon
        self._titles = titles
        self._language = language

    def read(self, text: str, sentences: Sequence[tuple[int, int]], published: Date | None) -> Scene:
        """The text with its mentions and offices, both in order. `sentences` are half-open offsets."""
        scene = Scene(
            text,
            {hit.start: hit for hit in self._lexicon.find(text)},
            self._titles.book.scan(fold(text)),
            self._titles,
            self._register,
            Reference(sentences, self._register, self._language),
            published,
        )
        names = find_names(text, list(scene.hits.values()), scene.phrases, self._titles)
        grammar = OfficeGrammar(text, scene.hits, scene.phrases, self._titles, self._register)
        phrases = grammar.find()
        bodies = grammar.find_bodies(phrases)
        holdings = HolderGrammar(text, names, scene.hits, scene.phrases, self._titles, self._register).find(phrases)
        resolver = PersonResolver(self._register, published)
        evident = _addressed(scene, names) | _appointed(scene, names, phrases, holdings)
        resolver.resolve(names.values(), holdings, evident)
        NameReader(scene).read()
        offices = OfficeReader(scene)
        offices.body_mentions(bodies)
        offices.held_offices(holdings, resolver)
        offices.person_mentions(names, resolver)
        offices.counterparts(holdings, resolver)
        offices.roles([phrase for phrase in phrases if not any(h.phrase is phrase for h in holdings)])
        GenericReader(scene).read(phrases + bodies)
        scene.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        scene.offices.sort(key=lambda office: office.start)
        return scene


def _addressed(scene: Scene, names: dict[int, NameSpan]) -> frozenset[int]:
    """Starts of the names behind a form of address or a rank."""
    found = set()
    for group in ("civility", "rank"):
        for start in scene.phrases.starts(group):
            entry = scene.phrases.at(start, group)
            at = entry[0] if entry else start
            while at < len(scene.text) and scene.text[at] in ". \u00a0":
                at += 1
            if at in names:
                scene.leads[at] = min(start, scene.leads.get(at, start))
                if group == "civility" or len(names[at].words) > 1:
                    found.add(at)
    return frozenset(found)


def _appointed(
    scene: Scene, names: dict[int, NameSpan], phrases: Sequence[OfficePhrase], holdings: Sequence[Holding]
) -> frozenset[int]:
    """Starts of full names in a sentence that puts somebody into or out of an office that nobody stands beside."""
    held = {id(holding.phrase) for holding in holdings}
    place = scene.reference.sentence_of
    vacant = {place(p.start) for p in phrases if id(p) not in held and p.position is not None}
    both = vacant & {place(start) for start in scene.phrases.starts("cue")}
    return frozenset(start for start, name in names.items() if place(start) in both and len(name.words) > 1)
