"""Bad input ends in one sentence with the remedy, or in a bounded result; nothing is left behind."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import AftalegrafError, SourceError
from ingest.places import Places
from ingest.readers.confined import read_confined
from ingest.readers.docx import read_docx
from ingest.source import MAX_BYTES, read_source
from ingest.structure import blocks

ENTITIES = '<!DOCTYPE html [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
)


@cache
def pdf(pages: int = 3, password: str = "", image: bool = False) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=StandardEncryption(password) if password else None)
    for number in range(pages):
        if image:
            from PIL import Image

            canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 500, 700)
        else:
            canvas.drawString(50, 700, f"Sundhedsaftalens side {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def docx() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_heading("Sundhedsaftale", 1)
    document.add_table(2, 2).cell(0, 0).text = "Mål"
    document.save(out)
    return out.getvalue()


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def bomb(name: str, data: bytes) -> bytes:
    return data + b" " * 100_000_000 if name == "word/document.xml" else data


def entities(name: str, data: bytes) -> bytes:
    if name != "word/document.xml":
        return data
    return data.replace(b"?>", b"?>" + ENTITIES.encode() + b"]>", 1).replace(b"Sundhedsaftale", b"&j;")


def archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, "x")
    return out.getvalue()


def refusal(path: Path, data: bytes, *parts: str) -> None:
    path.write_bytes(data)
    before = set(path.parent.iterdir())
    with pytest.raises(SourceError) as caught:
        read_source(path)
    message = str(caught.value)
    assert set(path.parent.iterdir()) == before
    assert "\n" not in message
    assert message.endswith(".")
    assert all(part in message for part in (path.name, *parts)), message


@pytest.mark.parametrize("ending", ["txt", "md", "html", "docx", "pdf"])
@pytest.mark.parametrize("content", [b"", b" \n"])
def test_refuses_an_empty_file(tmp_path: Path, ending: str, content: bytes) -> None:
    refusal(tmp_path / f"tom.{ending}", content, "empty")


@pytest.mark.parametrize("ending", ["txt", "html", "docx", "pdf"])
def test_refuses_500_megabytes_without_reading_them(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"stor.{ending}"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    with pytest.raises(SourceError, match=f"500,000,000 bytes.*{MAX_BYTES:,}.*split"):
        read_source(path)


@pytest.mark.parametrize(
    ("name", "data", "kind", "remedy"),
    [
        ("a.txt", pdf, "a PDF", "rename it to .pdf"),
        ("b.pdf", docx, "a Word document", "rename it to .docx"),
        ("c.docx", pdf, "a PDF", "rename it to .pdf"),
        ("d.txt", lambda: b"<!DOCTYPE html><html><p>tekst", "a web page", "rename it to .html"),
        ("e.pdf", lambda: b"<html><body>log ind", "a web page", "rename it to .html"),
        ("f.docx", lambda: "blå tekst".encode(), "plain text", "rename it to .txt or .md"),
        ("g.html", lambda: b"bare tekst", "plain text", "rename it to .txt or .md"),
        ("h.md", docx, "a Word document", "rename it to .docx"),
    ],
)
def test_names_what_a_file_with_a_wrong_ending_is(
    tmp_path: Path, name: str, data: Callable[[], bytes], kind: str, remedy: str
) -> None:
    refusal(tmp_path / name, data(), kind, remedy)


@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx without a password"),
        ("b.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("c.rtf", b"{\\rtf1 tekst}", "save it as .docx"),
        ("d.pdf", b"\x89PNG\r\n\x1a\n", "OCR"),
        ("e.xlsx", archive("xl/workbook.xml"), "no Word document"),
        ("f.docx", archive("xl/workbook.xml"), "no Word document"),
        ("g.docx", archive("en.txt"), "no Word document"),
        ("h.odt", b"tekst", "convert it"),
        ("i.gz", b"\x1f\x8b\x08tekst", "unpack it"),
    ],
)
def test_refuses_known_formats_that_are_not_read_with_what_to_do(
    tmp_path: Path, name: str, data: bytes, remedy: str
) -> None:
    refusal(tmp_path / name, data, remedy)


def test_decodes_utf_16_with_a_byte_order_mark(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-32"):
        (tmp_path / "a.txt").write_bytes("Sjælland\r\n".encode(encoding))
        assert read_source(tmp_path / "a.txt").text == "Sjælland\r\n"
    (tmp_path / "a.html").write_bytes("<html><body><p>Sjælland</p>".encode("utf-16"))
    assert read_source(tmp_path / "a.html").text == "Sjælland\n"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_refuses_latin_1_because_it_cannot_be_told_for_certain(tmp_path: Path, name: str) -> None:
    refusal(tmp_path / name, "<p>Sjælland</p>".encode("latin-1"), "save", "UTF-8")


def test_refuses_a_pdf_with_a_password(tmp_path: Path) -> None:
    refusal(tmp_path / "a.pdf", pdf(password="hemmelig"), "password", "without one")  # noqa: S106


def test_refuses_a_truncated_pdf(tmp_path: Path) -> None:
    for share in (0.3, 0.6, 0.99):
        refusal(tmp_path / "a.pdf", pdf()[: int(len(pdf()) * share)], "cut off", "fetch it again")


def test_says_how_many_pages_need_ocr(tmp_path: Path) -> None:
    refusal(tmp_path / "a.pdf", pdf(pages=4, image=True), "4 of its 4 pages", "OCR")


def test_refuses_a_pdf_without_any_text(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(50, 50, 100, 100)
    canvas.save()
    refusal(tmp_path / "a.pdf", out.getvalue(), "no text", "OCR")


def test_refuses_a_pdf_that_claims_100_000_pages(tmp_path: Path) -> None:
    claim = re.sub(rb"/Count \d+", b"/Count 100000", pdf())
    refusal(tmp_path / "a.pdf", claim, "100,000 pages", "split")
    refusal(tmp_path / "b.pdf", re.sub(rb"/Count \d+", b"/Count 900", pdf()), "900", "print it to a new PDF")


def test_refuses_a_damaged_pdf(tmp_path: Path) -> None:
    refusal(tmp_path / "a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"\n%%EOF\n", "damaged")


def test_refuses_a_zip_bomb(tmp_path: Path) -> None:
    refusal(tmp_path / "a.docx", repacked(bomb), "unpacks to", "limits")


def test_refuses_truncated_word_documents(tmp_path: Path) -> None:
    refusal(tmp_path / "a.docx", docx()[: len(docx()) // 2], "damaged")


@pytest.mark.parametrize("change", [(-20, b"\x00@"), (-59, b"\x00")])
def test_packages_that_fuzzing_found_are_read_or_refused(change: tuple[int, bytes]) -> None:
    """A byte of the zip directory changed: Python raised NotImplementedError or BadZipFile through the reader."""
    for shift in range(-40, 40):
        place = len(docx()) + change[0] + shift
        data = bytearray(docx())
        data[place : place + len(change[1])] = change[1]
        with suppress(AftalegrafError):
            read_docx(bytes(data), "a.docx")


def test_entities_that_multiply_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(ENTITIES + "]><html><body><p>Start &j; slut</p>", encoding="utf-8")
    assert len(read_source(tmp_path / "a.html").text) < 100
    refusal(tmp_path / "a.docx", repacked(entities), "no readable Word document")


@pytest.mark.parametrize("tag", ["<div>", "<ul><li>a", "<b>", "<table><tr><td>x", "<section><h2>a</h2>"])
def test_refuses_10_000_nested_tags(tmp_path: Path, tag: str) -> None:
    refusal(tmp_path / "a.html", b"<html><body>" + tag.encode() * 10_000, "256", "simpler")


def test_refuses_a_page_with_one_text_larger_than_the_parser_takes(tmp_path: Path) -> None:
    """The parser dropped such a text without an error, and the page seemed empty."""
    refusal(tmp_path / "a.html", b"<html><body><p>kort</p><p>" + b"ord " * 8_000_000, "split")


def test_a_reader_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    row = b"<tr><td colspan=200 rowspan=900>x<td>y</tr>"
    refusal(tmp_path / "a.html", b"<html><body><table>" + row * 500_000 + b"</table>", "a.html")


def test_reading_works_beside_other_threads(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read_source(tmp_path / "a.pdf").text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_places_are_packed_and_unpacked() -> None:
    places = Places.of([(0, "side 1"), (40, "side 2"), (40, "side 3"), (90, "side 3"), (100, "side 4")])
    assert places == Places((0, 40, 100), ("side 1", "side 3", "side 4"))
    assert Places.unpack(dict(places.pack())) == places
    assert [places.at(offset) for offset in (0, 39, 40, 99, 1000)] == ["side 1", "side 1", "side 3", "side 3", "side 4"]
    assert Places().at(3) is None
    with pytest.raises(SourceError, match="2 names for 1 starts"):
        Places((1,), ("a", "b"))


MUTATIONS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=12)


def mutated(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    changed = bytearray(data)
    for place, new in changes:
        start = int(place * len(changed))
        changed[start : start + len(new)] = new
    return bytes(changed)


@given(MUTATIONS)
@settings(max_examples=12, deadline=None)
def test_mutated_pdfs_are_read_or_refused(changes: list[tuple[float, bytes]]) -> None:
    with suppress(AftalegrafError):
        blocks(read_confined("pdf", mutated(pdf(), changes), "a.pdf"))


@given(MUTATIONS)
@settings(max_examples=40, deadline=None)
def test_mutated_documents_xml_is_read_or_refused(changes: list[tuple[float, bytes]]) -> None:
    data = repacked(lambda name, old: mutated(old, changes) if name.endswith(("document.xml", "styles.xml")) else old)
    with suppress(AftalegrafError):
        blocks(read_docx(data, "a.docx"))


@given(MUTATIONS)
@settings(max_examples=40, deadline=None)
def test_mutated_packages_are_read_or_refused(changes: list[tuple[float, bytes]]) -> None:
    with suppress(AftalegrafError):
        blocks(read_docx(mutated(docx(), changes), "a.docx"))


STARTS = st.sampled_from([b"", b"%PDF-", b"PK\3\4", b"<html>", b"\xff\xfe"])


@given(st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf"]), STARTS, st.binary(max_size=200))
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: bytes, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(start + data)
    with suppress(AftalegrafError):
        read_source(path)
