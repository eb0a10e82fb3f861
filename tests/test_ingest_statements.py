"""What agreements state, recognised in small invented texts in the layouts of real ones."""

from __future__ import annotations

from typing import TypeVar

import pytest

from ingest.extraction import extract
from ingest.model import (
    Definition,
    Extraction,
    FocusArea,
    FollowUp,
    Goal,
    Indicator,
    Kind,
    NationalGoal,
    Organisation,
    Statement,
    Statistic,
)
from ingest.source import Source
from ingest.statements import cues

Stated = TypeVar("Stated", bound=Statement)


def read(text: str, file_format: str = "text") -> Extraction:
    return extract([Source("aftale", text, file_format)])


def stated(text: str, kind: Kind, file_format: str = "text") -> list[Statement]:
    return [statement for statement in read(text, file_format).statements if statement.kind is kind]


def typed(text: str, made: type[Stated], file_format: str = "text") -> list[Stated]:
    return [statement for statement in read(text, file_format).statements if isinstance(statement, made)]


def names(text: str, kind: Kind, file_format: str = "text") -> list[str]:
    return [statement.name for statement in stated(text, kind, file_format)]


AREAS = """Aftalens retning

Parterne samler de næste år kræfterne om tre fokusområder, som byrådene har valgt:

• Trygge skift mellem hjem og sygehus
• En stærk vagtlægeordning
• Unge uden røg

Trygge skift mellem hjem og sygehus

Mange gamle borgere flytter tit mellem hjem og sygehus. Det slider på dem og på deres
familier.

Vi vil:

• give hver borger en fast kontaktsygeplejerske
• halvere antallet af natlige udskrivninger

En stærk vagtlægeordning

Vagtlægen er døren til sundhedsvæsenet om aftenen. Døren skal være åben for alle.

Målsætning: Ingen venter mere end ti minutter i telefonen hos vagtlægen.

Unge uden røg

Tobak koster flere leveår end noget andet. Målet er, at ingen elev i folkeskolen ryger.
"""


# Labelled statements: visions, principles, values, focus areas, target groups


def test_a_list_after_an_announcing_sentence_names_the_focus_areas() -> None:
    assert names(AREAS, Kind.FOCUS_AREA) == [
        "Trygge skift mellem hjem og sygehus",
        "En stærk vagtlægeordning",
        "Unge uden røg",
    ]


def test_the_heading_of_the_same_name_is_a_further_quote_and_its_text_the_body() -> None:
    area = stated(AREAS, Kind.FOCUS_AREA)[0]
    assert len(area.quotes) == 2
    assert area.quotes[0].span.end < area.quotes[1].span.start
    assert area.body[0].exact.startswith("Mange gamle borgere")
    assert all("Vagtlægen" not in quote.exact for quote in area.body)


def test_cross_cutting_areas_are_marked_and_named_without_their_explanation() -> None:
    text = """Kommunerne og regionen har desuden valgt følgende tværgående indsatsområder:

• Digital støtte; for eksempel videosamtaler og måling i hjemmet
• Fælles uddannelse af plejepersonale
"""
    areas = typed(text, FocusArea)
    assert [(area.label, area.cross_cutting) for area in areas] == [
        ("Digital støtte", True),
        ("Fælles uddannelse af plejepersonale", True),
    ]
    assert areas[0].text == "Digital støtte; for eksempel videosamtaler og måling i hjemmet"
    assert not any(area.cross_cutting for area in typed(AREAS, FocusArea))


def test_headings_below_a_counted_announcement_name_the_areas_and_stop_at_the_count() -> None:
    text = """Byens to strategiske spor:

Tidlig hjælp

Den, der får hjælp tidligt, bliver hurtigere rask, og det er godt for alle parter.

Nær hjælp

Den, der får hjælp tæt på sit hjem, slipper for lange ture med bus og tog.

Tak til alle

Mange har hjulpet med at skrive denne tekst, og dem skylder vi en tak for arbejdet.
"""
    assert names(text, Kind.FOCUS_AREA) == ["Tidlig hjælp", "Nær hjælp"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Vision: Alle kan leve et godt liv på øen.", Kind.VISION, "Alle kan leve et godt liv på øen"),
        ("Princip 2: Vi møder hinanden med tillid.", Kind.PRINCIPLE, "Vi møder hinanden med tillid"),
        ("Pejlemærke 1: Flere gode år", Kind.FOCUS_AREA, "Flere gode år"),
    ],
)
def test_a_label_before_a_text_says_what_it_is(text: str, kind: Kind, name: str) -> None:
    assert names(f"Havnen er åben hele natten.\n\n{text}\n", kind) == [name]


def test_the_vision_is_the_block_that_an_unfinished_sentence_leads_to() -> None:
    text = """Vores vision er, at:

Øboerne lever længere og passer
på hinanden

Det er en stor opgave, som kræver tid og penge fra alle parter.
"""
    (vision,) = stated(text, Kind.VISION)
    assert vision.text == "Øboerne lever længere og passer på hinanden"
    assert vision.quote.exact == "Øboerne lever længere og passer\npå hinanden"


def test_a_vision_in_quotation_marks_is_named_once() -> None:
    text = "Visionen ”Sunde øer i et roligt hav” bærer os. Vi tror på visionen ”Sunde øer i et roligt hav”.\n"
    assert names(text, Kind.VISION) == ["Sunde øer i et roligt hav"]


def test_a_visions_chapter_of_a_fact_sheet_in_markdown_is_read() -> None:
    text = "# Faktaark\n\n## Vision\n\nVi holder sammen om de mindste\n\n## Kilder\n\n- Byens hjemmeside\n"
    assert names(text, Kind.VISION, "markdown") == ["Vi holder sammen om de mindste"]


