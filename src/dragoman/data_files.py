"""Reading the program's own data files: YAML into typed structures, TSV into rows, every fault with file and place."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from dragoman.errors import DataError

T = TypeVar("T")


class PlainLoader(yaml.CSafeLoader):
    """YAML in which only `true` and `false` are booleans ("on" and "y" are French words) and dates are text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load_yaml(path: Path, shape: type[T], own: Callable[[type, Any], Any] | None = None) -> T:
    """Read a YAML file into `shape` (a msgspec.Struct or a built-in generic).

    `own` makes an instance of a class that msgspec does not know of what the file holds (its `dec_hook`).
    Raises DataError naming the file and the entry when the file is missing, malformed or of another shape.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            raw = yaml.load(stream, Loader=PlainLoader)
    except OSError as error:
        raise DataError(f"{path.name}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: no valid YAML: {error}") from error
    try:
        return msgspec.convert(raw, shape, dec_hook=own)
    except msgspec.ValidationError as error:
        raise DataError(f"{path.name}: {error}") from error


def iter_tsv(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a TSV file whose header must be exactly `columns`.

    Empty lines and lines that start with ``#`` are passed over. Raises DataError on a wrong header or cell count.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name}: cannot be read: {error}") from error
    with io.StringIO(text, newline="") as stream:
        header: list[str] | None = None
        for number, cells in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if not cells or cells[0].startswith("#"):
                continue
            if header is None:
                header = cells
                if tuple(header) != columns:
                    raise DataError(f"{path.name}:{number}: header {header}, expected {list(columns)}")
                continue
            if len(cells) > len(columns):
                raise DataError(f"{path.name}:{number}: {len(cells)} cells, expected {len(columns)}")
            # Empty cells at the end of a line may be left out.
            whole = [*cells, *[""] * (len(columns) - len(cells))]
            yield number, dict(zip(columns, (cell.strip() for cell in whole), strict=True))
