"""The commands on single documents: show what one states, add it to the data folder, remove it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import DATA, JSON, guarded, print_json, settings_with

if TYPE_CHECKING:
    from ingest.model import Extraction
    from service.settings import Settings

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@FILE
@click.option("--json", "as_json", is_flag=True, help="Print JSON (default: a summary by kind).")
@guarded
def extract(file: Path, as_json: bool) -> None:
    """Show what one file states; nothing is stored."""
    _show(_extracted(file, settings_with()), as_json)


@click.command()
@FILE
@click.option("--region", help="Name, slug or authority code (default: as the text tells).")
@click.option("--title", help="Title (default: as the text tells).")
@click.option("--from", "start", help="First day or year (default: as the text tells).")
@click.option("--to", "end", help="Last day or year (default: as the text tells).")
@click.option(
    "--fact-sheet", is_flag=True, help="It tells of the agreement and is not its text: silence means nothing."
)
@JSON
@DATA
@guarded
def add(file: Path, region: str | None, fact_sheet: bool, as_json: bool, data: Path | None, **told: str | None) -> None:
    """Add an agreement to the data folder, build, and report what was found in it."""
    from graph.regions import find_region
    from ingest.model import Coverage
    from service.building.additions import Given
    from service.building.additions import add as add_file
    from service.building.build import build
    from service.building.changing import changing
    from service.building.milvus import milvus_of
    from service.cli.console import progress

    settings = settings_with(data=data)
    coverage = Coverage.FACT_SHEET if fact_sheet else Coverage.FULL_TEXT
    given = Given(region=find_region(region).slug if region else None, coverage=coverage.value, **told)
    extraction = _extracted(file, settings)
    with changing(settings.data) as change, progress() as report:
        name = add_file(file, extraction.formalia, given, settings.corpus, change)
        build(settings.corpus, settings.data, settings.base, settings.encoder, report, milvus_of(settings))
    _show(extraction, as_json)
    if not as_json:
        click.echo(f"Added as {name}; take it out with `aftalegraf remove {name}`.")


@click.command()
@click.argument("agreement")
@DATA
@guarded
def remove(agreement: str, data: Path | None) -> None:
    """Take an added agreement out again, everywhere."""
    from service.building.additions import take_out
    from service.building.build import build
    from service.building.changing import changing
    from service.building.milvus import milvus_of
    from service.cli.console import progress

    settings = settings_with(data=data)
    with changing(settings.data) as change, progress() as report:
        take_out(agreement, settings.corpus, change)
        build(settings.corpus, settings.data, settings.base, settings.encoder, report, milvus_of(settings))
    click.echo(f"Removed {agreement}.")


def _extracted(file: Path, settings: Settings) -> Extraction:
    from ingest.extraction import extract as run
    from ingest.prototypes import Prototypes
    from ingest.source import read_source
    from search.encoder import encoder_for

    return run([read_source(file)], Prototypes(encoder_for(settings.encoder).passages))


def _show(extraction: Extraction, as_json: bool) -> None:
    """Print what was found: all of it, or how many of each kind and the sections that were not understood."""
    from service.api.extraction_json import extraction_json

    found = extraction_json(extraction)
    if as_json:
        print_json(found)
        return
    for name, value in found["agreement"].items():
        click.echo(f"{name}: {'not stated' if value in (None, []) else value}")
    for name, items in found.items():
        if isinstance(items, list) and name != "unrecognised":
            click.echo(f"{name}: {len(items)}")
    if extraction.unrecognised:
        click.echo(f"nothing recognised under: {'; '.join(extraction.unrecognised)}")
