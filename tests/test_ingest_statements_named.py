"""What has a name: visions, principles, values, focus areas and target groups, recognised in small invented texts."""

from __future__ import annotations

import pytest
from extracted import AREAS, names, read, stated, typed

from ingest.model import FocusArea, Kind


def test_a_list_after_an_announcing_sentence_names_the_focus_areas() -> None:
    assert names(AREAS, Kind.FOCUS_AREA) == [
        "Trygge skift mellem hjem og sygehus",
        "En stærk vagtlægeordning",
        "Unge uden røg",
    ]


def test_the_heading_of_the_same_name_is_a_further_quote_and_its_text_the_body() -> None:
    area = stated(AREAS, Kind.FOCUS_AREA)[0]
    assert len(area.quotes) == 2
    assert area.quotes[0].span.end < area.quotes[1].span.start
    assert area.body[0].exact.startswith("Mange gamle borgere")
    assert all("Vagtlægen" not in quote.exact for quote in area.body)


def test_cross_cutting_areas_are_marked_and_named_without_their_explanation() -> None:
    text = """Kommunerne og regionen har desuden valgt følgende tværgående indsatsområder:

• Digital støtte; for eksempel videosamtaler og måling i hjemmet
• Fælles uddannelse af plejepersonale
"""
    areas = typed(text, FocusArea)
    assert [(area.label, area.cross_cutting) for area in areas] == [
        ("Digital støtte", True),
        ("Fælles uddannelse af plejepersonale", True),
    ]
    assert areas[0].text == "Digital støtte; for eksempel videosamtaler og måling i hjemmet"
    assert not any(area.cross_cutting for area in typed(AREAS, FocusArea))


def test_headings_below_a_counted_announcement_name_the_areas_and_stop_at_the_count() -> None:
    text = """Byens to strategiske spor:

Tidlig hjælp

Den, der får hjælp tidligt, bliver hurtigere rask, og det er godt for alle parter.

Nær hjælp

Den, der får hjælp tæt på sit hjem, slipper for lange ture med bus og tog.

Tak til alle

Mange har hjulpet med at skrive denne tekst, og dem skylder vi en tak for arbejdet.
"""
    assert names(text, Kind.FOCUS_AREA) == ["Tidlig hjælp", "Nær hjælp"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Vision: Alle kan leve et godt liv på øen.", Kind.VISION, "Alle kan leve et godt liv på øen"),
        ("Princip 2: Vi møder hinanden med tillid.", Kind.PRINCIPLE, "Vi møder hinanden med tillid"),
        ("Pejlemærke 1: Flere gode år", Kind.FOCUS_AREA, "Flere gode år"),
    ],
)
def test_a_label_before_a_text_says_what_it_is(text: str, kind: Kind, name: str) -> None:
    assert names(f"Havnen er åben hele natten.\n\n{text}\n", kind) == [name]


def test_the_vision_is_the_block_that_an_unfinished_sentence_leads_to() -> None:
    text = """Vores vision er, at:

Øboerne lever længere og passer
på hinanden

Det er en stor opgave, som kræver tid og penge fra alle parter.
"""
    (vision,) = stated(text, Kind.VISION)
    assert vision.text == "Øboerne lever længere og passer på hinanden"
    assert vision.quote.exact == "Øboerne lever længere og passer\npå hinanden"


def test_a_vision_in_quotation_marks_is_named_once() -> None:
    text = "Visionen ”Sunde øer i et roligt hav” bærer os. Vi tror på visionen ”Sunde øer i et roligt hav”.\n"
    assert names(text, Kind.VISION) == ["Sunde øer i et roligt hav"]


def test_a_vision_shown_in_capitals_is_read_where_a_sentence_names_it() -> None:
    text = (
        "# Plan\n\nVisionen ”Sunde øer i et roligt hav” bærer os.\n\n"
        "## Vision\n\n### SUNDE ØER I ET ROLIGT HAV\n\nHavet er vores.\n"
    )
    (vision,) = stated(text, Kind.VISION, "markdown")
    assert (vision.text, len(vision.quotes)) == ("Sunde øer i et roligt hav", 2)


def test_a_visions_chapter_of_a_fact_sheet_in_markdown_is_read() -> None:
    text = "# Faktaark\n\n## Vision\n\nVi holder sammen om de mindste\n\n## Kilder\n\n- Byens hjemmeside\n"
    assert names(text, Kind.VISION, "markdown") == ["Vi holder sammen om de mindste"]


