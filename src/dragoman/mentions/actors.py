"""Every mention of an actor in one document, and every office with its holder."""

from collections.abc import Collection, Mapping, Sequence

from dragoman.languages.speech import load_speech
from dragoman.mentions.bare_names import BareNames, given_names_of
from dragoman.mentions.bodies import BodyReader
from dragoman.mentions.generics import GenericReader
from dragoman.mentions.groups import GroupReader
from dragoman.mentions.holder_lists import Holding
from dragoman.mentions.holders import HolderGrammar
from dragoman.mentions.home_state import ministers_at_home
from dragoman.mentions.lexicon import Lexicon
from dragoman.mentions.name_shape import NameShape
from dragoman.mentions.naming import NameReader
from dragoman.mentions.nationals import NationalReader
from dragoman.mentions.neighbours import NeighbourReader
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.office_reading import OfficeReader
from dragoman.mentions.offices import OfficeGrammar
from dragoman.mentions.people import NameSpan, find_names
from dragoman.mentions.persons import PersonResolver
from dragoman.mentions.posts import PostGrammar, post_offices
from dragoman.mentions.reference import Reference
from dragoman.mentions.role_grammar import LONGEST_DETERMINER, Calling, RoleGrammar
from dragoman.mentions.role_reference import RoleReference, origins
from dragoman.mentions.scene import Lead, Scene
from dragoman.mentions.titles import TitleBook
from dragoman.model.dates import Date
from dragoman.model.names import fold
from dragoman.register import Register

# How far before a name the verb by which another succeeds him is looked for, in characters.
LONGEST_SUCCESSION = 60


class ActorReader:
    """Reads the mentions and offices of texts of one language."""

    def __init__(self, register: Register, lexicon: Lexicon, titles: TitleBook, language: str) -> None:
        self._register = register
        self._lexicon = lexicon
        self._titles = titles
        self._language = language
        self._speech = load_speech(language)
        self._given_names = titles.given_names | given_names_of(register)

    def read(self, text: str, sentences: Sequence[tuple[int, int]], published: Date | None) -> Scene:
        """The text with its mentions and offices, both in order. `sentences` are half-open offsets."""
        house = self._speech.house_of(text)
        scene = Scene(
            text,
            {hit.start: hit for hit in self._lexicon.find(text)},
            self._titles.book.scan(fold(text)),
            self._titles,
            self._register,
            Reference(sentences, self._register, self._language),
            published,
            given_names=self._given_names,
            home=house[0] if house is not None else None,
        )
        names = find_names(text, list(scene.hits.values()), scene.phrases, self._titles, self._given_names)
        grammar = OfficeGrammar(text, scene.hits, scene.phrases, self._titles, self._register)
        phrases = grammar.find()
        bodies = grammar.find_bodies(phrases)
        posts = PostGrammar(scene, self._register).find_posts(phrases)
        holdings = HolderGrammar(text, names, scene.hits, scene.phrases, self._titles, self._register).find(phrases)
        roles = RoleGrammar(scene, names.values(), self._speech)
        callings = roles.find(phrases, holdings)
        evident = _addressed(scene, names) | _appointed(scene, names, phrases + posts, holdings)
        beside_role = [calling.name for calling in callings] + roles.find_together()
        evident |= {name.start: "name beside a role" for name in beside_role} | _related(scene, names, phrases)
        beside = {holding.name.start for holding in holdings}
        evident |= BareNames(scene, names.values(), self._speech).find(beside | evident.keys())
        named = {a for hit in scene.hits.values() for a in hit.actors if self._register.actors[a].kind == "state"}
        resolver = PersonResolver(self._register, published, named)
        resolver.resolve(_without_things(scene, names, beside | evident.keys()), holdings, evident)
        scene.origins = origins(callings, resolver)
        _join_roles(scene, callings)
        NameReader(scene).read()
        offices = OfficeReader(scene)
        speaking = BodyReader(scene, offices)
        speaking.named(bodies)
        offices.held_offices(holdings, resolver)
        offices.person_mentions(names, resolver)
        offices.counterparts(holdings, resolver)
        settled = {id(holding.phrase) for holding in holdings} | {id(calling.phrase) for calling in callings}
        loose = [phrase for phrase in phrases if id(phrase) not in settled]
        offices.roles(loose)
        # "désigné comme prochain secrétaire général": nobody holds it yet.
        posts += [phrase for phrase in loose if phrase.future and phrase.position and not phrase.plural]
        scene.mentions.sort(key=lambda mention: mention.start)
        speaking.led(bodies, names, resolver)
        speaking.issuing(bodies)
        speaking.bare(bodies)
        scene.mentions.sort(key=lambda mention: mention.start)
        RoleReference(scene, callings, holdings, resolver).read()
        GroupReader(scene).read()
        GenericReader(scene).read(phrases + bodies)
        NeighbourReader(scene).read()
        NationalReader(scene).read()
        scene.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        scene.offices += post_offices(scene, offices, posts)
        scene.offices = ministers_at_home(scene)
        scene.offices.sort(key=lambda office: office.start)
        return scene


