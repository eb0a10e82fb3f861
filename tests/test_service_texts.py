"""The words of the interface: complete in both languages, and written as each language writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import service
from graph.model import MATCHES
from search.model import TYPES
from service.texts import LANGUAGES, texts

SPACE = "\N{NO-BREAK SPACE}"
FOLDER = Path(service.__file__).parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_and_every_match_has_a_name(language: str) -> None:
    t = texts(language)
    assert all(t(f"type.{name}") for name in TYPES)
    assert all(t(f"match.{name}") for name in MATCHES)


def test_both_languages_fill_in_the_same_values() -> None:
    danish, english = (texts(language).table for language in LANGUAGES)
    assert danish.keys() == english.keys()
    for name, text in danish.items():
        assert set(re.findall(r"\{(\w+)\}", text)) >= set(re.findall(r"\{(\w+)\}", english[name])), name


def test_every_text_that_a_template_names_exists() -> None:
    known = texts("da").table
    for template in (FOLDER / "templates").iterdir():
        source = template.read_text(encoding="utf-8")
        for name in re.findall(r"""\bt\("([\w.-]+)"[,)]""", source):
            assert name in known, (template.name, name)
        for name in re.findall(r"""\bt\.count\("([\w.-]+)",""", source):
            assert {f"{name}.one", f"{name}.many"} <= known.keys(), (template.name, name)


def test_numbers_and_dates_follow_the_language() -> None:
    danish, english = texts("da"), texts("en")
    assert (danish.number(26865), english.number(26865)) == ("26.865", "26,865")
    assert (danish.number(0.844, 2), english.number(0.844, 2)) == ("0,84", "0.84")
    assert danish.period("2024-01-01", "2027-06-30").replace(SPACE, " ") == "1. januar 2024 – 30. juni 2027"
    assert english.period("2024-01-01", "2027").replace(SPACE, " ") == "1 January 2024 – 2027"
    assert danish.period("2019", "2023") == "2019–2023"
    assert danish.count("answer.more", 1) == "Vis ét sted mere"
    assert danish.count("answer.more", 3) == "Vis 3 steder mere"


def test_an_unknown_language_is_danish() -> None:
    assert texts("<script>").language == "da"
