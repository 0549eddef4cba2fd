"""Who stands beside an office phrase: apposition to the right or left, the copula, and enumerations of holders.

A comma is weak evidence ("avec le ministre russe, Emmanuel Macron a déclaré"), so an apposition behind a comma must be
closed, and somebody whom the register knows under other flags only is never taken for the holder.
"""

import re
from dataclasses import replace
from itertools import pairwise, zip_longest

from dragoman.mentions.holder_lists import LEADING, HolderLists, Holding
from dragoman.mentions.lexicon import Hit
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.people import NameSpan
from dragoman.model.names import name_key

LONGEST_BRIDGE = 30
# The longest stop, space and article before an office at the head of its sentence.
LONGEST_HEAD = 8
# How far a name may stand before an office behind a party rank, in characters.
LONGEST_RANK = 150
# Those inside of whose titles others are told ("l'envoyé du président américain"), besides them.
SUPREME = frozenset(
    {
        "president",
        "prime minister",
        "monarch",
        "chancellor",
        "secretary-general",
        "foreign minister",
        "defence minister",
    }
)


class HolderGrammar(HolderLists):
    """Joins the office phrases of one text with the names beside them."""

    def find(self, offices: list[OfficePhrase]) -> list[Holding]:
        """Every holding; an office may have several holders, a name belongs to one office only."""
        found: list[Holding] = []
        used: set[int] = set()
        for phrase, following in zip_longest(offices, offices[1:]):
            here = self._right(phrase)
            if not here and following is not None and self._is_first_of_two(phrase, following):
                continue
            here = here or self._left(phrase, used) or self._joined(phrase, found)
            found += here
            used |= {holding.name.start for holding in here}
        return found + self._shared(offices, found)

    def _is_first_of_two(self, phrase: OfficePhrase, following: OfficePhrase) -> bool:
        """ "X, et le vice-Premier ministre et ministre des Finances, Y": both offices are those of Y."""
        between = self._text[phrase.end : following.start]
        return self._bridges["and"].fullmatch(between) is not None and bool(self._right(following))

    def _shared(self, offices: list[OfficePhrase], found: list[Holding]) -> list[Holding]:
        """ "le vice-Premier ministre et ministre des Finances du Kazakhstan, X": the first of two offices."""
        held = {id(holding.phrase): holding for holding in found}
        extra = []
        for phrase, following in pairwise(offices):
            second = held.get(id(following))
            between = self._text[phrase.end : following.start]
            joined = self._bridges["and"].fullmatch(between)
            if phrase.position == "chair" and following.position in LEADING and not joined:
                # "le président en exercice de la Cédéao, le président nigérian X"
                joined = self._bridges["in_turn"].fullmatch(between)
            if joined and id(phrase) not in held and second is not None and second.side == "right" and phrase.position:
                # "la haute représentante de l'Union et vice-présidente de la Commission, X"
                of = phrase.of or (following.of if phrase.generic is None else None)
                extra.append(Holding(replace(phrase, of=of), second.name, "right", second.of_hit))
        return extra

    def _right(self, phrase: OfficePhrase) -> list[Holding]:
        at, comma = self._to_name(phrase.end)
        name = self._names.get(at)
        if (
            name is None
            and phrase.plural
            and not phrase.of_candidates
            and (phrase.of is None or phrase.position == "chair")
        ):
            return self._listed(phrase)
        if name is None or name_key(name.text) == "":
            return []
        last = self._text[phrase.start : phrase.end].rsplit(None, 1)[-1]
        if not comma and phrase.position == "minister" and last in self._led:
            # "des ministres du gouvernement Netanyahou": the name is that of who leads it.
            return []
        if ":" in self._text[phrase.end : at] and phrase.of is None and "minister" not in (phrase.position or ""):
            # "Président sortant : X (Angola)" in a list: of what, the heading says, and it is not read.
            return []
        if phrase.inner and (not comma or self._holds_other_office(phrase, name)):
            # "le conseiller du roi Mohammed VI": the name is that of the inner title.
            return []
        if phrase.more:
            return self._respective(phrase, name)
        if phrase.of is None and any(hit.of_use("demonym") for hit in self._between(phrase.end, at)):
            # "le président sortant, le Sénégalais Macky Sall": of what he is president, other words say.
            return []
        if comma and (self._is_anothers(phrase) or not self._apposed(phrase, name)):
            return []
        if comma and self._alternates(phrase, name):
            return []
        found = [Holding(phrase, name, "right", self._of_behind(phrase, name, listed=phrase.plural))]
        if phrase.plural:
            return found + self._enumerated(phrase, name)
        return found + self._likewise(phrase, name)

    def _holds_other_office(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        """ "le porte-parole du secrétaire général, X": the register knows X under other offices than the outer one."""
        known = [tenure for person in self._people(name) for tenure in self._register.tenures_of(person)]
        others = all(tenure.position != phrase.position for tenure in known)
        return others and any(tenure.position.removeprefix("acting ") in SUPREME for tenure in known)

    def _alternates(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        """ "par A, conseiller du roi, B, secrétaire du Conseil, et C": each office stands behind its own holder."""
        left = self._by_end.get(phrase.start - 2)
        if left is None or self._text[left.end : phrase.start] != ", " or self._text[name.end : name.end + 2] != ", ":
            return False
        return any(self._phrases.at(name.end + 2, group) is not None for group in ("head", "role"))

    def _between(self, start: int, end: int) -> list[Hit]:
        return [self._hits[at] for at in range(start, end) if at in self._hits]

    def _is_anothers(self, phrase: OfficePhrase) -> bool:
        """ "l'épouse du président français, X": the name behind the comma is that of the other."""
        before = self._phrases
        for back in range(4, LONGEST_BRIDGE):
            start = phrase.start - back
            found = before.at(start, "relation") if start >= 0 else None
            if found is not None and self._bridges["behind"].fullmatch(self._text[found[0] : phrase.start]):
                return True
        return False

    def _joined(self, phrase: OfficePhrase, found: list[Holding]) -> list[Holding]:
        """ "X, vice-Premier ministre et ministre des Affaires étrangères": the second of two offices."""
        for holding in reversed(found[-2:]):
            between = self._text[holding.phrase.end : phrase.start]
            if holding.side in ("left", "copula") and self._bridges["and"].fullmatch(between):
                first = holding.phrase
                if first.of is None and not first.of_candidates and first.generic is None and phrase.of is not None:
                    # "X, ministre de l'Energie et vice-Premier ministre du Kazakhstan": both are of that state.
                    found[found.index(holding)] = replace(holding, phrase=replace(first, of=phrase.of))
                return [Holding(phrase, holding.name, "left")]
        return []

    def _apposed(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        if self._holds_by_register(phrase, name):
            return True
        if self._serves_others_only(phrase, name) or self._serves_in_another_office(phrase, name):
            return False
        before = self._text[max(0, phrase.start - LONGEST_HEAD) : phrase.start]
        if len(name.words) > 1 and not phrase.plural and self._bridges["heads_sentence"].search(before):
            # "(Le) ministre des Transports de X, Y a condamné…": an office at the head is the subject's.
            return self._bridges["goes_on_low"].match(self._text, name.end) is not None or self._is_closed(name)
        return len(name.words) > 1 and self._is_closed(name)

    def _is_closed(self, name: NameSpan) -> bool:
        return self._bridges["closed"].match(self._text, name.end) is not None

    def _holds_by_register(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        position = (phrase.position or "").removeprefix("acting ")
        return any(
            tenure.position == position and (phrase.of is None or tenure.of == phrase.of)
            for person in self._people(name)
            for tenure in self._register.tenures_of(person)
        )

    def _serves_in_another_office(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        """ "Après le président ukrainien, X, …": the register knows X under other offices of that state only."""
        if phrase.of is None or phrase.position is None or phrase.former or phrase.acting:
            return False
        known = [t for person in self._people(name) for t in self._register.tenures_of(person) if t.of == phrase.of]
        supreme = phrase.position in ("president", "monarch", "prime minister")
        return supreme and bool(known) and all(t.position.removeprefix("acting ") != phrase.position for t in known)

    def _left(self, phrase: OfficePhrase, used: set[int]) -> list[Holding]:
        for back in range(1, LONGEST_BRIDGE):
            at = phrase.start - back
            name = self._by_end.get(at)
            if name is None:
                continue
            bridge = self._text[at : phrase.start]
            if name.start in used:
                return self._second_office(phrase, name, bridge)
            if self._bridges["copula_future"].fullmatch(bridge):
                return [Holding(replace(phrase, future=True), name, "copula")]
            copula = self._bridges["copula"].fullmatch(bridge)
            if copula and self._is_headed(phrase, copula):
                return [Holding(phrase, name, "copula")]
            match = self._bridges["left"].fullmatch(bridge)
            if match and self._bridges["lasted"].match(self._text, phrase.end):
                # "X, chef de la diplomatie durant vingt ans": he was.
                return [Holding(replace(phrase, former=True), name, "left")] if phrase.position else []
            if (
                match
                and self._is_headed(phrase, match)
                and phrase.position
                and self._left_apposed(phrase, name, match["mark"].strip())
            ):
                return [Holding(phrase, name, "left")]
            return []
        for name in self._names.values():
            near = 0 < phrase.start - name.end < LONGEST_RANK
            if near and self._bridges["rank_and"].fullmatch(self._text[name.end : phrase.start]):
                # "Wang Yi, membre du Bureau politique du Parti et ministre des Affaires étrangères"
                return [] if self._serves_others_only(phrase, name) else [Holding(phrase, name, "left")]
        return []

    def _is_headed(self, phrase: OfficePhrase, bridge: re.Match[str]) -> bool:
        """ "X, à la tête de l'Igad": these words alone stand behind "à la", and no others without."""
        return (bridge["headed"] is not None) == self._text[phrase.start : phrase.end].lower().startswith(self._heading)

    def _second_office(self, phrase: OfficePhrase, name: NameSpan, bridge: str) -> list[Holding]:
        """ "le général X, président de la transition": a second office behind the name that the first one took."""
        match = self._bridges["left"].fullmatch(bridge)
        if match and phrase.position and self._left_apposed(phrase, name, match["mark"].strip()):
            return [Holding(phrase, name, "left")]
        return []

    def _left_apposed(self, phrase: OfficePhrase, name: NameSpan, mark: str) -> bool:
        if self._holds_by_register(phrase, name):
            return True
        if self._serves_others_only(phrase, name):
            return False
        since = self._bridges["lasted_since"].match(self._text, phrase.end)
        return since is not None or self._bridges["closed"].match(self._text, phrase.end) is not None or mark == "("
