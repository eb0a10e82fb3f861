"""The guide to SPARQL for beginners: five queries, each explained, that can be tried and changed."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.questions import OPENING, competency_questions
from service.dependencies import Current
from service.rendering import render

guide_page = APIRouter(include_in_schema=False)


@guide_page.api_route("/sparql/guide", methods=["GET", "HEAD"], response_class=HTMLResponse)
def guide(request: Request, current: Current) -> HTMLResponse:
    """Show the guide."""
    steps = competency_questions(current.knowledge.note.base, files("service").joinpath("editing/guide"))
    shown = [(step, OPENING.sub("", step.query, count=1)) for step in steps]
    return render(request, "guide.html", current, steps=shown)
