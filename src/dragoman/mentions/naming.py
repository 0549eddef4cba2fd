"""Mentions of the names of the register: which actor a form stands for here, and whether a capital is its state."""

import re
from itertools import pairwise

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.scene import Scene
from dragoman.model.mention import Mention, MentionKind
from dragoman.model.names import fold

# In which order the uses of a form are tried, and the kind of mention that each makes.
USES: tuple[tuple[str, MentionKind], ...] = (
    ("name", "name"),
    ("acronym", "acronym"),
    ("body", "metonym"),
    ("demonym", "name"),
    ("place", "name"),
)
# How far back the words before a name are looked at, in characters.
REACH = 40
# How far from each other the names of a list stand, in characters.
NEAR = 12
_DATELINE = re.compile(r"\s*[,(—–]\s*(?:le\s+)?\d|\s*\(|\s+[—–-]\s")


class NameReader:
    """Settles the hits of the register in one text."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def read(self) -> None:
        """Add a mention for every hit that is no person."""
        shared: list[Hit] = []
        # "le Béninois X": the words stand for the person.
        led = {lead.start for name, lead in self._scene.leads.items() if lead.start < name}
        for hit in self._scene.hits.values():
            if hit.start in led and hit.of_use("demonym"):
                continue
            if hit.of_use("person", "surname") and not hit.of_use("name", "acronym", "capital"):
                continue
            mention = self._settle(hit) or self._shared_city(hit)
            if mention is None:
                shared.append(hit)
            else:
                self._scene.mentions.append(mention)
        certain = {mention.actor for mention in self._scene.mentions if mention.actor}
        for hit in shared:
            if len(hit.actors) == 1 and self._scene.titles.bridges["name_behind"].match(self._scene.text, hit.end):
                # "Maurice Kamto": a given name.
                continue
            fitting = [actor for actor in hit.actors if actor in certain or self._army_of(actor) in certain]
            if not fitting and len(hit.actors) == 1 and self._is_listed(hit):
                self._scene.mentions.append(self._mention(hit, hit.actors[0], "name", "listed with other states"))
            elif len(fitting) == 1 and (other := self._other_listed(hit, fitting[0])) is not None:
                self._scene.mentions.append(self._mention(hit, other, "name", "shared form; a list names each once"))
            elif len(fitting) == 1:
                reason = "shared form; the only one of its actors named elsewhere in the document"
                self._scene.mentions.append(self._mention(hit, fitting[0], "name", reason))
            else:
                reason = f"shared form of {', '.join(hit.actors)}"
                self._scene.mentions.append(
                    Mention(hit.start, hit.end, hit.text, "name", None, None, reason=reason, candidates=hit.actors)
                )

    def _is_listed(self, hit: Hit) -> bool:
        """ "le Malawi, Maurice, le Mozambique": between commas, right beside the name of a state."""
        joints, text = self._scene.titles.joints, self._scene.text
        named = [h for h in self._scene.hits.values() if h.of_use("name") and -NEAR < h.start - hit.end < NEAR]
        named += [h for h in self._scene.hits.values() if h.of_use("name") and 0 < hit.start - h.end < NEAR]
        before = any(joints["comma"].fullmatch(text, h.end, hit.start) for h in named if h.end < hit.start)
        marks = [joints["comma"], joints["and"]]
        return before and any(m.fullmatch(text, hit.end, h.start) for h in named if h.start > hit.end for m in marks)

    def _other_listed(self, hit: Hit, actor: str) -> str | None:
        """ "le Congo, le Gabon et la RDC": of two states that share a form, the one that the list does not name."""
        others = [each for each in hit.actors if each != actor]
        joints, text = self._scene.titles.joints, self._scene.text
        names = [h for _, h in sorted(self._scene.hits.items()) if h.of_use("name", "acronym", "demonym")]
        at = next((index for index, each in enumerate(names) if each.start == hit.start), None)
        if at is None or len(others) != 1:
            return None
        for row in (names[at::-1], names[at:]):
            for one, two in pairwise(row):
                left, right = sorted((one, two), key=lambda h: h.start)
                joined = (joints[mark].fullmatch(text, left.end, right.start) for mark in ("comma", "and"))
                if not any(joined):
                    break
                if two.actors == (actor,):
                    return others[0]
        return None

    def _army_of(self, actor: str) -> str | None:
        """The state whose armed forces an actor is, None for any other."""
        known = self._scene.register.actors[actor]
        return known.country if known.kind == "military" else None

    def _settle(self, hit: Hit) -> Mention | None:
        """The mention of a hit that one actor has; None when the form is shared."""
        for use, kind in USES:
            forms = hit.of_use(use)
            if not forms:
                continue
            actors = {actor for form in forms for actor in form.actors}
            if len(actors) > 1 or any(form.shared for form in forms) or self._belongs_elsewhere(hit):
                return None
            adjective = use == "demonym" and hit.text[:1].islower()
            before = self._scene.before(hit.start, REACH)
            if use == "demonym" and not adjective and self._scene.titles.bridges["private"].search(before):
                return Mention(hit.start, hit.end, hit.text, "nominal", None, None, reason="people, not their state")
            if use == "name" and hit.of_use("capital") and self._scene.titles.bridges["city"].search(before):
                return self._city(hit, next(iter(actors)), "the city of that name: 'à' without article")
            return self._mention(hit, actors.pop(), kind, f"register: {use} {hit.text}", adjective=adjective)
        return self._capital(hit)

    def _belongs_elsewhere(self, hit: Hit) -> bool:
        """ "le Conseil de sécurité de l'OTSC": a council named bare, with an owner of its own behind it."""
        if fold(hit.text) not in self._scene.titles.security_councils:
            return False
        behind = self._scene.titles.bridges["behind"].match(self._scene.text, hit.end)
        owner = self._scene.hits.get(behind.end()) if behind else self._scene.hits.get(hit.end + 1)
        return owner is not None and "UN" not in owner.actors

    def _shared_city(self, hit: Hit) -> Mention | None:
        """ "à Bruxelles": a capital that may speak for two, where it is a place."""
        states = [a for form in hit.of_use("capital") for a in form.actors if self._scene.register.capital_of(a)]
        if states and self._scene.titles.bridges["place"].search(self._scene.before(hit.start, REACH)):
            return self._city(hit, states[0], "a place: preposition before it")
        return None

    def _capital(self, hit: Hit) -> Mention | None:
        """A capital: the city after "à", "vers", "depuis"; the state where it acts."""
        states = {actor for form in hit.of_use("capital") for actor in form.actors}
        before = self._scene.before(hit.start, REACH)
        if len(states) != 1:
            return None
        state = states.pop()
        if self._is_surname(hit, before):
            return Mention(hit.start, hit.end, hit.text, "name", None, None, reason="the surname of somebody")
        if self._scene.titles.bridges["place"].search(before):
            return self._city(hit, state, "a place: preposition before it")
        if self._scene.titles.bridges["taking_part"].search(before):
            return self._mention(hit, state, "metonym", "capital for its state: it takes part")
        of = self._scene.titles.bridges["of"].search(before)
        if of is not None:
            nouns = {fold(word) for word in (of["head"], of["mid"]) if word}
            if nouns & self._scene.titles.policy_heads:
                return self._mention(hit, state, "metonym", "capital for its state: whose policy it is")
            return self._city(hit, state, "a place after 'de'")
        after = self._scene.text[hit.end : hit.end + 3]
        apart = after[:1] and after[0] in ")," and before.rstrip()[-1:] in (",", "(")
        if apart and self._scene.titles.bridges["aside_behind"].match(self._scene.text, hit.end) is None:
            return self._city(hit, state, "a place: set apart")
        if _DATELINE.match(self._scene.text, hit.end):
            return self._city(hit, state, "a place: dateline")
        return self._mention(hit, state, "metonym", "capital for its state: it acts")

    def _is_surname(self, hit: Hit, before: str) -> bool:
        """ "Denzel Washington": a capitalised word right before that is no common one."""
        given = self._scene.titles.bridges["given_name"].search(before)
        if given is None or fold(given["word"]) in self._scene.titles.not_people:
            return False
        return not self._opens_sentence(hit.start - len(given["word"]) - 1)

    def _opens_sentence(self, at: int) -> bool:
        """Whether a sentence starts at an offset, so that a capital letter there means nothing."""
        return at == 0 or self._scene.text[:at].rstrip(' «"“')[-1:] in (".", "!", "?", "\n", "")

    def _city(self, hit: Hit, state: str, reason: str) -> Mention:
        place = self._scene.register.capital_of(state)
        return Mention(hit.start, hit.end, hit.text, "name", place, "place", country=state, reason=reason)

    def _mention(self, hit: Hit, actor: str, kind: MentionKind, reason: str, *, adjective: bool = False) -> Mention:
        known = self._scene.register.actors[actor]
        if known.kind == "body" and known.country and self._scene.register.state_behind(actor):
            reason = f"{reason}, which speaks for {known.country}"
        return Mention(
            hit.start,
            hit.end,
            hit.text,
            kind,
            actor,
            known.kind,
            country=known.country,
            adjective=adjective,
            reason=reason,
        )
