"""Another model: the index is refused until it is built again, and then searched with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from contributing import built_site, settings_of

from search.model import SearchError
from service.building.build import build
from service.knowledge import Knowledge
from service.settings import Settings


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    pytest.importorskip("sentence_transformers", reason="the package sentence-transformers is not installed")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    folder = tmp_path_factory.mktemp("bag-of-words")
    words = BoW(["demens", "misbrug", "rygere", "børn", "kommuner", "region", "sundhed"])
    SentenceTransformer(modules=[words], device="cpu").save(str(folder))
    return str(folder)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = built_site(tmp_path_factory)
    return settings_of(folder / "corpus", folder / "data")


def test_an_index_of_another_encoder_is_refused_until_it_is_built_again(
    settings: Settings, model: str, tmp_path: Path
) -> None:
    data = shutil.copytree(settings.data, tmp_path / "data")
    changed = settings.model_copy(update={"encoder": model, "data": data})
    with pytest.raises(SearchError, match=r"as the index was, by 'hashing-256', not by '.*bag-of-words.*'; set that"):
        Knowledge.open(changed).search("demens", 3)
    assert build(changed.corpus, data, changed.base, model, lambda _what, _share: None).changed
    assert Knowledge.open(changed).search("demens", 3).hits
    assert not build(changed.corpus, data, changed.base, model, lambda _what, _share: None).changed


def test_a_reranker_that_is_not_there_is_named_with_the_remedy(settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    set_so = settings.model_copy(update={"reranker": str(tmp_path / "none")})
    with pytest.raises(SearchError, match=r"cannot be loaded .*; give a cross-encoder's folder, or set none"):
        Knowledge.open(set_so).search("demens", 3)
