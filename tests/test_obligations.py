"""Who was bound to help whom: the scenarios of public history, the rules, and what the record tells of deeds."""

from pathlib import Path
from typing import Any

import pytest
from conftest import RecordBuilder
from spoken_rows import REPORT, event

import dragoman
from dragoman.data_files import load_yaml
from dragoman.errors import DateError, QueryError, UnknownNameError
from dragoman.ontology.obligations import load_obligations
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.views.obligations import HELP, ObligationRow, list_obligations

FOLDER = Path(__file__).parent / "scenarios"
SCENARIOS = load_yaml(FOLDER / "obligations.yaml", list[dict[str, Any]])
# A party bound by a treaty in force that meets an attack of a state from outside on the attacked's own land.
PLAIN = {
    "pledge": "defence", "kind": "treaty", "force": "running", "state": "party", "attacked": "party", "role": "helper",
    "direction": "yes", "attacker": "outsider", "place": "home", "war": "none", "decided": "each",
    "suspended": "silent",
    "standing": "silent", "insider": "silent", "armed-group": "silent", "unrest": "silent", "place-reached": "silent",
    "attacker-named": "silent", "reservation": "silent", "dormancy": "silent",
}  # fmt: skip


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
    for row in rows:
        assert (row.verdict == "disputed") == (len(row.readings) > 1) and row.why and row.source
        assert (row.since is None) == (row.verdict == "not bound") and row.did == ()
        assert "{" not in row.why and not any("{" in each.says + each.applies for each in row.readings)


def test_there_are_scenarios_enough() -> None:
    assert len(SCENARIOS) >= 25 and len({scenario["id"] for scenario in SCENARIOS}) == len(SCENARIOS)
    decided = {verdict.split()[-1] for scenario in SCENARIOS for verdict in scenario["rows"].values()}
    rest = {rule for _, rule, _ in BARE}
    assert decided | rest == {rule.id for rule in load_obligations().rules}


def test_a_row_says_by_which_article_and_since_when() -> None:
    (row,) = [row for row in ask("Arménie", "Azerbaïdjan") if (row.state, row.treaty) == ("KGZ", "CSTO_TREATY")]
    assert (row.state_label, row.article, row.since, row.verdict) == ("Kyrgyzstan", "4", "1994-04-20", "bound")
    assert "aggression" in row.paraphrase and "Tashkent 1992-05-15" in row.source
    since = {row.state: row.since for row in ask("EST", "RUS", "2024-05-01") if row.treaty == "NORTH_ATLANTIC_TREATY"}
    assert (since["FRA"], since["SWE"]) == ("2004-03-29", "2024-03-07")


def test_what_is_disputed_has_both_readings() -> None:
    rows = {row.treaty: row for row in ask("ARM", "AZE", "2025-06-01") if row.verdict == "disputed"}
    frozen = rows["CSTO_TREATY"]
    assert "frozen" in frozen.why and len(frozen.readings) == 2
    assert all(each.says and each.applies for each in frozen.readings)


def test_those_bound_come_first() -> None:
    order = ["bound", "disputed", "not bound"]
    verdicts = [row.verdict for row in ask("DNK", "USA", "2025-03-01", "GREENLAND")]
    assert verdicts == sorted(verdicts, key=order.index) and set(verdicts) == set(order)


# The rules ----------------------------------------------------------------------------------------------------------

BARE = [
    ({"attacked": "observer"}, "attacked-observer", "not bound"),
    ({"attacked": "signed"}, "attacked-signed", "not bound"),
    ({"attacked": "unconfirmed"}, "attacked-unconfirmed", "disputed"),
    ({"state": "observer"}, "state-observer", "not bound"),
    ({"state": "signed"}, "state-signed", "not bound"),
    ({"state": "unclear"}, "state-unclear", "disputed"),
    ({"attacked": "disputed", "standing": "excluded"}, "attacked-standing-excluded", "not bound"),
    ({"reservation": "excluded"}, "reservation-excluded", "not bound"),
    ({"attacker": "insider", "insider": "excluded"}, "insider-excluded", "not bound"),
    ({"attacker": "armed-group", "armed-group": "excluded"}, "armed-group-excluded", "not bound"),
    ({"attacker": "armed-group"}, "armed-group-disputed", "disputed"),
    ({"attacker-named": "excluded"}, "attacker-excluded", "not bound"),
]


