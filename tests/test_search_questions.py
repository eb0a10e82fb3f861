"""A question is understood: its language, its topic, and what was misspelt."""

from __future__ import annotations

import pytest

from graph.matcher import Matcher
from graph.thesaurus import load_thesaurus
from ingest.model import Kind
from search.questions import Aspect
from search.understanding import Understanding
from search.vocabulary import Vocabulary
from search.wording import kinds_asked


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(Matcher(load_thesaurus()))


@pytest.mark.parametrize(("text", "topic", "match"), [
    ("hvilke regioner prioriterer dobbeltdiagnoser", "dobbeltdiagnoser", "word"),
    ("Hvilke regioner prioriterer DOBBELTDIAGNOSER?", "dobbeltdiagnoser", "word"),
    ("dobbeltdiagnose", "dobbeltdiagnoser", "word"),
    ("misbrug og psykisk sygdom", "dobbeltdiagnoser", "semantic"),
    ("psykisk sygdom", "psykisk-sygdom", "word"),
    ("svær psykisk sygdom", "svaer-psykisk-sygdom", "word"),
    ("Hvad siger Region Nordjylland om rygning?", "rygning", "synonym"),
    ("KOL", "kol", "word"),
    ("hvem har ansvaret for genoptræning", "genoptraening", "word"),
    ("er demens et fokusområde i aftalerne", "demens", "word"),
    ("rygning/tobak/nikotin", "rygning", "synonym"),
    ("ensomhed; isolation", "ensomhed", "word"),
])  # fmt: skip
def test_the_topic_is_the_one_that_covers_most_of_the_question(
    understanding: Understanding, text: str, topic: str, match: str
) -> None:
    found = understanding.understand(text).topic
    assert found is not None
    assert (found.topic, found.match) == (topic, match)


@pytest.mark.parametrize("text", [
    "Hvad gør Region Nordjylland og Region Sjælland ved rygning?",
    "Sammenlign Hovedstadens og Syddanmarks aftaler om rygning",
    "What do the North Denmark Region and the Capital Region say about smoking?",
])  # fmt: skip
def test_the_regions_that_a_question_names_are_not_what_it_asks_about(understanding: Understanding, text: str) -> None:
    # Two regions outweighed the topic, and the question was answered by passages alone.
    found = understanding.understand(text).topic
    assert found is not None
    assert found.topic == "rygning"


@pytest.mark.parametrize("text", [
    "", "hvilke regioner", "hvordan bliver vejret i Toscana", "er taget nyt", "demens er noget helt andet end fodbold",
])  # fmt: skip
def test_a_question_on_something_else_has_no_topic(understanding: Understanding, text: str) -> None:
    question = understanding.understand(text)
    assert question.topic is None
    assert question.text == text


@pytest.mark.parametrize(("text", "language"), [
    ("hvilke regioner prioriterer demens", "da"),
    ("which regions prioritise dementia", "en"),
    ("what do the agreements say about loneliness", "en"),
    ("demens", "da"),
    ("ensomhed blandt ældre i regionerne", "da"),
])  # fmt: skip
def test_the_language_is_that_of_the_question(understanding: Understanding, text: str, language: str) -> None:
    assert understanding.understand(text).language == language


@pytest.mark.parametrize(("text", "topic"), [
    ("which regions prioritise dual diagnosis", "dobbeltdiagnoser"),
    ("do the agreements mention loneliness", "ensomhed"),
])  # fmt: skip
def test_a_question_in_english_has_the_same_topics(understanding: Understanding, text: str, topic: str) -> None:
    found = understanding.understand(text).topic
    assert found is not None
    assert found.topic == topic


@pytest.mark.parametrize(("text", "topic"), [
    ("vilka regioner prioriterar demens", "demens"),
    ("vad säger avtalen om diabetes", "diabetes"),
    ("hva sier regionene om demens", "demens"),
    ("hvilke regioner satser på ensomhet", "ensomhed"),
    ("vilka regioner satsar på barn och unga", "boern-og-unge"),
    ("vad säger avtalen om rökning", "rygning"),
    ("hvilke regioner prioriterer psykisk helse", "mental-sundhed"),
    ("hva sier avtalene om eldre", "aeldre"),
])  # fmt: skip
def test_swedish_and_norwegian_questions_are_framed_by_their_own_words(
    understanding: Understanding, text: str, topic: str
) -> None:
    found = understanding.understand(text).topic
    assert found is not None
    assert found.topic == topic


