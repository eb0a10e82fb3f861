"""National goals and indicators: known by name and number, and nobody's own."""

from __future__ import annotations

from extracted import names, stated, typed

from ingest.model import Goal, Indicator, Kind, NationalGoal


def test_the_national_goals_are_nobodys_focus_areas_or_goals() -> None:
    text = "Byens to pejlemærker:\n\n• Øget patientinddragelse\n• Rolige nætter på havnen\n"
    assert names(text, Kind.FOCUS_AREA) == ["Rolige nætter på havnen"]
    listed = "Vi vil:\n\n• Behandling af høj kvalitet\n• Rolige nætter på havnen\n"
    assert [goal.text for goal in typed(listed, Goal)] == ["Rolige nætter på havnen"]


def test_national_goals_are_known_by_name_and_number() -> None:
    text = """Byen lægger særlig vægt på disse af de nationale mål:

• Øget patientinddragelse
• Hurtig udredning og behandling

De øvrige nationale mål glemmer vi ikke, og vi arbejder også med dem:

• Behandling af høj kvalitet
"""
    found = {goal.number: goal.emphasised for goal in typed(text, NationalGoal)}
    assert found == {6: True, 5: True, 4: False}


def test_a_national_goal_may_be_named_in_a_sentence_and_a_changed_name_has_the_same_number() -> None:
    text = "Vi arbejder her på øen for det nationale mål om mere lighed og flere sunde leveår.\n"
    assert [goal.number for goal in typed(text, NationalGoal)] == [7]


def test_a_text_that_names_no_national_goal_has_none() -> None:
    assert typed("Vi vil have flere gode leveår og hurtig hjælp på øen.\n", NationalGoal) == []


def test_a_list_with_three_published_names_holds_national_indicators_and_no_sentences() -> None:
    text = """Vi følger disse nationale indikatorer:

• Middellevetid
• Hjertedødelighed
• Ventetid til genoptræning
• Psykisk trivsel på øerne
"""
    assert [one.text for one in stated(text, Kind.NATIONAL_INDICATOR)] == [
        "Middellevetid",
        "Hjertedødelighed",
        "Ventetid til genoptræning",
        "Psykisk trivsel på øerne",
    ]
    assert typed(text, Indicator) == []


def test_a_figure_of_published_names_holds_national_indicators() -> None:
    labels = ["Middellevetid", "Hjertedødelighed", "Daglige rygere i befolkningen", "Færdigbehandlingsdage"]
    labels += ["Ventetid til genoptræning", "Overlevelse efter kræft", "Liggetid pr. indlæggelse"]
    text = "Figuren viser, hvad landet måler.\n\n" + "\n\n".join(labels) + "\n"
    assert [one.text for one in stated(text, Kind.NATIONAL_INDICATOR)] == labels


def test_one_published_name_among_others_makes_no_national_indicators() -> None:
    text = "Havnens punkter:\n\n• Middellevetid\n• Vejr og vind\n• Skibe i havn\n"
    assert stated(text, Kind.NATIONAL_INDICATOR) == []
