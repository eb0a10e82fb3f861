"""The JSON API: what the pages show, for programs.

Queries stand in addresses, and nothing here logs an address.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query

from graph.limits import checked
from graph.regions import find_region
from search.questions import Question
from service import __version__
from service.api.comparison_json import asked_comparison_json
from service.api.schemas import found_json, passages_json, response_json, suggestion_json
from service.catalogue import HeldAgreement
from service.comparing.comparisons import answered_comparison
from service.dependencies import Current, Pool
from service.finding.filters import filters_of
from service.knowledge import Knowledge
from service.names import region_name, region_names

MOST_HITS: Final = 100
PASSAGES: Final = 10

api = APIRouter(prefix="/api/v1", tags=["API"])
status = APIRouter(tags=["Status"])


@api.get("/search")
def search(
    current: Current,
    q: Annotated[str, Query(description="What is looked for, in Danish or English.")],
    k: Annotated[int, Query(ge=1, le=MOST_HITS, description="How many hits at most.")] = 10,
    region: Annotated[str, Query(description="A region's name, slug or authority code.")] = "",
    kind: Annotated[str, Query(alias="type", description="A kind of statement, or text.")] = "",
    year: Annotated[int | None, Query(description="A year in the agreement's period.")] = None,
    topic: Annotated[str, Query(description="The slug of a topic of which the passage speaks.")] = "",
    goal: Annotated[str, Query(description="The number of a national goal that the passage belongs to.")] = "",
) -> dict[str, Any]:
    """Find passages within the filters: the ten best, and behind them those with a word or a topic of the query."""
    knowledge = current.knowledge
    chosen = {"region": region and find_region(region).slug, "type": kind, "topic": topic, "goal": goal}
    filters = filters_of({**chosen, "year": "" if year is None else str(year)}, current)
    found = knowledge.search(checked(q), k, filters)
    label = topic_label(knowledge, found.question)
    return found_json(found, knowledge.note.base, label, region_names(), goal)


@api.get("/ask")
def ask(
    current: Current, q: Annotated[str, Query(description="A question on a topic, in Danish or English.")]
) -> dict[str, Any]:
    """Answer a question by region with quotes, by the statements, agreements or comparison asked for, or passages."""
    knowledge = current.knowledge
    response = knowledge.with_nearest(knowledge.ask(checked(q), date.today()))
    if response.question.compares:
        found = answered_comparison(response.question, knowledge, date.today())
        return asked_comparison_json(response.question, found, knowledge.thesaurus, knowledge.note.base)
    if not response.found:
        hits = knowledge.search(response.question.text, PASSAGES).hits
        return passages_json(response.question, hits, region_names())
    return response_json(response, knowledge.note.base, topic_label(knowledge, response.question))


@api.get("/suggest")
def suggest(
    current: Current,
    q: Annotated[str, Query(description="What was typed so far.")],
    lang: Annotated[Literal["da", "en"], Query(description="The language that comes first.")] = "da",
) -> dict[str, Any]:
    """Complete what is being typed: topics by any label, agreements and questions, at most ten."""
    base = current.knowledge.note.base
    found = current.suggestions.matching(checked(q), lang)
    return {"query": q, "suggestions": [suggestion_json(one, base, lang) for one in found]}


@api.get("/topics")
def topics(current: Current) -> dict[str, Any]:
    """List the topics of the thesaurus."""
    base = current.knowledge.note.base
    return {
        "topics": [
            {
                "uri": f"{base}id/emne/{topic.slug}",
                "label": {language: topic.label(language) for language in ("da", "en")},
                "definition": topic.definition or None,
                "broader": [f"{base}id/emne/{slug}" for slug in topic.broader],
            }
            for topic in current.knowledge.thesaurus.topics.values()
        ]
    }


@api.get("/agreements")
def agreements(current: Current) -> dict[str, Any]:
    """List the agreements that are held, with their documents."""
    base, today = current.knowledge.note.base, date.today()
    return {"agreements": [_agreement(one, base, today) for one in current.catalogue.agreements.values()]}


@api.get("/vocabulary")
def vocabulary(current: Current) -> dict[str, Any]:
    """List the prefixes, and the classes and properties that the graph uses, the most used first."""
    return current.vocabulary


@status.get("/health")
def health() -> dict[str, str]:
    """Tell that the process answers."""
    return {"status": "ok", "version": __version__}


@status.get("/ready")
def ready(current: Current, pool: Pool) -> dict[str, Any]:
    """Tell that data is held and that queries run; 503 with the reason where not."""
    pool.run("ASK {}").close()
    note = current.knowledge.note
    return {"status": "ready", "agreements": note.agreements, "statements": note.statements, "quads": note.quads}


def topic_label(knowledge: Knowledge, question: Question) -> str | None:
    """Return the topic of a question in its language, or `None` if it has none."""
    return knowledge.thesaurus[question.topic.topic].label(question.language) if question.topic else None


def _agreement(one: HeldAgreement, base: str, today: date) -> dict[str, Any]:
    return {
        "uri": f"{base}id/aftale/{one.id}",
        "agreement": one.id,
        "title": one.title,
        "region": region_name(one.region, "da"),
        "period": {"start": one.period_start, "end": one.period_end, "in_force": one.in_force(today)},
        "coverage": one.coverage.value,
        "parties": list(one.parties),
        "documents": [
            {
                "document": document.id,
                "title": document.title,
                "source": document.source,
                "coverage": document.coverage.value,
                "supplement": document.supplement,
                "characters": document.characters,
            }
            for document in one.documents
        ],
    }
