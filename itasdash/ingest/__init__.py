"""From the bytes of an export to tidy rows: read, layout, match, normalise, check.

Nothing in here touches the data folder or the screen.
"""
