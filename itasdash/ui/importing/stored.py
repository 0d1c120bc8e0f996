"""What the data folder holds: snapshots with their sources, and registers."""

import pandas as pd
import streamlit as st

from itasdash.documents.provenance import findings_table, sources_table
from itasdash.documents.register_tables import count_types, register_changes
from itasdash.findings import Damaged, Refusal
from itasdash.i18n import Translator
from itasdash.schema import SnapshotInfo
from itasdash.store import Store
from itasdash.thai.dates import format_date, format_moment, now
from itasdash.ui.parts.downloads import log_staff_download
from itasdash.ui.parts.tables import all_counts, show_table
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import current_view


def snapshots_part(store: Store, t: Translator) -> None:
    """Show every snapshot; one of them with its files, findings, acknowledgement and removal."""
    snapshots = store.snapshots()
    language = current_view().language
    with st.container(border=True):
        st.header(t("stored.snapshots", count=len(snapshots)), anchor=False)
        if not snapshots:
            st.caption(t("stored.no_snapshots"))
            return
        names = {f"{i.as_of:%Y%m%dT%H%M}": i for i in reversed(snapshots)}
        code = st.selectbox(
            t("view.snapshot"),
            list(names),
            format_func=lambda code: format_moment(names[code].as_of, language),
            key="record",
            width=320,
        )
        info = names[code]
        show_table(sources_table(info, language), t("source.title"), key="record_sources")
        _originals(store, info, t)
        if info.findings:
            title = t("source.findings", count=len(info.findings))
            st.caption(title)
            widths = {t("column.finding"): st.column_config.TextColumn(width=620)}
            table = findings_table(info, language)
            show_table(table, title, key="record_findings", columns=widths, rows_shown=8)
        _acknowledge_form(store, info, t)
        _remove_form(store, info, t)


def _originals(store: Store, info: SnapshotInfo, t: Translator) -> None:
    with st.container(horizontal=True):
        for source in info.sources:
            try:
                data = store.original(source.sha256)
            except Damaged as damaged:
                show_error(damaged, t)
                continue
            st.download_button(
                t("stored.original", file=plain(source.file)),
                data,
                file_name=source.file,
                key=f"original_{source.sha256}",
                on_click=log_staff_download,
                args=(store, info.as_of, source.file),
                icon=":material/download:",
            )


def _acknowledge_form(store: Store, info: SnapshotInfo, t: Translator) -> None:
    errors = len(info.errors)
    if not errors:
        return
    acknowledgement = store.acknowledgement(info)
    if acknowledgement is not None:
        at = format_moment(acknowledgement.at, current_view().language)
        st.info(
            t(
                "stored.acknowledged",
                who=plain(acknowledgement.who),
                at=at,
                reason=plain(acknowledgement.reason),
            )
        )
        return
    with st.form("acknowledge", border=False):
        st.text_input(t("import.reason", count=errors), key="acknowledge_reason")
        st.form_submit_button(
            t("stored.acknowledge", count=errors), on_click=_acknowledge, args=(store, info)
        )


@act
def _acknowledge(store: Store, info: SnapshotInfo) -> None:
    person = require_staff()
    reason = _required_reason("acknowledge_reason")
    with store.writing() as writer:
        writer.acknowledge(info.as_of, reason, person.name, now())


def _remove_form(store: Store, info: SnapshotInfo, t: Translator) -> None:
    with st.popover(t("stored.remove"), icon=":material/delete:"), st.form("remove", border=False):
        st.write(t("stored.remove_explain"))
        st.text_input(t("stored.remove_reason"), key="remove_reason")
        st.form_submit_button(t("stored.remove_now"), on_click=_remove, args=(store, info))


@act
def _remove(store: Store, info: SnapshotInfo) -> None:
    person = require_staff()
    reason = _required_reason("remove_reason")
    with store.writing() as writer:
        writer.remove_snapshot(info.as_of, reason, person.name, now())


def _required_reason(field: str) -> str:
    """Return the reason that was typed.

    Raises:
        Refusal: none was.
    """
    reason = str(st.session_state.get(field) or "").strip()
    if not reason:
        raise Refusal("reason_missing")
    return reason


def registers_part(store: Store, t: Translator) -> None:
    """Show the versions of the register, and how two of them differ."""
    language = current_view().language
    frames: dict[str, pd.DataFrame] = {}
    for day in store.register_dates():
        try:
            frames[format_date(day, language)] = store.register(day)
        except Damaged as damaged:
            show_error(damaged, t)
    with st.container(border=True):
        st.header(t("stored.registers", count=len(frames)), anchor=False)
        if not frames:
            st.caption(t("stored.no_registers"))
            return
        counted = pd.concat(
            [count_types(f, language).assign(since=d) for d, f in frames.items()]
        ).rename(columns={"since": t("column.since")})
        title = t("stored.registers", count=len(frames))
        show_table(counted, title, "registers", all_counts(counted))
        if len(frames) < 2:
            return
        days = list(frames)
        with st.container(horizontal=True):
            first = st.selectbox(t("stored.compare"), days, len(days) - 2, key="first_register")
            second = st.selectbox(t("stored.with"), days, len(days) - 1, key="second_register")
        changes = register_changes(frames[first], frames[second], language)
        st.caption(t("stored.changes", count=len(changes)))
        if len(changes):
            show_table(changes, t("stored.changes", count=len(changes)), key="register_changes")
