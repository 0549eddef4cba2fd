"""The grammar of office phrases: "le ministre biélorusse de la Défense par intérim", "ambassadeur de France en Russie".

It runs over the text with the hits of the register and the lists of titles.yaml; no parse is asked. An office phrase is

    [former|future] HEAD (qualifier | adjective of a state | complement)*

where a complement is a preposition with a state, an organisation, a body, a domain or a generic noun ("du pays").
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.phrases import Phrases
from dragoman.mentions.positions import STATE_USES, Draft, Positions
from dragoman.mentions.titles import Head, TitleBook
from dragoman.model.names import fold
from dragoman.register import Register

# Positions whose titles go on with words that the register need not know.
TAILED = frozenset(
    {"spokesperson", "envoy", "high representative", "ambassador", "commander", "deputy foreign minister"}
)
# How far before a head an auxiliary may begin, in characters.
LONGEST_AUXILIARY = 12
# "sous-secrétaire": a first part that ends as plurals do.
UNDER = frozenset({"sous"})
AND = re.compile(r"\s+et\s+|,\s+")


class OfficeGrammar:
    """Finds office phrases in one text."""

    def __init__(
        self, text: str, hits: Mapping[int, Hit], phrases: Phrases, titles: TitleBook, register: Register
    ) -> None:
        self._text = text
        self._folded = fold(text)
        self._hits = hits
        self._phrases = phrases
        self._titles = titles
        self._positions = Positions(titles, register)
        named = {actor for hit in hits.values() for actor in hit.actors}
        abroad, at_home = (set(states) for states in (titles.titles.chancellors_abroad, titles.titles.chancellors_of))
        # "Arrivé avec le chancelier X": of whom, the text tells only by the states that it is about.
        self._chancellor = "foreign minister" if named & abroad and not named & at_home else "chancellor"

    def find_bodies(self, taken: list[OfficePhrase]) -> list[OfficePhrase]:
        """Bodies that speak for a state ("le ministère russe de la Défense"), outside of the phrases taken.

        Also those whose owner other words tell ("son gouvernement"); `role` is true for all of them.
        """
        found: list[OfficePhrase] = []
        head = Head(position="minister", forms=[""], domain=True)
        for start in self._phrases.starts("state_body"):
            if any(phrase.start <= start < phrase.end for phrase in (*taken, *found)) or start in self._hits:
                continue
            entry = self._phrases.at(start, "state_body")
            assert entry is not None
            draft = Draft(entry[0])
            self._scan(draft, head, plural=True)
            phrase = OfficePhrase(start, draft.end, None, plural=False, role=True, more=self._more(draft))
            found.append(self._with_owner(phrase, None, draft))
        return found

    def find(self) -> list[OfficePhrase]:
        """Every office phrase, leftmost first, never overlapping."""
        found: list[OfficePhrase] = []
        taken = 0
        starts = sorted({*self._phrases.starts("head"), *self._phrases.starts("counterpart")})
        for start in starts:
            hit = self._hits.get(start)
            if start < taken or (hit is not None and hit.end - start > 12 and not hit.of_use("person")):
                continue
            phrase = self._at(start)
            if phrase is not None:
                found.append(phrase)
                taken = phrase.end
        return found

    def _at(self, start: int) -> OfficePhrase | None:
        counterpart = self._phrases.at(start, "counterpart")
        found = counterpart or self._head(start)
        if found is None or (self._text[start - 1 : start] in ("'", "’") and self._inside_compound(start)):
            return None
        end, value = found
        auxiliary = self._titles.bridges["auxiliary"].search(self._text[max(0, start - LONGEST_AUXILIARY) : start])
        if auxiliary and self._titles.bridges["participle"].search(self._text[start:end]):
            # "Prague a envoyé à…": a participle, no envoy.
            return None
        head: Head | None = value
        draft = Draft(end)
        self._scan(draft, head, plural=self._is_plural(start, end))
        position = (
            None if head is None else self._positions.position(head, draft, goes_on=self._governs_other(draft.end))
        )
        if position == "":
            return None
        if position == "chancellor" and draft.hit is None and draft.owner is None:
            position = self._chancellor
        phrase = OfficePhrase(start, draft.end, position, self._is_plural(start, end), counterpart is not None)
        phrase = self._with_owner(phrase, head, draft)
        base = (position or "").removeprefix("acting ")
        deputy = base == "deputy secretary-general" and phrase.of is not None
        if head is not None and (head.domain or deputy or base in TAILED):
            phrase = replace(phrase, end=self._tail_end(phrase.end))
        if base == "party leader" and (party := self._titles.bridges["party"].match(self._text, phrase.end)):
            phrase = replace(phrase, end=party.end())
        former = self._before(start, "former")
        begin = former if former is not None else start
        future = self._before(start, "future_before")
        return replace(
            phrase,
            start=begin if future is None else min(begin, future),
            former=former is not None or draft.former,
            future=future is not None or draft.future,
            acting=draft.acting,
            then=draft.then or self._before(start, "then") is not None,
            role=position is None and counterpart is None,
            inner=draft.inner,
            leads=head is not None and head.leads,
            more=self._more(draft),
        )

    def _more(self, draft: Draft) -> tuple[str, ...]:
        """The further owners of a plural, one for each adjective; none at all where one is shared by several."""
        owners = [self._positions.owners(hit) for hit in draft.more]
        return tuple(found[0] for found in owners) if all(len(found) == 1 for found in owners) else ()

    def _tail_end(self, end: int) -> int:
        """Where a long title ends that a name behind a comma closes; `end` itself where none follows."""
        found = self._titles.bridges["tail"].match(self._text, end)
        if found is None or self._titles.bridges["tail_clause"].search(found[0] + " "):
            return end
        others = range(found.start(), found.end())
        return end if any(self._phrases.at(at, "head") for at in others) else found.end()

    def _head(self, start: int) -> tuple[int, Head] | None:
        """The longest head that breaks no name of the register: "président | de la République du Congo"."""
        for end, head in self._phrases.all_at(start, "head"):
            if not self._breaks_name(start, end):
                return end, head
        return None

    def _breaks_name(self, start: int, end: int) -> bool:
        """Whether a name of the register starts inside these words and goes on behind them."""
        return any(self._hits[at].end > end for at in range(start + 1, end) if at in self._hits)

    def _inside_compound(self, start: int) -> bool:
        return self._folded[:start].endswith("quelqu'")

    def _is_plural(self, start: int, end: int) -> bool:
        first = self._folded[start:end].split(" ")[0]
        if first in UNDER:
            return False
        return first.endswith(("s", "x")) or (self._folded[start:end].endswith(("s", "x")) and first.endswith("s"))

    def _before(self, start: int, group: str) -> int | None:
        """Where a word of the list starts that stands right before `start`."""
        for back in range(2, 16):
            at = start - back
            if at < 0:
                return None
            found = self._phrases.at(at, group)
            if found and start - 1 <= found[0] <= start and not self._text[found[0] : start].strip("- ‑"):
                return at
        return None

    def _scan(self, draft: Draft, head: Head | None, *, plural: bool) -> None:
        """Take in everything to the right that belongs to the office."""
        domain = head is not None and head.domain
        while True:
            at = self._skip(draft.end)
            if domain and (self._take_nationals(draft, draft.end) or self._take_complement(draft, head, at)):
                continue
            if self._take_word(draft, at, domain=domain):
                continue
            if self._take_adjective(draft, at, plural):
                continue
            if not domain and self._take_complement(draft, head, at):
                continue
            return

    def _skip(self, at: int) -> int:
        while at < len(self._text) and self._text[at] in "  \n":
            at += 1
        return at

    def _take_word(self, draft: Draft, at: int, *, domain: bool) -> bool:
        for group in ("acting", "future", "then", "former", "qualifier"):
            found = self._phrases.at(at, group)
            if found is None or (group == "qualifier" and (at in self._hits or self._breaks_name(at, found[0]))):
                continue
            draft.end = found[0]
            if group == "acting" and not domain and (draft.body or draft.domain) is not None:
                # "le porte-parole de l'administration intérimaire": it is the body that is so.
                return True
            if group != "qualifier":
                setattr(draft, group, True)
            return True
        return False

    def _take_adjective(self, draft: Draft, at: int, plural: bool) -> bool:
        adjective = self._phrases.at(at, "office_adjective")
        if adjective is not None and draft.hit is None and draft.owner is None:
            draft.end, draft.owner = adjective
            return True
        # "le président Sénégalais Macky Sall": the capital is a slip where no article stands before the word.
        hit = self._hits.get(at)
        if hit is None or not hit.of_use("demonym"):
            return False
        if draft.hit is not None:
            return False
        draft.hit, draft.use, draft.end = hit, "demonym", hit.end
        while plural and (joint := AND.match(self._text, draft.end)) is not None:
            # "les présidents russe et chinois"
            following = self._hits.get(joint.end())
            if following is None or not following.of_use("demonym") or following.text[:1].isupper():
                break
            draft.more.append(following)
            draft.end = following.end
        return True

    def _take_complement(self, draft: Draft, head: Head | None, at: int) -> bool:
        for group in ("charge", "belonging", "posting"):
            found = self._phrases.at(at, group)
            if found is None:
                continue
            inner = self._skip(found[0])
            if group != "posting" and self._take_domain(draft, head, inner):
                return True
            if self._take_hit(draft, head, inner, group):
                return True
            if group == "belonging" and self._take_body(draft, head, inner):
                return True
            if group == "belonging" and self._take_generic(draft, inner):
                return True
        return False

    def _take_domain(self, draft: Draft, head: Head | None, at: int) -> bool:
        if head is None or not (head.domain or head.topics or draft.body) or draft.domain is not None:
            return False
        if self._breaks_domain(at):
            return False
        words: list[str] = []
        end = at
        while True:
            found = self._phrases.at(end, "domain")
            if found is None:
                break
            words.append(self._folded[end : found[0]])
            closing = found[0]
            step = self._next_domain_word(closing)
            if step is None:
                end = closing
                break
            end = step
        if not words:
            return False
        draft.domain, draft.end = words, end if end != at else at
        draft.end = self._domain_end(at)
        return True

    def _breaks_domain(self, at: int) -> bool:
        """ "porte-parole de l'armée soudanaise": a name of the register that is longer than the word of a domain."""
        hit, found = self._hits.get(at), self._phrases.at(at, "domain")
        return hit is not None and found is not None and hit.end > found[0]

    def _take_nationals(self, draft: Draft, at: int) -> bool:
        """ "…, et des Togolais de l'extérieur": nationals abroad are of the domain, and tell whose it is."""
        if draft.domain is None:
            return False
        joint = self._titles.bridges["nationals"].match(self._text, at)
        hit = self._hits.get(joint.end()) if joint else None
        if hit is None or not hit.of_use("demonym"):
            return False
        abroad = self._titles.bridges["abroad"].match(self._text, hit.end)
        if abroad is None:
            return False
        draft.end = abroad.end()
        if draft.hit is None and draft.owner is None:
            draft.hit, draft.use = hit, "demonym"
        again = self._titles.bridges["owner_again"].match(self._text, draft.end)
        owner = self._hits.get(again.end()) if again else None
        if owner is not None and set(owner.actors) & set(hit.actors):
            # "…, des Mauritaniens de l'extérieur, de la République islamique de Mauritanie"
            draft.hit, draft.use, draft.end = owner, "name", owner.end
        return True

    def _domain_end(self, at: int) -> int:
        """Where the last domain word ends that is reached from `at`."""
        end = at
        while (found := self._phrases.at(at, "domain")) is not None:
            end = found[0]
            following = self._next_domain_word(end)
            if following is None:
                break
            at = following
        return end

    def _next_domain_word(self, end: int) -> int | None:
        """Where the next domain word starts, joined by a space, a comma, "et", "de la", "et de la"…; None if none."""
        at = self._skip(end)
        if at < len(self._text) and self._text[at] == ",":
            at = self._skip(at + 1)
            comma = True
        else:
            comma = False
        joined = False
        for group in ("joiner", "belonging", "charge", "determiner"):
            found = self._phrases.at(at, group)
            if found is not None and self._phrases.at(at, "domain") is None:
                at = self._skip(found[0])
                joined = True
        if comma and not joined:
            return None
        return at if self._phrases.at(at, "domain") is not None and at not in self._hits else None

    def _take_hit(self, draft: Draft, head: Head | None, at: int, group: str) -> bool:
        hit = self._hits.get(at)
        if hit is None or not hit.of_use(*STATE_USES) or (hit.of_use("demonym") and not hit.of_use("name", "acronym")):
            return False
        posted = head is not None and head.position in ("ambassador", "envoy")
        if group == "posting" or (group == "charge" and posted):
            if not posted or draft.posting is not None:
                return False
            draft.posting, draft.end = hit, hit.end
            return True
        if draft.hit is not None or group == "charge":
            return False
        draft.hit, draft.use, draft.end = hit, "name", hit.end
        return True

    def _take_body(self, draft: Draft, head: Head | None, at: int) -> bool:
        """ "porte-parole de la diplomatie", "commandant de l'armée", "porte-parole du secrétaire général"."""
        if draft.body is not None or head is None or head.domain:
            return False
        for group in ("state_body", "military_body", "parliament_body", "territory"):
            found = self._phrases.at(at, group)
            if found is not None and (group != "territory" or head.position == "governor") and at not in self._hits:
                draft.body, draft.end = self._folded[at : found[0]], found[0]
                return True
        inner = self._head(at)
        if inner is not None and head.topics:
            draft.body, draft.end, draft.inner = self._folded[at : inner[0]], inner[0], True
            return True
        return False

    def _take_generic(self, draft: Draft, at: int) -> bool:
        if draft.hit is not None or draft.generic is not None:
            return False
        found = self._phrases.at(at, "generic")
        if found is not None and self._folded[at : found[0]] in self._titles.presided:
            return False
        if found is None or (
            found[1] == "state" and not self._titles.bridges["own_state"].search(self._folded[:at][-10:])
        ):
            return False
        draft.generic, draft.generic_noun, draft.generic_at = found[1], self._folded[at : found[0]], at
        draft.end = found[0]
        return True

    def _with_owner(self, phrase: OfficePhrase, head: Head | None, draft: Draft) -> OfficePhrase:
        others = self._positions.owners(draft.hit) if draft.hit is not None and draft.use == "demonym" else ()
        if head is not None and head.of is not None and (len(others) != 1 or head.of in others):
            # "le secrétaire d'Etat adjoint tunisien": the words that mean an American alone mean no other.
            return replace(phrase, of=head.of, of_start=phrase.start, of_end=phrase.end)
        if draft.owner is not None:
            return replace(phrase, of=draft.owner, of_start=phrase.start, of_end=phrase.end)
        owners = self._positions.owners(draft.hit)
        if draft.hit is not None and owners:
            of = owners[0] if len(owners) == 1 else None
            return replace(
                phrase,
                of=of,
                of_candidates=owners if of is None else (),
                of_start=draft.hit.start,
                of_end=draft.hit.end,
            )
        if draft.generic is not None:
            noun = draft.generic_noun or ""
            at = draft.generic_at
            return replace(phrase, generic=draft.generic, generic_noun=noun, of_start=at, of_end=at + len(noun))
        return phrase

    def _governs_other(self, end: int) -> bool:
        """Whether "président" goes on with the name of something that the register does not know ("du groupe X")."""
        at = self._skip(end)
        found = self._phrases.at(at, "belonging")
        return (
            found is not None
            and self._skip(found[0]) < len(self._text)
            and self._folded[found[0] :].lstrip()[:1].isalpha()
        )
