"""What the commands share: errors are one sentence, and an interruption is none, wherever it falls."""

from __future__ import annotations

import click
import pytest

from service.cli.options import guarded, settings_with
from service.settings import SettingsError


class Interrupted:
    """A descriptor during whose naming Ctrl-C is pressed."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def test_an_interruption_while_a_class_is_being_made_is_an_interruption() -> None:
    @guarded
    def command() -> None:
        type("Imported", (), {"field": Interrupted()})

    with pytest.raises((click.Abort, KeyboardInterrupt)):
        command()


def test_an_error_of_the_program_is_not_hidden() -> None:
    @guarded
    def command() -> None:
        raise RuntimeError("wrong") from ValueError()

    with pytest.raises(RuntimeError, match="wrong"):
        command()


def test_a_wrong_secret_is_told_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTALEGRAF_UPLOAD_TOKEN", "hemmelig")
    with pytest.raises(
        SettingsError, match=r"AFTALEGRAF_UPLOAD_TOKEN is not shown: .* at least 16 characters"
    ) as error:
        settings_with()
    assert "hemmelig" not in str(error.value)
