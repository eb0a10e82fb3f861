"""The command that lists what people corrected, and whether the built data has it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli.options import DATA, JSON, guarded, print_json, settings_with

if TYPE_CHECKING:
    from ingest.corrections import Correction


@click.command()
@click.argument("agreement", required=False)
@JSON
@DATA
@guarded
def corrections(agreement: str | None, as_json: bool, data: Path | None) -> None:
    """List what people corrected, of one AGREEMENT or of all, and whether the built data has it."""
    from graph.corrections import correction_iri
    from ingest.correction_files import corrected_agreements, read_corrections
    from service.knowledge import Knowledge

    settings = settings_with(data=data)
    knowledge = Knowledge.open(settings)
    names = [agreement] if agreement else corrected_agreements(settings.corpus)
    found = [
        _row(name, one, any(knowledge.subjects.told(str(correction_iri(knowledge.note.base, name, one)))))
        for name in names
        for one in read_corrections(settings.corpus, name)
    ]
    if as_json:
        print_json({"corrections": found})
        return
    for row in found:
        click.echo(_sentence(row))
    if not found:
        click.echo("There are no corrections.")


def _row(agreement: str, correction: Correction, applied: bool) -> dict[str, Any]:
    return {"agreement": agreement, **asdict(correction), "applied": applied}


def _sentence(row: dict[str, Any]) -> str:
    changes = [f"{name} “{row[name]}”" for name in ("kind", "label", "link") if row[name] is not None]
    what = "deleted" if row["deleted"] else ", ".join(changes)
    state = "" if row["applied"] else " (not in the built data: build, or its quote is no longer read)"
    who = f"{row['by']}, {row['at'][:10]}"
    return f"{row['agreement']}: {row['read_kind']} “{row['read_name']}” -> {what} ({who}){state}"
