"""Places of meeting: which are counted, which have a point, and what the map and its tables show."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from met_rows import HOSTILE, write_met
from starlette.testclient import TestClient

from dragoman.errors import UnknownNameError
from dragoman.record.reading import Record
from dragoman.record_opening import open_record
from dragoman.register import load_register
from dragoman.register.coordinates import load_gazetteer, make_gazetteer
from dragoman.register.register import Actor, Register
from dragoman.views.places import count_places
from dragoman.web.app import create_app
from dragoman.web.map_drawing import LARGE, SMALL, WIDTH, Town, draw_map, radius
from dragoman.web.room import Room

REGISTER = load_register()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_met(tmp_path_factory.mktemp("met") / "record")


@pytest.fixture(scope="module")
def record(path: Path) -> Iterator[Record]:
    with open_record(path) as record:
        yield record


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    room = Room(path)
    yield TestClient(create_app(room, hosts=["testserver"]), raise_server_exceptions=False)
    room.close()


def test_places_count_facts_that_are_told_as_having_happened(record: Record) -> None:
    found = count_places(record, REGISTER)
    rows = [(row.place, row.facts, row.why) for row in found.rows]
    assert rows == [("BLR", 1, "state"), ("CORSICA", 1, "no-town"), ("GENEVA", 1, None), ("MINSK", 1, None)]
    assert (found.facts, found.n_places, found.nowhere, found.undated) == (4, 4, 1, 0)
    assert [(each.words, each.language, each.facts) for each in found.words] == [(HOSTILE, "fr", 1)]
    minsk = found.rows[-1]
    assert round(minsk.latitude or 0) == 54 and round(minsk.longitude or 0) == 28 and minsk.country == "BLR"
    assert len(minsk.latest) == 1 and str(minsk.latest[0].date_from) == "2024-06-25"


def test_between_days_only_what_has_a_day_is_counted(record: Record) -> None:
    found = count_places(record, REGISTER, "2024-06-11", "2024-06-25")
    assert [row.place for row in found.rows] == ["CORSICA", "MINSK"]
    assert (found.facts, found.nowhere, found.undated) == (2, 1, 1)
    assert [row.place for row in count_places(record, REGISTER, types=["support"]).rows] == ["CORSICA"]
    with pytest.raises(UnknownNameError, match="did you mean SUPPORT"):
        count_places(record, REGISTER, types=["suport"])


def town(name: str, country: str, people: int, *others: str, at: float = 1) -> dict[str, Any]:
    return {"name": name, "alternatenames": list(others), "countrycode": country, "population": people,
            "latitude": at, "longitude": at}  # fmt: skip


def test_a_place_has_a_point_where_one_town_alone_can_be_meant() -> None:
    def place(id: str, country: str, *names: str) -> Actor:
        return Actor(id, "place", names[0], None, country, {"fr": names})

    places = [
        place("ONE", "FRA", "Unville"), place("TWO", "FRA", "Doubleville"), place("BIG", "FRA", "Grandville"),
        place("ALSO", "FRA", "Autreville"), place("ABROAD", "FRA", "Loinville"), place("RIVER", "FRA", "Fleuve"),
        place("OWN", "FRA", "Mienne"),
    ]  # fmt: skip
    towns = [
        town("unville", "FR", 9_000), town("Doubleville", "FR", 9_000), town("Doubleville", "FR", 8_000),
        town("Grandville", "FR", 90_000, at=7), town("Grandville", "FR", 9_000),
        town("Anders", "FR", 9_000, "Autreville"),
        town("Loinville", "BE", 9_000), town("Fleuve", "FR", 9_000), town("Mienne", "FR", 6_000, at=5),
        town("Autre", "FR", 7_000, "Mienne"),
    ]  # fmt: skip
    register = Register(places, (), (), (), ())
    notes = {"RIVER": "river", "ONE": "town, talks of a year"}
    found = make_gazetteer(register, notes, towns)
    assert sorted(found.points) == ["ALSO", "BIG", "ONE", "OWN"]
    assert found.points["BIG"].latitude == 7 and found.points["OWN"].latitude == 5
    assert found.missing == {"TWO": "several", "ABROAD": "unknown", "RIVER": "no-town"}


def test_the_register_s_towns_lie_where_they_are_known_to_lie() -> None:
    found = load_gazetteer()
    known = {
        "MINSK": (53.9, 27.57),
        "GENEVA": (46.2, 6.15),
        "WASHINGTON": (38.9, -77.04),
        "BAMAKO": (12.65, -8.0),
        "CANBERRA": (-35.28, 149.13),
        "DAVOS": (46.8, 9.84),
    }
    for place, (north, east) in known.items():
        point = found.points[place]
        assert math.hypot(point.latitude - north, point.longitude - east) < 0.2, place
    assert not found.points.keys() & found.missing.keys()
    # No town stands for a sea, and no town for two.
    assert found.missing["CORSICA"] == "no-town" and found.missing["TEL_AVIV"] == "several"
    assert len(found.points) >= 450


def test_the_page_has_a_map_and_tables_of_the_same(client: TestClient) -> None:
    page = client.get("/places?known=2024-07").text
    on_map, _, rest = page.partition("Not on the map")
    assert page.count('<a href="#place-') + page.count('class="town" href="#place-') == 2
    for place in ("MINSK", "GENEVA"):
        assert f'href="#place-{place}"' in on_map and f'id="place-{place}"' in on_map
    assert 'id="place-BLR"' in rest and "a state, and no point in it" in rest
    assert "a region, an island, a sea or a river" in rest
    assert "GeoNames" in page and "CC BY 4.0" in page
    assert 'href="/fact/' in page and "known=2024-07" in page
    assert "style=" not in page


def test_hostile_words_are_words(client: TestClient) -> None:
    page = client.get("/places").text
    assert "<script>alert" not in page and "\u202e" not in page
    assert '<q lang="fr">&lt;script&gt;' in page
    assert client.get("/places", headers={"accept-language": "fr"}).text.count("° N") >= 1


def test_days_and_types_limit_the_page_in_both_languages(client: TestClient) -> None:
    french = client.get("/places?from=2024-06-11&to=2024-06-25&lang=fr").text
    assert "2 faits rapportés comme arrivés" in french and "1 fait sans date" in french and "Corse" in french
    assert 'href="#place-GENEVA"' not in french
    assert client.get("/places.csv").text.splitlines()[0].startswith("place,label,country")
    api = client.get("/api/places?rows=1").json()
    assert api["total"] == 4 and "cursor=1" in api["next"]
    none = client.get("/places?from=1990&to=1991")
    assert none.status_code == 200 and "Nothing fits" in none.text and "<svg" not in none.text
    assert client.get("/places?type=CONSLT").status_code == 404
    assert client.get("/places?from=2025&to=2024").status_code == 422


@given(
    st.lists(
        st.builds(Town, st.text("ABC", min_size=1, max_size=9), st.text("abc", min_size=1, max_size=20),
                  st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 10_000)),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_every_town_is_within_its_map(towns: list[Town]) -> None:
    found = draw_map(towns, towns)
    assert found is not None and len(found.marks) == len(towns)
    for mark in found.marks:
        assert 0 <= mark.x <= WIDTH and 0 <= mark.y <= found.height
        assert SMALL <= mark.r <= LARGE
    for line in found.lines:
        assert 0 <= line.at <= (found.height if line.across else WIDTH)
    assert not {mark.id for mark in found.landmarks} & {town.id for town in towns}


def test_places_lie_as_on_a_map() -> None:
    west, east = Town("W", "West", 50, -10, 1), Town("E", "East", 40, 60, 9)
    found = draw_map([west, east])
    assert found is not None
    one, other = found.marks
    assert one.x < other.x and one.y < other.y
    assert draw_map([]) is None
    assert radius(9, 9) == 3 * radius(1, 9) and radius(10_000, 10_000) == LARGE
