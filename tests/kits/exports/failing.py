"""The kinds of generated files that are not read right yet, and how they fail.

``unsafe``: something is stored that is not so, or lost, and nothing says it. ``no help``: a file
that a clerk can read is refused or asked about. ``rarely``: the files that are always the same are
read right, others of the kind are not. A kind that is read right must be taken out: its test fails
until then. ``python -m tests.kits.exports --table`` writes this file anew.
"""

FAILING: dict[str, str] = {}
