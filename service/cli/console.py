"""What the terminal shows: tables for people, one-sentence errors, progress bars that vanish in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ingest.corrections import Correction
    from search.responses import Agreement, Answer, Response
    from service.building.build import Built
    from service.knowledge import Found

SHOWN_QUOTES = 2
LEVEL_MARKS = {3: "●●●", 2: "●●○", 1: "●○○", 0: "○○○", None: " ? "}
FACT_SHEET = {"da": "kun faktaark", "en": "fact sheet only"}
NEAREST = {"da": "nærmeste sted, ikke talt med", "en": "nearest passage, not counted"}
NOT_IN_FORCE = {"da": "ikke i kraft", "en": "not in force"}


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Show a progress bar on stderr while the body runs; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _what, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:32}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def told_of(done: Built, data: Path) -> list[str]:
    """Return the sentences that tell what a build did and what it checked."""
    note = done.note
    what = "Built" if done.changed else "Nothing changed;"
    parts = _many(note.statements, "statement"), _many(note.units, "passage"), _many(note.quads, "quad")
    agreements, documents = _many(note.agreements, "agreement"), _many(note.documents, "document")
    sentence = f"{what} {agreements} from {documents}: {', '.join(parts)} in {data}."
    if not done.changed:
        return [sentence]
    return [sentence, _checked(done.checked, note.agreements), *(_missed(*one) for one in done.missed)]


def _missed(agreement: str, correction: Correction) -> str:
    """Tell of a correction that could not be made, or not wholly."""
    return (
        f"The correction of “{correction.read_name}” in {agreement}, made by {correction.by} on {correction.at[:10]}, "
        "no longer finds its statement or what it links to; it is kept: see `aftalegraf corrections`."
    )


def _checked(checked: int, agreements: int) -> str:
    """Tell how many agreements were checked, and of those that were not, if any, why."""
    known = agreements - checked
    if known == 0:
        return f"Checked {'the agreement' if agreements == 1 else f'all {agreements} agreements'} against the shapes."
    if checked == 0:
        return f"{'The agreement is' if agreements == 1 else f'All {agreements} agreements are'} known to conform."
    others = "the other is" if known == 1 else f"the other {known} are"
    return f"Checked {_many(checked, 'agreement')} against the shapes; {others} known to conform."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def show_response(response: Response, label: str) -> None:
    """Print an answered question: the agreements or statements it asks for, or the answers by region."""
    if response.agreements:
        show_agreements(response)
    elif response.statements:
        show_statements(response)
    else:
        show_answers(response, label)


def show_answers(response: Response, label: str) -> None:
    """Print a table by region, then the quotes."""
    from rich.console import Console
    from rich.table import Table

    language = response.question.language
    console = Console(highlight=False)
    for asked, read in response.question.corrected:
        console.print(f"{'Læst som' if language == 'da' else 'Read as'}: {asked} → {read}", style="dim")
    words = ", ".join(form for aspect in response.question.aspects for form in aspect.forms)
    if words:
        console.print(f"{'Søgt efter ordene' if language == 'da' else 'Looked for the words'}: {words}", style="dim")
    table = Table(title=label, title_justify="left")
    for head in ("Region", "Vægt", "Aftale") if language == "da" else ("Region", "Weight", "Agreement"):
        table.add_column(head)
    for answer in response.answers:
        level = f"{LEVEL_MARKS[answer.level]} {answer.level_label(language)}"
        table.add_row(answer.region, level, _period(answer, language))
    console.print(table)
    for answer in response.answers:
        if answer.evidence:
            console.print(f"\n[bold]{answer.region}[/]")
            console.print(_quotes(answer), markup=False, soft_wrap=True)
        elif answer.nearest:
            hit = answer.nearest
            console.print(f"\n[bold]{answer.region}[/] [dim]{NEAREST[language]}[/]")
            console.print(
                f"“{hit.text}” ({hit.document}, {hit.start}-{hit.end})", markup=False, soft_wrap=True, style="dim"
            )


def show_statements(response: Response) -> None:
    """Print the statements that a question asks for, by agreement."""
    from rich.console import Console

    console = Console(highlight=False)
    language = response.question.language
    agreement = ""
    for one in response.statements:
        if one.agreement != agreement:
            agreement = one.agreement
            remarks = [FACT_SHEET[language]] * (one.coverage == "fact sheet") + [NOT_IN_FORCE[language]] * (
                not one.in_force
            )
            console.print(f"\n[bold]{one.region}[/] · {', '.join([agreement, *remarks])}")
        place = one.evidence
        console.print(f"“{place.text}” ({place.document}, {place.start}-{place.end})", markup=False, soft_wrap=True)


def show_agreements(response: Response) -> None:
    """Print the agreements that a question asks for: when they are in force, and who made them."""
    from rich.console import Console
    from rich.table import Table

    language = response.question.language
    table = Table(show_lines=True)
    for head in ("Region", "Aftale", "Periode", "Parter") if language == "da" else (
        "Region", "Agreement", "Period", "Parties"
    ):  # fmt: skip
        table.add_column(head, overflow="fold")
    for one in response.agreements:
        table.add_row(one.region, f"{one.title} ({one.id})", _period(one, language), "\n".join(one.parties))
    Console(highlight=False).print(table)


def _period(one: Answer | Agreement, language: str) -> str:
    remarks = [f"{one.period_start} – {one.period_end}"]
    if not one.in_force:
        remarks.append(NOT_IN_FORCE[language])
    if one.coverage == "fact sheet":
        remarks.append(FACT_SHEET[language])
    return ", ".join(remarks)


def _quotes(answer: Answer) -> str:
    shown = [f"“{one.text}” ({one.document}, {one.start}-{one.end})" for one in answer.evidence[:SHOWN_QUOTES]]
    more = len(answer.evidence) - len(shown)
    return "\n".join([*shown, *([f"+ {more}"] if more > 0 else [])])


def show_hits(found: Found, names: Mapping[str, str]) -> None:
    """Print the hits of a search."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    for number, hit in enumerate(found.hits, start=1):
        words = ", ".join(hit.why.words) or "betydning"
        console.print(f"[bold]{number}. {names[hit.region]}[/] · {hit.type} · {hit.document} {hit.start}-{hit.end}")
        console.print(f"   {escape(hit.text)}")
        console.print(f"   [dim]fundet ved: {escape(words)} · {hit.why.semantic:.2f}[/]")


def show_table(heads: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> None:
    """Print a plain table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(value) for value in row))  # Not the strings: rich would read "[...]" in them as markup.
    Console(highlight=False).print(table)
