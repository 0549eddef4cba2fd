"""The register: who belonged where and who held what on a day, on a small one made here and on the one that ships."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DataError
from dragoman.model.dates import Date
from dragoman.register import Register, load_register
from dragoman.register.loading import place_id, read_register
from dragoman.register.register import covers

FEWEST_ORGANISATIONS = 70
FILES = {
    "states.yaml": """\
states:
- id: FRA
  names: {fr: [France], en: [France]}
  official: {fr: [République française]}
  demonyms: {fr: [français, française]}
  capital: {fr: [Paris], en: [Paris]}
- {id: COD, names: {fr: [RDC, République démocratique du Congo], en: [DR Congo]}, demonyms: {fr: [congolais]}}
- {id: COG, names: {fr: [Congo-Brazzaville], en: [Congo]}, demonyms: {fr: [congolais]}}
- {id: FSM, names: {en: [Micronesia]}, capital: {en: [Pal]}}
ambiguous:
- {form: Congo, language: fr, candidates: [COD, COG]}
""",
    "organisations.yaml": """\
organisations:
- id: CLUB
  label: Club of States
  kind: organisation
  names: {fr: [Club des États], en: [Club of States]}
  acronyms: {fr: [CDE], en: [WHO]}
  nominal: {fr: [organisation, club]}
  founded: "1975-05-28"
  seat: Paris
bodies:
- {id: PALACE, label: Palace, kind: body, country: FRA, names: {fr: [Palais]}, metonym_of: FRA}
as_written:
- {form: WHO, language: en}
""",
    "persons/europe.tsv": """\
id	label	fr	en	es	ru	surname
jane-doe	Jane Doe	Jeanne Doé			Джейн Доу	Doe|Доу
john-roe	John Roe
ann-poe	Ann Poe	Anne Poe|Anna Poé
""",
    "complete_lists.tsv": "organisation\tfrom\tto\tsource\nCLUB\t\t2020\ttreaty and list of members\n",
    "state_numbers.tsv": "state\tcow\tgw\tfrom\tto\tnote\nFRA\t220\t220\n",
    "places.tsv": "id\tlabel\tfr\ten\tes\tru\tcountry\tnote\nGENEVA\tGeneva\tGenève\tGeneva\t\t\t\tcity\n",
    "holders/europe.tsv": """\
person	position	of	from	to	source
# Comments and empty lines are passed over.

jane-doe	president	FRA	2010-05-07	2015-06	by election
john-roe	president	FRA	2015-07	2020-01-01	by election
ann-poe	president	FRA	2020-01-01		by election
ann-poe	foreign minister	FRA		2019	by decree
""",
    "memberships/clubs.tsv": """\
