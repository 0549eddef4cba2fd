"""Every mention of an actor in one document, and every office with its holder."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.mentions.holders import HolderGrammar, Holding
from dragoman.mentions.lexicon import Hit, Lexicon
from dragoman.mentions.offices import OfficeGrammar, OfficePhrase
from dragoman.mentions.people import NameSpan, find_names
from dragoman.mentions.persons import PersonResolver
from dragoman.mentions.phrases import Phrases
from dragoman.mentions.reference import Reference
from dragoman.mentions.titles import TitleBook
from dragoman.model.dates import Date
from dragoman.ontology.loading import ACTING, load_ontology
from dragoman.model.mention import Mention, MentionKind, OfficeMention
from dragoman.model.names import fold, name_key
from dragoman.register import Register


class ActorReader:
    """Reads the mentions and offices of one text."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        register: Register,
        lexicon: Lexicon,
        titles: TitleBook,
        language: str,
        published: Date | None,
    ) -> None:
        self._text = text
        self._register = register
        self._titles = titles
        self._published = published
        self._hits = {hit.start: hit for hit in lexicon.find(text)}
        self._phrases: Phrases = titles.book.scan(fold(text))
        self._reference = Reference(sentences, register, language)
        self._language = language
        self.mentions: list[Mention] = []
        self.offices: list[OfficeMention] = []
        # Where the form of address or rank before a name starts, by the start of the name.
        self.leads: dict[int, int] = {}

    def read(self) -> None:
        """Fill `mentions` (by position) and `offices`."""
        names = find_names(self._text, list(self._hits.values()), self._phrases, self._titles)
        grammar = OfficeGrammar(self._text, self._hits, self._phrases, self._titles, self._register)
        phrases = grammar.find()
        bodies = grammar.find_bodies(phrases)
        holdings = HolderGrammar(self._text, names, self._hits, self._phrases, self._titles, self._register).find(phrases)
        resolver = PersonResolver(self._register, self._published)
        resolver.resolve(names.values(), holdings, self._addressed(names) | self._appointed(names, phrases, holdings))
        self._name_mentions(phrases + bodies)
        self._body_mentions(bodies)
        self._held_offices(holdings, resolver)
        self._person_mentions(names, resolver)
        self._counterparts(holdings, resolver)
        self._roles([phrase for phrase in phrases if not any(h.phrase is phrase for h in holdings)])
        self._generic_mentions(phrases + bodies)
        self.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        self.offices.sort(key=lambda office: office.start)

    def _addressed(self, names: dict[int, NameSpan]) -> frozenset[int]:
        """Starts of the names behind a form of address or a rank."""
        found = set()
        for group in ("civility", "rank"):
            for start in self._phrases.starts(group):
                entry = self._phrases.at(start, group)
                at = entry[0] if entry else start
                while at < len(self._text) and self._text[at] in ". \u00a0":
                    at += 1
                if at in names:
                    self.leads[at] = min(start, self.leads.get(at, start))
                    if group == "civility" or len(names[at].words) > 1:
                        found.add(at)
        return frozenset(found)

    def _appointed(
        self, names: dict[int, NameSpan], phrases: Sequence[OfficePhrase], holdings: Sequence[Holding]
    ) -> frozenset[int]:
        """Starts of full names in a sentence that puts somebody into or out of an office that nobody stands beside."""
        held = {id(holding.phrase) for holding in holdings}
        place = self._reference.sentence_of
        vacant = {place(p.start) for p in phrases if id(p) not in held and p.position is not None}
        cued = {place(start) for start in self._phrases.starts("cue")}
        both = vacant & cued
        return frozenset(start for start, name in names.items() if place(start) in both and len(name.words) > 1)

    # Names of the register ------------------------------------------------------------------------------------------

    def _name_mentions(self, phrases: Sequence[OfficePhrase]) -> None:
        shared: list[Hit] = []
        for hit in self._hits.values():
            if hit.of_use("person", "surname") and not hit.of_use("name", "acronym", "capital"):
                continue
            mention = self._settle(hit) or self._shared_city(hit)
            if mention is None:
                shared.append(hit)
            else:
                self.mentions.append(mention)
        certain = {mention.actor for mention in self.mentions if mention.actor}
        for hit in shared:
            fitting = [actor for actor in hit.actors if actor in certain]
            if len(fitting) == 1:
                reason = "shared form; the only one of its actors named elsewhere in the document"
                self.mentions.append(self._mention(hit, fitting[0], "name", reason))
            else:
                reason = f"shared form of {', '.join(hit.actors)}"
                self.mentions.append(Mention(hit.start, hit.end, hit.text, "name", None, None, reason=reason, candidates=hit.actors))

    def _settle(self, hit: Hit) -> Mention | None:
        """The mention of a hit that one actor has; None when the form is shared."""
        kind: MentionKind
        for use, kind in (("name", "name"), ("acronym", "acronym"), ("body", "metonym"), ("demonym", "name"), ("place", "name")):
            forms = hit.of_use(use)
            if not forms:
                continue
            actors = {actor for form in forms for actor in form.actors}
            if len(actors) > 1 or any(form.shared for form in forms) or self._belongs_elsewhere(hit):
                return None
            adjective = use == "demonym" and hit.text[:1].islower()
            before = self._text[max(0, hit.start - 40) : hit.start]
            if use == "demonym" and not adjective and self._titles.bridges["private"].search(before):
                return Mention(hit.start, hit.end, hit.text, "nominal", None, None, reason="people, not their state")
            if use == "name" and hit.of_use("capital") and self._titles.bridges["city"].search(before):
                return self._city(hit, next(iter(actors)), "the city of that name: 'à' without article")
            return self._mention(hit, actors.pop(), kind, f"register: {use} {hit.text}", adjective=adjective)
        return self._capital(hit)

    def _belongs_elsewhere(self, hit: Hit) -> bool:
        """ "le Conseil de sécurité de l'OTSC": a council named bare, with an owner of its own behind it."""
        if not fold(hit.text) in self._titles.security_councils:
            return False
        behind = self._titles.bridges["behind"].match(self._text, hit.end)
        owner = self._hits.get(behind.end()) if behind else self._hits.get(hit.end + 1)
        return owner is not None and "UN" not in owner.actors

    def _shared_city(self, hit: Hit) -> Mention | None:
        """ "à Bruxelles": a capital that may speak for two, where it is a place."""
        states = [a for form in hit.of_use("capital") for a in form.actors if self._register.capital_of(a)]
        if states and self._titles.bridges["place"].search(self._text[max(0, hit.start - 40) : hit.start]):
            return self._city(hit, states[0], "a place: preposition before it")
        return None

    def _capital(self, hit: Hit) -> Mention | None:
        """A capital: the city after "à", "vers", "depuis"; the state where it acts."""
        states = {actor for form in hit.of_use("capital") for actor in form.actors}
        before = self._text[max(0, hit.start - 40) : hit.start]
        if len(states) != 1:
            return None
        state = states.pop()
        given = self._titles.bridges["given_name"].search(before)
        if given is not None and fold(given["word"]) not in self._titles.not_people and not self._opens_sentence(hit.start - len(given["word"]) - 1):
            return Mention(hit.start, hit.end, hit.text, "name", None, None, reason="the surname of somebody")
        if self._titles.bridges["place"].search(before):
            return self._city(hit, state, "a place: preposition before it")
        if self._titles.bridges["taking_part"].search(before):
            return self._mention(hit, state, "metonym", "capital for its state: it takes part")
        of = self._titles.bridges["of"].search(before)
        if of is not None:
            nouns = {fold(word) for word in (of["head"], of["mid"]) if word}
            if nouns & self._titles.policy_heads:
                return self._mention(hit, state, "metonym", "capital for its state: whose policy it is")
            return self._city(hit, state, "a place after 'de'")
        after = self._text[hit.end : hit.end + 3]
        if after[:1] and after[0] in ")," and before.rstrip()[-1:] in (",", "("):
            return self._city(hit, state, "a place: set apart")
        if re.match(r"\s*[,(—–]\s*(?:le\s+)?\d|\s*\(|\s+[—–-]\s", self._text[hit.end : hit.end + 12]):
            return self._city(hit, state, "a place: dateline")
        return self._mention(hit, state, "metonym", "capital for its state: it acts")

    def _opens_sentence(self, at: int) -> bool:
        """Whether a sentence starts at an offset, so that a capital letter there means nothing."""
        return at == 0 or self._text[:at].rstrip(" «\"“")[-1:] in (".", "!", "?", "\n", "")

    def _city(self, hit: Hit, state: str, reason: str) -> Mention:
        place = self._register.capital_of(state)
        return Mention(hit.start, hit.end, hit.text, "name", place, "place", country=state, reason=reason)

    def _mention(self, hit: Hit, actor: str, kind: MentionKind, reason: str, *, adjective: bool = False) -> Mention:
        known = self._register.actors[actor]
        if known.kind == "body" and known.country and self._register.state_behind(actor):
            reason = f"{reason}, which speaks for {known.country}"
        return Mention(
            hit.start, hit.end, hit.text, kind, actor, known.kind, country=known.country, adjective=adjective, reason=reason
        )

    def _body_mentions(self, bodies: Sequence[OfficePhrase]) -> None:
        for body in bodies:
            of, _ = self._owner(body, body.start)
            if of is None:
                continue
            known = self._register.actors[of]
            if known.kind != "state":
                continue
            self._replace_inside(body)
            self.mentions.append(
                Mention(
                    body.start,
                    body.end,
                    self._text[body.start : body.end],
                    "nominal",
                    of,
                    known.kind,
                    country=known.country,
                    reason=f"body that speaks for {of}",
                )
            )

    def _replace_inside(self, phrase: OfficePhrase) -> None:
        """Drop the mentions of adjectives and owners inside a longer phrase, so that no words are counted twice."""
        self.mentions = [m for m in self.mentions if not (phrase.start <= m.start and m.end <= phrase.end)]

    # Offices and people ---------------------------------------------------------------------------------------------

    def _owner(self, phrase: OfficePhrase, at: int) -> tuple[str | None, str]:
        if phrase.of is not None:
            return phrase.of, "named in the office"
        if phrase.of_candidates:
            certain = {mention.actor for mention in self.mentions}
            fitting = [actor for actor in phrase.of_candidates if actor in certain]
            if len(fitting) == 1:
                return fitting[0], "shared form; the only one named elsewhere in the document"
            return None, f"shared form of {', '.join(phrase.of_candidates)}"
        if phrase.generic is not None:
            return self._reference.find_antecedent(at, phrase.generic_noun or "", phrase.generic, self.mentions)
        if self._titles.bridges["possessive"].search(self._text[max(0, at - 6) : at]) and not phrase.counterpart:
            return self._reference.find_in_sentence(at, "state", self.mentions)
        return None, "not said"

    def _held_offices(self, holdings: Sequence[Holding], resolver: PersonResolver) -> None:
        for holding in holdings:
            person = resolver.by_start.get(holding.name.start)
            if person is None or holding.phrase.counterpart:
                continue
            phrase = holding.phrase
            if holding.of_hit is not None:
                actors = self._hit_owner(holding.of_hit)
                of, reason = (actors[0], "named in the enumeration") if len(actors) == 1 else (None, "shared form")
            else:
                of, reason = self._owner(phrase, phrase.start)
            position = phrase.position
            if of is None and not phrase.of_candidates:
                position, of, reason = self._by_register(person.actor, phrase, reason)
            self._add_office(holding, person.actor, position, of, reason)
        self._complete_offices()

    def _hit_owner(self, hit: Hit) -> list[str]:
        return list(dict.fromkeys(a for form in hit.of_use("name", "acronym", "demonym", "capital") for a in form.actors))

    def _by_register(self, person: str, phrase: OfficePhrase, reason: str) -> tuple[str | None, str | None, str]:
        """Position and owner of an office that names none, from what the register knows of its holder."""
        position = phrase.position
        base = (position or "").removeprefix("acting ")
        tenures = self._register.tenures_of(person)
        if not phrase.former and self._published is not None and not phrase.then:
            tenures = tuple(self._register.positions_of(person, self._published))
        if base == "secretary":
            tenures = tuple(t for t in tenures if t.of == "USA" and t.position == "foreign minister")
        elif base == "minister":
            tenures = tuple(t for t in tenures if "minister" in t.position)
        else:
            tenures = tuple(t for t in tenures if t.position == base)
        owners = {(t.position, t.of) for t in tenures}
        if len(owners) == 1:
            found, of = owners.pop()
            if base == "secretary":
                position = found
            return position, of, "register: the office that the holder had"
        served = {t.of for t in self._register.tenures_of(person)}
        states = {of for of in served if self._register.actors[of].kind == "state"}
        if "minister" in base and len(states) == 1:
            return position, states.pop(), "register: the only state that the holder has served"
        return (None if base == "secretary" else position), None, reason

    def _add_office(self, holding: Holding, actor: str, position: str | None, of: str | None, reason: str) -> None:
        phrase, name = holding.phrase, holding.name
        holder = self._person_mention(name, actor, position, self._country(of), "the holder named beside the office")
        self.offices.append(
            OfficeMention(
                phrase.start,
                phrase.end,
                self._text[phrase.start : phrase.end],
                position,
                of,
                reason,
                holder,
                holding.side,
                of_start=phrase.of_start,
                of_end=phrase.of_end,
                former=phrase.former,
                future=phrase.future,
                acting=phrase.acting,
                then=phrase.then,
                plural=phrase.plural,
            )
        )

    def _country(self, of: str | None) -> str | None:
        return self._register.actors[of].country if of is not None else None

    def _complete_offices(self) -> None:
        """An office without owner takes that of the same office of the same person elsewhere in the document."""
        known: dict[tuple[str, str], set[str]] = {}
        for office in self.offices:
            if office.holder and office.holder.actor and office.position and office.of:
                known.setdefault((office.holder.actor, office.position), set()).add(office.of)
        completed = []
        for office in self.offices:
            owners = known.get((office.holder.actor or "", office.position or ""), set()) if office.holder else set()
            if office.of is None and len(owners) == 1:
                office = replace(office, of=next(iter(owners)), of_reason="the same office elsewhere in the document")
            completed.append(office)
        self.offices = completed

    def _person_mention(
        self, name: NameSpan, actor: str | None, position: str | None, country: str | None, reason: str
    ) -> Mention:
        key = name_key(name.text)
        return Mention(name.start, name.end, name.text, "name", actor, "person", key, country, position, reason=reason)

    def _person_mentions(self, names: dict[int, NameSpan], resolver: PersonResolver) -> None:
        for start, name in names.items():
            person = resolver.by_start.get(start)
            if person is not None:
                country, position = self._office_of(person.actor)
                self.mentions.append(self._person_mention(name, person.actor, position, country, person.reason))
            elif name.hit is not None:
                self.mentions.append(
                    Mention(name.start, name.end, name.text, "name", None, "person", name_key(name.text),
                            reason="several people of that name", candidates=name.hit.actors)
                )

    def _office_of(self, actor: str) -> tuple[str | None, str | None]:
        """Country and position that the document, else the register on the day, gives a person; None where they differ."""
        held = [o for o in self.offices if o.holder and o.holder.actor == actor and o.of and not o.former]
        if held:
            countries = {self._country(o.of) for o in held}
            positions = {o.position for o in held}
            return (countries.pop() if len(countries) == 1 else None), (positions.pop() if len(positions) == 1 else None)
        tenures = self._register.positions_of(actor, self._published)
        countries = {self._country(t.of) for t in tenures} - {None}
        positions = {t.position for t in tenures} if self._published else set()
        return (countries.pop() if len(countries) == 1 else None), (positions.pop() if len(positions) == 1 else None)

    def _counterparts(self, holdings: Sequence[Holding], resolver: PersonResolver) -> None:
        """ "son homologue biélorusse X": the position of the last person before whose position is known."""
        for holding in holdings:
            person = resolver.by_start.get(holding.name.start)
            if not holding.phrase.counterpart or person is None:
                continue
            of = self._hit_owner(holding.of_hit)[0] if holding.of_hit else holding.phrase.of
            position, reason = self._counterpart_position(holding.phrase.start, person.actor, of)
            if of is None:
                owners = {t.of for t in self._register.positions_of(person.actor, self._published) if t.position == position}
                of = owners.pop() if len(owners) == 1 else None
            self._add_office(holding, person.actor, position, of, reason)

    def _counterpart_position(self, at: int, actor: str, of: str | None) -> tuple[str | None, str]:
        here = self._reference.sentence_of(at)
        found: dict[str, None] = {}
        for back in range(3):
            for mention in self.mentions:
                near = mention.start < at and self._reference.sentence_of(mention.start) == here - back
                if near and mention.actor_kind == "person" and mention.position and mention.actor != actor:
                    found[mention.position.removeprefix("acting ")] = None
            if found:
                break
        known = {t.position for t in self._register.positions_of(actor, self._published) if of in (None, t.of)}
        both = set(found) & known
        if len(both) == 1:
            return both.pop(), "counterpart of a holder of that office; so the register"
        if len(found) == 1:
            return next(iter(found)), "counterpart of the holder of that office named before"
        if not found and len(known) == 1:
            return known.pop(), "counterpart; the register knows one office of the holder"
        return None, "counterpart of nobody whose office is known"

    def _roles(self, phrases: Sequence[OfficePhrase]) -> None:
        """Offices with nobody named beside them: the person of the document, else of the register on the day."""
        cues = {self._reference.sentence_of(start) for start in self._phrases.starts("cue")}
        for phrase in phrases:
            before = self._text[max(0, phrase.start - 12) : phrase.start]
            if phrase.counterpart or phrase.plural or phrase.former or phrase.future:
                continue
            if self._titles.bridges["indefinite"].search(before):
                continue
            of, of_reason = self._owner(phrase, phrase.start)
            actor, reason = self._holder(phrase, of, cues)
            self._replace_inside(phrase)
            text = self._text[phrase.start : phrase.end]
            country = self._country(of)
            mention = Mention(
                phrase.start, phrase.end, text, "role", actor, "person", None, country, phrase.position, reason=reason
            )
            self.mentions.append(mention)
            self.offices.append(
                OfficeMention(
                    phrase.start, phrase.end, text, phrase.position, of, of_reason, mention if actor else None, "none",
                    phrase.of_start, phrase.of_end,
                    former=phrase.former, future=phrase.future, acting=phrase.acting, then=phrase.then, plural=phrase.plural,
                )
            )

    def _holder(self, phrase: OfficePhrase, of: str | None, cues: set[int]) -> tuple[str | None, str]:
        position = phrase.position
        if position is None:
            return None, "a role without a position"
        held = {
            office.holder.actor
            for office in self.offices
            if office.holder and office.side != "none" and not office.former and _same_office(office, phrase, of)
        }
        if len(held) == 1:
            return held.pop(), "the holder of that office in the document"
        if len(held) > 1:
            return None, "several holders of that office in the document"
        if self._reference.sentence_of(phrase.start) in cues:
            return None, "its sentence tells of a change of office"
        if of is not None and self._published is not None and self._is_exclusive(position):
            tenure = self._register.holder_throughout(position, of, self._published)
            if tenure is not None:
                return tenure.person, "register: held the office on every day that the document may date from"
        return None, "nobody is known to hold it"

    @staticmethod
    def _is_exclusive(position: str) -> bool:
        """Whether one person at a time holds the position: of several ambassadors the register may know but one."""
        return load_ontology().positions[position.removeprefix(ACTING)].exclusive

    # Generic nouns --------------------------------------------------------------------------------------------------

    def _generic_mentions(self, phrases: Sequence[OfficePhrase]) -> None:
        """ "l'organisation", "le pays", "son pays": mentions of what they stand for, None where two are possible."""
        self.mentions.sort(key=lambda mention: mention.start)
        for start in self._phrases.starts("generic"):
            entry = self._phrases.at(start, "generic")
            if entry is None or any(p.start <= start < p.end for p in phrases) or self._covered(start):
                continue
            end, kind = entry
            if kind == "state" and self._together(start, end):
                continue
            if self._text[start:end].endswith("s") and kind == "organisation" or not self._is_definite(start):
                continue
            if self._text[start].isupper() and self._goes_on(end):
                continue
            noun = fold(self._text[start:end])
            actor, reason = self._possessor(start) if kind == "state" else (None, "")
            named = next((m for m in self.mentions if m.start == end + 1 and m.actor and not m.adjective and m.actor_kind in _NAMED[kind]), None)
            if named is not None:
                actor, reason = named.actor, "name right behind the noun"
            if actor is None:
                actor, reason = self._reference.find_antecedent(start, noun, kind, self.mentions)
            known = self._register.actors.get(actor) if actor else None
            self.mentions.append(
                Mention(start, end, self._text[start:end], "nominal", actor, known.kind if known else None,
                        country=known.country if known else None, reason=reason)
            )

    def _goes_on(self, end: int) -> bool:
        """ "la Communauté économique africaine": a capitalised noun that goes on is a name of its own."""
        following = self._text[end : end + 20].split()
        return bool(following) and self._text[end] == " " and re.fullmatch(r"(?:de|du|des|d['’].*|pour|sur)|.*(?:ales?|aux|elles?|aines?|éennes?|iques?|aires?|iennes?|istes?|ères?)[.,;]?", following[0]) is not None

    def _together(self, start: int, end: int) -> bool:
        """ "les trois pays": all states of the nearest sentence before, if it names exactly so many."""
        number = self._titles.bridges["together"].search(self._text[max(0, start - 20) : start])
        if number is None:
            return False
        wanted = self._titles.titles.numbers[fold(number["number"])]
        states = self._reference.states_before(start, self.mentions, wanted)
        text = self._text[start:end]
        reason = f"the {wanted} states named before" if states else f"no {wanted} states named together before"
        self.mentions.append(
            Mention(start, end, text, "nominal", None, "state" if states else None, reason=reason, candidates=states, together=bool(states))
        )
        return True

    def _covered(self, at: int) -> bool:
        return any(mention.start <= at < mention.end for mention in self.mentions)

    def _is_definite(self, start: int) -> bool:
        return self._titles.bridges["definite"].search(fold(self._text[max(0, start - 8) : start])) is not None

    def _possessor(self, start: int) -> tuple[str | None, str]:
        """ "son pays": the country of the one person with a country named before it in the sentence."""
        if not self._titles.bridges["own"].search(fold(self._text[max(0, start - 5) : start])):
            return None, ""
        here = self._reference.sentence_of(start)
        people = [
            m for m in self.mentions
            if m.actor_kind == "person" and m.start < start and self._reference.sentence_of(m.start) == here
        ]
        countries = {m.country for m in people}
        if len(countries) == 1 and None not in countries:
            return countries.pop(), "country of the person named before"
        return None, ""


LONGEST_BARE_MINISTER = len("ministres")
_NAMED = {"state": ("state",), "organisation": ("organisation", "bloc")}


def _same_office(office: OfficeMention, phrase: OfficePhrase, of: str | None) -> bool:
    """Whether a role may mean the office of somebody named: the same one, or "le ministre" after a minister was named."""
    bare = phrase.position == "minister" and phrase.end - phrase.start <= LONGEST_BARE_MINISTER
    minister = bare and (office.position or "").endswith(" minister") and "prime" not in (office.position or "")
    if office.position != phrase.position and not minister:
        return False
    if of is None:
        # Nothing but the order of the text tells whose office is meant.
        return office.start < phrase.start
    return office.of in (None, of)



