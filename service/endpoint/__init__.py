"""The SPARQL endpoint and the files of the dataset."""
