"""Offices with their holders: named beside them, named elsewhere in the document, or known to the register."""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.mentions.holder_lists import LEADING, Holding
from dragoman.mentions.lexicon import Hit
from dragoman.mentions.office_phrases import OfficePhrase, settled
from dragoman.mentions.people import NameSpan
from dragoman.mentions.persons import PersonResolver
from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.names import fold, name_key
from dragoman.ontology.loading import ACTING, load_ontology

# Longer words before the owner than these name the ministry, so that they mean no other minister.
LONGEST_BARE_MINISTER = len("ministre de la ")
# How many sentences back the holder of the counterpart's office is looked for.
COUNTERPART_REACH = 3
# The longest ", dont le nouveau", in characters, and what may stand before it.
LONGEST_WHOSE = 24
OWNERS = ("state", "organisation", "bloc")


class OfficeReader:
    """Settles the offices of one text and the people who hold them."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def owner(self, phrase: OfficePhrase, at: int) -> tuple[str | None, str]:
        """Whose an office or a body is and why, or None and why not."""
        if phrase.of is not None:
            return phrase.of, "named in the office"
        if phrase.of_candidates:
            certain = {mention.actor for mention in self._scene.mentions}
            # "le ministre congolais a reçu à Brazzaville": a city tells of its state.
            certain |= {mention.country for mention in self._scene.mentions if mention.actor_kind == "place"}
            fitting = [actor for actor in phrase.of_candidates if actor in certain]
            if len(fitting) == 1:
                return fitting[0], "shared form; the only one named elsewhere in the document"
            return None, f"shared form of {', '.join(phrase.of_candidates)}"
        if phrase.generic is not None:
            # An organ that no name stands on is that of an organisation.
            kind = "organisation" if phrase.generic == "organ" else phrase.generic
            return self._scene.reference.find_antecedent(at, phrase.generic_noun or "", kind, self._scene.mentions)
        if (
            self._scene.titles.bridges["possessive"].search(self._scene.text[max(0, at - 6) : at])
            and not phrase.counterpart
        ):
            here = self._scene.reference.sentence_of(at)
            senders = (m for m in self._scene.mentions if m.actor_kind == "organisation" and m.start < at)
            if phrase.position == "envoy" and any(self._scene.reference.sentence_of(m.start) == here for m in senders):
                # "Le chef de l'ONU a nommé X, de l'Italie, comme son envoyé": the state is that of X.
                return None, "whose it is, an organisation or a state, the words leave open"
            return self._scene.reference.find_in_sentence(at, "state", self._scene.mentions)
        whose = self._scene.titles.bridges["whose"].search(self._scene.text[max(0, at - LONGEST_WHOSE) : at])
        if whose is not None:
            return self._ending(at - len(whose.group()))
        if self._scene.home is not None and self._is_home(phrase.start, phrase.end):
            return self._scene.home, "the state whose ministry briefs"
        return None, "not said"

    def _ending(self, end: int) -> tuple[str | None, str]:
        """The state or organisation whose name ends here ("le Bangladesh, dont la Première ministre")."""
        fitting = (m for m in self._scene.mentions if m.end == end and m.actor_kind in OWNERS and not m.adjective)
        found = next(fitting, None)
        return (found.actor, "named before 'dont'") if found is not None else (None, "not said")

    def held_offices(self, holdings: Sequence[Holding], resolver: PersonResolver) -> None:
        """Offices with a name beside them."""
        for holding in holdings:
            person = resolver.by_start.get(holding.name.start)
            if person is None or holding.phrase.counterpart:
                continue
            phrase = holding.phrase
            if holding.of_hit is not None:
                actors = self._hit_owner(holding.of_hit)
                of, reason = (actors[0], "named in the enumeration") if len(actors) == 1 else (None, "shared form")
            else:
                of, reason = self._served_by(person.actor, phrase) or self.owner(phrase, phrase.start)
            position = phrase.position
            if of is None and not phrase.of_candidates:
                position, of, reason = self._by_register(person.actor, phrase, reason)
            self._add_office(holding, person.actor, None if position == "secretary" else position, of, reason)
        self._complete_offices()

    def _served_by(self, person: str, phrase: OfficePhrase) -> tuple[str, str] | None:
        """ "le ministre congolais X": of the states that share a form, the one that the register knows X to serve."""
        served = {tenure.of for tenure in self._scene.register.tenures_of(person)} & set(phrase.of_candidates)
        return (served.pop(), "shared form; the one that the holder serves") if len(served) == 1 else None

    def _hit_owner(self, hit: Hit) -> list[str]:
        return list(
            dict.fromkeys(a for form in hit.of_use("name", "acronym", "demonym", "capital") for a in form.actors)
        )

    def _by_register(self, person: str, phrase: OfficePhrase, reason: str) -> tuple[str | None, str | None, str]:
        """Position and owner of an office that names none, from what the register knows of its holder."""
        position = phrase.position
        base = (position or "").removeprefix("acting ")
        tenures = self._scene.register.tenures_of(person)
        if not phrase.former and self._scene.published is not None and not phrase.then:
            tenures = tuple(self._scene.register.positions_of(person, self._scene.published))
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
        once = {(t.position, t.of) for t in self._scene.register.tenures_of(person) if t.position == base}
        if not owners and base in LEADING and len(once) == 1:
            return position, once.pop()[1], "register: the only state where the holder ever had that office"
        served = {t.of for t in self._scene.register.tenures_of(person)}
        states = {of for of in served if self._scene.register.actors[of].kind == "state"}
        if "minister" in base and len(states) == 1:
            return position, states.pop(), "register: the only state that the holder has served"
        return (None if base == "secretary" else position), None, reason

    def _add_office(self, holding: Holding, actor: str, position: str | None, of: str | None, reason: str) -> None:
        phrase, name = holding.phrase, holding.name
        listed = holding.of_hit if holding.side == "enumeration" else None
        holder = self._person_mention(
            name, actor, position, self._scene.country(of), "the holder named beside the office"
        )
        self._scene.offices.append(
            OfficeMention(
                phrase.start,
                phrase.end,
                self._scene.text[phrase.start : phrase.end],
                position,
                of,
                reason,
                holder,
                holding.side,
                of_start=listed.start if listed is not None else phrase.of_start,
                of_end=listed.end if listed is not None else phrase.of_end,
                former=phrase.former,
                future=phrase.future,
                acting=phrase.acting,
                then=phrase.then,
                plural=phrase.plural,
            )
        )

    def _complete_offices(self) -> None:
        """An office without owner takes that of the same office of the same person elsewhere in the document."""
        known: dict[tuple[str, str], set[str]] = {}
        for office in self._scene.offices:
            if office.holder and office.holder.actor and office.position and office.of:
                known.setdefault((office.holder.actor, office.position), set()).add(office.of)
        completed = []
        for office in self._scene.offices:
            owners = known.get((office.holder.actor or "", office.position or ""), set()) if office.holder else set()
            lacks = office.of is None and len(owners) == 1
            reason = "the same office elsewhere in the document"
            completed.append(replace(office, of=next(iter(owners)), of_reason=reason) if lacks else office)
        self._scene.offices = completed

    def _person_mention(
        self, name: NameSpan, actor: str | None, position: str | None, country: str | None, reason: str
    ) -> Mention:
        key = name_key(name.text)
        return Mention(name.start, name.end, name.text, "name", actor, "person", key, country, position, reason=reason)

    def person_mentions(self, names: dict[int, NameSpan], resolver: PersonResolver) -> None:
        """Every name of a person, with the office that the document or the register gives."""
        for start, name in names.items():
            person = resolver.by_start.get(start)
            if person is not None:
                country, position = self._office_of(person.actor)
                inside = (self._scene.hits[at] for at in range(start, name.end) if at in self._scene.hits)
                if not all(hit.of_use("person", "surname") for hit in inside):
                    # "Hama Bocoum": a given name that is a place as well.
                    self._scene.drop_inside(start, name.end)
                self._scene.mentions.append(self._person_mention(name, person.actor, position, country, person.reason))
            elif name.hit is not None:
                self._scene.mentions.append(
                    Mention(
                        name.start,
                        name.end,
                        name.text,
                        "name",
                        None,
                        "person",
                        name_key(name.text),
                        reason="several people of that name",
                        candidates=name.hit.actors,
                    )
                )

    def _office_of(self, actor: str) -> tuple[str | None, str | None]:
        """Country and position that the document, else the register on the day, gives; None where they differ."""
        held = [o for o in self._scene.offices if o.holder and o.holder.actor == actor and o.of and not o.former]
        if held:
            countries = {self._scene.country(o.of) for o in held}
            positions = {o.position for o in held}
            return (countries.pop() if len(countries) == 1 else None), (
                positions.pop() if len(positions) == 1 else None
            )
        tenures = self._scene.register.positions_of(actor, self._scene.published)
        origin = self._scene.origins.get(actor)
        countries = {origin} if origin else {self._scene.country(t.of) for t in tenures} - {None}
        positions = {t.position for t in tenures} if self._scene.published else set()
        return (countries.pop() if len(countries) == 1 else None), (positions.pop() if len(positions) == 1 else None)

    def counterparts(self, holdings: Sequence[Holding], resolver: PersonResolver) -> None:
        """ "son homologue biélorusse X": the position of the last person before whose position is known."""
        for holding in holdings:
            person = resolver.by_start.get(holding.name.start)
            if not holding.phrase.counterpart or person is None:
                continue
            of = self._hit_owner(holding.of_hit)[0] if holding.of_hit else holding.phrase.of
            position, reason = self._counterpart_position(holding.phrase.start, person.actor, of)
            if of is None:
                owners = {
                    t.of
                    for t in self._scene.register.positions_of(person.actor, self._scene.published)
                    if t.position == position
                }
                of = owners.pop() if len(owners) == 1 else None
            self._add_office(holding, person.actor, position, of, reason)

    def _counterpart_position(self, at: int, actor: str, of: str | None) -> tuple[str | None, str]:
        here = self._scene.reference.sentence_of(at)
        found: dict[str, None] = {}
        country = self._scene.country(of)
        for back in range(COUNTERPART_REACH):
            for mention in self._scene.mentions:
                near = mention.start < at and self._scene.reference.sentence_of(mention.start) == here - back
                if country is not None and mention.country == country:
                    # Nobody is the counterpart of one who serves the same state.
                    continue
                if near and mention.actor_kind == "person" and mention.position and mention.actor != actor:
                    found[mention.position.removeprefix("acting ")] = None
            if found:
                break
        known = {
            t.position for t in self._scene.register.positions_of(actor, self._scene.published) if of in (None, t.of)
        }
        both = set(found) & known
        if len(both) == 1:
            return both.pop(), "counterpart of a holder of that office; so the register"
        if len(found) == 1:
            return next(iter(found)), "counterpart of the holder of that office named before"
        if not found and len(known) == 1:
            return known.pop(), "counterpart; the register knows one office of the holder"
        return None, "counterpart of nobody whose office is known"

    def roles(self, phrases: Sequence[OfficePhrase]) -> None:
        """Offices with nobody named beside them: the person of the document, else of the register on the day."""
        cues = {self._scene.reference.sentence_of(start) for start in self._scene.phrases.starts("cue")}
        for phrase in map(settled, phrases):
            before = self._scene.text[max(0, phrase.start - 12) : phrase.start]
            if phrase.counterpart or phrase.former or phrase.future:
                continue
            if phrase.plural:
                self._several(phrase, before)
                continue
            if self._scene.titles.bridges["indefinite"].search(before):
                continue
            of, of_reason = self.owner(phrase, phrase.start)
            actor, reason = self._holder(phrase, of, cues)
            self._scene.drop_inside(phrase.start, phrase.end)
            text = self._scene.text[phrase.start : phrase.end]
            country = self._scene.country(of)
            mention = Mention(
                phrase.start, phrase.end, text, "role", actor, "person", None, country, phrase.position, reason=reason
            )
            self._scene.mentions.append(mention)
            self._scene.offices.append(
                OfficeMention(
                    phrase.start,
                    phrase.end,
                    text,
                    phrase.position,
                    of,
                    of_reason,
                    mention if actor else None,
                    "none",
                    phrase.of_start,
                    phrase.of_end,
                    former=phrase.former,
                    future=phrase.future,
                    acting=phrase.acting,
                    then=phrase.then,
                    plural=phrase.plural,
                )
            )

    def _several(self, phrase: OfficePhrase, before: str) -> None:
        """ "les ministres russe et turc des Affaires étrangères": nobody by name, but the state of each."""
        owners = [of for of in (phrase.of, *phrase.more) if of is not None]
        if not all(self._scene.register.actors[of].kind == "state" for of in owners) or phrase.position is None:
            return
        indefinite = self._scene.titles.bridges["indefinite"].search(before) is not None
        bridges, text = self._scene.titles.bridges, self._scene.text
        joint = bridges["next"].match(text, phrase.end) if phrase.of_end == phrase.end else None
        if joint is not None and joint.end() in self._scene.hits:
            # "les présidents de la Turquie et de l'Ouzbékistan": the words go on.
            return
        if not owners or (indefinite and len(owners) == 1) or len(owners) <= len(phrase.more):
            return
        words = text[phrase.start : phrase.end]
        reason = "several holders, of whom only the states are told"
        found = [
            Mention(phrase.start, phrase.end, words, "role", None, "person", None, of, phrase.position, reason=reason)
            for of in owners
        ]
        self._scene.drop_inside(phrase.start, phrase.end)
        whole = found[0] if len(found) == 1 else replace(found[0], kind="nominal", country=None, members=tuple(found))
        self._scene.mentions.append(whole)

    def _holder(self, phrase: OfficePhrase, of: str | None, cues: set[int]) -> tuple[str | None, str]:
        position = phrase.position
        if position is None:
            return self._leader(of) if phrase.leads else (None, "a role without a position")
        if self._scene.titles.bridges["name_behind"].match(self._scene.text, phrase.end) and of is None:
            return None, "somebody whose name stands behind it"
        home = self._is_home(phrase.start, phrase.end)
        held = {
            office.holder.actor
            for office in self._scene.offices
            if office.holder and office.side != "none" and not office.former and self._same_office(office, phrase, of)
            if not home or of is not None or self._is_home(office.start, office.end)
        }
        if len(held) == 1:
            return held.pop(), "the holder of that office in the document"
        if len(held) > 1:
            return None, "several holders of that office in the document"
        if self._scene.reference.sentence_of(phrase.start) in cues:
            return None, "its sentence tells of a change of office"
        if of is not None and self._scene.published is not None and self._is_exclusive(position):
            tenure = self._scene.register.holder_throughout(position, of, self._scene.published)
            if tenure is not None:
                return tenure.person, "register: held the office on every day that the document may date from"
        elif (position == "secretary-general") if of is None else self._is_exclusive(position):
            named = {m.actor for m in self._scene.mentions if m.actor_kind == "person" and m.actor is not None}
            told = self._scene.register.held_among(named, position, of, self._scene.published)
            if len(told) == 1:
                return told.pop(), "register: the one person of the document who held the office on the day, or ever"
        return None, "nobody is known to hold it"

    def _leader(self, of: str | None) -> tuple[str | None, str]:
        """ "le dirigeant turkmène": the one head of that state or government whom the document names."""
        leaders = {
            office.holder.actor
            for office in self._scene.offices
            if office.holder and office.of == of and of is not None and not office.former and office.position in LEADING
        }
        leaders |= {m.actor for m in self._scene.mentions if of is not None and self._leads(m.actor, of)}
        if len(leaders) == 1:
            return leaders.pop(), "the one leader of that state in the document"
        return None, "a role without a position"

    def _leads(self, person: str | None, of: str) -> bool:
        """Whether the register knows a person to lead a state on the day."""
        if person is None or self._scene.published is None:
            return False
        held = self._scene.register.positions_of(person, self._scene.published)
        return any(t.of == of and t.position.removeprefix(ACTING) in LEADING for t in held)

    def _is_home(self, start: int, end: int) -> bool:
        """Whether the words are said of one's own state ("le président de la République")."""
        return fold(self._scene.text[start:end]) in self._scene.titles.home_offices

    def _same_office(self, office: OfficeMention, phrase: OfficePhrase, of: str | None) -> bool:
        """Whether a role may mean the office of somebody named: the same, or "le ministre" after a minister was."""
        bare = phrase.position == "minister" and self._is_bare(phrase)
        if phrase.position == "minister" and not bare:
            # Which minister the domain tells, and the position does not keep it.
            return False
        minister = bare and (office.position or "").endswith(" minister") and "prime" not in (office.position or "")
        if office.position != phrase.position and not minister:
            return False
        if of is None:
            # Nothing but the order of the text tells whose office is meant.
            return office.start < phrase.start
        return office.of in (None, of)

    def _is_bare(self, phrase: OfficePhrase) -> bool:
        """Whether no domain is told: "le ministre", "le ministre iranien"."""
        end = phrase.of_start if phrase.of_start > phrase.start else phrase.end
        behind = phrase.of_end if phrase.of_start > phrase.start else phrase.end
        return behind == phrase.end and end - phrase.start <= LONGEST_BARE_MINISTER

    @staticmethod
    def _is_exclusive(position: str) -> bool:
        """Whether one person at a time holds the position: of several ambassadors the register may know but one."""
        return load_ontology().positions[position.removeprefix(ACTING)].exclusive
