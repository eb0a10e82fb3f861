"""Write the two binary test documents of this folder: ``to-spalter.pdf`` and ``aftale.docx``.

Both are invented health agreements. Their texts stand below as plain data, so that a reader can hold them against
``to-spalter.gold.json`` and ``aftale.gold.json``. The same input always gives the same bytes: fonts are the built-in
PDF fonts, and dates and identifiers are fixed.

Usage::

    python make_documents.py [FOLDER]        # default: the folder of this script

Needs ``reportlab`` and ``python-docx``; written with reportlab 4 and python-docx 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import Table as DocxTable
    from reportlab.pdfgen.canvas import Canvas

FIXED_TIME = dt.datetime(2027, 1, 1, 12, 0, 0)

# --------------------------------------------------------------------------------------------------------------------
# The two-column PDF
# --------------------------------------------------------------------------------------------------------------------

PDF_TITLE = "Tættere på hverdagen"
PDF_SUBTITLE = "Sundhedsaftale 2027-2030 for Region Østdanmark"
PDF_RUNNING_HEADER = "Sundhedsaftale 2027-2030 · Region Østdanmark"

PDF_BEFORE_TABLE: list[tuple[str, str]] = [
    ("heading", "Forord"),
    (
        "text",
        "Den 1. januar 2027 bliver to regioner til én. På Christianshavn og i Rødby er det kun interessant, hvis "
        "det kan mærkes i hverdagen. Vores første fælles aftale handler derfor ikke om organisation. Den handler "
        "om fire øjeblikke i livet, hvor sundhedsvæsenet enten griber én eller slipper én.",
    ),
    (
        "text",
        "Aftalen er indgået mellem Regionsrådet i Region Østdanmark og kommunalbestyrelserne i regionens 46 "
        "kommuner. Den gælder fra 1. januar 2027 til 31. december 2030 og erstatter de to sundhedsaftaler, som "
        "Region Hovedstaden og Region Sjælland hver især har haft for 2024-2027. De praktiserende læger er ikke "
        "part i aftalen, men har gennem PLO været med til at skrive den.",
    ),
    ("heading", "Visionen"),
    ("box", "Sundhed skal kunne nås, forstås og bruges, dér hvor livet leves."),
    (
        "text",
        "Tre værdier bærer aftalen: respekt, åbenhed og handlekraft. De er ikke pynt. De er det, vi kan minde "
        "hinanden om, når en sag går i hårdknude mellem en kommunal visitator og en hospitalsafdeling.",
    ),
    ("heading", "Principper for samarbejdet"),
    (
        "text",
        "<b>Hjemmet er udgangspunktet.</b> Et tilbud flyttes kun til hospitalet, når der er en faglig grund til det.",
    ),
    (
        "text",
        "<b>Ansvaret følger patienten.</b> Den, der udskriver, svarer for forløbet, indtil modtageren har sagt ja.",
    ),
    (
        "text",
        "<b>Viden deles uopfordret.</b> Oplysninger, som den næste behandler får brug for, sendes, før der bliver "
        "spurgt.",
    ),
    ("eyebrow", "FOKUSOMRÅDE I"),
    ("area", "En tryg begyndelse for nye familier"),
    (
        "text",
        "I 2025 blev der født 25.600 børn i det område, der nu er Region Østdanmark, og 11 % af mødrene udviklede "
        "en fødselsdepression (Fødselsrapporten 2025). Mange familier er hjemme få timer efter fødslen og sidder "
        "med spørgsmål, som ingen har tid til at besvare. Jordemødre, sundhedsplejersker og praktiserende læger "
        "arbejder sjældent ud fra den samme plan.",
    ),
    ("text", "<b>Mål 1.</b> Gravide med psykisk sårbarhed har en fælles plan senest i 20. uge."),
    (
        "text",
        "<b>Mål 2.</b> Alle førstegangsfamilier får besøg af en sundhedsplejerske inden for fire dage efter fødslen.",
    ),
    ("eyebrow", "FOKUSOMRÅDE II"),
    ("area", "Behandling i eget hjem"),
    (
        "text",
        "Antibiotika i drop, blodprøver og iltbehandling kan i dag gives hjemme i stuen. Det sparer patienten for "
        "transport, men det flytter også ansvar. I 2024 blev 8.900 patienter behandlet hjemme under hospitalets "
        "ledelse. 21 % af forløbene blev afbrudt, fordi ingen kunne tage over om natten.",
    ),
    (
        "text",
        "Ved hjemmebehandling forstås hospitalets behandling i patientens eget hjem, hvor hospitalslægen har "
        "ansvaret, og kommunens sygeplejersker hjælper.",
    ),
    ("text", "<b>Mål 3.</b> Hjemmebehandling kan sættes i gang alle ugens dage indtil kl. 20."),
    ("text", "<b>Mål 4.</b> Kommunens akutsygeplejerske kan få fat i en hospitalslæge inden for ti minutter."),
    ("text", "<b>Mål 5.</b> Antallet af fejl med medicinen ved hospitalsudskrivelser er halveret i 2030."),
    ("text", "Vi vil desuden oprette en fælles døgnvagt for sygeplejersker i de tyndest befolkede kommuner."),
    ("quote", "ANSVARET KAN IKKE UDSKRIVES"),
    ("eyebrow", "FOKUSOMRÅDE III"),
    ("area", "Mennesker på kanten"),
    (
        "text",
        "Omkring 2.300 mennesker i regionen har intet sted at bo, og de dør i gennemsnit 19 år tidligere end andre "
        "(VIVE, 2024). De kommer sent til læge, de bliver skrevet ud for tidligt, og de får sjældent den "
        "opfølgning, der var aftalt. Sygdommen er ofte den mindste af forhindringerne.",
    ),
    ("text", "<b>Mål 6.</b> Alle akuthospitaler har socialsygeplejersker hver dag."),
    ("text", "<b>Mål 7.</b> Ingen bliver udskrevet til gaden."),
    (
        "text",
        "Vi vil sende mobile klinikker ud til varmestuer og herberger i samarbejde med de frivillige organisationer.",
    ),
    ("eyebrow", "FOKUSOMRÅDE IV"),
    ("area", "En værdig sidste tid"),
    (
        "text",
        "Palliation er lindring, der forbedrer livskvaliteten for mennesker med livstruende sygdom og for deres "
        "nærmeste (WHO). De fleste vil helst dø hjemme, men det lykkedes kun for 27 % i 2023. Forskellen mellem "
        "kommunerne er stor, og den følger ikke sygdommen, men postnummeret.",
    ),
    ("text", "<b>Mål 8.</b> Flere dør dér, hvor de helst vil være."),
    ("text", "<b>Mål 9.</b> Lindrende medicin er fremme i hjemmet inden for to timer, døgnet rundt."),
    ("heading", "To spor på tværs"),
    (
        "text",
        "Gennem alle fire fokusområder løber to tværgående spor. <b>Kompetencer og rekruttering</b> skal sikre, at "
        "der er hænder nok til opgaverne, også uden for de store byer. <b>Fælles data</b> skal sikre, at "
        "oplysninger om medicin og aftaler kan ses af alle, der behandler borgeren.",
    ),
    ("heading", "Hvem aftalen er til for"),
    (
        "text",
        "Alle borgere er omfattet. Fire målgrupper får særlig opmærksomhed: gravide og nye familier, patienter i "
        "hjemmebehandling, hjemløse og mennesker med stofmisbrug samt uhelbredeligt syge.",
    ),
    ("heading", "Når vi bliver uenige"),
    (
        "text",
        "En sag kan altid løftes et niveau op, men den skal være løst dér, inden der er gået tre uger. Imens "
        "betaler den part, som har borgeren hos sig. Ingen kan kræve, at borgeren selv skaffer dokumentation for, "
        "hvem der har ansvaret.",
    ),
    ("heading", "Økonomi"),
    (
        "text",
        "Aftalen flytter ikke penge i sig selv. Når en opgave skifter hænder, forhandles betalingen særskilt, og "
        "resultatet bliver skrevet ind i et bilag. Bilagene ligger på www.taetterepaahverdagen.example.",
    ),
]

PDF_TABLE_HEADING = "Indikatorer for de ni mål"
PDF_TABLE: list[tuple[str, str, str]] = [
    ("Mål", "Indikator", "Retning"),
    ("1", "Andel gravide med psykisk sårbarhed, der har en fælles plan", "Stigning"),
    ("2", "Andel førstegangsfamilier med besøg inden for fire dage", "Stigning"),
    ("3", "Antal forløb med hjemmebehandling", "Stigning"),
    ("4", "Svartid, når kommunen ringer til hospitalslægen", "Fald"),
    ("5", "Utilsigtede hændelser med medicin ved udskrivelse", "Fald"),
    ("6", "Akuthospitaler med socialsygeplejerske alle ugens dage", "Stigning"),
    ("7", "Udskrivelser uden en bolig at komme hjem til", "Fald"),
    ("8", "Andel dødsfald uden for hospital", "Stigning"),
    ("9", "Tid fra ordination til lindrende medicin er i hjemmet", "Fald"),
]

PDF_AFTER_TABLE: list[tuple[str, str]] = [
    ("heading", "De nationale mål"),
    (
        "text",
        "De otte nationale mål gælder også her, men tre af dem vejer tungest i aftalen: Bedre sammenhængende "
        "patientforløb, Øget patientinddragelse og Mere lighed og flere sunde leveår. Fra de nationale "
        "indikatorer henter vi disse tre:",
    ),
    ("bullet", "Akutte genindlæggelser inden for 30 dage"),
    ("bullet", "Patientoplevet inddragelse"),
    ("bullet", "Overdødelighed blandt hjemløse"),
    ("heading", "Organisering"),
    (
        "text",
        "Sundhedsrådene har ansvaret for, at målene bliver til tilbud i deres område. Det Fælles Fagråd samler "
        "ledere fra hospitaler, kommuner og almen praksis og afgør tvivlsspørgsmål om opgavefordelingen. "
        "Patient- og Pårørendeudvalget har to pladser i fagrådet. Analyseenheden Øst leverer tallene.",
    ),
    ("heading", "Opfølgning"),
    (
        "text",
        "Analyseenheden Øst opgør indikatorerne hvert halve år. Sundhedsrådene behandler resultaterne i april og "
        "oktober. I efteråret 2028 gøres der midtvejsstatus, og senest den 1. oktober 2030 foreligger en samlet "
        "evaluering med bemærkninger fra Patient- og Pårørendeudvalget.",
    ),
]

PDF_MARGIN = 28 * mm
VOWELS = "aeiouyæøåé"
ONSETS = {"bl", "br", "dr", "fl", "fr", "gl", "gr", "kl", "kr", "pl", "pr", "sk", "sl", "sp", "st", "tr"}
COMPOUNDS = {  # words that the rule of sounds would cut in the wrong place
    "samarbejde": "sam-arbejde",
    "samarbejdet": "sam-arbejdet",
    "sundhedsvæsenet": "sundheds-væsenet",
    "sundhedsaftaler": "sundheds-aftaler",
    "sundhedsplejerske": "sundheds-plejerske",
    "sundhedsplejersker": "sundheds-plejersker",
    "hjemmebehandling": "hjemme-behandling",
    "iltbehandling": "ilt-behandling",
    "kommunalbestyrelserne": "kommunal-bestyrelserne",
    "hospitalsafdeling": "hospitals-afdeling",
    "hospitalslægen": "hospitals-lægen",
    "socialsygeplejersker": "social-sygeplejersker",
    "akuthospitaler": "akut-hospitaler",
    "udskriver": "ud-skriver",
    "udskrivelser": "ud-skrivelser",
    "livskvaliteten": "livs-kvaliteten",
    "modtageren": "mod-tageren",
    "varmestuer": "varme-stuer",
    "udgangspunktet": "udgangs-punktet",
    "oplysninger": "op-lysninger",
    "opmærksomhed": "op-mærksomhed",
    "fødselsdepression": "fødsels-depression",
    "førstegangsfamilier": "førstegangs-familier",
    "stofmisbrug": "stof-misbrug",
    "patientforløb": "patient-forløb",
    "genindlæggelser": "gen-indlæggelser",
    "opgavefordelingen": "opgave-fordelingen",
    "hospitalsudskrivelser": "hospitals-udskrivelser",
}
SOFT_HYPHEN = "\u00ad"


def hyphenate_word(word: str) -> str:
    """Put soft hyphens into a Danish word of eight letters or more.

    A plain rule of sounds, as simple typesetters have: between two vowels the last consonant, or the last two if they
    can begin a word, goes to the next line. Words in `COMPOUNDS` are cut between their parts only.
    """
    listed = COMPOUNDS.get(word.lower())
    if listed:
        cut = listed.index("-")
        return word[:cut] + SOFT_HYPHEN + word[cut:]
    if len(word) < 8:
        return word
    cuts = []
    for match in re.finditer(rf"(?<=[{VOWELS}])[^{VOWELS}]+(?=[{VOWELS}])", word.lower()):
        onset = 2 if match.group()[-2:] in ONSETS else 1
        cut = match.end() - onset
        if 3 <= cut <= len(word) - 3:
            cuts.append(cut)
    for cut in reversed(cuts):
        word = word[:cut] + SOFT_HYPHEN + word[cut:]
    return word


def hyphenate(text: str) -> str:
    """Put soft hyphens into the long words of a text; tags, numbers and words with a capital inside stay whole."""
    return re.sub(r"(?<![\w<&/])[A-ZÆØÅ]?[a-zæøåé]{6,}(?![\w>;])", lambda match: hyphenate_word(match.group()), text)


def pdf_styles() -> dict[str, ParagraphStyle]:
    """The paragraph styles of the PDF, by the names that `PDF_BEFORE_TABLE` and `PDF_AFTER_TABLE` use."""
    body = ParagraphStyle(
        "text", fontName="Times-Roman", fontSize=12, leading=16, alignment=TA_JUSTIFY, spaceAfter=5, allowOrphans=1
    )
    return {
        "text": body,
        "title": ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=24, leading=28, spaceAfter=4),
        "subtitle": ParagraphStyle("subtitle", fontName="Helvetica", fontSize=13, leading=17),
        "heading": ParagraphStyle(
            "heading", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=8, spaceAfter=4, keepWithNext=1
        ),
        "eyebrow": ParagraphStyle(
            "eyebrow", fontName="Helvetica", fontSize=8, leading=10, spaceBefore=9, keepWithNext=1
        ),
        "area": ParagraphStyle(
            "area", fontName="Helvetica-Bold", fontSize=12, leading=14, spaceAfter=4, keepWithNext=1
        ),
        "box": ParagraphStyle(
            "box",
            fontName="Helvetica-Oblique",
            fontSize=12,
            leading=16,
            alignment=TA_CENTER,
            borderWidth=0.7,
            borderPadding=6,
            borderColor="black",
            leftIndent=7,
            rightIndent=7,
            spaceBefore=8,
            spaceAfter=14,
        ),
        "quote": ParagraphStyle(
            "quote",
            fontName="Helvetica-Bold",
            fontSize=11,
            leading=14,
            alignment=TA_CENTER,
            spaceBefore=8,
            spaceAfter=8,
        ),
        "bullet": ParagraphStyle("bullet", parent=body, leftIndent=10, bulletIndent=0, spaceAfter=2),
        "cell": ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11),
        "cellhead": ParagraphStyle("cellhead", fontName="Helvetica-Bold", fontSize=9, leading=11),
    }


def pdf_flow(blocks: list[tuple[str, str]], styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Paragraphs of the blocks; running text is hyphenated, headings and boxes are not."""
    return [
        Paragraph(
            hyphenate(text) if kind in {"text", "bullet"} else text,
            styles[kind],
            bulletText="•" if kind == "bullet" else None,
        )
        for kind, text in blocks
    ]


