"""The closed words of treaties and pledges, and the rules by which a pledge binds on a day (obligations.yaml)."""

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError

Facts = Mapping[str, str]

# What a line of explanation may be filled in with.
WORDS = frozenset(
    {
        "attacked", "attacked_since", "attacker", "because", "by", "claimants", "day", "decides", "ended", "in_force",
        "organisation", "paraphrase", "place", "signed", "state_since", "state_standing", "to", "war_source",
    }
)  # fmt: skip
# The fact that holds a treaty's own answer to a question, where it is not called as the question is.
ANSWERS = {"place": "place-reached", "attacker": "attacker-named"}


class ReadingText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reading of what is disputed: what it says, and when it applies."""

    says: str
    applies: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a verdict: every fact of `when` has one of its values.

    `why` and `readings` are lines with words to fill in; `clause` is the question whose answer in the treaty gives the
    readings instead, where it has some. What is decided `once` is told once for a treaty, not for each of its pledges.
    """

    id: str
    when: dict[str, list[str]]
    verdict: str
    why: str
    clause: str | None = None
    once: bool = False
    readings: list[ReadingText] = []

    def fits(self, facts: Facts) -> bool:
        """Whether the rule decides a case of these facts."""
        return all(facts[fact] in values for fact, values in self.when.items())


class Obligations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closed lists and the rules, in the order in which they are tried."""

    pledges: dict[str, str]
    kinds: dict[str, str]
    standings: dict[str, str]
    members: dict[str, str]
    within: list[str]
    told: list[str]
    questions: dict[str, str]
    facts: dict[str, list[str]]
    verdicts: list[str]
    rules: list[Rule]

    def decide(self, facts: Facts) -> Rule:
        """The first rule that fits; raises DataError when none does."""
        for rule in self.rules:
            if rule.fits(facts):
                return rule
        raise DataError(f"obligations.yaml: no rule decides {dict(facts)}")


@cache
def load_obligations() -> Obligations:
    """The words and rules, read once; raises DataError when the file is malformed."""
    return read_obligations(Path(__file__).parent / "obligations.yaml")


def read_obligations(path: Path) -> Obligations:
    """Read and check a file of words and rules; raises DataError naming the file and the rule."""
    data = load_yaml(path, Obligations)
    seen: set[str] = set()
    for rule in data.rules:
        where = f"{path.name}: rule {rule.id}"
        if rule.id in seen:
            raise DataError(f"{where} stands twice")
        seen.add(rule.id)
        _check_rule(rule, data, where)
    for standing in (*data.within, *data.told, *data.members.values()):
        if standing not in data.standings:
            raise DataError(f"{path.name}: {standing!r} is no standing")
    return data


def _check_rule(rule: Rule, data: Obligations, where: str) -> None:
    if rule.verdict not in data.verdicts:
        raise DataError(f"{where}: {rule.verdict!r} is no verdict")
    for fact, values in rule.when.items():
        if fact not in data.facts:
            raise DataError(f"{where} asks for {fact!r}, which is no fact")
        for value in values:
            if value not in data.facts[fact]:
                raise DataError(f"{where}: {value!r} is no value of {fact}")
    if rule.clause is not None and rule.clause not in data.questions:
        raise DataError(f"{where}: {rule.clause!r} is no question")
    disputed = rule.verdict == "disputed"
    if disputed and rule.clause is None and not rule.readings:
        raise DataError(f"{where} is disputed and gives no readings")
    if rule.readings and (not disputed or len(rule.readings) == 1):
        raise DataError(f"{where}: what is disputed has two readings or more, anything else none")
    for text in (rule.why, *(part for each in rule.readings for part in (each.says, each.applies))):
        for _, word, _, _ in string.Formatter().parse(text):
            if word is not None and word not in WORDS:
                raise DataError(f"{where}: {{{word}}} is no word that can be filled in")
