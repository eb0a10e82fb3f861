"""The stylesheet: no rule for what no page has, no token that nothing takes, no measure of colour beside the tokens."""

from __future__ import annotations

import re
from pathlib import Path

import service

SERVICE = Path(service.__file__).parent
STYLE = re.sub(r"/\*.*?\*/", "", (SERVICE / "static" / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
WRITTEN = [
    *SERVICE.glob("templates/**/*.*"),
    *SERVICE.glob("static/**/*.js"),
    *SERVICE.glob("*.py"),
]


def selectors() -> str:
    """Return all that stands before a block, without what is in brackets of values."""
    return " ".join(re.findall(r"([^{};]+)\{", STYLE))


def classes_written() -> tuple[set[str], set[str]]:
    """Return the words that templates, scripts and code hold, and the beginnings of those that are put together."""
    texts = [path.read_text(encoding="utf-8") for path in WRITTEN]
    words = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    begun = {word for text in texts for word in re.findall(r"([\w-]+-)(?:\{|\$|\"|')", text)}
    return words, begun


def unused(names: set[str]) -> list[str]:
    words, begun = classes_written()
    return sorted(name for name in names - words if not any(name.startswith(one) for one in begun))


def test_each_class_and_id_of_the_stylesheet_is_on_some_page() -> None:
    names = set(re.findall(r"[.#]([a-zA-Z][\w-]*)", re.sub(r"\d\.\d+", "", selectors())))
    assert len(names) > 50
    assert unused(names) == []


def test_what_is_on_no_page_is_seen() -> None:
    assert unused({"level", "level-3", "nowhere-at-all"}) == ["nowhere-at-all"]


def test_each_token_is_used_and_each_that_is_used_is_one() -> None:
    told, used = set(re.findall(r"(--[\w-]+)\s*:", STYLE)), set(re.findall(r"var\((--[\w-]+)", STYLE))
    assert told == used


def test_colours_stand_in_the_tokens_alone() -> None:
    rules = re.sub(r":root\s*\{[^}]*\}", "", STYLE)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", rules) == []


def test_both_schemes_have_the_same_colours() -> None:
    light, dark = (
        set(re.findall(r"(--[\w-]+):\s*#", block)) for block in re.findall(r":root\s*\{([^}]*)\}", STYLE)[:2]
    )
    assert light == dark
