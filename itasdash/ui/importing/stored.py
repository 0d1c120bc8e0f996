"""What the data folder holds: snapshots with their sources, and registers."""

import pandas as pd
import streamlit as st

from itasdash.documents.provenance import findings_table, sources_table
from itasdash.documents.register_tables import count_types, register_changes
from itasdash.findings import Damaged, Refusal
from itasdash.i18n import Translator
from itasdash.importing.imports import remove_snapshot
from itasdash.importing.in_force import bundled_date, bundled_register, rests_on_bundled
from itasdash.importing.originals import name_to_give_back
from itasdash.reference import table
from itasdash.schema import SnapshotInfo
from itasdash.store import Store
from itasdash.store.published import copy_mark
from itasdash.thai.dates import format_date, format_moment, now
from itasdash.ui.parts.downloads import at_delivery, before_staff_download
from itasdash.ui.parts.tables import all_counts, show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.copies import elsewhere
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import current_view, moment_code, names_of_snapshots


def opened_record() -> bool:
    """Tell whether the page was opened at one snapshot: by the warning of another page."""
    return bool(st.query_params.get("record"))


def snapshots_part(store: Store, t: Translator) -> None:
    """Show every snapshot; one of them with its files, findings, acknowledgement and removal."""
    snapshots = store.snapshots()
    language = current_view().language
    with st.container(border=True):
        st.header(t("stored.snapshots", count=len(snapshots)), anchor=False)
        if not snapshots:
            st.caption(t("stored.no_snapshots"))
            return
        infos = {moment_code(info.as_of): info for info in reversed(snapshots)}
        names = names_of_snapshots(store, infos.values(), language)
        # The one that a page's warning leads to.
        wanted = choices.opened("record")
        code = st.selectbox(
            t("view.snapshot"),
            list(infos),
            index=list(infos).index(wanted) if wanted in infos else 0,
            format_func=names.__getitem__,
            key=f"record_{wanted}",
            width=420,
        )
        info = infos[code]
        sources = sources_table(info, language)
        show_table(sources, t("source.title"), key="record_sources", columns=all_counts(sources))
        mark = copy_mark(store)
        if mark is None or mark.originals:
            _originals(store, info, t)
        else:
            elsewhere(t, "originals")
        if info.findings:
            title = t("source.findings", count=len(info.findings))
            st.caption(title)
            widths = {t("column.finding"): st.column_config.TextColumn(width=620)}
            table = findings_table(info, language)
            show_table(table, title, key="record_findings", columns=widths, rows_shown=8)
        if mark is None:
            _acknowledge_form(store, info, t)
            _remove_form(store, info, t)


def _originals(store: Store, info: SnapshotInfo, t: Translator) -> None:
    logged = store if copy_mark(store) is None else None
    with st.container(horizontal=True):
        for source in info.sources:
            try:
                data = store.original(source.sha256)
            except Damaged as damaged:
                show_error(damaged, t)
                continue
            st.download_button(
                t("stored.original", file=plain(source.file)),
                at_delivery(logged, info.as_of, source.file, data, staff=True),
                file_name=name_to_give_back(source.file, data),
                key=f"original_{source.sha256}",
                on_click=before_staff_download,
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
    with store.writing("acknowledgement") as writer:
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
    remove_snapshot(store, info.as_of, reason, person.name, now())


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
        if rests_on_bundled(store):
            _bundled_part(t, may_replace=copy_mark(store) is None)
            return
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


def _bundled_part(t: Translator, *, may_replace: bool) -> None:
    """Show the register that comes with the app, and offer to replace it."""
    frame, since = bundled_register(), format_date(bundled_date(), t.language)
    st.header(t("stored.bundled"), anchor=False)
    [source] = table("laos_source")
    words = {"publisher": source["publisher"], "dataset": source["dataset"], "file": source["file"]}
    st.caption(plain(t("stored.bundled_source", since=since, **words)))
    if may_replace:
        st.info(t("stored.replace_bundled"), icon=":material/upload_file:")
    counted = count_types(frame, t.language)
    show_table(counted, t("stored.bundled"), "registers", all_counts(counted))
