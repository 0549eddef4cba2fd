"""The words of a record, indexed: which statements and which documents hold words that are looked for.

An index is made of all that a record shows to whoever may know everything and leaves aside what people have judged, so
that one serves every scope: who asks joins the ids with the rows that are there. It is kept in memory for the next
question, and on disk (see `dragoman.kept_folders`) where making it anew would take long.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import pyarrow as pa
import tantivy

from dragoman.kept_folders import WORTH_KEEPING, find_folder, folder_name, is_whole, keep
from dragoman.record.reading import Record
from dragoman.record.scope import EVERYTHING
from dragoman.views.words import Phrase, Wanted, keys_of

Kind = Literal["statements", "documents"]

# A change of how words are compared or stored takes another number, so that no index made before is used.
_EDITION = "1"
_IDS_FILE = "ids.arrow"
_MOST_KEPT = 4
_BATCH = 10_000
# Bytes that may wait to be written.
_HEAP = 128_000_000
_NUMBER = "row"


# The columns with texts that are indexed of each view, and how much more a word in each says: a word in a title tells
# more of a document than one in its text.
_COLUMNS: Mapping[Kind, Mapping[str, float]] = {
    "statements": {"words": 1.0},
    "documents": {"title": 3.0, "text": 1.0},
}


class FullText:
    """An index over texts. `weights` are those of its columns, `ids` name the texts in the order of their numbers."""

    def __init__(self, index: tantivy.Index, weights: Mapping[str, float], ids: pa.Array) -> None:
        self._searcher, self._schema = index.searcher(), index.schema
        self._weights, self._ids = weights, ids

    def find(self, wanted: Wanted) -> list[str]:
        """The ids of the texts that hold all that is wanted, in no order that means anything."""
        return [id_ for id_, _ in self._hits(wanted)]

    def rank(self, wanted: Wanted) -> list[str]:
        """The same, those first that say most of it for their length (BM25)."""
        return [id_ for id_, _ in sorted(self._hits(wanted), key=lambda hit: (-hit[1], hit[0]))]

    def _hits(self, wanted: Wanted) -> list[tuple[str, float]]:
        """The id and the weight of each text that holds all that is wanted."""
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, self._anywhere(each)) for each in wanted.phrases])
        hits = self._searcher.search(query, limit=max(1, len(self._ids)), count=False).hits
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in hits])
        ids = self._ids.take(pa.array(numbers, pa.int64())).to_pylist()
        return [(id_, weight) for id_, (weight, _) in zip(ids, hits, strict=True)]

    def _anywhere(self, phrase: Phrase) -> tantivy.Query:
        parts = [
            tantivy.Query.boost_query(self._within(column, phrase), weight) for column, weight in self._weights.items()
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    def _within(self, column: str, phrase: Phrase) -> tantivy.Query:
        if phrase.begins:
            return tantivy.Query.regex_query(self._schema, column, f"{phrase.words[0]}.*")
        if len(phrase.words) == 1:
            return tantivy.Query.term_query(self._schema, column, phrase.words[0])
        return tantivy.Query.phrase_query(self._schema, column, list(phrase.words))


_kept: OrderedDict[str, FullText] = OrderedDict()
_turn = threading.RLock()


def full_text(
    record: Record, kind: Kind, *, worth_keeping: int = WORTH_KEEPING, folder: Path | None = None
) -> FullText:
    """The index over the statements' words or over the documents' titles and texts, made at the first question.

    `folder` is where indexes of that many rows or more are kept, that of the reader's cache by default. Raises
    RecordError as reading does.
    """
    key = _key_of(record, kind)
    with _turn:
        found = _kept.get(key)
        if found is None:
            found = _kept[key] = _open(record, kind, key, worth_keeping, folder or find_folder())
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return found


def index_texts(
    weights: Mapping[str, float], rows: Iterable[tuple[str | None, ...]], place: Path | None
) -> tuple[tantivy.Index, pa.Array]:
    """An index in a folder, or in memory, and the ids of what it holds.

    `rows` are the id of each, and its texts in the order of the columns that have `weights`.
    """
    builder = tantivy.SchemaBuilder().add_unsigned_field(_NUMBER, fast=True)
    for column in weights:
        # What is indexed are words as they are compared, with spaces between.
        builder = builder.add_text_field(column, tokenizer_name="whitespace", index_option="position")
    index = tantivy.Index(builder.build(), path=str(place) if place is not None else None)
    writer = index.writer(_HEAP, 1)
    ids: list[str | None] = []
    for id_, *texts in rows:
        row = tantivy.Document()
        row.add_unsigned(_NUMBER, len(ids))
        for column, text in zip(weights, texts, strict=True):
            row.add_text(column, " ".join(keys_of(text or "")))
        writer.add_document(row)
        ids.append(id_)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index, pa.array(ids, pa.string())


def _key_of(record: Record, kind: Kind) -> str:
    """What an index hangs on: every table of every shard, that of our own clock too, and how it is made."""
    parts = [_EDITION, version("tantivy"), kind]
    for shard in sorted(record.shards, key=lambda each: each.id):
        parts += [shard.id, *(f"{name} {file.sha256}" for name, file in sorted(shard.manifest.tables.items()))]
    return folder_name(kind, parts)


def _open(record: Record, kind: Kind, key: str, worth_keeping: int, folder: Path | None) -> FullText:
    weights = _COLUMNS[kind]

    def make(place: Path | None) -> tuple[tantivy.Index, pa.Array]:
        return index_texts(weights, _iter_texts(record, kind), place)

    kept = None
    if folder is not None and sum(shard.rows(kind) for shard in record.shards) >= worth_keeping:
        kept = _open_kept(folder / key)
        if kept is None and keep(folder, key, lambda place: _write_ids(place, make(place)[1])):
            kept = _open_kept(folder / key)
    index, ids = kept or make(None)
    return FullText(index, weights, ids)


def _open_kept(place: Path) -> tuple[tantivy.Index, pa.Array] | None:
    """The index in a folder; None where there is none or it is not whole."""
    if not is_whole(place):
        return None
    try:
        with pa.OSFile(str(place / _IDS_FILE)) as file:
            ids = pa.ipc.open_file(file).read_all().column("id").combine_chunks()
        return tantivy.Index.open(str(place)), ids
    except (OSError, ValueError):
        return None


def _write_ids(place: Path, ids: pa.Array) -> None:
    rows = pa.table({"id": ids})
    with pa.OSFile(str(place / _IDS_FILE), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
        writer.write_table(rows)


def _iter_texts(record: Record, kind: Kind) -> Iterator[tuple[str | None, ...]]:
    """The id and the texts of all rows of a view, whatever the scope of the record and whatever people have judged."""
    columns = ("id", *_COLUMNS[kind])
    with _whole(record) as whole:
        for batch in whole.sql(f"SELECT {', '.join(columns)} FROM {kind}").to_batches(_BATCH):
            yield from zip(*(batch.column(column).to_pylist() for column in columns), strict=True)


@contextmanager
def _whole(record: Record) -> Iterator[Record]:
    """The record with all that it holds: itself where nothing is left out of it."""
    if record.scope.is_open and not record.judgements:
        yield record
    else:
        with record.within(EVERYTHING, judged=False) as whole:
            yield whole
