"""How the time of reading grows with the length of texts made to be slow.

    python scripts/growth.py [--only WORDS]

Each text of scripts/hostile.py is read at half and at full length, in one process and on the processor's own clock;
the exponent is the binary logarithm of the two times' ratio: 1 where twice the text costs twice the time, 2 where the
cost is that of the square. Exit status 1 if a text that takes more than FELT seconds grows faster than STEEP.
"""

import argparse
import functools
import math
import sys
import time
from collections.abc import Callable, Iterator

import floors
import hostile
from exactness import read

from dragoman.documents.reading import read_document
from dragoman.mentions.segmentation import find_quotations, iter_sentences
from dragoman.model.document import Source

# Seconds. A text this quick keeps nobody waiting at twice its length either, and real pages are far shorter.
FELT = 1.0
# Between a sorted list's growth and a square's.
STEEP = 1.5


def read_lines(text: str) -> None:
    """Cut into sentences and quotations."""
    list(iter_sentences(text, frozenset({"m"})))
    find_quotations(text)


def read_bytes(text: str) -> None:
    """Clean as a file that was found."""
    read_document(Source("hostile.txt", text.encode()), {"fr"})


# Words of the longer text of speech.
SPOKEN = 4_000


def iter_texts() -> Iterator[tuple[str, Callable[[int], str], int, Callable[[str], object]]]:
    """Name, how the text is made, of how many pieces or words, and what is done with it."""
    read_page = functools.partial(read, published="2024-06-25")
    kinds: dict[str, tuple[dict[str, tuple[str, int]], Callable[[str], object]]] = {
        "page": (hostile.PAGES, read_page),
        "lines": (hostile.LINES, read_lines),
        "bytes": (hostile.BYTES, read_bytes),
    }
    for kind, (texts, work) in kinds.items():
        for name, (piece, count) in texts.items():
            yield f"{kind}: {name}", piece.__mul__, count, work
    for name, make in hostile.SPEECH.items():
        yield f"speech: {name}", make, SPOKEN, read_page


def seconds(work: Callable[[str], object], text: str) -> float:
    """What the processor needs for it; the best of three, since other work only adds to it."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work(text)
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    """Measure and print; 1 if a text that is felt grows like a square."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="texts whose name contains this")
    only = parser.parse_args().only
    floors.load_reader()
    read("La Suède a rejoint l'Otan.")
    steep = []
    for name, make, count, work in iter_texts():
        if only not in name:
            continue
        half, whole = (seconds(work, make(n)) for n in (count // 2, count))
        exponent = math.log2(whole / half) if half > 0 and whole > 0 else 0.0
        if whole > FELT and exponent > STEEP:
            steep.append(name)
        print(f"{name:36} {whole:6.2f} s   n^{exponent:.2f}{'   steep' if name in steep else ''}", flush=True)
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
