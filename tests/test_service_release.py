"""A release says what it was made of, and a folder without a whole one is told apart."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from temporary_corpus import TEXT, write_corpus

from ingest.manifest import load_manifest
from service.building.release import LAYOUT, NOTE, Note, Release, ReleaseError, built, current, fingerprint

EXAMPLE = Note(LAYOUT, "0.1.0-0123456789ab", "f" * 64, "https://w3id.org/aftalegraf/", "hashing", 6, 7, 465, 663, 62061)


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    release = Release(tmp_path)
    release.write_note(EXAMPLE)
    assert release.note() == EXAMPLE


def test_the_current_release_stands_in_the_data_folder(tmp_path: Path) -> None:
    release = current(tmp_path)
    release.folder.mkdir()
    release.write_note(EXAMPLE)
    assert built(tmp_path) == (release, EXAMPLE)
    parts = (release.graph, release.index, release.sources, release.lexicon)
    assert {part.parent for part in parts} == {release.folder}
    assert len(set(parts)) == 4


def with_note(data: Path, content: str | bytes | None) -> None:
    folder = current(data).folder
    folder.mkdir()
    if content is not None:
        (folder / NOTE).write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("content", [
    None, "", "{", "[]", "{}", "7", json.dumps({**asdict(EXAMPLE), "more": 1}), json.dumps({"base": EXAMPLE.base}),
    json.dumps({**asdict(EXAMPLE), "layout": LAYOUT - 1}), json.dumps({**asdict(EXAMPLE), "layout": LAYOUT + 1}),
    b"\xff\xfe",
])  # fmt: skip
def test_a_folder_without_a_readable_note_holds_no_release(tmp_path: Path, content: str | bytes | None) -> None:
    with_note(tmp_path, content)
    assert current(tmp_path).note() is None
    with pytest.raises(ReleaseError) as refused:
        built(tmp_path)
    assert (refused.value.status, refused.value.exit_code) == (503, 2)
    assert str(tmp_path) in str(refused.value)
    assert "`aftalegraf build`" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no built data in "),
        (json.dumps({**asdict(EXAMPLE), "layout": LAYOUT - 1}), "must be built by this version of the program"),
        (json.dumps({"fingerprint": "f" * 64, "quads": 62061}), "must be built by this version of the program"),
    ],
)
def test_data_of_another_version_is_told_from_none(tmp_path: Path, content: str | None, sentence: str) -> None:
    with_note(tmp_path, content)
    with pytest.raises(ReleaseError, match=sentence):
        built(tmp_path)


def mark(corpus: Path, base: str = "https://w3id.org/aftalegraf/", encoder: str = "hashing") -> str:
    return fingerprint(load_manifest(corpus), base, encoder)


def test_the_same_corpus_has_the_same_fingerprint_wherever_it_stands(tmp_path: Path) -> None:
    one = write_corpus(tmp_path / "one", {"fyn": TEXT})
    other = write_corpus(tmp_path / "other", {"fyn": TEXT})
    assert mark(one) == mark(one) == mark(other)


def test_whatever_a_build_depends_on_changes_the_fingerprint(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "a", {"fyn": TEXT})
    marks = {
        mark(corpus),
        mark(corpus, encoder="default"),
        mark(corpus, base="https://sundhed.example/"),
        mark(corpus, base="https://w3id.org/aftalegraf", encoder="/hashing"),
        mark(write_corpus(tmp_path / "b", {"fyn": TEXT + "Mere."})),
        mark(write_corpus(tmp_path / "c", {"als": TEXT})),
        mark(write_corpus(tmp_path / "d", {"fyn": TEXT}, title='"En anden titel"')),
        mark(write_corpus(tmp_path / "e", {"fyn": TEXT, "als": TEXT})),
    }
    assert len(marks) == 8
