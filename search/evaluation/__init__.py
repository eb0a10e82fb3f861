"""Measured quality: statements, topics and search against annotated gold."""
