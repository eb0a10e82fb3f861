"""The one base of every error that a user can cause or mend.

Each message is a single sentence that states the rule, the value that broke it and the remedy. The errors are caught
once at each edge: the command line prints the sentence and exits with `exit_code`; HTTP answers with `status`.
"""

from __future__ import annotations


class AftalegrafError(Exception):
    """An error whose message is meant for the user.

    Attributes:
        exit_code: What the command line exits with (2 for a wrong input or state, 1 for "nothing found").
        status: The HTTP status that says the same.
    """

    exit_code = 2
    status = 400


class SourceError(AftalegrafError):
    """A source document cannot be read: missing, changed, empty, not text, too large."""


class ManifestError(AftalegrafError):
    """An entry of the corpus manifest breaks a rule."""


class SpanError(AftalegrafError):
    """A span lies outside its text or ends before it starts."""


class NotFoundError(AftalegrafError):
    """A question, filter or address names something that is not there."""

    exit_code = 1
    status = 404
