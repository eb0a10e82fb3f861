"""Downloads of the whole graph and of its tables, and its validation report."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeVar, cast

import pyoxigraph as ox

from graph.dataset import FILES
from ingest.errors import AftalegrafError
from service.endpoint.dumps import write
from service.knowledge import Knowledge

Value = str | int | float | None
Rows = Sequence[Sequence[Value]]
Written = TypeVar("Written")
TABLES = ("statements", "priorities")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExportError(AftalegrafError):
    """An export cannot be written."""


def export(knowledge: Knowledge, name: str, out: Path) -> str:
    """Write the graph or its tables to a file, and say what was written.

    Raises:
        ExportError: The file cannot be written.
    """
    return written(out, lambda file: _write(knowledge, name, file))


def written(out: Path, write: Callable[[IO[bytes]], Written]) -> Written:
    """Write a file under another name and then rename it, so that nothing half-written is left.

    Args:
        out: The file.
        write: Writes what stands in it, and returns what is to be said of that.

    Raises:
        ExportError: The file cannot be written.
    """
    if not out.name:
        raise ExportError(f"An export is written to a file, and {out} is a folder; name a file.")
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            what = write(file)
        part.replace(out)
    except OSError as error:
        raise ExportError(f"{out} cannot be written ({error.strerror}); name another file.") from None
    finally:
        with suppress(OSError):  # Where nothing could be written, nothing can be removed either.
            part.unlink(missing_ok=True)
    return what


def as_csv(rows: Rows) -> str:
    """Write rows as CSV, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([_harmless(value) for value in row] for row in rows)
    return buffer.getvalue()


def write_workbook(tables: Mapping[str, Rows], file: IO[bytes]) -> None:
    """Write tables as the sheets of a workbook, by their names; its texts are safe to open in a spreadsheet."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(
                [
                    ILLEGAL_CHARACTERS_RE.sub("", harmless) if isinstance(harmless := _harmless(value), str) else value
                    for value in row
                ]
            )
    book.save(file)


def _write(knowledge: Knowledge, name: str, file: IO[bytes]) -> str:
    if name in FILES:
        return f"{write(knowledge, None, name, file):,} {'quads' if name == 'nq' else 'triples'}"
    tables = {table: _table(knowledge, table) for table in TABLES}
    if name == "csv":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for table, rows in tables.items():
                archive.writestr(f"{table}.csv", as_csv(rows))
        return f"{len(tables)} tables (a zip file of CSV)"
    write_workbook(tables, file)
    return f"{len(tables)} sheets"


def _table(knowledge: Knowledge, name: str) -> Rows:
    """Return the rows of one of the queries of `service/tables`, with its variables as first row."""
    from importlib.resources import files

    query = files("service").joinpath(f"tables/{name}.rq").read_text(encoding="utf-8")
    query = query.replace("https://w3id.org/aftalegraf/", knowledge.note.base)
    solutions = cast(ox.QuerySolutions, knowledge.store.query(query))
    heads = [variable.value for variable in solutions.variables]
    return [heads, *([_value(term) for term in row] for row in solutions)]


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else ""


def _harmless(value: Value) -> Value:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def validation(knowledge: Knowledge, language: str) -> list[str]:
    """Check the built graph against its shapes; return a sentence for each violation."""
    from graph.namespaces import bare_graph
    from graph.validate import explain, validate
    from graph.vocabulary import load_vocabulary

    vocabulary = load_vocabulary(knowledge.note.base)
    data = bare_graph()
    data.parse(data=_ntriples(knowledge.store), format="nt")
    return explain(validate(data, vocabulary.shapes, vocabulary.ontology), language)


def _ntriples(store: ox.Store) -> str:
    lines: Iterator[str] = (
        f"{quad.triple} .\n" for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    )
    return "".join(lines)
