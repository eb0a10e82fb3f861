"""The W3C's tests of the protocol and of service descriptions hold, all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Endpoint, app_of, serving
from w3c import DESCRIPTION, QUERIES, UPDATES, Case, cases, documents_served, figures

from graph.store import write_store
from graph.workers import QueryPool

CASES = cases()
pytestmark = pytest.mark.skipif(not CASES, reason="the W3C's manifests are not in ../shared/w3c-sparql11")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with documents_served() as endpoint:
        yield endpoint


@pytest.mark.parametrize("case", CASES, ids=[f"{case.group}: {case.name}" for case in CASES])
def test_of_the_w3c_holds(endpoint: Endpoint, case: Case) -> None:
    case.check(endpoint)


def test_all_tests_of_the_w3c_are_run() -> None:
    assert Counter(case.group for case in CASES) == {QUERIES: 20, UPDATES: 14, DESCRIPTION: 3}


def test_what_does_not_hold_is_counted_and_named(tmp_path: Path) -> None:
    # The claims above are worth nothing if the runner could not fail: here the graphs of the manifest are missing.
    write_store("", tmp_path / "graf")
    with QueryPool(tmp_path / "graf", workers=1) as pool, serving(app_of(pool)) as endpoint:
        found = list(figures(endpoint))
    assert found[:3] == [f"{QUERIES}: 14/20", f"{UPDATES}: 14/14", f"{DESCRIPTION}: 3/3"]
    assert len(found) == 9
    assert any(line.startswith("fails: query_dataset_full: ") for line in found)
