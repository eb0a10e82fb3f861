"""Vectors in Milvus, by pymilvus: a server of its own for those who outgrow one machine, or a file by milvus-lite.

What stays in the release's folder is what every query needs: units and columns, BM25, and the vectors in half
precision. Scores of the 900 units that a query weighs took 1 ms from there, and 100 to 210 ms by asking milvus-lite.

A search is narrowed in the server by comparing numbers in columns of its own (region, types, years, topics). Listing
the numbers of the units that may be found took 1.1 to 1.8 times as long on milvus-lite at 60,000, and grows with the
collection (4 us a number). Where a filter leaves 5,000 or fewer nothing is asked at all: comparing these here takes 7
to 15 ms. Topics are an array, which milvus-lite compares row by row in Python (4 s at 60,000).
"""
