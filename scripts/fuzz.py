"""Reads cut and spliced cases until the time is up: whatever is read, nothing raises and every span is exact.

Far more than tests can afford: `make fuzz`, or `python scripts/fuzz.py --seconds 600 --seed 7`. Sentences of the cases
are cut at any word, glued to the rest of others and stripped of words, which is what broken pages give a reader.
"""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

import floors
from exactness import check, read

# Enough to see the classes of failure; thousands of the same one help nobody.
SHOWN = 10


def main() -> None:
    """Read until the time is up, print what failed where; exit status 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300, help="how long to go on (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the cuts (default: %(default)s)")
    options = parser.parse_args()
    failures, places, count = fuzz(random.Random(options.seed), options.seconds)
    for text, trace in failures:
        print(f"--- {text!r}\n{trace}", file=sys.stderr)
    print(f"{count} texts read, {sum(places.values())} failures at {len(places)} places")
    for place, times in places.most_common():
        print(f"  {times:5}  {place}")
    sys.exit(bool(places))


def fuzz(rng: random.Random, seconds: int) -> tuple[list[tuple[str, str]], Counter[str], int]:
    """The first failure of each place (text, traceback), the failures at each place, the texts read."""
    texts = [case.case.text for case in floors.judge_cases()]
    failures: list[tuple[str, str]] = []
    places: Counter[str] = Counter()
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        text, count = mangled(rng, texts), count + 1
        try:
            check(read(text, rng.choice([None, "2024-06-25", "2022/.."])))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
            places[place] += 1
            if places[place] == 1 and len(failures) < SHOWN:
                failures.append((text, traceback.format_exc()))
    return failures, places, count


def mangled(rng: random.Random, texts: list[str]) -> str:
    """A text cut at a word, glued to the rest of another, stripped of words, or with its words in another order."""
    words = rng.choice(texts).split(" ")
    way = rng.randrange(4)
    if way == 0:
        words = words[: rng.randrange(1, len(words) + 1)]
    elif way == 1:
        other = rng.choice(texts).split(" ")
        words = words[: rng.randrange(1, len(words) + 1)] + other[rng.randrange(len(other)) :]
    elif way == 2:
        words = [word for word in words if rng.random() > 0.15]
    else:
        first, last = sorted(rng.randrange(len(words) + 1) for _ in range(2))
        words = words[last:] + words[first:last] + words[:first]
    return " ".join(words)


if __name__ == "__main__":
    main()
