from __future__ import annotations

import numpy as np
import pytest

from search.cache import CHUNK, FILE, VectorCache
from search.encoder import HashingEncoder


class CountingEncoder(HashingEncoder):
    """Remembers what it had to encode, and can be made to stop."""

    def __init__(self, name: str = "counting", stop_after: int = 10**9) -> None:
        self.name = name
        self.seen: list[str] = []
        self.stop_after = stop_after

    def passages(self, texts, progress=None):
        if len(self.seen) >= self.stop_after:
            raise KeyboardInterrupt
        self.seen += texts
        return super().passages(texts, progress)


def test_an_unchanged_text_is_never_encoded_twice(tmp_path):
    encoder = CountingEncoder()
    first = VectorCache(tmp_path).passages(["a", "b", "a"], encoder)
    again = VectorCache(tmp_path).passages(["b", "c", "a"], encoder)
    assert encoder.seen == ["a", "b", "c"]
    assert np.array_equal(again[[2, 0, 2]], first)


def test_vectors_are_those_of_the_encoder_in_the_order_of_the_texts(tmp_path):
    texts = ["demens", "rygere", "demens", "hjemløse"]
    assert np.array_equal(VectorCache(tmp_path).passages(texts, HashingEncoder()), HashingEncoder().passages(texts))


def test_another_encoder_finds_nothing_of_the_first(tmp_path):
    one, other = CountingEncoder("one"), CountingEncoder("other")
    VectorCache(tmp_path).passages(["a"], one)
    cache = VectorCache(tmp_path)
    cache.passages(["a"], other)
    assert other.seen == ["a"]
    assert len(VectorCache(tmp_path)) == 2


def test_name_and_text_are_kept_apart_in_the_key(tmp_path):
    cache = VectorCache(tmp_path)
    cache.passages(["bc"], CountingEncoder("a"))
    second = CountingEncoder("ab")
    cache.passages(["c"], second)
    assert second.seen == ["c"]


def test_what_was_encoded_before_an_interruption_is_kept(tmp_path):
    texts = [f"tekst {number}" for number in range(2 * CHUNK)]
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path).passages(texts, CountingEncoder(stop_after=CHUNK))
    second = CountingEncoder()
    VectorCache(tmp_path).passages(texts, second)
    assert second.seen == texts[CHUNK:]


def test_forgets_all_but_the_texts_to_keep(tmp_path):
    encoder = CountingEncoder()
    cache = VectorCache(tmp_path)
    cache.passages(["a", "b", "c"], encoder)
    cache.keep(["b"], encoder)
    assert len(VectorCache(tmp_path)) == 1
    VectorCache(tmp_path).passages(["b"], encoder)
    assert encoder.seen == ["a", "b", "c"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_a_damaged_file_is_an_empty_cache(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert len(VectorCache(tmp_path)) == 0
    VectorCache(tmp_path).passages(["a"], HashingEncoder())
    assert len(VectorCache(tmp_path)) == 1


def test_leaves_no_temporary_file(tmp_path):
    VectorCache(tmp_path / "cache").passages(["a"], HashingEncoder())
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [FILE]


def test_nothing_is_written_for_what_is_there(tmp_path):
    VectorCache(tmp_path).passages(["a"], HashingEncoder())
    before = (tmp_path / FILE).stat().st_mtime_ns
    VectorCache(tmp_path).passages(["a"], HashingEncoder())
    assert (tmp_path / FILE).stat().st_mtime_ns == before


def test_progress_counts_the_missing_texts_only(tmp_path):
    VectorCache(tmp_path).passages(["a", "b"], HashingEncoder())
    seen: list[tuple[int, int]] = []
    texts = ["a", "b", *(f"ny {number}" for number in range(CHUNK + 1))]
    VectorCache(tmp_path).passages(texts, HashingEncoder(), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (CHUNK + 1, CHUNK + 1)
    assert seen == sorted(seen)


def test_one_more_text_writes_little_beside_the_many_that_are_kept(tmp_path):
    VectorCache(tmp_path).passages([f"tekst {number}" for number in range(4 * CHUNK)], HashingEncoder())
    before = (tmp_path / FILE).read_bytes()
    VectorCache(tmp_path).passages(["ny"], HashingEncoder())
    after = (tmp_path / FILE).read_bytes()
    pages = [before[at : at + 4096] != after[at : at + 4096] for at in range(0, len(after), 4096)]
    assert sum(pages) <= 8 < len(pages)


def test_the_room_of_forgotten_vectors_is_used_again(tmp_path):
    cache, encoder = VectorCache(tmp_path), HashingEncoder()
    texts = [f"tekst {number}" for number in range(CHUNK)]
    sizes = []
    for turn in range(6):
        some = [f"{text} {turn}" for text in texts]
        cache.passages(some, encoder)
        cache.keep(some, encoder)
        sizes.append((tmp_path / FILE).stat().st_size)
    assert len(cache) == CHUNK
    assert sizes[-1] < 3 * sizes[0]


def test_two_caches_of_one_folder_add_to_each_other(tmp_path):
    one, other, encoder = VectorCache(tmp_path), VectorCache(tmp_path), CountingEncoder()
    one.passages(["a"], encoder)
    other.passages(["a", "b"], encoder)
    one.passages(["a", "b"], encoder)
    assert encoder.seen == ["a", "b"]