def test_principles_are_one_statement_each_in_list_and_headings() -> None:
    text = """Samarbejdets grundlag

Samarbejdet hviler på tre principper:

• Nærhed før afstand
• Viden skal deles
• Ingen slipper før den næste griber

NÆRHED FØR AFSTAND

Hjælpen gives så tæt på hjemmet som muligt, også i weekenden og på helligdage.

VIDEN SKAL DELES

Den, der ved noget om borgeren, giver det videre samme dag til den næste.
"""
    principles = stated(text, Kind.PRINCIPLE)
    assert [(one.label, len(one.quotes)) for one in principles] == [
        ("Nærhed før afstand", 2),
        ("Viden skal deles", 2),
        ("Ingen slipper før den næste griber", 1),
    ]
    assert principles[0].quotes[1].exact == "NÆRHED FØR AFSTAND"


@pytest.mark.parametrize(
    "item",
    [
        "åbenhed, nysgerrighed og respekt",
        "åbenhed, nysgerrighed, og respekt",
        "åbenhed, , nysgerrighed og respekt",
        "åbenhed,\n  nysgerrighed og respekt",
    ],
)
def test_values_enumerated_in_one_item_are_told_apart(item: str) -> None:
    """An empty place between two commas once ended the reading of the whole document."""
    assert names(f"Vores værdier er:\n\n• {item}\n", Kind.VALUE) == ["åbenhed", "nysgerrighed", "respekt"]


def test_target_groups_are_listed_after_their_announcement() -> None:
    text = "Aftalen gælder to målgrupper:\n\n• Børn med astma\n• Voksne med gigt\n"
    assert names(text, Kind.TARGET_GROUP) == ["Børn med astma", "Voksne med gigt"]


def test_a_particular_focus_in_a_chapter_of_focus_areas_is_one_of_them() -> None:
    text = """Prioriterede indsatsområder

Byrådene ønsker de næste fire år et særligt fokus på enlige fiskere over halvfjerds år. Det haster.
"""
    (area,) = typed(text, FocusArea)
    assert area.label == "enlige fiskere over halvfjerds år"
    assert area.quote.exact.startswith("Byrådene ønsker")


@pytest.mark.parametrize(
    "text",
    [
        "Vi følger op på pejlemærkerne:\n\n• hvert år i maj\n• hvert år i november\n",
        "Sådan stilles der krav til indikatorerne:\n\n• de skal være få\n• de skal kunne måles\n",
    ],
)
def test_a_noun_that_depends_on_another_announces_nothing(text: str) -> None:
    kinds = {statement.kind for statement in read(text).statements}
    assert not kinds & {Kind.FOCUS_AREA, Kind.INDICATOR}


def test_the_national_goals_are_nobodys_focus_areas_or_goals() -> None:
    text = "Byens to pejlemærker:\n\n• Øget patientinddragelse\n• Rolige nætter på havnen\n"
    assert names(text, Kind.FOCUS_AREA) == ["Rolige nætter på havnen"]
    listed = "Vi vil:\n\n• Behandling af høj kvalitet\n• Rolige nætter på havnen\n"
    assert [goal.text for goal in typed(listed, Goal)] == ["Rolige nætter på havnen"]


def test_repeated_names_are_one_statement_although_case_spacing_and_number_differ() -> None:
    text = "Byens to pejlemærker:\n\n• Flere gode år\n• Rolige nætter\n\nPejlemærke 1: FLERE GODE ÅR\n"
    assert names(text, Kind.FOCUS_AREA) == ["Flere gode år", "Rolige nætter"]


# Goals


def test_goals_are_read_from_lists_labels_and_sentences_and_know_their_focus_area() -> None:
    assert [(goal.text, goal.focus_area) for goal in typed(AREAS, Goal)] == [
        ("give hver borger en fast kontaktsygeplejerske", "Trygge skift mellem hjem og sygehus"),
        ("halvere antallet af natlige udskrivninger", "Trygge skift mellem hjem og sygehus"),
        ("Ingen venter mere end ti minutter i telefonen hos vagtlægen.", "En stærk vagtlægeordning"),
        ("Målet er, at ingen elev i folkeskolen ryger.", "Unge uden røg"),
    ]


def test_a_goal_after_a_label_is_quoted_without_the_label() -> None:
    goal = next(goal for goal in typed(AREAS, Goal) if goal.text.startswith("Ingen venter"))
    assert goal.quote.exact == goal.text


@pytest.mark.parametrize(
    "intro", ["Vi vil:", "Derfor vil vi:", "Det vil vi:", "Vores mål er, at:", "Aftalens tre mål:"]
)
def test_a_list_is_one_of_goals_after_these_words(intro: str) -> None:
    text = f"{intro}\n\n• flere børn lærer at svømme\n• færre gamle sidder alene\n"
    assert [goal.text for goal in typed(text, Goal)] == ["flere børn lærer at svømme", "færre gamle sidder alene"]


@pytest.mark.parametrize("intro", ["Byen har:", "Med på mødet var:", "Vi siger tak til:"])
def test_other_lists_hold_no_goals(intro: str) -> None:
    assert typed(f"{intro}\n\n• flere børn og unge\n• færre gamle\n", Goal) == []


