"""The command line. Every heavy import stands inside the command that needs it: `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import NotFoundError
from service import __version__
from service.cli.compare import compare
from service.cli.corrections import corrections
from service.cli.documents import add, extract, remove
from service.cli.evaluate import evaluate
from service.cli.options import DATA, JSON, guarded, print_json, settings_with
from service.cli.publish import publish

if TYPE_CHECKING:
    from search.questions import Question
    from service.knowledge import Knowledge

TABLE_FORMATS = ("table", "json", "csv", "tsv", "xml", "ttl")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="aftalegraf")
def main() -> None:
    """Knowledge graph of, and search over, Danish health agreements (sundhedsaftaler)."""


@main.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="Folder with manifest.toml.")
@DATA
@guarded
def build(corpus: Path | None, data: Path | None) -> None:
    """Build graph and indexes from the corpus; only if something changed."""
    from service.building.build import build as run
    from service.building.changing import changing
    from service.building.milvus import milvus_of
    from service.cli.console import progress, told_of

    settings = settings_with(data=data, corpus=corpus)
    with changing(settings.data), progress() as report:  # a change that is not made yet is not to be built
        done = run(settings.corpus, settings.data, settings.base, settings.encoder, report, milvus_of(settings))
    click.echo("\n".join(told_of(done, settings.data)))


@main.command()
@click.argument("question")
@JSON
@DATA
@guarded
def ask(question: str, as_json: bool, data: Path | None) -> None:
    """Answer a question by region, with quotes."""
    from datetime import date

    knowledge = _knowledge(data)
    response = knowledge.ask(_text(question), date.today())
    if response.question.compares:
        _ask_comparison(response.question, knowledge, as_json)
        return
    topic = response.question.topic
    if topic is None:  # What a topic needs is the graph alone; so it is answered without waiting for the encoder.
        response = knowledge.with_nearest(response)
    label = knowledge.thesaurus[topic.topic].label(response.question.language) if topic else None
    if not response.found:
        _ask_passages(question, knowledge, as_json)
    elif as_json:
        from service.api.schemas import response_json

        print_json(response_json(response, knowledge.note.base, label))
    else:
        from service.cli.console import show_response

        show_response(response, label or response.question.named)


def _ask_comparison(question: Question, knowledge: Knowledge, as_json: bool) -> None:
    """Answer a question that asks to put two agreements beside each other."""
    from datetime import date

    from service.comparing.comparisons import answered_comparison
    from service.texts import texts

    found = answered_comparison(question, knowledge, date.today())
    if as_json:
        from service.api.comparison_json import asked_comparison_json

        print_json(asked_comparison_json(question, found, knowledge.thesaurus, knowledge.note.base))
    else:
        from service.cli.comparison_console import show_comparison

        show_comparison(found, knowledge.thesaurus, texts(question.language))


def _ask_passages(question: str, knowledge: Knowledge, as_json: bool) -> None:
    """Answer a question without a known topic by the passages that fit it."""
    from graph.regions import regions
    from service.api.schemas import passages_json
    from service.cli.console import show_hits

    found = knowledge.search(question, 10)
    names = {slug: region.names["da"] for slug, region in regions().items()}
    if as_json:
        print_json(passages_json(found.question, found.hits, names))
        return
    if not found.hits:
        raise NotFoundError(f"No agreement says anything on '{question}'; ask in other words.")
    show_hits(found, names)


@main.command()
@click.argument("query")
@click.option("-k", default=10, show_default=True, help="How many hits.")
@click.option("--region", help="Name, slug or authority code of a region.")
@click.option("--type", "kind", help="Kind of statement, e.g. goal, indicator, statistic.")
@click.option("--year", type=int, help="A year within the agreement's period.")
@JSON
@DATA
@guarded
def search(
    query: str, k: int, region: str | None, kind: str | None, year: int | None, as_json: bool, data: Path | None
) -> None:
    """Find passages by words and meaning."""
    from graph.regions import find_region, regions
    from search.model import Filters

    knowledge = _knowledge(data)
    filters = Filters(find_region(region).slug if region else None, kind, year)
    found = knowledge.search(_text(query), k, filters)
    names = {slug: one.names["da"] for slug, one in regions().items()}
    if as_json:
        from service.api.schemas import found_json

        topic = found.question.topic
        label = knowledge.thesaurus[topic.topic].label(found.question.language) if topic else None
        print_json(found_json(found, knowledge.note.base, label, names))
        return
    if not found.hits:
        raise NotFoundError(f"No passage fits '{query}' with these filters; use other words or fewer filters.")
    from service.cli.console import show_hits

    show_hits(found, names)


@main.command()
@click.argument("file", default="-", type=click.Path(allow_dash=True))
@click.option("--format", "name", default="table", show_default=True, type=click.Choice(TABLE_FORMATS))
@DATA
@guarded
def sparql(file: str, name: str, data: Path | None) -> None:
    """Run a read-only SPARQL query from FILE, or from standard input."""
    from service.cli.queries import read_query, run_query

    settings = settings_with(data=data)
    run_query(read_query(file), name, settings, sys.stdout.buffer)


@main.command()
@click.option("--format", "name", required=True, type=click.Choice(("ttl", "nq", "jsonld", "csv", "xlsx")))
@click.argument("out", type=click.Path(path_type=Path))
@DATA
@guarded
def export(name: str, out: Path, data: Path | None) -> None:
    """Write the whole graph (ttl, nq, jsonld) or its tables (csv, xlsx) to OUT."""
    from service.exports import export as run

    click.echo(f"Wrote {run(_knowledge(data), name, out)} to {out}.")


@main.command()
@DATA
@click.option("--language", default="en", show_default=True, type=click.Choice(("da", "en")))
@guarded
def validate(data: Path | None, language: str) -> None:
    """Check the built graph against its shapes and say in words what is wrong."""
    from service.exports import validation

    sentences = validation(_knowledge(data), language)
    for sentence in sentences:
        click.echo(sentence)
    if not sentences:
        click.echo("The graph conforms to its shapes.")
    sys.exit(1 if sentences else 0)


@main.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes for SPARQL queries.")
@DATA
@guarded
def serve(host: str | None, port: int | None, workers: int | None, data: Path | None) -> None:
    """Serve search box, answers, JSON API and SPARQL endpoint."""
    from service.server import serve as run

    run(settings_with(data=data, host=host, port=port, workers=workers))


def _knowledge(data: Path | None) -> Knowledge:
    from service.knowledge import Knowledge

    return Knowledge.open(settings_with(data=data))


def _text(text: str) -> str:
    from graph.limits import checked

    return checked(text)


for command in (compare, extract, add, remove, corrections, publish, evaluate):
    main.add_command(command)