member	organisation	status	from	to	source
FRA	CLUB	founder	1975-05-28	2020-08-18	treaty
FRA	CLUB	suspended	2020-08-18	2021	communiqué
FRA	CLUB	withdrawing	2021	2022-01-29	notice
FRA	CLUB	withdrawn	2022-01-29		end of notice
COD	CLUB	observer	2000		by invitation
""",
}


def write(folder: Path, **changes: str) -> Path:
    for name, text in {**FILES, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return read_register(write(tmp_path_factory.mktemp("register")))


@pytest.fixture(scope="module")
def shipped() -> Register:
    return load_register()


def day(text: str | None) -> Date | None:
    return None if text is None else Date.parse(text)


def statuses(register: Register, member: str, organisation: str, on: str | None = None) -> list[str]:
    return [stretch.status for stretch in register.status(member, organisation, day(on))]


def people(register: Register, position: str, of: str, on: str | None = None) -> list[str]:
    return [tenure.person for tenure in register.holders(position, of, day(on))]


def throughout(register: Register, position: str, of: str, on: str) -> str | None:
    tenure = register.holder_throughout(position, of, Date.parse(on))
    return tenure.person if tenure else None


# --- who belonged where ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (None, ["founder", "suspended", "withdrawing", "withdrawn"]),
        ("1975-05-27", []),
        ("1975-05-28", ["founder"]),
        ("2020-08-17", ["founder"]),
        ("2020-08-18", ["founder", "suspended"]),  # the day of the change belongs to both
        ("2020-08", ["founder", "suspended"]),
        ("2021-06-01", ["suspended", "withdrawing"]),  # "in 2021": any day of it may be the one
        ("2022-01-30", ["withdrawn"]),
        ("2050", ["withdrawn"]),
        ("../1980", ["founder"]),
    ],
)
def test_status_on_a_day(small: Register, on: str | None, found: list[str]) -> None:
    assert statuses(small, "FRA", "CLUB", on) == found


def test_status_of_strangers_is_nothing(small: Register) -> None:
    assert small.status("COG", "CLUB") == []
    assert small.status("FRA", "NEMO", Date.parse("2020")) == []


def test_members_stand_in_order_of_member_and_day(small: Register) -> None:
    rows = [(stretch.member, stretch.status) for stretch in small.members("CLUB")]
    assert rows == [
        ("COD", "observer"),
        ("FRA", "founder"),
        ("FRA", "suspended"),
        ("FRA", "withdrawing"),
        ("FRA", "withdrawn"),
    ]
    assert [row.member for row in small.members("CLUB", Date.parse("1999"))] == ["FRA"]
    assert list(small.members("NEMO")) == []


# --- who held what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "held", "always"),
    [
        ("2010-05-06", [], None),
        ("2010-05-07", ["jane-doe"], "jane-doe"),
        ("2012", ["jane-doe"], "jane-doe"),
        ("2010", ["jane-doe"], None),  # four months of it nobody is known for
        ("2015-05-31", ["jane-doe"], "jane-doe"),
        ("2015-06-01", ["jane-doe"], "jane-doe"),  # "until June": the first day of June is sure, the second is not
        ("2015-06-02", ["jane-doe"], None),
        ("2015-07-01", ["john-roe"], None),  # "from July": sure from the last day of July
        ("2015-07-31", ["john-roe"], "john-roe"),
        ("2015-06/2015-07", ["jane-doe", "john-roe"], None),
        ("2020-01-01", ["john-roe", "ann-poe"], None),
        ("2020-01-02", ["ann-poe"], "ann-poe"),
        ("2020-01-02/..", ["ann-poe"], "ann-poe"),
        ("../2020", ["jane-doe", "john-roe", "ann-poe"], None),
    ],
)
def test_holders_on_a_day(small: Register, on: str, held: list[str], always: str | None) -> None:
    assert people(small, "president", "FRA", on) == held
    assert throughout(small, "president", "FRA", on) == always


def test_holders_without_a_day_are_all_of_them(small: Register) -> None:
    assert people(small, "president", "FRA") == ["jane-doe", "john-roe", "ann-poe"]
    assert people(small, "president", "COD") == []


def test_a_tenure_with_an_open_start_is_sure_before_its_end(small: Register) -> None:
    assert throughout(small, "foreign minister", "FRA", "1950") == "ann-poe"
    assert throughout(small, "foreign minister", "FRA", "2019-01-01") == "ann-poe"
    assert throughout(small, "foreign minister", "FRA", "2019-01-02") is None


def test_positions_of_a_person(small: Register) -> None:
    def of(on: str | None) -> list[str]:
        return [tenure.position for tenure in small.positions_of("ann-poe", day(on))]

    assert of(None) == ["president", "foreign minister"]
    assert of("2018") == ["foreign minister"]
    assert of("2019-06-01") == []  # possible, not sure
    assert of("2021") == ["president"]
    assert [t.position for t in small.tenures_of("ann-poe")] == ["president", "foreign minister"]
    assert small.tenures_of("nemo") == ()


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


@settings(deadline=None)
@given(first=DAYS, last=DAYS)
def test_who_holds_an_office_throughout_holds_it_on_every_day(first: dt.date, last: dt.date) -> None:
    register = load_register()
    stretch = Date.between(min(first, last), max(first, last))
    for position, of in (("president", "FRA"), ("foreign minister", "BLR"), ("secretary-general", "NATO")):
        tenure = register.holder_throughout(position, of, stretch)
        for on in (first, last):
            if tenure is not None:
                assert register.holder_throughout(position, of, Date.of(on)) == tenure
                assert tenure in register.positions_of(tenure.person, Date.of(on))
                assert [tenure] == register.holders(position, of, Date.of(on))


@given(outer=st.tuples(DAYS, DAYS).map(sorted), inner=st.tuples(DAYS, DAYS).map(sorted))
def test_covering_is_containing_every_day(outer: list[dt.date], inner: list[dt.date]) -> None:
    one, other = Date.between(*outer), Date.between(*inner)
    assert covers(one, other) == (one.contains(inner[0]) and one.contains(inner[1]))
    assert covers(Date.between(None, outer[1]), other) == (inner[1] <= outer[1])
    assert not covers(one, Date.between(inner[0], None))


# --- names and forms ------------------------------------------------------------------------------------------------


def test_forms_carry_use_language_and_everybody_they_may_mean(small: Register) -> None:
    forms = {(form.text, form.language): form for form in small.forms}
    assert forms["congolais", "fr"].actors == ("COD", "COG")
    assert (forms["Congo", "fr"].actors, forms["Congo", "fr"].shared) == (("COD", "COG"), True)
    assert (forms["Congo", "en"].actors, forms["Congo", "en"].shared) == (("COG",), False)
    assert [forms[text, "fr"].use for text in ("France", "RDC", "français", "Paris", "CDE", "Palais", "Genève")] == [
        "name", "acronym", "demonym", "capital", "acronym", "body", "place",
    ]  # fmt: skip
    assert forms["WHO", "en"].exact and not forms["CDE", "fr"].exact
    assert [forms[text, language].use for text, language in (("Jeanne Doé", "fr"), ("Доу", "ru"))] == [
        "person",
        "surname",
    ]


def test_actors_have_kinds_countries_and_names(small: Register) -> None:
    assert small.actors["FRA"].names["fr"] == ("France", "République française")
    assert small.actors["PARIS"].kind == "place"
    assert small.capital_of("FRA") == "PARIS"
    assert small.capital_of("COG") is None
    assert (small.state_behind("PALACE"), small.state_behind("CLUB")) == ("FRA", None)
    assert small.organisations["CLUB"].nominal["fr"] == ("organisation", "club")
    assert "PALACE" not in small.organisations
    assert small.people_named("Anna Poe") == {"ann-poe"}


def test_a_capital_never_takes_the_id_of_a_state(small: Register) -> None:
    assert (place_id("Pal"), place_id("Phnom Penh"), place_id("N'Djamena")) == ("PAL_CITY", "PHNOM_PENH", "N_DJAMENA")
    assert small.actors["PAL_CITY"].country == "FSM"


# --- facts of the register that ships -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "organisation", "on", "status"),
    [
        ("FIN", "NATO", "2023-04-03", "acceding"),
        ("FIN", "NATO", "2023-04-05", "full"),
        ("SWE", "NATO", "2024-03-06", "acceding"),
        ("SWE", "NATO", "2024-03-08", "full"),
        ("MLI", "ECOWAS", "2023", "suspended"),
        ("MLI", "ECOWAS", "2024-06-25", "withdrawing"),
        ("MLI", "ECOWAS", "2025-01-30", "withdrawn"),
        ("BLR", "SCO", "2024-06-25", "acceding"),
        ("BLR", "SCO", "2024-07-05", "full"),
        ("UZB", "CSTO", "2024", "withdrawn"),
        ("ARM", "CSTO", "2023", "founder"),
        ("ARM", "CSTO", "2024-06-25", "suspended"),
        ("GBR", "EU", "2016", "full"),
        ("GBR", "EU", "2020-02-01", "withdrawn"),
        ("RUS", "COE", "2022-03-17", "withdrawn"),
        ("HRV", "EU", "2013-07-02", "full"),
        ("TLS", "ASEAN", "2024", "acceding"),
    ],
)
def test_who_belonged_where(shipped: Register, member: str, organisation: str, on: str, status: str) -> None:
    assert statuses(shipped, member, organisation, on) == [status]


@pytest.mark.parametrize(("member", "organisation"), [("CHE", "NATO"), ("BLR", "EU"), ("USA", "ICC"), ("BRA", "CSTO")])
def test_who_never_belonged(shipped: Register, member: str, organisation: str) -> None:
    assert not {"full", "founder"} & set(statuses(shipped, member, organisation))


@pytest.mark.parametrize(
    ("position", "of", "on", "person"),
    [
        ("foreign minister", "RUS", "2015-01-01", "sergey-lavrov"),
        ("foreign minister", "BLR", "2024-06-26", "sergei-aleinik"),
        ("foreign minister", "BLR", "2024-06-27", None),  # the day of the change belongs to both
        ("foreign minister", "BLR", "2024-06-28", "maxim-ryzhenkov"),
        ("foreign minister", "BLR", "2022-12-01", None),  # between a death and the next decree
        ("president", "RUS", "2009", "dmitry-medvedev"),
        ("president", "FRA", "2017", None),
        ("secretary-general", "NATO", "2024-06-25", "jens-stoltenberg"),
        ("secretary-general", "NATO", "2024-11", "mark-rutte"),
        ("secretary-general", "CSTO", "2024-06-25", "imangali-tasmagambetov"),
        ("prime minister", "ARM", "2024-06-25", "nikol-pashinyan"),
        ("secretary-general", "UN", "2015", "ban-ki-moon"),
    ],
)
def test_who_held_what(shipped: Register, position: str, of: str, on: str, person: str | None) -> None:
    assert throughout(shipped, position, of, on) == person


def test_every_stretch_is_sourced_and_sure_within_what_is_possible(shipped: Register) -> None:
    for row in (*shipped.stretches, *shipped.tenures):
        assert row.source
        assert row.sure is None or covers(row.during, row.sure), row


def test_the_register_covers_what_reports_name(shipped: Register) -> None:
    kinds = [actor.kind for actor in shipped.actors.values()]
    assert kinds.count("state") >= 193
    assert len(shipped.organisations) >= FEWEST_ORGANISATIONS
    named = {
        (actor, form.language) for form in shipped.forms for actor in form.actors if form.use in ("name", "acronym")
    }
    known = ("CSTO", "NATO", "SCO", "BRICS", "OSCE", "UN", "CIS", "EAEU", "ASEAN", "GCC", "CICA", "EU", "AES")
    for organisation in known:
        assert {language for actor, language in named if actor == organisation} == {"fr", "en", "es", "ru"}, (
            organisation
        )


# --- faults ---------------------------------------------------------------------------------------------------------

HOLDER = "jane-doe\tpresident\tFRA\t2010-05-07\t2015-06\tby election\n"
LIST = "organisation\tfrom\tto\tsource\n"
MEMBER = "FRA\tCLUB\tfounder\t1975-05-28\t\ttreaty\n"


def holders(line: str) -> dict[str, str]:
    return {"holders/europe.tsv": "person\tposition\tof\tfrom\tto\tsource\n# made up\n" + line}


def members(line: str) -> dict[str, str]:
    return {"memberships/clubs.tsv": "member\torganisation\tstatus\tfrom\tto\tsource\n" + line}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (holders(HOLDER.replace("jane-doe", "nemo")), r"europe\.tsv:3: 'nemo' is no actor"),
        (holders(HOLDER.replace("FRA", "XXX")), r"europe\.tsv:3: 'XXX' is no actor"),
        (holders(HOLDER.replace("president", "boss")), r"europe\.tsv:3: 'boss' is no position"),
        (holders(HOLDER.replace("by election", "")), r"europe\.tsv:3: no source note"),
        (holders(HOLDER.replace("2010-05-07", "7 mai")), r"europe\.tsv:3: '7 mai' is no EDTF date"),
        (holders(HOLDER.replace("2010-05-07", "2010-02-30")), r"europe\.tsv:3: '2010-02-30' is no date of"),
        (holders(HOLDER.replace("2010-05-07", "2016")), r"europe\.tsv:3: ends before it starts"),
        (holders(HOLDER.replace("2010-05-07", "").replace("2015-06", "")), r"europe\.tsv:3: neither a first nor"),
        (holders(HOLDER.replace("\n", "\tmore\n")), r"europe\.tsv:3: 7 cells, expected 6"),
        ({"holders/europe.tsv": "person\tposition\n"}, r"europe\.tsv:1: header"),
        (members(MEMBER.replace("founder", "friend")), r"clubs\.tsv:2: 'friend' is no status"),
        (members(MEMBER.replace("CLUB", "NEMO")), r"clubs\.tsv:2: 'NEMO' is no actor"),
        (members(MEMBER.replace("treaty", "")), r"clubs\.tsv:2: no source note"),
        ({"complete_lists.tsv": LIST + "NEMO\t\t2020\ttreaty\n"}, r"complete_lists\.tsv:2: 'NEMO' is no actor"),
        ({"complete_lists.tsv": LIST + "CLUB\t1990\t\ttreaty\n"}, r"complete_lists\.tsv:2: no last day"),
        ({"complete_lists.tsv": LIST + "CLUB\t\t2020\t\n"}, r"complete_lists\.tsv:2: no source note"),
        ({"complete_lists.tsv": LIST + "CLUB\t2020\t2020\ttreaty\n"}, r"complete_lists\.tsv:2: covers no day"),
        ({"persons/europe.tsv": FILES["persons/europe.tsv"] + "\tNo Id\n"}, r"europe\.tsv:5: a person needs an id"),
        ({"states.yaml": "states:\n- {id: FRA, names: {en: [France]}, colour: blue}\n"}, r"states\.yaml: .*colour"),
        ({"states.yaml": "states: [\n"}, r"states\.yaml: no valid YAML"),
        ({"states.yaml": "states:\n- {id: ZZZ, names: {en: [Nowhere]}}\n"}, r"states\.yaml: ZZZ is no ISO 3166-1"),
        ({"states.yaml": "states:\n- {id: FRA, names: {fr: [France]}}\n"}, r"states\.yaml: FRA has no English name"),
        ({"states.yaml": FILES["states.yaml"].replace("fr: [France]", "xx: [France]")}, r"'xx' is no language"),
        ({"states.yaml": FILES["states.yaml"].replace("[COD, COG]}", "[COD, NEMO]}")}, r"'Congo' names the unknown"),
        ({"media.yaml": "media:\n- {id: CLUB, label: x, kind: medium, names: {}}\n"}, r"CLUB is defined twice"),
        ({"media.yaml": "media:\n- {id: PAPER, label: x, kind: journal, names: {}}\n"}, r"PAPER: 'journal' is no kind"),
        ({"media.yaml": "media:\n- {id: PAPER, label: x, kind: medium, names: {fr: [' ']}}\n"}, r"PAPER has an empty"),
        ({"organisations.yaml": FILES["organisations.yaml"].replace("1975-05-28", "then")}, r"CLUB: founded: 'then"),
    ],
)  # fmt: skip
def test_a_fault_names_its_file_and_place(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_register(write(tmp_path, **changes))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "states.yaml").unlink()
    with pytest.raises(DataError, match=r"states\.yaml: cannot be read"):
        read_register(tmp_path)
