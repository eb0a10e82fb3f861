"""Print how fast documents are read: a PDF of 100 pages, and text through repair and structure.

The PDF is made here, in two columns with a table on every fourth page; its reading is a whole process, whose peak of
memory is the kernel's own account. The text is that of the corpus, as often as it takes to be two megabytes. Nothing is
asserted, since a machine's speed is not the program's. Run it with `make bench`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).parents[2]
PAGES = 100
LINES = 50
MEGABYTE = 1_000_000
SENTENCE = "Borgere med kronisk sygdom får en plan, der følger dem hjem"
READ = "from pathlib import Path; import sys; from ingest.source import read_source; read_source(Path(sys.argv[1]))"


def write_pdf(path: Path) -> None:
    """Write a PDF of two columns a page, with headings, and a table with rules on every fourth."""
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(PAGES):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(50, 800, f"Kapitel {page + 1}")
        canvas.setFont("Helvetica", 9)
        for x in (50, 310):
            for line in range(LINES):
                canvas.drawString(x, 770 - 12 * line, f"{SENTENCE} {page}.{line}")
        if page % 4 == 0:
            canvas.grid([50, 200, 350, 545], [60 + 20 * row for row in range(6)])
            for row in range(5):
                for x in (55, 205, 355):
                    canvas.drawString(x, 66 + 20 * row, f"Andel {row}")
        canvas.showPage()
    canvas.save()


def read_pdf(folder: Path) -> None:
    """Read the PDF in a process of its own, and print its seconds and its peak of memory."""
    path = folder / "hundred.pdf"
    write_pdf(path)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", READ, str(path)], check=True, cwd=ROOT)
    wall = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"PDF of {PAGES} pages          {wall:8.2f} s {peak:8.0f} MB")


def structure_text() -> None:
    """Bring two megabytes of the corpus's text into blocks, and print megabytes a second."""
    from ingest.source import Source
    from ingest.structure import blocks

    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").rglob("*.txt")))
    text = (text + "\n\n") * (2 * MEGABYTE // len(text) + 1)
    blocks(Source("text", text[: MEGABYTE // 10], "text"))  # loads the word list, once a process
    start = time.perf_counter()
    found = blocks(Source("text", text, "text"))
    wall = time.perf_counter() - start
    size = len(text.encode()) / MEGABYTE
    print(f"repair and structure     {wall:8.2f} s {size / wall:8.2f} MB/s ({len(found):,} blocks of {size:.1f} MB)")


def main() -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder:
        read_pdf(Path(folder))
    structure_text()


if __name__ == "__main__":
    main()
