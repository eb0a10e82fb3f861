"""The same queries and limits, whoever holds the graph: the built-in store, Oxigraph's server, or Virtuoso."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from sparql_servers import MOST_ROWS, RUN, Served, free_port, virtuoso

from graph.questions import Question, competency_questions
from graph.remote.errors import RemoteError
from graph.remote.graph_store import GraphStore
from graph.remote.publish import publish
from graph.remote.server import Server, login
from graph.sparql import formats_named
from graph.sparql_errors import (
    EvaluationError,
    QueryError,
    QueryTimeoutError,
    ResultTooLargeError,
    ServiceRefusedError,
    UpdateRefusedError,
    WorkerDiedError,
)
from graph.sparql_guard import BASE_IRI
from graph.sparql_search import Hits, Search, Wanted, with_hits
from graph.store import StoreError, nquads_file, open_store, write_store
from graph.workers import QueryPool
from service.building.release import current
from service.settings import Settings

BASE = "https://w3id.org/aftalegraf/"
QUESTIONS = competency_questions(BASE)
BACKENDS = ("local", *RUN)
FOREIGN = "https://example.org/others"
STATED, TOPICS = f"{BASE}graf/aftale/nordjylland-2024-2027", f"{BASE}graf/emner"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RDF_REST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
GATHERED = re.compile(r"GROUP_CONCAT\((?:[^()]|\([^()]*\))*\)\s+AS\s+\?(\w+)", re.IGNORECASE)
ENDLESS = """SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i
    FILTER (STRLEN(STR(?a)) + STRLEN(STR(?d)) > STRLEN(STR(?g)) + 1000) }"""


@dataclass(frozen=True)
class Asked:
    """A way to ask: a pool, and whether the built-in store answers it."""

    name: str
    pool: QueryPool
    local: bool

    def rows(self, query: str, *graphs: list[str]) -> list[dict[str, Any]]:
        found = json.loads(self.pool.run(query, *graphs).read())
        return list(found["results"]["bindings"])

    def number(self, query: str, *graphs: list[str]) -> int:
        (row,) = self.rows(query, *graphs)
        return int(row["n"]["value"])


def graph_store(served: Served) -> Server:
    auth = login(served.user, served.password) if served.user else None
    return Server(served.graphs, "The server", 60.0, login=auth)


def publish_to(served: Served, folder: Path, *, everything: bool = False) -> tuple[int, int, int]:
    done = publish(folder, BASE, graph_store(served), lambda _what, _share: None, everything=everything)
    return done.sent, done.kept, done.removed


def pool_of(folder: Path, served: Served, **limits: Any) -> QueryPool:
    return QueryPool(folder, workers=1, sparql_url=served.query, base=BASE, **limits)


@pytest.fixture(scope="session")
def folder(release_settings: Settings) -> Path:
    return current(release_settings.data).graph


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Served]]:
    """Give a server by its name, started when it is first asked for."""
    started: dict[str, Served] = {}
    with ExitStack() as stack:

        def give(name: str) -> Served:
            if name not in started:
                started[name] = stack.enter_context(RUN[name](tmp_path_factory.mktemp(name)))
            return started[name]

        yield give


@pytest.fixture(scope="session", params=tuple(RUN))
def served(request: pytest.FixtureRequest, running: Callable[[str], Served], folder: Path) -> Served:
    """A server that holds the built graph, and something of others too."""
    return loaded(running(request.param), folder)


def loaded(server: Served, folder: Path) -> Served:
    publish_to(server, folder)
    GraphStore(graph_store(server)).put(FOREIGN, b'<https://example.org/a> <https://example.org/b> "secret" .\n')
    return server


@pytest.fixture(scope="session", params=BACKENDS)
def asked(
    request: pytest.FixtureRequest, running: Callable[[str], Served], folder: Path, search: Search
) -> Iterator[Asked]:
    local = request.param == "local"
    url = "" if local else loaded(running(request.param), folder).query
    with QueryPool(folder, workers=1, sparql_url=url, base=BASE, search=search) as pool:
        yield Asked(request.param, pool, local)


@pytest.fixture(params=BACKENDS)
def own_url(request: pytest.FixtureRequest, tmp_path: Path, folder: Path) -> Iterator[str]:
    """The address of a server of the test's own, since one that works at abandoned queries is no good for others."""
    with ExitStack() as stack:
        if request.param == "local":
            yield ""
        else:
            yield loaded(stack.enter_context(RUN[request.param](tmp_path)), folder).query


# What differs is allowed for here and told in CONTRIBUTING.md: SPARQL leaves the order of GROUP_CONCAT open (Virtuoso
# drops its language too, and gives "" where nothing is gathered), and the order of rows that ORDER BY holds equal.


