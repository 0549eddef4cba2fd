"""A small record of invented meetings, memberships and statements, in two outlets, for charts, networks and maps."""

from collections.abc import Callable, Sequence
from pathlib import Path

from conftest import RecordBuilder, attribute, membership, occupancy
from spoken_rows import REPORT, argument, event, event_id, statement

NORTH, ATLAS = "Le Courrier du Nord", "Dépêche Atlas"
HOSTILE = '<script>alert("x")</script>\u202egnp'
CELL = "=cmd()"
Maker = Callable[[str, str], object]


class Report:
    """The rows of one report; every event has its parties as arguments too."""

    def __init__(self) -> None:
        self.events: list[Maker] = []
        self.arguments: list[Maker] = []

    def tell(self, kind: str, parties: Sequence[str], trigger: str, **more: object) -> "Report":
        """Add an event between parties, which `trigger` tells from others."""
        modality = str(more.get("modality", "actual"))
        self.events.append(event(kind, parties, trigger=trigger, **more))  # type: ignore[arg-type]

        def own(document: str) -> str:
            return event_id(document, kind, trigger, modality)

        self.arguments += [argument(own, "actor", "Moscou", party, ordinal=at) for at, party in enumerate(parties)]
        return self


def write_met(path: Path) -> Path:
    """Write the record.

    Dated to days of June 2024: two meetings told as having happened (one in two reports), a planned one, a membership
    and a statement; dated to the whole of 2024: an accusation; undated: a meeting, an attribute, an office.
    """
    builder = RecordBuilder(path)
    north = (
        Report()
        .tell("CONSULT", ["RUS", "BLR"], "rencontre", date="2024-06-25", place="MINSK", place_text="Minsk")
        .tell("ACCUSE", ["UKR"], "accuse", date="2024")
        .tell("CONSULT", ["CHN", "IND"], "verra", date="2024-06-27", modality="planned", place="GENEVA")
    )
    builder.add(
        "north.txt", published="2024-06-25", outlet=NORTH, text=REPORT,
        memberships=[
            membership("BLR", "CSTO", "full", "2024-06-25"),
            membership("IND", "CSTO", "observer", "2024-06-20"),
        ],
        statements=[statement("RUS", "de nouvelles frappes", act="warn", direct=False, date="2024-06-24")],
        events=north.events, arguments=north.arguments,
    )  # fmt: skip
    atlas = (
        Report()
        .tell("CONSULT", ["RUS", "BLR"], "rencontre", date="2024-06-25", place="MINSK", place_text="Minsk")
        .tell("CONSULT", ["USA", "RUS"], "voit", date="2024-06-10", place="GENEVA", place_text="Genève")
        .tell("CONSULT", ["ARM", "AZE"], "parle", place="BLR", place_text="Biélorussie")
        .tell("SUPPORT", ["FRA", "ARM"], "signe", date="2024-06-12", place="CORSICA")
        .tell("SUPPORT", ["FRA", "GRC"], "paraphe", date="2024-06-13", place_text=HOSTILE)
    )
    builder.add(
        "atlas.txt", published="2024-06-26", outlet=ATLAS, text=REPORT,
        attributes=[attribute("CSTO", "member_count", "6")],
        occupancies=[occupancy(HOSTILE, "foreign minister", "BLR")],
        events=atlas.events, arguments=atlas.arguments,
    )  # fmt: skip
    return builder.write()
