"""A comparison in the terminal: a table of levels, and the quotes where topics were named."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.model import LEVEL_LABELS
from graph.thesaurus import Thesaurus
from service.api.comparison_json import in_order
from service.cli.console import LEVEL_MARKS
from service.comparing.comparison_tables import agreement_name, relation, source_lines
from service.comparing.comparisons import Compared
from service.texts import Texts

QUOTED: Final = 5  # topics; the quotes of more would bury the table


def show_comparison(found: Compared, thesaurus: Thesaurus, texts: Texts) -> None:
    """Print what was compared."""
    console = Console(highlight=False)
    for one in found.named:
        for asked, read in one.question.corrected:
            console.print(Text(f"{asked} → {read}", style="dim"))
    console.print(_levels(found, thesaurus, texts))
    labels = LEVEL_LABELS[texts.language]
    console.print(Text("   ".join(f"{LEVEL_MARKS[level].strip()} {labels[level]}" for level in (3, 2, 1, 0, None))))
    if found.replaced is not None:
        console.print(_changes(found, thesaurus, texts))
    if found.beside is not None:
        console.print(_statements(found, texts))
        note = texts("compare.beside_note" if found.beside.linked else "compare.beside_unlinked")
        console.print(Text(note), soft_wrap=True)
    elif 0 < len(found.named) <= QUOTED:
        _show_quotes(console, found, thesaurus, texts)


def _levels(found: Compared, thesaurus: Thesaurus, texts: Texts) -> Table:
    table = Table(title=texts("compare.caption", day=texts.date(found.matrix.on.isoformat())), title_justify="left")
    table.add_column(texts("compare.topic"), overflow="fold")
    columns = [(column.region, source) for column in found.matrix.columns for source in column.sources]
    for region, source in columns:
        lines = [line.removeprefix("Region ") for line in source_lines(region, source, texts)]
        table.add_column("\n".join(lines), overflow="fold")
    above = None
    for group, topic in in_order(found, thesaurus, texts.language):
        if above not in (None, group) and not found.named:
            table.add_section()
        above = group
        cells = [found.matrix.cells[topic, source.agreement] for _, source in columns]
        marks = [f"{LEVEL_MARKS[cell.level]} {cell.quotes or ''}".rstrip() for cell in cells]
        table.add_row(Text(thesaurus[topic].label(texts.language)), *map(Text, marks))
    return table


def _changes(found: Compared, thesaurus: Thesaurus, texts: Texts) -> Table:
    table = Table(title=texts("compare.changes_heading"), title_justify="left")
    for name in ("topic", "change", "before", "now"):
        table.add_column(texts(f"compare.{name}"), overflow="fold")
    labels = LEVEL_LABELS[texts.language]
    for one in found.changes:
        label, change = thesaurus[one.topic].label(texts.language), texts(f"compare.change_{one.kind}")
        table.add_row(Text(label), change, labels[one.before], labels[one.now])
    return table


def _statements(found: Compared, texts: Texts) -> Table:
    table = Table(title=texts("compare.beside_heading"), title_justify="left", show_lines=True)
    table.add_column(texts("compare.kind"))
    for source in found.matrix.sources:
        table.add_column(agreement_name(source, texts), overflow="fold", ratio=1)
    table.add_column(texts("compare.how"), overflow="fold")
    for pair in found.beside.pairs if found.beside else ():
        sides = [Text(one.text if one else "") for one in pair.sides]
        table.add_row(texts(f"type.{pair.kind}"), *sides, relation(found, pair, texts))
    return table


def _show_quotes(console: Console, found: Compared, thesaurus: Thesaurus, texts: Texts) -> None:
    for topic in found.matrix.topics:
        console.print(Text(f"\n{thesaurus[topic].label(texts.language)}", style="bold"))
        for column in found.matrix.columns:
            for source in column.sources:
                quote = found.matrix.cells[topic, source.agreement].quote
                if quote is not None:
                    place = f"({quote.document}, {quote.start}-{quote.end})"
                    console.print(Text(f"{source.agreement}: “{quote.text}” {place}"), soft_wrap=True)
