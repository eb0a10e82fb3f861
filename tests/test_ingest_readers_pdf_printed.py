"""Pages as a browser prints them: scaled type, drawn bullets, leaders to page numbers, tables without upright rules."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf import read_pdf
from ingest.source import Source
from ingest.structure import blocks

SCALE = 0.75
LEFT = "linje {} i venstre spalte er lang som de andre"
RIGHT = "linje {} i højre spalte er lang som de andre"


def printed(draw: Callable[[Canvas], None], scale: float = 1.0) -> Source:
    """Draw one page and read it; a browser draws in its own pixels and scales them down."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.scale(scale, scale)
    draw(canvas)
    canvas.save()
    return read_pdf(out.getvalue(), "side.pdf")


def lines(source: Source) -> list[str]:
    return [line for line in source.text.split("\n") if line]


def two_columns(canvas: Canvas, top: float, count: int = 12) -> None:
    canvas.setFont("Helvetica", 10)
    for number in range(count):
        canvas.drawString(50, top - 13 * number, LEFT.format(number))
        canvas.drawString(310, top - 13 * number, RIGHT.format(number))


def test_columns_close_to_each_other_are_told_by_the_size_that_type_is_shown_in() -> None:
    left = "Havnen i byen skal bygges ud, så der bliver"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10 / SCALE)
        right = 60 + canvas.stringWidth(left) + 14 / SCALE  # more than a word's gap of the type as it is shown
        for number in range(12):
            canvas.drawString(60, 900 - 20 * number, left)
            canvas.drawString(right, 900 - 20 * number, "plads til både, kajer og de mange gæster")

    found = lines(printed(draw, SCALE))
    assert [line.split()[0] for line in found] == ["Havnen"] * 12 + ["plads"] * 12


def test_discs_before_lines_are_bullets_and_other_shapes_are_none() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 730, "Det gør vi:")
        for number in range(3):
            canvas.circle(55, 703.5 - 30 * number, 1.6, stroke=0, fill=1)
            canvas.drawString(62, 700 - 30 * number, f"Vi bygger kaj {number}, og det skal være gjort, før")
            canvas.drawString(62, 687 - 30 * number, "sommeren kommer.")
        canvas.rect(55, 590, 90, 4, stroke=0, fill=1)
        canvas.drawString(160, 590, "Havnens mål")

    found = [(block.role, block.text) for block in blocks(printed(draw))]
    assert [text for role, text in found if role == "item"] == [
        f"Vi bygger kaj {number}, og det skal være gjort, før sommeren kommer." for number in range(3)
    ]


def test_a_heading_over_what_spans_the_columns_is_read_after_them() -> None:
    def draw(canvas: Canvas) -> None:
        two_columns(canvas, 760)
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(50, 575, "Fire havne")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(
            50, 555, "Resten af planen handler om fire havne, som parterne har valgt, fordi ingen kan bygge dem alene."
        )

    found = lines(printed(draw))
    assert found[-2].endswith("Fire havne")
    assert found[11:13] == [LEFT.format(11), RIGHT.format(0)]


def test_a_table_of_contents_below_columns_does_not_join_these() -> None:
    def draw(canvas: Canvas) -> None:
        two_columns(canvas, 760)
        for number, name in enumerate(("Forord", "Havnen i dag", "Fire kajer", "Sådan måler vi", "Ordliste")):
            canvas.drawString(50, 540 - 20 * number, name)
            canvas.drawRightString(545, 540 - 20 * number, str(2 + 3 * number))

    found = lines(printed(draw))
    assert found[:24] == [*(LEFT.format(n) for n in range(12)), *(RIGHT.format(n) for n in range(12))]
    assert found[24:26] == ["Forord  2", "Havnen i dag  5"]


def test_large_figures_in_a_row_that_crosses_the_columns_stay_together() -> None:
    def draw(canvas: Canvas) -> None:
        two_columns(canvas, 760)
        canvas.setFont("Helvetica-Bold", 22)
        for x, figure in ((62, "642.000"), (232, "1 ud af 3"), (401, "71.000")):
            canvas.drawString(x, 540, figure)

    assert lines(printed(draw))[-1].endswith("642.000  1 ud af 3  71.000")


def _shaded_table(canvas: Canvas) -> None:
    """A table whose titles and first column are shaded, with level rules only: no upright one between its values."""
    edges = (50, 200, 380, 460, 545)
    for x0, x1 in pairwise(edges):
        canvas.rect(x0, 700, x1 - x0, 20, stroke=0, fill=1)
    canvas.setFillGray(1)
    for x, title in zip(edges, ("Mål", "Målepunkt", "Nu", "I 2029"), strict=False):
        canvas.drawString(x + 5, 706, title)
    canvas.setFillGray(0.9)
    canvas.rect(50, 640, 150, 60, stroke=0, fill=1)
    canvas.setFillGray(0)
    for y in (640, 670):
        canvas.rect(200, y, 345, 0.5, stroke=0, fill=1)
    canvas.rect(50, 640, 150, 0.5, stroke=0, fill=1)
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawString(55, 688, "1.1 Tørre kajer")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(55, 676, "Ingen falder i vandet.")
    for y, row in ((680, ("Antal fald i havnen om", "31", "Højst 9")), (650, ("Andel kajer med sand", "12 %", "60 %"))):
        for x, text in zip(edges[1:-1], row, strict=True):
            canvas.drawString(x + 5, y + 8, text)
    canvas.drawString(205, 677, "året, alle havne")


