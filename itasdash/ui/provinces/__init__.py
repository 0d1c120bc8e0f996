"""The page of provinces: all of them, and one from the inside."""
