"""Whose ministers a text speaks of without saying so: those of the one state whose office-holders it names.

"Le Premier ministre canadien X a remanié son cabinet. La ministre de la Défense, Y, …": tried on reports, this
holds for ministers wherever one state alone has offices in the text and is named at least twice as often as any other.
It does not hold for presidents, deputies and envoys, who may be those of parties, assemblies and regions.
"""

from collections import Counter
from dataclasses import replace

from dragoman.mentions.scene import Scene
from dragoman.model.mention import OfficeMention
from dragoman.ontology.loading import ACTING, load_ontology

MINISTERIAL = frozenset(
    {
        "prime minister",
        "deputy prime minister",
        "foreign minister",
        "defence minister",
        "interior minister",
        "finance minister",
        "minister",
        "speaker of parliament",
    }
)
# How often the state must be named for each time that the next one is.
MARGIN = 2


def ministers_at_home(scene: Scene) -> list[OfficeMention]:
    """The offices of a text, those of ministers that name no state with the only one that they can be of."""
    state = _only_state(scene)
    if state is None:
        return scene.offices
    named = [office for office in scene.offices if office.of == state]
    return [_of(scene, office, state) if _is_of(scene, office, state, named) else office for office in scene.offices]


def _of(scene: Scene, office: OfficeMention, state: str) -> OfficeMention:
    return replace(office, of=state, of_reason="the only state whose offices the text names, and that it is about")


def _is_of(scene: Scene, office: OfficeMention, state: str, named: list[OfficeMention]) -> bool:
    """Whether an office lacks its state, can have this one, and somebody else is said to serve it."""
    position = (office.position or "").removeprefix(ACTING)
    if office.of is not None or office.of_end or office.plural or office.then or position not in MINISTERIAL:
        return False
    person = office.holder.actor if office.holder is not None else None
    if not any(other.holder is None or other.holder.actor != person for other in named):
        return False
    served = {t.of for t in scene.register.tenures_of(person)} if person is not None else set()
    if state not in served and _is_taken(scene, position, state, person):
        return False
    country = office.holder.country if office.holder is not None else None
    return country in (None, state) and (not served or state in served)


def _is_taken(scene: Scene, position: str, state: str, person: str | None) -> bool:
    """Whether the text names somebody else in an office of one, who is known to have held it for this state.

    "La Première ministre Nicola Sturgeon" beside "le Premier ministre, David Cameron" is that of another government.
    """
    if not load_ontology().positions[position].exclusive:
        return False
    others = {
        office.holder.actor
        for office in scene.offices
        if office.holder is not None and office.position == position and office.of in (None, state)
    } - {person, None}
    return bool(scene.register.held_among((each for each in others if each is not None), position, state, None))


def _only_state(scene: Scene) -> str | None:
    """The one state of which offices are told, where it is the one that the text is about."""
    owners = {office.of for office in scene.offices if office.of is not None}
    states = [owner for owner in owners if scene.register.actors[owner].kind == "state"]
    if len(states) != 1:
        return None
    counts: Counter[str] = Counter()
    for hit in scene.hits.values():
        found = {actor for form in hit.of_use("name", "demonym", "capital") for actor in form.actors}
        own = {actor for actor in found if scene.register.actors[actor].kind == "state"}
        counts.update(own if len(own) == 1 else ())
    others = max((count for state, count in counts.items() if state != states[0]), default=0)
    return states[0] if counts[states[0]] >= MARGIN * max(others, 1) else None
