"""A small site on which agreements can be added and corrected, and a client that fills in its forms."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from pathlib import Path

import httpx2
import pytest
from made_once import made_once
from starlette.testclient import TestClient
from temporary_corpus import write_corpus

from service.app import create_app
from service.building.build import build
from service.settings import Settings

CODE = "hemmelig-nok-til-en-test"
HELD = """# Sundhedsaftale 2024-2027

## Vision

Vi vil skabe mere lighed i sundhed for alle borgere.

## Målsætninger

Borgere med demens skal have en plan.
"""
ADDED = """# Havplan 2028-2031 for Region Østdanmark

Planen gælder fra den 1. januar 2028 til den 31. december 2031.

## Vision

Ingen skal vente på en båd for at se en læge.

## Målsætninger

Vi vil nedbringe antallet af genindlæggelser for borgere med psykiske lidelser.

## Et afsnit om vejret

Det blæser meget på havet, og bølgerne er høje om vinteren.
"""
PATIENCE = 240.0


def settings_of(corpus: Path, data: Path, **more: object) -> Settings:
    """Give settings of a site, without any of this machine."""
    given = {"corpus": corpus, "data": data, "encoder": "hashing", "workers": 1, **more}
    return Settings.model_validate(given)


def build_site(settings: Settings) -> None:
    build(settings.corpus, settings.data, settings.base, settings.encoder, lambda _what, _share: None)


def built_site(factory: pytest.TempPathFactory, text: str = HELD) -> Path:
    """Give a folder of one's own with a corpus of one agreement, `grundaftale`, and the data built from it."""

    def make(folder: Path) -> None:
        build_site(settings_of(write_corpus(folder / "corpus", {"grundaftale": text}), folder / "data"))

    return made_once(factory, f"site-{sha256(text.encode()).hexdigest()[:8]}", make)


def words(page: str) -> str:
    """Give what a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@dataclass
class Client:
    """A browser without scripts, as far as forms go."""

    http: TestClient

    @classmethod
    def of(cls, settings: Settings) -> Client:
        return cls(TestClient(create_app(settings), follow_redirects=False))

    def stop(self) -> None:
        """Stop what works on contributions, as the service does when it ends."""
        self.http.app.state.contributions.jobs.stop()  # type: ignore[attr-defined]

    def mark(self, path: str = "/bidrag") -> str:
        found = re.search(r'name="maerke" value="([^"]+)"', self.http.get(path).text)
        assert found, path
        return found[1]

    def login(self, name: str = "Kirsten Ø. Hansen", code: str = CODE, til: str = "") -> httpx2.Response:
        form = {"navn": name, "adgangskode": code, "maerke": self.mark("/log-ind")}
        return self.http.post("/log-ind", params={"til": til}, data=form)

    def post(self, path: str, **form: str) -> httpx2.Response:
        return self.http.post(path, data={"maerke": self.mark(), **form})

    def upload(self, content: str | bytes, name: str = "Havplan Øst.md") -> httpx2.Response:
        data = content.encode() if isinstance(content, str) else content
        return self.http.post("/bidrag", data={"maerke": self.mark()}, files={"fil": (name, data)})

    def uploaded(self, content: str | bytes, name: str = "Havplan Øst.md") -> str:
        """Upload a file and give the address of its page, when it is read."""
        response = self.upload(content, name)
        assert response.status_code == 303, words(response.text)
        self.settled(response.headers["location"])
        return str(response.headers["location"])

    def settled(self, path: str) -> str:
        """Wait until nothing works on a contribution, and give its page."""
        until = time.monotonic() + PATIENCE
        while "data-waiting" in (page := self.http.get(path).text):
            assert time.monotonic() < until, words(page)
            time.sleep(0.2)
        return page

    def statements(self, path: str) -> list[str]:
        """Give the addresses of a contribution's statements, in reading order."""
        return re.findall(r'href="(/bidrag/[0-9a-f]{24}/udsagn/[0-9a-f]{16})"', self.http.get(path).text)
