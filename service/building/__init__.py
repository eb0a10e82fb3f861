"""Building a release: the corpus read, encoded, checked and put in place."""
