"""A change whose process is killed, or finds the disk full, is made whole or not at all."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from contributing import ADDED, CODE, Client, built_site, settings_of, words
from temporary_corpus import environment

from graph.store import nquads_file
from ingest.correction_files import read_corrections
from service.building.additions import added_ids, corpus_of
from service.building.release import current
from service.contributing.drafts import Draft, Drafts, State, now
from service.settings import Settings

KILLER = Path(__file__).with_name("killed_publication.py")
ID = "havplan-oest"
# Each moment is before a touch of a file: in which way, and which.
BEFORE = (
    ("os.rename", "changing.tmp"),
    ("open", f"agreements/{ID}.md"),
    ("os.rename", "corpus/manifest.tmp"),
    ("os.rename", f"corrections/{ID}.tmp"),
    ("os.rename", "published."),
    ("open", "lexicon.json"),
    ("open", "build.json"),
)
AFTER = (("shutil.rmtree", r"\.building-\d+$"), ("os.remove", "changing.json"))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an uploaded agreement, a statement of which is corrected, about to be published."""
    folder = built_site(tmp_path_factory)
    client = Client.of(settings_of(folder / "corpus", folder / "data", upload_token=CODE))
    client.login()
    path = client.uploaded(ADDED)
    client.post(client.statements(path)[-1], kind="initiative", do="save")
    client.stop()
    return folder


@pytest.fixture
def settings(ready: Path, tmp_path: Path) -> Settings:
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    return settings_of(tmp_path / "corpus", tmp_path / "data", upload_token=CODE)


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    client = Client.of(settings)
    client.login()
    yield client
    client.stop()


def the_draft(settings: Settings, kind: str = "new") -> Draft:
    (draft,) = [one for one in Drafts(settings.data, 30) if one.kind == kind]
    return draft


def published(draft: Draft, settings: Settings, *killed: str) -> int:
    """Publish in a process of its own; gives how it ended."""
    draft.tell("publish", {"by": draft.by, "at": now()})
    places = {"AFTALEGRAF_CORPUS": str(settings.corpus), "AFTALEGRAF_DATA": str(settings.data)}
    command = [KILLER, draft.folder, *killed] if killed else ["-m", "service.contributing.publication", draft.folder]
    return subprocess.run([sys.executable, *command], env=environment(**places), check=False).returncode


def quads(settings: Settings) -> str:
    return nquads_file(current(settings.data).graph).read_text(encoding="utf-8")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_publication_that_is_killed_before_its_release_is_in_place_was_none(
    client: Client, settings: Settings
) -> None:
    draft, before = the_draft(settings), quads(settings)
    for moment in BEFORE:  # each on top of what the one before left
        assert published(draft, settings, *moment) == -signal.SIGKILL, moment
        assert "Udgivelsen blev afbrudt" in words(client.http.get(f"/bidrag/{draft.id}").text), moment
        assert (added_ids(settings.data), read_corrections(settings.corpus, ID)) == ([], []), moment
        assert "manifest.toml" not in files(corpus_of(settings.data)), moment
        assert quads(settings) == before, moment
    assert published(draft, settings) == 0
    assert "Aftalen er udgivet." in words(client.http.get(f"/bidrag/{draft.id}").text)
    assert files(corpus_of(settings.data)) == {"manifest.toml", f"agreements/{ID}.md"}
    assert files(settings.corpus / "corrections") == {f"{ID}.toml"}
    assert not list(settings.data.glob(".building-*"))
    assert "Initiative" in quads(settings)


@pytest.mark.parametrize("moment", AFTER, ids=["old release there", "journal there"])
def test_a_publication_that_is_killed_after_its_release_is_in_place_is_done(
    client: Client, settings: Settings, moment: tuple[str, str]
) -> None:
    draft = the_draft(settings)
    assert published(draft, settings, *moment) == -signal.SIGKILL
    assert "Aftalen er udgivet." in words(client.http.get(f"/bidrag/{draft.id}").text)
    assert added_ids(settings.data) == [ID]
    assert len(read_corrections(settings.corpus, ID)) == 1
    assert client.http.get(f"/aftale/{ID}").status_code == 200
    assert "changing.json" not in files(settings.data)


def test_a_removal_that_is_killed_leaves_the_agreement_and_can_be_tried_again(
    client: Client, settings: Settings
) -> None:
    published(the_draft(settings), settings)
    client.post("/bidrag/fjern", aftale=ID)
    removal, before = the_draft(settings, "removal"), (files(corpus_of(settings.data)), quads(settings))
    for moment in (("os.remove", f"agreements/{ID}.md"), ("open", "lexicon.json")):
        assert published(removal, settings, *moment) == -signal.SIGKILL
        assert added_ids(settings.data) == [ID]
        assert (files(corpus_of(settings.data)), quads(settings)) == before
        assert removal.state is State.INTERRUPTED
    assert published(removal, settings) == 0
    assert added_ids(settings.data) == []
    assert ID not in quads(settings)


FULL = """
mount -t tmpfs -o size={size}k tmpfs {data} && cp -a {kept}/. {data} || exit 99
{python} -m service.contributing.publication {data}/drafts/{draft}
cp -a {data}/. {after}
"""


@pytest.mark.parametrize("room", [0, 60, 2_000], ids=["from the first", "in the change", "in the build"])
def test_a_publication_that_finds_the_disk_full_was_none(settings: Settings, tmp_path: Path, room: int) -> None:
    draft, before = the_draft(settings), quads(settings)
    draft.tell("publish", {"by": draft.by, "at": now()})
    kept, after = tmp_path / "kept", tmp_path / "after"
    settings.data.rename(kept)
    settings.data.mkdir()
    used = sum(-(-path.stat().st_size // 4096) * 4 + 4 for path in kept.rglob("*"))
    script = FULL.format(
        size=used + room, data=settings.data, kept=kept, after=after, python=sys.executable, draft=draft.id
    )
    places = {"AFTALEGRAF_CORPUS": str(settings.corpus), "AFTALEGRAF_DATA": str(settings.data)}
    after.mkdir()
    ended = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        env=environment(**places),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ended.returncode == 99 or "unshare" in ended.stderr:
        pytest.skip("A full disk needs a file system of its own, which this system does not let users mount.")
    settings.data.rmdir()
    after.rename(settings.data)
    assert "Traceback" not in ended.stderr
    assert the_draft(settings).state in (State.REFUSED, State.INTERRUPTED)
    assert (added_ids(settings.data), read_corrections(settings.corpus, ID), quads(settings)) == ([], [], before)
    assert published(the_draft(settings), settings) == 0
    assert the_draft(settings).state is State.PUBLISHED
