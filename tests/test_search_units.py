"""A document's passages become units of search with their place, kinds and topics."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graph_samples import CROSS, GOAL, ID, SOURCES, TEXT, agreement, quote

from graph.model import Mention
from ingest.model import Extraction, Formalia, Kind, Passage, Quote, Span, Statement
from search.model import Unit
from search.units import units_of


def passage(words: str, role: str = "paragraph", headings: tuple[str, ...] = ()) -> Passage:
    return Passage(ID, quote(words).span, " ".join(words.split()), role, headings)


def units(*passages: Passage, statements: tuple[Statement, ...] = (), found: tuple[Mention, ...] = ()) -> list[Unit]:
    return units_of(agreement(), Extraction(Formalia(), passages, (), statements), found, SOURCES)


GOAL_WORDS = "Styrke indsatsen for borgere med psykiske lidelser, herunder borgere med samtidigt\nmisbrug"
VALUE = Statement(Kind.VALUE, "fleksibilitet", (quote("fleksibilitet"),))


def test_a_unit_quotes_its_passage_verbatim_and_reads_as_it_is_repaired() -> None:
    (unit,) = units(passage(GOAL_WORDS, "item", ("Sammen om sundheden", "Målsætninger")))
    assert TEXT[unit.start : unit.end] == unit.quote == GOAL_WORDS
    assert unit.text == GOAL_WORDS.replace("\n", " ")
    assert unit.headings == ("Sammen om sundheden", "Målsætninger")
    assert (unit.document, unit.agreement, unit.region) == (ID, ID, "nordjylland")
    assert (unit.year_start, unit.year_end) == (2024, 2027)


@pytest.mark.parametrize(("role", "kept"), [
    ("paragraph", True), ("item", True), ("cell", True), ("heading", False), ("margin", False),
])  # fmt: skip
def test_headings_and_margins_are_no_units(role: str, kept: bool) -> None:
    assert bool(units(passage("Øget mental sundhed og trivsel", role))) is kept


@pytest.mark.parametrize(("words", "kept"), [("47 %", False), ("(2020)", False), ("11", False), ("Målsætninger", True)])
def test_a_passage_with_hardly_a_letter_is_no_unit(words: str, kept: bool) -> None:
    assert bool(units(passage(words))) is kept


def test_a_unit_has_the_kinds_of_its_statements_the_weightiest_first() -> None:
    words = "11 % somatiske patienter og 17 % psykiatriske patienter genindlægges inden for 30 dage (2020)."
    place = quote(words)
    stated = [
        Statement(kind, words, (place,))
        for kind in (Kind.STATISTIC, Kind.INITIATIVE, Kind.FOLLOW_UP, Kind.GOAL, Kind.STATISTIC)
    ]
    stated[1] = replace(stated[1], strength="vil")
    (unit,) = units(passage(words), statements=tuple(stated))
    assert unit.types == ("goal", "follow-up", "statistic", "initiative")
    assert unit.type == "goal"


def test_what_a_passage_elaborates_comes_after_what_it_states() -> None:
    words = "Vores værdier: fleksibilitet"
    heading = quote("Mest mulig sundhed for de fælles ressourcer")
    principle = Statement(Kind.PRINCIPLE, heading.exact, (heading,), body=(quote(words),))
    (unit,) = units(passage(words), statements=(principle, VALUE))
    assert unit.types == ("value", "principle")
    (own,) = units(passage(words), statements=(replace(VALUE, quotes=(heading,), body=(quote(words),)), VALUE))
    assert own.types == ("value",)


def test_a_passage_without_a_statement_is_text() -> None:
    (unit,) = units(passage("Virtuel borgerundervisning"), statements=(GOAL, CROSS))
    assert (unit.types, unit.type) == ((), "text")


def test_a_unit_has_the_topics_of_the_sentences_in_it_once_each() -> None:
    inside = quote("borgere med psykiske lidelser")
    found = tuple(
        Mention(topic, "x", "word", "text", place, "x")
        for topic, place in (
            ("psykisk-sygdom", inside),
            ("dobbeltdiagnoser", inside),
            ("psykisk-sygdom", quote("samtidigt\nmisbrug")),
            ("kol", quote("Lighed i sundhed")),
        )
    )
    (unit,) = units(passage(GOAL_WORDS), found=found)
    assert unit.topics == ("dobbeltdiagnoser", "psykisk-sygdom")


def test_the_same_place_in_another_document_gives_neither_kind_nor_topic() -> None:
    place = Quote("oplaeg", quote(GOAL_WORDS).span, GOAL_WORDS)
    found = Mention("kol", "x", "word", "text", place, "x")
    (unit,) = units(passage(GOAL_WORDS), statements=(replace(GOAL, quotes=(place,)),), found=(found,))
    assert (unit.types, unit.topics) == ((), ())


def test_units_come_in_reading_order() -> None:
    first, second = passage("Vores værdier: fleksibilitet"), passage("Virtuel borgerundervisning")
    assert [unit.start for unit in units(first, second)] == sorted((first.span.start, second.span.start))


def test_a_place_next_to_a_passage_is_not_in_it() -> None:
    words = "Virtuel borgerundervisning"
    span = quote(words).span
    before = Quote(ID, Span(span.start - 1, span.start), "\n")
    (unit,) = units(passage(words), statements=(Statement(Kind.GOAL, "x", (before,)),))
    assert unit.types == ()
