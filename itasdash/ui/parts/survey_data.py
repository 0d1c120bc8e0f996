"""Surveys and the whole road of what is shown, kept in memory while its snapshot stays the same."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from itasdash.metrics.road import road
from itasdash.metrics.surveys import (
    INSTRUMENTS,
    survey_trend,
    surveys,
    told_by,
    with_survey_gain,
)
from itasdash.schema import Snapshot, SnapshotInfo
from itasdash.ui.shell.loading import load_snapshot
from itasdash.ui.shell.view import View

_FRAMES = 2_000
_Load = Callable[[], Snapshot]


class SurveyData:
    """The surveys of a view, of the whole country or of some provinces.

    Args:
        view: what the page shows.
        province_codes: the provinces that are asked for; all where there are none.
    """

    def __init__(self, view: View, province_codes: Sequence[str] = ()) -> None:
        self._view = view
        self._codes = tuple(sorted(province_codes))

    def surveys(self, instrument: str, by: str) -> pd.DataFrame:
        """Return the groups with their change since the earlier snapshot.

        As :func:`itasdash.metrics.surveys.with_survey_gain` gives them.
        """
        before = self._view.before and self._of(self._view.before, instrument, by)
        return with_survey_gain(self._of(self._view.info, instrument, by), before)

    def trend(self, instrument: str, by: str) -> pd.DataFrame:
        """Return the groups over the fiscal year so far.

        As :func:`itasdash.metrics.surveys.survey_trend` gives them.
        """
        so_far = self._view.so_far
        return survey_trend({i.as_of: self._of(i, instrument, by) for i in so_far}, by)

    def road(self, by: str) -> pd.DataFrame:
        """Return where the LAOs of each group stand, as :func:`itasdash.metrics.road.road`."""
        view = self._view
        root, as_of, identity, load = self._of_snapshot(view.info)
        return _road(root, as_of, identity, self._codes, by, view.language, load)

    def told_by(self, instrument: str) -> str:
        """Return where the numbers are from: ``laos``, ``summary``, or empty for nowhere."""
        root, as_of, identity, load = self._of_snapshot(self._view.info)
        return _told_by(root, as_of, identity, self._codes, instrument, load)

    @property
    def told(self) -> tuple[str, ...]:
        """The instruments of which the snapshot tells anything."""
        return tuple(each for each in INSTRUMENTS if self.told_by(each))

    def _of(self, info: SnapshotInfo, instrument: str, by: str) -> pd.DataFrame:
        root, as_of, identity, load = self._of_snapshot(info)
        language = self._view.language
        return _surveys(root, as_of, identity, self._codes, instrument, by, language, load)

    def _of_snapshot(self, info: SnapshotInfo) -> tuple[str, datetime, str, _Load]:
        store = self._view.store

        def load() -> Snapshot:
            return load_snapshot(store, info)

        return str(store.root), info.as_of, info.identity, load


# What begins with _ is no part of a key: the identity of the snapshot stands for what it loads.
@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _surveys(
    root: str,  # noqa: ARG001 - the key
    as_of: datetime,  # noqa: ARG001
    identity: str,  # noqa: ARG001
    codes: tuple[str, ...],
    instrument: str,
    by: str,
    language: str,
    _load: _Load,
) -> pd.DataFrame:
    return surveys(*_tables(codes, _load), instrument, by, language)


@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _road(
    root: str,  # noqa: ARG001 - the key
    as_of: datetime,  # noqa: ARG001
    identity: str,  # noqa: ARG001
    codes: tuple[str, ...],
    by: str,
    language: str,
    _load: _Load,
) -> pd.DataFrame:
    return road(*_tables(codes, _load), by, language)


@st.cache_data(max_entries=_FRAMES, show_spinner=False)
def _told_by(
    root: str,  # noqa: ARG001 - the key
    as_of: datetime,  # noqa: ARG001
    identity: str,  # noqa: ARG001
    codes: tuple[str, ...],
    instrument: str,
    _load: _Load,
) -> str:
    return told_by(*_tables(codes, _load), instrument)


def _tables(codes: tuple[str, ...], load: _Load) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the status and the summary of some provinces."""
    snapshot = load()
    tables = (snapshot.status, snapshot.province_summary)
    if not codes:
        return tables
    wanted = list(codes)
    status, summary = (
        table[table["province_code"].isin(wanted).fillna(False).astype(bool)] for table in tables
    )
    return status, summary
