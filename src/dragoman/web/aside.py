"""What takes long over a great record, worked out in a process of its own: whoever reads meanwhile is not held up.

What it finds goes by way of the folder where such things are kept (`dragoman.kept_folders`).
"""

import multiprocessing
import signal
import threading
from multiprocessing.process import BaseProcess
from typing import get_args

from dragoman.errors import RecordError
from dragoman.kept_folders import can_keep
from dragoman.reasoning.kept_tables import are_kept
from dragoman.record.judgements import Judgement
from dragoman.record.reading import Record
from dragoman.record.scope import Scope
from dragoman.record_opening import Standing, open_standing
from dragoman.views.full_text import Kind, full_text


class Aside:
    """Works things out, one after the other."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._closed = False

    def work_out(self, record: Record) -> None:
        """See to it that the computed views of a record lie on disk, if they can.

        Raises RecordError when the process comes to a bad end, or when it is ended by `close`.
        """
        with self._turn:
            if self._closed:
                raise RecordError(f"the reading room of {record.path} is closed")
            if not can_keep() or are_kept(record):
                return
            standing = Standing(record.path, record.shards, record.skipped)
            given = (standing, record.judgements, record.scope)
            self._process = multiprocessing.get_context("spawn").Process(target=_work_out, args=given, daemon=True)
            self._process.start()
            self._process.join()
            status, self._process = self._process.exitcode, None
        if status:
            raise RecordError(f"what {record.path} tells could not be worked out: the process ended with {status}")

    def close(self) -> None:
        """End what is going on; nothing more is begun."""
        self._closed = True
        process = self._process
        if process is not None:
            process.terminate()


def _work_out(standing: Standing, judgements: tuple[Judgement, ...], scope: Scope) -> None:
    # Ctrl-C is for who serves; this one is ended by it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open_standing(standing, judgements, scope) as record:
        record.sql("SELECT count(*) FROM facts")
        if scope.is_open:
            for kind in get_args(Kind):
                full_text(record, kind)