def test_a_goal_listed_by_its_name_is_what_the_text_under_its_heading_states() -> None:
    text = """De to fælles mål er:

• Ro om natten
• Lys om vinteren

Ro om natten

Støj gør folk syge. Målet er, at ingen vækkes af lastbiler mellem midnat og morgen.

Lys om vinteren

Mørke gør folk triste. Målet er, at alle stier er oplyst fra oktober til marts.
"""
    goals = typed(text, Goal)
    assert [(goal.label, goal.text) for goal in goals] == [
        ("Ro om natten", "Målet er, at ingen vækkes af lastbiler mellem midnat og morgen."),
        ("Lys om vinteren", "Målet er, at alle stier er oplyst fra oktober til marts."),
    ]
    assert {quote.exact for quote in goals[0].quotes} == {goals[0].text, "Ro om natten"}
    assert len(goals[0].quotes) == 3


# Indicators

TABLE = """Aftalen gælder to målgrupper:

• Børnefamilier
• Enlige over 75 år

Vi vil:

• at flere gamle bor trygt i eget hjem
• at ingen venter på vagtlægen

Mål Indikator Målgruppe

At flere gamle bor trygt i eget hjem

Andel af borgere med fast kontaktsygeplejerske
Enlige over 75 år

Færre fald i hjemmet
Enlige over 75 år

At ingen venter på vagtlægen

Ventetid i telefonen hos vagtlægen
Alle

Stigning i antallet af videosamtaler
Børnefamilier og Enlige over 75 år

Her er tabellen slut, og en hel sætning fortæller om noget andet.
"""


def test_a_flattened_table_gives_indicators_with_goal_and_target_group() -> None:
    found = [(one.text, one.goal, one.target_groups) for one in typed(TABLE, Indicator)]
    assert found == [
        (
            "Andel af borgere med fast kontaktsygeplejerske",
            "at flere gamle bor trygt i eget hjem",
            ("Enlige over 75 år",),
        ),
        ("Færre fald i hjemmet", "at flere gamle bor trygt i eget hjem", ("Enlige over 75 år",)),
        ("Ventetid i telefonen hos vagtlægen", "at ingen venter på vagtlægen", ("Alle",)),
        (
            "Stigning i antallet af videosamtaler",
            "at ingen venter på vagtlægen",
            ("Børnefamilier", "Enlige over 75 år"),
        ),
    ]


def test_the_goals_named_in_a_table_stay_goals() -> None:
    assert [goal.text for goal in typed(TABLE, Goal)] == [
        "at flere gamle bor trygt i eget hjem",
        "at ingen venter på vagtlægen",
    ]


def test_a_table_without_target_groups_gives_none() -> None:
    text = """Fokusområder og mål står ovenfor.

Mål Indikator

Andel af elever, der cykler
Antal børn i svømmeklubben
Antal ledige timer i hallen

Her er tabellen slut, og en hel sætning fortæller om noget andet.
"""
    assert [(one.text, one.target_groups) for one in typed(text, Indicator)] == [
        ("Andel af elever, der cykler", ()),
        ("Antal børn i svømmeklubben", ()),
        ("Antal ledige timer i hallen", ()),
    ]


@pytest.mark.parametrize(
    ("item", "direction"),
    [
        ("Færre natlige udskrivninger", "down"),
        ("Fald i antallet af indlæggelser", "down"),
        ("Antal indlæggelser skal reduceres", "down"),
        ("Stigning i antallet af videosamtaler", "up"),
        ("Flere frivillige", "up"),
        ("Andel af elever, der ryger", None),
    ],
)
def test_an_indicators_words_tell_which_way_is_better(item: str, direction: str | None) -> None:
    text = f"Udviklingen følges med disse indikatorer:\n\n• {item}\n• Antal både i havnen\n"
    assert [(one.text, one.direction) for one in typed(text, Indicator)] == [
        (item, direction),
        ("Antal både i havnen", None),
    ]


def test_a_label_marks_an_indicator_in_running_text() -> None:
    text = "Havnen er åben.\n\nIndikator: Andel af både med redningsveste\n"
    (indicator,) = typed(text, Indicator)
    assert indicator.quote.exact == "Andel af både med redningsveste"


# National goals and indicators


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


# Definitions


@pytest.mark.parametrize(
    ("sentence", "term", "meaning"),
    [
        (
            "Ved nærklinik forstås et hus med læge og sygeplejerske.",
            "nærklinik",
            "et hus med læge og sygeplejerske.",
        ),
        ("Med hjemmevagt menes en frivillig nabo.", "hjemmevagt", "en frivillig nabo."),
        (
            "Skånsom udskrivning defineres som en udskrivning i dagslys.",
            "Skånsom udskrivning",
            "en udskrivning i dagslys.",
        ),
        ("Medicintjek dækker over en samtale med en farmaceut.", "Medicintjek", "en samtale med en farmaceut."),
    ],
)
def test_a_term_is_defined_by_these_words(sentence: str, term: str, meaning: str) -> None:
    (definition,) = typed(f"Her på øen er der langt til alt. {sentence} Sådan er det.\n", Definition)
    assert (definition.term, definition.definition) == (term, meaning)
    assert definition.quote.exact == sentence


def test_a_definition_may_stand_in_the_block_below_with_its_source() -> None:
    text = """Vi bruger ordet ensomhed tit i denne plan. Ensomhed defineres som:

”Følelsen af at savne andre mennesker, også når der er nogen i nærheden.”

Øernes sundhedsråd

Den følelse kender mange unge og gamle, og den kan gøre folk syge, hvis den varer ved.
"""
    (definition,) = typed(text, Definition)
    assert definition.term == "Ensomhed"
    assert definition.definition == "Følelsen af at savne andre mennesker, også når der er nogen i nærheden"
    assert definition.source == "Øernes sundhedsråd"


