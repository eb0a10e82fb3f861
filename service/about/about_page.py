"""The pages on the service itself: what it is and how good, how accessible, and what it keeps of its users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.about.quality import read_quality
from service.addresses import DESCRIPTIONS, address
from service.dependencies import Current
from service.finding.answer_rows import legend
from service.opened import Opened
from service.rendering import render, texts_of

ACCESSIBILITY: Final = "/tilgaengelighed"
PRIVACY: Final = "/privatliv"

about_pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the service, as the settings say; empty where they do not.

    Attributes:
        name: The public body or company.
        contact: A mail or web address.
        phone: A telephone number.
        statement: The address of the accessibility statement in WAS-Tool.
    """

    name: str
    contact: str
    phone: str
    statement: str

    @property
    def address(self) -> str:
        """Where a link to the contact leads, or empty."""
        if self.contact.startswith(("https://", "http://")):
            return self.contact
        return f"mailto:{self.contact}" if "@" in self.contact else ""


@about_pages.api_route(DESCRIPTIONS, methods=["GET", "HEAD"], response_class=HTMLResponse)
def about(request: Request, current: Current) -> HTMLResponse:
    """Tell what the service is, what it rests on, how good it is and what it does not do."""
    t, knowledge = texts_of(request), current.knowledge
    return render(
        request,
        "about.html",
        current,
        operator=_operator(current),
        note=knowledge.note,
        today=date.today(),
        legend=legend(t),
        qualities=read_quality(knowledge.store, knowledge.note.base, t.language),
    )


@about_pages.api_route(ACCESSIBILITY, methods=["GET", "HEAD"], response_class=HTMLResponse)
def accessibility(request: Request, current: Current) -> HTMLResponse:
    """Give the accessibility statement."""
    return render(request, "accessibility.html", current, operator=_operator(current))


@about_pages.api_route("/was", methods=["GET", "HEAD"], response_class=RedirectResponse)
def was(request: Request, current: Current) -> RedirectResponse:
    """Lead to the statement from where the law wants it to be found: that in WAS-Tool, or else the one here."""
    here = address(ACCESSIBILITY, texts_of(request).language)
    return RedirectResponse(_operator(current).statement or here, 302)


@about_pages.api_route(PRIVACY, methods=["GET", "HEAD"], response_class=HTMLResponse)
def privacy(request: Request, current: Current) -> HTMLResponse:
    """Tell what the service keeps of its users: nothing."""
    return render(request, "privacy.html", current, operator=_operator(current))


def _operator(current: Opened) -> Operator:
    settings = current.knowledge.settings
    return Operator(settings.operator, settings.contact, settings.phone, settings.accessibility_statement)
