"""Readers: one module a file format, each from bytes to the document as read, with the place of each character.

Plain text and Markdown are taken untouched. HTML and Word become Markdown, PDF becomes lines in reading order; offsets
then count characters of that text. `ingest.source.read_source` is the way in.
"""
