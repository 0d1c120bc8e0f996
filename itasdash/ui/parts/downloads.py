"""Downloads: exactly what is on the screen, under a name that says what it is."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from itasdash.documents.csv_files import to_csv
from itasdash.documents.edition import Edition
from itasdash.documents.file_names import Compared, file_name
from itasdash.documents.provenance import cover_rows
from itasdash.documents.rate_tables import change_digits
from itasdash.documents.workbook import to_xlsx
from itasdash.findings import Refusal
from itasdash.schema import Event
from itasdash.store import Store
from itasdash.thai.dates import now
from itasdash.ui.shell.access import asker, current_person, may_import, require_staff
from itasdash.ui.shell.copies import is_copy
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import load_snapshot
from itasdash.ui.shell.problems import act
from itasdash.ui.shell.quotas import office_quotas
from itasdash.ui.shell.view import View

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Later:
    """A table of which a page shows a part; all of it is made when somebody downloads it.

    Attributes:
        make: makes it.
        rows: how many rows it has.
        made_from: tells apart what would make another table.
    """

    make: Callable[[], pd.DataFrame]
    rows: int
    made_from: bytes


def download_table(
    view: View,
    table: pd.DataFrame | Later,
    subject: str,
    filters: Iterable[str],
    key: str,
    *,
    sentence: str = "",
    counts: Mapping[str, int] | Callable[[], Mapping[str, int]] | None = None,
    staff: bool = False,
    note: str = "",
    compared: bool = False,
) -> None:
    """Offer a table as CSV for Thai Excel and as an Excel workbook.

    Args:
        view: what the page shows.
        table: the rows on the screen, under headings for people; or all of them, of which the
            screen shows a part, and no column of changes.
        subject: what the file is about; begins its name.
        filters: the active filters as short words, for the name.
        key: name of the buttons on the page.
        sentence: the active filters in full, for the first sheet and the print header.
        counts: LAOs by state of registration among the rows, for the first sheet, or what counts
            them.
        staff: whether it is for staff only.
        note: what else the first sheet says of the counts.
        compared: whether all of it is about changes; a table with a column of changes is known.
    """
    filters, t = list(filters), view.t
    language = view.language
    changed = compared or (not isinstance(table, Later) and change_digits(table, language))
    since = Compared(view.before.as_of, language) if changed and view.before else None
    words = sentence or " · ".join(filters) or t("about.everything")

    def cover_of(rows: pd.DataFrame) -> list[list[object]]:
        before = since.before if since else None
        by_state = counts() if callable(counts) else counts
        about = (subject, words, rows, language, by_state, view.marks, note, before)
        return kept(cover_rows, view.info, *about)

    def made() -> pd.DataFrame:
        return table.make() if isinstance(table, Later) else table

    def workbook() -> bytes:
        # In front, because a long caption is shortened at its end.
        marks = view.marks.words(language)
        moments = [view.caption, *view.compared] if since else [view.caption]
        caption = " · ".join([*marks, subject, *moments, words])
        # A list of LAOs is one, and anything else what it is about.
        sheet = subject if counts is None else t("document.list_sheet")
        sheets = {"sheet": sheet, "about_sheet": t("document.about_sheet")}
        rows = made()
        return to_xlsx(rows, caption=caption, cover=cover_of(rows), language=language, **sheets)

    # A workbook takes its time, so it is only made when it is asked for; its name bears the hash
    # of what goes into it.
    csv: bytes | Callable[[], bytes]
    if isinstance(table, Later):
        count, content = table.rows, table.made_from
        csv, into = lambda: to_csv(made(), language), content + repr((words, view.marks)).encode()
    else:
        count, csv = len(table), kept(to_csv, table, language)
        content, into = csv, csv + json.dumps(cover_of(table), ensure_ascii=False).encode()
    kinds: tuple[tuple[str, bytes | Callable[[], bytes], bytes, str], ...] = (
        ("csv", csv, content, _CSV),
        ("xlsx", workbook, into, _XLSX),
    )
    with st.container(horizontal=True):
        for kind, data, content, mime in kinds:
            marked = view.marks.subject(subject, view.language)
            name = file_name(marked, view.info.as_of, filters, content, kind, since)
            st.download_button(
                t(f"download.{kind}", count=count),
                view_delivery(view, name, data, staff=staff),
                file_name=name,
                mime=mime,
                key=f"{key}_{kind}",
                on_click=before_staff_download if staff else before_download,
                icon=":material/download:",
            )


def download_edition(view: View) -> None:
    """Offer the snapshot as one HTML file that needs no network, made when it is asked for."""
    t = view.t
    edition = Edition(
        view.so_far,
        view.before,
        view.open_errors,
        view.language,
        view.is_sample,
        office_quotas(view.store),
        view.store.calendar(),
        view.outdated,
    )
    subject = view.marks.subject(t("document.edition"), view.language)
    made_from = edition.ingredients
    name = file_name(subject, view.info.as_of, [], made_from, "html")

    def made() -> bytes:
        return edition.to_html(partial(load_snapshot, view.store))

    st.download_button(
        t("download.edition"),
        view_delivery(view, name, made),
        file_name=name,
        mime="text/html",
        key="edition",
        on_click=before_download,
        icon=":material/html:",
        help=t("download.edition_help"),
    )


def at_delivery(
    store: Store | None,
    as_of: datetime | None,
    file: str,
    data: bytes | Callable[[], bytes],
    *,
    staff: bool = False,
    event: Callable[[str, datetime], Event] | None = None,
) -> Callable[[], bytes]:
    """Return what gives a download when it is asked for: to whom may have it then, with a line.

    A browser can ask for what a page offered long after, without a click and without a run.

    Args:
        store: where the log is; None for the sample, which is nobody's and has none to speak of.
        as_of: the moment that the file is about.
        file: its name.
        data: its bytes, or what makes them.
        staff: whether it is for staff only.
        event: gives, of who takes it and when, what the log says in place of a download.
    """
    ask = asker()

    def deliver() -> bytes:
        person = ask()
        if staff and not may_import(person):
            raise Refusal("not_allowed")
        made = data() if callable(data) else data
        if store is not None:
            with store.writing("download") as writer:
                if event is None:
                    writer.log_download(as_of, file, person.name, now())
                else:
                    writer.log(event(person.name, now()))
        return made

    return deliver


def view_delivery(
    view: View,
    file: str,
    data: bytes | Callable[[], bytes],
    *,
    staff: bool = False,
    event: Callable[[str, datetime], Event] | None = None,
) -> Callable[[], bytes]:
    """Return :func:`at_delivery` for what a page shows."""
    # A copy takes no line either: what is given out of it is known to its own server alone.
    store = None if view.is_sample or is_copy(view.store) else view.store
    return at_delivery(store, view.info.as_of, file, data, staff=staff, event=event)


@act
def before_download() -> None:
    """Say on the page why nothing comes, where somebody may no longer see it."""
    current_person()


@act
def before_staff_download() -> None:
    """Say on the page why nothing comes, where somebody is no longer staff."""
    require_staff()
