"""Which position an office phrase names: its head, its domain and its owner taken together."""

from dataclasses import dataclass, field

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.titles import Head, TitleBook
from dragoman.model.names import fold
from dragoman.register import Register

STATE_USES = ("name", "acronym", "demonym", "capital", "body")


@dataclass(slots=True)
class Draft:
    """What has been gathered of a phrase while scanning to the right of its head."""

    end: int
    hit: Hit | None = None
    use: str = "name"
    posting: Hit | None = None
    domain: list[str] | None = None
    body: str | None = None
    inner: bool = False
    owner: str | None = None
    acting: bool = False
    future: bool = False
    then: bool = False
    generic: str | None = None
    generic_noun: str | None = None
    generic_at: int = 0
    former: bool = False
    more: list[Hit] = field(default_factory=list)


class Positions:
    """Settles the positions of office phrases with the titles of a language and the register."""

    def __init__(self, titles: TitleBook, register: Register) -> None:
        self._titles = titles
        self._register = register

    def position(self, head: Head, draft: Draft, *, goes_on: bool) -> str | None:
        """The position that head, domain and owner make; None for a role, "" for words that are no office at all."""
        position = head.position
        owner = (draft.owner,) if draft.owner is not None else self.owners(draft.hit)
        if head.domain:
            position = self._by_domain(head, draft, owner)
        elif position == "organisation head":
            position = self._titles.headed.get(draft.body, "") if draft.body else self._head_of(head, owner)
            if draft.hit is not None and self._is_army(draft.hit):
                position = "chief of staff"
            if draft.body and draft.domain:
                position = self._by_domain(head, draft, owner)
        elif position == "president" and owner and self._kind(owner[0]) in ("organisation", "bloc", "body"):
            position = "president" if owner[0] in self._titles.titles.presidents_of else "chair"
        elif position == "president" and owner and self._kind(owner[0]) == "party":
            position = "party leader"
        elif owner and self._kind(owner[0]) in ("company", "medium"):
            position = None
        elif position == "president" and draft.body in self._titles.parliaments:
            position = "speaker of parliament"
        elif position in ("president", "vice-president") and draft.hit is None and (goes_on or draft.body):
            return None
        elif position == "chancellor" and owner and not set(owner) & set(self._titles.titles.chancellors_of):
            position = "foreign minister"
        elif position == "foreign minister" and owner == ("EU",):
            position = "high representative"
        elif position == "secretary-general" and draft.hit is None and draft.generic is None:
            position = "secretary-general"
        if position == "secretary-general" and owner and self._kind(owner[0]) == "state":
            # The secretary-general of a palace or ministry holds no office of the closed list.
            position = None
        name = fold(draft.hit.text) if draft.hit is not None else ""
        if head.position == "secretary" and name.startswith(self._titles.security_councils):
            position = "security council secretary"
        elif head.position == "president" and name.startswith(self._titles.parliaments):
            position = "speaker of parliament"
        elif position == "vice-president" and name.startswith(self._titles.security_councils):
            # "le vice-président du Conseil de sécurité russe" stands for no state.
            position = None
        if position and draft.acting:
            position = f"acting {position}"
        return position

    def _by_domain(self, head: Head, draft: Draft, owner: tuple[str, ...]) -> str | None:
        words = draft.domain or []
        hits = [
            self._titles.domain_of[word]
            for before, word in zip(["", *words], words, strict=False)
            if word in self._titles.domain_of and before not in self._titles.not_after.get(word, ())
        ]
        order = [domain.position for domain in self._titles.titles.domains]
        position = min(hits, key=order.index) if hits else "minister"
        if head.position == "secretary":
            # Cabinet members of the United States are secretaries; its "secrétaire d'État" is the foreign minister.
            if "USA" in owner or "PHL" in owner:
                return position if hits else "foreign minister" if draft.domain is None else "minister"
            return "secretary" if draft.hit is None and draft.generic is None else None
        if head.deputy:
            return "deputy foreign minister" if position == "foreign minister" else "minister"
        return position

    def _head_of(self, head: Head, owner: tuple[str, ...]) -> str | None:
        """What the head of an organisation is called there; "" when the words name no organisation that has one."""
        if len(owner) == 1 and self._kind(owner[0]) in ("party", "armed_group"):
            return "party leader"
        if len(owner) != 1 or self._kind(owner[0]) not in ("organisation", "bloc"):
            return ""
        if head.turns and owner[0] in self._titles.titles.chaired_in_turns:
            return "chair"
        for position in ("secretary-general", "president", "chair"):
            if self._register.holders(position, owner[0]):
                return position
        return ""

    def _is_army(self, hit: Hit) -> bool:
        """ "l'armée pakistanaise": the armed forces of a state."""
        return any(self._kind(actor) == "military" for form in hit.of_use(*STATE_USES) for actor in form.actors)

    def owners(self, hit: Hit | None) -> tuple[str, ...]:
        """Whose an office may be: the actors of a hit, a body standing for its state."""
        if hit is None:
            return ()
        return tuple(dict.fromkeys(self._owner(a) for form in hit.of_use(*STATE_USES) for a in form.actors))

    def _owner(self, actor: str) -> str:
        known = self._register.actors[actor]
        if known.kind in ("body", "military") and known.country:
            return known.country
        return actor

    def _kind(self, actor: str) -> str:
        return self._register.actors[actor].kind
