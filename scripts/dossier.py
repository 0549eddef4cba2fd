"""How well the annotated dossier of tests/dossier is read.

    python scripts/dossier.py [--half develop|scored|both] [--faults]

Prints recall and precision for each kind of row. `--faults` lists what is missed and what is too much, for the half
that rules are developed on alone: rules that were made after looking at the other half would be measured on what they
were made from.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from floors_dossier import HALVES, Half, iter_dossier_table, read_dossier, score_half
from floors_file import FLOORS, load_floors

from dragoman.evaluation import Evaluation

REFUSAL = "--faults is for --half develop alone: single items of the scored half are not to be seen"


def iter_faults(done: Evaluation) -> Iterator[str]:
    """A line for every item that is missed and every row that is too much."""
    for miss in done.missed:
        item = ", ".join(f"{key}: {value}" for key, value in miss.item.items())
        yield f"{miss.kind} missed ({miss.need}): {item}{f' ({miss.reason})' if miss.reason else ''}"
    for excess in done.excess:
        yield f"{excess.kind} {excess.reason}: {excess.document}: {excess.what}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print figures, and faults when asked and allowed; exit code 2 when they are refused."""
    parser = argparse.ArgumentParser(description="How well the annotated dossier is read.")
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both", help="which reports to score")
    parser.add_argument("--faults", action="store_true", help="list single faults; --half develop alone")
    options = parser.parse_args(arguments)
    if options.faults and options.half != "develop":
        print(REFUSAL, file=sys.stderr)
        return 2
    halves: tuple[Half, ...] = HALVES if options.half == "both" else (options.half,)
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        record = Path(folder) / "record"
        read_dossier(record)
        done = {half: score_half(record, half) for half in halves}
    if options.faults:
        for line in iter_faults(done["develop"]):
            print(line)
        print()
    floors = load_floors() if FLOORS.exists() else None
    print("\n".join(iter_dossier_table(done, floors.dossier if floors is not None else None)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
