"""The page of imports: dropped files, names to settle, and what is stored."""
