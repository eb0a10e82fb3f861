"""Adding, correcting and removing agreements in the browser, and what becomes of bad input."""

from __future__ import annotations

import io
import os
import shutil
import signal
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from contributing import ADDED, CODE, HELD, Client, built_site, settings_of, words

from graph.store import nquads_file
from ingest.correction_files import read_corrections, write_corrections
from ingest.corrections import Correction
from ingest.model import Kind
from service.building.additions import added_ids
from service.building.release import current
from service.contributing.drafts import DAY, Draft, Drafts
from service.contributing.jobs import Jobs
from service.contributing.publication import merged
from service.settings import Settings

EVIL = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory)


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return settings_of(tmp_path / "corpus", tmp_path / "data", upload_token=CODE, upload_mebibytes=1)


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    client = Client.of(settings)
    client.login()
    yield client
    client.stop()


def quads(settings: Settings) -> str:
    return nquads_file(current(settings.data).graph).read_text(encoding="utf-8")


def given(**more: str) -> dict[str, str]:
    return {"region": "oestdanmark", "title": "Havplan", "start": "2028-01-01", "end": "2031-12-31", **more}


def test_an_agreement_is_uploaded_corrected_published_once_and_removed_again(
    client: Client, settings: Settings
) -> None:
    path = client.uploaded(ADDED)
    page = client.http.get(path).text
    assert "Et afsnit om vejret" in page  # nothing was recognised there
    assert "<mark>Ingen skal vente på en båd for at se en læge.</mark>" in page
    assert '<option value="oestdanmark" selected>' in page
    assert added_ids(settings.data) == []
    goal = client.statements(path)[-1]
    saved = client.post(goal, kind="initiative", label="Færre genindlæggelser", link="", do="save")
    assert saved.headers["location"] == f"{path}#s-{goal.rpartition('/')[2]}"
    answers = [client.post(f"{path}/udgiv", **given(do="publish")) for _ in range(2)]
    assert [one.headers["location"] for one in answers] == [path, path]
    assert "Aftalen er udgivet." in words(client.settled(path))
    assert added_ids(settings.data) == ["havplan-oest"]
    assert "Initiative" in quads(settings)
    (correction,) = read_corrections(settings.corpus, "havplan-oest")
    assert (correction.by, correction.read_kind, correction.kind) == ("Kirsten Ø. Hansen", Kind.GOAL, Kind.INITIATIVE)
    assert "Færre genindlæggelser" in quads(settings)
    assert client.http.get("/aftale/havplan-oest").status_code == 200
    assert client.post(f"{path}/udgiv", do="publish").headers["location"] == path  # a reload long after
    assert client.post(goal, kind="goal", do="save").status_code == 422
    removal = client.post("/bidrag/fjern", aftale="havplan-oest").headers["location"]
    assert added_ids(settings.data) == ["havplan-oest"]
    client.post(f"{removal}/udgiv", do="publish")
    assert "Aftalen er fjernet." in words(client.settled(removal))
    assert "havplan" not in quads(settings)
    assert client.http.get("/aftale/havplan-oest").status_code == 404
    assert read_corrections(settings.corpus, "havplan-oest") == [correction]  # kept, should it come again


def test_a_held_agreement_is_corrected_and_the_correction_taken_back(client: Client, settings: Settings) -> None:
    before = quads(settings)
    for do, left in (("delete", 1), ("restore", 0)):
        path = client.post("/bidrag/ret", aftale="grundaftale").headers["location"]
        client.settled(path)
        goal = client.statements(path)[-1]
        client.post(goal, do=do)
        client.post(f"{path}/udgiv", do="publish")
        assert "Rettelserne er udgivet." in words(client.settled(path))
        assert len(read_corrections(settings.corpus, "grundaftale")) == left
        assert (quads(settings) == before) is (left == 0)
        assert ("aftale/grundaftale#rettelse-" in quads(settings)) is (left == 1)


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_publication_that_is_ended_leaves_the_release_and_can_be_tried_again(
    client: Client, settings: Settings, signal_: signal.Signals
) -> None:
    path, before = client.uploaded(ADDED), quads(settings)
    client.post(f"{path}/udgiv", **given(do="publish"))
    jobs = client.http.app.state.contributions.jobs  # type: ignore[attr-defined]
    until = time.monotonic() + 120
    while not list(settings.data.glob(".building-*")):
        assert time.monotonic() < until
        time.sleep(0.02)
    (process,) = [one for one in jobs._running if one.poll() is None]
    if signal_ is signal.SIGTERM:
        jobs.stop()  # as the service does when it is stopped by Ctrl-C
        assert added_ids(settings.data) == []
        assert list(settings.data.glob(".building-*")) == []
    else:
        os.kill(process.pid, signal_)
        process.wait()
    assert quads(settings) == before
    restarted = Client.of(settings)
    restarted.login()
    assert "Udgivelsen blev afbrudt" in words(restarted.http.get(path).text)
    restarted.post(f"{path}/udgiv", do="publish")
    assert "Aftalen er udgivet." in words(restarted.settled(path))
    restarted.stop()
    assert added_ids(settings.data) == ["havplan-oest"]


