"""Who is who over a whole record."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record.identity import (
    PersonName,
    cluster_people,
    fold_name,
    is_bare_surname,
    resolve_people,
    scoped_key,
    spelling_examples,
)

NAMES = [
    PersonName("~sergei aleinik", "Sergei Aleinik", 3),
    PersonName("~sergei aleinik", "Aleinik", 40),
    PersonName("~serguei aleinik", "Sergueï Aleinik", 2),
    PersonName("~s aleinik", "S. Aleinik", 9),
    PersonName("~sergei ivanov", "Sergei Ivanov", 1),
    PersonName("~semion ivanov", "Semion Ivanov", 1),
    PersonName("~s ivanov", "S. Ivanov", 1),
    PersonName("~ivanov", "Ivanov", 5),
    PersonName("~chen wei", "Chen Wei", 1),
    PersonName("~shen wei", "Shen Wei", 1),
    PersonName("~ivan petrov", "Ivan PETROV", 1),
    PersonName("~ivan petroff", "Ivan Petroff", 1),
]


@pytest.mark.parametrize("pair", spelling_examples(), ids=" = ".join)
def test_each_spelling_rule_does_what_it_says(pair: tuple[str, str]) -> None:
    assert fold_name(pair[0]) == fold_name(pair[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sergueI choigou".lower(), "sergei shoigu"),
        ("chavkat mirzioiev", "shavkat mirziyoyev"),
        ("gourbangouly berdymoukhamedov", "gurbanguly berdimuhamedow"),
        ("viatcheslav volodine", "vyacheslav volodin"),
        ("nikol pachinian", "nikol pashinyan"),
        ("dmitri medvedev", "dmitrij medwedew"),
    ],
)
def test_transliterations_of_one_name(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chen wei", "shen wei"),
        ("zhou li", "zhu li"),
        ("paul martin", "paula martin"),
        ("jean dupont", "jeanne dupont"),
        ("sergei ivanov", "sergei ivanova"),
        ("ivan petrov", "ivan petrovic"),
    ],
)
def test_names_of_different_people(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_people_are_told_apart_and_together() -> None:
    ids = resolve_people(NAMES)
    assert ids["~sergei aleinik"] == ids["~serguei aleinik"] == ids["~s aleinik"] == "sergei-aleinik"
    assert len({ids[key] for key in ("~sergei ivanov", "~semion ivanov", "~s ivanov", "~ivanov")}) == 4
    assert ids["~ivan petrov"] == ids["~ivan petroff"] == "ivan-petroff"
    assert ids["~chen wei"] != ids["~shen wei"]


def test_the_label_is_the_full_name_met_most_often() -> None:
    people = {person.id: person for person in cluster_people(NAMES)}
    assert people["sergei-aleinik"].label == "Sergei Aleinik"
    assert people["sergei-aleinik"].aliases == ("Aleinik", "S. Aleinik", "Sergei Aleinik", "Sergueï Aleinik")
    assert people["ivan-petroff"].label == "Ivan Petroff"  # a tie: the longest


def test_a_name_without_a_text_is_labelled_by_its_key() -> None:
    (person,) = cluster_people([PersonName("~sergei aleinik", "", 0), PersonName("~sergei aleinik", "Сергей", 4)])
    assert (person.id, person.label) == ("sergei-aleinik", "Sergei Aleinik")


def test_clashing_slugs_are_numbered_and_actors_of_the_register_keep_theirs() -> None:
    names = [PersonName(f"~ivanov@{document}", "Ivanov", 1) for document in "abc"]
    assert resolve_people(names) == {"~ivanov@a": "ivanov", "~ivanov@b": "ivanov-2", "~ivanov@c": "ivanov-3"}
    ids = resolve_people([PersonName("~sergey lavrov", "Sergey Lavrov", 1)], taken={"sergey-lavrov"})
    assert ids == {"~sergey lavrov": "sergey-lavrov-2"}


@pytest.mark.parametrize(
    ("key", "bare"),
    [
        ("~lavrov", True),
        ("~de gaulle", True),
        ("~martin-dupont", True),
        ("~s m", True),
        ("~s lavrov", False),
        ("~sergei lavrov", False),
        ("~ursula von der leyen", False),
    ],
)
def test_bare_surnames_stay_in_their_document(key: str, bare: bool) -> None:
    assert is_bare_surname(key) is bare
    assert (scoped_key(key, "d1") == scoped_key(key, "d2")) is not bare


def test_initials_join_only_the_one_name_that_fits() -> None:
    full = [PersonName("~john fitzgerald kennedy", "John Fitzgerald Kennedy", 1)]
    short = [PersonName(key, "", 0) for key in ("~j kennedy", "~j f kennedy", "~j r kennedy", "~c de gaulle")]
    ids = resolve_people([*full, *short, PersonName("~charles de gaulle", "", 0)])
    assert ids["~j kennedy"] == ids["~j f kennedy"] == "john-fitzgerald-kennedy"
    assert ids["~j r kennedy"] == "j-r-kennedy"
    assert ids["~c de gaulle"] == "charles-de-gaulle"


@given(st.permutations(NAMES))
def test_order_does_not_matter(names: list[PersonName]) -> None:
    assert cluster_people(names) == cluster_people(NAMES)


_words = st.sampled_from(
    ["s", "i", "sergei", "serguei", "ivan", "de", "lavrov", "lavroff", "ivanov", "chen", "wei", "lavrov-martin"]
)
_keys = st.lists(_words, min_size=1, max_size=3).map(lambda words: "~" + " ".join(words))


@given(st.lists(st.builds(PersonName, _keys, st.sampled_from(["", "Sergei Lavrov", "李"]), st.integers(1, 3))))
def test_every_key_has_one_id_and_no_two_people_share_one(names: list[PersonName]) -> None:
    people = cluster_people(names)
    assert sorted(itertools.chain.from_iterable(person.keys for person in people)) == sorted(
        {name.key for name in names}
    )
    assert len({person.id for person in people}) == len(people)
    assert cluster_people(reversed(names)) == people
