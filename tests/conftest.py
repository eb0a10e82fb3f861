"""What several tests share: the real corpus, built once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.sparql_search import Search
from service.build import build
from service.knowledge import Knowledge
from service.passage_search import passage_search
from service.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
ENCODER = "hashing"  # no model: the graph and the words are real, likeness in meaning is not


@pytest.fixture(scope="session")
def release_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # Not Settings(...): that would take what is not given from the environment.
    given = {"corpus": CORPUS, "data": tmp_path_factory.mktemp("release"), "encoder": ENCODER, "workers": 1}
    settings = Settings.model_validate(given)
    build(settings.corpus, settings.data, settings.base, settings.encoder, lambda _what, _share: None)
    return settings


@pytest.fixture(scope="session")
def search(release_settings: Settings) -> Search:
    """The search within queries, as the service has it."""
    knowledge = Knowledge.open(release_settings)
    return passage_search(release_settings.base, lambda: knowledge)
