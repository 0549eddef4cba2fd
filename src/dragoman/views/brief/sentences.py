"""One sentence for a fact, or for several that differ in one party or in the words said; every one with its notes.

No sentence says more than its facts do: parties, days and places are those told, modality and attribution stand in
it, and what is not known is said not to be known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.views.absence import AbsenceRow
from dragoman.views.brief.brief import Note, Sentence, Words
from dragoman.views.brief.called import Called, Several
from dragoman.views.brief.gathering import Given, Party, Telling
from dragoman.views.brief.naming import Namer, ordered
from dragoman.views.brief.phrases import Phrases, tell
from dragoman.views.brief.register_side import RegisterSide

# More notes than these behind one sentence are not looked up by anybody; the sentence tells how many sources there are.
MOST_NOTES = 5
LONGEST_QUOTE = 200
ABSENCE = "absence"


@dataclass(slots=True)
class Notes:
    """The notes of a brief, numbered by first use; what stands on the same words has one note."""

    _found: dict[tuple[str, int, int], tuple[int, Telling, list[str]]] = field(default_factory=dict)

    def of(self, tellings: Iterable[Telling]) -> tuple[int, ...]:
        """The numbers of some tellings' notes: independent sources first, no more than a reader looks up."""
        kept = sorted(_apart(list(tellings)), key=lambda each: each[0])
        return tuple(dict.fromkeys(self._number(telling) for _, telling in kept[:MOST_NOTES]))

    def listed(self) -> tuple[Note, ...]:
        """All notes by number."""
        return tuple(_note(*found) for found in self._found.values())

    def _number(self, telling: Telling) -> int:
        key = telling.document.id, telling.span_start, telling.span_end
        number, _, assertions = self._found.setdefault(key, (len(self._found) + 1, telling, []))
        if telling.id not in assertions:
            assertions.append(telling.id)
        return number


def _apart(tellings: Sequence[Telling]) -> Iterator[tuple[int, Telling]]:
    """Each telling with how often its family was met before it."""
    met: dict[str, int] = {}
    for telling in tellings:
        family = telling.document.family
        met[family] = met.get(family, -1) + 1
        yield met[family], telling


def _note(number: int, telling: Telling, assertions: Sequence[str]) -> Note:
    words = shortened(telling.quote_text)
    return Note(
        number=number,
        outlet=telling.document.outlet,
        published=telling.document.published,
        words=words,
        cut=words != telling.quote_text,
        language=telling.document.language,
        document=telling.document.id,
        span_start=telling.span_start,
        span_end=telling.span_end,
        assertions=tuple(assertions),
    )


def shortened(text: str) -> str:
    """The first words of a text, at most 200 characters."""
    if len(text) <= LONGEST_QUOTE:
        return text
    head, space, _ = text[: LONGEST_QUOTE + 1].rpartition(" ")
    return head if space else text[:LONGEST_QUOTE]


