"""Measured quality of a built release, against gold and beside BM25 alone and dense alone."""

from service.evaluation.measure import evaluate as evaluate
