"""From linked data to answers: indexes, hybrid retrieval, questions by region."""
