"""What pages show, read from the store and kept in memory while the snapshot stays the same.

Everything is kept under the identity of its snapshot, so that a replaced one is read anew.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.quotas import Quotas, read_quotas
from itasdash.importing.successions import read_successions
from itasdash.metrics import outstanding_by_state, rates, trend, with_gain, with_state
from itasdash.metrics.calendar import calendar_of, registration_deadline
from itasdash.metrics.changes import Changes, changes
from itasdash.metrics.histories import lao_histories, lao_timeline
from itasdash.schema import CalendarEntry, Snapshot, SnapshotInfo
from itasdash.settings import data_folder, sample_folder
from itasdash.store import Store
from itasdash.ui.shell.view import View

_FRAMES = 2_000
# A year of weekly snapshots, of a few megabytes each.
_SNAPSHOTS = 60
_HISTORIES = 40
_CHANGES = 20


def office_store() -> Store:
    """Return the store of the office's own data."""
    return Store(data_folder())


def sample_store() -> Store:
    """Return the store of what is made from the bundled sample."""
    return Store(sample_folder(data_folder()))


# Looking costs more the longer the history is, and a damage waits.
@st.cache_data(ttl=20, max_entries=4, show_spinner=False)
def damaged_files(root: str) -> list[Path]:
    """Return the damaged files of a data folder, as :meth:`Store.damaged` finds them."""
    return Store(Path(root)).damaged()


def sound_snapshots(store: Store) -> list[SnapshotInfo]:
    """Return the snapshots that can be shown, the earliest first; damaged ones are left out."""
    damaged = {path.parent for path in damaged_files(str(store.root))}
    return [info for info in store.snapshots() if store.paths.snapshot(info.as_of) not in damaged]


def load_snapshot(store: Store, info: SnapshotInfo) -> Snapshot:
    """Return a whole snapshot.

    Raises:
        Damaged: a stored table is not what was written.
    """
    return _snapshot(str(store.root), info.as_of, info.identity)


@st.cache_resource(max_entries=_SNAPSHOTS, show_spinner=False)
def _snapshot(root: str, as_of: datetime, identity: str) -> Snapshot:  # noqa: ARG001 - the key
    # Shared between sessions and therefore never changed: metrics return new frames.
    return Store(Path(root)).read(as_of)


def office_quotas(store: Store) -> Quotas:
    """Return what the office has decided of quotas that no export gives.

    Raises:
        Refusal: the files that say so cannot be used.
    """
    return read_quotas(store.office_file)


def load_with_quotas(store: Store, info: SnapshotInfo) -> Snapshot:
    """Return a whole snapshot with the quotas of surveys that the office wants computed.

    Raises:
        Damaged: a stored table is not what was written.
        Refusal: the files of the office cannot be used.
    """
    quotas = office_quotas(store)
    if not quotas.computed:
        return load_snapshot(store, info)
    return _with_quotas(str(store.root), info.as_of, info.identity, quotas.identity, quotas)


@st.cache_resource(max_entries=_SNAPSHOTS, show_spinner=False)
def _with_quotas(
    root: str,
    as_of: datetime,
    identity: str,
    decided: str,  # noqa: ARG001 - the key
    _quotas: Quotas,
) -> Snapshot:
    return _quotas.of(_snapshot(root, as_of, identity))


def load_rates(store: Store, info: SnapshotInfo, by: str, language: str) -> pd.DataFrame:
    """Return the rates of a snapshot, as :func:`itasdash.metrics.rates` gives them."""
    return _rates(str(store.root), info.as_of, info.identity, by, language)


@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _rates(root: str, as_of: datetime, identity: str, by: str, language: str) -> pd.DataFrame:
    snapshot = _snapshot(root, as_of, identity)
    return rates(snapshot.status, snapshot.province_summary, by, language)


def load_outstanding_states(
    store: Store, info: SnapshotInfo, by: str, language: str
) -> pd.DataFrame:
    """Return :func:`itasdash.metrics.outstanding_by_state` of a snapshot."""
    return _outstanding_states(str(store.root), info.as_of, info.identity, by, language)


@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _outstanding_states(
    root: str, as_of: datetime, identity: str, by: str, language: str
) -> pd.DataFrame:
    return outstanding_by_state(_snapshot(root, as_of, identity).status, by, language)


def load_figures(store: Store, info: SnapshotInfo) -> LetterContent:
    """Return what letters of a snapshot say."""
    return _figures(info.identity, office_quotas(store).identity, load_with_quotas(store, info))


@st.cache_resource(max_entries=_SNAPSHOTS, show_spinner=False)
def _figures(identity: str, decided: str, _snapshot: Snapshot) -> LetterContent:  # noqa: ARG001
    # Shared between sessions and never changed, as snapshots are.
    return letter_content(_snapshot)


