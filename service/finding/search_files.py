"""The answer to a question, and the passages that it finds, as files to keep: CSV, and workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from graph.limits import checked
from ingest.errors import NotFoundError
from ingest.model import Coverage
from search.model import TEXT, Hit
from search.responses import Answer, Evidence
from search.responses import Response as Answered
from service.catalogue import HeldAgreement
from service.comparing.comparison_files import MEDIA_TYPES
from service.dependencies import Current
from service.exports import Rows, Value, as_csv, write_workbook
from service.finding.filters import Choice, filters_of
from service.finding.findings import FOUND as MOST
from service.finding.hit_rows import spoken_of
from service.names import region_name
from service.opened import Opened
from service.rendering import texts_of
from service.texts import Texts

ANSWERS: Final = "/svar"
PASSAGES: Final = "/steder"
FORMS: Final = ("csv", "xlsx")
AGREEMENT: Final = ("region", "title", "agreement", "from", "to", "status", "coverage")
QUOTE: Final = ("kind", "match", "quote", "document", "start", "end", "page")
FOUND: Final = (
    "rank",
    *AGREEMENT,
    "kind",
    "topics",
    "words",
    "spoken",
    "nearness",
    "quote",
    "document",
    "start",
    "end",
    "page",
)

search_files = APIRouter(include_in_schema=False)


@search_files.api_route(ANSWERS + ".{form}", methods=["GET", "HEAD"])
def answer_file(request: Request, current: Current, form: str, q: str = "") -> Response:
    """Give the answer to a question as a file: each quote with its place, and a row for each silence."""
    t = texts_of(request)
    answered = current.knowledge.ask(checked(q), date.today())
    return _file(ANSWERS, form, answer_table(answered, current, t), t)


@search_files.api_route(PASSAGES + ".{form}", methods=["GET", "HEAD"])
def passage_file(request: Request, current: Current, form: str, q: str = "") -> Response:
    """Give the passages that a question finds as a file, narrowed by the filters in the address."""
    t = texts_of(request)
    chosen = Choice.read(request.query_params, current).chosen
    found = current.knowledge.search(checked(q), MOST, filters_of(chosen, current))
    return _file(PASSAGES, form, passage_table(found.hits, current, t), t)


def answer_table(answered: Answered, current: Opened, texts: Texts) -> Rows:
    """Return a row for each quote of an answer; an agreement without any has a row that gives its level.

    A question for the agreements themselves gives a row for each.
    """
    if answered.agreements:
        return _listed(answered, current, texts)
    heads: list[Value] = [texts(f"table.{name}") for name in (*AGREEMENT, "level", "level_label", *QUOTE)]
    rows = [row for answer in answered.answers for row in _answer(answer, current, texts)]
    for one in answered.statements:
        held = current.catalogue.agreements[one.agreement]
        kind, _, *quoted = _quote(one.evidence, held, current, texts)
        rows.append([*_agreement(held, texts), None, None, kind, None, *quoted])
    return [heads, *rows]


def passage_table(hits: Iterable[Hit], current: Opened, texts: Texts) -> Rows:
    """Return a row for each passage, best first, with what it was found by and its words as they stand."""
    heads: list[Value] = [texts(f"table.{name}") for name in FOUND]
    return [heads, *([rank, *_passage(hit, current, texts)] for rank, hit in enumerate(hits, start=1))]


def _listed(answered: Answered, current: Opened, texts: Texts) -> Rows:
    heads: list[Value] = [texts(f"table.{name}") for name in (*AGREEMENT, "parties", "municipalities", "predecessor")]
    rows: list[list[Value]] = [
        [
            *_agreement(current.catalogue.agreements[one.id], texts),
            "; ".join(one.parties),
            one.municipalities,
            one.predecessor,
        ]
        for one in answered.agreements
    ]
    return [heads, *rows]


def _answer(answer: Answer, current: Opened, texts: Texts) -> Iterator[list[Value]]:
    held = current.catalogue.agreements[answer.agreement]
    told: list[Value] = [*_agreement(held, texts), answer.level, answer.level_label(texts.language)]
    for one in answer.evidence:
        yield [*told, *_quote(one, held, current, texts)]
    if not answer.evidence:
        yield [*told, *[None] * len(QUOTE)]


def _quote(one: Evidence, held: HeldAgreement, current: Opened, texts: Texts) -> list[Value]:
    kind, page = texts(f"type.{one.statement_type}"), _page(one.document, one.start, held, current)
    return [kind, texts(f"match.{one.match}"), one.quote, one.document, one.start, one.end, page]


def _page(document: str, start: int, held: HeldAgreement, current: Opened) -> int | None:
    return current.readable(next(one for one in held.documents if one.id == document)).pages.page(start)


def _passage(hit: Hit, current: Opened, texts: Texts) -> list[Value]:
    held = current.catalogue.agreements[hit.agreement]
    thesaurus = current.knowledge.thesaurus
    spoken = [f"{one.label}: {one.form}" if one.form else one.label for one in spoken_of(hit, current, texts)]
    source = current.knowledge.source(hit.document) or ""
    return [
        *_agreement(held, texts),
        ", ".join(texts(f"type.{kind}") for kind in hit.types or (TEXT,)),
        ", ".join(thesaurus[topic].label(texts.language) for topic in hit.topics if topic in thesaurus),
        ", ".join(hit.why.words),
        "; ".join(spoken),
        round(hit.why.semantic, 2),
        source[hit.start : hit.end],
        hit.document,
        hit.start,
        hit.end,
        _page(hit.document, hit.start, held, current),
    ]


def _agreement(one: HeldAgreement, texts: Texts) -> list[Value]:
    return [
        region_name(one.region, texts.language),
        one.title,
        one.id,
        one.period_start,
        one.period_end,
        texts("held.in_force" if one.in_force(date.today()) else "held.not_in_force"),
        texts("held.fact_sheet" if one.coverage is Coverage.FACT_SHEET else "held.full_text"),
    ]


def _file(name: str, form: str, rows: Rows, texts: Texts) -> Response:
    """Write a table in one of `FORMS`.

    Raises:
        NotFoundError: There is no such form.
    """
    if form not in FORMS:
        raise NotFoundError(f"What a question finds is to be had as {' or '.join(FORMS)}, not as {form}; take one.")
    if form == "csv":
        content = as_csv(rows).encode()
    else:
        book = io.BytesIO()
        write_workbook({texts(f"table.sheet_{name.removeprefix('/')}"): rows}, book)
        content = book.getvalue()
    attached = f'attachment; filename="{name.removeprefix("/")}.{form}"'
    return Response(content, media_type=MEDIA_TYPES[form], headers={"Content-Disposition": attached})
