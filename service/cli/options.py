"""What the commands of the command line share: options, settings, and errors as one sentence."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from ingest.errors import AftalegrafError

if TYPE_CHECKING:
    from service.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the built data.")


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Turn errors that are meant for the user into one sentence on stderr and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AftalegrafError as error:
            click.echo(f"aftalegraf: {error}", err=True)
            sys.exit(error.exit_code)
        except RuntimeError as error:
            # Ctrl-C while a class is being made, in an import, say: before Python 3.12 that becomes a RuntimeError.
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise click.Abort from None
            raise

    return run


def settings_with(**given: Any) -> Settings:
    """Return the settings, with what the command line gives put over them."""
    from pydantic import ValidationError

    from service.settings import Settings, SettingsError

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "AFTALEGRAF_" + "_".join(str(part) for part in first["loc"]).upper()
        secret = any(part in name for part in ("TOKEN", "PASSWORD"))
        value = "not shown" if secret else f"'{first['input']}'"
        raise SettingsError(f"The setting {name} is {value}: {first['msg']}; correct it.") from None


def print_json(value: Any) -> None:
    """Print a value as JSON for people and programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
