"""Corrections find their statement again, change what they say, and never a quote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from graph_samples import EXTRACTION, FOCUS, GOAL, INDICATOR, STATISTIC, quote
from hypothesis import given
from hypothesis import strategies as st

from ingest.correction_files import CorrectionError, folder_of, read_corrections, write_corrections
from ingest.corrections import KINDS, Correction, called, statement_id
from ingest.model import Definition, Goal, Indicator, Kind, Span, Statement
from ingest.revisions import corrected

AT = "2026-11-22T18:00:00+00:00"


def correction(statement: Statement, **change: object) -> Correction:
    place = statement.quote
    who = (place.document, place.span.start, place.exact, statement.kind, called(statement), "Kirsten", AT)
    return Correction(*who, **change)  # type: ignore[arg-type]


def moved(statement: Statement, by: int) -> Statement:
    """Put a statement elsewhere, as in another edition of its document."""
    quotes = tuple(replace(one, span=Span(one.span.start + by, one.span.end + by)) for one in statement.quotes)
    return replace(statement, quotes=quotes)


def test_without_corrections_nothing_changes() -> None:
    assert corrected(EXTRACTION, []).extraction is EXTRACTION


def test_a_correction_is_named_as_its_statement_is() -> None:
    assert correction(GOAL).id == statement_id(GOAL)
    assert len({statement_id(one) for one in EXTRACTION.statements}) == len(EXTRACTION.statements)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("statement", EXTRACTION.statements, ids=lambda one: one.kind)
def test_any_statement_can_become_one_of_any_offered_kind_and_keeps_its_quotes(
    statement: Statement, kind: Kind
) -> None:
    done = corrected(EXTRACTION, [correction(statement, kind=kind)])
    assert done.missed == ()
    (revision,) = done.revisions
    assert revision.read == statement
    assert revision.now is not None
    assert (revision.now.kind, revision.now.quotes, revision.now.text) == (kind, statement.quotes, statement.text)
    assert revision.now in done.extraction.statements


def test_a_definition_is_of_the_term_that_a_person_gives_by_all_that_the_text_says() -> None:
    (revision,) = corrected(EXTRACTION, [correction(GOAL, kind=Kind.DEFINITION, label="Genindlæggelse")]).revisions
    assert isinstance(revision.now, Definition)
    assert (revision.now.term, revision.now.definition) == ("Genindlæggelse", GOAL.text)


def test_a_deleted_statement_is_gone_and_what_was_read_is_known() -> None:
    done = corrected(EXTRACTION, [correction(STATISTIC, deleted=True)])
    assert STATISTIC not in done.extraction.statements
    assert [(one.read, one.now) for one in done.revisions] == [(STATISTIC, None)]


def test_what_belongs_to_a_renamed_focus_area_belongs_to_it_still() -> None:
    done = corrected(EXTRACTION, [correction(FOCUS, label="Trivsel")])
    assert next(one.focus_area for one in done.extraction.statements if isinstance(one, Goal)) == "Trivsel"
    assert [one.correction.label for one in done.revisions] == ["Trivsel"]


def test_a_link_is_given_and_taken_and_one_that_leads_nowhere_is_told() -> None:
    taken = corrected(EXTRACTION, [correction(GOAL, link="")])
    assert [one.now.focus_area for one in taken.revisions if isinstance(one.now, Goal)] == [None]
    given_ = corrected(EXTRACTION, [correction(INDICATOR, link=GOAL.name)])
    assert [one.now.goal for one in given_.revisions if isinstance(one.now, Indicator)] == [GOAL.name]
    assert given_.unlinked == ()
    lost = corrected(EXTRACTION, [correction(INDICATOR, link="Et mål, der ikke er der")])
    assert [one.link for one in lost.unlinked] == ["Et mål, der ikke er der"]


def test_a_correction_finds_its_statement_at_another_place_and_the_nearest_of_twins() -> None:
    far, near = moved(GOAL, 900), moved(GOAL, 30)
    done = corrected(replace(EXTRACTION, statements=(far, near)), [correction(GOAL, label="Nyt")])
    assert [one.read for one in done.revisions] == [near]


def test_a_correction_finds_its_statement_when_the_quote_is_read_better() -> None:
    words = "Styrke indsatsen for borgere med psykiske lidelser, herunder borgere med samtidigt\nmisbrug"
    assert GOAL.quote.exact == words
    shorter = replace(GOAL, quotes=(quote(words.removesuffix("\nmisbrug")),))
    done = corrected(replace(EXTRACTION, statements=(shorter,)), [correction(GOAL, label="Nyt")])
    assert [one.now.quotes for one in done.revisions if one.now] == [shorter.quotes]


def test_a_correction_is_not_made_to_what_is_now_read_as_another_kind() -> None:
    now = Statement(Kind.VISION, GOAL.text, GOAL.quotes)
    done = corrected(replace(EXTRACTION, statements=(now,)), [correction(GOAL, deleted=True)])
    assert done.extraction.statements == (now,)
    assert len(done.missed) == 1


def test_a_statement_that_is_now_read_as_it_was_corrected_is_found() -> None:
    now = Statement(Kind.VISION, GOAL.text, GOAL.quotes)
    done = corrected(replace(EXTRACTION, statements=(now,)), [correction(GOAL, kind=Kind.VISION, label="Nyt")])
    assert [(one.label, one.kind) for one in done.extraction.statements] == [("Nyt", Kind.VISION)]


def test_a_correction_of_what_is_gone_changes_nothing_and_is_told() -> None:
    lost = replace(correction(GOAL, deleted=True), quote="Ord, der ikke står i nogen aftale, og som ingen har læst")
    done = corrected(EXTRACTION, [lost])
    assert (done.extraction.statements, done.missed, done.revisions) == (EXTRACTION.statements, (lost,), ())


text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


@given(quote=text, name=text, label=st.none() | text, by=text)
def test_a_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, quote: str, name: str, label: str | None, by: str
) -> None:
    corpus = tmp_path_factory.mktemp("corpus")
    one = Correction("a", 3, quote, Kind.GOAL, name, by, AT, kind=Kind.VISION, label=label)
    write_corrections(corpus, "aftale", [one, replace(one, deleted=True)])
    assert read_corrections(corpus, "aftale") == [one, replace(one, deleted=True)]


def test_without_corrections_there_is_no_file(tmp_path: Path) -> None:
    write_corrections(tmp_path, "aftale", [correction(GOAL, deleted=True)])
    write_corrections(tmp_path, "aftale", [])
    assert list(folder_of(tmp_path).iterdir()) == []
    assert read_corrections(tmp_path, "aftale") == []


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("[[correction", "in TOML"),
        ("correction = 3", "[[correction]] tables"),
        ("[[correction]]\nby = 'K'", "lacks the text 'document'"),
        ("{whole}kind = 'statistic'", "must be one of"),
        ("{whole}label = '{long}'", "at most 300 characters"),
        ("{whole}colour = 'red'", "unexpected keyword"),
        ("{whole}link = 3", "must be a text"),
        ("{whole}deleted = 'ja'", "'deleted' true or false"),
        ("{unplaced}", "'start' must be a whole number"),
        ("{naive}", "no time zone"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(tmp_path: Path, table: str, rule: str) -> None:
    whole = (
        "[[correction]]\ndocument = 'd'\nstart = 1\nquote = 'q'\nread_kind = 'goal'\nread_name = 'n'\nby = 'K'\n"
        f"at = '{AT}'\n"
    )
    folder_of(tmp_path).mkdir()
    written = table.format(
        whole=whole, long="x" * 301, naive=whole.replace("+00:00", ""), unplaced=whole.replace("start = 1", "")
    )
    (folder_of(tmp_path) / "aftale.toml").write_text(written)
    with pytest.raises(CorrectionError, match=rule.replace("[", r"\[")):
        read_corrections(tmp_path, "aftale")


@pytest.mark.parametrize("name", ["../uden-for", "a/b", "", "a\0b", "x" * 300])
def test_an_agreement_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorrectionError):
        write_corrections(tmp_path, name, [correction(GOAL, deleted=True)])
