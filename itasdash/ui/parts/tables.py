"""Tables on a page: headings with units, names left, numbers right, rates as bars."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from itasdash.charts.look import SMALL_SIZE, text_width
from itasdash.documents.csv_files import with_text_dates
from itasdash.documents.html_tables import printed_table
from itasdash.i18n import Translator, translator
from itasdash.i18n.numbers import SCREEN_COUNT, SCREEN_PERCENT
from itasdash.metrics.tallies import ROLES
from itasdash.reference.written_names import shortened
from itasdash.schema import STATUS
from itasdash.ui.parts.sent_tables import SentTable, sent_table
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.view import View, current_view

Columns = Mapping[str, Any]
ROW_HEIGHT = 36
_MOST_ROWS = 16
# On paper: more rows need the width of the sheet, and so few columns a part of it.
_LONG, _NARROW = 12, 2
# How wide names may be; on a phone wider ones are not frozen, or nothing else could be seen.
_WIDEST_NAME, _FROZEN_ON_PHONE = 330, 170
# Room for the longest name of a province.
_NAME_WIDTH = 122
# In the order on screen; the code comes last, as nobody reads it first.
_LAO_COLUMNS = (
    "name",
    "name_before",
    "type_before",
    "into",
    "province",
    "district",
    "missing",
    "follow_up",
    "promised_on",
    "person",
    "note_text",
    "outstanding_since",
    "outstanding_days",
    "changed_at",
    "changed_from",
    *(column.name for column in STATUS.optional),
    "remarks",
    "state",
    "type",
    "registered_on",
    "region",
    "lao_id",
)


def show_table(
    table: pd.DataFrame,
    name: str,
    key: str,
    columns: Columns | None = None,
    *,
    rows_shown: int = _MOST_ROWS,
    printed: bool = True,
) -> None:
    """Show a table under its own headings; longer ones scroll.

    ``printed`` is whether it stands on paper; the total of another stands there with that.
    """
    sent = kept(sent_table, table, current_view().language)
    st.dataframe(sent.data(), **_how(sent, name, key, columns, rows_shown))
    if printed:
        _print(table)


def choose_row(
    table: pd.DataFrame,
    name: str,
    key: str,
    columns: Columns | None = None,
    *,
    rows_shown: int = _MOST_ROWS,
    total: pd.DataFrame | None = None,
    not_printed: Collection[str] = (),
) -> int | None:
    """Show a table of which a click chooses a row; return its position, None where none is.

    On paper it is followed by the row of the ``total``, and ``not_printed`` are the headings that
    it leaves out there.
    """
    sent = kept(sent_table, table, current_view().language)
    state = st.dataframe(
        sent.data(),
        on_select="rerun",
        selection_mode="single-cell",
        **_how(sent, name, key, columns, rows_shown),
    )
    _print(table, total, tuple(not_printed))
    cells = state["selection"]["cells"]
    return int(cells[0][0]) if cells else None


def show_laos(
    view: View,
    table: pd.DataFrame,
    name: str,
    *,
    hidden: Sequence[str] = (),
    key: str = "laos",
) -> int | None:
    """Show a list of LAOs: names first, codes last, without columns that say nothing here.

    A click chooses a row; its position is returned, None where none is chosen.

    Args:
        view: what the page shows.
        table: as :func:`itasdash.documents.lao_tables.lao_list` gives it.
        name: of the table, for screen readers.
        hidden: columns that the page says elsewhere, by their name in the catalogue.
        key: name of the table on the page.
    """
    days = view.t("column.outstanding_days")
    columns = {days: count_column(days), **_widths(view)}
    shown = kept(_shown_laos, table, view.language, tuple(hidden), view.look.narrow)
    return choose_row(shown, name, key=key, columns=columns, rows_shown=18)


def _shown_laos(
    table: pd.DataFrame, language: str, hidden: Sequence[str], narrow: bool
) -> pd.DataFrame:
    """Return a list of LAOs with the columns that say something, in the order on screen."""
    t = translator(language)
    headings = [t(f"column.{column}") for column in _LAO_COLUMNS if column not in hidden]
    shown = with_text_dates(table, language)
    if narrow:
        first = headings[0]
        shown = shown.assign(**{first: shown[first].map(shortened)})
    return shown[[h for h in headings if h in shown and (shown[h].notna() & shown[h].ne("")).any()]]


def _widths(view: View) -> dict[str, Any]:
    widths = {
        "missing": 200,
        "follow_up": 170,
        "note_text": 220,
        "outstanding_since": 120,
        "changed_at": 150,
        "changed_from": 200,
        "remarks": 220,
    }
    headings = {view.t(f"column.{column}"): width for column, width in widths.items()}
    return {
        heading: st.column_config.TextColumn(width=width) for heading, width in headings.items()
    }


def _print(
    table: pd.DataFrame, total: pd.DataFrame | None = None, left_out: tuple[str, ...] = ()
) -> None:
    """Put what is printed instead of a table that scrolls behind it."""
    html, columns = kept(_printed, table, total, left_out, current_view().language)
    looks = ["itasdash-printed"]
    if len(table) > _LONG:
        looks.append("itasdash-narrow" if columns <= _NARROW else "itasdash-long")
    st.html(f'<div class="{" ".join(looks)}">{html}</div>')


def _printed(
    table: pd.DataFrame, total: pd.DataFrame | None, left_out: Sequence[str], language: str
) -> tuple[str, int]:
    """Return a table as it is printed, and how many columns are left of it."""
    shown = table[[name for name in table if name not in left_out]]
    return printed_table(shown, language, total=total), len(shown.columns)


def _how(
    sent: SentTable, name: str, key: str, columns: Columns | None, rows_shown: int
) -> dict[str, Any]:
    first, *others = [*sent.widths] or [""]
    shown = dict(columns or {})
    # All that is not said of a column is said to be None, which would take back its width.
    look = {**(shown.get(first) or {}), "pinned": True}
    if first in sent.worded:
        # A pinned column takes no room that others leave, and would cut its names.
        wide = min(sent.widths[first], _WIDEST_NAME)
        look["width"] = look.get("width") or wide
        if current_view().look.narrow and wide > _FROZEN_ON_PHONE:
            look["pinned"] = False
    shown[first] = look
    # The last column takes what room is left.
    for other in others[:-1]:
        if other not in shown and other in sent.worded:
            # Streamlit measures the first rows alone, and cuts what is longer further down.
            shown[other] = st.column_config.Column(width=min(sent.widths[other], _WIDEST_NAME))
    for heading in sent.changes:
        # A form of the screen's own would come before the one that documents have.
        shown[heading] = {**(shown.get(heading) or {}), "type_config": {"type": "number"}}
    return {
        "hide_index": True,
        "key": key,
        "column_config": shown,
        "row_height": ROW_HEIGHT,
        "height": ROW_HEIGHT * (min(sent.rows, rows_shown) + 1) + 4,
        "placeholder": "–",
        "alt": name,
    }


def fixed_widths(table: pd.DataFrame, columns: Columns, total: str) -> dict[str, Any]:
    """Return looks with widths for ``table``, so that another with its columns stands in line.

    The last column takes what room is left; the first is as wide as the name of the ``total``.
    """
    sent = kept(sent_table, table, current_view().language)
    first, *others, _ = sent.widths
    widths = {first: max(_NAME_WIDTH, text_width(total, SMALL_SIZE) + 20)}
    widths |= {name: sent.widths[name] for name in others}
    plain: Any = st.column_config.Column
    return {**columns} | {
        name: (columns.get(name) or plain(pinned=name == first or None))
        | {"width": max(wide, columns.get(name, {}).get("width") or 0)}
        for name, wide in widths.items()
    }


def count_column(label: str) -> Any:
    """Return the look of a column of counts."""
    return st.column_config.NumberColumn(label, format=SCREEN_COUNT)


def all_counts(table: pd.DataFrame) -> dict[str, Any]:
    """Return the looks of every column of a table that holds counts."""
    names = [str(name) for name in table.select_dtypes("number").columns]
    return {name: count_column(name) for name in names}


def rate_column(label: str, colour: str) -> Any:
    """Return the look of a column of per cents from 0 to 100."""
    return st.column_config.ProgressColumn(
        label, format=SCREEN_PERCENT, min_value=0, max_value=100, color=colour, width=140
    )


def rates_columns(t: Translator, colour: str) -> dict[str, Any]:
    """Return the looks of the columns of :func:`itasdash.documents.rate_tables.rates_table`."""
    counts = ("rank", "expected", "registered", "outstanding", "unknown", *ROLES)
    looks = {t(f"column.{name}"): count_column(t(f"column.{name}")) for name in counts}
    looks[t("column.rate_percent")] = rate_column(t("column.rate_percent"), colour)
    history = t("column.trend")
    looks[history] = st.column_config.LineChartColumn(
        history, y_min=0, y_max=100, color=colour, width=110
    )
    return looks