def pdf_table(styles: dict[str, ParagraphStyle]) -> Table:
    """The ruled table of indicators, over the width of both columns."""
    rows = [
        [Paragraph(cell, styles["cell" if number else "cellhead"]) for cell in row]
        for number, row in enumerate(PDF_TABLE)
    ]
    table = Table(rows, colWidths=[14 * mm, 112 * mm, 28 * mm], hAlign="LEFT")
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def draw_running_lines(canvas: Canvas, _document: BaseDocTemplate) -> None:
    """Running header (not on the first page) and page number."""
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    if canvas.getPageNumber() > 1:
        canvas.drawString(PDF_MARGIN, A4[1] - 14 * mm, PDF_RUNNING_HEADER)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"Side {canvas.getPageNumber()}")
    canvas.restoreState()


def write_pdf(path: Path) -> None:
    """Write the two-column agreement as a PDF.

    The first page has the title over both columns, the last one the table; hyphens at line ends come from soft hyphens
    in the text, as a typesetting program would set them. The sizes are chosen so that goal 4 runs over the end of the
    first page.
    """
    styles = pdf_styles()
    left, bottom, top, gap = PDF_MARGIN, 30 * mm, 24 * mm, 10 * mm
    width = (A4[0] - 2 * left - gap) / 2
    height = A4[1] - top - bottom

    def template(name: str, band: float) -> PageTemplate:
        """A page of two columns under a band of the given height over the full width (0: no band)."""
        flat = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        frames = [Frame(left, A4[1] - top - band, 2 * width + gap, band, **flat)] if band else []
        frames += [Frame(left + column * (width + gap), bottom, width, height - band, **flat) for column in (0, 1)]
        return PageTemplate(name, frames, onPage=draw_running_lines)

    document = BaseDocTemplate(
        str(path),
        pagesize=A4,
        invariant=1,
        title=f"{PDF_TITLE}. {PDF_SUBTITLE}",
        author="Opdigtet testdokument",
        lang="da-DK",
    )
    document.addPageTemplates([template("first", 26 * mm), template("columns", 0), template("last", 88 * mm)])
    document.build(
        [
            NextPageTemplate("columns"),
            Paragraph(PDF_TITLE, styles["title"]),
            Paragraph(PDF_SUBTITLE, styles["subtitle"]),
            FrameBreak(),
            *pdf_flow(PDF_BEFORE_TABLE, styles),
            NextPageTemplate("last"),
            PageBreak(),
            Paragraph(PDF_TABLE_HEADING, styles["heading"]),
            pdf_table(styles),
            FrameBreak(),
            *pdf_flow(PDF_AFTER_TABLE, styles),
        ]
    )


