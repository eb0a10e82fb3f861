"""What type tells of a PDF's lines, and where its tables stand, on files made by reportlab."""

from __future__ import annotations

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle

from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_type import Type
from ingest.readers.pdf_words import Word
from ingest.source import Source
from ingest.structure import blocks

ONE = [(50, 495)]
TWO = [(50, 235), (310, 235)]
BODY_SIZE = 10.0
FULL_GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
RULES_BELOW = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)])
RULES_AROUND = TableStyle(
    [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)]
)
ROWS = [["Mål", "Indikator"], ["Havn", "Antal både"], ["Bro", "Antal ulykker"], ["Fyr", "Antal lamper"]]
SENTENCE = "{} er det vådt på kajen, og den, der går der uden støvler, får kolde fødder og må gå tidligt hjem igen."
MONTHS = ["I januar", "I februar", "I marts", "I april", "I maj", "I juni", "I juli", "I august", "I september"]


def pdf(flow: list[Flowable], columns: list[tuple[int, int]] = ONE) -> Source:
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates([PageTemplate("page", [Frame(x, 50, width, 730) for x, width in columns])])
    document.build(flow)
    return read_pdf(out.getvalue(), "aftale.pdf")


def line(text: str, size: float = BODY_SIZE, font: str = "Helvetica") -> Paragraph:
    return Paragraph(text, ParagraphStyle("line", fontName=font, fontSize=size, leading=1.3 * size, spaceAfter=8))


def body(*months: str, font: str = "Helvetica") -> list[Flowable]:
    return [line(SENTENCE.format(month), font=font) for month in months or MONTHS[:3]]


def table(style: TableStyle) -> Table:
    return Table(ROWS, colWidths=[80, 120], style=style, hAlign="LEFT")


def headings(source: Source) -> list[tuple[str, str]]:
    """Return the headings that the reader marked; where it marked few, others are told by their words later."""
    found = [block for block in blocks(source) if block.role == "heading" and block.style.startswith("#")]
    return [(block.style, block.text) for block in found]


def test_larger_lines_are_headings_and_the_sizes_are_their_ranks() -> None:
    flow = [line("Havnens plan", 22), *body(), line("Om vandet", 15), *body(), line("Om isen", 12), *body()]
    found = headings(pdf([*flow, line("Om vinden", 15), *body()]))
    assert found == [("#", "Havnens plan"), ("##", "Om vandet"), ("###", "Om isen"), ("##", "Om vinden")]


def test_lines_that_are_hardly_larger_are_no_headings() -> None:
    found = pdf([line("Om vandet", 15), *body(), line("Om isen og vinden", 10.4), *body()])
    assert headings(found) == [("#", "Om vandet")]


def test_bold_lines_are_headings_below_larger_ones() -> None:
    bold = "Helvetica-Bold"
    found = headings(pdf([line("Om vandet", 15), *body(), line("Om isen", font=bold), *body()]))
    assert found == [("#", "Om vandet"), ("##", "Om isen")]


def test_where_much_is_bold_it_distinguishes_no_headings() -> None:
    bold = "Helvetica-Bold"
    found = headings(pdf([*body(*MONTHS, font=bold), line("Om isen", font=bold), *body(), line("Om vand", 15)]))
    assert found == [("#", "Om vand")]


def test_lines_in_another_font_are_headings() -> None:
    found = headings(pdf([line("Om vandet", font="Times-Roman"), *body(), line("Om isen", font="Courier"), *body()]))
    assert found == [("#", "Om vandet"), ("#", "Om isen")]


def test_a_smaller_line_in_another_font_is_no_heading() -> None:
    found = headings(pdf([line("Om vandet", 15), *body(), line("Foto af kajen", 8, "Times-Roman"), *body()]))
    assert found == [("#", "Om vandet")]


@pytest.mark.parametrize(
    "text",
    [
        "Den, der går på kajen om natten, skal have en lygte med.",
        "»Jeg går altid på kajen om natten og har en lygte med.«",
        "og så gik de alle sammen hjem",
        "40.000",
        "• Støvler og lygter",
        "Den, der går på kajen om natten, hvor ingen lygter lyser og hvor vinden tit er hård og kold og bidende",
    ],
)
def test_large_type_makes_no_heading_of_a_sentence_an_item_or_a_number(text: str) -> None:
    assert headings(pdf([line("Om vandet", 15), *body(), line(text, 15), *body()])) == [("#", "Om vandet")]


