"""The reading room over a great record: the first byte of every page for one reader, and for twenty while it grows.

    python scripts/bench_room.py [--assertions 1000000] [--seconds 60] [--only WORDS]

The record is made up (`synthetic.py`), in a temporary folder that is removed afterwards; `dragoman serve` opens it in a
process of its own on the loopback. Each address is asked four times, each time a little differently, so that nothing is
answered from what was kept. Then twenty readers ask the same addresses at once while `dragoman read`
adds shards. Aim: every first byte under 300 ms for one reader, no failure with twenty. Nothing fails when it is missed.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from synthetic import make_record

AIM_MS = 300.0
READERS = 20
TURNS = 4
MILLION = 1_000_000
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")

# What a reader would ask; {n} differs from turn to turn.
ASKED: tuple[str, ...] = (
    "/?on=2019-03-1{n}",
    "/timeline?cursor={n}",
    "/timeline?actor=FRA&cursor={n}",
    "/timeline?kind=event&type=CONSULT&from=2019-03-0{n}&to=2019-04",
    "/timeline.json?actor=NATO&cursor={n}",
    "/timeline.csv?actor=NATO&from=2019-0{n}",
    "/chart/timeline.svg?actor=FRA&from=201{n}",
    "/facts?cursor={n}",
    "/facts?actor=ARM&cursor={n}",
    "/statements?cursor={n}",
    "/statements?speaker=RUS&cursor={n}",
    "/statements?words=affirme+france&cursor={n}",
    "/search?words=accuse&cursor={n}",
    "/contradictions?cursor={n}",
    "/contradictions?actor=FRA&cursor={n}",
    "/documents?cursor={n}",
    "/network?on=2019-03-1{n}",
    "/places?from=201{n}",
    "/actors?q=fra&cursor={n}",
    "/actor/FRA?from=201{n}",
    "/actor/emmanuel-macron?from=201{n}",
    "/organisation/NATO?on=2019-03-1{n}",
    "/organisation/CSTO?on=2021-05-1{n}",
    "/document/{document}?rows={n}",
    "/api/facts?actor=FRA&cursor={n}",
    "/api/timeline?actor=RUS&cursor={n}",
)
_REPORT = (
    "MINSK, {day} juin 2024 – La Biélorussie est membre de l'OTSC, a déclaré le ministre des Affaires étrangères.\n"
)


def first_byte(port: int, address: str) -> tuple[float, int, bytes]:
    """Seconds until the answer begins, its status, and the whole of it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    with contextlib.closing(connection):
        start = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.fp.peek(1)
        taken = time.perf_counter() - start
        return taken, answer.status, answer.read()


@contextlib.contextmanager
def served(record: Path) -> Iterator[int]:
    """The room over a record, in a process of its own; gives its port."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "dragoman", "serve", str(record), "--port", "0"]
    room = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert room.stderr is not None
        told = []
        for line in room.stderr:
            told.append(line)
            if found := _ADDRESS.search(line):
                break
        else:
            raise SystemExit("the reading room did not open: " + "".join(told))
        print(f"opening the room       {time.perf_counter() - start:7.1f} s", flush=True)
        threading.Thread(target=lambda: [*room.stderr], daemon=True).start()  # type: ignore[misc]
        yield int(found[1])
        peak = _peak(room.pid)
        if peak:
            print(f"peak memory of the room {peak:6.2f} GB")
    finally:
        room.terminate()
        room.wait(30)


def _peak(process: int) -> float | None:
    """Gigabytes at most, where the system tells."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1e6
    return None


def alone(port: int, addresses: tuple[str, ...]) -> None:
    """One reader: the first byte of each address, the median and the longest of all turns."""
    print(f"{'one reader':48} {'median':>9} {'longest':>9}")
    late = 0
    for address in addresses:
        taken = []
        for turn in range(1, TURNS + 1):
            seconds, status, _ = first_byte(port, address.replace("{n}", str(turn)))
            if status != http.HTTPStatus.OK:
                print(f"{address:48} status {status}")
                break
            taken.append(seconds * 1000)
        else:
            middle = statistics.median(taken)
            late += middle > AIM_MS
            print(
                f"{address:48} {middle:6.0f} ms {max(taken):6.0f} ms{'  late' if middle > AIM_MS else ''}", flush=True
            )
    print(f"{len(addresses) - late} of {len(addresses)} addresses begin within {AIM_MS:.0f} ms (aim: all)")


def together(port: int, record: Path, addresses: tuple[str, ...], seconds: float) -> None:
    """Twenty readers while a `dragoman read` adds shards: failures, and the 95th percentile."""
    until = time.perf_counter() + seconds
    taken: list[float] = []
    statuses: Counter[int | str] = Counter()
    lock = threading.Lock()

    def read_pages(seed: int) -> None:
        chosen = random.Random(seed)
        while time.perf_counter() < until:
            address = chosen.choice(addresses).replace("{n}", str(chosen.randint(1, 9)))
            try:
                spent, status, _ = first_byte(port, address)
            except OSError as error:
                with lock:
                    statuses[type(error).__name__] += 1
                continue
            with lock:
                statuses[status] += 1
                taken.append(spent * 1000)

    readers = [threading.Thread(target=read_pages, args=(seed,)) for seed in range(READERS)]
    for reader in readers:
        reader.start()
    added = 0
    with tempfile.TemporaryDirectory() as folder:
        while time.perf_counter() < until:
            report = Path(folder) / f"{added}.txt"
            report.write_text(_REPORT.format(day=1 + added % 28) + f"{added}\n", encoding="utf-8")
            reading = [sys.executable, "-m", "dragoman", "read", str(report), "--to", str(record)]
            subprocess.run(reading, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            added += 1
    for reader in readers:
        reader.join()
    failed = sum(count for status, count in statuses.items() if status != http.HTTPStatus.OK)
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    print(
        f"{READERS} readers, {seconds:.0f} s, {added} readings that added shards: {sum(statuses.values())} answers, "
        f"{failed} failed {dict(statuses) if failed else ''}; p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms"
    )


def main() -> int:
    """Make the record, open the room, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assertions", type=int, default=MILLION, help="how many the record holds")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long twenty readers ask")
    parser.add_argument("--only", default="", help="addresses that contain this")
    parser.add_argument("--record", type=Path, help="a record that stands already, made by synthetic.py; it will grow")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        record = given.record or Path(folder) / "record"
        if given.record is None:
            make_record(record, given.assertions, lambda done, whole: None)
        with served(record) as port:
            _, _, listed = first_byte(port, "/documents.json?rows=1")
            document = re.search(rb'"id":\s*"([0-9a-f]{64})"', listed)
            assert document is not None, "the record has no documents"
            addresses = tuple(each.replace("{document}", document[1].decode()) for each in ASKED if given.only in each)
            alone(port, addresses)
            if given.seconds:
                together(port, record, addresses, given.seconds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