@pytest.mark.parametrize("sentence", ["Det handler om tillid.", "Vi handler om natten.", "Formålet dækker over meget."])
def test_a_sentence_without_a_term_defines_nothing(sentence: str) -> None:
    assert typed(f"Her er langt til alt. {sentence}\n", Definition) == []


def test_the_first_definition_of_a_term_counts() -> None:
    text = "Ved nærklinik forstås et hus med en læge. Ved nærklinik forstås noget helt andet.\n"
    assert [one.definition for one in typed(text, Definition)] == ["et hus med en læge."]


# Statistics


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Omkring 12,5 % af øboerne sejler.", 12.5, "%"),
        ("Omkring 37 procent af eleverne cykler.", 37, "%"),
        ("Kun 7 pct. ryger.", 7, "%"),
        ("Der var 3.400 indlæggelser på øen.", 3400, "indlæggelser"),
        ("Det kostede 2,4 mio. kr. at bygge.", 2.4, "mio."),
        ("Hver 5. borger lever alene.", 20, "%"),
        ("Næsten hver 4. elev cykler.", 25, "%"),
        ("Hver tredje borger lever alene.", 33.3, "%"),
        ("Halvdelen af øboerne sejler.", 50, "%"),
        ("Her sejler 3 ud af 4 øboere.", 75, "%"),
        ("Færgen sejlede med 540 passagerer.", 540, "passagerer"),
    ],
)
def test_a_figure_has_value_and_unit(sentence: str, value: float, unit: str) -> None:
    (figure,) = typed(f"Her er stille. {sentence} Det er godt.\n", Statistic)
    assert (figure.value, figure.unit) == (value, unit)
    assert figure.quote.exact == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Aftalen gælder fra 1. juli 2025 til 2028.",
        "Der er 19 kommuner med i aftalen.",
        "Byrådet mødes hver 14. dag.",
        "Status gives hver 3. måned.",
        "Planen laves hver 1. oktober.",
        "Havnen males hver 2. sommer, og hver 0. borger ser det.",
        "Parterne mødes hver anden uge, og der gøres status hvert andet år.",
        "Planen gælder fra den 1/3 2025.",
        "Se § 204 i sundhedsloven.",
        "Børn i 5. klasse lærer at sejle.",
    ],
)
def test_dates_intervals_laws_and_small_counts_are_no_figures(sentence: str) -> None:
    """ "hver 14. dag" was once read as a share of 7.1 %, and "hver 0." divided by zero."""
    assert typed(f"Her er stille. {sentence} Det er godt.\n", Statistic) == []


def test_two_figures_of_a_sentence_have_each_their_year() -> None:
    text = "Der var 3.400 indlæggelser i 2019 og 4.100 indlæggelser i 2022 på øen.\n"
    assert [(one.value, one.year) for one in typed(text, Statistic)] == [(3400, "2019"), (4100, "2022")]


def test_a_change_has_the_years_it_spans() -> None:
    text = "Antallet af både steg med 15 % fra 2014 til 2021 på øen.\n"
    assert [(one.value, one.year) for one in typed(text, Statistic)] == [(15, "2014-2021")]


def test_a_share_knows_whom_it_is_of() -> None:
    (figure,) = typed("I 2021 svømmede 37 procent af øens børn, også om vinteren.\n", Statistic)
    assert (figure.population, figure.year) == ("øens børn", "2021")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ifølge Øernes Statistik er 12 % af mændene enlige.\n", "Øernes Statistik"),
        ("Omkring 12 % af mændene er enlige (Ø-undersøgelsen 2020).\n", "Ø-undersøgelsen 2020"),
        ("Omkring 12 % af mændene er enlige.\n\nKilde: Ø-undersøgelsen 2020\n", "Ø-undersøgelsen 2020"),
        ("Data fra havnen viser, at:\n\n• 12 % af mændene er enlige\n", "Data fra havnen"),
        ("Omkring 12 % af mændene er enlige.\n", None),
    ],
)
def test_the_source_of_a_figure_is_what_the_text_gives(text: str, source: str | None) -> None:
    (figure,) = typed(text, Statistic)
    assert figure.source == source


# Follow-up, organisations and other commitments


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("Aftalens mål følges op en gang om året.", "en gang om året"),
        ("Udvalget laver en midtvejsstatus på aftalen i 2026.", "i 2026"),
        ("Ved udgangen af aftaleperioden følger vi op på vores indikatorer.", "Ved udgangen af aftaleperioden"),
        ("Parterne skal årligt drøfte opfølgningen på aftalen.", "årligt"),
        ("Senest den 1. marts 2027 gennemgås aftalen.", "Senest den 1. marts 2027"),
        ("I slutningen af 2026 gennemgås aftalen.", "I slutningen af 2026"),
        ("Vi følger op på vores målsætninger.", None),
    ],
)
def test_follow_up_says_what_and_when(sentence: str, when: str | None) -> None:
    (follow_up,) = typed(f"Havnen er åben. {sentence} Molen er lang.\n", FollowUp)
    assert (follow_up.what, follow_up.when) == (sentence, when)


def test_follow_up_on_a_patient_is_not_follow_up_on_the_agreement() -> None:
    assert typed("Vi skal følge patienten op efter 14 dage. Lægerne skal evalueres.\n", FollowUp) == []


def test_a_body_with_a_heading_of_its_own_has_the_first_sentence_below_as_its_role() -> None:
    text = """Vagtlægeudvalget

Udvalget skal planlægge vagterne og drøfte klager. Det mødes på havnen.
"""
    (body,) = typed(text, Organisation)
    assert (body.label, body.role) == ("Vagtlægeudvalget", "Udvalget skal planlægge vagterne og drøfte klager.")
    assert [quote.exact for quote in body.quotes] == ["Vagtlægeudvalget", body.role]


def test_a_body_that_a_sentence_gives_a_task_is_found_once() -> None:
    text = "Havnestyregruppen skal holde øje med økonomien. Havnestyregruppen mødes tit. Havnen er åben.\n"
    assert [(one.label, one.role) for one in typed(text, Organisation)] == [
        ("Havnestyregruppen", "Havnestyregruppen skal holde øje med økonomien.")
    ]


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Kommunerne skal bygge en ny klinik.", "skal"),
        ("Vi vil bygge en ny klinik.", "vil"),
        ("Parterne bør bygge en ny klinik.", "bør"),
    ],
)
def test_a_commitment_has_the_strength_of_its_modal_verb(sentence: str, strength: str) -> None:
    (initiative,) = stated(f"Havnen er åben. {sentence} Molen er lang.\n", Kind.INITIATIVE)
    assert (initiative.text, initiative.strength) == (sentence, strength)


@pytest.mark.parametrize("sentence", ["Havnen er åben.", "Solen skinner på alle.", "Klinikken blev bygget i fjor."])
def test_what_commits_nobody_is_no_initiative(sentence: str) -> None:
    assert stated(f"{sentence}\n", Kind.INITIATIVE) == []


def test_a_goal_or_follow_up_is_not_an_initiative_too() -> None:
    text = "Målet er, at vi skal bygge en klinik. Vi skal årligt drøfte opfølgningen på aftalen.\n"
    found = [statement.kind for statement in read(text).statements]
    assert sorted(found) == [Kind.FOLLOW_UP, Kind.GOAL]


# What the text says of itself


def test_the_formalia_are_read_from_the_text() -> None:
    text = """Sundhedsaftalen 2025-2028

Sundhedsaftalen er indgået mellem Region Midtjylland og de 19 kommuner, og den træder i kraft den 1. februar 2025.
Den bygger på den forrige sundhedsaftale for 2019-2023.
"""
    formalia = read(text).formalia
    assert formalia.title == "Sundhedsaftalen 2025-2028"
    assert formalia.region == "Region Midtjylland"
    assert (formalia.period_start, formalia.period_end) == ("2025-02-01", "2028")
    assert formalia.parties == ("Region Midtjylland", "de 19 kommuner")
    assert formalia.number_of_municipalities == 19
    assert formalia.predecessor == "sundhedsaftale for 2019-2023"


def test_the_region_is_the_one_named_as_such_and_not_the_neighbour_named_more_often() -> None:
    text = "Region Syddanmark og øerne har skrevet planen. Færgen sejler til Sjælland, og Sjælland er nær.\n"
    assert read(text).formalia.region == "Region Syddanmark"


def test_what_a_text_does_not_say_of_itself_stays_unknown() -> None:
    formalia = read("Havnen er åben hele natten, og molen er lang.\n").formalia
    assert (formalia.title, formalia.region, formalia.period_start, formalia.period_end) == (None, None, None, None)
    assert (formalia.parties, formalia.number_of_municipalities, formalia.predecessor) == ((), None, None)


def test_a_section_in_which_nothing_is_recognised_is_told() -> None:
    text = AREAS + "\nTak til havnen\n\nHavnen har været åben for alle, og kaffen har været god og varm.\n"
    assert read(text).unrecognised == ("Tak til havnen",)


@pytest.mark.parametrize(
    "text",
    [
        "## Indikatorer\n\n- Andel tørre broer (38 % i 2026, 85 % i 2031)\n",
        "## Mål\n\n- Mindst 75 % af broerne skal være tørre i 2031.\n",
        "## Om broer\n\nMindst 75 % af broerne skal være tørre i 2031.\n",
    ],
)
def test_values_of_goals_indicators_and_plans_are_no_statistics(text: str) -> None:
    assert typed(f"# Havneplan\n\n{text}", Statistic) == []


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Omkring 690 borgere bor ved havnen.", 690, "borgere"),
        ("I 2025 var der 412 børn på broen.", 412, "børn"),
        ("Turen tager i gennemsnit 14 uger om vinteren.", 14, "uger"),
        ("Skippere lever 7,5 år kortere end andre.", 7.5, "år"),
    ],
)
def test_counts_of_people_means_and_differences_are_statistics(sentence: str, value: float, unit: str) -> None:
    (found,) = typed(f"# Havneplan\n\n{sentence}\n", Statistic)
    assert (found.value, found.unit) == (value, unit)


NOTED = """# Havneplan

## Spor 1: Havnen

#### Det vil vi opnå

- Alle kan svømme.

Vi ser efter: andelen af børn med et mærke. I dag er den 46 procent; i 2028 skal den være mindst 85 procent.

- Broerne er tørre.

Vi ser efter: at færre falder på broerne (51 i 2023), og at flere broer er dækket af sand.

## Spor 2: Byen

#### Det vil vi opnå

- Ingen vågner af støj.

Vi ser efter: hvor mange der klager. Antallet skal falde hvert år.
"""


def test_a_labelled_note_below_an_item_does_not_end_the_list_and_measures_the_item_above_it() -> None:
    goals, indicators = typed(NOTED, Goal, "markdown"), typed(NOTED, Indicator, "markdown")

    assert [goal.text for goal in goals] == ["Alle kan svømme.", "Broerne er tørre.", "Ingen vågner af støj."]
    assert [(one.text.rstrip("."), one.goal) for one in indicators] == [
        ("andelen af børn med et mærke", "Alle kan svømme."),
        ("færre falder på broerne (51 i 2023)", "Broerne er tørre."),
        ("flere broer er dækket af sand", "Broerne er tørre."),
        ("hvor mange der klager", "Ingen vågner af støj."),
    ]
    assert indicators[-1].direction == "down"


