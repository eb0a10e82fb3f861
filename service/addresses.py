"""The addresses of pages, and of places in agreements."""

from __future__ import annotations

from urllib.parse import quote, urlencode

DEFAULT_LANGUAGE = "da"


def address(path: str, language: str = DEFAULT_LANGUAGE, fragment: str = "", **parameters: object) -> str:
    """Return the address of a page in a language; parameters that are `None` or empty are left out."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    if language != DEFAULT_LANGUAGE:
        given["lang"] = language
    tail = f"?{urlencode(given)}" if given else ""
    return f"{quote(path)}{tail}{f'#{quote(fragment)}' if fragment else ''}"


def place_address(agreement: str, document: str, start: int, end: int, language: str) -> str:
    """Return where a quote is marked in its agreement."""
    return address(f"/aftale/{agreement}", language, f"c-{document}-{start}", document=document, start=start, end=end)
