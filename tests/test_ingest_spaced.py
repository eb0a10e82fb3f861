"""Text whose columns are set by spaces: tables become cells, columns of running text are read one after the other."""

from __future__ import annotations

from ingest.source import Source
from ingest.structure import blocks

TABLE = """\
Mål                           Indikator                      Målgruppe          2027      2031
1.1 Antallet af               Registrerede faldulykker       –                  1.180     885
faldulykker skal være         pr. år
en fjerdedel lavere

1.2 Alle, der bliver          Andel med en opfølgende        Voksne efter et
udskrevet, skal have          samtale inden for tre          hospitalsophold    46 %      95 %
en aftale med en navngiven    hverdage
person inden for tre          Andel med en plan, som         Unge under 25 år   ny        følges

Parterne bemander sammen en telefonlinje, som er åben hele døgnet fra foråret 2029 og frem.
"""
TIGHT = """\
Mål     Sådan måler vi                         Udvikling
a       Indløste recepter på antibiotika pr.   Fald
        1.000 indbyggere
b       Andel recepter på brede midler         Fald
"""
COLUMNS = """\
Hvert år møder vi 96.000 patienter. De fleste        Vi spørger alle patienter og ikke kun dem, der
kommer på grund af en sygdom, men mange tager        ligner nogen med et problem.
også hjem med en vane, der gør dem syge igen.
                                                     Rådgivning er et tilbud, og patienten bestemmer,
Strategien er vedtaget af ledelsen den femte         hvad der skal ske. Det gælder også for dem, som
februar. Den gælder for alle afdelinger.             ikke ønsker hjælp.
"""


def _cells(text: str) -> dict[tuple[int, int], str]:
    return {block.place: block.text for block in blocks(Source("x", text, "text")) if block.place}


def test_a_table_set_by_spaces_is_read_by_rows_and_columns() -> None:
    cells = _cells(TABLE)
    assert [cells[0, column] for column in range(5)] == ["Mål", "Indikator", "Målgruppe", "2027", "2031"]
    assert cells[1, 0] == "1.1 Antallet af faldulykker skal være en fjerdedel lavere"
    assert cells[1, 4] == "885"
    assert cells[2, 1].startswith("Andel med en opfølgende samtale")
    assert cells[2, 2] == "Voksne efter et hospitalsophold"


def test_what_follows_a_table_is_no_part_of_it() -> None:
    found = blocks(Source("x", TABLE, "text"))
    assert found[-1].role == "paragraph"
    assert found[-1].text.startswith("Parterne bemander sammen")


def test_rows_without_free_lines_between_them_begin_where_their_cells_do() -> None:
    cells = _cells(TIGHT)
    assert cells[1, 1] == "Indløste recepter på antibiotika pr. 1.000 indbyggere"
    assert (cells[2, 0], cells[2, 2]) == ("b", "Fald")


def test_a_name_beside_its_explanation_begins_a_row_however_the_explanation_begins() -> None:
    cells = _cells(
        "Nikotin         ethvert produkt, bortset fra\n                medicin\n"
        "Stophold        et gruppeforløb for\n                rygere\nTilbud          hjælp, som kommunen giver\n"
    )
    assert cells[1, 0] == "Stophold"


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    texts = [block.text for block in blocks(Source("x", COLUMNS, "text"))]
    assert texts[0].endswith("der gør dem syge igen.")
    assert texts[1].startswith("Strategien er vedtaget")
    assert texts[2] == "Vi spørger alle patienter og ikke kun dem, der ligner nogen med et problem."


def test_a_paragraph_that_goes_on_in_the_next_column_has_its_place() -> None:
    source = Source(
        "x",
        COLUMNS.replace("for alle afdelinger.", "for alle afdelinger og").replace("Vi spørger", "vi spørger"),
        "text",
    )
    for block in blocks(source):
        span = block.content.span()
        assert 0 <= span.start < span.end <= len(source.text)


def test_numbers_and_bullets_before_a_wide_gap_make_no_columns() -> None:
    text = "  a)  nedbringe forbruget uden\n      for hospital\n  b)  halvere antallet\n  c)  give alle undervisning\n"
    assert [block.role for block in blocks(Source("x", text, "text"))] == ["item"] * 3


def test_a_drawn_rule_below_the_titles_does_not_end_a_table() -> None:
    text = (
        "Mål   Tal, der følges                    2024     2028\n"
        "------------------------------------------------------\n"
        "D1    Andel både uden fast plads         22 %      8 %\n"
        "D2    Antal kajer med sand (ud af 17)      6       17\n"
    )
    cells = _cells(text)
    assert [cells[0, column] for column in range(4)] == ["Mål", "Tal, der følges", "2024", "2028"]
    assert [cells[2, column] for column in range(4)] == ["D2", "Antal kajer med sand (ud af 17)", "6", "17"]
