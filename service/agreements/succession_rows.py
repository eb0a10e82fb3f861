"""What the page of an agreement says of the one before it: what changed, or that it is not held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from graph.namespaces import agreement_iri, namespaces
from ingest.errors import NotFoundError
from search.comparison import compare_agreements
from search.succession import CHANGES, changes, predecessor
from service.addresses import address
from service.catalogue import HeldAgreement
from service.opened import Opened
from service.texts import Texts

PAGE = "/sammenlign"


@dataclass(frozen=True, slots=True)
class Before:
    """The agreement before.

    Attributes:
        stated: What the text itself calls it, or empty.
        held: The agreement, or `None` where it is not held.
        counts: How many topics changed, by the kind of change, in words.
        compared: Where the two are compared, or empty.
    """

    stated: str
    held: HeldAgreement | None = None
    counts: Sequence[tuple[str, int]] = ()
    compared: str = ""


def before(agreement: HeldAgreement, current: Opened, texts: Texts) -> Before:
    """Find what an agreement replaced, and count the topics that it gives another weight."""
    knowledge = current.knowledge
    base = knowledge.note.base
    stated = _stated(agreement, current)
    try:
        old = current.catalogue.agreements[predecessor(knowledge.graph, agreement.id, base)]
    except NotFoundError:
        return Before(stated)
    pair = (old.id, agreement.id)
    found = changes(compare_agreements(knowledge.answers, (), pair, date.today(), base), *pair)
    numbers = Counter(one.kind for one in found)
    return Before(
        stated=stated,
        held=old,
        counts=[(texts(f"compare.change_{kind}"), numbers[kind]) for kind in CHANGES if numbers[kind]],
        compared=address(PAGE, texts.language, agreement=list(pair)),
    )


def _stated(agreement: HeldAgreement, current: Opened) -> str:
    base = current.knowledge.note.base
    name, told = agreement_iri(base, agreement.id), namespaces(base)["aft"].statedPredecessor
    quads = current.knowledge.store.quads_for_pattern(ox.NamedNode(name), ox.NamedNode(told), None, ox.DefaultGraph())
    return next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")