@dataclass(slots=True)
class Composer:
    """Makes sentences in one language, numbered as they are made."""

    namer: Namer
    phrases: Phrases
    register: RegisterSide
    # The language of most reports, which quotations are in unless they say otherwise.
    usual: str
    notes: Notes = field(default_factory=Notes)
    _number: int = 0

    def event(self, given: Given) -> Sentence:
        """What happened."""
        lead, fact = given.lead, given.fact
        phrase = self.phrases.event(fact.relation, given.mode)
        recipients = lead.roles.get("recipient", ())
        whom = self.namer.several(self._parties(recipients)) if recipients else None
        who = self._doers(lead.roles.get("actor", ()))
        speakers, told = self._attribution([given], fact.modality)
        clause = tell(self.namer.language, phrase, fact.modality, speakers=speakers, who=who, whom=whom)
        if fact.place is not None:
            clause = f"{clause} {self.namer.place(fact.place)}"
        # A comma that closes an insertion has nothing to close at the end.
        words = [Words(f"{clause.rstrip(',')}{told}")]
        if phrase.vague and lead.trigger_text:
            quote = self._quote(lead.trigger_text, lead)
            words += [Words(self.phrases.sentence["vague"]), *quote, Words(self.phrases.sentence["vague_end"])]
        return self._sentence([given], words)

    def statements(self, groups: Sequence[Sequence[Given]]) -> Sentence:
        """What the same speakers said by the same act on the same days; each group said the same words."""
        first = groups[0][0]
        fact, lead = first.fact, first.lead
        speakers, told = self._attribution([given for group in groups for given in group], fact.modality)
        who = self.namer.several([self._speaker(given) for given in groups[0]])
        clause = tell(self.namer.language, self.phrases.acts[fact.relation], fact.modality, speakers=speakers, who=who)
        sentence = self.phrases.sentence
        words = [Words(f"{clause}{told}{sentence['direct' if lead.direct else 'reported']}")]
        for at, group in enumerate(groups):
            quoted = group[0].lead
            numbers = self.notes.of(telling for given in group for telling in given.tellings)
            words += [Words(sentence["next_quote"])] if at else []
            words += self._quote(quoted.words or "", quoted, numbers)
        return self._sentence([given for group in groups for given in group], words, noted=True)

    def membership(self, group: Sequence[Given]) -> Sentence:
        """That some have the same status in one organisation on the same days, and what the register has of it."""
        fact = group[0].fact
        phrase = self.phrases.memberships[fact.relation][fact.bears or "holds"]
        who = self.namer.several([self.namer.actor(given.fact.subject or "") for given in group])
        org = self._known(fact.object)
        return self._standing(group, tell_with=(phrase, {"who": who, "org": org}))

    def occupancy(self, given: Given) -> Sentence:
        """That somebody holds an office, and what the register has of it."""
        fact = given.fact
        phrase = self.phrases.occupancies[fact.bears or "holds"]
        who = self.namer.several([self.namer.actor(fact.subject or "")])
        post = Called(self.phrases.position(fact.relation))
        return self._standing([given], tell_with=(phrase, {"who": who, "post": post, "of": self._known(fact.object)}))

    def attribute(self, given: Given) -> Sentence:
        """What else is told of an organisation: its founding, its seat, its number of members."""
        fact = given.fact
        _, told = self._attribution([given], fact.modality)
        # The value stands in the report's own words, so the phrase is cut where they go.
        before, _, after = self.phrases.attributes[fact.relation].partition("{value}")
        who = self.namer.actor(fact.subject or "")
        quote = self._quote(given.lead.words or fact.value or "", given.lead)
        untold = self.phrases.dates["untold"] if fact.date_from is None and fact.date_to is None else ""
        return self._sentence([given], [Words(before.format(who=who)), *quote, Words(f"{after}{told}{untold}")])

    def absence(self, row: AbsenceRow, tellings: Sequence[Telling]) -> Sentence:
        """That a member was missing from a meeting."""
        words = self.phrases.absences
        who = self.namer.actor(row.member)
        were = "were" if who.plural else "was"
        place = f" {self.namer.place(row.place)}" if row.place is not None else ""
        counts = {"present": row.present, "members": row.members, "were": were}
        clause = words[row.how].format(who=who, org=self.namer.actor(row.organisation), place=place, **counts)
        if row.suspended:
            clause += words["suspended"]
        if row.meetings > 1:
            clause += words["since"].format(day=self.namer.day(row.since), meetings=row.meetings)
        days = row.date_from, row.date_to
        spoken = _joined(self._whole(self.namer.when(*days), [Words(clause)], tellings))
        families = len({telling.document.family for telling in tellings})
        return Sentence(self._next(), ABSENCE, spoken, row.how, families, *days, ())

    # --- parts ------------------------------------------------------------------------------------------------------

    def _standing(self, group: Sequence[Given], tell_with: tuple[Any, dict[str, Any]]) -> Sentence:
        fact = group[0].fact
        phrase, names = tell_with
        speakers, told = self._attribution(group, fact.modality)
        lasts = fact.bears == "holds"
        clause = tell(self.namer.language, phrase, fact.modality, lasts=lasts, speakers=speakers, whom=None, **names)
        return self._sentence(group, [Words(f"{clause}{told}")], after=self.register.sentence(group))

    def _sentence(
        self, group: Sequence[Given], words: list[Words], *, after: Sequence[Words] = (), noted: bool = False
    ) -> Sentence:
        """A sentence of facts; `noted` tells that its notes stand in it already, `after` what stands behind it."""
        fact = group[0].fact
        days = fact.date_from, fact.date_to
        # A seat has no day unless one is told.
        timed = fact.kind != "attribute" or days != (None, None)
        opening = self.namer.when(*days, group[0].edtf) if timed else ""
        tellings = () if noted else tuple(telling for given in group for telling in given.tellings)
        parts = self._whole(opening, words, tellings)
        if fact.n_independent > 1:
            count = self.phrases.number(fact.n_independent)
            parts.append(Words(self.phrases.sentence["sources"].format(count=f"{count[:1].upper()}{count[1:]}")))
        if fact.status == "contested":
            parts.append(Words(self.phrases.sentence["contested"]))
        ids = tuple(given.fact.id for given in group)
        spoken = _joined([*parts, *after])
        return Sentence(self._next(), fact.kind, spoken, fact.status, fact.n_independent, *days, ids)

    def _whole(self, opening: str, words: Sequence[Words], tellings: Sequence[Telling]) -> list[Words]:
        """From the days to the full stop, which a quotation may have brought along."""
        sentence = self.phrases.sentence
        quoted = len(words) > 1 and words[-1].text == sentence["close_quote"]
        ended = quoted and words[-2].text.endswith((".", "!", "?"))
        parts = [Words(f"{opening}{sentence['comma']}")] if opening else []
        parts += [*words, Words("" if ended else sentence["end"], notes=self.notes.of(tellings))]
        first = parts[0].text
        return [replace(parts[0], text=f"{first[:1].upper()}{first[1:]}"), *parts[1:]]

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _quote(self, text: str, telling: Telling, notes: tuple[int, ...] = ()) -> list[Words]:
        """Words of a report between quotation marks, and their language where it is not the usual one."""
        sentence, language = self.phrases.sentence, telling.document.language
        marked = [
            Words(sentence["open_quote"]),
            Words(text, language),
            Words(sentence["close_quote"], notes=notes),
        ]
        if language != self.usual:
            told = sentence["language"].format(language=self.namer.tongue(language))
            marked[-1:] = [Words(sentence["close_quote"]), Words(told, notes=notes)]
        return marked

    def _attribution(self, group: Iterable[Given], modality: str) -> tuple[Several | None, str]:
        """Out of whose mouth it comes: who denies what is denied, and the words that name the others; "" for none.

        What one report tells in its own voice needs nobody's word.
        """
        tellings = [telling for given in group for telling in given.tellings]
        if any(telling.said_by is None and not telling.via for telling in tellings):
            return None, ""
        sentence = self.phrases.sentence
        spoken = all(telling.said_by is not None for telling in tellings)
        passed = all(telling.via for telling in tellings)
        media = self._names(medium for telling in tellings for medium in telling.via)
        if not spoken:
            named = self._names(name for t in tellings for name in ([t.said_by] if t.said_by else t.via))
            return None, sentence["told_via" if passed else "according"].format(media=media, speakers=named)
        speakers = self._names(telling.said_by or "" for telling in tellings)
        if modality == "denied":
            return speakers, sentence["told_via"].format(media=media) if passed else ""
        return None, sentence["according_via" if passed else "according"].format(speakers=speakers, media=media)

    def _names(self, actors: Iterable[str]) -> Several | None:
        names = [self.namer.actor(actor) for actor in ordered(actors)]
        return self.namer.several(names) if names else None

    def _known(self, actor: str | None) -> Called:
        return self.namer.actor(actor) if actor is not None else Called(self.phrases.parties["nothing"])

    def _speaker(self, given: Given) -> Called:
        roles = given.lead.roles.get("speaker", ())
        party = roles[0] if roles else Party(None, None, None)
        return self._party(replace(party, actor=given.fact.subject))

    def _doers(self, parties: Sequence[Party]) -> Several:
        """Those who act: ministers of several states by their office first, all others each with theirs."""
        positions = {party.position for party in parties}
        states = [party.country for party in parties]
        people = [party.actor for party in parties]
        alike = len(parties) > 1 and len(positions) == 1 and None not in positions and len(set(states)) == len(states)
        if not alike or None in states or not all(self._is_person(actor) for actor in people):
            return self.namer.several(self._parties(parties))
        words = self.phrases.parties
        text = words["together"].format(
            posts=self.phrases.position(str(parties[0].position), several=True),
            states=self.namer.several([self.namer.actor(str(state)) for state in states]),
            people=self.namer.several([self.namer.actor(str(actor)) for actor in people]),
        )
        return self.namer.several([Called(text, words["together_article"], plural=True)])

    def _parties(self, parties: Sequence[Party]) -> list[Called]:
        """Each party by its name and its office; somebody whom nobody names where there is none."""
        return [self._party(party) for party in ordered_parties(parties)] or [self._party(Party(None, None, None))]

    def _party(self, party: Party) -> Called:
        words = self.phrases.parties
        post = Called(self.phrases.position(party.position)) if party.position is not None else None
        of = self.namer.actor(party.country) if party.country is not None else None
        if party.actor is not None:
            who = self.namer.actor(party.actor)
            if post is None or not self._is_person(party.actor):
                return who
            return replace(who, text=words["office" if of else "office_alone"].format(who=who, post=post, of=of))
        if of is None:
            return Called(words["nobody"])
        return Called(words["office_unnamed" if post else "of_state"].format(post=post, of=of))

    def _is_person(self, actor: str | None) -> bool:
        return actor is not None and self.namer.is_person(actor)


def ordered_parties(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Parties once each, without those of whom nothing at all is known."""
    return tuple(dict.fromkeys(party for party in parties if party.actor is not None or party.country is not None))


def _joined(parts: Iterable[Words]) -> tuple[Words, ...]:
    """The same words with neighbours of the brief's own language put together."""
    joined: list[Words] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before is not None and before.language is None is part.language and not before.notes:
            joined[-1] = Words(before.text + part.text, None, part.notes)
        elif part.text or part.notes:
            joined.append(part)
    return tuple(joined)
