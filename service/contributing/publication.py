"""Publishes a contribution, in a process of its own: the same additions and the same build as on the command line.

Run as `python -m service.contributing.publication FOLDER`, with the settings in the environment. If it is ended before
it is done, what it had begun is taken back, and the release that was current stays so.
"""

from __future__ import annotations

import hashlib
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.correction_files import corrections_file, read_corrections, write_corrections
from ingest.corrections import Correction
from ingest.model import Formalia
from service.building.additions import Given, add, all_agreements, take_out
from service.building.build import build
from service.building.changing import Change, changing
from service.building.milvus import milvus_of
from service.contributing.drafts import Draft, Kind, load
from service.contributing.jobs import work
from service.settings import Settings


def publish(draft: Draft, settings: Settings) -> None:
    """Put a contribution into the data and build."""

    def report(what: str, share: float) -> None:
        draft.tell("progress", {"what": what, "share": share})

    report("venter", 0.0)
    with changing(settings.data) as change:
        _put_in(draft, settings, change)
        # A part of the change: it says so if and only if the release that holds it is in place.
        change.keep(draft.path("published"))
        draft.tell("published", {"agreement": draft.agreement})
        build(settings.corpus, settings.data, settings.base, settings.encoder, report, milvus_of(settings))


def _put_in(draft: Draft, settings: Settings, change: Change) -> None:
    """Change corpus and corrections, for the build to find."""
    if draft.kind is Kind.REMOVAL:
        take_out(draft.agreement, settings.corpus, change)
        return
    if draft.kind is Kind.NEW and not _is_there(draft, settings):
        formalia = Formalia(**draft.told("understood")["formalia"])
        add(draft.folder / draft.file, formalia, Given(**draft.given), settings.corpus, change)
    corpus = settings.corpus
    change.keep(corrections_file(corpus, draft.agreement))
    known = read_corrections(corpus, draft.agreement)
    write_corrections(corpus, draft.agreement, merged(draft.before, draft.corrections, known))


def _is_there(draft: Draft, settings: Settings) -> bool:
    """Tell whether an earlier attempt, killed when its release was in place, has added the very file already."""
    digest = hashlib.sha256((draft.folder / draft.file).read_bytes()).hexdigest()
    agreements = all_agreements(settings.corpus, settings.data)
    return any(one.id == draft.agreement and one.documents[0].sha256 == digest for one in agreements)


def merged(before: Sequence[Correction], mine: Sequence[Correction], now: Sequence[Correction]) -> list[Correction]:
    """Return the corrections that hold, where others may have corrected too since a draft was begun.

    Args:
        before: What there was then.
        mine: What the draft makes of it.
        now: What there is.
    """
    kept = {one.id for one in mine}
    changed = [one for one in mine if one not in before]
    gone = {one.id for one in before if one.id not in kept} | {one.id for one in changed}
    return [*(one for one in now if one.id not in gone), *changed]


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(1)


def main(folder: str) -> None:
    """Publish the draft in a folder, and keep that it is published, or why it is not."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    draft = load(Path(folder))
    if draft is None:
        return
    draft.path("refused").unlink(missing_ok=True)
    work(draft, "refused", lambda: publish(draft, Settings()))


if __name__ == "__main__":
    main(sys.argv[1])
