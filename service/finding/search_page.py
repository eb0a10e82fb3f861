"""The search page: the box, the answer to a question, and the passages that were found, with filters."""

from __future__ import annotations

from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.limits import MAX_QUERY, LimitError, checked
from ingest.errors import NotFoundError
from search.questions import Question
from service.addresses import address, topic_address
from service.comparing.compare_page import PAGE as COMPARISON
from service.comparing.comparison_tables import agreement_name
from service.comparing.comparisons import compared_agreements
from service.dependencies import Current
from service.finding.answer_rows import answer_rows, legend, level_groups
from service.finding.filters import Choice, facets, filters_of
from service.finding.findings import find
from service.finding.hit_rows import hit_rows
from service.finding.search_files import ANSWERS, FORMS, PASSAGES
from service.finding.statement_rows import statement_groups
from service.finding.subject import about, meant, subject
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import Texts

FEW: Final = 10
MANY: Final = 50

search_pages = APIRouter(include_in_schema=False)


@search_pages.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
def search(request: Request, current: Current, q: str = "", more: str = "") -> HTMLResponse:
    """Show the search box, or what a question finds."""
    if not q.strip():
        return _start(request, current)
    try:
        asked = checked(q)
    except LimitError as error:
        return _start(request, current, error.status, _limit(q.strip(), texts_of(request)), q[:MAX_QUERY])
    return _results(request, current, asked, Choice.read(request.query_params, current), MANY if more else FEW)


def _start(request: Request, current: Opened, status: int = 200, problem: str = "", query: str = "") -> HTMLResponse:
    language = texts_of(request).language
    thesaurus = current.knowledge.thesaurus
    popular = [(thesaurus[slug].label(language), topic_address(slug, language)) for slug in current.popular]
    return render(
        request, "start.html", current, status, popular=popular, today=date.today(), problem=problem, query=query
    )


def _results(request: Request, current: Opened, asked: str, choice: Choice, k: int) -> HTMLResponse:
    t, today = texts_of(request), date.today()
    findings = find(asked, current.knowledge, today, filters_of(choice.chosen, current))
    response, hits = findings.response, findings.hits
    rows = answer_rows(response, current, t)
    return render(
        request,
        "results.html",
        current,
        query=asked,
        topic=subject(response, current, t),
        corrected=response.question.corrected,
        meant=meant(response, current, t.language),
        stated=statement_groups(response.statements, current, t),
        kinds=", ".join(t(f"type.{kind}") for kind in response.question.kinds),
        about=about(response.question, current, t),
        beside=_beside(response.question, current, t, today),
        listed=[(current.catalogue.agreements[one.id], one) for one in response.agreements],
        rows=rows,
        groups=level_groups(rows),
        silent=bool(rows) and all(answer.level in (0, None) for answer in response.answers),
        legend=legend(t),
        sparql=response.sparql,
        read=None if response.found else _read(asked, current),
        hits=hit_rows(hits[:k], current, t, today, choice.chosen.get("type", "")),
        number=len(hits),
        unnamed=sum(not hit.why.words and not hit.why.topics for hit in hits),
        choice=choice,
        facets=facets(hits, choice, current, t),
        expandable=k < min(len(hits), MANY),
        files={name: [(form, f"{name}.{form}") for form in FORMS] for name in (ANSWERS, PASSAGES)},
    )


def _beside(question: Question, current: Opened, texts: Texts, today: date) -> tuple[str, str] | None:
    """Return what to say of a question that asks to compare agreements, and where that is to be seen, or empty."""
    if not question.compares:
        return None
    try:
        pair = compared_agreements(question, current.knowledge, current.catalogue, today)
    except NotFoundError:
        return texts("beside.missing"), ""
    first, second = (current.catalogue.agreements[one] for one in pair)
    topics = [about(question, current, texts)] if question.topic else []
    names = {"first": agreement_name(first, texts), "second": agreement_name(second, texts)}
    told = texts("beside.compare_on", **names, topic=topics[0]) if topics else texts("beside.compare", **names)
    return told, address(COMPARISON, texts.language, agreement=list(pair), topic=topics)


def _read(asked: str, current: Opened) -> str | None:
    """Return a query as the search corrected it, or `None` if it took it as it was."""
    read = current.knowledge.engine.interpret(asked).corrected
    return None if read.casefold() == asked.casefold() else read


def _limit(query: str, texts: Texts) -> str:
    if len(query) > MAX_QUERY:
        return texts("limit.too_long", most=MAX_QUERY, length=texts.number(len(query)))
    return texts("limit.empty")
