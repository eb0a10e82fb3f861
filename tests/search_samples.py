"""Small units for the tests of search, in the words of health agreements."""

from __future__ import annotations

from pathlib import Path

from search.cache import VectorCache
from search.dense import DenseIndex
from search.encoder import Encoder, HashingEncoder
from search.engine import SearchEngine, unit_vectors
from search.model import Unit
from search.vector_index import VectorIndexes

TEXTS = (
    ("nordjylland", ("goal",), "Vi vil sikre sammenhæng for borgere med psykiske lidelser og samtidigt misbrug."),
    ("nordjylland", (), "Sundhedsklyngerne udarbejder handleplaner for lokale indsatser."),
    ("nordjylland", ("indicator",), "Brug af antipsykotika ved patienter med demens"),
    ("midtjylland", ("indicator",), "Andel udskrivninger med udskrivningsaftaler og koordinationsplaner"),
    ("midtjylland", ("goal", "initiative"), "Vi vil udbrede velfærdsteknologi og digitale konsultationer i eget hjem."),
    ("midtjylland", (), "Sundhedsaftalen træder i kraft den 1. januar 2024."),
    ("sjaelland", ("statistic",), "27 % af børnene er sjældent eller aldrig glade for at gå i skole."),
    ("sjaelland", (), "Der er mangel på sundhedspersonale langt fra uddannelsesinstitutionerne."),
    ("sjaelland", ("focus-area",), "Forløb for personer med dobbeltdiagnoser og samarbejde med misbrugscentre"),
    ("hovedstaden", ("principle",), "Opgaverne løses efter princippet om laveste effektive omkostningsniveau."),
    ("hovedstaden", (), "Overdødeligheden er størst for særligt udsatte borgere, såsom hjemløse."),
    ("hovedstaden", ("goal",), "Alle børn og unge, der viser tegn på mistrivsel, får den rette hjælp i tide."),
)
TOPICS = {0: ("dobbeltdiagnoser", "misbrug"), 8: ("dobbeltdiagnoser",), 11: ("boern-og-unge",)}
PERIODS = {"hovedstaden": (2019, 2023)}


def make_unit(
    text: str,
    region: str = "nordjylland",
    types: tuple[str, ...] = (),
    start: int = 0,
    headings: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    years: tuple[int | None, int | None] = (2024, 2027),
    document: str = "",
) -> Unit:
    """Make a unit whose quote is its text."""
    return Unit(
        document=document or f"{region}-aftale",
        agreement=f"{region}-aftale",
        region=region,
        types=types,
        text=text,
        quote=text,
        start=start,
        end=start + len(text),
        headings=headings,
        topics=topics,
        year_start=years[0],
        year_end=years[1],
    )


def sample_units() -> list[Unit]:
    """Make one unit of each text, 1,000 characters apart."""
    return [
        make_unit(text, region, types, 1000 * number, ("Fælles mål",), TOPICS.get(number, ()), _years(region))
        for number, (region, types, text) in enumerate(TEXTS)
    ]


def build_engine(
    folder: Path, units: list[Unit], encoder: Encoder | None = None, kept_in: VectorIndexes = DenseIndex
) -> SearchEngine:
    """Build an index of units below a folder; by default with the hashing encoder."""
    chosen = encoder or HashingEncoder()
    vectors = unit_vectors(units, chosen, VectorCache(folder / "cache"))
    return SearchEngine.build(units, vectors, folder / "index", chosen, kept_in)


def _years(region: str) -> tuple[int, int]:
    return PERIODS.get(region, (2024, 2027))
