"""Limits on what a user may ask in words, in the search box and within a query."""

from __future__ import annotations

from ingest.errors import AftalegrafError

MAX_QUERY = 500


class LimitError(AftalegrafError):
    """A text is empty or too long."""

    status = 400


def checked(text: str) -> str:
    """Return a question or query without white space around it.

    Raises:
        LimitError: It holds no letter or digit, or more than 500 characters.
    """
    bare = text.strip()
    if not any(character.isalnum() for character in bare):
        raise LimitError("A question must hold at least one word; write what you look for.")
    if len(bare) > MAX_QUERY:
        raise LimitError(f"A question may have at most {MAX_QUERY} characters, and this has {len(bare)}; shorten it.")
    return bare
