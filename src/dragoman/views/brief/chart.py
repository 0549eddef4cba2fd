"""The chart of a brief: facts by month and kind, as SVG."""

import datetime as dt
from collections.abc import Mapping, Sequence

from dragoman.views.brief.brief import Activity

# Told apart by lightness as well as by hue, for eyes and printers that know no colour (Okabe and Ito's palette).
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
# The version of Vega-Lite whose words the specification is in.
_VEGA_LITE = "5.20"
_WIDTH, _HEIGHT = 560, 200
_FONT = "Libertinus Serif, DejaVu Serif, serif"


# With more months than these, only those are shown that have facts.
_MOST_MONTHS = 48


def draw_activity(activity: Sequence[Activity], kinds: Mapping[str, str], axes: tuple[str, str], caption: str) -> str:
    """Stacked bars, one for each month; `kinds` maps the kinds that there are to their words, `axes` are x and y."""
    import vl_convert

    month, facts = axes
    rows = [{"month": f"{each.month:%Y-%m}", "kind": kinds[each.kind], "facts": each.facts} for each in activity]
    order = list(kinds.values())
    months = [f"{each:%Y-%m}" for each in _months([each.month for each in activity])]
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": caption,
        "width": _WIDTH,
        "height": _HEIGHT,
        "background": "white",
        "config": {"font": _FONT, "legend": {"orient": "bottom"}},
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": "month", "type": "ordinal", "title": month, "scale": {"domain": months}},
            "y": {
                "field": "facts", "type": "quantitative", "title": facts, "stack": "zero",
                "axis": {"tickMinStep": 1, "format": "d"},
            },
            "color": {
                "field": "kind", "type": "nominal", "title": None,
                "scale": {"domain": order, "range": _COLOURS[: len(order)]},
            },
        },
    }  # fmt: skip
    return vl_convert.vegalite_to_svg(specification, vl_version=_VEGA_LITE, allowed_base_urls=[])


def _months(told: Sequence[dt.date]) -> list[dt.date]:
    """Every month from the first to the last."""
    first, last = min(told), max(told)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > _MOST_MONTHS:
        return sorted(set(told))
    numbers = range(first.month - 1, first.month - 1 + count)
    return [dt.date(first.year + number // 12, number % 12 + 1, 1) for number in numbers]
