from __future__ import annotations

import json

import pytest
from search_samples import build_engine, make_unit
from vector_indexes import kept_in

from search.encoder import HashingEncoder
from search.kept import FOLDER, NOTE_FILE
from search.lists import RECALL_WANTED

WORDS = ("demens", "misbrug", "rygere", "børn", "hjemløse", "skole", "klynge", "praksis", "sygehus", "kommune")
UNITS = [
    make_unit(f"{one} og {other} i plan {number}", start=1000 * number, headings=(one,), region=region)
    for number, (one, other, region) in enumerate(
        (one, other, region)
        for one in WORDS
        for other in WORDS
        for region in ("nordjylland", "sjaelland", "hovedstaden")
    )
]


class ListeningEncoder(HashingEncoder):
    """Remembers what it encoded as queries."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def queries(self, texts):
        self.asked += texts
        return super().queries(texts)


@pytest.mark.parametrize("kind", ["faiss-lists", "milvus-lists"])
def test_the_lists_of_a_large_collection_are_tuned_by_headings_and_beginnings_of_its_texts(tmp_path, kind, request):
    plain = build_engine(tmp_path / "plain", UNITS)
    encoder = ListeningEncoder()
    engine = build_engine(tmp_path / "lists", UNITS, encoder, kept_in(kind, request))
    note = json.loads((tmp_path / "lists" / "index" / FOLDER / NOTE_FILE).read_text(encoding="utf-8"))
    assert (note["lists"], note["recall"] >= RECALL_WANTED) == (64, True)
    assert "demens" in encoder.asked
    assert any(text.startswith("demens og ") and text.split()[:6] == text.split() for text in encoder.asked)
    for query in ("demens", "misbrug i sjælland", "børn hjemløse plan"):
        found, expected = ([hit.text for hit in one.search(query, 5)] for one in (engine, plain))
        assert len(set(found) & set(expected)) >= 4
