"""The whole journey of a folder of reports, as `dragoman.read` and the command line start it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from dragoman.clock import Clock, system_clock
from dragoman.documents.sources import SetAside, SourceMetadata, iter_sources, load_metadata
from dragoman.errors import RecordError
from dragoman.model.document import Source
from dragoman.pipeline import Reader, Summary, read_sources
from dragoman.record.layout import plain_cause
from dragoman.views.days import Day, as_date

# In bytes. A report has paragraphs; a parser given a book in one line takes hours and much memory.
LONGEST_LINE = 1_000_000


def read_paths(
    paths: Sequence[str],
    record: Path,
    metadata: str | Path | Mapping[str, SourceMetadata] | None = None,
    published: Day | None = None,
    clock: Clock | None = None,
    on_source: Callable[[str], None] | None = None,
) -> Summary:
    """Read files, folders and globs into the record at a path; see `dragoman.read`.

    Where no path leads to anything that can be read, no record is made.
    """
    known = load_metadata(Path(metadata)) if isinstance(metadata, str | Path) else metadata
    day = as_date(published)
    sources = iter(_sized(iter_sources(paths, metadata=known, published=day)))
    aside: list[Source | SetAside] = []
    for source in sources:
        aside.append(source)
        if isinstance(source, Source):
            break
    else:
        for missing in aside:
            if on_source is not None:
                on_source(missing.address)
        return Summary(set_aside=[source for source in aside if isinstance(source, SetAside)])
    reader = Reader(version("dragoman"), clock or system_clock)
    try:
        return read_sources(chain(aside, sources), record, reader, on_source=on_source)
    except OSError as error:
        raise RecordError(f"reading stopped: {plain_cause(error)}; what was finished is kept in {record}") from error


def _sized(sources: Iterable[Source | SetAside]) -> Iterator[Source | SetAside]:
    """The sources; set aside are those that no report can be."""
    for source in sources:
        longest = max(map(len, source.content.split(b"\n"))) if isinstance(source, Source) else 0
        if longest > LONGEST_LINE:
            message = f"a line of {longest:,} bytes, the limit is {LONGEST_LINE:,}; split it into single reports"
            yield SetAside(source.address, "too-large", f"{source.address}: {message}")
        else:
            yield source
