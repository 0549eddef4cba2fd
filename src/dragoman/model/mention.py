"""Words of a document that stand for an actor, an office or a time."""

from dataclasses import dataclass, field
from typing import Literal

from dragoman.model.dates import Date

ActorKind = Literal[
    "state", "organisation", "bloc", "body", "person", "medium", "place", "armed_group", "military", "party", "company"
]
MentionKind = Literal["name", "acronym", "role", "metonym", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an actor.

    `actor` is a register id, a local person key (``~`` and a folded name, resolved over the whole record when it is
    read), or None when two actors are possible or none is known. `country` is the state that the words or the
    document give to the actor ("le ministre russe" → RUS). `adjective`: the words are an adjective of the actor.
    `members`: the words stand for all of these at once ("les trois pays"); `together`: it is one of such members.
    `reason` says why this actor, in a few English words.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    actor: str | None
    actor_kind: ActorKind | None
    name_key: str | None = None
    country: str | None = None
    position: str | None = None
    adjective: bool = False
    reason: str = ""
    candidates: tuple[str, ...] = field(default=())
    together: bool = False
    members: tuple["Mention", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """An office as a document gives it, with the person who holds it, if one is named or known.

    `start` and `end` are those of the office's words; `of` a state or organisation, None when neither the text nor the
    register says it. `side` tells where the holder stands: ``right``, ``left``, ``copula``, ``enumeration``, or
    ``none`` when no name stands beside the office (the holder then comes from the document or the register).
    """

    start: int
    end: int
    text: str
    position: str | None
    of: str | None
    of_reason: str
    holder: Mention | None
    side: str
    of_start: int = 0
    of_end: int = 0
    former: bool = False
    future: bool = False
    acting: bool = False
    then: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression and the day or days that it was resolved to.

    `date` is None when it hangs on an anchor that is unknown. `anchor` names what it was resolved against:
    ``text`` (absolute), ``published``, or the words of another time mention. `ahead` is the date if what is dated is
    yet to come ("la visite prévue en mai"), where that is another one.
    """

    start: int
    end: int
    text: str
    date: Date | None
    anchor: str
    kind: str
    ahead: Date | None = None
