"""An intranet of another origin, whose pages hold the search box: a strict policy, and styles that respect nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

CSS: Final = (Path(__file__).parent / "intranet.css").read_bytes()
PAGE: Final = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>Intranet</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="{scheme}">
<link rel="stylesheet" href="/intranet.css">
<link rel="icon" href="data:,">
<script type="module" src="{server}/static/aftale-soeg.js"></script>
</head>
<body>
<main>
<h1>Intranet</h1>
<aftale-soeg server="{server}" {attributes}><a href="{server}/">Søg i sundhedsaftalerne</a></aftale-soeg>
</main>
</body>
</html>"""
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src data:; script-src {server}; connect-src {server}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


@contextmanager
def intranet() -> Iterator[int]:
    """Serve it from a thread; its host has two names, and so two origins.

    `/?server=...&lang=...&scheme=...&attributes=...` is a page with the box of a server.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/intranet.css":
            self._answer("text/css", CSS)
            return
        given = {name: values[0] for name, values in parse_qs(address.query).items()}
        asked = {"lang": "da", "scheme": "light dark", "attributes": "", **given}
        self._answer("text/html; charset=utf-8", PAGE.format(**asked).encode(), POLICY.format(**asked))

    def _answer(self, media_type: str, content: bytes, policy: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
