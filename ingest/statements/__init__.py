"""Statements: one module a kind or a family, each recognising what the genre's cues announce."""
