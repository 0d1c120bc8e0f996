"""Which LAO became which: the office's own table ``successions.csv``, read and checked."""

import csv
import io
from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from itasdash.findings import Refusal
from itasdash.schema import SUCCESSIONS
from itasdash.schema.office import text_of_csv
from itasdash.thai.dates import parse_date
from itasdash.thai.digits import to_arabic
from itasdash.thai.text import clean

SUCCESSIONS_FILE = "successions.csv"
_NEEDED = ("effective", "lao_id_before", "lao_id_after")
_CODE = 7


def read_successions(office_file: Callable[[str], bytes | None]) -> pd.DataFrame:
    """Return the successions that the office knows, a frame of :data:`SUCCESSIONS`.

    Args:
        office_file: gives the bytes of a file that the office has put into the data folder, by its
            name; None where there is none.

    Raises:
        Refusal: the file cannot be used; the sentence names its row.
    """
    return _read(office_file(SUCCESSIONS_FILE))


@lru_cache(maxsize=4)
def _read(data: bytes | None) -> pd.DataFrame:
    if data is None:
        return SUCCESSIONS.frame([])
    reader = csv.reader(io.StringIO(text_of_csv(data), newline=""))
    header = [clean(name) for name in next(reader, [])]
    strange = [name for name in header if name not in SUCCESSIONS.names]
    if strange or len(set(header)) < len(header) or not set(_NEEDED) <= set(header):
        known, found = ", ".join(SUCCESSIONS.names), ", ".join(strange or header)
        values = {"file": SUCCESSIONS_FILE, "needed": ", ".join(_NEEDED)}
        raise Refusal("successions_columns", {**values, "known": known, "found": found})
    rows = []
    for cells in reader:
        if any(map(clean, cells)):
            rows.append(_row(header, [clean(cell) for cell in cells], reader.line_num))
    return SUCCESSIONS.frame(rows)


def _row(header: list[str], cells: list[str], line: int) -> dict[str, object]:
    """Return a row of the file as a row of the table.

    Raises:
        Refusal: a cell says no day, or no code.
    """
    row = dict.fromkeys(SUCCESSIONS.names, "") | dict(zip(header, cells, strict=False))
    day = parse_date(row["effective"])
    place = {"file": SUCCESSIONS_FILE, "row": line}
    if day is None or len(cells) > len(header):
        raise Refusal("successions_row", {**place, "found": ", ".join(cells)})
    codes = [to_arabic(row[name]) for name in _NEEDED[1:]]
    for code in codes:
        if not (len(code) == _CODE and code.isascii() and code.isdigit()):
            raise Refusal("successions_row", {**place, "found": code})
    return {
        "effective": day,
        "lao_id_before": codes[0],
        "lao_id_after": codes[1],
        "source": row["source"],
    }
