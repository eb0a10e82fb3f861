"""What is read of a small invented text, by kind."""

from __future__ import annotations

from typing import TypeVar

from ingest.extraction import extract
from ingest.model import Extraction, Kind, Statement
from ingest.source import Source

Stated = TypeVar("Stated", bound=Statement)

AREAS = """Aftalens retning

Parterne samler de næste år kræfterne om tre fokusområder, som byrådene har valgt:

• Trygge skift mellem hjem og sygehus
• En stærk vagtlægeordning
• Unge uden røg

Trygge skift mellem hjem og sygehus

Mange gamle borgere flytter tit mellem hjem og sygehus. Det slider på dem og på deres
familier.

Vi vil:

• give hver borger en fast kontaktsygeplejerske
• halvere antallet af natlige udskrivninger

En stærk vagtlægeordning

Vagtlægen er døren til sundhedsvæsenet om aftenen. Døren skal være åben for alle.

Målsætning: Ingen venter mere end ti minutter i telefonen hos vagtlægen.

Unge uden røg

Tobak koster flere leveår end noget andet. Målet er, at ingen elev i folkeskolen ryger.
"""


def read(text: str, file_format: str = "text") -> Extraction:
    return extract([Source("aftale", text, file_format)])


def stated(text: str, kind: Kind, file_format: str = "text") -> list[Statement]:
    return [statement for statement in read(text, file_format).statements if statement.kind is kind]


def typed(text: str, made: type[Stated], file_format: str = "text") -> list[Stated]:
    return [statement for statement in read(text, file_format).statements if isinstance(statement, made)]


def names(text: str, kind: Kind, file_format: str = "text") -> list[str]:
    return [statement.name for statement in stated(text, kind, file_format)]
