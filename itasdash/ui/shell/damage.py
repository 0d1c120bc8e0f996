"""What is damaged in the data folder, and the way out where nothing is left to show."""

import streamlit as st

from itasdash.findings import Damaged
from itasdash.i18n import Translator
from itasdash.importing.inspection import Inspection
from itasdash.store import Store
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.damaged import damaged_files, look_for_damage_again
from itasdash.ui.shell.loading import sound_snapshots
from itasdash.ui.shell.problems import act, show_error
from itasdash.ui.shell.work import Progress, Work, show_progress

_REPAIR = "repair of the data folder"


def show_damage(store: Store, t: Translator) -> None:
    """Show which files of the data folder are damaged; what is whole is shown all the same."""
    for path in damaged_files(str(store.root)):
        show_error(Damaged(path), t)


def has_lost_snapshots(store: Store) -> bool:
    """Tell whether snapshots were stored that cannot be shown: damaged ones, or ones that are gone.

    Where they are all there was, the folder is not a new one, and the sample has no place in it.
    """
    damaged = damaged_files(str(store.root))
    return any(path.is_relative_to(store.paths.snapshots) for path in damaged) or any(
        not store.paths.snapshot(as_of).is_dir() for as_of in store.sources()
    )


def is_repairing() -> bool:
    """Tell whether a repair that was begun here has yet to be shown to its end.

    Snapshots come back one by one; until all have, those that are there are half of the picture.
    """
    return _REPAIR in st.session_state


def lost_snapshots_part(store: Store, t: Translator, *, staff: bool) -> None:
    """Say that no snapshot can be shown, and offer what mends that: to staff a repair."""
    work: Work[Inspection] | None = st.session_state.get(_REPAIR)
    st.title(t("damage.title"), anchor=False)
    if work is not None:
        if not work.finished(within=0.2):
            show_progress(work, lambda *_: t("damage.repairing"))
            return
        del st.session_state[_REPAIR]
        look_for_damage_again()
        if work.failure is not None:
            show_error(work.failure, t)
        elif sound_snapshots(store):
            st.rerun()
        else:
            st.error(t("damage.not_repaired"), icon=":material/block:")
    st.write(t("damage.explain" if staff else "damage.tell_staff"))
    with st.container(horizontal=True):
        if staff:
            st.button(
                t("damage.repair"),
                key="repair",
                icon=":material/build:",
                type="primary",
                on_click=_repair,
                args=(store,),
            )
        st.button(
            t("damage.look_again"),
            key="look_again",
            icon=":material/refresh:",
            on_click=look_for_damage_again,
        )


@act
def _repair(store: Store) -> None:
    require_staff()

    def repair(_: Progress) -> Inspection:
        # It reads files as an import does, with all that this takes.
        from itasdash.importing.verify import verify

        return verify(store)

    st.session_state[_REPAIR] = Work("repair", repair)
