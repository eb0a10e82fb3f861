"""An analyst's tasks that change what is held (`tasks.md`), each from the front page in at most six steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import test_tasks
from conftest import served_site, visiting
from contributing import ADDED, CODE, build_site, settings_of
from playwright.sync_api import Browser, Page, expect
from served import Endpoint
from steps import Steps
from temporary_corpus import ROOT, part_of_the_corpus, write_corpus
from visits import Visits

from ingest.correction_files import write_corrections
from ingest.corrections import Correction
from ingest.model import Kind
from service.settings import Settings

USER = "X-Forwarded-User"
NORTH, ZEALAND = "nordjylland-2024-2027", "sjaelland-2024-2027"
LONG = 240_000
"""Milliseconds that reading or publishing may take on a machine that does other things too."""
WRONG = Correction(
    document=ZEALAND,
    start=30_222,
    quote="Planlagt\topgaveflytning",
    read_kind=Kind.PRINCIPLE,
    read_name="Planlagt opgaveflytning",
    by="Søren Å. Holm",
    at="2026-11-20T09:00:00+00:00",
    kind=Kind.INITIATIVE,
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two regions' agreements, one of them with a correction, and one that was added."""
    folder = tmp_path_factory.mktemp("tasks")
    settings = settings_of(part_of_the_corpus(folder / "corpus", NORTH, ZEALAND), folder / "data")
    write_corrections(settings.corpus, ZEALAND, [WRONG])
    write_corpus(settings.data / "corpus", {"havplan": ADDED}, region='"oestdanmark"', title='"Havplan"')
    build_site(settings)
    return settings


def environment(settings: Settings) -> dict[str, str]:
    return {
        "AFTALEGRAF_CORPUS": str(settings.corpus),
        "AFTALEGRAF_DATA": str(settings.data),
        "AFTALEGRAF_ENCODER": settings.encoder,
    }


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[Endpoint]:
    """The site as those see it who log in with the operator's token."""
    with served_site(**environment(settings), AFTALEGRAF_UPLOAD_TOKEN=CODE) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def intranet(settings: Settings) -> Iterator[Endpoint]:
    """The site behind a proxy that names the user."""
    with served_site(**environment(settings), AFTALEGRAF_UPLOAD_USER_HEADER=USER) as endpoint:
        yield endpoint


@pytest.fixture
def inside(browser: Browser, intranet: Endpoint, request: pytest.FixtureRequest) -> Iterator[Visits]:
    with visiting(browser, intranet, request.node.name, **{USER: "Kirsten Hansen"}) as visits:
        yield visits


def begun(visits: Visits, *, keyboard: bool = False) -> Steps:
    """Go from the front page to where one contributes: a step."""
    steps = Steps(visits.open("/"), keyboard)
    steps.use(steps.page.get_by_role("link", name="Tilføj og ret aftaler"))
    return steps


def logged_in(visits: Visits) -> Steps:
    """Log in with the operator's token: three steps more."""
    steps = begun(visits)
    steps.fill(steps.page.get_by_label("Dit navn"), "Kirsten Hansen")
    steps.fill(steps.page.get_by_label("Adgangskode"), CODE)
    steps.use(steps.page.get_by_role("button", name="Log ind"))
    return steps


def understood(page: Page) -> None:
    expect(page.get_by_role("heading", name="Hvad programmet har forstået")).to_be_visible(timeout=LONG)


def corrected(steps: Steps, agreement: str, statement: str) -> None:
    """Open a statement of an agreement to correct it: two steps."""
    page = steps.page
    row = page.locator("li").filter(has=page.locator(f"a[href='/aftale/{agreement}']"))
    steps.use(row.get_by_role("button", name="Ret udsagn"))
    understood(page)
    steps.use(page.get_by_role("link", name=f"Ret {statement}", exact=True).first)


def test_each_task_that_is_written_down_is_done() -> None:
    written = (Path(__file__).parent / "tasks.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in written.splitlines() if line.startswith("| ")][1:]
    done = [name for module in (globals(), vars(test_tasks)) for name in module if name.startswith("test_")]
    assert len(rows) == len(done) - len(["test_tasks", "this test"]) == 14
    assert all(int(row[2]) <= 6 for row in rows)
    assert sum(row[3] == "keyboard" for row in rows) >= 6


def test_add_an_agreement(visits: Visits) -> None:
    steps = logged_in(visits)
    steps.attach(steps.page.get_by_label("Fil med aftalens tekst"), ROOT / "tests/data/invented/plan.docx")
    understood(steps.page)
    steps.use(steps.page.get_by_role("button", name="Udgiv aftalen"))
    expect(steps.page.get_by_text("Aftalen er udgivet.")).to_be_visible(timeout=LONG)
    seen = visits.open("/aftale/plan")
    expect(seen.get_by_role("heading", level=1)).to_have_text("Plan for mental sundhed og psykiatri 2027-2030")
    expect(seen.locator("dl.facts").first).to_contain_text("Region Syddanmark")
    expect(seen.locator("dl.facts").first).to_contain_text("1. august 2027 – 31. december 2030")


def test_correct_what_a_statement_was_read_as(inside: Visits) -> None:
    steps = begun(inside, keyboard=True)
    page = steps.page
    corrected(steps, NORTH, "Øget lighed i sundhed")
    steps.choose(page.get_by_label("Art"), "mål")
    steps.use(page.get_by_role("button", name="Gem, og udgiv rettelserne"))
    expect(page.get_by_text("Rettelserne er udgivet.")).to_be_visible(timeout=LONG)
    steps.use(page.get_by_role("link", name="Se aftalen"))
    note = page.locator(".told-note").filter(has_text="»Øget lighed i sundhed«").first
    expect(note).to_contain_text("En person har rettet programmets læsning. Udsagnet er nu mål:")
    expect(note).to_contain_text("af Kirsten Hansen")
    expect(note).to_contain_text("trinnet for arten »princip«")


def test_take_a_correction_back(inside: Visits) -> None:
    steps = begun(inside)
    page = steps.page
    corrected(steps, ZEALAND, "Planlagt opgaveflytning")
    expect(page.get_by_text("Rettet af Søren Å. Holm")).to_be_visible()
    steps.use(page.get_by_role("button", name="Tag rettelsen tilbage"))
    steps.use(page.get_by_role("button", name="Udgiv rettelserne"))
    expect(page.get_by_text("Rettelserne er udgivet.")).to_be_visible(timeout=LONG)
    steps.use(page.get_by_role("link", name="Se aftalen"))
    note = page.locator(".told-note").filter(has_text="»Planlagt opgaveflytning«").first
    expect(note).to_contain_text("Programmet har læst dette som princip")
    expect(page.locator(".told-note").filter(has_text="Søren")).to_have_count(0)


def test_remove_an_agreement_that_was_added(visits: Visits) -> None:
    steps = logged_in(visits)
    steps.use(steps.page.get_by_role("button", name="Fjern Havplan"))
    steps.use(steps.page.get_by_role("button", name="Fjern aftalen"))
    expect(steps.page.get_by_text("Aftalen er fjernet.")).to_be_visible(timeout=LONG)
    expect(visits.open("/aftale/havplan").get_by_role("heading", level=1)).not_to_contain_text("Havplan")
