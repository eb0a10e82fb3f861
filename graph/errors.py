"""What can go wrong between statements and linked data, in words for the user."""

from __future__ import annotations

from ingest.errors import AftalegrafError


class NamespaceError(AftalegrafError):
    """A base IRI or a name cannot be made into an IRI."""


class VocabularyError(AftalegrafError):
    """A file of the ontology is missing, is not Turtle, or says what it may not."""


class VocabularyFileError(VocabularyError):
    """A file of the ontology is broken: the operator's to mend, whoever asks."""

    status = 503


class EvidenceError(AftalegrafError):
    """A quote, a mention or a priority contradicts the text or itself."""
