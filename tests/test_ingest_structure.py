"""Structure: headings, paragraphs, items, cells and margins of plain text and Markdown, and their sections."""

from __future__ import annotations

import pytest

from ingest.extraction import extract
from ingest.model import Passage
from ingest.source import Source
from ingest.structure import blocks


def passages(text: str, file_format: str = "text") -> tuple[Passage, ...]:
    return extract([Source("aftale", text, file_format)]).passages


def roles(text: str, file_format: str = "text") -> list[tuple[str, str]]:
    return [(passage.role, passage.text) for passage in passages(text, file_format)]


def texts(text: str, role: str, file_format: str = "text") -> list[str]:
    return [passage.text for passage in passages(text, file_format) if passage.role == role]


TOWN = """1. Byens begyndelse

Byen ved fjorden har mange gamle huse, og i de fleste bor der nogen.

BØRN OG UNGE

De fleste børn går til noget om eftermiddagen, og de er glade for det.

Skoler

Skolen ligger midt i byen, og alle kan gå derhen på under et kvarter.

2. Byens fremtid

Til sidst gik alle hjem, og lyset blev slukket i det store hus ved havnen.
"""


def test_short_lines_that_stand_alone_are_headings_and_sentences_are_not() -> None:
    assert texts(TOWN, "heading") == ["1. Byens begyndelse", "BØRN OG UNGE", "Skoler", "2. Byens fremtid"]
    assert len(texts(TOWN, "paragraph")) == 4


def test_every_passage_knows_the_headings_above_it_and_a_numbered_one_opens_a_chapter() -> None:
    paths = [passage.headings for passage in passages(TOWN) if passage.role == "paragraph"]
    assert paths == [
        ("1. Byens begyndelse",),
        ("1. Byens begyndelse", "BØRN OG UNGE"),
        ("1. Byens begyndelse", "BØRN OG UNGE", "Skoler"),
        ("2. Byens fremtid",),
    ]


def test_a_numbered_chapter_does_not_stand_below_the_title() -> None:
    text = "Planen for byen\n\nPlanen er skrevet af alle i byen, og den gælder i fire år.\n\n" + TOWN
    assert passages(text)[1].headings == ("Planen for byen",)
    assert passages(text)[3].headings == ("1. Byens begyndelse",)


def test_a_heading_of_a_rank_seen_before_closes_what_stands_below_it() -> None:
    text = TOWN.replace("2. Byens fremtid", "GAMLE")
    assert passages(text)[-1].headings == ("1. Byens begyndelse", "GAMLE")


def test_a_heading_may_share_its_block_with_the_text() -> None:
    text = """Trygge børn i byen
Alle børn skal kende en voksen, som de kan gå til, når noget er svært for dem, og
den voksne skal have tid.

DE GAMLE I BYEN
Alle gamle skal kende en ung, som de kan ringe til, når noget er svært for dem, og
den unge skal have tid.
"""
    assert texts(text, "heading") == ["Trygge børn i byen", "DE GAMLE I BYEN"]
    assert [one[:12] for one in texts(text, "paragraph")] == ["Alle børn sk", "Alle gamle s"]


def test_a_paragraph_goes_on_over_a_blank_line_in_the_middle_of_a_sentence() -> None:
    text = """Alle børn i byen skal have et sted at gå hen, når skolen er slut, og
de voksne skal vide, hvor

stedet er, og hvem der er der.
"""
    (only,) = roles(text)
    assert only == ("paragraph", " ".join(text.split()))


def test_a_finished_paragraph_does_not_swallow_the_next() -> None:
    text = "Byen har en havn, og den er dyb.\n\nhavnens mole er lang, og den er af sten.\n"
    assert len(passages(text)) == 2


@pytest.mark.parametrize("bullet", ["•", "●", "▪", "·", "‣", "*", "-"])
def test_bullets_begin_items_and_belong_to_no_text(bullet: str) -> None:
    text = f"Byen har:\n\n{bullet} en havn\n{bullet} en lygte med\n  to lamper\n{bullet} et skib\n"
    assert texts(text, "item") == ["en havn", "en lygte med to lamper", "et skib"]


def test_a_dash_that_continues_a_period_or_a_sentence_begins_no_item() -> None:
    text = "Byens plan gælder i årene 2025\n– 2028, og alle i byen har været med til at skrive den.\n"
    assert roles(text) == [("paragraph", " ".join(text.split()))]


@pytest.mark.parametrize("noise", ["12", "-", "–", "14 Fjordaftalen 2025-2028", "7 Plan for byen 2025 – 28"])
def test_page_numbers_lone_hyphens_and_running_headers_are_left_out(noise: str) -> None:
    text = f"Byen har en havn, og den er dyb.\n\n{noise}\n\nMolen er lang, og den er af sten.\n"
    assert texts(text, "paragraph") == ["Byen har en havn, og den er dyb.", "Molen er lang, og den er af sten."]
    assert len(passages(text)) == 2


