"""The page that a browser gets when something went wrong: what it was, and where to go from there."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Final, cast
from urllib.parse import unquote

from fastapi import Request
from fastapi.responses import HTMLResponse

from graph.limits import MAX_QUERY
from ingest.errors import AftalegrafError
from service.addresses import TOPICS, thing_address
from service.dependencies import releases
from service.http.problems import Problem
from service.opened import Opened
from service.rendering import render, texts_of

_LOG = logging.getLogger(__name__)
WORDS: Final = re.compile(r"[^\W_]+")


def problem_page(request: Request, problem: Problem) -> HTMLResponse:
    """Write a problem as a page, with the status that it has."""
    current = _current(request)
    return render(
        request,
        "problem.html",
        current,
        problem.status,
        kind=_kind(problem.status),
        sentence=problem.sentence,
        nearest=_nearest(request, problem, current),
        asked=unquote(request.url.path),
        query=_words(request),
    )


def _nearest(request: Request, problem: Problem, current: Opened | None) -> dict[str, str]:
    """Map what the problem proposes, by what it is called, to where it is explained."""
    base, language = releases(request).base(), texts_of(request).language
    names = cast(list[str], problem.details.get("nearest", []))
    return {_label(name, base, current, language): thing_address(name, base, language) or name for name in names}


def _label(name: str, base: str, current: Opened | None, language: str) -> str:
    """Return what a topic is called; other names say themselves what they name."""
    slug = name.removeprefix(base + TOPICS)
    known = current.knowledge.thesaurus.topics.get(slug) if current else None
    return known.label(language) if known else name


def _words(request: Request) -> str:
    """Return what a search may find in place of the page: what was searched for, or the words at the address's end."""
    asked = request.query_params.get("q", "")
    last = unquote(request.url.path).rstrip("/").rpartition("/")[2]
    return (asked or " ".join(WORDS.findall(last.rpartition("#")[2])))[:MAX_QUERY]


def _kind(status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return "not_found"
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        return "unavailable"
    return "failed" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "refused"


def _current(request: Request) -> Opened | None:
    """Return the release, or `None` where it is what failed."""
    try:
        return releases(request).current()
    except AftalegrafError as error:
        _LOG.warning("The problem page lists no agreements: %s", error)
        return None
