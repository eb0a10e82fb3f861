"""Focus areas that nothing calls so: sections of goals, numbered series, goals with goals below, numbered chapters."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Goal, Kind, Statement
from ingest.source import Source

WATER, BRIDGE, TOWER = "Det blå vand", "Den høje bro", "Det gamle fyr"
NAMES = (WATER, BRIDGE, TOWER)
AIMS = (
    "Flere både skal have redningsveste om bord",
    "Cyklister skal kunne køre sikkert om natten",
    "Lampen i tårnet skal males hvert forår",
)


def statements(text: str, file_format: str = "markdown") -> tuple[Statement, ...]:
    return extract([Source("aftale", text, file_format)]).statements


def areas(text: str, file_format: str = "markdown") -> list[str]:
    return [one.name for one in statements(text, file_format) if one.kind is Kind.FOCUS_AREA]


def goals(text: str, file_format: str = "markdown") -> list[tuple[str, str | None]]:
    return [(one.text, one.focus_area) for one in statements(text, file_format) if isinstance(one, Goal)]


def sections(*titles: str, over: str = "### Mål") -> str:
    """Write a section for each title, with a paragraph and a list of one goal."""
    text = "# Havneplan\n\n"
    for title, name, aim in zip(titles, NAMES, AIMS, strict=False):
        text += f"## {title}\n\n{name} hører alle til.\n\n{over}\n\n- {aim}\n\n"
    return text


# Sections in which goals stand


def test_the_sections_side_by_side_in_which_the_goals_stand_are_focus_areas() -> None:
    text = sections(*NAMES)
    assert areas(text) == [*NAMES]
    assert goals(text) == list(zip(AIMS, NAMES, strict=True))


def test_such_a_focus_area_is_quoted_with_its_heading_and_has_its_text() -> None:
    first = next(one for one in statements(sections(*NAMES)) if one.kind is Kind.FOCUS_AREA)
    assert first.quote.exact == WATER
    assert [quote.exact for quote in first.body] == [f"{WATER} hører alle til."]


def test_a_single_section_with_goals_is_no_focus_area() -> None:
    text = sections(WATER) + "## Regnskab\n\nPengene ligger i havnens kasse.\n"
    assert areas(text) == []
    assert goals(text) == [(AIMS[0], None)]


def test_sections_that_hold_less_than_four_fifths_of_the_goals_are_no_focus_areas() -> None:
    listed = "".join(f"- {aim}\n" for aim in AIMS)
    text = f"# Havneplan\n\n## Mål\n\n{listed}\n## {BRIDGE}\n\nMålet er, at ingen venter længe ved broklappen.\n"
    text += f"\n## {TOWER}\n\nMålet er, at døren til trappen altid er åben.\n"
    assert areas(text) == []
    assert len(goals(text)) == 5


def test_a_chapter_of_the_genre_and_a_sentence_as_heading_are_no_focus_areas() -> None:
    text = sections("Indledning", "Broen er høj.")
    assert areas(text) == []
    assert [aim for aim, _ in goals(text)] == [*AIMS[:2]]


def test_headings_that_come_again_below_each_area_are_none_themselves() -> None:
    text = "# Havneplan\n\n"
    for name, aim in zip(NAMES, AIMS, strict=True):
        text += f"## {name}\n\n### Hvad vi ser\n\nVand.\n\n### Vejen frem\n\nVi vil:\n\n- {aim}\n\n"
    assert areas(text) == [*NAMES]


def test_in_plain_text_the_sections_in_which_goals_divide_are_focus_areas_too() -> None:
    text = f"Havneplan\n\n{WATER}\n\nMålet er, at alle kan ro.\n\n{BRIDGE}\n\nMålet er, at lygterne er tændt.\n"
    assert areas(text, "text") == ["Det blå vand", "Den høje bro"]


def test_what_is_called_a_focus_area_goes_before() -> None:
    text = f"# Havneplan\n\nPlanen har ét fokusområde:\n\n- {WATER}\n\n" + sections(*NAMES).split("\n\n", 1)[1]
    assert areas(text) == [WATER]


# Series of headings


@pytest.mark.parametrize(
    "numbers", [("1: ", "2: ", "3: "), ("A. ", "B. ", "C. "), ("I – ", "II – ", "III – "), ("1 ", "2 ", "3 ")]
)
def test_three_headings_of_one_word_and_rising_numbers_are_focus_areas(numbers: tuple[str, ...]) -> None:
    text = sections(*(f"Delplan {number}{name}" for number, name in zip(numbers, NAMES, strict=True)))
    assert areas(text) == [*NAMES]
    assert goals(text) == list(zip(AIMS, NAMES, strict=True))


def test_a_series_needs_no_goals() -> None:
    text = "# Havneplan\n\n" + "".join(f"## Kurs {n}: {name}\n\nVi ror.\n\n" for n, name in enumerate(NAMES, 1))
    assert areas(text) == [*NAMES]


@pytest.mark.parametrize("numbers", [(1, 2), (1, 3, 4), (2, 3, 4), (3, 2, 1)])
def test_two_headings_or_numbers_that_do_not_rise_by_one_make_no_series(numbers: tuple[int, ...]) -> None:
    written = zip(numbers, NAMES, strict=False)
    assert areas("# Havneplan\n\n" + "".join(f"## Kurs {n}: {name}\n\nVi ror.\n\n" for n, name in written)) == []


@pytest.mark.parametrize("word", ["Bilag", "Kapitel", "Figur", "Trin"])
def test_numbered_parts_of_a_text_are_no_focus_areas(word: str) -> None:
    text = "# Havneplan\n\n" + "".join(f"## {word} {n}: {name}\n\nVi ror.\n\n" for n, name in enumerate(NAMES, 1))
    assert areas(text) == []


# Headings called goals


@pytest.mark.parametrize("over", ["### Vores mål", "### Mål", "### Delmål"])
@pytest.mark.parametrize("label", ["Ambition", "Målsætning", "Løfte"])
def test_headings_called_goals_that_have_goals_below_are_focus_areas(label: str, over: str) -> None:
    text = sections(*(f"{label} {number}: {name}" for number, name in enumerate(NAMES, 1)), over=over)
    assert areas(text) == [*NAMES]
    assert goals(text) == list(zip(AIMS, NAMES, strict=True))


def test_headings_called_goals_without_goals_below_are_goals() -> None:
    text = "# Havneplan\n\n" + "".join(f"## Ambition {n}: {name}\n\nVi ror.\n\n" for n, name in enumerate(NAMES, 1))
    assert areas(text) == []
    assert [aim for aim, _ in goals(text)] == [*NAMES]


# Numbered chapters

CHAPTERS = f"""Havneplan for byen

