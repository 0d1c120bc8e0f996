"""What pages show, read from the store and kept in memory while the snapshot stays the same.

Everything is kept under the identity of its snapshot, so that a replaced one is read anew.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pandas as pd
import streamlit as st

from itasdash.i18n import DEFAULT_LANGUAGE
from itasdash.importing.marts import tallies
from itasdash.metrics import with_gain
from itasdash.metrics.calendar import calendar_of, registration_deadline
from itasdash.metrics.outstanding import outstanding_of
from itasdash.metrics.rates import rates_of, trend_of
from itasdash.metrics.tallies import PLACES
from itasdash.schema import STATES, CalendarEntry, Snapshot, SnapshotInfo
from itasdash.schema.marts import REGISTRATION_SUMS
from itasdash.settings import data_address, data_folder, sample_folder
from itasdash.store import Store
from itasdash.store.published import copy_mark, open_store
from itasdash.ui.shell.damaged import damaged_files
from itasdash.ui.shell.following import follower_of
from itasdash.ui.shell.kept import kept, kept_under, known
from itasdash.ui.shell.monthly_sums import PLACES_OF, MonthlySums
from itasdash.ui.shell.view import View
from itasdash.ui.shell.yearly_rates import YearlyRates

# Seconds that a click waits for somebody else who writes.
_PATIENCE = 10.0
# Those that several people look at in the same minutes, of a few megabytes each.
SNAPSHOTS = 16
Identities = tuple[tuple[datetime, str], ...]
_TALLIES = 40


def office_store() -> Store:
    """Return the store of the office's own data, or of the copy of it that is read.

    Raises:
        Refusal: the copy cannot be reached, and nothing of it is kept here.
    """
    return open_store(data_folder(), data_address(), patience=_PATIENCE)


def sample_store() -> Store:
    """Return the store of what is made from the bundled sample."""
    return Store(sample_folder(data_folder()))


def sound_snapshots(store: Store) -> list[SnapshotInfo]:
    """Return the snapshots that can be shown, the earliest first; damaged ones are left out."""
    # What follows reads the records as well, beside the pages, and finds them read.
    found = _snapshots(str(store.root), store.generation())
    damaged = {path.parent for path in damaged_files(str(store.root))}
    if copy_mark(store) is None:
        follower_of(store).look()
    if not damaged:
        return found
    return [info for info in found if store.paths.snapshot(info.as_of) not in damaged]


def warm() -> None:
    """Load what the first page of a visitor shows, before there is one.

    Raises:
        Damaged, OSError, Refusal: something of the data cannot be read.
    """
    store = office_store()
    found = sound_snapshots(store)
    for by in ("country", "province", "type", "region") if found else ():
        load_rates(store, found[-1], by, DEFAULT_LANGUAGE)
        load_outstanding_states(store, found[-1], by, DEFAULT_LANGUAGE)


@st.cache_resource(max_entries=4, show_spinner=False)
def _snapshots(root: str, generation: object) -> list[SnapshotInfo]:  # noqa: ARG001 - the key
    # Shared between sessions and never changed.
    return Store(Path(root)).snapshots()


def identities_of(infos: Iterable[SnapshotInfo]) -> Identities:
    """Return what tells snapshots from all others."""
    return tuple((info.as_of, info.identity) for info in infos)


def history_key(infos: Iterable[SnapshotInfo]) -> str:
    """Return one short text that tells some snapshots, in their order, from all others.

    Whatever is kept of a long history is asked for under it: the identities of ten years take
    longer to compare than all that is shown of them takes to find.
    """
    return sha256("".join(info.identity for info in infos).encode()).hexdigest()


def infos_of(store: Store, identities: Identities) -> list[SnapshotInfo]:
    """Return the records of snapshots that are as they were when a page was begun."""
    there = {info.as_of: info for info in _snapshots(str(store.root), store.generation())}
    return [there[as_of] for as_of, _ in identities if as_of in there]


def load_snapshot(store: Store, info: SnapshotInfo) -> Snapshot:
    """Return a whole snapshot.

    Raises:
        Damaged: a stored table is not what was written.
    """
    return _snapshot(str(store.root), info.as_of, info.identity)


@st.cache_resource(max_entries=SNAPSHOTS, show_spinner=False)
def _snapshot(root: str, as_of: datetime, identity: str) -> Snapshot:
    # Shared between sessions and therefore never changed: metrics return new frames.
    return known_snapshot(Store(Path(root)).read(as_of), root, as_of, identity)


def known_snapshot(snapshot: Snapshot, *grounds: object) -> Snapshot:
    """Return a snapshot whose tables are known by what they are read and made from."""
    known(snapshot.status, "status", *grounds)
    known(snapshot.province_summary, "province_summary", *grounds)
    return snapshot


def load_rates(store: Store, info: SnapshotInfo, by: str, language: str) -> pd.DataFrame:
    """Return the rates of a snapshot, as :func:`itasdash.metrics.rates` gives them."""
    root = str(store.root)

    def made() -> pd.DataFrame:
        if by in PLACES_OF:
            return yearly_rates(store, language).at(info, by)
        return rates_of(load_tally(store, info), by, language)

    return kept_under(("rates", root, info.as_of, info.identity, by, language), made)


def yearly_rates(store: Store, language: str) -> YearlyRates:
    """Return the rates of the snapshots of a store, which are reckoned by fiscal years."""
    return YearlyRates(monthly_sums(store), language)


def monthly_sums(store: Store) -> MonthlySums:
    """Return the sums of the snapshots of a store, which are kept in memory by month."""
    there = partial(_snapshots, str(store.root), store.generation())
    return MonthlySums(store, partial(load_snapshot, store), there)


def load_tally(store: Store, info: SnapshotInfo) -> pd.DataFrame:
    """Return what is counted of the registration in a snapshot, by province, district and type."""
    return _tally(str(store.root), info.as_of, info.identity)


@st.cache_resource(max_entries=_TALLIES, show_spinner=False)
def _tally(root: str, as_of: datetime, identity: str) -> pd.DataFrame:
    # Shared between sessions and never changed, as snapshots are.
    store = Store(Path(root))
    infos = infos_of(store, ((as_of, identity),))
    found = tallies(store, infos, PLACES, REGISTRATION_SUMS, partial(load_snapshot, store))
    return known(found.drop(columns="as_of"), "tally", root, as_of, identity)


def load_outstanding_states(
    store: Store, info: SnapshotInfo, by: str, language: str
) -> pd.DataFrame:
    """Return :func:`itasdash.metrics.outstanding_by_state` of a snapshot."""
    root = str(store.root)

    def made() -> pd.DataFrame:
        return outstanding_of(_states(root, info.as_of, info.identity), by, language)

    return kept_under(("outstanding_states", root, info.as_of, info.identity, by, language), made)


def grounds_of(view: View) -> tuple[str, ...]:
    """Return what the rates of the snapshot and the change since the earlier one rest on."""
    before = view.before.identity if view.before else ""
    return str(view.store.root), view.info.identity, before, view.language


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
        return kept(with_gain, now, before, by)

    def together(self, province_codes: Collection[str]) -> pd.DataFrame:
        """Return the rates of several provinces as one with the change, all where none is named.

        One row, as :func:`itasdash.metrics.with_gain` gives it.
        """
        if not province_codes:
            return self.rates("country")
        view = self._view
        known_rates = yearly_rates(view.store, view.language)

        def of(info: SnapshotInfo) -> pd.DataFrame:
            return known_rates.together([info], province_codes).drop(columns="as_of")

        def made() -> pd.DataFrame:
            return with_gain(of(view.info), view.before and of(view.before), "country")

        return kept_under(("together", grounds_of(view), tuple(province_codes)), made)

    def outstanding_states(self, by: str) -> pd.DataFrame:
        """Return :func:`itasdash.metrics.outstanding_by_state` of a snapshot."""
        view = self._view
        return load_outstanding_states(view.store, view.info, by, view.language)

    def trend(self, by: str) -> pd.DataFrame:
        """Return the rates over the fiscal year so far.

        As :func:`itasdash.metrics.trend` gives them.
        """
        return self._trend(by, self._view.so_far)

    def trend_together(self, province_codes: Collection[str], name: str) -> pd.DataFrame:
        """Return the rates of some provinces as one, over the fiscal year so far.

        As :func:`itasdash.metrics.trend` gives them, under the key ``TH`` and this name.
        """
        view = self._view

        def made() -> pd.DataFrame:
            found = yearly_rates(view.store, view.language).together(view.so_far, province_codes)
            return trend_of(found, "country").assign(name=name)

        root, key = str(view.store.root), history_key(view.so_far)
        grounds = ("trend_together", root, key, view.language, tuple(province_codes), name)
        return kept_under(grounds, made)

    def trend_of_years(self, by: str, key: str) -> pd.DataFrame:
        """Return the rates of a group over all fiscal years, as :meth:`trend` gives them."""
        view = self._view

        def made() -> pd.DataFrame:
            known_rates = yearly_rates(view.store, view.language)
            return trend_of(known_rates.group_over_time(view.snapshots, by, key), by)

        root, history = str(view.store.root), history_key(view.snapshots)
        return kept_under(("trend_of_years", root, history, by, key, view.language), made)

    def _trend(self, by: str, infos: Sequence[SnapshotInfo]) -> pd.DataFrame:
        view = self._view

        def made() -> pd.DataFrame:
            return trend_of(yearly_rates(view.store, view.language).over_time(infos, by), by)

        grounds = ("trend", str(view.store.root), history_key(infos), by, view.language)
        return kept_under(grounds, made)


def load_states(store: Store, info: SnapshotInfo) -> dict[str, int]:
    """Return how many LAOs (and unmatched rows) are in each state of registration."""
    found = _states(str(store.root), info.as_of, info.identity)[list(STATES)].sum()
    return {str(state): int(number) for state, number in found.items() if number}


@st.cache_resource(max_entries=_TALLIES, show_spinner=False)
def _states(root: str, as_of: datetime, identity: str) -> pd.DataFrame:
    # Shared between sessions and never changed, as snapshots are.
    store = Store(Path(root))
    infos = infos_of(store, ((as_of, identity),))
    found = tallies(store, infos, PLACES, STATES, partial(load_snapshot, store))
    return found[~found["claimed"]]
