"""Text without blank lines: where headings, paragraphs, lists and tables begin and end."""

from __future__ import annotations

from ingest.extraction import extract
from ingest.model import Kind
from ingest.source import Source
from ingest.structure import blocks

# As copied out of a PDF viewer: lines of one width, a footer of two lines between them, and no blank line.
PLAN = """Plan for havnen
Derfor en plan
Havnen har været byens hjerte i mange år, og de fleste borgere kommer forbi den mindst
en gang om ugen. Nu skal den have nyt liv.
Vi har talt med dem, der bor i nærheden, og med dem, der arbejder på skibene.
Indsatsområde 1: Liv på kajen
Om vinteren er her mørkt og tomt, og mange går en anden vej hjem, når de har været på
arbejde.
Hvad vil vi opnå?
• Flere borgere går en tur på havnen, også når det er blevet mørkt og koldt udenfor
• Alle børn i byen skal kunne svømme, før de fylder ti
Havneplan
2
Hvordan følger vi udviklingen?
• Antal borgere på kajen en tirsdag i november
• Andel børn i 3. klasse, der kan svømme
Indsatsområde 2: Bådpladser til havnens mindste både og de mest morgenfriske roere
Der er over hundrede små både i byen, og de fleste af dem ligger i haverne om vinteren
og på parkeringspladserne om sommeren. Det koster plads, og det er ikke kønt at se på.
Roerne er ude hver morgen, længe før byen vågner, og de kommer igen, når de første går
på arbejde. De har ikke bedt om meget, men de har bedt om det i mange år.
Roerne har i dag ingen steder at lægge til, og bådene ligger i vejen for
Havneplan
3
færgerne.
Hvad vil vi opnå?
• Flere både får en fast plads
• Alle både skal være ude af vandet, når isen kommer
Hvordan følger vi udviklingen?
• Antal faste pladser
Tallene bag
Plads          2025   2029
Kajen          12     40
Den lille bro  3      9
Opfølgning
Byrådet ser på planen hvert år i juni, når sæsonen er begyndt, og bådene er kommet i
vandet. Så bliver det også besluttet, hvad der skal ske.
Planen er trykt på byens eget papir og ligger på biblioteket.
Havneplan
4
"""


def texts(role: str) -> list[str]:
    return [passage.text for passage in extract([Source("plan", PLAN, "text")]).passages if passage.role == role]


def test_headings_are_told_from_running_text_by_what_stands_before_and_after_them() -> None:
    assert texts("heading") == [
        "Plan for havnen", "Derfor en plan", "Indsatsområde 1: Liv på kajen", "Hvad vil vi opnå?",
        "Hvordan følger vi udviklingen?",
        "Indsatsområde 2: Bådpladser til havnens mindste både og de mest morgenfriske roere", "Hvad vil vi opnå?",
        "Hvordan følger vi udviklingen?", "Tallene bag", "Opfølgning",
    ]  # fmt: skip


def test_a_paragraph_ends_where_the_next_word_would_have_fitted_and_goes_on_over_a_footer() -> None:
    paragraphs = texts("paragraph")
    assert len(paragraphs) == 6
    assert paragraphs[0].endswith("Nu skal den have nyt liv.")
    assert "bådene ligger i vejen for færgerne." in paragraphs[3]


def test_an_item_ends_before_a_label_that_comes_again() -> None:
    assert texts("item")[1] == "Alle børn i byen skal kunne svømme, før de fylder ti"
    assert len(texts("item")) == 7


def test_a_table_set_by_spaces_ends_where_text_goes_on() -> None:
    cells = texts("cell")
    assert cells[:3] == ["Plads", "2025", "2029"]
    assert cells[-3:] == ["Den lille bro", "3", "9"]


def test_goals_and_indicators_are_read_below_their_labels() -> None:
    statements = extract([Source("plan", PLAN, "text")]).statements
    areas = [statement.label for statement in statements if statement.kind is Kind.FOCUS_AREA]
    assert areas == ["Liv på kajen", "Bådpladser til havnens mindste både og de mest morgenfriske roere"]
    assert sum(statement.kind is Kind.GOAL for statement in statements) == 4
    assert sum(statement.kind is Kind.INDICATOR for statement in statements) == 3


def test_a_text_that_only_blank_lines_between_chapters_divide_is_read_as_one_without() -> None:
    chapters = [
        f"Kapitel om broen {number}\n"
        + "Vi har talt med dem, der bor i nærheden, og med dem, der arbejder på skibene hver dag.\n" * 4
        + "Det vil vi opnå\n"
        + f"M{2 * number + 1} Alle skal kunne gå tørskoet over broen nummer {number} hele året.\n"
        + f"M{2 * number + 2} Flere både skal ligge ved bro {number} om vinteren.\n"
        for number in range(6)
    ]
    found = extract([Source("plan", "\n".join(chapters), "text")])
    goals = [statement for statement in found.statements if statement.kind is Kind.GOAL]
    assert len(goals) == 12
    assert all(goal.text.startswith(("Alle skal", "Flere både")) for goal in goals)


def test_titles_within_paragraphs_that_come_again_make_a_text_one_without_blank_lines() -> None:
    part = (
        "Arbejdsområde {0}. {1}\nHavnen er gammel, og den har brug for os alle hver dag.\n"
        "Det skal vi have på plads\n{0}.1 Ingen falder i vandet, når der er is.\n{0}.2 Alle kajer er tørre.\n"
        "Tegn på fremdrift\ntil {0}.1: Antal fald i havnen\ntil {0}.2: Andel kajer med sand.\n"
        "Her begynder vi\n– Vi køber sand.\n– Havnefogeden strør det.\n\n"
    )
    text = "Havneplan 2027-2030\n\n" + "".join(part.format(n, name) for n, name in enumerate(("Vand", "Vind", "Is"), 1))
    found = blocks(Source("a", text, "text"))
    assert [block.text for block in found if block.role == "heading"][1:5] == [
        "Arbejdsområde 1. Vand",
        "Det skal vi have på plads",
        "Tegn på fremdrift",
        "Her begynder vi",
    ]
    assert [block.mark for block in found if block.role == "item"][:4] == ["1.1", "1.2", "til 1.1:", "til 1.2:"]