def comparable(query: str, row: Mapping[str, dict[str, str] | None]) -> tuple[Any, ...]:
    gathered = set(GATHERED.findall(query))
    return tuple(
        (name, frozenset(((row.get(name) or {}).get("value") or "").split(", ")))
        if name in gathered
        else (name, tuple(sorted((row.get(name) or {}).items())))
        for name in sorted(gathered | {name for name, term in row.items() if term})
    )


@pytest.fixture(scope="session")
def expected(folder: Path, search: Search) -> Callable[[str], Counter[tuple[Any, ...]]]:
    """Answers as pyoxigraph gives them in this process, without pool and server."""
    store = open_store(folder)

    def find(wanted: Sequence[Wanted]) -> Sequence[Hits]:
        return [search.find(*one) for one in wanted]

    def answer(query: str) -> Counter[tuple[Any, ...]]:
        found = store.query(with_hits(query, search.iri, find, base_iri=BASE_IRI))
        assert isinstance(found, ox.QuerySolutions)
        written = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        return Counter(comparable(query, row) for row in written["results"]["bindings"])

    return answer


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_competency_question_has_the_same_answer_everywhere(
    question: Question, asked: Asked, expected: Callable[[str], Counter[tuple[Any, ...]]]
) -> None:
    wanted = expected(question.query)
    assert wanted
    assert Counter(comparable(question.query, row) for row in asked.rows(question.query)) == wanted


@pytest.mark.parametrize(
    "pattern",
    [
        'GRAPH ?g { (?p ?s) aft:search ("demens" 5) . ?q aft:inPassage ?p }',
        '?q aft:inPassage ?p OPTIONAL { (?p ?s) aft:search ("demens" 5) } FILTER(BOUND(?s))',
        '?q aft:inPassage ?p { ?p aft:search ("demens" 5) . ?p a ?t } UNION { ?p aft:search ("unge" 5) . ?p a ?t }',
        '?q aft:inPassage ?p { SELECT ?p { ?p aft:search ("demens" 5) } }',
        '?q aft:inPassage ?p FILTER EXISTS { ?p aft:search ("demens" 5) . ?p a ?t }',
        '?q aft:inPassage ?p . ?p aft:search ("unge" 100) MINUS { ?p aft:search ("børn" 10) . ?p a ?t }',
        '?q aft:inPassage ?p . ?p aft:search ("børn og unge" 100) . ?p aft:search ("psykiatri" 100)',
    ],
)
def test_search_joins_alike_everywhere(
    pattern: str, asked: Asked, expected: Callable[[str], Counter[tuple[Any, ...]]]
) -> None:
    query = f"PREFIX aft: <{BASE}ontologi#> SELECT * {{ {pattern} }}"
    wanted = expected(query)
    assert wanted
    assert Counter(comparable(query, row) for row in asked.rows(query)) == wanted


def test_search_that_finds_nothing_gives_no_row_anywhere(asked: Asked) -> None:
    nothing = '(?p ?s) <https://w3id.org/aftalegraf/ontologi#search> ("qwzx" 5)'
    assert asked.rows(f"SELECT * {{ {nothing} }}") == []
    assert asked.number(f"SELECT (COUNT(?s) AS ?n) {{ ?p a ?t OPTIONAL {{ {nothing} }} }}") == 0


def test_default_graph_is_the_union_in_which_each_triple_counts_once(asked: Asked, folder: Path) -> None:
    distinct = {quad.triple for quad in ox.parse(path=nquads_file(folder))}
    assert asked.number(COUNT) == len(distinct)


def test_dataset_of_the_protocol_and_of_the_query_are_the_same(asked: Asked, folder: Path) -> None:
    store = open_store(folder)
    sizes = {
        name: sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(name))) for name in (STATED, TOPICS)
    }
    assert asked.number(COUNT, [STATED]) == sizes[STATED]
    assert asked.number(COUNT.replace("WHERE", f"FROM <{STATED}> WHERE")) == sizes[STATED]
    assert asked.number(COUNT.replace("WHERE", f"FROM <{TOPICS}> WHERE"), [STATED]) == sizes[STATED]
    assert asked.number(COUNT_NAMED, [], [STATED, TOPICS]) == sum(sizes.values())
    assert asked.number(COUNT_NAMED.replace("WHERE", f"FROM NAMED <{TOPICS}> WHERE")) == sizes[TOPICS]
    assert asked.number(COUNT_NAMED, [STATED]) == 0
    assert asked.number(COUNT, [], [STATED]) == 0


