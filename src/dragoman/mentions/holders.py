"""Who stands beside an office phrase: apposition to the right or left, the copula, and enumerations of holders.

A comma is weak evidence ("avec le ministre russe, Emmanuel Macron a déclaré"), so an apposition behind a comma must be
closed, and somebody whom the register knows under other flags only is never taken for the holder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.people import NameSpan
from dragoman.mentions.phrases import Phrases
from dragoman.mentions.titles import TitleBook
from dragoman.model.names import fold, name_key
from dragoman.register import Register

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
# Positions whose holder leads a state, and may chair an organisation for it.
LEADING = frozenset({"president", "prime minister", "monarch", "chancellor"})


@dataclass(frozen=True, slots=True)
class Holding:
    """An office phrase with the name of the one who holds it; `of` overrides the phrase's in an enumeration."""

    phrase: OfficePhrase
    name: NameSpan
    side: str
    of_hit: Hit | None = None


class HolderGrammar:
    """Joins the office phrases of one text with the names beside them."""

    def __init__(
        self,
        text: str,
        names: Mapping[int, NameSpan],
        hits: Mapping[int, Hit],
        phrases: Phrases,
        titles: TitleBook,
        register: Register,
    ) -> None:
        self._text = text
        self._names = names
        self._by_end = {name.end: name for name in names.values()}
        self._hits = hits
        self._phrases = phrases
        self._bridges = titles.bridges
        self._led = titles.led_bodies
        self._domain_of = titles.domain_of
        self._register = register

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
        found = [Holding(phrase, name, "right", self._of_behind(phrase, name))]
        if phrase.plural:
            return found + self._enumerated(phrase, name)
        return found + self._likewise(phrase, name)

    def _likewise(self, phrase: OfficePhrase, first: NameSpan) -> list[Holding]:
        """ "le ministre des Affaires étrangères roumain, X, celui de la Bulgarie, Y, et celui de la Grèce, Z"."""
        found: list[Holding] = []
        at = first.end
        while (match := self._bridges["likewise"].match(self._text, at)) is not None:
            hit = self._hits.get(match.end())
            name = self._names.get(self._to_name(hit.end)[0]) if hit is not None and hit.of_use("name") else None
            if name is None or hit is None:
                break
            found.append(Holding(phrase, name, "enumeration", hit))
            at = name.end
        return found

    def _holds_other_office(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        """ "le porte-parole du secrétaire général, X": the register knows X under other offices than the outer one."""
        known = [tenure for person in self._people(name) for tenure in self._register.tenures_of(person)]
        others = all(tenure.position != phrase.position for tenure in known)
        return others and any(tenure.position.removeprefix("acting ") in SUPREME for tenure in known)

    def _respective(self, phrase: OfficePhrase, first: NameSpan) -> list[Holding]:
        """ "les présidents russe et chinois, X et Y": each name its own state, if there are as many as states."""
        names, at = [first], first.end
        while (match := self._bridges["next"].match(self._text, at)) is not None:
            name = self._names.get(self._to_name(match.end())[0])
            if name is None:
                break
            names.append(name)
            at = name.end
        owners = [phrase.of, *phrase.more]
        parts = [replace(phrase, of=of) for of in owners]
        fits = len(names) == len(owners) and not any(map(self._serves_others_only, parts, names))
        return [Holding(p, name, "enumeration") for p, name in zip(parts, names, strict=True)] if fits else []

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

    def _of_behind(self, phrase: OfficePhrase, name: NameSpan) -> Hit | None:
        """What an office is of when it stands behind the name: "le roi X de Jordanie", "les présidents X (Bénin)"."""
        if phrase.of is not None or phrase.of_candidates:
            return None
        bracket = self._hits.get(name.end + 2) if self._text[name.end : name.end + 2] == " (" else None
        if (
            bracket is not None
            and self._text[bracket.end : bracket.end + 1] == ")"
            and bracket.of_use("name", "acronym")
        ):
            return bracket
        behind = self._bridges["behind"].match(self._text, name.end)
        hit = self._hits.get(behind.end()) if behind else None
        return hit if hit is not None and hit.of_use("name") and phrase.position == "monarch" else None

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

    def _to_name(self, at: int) -> tuple[int, bool]:
        """Where a name would start past one comma, forms of address and ranks; and whether there was a comma."""
        text = self._text
        comma = False
        aside = self._bridges["aside"].match(text, at)
        if aside is not None:
            # "l'Organisation des Etats américains (OEA), X", "le Premier ministre irlandais (Taoiseach) X"
            at = aside.end()
        besides = self._bridges["besides"].match(text, at)
        if besides is not None:
            # "le président angolais et médiateur désigné par l'Union africaine, X"
            at = besides.end()
        adjective = self._bridges["adjective"].match(text, at)
        if adjective is not None:
            # "son président ultralibéral Javier Milei"
            at = adjective.end()
        while True:
            while at < len(text) and text[at] in "  ":
                at += 1
            if at < len(text) and text[at] == ":" and not comma:
                at += 1
                continue
            if at < len(text) and text[at] in ",–—" and not comma:
                at, comma = at + 1, True
                continue
            if at in self._names:
                # "Sheikh Hasina": a rank may be the first word of a name.
                return at, comma
            for group in ("civility", "rank"):
                found = self._phrases.at(at, group)
                if found is not None:
                    at = found[0]
                    if text[at : at + 1] == ".":
                        at += 1
                    break
            else:
                article = self._phrases.at(at, "determiner")
                after = self._past_space(article[0]) if article else at
                if article and self._phrases.at(after, "rank"):
                    at = after
                    continue
                people = self._hits.get(after)
                if article and people is not None and people.of_use("demonym") and people.text[:1].isupper():
                    # "le président en exercice, le Nigérian Bola Tinubu"
                    at = people.end
                    continue
                return at, comma

    def _past_space(self, at: int) -> int:
        while at < len(self._text) and self._text[at] in "  ":
            at += 1
        return at

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

    def _people(self, name: NameSpan) -> frozenset[str]:
        if name.hit is not None:
            return frozenset(name.hit.actors)
        return self._register.people_named(name.text)

    def _holds_by_register(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        position = (phrase.position or "").removeprefix("acting ")
        return any(
            tenure.position == position and (phrase.of is None or tenure.of == phrase.of)
            for person in self._people(name)
            for tenure in self._register.tenures_of(person)
        )

    def _serves_others_only(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        """Whether the register knows the person, and under no office of the state or organisation that is named."""
        if phrase.of is None:
            return False
        known = [tenure for person in self._people(name) for tenure in self._register.tenures_of(person)]
        owners = {of for t in known for of in (t.of, self._register.actors[t.of].country)}
        return bool(known) and phrase.of not in owners

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
            if self._bridges["copula"].fullmatch(bridge):
                return [Holding(phrase, name, "copula")]
            match = self._bridges["left"].fullmatch(bridge)
            if match and phrase.position and self._left_apposed(phrase, name, match["mark"].strip()):
                return [Holding(phrase, name, "left")]
            return []
        for name in self._names.values():
            near = 0 < phrase.start - name.end < LONGEST_RANK
            if near and self._bridges["rank_and"].fullmatch(self._text[name.end : phrase.start]):
                # "Wang Yi, membre du Bureau politique du Parti et ministre des Affaires étrangères"
                return [] if self._serves_others_only(phrase, name) else [Holding(phrase, name, "left")]
        return []

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
        return self._bridges["closed"].match(self._text, phrase.end) is not None or mark == "("

    def _enumerated(self, phrase: OfficePhrase, first: NameSpan) -> list[Holding]:
        """The further holders of a plural office: "les présidents russe X et chinois Y"."""
        found: list[Holding] = []
        bracket = self._of_behind(phrase, first)
        at = first.end if bracket is None else bracket.end + 1
        while (match := self._bridges["next"].match(self._text, at)) is not None:
            inner = match.end()
            hit = self._hits.get(inner)
            if hit is not None and hit.of_use("demonym", "name", "acronym"):
                inner, _ = self._to_name(hit.end)
            else:
                hit = None
                inner, _ = self._to_name(inner)
            name = self._names.get(inner)
            other = self._of_other_domain(phrase, match.end()) if name is None else None
            if other is not None:
                found.append(other)
                at = other.name.end
                continue
            if name is None or (hit is None and phrase.of is not None):
                break
            found.append(Holding(phrase, name, "enumeration", hit))
            found[-1] = replace(found[-1], of_hit=hit or self._of_behind(phrase, name))
            at = name.end if found[-1].of_hit is None or hit is not None else found[-1].of_hit.end + 1
        return found

    def _of_other_domain(self, phrase: OfficePhrase, at: int) -> Holding | None:
        """ "les ministres indiens de la Défense X et des Affaires étrangères Y": the second domain and its holder."""
        charge = self._phrases.at(at, "belonging")
        end, position = charge[0] + 1 if charge is not None else at, None
        while (word := self._phrases.at(end, "domain")) is not None:
            position = position or self._domain_of.get(fold(self._text[end : word[0]]))
            end = word[0] + 1
        name = self._names.get(self._to_name(end - 1)[0]) if position is not None else None
        if name is None or phrase.of is None or self._serves_others_only(phrase, name):
            return None
        return Holding(replace(phrase, position=position), name, "enumeration")
