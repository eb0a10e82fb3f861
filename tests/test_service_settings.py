"""The settings work with none set, and each is in the README with its default, as is each command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from temporary_corpus import ROOT

from service.cli.main import main
from service.settings import Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(AFTALEGRAF_[A-Z_]+)` \| `([^`]*)` \| \S.*\|$", re.MULTILINE)
COMMAND = re.compile(r"^\| `([a-z]+)\b[^|]*` \| \S.*\|$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"AFTALEGRAF_{name.upper()}", raising=False)


def test_the_readme_lists_every_setting_and_no_other() -> None:
    assert [name for name, _ in ROW.findall(README)] == [f"AFTALEGRAF_{name.upper()}" for name in Settings.model_fields]


def test_the_readme_gives_the_real_defaults() -> None:
    settings = Settings()
    for variable, written in ROW.findall(README):
        value = getattr(settings, variable.removeprefix("AFTALEGRAF_").lower())
        if isinstance(value, Path):
            value = value.relative_to(ROOT)
        assert written == (f"{value:g}" if isinstance(value, float) else str(value)), variable


def test_the_readme_lists_every_command_and_no_other() -> None:
    assert sorted(COMMAND.findall(README)) == sorted(main.commands)


def test_the_readme_shows_only_options_that_there_are() -> None:
    for line in re.findall(r"^\| `([a-z]+ [^|]*)\|", README, re.MULTILINE):
        name = line.split()[0].strip("`")
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", line)) <= known, line


def test_every_setting_says_what_it_is() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


EXAMPLES: dict[str, tuple[str, object]] = {
    "corpus": ("/srv/corpus", Path("/srv/corpus")),
    "data": ("/srv/data", Path("/srv/data")),
    "base": ("https://sundhed.example/", "https://sundhed.example/"),
    "encoder": ("hashing", "hashing"),
    "reranker": ("some/model", "some/model"),
    "host": ("::1", "::1"),
    "port": ("8080", 8080),
    "origins": ("https://a.example http://b.example:81", "https://a.example http://b.example:81"),
    "workers": ("4", 4),
    "query_seconds": ("2.5", 2.5),
    "query_rows": ("10", 10),
    "query_bytes": ("1000000", 1_000_000),
    "query_mebibytes": ("1024", 1024),
    "query_queue": ("0", 0),
    "sparql_url": ("http://127.0.0.1:8890/sparql", "http://127.0.0.1:8890/sparql"),
    "operator": ("Region Prøve", "Region Prøve"),
    "contact": ("web@region.example", "web@region.example"),
    "phone": ("12 34 56 78", "12 34 56 78"),
    "accessibility_statement": ("https://was.example/prøve", "https://was.example/prøve"),
    "milvus": ("http://127.0.0.1:19530", "http://127.0.0.1:19530"),
    "milvus_token": ("root:secret", SecretStr("root:secret")),
    "publish_user": ("dba", "dba"),
    "publish_password": ("secret", SecretStr("secret")),
    "upload_token": ("a-secret-of-some-length", SecretStr("a-secret-of-some-length")),
    "upload_user_header": ("X-Forwarded-User", "X-Forwarded-User"),
    "upload_mebibytes": ("5", 5),
    "upload_days": ("7", 7),
}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text, value = EXAMPLES[name]
    monkeypatch.setenv(f"AFTALEGRAF_{name.upper()}", text)
    assert getattr(Settings(), name) == value


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTALEGRAF_PORT", "8080")
    assert Settings.model_validate({"port": 9000}).port == 9000
    assert Settings(port=9000).port == 9000


def test_another_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTALEGRAF_COLOUR", "blue")
    monkeypatch.setenv("PORT", "1")
    assert Settings() == Settings.model_validate({})


@pytest.mark.parametrize("url", ["localhost:8890", "file:///etc/passwd", "http://dba:dba@localhost/sparql"])
def test_a_setting_that_is_no_address_of_a_server_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("AFTALEGRAF_SPARQL_URL", url)
    with pytest.raises(ValidationError, match="a server's address"):
        Settings()


@pytest.mark.parametrize(
    "origins",
    [
        "*",
        "null",
        "intranet.example",
        "https://a.example/",
        "https://A.example",
        "https://a.example https:",
        "file://x",
    ],
)
def test_a_setting_that_is_no_origin_is_refused(monkeypatch: pytest.MonkeyPatch, origins: str) -> None:
    monkeypatch.setenv("AFTALEGRAF_ORIGINS", origins)
    with pytest.raises(ValidationError, match=r"is no origin; write each as https://intranet\.example"):
        Settings()


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Settings.model_validate({"publish_password": "secret"}))
