"""What a zip file holds, by its directory; nothing is unpacked."""

from __future__ import annotations

import io
import zipfile

from ingest.errors import SourceError


def entries(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    """Return the entries of a zip file.

    Raises:
        SourceError: It is damaged, or of a kind of zip that Python does not know.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise SourceError(f"{name} is a damaged Word document or zip file; fetch it again.") from None
