"""Downloads: exactly what is on the screen, under a name that says what it is."""

from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st

from itasdash.documents.tables import file_name, to_csv, to_xlsx
from itasdash.settings import now
from itasdash.ui.access import current_person
from itasdash.ui.problems import act
from itasdash.ui.view import View

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_table(
    view: View, table: pd.DataFrame, subject: str, filters: Iterable[str], key: str
) -> None:
    """Offer a table as CSV for Thai Excel and as an Excel workbook.

    Args:
        view: what the page shows.
        table: the rows on the screen, under headings for people.
        subject: what the file is about; begins its name.
        filters: the active filters as short words, for the name and the print header.
        key: name of the buttons on the page.
    """
    filters = list(filters)
    csv = to_csv(table)
    caption = " · ".join([subject, view.caption, *filters])

    def workbook() -> bytes:
        return to_xlsx(table, view.t("document.list_sheet"), caption)

    # A workbook takes its time, so it is only made when it is asked for; its name bears the hash
    # of the same rows as CSV.
    kinds: tuple[tuple[str, bytes | Callable[[], bytes], str], ...] = (
        ("csv", csv, _CSV),
        ("xlsx", workbook, _XLSX),
    )
    with st.container(horizontal=True):
        for kind, data, mime in kinds:
            name = file_name(subject, view.info.as_of, filters, csv, kind)
            st.download_button(
                view.t(f"download.{kind}", count=len(table)),
                data,
                file_name=name,
                mime=mime,
                key=f"{key}_{kind}",
                on_click=log_download,
                args=(view, name),
                icon=":material/download:",
            )


@act
def log_download(view: View, file: str) -> None:
    """Log who took what; the sample is nobody's and has no log to speak of."""
    who = current_person().name
    if not view.is_sample:
        with view.store.writing():
            view.store.log_download(view.info.as_of, file, who, now())