@pytest.mark.parametrize("phrase", ["Det går vi efter:", "Vi sigter mod, at"])
def test_what_the_parties_aim_at_is_a_list_of_goals(phrase: str) -> None:
    text = f"# Plan\n\n## Spor 1: Havnen\n\n{phrase}\n\n- flere kan svømme\n- broerne er tørre\n"

    assert names(text, Kind.GOAL, "markdown") == ["flere kan svømme", "broerne er tørre"]


def test_a_label_with_its_name_in_brackets_names_the_goal() -> None:
    text = "# Plan\n\n## Mål\n\n- Mål 1 (svømning): Alle kan svømme i 2028.\n- Mål 2 (broer): Alle broer er tørre.\n"

    assert [(one.label, one.text) for one in stated(text, Kind.GOAL, "markdown")] == [
        ("svømning", "Alle kan svømme i 2028."),
        ("broer", "Alle broer er tørre."),
    ]


def test_where_an_area_calls_a_sentence_its_goal_a_plain_action_beside_it_is_none() -> None:
    area = "# Plan\n\n## Spor 1: Havnen\n\nDet er et mål, at alle kan svømme. {}\n\n## Spor 2: Byen\n\nHer er stille.\n"
    action, promise = (
        "Regionen vil tilbyde gratis svømmebælter til alle børn.",
        "Parterne vil sikre, at alle både er tørre.",
    )

    assert names(area.format(action), Kind.GOAL, "markdown") == ["Det er et mål, at alle kan svømme."]
    assert names(area.format(promise), Kind.GOAL, "markdown") == ["Det er et mål, at alle kan svømme.", promise]


def test_what_the_parties_see_before_them_is_the_vision_if_nothing_else_is_called_so() -> None:
    imagined = "Vi ser for os en havn, hvor alle kan bade hele året."

    assert names(f"# Plan\n\n## Hvorhen\n\n{imagined}\n", Kind.VISION, "markdown") == [imagined]
    assert names(
        f"# Plan\n\nVisionen er, at alle kan bade i en ren havn.\n\n{imagined}\n", Kind.VISION, "markdown"
    ) != [imagined]


def test_the_paragraph_before_what_is_told_of_the_vision_is_the_vision() -> None:
    text = "# Plan\n\n## Hvorhen\n\nI havnen skal ingen fryse.\n\nVisionen er skrevet af 40 badende.\n"

    assert names(text, Kind.VISION, "markdown") == ["I havnen skal ingen fryse."]


def test_the_pronoun_vi_in_a_heading_of_capitals_is_no_number() -> None:
    text = "HVOR VI SKAL HEN\n\nDer er langt.\n\nHVORDAN VI KOMMER DERTIL\n\nVi ror.\n"

    assert [block.text for block in read(text).passages if block.role == "heading"] == [
        "HVOR VI SKAL HEN",
        "HVORDAN VI KOMMER DERTIL",
    ]
    assert cues.title("HVOR VI SKAL HEN") == "HVOR VI SKAL HEN"


def test_what_an_indicator_was_and_shall_be_is_no_part_of_its_name() -> None:
    sentence = "Det ser vi på antallet af fald, som i 2023 var 1.120, og på andelen af både, der er tætte."
    text = f"# Plan\n\n## Spor 1: Havnen\n\n### Mål 1: Færre falder\n\n{sentence}\n"

    assert [(one.text, one.goal) for one in typed(text, Indicator, "markdown")] == [
        ("antallet af fald", "Færre falder"),
        ("andelen af både, der er tætte", "Færre falder"),
    ]


def test_the_overall_ambition_is_the_vision_where_nothing_else_is_called_so() -> None:
    ambition = "# Plan\n\n## Vores overordnede ambition\n\nI havnen er det lette valg det våde valg.\n"

    assert names(ambition, Kind.VISION, "markdown") == ["I havnen er det lette valg det våde valg."]
    assert names(f"{ambition}\n## Vision\n\nAlle kan bade hele året.\n", Kind.VISION, "markdown") == [
        "Alle kan bade hele året."
    ]


def test_what_all_themes_shall_heed_is_cross_cutting_and_no_goal() -> None:
    text = "# Plan\n\n## Temaer\n\nUanset tema skal vi have øje for to gennemgående hensyn:\n\n- Lighed\n- Klima\n"

    assert [(one.name, one.cross_cutting) for one in typed(text, FocusArea, "markdown")] == [
        ("Lighed", True),
        ("Klima", True),
    ]
    assert names(text, Kind.GOAL, "markdown") == []


def test_indicators_below_a_goal_s_own_section_measure_that_goal() -> None:
    text = (
        "# Plan\n\n## Spor 1: Havnen\n\n### Mål 1: Færre falder\n\nHer er glat.\n\n"
        "#### Indikatorer\n\n- Antal fald\n- Antal brud\n"
    )

    assert [one.goal for one in typed(text, Indicator, "markdown")] == ["Færre falder", "Færre falder"]


def test_an_indicator_names_a_goal_by_the_code_that_the_goal_s_item_has() -> None:
    text = (
        "# Plan\n\n## Målsætning\n\nAlle kan svømme i 2028.\n\n## Delmål\n\n1a  Flere går til svømning.\n\n"
        "1b  Færre er bange for vand.\n\n## Indikatorer\n\n- Antal svømmere (1a)\n- Andel bange (1b)\n"
    )
    found = [one for one in read(text).statements if isinstance(one, Indicator)]

    assert [one.goal for one in found] == ["Flere går til svømning.", "Færre er bange for vand."]


