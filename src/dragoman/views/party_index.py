"""The facts of each party, indexed: made at the first question that asks for a party's facts, and kept with the record.

`inner_views.facts_of` has `party`, `role`, `fact`, and `acts_for`: whether the party is the state whose office somebody
holds that fills the role, and not itself who fills it.
"""

from dragoman.record.reading import Record

# By party, so that what belongs to one lies together.
_FACTS_OF = """
    SELECT DISTINCT party, role, acts_for, fact FROM (
        SELECT actor AS party, role, false AS acts_for, fact FROM fact_parties
        UNION ALL SELECT country, role, true, fact FROM fact_parties)
    WHERE party IS NOT NULL ORDER BY ALL"""


def index_parties(record: Record) -> None:
    """Make the index, if there is none yet; about 1 s of one million assertions. Raises RecordError as reading does."""
    record.keep("facts_of", _FACTS_OF)
