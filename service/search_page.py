"""The search page: the box, the answer to a question, and the passages that were found, with filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph.limits import MAX_QUERY, LimitError, checked
from search.questions import Question
from search.responses import Response
from service.answer_rows import answer_rows, legend, level_groups
from service.dependencies import Current
from service.filters import Choice, facets, passages_of
from service.findings import find
from service.hit_rows import hit_rows
from service.opened import Opened
from service.rendering import render, texts_of
from service.search_files import ANSWERS, FORMS, PASSAGES
from service.statement_rows import statement_groups
from service.texts import Texts

FEW: Final = 10
MANY: Final = 50
MOST_MEANT: Final = 3

search_pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, as its page says it.

    Attributes:
        label: The topic's name, or the words of the question.
        definition: What the topic covers.
        understood: The words that stood for the topic, where its name does not say them.
        together: That several things are looked for at once, or empty.
        words: Which words were looked for, or empty.
        apart: Where several things are looked for at once, each of them, to be asked for by itself.
        around: The topics above, below and beside it: what they are to it, and their names.
    """

    label: str
    definition: str = ""
    understood: str | None = None
    together: str = ""
    words: str = ""
    apart: Sequence[str] = ()
    around: Sequence[tuple[str, Sequence[str]]] = ()


@search_pages.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
def search(request: Request, current: Current, q: str = "", more: str = "") -> HTMLResponse:
    """Show the search box, or what a question finds."""
    if not q.strip():
        return _start(request, current)
    try:
        asked = checked(q)
    except LimitError as error:
        return _start(request, current, error.status, _limit(q.strip(), texts_of(request)), q[:MAX_QUERY])
    return _results(request, current, asked, Choice.read(request.query_params, current), MANY if more else FEW)


def _start(request: Request, current: Opened, status: int = 200, problem: str = "", query: str = "") -> HTMLResponse:
    language = texts_of(request).language
    thesaurus = current.knowledge.thesaurus
    popular = [thesaurus[slug].label(language) for slug in current.popular]
    return render(
        request, "start.html", current, status, popular=popular, today=date.today(), problem=problem, query=query
    )


def _results(request: Request, current: Opened, asked: str, choice: Choice, k: int) -> HTMLResponse:
    t, today = texts_of(request), date.today()
    findings = find(asked, current.knowledge, today)
    response = findings.response
    rows = answer_rows(response, current, t)
    passages = passages_of(findings.hits, current)
    narrowed = [one.hit for one in passages if one.fits(choice.chosen)]
    return render(
        request,
        "results.html",
        current,
        query=asked,
        topic=_subject(response, current, t),
        corrected=response.question.corrected,
        meant=_meant(response, current, t.language),
        stated=statement_groups(response.statements, current, t),
        kinds=", ".join(t(f"type.{kind}") for kind in response.question.kinds),
        about=_about(response.question, current, t),
        listed=[(current.catalogue.agreements[one.id], one) for one in response.agreements],
        rows=rows,
        groups=level_groups(rows),
        silent=bool(rows) and all(answer.level in (0, None) for answer in response.answers),
        legend=legend(t),
        sparql=response.sparql,
        read=None if response.found else _read(asked, current),
        hits=hit_rows(narrowed[:k], current, t, today, choice.chosen.get("type", "")),
        number=len(narrowed),
        unnamed=sum(not hit.why.words and not hit.why.topics for hit in narrowed),
        choice=choice,
        facets=facets(passages, choice, current, t),
        expandable=k < min(len(narrowed), MANY),
        files={name: [(form, f"{name}.{form}") for form in FORMS] for name in (ANSWERS, PASSAGES)},
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
            together=texts("answer.together", things=question.named) if len(question.aspects) > 1 else "",
            apart=question.things if len(question.aspects) > 1 else (),
            words=texts("answer.words", words=", ".join(words)) if words else "",
        )
    topic = current.knowledge.thesaurus[question.topic.topic]
    label = topic.label(texts.language)
    return Subject(
        label=label,
        definition=topic.definition if texts.language == "da" else "",
        understood=_understood(question, label),
        around=_around(topic.slug, current, texts),
    )


def _around(slug: str, current: Opened, texts: Texts) -> list[tuple[str, list[str]]]:
    """Return the topics next to one in the thesaurus, by what they are to it."""
    thesaurus = current.knowledge.thesaurus
    groups = {
        "broader": thesaurus[slug].broader,
        "narrower": thesaurus.narrower.get(slug, ()),
        "related": thesaurus[slug].related,
    }
    return [
        (texts(f"around.{name}"), sorted((thesaurus[one].label(texts.language) for one in slugs), key=str.casefold))
        for name, slugs in groups.items()
        if slugs
    ]


def _about(question: Question, current: Opened, texts: Texts) -> str:
    """Return what a question is about, in words: a topic, or several things."""
    if question.topic is None:
        return question.named
    return current.knowledge.thesaurus[question.topic.topic].label(texts.language)


def _understood(question: Question, label: str) -> str | None:
    """Return the words of the question that stood for the topic, unless its name says them."""
    form = question.topic.form if question.topic else label
    return None if question.corrected or form.casefold() in label.casefold() else form


def _meant(response: Response, current: Opened, language: str) -> list[str]:
    """Return names of topics that may be meant by words that were read as others, or that are found nowhere."""
    question = response.question
    asked = [word for word, _ in question.corrected]
    if question.topic is None and not (response.statements or response.agreements):
        silent = all(answer.silent for answer in response.answers)
        asked += [question.text] if silent else []
        words = [one for one in question.aspects if one.topic is None]
        asked += [one.label for one in words if silent or one.label.lower() not in one.forms]
    meant = [one for word in asked for one in current.suggestions.meant(word, language)]
    known = question.topic.topic if question.topic else None
    return list(dict.fromkeys(one.text for one in meant if one.id != known))[:MOST_MEANT]


def _read(asked: str, current: Opened) -> str | None:
    """Return a query as the search corrected it, or `None` if it took it as it was."""
    read = current.knowledge.engine.interpret(asked).corrected
    return None if read.casefold() == asked.casefold() else read


def _limit(query: str, texts: Texts) -> str:
    if len(query) > MAX_QUERY:
        return texts("limit.too_long", most=MAX_QUERY, length=texts.number(len(query)))
    return texts("limit.empty")
