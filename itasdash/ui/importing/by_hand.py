"""Reading by hand: what a file says that no rule can read, shown to somebody who can.

The cells as they are, what each column says, and at once what the file says then. What is kept is
the layout; the file itself is saved like any other, once it is read by it.
"""

from dataclasses import replace

import streamlit as st

from itasdash.findings import SEVERITIES, Refusal
from itasdash.i18n import Translator
from itasdash.i18n.numbers import count
from itasdash.importing.batch import FileChoices, Reading
from itasdash.importing.layouts import keep_layout
from itasdash.importing.teaching import Lesson, Trial
from itasdash.schema import Layout
from itasdash.store import Store
from itasdash.thai.dates import format_moment, now
from itasdash.ui.importing.layout_choices import (
    choose_fields,
    choose_headings,
    choose_the_rest,
    show_cells,
)
from itasdash.ui.importing.report_tables import sample_rows
from itasdash.ui.parts.tables import show_table
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.following import follower_of
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import current_view
from itasdash.ui.shell.work import Progress, Work, show_progress

_LESSON, _TAUGHT = "file that is read by hand", "layout that was taught last"
_TRIAL, _LEFT = "what that file would say", "reading by hand is over"
_KEEPING = "layout that is being kept"
# Seconds within which a click is answered whatever it began.
_AT_ONCE = 0.8
# What somebody has to agree to.
_COUNTS = ("laos", "registered", "outstanding")
# What stops a file before anybody could say what its columns are.
_NOT_OF_A_LAYOUT = ("no_register", "system", "store_damaged", "changed_meanwhile", "shrunk")


def by_hand_button(reading: Reading, t: Translator) -> None:
    """Show the button to read a file by hand, unless it was refused for another reason."""
    error, digest = reading.report.error, reading.report.sha256
    if by_hand_is_open(digest):
        return
    if error is not None and (error.code in _NOT_OF_A_LAYOUT or error.code.startswith("file_")):
        return
    st.button(
        t("teach.open_refused" if error else "teach.open_read"),
        key=f"teach_{digest}",
        icon=":material/edit_note:",
        type="secondary" if error else "tertiary",
        on_click=_open,
        args=(digest,),
    )


def by_hand_is_open(digest: str) -> bool:
    """Tell whether a file is being read by hand."""
    return bool(st.session_state.get(_LESSON, ("", None))[0] == digest)


def _open(digest: str) -> None:
    st.session_state[_LESSON] = (digest, None)


def _close() -> None:
    st.session_state.pop(_LESSON, None)


def taught_part(t: Translator) -> None:
    """Say once what was taught just now."""
    name = st.session_state.pop(_TAUGHT, None)
    if name is not None:
        st.success(plain(t("teach.done", name=name)), icon=":material/school:")


def by_hand_part(store: Store, reading: Reading, t: Translator) -> None:
    """Show a file beside what it is understood as, where it is being read by hand."""
    digest = reading.report.sha256
    if not by_hand_is_open(digest) or _keeping_part(t):
        return
    lesson = st.session_state[_LESSON][1]
    try:
        lesson = lesson or Lesson.of(store, reading.upload)
    except Refusal as refusal:
        show_error(refusal.of_file(reading.upload.name), t)
        return
    st.session_state[_LESSON] = (digest, lesson)
    with st.container(border=True, key="by_hand"):
        _lesson(lesson, digest, reading.choices)


@st.fragment
def _lesson(lesson: Lesson, digest: str, choices: FileChoices) -> None:
    """A part of the page of its own: every choice shows at once what it makes of the file."""
    t = current_view().t
    st.subheader(t("teach.title"), anchor=False)
    st.caption(t("teach.explain"))
    if not lesson.sheets:
        st.info(t("page_refusal.no_table", file=plain(lesson.upload.name)))
        return
    sheet, outline = choose_headings(lesson, digest, t)
    show_cells(lesson, sheet, outline, digest, t)
    place = f"{digest}_{sheet}_{outline.start}_{outline.height}"
    columns = lesson.columns(sheet, outline)
    left, right = st.columns([7, 5], gap="medium")
    with left:
        fields = choose_fields(columns, place, t)
        answers = choose_the_rest(lesson, sheet, outline, fields, place, t)
    layout = lesson.layout(sheet, outline, fields, answers)
    with right:
        trial = _trial(lesson, layout, choices, t)
        _confirm(lesson, layout, trial, digest, t)