def _addressed(scene: Scene, names: dict[int, NameSpan]) -> dict[int, str]:
    """Names behind a form of address or a rank, by their start, and why each is a person's."""
    found = {}
    shape = NameShape(scene)
    for group in ("civility", "rank"):
        for start in scene.phrases.starts(group):
            at = _past_address(scene, start)
            # "la frégate Amiral X", "l'université Cheikh X"
            if at in names and (names[at].hit is not None or not shape.is_named_thing(start)):
                _lead(scene, at, start)
                if group == "civility" or len(names[at].words) > 1:
                    found[at] = "name behind a form of address or rank"
    for start in scene.phrases.starts("plural_civility"):
        for at in _listed(scene, names, _past_address(scene, start)):
            found.setdefault(at, "name listed behind a form of address")
    return found


def _related(scene: Scene, names: Mapping[int, NameSpan], phrases: Sequence[OfficePhrase]) -> dict[int, str]:
    """Names behind "le gendre du président,": these words stand with the name, and show it to be a person's."""
    found = {}
    behind, offices = scene.titles.bridges["behind"], {phrase.start: phrase for phrase in phrases}
    for start in scene.phrases.starts("relation"):
        entry = scene.phrases.at(start, "relation")
        joint = behind.match(scene.text, entry[0]) if entry is not None else None
        office = offices.get(joint.end()) if joint is not None else None
        at = office.end + len(", ") if office is not None else -1
        if at in names and scene.text[at - len(", ") : at] == ", " and len(names[at].words) > 1:
            _lead(scene, at, start)
            found[at] = "name behind a relation to an office"
    return found


def _listed(scene: Scene, names: Mapping[int, NameSpan], at: int) -> list[int]:
    """The names that follow each other from here: "MM. X, Y et Mme Z"."""
    found: list[int] = []
    while (name := names.get(at)) is not None:
        found.append(at)
        joint = scene.titles.bridges["next"].match(scene.text, name.end)
        if joint is None:
            break
        at = _past_address(scene, joint.end())
    return found


def _past_address(scene: Scene, at: int) -> int:
    """Behind the forms of address and ranks that start here: "Son Excellence Monsieur le docteur X"."""
    while True:
        article = scene.phrases.at(at, "determiner")
        behind = article[0] + 1 if article is not None else at
        starts = {at, behind}
        ends = [e[0] for s in starts for g in ("civility", "rank") if (e := scene.phrases.at(s, g)) is not None]
        if not ends:
            return at
        at = max(ends)
        while at < len(scene.text) and scene.text[at] in ". \u00a0":
            at += 1


def _without_things(scene: Scene, names: dict[int, NameSpan], shown: Collection[int]) -> list[NameSpan]:
    """The names that may be those of people: all but "le groupe Dangote", whoever is called so elsewhere."""
    shape = NameShape(scene)
    return [n for n in names.values() if n.hit is not None or n.start in shown or not shape.is_named_thing(n.start)]


def _lead(scene: Scene, name: int, start: int) -> None:
    """Let the words from `start` stand as one word with the name; behind a determiner the first of them is a noun."""
    known = scene.leads.get(name)
    if known is None or start < known.start:
        determined = scene.titles.bridges["role_definite"].search(scene.before(start, LONGEST_DETERMINER))
        scene.leads[name] = Lead(start, noun=start if determined else None)


def _join_roles(scene: Scene, callings: Sequence[Calling]) -> None:
    """Let each name stand as one word with the roles that touch it."""
    for calling in callings:
        name = calling.name.start
        if calling.side == "copula":
            continue
        known = scene.leads.get(name, Lead(name))
        if calling.side == "right":
            scene.leads[name] = Lead(min(calling.start, known.start), known.end, calling.at)
        else:
            scene.leads[name] = Lead(known.start, max(calling.end, known.end), known.noun)


def _appointed(
    scene: Scene, names: dict[int, NameSpan], phrases: Sequence[OfficePhrase], holdings: Sequence[Holding]
) -> dict[int, str]:
    """Full names in a sentence that puts somebody into or out of an office that nobody stands beside, as above."""
    held = {id(holding.phrase) for holding in holdings}
    place = scene.reference.sentence_of
    vacant = {place(p.start) for p in phrases if id(p) not in held and p.position is not None}
    both = vacant & {place(start) for start in scene.phrases.starts("cue")}
    reason = "name beside a change of office"
    followed = scene.titles.bridges["predecessor"]
    beside = {start for start in names if followed.search(scene.before(start, LONGEST_SUCCESSION))}
    told = {start for start in names if place(start) in both} | beside
    return {start: reason for start, name in names.items() if start in told and len(name.words) > 1}
