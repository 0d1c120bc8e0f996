"""Meeting mode: one thing at a time in large type, moved by the keys of a presenter."""

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from itasdash.i18n import Translator
from itasdash.ui.shell import choices
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View, current_view

STEPS = ("stand", "map", "push", "trend")
_KEY, _OFF = "meeting", ""
_STYLE = Path(__file__).with_name("meeting.css")


def meeting_step() -> str:
    """Return which step is shown, empty where the app is not in meeting mode.

    A phone has none: two charts side by side in large type cannot be read there, and the page can.
    """
    held = choices.held(_KEY, (_OFF, *STEPS), _OFF)
    return _OFF if current_view().look.narrow else held


def meeting_button(t: Translator) -> None:
    """Show the button that begins meeting mode, but on a phone."""
    if current_view().look.narrow:
        return
    st.button(
        t("meeting.begin"),
        icon=":material/slideshow:",
        key="meeting_begin",
        on_click=choices.choose,
        args=(_KEY, STEPS[0]),
    )


def show_meeting(view: View, step: str, parts: Mapping[str, Callable[[], str]]) -> None:
    """Show a step below a bar that says the moment and leads on, back and out.

    Args:
        view: what is shown.
        step: one of :data:`STEPS`.
        parts: for each step what draws it and returns its title, which is text, not Markdown.
    """
    st.html(_STYLE)
    bar = st.container(key="meeting_bar", horizontal=True, vertical_alignment="center")
    title = st.empty()
    title.title(plain(parts[step]()), anchor=False)
    t, number = view.t, STEPS.index(step)
    with bar:
        words = [t("view.fiscal_year_is", year=view.info.fiscal_year), view.caption]
        if view.before is not None:
            words.append(t("view.compared_with", as_of=view.moment(view.before)))
        words += view.filters
        with st.container():
            st.markdown(f"**{plain(' · '.join(words))}**")
            for mark in view.marks.words(view.language):
                st.caption(f":orange[{plain(mark)}]")
        st.caption(t("meeting.place", number=number + 1, all=len(STEPS)), width="content")
        _way(t("meeting.previous"), "Left", ":material/arrow_back:", STEPS[max(number - 1, 0)])
        following = STEPS[min(number + 1, len(STEPS) - 1)]
        _way(t("meeting.next"), "Right", ":material/arrow_forward:", following)
        _way(t("meeting.end"), "Esc", ":material/close:", _OFF)


def _way(label: str, key: str, icon: str, step: str) -> None:
    st.button(
        label,
        icon=icon,
        shortcut=key,
        key=f"meeting_{key}",
        disabled=step == choices.held(_KEY, (_OFF, *STEPS), _OFF),
        on_click=choices.choose,
        args=(_KEY, step),
    )
