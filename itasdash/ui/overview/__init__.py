"""The overview: what it is made of, its parts, and its steps in a meeting."""