1 Indledning

Havnen er gammel, og mange har boet her hele deres liv.

2 Fokusområder

Byrådet har valgt dem efter to møder på kajen.

2.1 {WATER}

Den, der vil bade, skal kunne gøre det fra hver eneste kaj i byen.

2.2 {BRIDGE}

Lygterne på begge sider bør være tændt fra aften til morgen.

3 Økonomi

Pengene ligger i havnens kasse, og dem er der ikke mange af i år.

3.1 Renter

Renterne er høje, og det mærker alle, der har lånt penge til en båd.
"""


def test_the_chapters_numbered_below_one_of_focus_areas_are_their_names() -> None:
    assert areas(CHAPTERS, "text") == [f"{WATER}", f"{BRIDGE}"]


def test_the_names_are_quoted_without_their_numbers_and_have_the_text_below() -> None:
    found = [one for one in statements(CHAPTERS, "text") if one.kind is Kind.FOCUS_AREA]
    assert [one.quote.exact for one in found] == [WATER, BRIDGE]
    assert found[0].body[0].exact.startswith("Den, der vil bade")


def test_numbered_chapters_of_two_levels_below_are_no_focus_areas() -> None:
    deeper = CHAPTERS.replace(
        f"2.2 {BRIDGE}", "2.1.1 Det kolde vand\n\nOm vinteren er det koldt at bade her.\n\n2.2 Bro"
    )
    assert areas(deeper, "text") == [WATER, "Bro"]
