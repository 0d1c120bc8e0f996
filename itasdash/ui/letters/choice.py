"""What letters are about, in which digits, and what keeps them from being made."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from itasdash.documents.letters.content import LetterContent
from itasdash.documents.letters.letter import require_sendable
from itasdash.documents.letters.pack import LetterWriter, letter_writer
from itasdash.findings import Refusal
from itasdash.ui.parts.filters import province_names
from itasdash.ui.parts.frame import page_head
from itasdash.ui.shell import choices
from itasdash.ui.shell.navigation import page_button
from itasdash.ui.shell.quotas import load_figures
from itasdash.ui.shell.view import View

# How many provinces are named before they are only counted.
_NAMED = 3
# What may be written for one letter, in place of what office.toml says.
_NUMBERS = ("reference", "date", "earlier_reference", "earlier_date")
_LONGEST = 100
Words = Sequence[str]


def choose_letter(
    view: View, head: "st.delta_generator.DeltaGenerator"
) -> tuple[LetterContent, LetterWriter, Words]:
    """Show the choices; return what the letter says, what makes it, and the choice in words.

    Raises:
        Refusal: no letter can be made of this snapshot, or with the office's files.
    """
    t = view.t
    with st.container(border=True):
        left, right = st.columns([3, 1])
    with left:
        known = province_names(view.language)
        chosen = choices.several(
            t("letter.provinces"), known, "in", placeholder=t("filter.anything")
        )
    with right:
        options = {"thai": t("letter.digits_thai"), "arabic": t("letter.digits_arabic")}
        digits = choices.segments(t("letter.digits"), options, "digits", "thai", width="stretch")
    numbered = _numbers(view)
    words = [known[code] for code in chosen]
    if len(words) > _NAMED:
        words = [t("letter.many", count=len(words))]
    with head:
        page_head(view, t("page.letters"), " · ".join(words))
        st.caption(t("letter.explain"))
    require_sendable(view.info, view.open_errors, outdated=view.outdated)
    everything = load_figures(view.store, view.info)
    content = everything.of(chosen) if chosen else everything
    writer = letter_writer(
        view.store.office_file,
        thai_digits=digits == "thai",
        sample=view.is_sample,
        calendar=view.store.calendar(),
    )
    writer = replace(writer, office=replace(writer.office, **numbered))
    _note_what_is_missing(view, content)
    return content, writer, words


def _numbers(view: View) -> dict[str, str]:
    """Show where number and date of the letter, and of the one it reminds of, may be written."""
    t, said = view.t, {}
    with st.expander(t("letter.numbers"), icon=":material/tag:"):
        st.caption(t("letter.numbers_note"))
        for name, place in zip(_NUMBERS, st.columns(len(_NUMBERS)), strict=True):
            with place:
                written = st.text_input(
                    t(f"letter.{name}"),
                    key=f"letter_{name}",
                    placeholder=t(f"letter.{name}_hint"),
                    max_chars=_LONGEST,
                )
            if written.strip():
                said[name] = " ".join(written.split())
    return said


def next_step(view: View) -> None:
    """Show the button to where errors are acknowledged, if these keep letters from being made."""
    try:
        require_sendable(view.info, view.open_errors, outdated=view.outdated)
    except Refusal:
        page_button("import", view.t("step.to_import"))


def _note_what_is_missing(view: View, content: LetterContent) -> None:
    t = view.t
    unknown = len(content.unknown)
    if view.is_sample:
        st.warning(t("letter.sample"), icon=":material/science:")
    if content.outstanding is None:
        st.info(t("letter.summary_only"), icon=":material/info:")
    elif not content.has_list:
        st.success(t("letter.complete"), icon=":material/check_circle:")
    if unknown:
        st.info(t("letter.unknown", count=unknown), icon=":material/info:")
