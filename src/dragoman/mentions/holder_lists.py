"""Names behind an office, and lists of those who hold it: "les présidents russe X et chinois Y"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.people import NameSpan
from dragoman.mentions.phrases import Phrases
from dragoman.mentions.titles import TitleBook
from dragoman.model.names import fold
from dragoman.register import Register

# Positions whose holder leads a state, and may chair an organisation for it.
LEADING = frozenset({"president", "prime minister", "monarch", "chancellor"})


@dataclass(frozen=True, slots=True)
class Holding:
    """An office phrase with the name of the one who holds it; `of` overrides the phrase's in an enumeration."""

    phrase: OfficePhrase
    name: NameSpan
    side: str
    of_hit: Hit | None = None


class HolderLists:
    """Finds names behind an office, and the further ones of a list."""

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
        self._heading = tuple(form for head in titles.titles.heads if head.turns for form in head.forms)
        self._domain_of = titles.domain_of
        self._register = register

    def _of_behind(self, phrase: OfficePhrase, name: NameSpan, *, listed: bool = False) -> Hit | None:
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
        if listed:
            return hit if hit is not None and hit.of_use("name", "acronym") else None
        return hit if hit is not None and hit.of_use("name") and phrase.position == "monarch" else None

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
                if article and (self._phrases.at(after, "rank") or self._phrases.at(after, "civility")):
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

    def _people(self, name: NameSpan) -> frozenset[str]:
        if name.hit is not None:
            return frozenset(name.hit.actors)
        return self._register.people_named(name.text)

    def _serves_others_only(self, phrase: OfficePhrase, name: NameSpan) -> bool:
        """Whether the register knows the person, and under no office of the state or organisation that is named."""
        if phrase.of is None:
            return False
        known = [tenure for person in self._people(name) for tenure in self._register.tenures_of(person)]
        if phrase.position == "chair" and any(tenure.position.removeprefix("acting ") in LEADING for tenure in known):
            # "Ali Bongo, président en exercice de la CEMAC": those who lead a state chair its organisations in turns.
            return False
        owners = {of for t in known for of in (t.of, self._register.actors[t.of].country)}
        return bool(known) and phrase.of not in owners

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

    def _enumerated(self, phrase: OfficePhrase, first: NameSpan) -> list[Holding]:
        """The further holders of a plural office: "les présidents russe X et chinois Y"."""
        found: list[Holding] = []
        bracket = self._of_behind(phrase, first, listed=phrase.plural)
        at = first.end if bracket is None else self._past_owner(bracket)
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
            owner = hit or self._of_behind(phrase, name, listed=phrase.plural)
            found[-1] = replace(found[-1], of_hit=owner)
            at = name.end if owner is None or hit is not None else self._past_owner(owner)
        return found

    def _past_owner(self, hit: Hit) -> int:
        """Behind the state of a holder: "X (Bénin)", "X du Bénin"."""
        return hit.end + (self._text[hit.end : hit.end + 1] == ")")

    def _listed(self, phrase: OfficePhrase) -> list[Holding]:
        """ "Cinq présidents y ont pris part : X (Angola), Y du Burundi": two at least, each with his state."""
        opened = self._bridges["listing"].match(self._text, phrase.end)
        if phrase.position == "chair" and phrase.plural:
            # "cinq chefs d'Etat de la CEEAC"
            phrase = replace(phrase, position="president", of=None)
        if opened is None or phrase.position not in LEADING | {"foreign minister", "defence minister"}:
            return []
        found: list[Holding] = []
        at = opened.end()
        while (name := self._names.get(self._to_name(at)[0])) is not None:
            hit = self._of_behind(phrase, name, listed=True)
            if hit is None:
                break
            found.append(Holding(phrase, name, "enumeration", hit))
            joint = self._bridges["next"].match(self._text, self._past_owner(hit))
            if joint is None:
                break
            at = joint.end()
        states = [
            form.actors for holding in found if holding.of_hit for form in holding.of_hit.of_use("name", "acronym")
        ]
        reigned = any(self._register.holders("monarch", actor) for actors in states for actor in actors)
        return found if len(found) > 1 and not (reigned and phrase.position == "president") else []

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
