"""What is heavy is imported where it is needed: help answers at once, and a question needs no model."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from temporary_corpus import environment

from service.settings import Settings

HEAVY = (
    "torch",
    "sentence_transformers",
    "transformers",
    "spacy",
    "faiss",
    "rdflib",
    "pyshacl",
    "tantivy",
    "simplemma",
    "pymilvus",
    "pandas",
    "pyarrow",
    "grpc",
)
PROBE = """
import json, resource, sys
from click.testing import CliRunner
from service.cli.main import main

result = CliRunner().invoke(main, json.loads(sys.argv[1]))
assert result.exit_code == 0, result.output
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([sorted(sys.modules), used.ru_utime + used.ru_stime]))
"""


def probe(*arguments: str) -> tuple[set[str], float]:
    """Run a command in a process of its own; give the modules it has imported, and the seconds of the processor."""
    command = [sys.executable, "-c", PROBE, json.dumps(arguments)]
    done = subprocess.run(command, env=environment(), capture_output=True, check=False, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    modules, seconds = json.loads(done.stdout)
    return set(modules), seconds


@pytest.mark.parametrize("command", [(), ("ask",), ("build",), ("serve",), ("export",)])
def test_help_imports_nothing_heavy(command: tuple[str, ...]) -> None:
    modules, seconds = probe(*command, "--help")
    assert modules.isdisjoint((*HEAVY, "numpy", "pyoxigraph", "pydantic", "fastapi", "rich"))
    assert seconds < 1


def test_a_question_is_answered_without_models_and_graph_libraries(release_settings: Settings) -> None:
    question = "hvilke regioner prioriterer dobbeltdiagnoser"
    modules, seconds = probe("ask", question, "--json", "--data", str(release_settings.data))
    assert modules.isdisjoint(HEAVY)
    assert "pyoxigraph" in modules
    assert seconds < 3


def test_a_search_is_answered_without_torch_and_graph_libraries(release_settings: Settings) -> None:
    modules, _ = probe("search", "dobbeltdiagnoser", "--json", "--data", str(release_settings.data))
    assert modules.isdisjoint(
        (
            "torch",
            "sentence_transformers",
            "transformers",
            "spacy",
            "rdflib",
            "pyshacl",
            "pymilvus",
            "pandas",
            "pyarrow",
        )
    )
