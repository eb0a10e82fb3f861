"""The real documents of the corpus, and arbitrary text: every quote verifies, nothing is left out, nothing fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.extraction import extract
from ingest.manifest import Agreement, load_manifest
from ingest.model import Definition, Extraction, Kind, Quote, Span
from ingest.source import Source, read_source

ROOT = Path(__file__).parents[1]
AGREEMENTS = {agreement.id: agreement for agreement in load_manifest(ROOT / "corpus")}
WITH_SUPPLEMENT = next(agreement for agreement in AGREEMENTS.values() if len(agreement.documents) > 1)
SHORTEST = min(AGREEMENTS.values(), key=lambda agreement: agreement.documents[0].path.stat().st_size)
each_agreement = pytest.mark.parametrize("agreement", AGREEMENTS.values(), ids=list(AGREEMENTS))


@cache
def sources(agreement: Agreement) -> dict[str, Source]:
    return {document.id: read_source(document.path) for document in agreement.documents}


@cache
def extraction(agreement: Agreement) -> Extraction:
    return extract(list(sources(agreement).values()))


def quotes(found: Extraction) -> list[Quote]:
    """Return every quote of an extraction."""
    stated = [quote for statement in found.statements for quote in (*statement.quotes, *statement.body)]
    return stated + [sentence.quote for sentence in found.sentences]


def letters(text: str) -> str:
    """Return a text without white space, hyphens and Markdown's marks, which repair may drop."""
    return re.sub(r"[\s\-\u00ad\ufffe*]", "", text)


def stands_in_order(part: str, whole: str) -> bool:
    """Tell whether the characters of a text stand in another in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)


def verify(found: Extraction, texts: dict[str, str]) -> None:
    """Check every quote, and each repaired text against what its span quotes."""
    for quote in quotes(found):
        assert quote.exact == texts[quote.document][quote.span.start : quote.span.end]
        assert quote.exact
    for passage in found.passages:
        quoted = texts[passage.document][passage.span.start : passage.span.end]
        assert (quoted[0], quoted[-1]) == (passage.text[0], passage.text[-1])
        assert stands_in_order(letters(passage.text), quoted)
    for sentence in found.sentences:
        assert stands_in_order(letters(sentence.text), sentence.quote.exact)


def covered(found: Extraction) -> tuple[str, str]:
    """Return the words of the sentences and those of the passages that are no margin, both in order."""
    sentences = "".join(sentence.text for sentence in found.sentences)
    passages = "".join(passage.text for passage in found.passages if passage.role != "margin")
    return re.sub(r"\s", "", sentences), re.sub(r"\s", "", passages)


def python(*arguments: str) -> str:
    """Run another Python with another order of sets and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    return subprocess.check_output([sys.executable, *arguments], cwd=ROOT, env=environment).decode()


@each_agreement
def test_every_quote_is_the_source_at_its_place(agreement: Agreement) -> None:
    found = extraction(agreement)
    assert len(quotes(found)) > 20
    verify(found, {name: source.text for name, source in sources(agreement).items()})


@each_agreement
def test_the_name_of_every_statement_stands_in_what_it_quotes(agreement: Agreement) -> None:
    for statement in extraction(agreement).statements:
        quoted = "".join(letters(quote.exact) for quote in statement.quotes).casefold()
        name = statement.definition if isinstance(statement, Definition) else statement.name
        assert all(letters(word).casefold() in quoted for word in re.findall(r"[^\W\d_]{4,}", name)), statement


@each_agreement
def test_the_sentences_cover_all_passages_but_the_margins(agreement: Agreement) -> None:
    sentences, passages = covered(extraction(agreement))
    assert sentences == passages
    assert passages


@each_agreement
def test_nearly_all_words_of_a_document_stand_in_a_passage(agreement: Agreement) -> None:
    """What may be missing: page numbers, running headers, and the halves of words that were joined."""
    found = extraction(agreement)
    for name, source in sources(agreement).items():
        words = Counter(re.findall(r"[^\W\d_]{3,}", source.text.casefold()))
        read = "".join(letters(passage.text) for passage in found.passages if passage.document == name).casefold()
        lost = {word for word in words if word not in read}
        assert len(lost) <= 0.01 * len(words), lost


