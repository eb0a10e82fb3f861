"""A document's structure: its blocks in reading order, and the sections they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from ingest import headings, layout
from ingest.blocks import Block, groups, plain_blocks, without_running
from ingest.cell_lines import cell_tables
from ingest.contents import Contents, contents, without_contents
from ingest.dense import dense_width, divided, stretches, without_pages
from ingest.markdown import cells, markdown_blocks
from ingest.model import Passage
from ingest.numbered_rows import numbered_tables
from ingest.repair import Repairer
from ingest.source import Line, Source
from ingest.spaced import spaced_tables, unfolded
from ingest.unwrapped import is_unwrapped, unwrapped_blocks

DEEPEST = 3


def blocks(source: Source) -> list[Block]:
    """Return a document's blocks in reading order; Markdown's own marks are taken as they are."""
    repairer = Repairer(source)
    if source.format == "markdown":
        return layout.mark_numbered_items(markdown_blocks(source, repairer))
    guess = not headings.are_marked(source.lines)
    listed = contents(source.lines)
    if guess and is_unwrapped(source.lines):
        found = list(unwrapped_blocks(source.lines, repairer))
    else:
        lines = unfolded(source.lines)
        listed = contents(lines)
        wrapped = _wrapped(lines, listed, repairer, guess)
        found = layout.rejoin(sorted(wrapped, key=lambda block: block.lines[0].number), repairer)
    found = layout.mark_nested_items(layout.mark_numbered_items(found))
    found = layout.mark_headings(found, guess, listed)
    found = layout.mark_pull_quotes(layout.join_labels(found, repairer))
    return layout.mark_labels(layout.mark_tables(found, repairer))


def _wrapped(lines: Sequence[Line], listed: Contents, repairer: Repairer, guess: bool) -> Iterator[Block]:
    """Yield the blocks of text with line breaks; what a PDF's reader wrote as pipe tables are tables."""
    width = dense_width(lines)
    lines = without_contents(lines, listed)
    tables = [run for run in _pipe_runs(lines) if len(run) > 1 and set(run[1].text) <= set("|-")]
    inside = {line.number for run in tables for line in run}
    yield from (cell for run in tables for cell in cells(run) if cell.text)
    lines = without_pages(lines) if width else without_running(lines)
    spaced = [cell for some in (stretches(lines) if width else [lines]) for cell in spaced_tables(some, repairer)]
    yield from spaced
    inside.update(line.number for cell in spaced for line in cell.lines)
    left = [replace(line, text="") if line.number in inside else line for line in lines]
    for tables_in in (partial(cell_tables, width=width), numbered_tables):
        flattened = tables_in(left, repairer)
        yield from flattened
        inside.update(line.number for cell in flattened for line in cell.lines)
        left = [replace(line, text="") if line.number in inside else line for line in lines]
    rest = divided(left, width, listed) if width else left
    yield from (block for group in groups(rest) for block in plain_blocks(group, repairer, guess) if block.text)


def _pipe_runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for piped, run in groupby(lines, key=lambda line: len(line.text) > 1 and line.text[0] == line.text[-1] == "|"):
        if piped:
            yield list(run)


def heading_paths(found: Sequence[Block]) -> list[tuple[str, ...]]:
    """Return, for each block, the headings above it, outermost first.

    A heading of a style seen before in the path closes that one and all below it; a new style opens a level. Chapters
    are numbered, and no path is deeper than three.
    """
    paths: list[tuple[str, ...]] = []
    path: list[tuple[str, str]] = []
    for block in found:
        if block.role == "heading":
            styles = [style for style, _ in path]
            if block.style == "N.":
                path = []
            elif block.style in styles:
                path = path[: styles.index(block.style)]
            elif block.style.startswith("#"):
                path = [(style, text) for style, text in path if len(style) < len(block.style)]
            paths.append(tuple(text for _, text in path))
            path = [*path[: DEEPEST - 1], (block.style, block.text)]
        else:
            paths.append(tuple(text for _, text in path))
    return paths


def passages(source: Source, found: Sequence[Block]) -> tuple[Passage, ...]:
    """Return a document's units of reading with the headings above them."""
    return tuple(
        Passage(source.id, block.content.span(), block.text, block.role, path)
        for block, path in zip(found, heading_paths(found), strict=True)
    )
