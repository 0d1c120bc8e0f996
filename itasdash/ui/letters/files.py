"""Letters, attachments and packs to take away, for staff.

Nothing here decides who may: whoever takes a file is asked for again.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from itasdash.documents.file_names import file_name
from itasdash.documents.letters.content import LetterContent
from itasdash.documents.letters.forms import Form
from itasdash.documents.letters.letter import default_template, letter_text
from itasdash.documents.letters.pack import (
    LetterWriter,
    editions,
    forms_of,
    make_pack,
    rows_of,
)
from itasdash.documents.letters.register import letter_event, letter_register
from itasdash.documents.provenance import with_open_errors
from itasdash.i18n.numbers import decimal
from itasdash.schema import Event, LetterEvent, sha256
from itasdash.ui.letters.choice import Words
from itasdash.ui.parts.downloads import before_staff_download, download_table, view_delivery
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.message import message_text
from itasdash.ui.parts.tables import show_table
from itasdash.ui.shell import choices
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.copies import elsewhere, is_copy
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View
from itasdash.ui.shell.work import Progress, Work, show_progress

_PACK = "pack being made"
_KINDS = {"xlsx": "excel", "pdf": "pdf"}
_MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def letter_part(view: View, content: LetterContent, writer: LetterWriter, words: Words) -> None:
    """Show the text of the letter as the Word file has it, and offer the file."""
    t = view.t
    letter = writer.letter(content)
    with st.container(border=True):
        st.header(t("letter.preview"), anchor=False)
        st.caption(t("letter.preview_note"))
        for paragraph in letter_text(letter):
            st.markdown(plain(paragraph))
        with st.container(horizontal=True):
            subject = t("letter.subject_letter")
            take = partial(_taken, content, writer)
            _offer(view, t("letter.letter"), subject, words, letter, "docx", "letter", take=take)
            if (printed := writer.printed(letter)) is not None:
                subject = t("letter.subject_letter")
                label = t("letter.letter_pdf")
                _offer(view, label, subject, words, printed, "pdf", "printed", take=take)
            template = default_template(writer.office.font)
            subject = t("letter.subject_template")
            _offer(view, t("letter.template"), subject, (), template, "docx", "template")


def attachments_part(
    view: View, content: LetterContent, writer: LetterWriter, words: Words
) -> None:
    """Offer each attachment as a workbook and as pages to print, made when they are asked for."""
    t = view.t
    with st.container(border=True), st.container(horizontal=True):
        how = {"thai_digits": writer.thai_digits, "sample": writer.sample}
        made = kept(_attachments, content, writer.office.font, **how)
        for number, (forms, identity) in enumerate(made, start=1):
            if not forms:
                continue
            for suffix, written in editions(forms).items():
                kind = _KINDS[suffix]
                values = {"number": number, "kind": t(f"letter.{kind}")}
                label = t("letter.attachment", count=rows_of(written[:1]), **values)
                subject = t("letter.subject_attachment", number=number)
                make = partial(writer.written, written, suffix)
                key = f"attachment_{number}_{kind}"
                _offer(view, label, subject, words, identity, suffix, key, make)


def _attachments(
    content: LetterContent, font: str, *, thai_digits: bool, sample: bool
) -> list[tuple[list[Form], bytes]]:
    """Return both attachments as forms, each with what tells its files from all others.

    The names of files bear a hash of it before they are made.
    """
    made = forms_of(content, thai_digits=thai_digits, sample=sample)
    return [(forms, sha256(repr((forms, font)).encode()).encode()) for forms in made]


def messages_part(view: View, content: LetterContent) -> None:
    """Show the message to a chosen province, ready to be copied."""
    t = view.t
    with st.container(border=True):
        st.header(t("letter.messages"), anchor=False)
        names = province_names(view.language)
        options = {code: name for code, name in names.items() if code in content.codes}
        label = t("filter.province")
        code = choices.select(label, options, "message", next(iter(options)), width=360)
        st.code(message_text(view, code), language=None, wrap_lines=True)


def pack_part(view: View, content: LetterContent, writer: LetterWriter, words: Words) -> None:
    """Offer to make the whole pack in the background, show how far it is, and then the file."""
    t = view.t
    identity = (content.info.identity, str(view.store.root), tuple(content.codes), writer.identity)
    with st.container(border=True):
        st.header(t("letter.pack"), anchor=False)
        st.caption(t("letter.pack_note", count=len(content.codes)))
        known = st.session_state.get(_PACK)
        if known is None or known[0] != identity:
            st.button(
                t("letter.make"),
                key="make_pack",
                type="primary",
                icon=":material/folder_zip:",
                on_click=_start,
                args=(identity, content, writer),
            )
            return
        work: Work[bytes] = known[1]
        if not work.finished(within=0.2):
            show_progress(work, lambda done, everything, at: _progress(view, done, everything, at))
            return
        if work.failure is not None:
            show_error(work.failure, t)
        if work.result is not None:
            label = t("letter.download_pack", megabytes=decimal(len(work.result) / 2**20))
            subject = t("letter.subject_pack")
            take = partial(_taken, content, writer)
            _offer(view, label, subject, words, work.result, "zip", "pack", take=take)


def register_part(view: View) -> None:
    """Show which letters were taken so far; the sample has none to speak of."""
    if is_copy(view.store):
        elsewhere(view.t, "letters")
    letters = [] if view.is_sample else view.store.events(LetterEvent)
    if not letters:
        return
    t, table = view.t, letter_register(letters, view.language)
    table = with_open_errors(table, view.open_errors_by_moment, view.language)
    with st.container(border=True):
        st.header(t("letter.register"), anchor=False)
        show_table(table, t("letter.register"), "letter_register")
        download_table(view, table, t("letter.register"), [], "letters_made", staff=True)


def _taken(
    content: LetterContent, writer: LetterWriter, file: str, who: str, when: datetime
) -> LetterEvent:
    """Return what the log says of a letter that is taken away."""
    return letter_event(content, writer.office, file, who, when)


@act
def _start(identity: object, content: LetterContent, writer: LetterWriter) -> None:
    require_staff()

    def make(progress: Progress) -> bytes:
        return make_pack(content, writer, progress)

    st.session_state[_PACK] = (identity, Work("pack", make))


def _progress(view: View, done: int, everything: int, at: str) -> str:
    return view.t("letter.progress", done=done, all=everything, at=plain(at))


def _offer(
    view: View,
    label: str,
    subject: str,
    words: Words,
    content: bytes,
    suffix: str,
    key: str,
    make: Callable[[], bytes] | None = None,
    *,
    take: Callable[[str, str, datetime], Event] | None = None,
) -> None:
    """Show a download button; the name of the file says what it is and bears a hash.

    ``take`` gives, of its name, of who takes it and when, what the log says in place of a download.
    """
    name = file_name(
        view.marks.subject(subject, view.language), view.info.as_of, words, content, suffix
    )
    st.download_button(
        label,
        view_delivery(view, name, make or content, staff=True, event=take and partial(take, name)),
        file_name=name,
        mime=_MIME[suffix],
        key=f"letter_{key}_{sha256(content)[:8]}" if suffix == "zip" else f"letter_{key}",
        on_click=before_staff_download,
        icon=":material/download:",
    )