def _trial(lesson: Lesson, layout: Layout, choices: FileChoices, t: Translator) -> Trial | None:
    """Show what the file says by a layout, with its counts; None where it says nothing yet."""
    st.markdown(f"**{t('teach.understood')}**")
    tried, known = (layout, choices, lesson.upload), st.session_state.get(_TRIAL)
    if known is None or known[0] != tried:
        with st.spinner(t("teach.reading")):
            known = st.session_state[_TRIAL] = (tried, _tried(lesson, layout, choices))
    trial = known[1]
    if isinstance(trial, Refusal):
        if trial.code == "layout_incomplete":
            st.info(t("refusal.layout_incomplete"), icon=":material/arrow_back:")
        else:
            show_error(trial.of_file(lesson.upload.name), t)
        return None
    with st.container(horizontal=True, gap="xsmall"):
        for name in _COUNTS:
            st.metric(t(f"teach.{name}"), count(getattr(trial, name)), width=114)
    language = current_view().language
    if trial.moment_missing:
        st.warning(t("teach.moment_missing"), icon=":material/event_busy:")
    else:
        shown = format_moment(trial.as_of, language)
        st.caption(plain(t("teach.said", kind=t(f"kind.{trial.kind}"), as_of=shown)))
    rows = sample_rows(trial.samples, language)
    narrow = {t("column.written"): st.column_config.TextColumn(width=130)}
    show_table(rows, t("teach.understood"), "teach_samples", narrow, rows_shown=5)
    for severity in SEVERITIES[:2]:
        of_it = [f for f in trial.findings if f.severity == severity]
        if of_it:
            st.caption(t(f"import.severity_{severity}", count=len(of_it)))
        for finding in of_it[:3]:
            st.markdown(f"- {plain(finding.message(language))}")
    return trial


def _tried(lesson: Lesson, layout: Layout, choices: FileChoices) -> Trial | Refusal:
    try:
        return lesson.trial(layout, choices.as_of, choices.covers)
    except Refusal as refusal:
        return refusal


def _confirm(
    lesson: Lesson, layout: Layout, trial: Trial | None, digest: str, t: Translator
) -> None:
    name = st.text_input(t("teach.name"), lesson.name(), key=f"teach_name_{digest}")
    agreed = False
    if trial is not None:
        numbers = {each: count(getattr(trial, each)) for each in _COUNTS}
        # Other numbers are another question.
        key = "_".join([f"teach_agreed_{digest}", *numbers.values()])
        st.write(t("teach.counted", **numbers))
        agreed = st.checkbox(t("teach.agree"), key=key)
    with st.container(horizontal=True):
        st.button(
            t("teach.keep"),
            type="primary",
            icon=":material/school:",
            key=f"teach_keep_{digest}",
            disabled=not agreed,
            on_click=_keep,
            args=(lesson, layout, name),
        )
        st.button(t("teach.close"), key=f"teach_close_{digest}", on_click=_close)
    if st.session_state.pop(_LEFT, False) or _LESSON not in st.session_state:
        # What stands outside this part has to follow.
        st.rerun()


@act
def _keep(lesson: Lesson, layout: Layout, name: str) -> None:
    kept = replace(layout, name=" ".join(name.split()))
    st.session_state[_LEFT] = True
    who, when = require_staff().name, now()
    follower = follower_of(lesson.store)

    def keep(progress: Progress) -> None:
        keep_layout(lesson.store, kept, who=who, when=when, progress=progress)
        follower.wake()

    # Snapshots that were read by it are read again before it is kept, as many as there are.
    work = Work("teaching", keep)
    if work.finished(within=_AT_ONCE):
        _kept(work, kept.name)
    else:
        st.session_state[_KEEPING] = (work, kept.name)


def _kept(work: Work[None], name: str) -> None:
    """Close the reading by hand once its layout is kept.

    Raises:
        Refusal: what stopped that.
    """
    if work.failure is not None:
        raise work.failure
    st.session_state[_TAUGHT] = name
    _close()


def _keeping_part(t: Translator) -> bool:
    """Show how far the keeping of a layout has come; return whether one is being kept."""
    work, name = st.session_state.get(_KEEPING, (None, ""))
    if work is None:
        return False
    if not work.finished():
        show_progress(work, lambda done, all_, at: t("teach.again", done=done, all=all_, at=at))
        return True
    del st.session_state[_KEEPING]
    try:
        _kept(work, name)
    except Refusal as refusal:
        show_error(refusal, t)
        return False
    st.rerun()
    return True
