"""What headings announce by their likeness to prototypes, by an encoder that hashes words and by the default one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.extraction import extract
from ingest.model import Goal
from ingest.prototypes import Prototypes, tables
from ingest.source import Source
from search.encoder import HashingEncoder, encoder_for
from search.vectors import normalised

HEADINGS = Path(__file__).parent / "data" / "headings.tsv"
STATING = frozenset(
    {"vision", "principle", "value", "focus-area", "goal", "indicator", "target-group", "definition"},
)
MIN_PRECISION = 0.80
MIN_RECALL = 0.50


class Recorder:
    """An encoder that writes down what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.given += texts
        return HashingEncoder().passages(texts)


@pytest.fixture(scope="module")
def hashing() -> Prototypes:
    return Prototypes(HashingEncoder().passages)


def by_kind(texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Give all prototypes of a kind one vector, what joins two with "+" the one between them, and others none."""
    places = {text.casefold(): number for number, some in enumerate(tables().values()) for text in some}
    vectors = np.zeros((len(texts), len(tables())), dtype=np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        for part in text.split(" + "):
            if part in places:
                vector[places[part]] = 1
    return normalised(vectors)


@pytest.mark.parametrize("kind", tables())
def test_a_heading_equal_to_a_prototype_gets_its_kind(kind: str) -> None:
    prototypes = Prototypes(by_kind)
    assert prototypes.kinds(tables()[kind]) == [kind] * len(tables()[kind])


def test_most_prototypes_get_their_kind_also_where_only_words_are_compared(hashing: Prototypes) -> None:
    for kind, headings in tables().items():
        assert 2 * hashing.kinds(headings).count(kind) > len(headings)


def test_kinds_stand_in_the_order_of_the_headings_and_a_heading_may_come_again(hashing: Prototypes) -> None:
    vision, goal = tables()["vision"][0], tables()["goal"][0]
    assert hashing.kinds([goal, vision, goal]) == ["goal", "vision", "goal"]


def test_capitals_and_the_marks_at_the_ends_do_not_matter(hashing: Prototypes) -> None:
    heading = tables()["principle"][0]
    written = [heading.upper(), heading.lower(), f"{heading}:", f" {heading}. ", f"{heading} –"]
    assert hashing.kinds(written) == ["principle"] * len(written)


def test_nothing_is_encoded_before_a_heading_is_asked_for() -> None:
    recorder = Recorder()
    prototypes = Prototypes(recorder)
    assert prototypes.kinds([]) == []
    assert recorder.given == []


def test_each_heading_and_each_prototype_is_encoded_once() -> None:
    recorder = Recorder()
    prototypes = Prototypes(recorder)
    prototypes.kinds(["Skibene sejler", "Lys i tårnet"])
    prototypes.kinds(["LYS I TÅRNET", "Skibene sejler:", "Nye net"])
    for heading in ("skibene sejler", "lys i tårnet", "nye net"):
        assert recorder.given.count(heading) == 1
    assert len(recorder.given) == sum(map(len, tables().values())) + 3


def test_the_texts_are_the_prototypes_and_the_headings_asked_for() -> None:
    prototypes = Prototypes(HashingEncoder().passages)
    prototypes.kinds(["Skibene sejler"])
    assert len(prototypes.texts) == sum(map(len, tables().values())) + 1
    assert prototypes.texts[-1] == "skibene sejler"


def test_a_heading_that_is_like_no_kind_or_as_like_two_is_of_none() -> None:
    both = f"{tables()['background'][0]} + {tables()['indicator'][0]}"
    assert Prototypes(by_kind).kinds(["Måger", both]) == [None, None]


def test_a_wider_margin_leaves_more_headings_unclear() -> None:
    headings = [heading for some in tables().values() for heading in some]
    unclear = [
        Prototypes(HashingEncoder().passages).kinds(headings, margin).count(None) for margin in (0.0, 0.1, 0.4, 9.0)
    ]
    assert unclear == sorted(unclear)
    assert (unclear[0], unclear[-1]) == (0, len(headings))


def test_the_tables_are_headings_without_repetition() -> None:
    texts = [text.casefold() for some in tables().values() for text in some]
    assert len(set(texts)) == len(texts)
    assert set(tables()) > STATING


def test_a_list_below_a_heading_is_read_by_its_meaning_only_with_prototypes(hashing: Prototypes) -> None:
    heading = next(
        text
        for text in tables()["goal"]
        if not extract([_source(text)]).statements and hashing.kinds([text]) == ["goal"]
    )
    goals = [one.text for one in extract([_source(heading)], hashing).statements if isinstance(one, Goal)]
    assert goals == ["Nattero i hver eneste gade ved havnen", "Lune rum til dem, der fryser om vinteren"]


def _source(heading: str) -> Source:
    text = f"# Havnens aftale\n\n## {heading}\n\n- Nattero i hver eneste gade ved havnen\n"
    return Source("aftale", text + "- Lune rum til dem, der fryser om vinteren\n", "markdown")


def test_headings_of_another_hand_are_sorted_as_well_as_the_default_encoder_promises() -> None:
    rows = [line.split("\t") for line in HEADINGS.read_text(encoding="utf-8").splitlines() if line]
    wanted = ["formal" if kind == "economy" else kind for kind, _ in rows]
    assert set(wanted) <= set(tables())
    found = Prototypes(encoder_for("default").passages).kinds([heading for _, heading in rows])
    right = sum(kind in STATING and kind == told for kind, told in zip(wanted, found, strict=True))
    precision = right / sum(told in STATING for told in found)
    recall = right / sum(kind in STATING for kind in wanted)
    assert precision >= MIN_PRECISION, f"precision {precision:.2f}, recall {recall:.2f}"
    assert recall >= MIN_RECALL, f"precision {precision:.2f}, recall {recall:.2f}"
