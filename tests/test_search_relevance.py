from __future__ import annotations

import json
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.model import SearchError
from search.relevance import Judgement, LineIndex, Lines, gains, load_queries, ndcg, recall, reciprocal_rank

GOLD = (
    Judgement(Lines("a", 10, 12), 3),
    Judgement(Lines("a", 20, 20), 2),
    Judgement(Lines("b", 10, 12), 1),
)


def hit(document: str, first: int, last: int | None = None) -> Lines:
    return Lines(document, first, last or first)


def test_the_ideal_ranking_scores_one():
    assert ndcg([hit("a", 11), hit("a", 20), hit("b", 10, 12)], GOLD) == pytest.approx(1.0)


def test_the_score_is_the_one_worked_out_by_hand():
    ranking = [hit("b", 12, 14), hit("c", 1), hit("a", 8, 10)]
    ideal = 3 + 2 / log2(3) + 1 / log2(4)
    assert ndcg(ranking, GOLD) == pytest.approx((1 + 3 / log2(4)) / ideal)


def test_a_second_hit_on_a_passage_gains_nothing():
    assert gains([hit("a", 10), hit("a", 12), hit("a", 20)], GOLD) == [3, 0, 2]


def test_a_hit_over_several_passages_gains_the_best_once():
    assert gains([hit("a", 1, 99), hit("a", 20), hit("a", 11)], GOLD) == [3, 0, 0]


def test_the_same_lines_of_another_document_are_no_hit():
    assert gains([hit("c", 10, 12)], GOLD) == [0]


@pytest.mark.parametrize(("first", "last", "gain"), [(7, 9, 0), (7, 10, 3), (12, 15, 3), (13, 15, 0)])
def test_one_shared_line_is_an_overlap(first, last, gain):
    assert gains([hit("a", first, last)], GOLD) == [gain]


def test_hits_after_k_do_not_count():
    ranking = [hit("c", number) for number in range(1, 11)] + [hit("a", 10)]
    assert ndcg(ranking, GOLD) == 0
    assert recall(ranking, GOLD) == 0
    assert ndcg(ranking, GOLD, k=11) > 0


def test_recall_counts_every_passage_that_is_overlapped():
    assert recall([hit("a", 1, 99)], GOLD) == pytest.approx(2 / 3)
    assert recall([], GOLD) == 0


def test_reciprocal_rank_is_that_of_the_first_hit():
    assert reciprocal_rank([hit("c", 1), hit("b", 11), hit("a", 10)], GOLD) == 0.5
    assert reciprocal_rank([hit("c", 1)], GOLD) == 0


def test_measures_are_not_defined_without_judgements():
    for measure in (ndcg, recall):
        with pytest.raises(SearchError, match="there are none"):
            measure([hit("a", 1)], ())


hits = st.builds(hit, st.sampled_from("abc"), st.integers(1, 25))


@given(st.lists(hits, max_size=15))
def test_measures_stay_between_zero_and_one(ranking):
    for value in (ndcg(ranking, GOLD), recall(ranking, GOLD), reciprocal_rank(ranking, GOLD)):
        assert 0 <= value <= 1


@given(st.lists(hits, max_size=9), st.integers(0, 8))
def test_moving_a_useless_hit_to_the_end_never_hurts(ranking, place):
    found = gains(ranking, GOLD)
    if place < len(ranking) and found[place] == 0:
        moved = [*ranking[:place], *ranking[place + 1 :], ranking[place]]
        assert ndcg(moved, GOLD) >= ndcg(ranking, GOLD)


def test_lines_are_counted_from_one_and_the_end_is_not_included():
    index = LineIndex("a", "en\nto\n\nfire\n")
    assert index.lines(0, 2) == Lines("a", 1, 1)
    assert index.lines(0, 3) == Lines("a", 1, 1)
    assert index.lines(3, 8) == Lines("a", 2, 4)
    assert index.lines(7, 11) == Lines("a", 4, 4)


@given(st.text(alphabet="ab\n", min_size=1, max_size=40), st.data())
def test_lines_agree_with_counting_newlines(source, data):
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    first, last = (1 + source[:at].count("\n") for at in (start, end - 1))
    assert LineIndex("a", source).lines(start, end) == Lines("a", first, last)


def entry(**changes: object) -> dict[str, object]:
    relevant = [{"doc": "a", "grade": 3, "passage_lines": [10, 12]}]
    base = {
        "id": "q1",
        "query": "demens",
        "lang": "da",
        "type": "single keyword",
        "filters": None,
        "relevant": relevant,
    }
    return base | changes


def write(path, *entries):
    path.write_text(json.dumps({"queries": entries}), encoding="utf-8")
    return path


def test_loads_queries_with_filters_and_judgements(tmp_path):
    filters = {"region": "Region Midtjylland", "type": "indicator"}
    path = write(tmp_path / "q.json", entry(filters=filters), entry(id="q2", relevant=[], no_answer=True))
    asked, silent = load_queries(path)
    assert asked.judgements == (Judgement(Lines("a", 10, 12), 3),)
    assert (asked.region, asked.type, asked.answerable) == ("Region Midtjylland", "indicator", True)
    assert not silent.answerable


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"relevant": [{"doc": "a", "grade": 4, "passage_lines": [1, 2]}]}, "grade 4 on lines 1-2"),
        ({"relevant": [{"doc": "a", "grade": 3, "passage_lines": [3, 2]}]}, "grade 3 on lines 3-2"),
        ({"relevant": [{"doc": "a", "grade": 3}]}, "passage_lines"),
        ({"relevant": []}, "not both or neither; correct query 2"),
        ({"no_answer": True}, "not both or neither; correct query 2"),
        ({"relevant": None}, "needs id, query, lang, type and relevant; query 2"),
    ],
)
def test_a_query_that_breaks_a_rule_is_named(tmp_path, changes, message):
    with pytest.raises(SearchError, match=message):
        load_queries(write(tmp_path / "q.json", entry(), entry(**changes)))


@pytest.mark.parametrize(
    ("content", "message"), [("{", "must be a JSON object"), ("[]", "'queries'"), ("{}", "'queries'")]
)
def test_a_file_of_another_form_is_refused(tmp_path, content, message):
    (tmp_path / "q.json").write_text(content, encoding="utf-8")
    with pytest.raises(SearchError, match=message):
        load_queries(tmp_path / "q.json")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SearchError, match=r"q\.json cannot be read"):
        load_queries(tmp_path / "q.json")