# --------------------------------------------------------------------------------------------------------------------
# The Word file
# --------------------------------------------------------------------------------------------------------------------

# a style (or "table") with its text, its bold label and text, or its rows
Block = tuple[str, str | tuple[str, str] | list[tuple[str, ...]]]

DOCX_BLOCKS: list[Block] = [
    ("Title", "Rammeaftale om sundhed på tværs 2028-2031"),
    ("Subtitle", "Region Midtjylland, kommunerne og almen praksis"),
    (
        "table",
        [
            ("Aftalen kort", ""),
            ("Parter", "Region Midtjylland, de 19 kommuner i regionen og PLO Midtjylland"),
            ("Løbetid", "1. april 2028 til 31. marts 2031"),
            ("Afløser", "Sundhedsaftalen 2024-2027"),
            ("Hjemmeside", "www.rammeaftalen-midt.example"),
        ],
    ),
    ("Heading 1", "1. Baggrund"),
    (
        "Normal",
        "Når en borger rejser sig efter en operation, en blodprop eller en kræftbehandling, begynder den del af "
        "forløbet, som flest myndigheder er sammen om. Hospitalet slipper, kommunen tager fat, og egen læge "
        "skal kende retningen. I 2026 fik 52.000 borgere i Midtjylland en genoptræningsplan, og 30 % af dem "
        "ventede mere end syv dage på at komme i gang (Genoptræningsdatabasen).",
    ),
    (
        "Normal",
        "Rammeaftalen fastlægger, hvad parterne skylder hinanden. Hvordan opgaverne løses i den enkelte by, "
        "bliver aftalt lokalt.",
    ),
    ("Heading 1", "2. Visioner"),
    ("Normal", "Parterne har to visioner for perioden."),
    ("Heading 2", "Tilbage til livet"),
    (
        "Normal",
        "Borgeren får hjælp til at vende tilbage til det, der betyder noget for borgeren selv, hvad enten det er "
        "jobbet, børnebørnene eller badmintonketsjeren.",
    ),
    ("Heading 2", "Overgange, der ikke kan mærkes"),
    ("Normal", "Skiftet fra hospital til kommune er vores arbejde og ikke borgerens."),
    ("Heading 1", "3. Samarbejdsprincipper"),
    (
        "table",
        [
            ("Princip", "Det betyder i praksis"),
            ("Tillid før kontrol", "Vi dokumenterer det samme én gang og stoler på hinandens vurderinger."),
            ("Planlæg baglæns", "Forløbet tilrettelægges ud fra den dag, borgeren skal klare sig selv."),
            ("Regnestykket først", "Den, der vil flytte en opgave, lægger økonomien frem, før der forhandles."),
            ("Erfaring tæller", "Mennesker, der selv har været igennem et forløb, er med i alle arbejdsgrupper."),
        ],
    ),
    ("Heading 1", "4. Prioriterede indsatsområder"),
    ("Heading 2", "4.1 Genoptræning uden ventetid"),
    (
        "Normal",
        "Muskler svinder for hver dag i sengen. Alligevel går der ofte uger, fra planen er skrevet, til træningen "
        "er begyndt, og ventetiden afhænger af adressen. Parterne er enige om disse målsætninger:",
    ),
    ("List Bullet", ("Hurtig start", "Genoptræningen begynder senest fem hverdage efter udskrivelsen.")),
    ("List Bullet", ("Træning, hvor man er", "Borgere i arbejde skal kunne træne om aftenen eller digitalt.")),
    ("Heading 2", "4.2 Livet efter kræft"),
    (
        "Normal",
        "Ved udgangen af 2026 levede 78.000 midtjyder med eller efter kræft, og 6 ud af 10 havde senfølger. Mange "
        "tror, at trætheden er noget, man må finde sig i. Parterne er enige om disse målsætninger:",
    ),
    (
        "List Bullet",
        (
            "Senfølger opdages",
            "Alle, der afslutter en kræftbehandling, bliver spurgt om senfølger efter tre og efter tolv måneder.",
        ),
    ),
    ("List Bullet", ("Én indgang", "Hver kommune har ét telefonnummer til rådgivning efter kræft.")),
    ("Normal", "Parterne vil i 2029 afprøve en fælles app, hvor borgeren selv kan registrere senfølger."),
    ("Heading 2", "4.3 Erhvervet hjerneskade"),
    (
        "Normal",
        "Hvert år rammes omkring 2.900 borgere i regionen af apopleksi. De fleste kommer hjem, men langtfra alle "
        "kommer tilbage til det liv, de havde. Parterne er enige om disse målsætninger:",
    ),
    (
        "List Bullet",
        (
            "Specialister i tide",
            "Borgere med svær hjerneskade er vurderet af det regionale hjerneskadeteam inden for ti dage.",
        ),
    ),
    ("List Bullet", ("Hele familien med", "Børn af forældre med hjerneskade får tilbud om en samtalegruppe.")),
    ("Heading 2", "4.4 Tværgående indsatsområder"),
    ("Normal", "Følgende indsatser går på tværs af 4.1, 4.2 og 4.3:"),
    ("List Bullet", ("Sikker medicin", "medicinlisten afstemmes ved hvert sektorskifte.")),
    (
        "List Bullet",
        ("Digital adgang for alle", "borgere, der ikke kan bruge digitale løsninger, har altid et alternativ."),
    ),
    ("Heading 1", "5. Målgrupper"),
    ("Normal", "Aftalen er skrevet for:"),
    ("List Number", "Borgere med en genoptræningsplan"),
    ("List Number", "Borgere, der lever med eller efter kræft"),
    ("List Number", "Børn og voksne med erhvervet hjerneskade"),
    ("List Number", "Pårørende til alvorligt syge"),
    ("Heading 1", "6. Nationale mål og indikatorer"),
    ("Normal", "Parterne vægter følgende nationale mål højest:"),
    ("List Bullet", "Behandling af høj kvalitet"),
    ("List Bullet", "Forbedret overlevelse og patientsikkerhed"),
    ("List Bullet", "Mere effektivt sundhedsvæsen"),
    (
        "Normal",
        "Derudover følges to nationale indikatorer: ventetid til genoptræning og femårsoverlevelse efter kræft. "
        "Aftalens egne indikatorer fremgår af tabel 1.",
    ),
    ("Caption", "Tabel 1. Aftalens indikatorer"),
    (
        "table",
        [
            ("Målsætning", "Indikator", "Ønsket retning", "Målgruppe"),
            (
                "Hurtig start",
                "Andel genoptræningsplaner med start inden for fem hverdage",
                "Stigende",
                "Borgere med en genoptræningsplan",
            ),
            ("^", "Antal aflyste førstegangstider", "Faldende", "Borgere med en genoptræningsplan"),
            ("Træning, hvor man er", "Antal digitale træningsforløb", "Stigende", "Borgere med en genoptræningsplan"),
            (
                "Senfølger opdages",
                "Andel, der er spurgt om senfølger efter tre måneder",
                "Stigende",
                "Borgere, der lever med eller efter kræft",
            ),
            ("Én indgang", "Kendskab til telefonrådgivningen", "Stigende", "Borgere, der lever med eller efter kræft"),
            (
                "Specialister i tide",
                "Dage fra skade til vurdering i hjerneskadeteamet",
                "Faldende",
                "Børn og voksne med erhvervet hjerneskade",
            ),
            ("Hele familien med", "Antal børn i samtalegrupper", "Stigende", "Pårørende til alvorligt syge"),
        ],
    ),
    ("Heading 1", "7. Begreber"),
    (
        "table",
        [
            ("Begreb", "Forklaring", "Kilde"),
            (
                "Erhvervet hjerneskade",
                "skade på hjernen, der er opstået efter fødslen, for eksempel ved en blodprop, et slag "
                "eller en betændelse",
                "Sundhedsstyrelsen",
            ),
            (
                "Senfølger",
                "gener, der opstår under eller efter en kræftbehandling og bliver ved",
                "Kræftens Bekæmpelse",
            ),
            (
                "Genoptræningsplan",
                "lægens skriftlige beskrivelse af den træning, borgeren har brug for efter hospitalet",
                "",
            ),
        ],
    ),
    ("Heading 1", "8. Organisering"),
    ("List Bullet", ("Sundhedsrådene i Midtjylland", "prioriterer målsætningerne og fordeler midlerne.")),
    ("List Bullet", ("Styregruppen for Rehabilitering", "leder arbejdet på tværs og har direktører fra alle parter.")),
    ("List Bullet", ("Hjerneskadesamrådet", "rådgiver om de sværeste forløb.")),
    ("List Bullet", ("Patientinddragelsesudvalget", "udpeger medlemmer til arbejdsgrupperne.")),
    ("Heading 1", "9. Opfølgning"),
    (
        "table",
        [
            ("Hvornår", "Hvad", "Ansvarlig"),
            ("Hvert år i september", "Status på indikatorerne", "Styregruppen for Rehabilitering"),
            ("Oktober 2029", "Midtvejsevaluering med et brugerpanel", "Sundhedsrådene i Midtjylland"),
            ("Januar 2031", "Slutevaluering og oplæg til næste aftale", "Styregruppen for Rehabilitering"),
            ("Efter behov", "Drøftelse af klager og utilsigtede hændelser", "Patientinddragelsesudvalget"),
        ],
    ),
]


