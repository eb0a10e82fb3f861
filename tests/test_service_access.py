"""Who may contribute, and what an attacker gets who may not."""

from __future__ import annotations

import time
from pathlib import Path

import httpx2
import pytest
from contributing import CODE, Client, built_site, settings_of, words
from pydantic import SecretStr, ValidationError
from starlette.requests import Request

from service.contributing.access import ATTEMPTS, COOKIE, KEY_FILE, LASTS, Access, Attempts
from service.settings import Settings

POSTS = (
    "/bidrag",
    "/bidrag/ret",
    "/bidrag/fjern",
    "/log-ud",
    *(f"/bidrag/{'0' * 24}/{do}" for do in ("udgiv", "kasser")),
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = built_site(tmp_path_factory)
    return settings_of(folder / "corpus", folder / "data", upload_token=CODE)


@pytest.fixture
def client(settings: Settings) -> Client:
    return Client.of(settings)


def with_header(settings: Settings) -> Client:
    return Client.of(settings.model_copy(update={"upload_token": SecretStr(""), "upload_user_header": "X-Bruger"}))


def asking(cookie: str) -> Request:
    return Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={cookie}".encode())]})


def test_without_a_setting_there_is_nothing_and_nothing_leads_there(settings: Settings) -> None:
    off = Client.of(settings.model_copy(update={"upload_token": SecretStr("")})).http
    assert [off.get(path).status_code for path in ("/bidrag", "/log-ind", f"/bidrag/{'0' * 24}")] == [404, 404, 404]
    assert [off.post(path).status_code for path in POSTS] == [404] * len(POSTS)
    assert "/bidrag" not in off.get("/").text + off.get("/aftale/grundaftale").text


def test_with_a_setting_it_is_linked_and_asks_for_a_login(client: Client) -> None:
    assert 'href="/bidrag"' in client.http.get("/").text
    response = client.http.get("/bidrag?lang=en")
    assert (response.status_code, response.headers["location"]) == (303, "/log-ind?til=%2Fbidrag%3Flang%3Den&lang=en")
    assert "/bidrag/ret" not in client.http.get("/aftale/grundaftale").text


def test_the_token_lets_in_and_leads_back(client: Client) -> None:
    response = client.login(til="/bidrag?lang=en")
    assert (response.status_code, response.headers["location"]) == (303, "/bidrag?lang=en")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    page = client.http.get("/bidrag")
    assert "Du bidrager som Kirsten Ø. Hansen." in words(page.text)
    assert page.headers["cache-control"] == "no-store"
    assert "/bidrag/ret" in client.http.get("/aftale/grundaftale").text
    assert client.post("/log-ud").headers["location"] == "/"
    assert client.http.get("/bidrag").status_code == 303


@pytest.mark.parametrize("til", ["https://onde.dk/", "//onde.dk", "/\\onde.dk", "/bidrag/\\onde", "/log-ind", "bidrag"])
def test_a_login_leads_nowhere_else(client: Client, til: str) -> None:
    assert client.login(til=til).headers["location"] == "/bidrag"


def test_a_wrong_token_and_a_missing_name_are_told_and_the_name_is_kept(client: Client) -> None:
    wrong = client.login(code="en-helt-forkert-kode")
    assert (wrong.status_code, "Adgangskoden er ikke den rigtige" in words(wrong.text)) == (403, True)
    assert 'value="Kirsten Ø. Hansen"' in wrong.text
    assert client.login(name=" \u200b ").status_code == 422
    assert client.http.get("/bidrag").status_code == 303


def test_a_login_form_from_elsewhere_is_refused(client: Client) -> None:
    form = {"navn": "Kirsten", "adgangskode": CODE, "maerke": client.mark("/log-ind")}
    assert client.http.post("/log-ind", data={**form, "maerke": "0" * 64}).status_code == 403
    client.http.cookies.clear()
    assert client.http.post("/log-ind", data=form).status_code == 403


def test_too_many_wrong_tokens_have_to_wait_even_with_the_right_one(settings: Settings) -> None:
    client = Client.of(settings)
    statuses = [client.login(code=f"forkert-{number}").status_code for number in range(ATTEMPTS + 1)]
    assert statuses == [403] * ATTEMPTS + [429]
    right = client.login()
    assert right.status_code == 429
    assert 0 < int(right.headers["retry-after"]) <= 61


def test_attempts_are_forgotten_after_a_while() -> None:
    now = 0.0
    attempts = Attempts(lambda: now)
    for _ in range(ATTEMPTS):
        attempts.add("a")
    assert (attempts.wait("a"), attempts.wait("b")) == (61, 0)
    now = 60.0
    assert attempts.wait("a") == 0


def test_a_forged_an_expired_and_a_revoked_login_are_none(settings: Settings) -> None:
    access = Access(settings)
    cookie = access.cookie("Kirsten")
    visitor = access.visitor(asking(cookie))
    assert visitor is not None
    assert visitor.name == "Kirsten"
    body, _, signature = cookie.partition(".")
    other = b"Ole".hex() + body[6:]
    for forged in (f"{other}.{signature}", f"{body}.{'0' * 64}", body, "", ".", f"{body}.ø"):
        assert (
            access.visitor(Request({"type": "http", "headers": [(b"cookie", f"{COOKIE}={forged}".encode())]})) is None
        )
    assert Access(settings, lambda: time.time() + LASTS).visitor(asking(cookie)) is None
    assert Access(settings.model_copy(update={"upload_token": SecretStr("x" * 20)})).visitor(asking(cookie)) is None
    assert Access(settings).visitor(asking(cookie)) == visitor  # a restart
    (settings.data / KEY_FILE).unlink()
    assert Access(settings).visitor(asking(cookie)) is None


def test_the_key_is_readable_by_the_service_alone(settings: Settings) -> None:
    Access(settings).cookie("Kirsten")
    assert (settings.data / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_an_expired_login_leads_back_to_the_page_of_the_form(client: Client) -> None:
    page = f"/bidrag/{'a' * 24}"
    statement = f"{page}/udsagn/{'b' * 16}"
    for path, back in ((f"{page}/udgiv", page), (statement, statement), ("/bidrag/ret", "/bidrag")):
        assert client.http.post(path).headers["location"] == f"/log-ind?til={back.replace('/', '%2F')}"


@pytest.mark.parametrize("path", [*POSTS, f"/bidrag/{'0' * 24}/udsagn/{'0' * 16}"])
def test_a_form_from_elsewhere_is_refused_wherever_it_is_sent(client: Client, path: str) -> None:
    client.login()
    assert client.http.post(path, data={"aftale": "grundaftale"}).status_code == 403
    assert client.http.post(path, data={"maerke": "0" * 64}).status_code == 403
    other = Client.of(client.http.app.state.contributions.settings)  # type: ignore[attr-defined]
    other.login()
    assert client.http.post(path, data={"maerke": other.mark()}).status_code == 403


def test_a_proxy_names_the_user_and_nobody_else_may(settings: Settings) -> None:
    client = with_header(settings)
    assert client.http.get("/bidrag").status_code == 403
    assert client.http.get("/log-ind").status_code == 404
    client.http.headers = httpx2.Headers([(b"X-Bruger", "Søren".encode())], encoding="utf-8")
    page = client.http.get("/bidrag")
    assert "Du bidrager som Søren." in words(page.text)
    assert "/log-ud" not in page.text
    assert client.http.post("/bidrag/ret", data={"aftale": "grundaftale"}).status_code == 403


def test_a_token_must_be_long_and_a_header_must_be_one() -> None:
    with pytest.raises(ValidationError, match="at least 16 characters"):
        settings_of(Path(), Path(), upload_token=CODE[:15])
    with pytest.raises(ValidationError, match="letters, digits and hyphens"):
        settings_of(Path(), Path(), upload_user_header="X Bruger:")
