"""``rebuild``: originals, confirmed names and the log are enough for the same bytes."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from itasdash.importing.verify import rebuild
from itasdash.schema import REGISTER, sha256
from itasdash.store import Store
from itasdash.store.seals import sealed, to_parquet
from tests.importing.test_verify import original_of, spoil
from tests.kits.small_store import (
    EFFECTIVE,
    eventful_tree,
    moment,
    status_file,
    take,
    tree,
    written,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", eventful_tree())


def test_the_same_tree_from_what_cannot_be_derived(store: Store) -> None:
    before = tree(store.root)
    for name in ("snapshots", "register"):
        shutil.rmtree(store.root / name)
    found = rebuild(store)
    assert found.sound
    # Two registers and three snapshots; the fourth was removed.
    assert found.derived == 5
    assert tree(store.root) == before


@pytest.mark.parametrize("seed", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_the_same_bytes_in_another_process(store: Store, seed: str) -> None:
    """Whatever order its sets come in."""
    before = tree(store.root)
    shutil.rmtree(store.root / "snapshots")
    command = [sys.executable, "-m", "itasdash", "--data", str(store.root), "rebuild"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    assert tree(store.root) == before


def test_a_second_rebuild_changes_not_a_byte(store: Store) -> None:
    before = tree(store.root)
    assert rebuild(store).sound
    assert tree(store.root) == before


def test_what_is_the_same_is_not_written_again(store: Store) -> None:
    before = {path: path.stat().st_ino for path in store.root.glob("snapshots/*/*/*")}
    assert rebuild(store).sound
    assert before
    assert {path: path.stat().st_ino for path in before} == before


def test_a_file_that_nobody_wrote_there_goes(store: Store) -> None:
    directory = store.paths.snapshot(store.moments()[0])
    before = tree(store.root)
    (directory / "more.parquet").write_bytes(b"more")
    assert rebuild(store).sound
    assert tree(store.root) == before


def test_tables_of_other_columns_are_repaired_and_named(store: Store) -> None:
    """Every byte is the one that another version of the program wrote."""
    before = tree(store.root)
    info = store.snapshots()[0]
    directory = store.paths.snapshot(info.as_of)
    (directory / "status.parquet").write_bytes(to_parquet(REGISTER, store.register(EFFECTIVE)))
    digest = sha256((directory / "status.parquet").read_bytes())
    record = replace(info, tables={**info.tables, "status": digest}).stored()
    (directory / "snapshot.json").write_bytes(sealed(record))
    (fault,) = rebuild(store).faults
    assert (fault.code, fault.outcome) == ("snapshot", "repaired")
    assert tree(store.root) == before


def test_a_snapshot_whose_original_is_damaged_is_kept(store: Store) -> None:
    spoil(original_of(store, 0))
    before = tree(store.root)
    found = rebuild(store)
    assert [(fault.code, fault.outcome) for fault in found.faults] == [("original", "damaged")]
    assert tree(store.root) == before
    assert found.derived == 4


def test_an_import_after_a_rebuild_goes_on_where_it_was(store: Store) -> None:
    other = Store(store.root.with_name("other"))
    shutil.copytree(store.root, other.root)
    shutil.rmtree(store.root / "snapshots")
    rebuild(store)
    for each in (store, other):
        assert take(each, status_file(moment(0), 33)) == ["replaced"]
    assert tree(store.root) == tree(other.root)