def test_cells_that_only_room_divides_are_cells_of_their_own() -> None:
    found = printed(_shaded_table).text.split("\n")
    assert found[0] == "| Mål | Målepunkt | Nu | I 2029 |"
    assert found[2].endswith("| Antal fald i havnen om året, alle havne | 31 | Højst 9 |")
    assert found[3] == "| | Andel kajer med sand | 12 % | 60 % |"


def test_the_bold_name_in_a_cell_stands_apart_from_its_text() -> None:
    assert "| 1.1 Tørre kajer  Ingen falder i vandet. |" in printed(_shaded_table).text


def test_words_divided_by_the_hyphen_of_browsers_are_made_whole() -> None:
    source = Source("a", "Parterne vil styrke den fælles genop‐\ntræning for børne‐ og unge.\n", "text")
    assert [block.text for block in blocks(source)] == [
        "Parterne vil styrke den fælles genoptræning for børne‐ og unge."
    ]


def _level_rules(canvas: Canvas, places: tuple[int, ...]) -> None:
    for y in places:
        canvas.rect(50, y, 490, 0.5, stroke=0, fill=1)


def test_tables_one_below_the_other_with_level_rules_keep_their_columns_and_first_rows() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for top, name in ((780, "A"), (640, "B")):
            canvas.setFont("Helvetica-Bold", 13)
            canvas.drawString(50, top, f"Temaark {name} – Fundet i tide og fulgt hele vejen")
            canvas.setFont("Helvetica", 9)
            for number, line in enumerate(("Kajen er gammel, og den har været våd siden", "i fjor, da isen kom.")):
                canvas.drawString(120, top - 22 - 11 * number, line)
            canvas.drawString(53, top - 22, "Hvorfor")
            for number, (title, text) in enumerate(
                (("Mål", "Ingen falder i vandet."), ("Måles", "Antal fald om året"))
            ):
                canvas.drawString(53, top - 55 - 18 * number, title)
                canvas.drawString(120, top - 55 - 18 * number, text)
            _level_rules(canvas, (top - 40, top - 60, top - 78))

    assert [line for line in lines(printed(draw)) if line.startswith("|") and "---" not in line] == [
        "| Hvorfor | Kajen er gammel, og den har været våd siden i fjor, da isen kom. |",
        "| Mål | Ingen falder i vandet. |",
        "| Måles | Antal fald om året |",
    ] * 2


def test_a_row_over_all_columns_stands_whole_within_its_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        rows = (("Mål", "Antal"), ("Tørre kajer", "31"), ("Indsatsområde om hele sejl og stærke master i havnen", ""),
                ("Hele sejl", "12"), ("Stærke master", "9"))  # fmt: skip
        for number, (name, value) in enumerate(rows):
            canvas.drawString(53, 706 - 20 * number, name)
            canvas.drawString(150, 706 - 20 * number, value)
        _level_rules(canvas, tuple(700 - 20 * number for number in range(5)))

    assert lines(printed(draw))[2:] == [
        "| Tørre kajer | 31 |",
        "| Indsatsområde om hele sejl og stærke master i havnen | |",
        "| Hele sejl | 12 |",
        "| Stærke master | 9 |",
    ]


def test_a_large_title_beside_which_the_other_column_stops_is_over_both() -> None:
    def draw(canvas: Canvas) -> None:
        two_columns(canvas, 760)
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60, 570, "2. Vind")
        two_columns(canvas, 530)

    found = lines(printed(draw))
    assert found[11:13] == [LEFT.format(11), RIGHT.format(0)]
    assert found[24].endswith("2. Vind")
    assert found[25] == LEFT.format(0)


def test_a_column_whose_lines_begin_at_many_places_is_told_by_where_the_other_one_ends() -> None:
    left = (
        "Havnen er gammel, og den har brug for os alle, også",
        "når det blæser fra vest og bølgerne slår ind over",
        "kajen. Det har vi vidst længe, men ingen har gjort",
        "noget ved det, før isen kom og tog den ene mole.",
        "Vores mål",
        "Patienter i havnen skal kende den næste båd, før",
    )
    right = (
        (316, "Færre skal vente på kajen inden for den første"),
        (310, "time efter at båden er kommet ind i havnen."),
        (319, "Det sætter vi i gang på alle fem kajer i år og næste"),
        (337, "• Alle kajer får en bænk, hvor man kan"),
        (349, "sidde og vente på den næste båd, der går."),
        (337, "• Havnefogeden ringer, når den er klar igen"),
    )

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number, line in enumerate(left):
            canvas.drawRightString(285, 700 - 14 * number, line)
        for number, (x, line) in enumerate(right):
            canvas.drawString(x, 693 - 14.6 * number, line)

    assert lines(printed(draw)) == [*left, *(line for _, line in right)]
