"""Whom "les deux pays", "les trois dirigeants", "les deux parties" stand for: so many parties named together before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from dragoman.mentions.protagonists import Protagonists
from dragoman.mentions.scene import Scene
from dragoman.mentions.titles import PartyGroup
from dragoman.model.mention import Mention
from dragoman.model.names import fold

# How many sentences back those are looked for who were named together.
FARTHEST = 8
# How far before a name the words that make it a mediator's are looked for, in characters.
BROKERED = 90
# How far the words around a noun are looked at, in characters.
AROUND = 24
# How many sentences back an organisation is named whose members are counted.
NEAR_UNION = 2
PAIR = 2
STATES = frozenset({"state"})
PEOPLE = frozenset({"person"})
ORGANISATIONS = frozenset({"organisation", "bloc"})
# Sides of a fight or of talks; people only where nobody else is named.
SIDES = frozenset({"state", "organisation", "bloc", "armed_group", "party", "company"})
# What a party is by whom somebody acts for it.
PERSONAL = "state of the person"
# Whom a pronoun for several may mean, where no noun tells.
ANYBODY = PartyGroup(of="person", forms=[])
ANY_SIDE = PartyGroup(of="side", forms=[])
ANY_STATE = PartyGroup(of="state", forms=[])
ACTING = {"state": STATES, "person": PEOPLE, "organisation": ORGANISATIONS, "side": SIDES}


@dataclass(frozen=True, slots=True)
class _Named:
    """What one sentence names: the fitting mentions by what tells them apart, and those behind a place preposition."""

    parties: dict[str, Mention]
    placed: frozenset[str]


class GroupReader:
    """Adds the mentions of numbered groups of one text."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._bridges = scene.titles.bridges
        self._numbers = {fold(word): number for word, number in scene.titles.titles.numbers.items()}

    def read(self) -> None:
        """Add them; where another number of parties was named together, nobody is meant."""
        self._known = sorted(self._scene.mentions, key=lambda mention: mention.start)
        for start in self._scene.phrases.starts("group"):
            entry = self._scene.phrases.at(start, "group")
            if entry is None:
                continue
            end, group = entry
            wanted = self._wanted(start, end, group)
            whose = self._union_behind(end, wanted) if wanted is not None and group.of == "state" else None
            if wanted is not None and whose is not None:
                self._take_up(start, whose.end, whose, wanted)
                continue
            region = self._bridges["group_region"].match(self._scene.text, end)
            if wanted is None or self._is_named(start, end):
                continue
            # "les trois pays européens": the continent tells nobody apart.
            end = region.end() if region is not None else end
            if self._is_restricted(end) and not self._is_pointed(start, end):
                continue
            members = self._behind(end, wanted) or self._members(start, wanted, group)
            members = members or self._protagonists(start, wanted, group)
            union = self._union(start, wanted) if not members and group.of == "state" else None
            if union is not None:
                self._take_up(start, end, union, wanted)
            elif members or group.of == "state":
                self._add(start, end, members, wanted)
        self._read_pronouns()

    def _read_pronouns(self) -> None:
        """ "Toutes deux ont signé", "Ni l'un ni l'autre n'en fait partie": a pair taken up by no noun at all."""
        for match in self._bridges["pair_pronoun"].finditer(self._scene.text):
            words = match["words"]
            wanted = self._numbers[fold(match["number"])] if match["number"] else PAIR
            members = self._taken_up(match.start("words"), wanted, feminine=fold(words).startswith("toute"))
            if members:
                self._add(match.start("words"), match.end("words"), members, wanted)

    def _taken_up(self, at: int, wanted: int, *, feminine: bool) -> tuple[Mention, ...]:
        """So many people or so many parties named together; nobody where it may be either."""
        people = self._members(at, wanted, ANYBODY)
        sides = self._members(at, wanted, ANY_SIDE)
        if len({side.actor_kind == "state" for side in sides}) != 1:
            # A state and the union that its sentence names by the way are no pair.
            sides = self._members(at, wanted, ANY_STATE) or self._asked(at, wanted)
        named = bool(sides) and not any(PERSONAL in side.reason for side in sides)
        if people and named:
            return sides if feminine else ()
        return people or sides

    def _asked(self, at: int, wanted: int) -> tuple[Mention, ...]:
        """ "Et A et B ? …": the states of which the last question asks, if they are so many."""
        reference, text = self._scene.reference, self._scene.text
        here = reference.sentence_of(at)
        for index in range(here - 1, max(-1, here - FARTHEST - 1), -1):
            start, end = reference.bounds_of(index)
            if text[start:end].rstrip().endswith("?"):
                named = self._named(index, at, STATES, ANY_STATE).parties
                return tuple(named.values()) if len(named) == wanted else ()
        return ()

    def _wanted(self, start: int, end: int, group: PartyGroup) -> int | None:
        """How many are meant; the sides of a conflict are two where no number stands ("les parties")."""
        before = self._scene.text[max(0, start - AROUND) : start]
        number = self._bridges["together"].search(before)
        if number is not None:
            return self._numbers[fold(number["number"])]
        if not self._bridges["together_bare"].search(before):
            return None
        if group.of != "side" and not self._hold_alone(start, group):
            return None
        return None if self._bridges["bare_goes_on"].match(self._scene.text, end) else PAIR

    def _hold_alone(self, start: int, group: PartyGroup) -> bool:
        """ "X a reçu Y. Les ministres ont…": whether two people alone held such an office before, of two states."""
        if not group.positions:
            return False
        told = [o for o in self._scene.offices if o.start < start and o.holder and o.position in group.positions]
        held = {office.holder.actor: office.of for office in told if office.holder is not None}
        return len(held) == PAIR == len(set(held.values()) - {None})

    def _is_named(self, start: int, end: int) -> bool:
        """Whether other words are read there already; a bloc is none where some are counted ("deux pays baltes")."""
        return any(m.start <= start < m.end and not (m.actor_kind == "bloc" and m.end == end) for m in self._known)

    def _union(self, start: int, wanted: int) -> Mention | None:
        """ "L'AES … Les trois pays": the one organisation named last, if it has so many members."""
        if wanted == PAIR:
            return None
        place = self._scene.reference.sentence_of
        near = [
            m
            for m in self._known
            if m.start < start and m.actor_kind in ORGANISATIONS and 0 <= place(start) - place(m.start) <= NEAR_UNION
        ]
        fitting = {m.actor: m for m in near if m.actor is not None and self._counts(m.actor, wanted)}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _union_behind(self, end: int, wanted: int) -> Mention | None:
        """ "les quatre pays du groupe de X": the organisation right behind the noun, if it has so many members."""
        behind = self._bridges["behind"].match(self._scene.text, end)
        at = behind.end() if behind is not None else -1
        named = next((m for m in self._known if m.start == at and m.actor_kind in ORGANISATIONS), None)
        counts = named is not None and named.actor is not None and self._counts(named.actor, wanted)
        return named if counts else None

    def _counts(self, organisation: str, wanted: int) -> bool:
        """Whether an organisation has so many members on the day; in an undated document, in the end."""
        held = self._scene.register.members(organisation, self._scene.published)
        members = {
            each.member
            for each in held
            if each.status in ("full", "founder") and (self._scene.published is not None or each.during.last is None)
        }
        return len(members) == wanted

    def _take_up(self, start: int, end: int, union: Mention, wanted: int) -> None:
        self._scene.drop_inside(start, end)
        text = self._scene.text[start:end]
        reason = f"the {wanted} members of {union.actor}"
        self._scene.mentions.append(replace(union, start=start, end=end, text=text, kind="nominal", reason=reason))

    def _behind(self, end: int, wanted: int) -> tuple[Mention, ...]:
        """ "les deux pays, X et Y, ont…": the two named right behind the noun."""
        text = self._scene.text
        if wanted != PAIR or not text.startswith(", ", end):
            return ()
        near = [m for m in self._known if end < m.start < end + AROUND and m.actor is not None and not m.adjective]
        first = near[0] if near and self._bridges["group_behind"].fullmatch(text, end, near[0].start) else None
        second = next((m for m in self._known if first is not None and m.start > first.end), None)
        if first is None or second is None or second.actor is None:
            return ()
        joined = self._bridges["group_and"].fullmatch(text, first.end, second.start)
        return (first, second) if joined and first.actor_kind == second.actor_kind else ()

    @cached_property
    def _states(self) -> Protagonists:
        return Protagonists(self._known, sides=False)

    @cached_property
    def _sides(self) -> Protagonists:
        return Protagonists(self._known, sides=True)

    def _protagonists(self, start: int, wanted: int, group: PartyGroup) -> tuple[Mention, ...]:
        """The two of whom the text tells, or those who hold the office for them.

        "Ankara négocie avec les deux pays": one who has to do with the two is none of them.
        """
        if wanted != PAIR or not group.protagonists:
            return ()
        pair = (self._sides if group.of == "side" else self._states).pair(start)
        before = self._scene.text[max(0, start - AROUND) : start]
        if self._bridges["group_apart"].search(before):
            place = self._scene.reference.sentence_of
            here = self._in_sentence(place(start), start)
            named = {m.country or m.actor for m in here} & {m.actor for m in pair}
            if len(named) == 1:
                return ()
        return tuple(self._holder(party, start, group) for party in pair)

    def _holder(self, state: Mention, at: int, group: PartyGroup) -> Mention:
        """The one person of a state named before who holds an office that the noun tells, else the state."""
        if not group.positions:
            return state
        people = {
            m.actor: m
            for m in self._known
            if m.start < at and m.actor_kind == "person" and m.actor is not None and m.country == state.actor
            if self._offices_of(m) & set(group.positions)
        }
        return next(iter(people.values())) if len(people) == 1 else state

    def _add(self, start: int, end: int, members: tuple[Mention, ...], wanted: int) -> None:
        self._scene.drop_inside(start, end)
        reason = f"the {wanted} named together before" if members else f"no {wanted} named together before"
        self._scene.mentions.append(
            Mention(
                start,
                end,
                self._scene.text[start:end],
                "nominal",
                None,
                members[0].actor_kind if members else None,
                reason=reason,
                members=members,
            )
        )

    def _is_restricted(self, end: int) -> bool:
        """ "les deux pays qui…", "les deux ministres français": somebody else than those named before."""
        hit = self._scene.hits.get(end + 1)
        if hit is not None and hit.of_use("demonym"):
            return True
        return self._bridges["group_goes_on"].match(self._scene.text, end) is not None

    def _is_pointed(self, start: int, end: int) -> bool:
        """ "ces trois pays, qui…", "ces trois pays qui…": those named before all the same."""
        before = self._scene.text[max(0, start - AROUND) : start]
        relative = self._bridges["group_relative"].match(self._scene.text, end)
        return relative is not None and self._bridges["group_pointed"].search(before) is not None

    def _members(self, at: int, wanted: int, group: PartyGroup) -> tuple[Mention, ...]:
        """The nearest so many that one sentence names together, if it and those since name nobody else."""
        here = self._scene.reference.sentence_of(at)
        since: set[str] = set()
        for index in range(here, max(-1, here - FARTHEST - 1), -1):
            found: dict[str, Mention] | None = None
            for kinds in self._orders(group):
                named = self._named(index, at, kinds, group)
                if len(named.parties) > 1 and found is None:
                    found = self._choice(named, wanted)
                if not named.parties:
                    continue
                if found is not None and len(found) == wanted:
                    return tuple(found.values()) if since <= found.keys() else ()
            if found is not None:
                return ()
            since |= self._named(index, at, ACTING[group.of], group).parties.keys()
        return ()

    @staticmethod
    def _orders(group: PartyGroup) -> list[frozenset[str]]:
        """The kinds that are tried one after the other: states before the people who act for them."""
        if group.of in ("state", "side"):
            return [ACTING[group.of], ACTING[group.of] | PEOPLE]
        return [ACTING[group.of]]

    def _choice(self, named: _Named, wanted: int) -> dict[str, Mention] | None:
        """All that a sentence names, all but the places, the pair behind "entre", a list; None of another number."""
        parties = named.parties
        acting = {key: mention for key, mention in parties.items() if key not in named.placed}
        for found in (parties, acting, self._between(parties), self._listed(parties, wanted)):
            if len(found) == wanted:
                return found
        return {} if len(parties) > wanted else None

    def _listed(self, parties: dict[str, Mention], wanted: int) -> dict[str, Mention]:
        """ "A, B et C accusent D": of more than two the only list of so many."""
        joints, text = self._scene.titles.joints, self._scene.text
        lists: list[dict[str, Mention]] = []
        last: Mention | None = None
        for key, party in parties.items():
            between = text[last.end : party.start] if last is not None else ""
            if last is None or not (joints["comma"].fullmatch(between) or joints["and"].fullmatch(between)):
                lists.append({})
            lists[-1][key] = party
            last = party
        fitting = [found for found in lists if len(found) == wanted]
        return fitting[0] if wanted > PAIR and len(fitting) == 1 else {}

    def _between(self, parties: dict[str, Mention]) -> dict[str, Mention]:
        """ "la Russie salue l'accord entre X et Y": the two behind the only "entre"."""
        rows = list(parties.items())
        pairs = [
            dict((first, second))
            for first, second in pairwise(rows)
            if self._bridges["group_between"].search(self._scene.text[max(0, first[1].start - AROUND) : first[1].start])
            and self._bridges["group_and"].fullmatch(self._scene.text, first[1].end, second[1].start)
        ]
        return pairs[0] if len(pairs) == 1 else {}

    def _named(self, index: int, at: int, kinds: frozenset[str], group: PartyGroup) -> _Named:
        parties: dict[str, Mention] = {}
        placed: set[str] = set()
        for mention in self._in_sentence(index, at):
            party = self._as_party(mention, kinds, group)
            if party is None:
                continue
            key = party.country if party.actor is None or mention.adjective else party.actor
            if key is None:
                continue
            if key not in parties and self._is_place(mention):
                placed.add(key)
            elif not self._is_place(mention):
                placed.discard(key)
            parties.setdefault(key, party)
        return _Named(parties, frozenset(placed))

    def _in_sentence(self, index: int, at: int) -> Iterator[Mention]:
        place = self._scene.reference.sentence_of
        for mention in self._known:
            here = mention.start < at and place(mention.start) == index
            if here and not mention.members and not self._is_broker(mention):
                yield mention

    def _is_broker(self, mention: Mention) -> bool:
        """ "l'accord, négocié par X et Y": who brought it about is none of the two parties."""
        before = self._scene.text[max(0, mention.start - BROKERED) : mention.start]
        return self._bridges["group_broker"].search(before) is not None

    def _is_place(self, mention: Mention) -> bool:
        before = self._scene.text[max(0, mention.start - AROUND) : mention.start]
        return mention.actor_kind == "state" and self._bridges["group_place"].search(before) is not None

    def _as_party(self, mention: Mention, kinds: frozenset[str], group: PartyGroup) -> Mention | None:
        """The party that a mention gives to a group: itself, or for states the state of a person."""
        if mention.adjective or mention.actor_kind not in kinds:
            return None
        if mention.actor_kind != "person":
            return mention if mention.actor is not None else None
        if group.of == "person":
            known = mention.actor is not None or mention.country is not None
            return mention if known and self._can_be_called(mention, group) else None
        if mention.country is None:
            return None
        reason = f"{mention.reason}; {PERSONAL}"
        return replace(mention, actor=mention.country, actor_kind="state", position=None, reason=reason)

    def _can_be_called(self, mention: Mention, group: PartyGroup) -> bool:
        """Whether the office of a person allows the noun ("les deux ministres")."""
        held = self._offices_of(mention)
        return not group.positions or not held or bool(held & set(group.positions))

    def _offices_of(self, mention: Mention) -> set[str]:
        """The offices that the text gives to a person, without "acting"."""
        held = {
            office.position.removeprefix("acting ")
            for office in self._scene.offices
            if office.position is not None
            and (
                (office.holder is not None and mention.actor is not None and office.holder.actor == mention.actor)
                or office.start == mention.start
            )
        }
        if mention.position is not None:
            held.add(mention.position.removeprefix("acting "))
        return held
