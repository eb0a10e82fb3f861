"""Web pages: what people read is kept with its form, what surrounds it is left out, and every place is an XPath."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.blocks import Block
from ingest.errors import AftalegrafError
from ingest.extraction import extract
from ingest.model import Kind
from ingest.readers.html import read_html
from ingest.source import Source, read_source
from ingest.structure import blocks

PAGE = Path(__file__).parent / "data" / "invented" / "webside.html"


def html(body: str, head: str = "") -> Source:
    return read_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "side.html")


def shape(source: Source) -> list[tuple[str, str]]:
    return [(block.style if block.role == "heading" else block.role, block.text) for block in blocks(source)]


def grid(source: Source) -> dict[tuple[int, int], str]:
    return {block.place: block.text for block in blocks(source) if block.place and block.text}


@pytest.fixture(scope="module")
def page() -> Source:
    return read_source(PAGE)


def test_reads_only_the_text_of_a_page_with_menus_and_cookie_box(page: Source) -> None:
    for outside in (
        "cookie",
        "Ledige stillinger",
        "dataLayer",
        "Nyhedsbrev",
        "CVR",
        "oppetid",
        "Brødkrumme",
        "padding",
    ):
        assert outside.lower() not in page.text.lower()
    for inside in ("# Nærsundhedsplan 2027–2030", "Udbudsklinik", "Det Lokale Patientforum", "videokonsultation"):
        assert inside in page.text


def test_a_place_is_an_xpath_that_finds_the_text_again(page: Source) -> None:
    tree = etree.fromstring(PAGE.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    checked = 0
    for block in blocks(page):
        if block.role in ("heading", "item", "cell"):
            found = tree.xpath(page.place(block.content.offsets[0]))
            assert " ".join("".join(found[0].itertext()).split()) == block.text
            checked += 1
    assert checked > 50


def test_every_quote_of_a_page_stands_at_its_offsets(page: Source) -> None:
    found = extract([page])
    quotes = [quote for one in found.statements for quote in (*one.quotes, *one.body)]
    assert len(quotes) > 20
    assert all(page.text[quote.span.start : quote.span.end] == quote.exact for quote in quotes)
    assert sum(one.kind is Kind.GOAL for one in found.statements) == 8
    assert sum(one.kind is Kind.INDICATOR for one in found.statements) == 7


def test_keeps_nested_and_numbered_lists() -> None:
    source = html(
        "<ol start=9><li>Ni<ul><li>Under ni<li>Mere</ul></li><li><p>Ti</p><p>også ti</p></li></ol><p>Efter</p>"
    )
    assert source.text == "9. Ni\n   - Under ni\n   - Mere\n10. Ti\n    også ti\n\nEfter\n"
    assert shape(source) == [
        ("item", "Ni"),
        ("item", "Under ni"),
        ("item", "Mere"),
        ("item", "Ti også ti"),
        ("paragraph", "Efter"),
    ]


def test_a_list_whose_items_hold_headings_is_a_layout() -> None:
    source = html("<ul><li><h2>Havnen</h2><p>Den er stor.</p></li><li><h2>Byen</h2><p>Den er lille.</p></li></ul>")
    assert [form for form, _ in shape(source)] == ["##", "paragraph", "##", "paragraph"]


def test_merged_cells_stand_once_and_leave_the_grid_in_order() -> None:
    source = html(
        "<table><tr><th>Mål<th>Indikator<th>Retning</tr><tr><td rowspan=2>Havn<td>Både<td>↑</tr>"
        "<tr><td colspan=2>Kajplads</tr><tr><td><td>Fisk<td>↓</tr></table>"
    )
    assert grid(source) == {
        (0, 0): "Mål",
        (0, 1): "Indikator",
        (0, 2): "Retning",
        (1, 0): "Havn",
        (1, 1): "Både",
        (1, 2): "↑",
        (2, 1): "Kajplads",
        (3, 1): "Fisk",
        (3, 2): "↓",
    }


def test_each_item_of_a_list_in_a_cell_gets_a_row() -> None:
    source = html("<table><tr><th>Mål<th>Indikator</tr><tr><td>Havn<td><ul><li>Både<li>Kajer</ul></tr></table>")
    assert grid(source)[1, 1] == "Både"
    assert grid(source)[2, 1] == "Kajer"


def test_a_bar_in_a_cell_is_escaped() -> None:
    source = html("<table><tr><th>a<th>b</tr><tr><td>x|y<td>z</tr></table>")
    assert "| x\\|y | z |" in source.text
    assert grid(source)[1, 1] == "z"


@pytest.mark.parametrize(
    "text",
    [
        "19. november 2026 træder aftalen i kraft",
        "1) Fælles ansvar",
        "# Hashtag som ord",
        "> 65 år",
        "+ 4 pct. om året",
        "= lig med",
        "---",
        "=====",
        "[note]: findes ikke",
        "[x] valgt",
        "| lodret streg",
        "    indrykket",
    ],
)
def test_what_looks_like_a_mark_is_text_and_its_quote_verbatim(text: str) -> None:
    """A paragraph that began with a date once lost "19." to a numbered list."""
    source = html(f"<p>Før</p><p>{text.replace('>', '&gt;')}</p><p>Efter</p>")
    found = {block.text: block for block in blocks(source)}
    assert [block.role for block in blocks(source)] == ["paragraph"] * 3
    assert source.quote(found[text.strip()].content.span()).exact == text.strip()


def test_what_looks_like_a_link_keeps_both_its_parts() -> None:
    assert shape(html("<p>Se [kapitlet](side 4) om havnen</p>")) == [("paragraph", "Se [kapitlet] (side 4) om havnen")]


def test_bold_words_lead_and_labels_stay_marked_but_emphasis_within_does_not() -> None:
    source = html("<p><b>Vision:</b> Alle <b>skal</b> med.</p><p><strong>Vores mål</strong></p>")
    assert source.text == "**Vision:** Alle skal med.\n\n**Vores mål**\n"


def test_repairs_soft_hyphens_ligatures_entities_and_loose_accents() -> None:
    source = html("<p>sund&shy;heds\u200baftale \ufb01nde ka\u030aben&nbsp;og &oslash;en &amp; &#8593;</p>")
    assert source.text == "sundhedsaftale finde kåben og øen & ↑\n"


def test_footnote_marks_are_no_part_of_words() -> None:
    source = html('<p>Indlæggelser<sup><a href="#fn1">1</a></sup> falder. m<sup>2</sup></p>')
    assert source.text == "Indlæggelser falder. m2\n"


def test_lines_divided_by_breaks_are_lines_and_typed_bullets_are_items() -> None:
    source = html("<p>Vi vil:<br>- bygge<br>- sejle</p><p>Et<br>to<br><br>tre</p>")
    assert shape(source) == [
        ("paragraph", "Vi vil:"),
        ("item", "bygge"),
        ("item", "sejle"),
        ("paragraph", "Et to"),
        ("paragraph", "tre"),
    ]


@pytest.mark.parametrize(
    "box",
    [
        "<nav>ude</nav>",
        "<div role=navigation>ude</div>",
        "<footer>ude</footer>",
        "<div class='cookie-banner'>ude</div>",
        "<div id=CybotCookiebotDialog class=cookiebot>ude</div>",
        "<p hidden>ude</p>",
        "<p style='display: none'>ude</p>",
        "<div aria-hidden=true>ude</div>",
        "<button>ude</button>",
        "<noscript>ude</noscript>",
        "<template>ude</template>",
        "<dialog open>ude</dialog>",
    ],
)
def test_leaves_out_what_is_not_the_text(box: str) -> None:
    assert html(f"<p>inde</p>{box}<p>også inde</p>").text == "inde\n\nogså inde\n"


def test_an_empty_main_element_does_not_hide_the_page() -> None:
    assert "Teksten" in html("<main></main><div><h1>Aftale</h1><p>Teksten står uden for.</p></div>").text


def test_a_title_in_the_page_header_is_kept() -> None:
    source = html("<header><h1>Sundhedsaftale</h1><nav>Menu</nav></header><main><p>" + "Tekst. " * 9 + "</p></main>")
    assert source.text.startswith("# Sundhedsaftale\n\nTekst.")


def test_the_declared_encoding_is_used() -> None:
    data = '<html><head><meta charset="iso-8859-1"></head><body><p>Sjælland – på “havet”</p>'.encode("cp1252")
    assert read_html(data, "side.html").text == "Sjælland – på “havet”\n"


NAMES = "p div ul ol li h1 h2 table tr td th b strong br dl dt dd section main nav pre sup span details summary a"
TAGS = st.sampled_from(NAMES.split())
PIECES = st.one_of(
    TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=9), st.sampled_from(["19. ", "- ", "# ", "|"])
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_page_is_read_or_refused_and_its_blocks_stand_in_its_text(body: str) -> None:
    try:
        source = html(body)
    except AftalegrafError:
        return
    found: list[Block] = blocks(source)
    for block in found:
        assert all(0 <= offset < len(source.text) for offset in block.content.offsets)
        assert source.place(block.content.offsets[0]).strip("(").startswith("/")


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(AftalegrafError):
        blocks(read_html(b"<p>" + data, "side.html"))
