"""A mention has the type of the weightiest statement that its sentence belongs to."""

from __future__ import annotations

from dataclasses import replace

from graph_samples import EXTRACTION, GOAL, ID, INDICATOR, STATEMENTS, STATISTIC, TEXT, TWIN, quote

from graph.linking import mentions, weighed_sentences
from graph.matcher import Matcher
from graph.model import Mention
from graph.thesaurus import Label, Thesaurus, Topic
from ingest.model import Extraction, Kind, Quote, Sentence, Span, Statement

MATCHER = Matcher(
    Thesaurus(
        {
            slug: Topic(slug, (Label(label, "da", "pref"),), patterns)
            for slug, label, patterns in (
                ("dobbeltdiagnoser", "dobbeltdiagnose", ("psykisk* & misbrug* ~12",)),
                ("genindlaeggelser", "genindlæggelse", ("genindlægges",)),
                ("psykiatri", "psykiatri", ("psykiatri*",)),
                ("vaerdier", "fleksibilitet", ()),
                ("virtuel", "borgerundervisning", ()),
            )
        }
    )
)


def sentence(words: str) -> Sentence:
    return Sentence(quote(words), " ".join(words.split()))


def link(*sentences: Sentence, statements: tuple[Statement, ...] = STATEMENTS) -> list[Mention]:
    return mentions(weighed_sentences(replace(EXTRACTION, sentences=sentences, statements=statements), MATCHER))


def test_a_mention_in_a_statement_has_its_type_and_quotes_the_sentence() -> None:
    found = link(sentence(GOAL.quote.exact))
    assert [(one.topic, one.statement_type, one.statement) for one in found] == [("dobbeltdiagnoser", "goal", GOAL)]
    assert found[0].quote == GOAL.quote
    assert found[0].form == "psykiske lidelser, herunder borgere med samtidigt misbrug"


def test_a_sentence_that_holds_a_statement_counts_as_that_statement() -> None:
    found = link(sentence("• Antal akutte psykiatriske genindlæggelser skal falde"))
    assert {(one.topic, one.statement) for one in found} == {
        ("genindlaeggelser", INDICATOR),
        ("psykiatri", INDICATOR),
    }


def test_of_several_statements_the_weightiest_counts() -> None:
    words = STATISTIC.quote.exact
    follow_up = Statement(Kind.FOLLOW_UP, words, (quote(words),))
    for order in ((STATISTIC, TWIN, follow_up), (follow_up, TWIN, STATISTIC)):
        found = link(sentence(words), statements=order)
        assert {one.statement_type for one in found} == {"follow-up"}


def test_a_mention_outside_every_statement_is_text() -> None:
    found = link(sentence("samtidigt\nmisbrug"), sentence("Vores værdier: fleksibilitet"), statements=())
    assert [(one.topic, one.statement_type, one.statement) for one in found] == [("vaerdier", "text", None)]


def test_a_sentence_that_only_overlaps_a_statement_is_text() -> None:
    half = Statement(Kind.GOAL, "x", (quote("sundhed for de fælles ressourcer\nVores værdier"),))
    found = link(sentence("Vores værdier: fleksibilitet"), statements=(half,))
    assert [one.statement_type for one in found] == ["text"]


def test_the_text_below_a_principle_supports_its_topics_and_that_below_a_focus_area_does_not() -> None:
    below = quote("Vores værdier: fleksibilitet")
    title = quote("Mest mulig sundhed for de fælles ressourcer")
    for kind, level in ((Kind.PRINCIPLE, 2), (Kind.FOCUS_AREA, 1)):
        heading = Statement(kind, title.exact, (title,), label=title.exact, body=(below,))
        found = link(sentence(below.exact), statements=(heading,))
        assert [(one.statement_type, one.weight) for one in found] == [("text", level)]


def test_an_example_in_a_commitment_weighs_less_than_what_it_is_an_example_of() -> None:
    place = quote("Vores værdier: fleksibilitet")
    vow = Statement(Kind.INITIATIVE, place.exact, (place,), strength="vil")
    read = Sentence(place, "Vi vil bygge på fleksibilitet, fx ved virtuel borgerundervisning")
    assert [(one.topic, one.weight) for one in link(read, statements=(vow,))] == [("vaerdier", 3), ("virtuel", 2)]


def test_a_place_in_another_document_is_another_place() -> None:
    words = "Virtuel borgerundervisning"
    place = quote(words)
    elsewhere = Statement(Kind.GOAL, words, (Quote("oplaeg", place.span, place.exact),))
    assert [one.statement_type for one in link(sentence(words), statements=(elsewhere,))] == ["text"]


def test_a_further_quote_of_a_statement_counts_like_the_first() -> None:
    words = "Virtuel borgerundervisning"
    elsewhere = Statement(Kind.GOAL, words, (Quote("oplaeg", Span(0, len(words)), words), quote(words)))
    assert [one.statement_type for one in link(sentence(words), statements=(elsewhere,))] == ["goal"]


def test_mentions_come_in_reading_order_and_only_from_sentences() -> None:
    late, early = sentence("Virtuel borgerundervisning"), sentence("Vores værdier: fleksibilitet")
    assert TEXT.index("Vores værdier") < TEXT.index("Virtuel")
    assert [one.topic for one in link(early, late)] == ["vaerdier", "virtuel"]
    assert link() == []


def test_the_text_of_a_mention_is_the_repaired_sentence() -> None:
    raw = quote("borgere med samtidigt\nmisbrug")
    only = Extraction(EXTRACTION.formalia, (), (Sentence(raw, "psykisk sygdom og samtidigt misbrug"),), ())
    found = mentions(weighed_sentences(only, MATCHER))
    assert [(one.quote.document, one.quote.exact, one.text) for one in found] == [
        (ID, "borgere med samtidigt\nmisbrug", "psykisk sygdom og samtidigt misbrug")
    ]


def test_a_sentence_without_a_topic_is_weighed_too() -> None:
    first, second = weighed_sentences(
        replace(EXTRACTION, sentences=(sentence(INDICATOR.quote.exact), sentence(TEXT[:20].strip()))), MATCHER
    )
    assert (first.statement, first.statement_type, first.weight) == (INDICATOR, "indicator", 2)
    assert (second.statement, second.statement_type, second.weight, second.mentions) == (None, "text", 1, ())
