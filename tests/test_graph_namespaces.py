"""How things are named, and how names move to another base."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from urllib.parse import unquote

import pytest
from graph_samples import BASE, GOAL, ID, STATEMENTS, STATISTIC, TWIN, quote
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from graph.errors import NamespaceError
from graph.namespaces import (
    agreement_iri,
    bind,
    document_iri,
    graph_iri,
    namespaces,
    national_goal_iri,
    rebased,
    region_iri,
    slugify,
    statement_iri,
    topic_iri,
)
from graph.naming import statement_iris
from graph.prefixes import check_base, default_base, rebase_text
from ingest.model import Kind, Statement

OTHER = "http://data.region.example/sundhed/"


def test_names_follow_the_documented_form() -> None:
    assert agreement_iri(BASE, ID) == URIRef(f"{BASE}id/aftale/{ID}")
    assert document_iri(BASE, f"{ID}-oplaeg") == URIRef(f"{BASE}id/dokument/{ID}-oplaeg")
    assert region_iri(BASE, "sjaelland") == URIRef(f"{BASE}id/region/sjaelland")
    assert topic_iri(BASE, "demens") == URIRef(f"{BASE}id/emne/demens")
    assert national_goal_iri(BASE, 7) == URIRef(f"{BASE}id/nationalt-maal/7")
    assert statement_iri(BASE, ID, Kind.FOCUS_AREA, "x") == URIRef(f"{BASE}id/aftale/{ID}/focus-area/x")
    assert graph_iri(BASE, "udledt", ID) == URIRef(f"{BASE}graf/udledt/{ID}")


def test_the_files_are_written_under_the_default_base() -> None:
    assert default_base() == BASE


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Øget mental sundhed og trivsel", "oeget-mental-sundhed-og-trivsel"),
        ("Ældre på plejehjem – årligt", "aeldre-paa-plejehjem-aarligt"),
        ("A\u030arhus", "aarhus"),
        ("  Café & 80+ ", "cafe-80"),
        ("—", ""),
    ],
)
def test_slugs_spell_danish_letters_out(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    slug = slugify("Fælles ansvar ved sektorovergange og i samarbejdet om borgerens samlede forløb på tværs")
    assert slug == "faelles-ansvar-ved-sektorovergange-og-i-samarbejdet-om"
    assert len(slugify("x" * 100)) == 60


@given(st.text(max_size=200))
def test_a_slug_is_plain_and_short_whatever_the_text(text: str) -> None:
    slug = slugify(text)
    assert len(slug) <= 60
    assert not slug or (slug.replace("-", "a").isascii() and slug.replace("-", "a").isalnum())
    assert slug == slug.strip("-").lower()


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_two_ids_never_share_a_name(one: str, another: str) -> None:
    names = [document_iri(BASE, text) for text in (one, another)]
    assert (names[0] == names[1]) == (one == another)
    assert unquote(names[0].removeprefix(f"{BASE}id/dokument/")) == one
    assert "/" not in names[0].removeprefix(f"{BASE}id/dokument/")


def test_a_statement_is_named_by_its_label_or_else_its_text() -> None:
    names = statement_iris(BASE, ID, STATEMENTS)
    assert names[GOAL] == URIRef(f"{BASE}id/aftale/{ID}/goal/borgere-med-psykiske-lidelser")
    assert URIRef(f"{BASE}id/aftale/{ID}/initiative/virtuel-borgerundervisning") in names.values()


def test_twins_get_a_hash_of_their_content_and_no_others_do() -> None:
    names = statement_iris(BASE, ID, STATEMENTS)
    assert len(set(names.values())) == len(STATEMENTS)
    stem = f"{BASE}id/aftale/{ID}/statistic/11-somatiske-patienter-og-17-psykiatriske-patienter-"
    assert names[STATISTIC].startswith(stem)
    assert names[TWIN].startswith(stem)
    alone = statement_iris(BASE, ID, [STATISTIC])
    assert alone[STATISTIC] == URIRef(names[STATISTIC].rpartition("-")[0])


def test_the_order_of_statements_does_not_change_a_name() -> None:
    same_words = replace(TWIN, quotes=(quote("Virtuel borgerundervisning"),))
    group = (STATISTIC, TWIN, same_words, GOAL)
    expected = statement_iris(BASE, ID, group)
    assert len(set(expected.values())) == 4
    for order in permutations(group):
        assert statement_iris(BASE, ID, order) == expected


def test_a_statement_without_letters_has_a_name_too() -> None:
    dash, dots = (Statement(Kind.GOAL, text, (quote("fleksibilitet"),)) for text in ("—", "…"))
    names = set(statement_iris(BASE, ID, [dash, dots]).values())
    assert len(names) == 2
    assert all(len(name.rpartition("/")[2]) == 8 for name in names)


def test_moving_a_name_elsewhere_does_not_change_it() -> None:
    moved = replace(GOAL, quotes=(quote("Lighed i sundhed"),))
    assert statement_iris(BASE, ID, [moved])[moved] == statement_iris(BASE, ID, [GOAL])[GOAL]


def test_rebasing_moves_own_names_and_leaves_others() -> None:
    graph = Graph().parse(
        data=f"""
        @prefix aft: <{BASE}ontologi#> .
        <{BASE}id/emne/demens> a aft:Topic ; aft:home "{BASE}id/"^^<{XSD.anyURI}> , <http://example.org/> ;
            aft:note "se {BASE} for mere"@da ; <http://purl.org/dc/terms/title> "{BASE}"@da .""",
        format="turtle",
    )
    moved = Graph()
    moved += rebased(graph, OTHER)
    ns = namespaces(OTHER)
    topic = topic_iri(OTHER, "demens")
    assert set(moved.objects(topic, ns["aft"].home)) == {
        Literal(f"{OTHER}id/", datatype=XSD.anyURI),
        URIRef("http://example.org/"),
    }
    assert moved.value(topic, ns["aft"].note) == Literal(f"se {BASE} for mere", lang="da")
    assert len(moved) == len(graph)


def test_a_query_is_rebased_as_text() -> None:
    assert rebase_text(f"PREFIX aft: <{BASE}ontologi#>", OTHER) == f"PREFIX aft: <{OTHER}ontologi#>"


def test_every_prefix_is_bound() -> None:
    bound = dict(bind(Graph(), OTHER).namespaces())
    assert bound["aft"] == URIRef(f"{OTHER}ontologi#")
    assert bound["oa"] == URIRef("http://www.w3.org/ns/oa#")
    assert set(namespaces(OTHER)) <= set(bound)


@pytest.mark.parametrize(
    "base", ["w3id.org/x/", "https://w3id.org/x", "ftp://x/", "https://x/#", "https://x/?q=/", "https://x y/", ""]
)
def test_refuses_a_base_that_cannot_be_one(base: str) -> None:
    with pytest.raises(NamespaceError, match="must be an absolute http or https address"):
        check_base(base)


def test_refuses_an_empty_id() -> None:
    with pytest.raises(NamespaceError, match="needs text in each part"):
        agreement_iri(BASE, "")
