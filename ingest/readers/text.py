"""Plain text and Markdown: decoded, never changed."""

from __future__ import annotations

import codecs

from ingest.errors import SourceError
from ingest.source import Source

# UTF-32 first: its mark begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def has_wide_mark(data: bytes) -> bool:
    """Tell whether data begin with the byte order mark of UTF-16 or UTF-32."""
    return any(data.startswith(mark) for mark, _ in MARKS)


def read_text(data: bytes, name: str, form: str) -> Source:
    """Read text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark; no other encoding can be told for certain.

    Raises:
        SourceError: It is empty, in another encoding, or no text.
    """
    encoding = next((known for mark, known in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        shown = encoding.upper()
        raise SourceError(f"{name} is not text in {shown} (byte {error.start}); save it as UTF-8.") from None
    if "\0" in text:
        raise SourceError(f"{name} is not a text file (it holds NUL characters); give the text itself.")
    if not text.strip():
        raise SourceError(f"{name} is empty; give a file with text.")
    return Source("", text, form)