@pytest.mark.parametrize(("text", "topic", "corrected"), [
    ("diabtes", "diabetes", (("diabtes", "diabetes"),)),
    ("Hvilke regioner prioriterer Enssomhed?", "ensomhed", (("enssomhed", "ensomhed"),)),
    ("kræftt", "kraeft", (("kræftt", "kræft"),)),
])  # fmt: skip
def test_a_misspelt_word_is_read_as_the_nearest_of_a_label(
    understanding: Understanding, text: str, topic: str, corrected: tuple[tuple[str, str], ...]
) -> None:
    question = understanding.understand(text)
    assert question.topic is not None
    assert (question.topic.topic, question.corrected, question.text) == (topic, corrected, text)


def test_a_common_misspelling_is_known_without_correction(understanding: Understanding) -> None:
    question = understanding.understand("hvilke regioner prioriterer dobeltdiagnoser")
    assert question.topic is not None
    assert (question.topic.topic, question.topic.match, question.corrected) == ("dobbeltdiagnoser", "synonym", ())


@pytest.mark.parametrize("text", ["psykiatri", "fodbold i Toscana", "abc", "xyzzyqwerty"])
def test_what_is_known_or_like_nothing_is_not_corrected(understanding: Understanding, text: str) -> None:
    assert understanding.understand(text).corrected == ()


def topics(text: str, understanding: Understanding) -> list[str]:
    return understanding.topics(understanding.understand(text))


def test_all_topics_of_a_text_are_given_the_one_that_it_is_about_first(understanding: Understanding) -> None:
    assert topics("misbrug og psykisk sygdom", understanding) == ["dobbeltdiagnoser", "psykisk-sygdom", "misbrug"]
    assert topics("vejret i Toscana", understanding) == []


def test_a_question_without_one_topic_may_still_name_several(understanding: Understanding) -> None:
    text = "hvor mange borgere i byen har ondt i ryggen, diabetes og hjertesygdom om vinteren"
    assert understanding.understand(text).topic is None
    assert {"diabetes", "hjerte-kar-sygdomme"} <= set(topics(text, understanding))


@pytest.mark.parametrize(("text", "topic"), [
    ("type 2-diabetes", "type-2-diabetes"),
    ("hvilke regioner har et forløbsprogram for KOL", "forloebsprogrammer"),
    ("psykiatriske genindlæggelser", "genindlaeggelser"),
])  # fmt: skip
def test_a_long_label_counts_with_all_its_words(understanding: Understanding, text: str, topic: str) -> None:
    # The surest match of a topic was taken, "diabetes", which covered too little of the question.
    found = understanding.understand(text).topic
    assert found is not None
    assert found.topic == topic


def test_nearly_every_label_leads_to_its_topic(understanding: Understanding) -> None:
    topics = understanding.matcher.thesaurus.topics.values()
    labels = [(label.text, topic.slug) for topic in topics for label in topic.labels if label.role != "hidden"]
    lost = []
    for text, slug in labels:
        found = understanding.understand(text).topic
        if found is None or found.topic != slug:
            lost.append(text)
    # What is lost consists of words that frame a question: "who does what", "discharge agreements".
    assert len(lost) <= 0.001 * len(labels), lost


WORDS = [
    "vi vil skabe ejerskab og rekruttere medarbejdere til psykiatrien",
    "uenige parter drøfter medicinoplysninger og tvangsindlæggelser gennem en løsning",
    "samle kræfterne",
]


@pytest.fixture(scope="module")
def reading() -> Understanding:
    vocabulary = Vocabulary.of(text.split() for text in WORDS)
    return Understanding(Matcher(load_thesaurus()), lambda: vocabulary)


@pytest.mark.parametrize(("text", "aspects"), [
    ("hvilke regioner nævner ejerskab", [("ejerskab", None, ("ejerskab",))]),
    ("ensomhed blandt ældre", [("ældre", "aeldre", ()), ("ensomhed", "ensomhed", ())]),
    ("unge med ADHD", [("ADHD", "adhd", ()), ("unge", "boern-og-unge", ())]),
    ("natlukning", [("natlukning", None, ("natlukning",))]),  # in no dictionary, but both of its parts are
    ("fodbold", [("fodbold", None, ("fodbold",))]),
    ("ejerskab hos de unge", [("unge", "boern-og-unge", ()), ("ejerskab", None, ("ejerskab",))]),
])  # fmt: skip
def test_what_is_no_single_topic_must_be_spoken_of_together(
    reading: Understanding, text: str, aspects: list[tuple[str, str | None, tuple[str, ...]]]
) -> None:
    found = reading.understand(text)
    assert found.topic is None
    assert [(one.label, one.topic, one.forms) for one in found.aspects] == aspects


