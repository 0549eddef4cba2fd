"""Third-person forms of a verb, as every language's conjugation gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms of a verb in the third person: finite ones, past participles, and the present participle."""

    finite: frozenset[str]
    participles: frozenset[str]
    present: str