def test_a_pull_quote_in_capitals_that_repeats_the_text_is_margin_and_not_quoted() -> None:
    text = """Byen passer på sine gamle. De unge skal passe på de gamle, når vinteren kommer.

DE UNGE SKAL PASSE
PÅ DE GAMLE

Om vinteren er der stille, og om sommeren kommer gæsterne med færgen fra øen.
"""
    assert texts(text, "margin") == ["DE UNGE SKAL PASSE PÅ DE GAMLE"]
    extraction = extract([Source("aftale", text, "text")])
    assert not any(sentence.text.isupper() for sentence in extraction.sentences)
    assert extraction.passages[-1].headings == ()


def test_a_heading_in_capitals_whose_words_the_text_does_not_repeat_stays_a_heading() -> None:
    text = "DE UNGE SKAL PASSE PÅ BYEN\n\nOm vinteren er der stille, og om sommeren kommer gæsterne med færgen.\n"
    assert roles(text)[0] == ("heading", "DE UNGE SKAL PASSE PÅ BYEN")


def test_a_run_of_labels_without_text_is_a_figure_and_no_chapter() -> None:
    labels = ["Havn", "Mole", "Lygte", "Skib", "Sejl", "Anker"]
    text = "Figuren viser byen.\n\n" + "\n\n".join(labels) + "\n"
    assert texts(text, "cell") == labels


def test_a_flattened_table_gives_a_cell_for_each_line_that_begins_with_a_capital() -> None:
    text = """Mål Indikator

Trygge gamle
Andel af gamle, der har besøg af
en nabo
Antal fald i hjemmet (også om
Natten)

Her er tabellen slut, og teksten går videre med hele sætninger.
"""
    assert texts(text, "cell") == [
        "Mål Indikator",
        "Trygge gamle",
        "Andel af gamle, der har besøg af en nabo",
        "Antal fald i hjemmet (også om Natten)",
    ]
    assert passages(text)[-1].role == "paragraph"


def test_two_columns_on_one_line_are_two_passages() -> None:
    text = "Formanden takker alle i byen for hjælpen.\n\nAnna Vestergaard  Bent Holm\n"
    assert [passage.text for passage in passages(text)][1:] == ["Anna Vestergaard", "Bent Holm"]


@pytest.mark.parametrize("line", ["Kilde: Byens årbog 2020", "www.byen.example", "Se mere på https://byen.example"])
def test_sources_and_addresses_are_no_headings(line: str) -> None:
    assert texts(f"Byen har en havn.\n\n{line}\n\nMolen er lang.\n", "heading") == []


MARKDOWN = """# Fjordaftalen

Indledning til aftalen.

## Vision

**Alle** er _trygge_

- **Havn**
- mole

### Under havnen
Tekst uden luft.
## Uden luft
Mere tekst.

# Slut

Farvel.
"""


def test_markdown_is_read_by_its_own_marks() -> None:
    assert roles(MARKDOWN, "markdown") == [
        ("heading", "Fjordaftalen"),
        ("paragraph", "Indledning til aftalen."),
        ("heading", "Vision"),
        ("paragraph", "Alle er trygge"),
        ("item", "Havn"),
        ("item", "mole"),
        ("heading", "Under havnen"),
        ("paragraph", "Tekst uden luft."),
        ("heading", "Uden luft"),
        ("paragraph", "Mere tekst."),
        ("heading", "Slut"),
        ("paragraph", "Farvel."),
    ]


def test_the_ranks_of_markdown_headings_nest() -> None:
    paths = {passage.text: passage.headings for passage in passages(MARKDOWN, "markdown")}
    assert paths["Tekst uden luft."] == ("Fjordaftalen", "Vision", "Under havnen")
    assert paths["Uden luft"] == ("Fjordaftalen",)
    assert paths["Mere tekst."] == ("Fjordaftalen", "Uden luft")
    assert paths["Farvel."] == ("Slut",)


def test_the_marks_of_markdown_are_outside_the_spans() -> None:
    text = MARKDOWN.replace("**Alle** er _trygge_", "Alle er trygge")
    quoted = [text[passage.span.start : passage.span.end] for passage in passages(text, "markdown")]
    assert quoted == [passage.text for passage in passages(text, "markdown")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fjordaftalen\n============\n", ("heading", "Fjordaftalen")),
        ("## Havnen ##\n", ("heading", "Havnen")),
        ("1. et skib\n", ("item", "et skib")),
        ("> Havnen er\n> åben\n", ("paragraph", "Havnen er åben")),
        ("    Havnen er åben\n", ("paragraph", "Havnen er åben")),
        ("```\nHavnen er åben\n```\n", ("paragraph", "Havnen er åben")),
        ("Se [havnen](https://havn.example) og `molen`\n", ("paragraph", "Se havnen og molen")),
        ("et_navn_med_streger og 2*3\n", ("paragraph", "et_navn_med_streger og 2*3")),
        ("Havnen\rer åben\n", ("paragraph", "Havnen er åben")),
    ],
)
def test_a_markdown_block_is_read_without_its_marks(text: str, expected: tuple[str, str]) -> None:
    """Indented and fenced text was once lost, and a lone carriage return ended in an error."""
    assert roles(text, "markdown") == [expected]


