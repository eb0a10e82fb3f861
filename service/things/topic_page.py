"""The pages of topics: one for each, and one of them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.namespaces import topic_iri
from graph.thesaurus import Thesaurus
from ingest.errors import NotFoundError
from search.answer_queries import statements_query
from search.questions import Aspect
from service.addresses import description_address, thing_address, topic_address
from service.dependencies import Current
from service.finding.answer_rows import answer_rows, legend, level_groups
from service.rendering import render, texts_of
from service.texts import Texts
from service.things.thing_page import FILES
from service.things.topic_rows import card, said_of_kind, tied_goals

NEAREST: Final = 5
PAGE: Final = "/emner"
BY_LETTER: Final = "alfabet"
topic_pages = APIRouter(include_in_schema=False)


class UnknownTopicError(NotFoundError):
    """There is no such topic; `nearest` are the names of those spelt like it."""

    def __init__(self, slug: str, nearest: list[str]) -> None:
        self.nearest = nearest
        super().__init__(f"There is no topic '{slug}'; choose one from {PAGE}, or search for it.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic in a list; `below` are the topics directly below it, in an outline."""

    label: str
    address: str
    below: tuple[Entry, ...] = ()


@topic_pages.api_route(PAGE, methods=["GET", "HEAD"], response_class=HTMLResponse)
def topics_page(request: Request, current: Current, orden: str = "") -> HTMLResponse:
    """List all topics, by what is broader or by the alphabet."""
    t = texts_of(request)
    thesaurus = current.knowledge.thesaurus
    by_letter = orden == BY_LETTER
    return render(
        request,
        "topics.html",
        current,
        by_letter=by_letter,
        number=len(thesaurus.topics),
        letters=_letters(thesaurus, t) if by_letter else [],
        groups=[] if by_letter else _outline(thesaurus, t),
    )


@topic_pages.api_route("/emne/{slug}", methods=["GET", "HEAD"], response_class=HTMLResponse)
def topic_page(request: Request, current: Current, slug: str, art: str = "") -> HTMLResponse:
    """Show a topic: what it is, how much weight each region gives it, and the statements of a kind on it."""
    knowledge, t, today = current.knowledge, texts_of(request), date.today()
    base, thesaurus = knowledge.note.base, knowledge.thesaurus
    if slug not in thesaurus:
        raise UnknownTopicError(slug, _nearest(slug, thesaurus, base))
    response = knowledge.about(slug, today)
    rows = answer_rows(response, current, t)
    stated = current.statements.by_topic.get(slug, ())
    said = said_of_kind(stated, art, current, t, today)
    iri = str(topic_iri(base, slug))
    return render(
        request,
        "topic.html",
        current,
        topic=card(thesaurus[slug], thesaurus, t),
        name=iri,
        described=description_address(iri, base, t.language),
        files={form: thing_address(iri, base, t.language, form) for form in FILES},
        media_types=FILES,
        rows=rows,
        groups=level_groups(rows),
        silent=all(answer.silent for answer in response.answers),
        legend=legend(t),
        sparql=response.sparql,
        said=said,
        said_sparql=statements_query([said.kind], (), [Aspect(slug, slug)], base) if said.kind else "",
        national=tied_goals(slug, stated, current.national_goals.goals.values(), current, t, today),
    )


def _nearest(slug: str, thesaurus: Thesaurus, base: str) -> list[str]:
    return [str(topic_iri(base, one)) for one in get_close_matches(slug.casefold(), thesaurus.topics, NEAREST)]


def _letters(thesaurus: Thesaurus, texts: Texts) -> list[tuple[str, list[Entry]]]:
    """Return all topics by the letter that they begin with."""
    entries = sorted(
        (_entry(slug, thesaurus, texts) for slug in thesaurus.topics), key=lambda one: texts.order(one.label)
    )
    return [(letter, list(some)) for letter, some in groupby(entries, key=lambda one: one.label[0].upper())]


def _outline(thesaurus: Thesaurus, texts: Texts) -> list[Entry]:
    """Return the topics that have none above them, each with those below it."""
    tops = (slug for slug, topic in thesaurus.topics.items() if not topic.broader)
    entries = (_entry(slug, thesaurus, texts, tuple(_below(slug, thesaurus, texts))) for slug in tops)
    return sorted(entries, key=lambda one: texts.order(one.label))


def _below(slug: str, thesaurus: Thesaurus, texts: Texts) -> Iterator[Entry]:
    found = ((thesaurus[one].label(texts.language), one) for one in thesaurus.narrower.get(slug, ()))
    for _, one in sorted(found, key=lambda pair: texts.order(pair[0])):
        yield _entry(one, thesaurus, texts, tuple(_below(one, thesaurus, texts)))


def _entry(slug: str, thesaurus: Thesaurus, texts: Texts, below: tuple[Entry, ...] = ()) -> Entry:
    return Entry(thesaurus[slug].label(texts.language), topic_address(slug, texts.language), below)
