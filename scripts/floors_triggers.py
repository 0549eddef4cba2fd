"""The examples of the event triggers, read in one batch: is `yes` told as it should be, and `no` not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from floors_file import TriggerFloor, TriggerFloors, rounded
from floors_reading import ALL, LANGUAGE, Judged, digest_files, load_reader
from lint_frames import TriggerExample, load_triggers, trigger_files

from dragoman.cases import Case
from dragoman.model.assertion import EventRow


@dataclass(frozen=True, slots=True)
class JudgedTrigger:
    """An example, the events that its two sentences give, and whether each is right."""

    example: TriggerExample
    yes_rows: tuple[EventRow, ...]
    no_rows: tuple[EventRow, ...]
    yes_right: bool
    no_right: bool

    def iter_faults(self) -> Iterator[str]:
        """A line for each sentence that is read wrong, with what it gives."""
        wanted = f"{self.example.type} {self.example.actors} -> {self.example.recipients}"
        if not self.yes_right:
            yield f"{self.name}: yes wants {wanted}, gives {_told(self.yes_rows)}: {self.example.yes}"
        if not self.no_right:
            yield f"{self.name}: no gives {_told(self.no_rows)}: {self.example.no}"

    @property
    def name(self) -> str:
        """Frame and trigger."""
        return f"{self.example.frame}/{self.example.trigger}"


def _told(rows: Iterable[EventRow]) -> str:
    told = (f"{r.event_type} {r.modality} {list(r.actors)} -> {list(r.recipients)} by {r.trigger_text!r}" for r in rows)
    return "; ".join(told) or "nothing"


def digest_triggers() -> str:
    """The digest of all files of examples."""
    return digest_files(trigger_files(LANGUAGE))


@cache
def judge_triggers() -> tuple[JudgedTrigger, ...]:
    """Every example, read and judged; done once in a process.

    `yes` is right when one row is of the type, actual, and has the parties; `no` when no actual row is of the type.
    """
    return judge_examples(load_triggers(LANGUAGE))


def judge_examples(examples: Sequence[TriggerExample]) -> tuple[JudgedTrigger, ...]:
    """These examples, read in one batch and judged."""
    cases = [case for number, example in enumerate(examples) for case in _cases_of(example, number)]
    judged = load_reader().judge_all([(case, "triggers") for case in cases])
    return tuple(_judge_trigger(example, next(judged), next(judged)) for example in examples)


def _cases_of(example: TriggerExample, number: int) -> tuple[Case, Case]:
    want = {"type": example.type, "actors": example.actors, "recipients": example.recipients, "modality": "actual"}
    return (
        Case(f"trigger-{number}-yes", "triggers/yes", example.yes, events=[want]),
        Case(f"trigger-{number}-no", "triggers/no", example.no, events=[]),
    )


def _judge_trigger(example: TriggerExample, yes: Judged, no: Judged) -> JudgedTrigger:
    told, given = _events(yes), _events(no)
    return JudgedTrigger(
        example=example,
        yes_rows=told,
        no_rows=given,
        yes_right=yes.outcome.tallies["events"].right == 1,
        no_right=not any(row.event_type == example.type and row.modality == "actual" for row in given),
    )


def _events(judged: Judged) -> tuple[EventRow, ...]:
    return tuple(judged.read.found.events) if judged.read is not None else ()


def trigger_floors(judged: Sequence[JudgedTrigger]) -> TriggerFloors:
    """The floors that the present shares would make: for all examples, and for each type in order of name."""
    types = sorted({item.example.type for item in judged})
    groups = {ALL: judged} | {name: [item for item in judged if item.example.type == name] for name in types}
    return TriggerFloors(digest_triggers(), {name: _floor(group) for name, group in groups.items()})


def _floor(judged: Sequence[JudgedTrigger]) -> TriggerFloor:
    number = len(judged)
    yes = sum(item.yes_right for item in judged) / number if number else 1.0
    no = sum(item.no_right for item in judged) / number if number else 1.0
    return TriggerFloor(number, rounded(yes), number, rounded(no))


def iter_trigger_table(shares: Mapping[str, TriggerFloor], floors: TriggerFloors | None) -> Iterator[str]:
    """The lines of a table of shares by type."""
    yield "triggers   examples  yes right  no right  floor"
    for name, share in shares.items():
        least = floors.floors.get(name) if floors is not None else None
        told = f"{least.yes_right:.4f}/{least.no_right:.4f}" if least is not None else ""
        yield f"{name:<9}  {share.yes:>8}  {share.yes_right:>9.4f}  {share.no_right:>8.4f}  {told}".rstrip()
