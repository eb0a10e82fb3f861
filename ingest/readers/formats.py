"""Which reader reads a file: told by its first bytes, and checked against its ending."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ingest.errors import SourceError
from ingest.readers.archives import entries
from ingest.readers.confined import read_confined
from ingest.readers.text import has_wide_mark, read_text
from ingest.source import FORMATS, MAX_BYTES, Source

ENDINGS = {"pdf": ".pdf", "docx": ".docx", "html": ".html", "text": ".txt or .md"}
KINDS = {".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf"}
NAMES = {"pdf": "a PDF", "docx": "a Word document", "html": "a web page", "text": "plain text"}
# What is known but not read: how it begins, and what to do instead.
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old or password-protected Office file; save it as .docx without a password"),
    (b"{\\rtf", "is RTF; save it as .docx"),
    (b"\x89PNG", "is an image; make a PDF with a text layer (OCR) from it"),
    (b"\xff\xd8\xff", "is an image; make a PDF with a text layer (OCR) from it"),
    (b"II*\0", "is an image; make a PDF with a text layer (OCR) from it"),
    (b"\x1f\x8b", "is a compressed file; unpack it first"),
)
HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+(?:html)\b|html\b|head\b|body\b)",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(rb"<[a-z][a-z0-9]*(?:\s[^<>]*)?>", re.IGNORECASE)
PDF_HEADER_BYTES = 1024
HEAD_BYTES = 65_536


def read(path: Path) -> Source:
    """Read a document of any format; see `ingest.source.read_source`."""
    data = _bytes(path)
    name = str(path)
    ending = path.suffix.lower()
    kind = _kind(data, name)
    wanted = KINDS.get(ending)
    if wanted == "html" and kind == "text" and (TAG.search(data) or has_wide_mark(data)):
        kind = "html"
    if wanted is None:
        raise SourceError(f"{name} must be one of {', '.join(FORMATS)}; {_remedy_for_ending(kind)}.")
    if kind != wanted and data.strip():
        raise SourceError(
            f"{name} is {NAMES[kind]} by its content but its ending is {ending}; rename it to {ENDINGS[kind]}, "
            f"or save it as {NAMES[wanted]}."
        )
    source = read_text(data, name, FORMATS[ending]) if kind == "text" else read_confined(kind, data, name)
    return replace(source, id=path.stem)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise SourceError(f"The file {path} cannot be read ({error.strerror}); check the path.") from None
    if size > MAX_BYTES:
        raise SourceError(f"{path} is {size:,} bytes and the limit is {MAX_BYTES:,}; split it.")
    return data


def _kind(data: bytes, name: str) -> str:
    """Tell a format by its content.

    Raises:
        SourceError: It is one that is known but not read.
    """
    if b"%PDF-" in data[:PDF_HEADER_BYTES] and not has_wide_mark(data):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, name)
    for start, remedy in FOREIGN:
        if data.startswith(start):
            raise SourceError(f"{name} {remedy} (not text in UTF-8, PDF, HTML or Word).")
    return "html" if HTML_START.match(data[:HEAD_BYTES]) else "text"


def _kind_of_zip(data: bytes, name: str) -> str:
    names = {entry.filename for entry in entries(data, name)}
    if "word/document.xml" in names or any(one.startswith("word/document") for one in names):
        return "docx"
    raise SourceError(f"{name} is a zip file and no Word document; give the documents in it, or save it as .docx.")


def _remedy_for_ending(kind: str) -> str:
    return "convert it to one of them" if kind == "text" else f"it is {NAMES[kind]}, so rename it to {ENDINGS[kind]}"