def test_principles_are_one_statement_each_in_list_and_headings() -> None:
    text = """Samarbejdets grundlag

Samarbejdet hviler på tre principper:

• Nærhed før afstand
• Viden skal deles
• Ingen slipper før den næste griber

NÆRHED FØR AFSTAND

Hjælpen gives så tæt på hjemmet som muligt, også i weekenden og på helligdage.

VIDEN SKAL DELES

Den, der ved noget om borgeren, giver det videre samme dag til den næste.
"""
    principles = stated(text, Kind.PRINCIPLE)
    assert [(one.label, len(one.quotes)) for one in principles] == [
        ("Nærhed før afstand", 2),
        ("Viden skal deles", 2),
        ("Ingen slipper før den næste griber", 1),
    ]
    assert principles[0].quotes[1].exact == "NÆRHED FØR AFSTAND"


@pytest.mark.parametrize(
    "item",
    [
        "åbenhed, nysgerrighed og respekt",
        "åbenhed, nysgerrighed, og respekt",
        "åbenhed, , nysgerrighed og respekt",
        "åbenhed,\n  nysgerrighed og respekt",
    ],
)
def test_values_enumerated_in_one_item_are_told_apart(item: str) -> None:
    """An empty place between two commas once ended the reading of the whole document."""
    assert names(f"Vores værdier er:\n\n• {item}\n", Kind.VALUE) == ["åbenhed", "nysgerrighed", "respekt"]


def test_target_groups_are_listed_after_their_announcement() -> None:
    text = "Aftalen gælder to målgrupper:\n\n• Børn med astma\n• Voksne med gigt\n"
    assert names(text, Kind.TARGET_GROUP) == ["Børn med astma", "Voksne med gigt"]


def test_a_particular_focus_in_a_chapter_of_focus_areas_is_one_of_them() -> None:
    text = """Prioriterede indsatsområder

Byrådene ønsker de næste fire år et særligt fokus på enlige fiskere over halvfjerds år. Det haster.
"""
    (area,) = typed(text, FocusArea)
    assert area.label == "enlige fiskere over halvfjerds år"
    assert area.quote.exact.startswith("Byrådene ønsker")


@pytest.mark.parametrize(
    "text",
    [
        "Vi følger op på pejlemærkerne:\n\n• hvert år i maj\n• hvert år i november\n",
        "Sådan stilles der krav til indikatorerne:\n\n• de skal være få\n• de skal kunne måles\n",
    ],
)
def test_a_noun_that_depends_on_another_announces_nothing(text: str) -> None:
    kinds = {statement.kind for statement in read(text).statements}
    assert not kinds & {Kind.FOCUS_AREA, Kind.INDICATOR}


def test_repeated_names_are_one_statement_although_case_spacing_and_number_differ() -> None:
    text = "Byens to pejlemærker:\n\n• Flere gode år\n• Rolige nætter\n\nPejlemærke 1: FLERE GODE ÅR\n"
    assert names(text, Kind.FOCUS_AREA) == ["Flere gode år", "Rolige nætter"]


def test_what_the_parties_see_before_them_is_the_vision_if_nothing_else_is_called_so() -> None:
    imagined = "Vi ser for os en havn, hvor alle kan bade hele året."

    assert names(f"# Plan\n\n## Hvorhen\n\n{imagined}\n", Kind.VISION, "markdown") == [imagined]
    assert names(
        f"# Plan\n\nVisionen er, at alle kan bade i en ren havn.\n\n{imagined}\n", Kind.VISION, "markdown"
    ) != [imagined]


def test_the_paragraph_before_what_is_told_of_the_vision_is_the_vision() -> None:
    text = "# Plan\n\n## Hvorhen\n\nI havnen skal ingen fryse.\n\nVisionen er skrevet af 40 badende.\n"

    assert names(text, Kind.VISION, "markdown") == ["I havnen skal ingen fryse."]


def test_the_overall_ambition_is_the_vision_where_nothing_else_is_called_so() -> None:
    ambition = "# Plan\n\n## Vores overordnede ambition\n\nI havnen er det lette valg det våde valg.\n"

    assert names(ambition, Kind.VISION, "markdown") == ["I havnen er det lette valg det våde valg."]
    assert names(f"{ambition}\n## Vision\n\nAlle kan bade hele året.\n", Kind.VISION, "markdown") == [
        "Alle kan bade hele året."
    ]


def test_what_all_themes_shall_heed_is_cross_cutting_and_no_goal() -> None:
    text = "# Plan\n\n## Temaer\n\nUanset tema skal vi have øje for to gennemgående hensyn:\n\n- Lighed\n- Klima\n"

    assert [(one.name, one.cross_cutting) for one in typed(text, FocusArea, "markdown")] == [
        ("Lighed", True),
        ("Klima", True),
    ]
    assert names(text, Kind.GOAL, "markdown") == []


