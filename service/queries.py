"""SPARQL from the command line: the same guard and limits as the endpoint, printed as a table or as bytes."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from service.console import show_table
from service.release import built
from service.settings import Settings

GRAPH_FORMAT = "ttl"


def run_query(query: str, name: str, settings: Settings, out: BinaryIO) -> None:
    """Run a query on the built graph and write its result.

    Args:
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        name: "table", or the short name of a format.
        settings: Where the data is, and the limits.
        out: Where the bytes go.

    Raises:
        AftalegrafError: The query is refused, fails, or runs too long, or there is no built data.
    """
    from graph.sparql_formats import Form, formats_named
    from graph.workers import QueryPool

    release, _ = built(settings.data)
    formats = formats_named("tsv" if name == GRAPH_FORMAT else "csv" if name == "table" else name)
    if name in ("table", GRAPH_FORMAT):
        formats = {**formats, Form.GRAPH: formats_named("ttl")[Form.GRAPH]}
    limits = {"timeout": settings.query_seconds, "max_rows": settings.query_rows}
    with QueryPool(release.graph, workers=1, **limits) as pool, pool.run(query, formats=formats) as result:
        if name == "table" and result.form is Form.TABLE:
            rows = list(csv.reader(io.StringIO(result.read().decode("utf-8"))))
            show_table(rows[0], rows[1:])
            return
        out.writelines(result.chunks())
        out.flush()
