"""The closed lists of the record: positions, statuses, bears, modalities, properties."""

from functools import cache
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError

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
