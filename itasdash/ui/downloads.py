"""Downloads: exactly what is on the screen, under a name that says what it is."""

from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st

from itasdash.documents.tables import file_name, to_csv, to_xlsx
from itasdash.ui.view import View

_KINDS: dict[str, tuple[Callable[[pd.DataFrame, View], bytes], str]] = {
    "csv": (lambda table, _: to_csv(table), "text/csv"),
    "xlsx": (
        lambda table, view: to_xlsx(table, view.t("document.list_sheet")),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def download_table(
    view: View, table: pd.DataFrame, subject: str, filters: Iterable[str], key: str
) -> None:
    """Offer a table as CSV for Thai Excel and as an Excel workbook.

    Args:
        view: what the page shows.
        table: the rows on the screen, under headings for people.
        subject: what the file is about; begins its name.
        filters: the active filters as short words, for the name.
        key: name of the buttons on the page.
    """
    filters = list(filters)
    with st.container(horizontal=True):
        for kind, (write, mime) in _KINDS.items():
            data = write(table, view)
            st.download_button(
                view.t(f"download.{kind}", count=len(table)),
                data,
                file_name=file_name(subject, view.info.as_of, filters, data, kind),
                mime=mime,
                key=f"{key}_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )
