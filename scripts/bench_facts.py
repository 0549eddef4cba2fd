"""How the time of consolidation grows with the record: 1, 2, 4 and 8 times the assertions, in one process.

    python scripts/bench_facts.py [--claims 20000]

The assertions are made up from a fixed seed: meetings, accusations and agreements between invented states, told by day,
by month or without a day, by state or by minister; quotations; members and office-holders. Days spread as the number
grows, as they do in a record that is kept for longer. The time is the processor's; the exponent is that of a power of
the number of assertions between the smallest and the greatest. Aim: under 1.1. Nothing fails when it is missed.
"""

import argparse
import datetime as dt
import math
import random
import time
from typing import Any

from dragoman.ontology.contradictions import load_contradictions
from dragoman.reasoning.claims import Claim, Days
from dragoman.reasoning.consolidation import consolidate
from dragoman.reasoning.contradictions import find_contradictions
from dragoman.reasoning.tables import collector_paused
from dragoman.register import load_register

AIM = 1.1
TIMES = (1, 2, 4, 8)
STATES = [f"S{number:02}" for number in range(60)]
PER_DAY, PER_DOCUMENT = 40, 20
_START = dt.date(2015, 1, 1)


def make_claims(count: int) -> list[Claim]:
    """So many assertions of invented states; the same number gives the same ones."""
    chance = random.Random(count)
    return [_make(number, count, chance) for number in range(count)]


def _make(number: int, count: int, chance: random.Random) -> Claim:
    day = _START + dt.timedelta(days=chance.randrange(count // PER_DAY + 30))
    told = chance.choices(
        [Days(day, day), Days(day.replace(day=1), day.replace(day=28)), Days(None, None)], weights=[5, 1, 4]
    )[0]
    printed = day + dt.timedelta(days=chance.randrange(3))
    document = f"{number // PER_DOCUMENT:08}"
    one, other = chance.sample(STATES, 2)
    person = f"p-{one}-{chance.randrange(4)}"
    kind = chance.choices(["event", "statement", "membership", "occupancy"], weights=[5, 3, 1, 1])[0]
    modality, relation = "actual", "say"
    more: dict[str, Any] = {}
    block: tuple[str | None, ...]
    if kind == "event":
        relation = chance.choice(["CONSULT", "ACCUSE", "AGREE", "ASSAULT"])
        modality = chance.choice(["actual"] * 18 + ["planned", "negated"])
        block = (kind, relation, modality, "|".join(sorted((one, other))), "")
        more = {"parties": frozenset({(one, person)}) if chance.random() < 0.5 else frozenset()}
    elif kind == "statement":
        words = " ".join(f"word{chance.randrange(900)}" for _ in range(15))
        block, more = (kind, person, modality), {"subject": person, "value": words}
    else:
        relation = "full" if kind == "membership" else chance.choice(["president", "foreign minister"])
        subject, owner = (one, "ORG") if kind == "membership" else (person, one)
        block = (kind, subject, relation, owner, "holds", modality)
        more = {"subject": subject, "object": owner, "bears": "holds"}
    days = (told, Days(printed, printed))
    return Claim(f"{number:08}", document, document, kind, block, *days, modality, relation, **more)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20_000, help="the smallest number of assertions")
    least = parser.parse_args().claims
    rules, register = load_contradictions(), load_register()
    spent: list[float] = []
    for times in TIMES:
        claims = make_claims(least * times)
        with collector_paused():
            start = time.process_time()
            facts = consolidate(claims)
            merged = time.process_time()
            found = sum(1 for _ in find_contradictions(facts, rules, register))
            done = time.process_time()
        spent.append(done - start)
        print(
            f"{len(claims):8} assertions   {len(facts):8} facts in {merged - start:6.2f} s   "
            f"{found:6} contradictions in {done - merged:6.2f} s",
            flush=True,
        )
    exponent = math.log(spent[-1] / spent[0]) / math.log(TIMES[-1] / TIMES[0])
    print(f"growth            n^{exponent:.2f}   aim: under n^{AIM}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
