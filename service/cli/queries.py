"""SPARQL from the command line: the same guard and limits as the endpoint, printed as a table or as bytes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from ingest.errors import SourceError
from service.cli.console import show_table
from service.knowledge import Knowledge
from service.settings import Settings

GRAPH_FORMAT = "ttl"


def read_query(file: str) -> str:
    """Read a query from a file, or from standard input where the file is "-".

    Raises:
        SourceError: The file cannot be read, or is not text in UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"The query {file} cannot be read ({error.strerror}); check the path.") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"A query must be text in UTF-8, not so at byte {error.start}; save it as UTF-8.") from None


def run_query(query: str, name: str, settings: Settings, out: BinaryIO) -> None:
    """Run a query on the built graph and write its result; warnings go to standard error.

    Args:
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        name: "table", or the short name of a format.
        settings: Where the data is, and the limits.
        out: Where the bytes go.

    Raises:
        AftalegrafError: The query is refused, fails, or runs too long, or there is no built data.
    """
    from graph.sparql_formats import Form, formats_named
    from service.endpoint.passage_search import passage_search
    from service.endpoint.pool import query_pool

    knowledge = Knowledge.open(settings)
    base = knowledge.note.base
    search = passage_search(base, lambda: knowledge)
    formats = formats_named("tsv" if name in ("table", GRAPH_FORMAT) else name)
    if name == "table":
        formats = {**formats, Form.TABLE: formats_named("json")[Form.TABLE]}
    if name in ("table", GRAPH_FORMAT):
        formats = {**formats, Form.GRAPH: formats_named("ttl")[Form.GRAPH]}
    with (
        query_pool(settings, knowledge.release.graph, base, workers=1, search=search) as pool,
        pool.run(query, formats=formats) as result,
    ):
        for warning in result.warnings:
            click.echo(f"aftalegraf: {warning}", err=True)
        if name == "table" and result.form is Form.TABLE:
            show_table(*_rows(json.loads(result.read())))
            return
        out.writelines(result.chunks())
        out.flush()


def _rows(result: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Return the variables and the rows of a result in SPARQL JSON; what is unbound is empty."""
    heads: list[str] = result["head"]["vars"]
    bindings: list[dict[str, dict[str, str]]] = result["results"]["bindings"]
    return heads, [[row.get(head, {}).get("value", "") for head in heads] for row in bindings]
