"""Reads the documents of a contribution, in a process of its own with limits, and keeps what was understood.

Run as `python -m service.contributing.draft_reading FOLDER`, with the settings in the environment.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ingest.corrections import LINKS, called, statement_id
from ingest.errors import NotFoundError
from ingest.model import Extraction, Passage, Quote, Statement
from ingest.revisions import corrected
from service.building.additions import all_agreements
from service.contributing.drafts import Draft, Kind, load
from service.contributing.jobs import work
from service.settings import Settings

SECONDS: Final = 300
MEMORY: Final = 8 * 1024**3
"""Address space, most of which the encoder's library reserves and never uses; the readers have limits of their own."""
AROUND: Final = 100
"""Characters shown on each side of a quote; they show where it stands, so their line breaks do not count."""
CUT_BEFORE: Final = re.compile(r"^\S*\s+")
CUT_AFTER: Final = re.compile(r"\s+\S*$")
"""The word that is cut through on either side, or stands at the cut."""


def read_draft(draft: Draft, settings: Settings) -> None:
    """Read a contribution's documents and keep what was understood, or why nothing was.

    Corrections that the agreement has already become the contribution's own.
    """
    from ingest.correction_files import read_corrections, write_file
    from ingest.extraction import extract
    from ingest.prototypes import Prototypes
    from ingest.source import read_source
    from search.encoder import encoder_for

    sources = [read_source(path) for path in _documents(draft, settings)]
    extraction = extract(sources, Prototypes(encoder_for(settings.encoder).passages))
    known = read_corrections(settings.corpus, draft.agreement)
    done = corrected(extraction, known)
    write_file(draft.folder / "before.toml", known)
    draft.correct(known)
    matched = {statement_id(one.read): one.correction.id for one in done.revisions}
    texts = {source.id: source.text for source in sources}
    draft.tell("understood", {**understood(extraction, texts), "matched": matched})


def understood(extraction: Extraction, texts: Mapping[str, str]) -> dict[str, Any]:
    """Shape what was read for the pages: each statement with its quotes in place, under its heading."""
    return {
        "formalia": asdict(extraction.formalia),
        "statements": [_statement(one, extraction.passages, texts) for one in extraction.statements],
        "unrecognised": list(extraction.unrecognised),
        "characters": sum(map(len, texts.values())),
    }


def _statement(statement: Statement, passages: Iterable[Passage], texts: Mapping[str, str]) -> dict[str, Any]:
    link = getattr(statement, LINKS[statement.kind][0]) if statement.kind in LINKS else None
    return {
        "id": statement_id(statement),
        "kind": statement.kind.value,
        "called": called(statement),
        "label": statement.label or "",
        "link": link or "",
        "section": _section(statement.quote, passages),
        "quotes": [_quote(quote, texts[quote.document]) for quote in statement.quotes],
    }


def _quote(quote: Quote, text: str) -> dict[str, Any]:
    start, end = quote.span.start, quote.span.end
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return {
        "document": quote.document,
        "start": start,
        "before": _one_line(CUT_BEFORE.sub("… ", before) if start > AROUND else before),
        "exact": quote.exact,
        "after": _one_line(CUT_AFTER.sub(" …", after) if end + AROUND < len(text) else after),
    }


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _section(quote: Quote, passages: Iterable[Passage]) -> str:
    """Return the heading that a quote stands under, or is."""
    for passage in passages:
        if passage.document == quote.document and passage.span.overlaps(quote.span):
            return passage.text if passage.role == "heading" else next(reversed(passage.headings), "")
    return ""


def _documents(draft: Draft, settings: Settings) -> Sequence[Path]:
    if draft.kind is Kind.NEW:
        return [draft.folder / draft.file]
    for agreement in all_agreements(settings.corpus, settings.data):
        if agreement.id == draft.agreement:
            return [document.path for document in agreement.documents]
    raise NotFoundError(f"There is no agreement '{draft.agreement}' any more; begin with another.")


def _limit() -> None:
    """Set the limits of this process: a text that makes reading endless ends it."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(SECONDS)


def main(folder: str) -> None:
    """Read the draft in a folder."""
    draft = load(Path(folder))
    if draft is None:
        return
    _limit()
    work(draft, "unreadable", lambda: read_draft(draft, Settings()))


if __name__ == "__main__":
    main(sys.argv[1])