@pytest.mark.parametrize("text", [
    "", "hvilke regioner", "xyzzy", "hvorfor mødes de", "hvordan cykler man", "who owns it", "energy drinks",
    "cykler biler fly tog skibe", "🙂", "{ } < >",
])  # fmt: skip
def test_what_cannot_be_looked_for_has_no_aspects(reading: Understanding, text: str) -> None:
    found = reading.understand(text)
    assert (found.topic, found.aspects) == (None, ())


@pytest.mark.parametrize("text", ["energidrikke", "sygeplejerskeuniformer", "parallelle tilbud"])
def test_a_word_that_only_speaks_of_a_topic_is_not_answered_by_all_that_is_said_of_it(
    reading: Understanding, text: str
) -> None:
    assert reading.understand(text).topic is None


def test_a_danish_word_is_not_corrected_to_the_nearest_label(reading: Understanding) -> None:
    assert reading.understand("visionen").corrected == ()
    assert reading.understand("ensomhedd").corrected == (("ensomhedd", "ensomhed"),)


def test_what_a_question_is_about_is_named_in_its_order(reading: Understanding) -> None:
    assert reading.understand("ensomhed blandt ældre").named == "ensomhed + ældre"
    assert reading.understand("demens").named == ""


@pytest.mark.parametrize(("text", "kinds", "topic", "regions"), [
    ("indikatorer for diabetes", ("indicator", "national-indicator"), "diabetes", ()),
    ("Hvad er visionen i Region Sjællands sundhedsaftale?", ("vision",), None, ("sjaelland",)),
    ("what is the vision of the North Denmark Region", ("vision",), None, ("nordjylland",)),
    ("hvilke mål har Midtjylland for psykiatrien", ("goal",), "psykiatri", ("midtjylland",)),
    ("tal for psykiatrien", ("statistic",), "psykiatri", ()),
    ("hvad betyder sundhedskompetence", ("definition",), "sundhedskompetence", ()),
    ("værdier", ("value",), None, ()),
    ("indikatorer", (), "indikatorer", ()),  # a topic of the thesaurus
    ("hvor mange kommuner er med i aftalen", (), None, ()),  # not all figures
    ("indikatorer for xyzzy", (), None, ()),  # not all indicators
    ("hvilke regioner prioriterer demens", (), "demens", ()),
])  # fmt: skip
def test_a_question_for_a_kind_of_statement_says_which_on_what_and_where(
    reading: Understanding, text: str, kinds: tuple[str, ...], topic: str | None, regions: tuple[str, ...]
) -> None:
    found = reading.understand(text)
    assert (found.kinds, found.topic and found.topic.topic, found.regions) == (kinds, topic, regions)


def test_the_kinds_that_can_be_asked_for_are_those_of_statements() -> None:
    assert {kind for text in KIND_WORDS for kind in kinds_asked(text)[0]} == {*Kind} - {
        Kind.INITIATIVE,
    }


KIND_WORDS = [
    "visioner", "principper", "værdier", "fokusområder", "mål", "indikatorer", "målgrupper", "hvor mange", "hvornår",
    "hvem", "hvad betyder x", "nationale mål",
]  # fmt: skip


@pytest.mark.parametrize(("text", "topic"), [
    ("hvad mener Sjælland om psykiatri", "psykiatri"),
    ("hvilke regioner lægger vægt på ensomhed", "ensomhed"),
    ("hvilke regioner vil styrke psykiatrien", "psykiatri"),
    ("Jeg vil gerne vide, hvilke regioner der bekymrer sig om ensomhed", "ensomhed"),
    ("hvad siger midtjyderne om diabetes", "diabetes"),
    ("konkrete tiltag mod ensomhed", "ensomhed"),
    ("hvilke regioner demens", "demens"),
    ("hvilke regioner naevner boern", "boern-og-unge"),
    ("which regions do not mention dementia", "demens"),
])  # fmt: skip
def test_what_frames_a_question_is_not_looked_for(reading: Understanding, text: str, topic: str) -> None:
    # Each of these was answered by 0 for all regions, since no sentence speaks of "mener" and psychiatry at once.
    found = reading.understand(text).topic
    assert found is not None
    assert found.topic == topic


