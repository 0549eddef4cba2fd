"""Long runs on a terminal: a bar while they go on, and an orderly end when somebody asks for one."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from dragoman.cli_output import note, stderr_console, visible

INTERRUPTED = 130
TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """The system asked us to end."""


@contextmanager
def ending_orderly() -> Iterator[None]:
    """Let the system's request to end be kept like Ctrl-C: what is finished is written first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def interrupted(interruption: KeyboardInterrupt, done: int, thing: str, record: Path) -> typer.Exit:
    """One line that tells what is kept of a run that writes to a record, and the exit code to raise."""
    ended = isinstance(interruption, Terminated)
    things = f"1 {thing}" if done == 1 else f"{done} {thing}s"
    kept = f"what was finished ({things}) is kept in {record}; the same command goes on from there"
    how = "ended by the system" if ended else "interrupted"
    note(f"{how}: {kept}" if done else "interrupted before anything was read")
    return typer.Exit(TERMINATED if ended else INTERRUPTED)


@contextmanager
def progress_bar(count: Callable[[], int | None]) -> Iterator[Callable[..., None]]:
    """A bar on the error stream, where that is a terminal.

    Gives what is to be called with the address of each thing that is done, and with `total` once that is known where
    `count` (called before the first) could not tell.
    """
    if not sys.stderr.isatty():
        yield lambda address, total=None: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(SpinnerColumn(), *columns, console=stderr_console(), transient=True) as progress:
        task = progress.add_task("loading the language model", total=count())

        def advance(address: str, total: int | None = None) -> None:
            progress.update(task, advance=1, total=total, description=visible(Path(address).name))

        yield advance
