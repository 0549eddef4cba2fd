"""What time it is, as something that tests can set."""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Something that tells the instant at which a reading ends."""

    def __call__(self) -> dt.datetime:
        """The present instant, with its time zone."""
        ...


def system_clock() -> dt.datetime:
    """The present instant in UTC: the one place where the program asks for it."""
    return dt.datetime.now(dt.UTC)
