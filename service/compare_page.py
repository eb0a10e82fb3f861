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
from search.topic_names import MOST_TOPICS, UnknownTopicError
from service import comparison_rows
from service.answer_rows import legend
from service.comparison_files import MEDIA_TYPES, comparison_file
from service.comparison_tables import agreement_name
from service.comparisons import Compared, ComparisonError, DayError, compared, day
from service.dependencies import Current
from service.heatmap import told
from service.names import region_name
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import LANGUAGES, Texts

DOWNLOADS: Final = ("svg", "csv", "xlsx")
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
        problem="",
        nearest=(),
        unknown="",
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
        read=_read(found, current, t),
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
    form = _form(current, topics, agreements, _held_day(on), t)
    problem = _problem(error, agreements, on, t)
    thesaurus = current.knowledge.thesaurus
    unknown = error if isinstance(error, UnknownTopicError) else None
    nearest = [thesaurus[slug].label(t.language) for slug in unknown.topics] if unknown else []
    return render(
        request,
        "compare.html",
        current,
        error.status,
        form=form,
        found=None,
        problem=problem,
        nearest=nearest,
        unknown=unknown.asked if unknown else "",
    )


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


def _held_day(on: str) -> date | None:
    """Return the day that was filled in, or `None` if it is none."""
    try:
        return day(on)
    except DayError:
        return None


def _problem(error: AftalegrafError, agreements: Sequence[str], on: str, texts: Texts) -> str:
    match error:
        case UnknownTopicError():
            return texts("compare.unknown_topic", asked=error.asked)
        case LimitError():
            return texts("compare.too_many", characters=MAX_QUERY, most=MOST_TOPICS)
        case DayError():
            return texts("compare.not_a_day", value=on)
        case ComparisonError():
            return texts("compare.not_a_pair")
        case _:
            return texts("compare.no_agreement", value=", ".join(agreements))


def _labels(found: Compared, current: Opened, texts: Texts) -> list[str]:
    return [current.knowledge.thesaurus[one.slug].label(texts.language) for one in found.named]


def _read(found: Compared, current: Opened, texts: Texts) -> list[tuple[str, str]]:
    """Return the names that are no topic's name in either language, with what they were understood as."""
    thesaurus = current.knowledge.thesaurus
    return [
        (one.question.text, thesaurus[one.slug].label(texts.language))
        for one in found.named
        if one.question.text.casefold() not in {thesaurus[one.slug].label(name).casefold() for name in LANGUAGES}
    ]
