"""The command that compares: topics by region, or two agreements side by side."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from service.cli.options import DATA, guarded, print_json, settings_with

if TYPE_CHECKING:
    from service.comparing.comparisons import Compared
    from service.knowledge import Knowledge
    from service.texts import Texts

FORMATS: Final = ("table", "csv", "xlsx", "svg", "png", "json")
ENDINGS: Final = {f".{name}": name for name in FORMATS[1:]}
OTHER_FILE: Final = re.compile(r"\S\.[a-z]{2,4}$", re.IGNORECASE)
EXAMPLES: Final = """\b
Examples:
  aftalegraf compare demens ensomhed "mental sundhed"
  aftalegraf compare --on 2027-06-01 rygning oestdanmark.svg
  aftalegraf compare --agreements Nordjylland Sjælland misbrug
"""


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, metavar="[TOPIC...] [OUT]")
@click.option("--agreements", nargs=2, metavar="A B", help="Two agreements, by id or region, beside each other.")
@click.option("--predecessor-of", metavar="A", help="An agreement beside the one that it replaces.")
@click.option("--on", "on_day", default="", metavar="DATE", help="The day, as 2027-06-01 (default: today).")
@click.option("--format", "name", type=click.Choice(FORMATS), help="Default: as OUT ends, or else table.")
@click.option("--language", default="da", show_default=True, type=click.Choice(("da", "en")))
@DATA
@guarded
def compare(
    words: tuple[str, ...],
    agreements: tuple[str, str] | None,
    predecessor_of: str | None,
    on_day: str,
    name: str | None,
    language: str,
    data: Path | None,
) -> None:
    """Compare topics by region, or two agreements side by side.

    TOPIC is the name of a topic in any form, as in a question; without any, all topics are shown that an agreement
    mentions. OUT is a file that ends in .csv, .xlsx, .svg, .png or .json; csv and xlsx have the quotes, svg
    and png are a picture for a report.

    Each level (3 prioritised, 2 supported, 1 mentioned, 0 not mentioned, unknown where only a silent fact sheet is
    held) is the one that `aftalegraf ask` gives. From 2027 the agreements of Region Hovedstaden and Region Sjælland
    stand apart below Region Østdanmark.
    """
    from service.catalogue import read_catalogue
    from service.comparing.comparisons import ComparisonError, before, compared, day
    from service.knowledge import Knowledge
    from service.texts import texts

    topics, out = _out(words)
    form = _format(name, out)
    if agreements and predecessor_of:
        raise ComparisonError("Either two agreements or a predecessor is compared; leave out one of the two options.")
    on = day(on_day)
    knowledge = Knowledge.open(settings_with(data=data))
    catalogue = read_catalogue(knowledge.graph, knowledge.note.base)
    pair = before(knowledge, catalogue, predecessor_of, on) if predecessor_of else agreements or ()
    found = compared(knowledge, catalogue, topics, pair, on)
    t = texts(language)
    if form == "table":
        from service.cli.comparison_console import show_comparison

        show_comparison(found, knowledge.thesaurus, t)
    elif out is None:
        _print(found, form, knowledge, t)
    else:
        from service.exports import written

        written(out, lambda file: write(found, form, knowledge, t, file))
        click.echo(t("compare.written", what=form.upper(), out=out))


def write(found: Compared, form: str, knowledge: Knowledge, texts: Texts, file: IO[bytes]) -> None:
    """Write a comparison in one of the formats that are files."""
    from service.comparing.comparison_files import comparison_file

    file.write(comparison_file(found, form, knowledge, texts))


def _print(found: Compared, form: str, knowledge: Knowledge, texts: Texts) -> None:
    from service.api.comparison_json import comparison_json
    from service.comparing.comparisons import ComparisonError

    if form == "json":
        print_json(comparison_json(found, knowledge.thesaurus, knowledge.note.base, texts.language))
        return
    if form in ("xlsx", "png") and sys.stdout.isatty():
        raise ComparisonError(f"What ends in .{form} is no text for a terminal; name a file, such as compare.{form}.")
    write(found, form, knowledge, texts, sys.stdout.buffer)
    sys.stdout.flush()


def _out(words: Sequence[str]) -> tuple[list[str], Path | None]:
    """Tell the topics from the file that may stand last: one that ends as a file does.

    Raises:
        ComparisonError: It ends as another kind of file.
    """
    from service.comparing.comparisons import ComparisonError

    *topics, last = words or ("",)
    if Path(last).suffix.lower() in ENDINGS:
        return topics, Path(last)
    if OTHER_FILE.search(last):
        raise ComparisonError(
            f"A file to write ends in {', '.join(list(ENDINGS)[:-1])} or .json, and {last} does not; rename it."
        )
    return list(words), None


def _format(name: str | None, out: Path | None) -> str:
    """Return the format asked for.

    Raises:
        ComparisonError: The option says another than the file's ending.
    """
    from service.comparing.comparisons import ComparisonError

    if out is None:
        return name or "table"
    ending = ENDINGS[out.suffix.lower()]
    if name not in (None, ending):
        raise ComparisonError(f"The file {out} would be {ending}, and --format says {name}; let one say the other.")
    return ending