def add_table(document: DocxDocument, rows: list[tuple[str, ...]]) -> DocxTable:
    """Add a ruled table; a cell of ``"^"`` is merged with the one above, an empty one with its left neighbour if it
    stands in the first row.
    """
    table: DocxTable = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row_number, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(row_number, column)
            if text == "^":
                table.cell(row_number - 1, column).merge(cell)
            elif not text and row_number == 0:
                table.cell(0, column - 1).merge(cell)
            else:
                cell.text = text
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    return table


def add_page_number(document: DocxDocument) -> None:
    """Put a PAGE field in the footer, as Word's own page numbers are."""
    run = document.sections[0].footer.paragraphs[0].add_run()
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run._r.addnext(field)


def write_docx(path: Path) -> None:
    """Write the framework agreement as a Word file with built-in heading, list and table styles."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.sections[0].header.paragraphs[0].text = "Rammeaftale om sundhed på tværs"
    add_page_number(document)
    for kind, content in DOCX_BLOCKS:
        if isinstance(content, list):
            add_table(document, content)
            document.add_paragraph()
        elif isinstance(content, tuple):
            label, text = content
            paragraph = document.add_paragraph(style=kind)
            paragraph.add_run(f"{label}:").bold = True
            paragraph.add_run(f" {text}")
        else:
            document.add_paragraph(content, style=kind)
    properties = document.core_properties
    properties.title = "Rammeaftale om sundhed på tværs 2028-2031"
    properties.author = properties.last_modified_by = "Opdigtet testdokument"
    properties.comments = ""
    properties.language = "da-DK"
    properties.created = properties.modified = FIXED_TIME
    document.save(str(path))
    fix_zip_times(path)


def fix_zip_times(path: Path) -> None:
    """Write the zip file again with one fixed time for every member, so that the bytes don't depend on the clock."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            archive.writestr(member, data)


def main() -> None:
    """Write both documents into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().folder
    write_pdf(folder / "to-spalter.pdf")
    write_docx(folder / "aftale.docx")


if __name__ == "__main__":
    main()
