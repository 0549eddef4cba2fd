"""The closed lists of the record: positions, statuses, bears, modalities, properties; event types, acts, sectors."""

from functools import cache
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.mention import ActorKind

ACTING = "acting "


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a position; `exclusive`: one holder per state or organisation on a day."""

    exclusive: bool


class Ontology(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closed lists; see RECORD on positions and memberships."""

    positions: dict[str, Position]
    statuses: list[str]
    bears: list[str]
    modalities: list[str]
    properties: list[str]

    def check_position(self, position: str, where: str) -> str:
        """The position itself; raises DataError naming `where` if it is not on the list."""
        if position.removeprefix(ACTING) not in self.positions:
            raise DataError(f"{where}: {position!r} is no position; the list is in ontology/positions.yaml")
        return position


@cache
def load_ontology() -> Ontology:
    """The closed lists, read once; raises DataError when the file is malformed."""
    return load_yaml(Path(__file__).parent / "positions.yaml", Ontology)


class EventType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A PLOVER event type: its quad class, how well or badly it bodes, and its modes.

    Each mode has an intensity of its own; `intensity` is that of an event of no mode.
    """

    quad: str
    quad_code: str
    intensity: float
    description: str
    modes: dict[str, float] = {}


class EventOntology(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closed lists of events and statements; `sectors` gives the PLOVER sector of a kind of actor that has one."""

    types: dict[str, EventType]
    acts: dict[str, str]
    sectors: dict[ActorKind, str]


@cache
def load_event_ontology() -> EventOntology:
    """Event types, acts and sectors, read once; raises DataError when the file is malformed."""
    return load_yaml(Path(__file__).parent / "events.yaml", EventOntology)
