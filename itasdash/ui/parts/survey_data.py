"""Surveys and the whole road of what is shown, kept in memory while its snapshot stays the same."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import pandas as pd

from itasdash.importing.marts import tallies
from itasdash.importing.survey_groups import SurveyGroups, count_survey_groups
from itasdash.metrics.groups import OF_PROVINCES
from itasdash.metrics.rates import rates_of, told_by_claims
from itasdash.metrics.road import of_whole_provinces, road_of, road_tally
from itasdash.metrics.surveys import source_table, survey_trend_of, with_survey_gain
from itasdash.metrics.tallies import PLACES, of_provinces, tally
from itasdash.schema import INSTRUMENTS, Snapshot, SnapshotInfo
from itasdash.schema.marts import REGISTRATION_SUMS, SURVEY_SUMS
from itasdash.ui.shell.kept import kept, kept_under, known
from itasdash.ui.shell.loading import (
    history_key,
    load_rates,
    load_snapshot,
    load_tally,
    monthly_sums,
)
from itasdash.ui.shell.monthly_sums import OF_PROVINCE, PLACES_OF
from itasdash.ui.shell.quotas import load_with_quotas, office_quotas
from itasdash.ui.shell.view import View

_Made = TypeVar("_Made")
_SUMS = (*REGISTRATION_SUMS, *(f"{each}_{name}" for each in INSTRUMENTS for name in SURVEY_SUMS))


class SurveyData:
    """The surveys of a view, of the whole country or of some provinces.

    Args:
        view: what the page shows.
        province_codes: the provinces that are asked for; all where there are none.
    """

    def __init__(self, view: View, province_codes: Sequence[str] = ()) -> None:
        self._view = view
        self._codes = tuple(sorted(province_codes))
        self._quotas = office_quotas(view.store)
        # Parts of a page ask for the same groups again and again.
        self._groups: dict[str, dict[str, pd.DataFrame]] = {}

    def surveys(self, instrument: str, by: str) -> pd.DataFrame:
        """Return the groups with their change since the earlier snapshot.

        As :func:`itasdash.metrics.surveys.with_survey_gain` gives them.
        """
        if by not in self._groups:
            view = self._view
            moments = (view.info.identity, view.before and view.before.identity)
            codes = () if self._apart else self._codes
            key = (str(view.store.root), moments, self._quotas.identity, codes, self._apart)
            grounds = ("surveys_with_gain", *key, by, view.language)
            # Both surveys are kept together, each under its name.
            self._groups[by] = kept_under(
                (*grounds, self._codes), partial(self._apart_by_survey, by, grounds)
            )
        return self._groups[by][instrument]

    def _apart_by_survey(self, by: str, grounds: tuple[object, ...]) -> dict[str, pd.DataFrame]:
        """Return the groups of each survey; ``grounds`` tell what these are from all others."""
        if self._apart:
            # Of all provinces together: who looks at one will look at another.
            rows = kept_under(grounds, partial(self._with_gain, by))
            rows = rows[rows["of_province"] == self._codes[0]].drop(columns="of_province")
        else:
            rows = self._with_gain(by)
        survey = rows["instrument"].to_numpy()
        rows = rows.drop(columns="instrument")
        return {
            each: known(rows[survey == each].reset_index(drop=True), grounds, self._codes, each)
            for each in INSTRUMENTS
        }

    def _with_gain(self, by: str) -> pd.DataFrame:
        """Return the groups of both surveys, of each province where these are counted apart."""
        view = self._view
        pair = tuple(each for each in (view.before, view.info) if each)
        rows = self._tallies(pair, PLACES_OF.get(by, PLACES))
        if not self._apart:
            rows = of_provinces(rows, self._codes)
        counted = count_survey_groups(rows, by, view.language, apart=self._apart)
        before = view.before and counted.at(view.before.as_of)
        return with_survey_gain(counted.at(view.info.as_of), before)

    def trend(self, instrument: str) -> pd.DataFrame:
        """Return all of them together over the fiscal year so far.

        As :func:`itasdash.metrics.surveys.survey_trend` gives them, by ``country``.
        """
        view = self._view

        def over() -> pd.DataFrame:
            moments = [info.as_of for info in view.so_far]
            return survey_trend_of(self._year().over(moments, instrument), "country")

        key = (str(view.store.root), history_key(view.so_far), self._quotas.identity, self._codes)
        return kept_under(("survey_trend", *key, instrument, view.language), over)

    def _year(self) -> SurveyGroups:
        """Return all of them together at each snapshot of the fiscal year."""
        view, year = self._view, self._view.info.fiscal_year
        infos = tuple(info for info in view.snapshots if info.fiscal_year == year)

        def counted() -> SurveyGroups:
            rows = of_provinces(self._tallies(infos, OF_PROVINCE), self._codes)
            return count_survey_groups(rows, "country", view.language)

        key = (str(view.store.root), history_key(infos), self._quotas.identity, self._codes)
        return kept_under(("survey_year", *key, view.language), counted)

    def road(self, by: str) -> pd.DataFrame:
        """Return where the LAOs of each group stand, as :func:`itasdash.metrics.road.road`."""
        info, language, store = self._view.info, self._view.language, self._view.store

        def counted(_status: pd.DataFrame, _summary: pd.DataFrame) -> pd.DataFrame:
            # One count serves all groups, and of all provinces the rates are known already.
            cells = self._from(info, lambda status, _: road_tally(status), "road_tally")
            if by in OF_PROVINCES:
                cells = kept(of_whole_provinces, cells)
            summed = of_provinces(load_tally(store, info), self._codes)
            if self._codes:
                groups = rates_of(summed, by, language)
            else:
                groups = load_rates(store, info, by, language)
            return road_of(cells, groups, claimed=kept(told_by_claims, summed))

        return self._from(info, counted, "road", by, language)

    @property
    def answered_unregistered(self) -> int:
        """How many LAOs answer a survey although they are not registered, as :meth:`road` says."""

        view = self._view

        def counted(status: pd.DataFrame, summary: pd.DataFrame) -> int:
            odd = count_answered_unregistered(status)
            if not odd or summary.empty:
                return odd
            # Claims tell of no LAO.
            summed = self._tallies((view.info,), OF_PROVINCE)
            return 0 if told_by_claims(of_provinces(summed, self._codes)) else odd

        return self._from(self._view.info, counted, "answered_unregistered")

    def source_table(self, instrument: str) -> str:
        """Return where the numbers are from: ``laos``, ``summary``, or empty for nowhere."""

        def table_of(status: pd.DataFrame, summary: pd.DataFrame) -> str:
            return source_table(status, summary, instrument)

        return self._from(self._view.info, table_of, "source_table", instrument)

    @property
    def instruments(self) -> tuple[str, ...]:
        """The instruments of which the snapshot tells anything."""
        return tuple(each for each in INSTRUMENTS if self.source_table(each))

    def quota_notes(self, instrument: str) -> list[str]:
        """Return which quotas of a survey are used, in sentences."""
        view = self._view

        def noted(status: pd.DataFrame, summary: pd.DataFrame) -> list[str]:
            shown = Snapshot(view.info, status, summary)
            return self._quotas.notes(shown, instrument, view.t)

        return self._from(view.info, noted, "quotas", instrument, view.language)

    @property
    def _apart(self) -> bool:
        """Whether one province is asked for: all of them are counted then, each for itself."""
        return len(self._codes) == 1

    def _tallies(self, infos: Sequence[SnapshotInfo], places: Sequence[str]) -> pd.DataFrame:
        """Return the tallies of snapshots with the quotas that the office wants.

        As :func:`itasdash.importing.marts.tallies`.
        """
        store, decided = self._view.store, self._quotas.identity
        if not decided and places == PLACES:
            return tallies(store, infos, places, _SUMS, partial(load_snapshot, store))
        if not decided:
            return monthly_sums(store).tallies(infos, places, _SUMS)

        # Marts hold what the exports say: what is computed must be opened.
        def of(info: SnapshotInfo) -> pd.DataFrame:
            snapshot = load_with_quotas(store, info)
            found = tally(snapshot.status, snapshot.province_summary)
            if len(places) < len(PLACES):
                found = found.groupby(["claimed", *places], dropna=False)[list(_SUMS)]
                found = found.sum(min_count=1).reset_index()
            return found.assign(as_of=info.as_of)

        key = (str(store.root), decided, places)
        parts = [kept_under(("tally", *key, info.identity), partial(of, info)) for info in infos]
        left_out = {name: None for name in PLACES if name not in places}
        return pd.concat(parts, ignore_index=True).assign(**left_out)

    def _from(
        self, info: SnapshotInfo, measure: Callable[[pd.DataFrame, pd.DataFrame], _Made], *what: str
    ) -> _Made:
        """Return what is measured of a snapshot's tables; ``what`` tells it from all others."""
        store = self._view.store
        key = (str(store.root), info.as_of, info.identity, self._quotas.identity, self._codes)

        def made() -> _Made:
            return measure(*_tables(load_with_quotas(store, info), self._codes))

        # Whoever looks may ask for any provinces together, so that only bytes bound it.
        return kept_under(("surveys", *key, *what), made)


def count_answered_unregistered(status: pd.DataFrame) -> int:
    """Return how many LAOs answer a survey although they are told not to be registered.

    Rows that no LAO could be matched with count where their province has any LAO.
    """
    answers = pd.concat([status[f"{each}_answered"] for each in INSTRUMENTS], axis=1)
    odd = answers.gt(0).fillna(False).any(axis=1) & ~status["registered"].fillna(True).astype(bool)
    rows = status.loc[odd.astype(bool), ["lao_id", "province_code"]]
    if rows["lao_id"].notna().all():
        return len(rows)
    here = status.loc[status["lao_id"].notna(), "province_code"].unique()
    return int(rows["province_code"].isin(here).fillna(False).sum())


def _tables(snapshot: Snapshot, codes: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the status and the summary of some provinces, of all where none is named."""
    tables = (snapshot.status, snapshot.province_summary)
    if not codes:
        return tables
    wanted = list(codes)
    status, summary = (
        table[table["province_code"].isin(wanted).fillna(False).astype(bool)] for table in tables
    )
    return status, summary
