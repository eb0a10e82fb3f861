from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_samples import TEXTS

from ingest.regions import REGIONS
from search.analyzer import words
from search.query import CORRECTED_WEIGHT, PART_WEIGHT, Query, analyse
from search.vocabulary import Vocabulary, stem, word_terms

MORE = (
    "Ældre borgere med handicap",
    "Kronikere og indsatser",
    "Et sygehus på Fyn",
    "Straf og staf",
    "Regionerne følger op",
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(words(text) for text in [*(text for _, _, text in TEXTS), *MORE])


@pytest.fixture
def read(vocabulary):
    def analysed(text: str) -> Query:
        return analyse(text, vocabulary, tuple(REGIONS))

    return analysed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("dobbeltdiagnose", "dobbeltdiagnoser"),
        ("sundhedsklynge", "Sundhedsklyngerne"),
        ("hjemløs", "hjemløse"),
        ("misbruget", "misbrug"),
        ("omkostningsniveauet", "omkostningsniveau"),
        ("barn", "børnene"),
        ("velfaerdsteknologi", "velfærdsteknologi"),
        ("hjemloese", "hjemløse"),
        ("maal", None),
    ],
)
def test_a_word_is_found_in_any_form_and_spelling_of_its_letters(read, asked, found):
    expected = {word_terms(found.lower())[0]: 1.0} if found else {}
    assert {term: weight for term, weight in read(asked).terms.items() if weight == 1.0} == expected


@pytest.mark.parametrize(
    ("asked", "corrected"),
    [
        ("velfærdsteknolgi", "velfærdsteknologi"),
        ("sunhedsklyngerne", "sundhedsklyngerne"),
        ("dobeltdiagnoser", "dobbeltdiagnoser"),
        ("udskrivnigsaftaler", "udskrivningsaftaler"),
        ("psyikske", "psykiske"),
        ("digtiale", "digitale"),
    ],
)
def test_a_misspelt_word_is_corrected_to_one_of_the_texts(read, asked, corrected):
    word = read(asked).words[0]
    assert word.corrected == corrected
    assert max(weight for _, weight in word.terms) == CORRECTED_WEIGHT


@pytest.mark.parametrize("asked", ["fodbold", "straffe", "staten", "handler", "abort", "2031", "xyzzyx"])
def test_danish_words_numbers_and_nonsense_are_not_corrected(read, asked):
    assert read(asked).words[0].corrected is None


def test_english_questions_are_not_corrected(read):
    assert all(word.corrected is None for word in read("what is done for the lack of staffs and personale").words)


@pytest.mark.parametrize("asked", ["dobbelt diagnoser", "dobbelt diagnose", "dobbelt-diagnoser"])
def test_two_words_find_the_compound_that_they_make(read, asked):
    assert read(asked).terms[stem("dobbeltdiagnoser")] == 1.0


@pytest.mark.parametrize("asked", ["sundheds klynger", "sundhed klyngerne"])
def test_two_words_find_the_compound_with_a_linking_letter(read, asked):
    assert read(asked).terms[stem("sundhedsklynger")] == 1.0


def test_a_compound_that_the_texts_lack_finds_its_parts(read):
    assert read("kronikerindsats").terms == {stem("kroniker"): PART_WEIGHT, stem("indsats"): PART_WEIGHT}


def test_words_that_the_texts_lack_are_told(read):
    assert read("fodbold for borgere med demens").unknown == ("fodbold",)


def test_the_corrected_text_keeps_all_else(read):
    assert read("Hvad med Velfærdsteknolgi, 2024?").corrected == "Hvad med velfærdsteknologi, 2024?"
    assert read("demens og  hjemløse").corrected == "demens og  hjemløse"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hvad er visionen i Region Sjællands sundhedsaftale?", ("sjaelland",)),
        ("de nordjyske og midtjyske mål", ("nordjylland", "midtjylland")),
        ("Hovedstadens mål", ("hovedstaden",)),
        ("Region Østdanmark", ("oestdanmark",)),
        ("Sjællandsportalen", ()),
        ("nord for sjæl", ()),
    ],
)
def test_regions_are_named_by_any_form(read, text, named):
    assert read(text).regions == named


def test_where_is_no_part_of_what_is_asked(read):
    assert [word.word for word in read("borgere med demens i Region Sjælland").words] == ["borgere", "demens"]


def test_a_query_that_names_only_a_region_still_asks_for_it(read):
    assert [word.word for word in read("Region Sjælland").words] == ["region", "sjælland"]


def test_long_queries_describe_and_short_ones_list_keywords(read):
    assert read("teenagere der har det skidt").descriptive
    assert not read("dobbelt diagnose misbrug").descriptive


@given(st.text(max_size=60))
def test_any_text_can_be_asked(vocabulary, text):
    query = analyse(text, vocabulary, tuple(REGIONS))
    assert all(0 < weight <= 1 for weight in query.terms.values())
    assert isinstance(query.corrected, str)
