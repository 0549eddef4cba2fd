"""Who was bound to help whom: the scenarios of public history."""

from pathlib import Path
from typing import Any

import pytest

from dragoman.data_files import load_yaml
from dragoman.register import load_register
from dragoman.views.obligations import HELP, ObligationRow, list_obligations

FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = load_yaml(FOLDER / "obligations.yaml", list[dict[str, Any]])


def ask(attacked: str, by: str | None = None, on: str = "2022-09-13", where: str | None = None) -> list[ObligationRow]:
    return list_obligations(None, load_register(), attacked, by, on=on, where=where)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_scenarios(scenario: dict[str, Any]) -> None:
    rows = ask(**scenario["ask"])
    found = {f"{row.state} {row.treaty} {row.pledge}": f"{row.verdict} {row.rule}" for row in rows}
    wanted = scenario["rows"]
    assert {key: found.get(key) for key in wanted} == wanted
    if "helpers" in scenario:
        helpers = {row.state for row in rows if row.verdict == "bound" and row.pledge in HELP}
        assert helpers == set(scenario["helpers"])