def test_what_the_text_does_not_tell_is_asked_for_in_a_sentence(client: Client) -> None:
    text = "# Sundhedsaftale\n\nRegion Sjælland og Region Nordjylland vil skabe lighed.\n"
    path = client.uploaded(text)
    page = words(client.http.get(path).text)
    assert "Teksten nævner Nordjylland, Sjælland lige ofte; vælg den rigtige." in page
    for period, field, sentence in (
        (("", "2027"), "start", "Teksten siger ikke, hvornår aftalen begynder"),
        (("i går", "2027"), "start", "»i går« er hverken et årstal eller en dato"),
        (("2028", "2027"), "end", "Aftalen skal slutte, efter"),
    ):
        form = {"region": "sjaelland", "title": "Aftale", "start": period[0], "end": period[1], "do": "publish"}
        asked = client.post(f"{path}/udgiv", **form).headers["location"]
        assert asked == f"{path}#mangler-{field}"  # a page that can be gone back to and loaded again
        assert words(client.http.get(asked).text).count(sentence) == 1
    saved = client.post(f"{path}/udgiv", title="Aftale", do="save").headers["location"]
    assert "Det er gemt, men ikke udgivet endnu." in words(client.http.get(saved).text)
    assert "klar til udgivelse" in words(client.http.get("/bidrag").text)
    client.post(f"{path}/kasser")
    assert client.http.get(path).status_code == 404