@pytest.mark.parametrize(
    "whom", ["Temaet er for", "Indsatsen gælder", "Området omfatter", "Sporet retter sig især mod"]
)
def test_a_sentence_that_says_whom_a_theme_is_for_names_target_groups(whom: str) -> None:
    text = f"# Plan\n\n## Tema 1: Havnen\n\n{whom} sårbare gravide, nybagte familier og børn under seks år.\n"

    assert names(text, Kind.TARGET_GROUP, "markdown") == ["sårbare gravide", "nybagte familier", "børn under seks år"]


@pytest.mark.parametrize(
    "opening", ["Det er også vores sigte, at", "Endelig sigter vi efter, at", "Målsætningen er, at"]
)
def test_a_sentence_that_says_what_is_aimed_at_is_a_goal(opening: str) -> None:
    text = f"# Plan\n\n## Tema 1: Havnen\n\n{opening} alle kan svømme i 2028.\n\n## Tema 2: Byen\n\nHer er stille.\n"

    assert names(text, Kind.GOAL, "markdown") == [f"{opening} alle kan svømme i 2028."]


CHALLENGES = """HAVNEPLAN 2027-2030

Vi har valgt to ting.

Udfordring 1
Broer, der er glatte

Hver vinter falder mange.

Resultat 1.1
Færre falder på broerne

Sand er godt. Salt er bedre.

Målepunkter for udfordring 1
Resultat Målepunkt 2026 2030 Ansvarlig
1.1 Antal fald 318 under 212 Havnefogeden
1.1 Andel broer, der er dækket
af sand
34 % 85 % Kommunen
1.1 Antal billeder 140 følges Kommunen


Side 2 af 3

Udfordring 2
Både uden bund

Mange både synker.

Resultat 2.1
Én synsmand ser alle bådene i byens gamle havn, før de sejler ud om
foråret

Han går rundt. Han ser sig om.

Side 3 af 3

Udfordring 3
Unge i vandet

De fleste tør ikke.

Resultat 3.1
Alle kan svømme

Svømning læres. Vi opgør, hvor mange børn der får et mærke, og hvor mange voksne der melder sig.
"""


def test_a_word_and_a_number_above_a_name_make_series_of_areas_and_of_their_goals() -> None:
    assert names(CHALLENGES, Kind.FOCUS_AREA) == ["Broer, der er glatte", "Både uden bund", "Unge i vandet"]
    assert [(goal.name, goal.focus_area) for goal in typed(CHALLENGES, Goal)] == [
        ("Færre falder på broerne", "Broer, der er glatte"),
        ("Én synsmand ser alle bådene i byens gamle havn, før de sejler ud om foråret", "Både uden bund"),
        ("Alle kan svømme", "Unge i vandet"),
    ]


def test_rows_numbered_by_any_word_are_read_with_their_values_and_the_party_behind_them() -> None:
    found = [(one.text, one.goal, one.baseline, one.target, one.responsible) for one in typed(CHALLENGES, Indicator)]

    assert found[:3] == [
        ("Antal fald", "Færre falder på broerne", "318", "under 212", "Havnefogeden"),
        ("Andel broer, der er dækket af sand", "Færre falder på broerne", "34 %", "85 %", "Kommunen"),
        ("Antal billeder", "Færre falder på broerne", "140", None, "Kommunen"),
    ]


def test_what_the_parties_count_up_is_indicators() -> None:
    assert [(one.text, one.goal) for one in typed(CHALLENGES, Indicator)][3:] == [
        ("hvor mange børn der får et mærke", "Alle kan svømme"),
        ("hvor mange voksne der melder sig", "Alle kan svømme"),
    ]


def test_lines_that_only_number_pages_are_no_headings() -> None:
    assert not any("Side " in passage.text for passage in read(CHALLENGES).passages if passage.role == "heading")


def test_a_chapter_in_capitals_is_no_last_item_of_the_list_above_it() -> None:
    rules = "1. Vi ror sammen.\n\n2. Vi ror langsomt."
    text = f"HAVNEPLAN\n\nTo principper gælder:\n\n{rules}\n\n3. TRE BÅDE\n\nDe er gamle.\n"

    assert names(text, Kind.PRINCIPLE) == ["Vi ror sammen", "Vi ror langsomt"]


def test_a_row_with_a_single_cell_divides_a_table_and_is_no_indicator() -> None:
    text = (
        "# Plan\n\n## Mål\n\n- M1: Alle kan svømme i 2028.\n- M2: Færre falder i vandet.\n\n## Bilag\n\n"
        "| Indikator | Mål | Vedrører | Udvikling |\n|---|---|---|---|\n| Vand |  |  |  |\n"
        "| Antal mærker | M1 | Børn | Stigning |\n| Antal fald | M2 | – | Fald |\n"
    )
    found = [(one.text, one.goal, one.target_groups, one.direction) for one in typed(text, Indicator, "markdown")]

    assert found == [
        ("Antal mærker", "Alle kan svømme i 2028.", ("Børn",), "up"),
        ("Antal fald", "Færre falder i vandet.", (), "down"),
    ]


OWN_WORDS = """# Havneplan

## Tre arenaer

Planen har tre arenaer.

### Havnen

Her er vådt.

#### Gevinster

Alle børn skal kunne svømme. Ingen må falde i vandet.

#### Temperaturen

- Antal fald
- Andel svømmere

#### Leverancer

- Havnefogeden køber bælter.

### Byen

Her er tørt.

#### Gevinster

Færre vågner af støj.

#### Temperaturen

- Klager over støj
- Antal vågne

#### Leverancer

- Kommunen opstiller skilte.

##### Øerne

Her er langt.

#### Gevinster

Øboerne skal kunne nå færgen.

#### Temperaturen

- Antal forsinkede færger

"""


