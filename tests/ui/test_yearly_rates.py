"""Rates that are reckoned for a year at once: those of each snapshot, whatever was asked before."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from itasdash.metrics import KEYS
from itasdash.metrics.rates import rates, rates_of, trend_of
from itasdash.schema import SnapshotInfo
from itasdash.store import Store
from itasdash.ui.shell.monthly_sums import PLACES_OF, MonthlySums
from itasdash.ui.shell.yearly_rates import YearlyRates
from tests.kits.small_store import (
    Reading,
    moment,
    status_file,
    store_of_two_years,
    take,
)

PROVINCE = "81"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of_two_years(tmp_path / "data")


def yearly(store: Store, language: str = "th") -> tuple[YearlyRates, Reading]:
    read = Reading(store)
    return YearlyRates(MonthlySums(store, read, store.snapshots), language), read


def holds(store: Store, language: str = "th") -> Reading:
    """Hold all rates against what the snapshots say; return what was read for them."""
    infos = store.snapshots()
    found, read = yearly(store, language)
    for by in PLACES_OF:
        frames = {}
        for info in infos:
            snapshot = store.read(info.as_of)
            told = rates(snapshot.status, snapshot.province_summary, by, language)
            pd.testing.assert_frame_equal(found.at(info, by), told, check_dtype=bool(len(told)))
            frames[info.as_of] = told
        for some in (infos, infos[:2], infos[1:4], infos[::3], infos[-1:]):
            _same(trend_of(found.over_time(some, by), by), by, some, frames)
            for key in ("TH", PROVINCE, "SAO"):
                every = found.over_time(some, by)
                own = every[every[KEYS[by]] == key].reset_index(drop=True)
                pd.testing.assert_frame_equal(found.group_over_time(some, by, key), own)
    return read


def _same(
    trend: pd.DataFrame,
    by: str,
    infos: Sequence[SnapshotInfo],
    frames: dict[datetime, pd.DataFrame],
) -> None:
    own = {"type": "lao_type", "province": "province_code"}.get(by, by)
    found = zip(trend["as_of"], trend["key"], trend["registered"], trend["rate"], strict=True)
    assert list(found) == [
        (info.as_of, row[own], row["registered"], row["rate"])
        for info in infos
        for row in frames[info.as_of].to_dict("records")
        if not pd.isna(row["rate"])
    ]


@pytest.mark.parametrize("language", ["th", pytest.param("en", marks=pytest.mark.slow)])
def test_they_are_those_of_the_snapshots(store, language):
    assert holds(store, language).moments == []


def test_a_corrected_snapshot_and_a_new_one_are_told(store):
    infos = store.snapshots()
    for by in PLACES_OF:
        yearly(store)[0].over_time(infos, by)
    take(store, status_file(moment(1), 20))
    take(store, status_file(moment(2), 21))
    found, infos = yearly(store)[0], store.snapshots()[1:3]
    assert [int(found.at(info, "country")["registered"][0]) for info in infos] == [20, 21]
    holds(store)


def test_without_marts_only_what_is_asked_for_is_read(store):
    shutil.rmtree(store.paths.marts)
    infos = store.snapshots()
    found, read = yearly(store)
    for by in PLACES_OF:
        found.at(infos[1], by)
    assert {*read.moments} == {infos[1].as_of}
    holds(store)


def test_some_provinces_together(store):
    infos = store.snapshots()
    found, _ = yearly(store)
    own = found.at(infos[0], "province").set_index("province_code").loc[PROVINCE]
    together = found.together(infos[:1], (PROVINCE,)).iloc[0]
    assert (together["registered"], together["rate"]) == (own["registered"], own["rate"])
    every = found.together(infos, (PROVINCE,))
    assert list(every["as_of"]) == [info.as_of for info in infos]


def test_of_no_snapshot_there_are_no_rates(store):
    found, _ = yearly(store)
    none = rates_of(found.tallies([]), "country")
    pd.testing.assert_frame_equal(found.over_time([], "country"), none)
    assert none.empty