@pytest.mark.parametrize("text", ["# 4 på listen er broen", "## Lang kaj", "###### Måger"])
def test_a_line_that_begins_with_a_number_sign_is_text_and_its_quote_verbatim(text: str) -> None:
    source = pdf([line("Om vandet", 15), *body(), line(text), *body()])
    (found,) = [block for block in blocks(source) if block.text == text]
    assert found.role == "paragraph"
    assert source.quote(found.content.span()).exact == text
    assert headings(source) == [("#", "Om vandet")]


@pytest.mark.parametrize("count", [2, 8], ids=["left", "right"])
@pytest.mark.parametrize("style", [FULL_GRID, RULES_AROUND], ids=["grid", "level"])
def test_a_table_in_one_of_two_columns_is_read_at_its_place(style: TableStyle, count: int) -> None:
    many = [f"{month} {year}" for year in (2027, 2028, 2029) for month in MONTHS]
    before, after = many[: 2 * count], many[2 * count :]
    found = blocks(pdf([*body(*before), table(style), *body(*after)], TWO))
    assert [block.role for block in found] == ["paragraph"] * len(before) + ["cell"] * 8 + ["paragraph"] * len(after)
    assert [block.text for block in found if block.role == "cell"] == [cell for row in ROWS for cell in row]
    assert all(block.text.startswith(month) for month, block in zip(before, found, strict=False))
    assert all(block.text.startswith(month) for month, block in zip(reversed(after), reversed(found), strict=False))


@pytest.mark.parametrize("style", [RULES_BELOW, RULES_AROUND], ids=["below", "around"])
def test_a_table_with_level_rules_only_has_the_columns_between_which_no_word_stands(style: TableStyle) -> None:
    found = blocks(pdf([*body(), table(style), *body()]))
    cells = {block.place: block.text for block in found if block.place}
    assert cells == {(row, column): ROWS[row][column] for row in range(4) for column in range(2)}


def test_level_rules_between_paragraphs_make_no_table() -> None:
    rows = [[paragraph] for paragraph in body(*MONTHS)]
    found = blocks(pdf([Table(rows, colWidths=[480], style=RULES_AROUND)]))
    assert {block.role for block in found} == {"paragraph"}


def word(text: str, size: float = BODY_SIZE, bold: bool = False, font: str = "") -> Word:
    return Word(text, 50, 700, 50 + 5 * len(text), 700 + size, size, bold, font)


def test_the_running_text_is_the_type_of_most_characters() -> None:
    type_ = Type.of([[word("Kort", 20)], [word("Korte", 20)], [word("En lang linje om kajen og vandet")]])
    assert type_.body == BODY_SIZE
    assert type_.mark([word("Kort", 20)]) == "# "
    assert type_.mark([word("En lang linje")]) == ""


def test_a_document_without_text_has_no_headings() -> None:
    type_ = Type.of([])
    assert type_.ranks == {}
    assert Type.of([[], [word("Eneste linje")]]).mark([word("Eneste linje")]) == ""


def test_no_heading_is_deeper_than_six_marks() -> None:
    sizes = [30, 26, 24, 22, 20, 18, 16, 14]
    type_ = Type.of([*([word("Overskrift", size)] for size in sizes), [word("Teksten om kajen " * 30)]])
    marks = [type_.mark([word("Overskrift", size)]) for size in sizes]
    assert marks == ["# ", "## ", "## ", "## ", "### ", "#### ", "##### ", "###### "]


def test_of_more_sizes_than_there_are_ranks_those_nearest_to_each_other_share_one() -> None:
    sizes = [34.0, 21.0, 18.0, 17.5, 13.0, 12.0, 11.0]
    type_ = Type.of([*([word("Overskrift", size)] for size in sizes), [word("Teksten om kajen " * 30)]])
    assert [len(type_.mark([word("Overskrift", size)]).strip()) for size in sizes] == [1, 2, 3, 3, 4, 5, 6]


def test_in_a_margin_of_smaller_type_bold_lines_are_headings_too() -> None:
    margin = [[word("Lys på kajen", 8, bold=True)], [word("Der er mørkt om vinteren, og det skal der ikke være.", 8)]]
    running = [word("Teksten om kajen " * 30)]
    type_ = Type.of([running, *margin, running])
    assert type_.mark(margin[0], margin[1])
    assert not type_.mark(margin[0], running)
