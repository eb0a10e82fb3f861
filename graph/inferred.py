"""What the program infers from an agreement, as linked data, apart from what the text states.

Every inference says where it comes from (PROV-O): the activity read these documents, this version of the program
carried it out, and each conclusion names the rule that decided. So "found nowhere" has a provenance as well: the
documents that were searched. A quote that the agreement's own graph describes is referred to, not described again: a
triple stands in one named graph only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from graph import literals
from graph.errors import EvidenceError
from graph.model import Link, Mention, Priority, WeighedSentence
from graph.namespaces import (
    agreement_iri,
    document_iri,
    mention_iri,
    namespaces,
    new_graph,
    priority_iri,
    slugify,
    topic_iri,
)
from graph.naming import digest, statement_iris
from graph.passages import Passages
from graph.program import program_iri, rule_iri
from graph.quotes import quote_iri, sentence_iri
from ingest.manifest import Agreement
from ingest.model import Extraction, Quote, Statement


def inferred_graph(
    agreement: Agreement,
    priorities: Sequence[Priority],
    extraction: Extraction,
    sources: Mapping[str, str],
    base: str,
    *,
    version: str,
    sentences: Sequence[WeighedSentence] = (),
    links: Sequence[Link] = (),
    described: Iterable[Quote] = (),
    ended: datetime | None = None,
) -> Graph:
    """Write an agreement's priorities and their evidence, what its sentences weigh, and the links of its goals.

    Args:
        agreement: The agreement.
        priorities: One for each topic; topics found nowhere have one too.
        extraction: What the agreement states; the evidence and the links refer to its statements.
        sources: The text of each document as read, by its id.
        base: The base IRI.
        version: Version of the program.
        sentences: All sentences of the agreement; what is no topic of the thesaurus is looked for in them.
        links: Inferred relations of the goals to national goals and to goals of other agreements.
        described: Quotes that the agreement's own graph describes besides those of its statements and passages.
        ended: When the inference was made; left out, the same input gives the same graph.

    Raises:
        EvidenceError: A quote does not stand in its source.
    """
    graph = new_graph(base)
    writer = _Writer(graph, agreement, extraction, sources, base, described)
    rules = sorted({priority.rule for priority in priorities} | {link.rule for link in links})
    writer.add_activity(version, rules, ended)
    for priority in priorities:
        writer.add_priority(priority)
    for sentence in sentences:
        writer.add_sentence(sentence)
    for link in links:
        writer.add_link(link)
    return graph


class _Writer:
    """Writes what was inferred from one agreement into one graph."""

    def __init__(
        self,
        graph: Graph,
        agreement: Agreement,
        extraction: Extraction,
        sources: Mapping[str, str],
        base: str,
        described: Iterable[Quote],
    ) -> None:
        self._graph, self._agreement, self._sources, self._base = graph, agreement, sources, base
        self._names = statement_iris(base, agreement.id, extraction.statements)
        self._passages = Passages(extraction.passages, base)
        quotes = (quote for statement in self._names for quote in (*statement.quotes, *statement.body))
        self._stated = {quote_iri(base, quote) for quote in (*quotes, *described)}
        self._stated.update(map(self._passages.iri, self._passages))
        self._ns = namespaces(base)
        self._aft, self._prov = self._ns["aft"], self._ns["prov"]
        self._iri = agreement_iri(base, agreement.id)
        self._activity = URIRef(f"{self._iri}#udledning")

    def add_activity(self, version: str, rules: Iterable[str], ended: datetime | None) -> None:
        """Describe the inference itself: what was read, by which program, by which rules, when."""
        prov, add = self._prov, self._graph.add
        agent, association = program_iri(self._base, version), URIRef(f"{self._activity}-program")
        for kind in (prov.Activity, self._aft.Inference):
            add((self._activity, RDF.type, kind))
        add((self._activity, RDFS.label, literals.danish(f"Udledning af emner i {self._agreement.title}")))
        add((self._activity, prov.wasAssociatedWith, agent))
        add((self._activity, prov.qualifiedAssociation, association))
        for document in self._agreement.documents:
            add((self._activity, prov.used, document_iri(self._base, document.id)))
        if ended is not None:
            add((self._activity, prov.endedAtTime, Literal(ended.isoformat(), datatype=XSD.dateTime)))
        add((association, RDF.type, prov.Association))
        add((association, prov.agent, agent))
        for rule in rules:
            add((association, prov.hadPlan, rule_iri(self._base, rule)))

    def add_priority(self, priority: Priority) -> None:
        """Describe a priority, with its evidence."""
        aft, name = self._aft, priority_iri(self._base, self._agreement.id, priority.topic)
        self._graph.add((name, RDF.type, aft.Priority))
        self._graph.add((name, aft.agreement, self._iri))
        self._graph.add((name, aft.topic, topic_iri(self._base, priority.topic)))
        self._graph.add((name, aft.rule, Literal(priority.rule)))
        self._graph.add((name, self._prov.wasGeneratedBy, self._activity))
        if priority.level is not None:
            self._graph.add((name, aft.level, literals.integer(priority.level)))
        for mention in priority.evidence:
            self._graph.add((name, aft.evidence, self._mention(mention)))

    def add_sentence(self, sentence: WeighedSentence) -> None:
        """Describe a sentence: where it stands, what it weighs, and of which topics it speaks."""
        aft, name = self._aft, sentence_iri(self._base, sentence.quote)
        self._graph.add((name, RDF.type, aft.Sentence))
        self._graph.add((name, aft.agreement, self._iri))
        self._graph.add((name, aft.text, literals.danish(sentence.text)))
        self._graph.add((name, aft.statementType, Literal(sentence.statement_type)))
        self._graph.add((name, aft.weight, literals.integer(sentence.weight)))
        self._graph.add((name, self._prov.wasDerivedFrom, self._quote(sentence.quote)))
        if sentence.statement is not None:
            self._graph.add((name, aft.inStatement, self._name(sentence.statement)))
        for mention in sentence.mentions:
            self._graph.add((name, self._ns["dcterms"].subject, topic_iri(self._base, mention.topic)))

    def add_link(self, link: Link) -> None:
        """Describe an inferred relation, and state it as a plain triple for simple queries."""
        aft, goal, target = self._aft, self._name(link.goal), URIRef(link.target)
        node = URIRef(f"{goal}#{slugify(link.relation)}-{digest([link.target])}")
        self._graph.add((goal, aft[link.relation], target))
        self._graph.add((node, RDF.type, aft.Link))
        self._graph.add((node, RDF.subject, goal))
        self._graph.add((node, RDF.predicate, aft[link.relation]))
        self._graph.add((node, RDF.object, target))
        self._graph.add((node, aft.confidence, literals.decimal(link.confidence)))
        self._graph.add((node, aft.rule, Literal(link.rule)))
        self._graph.add((node, self._prov.wasGeneratedBy, self._activity))

    def _mention(self, mention: Mention) -> URIRef:
        quote, aft = mention.quote, self._aft
        statement = None if mention.statement is None else self._name(mention.statement)
        where = (quote.document, quote.span.start, quote.span.end)
        tail = digest([*where, mention.form, mention.match, mention.statement_type, statement], length=12)
        name = mention_iri(self._base, self._agreement.id, mention.topic, tail)
        for kind in (aft.Mention, self._ns["oa"].Annotation):
            self._graph.add((name, RDF.type, kind))
        for predicate in (aft.topic, self._ns["oa"].hasBody):
            self._graph.add((name, predicate, topic_iri(self._base, mention.topic)))
        self._graph.add((name, aft.text, literals.danish(mention.text)))
        self._graph.add((name, aft.form, Literal(mention.form)))
        self._graph.add((name, aft.match, Literal(mention.match)))
        self._graph.add((name, aft.statementType, Literal(mention.statement_type)))
        self._graph.add((name, aft.weight, literals.integer(mention.weight)))
        place = self._quote(quote)
        for predicate in (self._prov.wasDerivedFrom, self._ns["oa"].hasTarget):
            self._graph.add((name, predicate, place))
        if statement is not None:
            self._graph.add((name, aft.inStatement, statement))
        return name

    def _name(self, statement: Statement) -> URIRef:
        if statement not in self._names:
            raise EvidenceError(
                f"Evidence must be a statement of {self._agreement.id}, but '{statement.name[:60]}' is not; "
                "infer from the statements that are passed."
            )
        return self._names[statement]

    def _quote(self, quote: Quote) -> URIRef:
        name = quote_iri(self._base, quote)
        return name if name in self._stated else self._passages.add_quote(self._graph, quote, self._sources)
