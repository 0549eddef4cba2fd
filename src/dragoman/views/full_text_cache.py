"""Indexes kept on disk, in the reader's own cache and never in a record: each a folder that is written once and whole.

A folder is made aside and renamed, so that two programs may do it at once; what it holds is checked when it is opened.
Where nothing can be written, or what was kept is damaged and cannot be replaced, there is simply no kept index.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pyarrow as pa
import tantivy

from dragoman.record.layout import UNDECODABLE

Kept = tuple[tantivy.Index, pa.Array]

_IDS_FILE = "ids.arrow"
_WHOLE_FILE = "whole.json"
_ASIDE_PREFIX = ".tmp-"
# Locks come and go with whoever reads; they say nothing of what is indexed.
_LOCK_SUFFIX = ".lock"
# Folders that stay, those used last: a record that grows leaves one behind each time.
_MOST_FOLDERS = 8
_PRIVATE = 0o700


def find_folder() -> Path | None:
    """Where indexes are kept (`$XDG_CACHE_HOME/dragoman`, else `~/.cache/dragoman`); None where there is no home."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (given if given.is_absolute() else Path.home() / ".cache") / "dragoman"
    except RuntimeError:
        return None


def open_kept(folder: Path) -> Kept | None:
    """The index in a folder; None where there is none or it is not whole."""
    try:
        promised = msgspec.json.decode((folder / _WHOLE_FILE).read_bytes(), type=dict[str, str])
        if _digests(folder) != promised:
            return None
        with pa.OSFile(str(folder / _IDS_FILE)) as file:
            ids = pa.ipc.open_file(file).read_all().column("id").combine_chunks()
        index = tantivy.Index.open(str(folder))
    except (OSError, ValueError, *UNDECODABLE):
        return None
    # A cache that can only be read serves as well; it is just not known which of its folders were used last.
    with suppress(OSError):
        os.utime(folder)
    return index, ids


def keep(folder: Path, name: str, make: Callable[[Path], pa.Array]) -> Kept | None:
    """Make an index in a folder of that name; None where that cannot be written.

    `make` writes the index into a folder and gives the ids of what it holds.
    """
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE_PREFIX, dir=folder))
    except OSError:
        return None
    try:
        _write(aside, make)
        _put_in_place(aside, folder / name)
        _leave_out_old(folder)
    except (OSError, ValueError):
        # The index library gives a full disk as a ValueError.
        return None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return open_kept(folder / name)


def _write(aside: Path, make: Callable[[Path], pa.Array]) -> None:
    rows = pa.table({"id": make(aside)})
    with pa.OSFile(str(aside / _IDS_FILE), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
        writer.write_table(rows)
    (aside / _WHOLE_FILE).write_bytes(msgspec.json.encode(_digests(aside)))


def _put_in_place(aside: Path, place: Path) -> None:
    try:
        aside.rename(place)
    except OSError:
        if open_kept(place) is None:
            # What stands there is damaged; a whole one of another program is left alone.
            shutil.rmtree(place)
            aside.rename(place)


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file but locks and the list itself."""
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.name != _WHOLE_FILE and not path.name.endswith(_LOCK_SUFFIX):
            with path.open("rb") as file:
                found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _leave_out_old(folder: Path) -> None:
    """Remove what was not used for longest; whoever reads it meanwhile keeps the open files."""
    known = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: -path.stat().st_mtime_ns)
    for path in known[_MOST_FOLDERS:]:
        shutil.rmtree(path, ignore_errors=True)
