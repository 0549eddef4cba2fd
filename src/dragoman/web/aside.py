"""What takes long over a great record, worked out in a process of its own: whoever reads meanwhile is not held up.

What it finds goes by way of the folder where such things are kept (`dragoman.kept_folders`).
"""

import pickle
import signal
import subprocess
import sys
import threading
from typing import get_args

from dragoman.errors import RecordError
from dragoman.kept_folders import can_keep
from dragoman.reasoning.kept_tables import are_kept
from dragoman.record.reading import Record
from dragoman.record_opening import Standing, open_standing
from dragoman.views.full_text import Kind, full_text


class Aside:
    """Works things out, one after the other."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
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
            standing = Standing(record.path, record.shards, record.skipped, record.judgements, record.scope)
            command = [sys.executable, "-m", "dragoman.web.aside"]
            with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
                self._process = process
                process.communicate(pickle.dumps(standing))
            self._process = None
        if process.returncode:
            told = f"the process ended with {process.returncode}"
            raise RecordError(f"what {record.path} tells could not be worked out: {told}")

    def close(self) -> None:
        """End what is going on; nothing more is begun."""
        self._closed = True
        process = self._process
        if process is not None:
            process.terminate()


def work_out(standing: Standing) -> None:
    """Work out and keep what takes long over these shards."""
    with open_standing(standing) as record:
        record.sql("SELECT count(*) FROM facts")
        if record.scope.is_open:
            for kind in get_args(Kind):
                full_text(record, kind)


if __name__ == "__main__":
    # Ctrl-C is for who serves; this process is ended by it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work_out(pickle.load(sys.stdin.buffer))
