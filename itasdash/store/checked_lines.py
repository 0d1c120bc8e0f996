"""Lines of a CSV file that each end in a check over the rest of it; nothing here touches a file.

A flipped bit therefore costs one line and is noticed.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from itasdash.schema import sha256

_CHECK_LENGTH = 16


def _line(cells: Iterable[str]) -> bytes:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerow(cells)
    return sink.getvalue().encode()


def header(columns: Iterable[str]) -> bytes:
    """Return the first line of a file with these columns."""
    return _line([*columns, "check"])


def checked_line(cells: Sequence[str]) -> bytes:
    """Return a line of these cells with its check."""
    return _line([*cells, sha256(_line(cells))[:_CHECK_LENGTH]])


def read_lines(
    data: bytes, columns: Sequence[str]
) -> Iterator[tuple[int, bytes, dict[str, str] | None]]:
    """Yield number (1-based), bytes and cells by column of each line.

    The cells are None where a line is damaged; the first line is yielded only if it is.
    """
    # Only at "\n": splitlines() would take a minus that became a "\r" for the end of a line.
    for number, line in enumerate(io.BytesIO(data), start=1):
        if number == 1:
            if line != header(columns):
                yield number, line, None
            continue
        yield number, line, _cells(line, columns)


def _cells(line: bytes, columns: Sequence[str]) -> dict[str, str] | None:
    try:
        cells = next(csv.reader([line.decode()], strict=True))
    except (ValueError, csv.Error, StopIteration):
        return None
    sound = len(cells) == len(columns) + 1 and checked_line(cells[:-1]) == line
    return dict(zip(columns, cells, strict=False)) if sound else None
