"""The record that is being served: opened once, opened anew when it has grown, and closed when nobody reads it.

A `dragoman read` that is writing adds shards; who reads goes on with the record as it was until the next one is open,
which happens aside. Records within a scope are kept for the next question, the ones asked longest ago are closed.

What a great record tells takes minutes to work out: a scope of it that nobody asked for yet is worked out aside, and
whoever asks is told to come again.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import get_args

from dragoman.errors import DragomanError
from dragoman.kept_folders import WORTH_KEEPING
from dragoman.reasoning.kept_tables import are_kept, is_great
from dragoman.record.layout import program_name
from dragoman.record.reading import Record
from dragoman.record.scope import EVERYTHING, Scope
from dragoman.record_opening import open_record
from dragoman.views.full_text import Kind, full_text
from dragoman.views.party_index import index_parties
from dragoman.views.told import index_told
from dragoman.web.aside import Aside
from dragoman.web.problems import Problem

# Seconds between two looks at the folder; a new shard is served that much later.
LOOK_AGAIN = 2.0
# Seconds that one question may take.
PATIENCE = 20.0
# Open records besides the whole one: each keeps its own tables of people, and of facts.
SCOPES_KEPT, GREAT_SCOPES_KEPT = 8, 2
# Seconds that a question waits for a scope that is being worked out, and after which it may come again.
WAIT, COME_AGAIN = 0.2, 5
# Scopes that could not be opened, whose fault is told to who asks again.
MOST_ASKED = 100

Key = tuple[Scope, bool]
Clock = Callable[[], float]


@dataclass(slots=True)
class _Opened:
    """A record and how many are reading it; closed by the last of them once it is let go."""

    record: Record
    readers: int = 0
    let_go: bool = False


@dataclass(slots=True)
class _Edition:
    """The record as it was at one time, by what was asked to be known of it. `digest` names its content.

    `asked` are the scopes of a great record that are being worked out, or that could not be.
    """

    digest: str
    whole: _Opened
    great: bool
    scoped: OrderedDict[Key, _Opened] = field(default_factory=OrderedDict)
    asked: OrderedDict[Key, Future[None]] = field(default_factory=OrderedDict)


class Room:
    """A record under a path, ready to be asked by many threads at once.

    Raises RecordError (and its kinds) as `open_record` does when the record cannot be opened at first; later the last
    edition that could be opened is served, and `trouble` says why no newer one is. A record of `great` assertions or
    more is worked out in a process of its own; `say` is told when that takes long before anything can be served.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock = time.monotonic,
        great: int = WORTH_KEEPING,
        say: Callable[[str], None] | None = None,
    ) -> None:
        self.path = path
        self.trouble: str | None = None
        self._clock = clock
        self._great = great
        self._say = say
        self._aside = Aside()
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._marks = _marks(path)
        self._edition = self._open()
        self._looked = clock()

    @property
    def digest(self) -> str:
        """What names the content of the record that is being served."""
        return self._edition.digest

    @property
    def newer(self) -> bool:
        """Whether a newer state of the record is being opened."""
        return self._opening.locked()

    @contextmanager
    def reading(self, scope: Scope = EVERYTHING, *, judged: bool = True) -> Iterator[tuple[Record, str]]:
        """A record within a scope for the time of one answer, and the digest of its edition."""
        self._look()
        edition, opened = self._take((scope, judged))
        try:
            yield opened.record, edition.digest
        finally:
            self._give_back(opened)

    def close(self) -> None:
        """Let go of all records, and end what is being worked out."""
        self._aside.close()
        with self._lock:
            going = [self._edition.whole, *self._edition.scoped.values()]
        for opened in going:
            self._let_go(opened)

    def refresh(self) -> None:
        """Open the record anew if it has changed on disk, and wait for it."""
        with self._opening:
            marks = _marks(self.path)
            if marks == self._marks:
                return
            try:
                fresh = self._open()
            except DragomanError as error:
                self.trouble = str(error)
                return
            with self._lock:
                stale, self._edition, self._marks, self.trouble = self._edition, fresh, marks, None
        for opened in (stale.whole, *stale.scoped.values()):
            self._let_go(opened)

    def renew(self, wait: float) -> None:
        """Open the record anew, aside, if it has changed on disk, and wait so many seconds for it."""
        thread = threading.Thread(target=self.refresh, name="opening", daemon=True)
        thread.start()
        thread.join(wait)

    def _look(self) -> None:
        """Open the record anew, aside, when it is time to look and something has changed."""
        with self._lock:
            now = self._clock()
            if now - self._looked < LOOK_AGAIN:
                return
            self._looked = now
        if _marks(self.path) != self._marks and not self._opening.locked():
            threading.Thread(target=self.refresh, name="opening", daemon=True).start()

    def _open(self) -> _Edition:
        record = open_record(self.path, skip_damaged=True)
        great = is_great(record, self._great)
        try:
            if great and self._say is not None and not are_kept(record):
                self._say("working out what the record tells: a minute or two for a million assertions, once")
            self._work_out(record, great=great)
            record.hold()
            for kind in get_args(Kind):
                full_text(record, kind)
        except BaseException:
            record.close()
            raise
        return _Edition(_digest(record), _Opened(record), great)

    def _work_out(self, record: Record, *, great: bool) -> None:
        """What is computed over a whole record takes its time once, here, and not while somebody waits for a page."""
        if great:
            self._aside.work_out(record)
        record.sql("SELECT count(*) FROM facts")
        record.sql("SELECT count(*) FROM actors")
        index_told(record)
        index_parties(record)
        record.patience = PATIENCE

    def _take(self, key: Key) -> tuple[_Edition, _Opened]:
        with self._lock:
            edition = self._edition
            found = edition.whole if key == (EVERYTHING, True) else edition.scoped.get(key)
            if found is not None:
                found.readers += 1
                if key in edition.scoped:
                    edition.scoped.move_to_end(key)
                return edition, found
            edition.whole.readers += 1
        try:
            if not edition.great:
                return edition, self._open_within(edition, key)
            self._await(edition, key)
        finally:
            self._give_back(edition.whole)
        return self._take(key)

    def _await(self, edition: _Edition, key: Key) -> None:
        """Wait a moment for a scope that is worked out aside; raises what went wrong with it, or a problem."""
        with self._lock:
            asked = edition.asked.get(key)
            if asked is None:
                asked = edition.asked[key] = Future()
                edition.whole.readers += 1
                threading.Thread(target=self._answer, args=(edition, key, asked), name="scope", daemon=True).start()
                while len(edition.asked) > MOST_ASKED:
                    edition.asked.popitem(last=False)
        try:
            asked.result(WAIT)
        except TimeoutError as error:
            told = "this view of the record is being worked out, which takes about as long as opening it did; ask again"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, told, retry_after=COME_AGAIN) from error

    def _answer(self, edition: _Edition, key: Key, asked: Future[None]) -> None:
        """Open a scope, and let those know who wait for it; what went wrong is kept for who asks again."""
        try:
            opened = self._open_within(edition, key)
        except BaseException as error:  # noqa: BLE001 — told to whoever asked
            asked.set_exception(error)
        else:
            with self._lock:
                edition.asked.pop(key, None)
            asked.set_result(None)
            self._give_back(opened)
        finally:
            self._give_back(edition.whole)

    def _open_within(self, edition: _Edition, key: Key) -> _Opened:
        scope, judged = key
        opened = _Opened(edition.whole.record.within(scope, judged=judged))
        opened.record.patience = PATIENCE
        if edition.great:
            self._work_out(opened.record, great=True)
        with self._lock:
            if self._edition is not edition:
                # Another edition has come meanwhile: this record is nobody else's and goes with its reader.
                opened.readers, opened.let_go = 1, True
                return opened
            kept = edition.scoped.setdefault(key, opened)
            kept.readers += 1
            surplus = [opened] if kept is not opened else []
            while len(edition.scoped) > (GREAT_SCOPES_KEPT if edition.great else SCOPES_KEPT):
                surplus.append(edition.scoped.popitem(last=False)[1])
        for each in surplus:
            self._let_go(each)
        return kept

    def _give_back(self, opened: _Opened) -> None:
        with self._lock:
            opened.readers -= 1
            done = opened.let_go and opened.readers == 0
        if done:
            opened.record.close()

    def _let_go(self, opened: _Opened) -> None:
        with self._lock:
            opened.let_go = True
            done = opened.readers == 0
        if done:
            opened.record.close()


def _marks(path: Path) -> tuple[object, ...]:
    """What changes whenever a shard is added, merged or removed, or something is judged."""
    found: list[object] = []
    for name in ("shards", "ledger.jsonl", "judgements.jsonl"):
        try:
            status = (path / name).stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)


def _digest(record: Record) -> str:
    """What the answers of a record hang on: its shards, its judgements, and the program."""
    parts = [program_name(), *sorted(shard.manifest.digest for shard in record.shards)]
    parts += sorted(judgement.id for judgement in record.judgements)
    parts += sorted(shard.id for shard in record.skipped)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
