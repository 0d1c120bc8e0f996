"""The dates that matter: shown to all, entered by staff."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from itasdash.i18n import DEFAULT_LANGUAGE, Translator, translator
from itasdash.importing.calendar import add_entry, read_entries, save_calendar
from itasdash.schema import CALENDAR_KINDS, LETTER_SENT, CalendarEntry
from itasdash.store import Store
from itasdash.thai.dates import fiscal_year, format_date, format_moment, now
from itasdash.ui.parts.tables import show_table
from itasdash.ui.shell.access import current_person, may_import, require_staff
from itasdash.ui.shell.copies import is_copy
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.problems import act
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

_COLUMNS = ("kind", "first_day", "last_day", "note", "source")
_EDITED = "calendar_edited"


def calendar_part(view: View) -> None:
    """Show the dates of the fiscal year; staff change them in the table and save."""
    t, year = view.t, view.info.fiscal_year
    entries = Loader(view).calendar
    changes = not view.is_sample and not is_copy(view.store)
    staff = changes and may_import(current_person())
    with st.container(border=True):
        title = t("calendar.title", year=year)
        st.header(title, anchor=False)
        st.caption(plain(t("calendar.note")))
        table = calendar_table(entries, t)
        if not staff:
            if entries:
                show_table(table, title, "calendar")
            else:
                st.info(t("calendar.none"), icon=":material/event:")
            return
        st.caption(plain(t("calendar.edit_note")))
        names = [t(f"calendar.{kind}") for kind in CALENDAR_KINDS]
        kind = t("calendar.column_kind")
        # Entries that somebody saves begin a table of their own: what was typed before is in them.
        key = f"{_EDITED}_{year}_{hash(entries)}"
        edited = st.data_editor(
            table,
            key=key,
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config={kind: st.column_config.SelectboxColumn(kind, options=names)},
        )
        rows = _rows(edited, t)
        st.button(
            t("calendar.save"),
            key="save_calendar",
            icon=":material/save:",
            on_click=_save,
            args=(view.store, year, rows, entries),
        )


def calendar_table(entries: Sequence[CalendarEntry], t: Translator) -> pd.DataFrame:
    """Return entries under headings for people, days as people write them."""
    rows = [
        (
            t(f"calendar.{entry.kind}"),
            format_date(entry.first_day, t.language),
            format_date(entry.last_day, t.language),
            entry.note,
            entry.source,
        )
        for entry in entries
    ]
    headings = [t(f"calendar.column_{name}") for name in _COLUMNS]
    return pd.DataFrame(rows, columns=headings, dtype="str")


def _rows(edited: pd.DataFrame, t: Translator) -> list[dict[str, str]]:
    """Return the rows of an edited table in the words that are stored."""
    kinds = {t(f"calendar.{kind}"): kind for kind in CALENDAR_KINDS}
    rows = edited.fillna("").set_axis(list(_COLUMNS), axis=1).to_dict("records")
    return [{**row, "kind": kinds.get(row["kind"], row["kind"])} for row in rows]


@act
def _save(
    store: Store, year: int, rows: Sequence[dict[str, str]], seen: Sequence[CalendarEntry]
) -> None:
    who = require_staff().name
    entries = read_entries(rows, year)
    save_calendar(store, year, entries, seen, who=who, when=now())


def letter_event_part(view: View) -> None:
    """Offer to enter the letter that is made from the snapshot as sent, with one click."""
    t = view.t
    if view.is_sample or is_copy(view.store):
        return
    # What is stored is in the language of the office, whoever enters it.
    moment = format_moment(view.info.as_of)
    note = translator(DEFAULT_LANGUAGE)("calendar.letter_note", as_of=moment)
    with st.container(border=True):
        st.header(t("calendar.letter_title"), anchor=False)
        there = [e for e in Loader(view).calendar if e.kind == LETTER_SENT and e.note == note]
        if there:
            days = ", ".join(format_date(entry.first_day, view.language) for entry in there)
            st.success(
                plain(t("calendar.letter_there", day=days)), icon=":material/event_available:"
            )
            return
        st.caption(plain(t("calendar.letter_why")))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            label, day = t("calendar.letter_day"), _day_of_letter(view)
            st.text_input(label, format_date(day, view.language), key="letter_day", width=200)
            st.button(
                t("calendar.letter_add"),
                key="letter_event",
                icon=":material/event:",
                on_click=_add_letter,
                args=(view.store, view.info.fiscal_year, note),
            )


def _day_of_letter(view: View) -> date:
    """Return today, or the snapshot's day where that is of a fiscal year that is over."""
    today, day = now().date(), view.info.as_of.date()
    return today if fiscal_year(today) == fiscal_year(day) else day


@act
def _add_letter(store: Store, year: int, note: str) -> None:
    who = require_staff().name
    row = {"kind": LETTER_SENT, "first_day": st.session_state["letter_day"], "note": note}
    [entry] = read_entries([row], year)
    add_entry(store, entry, who=who, when=now())
