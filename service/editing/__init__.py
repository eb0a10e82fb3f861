"""The SPARQL editor of the pages: its guide, its completion, and results as tables and charts."""
