"""What is worked out from a record and kept on disk, in the reader's own cache and never in a record.

Each thing kept is a folder that is written once and whole, made aside and renamed, so that two programs may do it at
once; what it holds is checked when it is opened. Where nothing can be written, or what was kept is damaged and cannot
be replaced, there is simply nothing kept.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

PACKAGE = Path(__file__).parent
# Rows below which working it out anew is sooner done than opening what was kept.
WORTH_KEEPING = 20_000
_WHOLE_FILE = "whole.json"
_ASIDE_PREFIX = ".tmp-"
# Locks come and go with whoever reads; they say nothing of what is kept.
_LOCK_SUFFIX = ".lock"
# Folders of one kind that stay, those used last: a record that grows leaves one behind each time.
_MOST_OF_A_KIND = 4
_PRIVATE = 0o700


def find_folder() -> Path | None:
    """Where things are kept (`$XDG_CACHE_HOME/dragoman`, else `~/.cache/dragoman`); None where there is no home."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (given if given.is_absolute() else Path.home() / ".cache") / "dragoman"
    except RuntimeError:
        return None


def can_keep(folder: Path | None = None) -> bool:
    """Whether anything can be kept; `folder` is that of the reader's cache by default."""
    place = folder or find_folder()
    if place is None:
        return False
    standing = next(path for path in (place, *place.parents) if path.exists())
    return standing.is_dir() and os.access(standing, os.W_OK | os.X_OK)


def folder_name(kind: str, parts: Iterable[str]) -> str:
    """The name of what hangs on all these parts and nothing else; `kind` is a word without a hyphen."""
    return f"{kind}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"


@cache
def code_digest(folders: tuple[str, ...], leave_out: frozenset[str] = frozenset()) -> str:
    """A digest (16 hexadecimal digits) of all code and data in folders of the package: with any byte of them what they
    give may change. Folders and files of the names in `leave_out` (without their endings) do not count.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((PACKAGE / folder).rglob("*")):
            named = path.relative_to(PACKAGE)
            if path.suffix in (".py", ".yaml", ".tsv") and not leave_out & {*named.parts, named.stem}:
                digest.update(named.as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_whole(place: Path) -> bool:
    """Whether a folder stands there with all that it was written with; then it is noted as used."""
    try:
        promised = msgspec.json.decode((place / _WHOLE_FILE).read_bytes(), type=dict[str, str])
        if _digests(place) != promised:
            return False
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError):
        return False
    # A cache that can only be read serves as well; it is just not known which of its folders were used last.
    with suppress(OSError):
        os.utime(place)
    return True


def keep(folder: Path, name: str, make: Callable[[Path], None]) -> bool:
    """Have `make` write into a folder of that name; False where that cannot be."""
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE_PREFIX, dir=folder))
    except OSError:
        return False
    try:
        make(aside)
        (aside / _WHOLE_FILE).write_bytes(msgspec.json.encode(_digests(aside)))
        _put_in_place(aside, folder / name)
        _leave_out_old(folder, name)
    except (OSError, ValueError):
        # The index library gives a full disk as a ValueError.
        return False
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return True


def _put_in_place(aside: Path, place: Path) -> None:
    try:
        aside.rename(place)
    except OSError:
        if not is_whole(place):
            # What stands there is damaged; a whole one of another program is left alone.
            shutil.rmtree(place)
            aside.rename(place)


def _digests(place: Path) -> dict[str, str]:
    """The SHA-256 of every file but locks and the list itself."""
    found: dict[str, str] = {}
    for path in sorted(place.iterdir()):
        if path.name != _WHOLE_FILE and not path.name.endswith(_LOCK_SUFFIX):
            with path.open("rb") as file:
                found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _leave_out_old(folder: Path, name: str) -> None:
    """Remove those of a kind that were not used for longest; whoever reads one meanwhile keeps the open files."""
    kind = name.partition("-")[0]
    known = sorted(
        (path for path in folder.glob(f"{kind}-*") if path.is_dir()), key=lambda path: -path.stat().st_mtime_ns
    )
    for path in known[_MOST_OF_A_KIND:]:
        shutil.rmtree(path, ignore_errors=True)
