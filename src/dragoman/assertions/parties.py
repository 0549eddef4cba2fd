"""The parties of a membership: who can be a member, what can have members, and the drafts that pair them."""

from dataclasses import dataclass, replace

from dragoman.assertions.fillers import Filler
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import Reading
from dragoman.model.mention import Mention
from dragoman.model.sentence import Chunk, Token

ORGANISATION_KINDS = frozenset({"organisation", "bloc", "body"})


def is_member(mention: Mention, rules: Rules) -> bool:
    """Whether an actor can be a member: a state, or one of the organisations and territories that belong somewhere."""
    if mention.actor is None:
        return False
    return mention.actor_kind == "state" or mention.actor in rules.other_members


def known_members(mentions: tuple[Mention, ...], rules: Rules) -> tuple[Mention, ...]:
    """The mentions that are members; none at all when one of them can be no member.

    A form that several states share ("Congo") stays out and does not spoil the others.
    """
    kept = tuple(mention for mention in mentions if not mention.candidates)
    return kept if all(is_member(mention, rules) for mention in kept) else ()


@dataclass(frozen=True, slots=True)
class MembershipDraft:
    """A membership before it becomes a row: one member, one organisation, and how both were found."""

    member: Mention
    organisation: Mention
    status: str
    bears: str
    modality: str
    trigger: Token
    rule: str
    reading: Reading
    member_filler: Filler
    organisation_filler: Filler


def organisations_in(chunk: Chunk | None) -> tuple[Mention, ...]:
    """The mentions of a chunk, if every one is something that can have members; else none."""
    mentions = chunk.mentions if chunk is not None else ()
    fitting = all(m.actor is not None and m.actor_kind in ORGANISATION_KINDS for m in mentions)
    return mentions if fitting else ()


class Parties:
    """Turns fillers of roles into members and organisations, and pairs them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def members_of(self, filler: Filler | None) -> Filler | None:
        """The filler with those that can be members; None when one of them cannot."""
        if filler is None:
            return None
        state = self._state_of(filler)
        members = known_members((state,) if state is not None else filler.mentions, self._rules)
        if not members:
            return None
        return replace(filler, mentions=members, filled_by="reference" if state is not None else filler.filled_by)

    def _state_of(self, filler: Filler) -> Mention | None:
        """The state for which the holder of an office acts; None for any other filler."""
        head = filler.mentions[0]
        acts = head.position in self._rules.affiliation.acting_positions
        if len(filler.mentions) != 1 or head.actor_kind != "person" or head.country is None or not acts:
            return None
        return replace(head, actor=head.country, actor_kind="state", reason=f"state of the {head.position}")

    def organisations_of(self, filler: Filler | None) -> Filler | None:
        """The filler if all of it can have members, else None."""
        if filler is None:
            return None
        found = tuple(m for m in filler.mentions if m.actor is not None and m.actor_kind in ORGANISATION_KINDS)
        return replace(filler, mentions=found) if found and len(found) == len(filler.mentions) else None

    def _whole(self, organisation: Mention, status: str) -> Mention:
        """ "le Conseil de paix et de sécurité a suspendu X": an organ suspends from its organisation."""
        parent = self._rules.affiliation.organs.get(organisation.actor or "")
        if parent is None or status not in ("suspended", "none", "withdrawn", "withdrawing", "applicant"):
            return organisation
        return replace(organisation, actor=parent, reason=f"{organisation.reason}; organ of {parent}")

    def pairs(
        self,
        trigger: Token,
        member: Filler,
        organisation: Filler,
        status: str,
        bears: str,
        modality: str,
        rule: str,
        reading: Reading,
    ) -> list[MembershipDraft]:
        """One draft for each member and organisation."""
        return [
            MembershipDraft(
                one, self._whole(other, status), status, bears, modality, trigger, rule, reading, member, organisation
            )
            for one in member.mentions
            for other in organisation.mentions
            if one.actor != other.actor
        ]
