"""Sources: nothing is changed in reading, every line knows its place, and what is no text is refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SourceError, SpanError
from ingest.model import Span
from ingest.source import MAX_BYTES, Source, read_source

CHARACTERS = st.characters(blacklist_characters="\0", blacklist_categories=("Cs",))
TEXTS = st.lists(
    st.one_of(st.text(CHARACTERS, max_size=8), st.sampled_from(["\r\n", "\n", "\r", " ", "\ufeff", "æ😀"]))
)


def source(text: str) -> Source:
    return Source("aftale", text, "text")


def refusal(path: Path, *parts: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert all(part in message for part in (path.name, *parts)), message
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@given(TEXTS.map("".join).filter(lambda text: text.strip()))
@settings(max_examples=60, deadline=None)
def test_reading_changes_no_character(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "aftale.txt"
        path.write_bytes(text.encode())
        assert read_source(path) == source(text)


@given(TEXTS.map("".join))
@settings(max_examples=200, deadline=None)
def test_a_line_stands_where_it_says(text: str) -> None:
    lines = source(text).lines
    assert [line.number for line in lines] == list(range(1, text.count("\n") + 2))
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert all(line.text == line.text.strip() for line in lines)
    assert all(before.end < after.start - after.indent + 1 for before, after in pairwise(lines))


@given(TEXTS.map("".join))
@settings(max_examples=100, deadline=None)
def test_only_white_space_and_the_byte_order_mark_stand_outside_the_lines(text: str) -> None:
    inside = {place for line in source(text).lines for place in range(line.start, line.end)}
    assert all(text[place].isspace() or text[place] == "\ufeff" for place in set(range(len(text))) - inside)


def test_a_line_knows_the_white_space_around_it() -> None:
    first, second, empty = source("  Havnen \nByen\n").lines
    assert (first.text, first.start, first.indent, first.padded) == ("Havnen", 2, 2, True)
    assert (second.text, second.start, second.indent, second.padded) == ("Byen", 10, 0, False)
    assert (empty.text, empty.start) == ("", 15)


def test_line_ends_of_windows_do_not_count_as_white_space_after_the_text() -> None:
    """A line's missing end space tells of a cut word; "\\r" once made every line of such files look padded."""
    assert [line.padded for line in source("Havnen\r\nByen \r\n\r\n").lines] == [False, True, False, False]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    first = source("\ufeff# Aftale\n").lines[0]
    assert (first.text, first.start) == ("# Aftale", 1)


def test_a_quote_is_verbatim_and_counts_characters_not_bytes() -> None:
    quote = source("Æblegård\n😀 og 🏥\r\nbyen").quote(Span(9, 19))
    assert (quote.document, quote.exact) == ("aftale", "😀 og 🏥\r\nby")


def test_refuses_to_quote_beyond_the_text() -> None:
    with pytest.raises(SpanError, match=r"3-9.*6 characters"):
        source("Havnen").quote(Span(3, 9))


@pytest.mark.parametrize(
    ("name", "expected"), [("a.txt", "text"), ("a.md", "markdown"), ("a.TXT", "text"), ("a.Md", "markdown")]
)
def test_the_ending_tells_the_format(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / name).write_text("Aftale", encoding="utf-8")
    assert read_source(tmp_path / name).format == expected
    assert read_source(tmp_path / name).id == "a"


@pytest.mark.parametrize("name", ["aftale.rtf", "aftale.odt", "aftale", "aftale.txt.zip"])
def test_refuses_other_formats_and_names_those_it_reads(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Aftale", encoding="utf-8")
    refusal(tmp_path / name, ".txt", ".md")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_refuses_plain_text_that_its_ending_calls_something_else(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"aftale.{ending}").write_text("Aftale", encoding="utf-8")
    refusal(tmp_path / f"aftale.{ending}", "plain text", ".txt")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "aftale.txt").write_bytes("Blå fjord".encode(encoding))
    assert read_source(tmp_path / "aftale.txt").lines[0].text == "Blå fjord"


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    refusal(tmp_path / "væk.txt", "No such file")


@pytest.mark.parametrize("name", ["aftaler", "aftaler.txt"])
def test_refuses_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    refusal(tmp_path / name)


@pytest.mark.parametrize("content", [b"", b"  \n\t\r\n", "\u2003\u00a0".encode()])
def test_refuses_a_file_without_text(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tom.txt").write_bytes(content)
    refusal(tmp_path / "tom.txt", "empty")


@pytest.mark.parametrize(
    "content",
    ["Sjælland".encode("latin-1"), "Sjælland".encode("utf-16-le"), b"\x89PNG\r\n\x1a\n\xff", "Blå".encode("cp865")],
    ids=["latin-1", "utf-16", "png", "cp865"],
)
def test_refuses_what_is_not_utf_8(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fremmed.md").write_bytes(content)
    refusal(tmp_path / "fremmed.md", "UTF-8")


def test_tells_at_which_byte_the_text_stops_being_utf_8(tmp_path: Path) -> None:
    (tmp_path / "fremmed.txt").write_bytes(b"Sj" + "æ".encode("latin-1") + b"lland")
    refusal(tmp_path / "fremmed.txt", "byte 2")


def test_refuses_a_binary_file_that_happens_to_be_utf_8(tmp_path: Path) -> None:
    (tmp_path / "program.txt").write_bytes(b"ELF\0\0\1tekst")
    refusal(tmp_path / "program.txt", "NUL")


def test_refuses_a_file_above_the_limit_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "stor.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    refusal(tmp_path / "stor.txt", f"{MAX_BYTES:,}", f"{MAX_BYTES + 1:,}")
