"""A small agreement in the words of real ones, for the tests of the linked data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph.model import Link, Mention, Priority, WeighedSentence
from ingest.manifest import Agreement, Document
from ingest.model import (
    Coverage,
    Definition,
    Extraction,
    FocusArea,
    FollowUp,
    Formalia,
    Goal,
    Indicator,
    Kind,
    NationalGoal,
    Organisation,
    Quote,
    Span,
    Statement,
    Statistic,
)

BASE = "https://w3id.org/aftalegraf/"

ID = "nordjylland-2024-2027"

TEXT = """Sammen om sundheden

Nordjyderne bliver sundere og tager medansvar for egen sundhed

Pejlemærker
• Øget mental sundhed og trivsel
• Lighed i sundhed

Målsætninger
• Styrke indsatsen for borgere med psykiske lidelser, herunder borgere med samtidigt
misbrug
• Antal akutte psykiatriske genindlæggelser skal falde

Særlig målgruppe: Den ældre medicinske patient
Bærende princip: Mest mulig sundhed for de fælles ressourcer
Vores værdier: fleksibilitet
47 % af hospitalsophold blandt borgere i alderen 65+ er forebyggelige (2020).
11 % somatiske patienter og 17 % psykiatriske patienter genindlægges inden for 30 dage (2020).
Sundhedskompetence er evnen til at tilgå, forstå og handle på information om sundhed.
Sundhedssamarbejdsudvalget koordinerer og sætter politisk retning.
Aftalen skal en gang om året gennemgås.
Bedre sammenhængende patientforløb har en særlig vægt.
Ventetid til genoptræning
Virtuel borgerundervisning
"""

SOURCES = {ID: TEXT}


def quote(words: str) -> Quote:
    """Quote words of the sample text."""
    start = TEXT.index(words)
    return Quote(ID, Span(start, start + len(words)), words)


def agreement(coverage: Coverage = Coverage.FULL_TEXT, start: str = "2024-01-01", end: str = "2027") -> Agreement:
    """Describe the sample agreement."""
    path = Path("agreements/nordjylland-2024-2027.txt")
    document = Document(ID, path, "Sammen om sundheden", "a" * 64, "www.rn.dk", coverage)
    parties = ("Regionsrådet", "De 11 kommunalbestyrelser i Nordjylland")
    return Agreement(ID, "Sundhedsaftalen 2024", "nordjylland", start, end, parties, coverage, (document,))


FOCUS = FocusArea(
    Kind.FOCUS_AREA,
    "Øget mental sundhed og trivsel",
    (quote("Øget mental sundhed og trivsel"),),
    label="Øget mental sundhed og trivsel",
    body=(quote("Målsætninger"),),
)
CROSS = FocusArea(
    Kind.FOCUS_AREA, "Lighed i sundhed", (quote("Lighed i sundhed"),), label="Lighed i sundhed", cross_cutting=True
)
GOAL = Goal(
    Kind.GOAL,
    "Styrke indsatsen for borgere med psykiske lidelser, herunder borgere med samtidigt misbrug",
    (quote("Styrke indsatsen for borgere med psykiske lidelser, herunder borgere med samtidigt\nmisbrug"),),
    label="Borgere med psykiske lidelser",
    focus_area="ØGET mental  sundhed og trivsel",
)
INDICATOR = Indicator(
    Kind.INDICATOR,
    "Antal akutte psykiatriske genindlæggelser",
    (quote("Antal akutte psykiatriske genindlæggelser"),),
    strength="skal",
    goal="Borgere med psykiske lidelser",
    target_groups=("Voksne med psykisk sygdom",),
    direction="down",
)
READMISSIONS = quote("11 % somatiske patienter og 17 % psykiatriske patienter genindlægges inden for 30 dage (2020).")
STATISTIC = Statistic(
    Kind.STATISTIC, READMISSIONS.exact, (READMISSIONS,), value=11.0, unit="%", what="genindlæggelse",
    population="somatiske patienter", year="2020", source="Talgrundlag for de nationale mål 2021",
)  # fmt: skip
TWIN = replace(STATISTIC, value=17.5, population="psykiatriske patienter", year="2019-2020")
NATIONAL = NationalGoal(
    Kind.NATIONAL_GOAL,
    "Bedre sammenhængende patientforløb",
    (quote("Bedre sammenhængende patientforløb"),),
    number=1,
    emphasised=True,
)
VISION = "Nordjyderne bliver sundere og tager medansvar for egen sundhed"
STATEMENTS: tuple[Statement, ...] = (
    Statement(Kind.VISION, VISION, (quote(VISION),)),
    FOCUS,
    CROSS,
    GOAL,
    INDICATOR,
    Statement(Kind.TARGET_GROUP, "Den ældre medicinske patient", (quote("Den ældre medicinske patient"),)),
    Statement(Kind.PRINCIPLE, "Mest mulig sundhed", (quote("Mest mulig sundhed for de fælles ressourcer"),)),
    Statement(Kind.VALUE, "fleksibilitet", (quote("fleksibilitet"),)),
    STATISTIC,
    TWIN,
    Definition(
        Kind.DEFINITION, "Sundhedskompetence", (quote("Sundhedskompetence"),), label="Sundhedskompetence",
        term="Sundhedskompetence", definition="evnen til at tilgå og forstå information", source="Sundhedsstyrelsen",
    ),
    Organisation(
        Kind.ORGANISATION, "Sundhedssamarbejdsudvalget koordinerer", (quote("Sundhedssamarbejdsudvalget koordinerer"),),
        label="Sundhedssamarbejdsudvalget", role="koordinerer og sætter politisk retning",
    ),
    FollowUp(
        Kind.FOLLOW_UP, "Aftalen skal en gang om året gennemgås.", (quote("Aftalen skal en gang om året gennemgås."),),
        what="gennemgang af aftalen", when="en gang om året",
    ),
    NATIONAL,
    Statement(Kind.NATIONAL_INDICATOR, "Ventetid til genoptræning", (quote("Ventetid til genoptræning"),)),
    Statement(Kind.INITIATIVE, "Virtuel borgerundervisning", (quote("Virtuel borgerundervisning"),)),
)  # fmt: skip

EXTRACTION = Extraction(
    formalia=Formalia(number_of_municipalities=11, predecessor="Sundhedsaftalen 2019-2023"),
    passages=(),
    sentences=(),
    statements=STATEMENTS,
)

STATED = Mention("dobbeltdiagnoser", "psykiske lidelser … misbrug", "synonym", "goal", GOAL.quote, GOAL.text, GOAL)
ELSEWHERE = Mention(
    "dobbeltdiagnoser", "samtidigt misbrug", "synonym", "text", quote("samtidigt\nmisbrug"), "samtidigt misbrug"
)
PRIORITIES = (
    Priority("dobbeltdiagnoser", 3, "priority-in-statement", (STATED, ELSEWHERE)),
    Priority("demens", 0, "silence-in-full-text"),
)
SENTENCES = (
    WeighedSentence(GOAL.quote, GOAL.text, "goal", 3, (STATED,), GOAL),
    WeighedSentence(ELSEWHERE.quote, ELSEWHERE.text, "text", 1, (ELSEWHERE,)),
)
LINK = Link(GOAL, "nationalGoal", f"{BASE}id/nationalt-maal/2", 0.62, "goal-to-national-goal")
