"""The corpus manifest: what it gives, and one sentence for each rule that an entry breaks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import AftalegrafError, ManifestError, SourceError
from ingest.manifest import Agreement, load_manifest
from ingest.model import Coverage
from ingest.source import read_source

CORPUS = Path(__file__).parents[1] / "corpus"
TEXT = "Fjordaftalen\n\nVi passer på hinanden langs fjorden.\n"
KEYS = ("id", "file", "title", "region", "period_start", "period_end", "coverage", "source", "sha256")
REMOVED = object()

Entry = dict[str, Any]


def entry(name: str = "fjord-2025", **changes: Any) -> Entry:
    """Return an entry that breaks no rule, with some keys changed or removed."""
    made: Entry = {
        "id": name,
        "file": f"{name}.txt",
        "title": "Fjordaftalen",
        "region": "midtjylland",
        "period_start": "2025-01-01",
        "period_end": "2028",
        "parties": ["Regionen", "De fire fjordkommuner"],
        "coverage": "full text",
        "source": "www.example.org",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    }
    return {key: value for key, value in (made | changes).items() if value is not REMOVED}


def write(corpus: Path, *entries: Entry) -> Path:
    """Write a corpus folder; a string or list is written alike in JSON and TOML."""
    lines = []
    for one in entries:
        lines += ["[[document]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in one.items())]
        if isinstance(one.get("file"), str) and one["file"].endswith(".txt"):
            (corpus / one["file"]).write_text(TEXT, encoding="utf-8")
    (corpus / "manifest.toml").write_text("\n".join(lines), encoding="utf-8")
    return corpus


def refusal(action: Callable[[], object], *parts: str, error: type[AftalegrafError] = ManifestError) -> None:
    """Check that an action fails with one sentence that holds the parts and hides no other traceback."""
    with pytest.raises(error) as caught:
        action()
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert all(part in message for part in parts), message
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_reads_an_agreement_with_all_that_its_entry_says(tmp_path: Path) -> None:
    (agreement,) = load_manifest(write(tmp_path, entry()))
    assert (agreement.id, agreement.title, agreement.region) == ("fjord-2025", "Fjordaftalen", "midtjylland")
    assert (agreement.period_start, agreement.period_end) == ("2025-01-01", "2028")
    assert agreement.parties == ("Regionen", "De fire fjordkommuner")
    assert agreement.coverage is Coverage.FULL_TEXT
    (document,) = agreement.documents
    assert document.path == tmp_path / "fjord-2025.txt"
    assert document.path.read_text(encoding="utf-8") == TEXT
    assert not document.supplement


def test_a_supplement_belongs_to_its_agreement_and_stands_after_the_main_document(tmp_path: Path) -> None:
    slides = entry("slides", supplement_of="fjord-2025", coverage="fact sheet")
    (agreement,) = load_manifest(write(tmp_path, slides, entry()))
    assert [(one.id, one.supplement) for one in agreement.documents] == [("fjord-2025", False), ("slides", True)]
    assert agreement.id == "fjord-2025"
    assert agreement.documents[1].coverage is Coverage.FACT_SHEET


def test_agreements_keep_the_order_of_the_manifest(tmp_path: Path) -> None:
    corpus = write(tmp_path, entry("vig"), entry("bugt"), entry("aa"))
    assert [agreement.id for agreement in load_manifest(corpus)] == ["vig", "bugt", "aa"]


def test_parties_may_be_left_out(tmp_path: Path) -> None:
    assert load_manifest(write(tmp_path, entry(parties=REMOVED)))[0].parties == ()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [REMOVED, "", 7, True, ["a"]], ids=["missing", "empty", "number", "boolean", "list"])
def test_a_required_text_that_is_missing_or_no_text_is_named(tmp_path: Path, key: str, value: Any) -> None:
    broken = entry()
    corpus = write(tmp_path, broken | {"file": "fjord-2025.txt"})
    broken = {name: content for name, content in (broken | {key: value}).items() if content is not REMOVED}
    refusal(lambda: load_manifest(write(corpus, broken)), f"'{key}'")


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"region": "fyn"}, ("region", "'fyn'", "nordjylland")),
        ({"region": "Midtjylland"}, ("region", "'Midtjylland'")),
        ({"coverage": "half"}, ("coverage", "'half'", "fact sheet")),
        ({"period_start": "1. januar 2025"}, ("period_start", "'1. januar 2025'")),
        ({"period_end": "2025-13-01"}, ("period_end", "'2025-13-01'")),
        ({"period_end": "2027-02-30"}, ("period_end", "'2027-02-30'")),
        ({"period_end": "2024"}, ("2024", "before")),
        ({"period_start": "2025-06-01", "period_end": "2025-05-31"}, ("2025-05-31", "before")),
        ({"id": "bugt"}, ("id", "'bugt'")),
        ({"parties": "Regionen"}, ("parties", "'Regionen'")),
        ({"parties": 4}, ("parties", "4")),
        ({"parties": ["Regionen", 4]}, ("parties", "4")),
        ({"supplement_of": 4}, ("supplement_of", "4")),
        ({"supplement_of": ["fjord-2025"]}, ("supplement_of", "fjord-2025")),
        ({"supplement_of": "bugt"}, ("supplement_of", "'bugt'")),
        ({"supplement_of": "fjord-2025"}, ("supplement_of", "'fjord-2025'")),
    ],
)
def test_a_broken_rule_is_told_with_its_value(tmp_path: Path, changes: Entry, parts: tuple[str, ...]) -> None:
    broken = entry() | changes
    refusal(lambda: load_manifest(write(tmp_path, broken)), *parts)


def test_a_period_may_end_in_the_year_it_starts(tmp_path: Path) -> None:
    (agreement,) = load_manifest(write(tmp_path, entry(period_start="2025-07-01", period_end="2025")))
    assert agreement.period_end == "2025"


def test_refuses_two_documents_with_one_id(tmp_path: Path) -> None:
    refusal(lambda: load_manifest(write(tmp_path, entry(), entry())), "'fjord-2025'", "Two")


def test_refuses_a_supplement_of_a_supplement(tmp_path: Path) -> None:
    corpus = write(tmp_path, entry(), entry("a", supplement_of="fjord-2025"), entry("b", supplement_of="a"))
    refusal(lambda: load_manifest(corpus), "supplement_of", "'a'")


@pytest.mark.parametrize(
    "content",
    ["[[document]\n", "id = \n", "document = [[[", "", "# intet\n", "[document]\nid = 'x'\n", "document = [1]\n"],
)
def test_a_manifest_without_readable_entries_is_refused_with_its_path(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.toml").write_text(content, encoding="utf-8")
    refusal(lambda: load_manifest(tmp_path), str(tmp_path))


def test_a_manifest_in_latin_1_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_bytes('title = "Sjælland"\n'.encode("latin-1"))
    refusal(lambda: load_manifest(tmp_path), "manifest.toml")


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    refusal(lambda: load_manifest(tmp_path), str(tmp_path), "manifest.toml")
    refusal(lambda: load_manifest(tmp_path / "nowhere"), "nowhere")


def test_a_file_given_as_the_corpus_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "aftale.txt"
    file.write_text(TEXT, encoding="utf-8")
    refusal(lambda: load_manifest(file), "aftale.txt")


def test_a_folder_in_the_place_of_the_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").mkdir()
    refusal(lambda: load_manifest(tmp_path), "manifest.toml")


def test_a_missing_document_is_refused(tmp_path: Path) -> None:
    corpus = write(tmp_path, entry())
    (corpus / "fjord-2025.txt").unlink()
    refusal(lambda: load_manifest(corpus), "fjord-2025.txt", error=SourceError)


def test_a_folder_in_the_place_of_a_document_is_refused(tmp_path: Path) -> None:
    corpus = write(tmp_path, entry())
    (corpus / "fjord-2025.txt").unlink()
    (corpus / "fjord-2025.txt").mkdir()
    refusal(lambda: load_manifest(corpus), "fjord-2025.txt", error=SourceError)


def test_a_document_changed_by_one_character_is_refused_with_both_sums(tmp_path: Path) -> None:
    corpus = write(tmp_path, entry())
    changed = TEXT.replace("Vi", "vi")
    (corpus / "fjord-2025.txt").write_text(changed, encoding="utf-8")
    sums = (hashlib.sha256(changed.encode()).hexdigest(), hashlib.sha256(TEXT.encode()).hexdigest())
    refusal(lambda: load_manifest(corpus), *sums, error=SourceError)


def test_a_changed_supplement_is_refused_too(tmp_path: Path) -> None:
    corpus = write(tmp_path, entry(), entry("slides", supplement_of="fjord-2025"))
    (corpus / "slides.txt").write_text(TEXT + "\n", encoding="utf-8")
    refusal(lambda: load_manifest(corpus), "slides.txt", error=SourceError)


def attempt(corpus: Path) -> tuple[list[Agreement], str]:
    """Return what a manifest gives, or the sentence that refuses it."""
    try:
        return load_manifest(corpus), ""
    except AftalegrafError as error:
        return [], str(error)


VALUES = st.one_of(
    st.text(st.characters(blacklist_categories=("Cc", "Cs")), max_size=12),
    st.sampled_from(["2025", "2025-02-31", "sjaelland", "fact sheet", "fjord-2025", "..", "/", "full text"]),
    st.integers(-5, 5000),
    st.booleans(),
    st.lists(st.one_of(st.integers(0, 5), st.text("abc", max_size=3)), max_size=2),
)


@given(st.dictionaries(st.sampled_from([*KEYS, "parties", "supplement_of"]), VALUES, min_size=1, max_size=3))
@settings(max_examples=120, deadline=None)
def test_any_values_give_agreements_or_one_sentence(changes: Entry) -> None:
    with TemporaryDirectory() as folder:
        corpus = write(Path(folder), entry())
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in (entry() | changes).items()]
        (corpus / "manifest.toml").write_text("\n".join(["[[document]]", *lines]), encoding="utf-8")
        agreements, message = attempt(corpus)
        for agreement in agreements:
            assert all(isinstance(party, str) for party in agreement.parties)
            assert agreement.documents[0].path.is_file()
        assert bool(agreements) is not bool(message)
        assert "\n" not in message
        assert message.endswith(".") or not message


def test_the_manifest_names_every_document_of_the_corpus_and_each_can_be_read() -> None:
    documents = [document for agreement in load_manifest(CORPUS) for document in agreement.documents]
    assert sorted(document.path for document in documents) == sorted((CORPUS / "agreements").iterdir())
    assert all(read_source(document.path).id == document.id for document in documents)


def test_the_corpus_tells_full_texts_from_fact_sheets() -> None:
    agreements = load_manifest(CORPUS)
    sheets = {agreement.id for agreement in agreements if agreement.coverage is Coverage.FACT_SHEET}
    assert sheets == {agreement.id for agreement in agreements if agreement.id.endswith("-faktaark")}
    assert 0 < len(sheets) < len(agreements)
