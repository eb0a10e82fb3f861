"""The search box for browsers and other programs: an OpenSearch description, and suggestions in its form.

The description (<https://github.com/dewitt/opensearch>) is what a browser reads to search from its address bar; while
one types there, it asks for suggestions as four arrays: what was typed, the texts, what they are, and where they lead.
"""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from graph.limits import LimitError, checked
from service.dependencies import Current
from service.finding.suggestions import Suggestion
from service.http.assets import asset
from service.rendering import texts_of
from service.texts import Texts

DESCRIPTION: Final = "application/opensearchdescription+xml"
SUGGESTIONS: Final = "application/x-suggestions+json"
NAME: Final = "/opensearch"

opensearch = APIRouter(include_in_schema=False)


@opensearch.api_route(NAME + ".xml", methods=["GET", "HEAD"])
def description(request: Request) -> Response:
    """Describe the search box."""
    t = texts_of(request)
    base = str(request.base_url)
    spoken = "" if t.language == "da" else f"&lang={t.language}"
    page, words = (f"{base}?q={{searchTerms}}{spoken}", f"{base}opensearch.json?q={{searchTerms}}{spoken}")
    own = urljoin(base, f"{NAME}.xml{spoken.replace('&', '?')}")
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{escape(t("site.name"))}</ShortName>
  <Description>{escape(t("site.tagline"))}</Description>
  <Language>{t.language}</Language>
  <InputEncoding>UTF-8</InputEncoding>
  <OutputEncoding>UTF-8</OutputEncoding>
  <Image type="image/svg+xml">{escape(urljoin(base, asset("favicon.svg")))}</Image>
  <Url type="text/html" template={quoteattr(page)}/>
  <Url type="{SUGGESTIONS}" template={quoteattr(words)}/>
  <Url type="{DESCRIPTION}" rel="self" template={quoteattr(own)}/>
</OpenSearchDescription>
"""
    return Response(text, media_type=DESCRIPTION)


@opensearch.api_route(NAME + ".json", methods=["GET", "HEAD"])
def suggestions(
    request: Request, current: Current, q: Annotated[str, Query(description="What was typed so far.")] = ""
) -> JSONResponse:
    """Complete what is being typed; nothing where it holds no word or is too long, as a browser expects it."""
    t = texts_of(request)
    try:
        found = current.suggestions.matching(checked(q), t.language)
    except LimitError:
        found = []
    leads = [urljoin(str(request.base_url), one.address(t.language)) for one in found]
    content = [q, [one.text for one in found], [_about(one, t) for one in found], leads]
    return JSONResponse(content, media_type=SUGGESTIONS)


def _about(one: Suggestion, texts: Texts) -> str:
    if one.kind == "topic" and one.text != one.label:
        return texts("suggest.other_name", label=one.label)
    return texts("suggest.asks" if one.kind == "question" else f"suggest.{one.kind}")
