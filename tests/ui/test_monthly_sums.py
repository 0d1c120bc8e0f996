"""Sums that are kept by month are those of the marts, whatever was asked before."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from itasdash.importing.marts import tallies
from itasdash.schema.marts import SUMS
from itasdash.store import Store
from itasdash.ui.shell import monthly_sums
from itasdash.ui.shell.monthly_sums import MonthlySums
from tests.kits.small_store import Reading, moment, status_file, store_of_two_years, take

PLACES = ("province_code", "lao_type")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_of_two_years(tmp_path / "data")


def same(store: Store, read: Reading) -> None:
    """Hold what is kept against a reading of the marts, of any of the snapshots."""
    infos = store.snapshots()
    kept = MonthlySums(store, read, store.snapshots)
    for some in (infos[1:2], infos, infos[::2], infos[:0], infos[-1:]):
        for places in (PLACES, PLACES[:1]):
            told = tallies(store, some, places)
            pd.testing.assert_frame_equal(kept.tallies(some, places, SUMS), told)


def test_they_are_those_of_the_marts_and_nothing_is_opened(store: Store) -> None:
    read = Reading(store)
    same(store, read)
    assert not read.moments


def test_a_corrected_snapshot_is_told_and_a_removed_one_gone(store: Store) -> None:
    read = Reading(store)
    same(store, read)
    take(store, status_file(moment(1), 20))
    take(store, status_file(moment(2), 21))
    same(store, read)
    assert not read.moments


def test_what_the_marts_do_not_hold_is_opened_once(store: Store) -> None:
    shutil.rmtree(store.paths.marts)
    infos, read = store.snapshots(), Reading(store)
    kept = MonthlySums(store, read, store.snapshots)
    for some in (infos[1:2], infos[:1], infos[:3], infos[:3]):
        kept.tallies(some, PLACES, SUMS)
    assert sorted(read.moments) == [info.as_of for info in infos[:3]]
    assert kept.at_hand(infos, PLACES, SUMS) == infos[:3]
    assert not kept.at_hand(infos, PLACES[:1], SUMS)


def test_no_more_is_kept_than_its_bytes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monthly_sums, "_MOST_BYTES", 0)
    same(store, Reading(store))
    infos = store.snapshots()
    assert not MonthlySums(store, Reading(store), store.snapshots).at_hand(infos, PLACES, SUMS)
