"""What contradicts what, as data (contradictions.yaml)."""

from functools import cache, cached_property
from pathlib import Path

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.ontology.loading import load_ontology


class ContradictionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Pairs that exclude each other; see contradictions.yaml for what each list means."""

    positions: list[list[str]]
    one_owner: list[str]
    members_still: list[str]
    statuses: list[list[str]]
    steps: list[str]
    modalities: list[list[str]]
    once_within_days: int
    announced_within_days: int
    titled_within_days: int
    attributed_words: int
    attributed_within_days: int
    counted_within_days: int

    @cached_property
    def excluding_positions(self) -> frozenset[frozenset[str]]:
        """Pairs of offices that nobody holds at once."""
        return frozenset(frozenset((one, other)) for group in self.positions for one in group for other in group)

    @cached_property
    def excluding_statuses(self) -> frozenset[frozenset[str]]:
        """Pairs of statuses that nobody has at once."""
        return frozenset(frozenset(pair) for pair in self.statuses)

    @cached_property
    def excluding_modalities(self) -> frozenset[frozenset[str]]:
        """Pairs of modalities in which one thing cannot be told."""
        return frozenset(frozenset(pair) for pair in self.modalities)


@cache
def load_contradictions() -> ContradictionRules:
    """The rules, read once; raises DataError for an entry that no closed list has."""
    rules = load_yaml(Path(__file__).parent / "contradictions.yaml", ContradictionRules)
    ontology = load_ontology()
    statuses = (*rules.statuses, rules.members_still, rules.steps)
    lists = (
        ((each for group in (*rules.positions, rules.one_owner) for each in group), ontology.positions, "position"),
        ((each for group in statuses for each in group), ontology.statuses, "status"),
        ((each for pair in rules.modalities for each in pair), ontology.modalities, "modality"),
    )
    for entries, known, what in lists:
        for entry in entries:
            if entry not in known:
                raise DataError(f"ontology/contradictions.yaml: {entry!r} is no {what}")
    return rules
