"""A card for each file that was dropped: what it is, what saving it would do, what is wrong."""

from typing import Literal

import pandas as pd
import streamlit as st

from itasdash.documents.register_tables import count_types
from itasdash.documents.workbook import to_xlsx
from itasdash.findings import SEVERITIES
from itasdash.i18n import Translator
from itasdash.i18n.numbers import count
from itasdash.importing import FileReport
from itasdash.importing.batch import FileChoices, Reading
from itasdash.schema import BY_FILE, COUNTRY, COVERS, EITHER_MISSING, LIST_MEANINGS
from itasdash.store import Store
from itasdash.thai.dates import fiscal_year, format_date, format_moment, read_moment
from itasdash.ui.importing.by_hand import by_hand_button, by_hand_is_open, by_hand_part
from itasdash.ui.importing.overview import ASKED, decisions
from itasdash.ui.importing.report_tables import findings_of, sample_table, side_by_side
from itasdash.ui.parts.downloads import at_delivery, before_staff_download
from itasdash.ui.parts.tables import all_counts, show_table
from itasdash.ui.shell.problems import show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import current_view

_MOST_FINDINGS = 100
# While files are read again their cards are not there, and what was typed must not be lost.
_KEPT: Literal["page"] = "page"
# The fields in which a date is typed.
_DATES = ("as_of", "effective")


def file_choices(digest: str) -> FileChoices:
    """Return what staff have chosen for a file, from the fields of its card."""
    state = st.session_state
    typed = {field: (state.get(f"{field}_{digest}") or "").strip() for field in _DATES}
    moments = {field: read_moment(text) for field, text in typed.items()}
    effective = moments["effective"]
    return FileChoices(
        as_of=moments["as_of"],
        list_means=state.get(f"means_{digest}") or EITHER_MISSING,
        accept_shrink=bool(state.get(f"shrink_{digest}")),
        effective=effective.date() if effective else None,
        covers=state.get(f"covers_{digest}") or BY_FILE,
        unreadable=tuple(field for field in _DATES if typed[field] and moments[field] is None),
    )


def file_card(store: Store, reading: Reading, t: Translator, *, alone: bool) -> None:
    """Show a file, open where it is ``alone`` or waits for a decision.

    Its fields are read by :func:`file_choices` in the next run.
    """
    report = reading.report
    # What nobody has to decide is folded under its name.
    open_now = alone or bool(decisions(reading, t)) or by_hand_is_open(report.sha256)
    card = (
        st.container(border=True)
        if open_now
        else st.expander(plain(reading.upload.name), key=f"card_{report.sha256}")
    )
    with card:
        if open_now:
            st.header(plain(reading.upload.name), anchor=False)
        if reading.register is not None:
            _register_body(reading, t)
            return
        if report.error is not None:
            show_error(report.error, t)
        else:
            _summary(report, t)
        _fields(reading, t)
        _coverage_field(reading, t)
        if report.samples:
            st.caption(t("import.samples"))
            table = sample_table(report, current_view().language)
            show_table(table, t("import.samples"), key=f"samples_{report.sha256}")
        by_hand_button(reading, t)
        by_hand_part(store, reading, t)
        _findings(store, report, t)


def _register_body(reading: Reading, t: Translator) -> None:
    register, digest = reading.register, reading.report.sha256
    if register is None:
        return
    language, frame = current_view().language, register.laos
    st.write(t("import.is_register", count=len(frame)))
    counted = count_types(frame, language)
    show_table(counted, t("import.types"), f"types_{digest}", all_counts(counted))
    _date_field(reading, "effective", t)
    since = format_date(register.effective, language)
    st.info(t(f"import.register_{register.outcome}", effective=since))
    for finding in register.findings:
        st.caption(plain(finding.message(language)))


def _date_field(reading: Reading, field: str, t: Translator) -> None:
    """Show a field for a date; beside it, where what is typed there is none."""
    name = f"{field}_{reading.report.sha256}"
    with st.container(width=320, gap="small"):
        st.text_input(
            t(f"import.{field}"),
            key=name,
            placeholder=t(f"import.{field}_hint"),
            persist_state=_KEPT,
        )
        if field in reading.choices.unreadable:
            written = st.session_state.get(name) or ""
            sentence = t("import.no_date", written=written, example=t(f"import.{field}_hint"))
            st.error(plain(sentence), icon=":material/block:")


def _summary(report: FileReport, t: Translator) -> None:
    if report.as_of is None:
        return
    summary = t(
        "import.summary",
        kind=t(f"kind.{report.kind}"),
        as_of=format_moment(report.as_of, current_view().language),
        year=fiscal_year(report.as_of),
    )
    rows = report.rows
    counted = t(
        "cli.import_rows",
        read=count(rows.read),
        resolved=count(rows.resolved),
        unresolved=count(rows.unresolved),
        ignored=count(rows.ignored),
    )
    st.write(plain(f"{summary} · {counted}"))
    icons = {"imported": "add_circle", "replaced": "sync", "unchanged": "check_circle"}
    st.info(t(f"import.would_be_{report.outcome}"), icon=f":material/{icons[report.outcome]}:")


