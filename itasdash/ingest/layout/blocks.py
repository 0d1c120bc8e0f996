"""Where the tables of a sheet stand: rows of headings, and the columns that belong together."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from itasdash.ingest.files.sheets import Cell, Sheet
from itasdash.ingest.layout.headings import (
    STATUS_FIELDS,
    flat_field,
    meaning,
)
from itasdash.ingest.layout.heads import IDENTITY, SUBJECTS, Column, Head, side_by_side, usable
from itasdash.ingest.layout.rows import as_text
from itasdash.reference.names import read_lao_name, read_lao_type, read_province
from itasdash.thai.text import remembering_short

# Rows of headings are at most so many; from this row on only what names a place or an LAO is
# looked at, because a heading far down begins a table of its own.
MOST_HEADING_ROWS = 3
_FIRST_ROWS = 60
_LONGEST_HEADING, _LONGEST_NAME = 120, 60
_MAY_BE_HEADING = re.compile(
    r"จังหวัด|^จ\.?$|อปท|หน่วยงาน|ชื่อ|องค์กร|พื้นที่|ป้าย|province|name|label|^lao$|/อบต|/ทต|อบต\./|ทต\./",
    re.IGNORECASE,
)


def find_heads(sheet: Sheet) -> list[Head]:
    """Return the heads of a sheet's tables from above to below, those side by side in order."""
    heads: list[Head] = []
    spans = _spans(sheet)
    row = 0
    while row < len(sheet.rows):
        if row >= _FIRST_ROWS and not _may_be_heading(sheet.rows[row]):
            row += 1
            continue
        best = _best_at(sheet, row, spans)
        if best:
            # Rows above, as titles that are merged over all columns, may read as headings with what
            # is below them; the fuller ones count, and of those the fewest rows.
            below = range(row + 1, best[0].bottom)
            fuller = (at for at in below if _exceeds(_best_at(sheet, at, spans), best))
            later = next(fuller, None)
            if later is not None:
                row = later
                continue
            heads += _with_divisions(sheet, best, spans)
            row = heads[-1].bottom
        else:
            row += 1
    return heads or _names_alone(sheet)


def _names_alone(sheet: Sheet) -> list[Head]:
    """Return the head of a sheet that holds nothing but names of LAOs below a heading."""
    for row, cells in enumerate(sheet.rows[:_FIRST_ROWS]):
        filled = [n for n, cell in enumerate(cells) if cell is not None]
        if len(filled) != 1 or flat_field(as_text(cells[filled[0]])) != "name":
            continue
        at = filled[0]
        below = [as_text(line[at]) for line in sheet.rows[row + 1 :] if at < len(line)]
        if sum(read_lao_name(text).lao_type is not None for text in below) * 2 > len(below) // 2:
            return [Head(row, 1, 0, 1 << 30, tuple(heading_columns(sheet, row, 1)))]
    return []


def heading_columns(sheet: Sheet, top: int, height: int) -> list[Column]:
    """Return the columns that rows of headings give, whatever they mean."""
    return list(_columns(sheet.rows[top : top + height], top, _spans(sheet)))


def _may_be_heading(cells: Sequence[Cell]) -> bool:
    # Asked of every row of a sheet, most of which are none.
    for cell in cells:  # noqa: SIM110
        if type(cell) is str and len(cell) < 60 and _heads(cell):
            return True
    return False


@remembering_short
def _heads(text: str) -> bool:
    # A number heads nothing.
    return (
        not text.isdigit() and bool(_MAY_BE_HEADING.search(text)) and flat_field(text) is not None
    )


def _spans(sheet: Sheet) -> dict[tuple[int, int], int]:
    """Return the last column of every range that is merged across columns, by its first cell."""
    return {(m.top, m.left): m.right for m in sheet.merged if m.right > m.left}


def _best_at(sheet: Sheet, row: int, spans: dict[tuple[int, int], int]) -> list[Head]:
    """Return the heads that begin at a row, with as many rows as say most, or none."""
    best: list[Head] = []
    for height in range(1, MOST_HEADING_ROWS + 1):
        if row + height > len(sheet.rows):
            break
        lowest = sheet.rows[row + height - 1]
        if _is_data(lowest) or (height > 1 and not _textual(lowest)):
            break
        heads = _heads_at(sheet, row, height, spans)
        if heads and (not best or _rank(heads) > _rank(best)):
            best = heads
    return best


def _with_divisions(
    sheet: Sheet, heads: list[Head], spans: dict[tuple[int, int], int]
) -> list[Head]:
    """Return heads with the row below them where it divides what they name, in whatever words.

    "ลงทะเบียนแล้ว" over "เดือนนี้" and "สะสม" is no column of its own, and the first of the two is not
    what stands above both.
    """
    if not heads or heads[0].height >= MOST_HEADING_ROWS or heads[0].bottom >= len(sheet.rows):
        return heads
    below = sheet.rows[heads[0].bottom]
    columns = [column for head in heads for column in head.columns]
    headed = {column.at for column in columns}
    filled = [at for at, cell in enumerate(below) if as_text(cell)]
    first = {at for at in headed if at + 1 in filled and at + 1 not in headed}
    divides = (
        _textual(below)
        and not _is_data(below)
        and any(at not in headed for at in filled)
        and all(at in first or at not in headed for at in filled)
        and not any(c.at in filled for c in columns if c.means.field in IDENTITY)
    )
    if not divides:
        return heads
    height = heads[0].height + 1
    return _heads_at(sheet, heads[0].top, height, spans, usable_only=False) or heads


