"""What goes into a replication archive beside an exported table: codebook and citation."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.ontology.loading import load_event_ontology, load_ontology
from dragoman.record.reading import Record
from dragoman.views.export import LINES, Shape

COLUMNS_FILE = "columns.yaml"
_TITLES: Mapping[Shape, str] = {
    "dyads": "Events between pairs of states",
    "events": "Events",
    "memberships": "Memberships",
}


class Meanings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each column means, and each value of some closed lists."""

    columns: dict[str, str]
    values: dict[str, dict[str, str]]


@cache
def load_meanings() -> Meanings:
    """The meanings, read once; raises DataError when the file is malformed or does not explain a whole list."""
    found = load_yaml(Path(__file__).parents[1] / "ontology" / COLUMNS_FILE, Meanings)
    ontology = load_ontology()
    lists = {"modality": ontology.modalities, "membership": ontology.statuses, "bears": ontology.bears}
    for name, values in lists.items():
        if list(found.values.get(name, {})) != values:
            raise DataError(f"ontology/{COLUMNS_FILE}: values of {name} are not those of the closed list, in its order")
    return found


def record_digest(record: Record) -> str:
    """SHA-256 in hexadecimal over the digests of the record's shards: two records with equal ones tell the same."""
    digests = sorted(shard.manifest.digest for shard in record.shards)
    return hashlib.sha256("\n".join(digests).encode("ascii")).hexdigest()


def write_codebook(record: Record, shape: Shape, version: str, rows: int) -> str:
    """The codebook of a table as Markdown: every column and every closed list that stands in it."""
    meanings = load_meanings().columns
    columns = [field.name for field in fields(LINES[shape])]
    lines = [
        f"# {_TITLES[shape]}: codebook",
        "",
        f"{rows} rows, made by Dragoman {version} from a record with digest `{record_digest(record)}`.",
        "One row is one fact" + (" and one pair of states" if shape == "dyads" else "") + ", never one report.",
        "An empty cell means that the reports do not tell, and that nothing proves it.",
        "",
        "| column | meaning |",
        "| --- | --- |",
        *(f"| {name} | {meanings[name]} |" for name in columns),
    ]
    for title, entries in _lists(shape).items():
        lines += ["", f"## {title}", "", "| value | meaning |", "| --- | --- |"]
        lines += [f"| {value} | {meaning} |" for value, meaning in entries.items()]
    return "\n".join(lines) + "\n"


def _lists(shape: Shape) -> Mapping[str, Mapping[str, str]]:
    values = load_meanings().values
    if shape == "memberships":
        return {"Membership": values["membership"], "Bears": values["bears"], "Modality": values["modality"]}
    types = {
        name: f"{kind.description} (quad class {kind.quad_code}, intensity {kind.intensity:g})"
        for name, kind in load_event_ontology().types.items()
    }
    return {"Event type": types, "Modality": values["modality"]}


def write_citation(version: str) -> str:
    """A CITATION.cff (version 1.2.0 of the format) for the program that made the table."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this table, please cite the program that made it, and the reports that it was made from.",
        "type: software",
        "title: Dragoman",
        "abstract: Reads reports about alliances and diplomacy into a dated, sourced record that can be asked.",
        "authors:",
        "  - name: The Dragoman authors",
        f"version: {version}",
        "license: Apache-2.0",
    ]
    return "\n".join(lines) + "\n"
