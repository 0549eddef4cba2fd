"""Confidence is the measured share of the weakest evidence, and nothing else."""

import pytest

from dragoman.assertions.confidence import LEAST, Confidence, Verdicts, load_confidence
from dragoman.errors import DataError

TABLES = ("statements", "events", "memberships", "occupancies", "attributes")


def verdicts(**events: tuple[int, int]) -> Verdicts:
    """Verdicts whose tables but the events hold one line."""
    return Verdicts(**{table: {"any": (9, 10)} for table in TABLES} | {"events": dict(events)})


def test_the_weakest_kind_of_evidence_counts() -> None:
    measured = Confidence(verdicts(any=(80, 98), parse=(89, 98), reference=(49, 98)))
    assert measured.of("events", ("parse",)) == 0.9
    assert measured.of("events", ("parse", "reference")) == 0.5


def test_evidence_that_nobody_measured_counts_for_nothing() -> None:
    measured = Confidence(verdicts(any=(79, 98), parse=(89, 98)))
    assert measured.of("events", ("parse", "dreamt")) == 0.9
    assert measured.of("events", ("dreamt",)) == 0.8
    assert measured.of("attributes", ()) == round(10 / 12, 2)


def test_few_verdicts_make_nobody_sure() -> None:
    assert Confidence(verdicts(any=(1, 1))).of("events", ()) == 0.67


@pytest.mark.parametrize(
    ("events", "said"),
    [({"parse": (1, 2)}, "no line 'any'"), ({"any": (3, 2)}, "3 right of 2 judged"), ({"any": (-1, 2)}, "-1 right")],
)
def test_counts_that_cannot_be_are_refused(events: dict[str, tuple[int, int]], said: str) -> None:
    with pytest.raises(DataError, match=said):
        Confidence(verdicts(**events))


def test_what_refers_back_is_less_sure_than_what_is_said() -> None:
    measured = load_confidence("fr")
    for table in ("statements", "events", "memberships"):
        assert measured.of(table, ("reference",)) < measured.of(table, ("parse",))
    assert measured.of("events", ("parse", "far")) < measured.of("events", ("parse",)) < 1


def test_two_weak_kinds_together_are_weaker_and_the_weakest_are_not_written() -> None:
    measured = load_confidence("fr")
    alone = min(measured.of("events", (kind,)) for kind in ("reference", "unsettled"))
    assert measured.of("events", ("reference", "unsettled", "reference unsettled")) < LEAST < alone
