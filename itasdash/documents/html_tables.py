"""Tables as HTML: for print, where a page of paper cannot scroll, and for the HTML edition."""

from html import escape

import pandas as pd

from itasdash.documents.rate_tables import change_digits
from itasdash.i18n import LANGUAGES, translator
from itasdash.i18n.numbers import NO_VALUE, is_null, number, signed
from itasdash.reference.written_names import shortened

# A longer list is for the downloads, which say how it goes on from page to page.
MOST_ROWS = 300
# From how many rows on a column that says the same in each is said once.
_MANY = 8
_NUMBER = ' class="number"'
# What a list of LAOs leaves out on paper, where each is a line: what the name, the province or the
# columns that are named here say as well.
_SAID_BY = {
    "type": "name",
    "region": "province",
    "state": "missing",
    "outstanding_days": "outstanding_since",
    "changed_at": "outstanding_since",
    "changed_from": "outstanding_since",
}


def printed_table(
    table: pd.DataFrame,
    language: str,
    most: int = MOST_ROWS,
    total: pd.DataFrame | None = None,
) -> str:
    """Return a table as HTML for print, its heading repeated on every page.

    A line above says what all rows of a long table have in common, instead of columns, and how
    many rows there are more. LAOs stand there under their short names.

    Args:
        table: rows under headings for people; columns of lists, which screens draw, are left out.
        language: of the lines above.
        most: rows to print at most.
        total: the row of the total, with the columns of the table, where it has one.
    """
    t = translator(language)
    shown = table[[name for name in table if not _has_lists(table[name])]]
    above = []
    if len(table) > _MANY:
        shown, common = _condensed(_said_once(shown, language))
        if common:
            above.append(f"<p>{escape(t('print.common', columns=' · '.join(common)))}</p>")
    if len(table) > most:
        sentence = t("print.rest", shown=most, all=len(table))
        above.insert(0, f'<p class="itasdash-rest">{escape(sentence)}</p>')
    # Counts stay counts beside a total that lacks one of them.
    counts = dict.fromkeys(shown.select_dtypes("integer"), "Int64")
    rows = [shown.head(most), *([] if total is None else [total[shown.columns]])]
    return "".join(above) + html_table(pd.concat([each.astype(counts) for each in rows]))


def _has_lists(column: "pd.Series[object]") -> bool:
    return column.dtype == "object" and bool(column.map(_is_list).any())


def halves(table: pd.DataFrame) -> str:
    """Return a table as two beside each other, each with its headings."""
    half = (len(table) + 1) // 2
    both = html_table(table.iloc[:half]) + html_table(table.iloc[half:])
    return f'<div class="itasdash-halves">{both}</div>'


def _said_once(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a list of LAOs with short names and without what other columns say."""
    t = translator(language)
    headings = {name: t(f"column.{name}") for name in {*_SAID_BY, *_SAID_BY.values()}}
    name = headings["name"]
    if name not in table or headings["type"] not in table:
        return table
    said = {headings[each] for each, by in _SAID_BY.items() if headings[by] in table}
    return table.assign(**{name: table[name].map(shortened)})[[n for n in table if n not in said]]


def _condensed(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return a table without the columns that are the same in every row, and what these say."""
    first, *others = table.columns
    same = {name: table[name].astype("object").iloc[0] for name in others if _is_same(table[name])}
    common = [f"{name} {_text(value)}" for name, value in same.items() if not _is_empty(value)]
    return table[[first, *(name for name in others if name not in same)]], common


def _is_same(column: "pd.Series[object]") -> bool:
    values = ("" if _is_empty(value) else value for value in column.astype("object"))
    first = next(values, "")
    # Mostly the second one tells.
    return all(value == first for value in values)


def _is_empty(value: object) -> bool:
    return is_null(value) or value == ""


def html_table(table: pd.DataFrame) -> str:
    """Return a table as HTML: every text inert, numbers on the right, what is missing a dash.

    Changes have their sign, as everywhere.
    """
    numeric = [pd.api.types.is_numeric_dtype(table[name]) for name in table]
    for language in LANGUAGES:
        for heading, digits in change_digits(table, language).items():
            written = [signed(value, digits) for value in table[heading]]
            table = table.assign(**{heading: pd.Series(written, index=table.index, dtype="object")})
    head = "".join(
        f'<th scope="col"{_NUMBER if right else ""}>{escape(str(name))}</th>'
        for name, right in zip(table.columns, numeric, strict=True)
    )
    columns = (
        [_cell(value, right) for value in values]
        for right, (_, values) in zip(numeric, table.astype("object").items(), strict=True)
    )
    rows = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in zip(*columns, strict=True))
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _text(value: object) -> str:
    if is_null(value):
        return NO_VALUE
    return number(value) if isinstance(value, int | float) else str(value)


def _cell(value: object, right: bool) -> str:
    right = right or (isinstance(value, int | float) and not is_null(value))
    return f"<td{_NUMBER if right else ''}>{escape(_text(value))}</td>"