def test_items_inside_items_are_items_of_their_own() -> None:
    text = "- havnen\n  - molen\n    - lygten\n- byen\n"
    assert roles(text, "markdown") == [("item", "havnen"), ("item", "molen"), ("item", "lygten"), ("item", "byen")]


def test_the_cells_of_a_markdown_table_are_passages_and_its_rules_are_none() -> None:
    text = "| Mål | Indikator |\n|---|---|\n| Ro | Andel **stille** nætter |\n| Lys | |\n"
    assert texts(text, "cell", "markdown") == ["Mål", "Indikator", "Ro", "Andel stille nætter", "Lys"]


def test_a_byte_order_mark_does_not_hide_the_title() -> None:
    assert passages("\ufeff" + MARKDOWN, "markdown")[0].role == "heading"


@pytest.mark.parametrize("file_format", ["text", "markdown"])
@pytest.mark.parametrize("text", [TOWN, MARKDOWN], ids=["town", "markdown"])
def test_line_ends_of_windows_change_nothing(text: str, file_format: str) -> None:
    plain, windows = passages(text, file_format), passages(text.replace("\n", "\r\n"), file_format)
    assert [(one.role, one.text, one.headings) for one in windows] == [
        (one.role, one.text, one.headings) for one in plain
    ]


def test_passages_stand_in_reading_order_with_their_first_and_last_characters_in_place() -> None:
    found = passages(TOWN)
    assert [passage.span for passage in found] == sorted(passage.span for passage in found)
    for passage in found:
        quoted = TOWN[passage.span.start : passage.span.end]
        assert (quoted[0], quoted[-1]) == (passage.text[0], passage.text[-1])


@pytest.mark.parametrize("mark", ["- ", "• ", "6. "])
def test_a_line_set_under_the_text_of_an_item_belongs_to_it_however_it_begins(mark: str) -> None:
    room = " " * len(mark)
    text = f"{mark}Broen er åben fra maj.\n{room}Den lukker igen i oktober\n{room}2025.\n{room}(Dog ikke om natten)\n"
    number = mark if mark[0].isdigit() else ""
    assert [block.text for block in blocks(Source("a", text, "text"))] == [
        f"{number}Broen er åben fra maj. Den lukker igen i oktober 2025. (Dog ikke om natten)"
    ]


def test_numbered_sentences_with_lists_between_are_items_and_the_lists_in_them() -> None:
    text = (
        "Det skal lykkes\n\n  1a Færre falder i vandet.\n     Vi kigger efter:\n"
        "     - Antal fald. I dag 31, i 2030 højst\n       9.\n\n"
        "  1b Alle kajer er tørre.\n     Vi kigger efter:\n     - Andel kajer med sand\n\nHavnen er gammel.\n"
    )
    found = [(block.role, block.style, block.mark, block.text) for block in blocks(Source("a", text, "text"))]
    assert found[1:7] == [
        ("item", "", "1a", "Færre falder i vandet."),
        ("paragraph", "sub", "", "Vi kigger efter:"),
        ("item", "sub", "", "Antal fald. I dag 31, i 2030 højst 9."),
        ("item", "", "1b", "Alle kajer er tørre."),
        ("paragraph", "sub", "", "Vi kigger efter:"),
        ("item", "sub", "", "Andel kajer med sand"),
    ]
    assert found[7][:2] == ("paragraph", "")


def test_numbered_titles_with_lists_between_them_are_headings() -> None:
    text = "5. Hvem er med?\n\n• Ældre\n• Børn\n\n6. Sådan gør vi\n\nVi begynder i dag, og så ser vi.\n"
    found = [(block.role, block.style) for block in blocks(Source("a", text, "text"))]
    assert found == [("heading", "N."), ("item", ""), ("item", ""), ("heading", "N."), ("paragraph", "")]


def test_sentences_with_codes_that_count_up_are_items_also_in_word_files() -> None:
    text = "## Mål\n\nA1 Færre falder i vandet.\n\nA2 Alle kajer er tørre.\n\nB1 står for sig selv.\n"
    found = [(block.role, block.mark) for block in blocks(Source("a", text, "markdown"))]
    assert found == [("heading", ""), ("item", "A1"), ("item", "A2"), ("paragraph", "")]
