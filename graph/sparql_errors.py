"""What can be wrong with a query, in words for the person who wrote it."""

from __future__ import annotations

from ingest.errors import AftalegrafError


class QueryError(AftalegrafError):
    """A query breaks a rule of SPARQL or of this endpoint.

    Attributes:
        line: Where, counted from 1; None if the whole query is meant.
        column: The character in that line, counted from 1.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class UpdateRefusedError(QueryError):
    """The text is an update request; this endpoint only reads."""

    SENTENCE = (
        "This endpoint only reads, and the text is a SPARQL update (INSERT, DELETE, LOAD, ...); "
        "ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
    )

    def __init__(self, message: str = SENTENCE, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)


class ServiceRefusedError(QueryError):
    """The query would make this server ask another one."""

    SENTENCE = (
        "This endpoint does not send queries on to others, so SERVICE is not allowed; "
        "ask the other endpoint yourself, or call this one by SERVICE from there."
    )

    def __init__(self, message: str = SENTENCE, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, line, column)


class ResultTooLargeError(QueryError):
    """The result has more rows or bytes than the endpoint gives."""

    status = 422


class EvaluationError(QueryError):
    """A well-formed query asks for what this store cannot do, such as a function it does not know."""


class BusyError(AftalegrafError):
    """The service has more to do than it can; the same request may succeed later.

    Attributes:
        retry_after: Seconds after which to try again.
    """

    status = 503
    retry_after = 5


class QueryTimeoutError(AftalegrafError):
    """A query ran longer than it may, or its client gave it up."""

    status = 504


class WorkerDiedError(AftalegrafError):
    """A query ended its process: it used up the memory or the stack."""

    status = 422


_OF_THE_QUERY = (QueryError, UpdateRefusedError, ServiceRefusedError, ResultTooLargeError, EvaluationError)


def named(name: str, message: str, line: int | None, column: int | None) -> QueryError:
    """Make an error of a query from what another process says of it."""
    return {error.__name__: error for error in _OF_THE_QUERY}[name](message, line, column)
