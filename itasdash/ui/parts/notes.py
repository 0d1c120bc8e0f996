"""Notes of staff beside a name: what was noted, and a form for the next one.

Only staff see them: they name people, and are about what is not finished.
"""

import streamlit as st

from itasdash.documents.csv_files import with_text_dates
from itasdash.documents.follow_up import note_table
from itasdash.importing.notes import MOST, all_notes, write_note
from itasdash.schema import NOTE_KINDS, NoteEvent, lao_key
from itasdash.thai.dates import now
from itasdash.ui.parts.downloads import download_table
from itasdash.ui.parts.tables import show_table
from itasdash.ui.shell.access import current_person, may_import, require_staff
from itasdash.ui.shell.copies import elsewhere, is_copy
from itasdash.ui.shell.problems import act
from itasdash.ui.shell.view import View

_SAVED = "note saved"
_FIELDS = ("kind", "person", "promised_on", "text")


def sees_notes(view: View) -> bool:
    """Tell whether this run shows notes; of the sample and in a copy there are none."""
    return _may_see(view) and not is_copy(view.store)


def _may_see(view: View) -> bool:
    return not view.is_sample and may_import(current_person())


def notes_of(view: View) -> list[NoteEvent]:
    """Return all notes, the oldest first; none for whoever does not see them."""
    return all_notes(view.store) if sees_notes(view) else []


def notes_part(view: View, province_code: str, lao_id: str = "", name: str = "") -> None:
    """Show the notes of an LAO, or of a province where ``lao_id`` is empty, and the form.

    Args:
        view: what the page shows.
        province_code: the province.
        lao_id: code of the LAO; its notes stay with it when its type changes.
        name: what the notes are about, for the file to download.
    """
    t = view.t
    if not sees_notes(view):
        if _may_see(view):
            elsewhere(t, "notes")
        return
    own = [note for note in notes_of(view) if _is_of(note, province_code, lao_id)]
    with st.container(border=True, key="notes"):
        st.header(t("follow_up.title"), anchor=False)
        st.caption(t("follow_up.note"))
        if st.session_state.pop(_SAVED, False):
            st.success(t("follow_up.saved"), icon=":material/check_circle:")
        if own:
            table = note_table(own, view.language)
            show_table(with_text_dates(table, view.language), t("follow_up.title"), "note_table")
            download_table(view, table, t("follow_up.file"), [name], "notes", staff=True)
        else:
            st.caption(t("follow_up.none"))
        _form(view, province_code, lao_id)


def _is_of(note: NoteEvent, province_code: str, lao_id: str) -> bool:
    if not lao_id:
        return not note.lao_id and note.province_code == province_code
    return bool(note.lao_id) and lao_key(note.lao_id) == lao_key(lao_id)


def _form(view: View, province_code: str, lao_id: str) -> None:
    t = view.t
    kinds = {kind: t(f"note.{kind}") for kind in NOTE_KINDS}
    with st.form("note", border=False, enter_to_submit=False):
        left, middle, right = st.columns([2, 4, 2])
        with left:
            st.selectbox(
                t("follow_up.kind"), list(kinds), format_func=kinds.__getitem__, key="note_kind"
            )
        with middle:
            st.text_input(
                t("follow_up.person"),
                key="note_person",
                placeholder=t("follow_up.person_hint"),
                max_chars=200,
            )
        with right:
            st.date_input(
                t("follow_up.promised_on"), None, key="note_promised_on", format="DD/MM/YYYY"
            )
        st.text_area(t("follow_up.text"), key="note_text", height=80, max_chars=MOST)
        st.form_submit_button(
            t("follow_up.save"),
            type="primary",
            icon=":material/edit_note:",
            on_click=_write,
            args=(view, province_code, lao_id),
            key="note_save",
        )


@act
def _write(view: View, province_code: str, lao_id: str) -> None:
    who = require_staff().name
    said = {name: st.session_state.get(f"note_{name}") for name in _FIELDS}
    write_note(
        view.store,
        view.info.as_of,
        province_code,
        lao_id,
        str(said["kind"]),
        person=str(said["person"] or ""),
        promised_on=said["promised_on"],
        text=str(said["text"] or ""),
        who=who,
        when=now(),
    )
    for name in ("person", "text"):
        st.session_state[f"note_{name}"] = ""
    st.session_state["note_promised_on"] = None
    st.session_state[_SAVED] = True
