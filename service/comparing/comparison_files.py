"""A comparison as a file to keep: CSV and a workbook with the quotes, a picture, or JSON."""

from __future__ import annotations

import io
import json
from typing import Final

from service.api.comparison_json import comparison_json
from service.comparing.comparison_tables import quote_table, statement_table, tables
from service.comparing.comparisons import Compared
from service.exports import as_csv, write_workbook
from service.knowledge import Knowledge
from service.texts import Texts

MEDIA_TYPES: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def comparison_file(found: Compared, form: str, knowledge: Knowledge, texts: Texts) -> bytes:
    """Write a comparison in a format of `MEDIA_TYPES`.

    CSV is one table: the quotes by topic and agreement, or what two agreements state.
    """
    thesaurus = knowledge.thesaurus
    if form == "csv":
        rows = statement_table(found, texts) if found.beside else quote_table(found, thesaurus, texts)
        return as_csv(rows).encode()
    if form == "xlsx":
        book = io.BytesIO()
        write_workbook(tables(found, thesaurus, texts), book)
        return book.getvalue()
    if form in ("svg", "png"):
        from service.comparing.heatmap import heatmap_svg
        from service.comparing.pictures import png

        drawn = heatmap_svg(found, thesaurus, texts)
        return png(drawn) if form == "png" else drawn.encode()
    return json.dumps(
        comparison_json(found, thesaurus, knowledge.note.base, texts.language), ensure_ascii=False
    ).encode()