def _fields(reading: Reading, t: Translator) -> None:
    report, digest = reading.report, reading.report.sha256
    code = report.error.code if report.error else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if report.as_of is not None or code in ("as_of_missing", "as_of_ambiguous"):
            _date_field(reading, "as_of", t)
        if report.kind == "unregistered_list":
            st.selectbox(
                t("import.list_means"),
                LIST_MEANINGS,
                format_func=lambda meaning: t(f"import.means_{meaning}"),
                key=f"means_{digest}",
                width=460,
                persist_state=_KEPT,
            )
        if code == "shrunk" or reading.choices.accept_shrink:
            st.checkbox(t("import.accept_shrink"), key=f"shrink_{digest}", persist_state=_KEPT)


def _coverage_field(reading: Reading, t: Translator) -> None:
    """Ask whom a file is about where it does not say; an answer can be changed.

    Of a list it is asked whom its silence speaks of; of any file that shares some provinces with an
    earlier one of its moment, whether it replaces that.
    """
    report, digest = reading.report, reading.report.sha256
    # Once it is answered nothing asks any more, and the names of the provinces are gone.
    asked = f"silent_{digest}"
    for finding in report.findings:
        if finding.code in ASKED:
            whole = finding.code == "coverage_unknown"
            st.session_state[asked] = finding.subject if whole else t("import.covers_rest")
            break
    else:
        if report.error is not None and report.error.code == "parts_overlap":
            st.session_state[asked] = str(report.error.values["silent"])
        elif reading.choices.covers == BY_FILE:
            return
    names = st.session_state.get(asked, "")
    if names:
        st.write(plain(t("import.covers_question", provinces=names)))
    answers = "covers" if names else "replaces"
    st.selectbox(
        t(f"import.{answers}"),
        (BY_FILE, *COVERS) if names else (BY_FILE, COUNTRY),
        format_func=lambda part: t(f"import.{answers}_{part}"),
        key=f"covers_{digest}",
        width=460,
        persist_state=_KEPT,
    )


def _findings(store: Store, report: FileReport, t: Translator) -> None:
    if not report.findings:
        return
    language, digest = current_view().language, report.sha256
    table = findings_of(report, language)
    title = t("source.findings", count=len(table))
    st.header(title, anchor=False)
    for severity in SEVERITIES:
        of_it = [f for f in report.findings if f.severity == severity]
        if of_it:
            st.caption(t(f"import.severity_{severity}", count=len(of_it)))
            rows = table[table[t("column.severity")] == t(f"severity.{severity}")]
            if len(rows) > _MOST_FINDINGS:
                st.caption(t("import.first_findings", shown=_MOST_FINDINGS, all=len(rows)))
            shown = rows.drop(columns=[t("column.severity")]).head(_MOST_FINDINGS)
            _show_findings(shown, title, f"{severity}_{digest}", t)
            if severity == "error" and report.outcome in ("imported", "replaced"):
                _reason_field(digest, len(of_it), t)
    disagreements = side_by_side(report, language)
    if len(disagreements):
        st.caption(t("import.side_by_side"))
        show_table(disagreements, t("import.side_by_side"), key=f"sides_{digest}")
    data = to_xlsx(table, t("column.finding"), reading_title(report))
    name = f"{reading_title(report)}_{digest[:8]}.xlsx"
    st.download_button(
        t("import.download_findings", count=len(table)),
        at_delivery(store, report.as_of, name, data, staff=True),
        file_name=name,
        key=f"findings_{digest}",
        on_click=before_staff_download,
        icon=":material/download:",
    )


def _reason_field(digest: str, errors: int, t: Translator) -> None:
    """Ask beside the errors of a file why it is taken all the same."""
    st.text_input(
        t("import.reason", count=errors),
        key=f"reason_{digest}",
        help=t("import.reason_help"),
        persist_state=_KEPT,
    )


def reason_given(digest: str) -> str:
    """Return the reason for which somebody acknowledges the errors of a file; empty without one."""
    return str(st.session_state.get(f"reason_{digest}") or "").strip()


def _show_findings(rows: pd.DataFrame, title: str, key: str, t: Translator) -> None:
    widths = {t("column.finding"): st.column_config.TextColumn(width=620)}
    show_table(rows, title, key=f"findings_{key}", columns=widths, rows_shown=8)


def reading_title(report: FileReport) -> str:
    """Return the name of a file without its ending, for what is said about it."""
    return report.file.rpartition(".")[0] or report.file
