"""Word documents: styles, lists, tables, boxes and notes, made with python-docx as others' programs write them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.extraction import extract
from ingest.model import Kind
from ingest.readers.docx import read_docx
from ingest.source import Source, read_source
from ingest.structure import blocks

AGREEMENT = Path(__file__).parent / "data" / "invented" / "aftale.docx"
RUN = "<w:r><w:t>{}</w:t></w:r>"


def read(document: Any) -> Source:
    data = io.BytesIO()
    document.save(data)
    return read_docx(data.getvalue(), "aftale.docx")


def add(document: Any, inner: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))


def test_reads_an_agreement_with_its_headings_lists_and_tables() -> None:
    source = read_source(AGREEMENT)
    found = blocks(source)
    assert [block.text for block in found if block.style == "#"] == ["Rammeaftale om sundhed på tværs 2028-2031"]
    assert sum(block.style == "##" for block in found) == 9
    assert source.text.count("\n|---|") == 5
    assert "1. Borgere med en genoptræningsplan" in source.text


def test_every_quote_of_an_agreement_stands_at_its_offsets() -> None:
    source = read_source(AGREEMENT)
    found = extract([source])
    quotes = [quote for one in found.statements for quote in (*one.quotes, *one.body)]
    assert sum(one.kind is Kind.INDICATOR for one in found.statements) == 7
    assert all(source.text[quote.span.start : quote.span.end] == quote.exact for quote in quotes)
    assert all(source.place(quote.span.start).startswith("afsnit ") for quote in quotes)


def test_a_place_is_the_number_of_the_paragraph_in_the_file() -> None:
    source = read_source(AGREEMENT)
    word = Document(str(AGREEMENT))
    paragraphs = list(word.element.body.iter(word.element.body[0].tag))
    for block in blocks(source):
        number = int(source.place(block.content.offsets[0]).removeprefix("afsnit "))
        text = "".join(node.text or "" for node in paragraphs[number - 1].iter() if node.tag.endswith("}t"))
        assert text == block.text


@pytest.mark.parametrize(
    ("name", "mark"), [("Overskrift 1", "# "), ("overskrift 2", "## "), ("Titel", "# "), ("heading 3", "### ")]
)
def test_heading_styles_are_known_by_danish_and_english_names(name: str, mark: str) -> None:
    document = Document()
    style = document.styles.add_style(name + " ny", WD_STYLE_TYPE.PARAGRAPH)
    style.element.find(qn("w:name")).set(qn("w:val"), name)
    document.add_paragraph("Havnen", style=style)
    assert read(document).text == f"{mark}Havnen\n"


def test_a_style_based_on_a_heading_is_one() -> None:
    document = Document()
    style = document.styles.add_style("Region kapitel", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Havnen", style=style)
    assert read(document).text == "## Havnen\n"


def test_an_outline_level_makes_a_heading() -> None:
    document = Document()
    add(document, '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>' + RUN.format("Havnen"))
    assert read(document).text == "## Havnen\n"


def test_lists_by_style_and_by_typed_bullets_nest_and_count() -> None:
    document = Document()
    for style, text in (
        ("List Bullet", "en"),
        ("List Bullet 2", "under"),
        ("List Bullet", "to"),
        ("Normal", "Tekst"),
        ("List Number", "første"),
        ("List Number", "anden"),
        ("Normal", "•\ttastet"),
    ):
        document.add_paragraph(text, style=style)
    expected = "- en\n  - under\n- to\n\nTekst\n\n1. første\n2. anden\n- tastet\n"
    assert read(document).text == expected


def test_paragraphs_that_a_hand_numbered_are_items_and_the_goals_of_their_chapter() -> None:
    document = Document()
    for chapter, *own in (
        ("Kapitel 1: Havnen", "Kajen fejes hver dag.", "Ingen skal falde i vandet.", "Flere skal lære at svømme."),
        ("Kapitel 2: Broen", "Broen males om året.", "Ingen skal gå alene hjem.", "Flere skal cykle til byen."),
    ):
        document.add_heading(chapter, 2)
        document.add_heading("Vores mål", 3)
        for number, goal in enumerate(own, start=1):
            document.add_paragraph(f"{number}. {goal}")
    goals = [one for one in extract([read(document)]).statements if one.kind is Kind.GOAL]
    assert [goal.text for goal in goals][::3] == ["Kajen fejes hver dag.", "Broen males om året."]
    assert [goal.focus_area for goal in goals] == ["Havnen"] * 3 + ["Broen"] * 3


def test_deleted_hidden_and_field_code_text_is_not_read_but_inserted_text_is() -> None:
    document = Document()
    add(
        document,
        "<w:r><w:t>Vi </w:t></w:r><w:del><w:r><w:delText>måske </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>skal </w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r>"
        "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
        '<w:hyperlink w:anchor="a"><w:r><w:t>bygge</w:t></w:r></w:hyperlink>',
    )
    assert read(document).text == "Vi skal bygge\n"


def test_text_in_content_controls_and_text_boxes_is_read_once() -> None:
    document = Document()
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:drawing><w:txbxContent><w:p>{0}</w:p></w:txbxContent></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent><w:p>{0}</w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    ).format(RUN.format("I boksen"))
    add(document, RUN.format("Ved siden af") + f"<w:r>{box}</w:r>")
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{RUN.format('I feltet')}</w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(len(document.element.body) - 1, parse_xml(control))
    assert read(document).text == "Ved siden af\n\nI boksen\n\nI feltet\n"


def test_merged_cells_stand_once_and_a_row_over_all_columns_is_a_title() -> None:
    document = Document()
    table = document.add_table(4, 3)
    for row, texts in enumerate(
        (("Tabel", "", ""), ("Mål", "Indikator", "Retning"), ("Havn", "Både", "op"), ("", "Kaj", "ned"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    expected = "**Tabel**\n\n| Mål | Indikator | Retning |\n|---|---|---|\n| Havn | Både | op |\n| | Kaj | ned |\n"
    assert read(document).text == expected


def test_a_table_of_one_cell_is_a_box_of_text() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Vores vision"
    cell.add_paragraph("Alle skal med.")
    assert read(document).text == "Vores vision\n\nAlle skal med.\n"


def test_tables_of_contents_and_headers_are_left_out() -> None:
    document = Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("1. Havnen\t3", style=style)
    document.sections[0].header.paragraphs[0].text = "Sidehoved"
    document.add_paragraph("Teksten")
    assert read(document).text == "Teksten\n"


def test_footnotes_stand_below_a_heading_of_their_own() -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = Document()
    document.add_heading("Havnen", 1)
    add(document, RUN.format("Havnen er stor") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + RUN.format("."))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>{RUN.format("Kilde: Havnerådet")}</w:p></w:footnote>'
        "</w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    source = read(document)
    assert source.text == "# Havnen\n\nHavnen er stor.\n\n# Noter\n\nKilde: Havnerådet\n"
    assert source.place(source.text.index("Kilde")) == "fodnote 1"


def test_the_paragraphs_of_a_cell_stand_two_spaces_apart() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Mål", "Indikator", "Tørre sko", "Andel tørre"), strict=True):
        cell.text = text
    table.cell(1, 0).add_paragraph("Alle går tørskoet.")
    assert "| Tørre sko  Alle går tørskoet. | Andel tørre |" in read(document).text
