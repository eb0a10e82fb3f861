"""BM25 over the units, on disk, in tantivy.

The analysis is done in Python and its terms are stored joined by spaces, because tantivy's own splitting of compounds
drops the whole word and solved 13 of 30. Three fields are searched: `words` (as written, so that the very form asked
for comes first), `terms` (stemmed lemmas and compound parts) and `headings` (the terms of the headings above).

tantivy keeps tokenizers per process, not in the index: `_open` registers the one used whenever an index is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from search.analyzer import content_words, indexed_words, terms_of, words
from search.model import TEXT, Filters, SearchError, Unit
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    import tantivy

FOLDER = "lexical"
TOKENIZER = "spaced"
FIELD_WEIGHTS = {"terms": 1.0, "words": 0.2, "headings": 0.5}
NO_YEAR = 0
OPEN_END = 9999
WRITER_BYTES = 64_000_000


class LexicalIndex:
    """An opened BM25 index; a unit's number is its place in what was built."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def build(cls, units: Iterable[Unit], vocabulary: Vocabulary, folder: Path) -> Self:
        """Index the units in a new folder below `folder`."""
        import tantivy

        path = folder / FOLDER
        path.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(path))
        _register(index)
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        for number, unit in enumerate(units):
            writer.add_document(_document(number, unit, vocabulary))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `build` wrote.

        Raises:
            SearchError: There is no index, or it is damaged.
        """
        import tantivy

        path = folder / FOLDER
        try:
            index = tantivy.Index.open(str(path))
        except (ValueError, OSError) as error:
            raise SearchError(f"The word index {path} cannot be opened ({error}); build it again.") from None
        _register(index)
        return cls(index)

    def search(
        self, words: Sequence[str], terms: Mapping[str, float], filters: Filters, limit: int
    ) -> dict[int, float]:
        """Return the best units for a query, number -> BM25 score, best first.

        Args:
            words: Content words as asked, in lower case.
            terms: What they are searched as, with weights.
            filters: What the units must have.
            limit: How many units at most.
        """
        import tantivy

        wanted = [(tantivy.Occur.Should, query) for query in self._queries(words, terms)]
        if not wanted:
            return {}
        found = tantivy.Query.boolean_query(wanted)
        silent = [tantivy.Query.const_score_query(query, 0.0) for query in self._filter_queries(filters)]
        if silent:
            found = tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in (found, *silent)])
        hits = self._searcher.search(found, limit=limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return {int(number or 0): float(score) for number, (score, _) in zip(numbers, hits, strict=True)}

    def _queries(self, words: Sequence[str], terms: Mapping[str, float]) -> Iterable[Any]:
        for term, weight in terms.items():
            for name in ("terms", "headings"):
                yield self._term(name, term, weight * FIELD_WEIGHTS[name])
        for word in dict.fromkeys(words):
            yield self._term("words", word, FIELD_WEIGHTS["words"])

    def _term(self, name: str, term: str, weight: float) -> Any:
        from tantivy import Query

        return Query.boost_query(Query.term_query(self._schema, name, term, index_option="freq"), weight)

    def _filter_queries(self, filters: Filters) -> Iterable[Any]:
        from tantivy import FieldType, Query

        if filters.region is not None:
            yield Query.term_query(self._schema, "region", filters.region, index_option="basic")
        if filters.type is not None:
            yield Query.term_query(self._schema, "types", filters.type, index_option="basic")
        if filters.year is not None:
            yield Query.range_query(self._schema, "year_start", FieldType.Integer, NO_YEAR, filters.year)
            yield Query.range_query(self._schema, "year_end", FieldType.Integer, filters.year, OPEN_END)


def _schema() -> Any:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    for name in FIELD_WEIGHTS:
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="freq")
    for name in ("region", "types"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("year_start", "year_end"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _register(index: Any) -> None:
    from tantivy import TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(TOKENIZER, TextAnalyzerBuilder(Tokenizer.whitespace()).build())


def _document(number: int, unit: Unit, vocabulary: Vocabulary) -> Any:
    from tantivy import Document

    document = Document()
    document.add_unsigned("number", number)
    document.add_text("words", " ".join(content_words(unit.text)))
    document.add_text("terms", " ".join(terms_of(indexed_words(unit.text), vocabulary)))
    document.add_text("headings", " ".join(terms_of(words(" ".join(unit.headings)), vocabulary)))
    document.add_text("region", unit.region)
    for name in unit.types or (TEXT,):
        document.add_text("types", name)
    if unit.year_start is not None or unit.year_end is not None:
        document.add_integer("year_start", unit.year_start or NO_YEAR)
        document.add_integer("year_end", unit.year_end or OPEN_END)
    return document
