from __future__ import annotations

import itertools

import numpy as np
import pytest
from search_samples import make_unit, sample_units

from ingest.model import Span
from search.columns import COLUMNS_FOLDER, NAMES_FILE, type_bits
from search.model import TYPES, Filters, SearchError
from search.store import UNITS_FILE, UnitStore

UNITS = [
    *sample_units(),
    make_unit("Ingen aftale", years=(None, None)),
    make_unit("Uden slut", "oestdanmark", years=(2027, None)),
    make_unit("Uden begyndelse – æøå “x” \u2028", years=(None, 2023)),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> UnitStore:
    return UnitStore.write(UNITS, tmp_path_factory.mktemp("store"))


def test_units_read_back_are_the_ones_written(store):
    assert len(store) == len(UNITS)
    assert [store[number] for number in range(len(store))] == list(store) == UNITS


def test_units_are_written_as_they_come(tmp_path):
    assert list(UnitStore.write(iter(UNITS), tmp_path)) == UNITS


@pytest.mark.parametrize(
    "filters",
    [
        Filters(region, kind, year)
        for region, kind, year in itertools.product(
            (None, "nordjylland", "oestdanmark", "nowhere"),
            (None, "goal", "initiative", "text"),
            (None, 2019, 2023, 2099),
        )
    ],
)
def test_the_mask_says_what_the_filters_say(store, filters):
    mask = store.mask(filters)
    accepted = [filters.accept(unit) for unit in UNITS]
    assert (mask is None and all(accepted)) or (mask is not None and mask.tolist() == accepted)


@pytest.mark.parametrize("filters", [
    Filters(topic="dobbeltdiagnoser"),
    Filters(topic="fodbold"),
    Filters("nordjylland", topic="misbrug"),
    Filters(places=()),
    Filters(places=(("nordjylland-aftale", Span(0, 1)), ("nordjylland-aftale", Span(1000, 2030)))),
    Filters(places=(("ukendt", Span(0, 99_999)),)),
    Filters("sjaelland", topic="dobbeltdiagnoser", places=(("sjaelland-aftale", Span(8000, 8001)),)),
])  # fmt: skip
def test_the_mask_knows_topics_and_places_too(store, filters):
    narrowed = store.narrowed(filters)
    assert narrowed.mask.tolist() == [filters.accept(unit) for unit in UNITS]
    assert not narrowed.whole


def test_no_filter_is_no_mask(store):
    assert store.mask(Filters()) is None


def test_knows_its_regions_and_the_units_of_a_topic(store):
    assert store.regions == ["hovedstaden", "midtjylland", "nordjylland", "oestdanmark", "sjaelland"]
    assert store.about("dobbeltdiagnoser").tolist() == [0, 8]
    assert store.about("fodbold").tolist() == []


def test_tells_of_some_units_their_topics_and_regions(store):
    numbers = np.array([8, 1, 0, 14])
    assert store.has(numbers, "dobbeltdiagnoser").tolist() == [True, False, True, False]
    assert store.has(numbers, "fodbold").tolist() == [False] * 4
    assert store.in_regions(numbers, ["nordjylland", "nowhere"]).tolist() == [0, 1, 1, 1]
    assert store.in_regions(numbers, []).tolist() == [0] * 4


def test_units_of_one_agreement_share_a_number(store):
    by_number: dict[int, set[str]] = {}
    for unit, number in zip(UNITS, store.agreement.tolist(), strict=True):
        by_number.setdefault(number, set()).add(unit.agreement)
    assert [len(names) for names in by_number.values()] == [1] * len({unit.agreement for unit in UNITS})


def test_every_type_has_a_bit_of_its_own():
    bits = [type_bits((name,)) for name in TYPES]
    assert len(set(bits)) == len(TYPES)
    assert np.bitwise_or.reduce(bits) == sum(bits) < 2**32
    assert type_bits(()) == type_bits(("text",))
    assert type_bits(("goal", "goal")) == type_bits(("goal",))


def test_headings_and_running_titles_are_the_frame(tmp_path):
    units = [
        make_unit("Fælles mål"),
        make_unit("Vi vil styrke indsatsen.", headings=("Fælles mål",)),
        make_unit("Sundhedsaftalen 2024"),
        make_unit("Sundhedsaftalen 2024", start=500),
        make_unit("Daglige rygere", types=("indicator",)),
        make_unit("Daglige rygere", types=("indicator",), start=700),
        make_unit("Fælles mål", document="et-andet"),
    ]
    assert UnitStore.write(units, tmp_path).frame.tolist() == [True, False, True, True, False, False, False]


@pytest.mark.parametrize("name", [f"{COLUMNS_FOLDER}/frame.npy", NAMES_FILE, UNITS_FILE])
def test_a_missing_file_is_refused_with_the_remedy(tmp_path, name):
    UnitStore.write(UNITS, tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(SearchError, match="build it again"):
        UnitStore.open(tmp_path)


@pytest.mark.parametrize("name", [f"{COLUMNS_FOLDER}/types.npy", NAMES_FILE])
def test_a_damaged_file_is_refused_with_the_remedy(tmp_path, name):
    UnitStore.write(UNITS, tmp_path)
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(SearchError, match="build it again"):
        UnitStore.open(tmp_path)


def test_a_store_of_nothing_is_empty(tmp_path):
    store = UnitStore.write([], tmp_path)
    assert len(store) == 0
    assert store.mask(Filters(region="nordjylland")).tolist() == []
