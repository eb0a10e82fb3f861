"""A page, and RDF, for every name of the data.

A name (`/id/...`, `/graf/...`) is that of a thing or of a set of statements, which cannot be sent, so it leads by 303
to what describes it (`/om/...`), as <https://www.w3.org/TR/cooluris/#r303gendocument> says. That is to be had as a page
or in an RDF format, by the Accept header or by an ending. The part of a name after "#" stays with the client; so the
description tells of all parts, and the page has an anchor for each.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from graph.namespaces import namespaces
from graph.sparql_formats import FORMATS, Form
from service.addresses import DESCRIPTIONS, address, exploration_address, thing_address, topic_address
from service.dependencies import Current
from service.endpoint.graph_formats import ANY_ORIGIN, describe
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import Texts
from service.things.thing_rows import Rows
from service.things.things import Thing, resolve, thing

FILES: Final = {one.name: one.media_type for one in FORMATS[Form.GRAPH] if one.name in ("ttl", "jsonld", "nt", "rdf")}
"""The formats that pages and headers offer, with their media types."""

things = APIRouter(tags=["Linked data"])


@things.head("/id/{name:path}", include_in_schema=False)
@things.get("/id/{name:path}", status_code=303, response_class=RedirectResponse)
@things.head("/graf/{name:path}", include_in_schema=False)
@things.get("/graf/{name:path}", status_code=303, response_class=RedirectResponse)
def name(request: Request, current: Current, name: str) -> Response:
    """Lead from a name of the data to what describes it."""
    path = path_of(request)
    asked = resolve(path.removeprefix("/"), current.knowledge)
    described = f"{DESCRIPTIONS}/{asked.iri.removeprefix(current.knowledge.note.base)}"
    query = f"?{request.url.query}" if request.url.query else ""
    ending = f".{asked.form}" if asked.form else ""
    return RedirectResponse(f"{described}{ending}{query}", 303, ANY_ORIGIN)


@things.head("/om/{name:path}", include_in_schema=False)
@things.get("/om/{name:path}", response_class=Response)
def description(request: Request, current: Current, name: str) -> Response:
    """Describe a thing of the data: to browsers as a page, to programs as RDF; an ending such as `.ttl` says which."""
    knowledge = current.knowledge
    asked = resolve(path_of(request).removeprefix(f"{DESCRIPTIONS}/"), knowledge)
    found = thing(asked.iri, knowledge)
    page = partial(_page, request, current, found)
    response = describe(request, found.triples, knowledge.note.base, page, asked.form)
    response.headers["Link"] = _links(found, knowledge.note.base, texts_of(request))
    # To be kept, but asked for again each time: a build may have changed it, and its tag tells.
    response.headers["Cache-Control"] = "no-cache"
    return response


def path_of(request: Request) -> str:
    """Return the path as it was sent: decoded, a "%2F" within an id could not be told from a "/"."""
    sent: bytes = request.scope["raw_path"]
    return sent.partition(b"?")[0].decode("latin-1")


def _links(found: Thing, base: str, texts: Texts) -> str:
    """Write what the description describes, and where it is in each format."""
    others = (
        f'<{thing_address(found.iri, base, texts.language, form)}>; rel="alternate"; type="{media_type}"'
        for form, media_type in FILES.items()
    )
    return ", ".join((f'<{found.iri}>; rel="describes"', *others))


def _page(request: Request, current: Opened, found: Thing) -> HTMLResponse:
    t = texts_of(request)
    base = current.knowledge.note.base
    rows = Rows(found, current, t)
    whole = rows.whole()
    return render(
        request,
        "thing.html",
        current,
        iri=found.iri,
        told=whole,
        parts=rows.parts(),
        graphs=rows.graphs(),
        files={form: thing_address(found.iri, base, t.language, form) for form in FILES},
        media_types=FILES,
        see=see(found.iri, whole.name.text, current, t),
        explored=exploration_address(found.iri, base, t.language),
    )


def see(iri: str, name: str, current: Opened, texts: Texts) -> tuple[str, str] | None:
    """Return where a reader learns more of a thing, by its name and what it is called, and what the link says."""
    base = current.knowledge.note.base
    spaces = namespaces(base)
    agreement = iri.removeprefix(spaces["aftale"])
    if agreement in current.catalogue.agreements:
        return address(f"/aftale/{agreement}", texts.language), texts("thing.agreement")
    stated = current.statements.by_iri.get(iri)
    if stated is not None:
        return address(f"/aftale/{stated.agreement}", texts.language, stated.anchor), texts("thing.statement")
    if iri.startswith(spaces["emne"]):
        return topic_address(iri.removeprefix(spaces["emne"]), texts.language), texts("thing.topic")
    return None
