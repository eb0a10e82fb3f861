"""Comparisons as tables, pictures and files: of regions, of agreements, on a map, and from goals to indicators."""
