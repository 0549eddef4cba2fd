"""A timeline taken part by part is the timeline taken whole."""

from pathlib import Path
from typing import Any

import pytest

from dragoman.record.scope import Scope
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.timeline import choose_timeline, list_timeline

LIMITS: dict[str, dict[str, Any]] = {
    "everything": {},
    "a state": {"actor": "Mali"},
    "an organisation": {"actor": "CEDEAO"},
    "a person": {"actor": "Nikol Pachinian"},
    "kinds": {"kinds": ("membership", "statement")},
    "types": {"types": ("CONSULT", "SUPPORT")},
    "modality and days": {"modalities": ("planned", "denied"), "start": "2024", "end": "2024-06"},
    "an outlet's": {"outlets": ("Dépêche Atlas",), "languages": ("fr",)},
    "nothing": {"kinds": ("membership",), "types": ("CONSULT",)},
}


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("scope", [Scope(), Scope(sources=("Dépêche Atlas",))], ids=["all", "one source"])
def test_parts_make_the_whole(demo_record: Path, limits: dict[str, Any], scope: Scope) -> None:
    with open_record(demo_record, scope=scope) as record:
        register = load_register()
        chosen = choose_timeline(record, register, **limits)
        whole = list_timeline(record, register, **limits)
        assert chosen.count() == len(whole)
        parts = [chosen.rows(count=7, cursor=cursor) for cursor in range(0, len(whole) + 7, 7)]
        assert [row for part in parts for row in part] == whole
        assert chosen.rows(cursor=3) == whole[3:]
        assert (limits == LIMITS["nothing"]) == (whole == []) or scope.sources