def test_labels_of_the_text_s_own_that_come_again_are_told_by_what_stands_below_them() -> None:
    assert names(OWN_WORDS, Kind.GOAL, "markdown") == [
        "Alle børn skal kunne svømme.",
        "Ingen må falde i vandet.",
        "Færre vågner af støj.",
        "Øboerne skal kunne nå færgen.",
    ]
    assert names(OWN_WORDS, Kind.INDICATOR, "markdown") == [
        "Antal fald",
        "Andel svømmere",
        "Klager over støj",
        "Antal vågne",
        "Antal forsinkede færger",
    ]


def test_areas_whose_headings_have_another_rank_are_known_by_the_headings_below_them() -> None:
    text = OWN_WORDS.replace("Tre arenaer", "Tre temaer").replace("tre arenaer", "tre temaer")

    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Havnen", "Byen", "Øerne"]


def test_a_column_before_the_indicators_that_says_what_shall_be_holds_goals() -> None:
    text = (
        "# Plan\n\n## Spor 1: Havnen\n\n| Forandring | Indikator |\n|---|---|\n"
        "| Alle skal kunne svømme. | Antal svømmere |\n| Ingen skal falde. | Antal fald |\n"
        "| Flere skal bade. | Antal badende |\n"
    )

    assert [(one.text, one.goal) for one in typed(text, Indicator, "markdown")] == [
        ("Antal svømmere", "Alle skal kunne svømme."),
        ("Antal fald", "Ingen skal falde."),
        ("Antal badende", "Flere skal bade."),
    ]


def test_promises_to_one_another_are_principles_and_no_goals() -> None:
    text = "# Plan\n\n## To løfter til hinanden\n\n- Vi siger det, som det er.\n- Vi lægger vores tal frem.\n"

    assert len(names(text, Kind.PRINCIPLE, "markdown")) == 2
    assert names(text, Kind.GOAL, "markdown") == []


def test_numbered_names_with_text_below_are_what_a_sentence_announces() -> None:
    text = (
        "HAVNEPLAN\n\nVi følger tre ledetråde:\n\n1. Ét spørgsmål er nok\nDet skal ingen spørge om igen.\n\n"
        "2. Vi ror sammen\nDet går hurtigere, end når vi ror hver for sig.\n\n"
        "3. Havnen er åben\nAlle kan komme, også når det blæser fra vest.\n"
    )

    assert names(text, Kind.PRINCIPLE) == ["Ét spørgsmål er nok", "Vi ror sammen", "Havnen er åben"]


@pytest.mark.parametrize("word", ["Spørgsmål", "Formål", "Antal", "Flertal"])
def test_what_only_looks_like_a_compound_names_no_kind(word: str) -> None:
    assert cues.nouns(word) == []


@pytest.mark.parametrize(("word", "kind"), [("Retningsmål", Kind.GOAL), ("Monitoreringstal", Kind.INDICATOR)])
def test_a_compound_names_the_kind_of_its_head(word: str, kind: Kind) -> None:
    assert [noun.kind for noun in cues.nouns(word)] == [kind]


def test_a_label_in_capitals_and_the_name_below_it_are_one_heading() -> None:
    text = CHALLENGES.replace("Udfordring", "UDFORDRING").replace("for udfordring", "for opgave")

    assert names(text, Kind.FOCUS_AREA) == ["Broer, der er glatte", "Både uden bund", "Unge i vandet"]


def test_a_table_with_sources_and_nothing_to_be_reached_holds_statistics_and_no_indicators() -> None:
    text = (
        "# Plan\n\n## Kort fortalt\n\n| Oplysning | Tal | Kilde |\n|---|---|---|\n"
        "| Antal både | 318 | Havnefogeden |\n| Andel svømmere | 31 % | Skolen |\n| Antal fald | 12 | Hospitalet |\n"
    )

    assert names(text, Kind.INDICATOR, "markdown") == []


@pytest.mark.parametrize("lead", ["Det går fremad, når", "Tegn på, at det lykkes:"])
def test_what_shows_that_it_goes_well_is_a_list_of_indicators(lead: str) -> None:
    text = (
        f"# Plan\n\n## Spor 1: Havnen\n\n#### {lead}\n\n- flere børn svømmer\n- ventetiden på en båd bliver kortere\n"
    )

    assert len(names(text, Kind.INDICATOR, "markdown")) == 2


def test_signs_told_in_a_sentence_are_indicators() -> None:
    text = "# Plan\n\n## Spor 1: Havnen\n\nTegn på fremgang er, at andelen af svømmere stiger, og at flere tør hoppe.\n"

    assert [(one.text, one.direction) for one in typed(text, Indicator, "markdown")] == [
        ("andelen af svømmere", "up"),
        ("flere tør hoppe", "up"),
    ]


def test_an_ambition_with_an_infinitive_is_a_goal() -> None:
    goal = "Vores ambition er at halvere antallet af fald."
    text = f"# Plan\n\n## Spor 1: Havnen\n\n{goal}\n\n## Spor 2: Byen\n\nHer er stille.\n"

    assert names(text, Kind.GOAL, "markdown") == [goal]


def test_a_header_whose_page_number_stands_behind_a_year_is_no_heading() -> None:
    pages = [
        f"Havnen er gammel, og der er mange, som bader i den hele året.\n\nHavneplan 2025-2026 {n}\n" for n in (1, 3, 5)
    ]

    assert not any("Havneplan" in passage.text for passage in read("\n".join(pages)).passages)
