"""The web application: pages, JSON API and SPARQL endpoint over the built data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from graph.remote.errors import RemoteError
from graph.sparql_errors import QueryTimeoutError
from graph.store import StoreError
from service import __version__
from service.about.about_page import about_pages
from service.about.dataset_page import dataset
from service.about.ontology_page import ontology
from service.agreements.agreement_page import agreement_pages
from service.api.compare_api import compare_api
from service.api.routes import api, status
from service.building.release import current
from service.comparing.compare_page import compare_pages
from service.comparing.map_page import map_pages
from service.comparing.ways_page import ways_pages
from service.contributing.access import Access
from service.contributing.contributions import Contributions
from service.contributing.draft_page import draft_pages
from service.contributing.home_page import home_pages
from service.contributing.login_page import LoginNeededError, login_needed, login_pages
from service.contributing.statement_page import statement_pages
from service.editing.editor import editor
from service.editing.guide_page import guide_page
from service.endpoint.downloads import downloads
from service.endpoint.passage_search import passage_search
from service.endpoint.pool import query_pool
from service.endpoint.sparql import sparql_router
from service.finding.filters import Choice, facets
from service.finding.findings import find
from service.finding.opensearch import opensearch
from service.finding.search_files import search_files
from service.finding.search_page import search_pages
from service.http import problems
from service.http.assets import PATH, Assets
from service.http.compression import Compression
from service.http.headers import SecurityHeaders
from service.http.origins import AllowedOrigins, read_origins
from service.http.validators import Validators
from service.opened import Releases
from service.problem_page import problem_page
from service.settings import Settings
from service.texts import texts
from service.things.exploration_page import explorations
from service.things.thing_page import things
from service.things.topic_page import topic_pages

WARM_UP: Final = "sundhed"


class Application(FastAPI):
    """FastAPI with headers, compression and validators around all of it, so that unforeseen failures have them too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put them outermost; `add_middleware` would put them inside the handler of failures."""
        validated = Validators(super().build_middleware_stack(), self.state.releases.version)
        return SecurityHeaders(AllowedOrigins(Compression(validated), self.state.origins))


def create_app(settings: Settings) -> FastAPI:
    """Make the application; nothing is opened or started before its lifespan begins."""
    releases = Releases(settings)
    search = passage_search(settings.base, lambda: releases.current().knowledge)
    pool = query_pool(settings, current(settings.data).graph, settings.base, settings.workers, search)

    access, contributions = Access(settings), Contributions.of(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(_warm, releases)
        with pool:
            yield
        await run_in_threadpool(contributions.jobs.stop)

    app = Application(
        title="Aftalegraf",
        summary="Danish health agreements as a knowledge graph, with search and answers by region.",
        version=__version__,
        lifespan=lifespan,
        # Their pages load scripts from elsewhere, which the security policy forbids.
        docs_url=None,
        redoc_url=None,
        # Spans and logs would carry addresses, and so what users searched for, to wherever OTEL_* variables point.
        telemetry={"tracing": False, "logs": False, "auto_configure": False},
    )
    app.state.releases, app.state.pool, app.state.origins = releases, pool, read_origins(settings.origins)
    app.state.access, app.state.contributions = access, contributions
    problems.install(app, problem_page)
    # Routes are tried in their order, and no other is asked as often by programs.
    app.include_router(sparql_router(pool, editor))
    app.include_router(search_pages)
    app.include_router(search_files)
    app.include_router(opensearch)
    app.include_router(guide_page)
    app.include_router(agreement_pages)
    app.include_router(topic_pages)
    app.include_router(compare_pages)
    app.include_router(map_pages)
    app.include_router(ways_pages)
    app.include_router(api)
    app.include_router(compare_api)
    app.include_router(status)
    app.include_router(dataset)
    app.include_router(downloads)
    app.include_router(ontology)
    app.include_router(about_pages)
    app.include_router(explorations)
    if access.is_open:
        for pages in (login_pages, home_pages, draft_pages, statement_pages):
            app.include_router(pages)
        app.add_exception_handler(LoginNeededError, login_needed)
    app.include_router(things)
    app.mount(PATH, Assets(), name="static")
    return app


def _warm(releases: Releases) -> None:
    """Open the data and load the word lists and the model, so that the first question needs no longer than others.

    Where a server holds the graph that is down, the service starts all the same, and says so to those who ask.
    """
    with suppress(RemoteError, StoreError, QueryTimeoutError):
        _ask_once(releases)


def _ask_once(releases: Releases) -> None:
    opened = releases.current()
    facets(find(WARM_UP, opened.knowledge, date.today()).hits, Choice({}), opened, texts("da"))
    opened.suggestions.matching(WARM_UP)
    opened.spoken(WARM_UP)
    # What the pages of topics and agreements are made of.
    _ = opened.statements, opened.national_goals
    for agreement in opened.catalogue.agreements.values():
        for document in agreement.documents:
            opened.marked(document, agreement.id)
