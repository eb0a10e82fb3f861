"""The search page: the search box with answers and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from graph.limits import MAX_QUERY, LimitError, checked
from search.questions import Question
from search.responses import Response
from service.addresses import topic_address
from service.answer_rows import answer_rows, legend, level_groups
from service.dependencies import Current
from service.filters import Choice, selects
from service.hit_rows import hit_rows
from service.opened import Opened
from service.rendering import render, texts_of
from service.statement_rows import statement_groups
from service.texts import Texts

FEW: Final = 10
MANY: Final = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, as its page says it.

    Attributes:
        label: The topic's name, or the words of the question.
        page: The topic's page, or empty.
        corrected: The words that were read as others.
        definition: What the topic covers.
        understood: The words that stood for the topic, where its name does not say them.
        together: That several things are looked for at once, or empty.
        words: Which words were looked for, or empty.
        apart: Where several things are looked for at once, each of them, to be asked for by itself.
    """

    label: str
    corrected: Sequence[tuple[str, str]]
    page: str = ""
    definition: str = ""
    understood: str | None = None
    together: str = ""
    words: str = ""
    apart: Sequence[str] = ()


pages = APIRouter(include_in_schema=False)


@pages.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
def search(
    request: Request,
    current: Current,
    q: str = "",
    region: str = "",
    kind: Annotated[str, Query(alias="type")] = "",
    year: str = "",
    more: str = "",
) -> HTMLResponse:
    """Show the search box, or what a question finds."""
    if not q.strip():
        return _start(request, current)
    try:
        asked = checked(q)
    except LimitError as error:
        return _start(request, current, error.status, _limit(q.strip(), texts_of(request)), q[:MAX_QUERY])
    choice = Choice.read(region, kind, year, current.catalogue)
    return _results(request, current, asked, choice, MANY if more else FEW)


def _start(request: Request, current: Opened, status: int = 200, problem: str = "", query: str = "") -> HTMLResponse:
    language = texts_of(request).language
    thesaurus = current.knowledge.thesaurus
    popular = [(thesaurus[slug].label(language), topic_address(slug, language)) for slug in current.popular]
    return render(
        request, "start.html", current, status, popular=popular, today=date.today(), problem=problem, query=query
    )


def _results(request: Request, current: Opened, asked: str, choice: Choice, k: int) -> HTMLResponse:
    t = texts_of(request)
    knowledge = current.knowledge
    response = knowledge.ask(asked, date.today(), near=True)
    found = knowledge.search(asked, k, choice.region, choice.type, choice.year)
    rows = answer_rows(response, current, t)
    return render(
        request,
        "results.html",
        current,
        query=asked,
        topic=_subject(response, current, t),
        stated=statement_groups(response.statements, current, t),
        kinds=", ".join(t(f"type.{kind}") for kind in response.question.kinds),
        about=_about(response.question, current, t),
        rows=rows,
        groups=level_groups(rows),
        silent=bool(rows) and all(answer.level in (0, None) for answer in response.answers),
        legend=legend(t),
        sparql=response.sparql,
        read=None if rows or response.statements else _read(asked, current),
        hits=hit_rows(found.hits, current, t, date.today()),
        choice=choice,
        selects=selects(choice, current.catalogue, t),
        expandable=k == FEW and len(found.hits) == FEW,
    )


def _subject(response: Response, current: Opened, texts: Texts) -> Subject | None:
    """Return what the page says of what the question is about, or `None` if it has no answers.

    A topic that is younger than the built data has no answers and is passed over.
    """
    question = response.question
    if not response.answers:
        return None
    if question.topic is None:
        words = [form for aspect in question.aspects for form in aspect.forms]
        return Subject(
            label=question.named,
            corrected=question.corrected,
            together=texts("answer.together", things=question.named) if len(question.aspects) > 1 else "",
            apart=question.things if len(question.aspects) > 1 else (),
            words=texts("answer.words", words=", ".join(words)) if words else "",
        )
    topic = current.knowledge.thesaurus[question.topic.topic]
    label = topic.label(texts.language)
    return Subject(
        label=label,
        corrected=question.corrected,
        page=topic_address(topic.slug, texts.language),
        definition=topic.definition if texts.language == "da" else "",
        understood=_understood(question, label),
    )


def _about(question: Question, current: Opened, texts: Texts) -> str:
    """Return what a question is about, in words: a topic, or several things."""
    if question.topic is None:
        return question.named
    return current.knowledge.thesaurus[question.topic.topic].label(texts.language)


def _understood(question: Question, label: str) -> str | None:
    """Return the words of the question that stood for the topic, unless its name says them."""
    form = question.topic.form if question.topic else label
    return None if question.corrected or form.casefold() in label.casefold() else form


def _read(asked: str, current: Opened) -> str | None:
    """Return a query as the search corrected it, or `None` if it took it as it was."""
    read = current.knowledge.engine.interpret(asked).corrected
    return None if read.casefold() == asked.casefold() else read


def _limit(query: str, texts: Texts) -> str:
    if len(query) > MAX_QUERY:
        return texts("limit.too_long", most=MAX_QUERY, length=texts.number(len(query)))
    return texts("limit.empty")
