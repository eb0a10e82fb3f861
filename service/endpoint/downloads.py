"""The whole dataset and each of its named graphs to download."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response, StreamingResponse

from graph.dataset import FILES, MEDIA_TYPES
from ingest.errors import NotFoundError
from service.dependencies import Current
from service.endpoint.dumps import files_of, write
from service.endpoint.graph_formats import ANY_ORIGIN
from service.http.validators import entity_tag, held_by_client

IN_MEMORY: Final = 1024 * 1024
CHUNK: Final = 64 * 1024

downloads = APIRouter(prefix="/eksport", tags=["Linked data"])


@downloads.head("/{name:path}.{form}", include_in_schema=False)
@downloads.get("/{name:path}.{form}", response_class=StreamingResponse)
def download(
    request: Request,
    current: Current,
    name: Annotated[str, Path(description="`aftalegraf`, or the path of a named graph, such as `graf/emner`.")],
    form: Annotated[str, Path(description="`ttl`, `nq` or `jsonld`.")],
) -> Response:
    """Download the dataset or one of its named graphs."""
    knowledge = current.knowledge
    named = files_of(knowledge)
    if form not in FILES or name not in named:
        raise NotFoundError(
            f"There is no file '{name}.{form}' to download; take aftalegraf or a graph that /datasaet lists, as "
            f"{', '.join(FILES)}."
        )
    # The data says what the file says, so that it need not be written to know its tag.
    tag = f"W/{entity_tag(f'{knowledge.note.version} {knowledge.note.base} {name} {form}')}"
    headers = {**ANY_ORIGIN, "ETag": tag, "Content-Disposition": f'attachment; filename="{_file_name(name)}.{form}"'}
    if request.method == "HEAD" or held_by_client(request.headers, tag):
        return _without_content(MEDIA_TYPES[form], headers)
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    write(knowledge, named[name], form, file)
    headers["Content-Length"] = str(file.tell())
    file.seek(0)
    return StreamingResponse(_pieces(file), media_type=MEDIA_TYPES[form], headers=headers)


def _without_content(media_type: str, headers: dict[str, str]) -> Response:
    """Answer without the file; its length is left out, for the file would have to be written to know it."""
    response = Response(media_type=media_type, headers=headers)
    del response.headers["Content-Length"]
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece


def _file_name(name: str) -> str:
    """Return a name that needs no quoting in a header."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in name)
