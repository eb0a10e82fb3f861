"""What is said of a thing is found in sorted statements without reading them all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import StoreError, nquads_file, write_store
from graph.subjects import Subjects

EX = "http://example.org/"
NAMES = ("a", "a#x", "a#x-y", "a-b", "a-b#x", "a.b", "a/b", "a/b/c#d", "aa", "ab", "b", "å", "åb#æ")


def quad(name: str, number: int = 0) -> str:
    return f'<{EX}{name}> <{EX}p> "{number}" <{EX}g> .\n'


@pytest.fixture
def subjects(tmp_path: Path) -> Subjects:
    write_store("".join(quad(name, number) for name in NAMES for number in range(3)), tmp_path / "graph")
    return Subjects(nquads_file(tmp_path / "graph"))


def names(subjects: Subjects, name: str) -> list[str]:
    found = [str(one.subject)[1:-1].removeprefix(EX) for one in subjects.told(EX + name)]
    assert all(found.count(one) == 3 for one in found)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("name", [one for one in NAMES if "#" not in one])
def test_a_thing_is_found_with_its_parts_and_nothing_else(name: str, subjects: Subjects) -> None:
    first, *parts = names(subjects, name)
    assert first == name
    assert set(parts) == {one for one in NAMES if one.startswith(f"{name}#")}


@pytest.mark.parametrize("name", ["", "0", "a#", "a-", "a/", "c", "z", "ø", "aaa"])
def test_a_name_that_is_not_there_has_nothing(name: str, subjects: Subjects) -> None:
    assert names(subjects, name) == []


def test_the_names_below_a_path_are_told_once_and_without_parts(subjects: Subjects) -> None:
    whole = {one.partition("#")[0] for one in NAMES}
    assert {one.removeprefix(EX) for one in subjects.below(EX, 100)} == whole
    assert len(subjects.below(EX, 100)) == len(whole)
    assert sorted(subjects.below(f"{EX}a/", 100)) == [f"{EX}a/b", f"{EX}a/b/c"]
    assert len(subjects.below(EX, 4)) == 4
    assert subjects.below(f"{EX}c", 4) == []


@given(st.sets(st.from_regex(r"[ab/.æ-]{1,4}(#[ab-]{0,2})?", fullmatch=True), min_size=1, max_size=20))
def test_every_subject_is_found_whatever_the_names_are(
    tmp_path_factory: pytest.TempPathFactory, subjects: set[str]
) -> None:
    file = tmp_path_factory.mktemp("subjects") / "graph.nq"
    file.write_text("".join(sorted(quad(name) for name in subjects)), encoding="utf-8")
    found = Subjects(file)
    for name in subjects:
        told = {str(one.subject)[1:-1].removeprefix(EX) for one in found.told(EX + name)}
        assert told == {one for one in subjects if one == name or one.startswith(f"{name}#")}
    assert {one.removeprefix(EX) for one in found.below(EX, 100)} == {one.partition("#")[0] for one in subjects}


def test_statements_that_are_missing_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `aftalegraf build`"):
        Subjects(tmp_path / "graph.nq")
    (tmp_path / "graph.nq").touch()
    with pytest.raises(StoreError, match="run `aftalegraf build`"):
        Subjects(tmp_path / "graph.nq")
