"""Readers: one source format each, one result."""