@pytest.mark.parametrize(("facts", "rule", "verdict"), BARE, ids=[rule for _, rule, _ in BARE])
def test_rules_that_no_attack_of_history_needs(facts: dict[str, str], rule: str, verdict: str) -> None:
    found = load_obligations().decide({**PLAIN, **facts})
    assert (found.id, found.verdict) == (rule, verdict)


def test_every_case_is_decided() -> None:
    words = load_obligations()
    assert words.decide(PLAIN).id == "defence"
    for fact, values in words.facts.items():
        for value in values:
            for pledge in words.facts["pledge"]:
                assert words.decide({**PLAIN, "pledge": pledge, fact: value}).verdict in words.verdicts


# What the record tells ----------------------------------------------------------------------------------------------


def test_the_record_tells_what_each_did(builder: RecordBuilder) -> None:
    def told(kind: str, who: str, whom: str, date: str | None, trigger: str) -> Any:
        return event(kind, [who], [whom], date=date, trigger=trigger)

    document = builder.add(
        "erevan.txt",
        text=REPORT,
        events=[
            told("CONSULT", "RUS", "ARM", "2022-09-14", "a"),
            told("REJECT", "KAZ", "ARM", "2022-10", "b"),
            told("AID", "RUS", "ARM", "2022-09-12", "before"),
            told("AID", "RUS", "ARM", "2023-02-01", "too late"),
            told("AID", "RUS", "ARM", "2022", "some day of the year"),
            told("AID", "RUS", "ARM", None, "undated"),
            told("AID", "RUS", "UKR", "2022-09-14", "to another"),
            event("ACCUSE", ["sergey-lavrov"], ["AZE"], date="2022-09-15", actor_countries=["RUS"], trigger="c"),
        ],
    )
    with open_record(builder.write()) as record:
        rows = list_obligations(record, load_register(), "ARM", "AZE", on="2022-09-13")
        found = {row.state: row.did for row in rows if row.treaty == "CSTO_TREATY"}
        assert dragoman.obligations("ARM", "AZE", on="2022-09-13", record=record) == rows
    assert [(deed.event_type, deed.date) for deed in found["RUS"]] == [
        ("CONSULT", "2022-09-14"),
        ("ACCUSE", "2022-09-15"),
    ]
    assert [(deed.event_type, deed.date) for deed in found["KAZ"]] == [("REJECT", "2022-10")]
    assert found["BLR"] == ()
    deed = found["RUS"][0]
    assert deed.summary == "Russia → Armenia: CONSULT" and (deed.document, deed.source) == (
        document,
        "/press/erevan.txt",
    )


# Bad input ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"attacked": "Armenie du Nord"}, UnknownNameError, "ARM"),
        ({"attacked": "ARM", "by": "Azerbaidjann"}, UnknownNameError, "did you mean AZE"),
        ({"attacked": "ARM", "by": "AZE", "where": "Djermukk"}, UnknownNameError, "did you mean JERMUK"),
        ({"attacked": "NATO"}, UnknownNameError, "knows a state 'NATO'"),
        ({"attacked": "ARM", "on": "2022-09-31"}, DateError, "2022-09-31"),
        ({"attacked": "ARM", "on": "yesterday"}, DateError, "yesterday"),
        ({"attacked": "ARM", "on": "2022-09-13/.."}, QueryError, "open end"),
    ],
)
def test_faults_in_asking_say_what_to_do(asked: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message.replace("[", r"\[")) as raised:
        ask(**asked)
    assert "\n" not in str(raised.value)
