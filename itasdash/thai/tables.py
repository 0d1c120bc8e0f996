"""Tables that stand beside the code as CSV files: a new word is a new line, not code."""

import csv
from importlib.resources import files

Row = dict[str, str]


def read_table(package: str, name: str) -> tuple[Row, ...]:
    """Return the rows of ``<name>.csv`` in a package, every value as text.

    Raises:
        ValueError: a line has more or fewer columns than the first one; the file and the line
            (1-based) are named.
    """
    file = files(package).joinpath(f"{name}.csv")
    rows = tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            folder = package.rpartition(".")[2]
            raise ValueError(f"{folder}/{name}.csv, line {number}: wrong number of columns")
    return rows
