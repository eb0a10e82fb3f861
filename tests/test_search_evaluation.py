"""The scores of the evaluation, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from ingest.errors import SourceError
from ingest.model import (
    Extraction,
    FocusArea,
    Formalia,
    Goal,
    Indicator,
    Kind,
    NationalGoal,
    Quote,
    Span,
    Statement,
    Statistic,
)
from search.engine import Method, SearchEngine
from search.evaluation.folds import cross_validate, dealt
from search.evaluation.foreign import score_foreign
from search.evaluation.gain import gain
from search.evaluation.gold import load, load_names, statement_files
from search.evaluation.retrieval import DEPTH, by_category, means, score_queries, silence
from search.evaluation.scores import Counts
from search.evaluation.statements import score_statements
from search.evaluation.topics import score_topics
from search.fusion import Weights
from search.model import Filters, Hit, Why
from search.relevance import JudgedQuery, Judgement, Lines


@pytest.mark.parametrize(("counts", "f1"), [
    (Counts(), 1.0), (Counts(right=3), 1.0), (Counts(wrong=1), 0.0), (Counts(missed=1), 0.0),
    (Counts(2, 1, 1), 2 / 3), (Counts(1, 3, 0), 0.4), (Counts(6, 2, 4), 2 / 3),
])  # fmt: skip
def test_f1_is_the_harmonic_mean_of_precision_and_recall(counts: Counts, f1: float) -> None:
    assert counts.f1 == pytest.approx(f1)


def test_counts_are_added_one_by_one() -> None:
    assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)


# Topics


def cells(*levels: list[int]) -> dict[str, Any]:
    return {f"r{number}": {"levels": right} for number, right in enumerate(levels)}


def test_topics_are_scored_cell_by_cell() -> None:
    gold = {"demens": cells([3], [0], [1], [2, 3]), "kol": cells([3], [3])}
    answers = {"demens": {"r0": 3, "r1": 1, "r2": 0, "r3": 2}, "kol": {"r0": 2}}
    scores = score_topics(gold, lambda topic: answers[topic])
    # Present: r0 r3 kol-r0 right; r1 wrong; r2 and kol-r1 missed. Prioritised: r0 right; kol-r0 and kol-r1 missed;
    # r3 may be 2 or 3, so that 2 is neither right nor missed.
    assert scores.presence == Counts(right=3, wrong=1, missed=2)
    assert scores.prioritised == Counts(right=1, wrong=0, missed=2)
    assert (scores.exact, scores.cells) == (2, 6)
    assert scores.wrong == [
        "demens, r1: found 1, right [0]",
        "demens, r2: found 0, right [1]",
        "kol, r0: found 2, right [3]",
        "kol, r1: found 0, right [3]",
    ]


@pytest.mark.parametrize(("level", "right", "presence", "prioritised"), [
    (0, [0, 1], Counts(), Counts()),
    (1, [0, 1], Counts(right=1), Counts()),
    (3, [2], Counts(right=1), Counts(wrong=1)),
    (3, [2, 3], Counts(right=1), Counts(right=1)),
    (None, [1], Counts(missed=1), Counts()),
])  # fmt: skip
def test_every_level_that_gold_allows_is_right(
    level: int | None, right: list[int], presence: Counts, prioritised: Counts
) -> None:
    scores = score_topics({"t": cells(right)}, lambda _topic: {"r0": level})
    assert (scores.presence, scores.prioritised) == (presence, prioritised)


# Statements


def stated(kind: Kind, text: str, label: str | None = None) -> Statement:
    return Statement(kind, text, quote(text), label)


def quote(text: str) -> tuple[Quote, ...]:
    return (Quote("nord", Span(0, len(text)), text),)


def goal(text: str, area: str | None = None, label: str | None = None) -> Goal:
    return Goal(Kind.GOAL, text, quote(text), label, focus_area=area)


def indicator(text: str, aim: str | None, groups: tuple[str, ...] = (), direction: str | None = None) -> Indicator:
    return Indicator(Kind.INDICATOR, text, quote(text), goal=aim, target_groups=groups, direction=direction)


def extraction(*statements: Statement) -> Extraction:
    return Extraction(Formalia(), (), (), statements)


@pytest.mark.parametrize(("gold", "found", "right"), [
    ({"text": "Færre genindlæggelser"}, goal("Færre\ngenindlæggelser!"), True),
    ({"text": "3. Færre genindlæggelser"}, goal("FÆRRE GENINDLÆGGELSER"), True),
    ({"label": "Lighed", "text": "Vi vil have mere lighed i sundhed"}, goal("noget helt andet", label="Lighed"), True),
    ({"text": "Færre akutte genindlæggelser"}, goal("Færre genindlæggelser"), True),  # 2 * 20 / (26 + 20)
    ({"text": "Vi vil have mere lighed i sundhed for alle"}, goal("mere lighed i sundhed"), True),  # 18 of 34 letters
    ({"text": "Vi vil have mere lighed i sundhed for alle"}, goal("mere lighed"), False),  # 10 of 34
    ({"text": "Flere skal trives"}, goal("Færre skal ryge"), False),
    ({"text": ""}, goal("Færre skal ryge"), False),
])  # fmt: skip
def test_a_statement_is_right_if_it_says_what_gold_says(gold: dict[str, str], found: Goal, right: bool) -> None:
    scores = score_statements({"goals": [gold]}, extraction(found))
    assert scores.kinds["goals"] == (Counts(right=1) if right else Counts(wrong=1, missed=1))


def test_each_gold_statement_counts_once() -> None:
    gold = {"visions": ["Alle skal trives", "Alle skal trives"]}
    two = score_statements(gold, extraction(*[stated(Kind.VISION, "Alle skal trives")] * 3))
    assert two.kinds["visions"] == Counts(right=2, wrong=1)
    one = score_statements(gold, extraction(stated(Kind.VISION, "Alle skal trives")))
    assert one.kinds["visions"] == Counts(right=1, missed=1)
    assert one.missed == ["visions: Alle skal trives"]


def test_a_kind_is_scored_apart_and_the_main_ones_together() -> None:
    gold = {
        "visions": ["Alle skal trives"],
        "goals": [{"text": "Færre skal ryge"}, {"text": "Flere skal bevæge sig"}],
        "values": ["Ordentlighed"],
    }
    scores = score_statements(
        gold,
        extraction(
            stated(Kind.VISION, "Alle skal trives"),
            goal("Færre skal ryge"),
            goal("Ingen skal vente"),
            stated(Kind.PRINCIPLE, "Ordentlighed"),
        ),
    )
    assert scores.kinds["visions"] == Counts(right=1)
    assert scores.kinds["goals"] == Counts(right=1, wrong=1, missed=1)
    assert scores.kinds["principles"] == Counts(wrong=1)
    assert scores.kinds["values"] == Counts(missed=1)
    assert scores.micro == Counts(right=2, wrong=2, missed=1)
    assert scores.micro.f1 == pytest.approx(4 / 7)
    assert scores.wrong == ["principles: Ordentlighed", "goals: Ingen skal vente"]


def test_cross_cutting_focus_areas_are_another_kind() -> None:
    area = FocusArea(Kind.FOCUS_AREA, "Digitalisering", quote("Digitalisering"), "Digitalisering", cross_cutting=True)
    scores = score_statements({"focus_areas": [{"label": "Digitalisering"}]}, extraction(area))
    assert scores.kinds["focus_areas"] == Counts(missed=1)
    assert scores.kinds["cross_cutting_focus_areas"] == Counts(wrong=1)


def test_a_figure_must_have_the_value_and_stand_in_the_same_sentence() -> None:
    words = "47 % af hospitalsophold er forebyggelige"
    gold = {"statistics": [{"value": 47, "quote": words}, {"value": 11, "quote": words}]}
    found = Statistic(Kind.STATISTIC, words, quote(words), value=47.0, unit="%")
    assert score_statements(gold, extraction(found, found)).kinds["statistics"] == Counts(1, 1, 1)


def test_a_national_goal_that_is_named_counts() -> None:
    name = "Bedre sammenhængende patientforløb"
    found = NationalGoal(Kind.NATIONAL_GOAL, name, quote(name), number=1)
    scores = score_statements({"national_goals_referenced": [{"text": name}]}, extraction(found))
    assert scores.kinds["national_goals_referenced"] == Counts(right=1)


def test_links_are_right_if_both_ends_are() -> None:
    gold = {
        "goals": [
            {"text": "Færre skal ryge", "focus_area": "Forebyggelse"},
            {"text": "Flere skal bevæge sig dagligt", "focus_area": "Forebyggelse"},
            {"text": "Ingen skal vente på hjælp", "focus_area": "Nærhed"},
        ],
        "indicators": [
            {"text": "Andel rygere", "goal": "Færre skal ryge", "direction": "down", "target_group": ["voksne", "unge"]}
        ],
    }
    scores = score_statements(
        gold,
        extraction(
            goal("Færre skal ryge", "FOREBYGGELSE"),  # right
            goal("Flere skal bevæge sig dagligt", "Psykiatri"),  # wrong, and the right one missed
            indicator("Andel rygere", "Færre skal ryge", ("voksne", "ældre"), "up"),
            # goal right, "voksne" right, "ældre" wrong, "unge" missed, direction wrong and missed
        ),  # the third goal is not found: its link is missed
    )
    assert scores.links == Counts(right=3, wrong=3, missed=4)


def test_an_indicator_may_name_its_goal_by_opening_words_or_label() -> None:
    gold = {
        "goals": [{"label": "Rygning", "text": "Færre skal ryge i hele regionen"}],
        "indicators": [{"text": "Andel rygere", "goal": "Færre skal ryge"}],
    }
    found = (goal("Færre skal ryge i hele regionen", label="Rygning"), indicator("Andel rygere", "Rygning"))
    assert score_statements(gold, extraction(*found)).links == Counts(right=1)


def test_a_link_that_gold_does_not_have_is_wrong() -> None:
    gold = {"goals": [{"text": "Færre skal ryge"}]}
    assert score_statements(gold, extraction(goal("Færre skal ryge", "Forebyggelse"))).links == Counts(wrong=1)


def test_nothing_against_nothing_is_perfect() -> None:
    scores = score_statements({}, extraction())
    assert scores.micro.f1 == scores.links.f1 == 1.0


# Search


@dataclass
class Ranked:
    """Gives fixed hits, and notes what it was asked."""

    hits: dict[str, list[tuple[int, int]]]
    asked: list[tuple[str, int, Filters | None, tuple[str, ...], str]]

    def search(self, query: str, k: int, filters: Filters | None, topics: tuple[str, ...], method: Method) -> list[Hit]:
        self.asked.append((query, k, filters, tuple(topics), method))
        return [
            Hit("nord", "nordjylland", "nord", "text", "…", *span, 1.0, Why(semantic=1 / rank))
            for rank, span in enumerate(self.hits[query], start=1)
        ]


SOURCE = "".join(f"linje {number}\n" for number in range(1, 10))  # lines of 8 characters


def judged(text: str, *grades: tuple[int, int], category: str = "ord", **more: str) -> JudgedQuery:
    found = tuple(Judgement(Lines("nord", line, line), grade) for line, grade in grades)
    return JudgedQuery(text, text, "da", category, found, **more)


def scored(queries: list[JudgedQuery], hits: dict[str, list[tuple[int, int]]], method: Method = "hybrid") -> Any:
    engine = Ranked(hits, [])
    scores = score_queries(queries, cast(SearchEngine, engine), {"nord": SOURCE}, lambda text: [f"emne-{text}"], method)
    return scores, engine.asked


def test_a_ranking_is_scored_by_the_lines_that_it_hits() -> None:
    # Judged: line 3 fully, line 5 marginally. Found: line 1, then lines 3 to 4; line 5 is missed.
    ((score,), _) = scored([judged("q", (3, 3), (5, 1))], {"q": [(0, 8), (16, 32)]})
    assert score.ndcg == pytest.approx((3 / log2(3)) / (3 + 1 / log2(3)))
    assert (score.recall, score.mrr) == (0.5, 0.5)
    assert score.found == ("nord 1-1: …", "nord 3-4: …")


def test_a_query_that_nothing_answers_is_right_if_nothing_is_found() -> None:
    (silent, loud), _ = scored([judged("a"), judged("b")], {"a": [], "b": [(0, 8)]})
    assert (silent.ndcg, silent.recall, silent.mrr) == (1.0, 1.0, 1.0)
    assert (loud.ndcg, loud.recall, loud.mrr) == (0.0, 0.0, 0.0)


def test_a_judged_passage_is_found_at_the_first_hit_on_it_with_what_spoke_for_that() -> None:
    below = [(0, 8)] * 11 + [(16, 24)]  # Line 1 eleven times, then line 3: below the ten that are measured.
    ((score,), _) = scored([judged("q", (1, 2), (3, 3), (5, 1))], {"q": below})
    assert [(place.judgement.grade, place.rank) for place in score.places] == [(2, 1), (3, 12), (1, None)]
    assert [place.why.semantic for place in score.places] == [1.0, 1 / 12, 0.0]
    assert score.last.semantic == 1 / 10
    assert score.recall == pytest.approx(1 / 3)
    assert len(score.found) == 10


def test_means_are_over_the_queries_that_something_answers_and_within_a_category() -> None:
    queries = [judged("a", (1, 3)), judged("b", (1, 3)), judged("c", (9, 3), category="spørgsmål"), judged("d")]
    scores, _ = scored(queries, {"a": [(0, 8)], "b": [(8, 16), (0, 8)], "c": [], "d": []})
    half = 1 / log2(3)
    assert means(scores) == {
        "ndcg@10": pytest.approx((1 + half) / 3), "recall@10": pytest.approx(2 / 3), "mrr": pytest.approx(0.5),
    }  # fmt: skip
    assert by_category(scores) == {"ord": pytest.approx((1 + half) / 2), "spørgsmål": 0.0}


def test_queries_that_nothing_answers_are_counted_by_their_silence() -> None:
    scores, _ = scored([judged("a"), judged("b"), judged("c", (1, 3))], {"a": [], "b": [(0, 8)], "c": []})
    assert silence(scores) == (1, 2)


def test_a_query_is_asked_with_its_filters_and_only_the_hybrid_is_told_its_topics() -> None:
    query = judged("q", (1, 3), region="Region Nordjylland", type="goal")
    for method, topics in (("hybrid", ("emne-q",)), ("bm25", ()), ("dense", ())):
        _, asked = scored([query], {"q": []}, cast(Method, method))
        assert asked == [("q", DEPTH, Filters(region="nordjylland", type="goal"), topics, method)]


# Gain and cross-validation


def test_the_gain_is_over_the_better_of_the_others() -> None:
    found = gain([0.9, 0.7, 0.8], {"bm25": [0.6, 0.4, 0.5], "dense": [0.0, 0.0, 1.0]})
    assert (found.over, found.value) == ("bm25", pytest.approx(0.3))
    assert (found.low, found.high) == (pytest.approx(0.3), pytest.approx(0.3))  # The same gain on every query.


def test_the_interval_of_a_gain_is_as_wide_as_the_queries_differ() -> None:
    found = gain([1.0, 0.0] * 50, {"bm25": [0.5] * 100})
    # The mean of 100 draws of +-0.5 has a standard deviation of 0.05.
    assert found.value == 0.0
    assert (found.low, found.high) == (pytest.approx(-0.098, abs=0.01), pytest.approx(0.098, abs=0.01))


def test_every_fold_has_its_share_of_every_category() -> None:
    categories = ["ord"] * 10 + ["spørgsmål"] * 5
    fold = dealt(categories, 5, np.random.default_rng(0))
    for number in range(5):
        assert sorted(categories[at] for at in np.flatnonzero(fold == number)) == ["ord", "ord", "spørgsmål"]


def test_a_setting_that_holds_gives_the_folds_left_out_what_it_gives_the_others() -> None:
    good, poor = Weights(), Weights(lexical=0.0)
    found = cross_validate({poor: [0.2] * 10, good: [0.8] * 10}, ["ord"] * 10, 5)
    assert (found.left_out, found.lowest, found.highest, found.best) == (pytest.approx(0.8),) * 4
    assert found.queries == (pytest.approx(0.8),) * 10


def test_a_setting_that_fits_single_queries_alone_is_found_out() -> None:
    # Each setting is right for one query and wrong for all others: chosen with that query it shines, without it never.
    settings = {Weights(lexical=float(one)): [float(one == at) for at in range(6)] for one in range(6)}
    found = cross_validate(settings, ["ord"] * 6, 6)
    assert found.best == pytest.approx(1 / 6)
    assert found.left_out == 0.0


# Foreign topics


def test_a_foreign_topic_is_wrong_in_every_region_that_answers_it() -> None:
    answers: dict[str, dict[str, int | None]] = {"fodbold": {}, "bier": {"nord": 1, "syd": 2, "øst": None, "vest": 0}}
    scores = score_foreign(["fodbold", "bier"], ["nord", "øst", "vest"], lambda topic: answers[topic])
    assert (scores.cells, scores.wrong) == (6, ("bier, nord: found 1",))  # syd is held as a fact sheet: no cell.
    assert scores.share == pytest.approx(1 / 6)


# Gold files


@pytest.mark.parametrize(("content", "message"), [
    (None, "cannot be read"), ("{", "is not JSON"), ("[1]", "must hold a JSON object, not a list"),
])  # fmt: skip
def test_gold_that_is_no_object_is_refused(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "topics.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        load(path)


@pytest.mark.parametrize("content", ["{}", "[]", '[""]', '["a", 1]', '"a"'])
def test_gold_that_is_no_list_of_names_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "foreign-topics.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match="must hold a JSON list of one or more names"):
        load_names(path)


def test_gold_of_statements_is_found_by_its_name(tmp_path: Path) -> None:
    for name in ("statements-sjaelland.json", "statements-nordjylland.json", "topics.json", "statements.json"):
        (tmp_path / name).write_text(json.dumps({}), encoding="utf-8")
    assert [path.name for path in statement_files(tmp_path)] == [
        "statements-nordjylland.json", "statements-sjaelland.json",
    ]  # fmt: skip
