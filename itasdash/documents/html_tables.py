"""Tables as they are printed: a page of paper cannot scroll."""

from html import escape

import pandas as pd

from itasdash.i18n import translator

# A longer list is for the downloads, which say how it goes on from page to page.
MOST_ROWS = 300


def printed_table(table: pd.DataFrame, language: str, most: int = MOST_ROWS) -> str:
    """Return a table as HTML for print, its heading repeated on every page.

    Args:
        table: rows under headings for people; columns of lists, which screens draw, are left out.
        language: of the line that says how many rows there are more.
        most: rows to print at most.
    """
    shown = table.head(most)
    columns = [name for name in shown if not shown[name].map(_is_list).any()]
    shown = shown[columns]
    head = "".join(f"<th>{escape(str(name))}</th>" for name in columns)
    rows = "".join(
        f"<tr>{''.join(_cell(value) for value in row)}</tr>"
        for row in shown.astype("object").itertuples(index=False)
    )
    rest = ""
    if len(table) > most:
        said = translator(language)("print.rest", shown=most, all=len(table))
        rest = f"<p>{escape(said)}</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}"


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _cell(value: object) -> str:
    if isinstance(value, int | float) and not pd.isna(value):
        text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
        return f'<td class="number">{text}</td>'
    return f"<td>{'–' if pd.isna(value) else escape(str(value))}</td>"
