"""The repair of single characters that every format but plain text needs; it is done before offsets are counted."""

from __future__ import annotations

import re
import unicodedata

LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# Soft hyphens (U+FFFE is pdfium's), zero-width characters and byte order marks show nothing and break words in two.
INVISIBLE = dict.fromkeys([0xAD, 0xFFFE, 0xFFFF, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
UNPRINTABLE = re.compile("[\ue000-\uf8ff\ud800-\udfff\x00-\x08\x0e-\x1b\x7f]")
SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Return text without invisible characters, ligatures and signs of private fonts; white space is folded.

    Line ends stay; white space around them goes. Letters with loose accents ("a" and U+030A) become one letter.
    """
    text = UNPRINTABLE.sub(" ", text.replace("\r", "\n").translate(LIGATURES | INVISIBLE))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    lines = (SPACES.sub(" ", line).strip() for line in text.replace("\u2028", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
