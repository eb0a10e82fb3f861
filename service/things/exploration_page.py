"""The page that shows a thing of the data with its neighbours: as a picture whose boxes are links, and as a list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.addresses import EXPLORATIONS, description_address
from service.dependencies import Current
from service.rendering import render, texts_of
from service.things.neighbour_picture import BOX, picture
from service.things.neighbours import Surroundings
from service.things.thing_page import path_of, see
from service.things.things import resolve

explorations = APIRouter(include_in_schema=False)


@explorations.api_route(EXPLORATIONS + "/{name:path}", methods=["GET", "HEAD"], response_class=HTMLResponse)
def exploration(request: Request, current: Current, name: str, mere: str = "") -> HTMLResponse:
    """Show a thing with its neighbours by property; of the group that `mere` names, more of them."""
    t = texts_of(request)
    base = current.knowledge.note.base
    iri = resolve(path_of(request).removeprefix(f"{EXPLORATIONS}/"), current.knowledge).iri
    around = Surroundings(iri, current, t, mere)
    groups, own = around.groups(), around.name
    described = description_address(iri, base, t.language)
    return render(
        request,
        "exploration.html",
        current,
        iri=iri,
        name=own,
        kinds=around.kinds(),
        described=described,
        see=see(iri, own.text, current, t),
        groups=groups,
        picture=picture(own.text, described, groups),
        box=BOX,
    )
