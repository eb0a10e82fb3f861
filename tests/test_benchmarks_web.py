"""The benchmarks of the pages run and print their tables; their figures are nobody's to assert, but errors are."""

from __future__ import annotations

import re

import pytest
from benchmarks.load import MIX, percentile
from benchmarks.web import ALONE, MOVING, PAIRS
from test_benchmarks import run

from service.settings import Settings


@pytest.fixture(autouse=True)
def built(release_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTALEGRAF_DATA", str(release_settings.data))
    monkeypatch.setenv("AFTALEGRAF_ENCODER", release_settings.encoder)


def test_every_page_is_timed_beside_its_calls() -> None:
    done = run("--rounds", "1", module="web")
    assert done.returncode == 0, done.stderr
    for page in PAIRS:
        assert re.search(rf"^{re.escape(page)} +[0-9.]+ +[0-9.]+ +[0-9.]+$", done.stdout, re.MULTILINE), page
    for page in ALONE:
        assert re.search(rf"^{re.escape(page)} +[0-9.]+ +- +-$", done.stdout, re.MULTILINE), page
    if "Chromium is missing" not in done.stdout:
        shifts = re.findall(r"^(/\S*) +([0-9.]+) +\d+   ([0-9.]+), ([0-9.]+)$", done.stdout, re.MULTILINE)
        assert [path for path, *_ in shifts] == [*MOVING]
        for path, kilobytes, *moved in shifts:
            assert float(kilobytes) < 60, path
            assert {float(one) for one in moved} == {0.0}, path


def test_users_at_once_have_no_error() -> None:
    done = run("--users", "50", "--each", "2", module="load")
    assert done.returncode == 0, done.stderr
    assert "50 users at once, 100 requests" in done.stdout
    assert re.search(r"^errors: 0 ", done.stdout, re.MULTILINE), done.stdout
    assert len(MIX) > 5


def test_a_percentile_is_a_time_that_was_taken() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([1.0], 0.95) == 1.0
