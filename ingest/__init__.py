"""From source documents to statements with their place in the source."""