def test_graphs_of_the_data_are_seen_and_no_others(asked: Asked, folder: Path) -> None:
    names = {name.value for name in open_store(folder).named_graphs()}
    for pattern in ("GRAPH ?g { ?s ?p ?o }", "GRAPH ?g {}", "{ GRAPH $g { } }"):
        rows = asked.rows(f"SELECT DISTINCT ?g WHERE {{ {pattern} }}")
        assert {row["g"]["value"] for row in rows} == names
    assert not asked.rows("SELECT ?g WHERE { GRAPH ?g {} }", [STATED])
    for query in (f"{COUNT.replace('WHERE', f'FROM <{FOREIGN}> WHERE')}", COUNT_NAMED.replace("?g", f"<{FOREIGN}>")):
        assert asked.number(query) == 0
    assert asked.number(COUNT, [FOREIGN]) == 0
    assert asked.number(COUNT_NAMED, [], [FOREIGN]) == 0


def test_each_form_and_format_is_written_alike(asked: Asked) -> None:
    run = asked.pool.run
    assert json.loads(run("ASK { ?s ?p ?o }").read())["boolean"] is True
    assert json.loads(run("ASK { <urn:none> ?p ?o }").read())["boolean"] is False
    label = (
        f"SELECT ?l WHERE {{ <{BASE}id/region/sjaelland> <http://www.w3.org/2000/01/rdf-schema#label> ?l }} ORDER BY ?l"
    )
    assert run(label, formats=formats_named("tsv")).read().startswith('?l\n"Region Sjælland"@da\n'.encode())
    construct = f"CONSTRUCT WHERE {{ <{BASE}id/region/sjaelland> <{RDFS_LABEL}> ?l }}"
    triples = list(ox.parse(run(construct, formats=formats_named("ttl")).read(), format=ox.RdfFormat.TURTLE))
    assert {one.object.language for one in triples if isinstance(one.object, ox.Literal)} == {"da", "en"}
    described = run(f"DESCRIBE <{BASE}id/region/sjaelland>", formats=formats_named("nt")).read().decode()
    assert all(one in described for one in run(construct, formats=formats_named("nt")).read().decode().splitlines())


def test_booleans_and_blank_nodes_come_as_they_are(asked: Asked) -> None:
    supplements = asked.rows(f"SELECT DISTINCT ?b WHERE {{ ?d <{BASE}ontologi#supplement> ?b }}")
    assert {row["b"]["value"] for row in supplements} <= {"true", "false"}
    lists = asked.rows(f"SELECT ?l ?m WHERE {{ ?l <{RDF_REST}> ?m FILTER isBlank(?m) }}")
    assert lists
    firsts = {row["l"]["value"] for row in lists}
    assert any(row["m"]["value"] in firsts for row in lists), "the labels within a result belong together"


def test_writing_and_asking_others_are_refused(asked: Asked) -> None:
    with pytest.raises(UpdateRefusedError):
        asked.pool.run(f"CLEAR GRAPH <{STATED}>")
    with pytest.raises(ServiceRefusedError):
        asked.pool.run("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="line 1, column"):
        asked.pool.run("SELECT * WHERE { ?s ?p }")
    with pytest.raises((QueryError, WorkerDiedError)):
        asked.pool.run("SELECT * WHERE " + "{" * 200_000)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT (<bif:http_get>("http://127.0.0.1:1/") AS ?x) WHERE {}',
        'PREFIX b: <bif:> SELECT (b:http_get("http://127.0.0.1:1/") AS ?x) WHERE {}',
        'BASE <bif:x> SELECT (<http_get>("http://127.0.0.1:1/") AS ?x) WHERE {}',
        "SELECT * WHERE { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
        'SELECT (<sql:anything>("x") AS ?x) WHERE {}',
        'SELECT (<http://example.org/function>("x") AS ?x) WHERE {}',
    ],
)
def test_what_engines_give_a_meaning_of_their_own_is_not_passed_on(query: str, served: Served, folder: Path) -> None:
    with pool_of(folder, served) as pool, pytest.raises(EvaluationError, match="SPARQL server"):
        pool.run(query)


def test_limits_hold_whoever_answers(own_url: str, folder: Path) -> None:
    with QueryPool(
        folder, workers=1, timeout=2.0, max_rows=100, max_bytes=20_000, sparql_url=own_url, base=BASE
    ) as pool:
        assert json.loads(pool.run("SELECT (1 AS ?x) WHERE { ?s ?p ?o } LIMIT 100").read())["results"]["bindings"]
        with pytest.raises(ResultTooLargeError, match="100 rows"):
            pool.run("SELECT (1 AS ?x) WHERE { ?s ?p ?o } LIMIT 101")
        with pytest.raises(ResultTooLargeError, match="20,000 bytes"):
            pool.run("SELECT (STR(?s) AS ?a) ?s ?p WHERE { ?s ?p ?o } LIMIT 100")
        began = time.monotonic()
        with pytest.raises(QueryTimeoutError, match="stopped after 2 s"):
            pool.run(ENDLESS)
        assert time.monotonic() - began < 4


