from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from search_samples import build_engine, make_unit

from search import engine as engine_module
from search.encoder import HashingEncoder
from search.engine import SearchEngine
from search.fusion import WEIGHTS
from search.model import SearchError
from search.reranker import CrossEncoderReranker, reranker_for

TEXTS = [f"borgere med demens, {word}" for word in ("alfa", "beta", "gamma", "delta", "epsilon", "zeta")]
UNITS = [make_unit(text, start=1000 * number, document=f"d{number}") for number, text in enumerate(TEXTS)]


def save_model(folder, labels: int) -> str:
    """Save a cross-encoder of one small layer and random weights."""
    pytest.importorskip("sentence_transformers", reason="the package sentence-transformers is not installed")
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys(" ".join(TEXTS).replace(",", "").split())]
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    torch.manual_seed(1)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    config = BertConfig(vocab_size=len(words), num_labels=labels, initializer_range=1.0, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    return save_model(tmp_path_factory.mktemp("reranker"), labels=1)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engine")
    build_engine(folder, UNITS)
    return folder / "index"


def test_the_first_hits_stand_in_the_order_of_the_cross_encoder_and_the_others_stay_after_them(
    model, index, monkeypatch
):
    monkeypatch.setattr(engine_module, "RERANKED", 4)
    alike = replace(WEIGHTS, repeated=0.0)
    plain = [hit.text for hit in SearchEngine.open(index, HashingEncoder()).weighted(alike).search("demens")]
    reranking = SearchEngine.open(index, HashingEncoder(), reranker_for(model)).weighted(alike)
    hits = reranking.search("demens")
    scores = CrossEncoderReranker(model).scores("demens", plain[:4])
    expected = [plain[at] for at in np.argsort(-scores, kind="stable")]
    assert expected != plain[:4]
    assert [hit.text for hit in hits] == [*expected, *plain[4:]]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_query_that_nothing_answers_is_not_reranked(model, index):
    engine = SearchEngine.open(index, HashingEncoder(), CrossEncoderReranker("no such model"))
    assert engine.search(" ") == []


def test_no_setting_is_no_reranker():
    assert reranker_for(" ") is None


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path):
    pytest.importorskip("sentence_transformers")
    with pytest.raises(SearchError, match=r"'.*none' cannot be loaded .*; give a cross-encoder's folder, or set none"):
        CrossEncoderReranker(str(tmp_path / "none")).scores("x", ["y"])


def test_a_model_with_several_numbers_a_text_is_refused(tmp_path):
    classifier = CrossEncoderReranker(save_model(tmp_path, labels=3))
    with pytest.raises(SearchError, match=r"must give one number .* shape \(2, 3\); name a cross-encoder"):
        classifier.scores("demens", TEXTS[:2])
