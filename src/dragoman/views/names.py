"""Names that a reader writes, and names that a reader is shown: ids, labels, and the nearest name to a slip.

A name is looked for among ids, names and acronyms, places, demonyms and surnames, in this order, in every language;
the first that knows it decides. One that several actors bear is refused, never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from dragoman.errors import AmbiguousNameError, QueryError, UnknownNameError
from dragoman.model.names import fold, sound_key
from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.name_index import index_of, key_of

ORGANISATIONS = frozenset({"organisation", "bloc", "body", "military", "armed_group", "party", "company", "medium"})
OFFICE_OWNERS = ORGANISATIONS | {"state"}

# Where one name is borne by actors of several kinds ("Luxembourg"), the first kind here is meant.
_KINDS = ("state", "organisation", "bloc", "person", "body", "armed_group", "military", "party", "company", "medium")
_ARTICLE = re.compile(r"(?:l'|(?:le|la|les|the|el|los|las)\s+)(?=\S)")
_NEAR_ENOUGH, _HARDLY_ALIKE = 75.0, 40.0
_SUGGESTIONS, _LISTED = 3, 30


@dataclass(frozen=True, slots=True)
class Known:
    """What register and record know of an actor; `names` maps a language to forms, `und` holds those of the record."""

    id: str
    kind: str | None
    label: str
    country: str | None
    names: dict[str, tuple[str, ...]]


class Names:
    """The actors of one record, where there is one, and of the register, by any name."""

    def __init__(self, record: Record | None, register: Register) -> None:
        self._register = register
        self._index = index_of(record, register)
        self._met = self._index.met

    def label(self, actor: str | None) -> str | None:
        """The English label of an actor, its id where it has none; None for an actor that is not known."""
        if actor is None:
            return None
        if known := self._register.actors.get(actor):
            return known.label
        met = self._met.get(actor)
        return met["label"] if met is not None and met["label"] else actor

    def short(self, actor: str | None) -> str | None:
        """The shortest name that a reader knows: an organisation's acronym, else the label."""
        # An id of several words (AZERBAIJANI_ARMED_FORCES) is no acronym.
        if actor is not None and "_" not in actor and self.kind(actor) in ORGANISATIONS:
            return actor
        return self.label(actor)

    def describe(self, actor: str) -> Known:
        """All that is known of an actor; UnknownNameError when nothing is."""
        met = self._met.get(actor)
        if known := self._register.actors.get(actor):
            return Known(actor, known.kind, known.label, known.country, dict(known.names))
        if met is None:
            raise UnknownNameError(f"neither the register nor the record knows an actor {actor!r}")
        return Known(actor, met["kind"], met["label"] or actor, met["country"], {"und": tuple(met["aliases"] or ())})

    def get_actor(self, name: str, kinds: Collection[str] | None = None, what: str = "actor") -> str:
        """The id of the actor that a name means; `kinds` limits the choice, `what` is its word in messages.

        Raises UnknownNameError with suggestions when nobody is called so, QueryError when several are.
        """
        found = self.find_actor(name, kinds, what)
        if found is None:
            raise self._unknown(name, kinds, what)
        return found

    def find_actor(self, name: str, kinds: Collection[str] | None = None, what: str = "actor") -> str | None:
        """As `get_actor`, but None when nobody is called so."""
        for found in self._iter_candidates(name):
            # An id that only the record has, of a kind that it does not tell, may be anything.
            fitting = {actor for actor in found if kinds is None or self.kind(actor) in (*kinds, None)}
            if fitting:
                return self._choose(name, fitting, what)
        return None

    def kind(self, actor: str) -> str | None:
        """The kind of an actor, None where nobody tells."""
        if known := self._register.actors.get(actor):
            return known.kind
        met = self._met.get(actor)
        return met["kind"] if met is not None else None

    def _iter_candidates(self, name: str) -> Iterator[set[str]]:
        plain = name.strip()
        yield {plain} if plain in self._register.actors or plain in self._met else set()
        spelled = {plain.upper().replace(" ", "_"), plain.lower().replace(" ", "-")}
        # "Moscow" is more often the state than the place, whose id it is in capitals.
        ids = {actor for actor in spelled if actor in self._register.actors or actor in self._met}
        named = [{actor for actor in ids if self.kind(actor) != "place"}, set(), set(), set()]
        for key in {key_of(plain), key_of(_ARTICLE.sub("", fold(plain), count=1))}:
            for rank, actor in self._index.by_key.get(key, ()):
                named[rank].add(actor)
        yield from named
        yield self._index.people_by_sound.get(sound_key(plain), set()) | self._register.people_named(plain)
        yield set(self._register.people_surnamed(plain))

    def _choose(self, name: str, found: set[str], what: str) -> str:
        by_kind: dict[int, list[str]] = defaultdict(list)
        for actor in sorted(found):
            kind = self.kind(actor)
            by_kind[_KINDS.index(kind) if kind in _KINDS else len(_KINDS)].append(actor)
        first = by_kind[min(by_kind)]
        if len(first) > 1:
            choice = " or ".join(f"{actor} ({self.label(actor)})" for actor in first[:6])
            raise AmbiguousNameError(f"{name!r} is the name of more than one {what}: give {choice}", first)
        return first[0]

    def _unknown(self, name: str, kinds: Collection[str] | None, what: str) -> UnknownNameError:
        forms: dict[str, set[str]] = defaultdict(set)
        for actor, form in self._index.iter_forms():
            if kinds is None or self.kind(actor) in kinds:
                forms[form].add(actor)
        # All of them: the slips of a short name score no better than long names that hold some of its letters.
        near = process.extract(
            name,
            forms.keys(),
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=None,
            score_cutoff=_NEAR_ENOUGH,
        )
        suggestions: dict[str, str] = {}
        alike = {form: fuzz.ratio(fold(name), fold(form)) for form, _, _ in near}
        for form in sorted(alike, key=lambda form: -alike[form]):
            # Two letters that stand somewhere in a long name are no name that was meant.
            if alike[form] >= _HARDLY_ALIKE:
                for actor in sorted(forms[form]):
                    suggestions.setdefault(actor, form)
        chosen = dict(list(suggestions.items())[:_SUGGESTIONS])
        listing = ", ".join(actor if form == actor else f"{actor} ({form})" for actor, form in chosen.items())
        hint = f"; did you mean {listing}?" if chosen else "; names are taken in French, English, Spanish and Russian"
        whom = f"{'an' if what[0] in 'aeiou' else 'a'} {what} {name!r}"
        return UnknownNameError(f"neither the register nor the record knows {whom}{hint}", tuple(chosen))


def get_share(value: float) -> float:
    """A share asked for; QueryError where it is none."""
    if not 0 <= value <= 1:
        raise QueryError(f"{value:g} is no share: how sure a row is goes from 0 to 1")
    return value


def get_nearest(name: str, known: Iterable[str], what: str) -> str:
    """The one of a closed list that a name means, whatever its case, accents and hyphens.

    Raises UnknownNameError naming the nearest ones.
    """
    listed = list(known)
    for entry in listed:
        if fold(entry) == fold(name.strip()).replace("_", " "):
            return entry
    near = process.extract(name, listed, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=60.0)
    suggestions = tuple(entry for entry, _, _ in near[:_SUGGESTIONS])
    hint = f"did you mean {', '.join(suggestions)}?" if suggestions else f"known are {', '.join(listed[:_LISTED])}"
    raise UnknownNameError(f"there is no {what} {name!r}; {hint}", suggestions)
