"""Folded text of web pages: what a click unfolds is text below the control as its heading, menus are none."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.extraction import extract
from ingest.model import Goal
from ingest.readers.html import read_html
from ingest.source import Source
from ingest.structure import blocks

OPEN = "<p>Kajen er åben for alle.</p>"
OPEN_TEXT = "Kajen er åben for alle."
CONTROL = 'aria-expanded="false" aria-controls="panel"'


def html(body: str) -> Source:
    return read_html(f"<!doctype html><html><body>{body}</body></html>".encode(), "side.html")


def shape(body: str) -> list[tuple[str, str]]:
    return [(block.style if block.role == "heading" else block.role, block.text) for block in blocks(html(body))]


@pytest.mark.parametrize(
    "panel",
    [
        '<div id="panel" hidden>',
        '<div id="panel" aria-hidden="true">',
        '<section id="panel" style="display: none">',
        '<div id="panel" role="region" class="closed" hidden="until-found">',
    ],
)
@pytest.mark.parametrize(
    "control",
    [
        f"<button {CONTROL}>Om isen</button>",
        '<button aria-controls="panel">Om isen</button>',
        f'<a href="#panel" role="button" {CONTROL}>Om isen</a>',
        f'<div role="button" tabindex="0" {CONTROL}>Om isen</div>',
        f"<button {CONTROL}><svg><text>pil</text></svg> Om isen</button>",
    ],
)
def test_the_text_that_a_button_unfolds_is_read_below_the_button_as_heading(control: str, panel: str) -> None:
    tag = panel[1:].split()[0]
    found = shape(f"<h2>Vinter</h2>{OPEN}{control}{panel}<p>Isen er tyk.</p></{tag}>")
    assert found == [("##", "Vinter"), ("paragraph", OPEN_TEXT), ("###", "Om isen"), ("paragraph", "Isen er tyk.")]


def test_a_button_in_a_heading_is_that_heading() -> None:
    found = shape(f'{OPEN}<h4><button {CONTROL}>Om isen</button></h4><div id="panel" hidden><p>Isen er tyk.</p></div>')
    assert found[1:] == [("####", "Om isen"), ("paragraph", "Isen er tyk.")]


def test_a_button_may_unfold_several_panels() -> None:
    found = shape(
        f'{OPEN}<button aria-expanded="false" aria-controls="is sne">Vejr</button>'
        '<p id="is" hidden>Isen er tyk.</p><p id="sne" hidden>Sneen er dyb.</p>'
    )
    assert found[1:] == [("##", "Vejr"), ("paragraph", "Isen er tyk."), ("paragraph", "Sneen er dyb.")]


def test_panels_within_panels_are_read() -> None:
    found = shape(
        f'{OPEN}<button {CONTROL}>Vejr</button><section id="panel" hidden>'
        '<button aria-expanded="false" aria-controls="is">Is</button><p id="is" hidden>Isen er tyk.</p></section>'
    )
    assert found[1:] == [("##", "Vejr"), ("##", "Is"), ("paragraph", "Isen er tyk.")]


def test_the_panels_of_all_tabs_are_read() -> None:
    found = shape(
        f'{OPEN}<div role="tablist"><button role="tab" aria-controls="is" aria-selected="true">Is</button>'
        '<button role="tab" aria-controls="sne">Sne</button></div>'
        '<p id="is" role="tabpanel">Isen er tyk.</p><p id="sne" role="tabpanel" hidden>Sneen er dyb.</p>'
    )
    assert ("paragraph", "Isen er tyk.") in found
    assert ("paragraph", "Sneen er dyb.") in found


def test_lists_and_tables_in_panels_keep_their_form() -> None:
    found = shape(
        f'{OPEN}<button {CONTROL}>Vejr</button><div id="panel" hidden><ul><li>Is<li>Sne</ul>'
        "<table><tr><th>Måned<th>Vejr</tr><tr><td>Maj<td>Regn</tr></table></div>"
    )
    assert found[2:4] == [("item", "Is"), ("item", "Sne")]
    assert [role for role, _ in found[4:]] == ["cell"] * 4


def test_menus_and_hidden_text_in_a_panel_are_left_out() -> None:
    found = shape(
        f'{OPEN}<button {CONTROL}>Vejr</button><div id="panel" hidden><p>Isen er tyk.</p><nav>Ude</nav>'
        "<p hidden>Ude</p><button>Luk</button></div>"
    )
    assert found[1:] == [("##", "Vejr"), ("paragraph", "Isen er tyk.")]


@pytest.mark.parametrize(
    "menu",
    [
        "<nav>{}</nav>",
        "<div role=navigation>{}</div>",
        "<div role=search>{}</div>",
        "<form>{}</form>",
        "<header>{}</header>",
        "<footer>{}</footer>",
        "<div class=cookie-banner>{}</div>",
    ],
)
def test_what_a_menu_or_form_unfolds_is_left_out(menu: str) -> None:
    folded = f'<button {CONTROL}>Menu</button><ul id="panel" hidden><li>Ledige pladser</li></ul>'
    assert shape(OPEN + menu.format(folded)) == [("paragraph", OPEN_TEXT)]


@pytest.mark.parametrize("popup", ["true", "menu", "listbox", "dialog"])
def test_what_a_button_opens_as_a_popup_is_left_out(popup: str) -> None:
    folded = (
        f'<button aria-haspopup="{popup}" {CONTROL}>Menu</button><ul id="panel" hidden><li>Ledige pladser</li></ul>'
    )
    assert shape(OPEN + folded) == [("paragraph", OPEN_TEXT)]


def test_buttons_that_unfold_nothing_and_hidden_text_that_nothing_unfolds_are_left_out() -> None:
    assert shape(f"{OPEN}<button>Udskriv</button><div id=panel hidden>Skjult</div>") == [("paragraph", OPEN_TEXT)]


def test_buttons_in_the_header_of_the_text_itself_unfold_text() -> None:
    found = shape(
        f'<main><header><button {CONTROL}>Vejr</button></header><p id="panel" hidden>Isen er tyk.</p>{OPEN}</main>'
    )
    assert found == [("##", "Vejr"), ("paragraph", "Isen er tyk."), ("paragraph", OPEN_TEXT)]


def test_the_place_of_folded_text_is_its_xpath() -> None:
    body = f'{OPEN}<button {CONTROL}>Vejr</button><div id="panel" hidden><p>Vand.</p><p>Isen er tyk.</p></div>'
    source = html(body)
    tree = etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser())
    (found,) = tree.xpath(source.place(source.text.index("Isen")))
    assert found.text == "Isen er tyk."


def test_goals_in_an_accordion_are_extracted() -> None:
    source = html(
        f'<h1>Havneplan</h1>{OPEN}<button {CONTROL}>Vores mål</button><div id="panel" hidden>'
        "<ul><li>Flere både skal have redningsveste</li><li>Lampen i fyret skal lyse hver nat</li></ul></div>"
    )
    found = [one.text for one in extract([source]).statements if isinstance(one, Goal)]
    assert found == ["Flere både skal have redningsveste", "Lampen i fyret skal lyse hver nat"]


@pytest.mark.parametrize(
    "menu",
    [
        f'<button {CONTROL}>Menu</button><nav id="panel" hidden><ul><li>Forside</li></ul></nav>',
        f'<button {CONTROL}>Del</button><dialog id="panel"><p>Del siden med andre.</p></dialog>',
        f'<button {CONTROL}>Menu</button><ul id="panel" role="menu" hidden><li>Forside</li></ul>',
    ],
)
def test_a_button_that_opens_a_menu_or_a_dialog_is_no_heading_and_those_are_not_read(menu: str) -> None:
    assert shape(OPEN + menu) == [("paragraph", OPEN_TEXT)]


@pytest.mark.parametrize(
    "control",
    ["<button aria-expanded='false'>Om isen</button>", "<h3><button aria-expanded='false'>Om isen</button></h3>"],
)
def test_a_button_that_names_no_panel_unfolds_the_hidden_element_after_it(control: str) -> None:
    found = shape(f"<h2>Vinter</h2>{OPEN}{control}<div hidden><p>Isen er tyk.</p></div>")
    assert [text for _, text in found] == ["Vinter", OPEN_TEXT, "Om isen", "Isen er tyk."]


def test_a_heading_may_be_the_control_itself() -> None:
    found = shape(f'{OPEN}<h3 role="button" {CONTROL}>Om isen</h3><div id="panel" hidden><p>Isen er tyk.</p></div>')
    assert found[1:] == [("###", "Om isen"), ("paragraph", "Isen er tyk.")]


def test_neighbours_that_fold_have_one_rank_whatever_headings_stand_in_them() -> None:
    page = "<h1>Plan</h1><h2>Områder</h2>" + "".join(
        f"<details><summary>{name}</summary><p>Det er vådt.</p><h4>Mål</h4><p>Alle skal have støvler.</p></details>"
        for name in ("A. Broer", "B. Både", "C. Kajer")
    )
    found = read_html(f"<html><body>{page}<h2>Opfølgning</h2></body></html>".encode(), "plan.html").text
    assert [line for line in found.split("\n") if line.startswith("#")] == [
        "# Plan", "## Områder", "### A. Broer", "#### Mål", "### B. Både", "#### Mål", "### C. Kajer", "#### Mål",
        "## Opfølgning",
    ]  # fmt: skip