def test_an_upload_over_the_limit_is_cut_off_whatever_its_head_says(client: Client, settings: Settings) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="fil"; filename="stor.txt"\r\nContent-Type: text/plain\r\n\r\n'

    def endless() -> Iterator[bytes]:
        yield head
        for _ in range(200):
            yield b"a" * 65_536

    response = client.http.post(
        "/bidrag", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert "content-length" not in response.request.headers
    assert (response.status_code, "Filen må højst fylde 1 MB" in words(response.text)) == (413, True)
    assert list((settings.data / "drafts").glob("*")) == []
    assert client.upload(b"a" * (1024**2 + 1), "stor.txt").status_code == 413
    assert client.http.post("/bidrag/ret", data={"maerke": "x" * 100_000}).status_code == 413


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "tom.txt", "Filen tom.txt er tom"),
        (b" \n ", "tom.md", "Filen tom.md er tom"),
        (b"tekst", "aftale.exe", "Filen aftale.exe kan ikke læses"),
        (b"tekst", "aftale", "Filen aftale kan ikke læses"),
        (b"tekst", "../../etc/passwd", "Filen passwd kan ikke læses"),
        (b"tekst", "a" * 3_000 + ".exe", "Filen " + "a" * 70 + ".exe kan ikke læses"),
        (HELD.encode(), "igen.md", "Filen er her allerede"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_in_a_sentence(
    client: Client, content: bytes, name: str, sentence: str
) -> None:
    response = client.upload(content, name)
    assert (response.status_code, sentence in words(response.text)) == (422, True), words(response.text)


def test_a_name_of_ten_thousand_characters_is_refused_in_a_sentence(client: Client) -> None:
    response = client.upload(b"tekst", "a" * 10_000 + ".txt")
    assert (response.status_code, "giv filen et kortere navn" in words(response.text)) == (400, True)


def test_a_form_without_a_file_is_told_so(client: Client) -> None:
    response = client.http.post("/bidrag", data={"maerke": client.mark()}, files={"fil": ("", b"")})
    assert (response.status_code, "Vælg en fil" in words(response.text)) == (422, True)


def bomb() -> bytes:
    """A Word document of some kilobytes that unpacks to hundreds of megabytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024**2)
    return held.getvalue()


def test_a_file_that_is_made_to_harm_is_not_read_and_the_service_goes_on(client: Client, settings: Settings) -> None:
    for content, name in ((bomb(), "bombe.docx"), (b"%PDF-1.7 " + os.urandom(999), "ikke.txt")):
        path = client.uploaded(content, name)
        page = client.http.get(path).text
        assert "Filen kunne ikke læses" in words(page)
        assert str(settings.data) not in page
        assert name in page
    assert client.http.get("/").status_code == 200


def test_what_is_in_a_document_and_its_name_is_shown_and_never_run(client: Client) -> None:
    text = f"# Aftale {EVIL} 2024-2027\n\n## Vision {EVIL}\n\nVi vil skabe lighed {EVIL} for alle i Region Sjælland.\n"
    path = client.uploaded(text, f"a\n{EVIL}\"onload='x'.md".replace("/", ""))
    pages = [client.http.get(address).text for address in (path, "/bidrag", *client.statements(path))]
    assert len(pages) > 2
    for page in pages:
        assert "alert(" in page
        assert "<script>alert" not in page
        assert "onload='x'" not in page


def test_two_uploads_of_one_name_at_once_have_ids_of_their_own(client: Client, settings: Settings) -> None:
    first = client.upload(ADDED).headers["location"]
    second = client.upload(ADDED + "\nEt tillæg.\n").headers["location"]
    for path in (first, second):
        client.settled(path)
    names = {draft.agreement for draft in Drafts(settings.data, 30)}
    assert len(names) == 2
    assert all(name.startswith("havplan-oest") for name in names)


def test_what_is_begun_twice_is_one_contribution_until_it_is_done(client: Client, settings: Settings) -> None:
    with ThreadPoolExecutor(2) as pool:  # a double click
        first, second = pool.map(lambda _: client.upload(ADDED).headers["location"], range(2))
    assert first == second
    client.settled(first)
    held = [client.post("/bidrag/ret", aftale="grundaftale").headers["location"] for _ in range(2)]
    assert held[0] == held[1] != first
    client.settled(held[0])
    client.post(client.statements(held[0])[-1], do="delete")
    write_corrections(settings.corpus, "grundaftale", Drafts(settings.data, 30)[held[0].rpartition("/")[2]].corrections)
    assert client.post("/bidrag/ret", aftale="grundaftale").headers["location"] != held[0]  # corrected meanwhile
    other = Client.of(settings)
    other.login("Jens Å. Krogh")
    assert other.post("/bidrag/ret", aftale="grundaftale").headers["location"] != held[0]
    other.stop()


def test_a_click_before_the_reading_of_the_first_has_started_is_the_same_contribution(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Jobs.start

    def slowly(jobs: Jobs, module: str, draft: Draft) -> None:
        time.sleep(0.5)
        start(jobs, module, draft)

    monkeypatch.setattr(Jobs, "start", slowly)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: client.upload(ADDED).headers["location"], range(2))
    assert first == second
    client.settled(first)


def test_a_correction_of_what_is_gone_or_to_what_cannot_be_is_told(client: Client) -> None:
    path = client.post("/bidrag/ret", aftale="grundaftale").headers["location"]
    client.settled(path)
    goal = client.statements(path)[-1]
    gone = f"{path}/udsagn/{'0' * 16}"
    assert (client.http.get(gone).status_code, client.post(gone, do="delete").status_code) == (404, 404)
    assert client.post(goal, kind="statistic", do="save").status_code == 422
    assert "Skriv det ord, der bliver defineret" in words(client.post(goal, kind="definition", do="save").text)
    assert "Der er ingen rettelser at udgive" in words(client.post(f"{path}/udgiv", do="publish").text)
    assert "Der er ingen rettelser at udgive" in words(client.post(goal, kind="goal", do="publish").text)
    assert client.post(goal, kind="goal", label="x" * 301, do="save").status_code == 422
    assert client.post("/bidrag/ret", aftale="../findes-ikke").status_code == 404
    assert client.post("/bidrag/fjern", aftale="grundaftale").status_code == 404
    assert client.http.get("/bidrag/../drafts").status_code == 404


def test_drafts_survive_a_restart_and_go_after_their_days(client: Client, settings: Settings) -> None:
    path = client.uploaded(ADDED)
    again = Client.of(settings)
    again.login()
    assert "klar til udgivelse" in words(again.http.get("/bidrag").text)
    drafts = Drafts(settings.data, settings.upload_days)
    long_ago = time.time() - (settings.upload_days + 1) * DAY
    os.utime(drafts[path.rpartition("/")[2]].path("draft"), (long_ago, long_ago))
    drafts.sweep()
    assert again.http.get(path).status_code == 404


def test_nothing_personal_and_no_text_is_logged(
    client: Client, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    path = client.uploaded(ADDED.replace("båd", "hemmelighed"))
    client.post(client.statements(path)[0], kind="vision", label="Et hemmeligt navn", do="save")
    client.upload(b"", "hemmelig.md")
    out, err = capfd.readouterr()
    # The test's own client logs what it asks; the service shall not.
    logged = "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
    )
    for word in ("hemmelig", "Kirsten", CODE):
        assert word not in out + err + logged


def test_corrections_of_two_people_at_once_are_both_kept() -> None:
    def correction(quote: str, **change: object) -> Correction:
        at = "2026-11-22T18:00:00+00:00"
        return Correction("d", 1, quote, Kind.GOAL, quote, "Kirsten", at, **change)  # type: ignore[arg-type]

    old, other, mine = (correction(one, deleted=True) for one in ("gammel", "andens", "min"))
    assert merged([old], [old, mine], [old, other]) == [old, other, mine]
    assert merged([old], [], [old, other]) == [other]
    assert merged([old], [correction("gammel", label="ny")], [old]) == [correction("gammel", label="ny")]
