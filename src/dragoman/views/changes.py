"""The days on which something changes in an organisation, by the register and by the record."""

import datetime as dt

from dragoman.record.reading import Record
from dragoman.register import Register
from dragoman.views.membership import get_organisation
from dragoman.views.names import Names

CHANGES_READ = 400

_QUERY = """
    SELECT DISTINCT date_from AS day FROM memberships
    WHERE organisation = $organisation AND bears IN ('starts', 'ends') AND modality = 'actual'
    AND date_from IS NOT NULL ORDER BY day LIMIT $count"""


def list_change_days(record: Record, register: Register, organisation: str) -> list[dt.date]:
    """The days on which a member's status begins or ends, in order; of the record at most 400.

    What begins "in June" may begin on the first of June: that is the day that stands here. What ends is over on the day
    after its last. Raises UnknownNameError with suggestions, QueryError.
    """
    names = Names(record, register)
    chosen = get_organisation(names, organisation)
    known = record.scope.known
    latest = known.last if known is not None and known.last is not None else dt.date.max
    days: set[dt.date] = set()
    for stretch in register.as_known(known).members(chosen):
        first, last = stretch.during.first, stretch.during.last
        if first is not None:
            days.add(first)
        if last is not None and last < dt.date.max:
            days.add(last + dt.timedelta(days=1))
    rows = record.sql(_QUERY, {"organisation": chosen, "count": CHANGES_READ}).to_pylist()
    return sorted(day for day in days | {row["day"] for row in rows} if day <= latest)
