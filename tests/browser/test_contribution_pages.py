"""Every page of contributing, in each state that it can be in: WCAG 2.1, phones, no scripts, valid HTML."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import served_site
from contributing import ADDED, CODE, HELD, Client, built_site, settings_of
from playwright.sync_api import Page, expect
from served import Endpoint
from test_contribute import LONG, entered
from test_html import HTML, complaints
from test_pages import in_language
from visits import PHONE, Visits, overflow, violations

from ingest.model import Kind as StatementKind
from service.contributing.drafts import Draft, Drafts, Kind, now
from service.settings import Settings

ME = "Kirsten Ø. Hansen"
UNTOLD = "# Aftale\n\nRegion Sjælland og Region Nordjylland vil skabe lighed.\n"
EMPTY = "Intet.\n"
PAGES = (
    "home",
    "reading",
    "unreadable",
    "ready",
    "lacking",
    "nothing recognised",
    "with corrections",
    "corrections lost",
    "publishing",
    "refused",
    "interrupted",
    "published",
    "corrections published",
    "removal",
    "removed",
    "statement",
    "corrected statement",
    "deleted statement",
    "statement of what is published",
    "gone",
)
TWICE = """([name, text]) => {
  const chosen = new DataTransfer();
  chosen.items.add(new File([text], name));
  const file = document.querySelector("#fil");
  file.files = chosen.files;
  file.dispatchEvent(new Event("change"));
  file.form.requestSubmit();
}"""
every_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = built_site(tmp_path_factory)
    return settings_of(folder / "corpus", folder / "data", upload_token=CODE, upload_mebibytes=1)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[Client]:
    client = Client.of(settings)
    client.login(ME)
    yield client
    client.stop()


@pytest.fixture(scope="module")
def paths(settings: Settings, client: Client) -> Iterator[Mapping[str, str]]:
    """A contribution in each state, read by the program; what works on two of them is this test."""
    drafts = Drafts(settings.data, settings.upload_days)
    with ExitStack() as stack:
        ready = client.uploaded(ADDED)
        held = {name: _held(client, name) for name in ("corrected", "lost", "published")}
        refused, interrupted, new = (client.uploaded(f"{ADDED}\n{n}\n") for n in range(3))
        for path, told in ((refused, {"refused": {"sentence": "There is no room; make some."}}), (interrupted, {})):
            _tell(_draft(drafts, path), publish={"by": ME, "at": now()}, **told)
        statements = client.statements(held["corrected"])
        client.post(statements[-1], kind="initiative", label="Plan for demens", do="save")
        client.post(statements[0], do="delete")
        lost = client.statements(held["lost"])[-1]
        client.post(lost, do="delete")
        draft = _draft(drafts, held["lost"])
        _tell(draft, understood={**draft.told("understood"), "matched": {}})
        _tell(_draft(drafts, held["published"]), publish={}, published={"agreement": "grundaftale"})
        published = _made(drafts, Kind.NEW, _draft(drafts, new), publish={}, published={})
        removed = _made(drafts, Kind.REMOVAL, None, publish={}, published={})
        reading, publishing = drafts.new(Kind.HELD, "grundaftale", "Sundhedsaftalen", ME), _draft(drafts, new)
        _tell(publishing, publish={}, progress={"what": "læser grundaftale", "share": 0.3})
        for one in (reading, publishing):
            lock = stack.enter_context((one.folder / "lock").open("a"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield {
            "home": "/bidrag",
            "reading": _path(reading),
            "unreadable": client.uploaded(b"PK\x03\x04 no document", "brudt.docx"),
            "ready": ready,
            "lacking": client.uploaded(UNTOLD),
            "nothing recognised": client.uploaded(EMPTY, "Intet.txt"),
            "with corrections": held["corrected"],
            "corrections lost": held["lost"],
            "publishing": _path(publishing),
            "refused": refused,
            "interrupted": interrupted,
            "published": published,
            "corrections published": held["published"],
            "removal": _path(drafts.new(Kind.REMOVAL, "grundaftale", "grundaftale", ME)),
            "removed": removed,
            "statement": client.statements(ready)[-1],
            "corrected statement": statements[-1],
            "deleted statement": statements[0],
            "statement of what is published": lost.replace(held["lost"], held["published"]),
            "gone": f"/bidrag/{'0' * 24}",
        }


def _held(client: Client, name: str) -> str:
    """Begin corrections by one of that name, since one who has begun some goes on with them."""
    client.login(name)
    path = str(client.post("/bidrag/ret", aftale="grundaftale").headers["location"])
    client.settled(path)
    client.login(ME)
    return path


def _draft(drafts: Drafts, path: str) -> Draft:
    return drafts[path.rpartition("/")[2]]


def _path(draft: Draft) -> str:
    return f"/bidrag/{draft.id}"


def _tell(draft: Draft, **told: Mapping[str, object]) -> None:
    for name, content in told.items():
        draft.tell(name, content)


def _made(drafts: Drafts, kind: Kind, read: Draft | None, **told: Mapping[str, object]) -> str:
    """Make a contribution to the agreement that is held, with what was understood of another."""
    draft = drafts.new(kind, "grundaftale", "Havplan Øst.md", ME)
    _tell(draft, **told, **({"understood": read.told("understood")} if read else {}))
    return _path(draft)


@pytest.fixture(scope="module")
def site(settings: Settings, paths: Mapping[str, str]) -> Iterator[Endpoint]:
    assert set(paths) == set(PAGES)
    with served_site(
        AFTALEGRAF_CORPUS=str(settings.corpus),
        AFTALEGRAF_DATA=str(settings.data),
        AFTALEGRAF_ENCODER=settings.encoder,
        AFTALEGRAF_UPLOAD_TOKEN=CODE,
        AFTALEGRAF_UPLOAD_MEBIBYTES="1",
    ) as endpoint:
        yield endpoint


def checked(visits: Visits, page: Page, label: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        visits.keep(page, f"{label}-{scheme}")
        assert violations(page) == [], (label, scheme)
    page.emulate_media(color_scheme="light")
    assert page.locator("h1").count() == 1


@every_page
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_has_no_violation_of_wcag_2_1_aa(
    visits: Visits, paths: Mapping[str, str], name: str, language: str
) -> None:
    page = entered(visits)
    page.goto(visits.address + in_language(paths[name], language))
    assert page.locator("html").get_attribute("lang") == language
    checked(visits, page, language)


@every_page
def test_a_page_is_no_wider_than_a_phone(visits: Visits, paths: Mapping[str, str], name: str) -> None:
    page = entered(visits, size=PHONE)
    page.goto(visits.address + paths[name])
    visits.keep(page)
    assert overflow(page) <= 0


def test_a_page_has_its_heading_and_a_way_back_without_scripts(visits: Visits, paths: Mapping[str, str]) -> None:
    page = entered(visits, scripts=False)
    for name in PAGES:
        page.goto(visits.address + paths[name])
        assert page.locator("h1").count() == 1, name
        assert page.locator("a.brand").is_visible(), name
        waits = name in ("reading", "publishing")
        assert (page.locator("meta[http-equiv=refresh]").count() == 1) is waits, name


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_refused_is_told_on_a_page_that_all_can_read(
    visits: Visits, paths: Mapping[str, str], language: str, tmp_path: Path
) -> None:
    page = visits.open(f"/log-ind?lang={language}")
    page.locator("#navn").fill(ME)
    page.locator("#adgangskode").fill("ikke-den-rigtige-kode")
    page.locator("main button").click()
    assert 'role="alert"' in page.content()
    checked(visits, page, f"wrong token {language}")
    page = entered(visits)
    for label, content in (("too large", "a" * (1024**2 + 1)), ("empty", " "), ("there", HELD)):
        file = tmp_path / f"{label}.md"
        file.write_text(content, encoding="utf-8")
        page.goto(f"{visits.address}/bidrag?lang={language}")
        with page.expect_navigation():
            page.locator("#fil").set_input_files(file)
        expect(page.get_by_role("alert")).to_be_visible()
        checked(visits, page, f"{label} {language}")
    page.goto(visits.address + in_language(paths["statement"], language))
    page.evaluate("document.querySelector('#label').removeAttribute('maxlength')")
    page.locator("#label").fill("x" * 301)
    page.locator("#kind").select_option("vision")
    page.locator("button[value=save]").click()
    expect(page.get_by_role("alert")).to_contain_text("300")
    assert page.locator("#label").input_value() == "x" * 301  # what was written is not lost
    assert page.locator("#kind").input_value() == "vision"
    checked(visits, page, f"too long {language}")
    page.goto(visits.address + in_language(paths["lacking"], language))
    page.locator("button[value=publish]").click()
    expect(page.locator(":target")).to_have_role("alert")  # the first of what is missing
    checked(visits, page, f"lacking {language}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_expired_login_leads_back_to_the_page_and_nothing_is_changed(
    visits: Visits, paths: Mapping[str, str], scripts: bool
) -> None:
    page = entered(visits, scripts=scripts)
    page.goto(visits.address + paths["statement"])
    page.context.clear_cookies()
    page.locator("#label").fill("Et navn")
    page.locator("button[value=save]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind for at bidrage")
    page.locator("#navn").fill(ME)
    page.locator("#adgangskode").fill(CODE)
    page.locator("main button").click()
    assert page.url == visits.address + paths["statement"]
    assert page.locator("#label").input_value() != "Et navn"


def test_two_clicks_send_a_file_once(visits: Visits, tmp_path: Path, settings: Settings) -> None:
    page = entered(visits)
    file = tmp_path / "To klik.md"
    file.write_text(f"{ADDED}\nTo klik.\n", encoding="utf-8")
    before = len(list(Drafts(settings.data, 30)))
    page.evaluate(TWICE, [file.name, file.read_text(encoding="utf-8")])
    expect(page.get_by_role("heading", name="Hvad programmet har forstået")).to_be_visible(timeout=LONG)
    assert len(list(Drafts(settings.data, 30))) == before + 1
    page.go_back()
    page.reload()
    page.go_forward()
    assert len(list(Drafts(settings.data, 30))) == before + 1


def test_every_page_of_contributing_is_valid_html(client: Client, paths: Mapping[str, str], tmp_path: Path) -> None:
    stranger = Client(client.http.__class__(client.http.app, follow_redirects=False))
    for one in (client, stranger):
        one.http.headers.update(HTML)
    for language in ("da", "en"):
        shown = {name: client.http.get(in_language(path, language)) for name, path in paths.items()}
        query = {"lang": language}
        mark = {"maerke": client.mark()}
        long = {**mark, "label": "x" * 301, "kind": StatementKind.GOAL.value, "link": "", "do": "save"}
        shown |= {
            "too long": client.http.post(paths["statement"], params=query, data=long),
            "forged": client.http.post("/bidrag/ret", params=query, data={"aftale": "grundaftale"}),
            "login": stranger.http.get("/log-ind", params=query),
            "wrong token": stranger.login(code="forkert"),
        }
        for name, file in {"empty": b"", "wrong ending": b"a", "too large": b"a" * (1024**2 + 1)}.items():
            files = {"fil": ("a.exe" if name == "wrong ending" else "a.md", file)}
            shown[name] = client.http.post("/bidrag", params=query, data=mark, files=files)
        for name, response in shown.items():
            assert response.status_code in (200, 403, 404, 413, 422), name
            (tmp_path / f"{name} {language}.html").write_bytes(response.content)
    assert complaints(tmp_path) == []
