"""The command that loads the built graph into another SPARQL server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.options import DATA, guarded, settings_with

if TYPE_CHECKING:
    import httpx2

    from service.settings import Settings

SECONDS = 3600.0
"""The most that one graph may take: Virtuoso 7 takes 45 s for a million triples."""


@click.command()
@click.argument("url")
@click.option("--user", help="User's name on the server; the password is asked for unless it is set.")
@click.option("--basic", is_flag=True, help="Send the password itself (Basic), not a proof of it (Digest).")
@click.option("--all", "everything", is_flag=True, help="Send also the graphs that the server has already.")
@DATA
@guarded
def publish(url: str, user: str | None, basic: bool, everything: bool, data: Path | None) -> None:
    """Load every named graph into the server that takes the Graph Store Protocol at URL.

    Oxigraph's server takes it at /store, Virtuoso at /sparql-graph-crud-auth.
    """
    from graph.remote.publish import publish as run
    from graph.remote.server import Server
    from service.building.release import built
    from service.cli.console import progress

    settings = settings_with(data=data, publish_user=user)
    release, note = built(settings.data)
    server = Server(url, f"The server at {url}", SECONDS, login=_login(settings, basic))
    with progress() as report:
        done = run(release.graph, note.base, server, report, everything=everything)
    click.echo(f"Sent {done.sent} graphs, {done.kept} were there already, removed {done.removed} that are no more.")


def _login(settings: Settings, basic: bool) -> httpx2.Auth | None:
    """Return how to show who asks; nothing where no user is named."""
    from graph.remote.server import login

    if not settings.publish_user:
        return None
    password = settings.publish_password.get_secret_value()
    password = password or click.prompt("Password", hide_input=True, err=True)
    return login(settings.publish_user, password, basic=basic)
