"""What the thesaurus finds in the real agreements: each sentence that a topic's labels or patterns fire on, to be read.

    python tests/benchmarks/firings.py selvmord etik               these topics
    python tests/benchmarks/firings.py --than FOLDER [topic ...]   only what another ontology folder does not find (+),
                                                                   or what it alone finds (-)

A label or a pattern must mean its topic wherever it occurs, and only reading tells. Each line gives topic, sign, how it
matched, the label or pattern, the words found and the sentence, separated by tabs; one sentence is given once a topic.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.matcher import Matcher, TopicMatch
from graph.thesaurus import load_thesaurus
from ingest.extraction import extract
from ingest.manifest import load_manifest
from ingest.source import read_source

CORPUS = Path(__file__).parents[2] / "corpus"


class Firing(NamedTuple):
    """A topic found in a sentence."""

    topic: str
    sentence: str


def sentences(corpus: Path) -> Iterator[str]:
    """Yield the different sentences of all agreements, as the build reads them."""
    seen: dict[str, None] = {}
    for agreement in load_manifest(corpus):
        sources = [read_source(document.path) for document in agreement.documents]
        seen.update((" ".join(sentence.text.split()), None) for sentence in extract(sources).sentences)
    yield from seen


def firings(matcher: Matcher, texts: Sequence[str]) -> dict[Firing, TopicMatch]:
    """Find the topics of all sentences."""
    return {Firing(match.topic, text): match for text in texts for match in matcher.find(text)}


def _print(firing: Firing, sign: str, match: TopicMatch) -> None:
    print(firing.topic, sign, match.match, match.label, match.form, firing.sentence, sep="\t")


def main() -> None:
    """Print the firings asked for in order of topic."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", help="slugs; all topics if none is given")
    parser.add_argument("--than", type=Path, help="another folder of topics*.ttl to compare with")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    texts = list(sentences(asked.corpus))
    here = firings(Matcher(load_thesaurus()), texts)
    there = firings(Matcher(load_thesaurus(asked.than)), texts) if asked.than else {}
    for firing in sorted(here.keys() ^ there.keys()):
        if not asked.topics or firing.topic in asked.topics:
            found = here.get(firing)
            _print(firing, "+" if found else "-", found or there[firing])


if __name__ == "__main__":
    main()