@pytest.mark.parametrize(
    "whom", ["Temaet er for", "Indsatsen gælder", "Området omfatter", "Sporet retter sig især mod"]
)
def test_a_sentence_that_says_whom_a_theme_is_for_names_target_groups(whom: str) -> None:
    text = f"# Plan\n\n## Tema 1: Havnen\n\n{whom} sårbare gravide, nybagte familier og børn under seks år.\n"

    assert names(text, Kind.TARGET_GROUP, "markdown") == ["sårbare gravide", "nybagte familier", "børn under seks år"]


def test_a_chapter_in_capitals_is_no_last_item_of_the_list_above_it() -> None:
    rules = "1. Vi ror sammen.\n\n2. Vi ror langsomt."
    text = f"HAVNEPLAN\n\nTo principper gælder:\n\n{rules}\n\n3. TRE BÅDE\n\nDe er gamle.\n"

    assert names(text, Kind.PRINCIPLE) == ["Vi ror sammen", "Vi ror langsomt"]


def test_promises_to_one_another_are_principles_and_no_goals() -> None:
    text = "# Plan\n\n## To løfter til hinanden\n\n- Vi siger det, som det er.\n- Vi lægger vores tal frem.\n"

    assert len(names(text, Kind.PRINCIPLE, "markdown")) == 2
    assert names(text, Kind.GOAL, "markdown") == []


def test_numbered_names_with_text_below_are_what_a_sentence_announces() -> None:
    text = (
        "HAVNEPLAN\n\nVi følger tre ledetråde:\n\n1. Ét spørgsmål er nok\nDet skal ingen spørge om igen.\n\n"
        "2. Vi ror sammen\nDet går hurtigere, end når vi ror hver for sig.\n\n"
        "3. Havnen er åben\nAlle kan komme, også når det blæser fra vest.\n"
    )

    assert names(text, Kind.PRINCIPLE) == ["Ét spørgsmål er nok", "Vi ror sammen", "Havnen er åben"]


@pytest.mark.parametrize("name", ["Borgeren bestemmer målet", "Pengene følger opgaven"])
def test_a_heading_that_only_speaks_of_a_goal_does_not_end_the_list_that_it_stands_in(name: str) -> None:
    text = f"## Principper\n\nTo principper gælder:\n\n### {name}\n\nVi spørger.\n\n### Vi deler\n\nVi giver.\n"
    assert names(text, Kind.PRINCIPLE, "markdown") == [name, "Vi deler"]


def test_as_many_paragraphs_as_are_announced_have_their_first_sentence_as_name_though_one_is_long() -> None:
    text = """## Tre principper

De gælder for enhver på havnen.

Vi slipper ikke, før den næste har godt fat. Ansvaret bliver hos den, der kom først.

Vi spørger. Samtalen begynder med det.

Vi deler. Så skal ingen fortælle to gange.

»Jeg fik våde sko. Det var koldt.«
"""
    assert names(text, Kind.PRINCIPLE, "markdown") == [
        "Vi slipper ikke, før den næste har godt fat",
        "Vi spørger",
        "Vi deler",
    ]


LATER_GOALS = "\n\n## Tema 1: Både\n\n### Mål\n\n- Flere både i havnen\n- Alle skal kunne sejle\n"


def test_promises_are_principles_where_goals_are_announced_after_them() -> None:
    promises = "## To løfter\n\nVi siger:\n\n### Vi venter\n\nIngen går før.\n\n### Vi hjælper\n\nAlle får hjælp.\n"
    assert names(promises + LATER_GOALS, Kind.PRINCIPLE, "markdown") == ["Vi venter", "Vi hjælper"]
    assert not names(promises, Kind.PRINCIPLE, "markdown")


def test_as_many_named_items_as_a_heading_says_are_principles_also_beside_values() -> None:
    text = """## Tre greb

1. **Mest først.** De, der har mest brug for det, får mest.
2. **Aldrig alene.** Vi spørger altid, hvem der kan være med.
3. **Prøv igen.** Vi bruger det, der virker.

Undervejs står vi på de værdier, som alle deler: mod, nærvær og orden.
"""
    assert names(text + LATER_GOALS, Kind.PRINCIPLE, "markdown") == ["Mest først", "Aldrig alene", "Prøv igen"]
    assert names(text, Kind.VALUE, "markdown") == ["mod", "nærvær", "orden"]


