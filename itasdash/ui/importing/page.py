"""The import page: drop files, see what they say, and save exactly that.

Reading and saving go on in the background. Nothing here decides who may: every act asks again.
"""

from collections.abc import Sequence

import streamlit as st

from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.importing import FileReport, Upload
from itasdash.importing.batch import (
    Batch,
    FileChoices,
    Reading,
    acknowledge_shown,
    read_batch,
    save_exports,
    save_register,
    store_version,
)
from itasdash.schema import sha256
from itasdash.store import Store
from itasdash.thai.dates import format_moment, now
from itasdash.ui.importing.by_hand import taught_part
from itasdash.ui.importing.file_cards import file_card, file_choices, reason_given
from itasdash.ui.importing.names import names_part
from itasdash.ui.importing.overview import decisions, decisions_first, files_table
from itasdash.ui.parts.tables import all_counts, show_table
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.following import follower_of
from itasdash.ui.shell.navigation import page_link
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.work import READINGS, Progress, Work, show_progress

_READING, _SAVING, _ROUND = "reading of files", "saving of files", "round of files"
Files = Sequence[tuple[Upload, FileChoices]]


def files_part(t: Translator) -> Files:
    """Show where files are dropped; return them with what staff choose for each."""
    with st.container(border=True):
        dropped = st.file_uploader(
            t("import.drop"),
            accept_multiple_files=True,
            key=f"files_{st.session_state.get(_ROUND, 0)}",
            help=t("import.drop_help"),
        )
    uploads = {sha256(file.getvalue()): Upload(file.name, file.getvalue()) for file in dropped}
    return [(upload, file_choices(digest)) for digest, upload in uploads.items()]


def batch_part(store: Store, files: Files, t: Translator) -> None:
    """Show what the files say and what saving them would do, and the button that does it."""
    batch = _read(store, files, t)
    if batch is None:
        return
    taught_part(t)
    alone = len(batch.readings) == 1
    if not alone:
        _files_part(batch, t)
    names_part(store, batch, t)
    for reading in [*batch.registers, *decisions_first(batch.exports, t)]:
        file_card(store, reading, t, alone=alone)
    _save_bar(store, batch, t)


def _files_part(batch: Batch, t: Translator) -> None:
    """Show every file in one table, before the details of each."""
    table = files_table(batch.readings, t.language)
    title = t("import.files", count=len(table))
    with st.container(border=True):
        st.header(title, anchor=False)
        show_table(table, title, "files_read", all_counts(table), rows_shown=20)


def _read(store: Store, files: Files, t: Translator) -> Batch | None:
    """Return the files as read; while that goes on, show its progress and return None."""
    named = tuple((upload.name, sha256(upload.data), choices) for upload, choices in files)
    identity = (named, store_version(store))
    known = st.session_state.get(_READING)
    if known is None or known[0] != identity:
        who = require_staff().name
        if known is not None:
            known[1].supersede()

        def read(progress: Progress) -> Batch:
            return read_batch(store, files, who=who, when=now(), progress=progress)

        known = st.session_state[_READING] = (identity, Work("reading", read, READINGS))
    work: Work[Batch] = known[1]
    if not work.finished(within=0.2):
        show_progress(work, lambda done, everything, at: _progress(t, done, everything, at))
        return None
    if work.failure is not None:
        show_error(work.failure, t)
    return work.result


def _progress(t: Translator, done: int, everything: int, at: str) -> str:
    return t("import.progress", done=done, all=everything, file=plain(at))


@act
def _save_register(store: Store, reading: Reading) -> None:
    _require_same_choices([reading])
    save_register(store, reading, who=require_staff().name, when=now())
    follower_of(store).wake()


def _save_bar(store: Store, batch: Batch, t: Translator) -> None:
    """Show what can be saved, and its buttons, at the lower edge of the window all the time."""
    registers = [reading for reading in batch.registers if reading.can_be_saved]
    savable = [reading for reading in batch.exports if reading.can_be_saved]
    if not registers and not savable:
        return
    waiting = sum(bool(decisions(reading, t)) for reading in batch.readings)
    with st.container(key="save_bar", horizontal=True, vertical_alignment="center"):
        for reading in registers:
            laos = 0 if reading.register is None else len(reading.register.laos)
            st.button(
                t("import.save_register", count=laos),
                type="primary",
                icon=":material/save:",
                key=f"save_{reading.report.sha256}",
                on_click=_save_register,
                args=(store, reading),
            )
        if savable:
            st.button(
                t("import.save", count=len(savable)),
                # One that is read by another register is read anew.
                type="secondary" if registers else "primary",
                icon=":material/save:",
                key="save",
                on_click=_save,
                args=(store, batch),
            )
        notes = [t("import.waiting", count=waiting)] if waiting else []
        open_names = sum(reading.report.rows.unresolved for reading in savable)
        notes += [t("import.open_names", count=open_names)] if open_names else []
        if notes:
            st.caption(" ".join(notes))


@act
def _save(store: Store, batch: Batch) -> None:
    who, when = require_staff().name, now()
    # Caught here, the files can be read and shown anew; in the middle of saving they are refused.
    if store_version(store) != batch.version:
        raise Refusal("shown_anew")
    _require_same_choices(batch.exports)
    follower = follower_of(store)
    reasons = {r.report.sha256: reason_given(r.report.sha256) for r in batch.exports}

    def save(progress: Progress) -> list[FileReport]:
        reports = save_exports(store, batch, who=who, when=when, progress=progress)
        acknowledge_shown(store, reports, reasons, who=who, when=when)
        # What could not follow before may rest on an original that has come again.
        follower.wake()
        return reports

    st.session_state[_SAVING] = Work("saving", save)


def _require_same_choices(readings: Sequence[Reading]) -> None:
    """Refuse to save what was shown before the last field was filled in."""
    if any(reading.choices != file_choices(reading.report.sha256) for reading in readings):
        raise Refusal("choices_changed")


def saving_part(t: Translator) -> bool:
    """Show the progress of saving, or its result; return whether there is either."""
    work: Work[list[FileReport]] | None = st.session_state.get(_SAVING)
    if work is None:
        return False
    if not work.finished(within=0.2):
        st.header(t("import.saving"), anchor=False)
        show_progress(work, lambda done, everything, at: _progress(t, done, everything, at))
        return True
    with st.container(border=True):
        if work.failure is not None:
            show_error(work.failure, t)
        for report in work.result or []:
            _show_result(report, t)
        with st.container(horizontal=True):
            moments = [r.as_of for r in work.result or [] if r.as_of and not r.error]
            if moments:
                shown = {"as_of": f"{max(moments):%Y%m%dT%H%M}"}
                for name in ("overview", "provinces", "unregistered"):
                    page_link(name, t, **shown)
            st.button(t("import.more"), key="more", on_click=_begin_again)
    return True


def _show_result(report: FileReport, t: Translator) -> None:
    if report.error is not None:
        show_error(report.error, t)
    if report.as_of is None:
        return
    sentence = t(
        "import.saved",
        file=report.file,
        outcome=t(f"outcome.{report.outcome}"),
        as_of=format_moment(report.as_of, t.language),
        count=report.rows.resolved,
    )
    st.success(plain(sentence), icon=":material/check_circle:")


def _begin_again() -> None:
    st.session_state.pop(_SAVING, None)
    st.session_state.pop(_READING, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
