"""Marts give the numbers of the snapshots, whatever became of their files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from itasdash.importing import derive, mart_rows, mart_writer, marts
from itasdash.importing.mart_rows import tally_rows
from itasdash.importing.verify import rebuild
from itasdash.metrics import counts
from itasdash.metrics.histories import histories_of, lao_histories
from itasdash.metrics.rates import rates, rates_of
from itasdash.metrics.surveys import surveys, surveys_of
from itasdash.metrics.tallies import tally
from itasdash.schema.marts import STATE_CHANGES, SUMS, TALLIES
from itasdash.store import Store
from itasdash.store.marts import read_mart
from tests.kits.hard_office import hard_office
from tests.kits.small_store import (
    LAOS,
    WHEN,
    WHO,
    moment,
    status_file,
    store_of_each_kind,
    take,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_each_kind(tmp_path_factory.mktemp("made") / "data").root


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    shutil.copytree(made, tmp_path / "data")
    return Store(tmp_path / "data")


def made_from(store: Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (store.paths.marts / "tallies").rglob("*.parquet"):
        found |= read_mart(TALLIES, path)[1]
    found.pop("program")
    return found


def holds(store: Store) -> None:
    """Hold what marts give against what the snapshots say."""
    infos = store.snapshots()
    read = {info.as_of: store.read(info.as_of) for info in infos}
    summed = marts.tallies(store, infos)
    found, answers = rates_of(summed, "province"), surveys_of(summed, "iit", "country")
    for as_of, snapshot in read.items():
        tables = (snapshot.status, snapshot.province_summary)
        same(found, as_of, rates(*tables, "province"))
        same(answers, as_of, surveys(*tables, "iit", "country"))
    frames = {as_of: snapshot.status for as_of, snapshot in read.items()}
    history = histories_of(marts.states(store, infos))
    pd.testing.assert_frame_equal(history, lao_histories(frames))


def same(found: pd.DataFrame, as_of: object, wanted: pd.DataFrame) -> None:
    own = found[found["as_of"] == as_of].drop(columns="as_of").reset_index(drop=True)
    # What nobody counts has no type of its own.
    pd.testing.assert_frame_equal(own, wanted, check_dtype=False)


def test_an_import_brings_them_up_to_date(store: Store) -> None:
    assert set(made_from(store).values()) == {info.identity for info in store.snapshots()}
    assert mart_writer.outdated_months(store) == []
    holds(store)
    take(store, status_file(moment(1), 30))
    assert set(made_from(store).values()) == {info.identity for info in store.snapshots()}
    holds(store)


@pytest.mark.parametrize("by", ["country", "region", "province", "district", "type"])
def test_several_snapshots_together_have_the_rates_of_each(store: Store, by: str) -> None:
    infos = store.snapshots()
    found = rates_of(marts.tallies(store, infos), by)
    for info in infos:
        snapshot = store.read(info.as_of)
        same(found, info.as_of, rates(snapshot.status, snapshot.province_summary, by))


def delete(path: Path) -> None:
    path.unlink()


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("spoil", [delete, tear, flip])
def test_a_spoilt_one_is_not_believed_and_is_written_again(
    store: Store, spoil: Callable[[Path], None]
) -> None:
    paths = sorted(store.paths.marts.rglob("*.parquet"))
    sound = {path: path.read_bytes() for path in paths}
    for path in paths:
        spoil(path)
    holds(store)
    mart_writer.freshen(store, lambda *_: None)
    assert {path: path.read_bytes() for path in paths} == sound


def test_an_outdated_one_is_believed_for_nothing_else_than_it_was_made_from(store: Store) -> None:
    old = store.root.with_name("old")
    shutil.copytree(store.paths.marts, old)
    take(store, status_file(moment(1), 40), status_file(moment(2), 40))
    with store.writing() as writer:
        writer.remove_snapshot(moment(0), "ผิดฉบับ", WHO, WHEN)
    shutil.rmtree(store.paths.marts)
    shutil.copytree(old, store.paths.marts)
    holds(store)
    mart_writer.freshen(store, lambda *_: None)
    assert set(made_from(store).values()) == {info.identity for info in store.snapshots()}
    holds(store)


def test_one_of_another_program_is_not_believed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reader in (marts, mart_writer):
        monkeypatch.setattr(reader, "program", lambda: "another")
    assert len(mart_writer.outdated_months(store)) == 3
    holds(store)


def test_sums_of_fewer_places_are_the_same_sums(store: Store) -> None:
    infos = store.snapshots()
    whole = marts.tallies(store, infos).groupby(["as_of", "claimed"])[list(SUMS)].sum(min_count=1)
    together = marts.tallies(store, infos, (), SUMS).set_index(["as_of", "claimed"])
    # Both provinces of a snapshot are one row, and its claims another.
    assert len(together) == 5
    pd.testing.assert_frame_equal(together[list(SUMS)].sort_index(), whole, check_dtype=False)


def test_changes_of_one_lao_are_found_without_opening_a_snapshot(store: Store) -> None:
    infos = store.snapshots()
    # The 15th registers between the first two; a list of the last eight says the same of it.
    changed = marts.moments_of_change(store, infos, LAOS[14][0])
    assert changed[:2] == [moment(0), moment(1)]
    # The 5th was registered from the beginning, and the summary at the end tells nothing of it.
    assert marts.moments_of_change(store, infos, LAOS[4][0]) == [moment(0), moment(24 * 60)]


def test_any_reader_of_parquet_finds_the_columns_that_are_declared(store: Store) -> None:
    path = next(iter((store.paths.marts / "states").rglob("*.parquet")))
    frame = pd.read_parquet(path)
    assert list(frame) == STATE_CHANGES.names
    assert str(frame["as_of"].dt.tz) == "Asia/Bangkok"


def test_a_tally_counts_each_lao_once(store: Store) -> None:
    snapshot = store.read(moment(0))
    found = tally(snapshot.status, snapshot.province_summary)
    assert int(found["expected"].sum()) == 40
    assert int(found["complete"].sum()) == 10
    assert found["unmatched"].sum() == 0


@pytest.fixture(params=["made", "hard"])
def whole(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Store:
    """Status exports, a list, a summary, names that fit no LAO: as they were imported."""
    if request.param == "hard":
        return hard_office(tmp_path / "data")
    shutil.copytree(made, tmp_path / "data")
    return Store(tmp_path / "data")


def derived_files(store: Store) -> dict[Path, bytes]:
    roots = (store.paths.snapshots, store.paths.marts)
    return {path: path.read_bytes() for root in roots for path in sorted(root.rglob("*.*"))}


def test_the_record_and_the_marts_have_what_the_stored_tables_give(whole: Store) -> None:
    """Both are made of one sum of what is not stored yet; each is held against a sum of its own."""
    for info in whole.snapshots():
        snapshot = whole.read(info.as_of)
        tables = (snapshot.status, snapshot.province_summary)
        assert info.counts == counts(*tables)
        mart, known, _ = marts.believed(whole, marts.month_of(info.as_of), [info])
        assert known == [info]
        assert mart.equals(tally_rows(info.as_of, *tables))
    imported = derived_files(whole)
    shutil.rmtree(whole.paths.marts)
    mart_writer.freshen(whole, lambda *_: None)
    assert derived_files(whole) == imported
    shutil.rmtree(whole.paths.marts)
    rebuild(whole)
    assert derived_files(whole) == imported


def test_each_snapshot_is_summed_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    summed = []

    def counted(status: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
        summed.append(len(status))
        return tally(status, summary)

    for module in (derive, mart_rows, mart_writer):
        monkeypatch.setattr(module, "tally", counted)
    take(store, status_file(moment(2), 30))
    assert summed == [40]
    rebuild(store)
    assert summed == [40] * (1 + len(store.snapshots()))
