"""Tables as HTML: for print, where a page of paper cannot scroll, and for the HTML edition."""

from html import escape

import pandas as pd

from itasdash.i18n import translator
from itasdash.i18n.numbers import NO_VALUE, is_null, number

# A longer list is for the downloads, which say how it goes on from page to page.
MOST_ROWS = 300
_NUMBER = ' class="number"'


def printed_table(table: pd.DataFrame, language: str, most: int = MOST_ROWS) -> str:
    """Return a table as HTML for print, its heading repeated on every page.

    Args:
        table: rows under headings for people; columns of lists, which screens draw, are left out.
        language: of the line that says how many rows there are more.
        most: rows to print at most.
    """
    shown = table.head(most)
    shown = shown[[name for name in shown if not shown[name].map(_is_list).any()]]
    rest = ""
    if len(table) > most:
        sentence = translator(language)("print.rest", shown=most, all=len(table))
        rest = f"<p>{escape(sentence)}</p>"
    return html_table(shown) + rest


def html_table(table: pd.DataFrame) -> str:
    """Return a table as HTML: every text inert, numbers on the right, what is missing a dash."""
    numeric = [pd.api.types.is_numeric_dtype(table[name]) for name in table]
    head = "".join(
        f'<th scope="col"{_NUMBER if right else ""}>{escape(str(name))}</th>'
        for name, right in zip(table.columns, numeric, strict=True)
    )
    rows = "".join(
        f"<tr>{''.join(map(_cell, row, numeric))}</tr>\n"
        for row in table.astype("object").itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _cell(value: object, right: bool) -> str:
    if is_null(value):
        text = NO_VALUE
    elif isinstance(value, int | float):
        text, right = number(value), True
    else:
        text = escape(str(value))
    return f"<td{_NUMBER if right else ''}>{text}</td>"
