"""PDF: reading order over columns, tables with rules, running lines, hyphens and pages, on files made by reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Table, TableStyle

from ingest.extraction import extract
from ingest.readers.pdf import read_pdf
from ingest.source import Source
from ingest.structure import blocks

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=8, alignment=4)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=15, leading=19, spaceAfter=6)
ONE = [(50, 495)]
TWO = [(50, 235), (310, 235)]
THREE = [(40, 160), (218, 160), (396, 160)]
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
SENTENCE = (
    "Havnen i {} skal bygges ud, så der bliver plads til både, kajer og de mange gæster, der kommer hver sommer. "
)


def pdf(flow: list[Flowable], columns: list[tuple[int, int]] = ONE, running: bool = False) -> Source:
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    frames = [Frame(x, 50, width, 730) for x, width in columns]
    on_page: Callable[[Any, Any], None] = _running if running else lambda _canvas, _document: None
    document.addPageTemplates([PageTemplate("page", frames, onPage=on_page)])
    document.build(flow)
    return read_pdf(out.getvalue(), "aftale.pdf")


def _running(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(50, 815, "Havneaftale 2028-2031")
    canvas.drawCentredString(300, 25, f"Side {document.page} af 9")


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def texts(source: Source) -> list[str]:
    return [" ".join(block.text.split()) for block in blocks(source)]


def test_columns_are_read_one_after_the_other() -> None:
    for columns in (ONE, TWO, THREE):
        written = [SENTENCE.format(f"by nummer {number}") * 2 for number in range(24)]
        found = " ".join(texts(pdf([paragraph(text) for text in written], columns)))
        places = [found.index(f"by nummer {number} skal") for number in range(24)]
        assert places == sorted(places)
        assert all(text.strip() in found for text in written)


def test_a_heading_over_both_columns_stands_before_them() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(50, 780, "Havneaftalen for alle kommuner og regionen i fællesskab")
    canvas.setFont("Helvetica", 10)
    for number in range(20):
        for x, side in ((50, "venstre"), (310, "højre")):
            canvas.drawString(x, 740 - 13 * number, f"linje {number} i {side} spalte er lang som de andre")
    canvas.save()
    lines = [line for line in read_pdf(out.getvalue(), "a.pdf").text.split("\n") if line]
    assert lines[0].startswith("# Havneaftalen")
    assert [line.split()[3] for line in lines[1:]] == ["venstre"] * 20 + ["højre"] * 20


def test_a_table_without_rules_is_read_row_by_row() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number in range(8):
        canvas.drawString(50, 700 - 16 * number, f"Mål {number}")
        canvas.drawString(250, 700 - 16 * number, f"Antal både {number}")
    canvas.save()
    assert read_pdf(out.getvalue(), "a.pdf").text.startswith("Mål 0  Antal både 0\nMål 1  Antal både 1\n")


def test_a_table_with_rules_becomes_a_pipe_table_also_over_pages() -> None:
    rows = [["Mål", "Indikator"], *([f"Mål {n}", paragraph(f"Antal både i havn {n} | pr. år " * 3)] for n in range(90))]
    table = Table(rows, colWidths=[120, 220], repeatRows=1, style=GRID)
    source = pdf([paragraph("Før tabellen."), table, paragraph("Efter tabellen.")], running=True)
    lines = source.text.split("\n")
    cells = [line for line in lines if line.startswith("|")]
    assert cells[:2] == ["| Mål | Indikator |", "|---|---|"]
    assert [line.split(" | ")[0] for line in cells[2:]] == [f"| Mål {n}" for n in range(90)]
    assert cells[2] == "| Mål 0 | " + " ".join(["Antal både i havn 0 \\| pr. år"] * 3) + " |"
    start = lines.index(cells[0])
    assert lines[start : start + len(cells)] == cells
    assert lines[0] == "Før tabellen."
    assert lines[-2] == "Efter tabellen."


def test_merged_cells_of_a_table_stand_once() -> None:
    style = TableStyle([*GRID.getCommands(), ("SPAN", (0, 1), (0, 2)), ("SPAN", (1, 3), (2, 3))])
    rows = [["Mål", "Indikator", "Retning"], ["Havn", "Både", "op"], ["", "Kajer", "ned"], ["By", "Torve", ""]]
    source = pdf([Table(rows, colWidths=[100, 100, 100], style=style)])
    assert source.text.split("\n")[2:5] == ["| Havn | Både | op |", "| | Kajer | ned |", "| By | Torve | |"]


def test_running_lines_and_page_numbers_are_left_out() -> None:
    flow = [one for n in range(5) for one in (paragraph(SENTENCE.format(f"by {n}")), PageBreak())]
    source = pdf(flow, running=True)
    assert "Havneaftale" not in source.text
    assert "Side" not in source.text
    assert source.text.count("skal bygges ud") == 5


def test_large_headings_at_the_top_of_pages_are_no_running_lines() -> None:
    flow = [
        one for n in range(4) for one in (Paragraph(f"Mål {n}", HEAD), paragraph(SENTENCE.format("by")), PageBreak())
    ]
    text = pdf(flow).text
    assert all(f"Mål {number}\n" in text for number in range(4))


def test_the_place_of_a_character_is_its_page() -> None:
    flow = [one for n in range(1, 5) for one in (paragraph(SENTENCE.format(f"by {n}")), PageBreak())]
    source = pdf(flow, running=True)
    assert [source.place(source.text.index(f"by {n}")) for n in range(1, 5)] == [f"side {n}" for n in range(1, 5)]


def test_words_divided_at_line_ends_are_made_whole_and_double_words_stay() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    lines = (
        "Parterne vil styrke den fælles genop-",
        "træning for børne- og unge, og sund\u00adhedshusene",
        "får flere penge.",
    )
    for number, line in enumerate(lines):
        canvas.drawString(50, 700 - 13 * number, line)
    canvas.save()
    text = " ".join(texts(read_pdf(out.getvalue(), "a.pdf")))
    assert "fælles genoptræning for børne- og unge" in text


def test_headings_and_list_items_are_blocks_of_their_own() -> None:
    items = [
        Paragraph(
            f"Vi vil bygge {n} kajer, og det skal være gjort, før perioden er forbi om fire lange år.",
            BODY,
            bulletText="•",
        )
        for n in range(3)
    ]
    found = blocks(pdf([Paragraph("Vores mål", HEAD), paragraph(SENTENCE.format("byen")), *items]))
    assert [block.role for block in found] == ["heading", "paragraph", "item", "item", "item"]


def test_every_quote_stands_at_its_offsets() -> None:
    goals = [
        paragraph(f"Vi vil sikre, at {n} pct. af borgerne med kronisk sygdom får en plan inden 2030.") for n in range(9)
    ]
    source = pdf([Paragraph("Vores mål", HEAD), *goals, *(paragraph(SENTENCE.format("byen")) for _ in range(30))], TWO)
    quotes = [quote for one in extract([source]).statements for quote in (*one.quotes, *one.body)]
    assert quotes
    assert all(source.text[quote.span.start : quote.span.end] == quote.exact for quote in quotes)


def test_a_hundred_pages_are_read_with_their_numbers() -> None:
    flow = [
        one for n in range(100) for one in (*[paragraph(SENTENCE.format(f"by {n}") * 3) for _ in range(9)], PageBreak())
    ]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates([PageTemplate("page", [Frame(50, 50, 495, 730)])])
    document.build(flow)
    source = read_pdf(out.getvalue(), "aftale.pdf")
    assert source.place(len(source.text) - 2) == "side 100"


def test_what_is_indented_in_boxes_of_a_column_does_not_take_its_headings_into_the_other() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for number in range(20):
        canvas.drawString(50, 740 - 13 * number, f"linje {number} i venstre spalte er lang som de andre")
    for number in range(18):
        x = 310 if number % 6 == 0 else 320  # a heading at the column's edge, and a box below it
        canvas.drawString(x, 733 - 14 * number, f"linje {number} i højre spalte er lang som de andre")
    canvas.save()
    lines = [line for line in read_pdf(out.getvalue(), "a.pdf").text.split("\n") if line]
    assert [line.split()[3] for line in lines] == ["venstre"] * 20 + ["højre"] * 18


def test_a_large_title_above_a_table_is_no_row_of_it() -> None:
    title = Paragraph(
        "Sådan måler vi havnen", ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=21, leading=22)
    )
    rows = [["Mål", "Indikator"], ["Kaj", "Antal både"], ["Bro", "Antal ulykker"], ["Fyr", "Antal lamper"]]
    ruled = TableStyle(
        [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)]
    )
    found = pdf([title, Table(rows, colWidths=[120, 300], style=ruled)]).text
    assert "Sådan måler vi havnen" in found.replace("# ", "").split("\n")
    assert "| Mål | Indikator |" in found


def test_headings_that_begin_with_codes_are_one_each_though_no_room_is_between_them() -> None:
    text = "### Vores ønsker\n### 1a Flere både\n\nAlle skal sejle.\n\n### 1b Færre\n### ulykker\n\nIngen skal falde.\n"
    found = [block.text for block in blocks(Source("a", text, "text")) if block.role == "heading"]
    assert found == ["Vores ønsker", "1a Flere både", "1b Færre ulykker"]
