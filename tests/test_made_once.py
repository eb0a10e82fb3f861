"""What is made once a run: copies that hurt nobody, and changes that are seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_once import made_once, state


def test_each_asker_has_a_copy_of_what_is_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "file").write_text("one", encoding="utf-8")

    first, second = (made_once(tmp_path_factory, "a-file", make) for _ in range(2))
    (first / "file").write_text("other", encoding="utf-8")
    third = made_once(tmp_path_factory, "a-file", make)
    assert len(made) == 1
    assert [(folder / "file").read_text(encoding="utf-8") for folder in (second, third)] == ["one", "one"]


def test_what_could_not_be_made_is_made_for_the_next(tmp_path_factory: pytest.TempPathFactory) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        made_once(tmp_path_factory, "a-failure", fail)
    made = made_once(tmp_path_factory, "a-failure", lambda folder: (folder / "whole").touch())
    assert [path.name for path in made.iterdir()] == ["whole"]


def test_a_change_is_seen_but_not_what_a_reader_of_a_store_writes(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("one", encoding="utf-8")
    before = state(tmp_path)
    (tmp_path / "folder" / "LOG").write_text("opened", encoding="utf-8")
    assert state(tmp_path) == before
    (tmp_path / "folder" / "file").write_text("three", encoding="utf-8")
    assert state(tmp_path) != before
    (tmp_path / "folder" / "file").unlink()
    assert state(tmp_path) == {}
