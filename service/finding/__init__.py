"""The search page: answers, passages, filters and suggestions."""
