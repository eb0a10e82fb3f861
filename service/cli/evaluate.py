"""The command that measures the built release against gold."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.options import DATA, JSON, guarded, print_json, settings_with


@click.command()
@click.option("--gold", type=click.Path(path_type=Path), default=Path("corpus/gold"), show_default=True)
@click.option("--folds", type=click.IntRange(2, 100), help="Cross-validate the fusion's constants with so many folds.")
@click.option("--details", is_flag=True, help="List what was missed, what was wrong, and where passages were found.")
@click.option("--publish", "file", type=click.Path(path_type=Path), help="Write the figures to this Turtle file.")
@JSON
@DATA
@guarded
def evaluate(gold: Path, folds: int | None, details: bool, file: Path | None, as_json: bool, data: Path | None) -> None:
    """Measure topics, statements and search against gold, beside plain baselines.

    With --publish ontology/dataset-quality-<gold>.ttl, the next build tells the figures with the dataset.
    """
    from service.evaluation import evaluate as run
    from service.evaluation.publishing import gold_named, publish_figures
    from service.evaluation.tables import show
    from service.knowledge import Knowledge

    if file is not None:
        gold_named(file)
    settings = settings_with(data=data)
    knowledge = Knowledge.open(settings)
    result = run(knowledge, settings.corpus, gold, folds or 0)
    if as_json:
        print_json(result)
    else:
        show(result, details)
    if file is not None:
        count = publish_figures(result, knowledge, gold, file)
        click.echo(f"Wrote {count} figures to {file}; build to tell them with the dataset.", err=as_json)
