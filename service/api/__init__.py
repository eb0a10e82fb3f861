"""The JSON API, and the shapes that others script against."""
