"""Topics are found in every inflection, surest first, and at the place where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.matcher import Matcher, TopicMatch
from graph.thesaurus import Label, Thesaurus, Topic, load_thesaurus


def topic(slug: str, pref: str, *alt: str, hidden: str = "", patterns: tuple[str, ...] = ()) -> Topic:
    labels = [Label(pref, "da", "pref"), *(Label(text, "da", "alt") for text in alt)]
    if hidden:
        labels.append(Label(hidden, "da", "hidden"))
    return Topic(slug, tuple(labels), patterns)


SMALL = Matcher(
    Thesaurus(
        {
            one.slug: one
            for one in (
                topic("dobbeltdiagnoser", "dobbeltdiagnose", hidden="dobeltdiagnose",
                      patterns=("psykisk* & misbrug* & !pårørende ~8",)),
                topic("genindlaeggelser", "genindlæggelse", patterns=("psykisk* & genindlæg* ~4",)),
                topic("kroenikere", "borger med kronisk sygdom", "kroniker"),
                topic("plo", "PLO"),
                topic("psykisk-sygdom", "psykisk sygdom", "psykisk lidelse"),
                topic("svaer-psykisk-sygdom", "svær psykisk sygdom"),
            )
        }
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Matcher:
    return Matcher(load_thesaurus())


def one(text: str, slug: str) -> TopicMatch | None:
    return next((match for match in SMALL.find(text) if match.topic == slug), None)


# Inflections from Den Danske Ordbog: singular and plural, indefinite and definite, each with its genitive.
@pytest.mark.parametrize("word", [
    "dobbeltdiagnose", "dobbeltdiagnosen", "dobbeltdiagnoser", "dobbeltdiagnoserne", "dobbeltdiagnoses",
    "dobbeltdiagnosens", "dobbeltdiagnosers", "dobbeltdiagnosernes", "Dobbeltdiagnoser", "DOBBELTDIAGNOSER",
])  # fmt: skip
def test_a_label_finds_every_inflection(word: str) -> None:
    text = f"Vi vil hjælpe borgere med {word}, nu."
    found = one(text, "dobbeltdiagnoser")
    assert found is not None
    assert (found.form, found.match, text[found.start : found.end]) == (word, "word", word)


@pytest.mark.parametrize(("text", "slug", "form", "match"), [
    ("Flere kronikere end før", "kroenikere", "kronikere", "synonym"),
    ("Borgere med kroniske sygdomme", "kroenikere", "Borgere med kroniske sygdomme", "word"),
    ("behandling af dobeltdiagnosen", "dobbeltdiagnoser", "dobeltdiagnosen", "synonym"),
    ("PLO-Nordjylland deltager", "plo", "PLO", "word"),
    ("misbrug blandt psykisk syge", "dobbeltdiagnoser", "misbrug blandt psykisk", "semantic"),
])  # fmt: skip
def test_a_match_tells_by_what_it_was_made(text: str, slug: str, form: str, match: str) -> None:
    found = one(text, slug)
    assert found is not None
    assert (found.form, found.match) == (form, match)


@pytest.mark.parametrize("text", [
    "en diagnose", "kroniske smerter", "explodere", "psykisk syge med pårørende og misbrug", "",
])  # fmt: skip
def test_what_no_label_or_pattern_says_is_not_found(text: str) -> None:
    assert [found.topic for found in SMALL.find(text) if found.topic != "psykisk-sygdom"] == []


def test_a_text_on_a_narrower_topic_speaks_of_the_wider_one_too() -> None:
    found = {match.topic: match.form for match in SMALL.find("Borgere med svære psykiske sygdomme")}
    assert found == {
        "psykisk-sygdom": "psykiske sygdomme",
        "svaer-psykisk-sygdom": "svære psykiske sygdomme",
    }


def test_each_topic_is_given_once_by_its_surest_form() -> None:
    text = "Misbrug hos psykisk syge, altså dobbeltdiagnoser og dobeltdiagnoser"
    found = [match for match in SMALL.find(text) if match.topic == "dobbeltdiagnoser"]
    assert [(match.form, match.match) for match in found] == [("dobbeltdiagnoser", "word")]


def test_topics_come_in_order_of_slug() -> None:
    slugs = [match.topic for match in SMALL.find("Svær psykisk sygdom, PLO, kronikere og en dobbeltdiagnose")]
    assert slugs == sorted(slugs)
    assert len(slugs) == 5


def test_a_word_that_is_only_implied_is_found_where_it_is_implied() -> None:
    text = "Antal (gen)indlæggelser falder"
    found = one(text, "genindlaeggelser")
    assert found is not None
    assert (found.form, found.match) == ("(gen)indlæggelser", "word")


def test_an_implied_word_counts_in_a_pattern_at_its_own_place() -> None:
    # Implied words once stood behind the sentence's last word: in a long sentence they were outside every window.
    pattern = topic("genindlaeggelser", "ordet findes ikke", patterns=("psykisk* & genindlæg* ~4",))
    matcher = Matcher(Thesaurus({pattern.slug: pattern}))
    text = "Psykisk syges (gen)indlæggelser skal falde i alle kommuner og på hvert eneste af regionens hospitaler"
    assert [match.form for match in matcher.find(text)] == ["Psykisk syges (gen)indlæggelser"]


def test_an_implied_word_does_not_follow_the_last_one() -> None:
    phrase = topic("akutte", "ordet findes ikke", patterns=("akutte genindlæg*",))
    assert Matcher(Thesaurus({phrase.slug: phrase})).find("Antal (gen)indlæggelser, heraf akutte") == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(
    ("svær", "psykiske", "sygdomme", "misbrug", "-", ",", "(gen)indlæggelser", "midtvejs- og slutstatus", "PLO", "\n")
), max_size=14).map(" ".join))  # fmt: skip
def test_a_form_is_always_the_text_at_its_offsets(text: str) -> None:
    for match in SMALL.find(text):
        assert match.form == text[match.start : match.end] != ""


@pytest.mark.parametrize(("sentence", "slug"), [
    ("Vi vil styrke indsatsen for borgere med psykiske lidelser og samtidigt misbrug.", "dobbeltdiagnoser"),
    ("Særligt fokus på personer med svær psykisk sygdom og misbrug.", "dobbeltdiagnoser"),
    ("Færre unge skal begynde at ryge.", "rygning"),
    ("Ensomme ældre får besøg.", "ensomhed"),
    ("Dementia is more frequent.", "demens"),
    ("Patienter med type 2-diabetes", "diabetes"),
    ("børne- og ungdomspsykiatrien", "boerne-og-ungdomspsykiatri"),
    ("hjerte- og kredsløbssygdomme", "hjerte-kar-sygdomme"),
])  # fmt: skip
def test_the_thesaurus_finds_what_a_reader_finds(real: Matcher, sentence: str, slug: str) -> None:
    assert slug in [match.topic for match in real.find(sentence)]


@pytest.mark.parametrize(("sentence", "slug"), [
    ("Borgere med psykisk sygdom får et tilbud.", "dobbeltdiagnoser"),
    ("Udvalget mødes i Kolding.", "kol"),
    ("Aftalen er ikke til at misforstå.", "misbrug"),
    ("Arbejdet ligger i faste rammer.", "rygning"),
])  # fmt: skip
def test_the_thesaurus_does_not_find_what_a_reader_does_not(real: Matcher, sentence: str, slug: str) -> None:
    assert slug not in [match.topic for match in real.find(sentence)]