@pytest.mark.parametrize("told", ["Sætningen er vores fælles vision.", "Så kort er vores vision, og det er med vilje."])
def test_what_a_sentence_calls_the_vision_stands_before_it(told: str) -> None:
    vision = "På havnen får man hjælp, mens båden er lille."
    assert names(f"## Billedet\n\n{vision}\n\n{told}\n", Kind.VISION, "markdown") == [vision]
    assert names(f"## Billedet\n\nVi mødtes. {vision} {told}\n", Kind.VISION, "markdown") == [vision]


@pytest.mark.parametrize(
    "heading", ["To hensyn i alle bevægelser", "To tråde gennem det hele", "Tværgående hensyn", "Hensyn på tværs"]
)
def test_what_goes_for_all_focus_areas_is_cross_cutting(heading: str) -> None:
    text = f"## {heading}\n\nLighed. Vi giver mest til dem, der har mindst.\n\nNatur. Vi lægger mere udenfor.\n"
    areas = typed(text, FocusArea, "markdown")
    assert [(area.label, area.cross_cutting) for area in areas] == [("Lighed", True), ("Natur", True)]


def test_a_sentence_may_call_something_a_cross_cutting_concern() -> None:
    text = (
        "## Lighed\n\nLighed i havnen er derfor ikke et område for sig, men et tværgående hensyn, som indgår i alle.\n"
    )
    assert [(area.label, area.cross_cutting) for area in typed(text, FocusArea, "markdown")] == [
        ("Lighed i havnen", True)
    ]


def test_a_share_announces_nothing() -> None:
    text = "## Fisk\n\nTre ud af ti fiskere bliver afvist.\n\n### Garn\n\nA.\n\n### Kroge\n\nB.\n\n### Liner\n\nC.\n"
    assert not names(text, Kind.FOCUS_AREA, "markdown")


def test_what_a_word_for_focus_areas_or_principles_names_is_a_principle_beside_focus_areas_with_sections() -> None:
    rows = "| Fælles bro | Vi deler. |\n| Ét ror | Vi styrer. |\n"
    table = f"## Pejlemærker\n\n| Pejlemærke | Det betyder |\n|---|---|\n{rows}"
    areas = (
        "\n## Fokusområder\n\nVi har to fokusområder.\n\n### Tørre sko\n\nDet er vådt.\n\n### Flere både\n\nDe er få.\n"
    )
    assert names(table + areas, Kind.PRINCIPLE, "markdown") == ["Fælles bro", "Ét ror"]
    assert names(table + areas, Kind.FOCUS_AREA, "markdown") == ["Tørre sko", "Flere både"]
    assert names(table, Kind.FOCUS_AREA, "markdown") == ["Fælles bro", "Ét ror"]


@pytest.mark.parametrize(
    "asked", ["Hvem? Ældre fiskere og unge, der ror.", "Hvem handler det om? Ældre fiskere og unge, der ror."]
)
def test_the_answer_to_who_it_is_about_names_the_groups(asked: str) -> None:
    text = asked.replace("Ældre fiskere", "Ældre med båd")
    assert names(f"## Spor 1: Både\n\n{text}\n", Kind.TARGET_GROUP, "markdown") == ["Ældre med båd", "unge, der ror"]


def test_headings_of_the_same_style_stand_below_the_one_that_says_how_many_they_are() -> None:
    text = """# Plan

## Tre greb, vi bruger hver gang

## a Bro før båd

Vi går først.

## b Rammer før løftede pegefingre

Vi bygger.

## c Alle med

Vi venter.

## Spor

## Spor 1: Broer

De er våde.

## Spor 2: Både

De er få.
"""
    assert names(text, Kind.PRINCIPLE, "markdown") == ["Bro før båd", "Rammer før løftede pegefingre", "Alle med"]


def test_a_table_without_titles_names_as_many_as_are_announced_though_a_name_has_the_word_for_goals() -> None:
    rows = "| Fiskerens mål er vores mål | Vi spørger ham. |\n|---|---|\n| Én bro | Der er altid en, der ved det. |\n"
    text = f"## Sådan bygger vi\n\nTo byggesten gælder for alt, hvad vi gør.\n\n{rows}"
    assert names(text, Kind.PRINCIPLE, "markdown") == ["Fiskerens mål er vores mål", "Én bro"]
    assert not names(text, Kind.GOAL, "markdown")


def test_areas_that_have_no_goals_of_their_own_announce_none() -> None:
    text = (
        "To temaer går på tværs af alle spor og har derfor ikke egne mål:\n\n- Lighed i havnen\n- Digitale lanterner\n"
    )
    assert [area.cross_cutting for area in typed(text, FocusArea, "markdown")] == [True, True]
    assert not names(text, Kind.GOAL, "markdown")


