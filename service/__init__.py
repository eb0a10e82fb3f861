"""From answers to people: command line, HTTP, SPARQL endpoint, web pages."""

__version__ = "0.1.0"