def test_a_query_is_given_up_when_its_client_goes_away_and_the_next_one_is_answered(own_url: str, folder: Path) -> None:
    # A server has time enough though it still works at the query which was given up; the built-in store has left it.
    with QueryPool(folder, workers=1, timeout=60.0 if own_url else 2.0, sparql_url=own_url, base=BASE) as pool:
        gone = threading.Event()
        threading.Timer(0.5, gone.set).start()
        with pytest.raises(QueryTimeoutError, match="no longer waits"):
            pool.run(ENDLESS, cancel=gone)
        assert json.loads(pool.run("ASK { ?s ?p ?o }").read())["boolean"] is True


# Only a server can fail in these ways.


def sentence_of(folder: Path, url: str, kind: type[Exception]) -> str:
    with QueryPool(folder, workers=1, sparql_url=url, base=BASE) as pool, pytest.raises(kind) as caught:
        pool.run("ASK { ?s ?p ?o }")
    said = str(caught.value)
    assert "\n" not in said
    assert url not in said, "the address may be nobody's business"
    return said


def test_server_that_is_down_is_an_error_of_one_sentence(folder: Path) -> None:
    said = sentence_of(folder, f"http://127.0.0.1:{free_port()}/sparql", RemoteError)
    assert "cannot be reached" in said
    assert "start it, or correct its address" in said


def test_address_that_is_no_endpoint_is_an_error_that_says_so(folder: Path, served: Served) -> None:
    root = re.sub(r"/[a-z]+$", "/", served.query)
    assert "address" in sentence_of(folder, root, RemoteError)
    assert "address" in sentence_of(folder, f"{root}nothing-here", RemoteError)
    unreadable = sentence_of(folder, root.replace("http:", "https:"), RemoteError)
    assert "correct its address" in unreadable


def test_server_without_the_data_or_with_another_version_is_refused(tmp_path: Path, folder: Path) -> None:
    with ExitStack() as stack:
        (tmp_path / "server").mkdir()
        server = stack.enter_context(RUN["oxigraph"](tmp_path / "server"))
        assert "holds no whole graph" in sentence_of(folder, server.query, StoreError)
        write_store("<urn:a> <urn:b> <urn:c> <https://w3id.org/aftalegraf/graf/x> .", tmp_path / "graf")
        publish_to(server, tmp_path / "graf")
        assert "another version" in sentence_of(folder, server.query, StoreError)
        assert json.loads(pool_answer(tmp_path / "graf", server))["boolean"] is True


def pool_answer(folder: Path, server: Served) -> bytes:
    with pool_of(folder, server) as pool:
        return pool.run("ASK { ?s ?p ?o }").read()


def test_service_takes_up_a_new_version_once_it_is_built_and_published(tmp_path: Path) -> None:
    folder = tmp_path / "graf"
    (tmp_path / "server").mkdir()
    with RUN["oxigraph"](tmp_path / "server") as server:
        write_store(f"<urn:a> <urn:b> 1 <{BASE}graf/x> .".replace(" 1 ", ' "1" '), folder)
        publish_to(server, folder)
        with pool_of(folder, server) as pool:
            assert b'"1"' in pool.run("SELECT ?o WHERE { ?s ?p ?o }").read()
            write_store(f'<urn:a> <urn:b> "2" <{BASE}graf/x> .', folder)
            with pytest.raises(StoreError, match="another version"):
                pool.run("SELECT ?o WHERE { ?s ?p ?o }")
            assert publish_to(server, folder) == (2, 0, 0)
            assert b'"2"' in pool.run("SELECT ?o WHERE { ?s ?p ?o }").read()


def test_result_that_a_server_cuts_off_is_no_result(running: Callable[[str], Served], folder: Path) -> None:
    server = loaded(running("virtuoso"), folder)
    with pool_of(folder, server) as pool:
        with pytest.raises(ResultTooLargeError, match=f"no more than {MOST_ROWS} rows"):
            pool.run("SELECT ?s WHERE { ?s ?p ?o }")
        few = pool.run(f"SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {MOST_ROWS - 1}").read()
        assert len(json.loads(few)["results"]["bindings"]) == MOST_ROWS - 1


def test_server_that_stops_a_query_by_its_own_limit_gives_an_error(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with virtuoso(tmp_path / "server", seconds=2) as server:
        lines = (f"<urn:{number}> <urn:b> <urn:{number % 7}> <{BASE}graf/x> ." for number in range(2000))
        write_store("\n".join(lines), tmp_path / "graf")
        publish_to(server, tmp_path / "graf")
        stopped = pytest.raises((RemoteError, QueryTimeoutError), match=r"timed out|own time limit")
        with pool_of(tmp_path / "graf", server) as pool, stopped:
            pool.run(ENDLESS)
