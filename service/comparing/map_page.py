"""The map of the regions: the weight of one topic in each region's agreement, with the quotes that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from graph.limits import LimitError
from ingest.errors import NotFoundError
from service.comparing import comparison_rows
from service.comparing.comparison_files import MEDIA_TYPES
from service.comparing.comparison_problems import held_day, refusal, understood_as
from service.comparing.comparison_rows import Field, Head, Said
from service.comparing.comparisons import Compared, ComparisonError, compared, day
from service.comparing.map_picture import draw_map, map_svg
from service.comparing.pictures import png
from service.dependencies import Current
from service.finding.answer_rows import legend
from service.names import region_name
from service.opened import Opened
from service.rendering import render, texts_of
from service.texts import Texts

PAGE: Final = "/kort"
DOWNLOADS: Final = ("png", "svg")

map_pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """What the agreement of a region says: `of` is the region of the day where it is another."""

    region: str
    of: str
    head: Head
    field: Field
    said: Said | None


@map_pages.api_route(PAGE, methods=["GET", "HEAD"], response_class=HTMLResponse)
def map_page(request: Request, current: Current, topic: str = "", on: str = "") -> HTMLResponse:
    """Show a topic on the map; without one, that which most agreements prioritise."""
    t = texts_of(request)
    popular = [current.knowledge.thesaurus[slug].label(t.language) for slug in current.popular]
    try:
        found, label = _compared(current, topic, on, t)
    except (ComparisonError, LimitError, NotFoundError) as error:
        held, refused = held_day(on), refusal(error, (), on, current, t)
        form = {"topic": topic, "on": held.isoformat() if held else ""}
        return render(
            request, "map.html", current, error.status, form=form, popular=popular, found=None, refused=refused
        )
    asked = {"topic": label, "on": found.matrix.on.isoformat()}
    picture = draw_map(found, label, _addresses(found, current, t), t)
    return render(
        request,
        "map.html",
        current,
        form=asked,
        popular=popular,
        found=found,
        refused=None,
        label=label,
        picture=picture,
        drawn=map_svg(picture, linked=True),
        rows=_rows(found, current, t),
        read=understood_as(found, current, t),
        merged=comparison_rows.merged(found, t),
        legend=legend(t),
        downloads=[(form, f"{PAGE}.{form}", asked) for form in DOWNLOADS],
    )


@map_pages.api_route(PAGE + ".{form}", methods=["GET", "HEAD"])
def map_file(request: Request, current: Current, form: str, topic: str = "", on: str = "") -> Response:
    """Give the map as a file."""
    if form not in DOWNLOADS:
        raise NotFoundError(f"A map is to be had as {', '.join(DOWNLOADS)}, not as {form}; take one of these.")
    t = texts_of(request)
    found, label = _compared(current, topic, on, t)
    drawn = map_svg(draw_map(found, label, _addresses(found, current, t), t))
    name = f'attachment; filename="kort-{found.matrix.topics[0]}-{found.matrix.on.isoformat()}.{form}"'
    content = png(drawn) if form == "png" else drawn.encode()
    return Response(content, media_type=MEDIA_TYPES[form], headers={"Content-Disposition": name})


def _compared(current: Opened, topic: str, on: str, texts: Texts) -> tuple[Compared, str]:
    """Compare the regions by one topic; also return what it is called."""
    thesaurus = current.knowledge.thesaurus
    asked = topic.strip() or next((thesaurus[slug].label("da") for slug in current.popular), "")
    found = compared(current.knowledge, current.catalogue, [asked], (), day(on))
    return found, thesaurus[found.matrix.topics[0]].label(texts.language)


def _addresses(found: Compared, current: Opened, texts: Texts) -> dict[str, str]:
    fields = comparison_rows.groups(found, current, texts)[0].rows[0].fields
    return {source.agreement: one.address for source, one in zip(found.matrix.sources, fields, strict=True)}


def _rows(found: Compared, current: Opened, texts: Texts) -> Sequence[RegionRow]:
    fields = comparison_rows.groups(found, current, texts)[0].rows[0].fields
    heads = [(one.region, head) for one in comparison_rows.heads(found, current, texts) for head in one.heads]
    return [
        RegionRow(
            region=region_name(source.region, texts.language),
            of=region if head.region else "",
            head=head,
            field=field,
            said=comparison_rows.said_of(found, found.matrix.topics[0], source, current, texts),
        )
        for source, (region, head), field in zip(found.matrix.sources, heads, fields, strict=True)
    ]
