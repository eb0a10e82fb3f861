from __future__ import annotations

import json

from search_samples import build_engine, make_unit

from search.dense import FOLDER, NOTE_FILE, RECALL_WANTED, DenseIndex
from search.encoder import HashingEncoder

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


def test_the_lists_of_a_large_collection_are_tuned_by_headings_and_beginnings_of_its_texts(tmp_path, monkeypatch):
    original = DenseIndex.build.__func__  # type: ignore[attr-defined]
    in_lists = classmethod(lambda cls, *given: original(cls, *given, flat=10, sq8=20))
    plain = build_engine(tmp_path / "plain", UNITS)
    monkeypatch.setattr(DenseIndex, "build", in_lists)
    encoder = ListeningEncoder()
    engine = build_engine(tmp_path / "lists", UNITS, encoder)
    note = json.loads((tmp_path / "lists" / "index" / FOLDER / NOTE_FILE).read_text(encoding="utf-8"))
    assert (note["lists"], note["recall"] >= RECALL_WANTED) == (64, True)
    assert "demens" in encoder.asked
    assert any(text.startswith("demens og ") and text.split()[:6] == text.split() for text in encoder.asked)
    for query in ("demens", "misbrug i sjælland", "børn hjemløse plan"):
        found, expected = ([hit.text for hit in one.search(query, 5)] for one in (engine, plain))
        assert len(set(found) & set(expected)) >= 4
