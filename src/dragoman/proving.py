"""Proving a record: that it still is what was written, and that what is computed over it follows from its rows.

The first is proved by `dragoman.record.checking`, byte by byte. Facts and contradictions are held against the rows, as
people have put them right, by plain SQL: another way than the one by which they were made. A fact is not held against
the rule that joined its assertions, which is the program's opinion, but against the assertions that it claims.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from dragoman.reasoning.contradictions import Type
from dragoman.reasoning.fact import FIRST
from dragoman.reasoning.tables import CONTESTED, CORROBORATED, LEAST_TRUST, SINGLE
from dragoman.record.checking import iter_faults as iter_stored_faults
from dragoman.record.faults import Fault, Proof
from dragoman.record.reading import Record
from dragoman.record_opening import open_record

# A row of each kind as its fact shows it, and whether it becomes one: whether any of its parties is known.
_ROWS = """
    SELECT 'membership' AS kind, 'memberships' AS tab, id, document, date_from, date_to, member AS subject,
        status AS relation, organisation AS object, NULL AS value, bears, modality,
        []::VARCHAR[] AS actors, []::VARCHAR[] AS recipients, member IS NOT NULL AS known
    FROM memberships
    UNION ALL SELECT 'occupancy', 'occupancies', id, document, date_from, date_to, person, position, o."of", NULL,
        bears, modality, [], [], person IS NOT NULL
    FROM occupancies AS o
    UNION ALL SELECT 'attribute', 'attributes', id, document, date_from, date_to, subject, property, NULL, value, NULL,
        'actual', [], [], subject IS NOT NULL
    FROM attributes
    UNION ALL SELECT 'statement', 'statements', id, document, date_from, date_to, speaker, act, NULL, words, NULL,
        modality, [], [], true
    FROM statements
    UNION ALL SELECT 'event', 'events', id, document, date_from, date_to, NULL, event_type, NULL, NULL, NULL,
        modality, coalesce(actors, []), coalesce(recipients, []),
        EXISTS (FROM arguments AS a WHERE a.assertion = e.id AND a.document = e.document
            AND a.role IN ('actor', 'recipient') AND (a.actor IS NOT NULL OR a.country IS NOT NULL))
    FROM events AS e"""
_TRUSTED = f"""NOT EXISTS (FROM trust AS t WHERE t.share < {LEAST_TRUST}
    AND (t.outlet = coalesce(d.outlet_id, d.outlet) OR list_contains(d.agencies, t.outlet)))"""
_DATED = "(date_from IS NOT NULL OR date_to IS NOT NULL)"
# The rows of each fact with what their documents tell. Open ends are wider than any days, and no days the widest.
_TOLD = f"""
    WITH found AS (
        SELECT m.fact, m.reason, r.*, d.family, d.published_to, {_TRUSTED} AS trusted
        FROM fact_assertions AS m JOIN facts AS f ON f.id = m.fact
        JOIN ({_ROWS}) AS r ON r.id = m.assertion AND r.document = m.document AND r.kind = f.kind
        JOIN documents AS d ON d.id = m.document),
    told AS (
        SELECT *, rank() OVER (PARTITION BY fact ORDER BY {_DATED} DESC,
            coalesce(date_diff('day', date_from, date_to), {2**31 - 1}),
            coalesce(date_from, DATE '0001-01-01')) AS width
        FROM found)"""

_UNFOUNDED = f"""
    SELECT 'facts' AS tab, id, 'it stands twice' AS what FROM facts GROUP BY id HAVING count(*) > 1
    UNION ALL SELECT 'facts', id, 'it has no assertion' FROM facts WHERE len(assertions) = 0
    UNION ALL SELECT 'fact_assertions', m.assertion, format('there is no fact {{}}', m.fact)
    FROM fact_assertions AS m ANTI JOIN facts AS f ON f.id = m.fact
    UNION ALL SELECT 'facts', f.id, format('there is no {{}} {{}}', f.kind, m.assertion)
    FROM fact_assertions AS m JOIN facts AS f ON f.id = m.fact
    ANTI JOIN ({_ROWS}) AS r ON r.id = m.assertion AND r.document = m.document AND r.kind = f.kind
    UNION ALL SELECT 'facts', f.id, 'it does not list the assertions that are joined in it'
    FROM facts AS f LEFT JOIN
        (SELECT fact, list_sort(list_distinct(list(assertion))) AS found FROM fact_assertions GROUP BY fact) AS m
        ON m.fact = f.id
    WHERE f.assertions IS DISTINCT FROM coalesce(m.found, [])"""
_MISPLACED = f"""
    SELECT r.tab, r.id, format('it stands in {{}} facts, and belongs in {{}}', n, known::INT) AS what FROM (
        SELECT r.tab, r.id, any_value(r.known) AS known, count(m.fact) AS n
        FROM ({_ROWS}) AS r JOIN documents AS d ON d.id = r.document
        LEFT JOIN fact_assertions AS m ON m.assertion = r.id AND m.document = r.document
        GROUP BY r.tab, r.id, r.document) AS r
    WHERE n <> known::INT"""
# What a fact tells, and the same out of its rows.
_MADE_OF = {
    "n_documents": "count(DISTINCT t.document)",
    "n_independent": "count(DISTINCT t.family) FILTER (t.trusted)",
    "first_published": "min(t.published_to)",
    "last_published": "max(t.published_to)",
    "actors": "list_sort(list_distinct(flatten(list(t.actors))))",
    "recipients": "list_sort(list_distinct(flatten(list(t.recipients))))",
    **{
        name: f"any_value(t.{name}) FILTER (t.reason = '{FIRST}')"
        for name in ("subject", "relation", "object", "value", "bears", "modality")
    },
}
_STATUS = f"""CASE WHEN f.id IN (SELECT unnest([fact_a, fact_b]) FROM contradictions) THEN '{CONTESTED}'
    WHEN f.n_independent > 1 THEN '{CORROBORATED}' ELSE '{SINGLE}' END"""
_MISTOLD = (
    _TOLD
    + f""", made AS (
        SELECT t.fact, count(*) FILTER (t.reason = '{FIRST}') AS firsts,
            {", ".join(f'{made} AS "{name}"' for name, made in _MADE_OF.items())}
        FROM told AS t GROUP BY t.fact)
    SELECT 'facts' AS tab, fact AS id, format('{{}} of its assertions are the {FIRST}', firsts) AS what
    FROM made WHERE firsts <> 1
    UNION ALL SELECT 'facts', f.id, format('its status is {{}}, and follows as {{}}', f.status, {_STATUS})
    FROM facts AS f WHERE f.status <> {_STATUS}"""
    + "".join(
        f""" UNION ALL SELECT 'facts', f.id, format('{name} is {{}}, its assertions give {{}}',
            coalesce(f."{name}"::VARCHAR, 'unknown'), coalesce(m."{name}"::VARCHAR, 'unknown'))
        FROM facts AS f JOIN made AS m ON m.fact = f.id WHERE f."{name}" IS DISTINCT FROM m."{name}" """
        for name in _MADE_OF
    )
)
# What lasts runs from the first day told to the last, words are of the day of the report that tells most of them, and
# all else is of the days that are told most closely.
_MISDATED = (
    _TOLD
    + f""", made AS (
        SELECT fact, min(date_from) AS date_from, max(date_to) AS date_to,
            bool_or({_DATED} AND date_from IS NULL) AS open_from, bool_or({_DATED} AND date_to IS NULL) AS open_to
        FROM told GROUP BY fact),
    right_days AS (
        SELECT f.id, CASE WHEN NOT open_from THEN m.date_from END AS date_from,
            CASE WHEN NOT open_to THEN m.date_to END AS date_to
        FROM facts AS f JOIN made AS m ON m.fact = f.id WHERE f.kind = 'attribute' OR f.bears = 'holds'
        UNION SELECT f.id, t.date_from, t.date_to FROM facts AS f JOIN told AS t ON t.fact = f.id
        WHERE f.kind <> 'attribute' AND f.bears IS DISTINCT FROM 'holds'
            AND CASE WHEN f.kind = 'statement' THEN t.reason = '{FIRST}' ELSE t.width = 1 END)
    SELECT 'facts' AS tab, f.id, format('its days are {{}} to {{}}, which its assertions do not give',
        coalesce(f.date_from::VARCHAR, 'unknown'), coalesce(f.date_to::VARCHAR, 'unknown')) AS what
    FROM facts AS f SEMI JOIN told AS t ON t.fact = f.id
    ANTI JOIN right_days AS d ON d.id = f.id AND d.date_from IS NOT DISTINCT FROM f.date_from
        AND d.date_to IS NOT DISTINCT FROM f.date_to"""
)
_MISJUDGED = """
    WITH pairs AS (
        SELECT j.id, j.kind, one.fact AS one, other.fact AS other FROM judgements AS j
        JOIN fact_assertions AS one ON one.assertion = j.about[1]
        JOIN fact_assertions AS other ON other.assertion = j.about[2]
        WHERE j.kind IN ('apart', 'together') AND j.state = 'holds')
    SELECT 'facts' AS tab, one AS id, format('it joins what judgement {} holds apart', id) AS what
    FROM pairs WHERE kind = 'apart' AND one = other
    UNION ALL SELECT 'facts', one, format('{} is another fact, though judgement {} joins them', other, id)
    FROM pairs WHERE kind = 'together' AND one <> other
    UNION ALL SELECT 'facts', f.id, format('there is no judgement {} that holds', f.judgement)
    FROM (SELECT id, unnest(judgements) AS judgement FROM facts) AS f
    ANTI JOIN judgements AS j ON j.id = f.judgement AND j.kind IN ('apart', 'together') AND j.state = 'holds'"""
_CONTRADICTIONS = """
    SELECT 'contradictions' AS tab, id, 'it stands twice' AS what FROM contradictions GROUP BY id HAVING count(*) > 1
    UNION ALL SELECT 'contradictions', id, format('there is no type {}', type)
    FROM contradictions WHERE NOT list_contains($types, type)
    UNION ALL SELECT 'contradictions', c.id, format('there is no fact {}', c.fact)
    FROM (SELECT id, unnest([fact_a, fact_b]) AS fact FROM contradictions) AS c
    ANTI JOIN facts AS f ON f.id = c.fact WHERE c.fact IS NOT NULL
    UNION ALL SELECT 'contradictions', id, 'it is not between two facts, and not between one and the register'
    FROM contradictions WHERE fact_a IS NULL OR fact_a = fact_b
        OR against IS DISTINCT FROM CASE WHEN fact_b IS NULL THEN 'register' ELSE 'record' END"""


def verify(path: str | Path) -> list[Fault]:
    """All faults of a record; an empty list when it is sound. See `iter_faults`."""
    return list(iter_faults(path))


def iter_faults(path: str | Path, proof: Proof | None = None) -> Iterator[Fault]:
    """Find the faults of a record one by one; `proof` counts what was looked at. Reads every byte.

    Facts are not computed over files whose bytes have changed: they would prove nothing. Raises RecordError when there
    is no record at path, or when what is compared across shards outgrows the disk.
    """
    proof = proof if proof is not None else Proof()
    stored = iter_stored_faults(path, proof)
    return _iter_all(Path(path), stored, proof)


def _iter_all(path: Path, stored: Iterator[Fault], proof: Proof) -> Iterator[Fault]:
    yield from stored
    if not proof.faults["bytes"]:
        with open_record(path) as record:
            yield from iter_computed_faults(record, proof)


def iter_computed_faults(record: Record, proof: Proof) -> Iterator[Fault]:
    """The faults of the facts and contradictions of an open record.

    Proved is that every fact has its assertions, and every assertion of a known party its one fact; that the days,
    counts and columns of a fact are those of its assertions; that it is parted and joined as people have judged; and
    that contradictions stand between facts.
    """
    for kind, view in (("fact", "facts"), ("contradiction", "contradictions")):
        proof.checked[kind] += record.sql(f"SELECT count(*) AS n FROM {view}").to_pylist()[0]["n"]
    for query in (_UNFOUNDED, _MISPLACED, _MISTOLD, _MISDATED, _MISJUDGED):
        yield from _iter_found(record, query, proof, "fact")
    yield from _iter_found(record, _CONTRADICTIONS, proof, "contradiction", types=list(get_args(Type)))


def _iter_found(record: Record, query: str, proof: Proof, kind: str, **parameters: object) -> Iterator[Fault]:
    for row in record.sql(f"SELECT * FROM ({query}) ORDER BY ALL", parameters).to_pylist():
        proof.faults[kind] += 1
        yield Fault(None, row["tab"], row["id"], row["what"], kind)
