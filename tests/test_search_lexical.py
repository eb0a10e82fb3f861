from __future__ import annotations

import json
import subprocess
import sys

import pytest
from search_samples import make_unit, sample_units

from search.analyzer import indexed_words
from search.lexical import FOLDER, LexicalIndex
from search.model import Filters, SearchError, Unit
from search.query import analyse
from search.vocabulary import Vocabulary

UNITS = [*sample_units(), make_unit("Ingen aftale", years=(None, None)), make_unit("Uden slut", years=(2020, None))]


def built(units: list[Unit], folder) -> tuple[LexicalIndex, Vocabulary]:
    vocabulary = Vocabulary.of(indexed_words(unit.text) for unit in units)
    vocabulary.save(folder)
    return LexicalIndex.build(units, vocabulary, folder), vocabulary


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lexical")


@pytest.fixture(scope="module")
def find(folder):
    index, vocabulary = built(UNITS, folder)

    def found(text: str, filters: Filters | None = None, limit: int = 20) -> dict[int, float]:
        query = analyse(text, vocabulary)
        return index.search([word.word for word in query.words], query.terms, filters or Filters(), limit)

    return found


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("demens", "demens"),
        ("hjemløs", "hjemløse"),
        ("sundhedsklynge", "Sundhedsklyngerne"),
        ("dobbelt diagnose", "dobbeltdiagnoser"),
        ("barns mistrivsel", "mistrivsel"),
        ("velfaerdsteknologi", "velfærdsteknologi"),
    ],
)
def test_finds_the_word_in_whatever_form(find, asked, first):
    assert first in UNITS[next(iter(find(asked)))].text


def test_a_part_finds_the_compounds_after_the_word_itself(find):
    assert ["misbrugscentre" in UNITS[number].text for number in find("misbrug")] == [False, True]


def test_the_form_that_was_asked_for_comes_first(tmp_path):
    index, vocabulary = built([make_unit(text) for text in ("Nye mål for børn", "Nye mål for barnet")], tmp_path)
    for number, form in enumerate(("børn", "barnet")):
        assert next(iter(index.search([form], analyse(form, vocabulary).terms, Filters(), 2))) == number


def test_a_heading_helps_the_passage_below_it(tmp_path):
    texts = [
        ("Vi vil styrke indsatsen.", ("Demens",)),
        ("Vi vil styrke indsatsen.", ("Rygning",)),
        ("Demens rammer", ()),
    ]
    index, vocabulary = built([make_unit(text, headings=headings) for text, headings in texts], tmp_path)
    assert [*index.search(["demens"], analyse("demens", vocabulary).terms, Filters(), 3)] == [2, 0]


def test_scores_are_best_first_and_as_many_as_asked(find):
    scores = list(find("borgere sundhed aftale børn misbrug demens", limit=3).values())
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(region="midtjylland"),
        Filters(type="goal"),
        Filters(type="text"),
        Filters(type="initiative", region="midtjylland"),
        Filters(year=2019),
        Filters(year=2024),
        Filters(year=2099),
        Filters(region="nowhere"),
    ],
)
def test_filters_let_through_what_they_accept_and_change_no_score(find, filters):
    text = "vi vil borgere sundhed aftale børn misbrug demens skole opgaver overdødelighed uden ingen slut"
    everything = find(text)
    expected = {number: score for number, score in everything.items() if filters.accept(UNITS[number])}
    assert find(text, filters) == pytest.approx(expected)


def test_words_that_no_text_has_find_nothing(find):
    assert find("fodbold") == {}
    assert find("og i at") == {}
    assert find("") == {}


def test_another_process_finds_the_same(find, folder):
    program = (
        "import json, sys; from pathlib import Path;"
        "from search.query import analyse; from search.model import Filters;"
        "from search.lexical import LexicalIndex; from search.vocabulary import Vocabulary; folder = Path(sys.argv[1]);"
        "terms = analyse('misbrug', Vocabulary.load(folder)).terms;"
        "print(json.dumps(LexicalIndex.open(folder).search(['misbrug'], terms, Filters(), 20)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    assert {int(number): score for number, score in json.loads(done.stdout).items()} == pytest.approx(find("misbrug"))


def test_a_missing_or_damaged_index_is_refused_with_the_remedy(tmp_path):
    with pytest.raises(SearchError, match=r"cannot be opened .*; build it again"):
        LexicalIndex.open(tmp_path)
    built(UNITS, tmp_path)
    (tmp_path / FOLDER / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(SearchError, match=r"cannot be opened .*; build it again"):
        LexicalIndex.open(tmp_path)


def test_an_index_of_nothing_finds_nothing(tmp_path):
    index, _ = built([], tmp_path)
    assert index.search(["demens"], {"dem": 1.0}, Filters(), 5) == {}