def _textual(cells: Iterable[Cell]) -> bool:
    """Say whether a row may be one of headings: it holds text and hardly a number."""
    filled = [cell for cell in cells if cell is not None]
    texts = [c for c in filled if isinstance(c, str) and not c.strip().replace(",", "").isdigit()]
    return bool(texts) and 2 * len(texts) > len(filled)


def _is_data(cells: Iterable[Cell]) -> bool:
    """Say whether a row names a province or an LAO, as no heading does."""
    for cell in cells:
        if type(cell) is str and len(cell) < _LONGEST_NAME and not meaning((cell,)).field:
            lao_type = None if read_lao_type(cell) else read_lao_name(cell).lao_type
            if lao_type not in (None, "SPECIAL") or read_province(cell):
                return True
    return False


def _rank(heads: Sequence[Head]) -> tuple[int, int]:
    known = sum(1 for head in heads for c in head.columns if _counts(c, head))
    return known, -heads[0].height


def _exceeds(heads: Sequence[Head], others: Sequence[Head]) -> bool:
    return bool(heads) and _rank(heads) > _rank(others)


def _counts(column: Column, head: Head) -> bool:
    """Say whether a column speaks for its head: in a table of provinces a status is a parent."""
    if not column.means.field:
        return False
    return "name" in head.fields or column.means.field not in STATUS_FIELDS


def _heads_at(
    sheet: Sheet,
    top: int,
    height: int,
    spans: dict[tuple[int, int], int],
    *,
    usable_only: bool = True,
) -> list[Head]:
    columns = list(_columns(sheet.rows[top : top + height], top, spans))
    if not columns or not any(c.means.field in SUBJECTS for c in columns):
        return []
    parts = side_by_side(columns)
    heads = []
    for number, part in enumerate(parts):
        left = part[0].at if number else 0
        right = parts[number + 1][0].at if number + 1 < len(parts) else 1 << 30
        heads.append(Head(top, height, left, right, tuple(part), number))
    return heads if not usable_only or all(usable(head.fields) for head in heads) else []


def _columns(
    rows: Sequence[Sequence[Cell]], top: int, spans: dict[tuple[int, int], int]
) -> Iterator[Column]:
    """Yield the columns that have a heading, with the path of texts above each.

    A merged heading stands over the columns of its range; one that is not merged stands over the
    columns to its right that have something below and nothing of their own.
    """
    texts = [[as_text(cell)[:_LONGEST_HEADING] for cell in row] for row in rows]
    width = max(map(len, texts), default=0)
    texts = [[*line, *[""] * (width - len(line))] for line in texts]
    over: list[list[str]] = []
    for number, line in enumerate(texts):
        carried, until, merged = "", -1, False
        above: list[str] = []
        for column in range(width):
            if line[column]:
                carried = line[column]
                end = spans.get((top + number, column))
                merged, until = end is not None, column if end is None else end
                above.append(carried)
                continue
            below = any(lower[column] for lower in texts[number + 1 :])
            reach = column <= until if merged else bool(below)
            if not reach:
                carried, merged = "", False
            above.append(carried if reach and below else "")
        over.append(above)
    for column in range(width):
        own = [line[column] for line in texts]
        if not any(own):
            continue
        last = max(n for n, text in enumerate(own) if text)
        path = tuple(over[n][column] for n in range(last + 1) if over[n][column])
        yield Column(column, " ".join(t for t in own if t), path, meaning(path))


def columns_under(sheet: Sheet, head: Head, at: int, used: Collection[int]) -> list[int]:
    """Return the columns that one merged heading spans: a type and a name under "ชื่อ อปท."."""
    for merge in sheet.merged:
        if (
            merge.top <= head.bottom - 1
            and merge.bottom >= head.top
            and merge.left == at < merge.right
        ):
            return [c for c in range(at, merge.right + 1) if c == at or c not in used]
    return []


def merged_across(sheet: Sheet, head: Head) -> dict[int, int]:
    """Return, for the columns that merged headings cover, the column that the heading begins in."""
    return {
        at: merge.left
        for merge in sheet.merged
        if merge.left < merge.right and head.top <= merge.top and merge.bottom < head.bottom
        for at in range(merge.left + 1, merge.right + 1)
    }


def cells_merged_down(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """Return the value of every cell that a merged range of several rows covers."""
    return {
        (row, column): sheet.rows[merge.top][merge.left]
        for merge in sheet.merged
        if merge.bottom > merge.top and merge.top < len(sheet.rows)
        for row in range(merge.top, min(merge.bottom + 1, len(sheet.rows)))
        for column in range(merge.left, merge.right + 1)
        if merge.left < len(sheet.rows[merge.top])
    }