@each_agreement
def test_passages_stand_in_reading_order(agreement: Agreement) -> None:
    for name in sources(agreement):
        starts = [passage.span.start for passage in extraction(agreement).passages if passage.document == name]
        assert starts
        assert all(before < after for before, after in pairwise(starts))


@each_agreement
def test_the_headings_of_a_passage_are_headings_above_it(agreement: Agreement) -> None:
    seen: set[tuple[str, str]] = set()
    for passage in extraction(agreement).passages:
        assert all((passage.document, heading) in seen for heading in passage.headings)
        if passage.role == "heading":
            seen.add((passage.document, passage.text))


@each_agreement
def test_statements_stand_in_the_order_of_their_first_quotes(agreement: Agreement) -> None:
    for name in sources(agreement):
        first = [one.quote.span for one in extraction(agreement).statements if one.quote.document == name]
        assert first == sorted(first)


@each_agreement
def test_no_statement_is_given_twice(agreement: Agreement) -> None:
    counted = Counter(extraction(agreement).statements)
    assert [statement for statement, count in counted.items() if count > 1] == []


@each_agreement
def test_what_is_unrecognised_are_headings_of_the_text(agreement: Agreement) -> None:
    found = extraction(agreement)
    assert set(found.unrecognised) <= {passage.text for passage in found.passages if passage.role == "heading"}


@each_agreement
def test_the_text_says_of_itself_what_the_manifest_says(agreement: Agreement) -> None:
    formalia = extraction(agreement).formalia
    assert formalia.region is not None
    slug = formalia.region.removeprefix("Region ").lower().replace("ø", "oe").replace("æ", "ae")
    assert slug == agreement.region
    assert formalia.period_start is not None
    assert formalia.period_start[:4] == agreement.period_start[:4]
    assert formalia.period_end in (None, agreement.period_end)


def test_the_corpus_holds_statements_of_every_kind() -> None:
    found = {statement.kind for agreement in AGREEMENTS.values() for statement in extraction(agreement).statements}
    assert found == set(Kind)


@pytest.mark.parametrize("kind", [Kind.VISION, Kind.PRINCIPLE, Kind.FOCUS_AREA, Kind.GOAL])
def test_what_a_supplement_repeats_is_the_same_statement_with_a_further_quote(kind: Kind) -> None:
    main, *supplements = sources(WITH_SUPPLEMENT).values()
    both = [statement for statement in extraction(WITH_SUPPLEMENT).statements if statement.kind is kind]
    alone = [statement for statement in extract([main]).statements if statement.kind is kind]
    assert [statement.text for statement in both] == [statement.text for statement in alone]
    for statement in both:
        documents = [quote.document for quote in statement.quotes]
        assert documents[0] == main.id
        assert set(documents) & {supplement.id for supplement in supplements}
        assert len(set(statement.quotes)) == len(statement.quotes)


def test_a_supplement_adds_its_own_passages_after_those_of_the_main_document() -> None:
    documents = [passage.document for passage in extraction(WITH_SUPPLEMENT).passages]
    assert list(dict.fromkeys(documents)) == [document.id for document in WITH_SUPPLEMENT.documents]


def test_an_invented_supplement_adds_quotes_to_what_is_the_same_and_statements_that_are_new() -> None:
    main = "Byens to pejlemærker:\n\n• Flere gode år\n• Rolige nætter\n\nVi vil:\n\n• lukke havnen om natten\n"
    slides = "# Oplæg\n\n## FLERE GODE ÅR\n\n### Vi vil:\n\n- Lukke havnen om natten.\n- Åbne en svømmehal\n"
    found = extract([Source("aftale", main, "text"), Source("oplaeg", slides, "markdown")])
    verify(found, {"aftale": main, "oplaeg": slides})
    quoted = {one.text: [quote.exact for quote in one.quotes] for one in found.statements if one.kind is Kind.GOAL}
    assert quoted == {
        "lukke havnen om natten": ["lukke havnen om natten", "Lukke havnen om natten."],
        "Åbne en svømmehal": ["Åbne en svømmehal"],
    }
    area = next(one for one in found.statements if one.name == "Flere gode år")
    assert [(quote.document, quote.exact) for quote in area.quotes] == [
        ("aftale", "Flere gode år"),
        ("oplaeg", "FLERE GODE ÅR"),
    ]


