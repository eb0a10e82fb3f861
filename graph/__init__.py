"""From statements to linked data: ontology, topics, priorities, provenance, store."""
