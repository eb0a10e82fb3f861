"""What running text tells: definitions, statistics, follow-up, bodies, commitments, and what it says of itself."""

from __future__ import annotations

import pytest
from extracted import AREAS, read, stated, typed

from ingest.model import Definition, FollowUp, Kind, Organisation, Statistic


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
