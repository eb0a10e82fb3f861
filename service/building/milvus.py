"""Milvus as the settings name it, and the collections that come and go with the folders of releases."""

from __future__ import annotations

import shutil
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from service.settings import Settings

if TYPE_CHECKING:
    from search.milvus.indexes import Milvus
    from service.building.release import Release

GRACE: Final = 2.0
"""Seconds in which searches that began in the release before may end; the next one opens the new release."""


def milvus_of(settings: Settings) -> Milvus | None:
    """Return where the vectors are kept; nothing where no Milvus is set."""
    return _milvus(settings.milvus, settings.milvus_token.get_secret_value()) if settings.milvus else None


@lru_cache(maxsize=1)
def _milvus(address: str, token: str) -> Milvus:
    """Make it once, so that the releases that a service opens one after the other share a connection."""
    from search.milvus.indexes import Milvus
    from search.milvus.server import MilvusServer

    return Milvus(MilvusServer(address, token))


def remove(release: Release, milvus: Milvus | None, *, searched: bool = False) -> None:
    """Remove a release that is not the current one, and with it the collection that it names.

    Where Milvus does not drop that, the folder stays, and the next build tries again.

    Args:
        release: The release.
        milvus: Where its vectors are.
        searched: Whether it was the current one until now.
    """
    if milvus is not None:
        from search.milvus.indexes import collection_of
        from search.milvus.server import MilvusError

        if searched and collection_of(release.index):
            time.sleep(GRACE)
        try:
            milvus.drop(release.index)
        except MilvusError:
            return
    shutil.rmtree(release.folder, ignore_errors=True)