def test_what_is_only_like_a_focus_area_in_a_section_of_principles_is_one() -> None:
    text = "## Principper\n\nTre regler gælder:\n\n- Ring først\n- Spørg igen\n- Sig det til den næste\n"
    assert names(text, Kind.PRINCIPLE, "markdown") == ["Ring først", "Spørg igen", "Sig det til den næste"]


def test_a_list_that_a_sentence_calls_by_a_guiding_word_is_of_principles_beside_focus_areas() -> None:
    text = """## Vores måde

Vi holder fast i tre pejlemærker:

1. **Bro før båd.** Vi går over, før vi sejler.
2. **Alle med.** Vi venter altid på den sidste.
3. **Tørt hjem.** Vi bygger højere end vandet når.

## To satsninger

### Satsning 1: Broer

De er våde.

### Satsning 2: Både

De er få.
"""
    assert names(text, Kind.PRINCIPLE, "markdown") == ["Bro før båd", "Alle med", "Tørt hjem"]
    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Broer", "Både"]


def test_a_series_before_the_announced_focus_areas_is_of_principles() -> None:
    series = "".join(f"### Tanke {number}: Tørre {what}\n\nDet er vådt.\n\n" for number, what in enumerate("abc", 1))
    areas = "## To udviklingsområder\n\nVi har valgt to.\n\n## 1. Broer\n\nDe er våde.\n\n## 2. Både\n\nDe er få.\n"
    assert names(f"# Plan\n\n## Tanker\n\n{series}{areas}", Kind.PRINCIPLE, "markdown") == [
        "Tørre a",
        "Tørre b",
        "Tørre c",
    ]
    assert names(f"# Plan\n\n## Tanker\n\n{series}{areas}", Kind.FOCUS_AREA, "markdown") == ["Broer", "Både"]


@pytest.mark.parametrize(
    "heading", ["Vores sigtepunkt", "Aftalens ambition", "Det billede, vi styrer efter", "Hvor skal vi hen?"]
)
def test_a_heading_over_what_the_whole_is_about_is_like_one_over_a_vision(heading: str) -> None:
    text = f"# Havneplan\n\n## {heading}\n\nHavnen er åben for alle, også når det blæser.\n\n## Økonomi\n\nPenge.\n"
    assert names(text, Kind.VISION, "markdown") == ["Havnen er åben for alle, også når det blæser."]
    assert names(text, Kind.GOAL, "markdown") == []


def test_the_same_heading_under_each_theme_is_over_its_goals() -> None:
    theme = "## Tema {}: {}\n\n### Vores ambition\n\n- Alle både skal have et navn.\n- Ingen kaj må være våd.\n\n"
    text = "# Havneplan\n\n" + "".join(theme.format(n, name) for n, name in enumerate(("Vand", "Vind", "Sand"), 1))
    assert names(text, Kind.VISION, "markdown") == []
    assert "Alle både skal have et navn." in names(text, Kind.GOAL, "markdown")


def test_a_year_to_come_in_which_the_place_is_so_is_the_vision_where_nothing_is_called_so() -> None:
    text = "Havneplan\n\nI 2035 er Havneby et sted, hvor alle kan sejle på deres egen måde.\n"
    assert names(text, Kind.VISION) == ["I 2035 er Havneby et sted, hvor alle kan sejle på deres egen måde."]
    assert names("Havneplan\n\nI 2035 er hver fjerde borger i Havneby over 65 år.\n", Kind.VISION) == []


def test_boxes_set_as_the_heading_above_a_sentence_are_named_by_it_if_they_are_as_many() -> None:
    boxes = "".join(f"###### {name}\n\nDer er sagt nok om det.\n\n" for name in ("Tørt", "Varmt", "Roligt"))
    text = (
        f"# Plan\n\n###### Vores udsigt\n\nUnder det hele ligger {{}} grundsten.\n\n{boxes}##### Tre kajer\n\nSand.\n"
    )
    assert names(text.format("tre"), Kind.PRINCIPLE, "markdown") == ["Tørt", "Varmt", "Roligt"]
    assert names(text.format("fire"), Kind.PRINCIPLE, "markdown") == []


def test_a_series_may_have_an_adjective_before_its_word() -> None:
    theme = "## {} Prioriteret område {}: {}\n\n### {}.1 Mål\n\n- Alle både skal have et navn.\n\n"
    text = "# Plan\n\n" + "".join(
        theme.format(n + 2, n, name, n + 2) for n, name in enumerate(("Vand", "Vind", "Sand"), 1)
    )
    assert names(text, Kind.FOCUS_AREA, "markdown") == ["Vand", "Vind", "Sand"]
