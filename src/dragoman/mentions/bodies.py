"""Bodies that speak for a state: "le ministère russe de la Défense", "son gouvernement", "le régime de X"."""

from collections.abc import Mapping, Sequence

from dragoman.mentions.holder_lists import LEADING
from dragoman.mentions.office_phrases import OfficePhrase
from dragoman.mentions.office_reading import OfficeReader
from dragoman.mentions.people import NameSpan
from dragoman.mentions.persons import PersonResolver
from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention
from dragoman.model.names import fold

# How many sentences back a body is taken up that was named with its state.
REACH = 8
# How far before a body its determiner is looked for, in characters.
LONGEST_BESIDE = 16
LONGEST_DETERMINER = 8


class BodyReader:
    """Adds the mentions of the states for which the bodies of one text speak."""

    def __init__(self, scene: Scene, offices: OfficeReader) -> None:
        self._scene = scene
        self._offices = offices
        self._bridges = scene.titles.bridges
        self._named: list[tuple[int, str, str | None, str]] = []

    def named(self, bodies: Sequence[OfficePhrase]) -> None:
        """Bodies with an owner of their own: one state, or one for each adjective."""
        for body in bodies:
            if not _has_owner(body):
                continue
            of, _ = self._offices.owner(body, body.start)
            if of is None or self._scene.register.actors[of].kind != "state":
                continue
            states = (of, *body.more)
            for state in states:
                self._named.append((body.start, self._noun(body), self._portfolio(body), state))
            self._add(body.start, body.end, states, f"body that speaks for {' and '.join(states)}")

    def led(self, bodies: Sequence[OfficePhrase], names: Mapping[int, NameSpan], resolver: PersonResolver) -> None:
        """ "le régime de Bachar al-Assad", "le gouvernement Meloni": the state of the person behind the body."""
        countries = {m.start: m.country for m in self._scene.mentions if m.actor_kind == "person"}
        for body in bodies:
            behind = self._bridges["behind"].match(self._scene.text, body.end)
            # "le gouvernement de X", "le gouvernement X"
            name = names.get(behind.end() if behind is not None else body.end + 1)
            if _has_owner(body) or name is None or self._noun(body) not in self._scene.titles.led_bodies:
                continue
            state = countries.get(name.start) if name.start in resolver.by_start else None
            if state is not None:
                self._scene.drop_inside(body.start, name.end)
                self._add(body.start, name.end, (state,), "the state that the person leads")

    def issuing(self, bodies: Sequence[OfficePhrase]) -> None:
        """ "Le ministère des Affaires étrangères … le président Lai Ching-te": the home of the ministry that writes.

        A communiqué tells its state by nothing but its own leader, whom it names without his state, and in another
        sentence than the one that the ministry opens.
        """
        opening = next(iter(bodies), None)
        if opening is None or _has_owner(opening):
            return
        noun = self._noun(opening)
        if noun not in self._scene.titles.issuing_bodies or any(called == noun for _, called, _, _ in self._named):
            return
        article = self._bridges["definite"].search(fold(self._scene.text[: opening.start]))
        if self._portfolio(opening) is None or article is None or article.start() > 0:
            return
        states = {
            (office.of, self._scene.reference.sentence_of(office.start) == 0)
            for office in self._scene.offices
            if office.position in LEADING and office.of is not None and office.holder is not None
            if office.of_end <= office.of_start and not office.former and not office.then
        }
        if len(states) != 1:
            return
        state, first = states.pop()
        if not first and state not in self._scene.titles.bare_abroad:
            self._named.append((0, noun, self._portfolio(opening), state))

    def bare(self, bodies: Sequence[OfficePhrase]) -> None:
        """ "son gouvernement", "le ministère": the one state named in the sentence, or with the body before."""
        for body in bodies:
            if _has_owner(body) or self._scene.is_covered(body.start):
                continue
            seat = self._seat(body)
            if seat is not None:
                self._add(body.start, body.end, (seat,), "the ministry of the state whose capital stands behind")
                continue
            before = fold(self._scene.before(body.start, LONGEST_DETERMINER))
            if self._bridges["group_goes_on"].match(self._scene.text, body.end):
                continue
            if self._bridges["possessive"].search(before):
                state, reason = self._possessor(body.start)
            elif self._bridges["definite"].search(before) or self._bridges["definite_plural"].search(before):
                state, reason = self._taken_up(body)
            else:
                continue
            if state is not None:
                self._add(body.start, body.end, (state,), reason)

    def _seat(self, body: OfficePhrase) -> str | None:
        """ "le ministère de la Défense à Erevan": the state in whose capital a ministry sits."""
        behind = self._bridges["at"].match(self._scene.text, body.end)
        hit = self._scene.hits.get(behind.end()) if behind is not None and self._portfolio(body) else None
        states = {actor for form in hit.of_use("capital") for actor in form.actors} if hit is not None else set()
        return states.pop() if len(states) == 1 else None

    def _possessor(self, at: int) -> tuple[str | None, str]:
        """The only state that the sentence names before, by itself or with a person."""
        here = self._scene.reference.sentence_of(at)
        states = {
            m.actor if m.actor_kind == "state" else m.country
            for m in self._scene.mentions
            if m.start < at and self._scene.reference.sentence_of(m.start) == here and not m.members
            if m.actor_kind in ("state", "person", "body") and not m.adjective
        }
        state = next(iter(states)) if len(states) == 1 else None
        return state, "possessive; the only state named before in the sentence"

    def _taken_up(self, body: OfficePhrase) -> tuple[str | None, str]:
        noun, portfolio = self._noun(body), self._portfolio(body)
        if noun not in self._scene.titles.taken_up_bodies:
            return None, "nothing tells whose"
        here = self._scene.reference.sentence_of(body.start)
        states = {
            state
            for at, called, topic, state in self._named
            if at < body.start and called == noun and portfolio in (None, topic) and self._is_near(at, here)
        }
        if portfolio is not None:
            states |= {
                office.of
                for office in self._scene.offices
                if office.start < body.start and office.of is not None and self._is_near(office.start, here)
                # "à l'invitation du ministre japonais, … le ministère": somebody beside whom another acts.
                if self._bridges["beside_office"].search(self._scene.before(office.start, LONGEST_BESIDE)) is None
                if (office.position or "").removeprefix("acting ").removeprefix("deputy ") == portfolio
            }
        return (next(iter(states)) if len(states) == 1 else None), "the body of that name of the one state before"

    def _is_near(self, at: int, here: int) -> bool:
        return here - self._scene.reference.sentence_of(at) <= REACH

    def _noun(self, body: OfficePhrase) -> str:
        entry = self._scene.phrases.at(body.start, "state_body")
        return fold(self._scene.text[body.start : entry[0] if entry else body.end])

    def _portfolio(self, body: OfficePhrase) -> str | None:
        """The position of the minister whose ministry it is, None where the words tell none."""
        domains = self._scene.titles.domain_of
        words = fold(self._scene.text[body.start : body.end]).replace("'", " ").split()
        return next((domains[word] for word in words if word in domains), None)

    def _add(self, start: int, end: int, states: Sequence[str], reason: str) -> None:
        self._scene.drop_inside(start, end)
        text = self._scene.text[start:end]
        found = [Mention(start, end, text, "nominal", state, "state", country=state, reason=reason) for state in states]
        several = Mention(start, end, text, "nominal", None, "state", reason=reason, members=tuple(found))
        self._scene.mentions.append(found[0] if len(found) == 1 else several)


def _has_owner(body: OfficePhrase) -> bool:
    return body.of is not None or bool(body.of_candidates) or body.generic is not None