class Loader:
    """Loads what the view of a page shows, each group in the view's language."""

    def __init__(self, view: View) -> None:
        self._view = view

    @property
    def deadline(self) -> date | None:
        """The last day of registration of the fiscal year, None where it is not known."""
        return registration_deadline(self._view.info.fiscal_year, self._view.store.calendar())

    @property
    def calendar(self) -> tuple[CalendarEntry, ...]:
        """The dates that matter in the fiscal year, in order."""
        return calendar_of(self._view.info.fiscal_year, self._view.store.calendar())

    def rates(self, by: str) -> pd.DataFrame:
        """Return the rates of the snapshot with the change since the earlier one.

        As :func:`itasdash.metrics.with_gain` gives them.
        """
        view = self._view
        now = load_rates(view.store, view.info, by, view.language)
        before = view.before and load_rates(view.store, view.before, by, view.language)
        return with_gain(now, before, by)

    def outstanding_states(self, by: str) -> pd.DataFrame:
        """Return :func:`itasdash.metrics.outstanding_by_state` of a snapshot."""
        view = self._view
        return load_outstanding_states(view.store, view.info, by, view.language)

    def province_types(self, province_code: str) -> pd.DataFrame:
        """Return the rates of a province's LAO types, without gains."""
        view = self._view
        snapshot = load_snapshot(view.store, view.info)
        own = snapshot.status[snapshot.status["province_code"] == province_code]
        return rates(own, snapshot.province_summary.iloc[:0], "type", view.language)

    def trend(self, by: str) -> pd.DataFrame:
        """Return the rates over the fiscal year so far.

        As :func:`itasdash.metrics.trend` gives them.
        """
        return self._trend(by, self._view.so_far)

    def trend_of_years(self, by: str) -> pd.DataFrame:
        """Return the rates over all fiscal years that there are, as :meth:`trend` gives them."""
        return self._trend(by, self._view.snapshots)

    def _trend(self, by: str, infos: Sequence[SnapshotInfo]) -> pd.DataFrame:
        view = self._view
        frames = {info.as_of: load_rates(view.store, info, by, view.language) for info in infos}
        return trend(frames, by)


def load_states(store: Store, info: SnapshotInfo) -> dict[str, int]:
    """Return how many LAOs (and unmatched rows) are in each state of registration."""
    return _states(str(store.root), info.as_of, info.identity)


@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _states(root: str, as_of: datetime, identity: str) -> dict[str, int]:
    counted = with_state(_snapshot(root, as_of, identity).status)["state"].value_counts()
    return {str(state): int(number) for state, number in counted.items()}


def load_histories(view: View) -> pd.DataFrame:
    """Return how long each LAO has been outstanding in the fiscal year up to the snapshot shown.

    As :func:`itasdash.metrics.histories.lao_histories` gives it.
    """
    return _histories(str(view.store.root), tuple((i.as_of, i.identity) for i in view.so_far))


@st.cache_data(max_entries=_HISTORIES, show_spinner=False)
def _histories(root: str, snapshots: tuple[tuple[datetime, str], ...]) -> pd.DataFrame:
    return lao_histories(_frames(root, snapshots))


def load_timeline(view: View, lao_id: str) -> pd.DataFrame:
    """Return what every snapshot there is says of one LAO.

    As :func:`itasdash.metrics.histories.lao_timeline` gives it.
    """
    snapshots = tuple((info.as_of, info.identity) for info in view.snapshots)
    return _timeline(str(view.store.root), snapshots, lao_id)


@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _timeline(root: str, snapshots: tuple[tuple[datetime, str], ...], lao_id: str) -> pd.DataFrame:
    return lao_timeline(_frames(root, snapshots), lao_id)


def load_changes(view: View, before: SnapshotInfo) -> Changes:
    """Return what became of each LAO from an earlier snapshot to the one that is shown.

    As :func:`itasdash.metrics.changes.changes` gives it, by the successions that the office knows.

    Raises:
        Refusal: the table of successions cannot be used.
    """
    successions = read_successions(view.store.office_file)
    spans = tuple((info.as_of, info.identity) for info in (before, view.info))
    return _changes(str(view.store.root), spans, successions.to_csv(), successions)


@st.cache_resource(max_entries=_CHANGES, show_spinner=False)
def _changes(
    root: str,
    snapshots: tuple[tuple[datetime, str], ...],
    known: str,  # noqa: ARG001 - the key
    _successions: pd.DataFrame,
) -> Changes:
    # Shared between sessions and never changed, as snapshots are.
    (_, before), (as_of, after) = sorted(_frames(root, snapshots).items())
    return changes(before, after, _successions, as_of.date())


def _frames(root: str, snapshots: tuple[tuple[datetime, str], ...]) -> dict[datetime, pd.DataFrame]:
    return {as_of: _snapshot(root, as_of, identity).status for as_of, identity in snapshots}
