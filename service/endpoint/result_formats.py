"""Deciding in which format a client gets a result, before it is known which form the result has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.sparql import FORMATS, Form, Format, formats_named
from service.http.negotiation import NotAcceptableError, best

HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class Wanted:
    """For each form of result the media type that the client wants it in, and the format that is; or a page."""

    media_types: Mapping[Form, str]
    formats: Mapping[Form, Format]
    html: bool = False


def wanted_formats(accept: str | None, named: str | None, has_page: bool) -> Wanted:
    """Decide on the formats, by `?format=` or else by the Accept header.

    Raises:
        FormatError: There is no format of that name.
        NotAcceptableError: No form of result has a format that is accepted.
    """
    if named is not None:
        formats = formats_named(named)
        return Wanted({form: one.media_type for form, one in formats.items()}, formats)
    offers = {form: _offers(form) for form in Form}
    media_types = {form: best(accept, list(known)) for form, known in offers.items()}
    chosen = {form: media_type for form, media_type in media_types.items() if media_type is not None}
    formats = {form: offers[form][media_type] for form, media_type in chosen.items()}
    everything = list(dict.fromkeys(media_type for known in offers.values() for media_type in known))
    html = has_page and best(accept, [*everything, HTML]) == HTML
    if not chosen and not html:
        raise NotAcceptableError(one.media_type for form in Form for one in FORMATS[form])
    return Wanted(chosen, formats, html)


def _offers(form: Form) -> dict[str, Format]:
    """Return what a form is offered as: the registered media types first, then what else clients ask for."""
    first = {one.media_type: one for one in FORMATS[form]}
    return first | {other: one for one in FORMATS[form] for other in one.media_types if other not in first}
