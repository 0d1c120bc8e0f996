"""The import page: drop files, see what they say, and save exactly that.

Reading and saving go on in the background. Nothing here decides who may: every act asks again.
"""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.importing import FileReport, Upload
from itasdash.importing.batch import (
    Batch,
    FileChoices,
    Reading,
    read_batch,
    save_exports,
    save_register,
    store_version,
)
from itasdash.schema import sha256
from itasdash.store import Store
from itasdash.thai.dates import format_moment, now
from itasdash.ui.importing.by_hand import taught_part
from itasdash.ui.importing.file_cards import file_card, file_choices
from itasdash.ui.importing.names import names_part
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.navigation import page_link
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.work import Progress, Work, show_progress

_READING, _SAVING, _ROUND = "reading of files", "saving of files", "round of files"
_REASON = "reason_of_errors"
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
    # A field that is away while files are read anew keeps what was typed into it.
    st.session_state[_REASON] = st.session_state.get(_REASON, "")
    batch = _read(store, files, t)
    if batch is None:
        return
    taught_part(t)
    names_part(store, batch, t)
    for reading in batch.registers:
        file_card(store, reading, t)
        if reading.can_be_saved and reading.register is not None:
            st.button(
                t("import.save_register", count=len(reading.register.laos)),
                type="primary",
                icon=":material/save:",
                key=f"save_{reading.report.sha256}",
                on_click=_save_register,
                args=(store, reading),
            )
    for reading in batch.exports:
        file_card(store, reading, t)
    savable = [reading for reading in batch.exports if reading.can_be_saved]
    if savable:
        _save_button(store, batch, savable, t)


def _read(store: Store, files: Files, t: Translator) -> Batch | None:
    """Return the files as read; while that goes on, show its progress and return None."""
    named = tuple((upload.name, sha256(upload.data), choices) for upload, choices in files)
    identity = (named, store_version(store))
    known = st.session_state.get(_READING)
    if known is None or known[0] != identity:
        who = require_staff().name

        def read(progress: Progress) -> Batch:
            return read_batch(store, files, who=who, when=now(), progress=progress)

        known = st.session_state[_READING] = (identity, Work("reading", read))
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


def _save_button(store: Store, batch: Batch, savable: Sequence[Reading], t: Translator) -> None:
    errors = sum(f.severity == "error" for r in savable for f in r.report.findings)
    with st.container(border=True):
        if errors:
            st.text_input(
                t("import.reason", count=errors), key=_REASON, help=t("import.reason_help")
            )
        open_names = sum(reading.report.rows.unresolved for reading in savable)
        if open_names:
            st.caption(t("import.open_names", count=open_names))
        st.button(
            t("import.save", count=len(savable)),
            type="primary",
            icon=":material/save:",
            key="save",
            on_click=_save,
            args=(store, batch),
        )


@act
def _save(store: Store, batch: Batch) -> None:
    who, when = require_staff().name, now()
    # Caught here, the files can be read and shown anew; in the middle of saving they are refused.
    if store_version(store) != batch.version:
        raise Refusal("shown_anew")
    _require_same_choices(batch.exports)
    reason = (st.session_state.get(_REASON) or "").strip()

    def save(progress: Progress) -> list[FileReport]:
        reports = save_exports(store, batch, who=who, when=when, progress=progress)
        if reason:
            _acknowledge(store, reports, reason, who, when)
        return reports

    st.session_state[_SAVING] = Work("saving", save)


def _require_same_choices(readings: Sequence[Reading]) -> None:
    """Refuse to save what was shown before the last field was filled in."""
    if any(reading.choices != file_choices(reading.report.sha256) for reading in readings):
        raise Refusal("choices_changed")


def _acknowledge(
    store: Store, reports: Sequence[FileReport], reason: str, who: str, when: datetime
) -> None:
    for as_of in {report.as_of for report in reports if report.as_of and not report.error}:
        with store.writing() as writer:
            info = store.info(as_of)
            if info is not None and store.open_errors(info):
                writer.acknowledge(as_of, reason, who, when)


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
    st.session_state.pop(_REASON, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
