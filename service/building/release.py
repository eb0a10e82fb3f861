"""The built data on disk: what a release holds, where, and whether it still fits corpus and program.

A release is a folder that is made beside the current one and put in its place in one step, so that a failed or
interrupted build leaves the last good one serving.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.corrections import Correction
from ingest.errors import AftalegrafError
from ingest.manifest import Agreement

PROGRAM_FILES = ("*.py", "*.toml", "*.ttl", "*.rq")
PACKAGES = ("ingest", "graph", "search", "service", "ontology")
NOTE = "build.json"
LAYOUT = 3
"""Which parts a release has and what its note says; raise it with a change that older data lacks."""


class ReleaseError(AftalegrafError):
    """There is no built data, or it was not made by this program."""

    status = 503


@dataclass(frozen=True, slots=True)
class Note:
    """What a build says of itself.

    Attributes:
        layout: The `LAYOUT` of the program that made it.
        version: The version of its dataset (`graph.dataset`).
        fingerprint: Digest of the program, the corpus and the settings that it was made from.
        base: Base IRI of all names.
        encoder: Setting of the encoder that made the vectors.
        agreements: How many agreements it holds.
        documents: How many source documents.
        statements: How many statements.
        units: How many units of search.
        quads: How many quads.
    """

    layout: int
    version: str
    fingerprint: str
    base: str
    encoder: str
    agreements: int
    documents: int
    statements: int
    units: int
    quads: int


@dataclass(frozen=True, slots=True)
class Release:
    """The paths of a release in its folder."""

    folder: Path

    @property
    def graph(self) -> Path:
        """The folder of the store; its N-Quads stand beside it as `graph.nq`."""
        return self.folder / "graph"

    @property
    def index(self) -> Path:
        """The folder of the search indexes."""
        return self.folder / "index"

    @property
    def lexicon(self) -> Path:
        """The lemmas of the thesaurus's words."""
        return self.folder / "lexicon.json"

    @property
    def sources(self) -> Path:
        """The folder of the source documents as read, `<id>.txt`."""
        return self.folder / "sources"

    def pages(self, document: str) -> Path:
        """The pages of a source document, which only one that has pages has."""
        return self.sources / f"{document}.pages.json"

    @property
    def _conforming(self) -> Path:
        return self.folder / "conforming.json"

    def write_conforming(self, digests: Mapping[str, str]) -> None:
        """Write by which digests the agreements are known to conform to the shapes (`graph.conformance`)."""
        self._conforming.write_text(json.dumps(dict(digests), indent=1) + "\n", encoding="utf-8")

    def conforming(self) -> dict[str, str]:
        """Return these digests; none where they cannot be read, so that all is checked anew."""
        try:
            known = json.loads(self._conforming.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def write_note(self, note: Note) -> None:
        """Write what the build says of itself; last of all, so that a release with a note is whole."""
        (self.folder / NOTE).write_text(json.dumps(asdict(note), indent=1) + "\n", encoding="utf-8")

    def note(self) -> Note | None:
        """Return what the build says of itself, or `None` where there is no whole release of this program's layout."""
        try:
            note = Note(**json.loads((self.folder / NOTE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return note if note.layout == LAYOUT else None


def current(data: Path) -> Release:
    """Return the current release of a data folder, which may not have been built."""
    return Release(data / "current")


def built(data: Path) -> tuple[Release, Note]:
    """Return the current release and its note.

    Raises:
        ReleaseError: There is none, or it is of another version of the program.
    """
    release = current(data)
    note = release.note()
    if note is None and (release.folder / NOTE).exists():
        raise ReleaseError(
            f"The data in {data} must be built by this version of the program, and it is of another; run "
            "`aftalegraf build` with the same --data to build it anew."
        )
    if note is None:
        raise ReleaseError(f"There is no built data in {data}; run `aftalegraf build`, or name another with --data.")
    return release, note


def fingerprint(
    agreements: Iterable[Agreement],
    base: str,
    encoder: str,
    corrections: Mapping[str, Sequence[Correction]] | None = None,
    milvus: str = "",
) -> str:
    """Digest all that a build depends on: program, vocabulary, agreements, documents, corrections and settings."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[2]
    for package in PACKAGES:
        paths = sorted(path for pattern in PROGRAM_FILES for path in (root / package).rglob(pattern))
        for path in paths:
            digest.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for agreement in agreements:
        digest.update(f"\0{replace(agreement, documents=())}".encode())
        for document in agreement.documents:
            digest.update(f"\0{document.id}\0{document.title}\0{document.source}\0{document.sha256}".encode())
    digest.update(f"\0{base}\0{encoder}\0{milvus}".encode())
    for name, some in sorted((corrections or {}).items()):
        digest.update(f"\0{name}\0{some}".encode())
    return digest.hexdigest()
