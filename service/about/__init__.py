"""The pages on the service itself: its sources, data, quality and ontology."""
