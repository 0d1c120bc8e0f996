"""What pages show of several snapshots together, kept in memory while these stay the same."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from itasdash.importing.marts import by_month, moments_of_change, states
from itasdash.importing.successions import read_successions
from itasdash.metrics.changes import Changes, changes
from itasdash.metrics.histories import histories_of, lao_timeline
from itasdash.schema import SnapshotInfo, lao_key
from itasdash.store import Store
from itasdash.ui.shell.kept import known
from itasdash.ui.shell.loading import (
    Identities,
    history_key,
    identities_of,
    infos_of,
    load_snapshot,
)
from itasdash.ui.shell.view import View

# Of all LAOs half a megabyte each, months a quarter, changes with both their snapshots six.
_HISTORIES = 40
_MONTHS = 72
_CHANGES = 8
# From more snapshots on, a timeline has only those at which something changed.
_WHOLE_TIMELINE = 40


def load_histories(view: View) -> pd.DataFrame:
    """Return how long each LAO has been outstanding in the fiscal year up to the snapshot shown.

    As :func:`itasdash.metrics.histories.lao_histories` gives it.
    """
    root, infos = str(view.store.root), view.so_far
    return _histories(root, history_key(infos), identities_of(infos))


@st.cache_resource(max_entries=_HISTORIES, show_spinner=False)
def _histories(root: str, history: str, _identities: Identities) -> pd.DataFrame:
    # Shared between sessions and never changed, as snapshots are.
    store = Store(Path(root))
    made = histories_of(_states(store, infos_of(store, _identities)))
    return known(made, "histories", root, history)


def _states(store: Store, infos: Sequence[SnapshotInfo]) -> dict[datetime, "pd.Series[int]"]:
    """Return the state of each LAO at each snapshot, as :func:`states` does, month by month.

    Of all choices of a snapshot only the last month is another one.
    """
    found: dict[datetime, pd.Series[int]] = {}
    indexes: list[pd.Index] = []
    for _, own in by_month(infos):
        place: dict[int, pd.Index] = {}
        for as_of, each in _month(str(store.root), history_key(own), own).items():
            index = each.index
            if id(index) not in place:
                # Snapshots of the same LAOs share one index, by which they are taken for such.
                place[id(index)] = next((i for i in indexes if i.equals(index)), index)
                indexes.append(place[id(index)])
            found[as_of] = pd.Series(each.to_numpy(), index=place[id(index)])
    return found


@st.cache_resource(max_entries=_MONTHS, show_spinner=False)
def _month(
    root: str,
    history: str,  # noqa: ARG001 - the key
    _infos: Sequence[SnapshotInfo],
) -> dict[datetime, "pd.Series[int]"]:
    store = Store(Path(root))
    found = states(store, _infos, partial(load_snapshot, store))
    # In a byte each, under the indexes that they share.
    return {m: pd.Series(s.to_numpy().astype("int8"), index=s.index) for m, s in found.items()}


def load_timeline(view: View, lao_id: str) -> pd.DataFrame:
    """Return what the snapshots there are say of one LAO.

    As :func:`itasdash.metrics.histories.lao_timeline` gives it. Of a long history
    (:func:`is_condensed`) these are the snapshots at which its state became another one, and the
    last.
    """
    root, infos = str(view.store.root), view.snapshots
    return _timeline(root, history_key(infos), lao_id, identities_of(infos))


def is_condensed(view: View) -> bool:
    """Tell whether a timeline has only the snapshots at which something changed."""
    return len(view.snapshots) > _WHOLE_TIMELINE


@st.cache_data(max_entries=_HISTORIES, show_spinner=False)
def _timeline(
    root: str,
    history: str,  # noqa: ARG001 - the key
    lao_id: str,
    _identities: Identities,
) -> pd.DataFrame:
    store, identities = Store(Path(root)), _identities
    if len(identities) > _WHOLE_TIMELINE:
        wanted = {*moments_of_change(store, infos_of(store, identities), lao_id), identities[-1][0]}
        identities = tuple(each for each in identities if each[0] in wanted)
    # Read one after the other and not kept: of each only one row is wanted.
    frames = {as_of: _row_of(store.read(as_of).status, lao_id) for as_of, _ in identities}
    return lao_timeline(frames, lao_id)


def _row_of(status: pd.DataFrame, lao_id: str) -> pd.DataFrame:
    own = status["lao_id"].str.endswith(lao_key(lao_id)).fillna(False).astype(bool)
    return status[own]


def load_changes(view: View, before: SnapshotInfo) -> Changes:
    """Return what became of each LAO from an earlier snapshot to the one that is shown.

    As :func:`itasdash.metrics.changes.changes` gives it, by the successions that the office knows.

    Raises:
        Refusal: the table of successions cannot be used.
    """
    successions = read_successions(view.store.office_file)
    spans = (before, view.info)
    return _changes(str(view.store.root), identities_of(spans), successions.to_csv(), successions)


@st.cache_resource(max_entries=_CHANGES, show_spinner=False)
def _changes(
    root: str,
    identities: Identities,
    written: str,
    _successions: pd.DataFrame,
) -> Changes:
    # Shared between sessions and never changed, as snapshots are.
    store = Store(Path(root))
    infos = infos_of(store, tuple(sorted(identities)))
    before, after = (load_snapshot(store, info).status for info in infos)
    made = changes(before, after, _successions, infos[-1].as_of.date())
    known(made.states, "changes", root, identities, written)
    return made
