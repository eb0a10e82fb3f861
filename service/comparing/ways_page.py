"""The page with the ways from the national goals by focus areas and goals to indicators, as a diagram and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from ingest.errors import NotFoundError
from search.goal_ways import GoalWays, NationalGoal, goal_ways
from service.addresses import thing_address
from service.catalogue import HeldAgreement
from service.comparing.comparison_files import MEDIA_TYPES
from service.comparing.goal_branches import Branch, branches, weight_words
from service.comparing.pictures import png
from service.comparing.ways_picture import WaysPicture, draw_ways, ways_svg
from service.dependencies import Current
from service.names import region_name
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import Texts

PAGE: Final = "/nationale-maal"
DOWNLOADS: Final = ("png", "svg")

ways_pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A national goal: its name, who names it, where it is explained, and the goals inferred to contribute to it."""

    goal: NationalGoal
    told: str
    address: str
    contributing: list[tuple[Branch, float]]


@dataclass(frozen=True, slots=True)
class Tree:
    """What an agreement states."""

    agreement: HeldAgreement
    name: str
    branches: list[Branch]


@ways_pages.api_route(PAGE, methods=["GET", "HEAD"], response_class=HTMLResponse)
def ways_page(request: Request, current: Current, agreement: str = "") -> HTMLResponse:
    """Show the ways of one agreement, or of all."""
    t = texts_of(request)
    chosen = _chosen(current, agreement)
    ways, trees = _trees(current, chosen, t)
    rows = _rows(ways, trees, current, t)
    return render(
        request,
        "ways.html",
        current,
        chosen=agreement.strip(),
        options=[(one.id, _name(one, t)) for one in current.catalogue.agreements.values()],
        picture=(picture := _picture(rows, trees, t)),
        drawn=ways_svg(picture, linked=True),
        rows=rows,
        trees=trees,
        sparql=ways.sparql,
        downloads=[(form, f"{PAGE}.{form}", {"agreement": agreement.strip()}) for form in DOWNLOADS],
    )


@ways_pages.api_route(PAGE + ".{form}", methods=["GET", "HEAD"])
def ways_file(request: Request, current: Current, form: str, agreement: str = "") -> Response:
    """Give the diagram as a file."""
    if form not in DOWNLOADS:
        raise NotFoundError(f"The diagram is to be had as {', '.join(DOWNLOADS)}, not as {form}; take one of these.")
    t = texts_of(request)
    ways, trees = _trees(current, _chosen(current, agreement), t)
    drawn = ways_svg(_picture(_rows(ways, trees, current, t), trees, t))
    name = f'attachment; filename="nationale-maal-{agreement.strip() or "alle"}.{form}"'
    content = png(drawn) if form == "png" else drawn.encode()
    return Response(content, media_type=MEDIA_TYPES[form], headers={"Content-Disposition": name})


def _chosen(current: Opened, agreement: str) -> list[HeldAgreement]:
    held = current.catalogue.agreements
    if not agreement.strip():
        return list(held.values())
    if agreement.strip() not in held:
        raise NotFoundError(f"There is no agreement '{agreement}'; those that are held are {', '.join(held)}.")
    return [held[agreement.strip()]]


def _trees(current: Opened, chosen: list[HeldAgreement], texts: Texts) -> tuple[GoalWays, list[Tree]]:
    knowledge = current.knowledge
    ways = goal_ways(knowledge.graph, knowledge.note.base).of(one.id for one in chosen)
    return ways, [Tree(one, _name(one, texts), branches(ways, one, current, texts)) for one in chosen]


def _rows(ways: GoalWays, trees: list[Tree], current: Opened, texts: Texts) -> list[GoalRow]:
    every = [one for tree in trees for branch in tree.branches for one in branch.walk()]
    agreements = [tree.agreement for tree in trees]
    return [
        GoalRow(
            goal=goal,
            told=weight_words(goal, agreements, texts),
            address=thing_address(goal.name, current.knowledge.note.base, texts.language) or "",
            contributing=[(one, sure) for one in every for other, sure in one.contributes if other == goal],
        )
        for goal in ways.national
    ]


def _picture(rows: list[GoalRow], trees: list[Tree], texts: Texts) -> WaysPicture:
    title = texts("ways.caption", agreement=trees[0].name) if len(trees) == 1 else texts("ways.caption_all")
    national = [(row.goal, row.told, row.address) for row in rows]
    return draw_ways(title, national, [(one.name, one.branches) for one in trees if one.branches], texts)


def _name(agreement: HeldAgreement, texts: Texts) -> str:
    years = f"{agreement.period_start[:4]}–{agreement.period_end[:4]}"
    sheet = f" ({texts('held.fact_sheet')})" if agreement.fact_sheet else ""
    return f"{region_name(agreement.region, texts.language)} {years}{sheet}"