@each_agreement
def test_line_ends_of_windows_change_no_statement(agreement: Agreement) -> None:
    windows = [
        Source(source.id, source.text.replace("\n", "\r\n"), source.format) for source in sources(agreement).values()
    ]
    found = extract(windows)
    verify(found, {source.id: source.text for source in windows})
    assert [(one.kind, one.text) for one in found.statements] == [
        (one.kind, one.text) for one in extraction(agreement).statements
    ]


def test_reading_does_not_depend_on_the_run() -> None:
    """Sets of strings have another order in every process."""
    code = (
        "import sys; from pathlib import Path; from ingest.extraction import extract\n"
        "from ingest.source import read_source\n"
        "sys.stdout.buffer.write(repr(extract([read_source(Path(path)) for path in sys.argv[1:]])).encode())"
    )
    run = python("-c", code, *(str(document.path) for document in SHORTEST.documents))
    assert run == repr(extraction(SHORTEST))


def test_importing_loads_no_language_data() -> None:
    code = "import sys, ingest.extraction; print([name for name in ('spacy', 'simplemma') if name in sys.modules])"
    assert python("-c", code).strip() == "[]"


@pytest.mark.parametrize("text", ["\ufeff", "\u00ad", "😀", "•", "#", "**", "-\n-\n-", "1.", "|", "\r", "# \n#"])
@pytest.mark.parametrize("file_format", ["text", "markdown"])
def test_a_text_of_marks_alone_states_nothing(text: str, file_format: str) -> None:
    """A lone soft hyphen once ended in an error."""
    found = extract([Source("aftale", text, file_format)])
    assert found.statements == ()
    verify(found, {"aftale": text})


def test_a_long_run_of_capitals_is_read() -> None:
    """Pull quotes were once looked for in every part of every run: a minute for 600 lines, now half a second."""
    text = "\n\n".join(f"VI ER DE {number} HELTE HER" for number in range(600))
    assert len(extract([Source("aftale", text, "text")]).passages) == 600


WORDS = st.sampled_from(
    ["Vi vil:\n\n", "Vores vision er, at:\n\n", "tre pejlemærker:\n\n", "0 principper:\n\n", "Værdier:\n\n", "• ",
     "- ", "# ", "## ", "**", "| ", "|---|\n", "fl ere ", "-\n", "\xad\n", "\xad", "\ufffe", "\ufeff", "\r", "\r\n",
     "\n", "\n\n", "  ", "\x85", "\u2028", "\x0b", "\x1c", "1.\n\n", "2. Mål", "12 % ", "hver 3. ", "hver 0. ",
     "1.000 ", "Mål Indikator Målgruppe\n\n", "Nationale mål Indikatorer\n\n", "Middellevetid\n\n",
     "Vi skal følge op årligt. ", "Vision: ", "Mål: ", "”tillid” ", ", ", ". ", "; ", ": ", "😀", "é",
     "STOR TEKST ER HER\n\n", "Sundhedsudvalget\n\n", "Øget patientinddragelse\n\n", "X defineres som:",
     "Ved nat forstås ", "(gen)valg ", "børne- og ", "Kilde: X 2020\n\n", "særligt fokus på børn "]
)  # fmt: skip
CHARACTERS = st.characters(blacklist_characters="\0", blacklist_categories=("Cs",))
TEXTS = st.lists(st.one_of(WORDS, WORDS, WORDS, st.text(CHARACTERS, max_size=5)), max_size=30).map("".join)


@given(TEXTS, st.sampled_from(["text", "markdown"]))
@example("STOR TEKST ER HER\n\n: ", "text")
@example("ßØget patientinddragelse\n\n", "text")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_and_every_quote_verifies(text: str, file_format: str) -> None:
    found = extract([Source("aftale", text, file_format)])
    verify(found, {"aftale": text})
    sentences, passages = covered(found)
    assert sentences == passages


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_two_documents_are_read_together_and_every_quote_verifies(main: str, supplement: str) -> None:
    found = extract([Source("aftale", main, "text"), Source("oplaeg", supplement, "markdown")])
    verify(found, {"aftale": main, "oplaeg": supplement})
    assert all(isinstance(quote.span, Span) for quote in quotes(found))
