"""The page that compares: topics by region as a table that is also a picture, or two agreements side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graph.limits import MAX_QUERY, LimitError
from ingest.errors import AftalegrafError, NotFoundError
from search.topic_names import MOST_TOPICS
from service.comparing import comparison_rows
from service.comparing.comparison_files import MEDIA_TYPES, comparison_file
from service.comparing.comparison_problems import held_day, refusal, understood_as
from service.comparing.comparison_tables import agreement_name
from service.comparing.comparisons import Compared, ComparisonError, compared, day
from service.comparing.heatmap import told
from service.dependencies import Current
from service.finding.answer_rows import legend
from service.names import region_name
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import Texts

DOWNLOADS: Final = ("png", "svg", "csv", "xlsx")
PAGE: Final = "/sammenlign"
Several = Annotated[list[str] | None, Query()]

compare_pages = APIRouter(include_in_schema=False)


@compare_pages.api_route(PAGE, methods=["GET", "HEAD"], response_class=HTMLResponse)
def compare_page(
    request: Request, current: Current, topic: Several = None, on: str = "", agreement: Several = None
) -> HTMLResponse:
    """Show a comparison, with a form to choose another."""
    topics, agreements = topic or [], [one for one in agreement or () if one.strip()]
    try:
        found = compared(current.knowledge, current.catalogue, topics, agreements, day(on))
    except (ComparisonError, LimitError, NotFoundError) as error:
        return _refused(request, current, topics, agreements, on, error)
    t = texts_of(request)
    title, description = told(found, t)
    asked = {"topic": "; ".join(_labels(found, current, t)), "on": found.matrix.on.isoformat(), "agreement": agreements}
    return render(
        request,
        "compare.html",
        current,
        form=_form(current, topics, agreements, found.matrix.on, t),
        refused=None,
        found=found,
        names={source.agreement: agreement_name(source, t) for source in found.matrix.sources},
        title=title,
        description=description,
        heads=comparison_rows.heads(found, current, t),
        groups=comparison_rows.groups(found, current, t),
        said=comparison_rows.said(found, current, t) if found.beside is None else [],
        beside=comparison_rows.beside(found, current, t),
        changed=comparison_rows.changed(found, current, t),
        merged=comparison_rows.merged(found, t),
        read=understood_as(found, current, t),
        legend=legend(t),
        downloads=[(form, f"{PAGE}.{form}", asked) for form in DOWNLOADS],
    )


@compare_pages.api_route(PAGE + ".{form}", methods=["GET", "HEAD"])
def compare_file(
    request: Request, current: Current, form: str, topic: Several = None, on: str = "", agreement: Several = None
) -> Response:
    """Give a comparison as a file."""
    if form not in DOWNLOADS:
        raise NotFoundError(f"A comparison is to be had as {', '.join(DOWNLOADS)}, not as {form}; take one of these.")
    found = compared(current.knowledge, current.catalogue, topic or (), agreement or (), day(on))
    content = comparison_file(found, form, current.knowledge, texts_of(request))
    name = f'attachment; filename="sammenligning-{found.matrix.on.isoformat()}.{form}"'
    return Response(content, media_type=MEDIA_TYPES[form], headers={"Content-Disposition": name})


def _refused(
    request: Request,
    current: Opened,
    topics: Sequence[str],
    agreements: Sequence[str],
    on: str,
    error: AftalegrafError,
) -> HTMLResponse:
    """Show the form as it was filled in, and what is wrong with it."""
    t = texts_of(request)
    form = _form(current, topics, agreements, held_day(on), t)
    refused = refusal(error, agreements, on, current, t)
    return render(request, "compare.html", current, error.status, form=form, found=None, refused=refused)


def _form(
    current: Opened, topics: Sequence[str], agreements: Sequence[str], on: date | None, texts: Texts
) -> dict[str, object]:
    """Return what stands in the fields of the form."""
    options = [
        (one.id, f"{region_name(one.region, texts.language)} {one.period_start[:4]}–{one.period_end[:4]}")
        for one in current.catalogue.agreements.values()
    ]
    return {
        "topics": "\n".join(topics)[: MAX_QUERY * MOST_TOPICS],
        "on": on.isoformat() if on else "",
        "chosen": [*agreements, "", ""][:2],
        "options": options,
    }


def _labels(found: Compared, current: Opened, texts: Texts) -> list[str]:
    return [current.knowledge.thesaurus[one.slug].label(texts.language) for one in found.named]