@pytest.mark.parametrize(
    "text", ["hvilke regioner har et forløbsprogram for børn", "hvilke regioner har ejerskab til børn"]
)
def test_a_noun_behind_a_verb_is_looked_for(reading: Understanding, text: str) -> None:
    assert len(reading.understand(text).aspects) == 2


def test_two_topics_are_never_answered_by_one_of_them(reading: Understanding) -> None:
    for text in ("demens og diabetes", "hvilke regioner prioriterer demens og diabetes"):
        assert [one.topic for one in reading.understand(text).aspects] == ["demens", "diabetes"]
    assert reading.understand("egenomsorg og mestring").topic is not None


@pytest.mark.parametrize("text", ["demens eller diabetes", "alkohol, men ikke rygning", "hverken demens eller kræft"])
def test_alternatives_and_denials_are_not_looked_for_at_once(reading: Understanding, text: str) -> None:
    found = reading.understand(text)
    assert (found.topic, found.aspects) == (None, ())


def test_a_region_is_no_word_of_the_texts(reading: Understanding) -> None:
    assert reading.understand("demens i North Denmark").regions == ("nordjylland",)
    assert reading.understand("ejerskab i Sjælland").aspects == (Aspect("ejerskab", forms=("ejerskab",)),)


@pytest.mark.parametrize(
    "text",
    [
        "hvornår træder sundhedsaftalen i kraft i Sjælland",
        "hvor længe gælder aftalen i Nordjylland",
        "hvilke aftaler gælder i dag",
        "hvilken periode gælder aftalen for",
        "hvem har indgået sundhedsaftalen i Midtjylland",
        "hvor mange kommuner er med",
        "which agreements are in force today",
        "when does the agreement in Zealand expire",
        "aftaleperiode",
    ],
)
def test_a_question_on_the_agreements_themselves_asks_for_them(reading: Understanding, text: str) -> None:
    question = reading.understand(text)
    assert (question.on_agreements, question.topic, question.aspects, question.kinds) == (True, None, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "hvornår træder forbuddet mod rygning i kraft",
        "hvor mange kommuner har en akutfunktion",
        "hvor længe varer genoptræning",
        "hvilke regioner prioriterer perioden efter fødslen",
        "hvilke aftaler gælder demens",
        "hvem har ansvaret for genoptræning",
    ],
)
def test_a_question_on_a_thing_is_not_taken_for_one_on_the_agreements(reading: Understanding, text: str) -> None:
    assert not reading.understand(text).on_agreements


@pytest.mark.parametrize(
    ("text", "compares", "topic", "regions"),
    [
        ("hvad er nyt siden sidste aftale i Syddanmark", "predecessor", None, ("syddanmark",)),
        ("hvad har ændret sig om demens i Syddanmark", "predecessor", "demens", ("syddanmark",)),
        ("what has changed in Zealand since the last agreement", "predecessor", None, ("sjaelland",)),
        ("sammenlign Nordjylland og Sjælland", "regions", None, ("nordjylland", "sjaelland")),
        (
            "hvad er forskellen på Nordjylland og Sjælland i forhold til diabetes",
            "regions",
            "diabetes",
            ("nordjylland", "sjaelland"),
        ),
    ],
)
def test_a_question_that_compares_says_what_and_on_which_topic(
    reading: Understanding, text: str, compares: str, topic: str | None, regions: tuple[str, ...]
) -> None:
    question = reading.understand(text)
    assert (question.compares, question.regions) == (compares, regions)
    assert (question.topic.topic if question.topic else None) == topic


@pytest.mark.parametrize(
    "text",
    [
        "hvad er nyt",
        "sammenlign demens og kræft",
        "hvad siger den nye sundhedsaftale i Syddanmark om demens",
        "sammenlign regionerne om rygning",
        "hvad er nyt på Marselisborg Hospital i Midtjylland",
    ],
)
def test_a_question_that_names_no_agreements_to_compare_compares_none(reading: Understanding, text: str) -> None:
    assert reading.understand(text).compares == ""
