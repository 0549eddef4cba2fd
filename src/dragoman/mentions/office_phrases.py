"""An office as the words of a text give it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office as the words give it, before anybody is found who holds it.

    `of` is an actor id, `of_candidates` several where the words leave it open, `generic` the noun ("pays",
    "organisation") that points to one named elsewhere. `inner`: it holds the title of another ("conseiller du roi").
    `leads`: a role of whoever leads a state. `more`: the further owners of a plural ("les présidents russe et
    chinois").
    """

    start: int
    end: int
    position: str | None
    plural: bool
    counterpart: bool = False
    of: str | None = None
    of_start: int = 0
    of_end: int = 0
    of_candidates: tuple[str, ...] = ()
    generic: str | None = None
    generic_noun: str | None = None
    acting: bool = False
    former: bool = False
    future: bool = False
    then: bool = False
    role: bool = False
    inner: bool = False
    leads: bool = False
    more: tuple[str, ...] = ()


def settled(phrase: OfficePhrase) -> OfficePhrase:
    """A role: whose "secrétaire d'État" it is would decide what he is, and nothing here tells."""
    return replace(phrase, position=None) if phrase.position == "secretary" else phrase
