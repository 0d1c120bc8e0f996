"""Damage is looked for where something looks otherwise than when it was found sound."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from itasdash.store import Store, data_folder, looks, snapshots
from itasdash.store.looks import Looks
from tests.kits.small_store import moment, small_store, status_file, take

DAYS = (0, 1, 24 * 300)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = small_store(tmp_path_factory.mktemp("made") / "data")
    take(store, *(status_file(moment(n), 10 + n % 9) for n in DAYS))
    return store.root


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    shutil.copytree(made, tmp_path / "data")
    return Store(tmp_path / "data")


@pytest.fixture
def kept(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of what was found sound; files that are new are remembered, and few are kept."""
    monkeypatch.setattr(looks, "_TOO_NEW", 0)
    monkeypatch.setattr(looks, "_WORTH_KEEPING", 1)
    file = tmp_path / "cache" / "looks.tsv"
    assert store.damaged(Looks(file)) == []
    return file


def test_what_looks_as_it_did_is_not_read_again(
    store: Store, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "check_tables", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(data_folder.Store, "read_log", lambda _: pytest.fail("read again"))
    assert store.damaged(Looks(kept)) == []


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(bytes(data))


def lose(path: Path) -> None:
    path.unlink()


def exchange(path: Path) -> None:
    path.write_bytes(next(p for p in path.parents[1].rglob(path.name) if p != path).read_bytes())


@pytest.mark.parametrize("spoil", [flip, lose, exchange])
@pytest.mark.parametrize("name", ["status", "province_summary"])
def test_a_table_that_was_sound_and_is_damaged_since_is_named(
    store: Store, kept: Path, spoil: Callable[[Path], None], name: str
) -> None:
    path = store.paths.snapshot(moment(1)) / f"{name}.parquet"
    before = path.read_bytes()
    spoil(path)
    sound = path.exists() and path.read_bytes() == before
    assert store.damaged(Looks(kept)) == ([] if sound else [path])


def test_a_log_that_was_sound_and_is_damaged_since_is_named(store: Store, kept: Path) -> None:
    flip(store.paths.log)
    assert store.damaged(Looks(kept)) == [store.paths.log]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\t", b"a\tb\tc\n\n", "ก\t1 2".encode()])
def test_a_spoilt_file_of_looks_costs_time_and_nothing_else(
    store: Store, kept: Path, content: bytes
) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(content)
    assert store.damaged(Looks(kept)) == []
    assert set(whole.splitlines()) <= set(kept.read_bytes().splitlines())


def test_a_look_of_another_file_is_not_believed(store: Store, kept: Path) -> None:
    path = store.paths.snapshot(moment(1)) / "status.parquet"
    flip(path)
    names = [line.split("\t")[0] for line in kept.read_text(encoding="utf-8").splitlines()]
    told = [line.split("\t")[1] for line in kept.read_text(encoding="utf-8").splitlines()]
    moved = zip(names, told[1:] + told[:1], strict=True)
    kept.write_text("".join(f"{n}\t{t}\n" for n, t in moved), encoding="utf-8")
    assert store.damaged(Looks(kept)) == [path]


def test_what_was_written_just_now_is_not_remembered(store: Store, tmp_path: Path) -> None:
    """Changed again within a tick of the clock it would look the same."""
    seen = Looks(tmp_path / "looks.tsv")
    path = store.paths.snapshot(moment(1)) / "status.parquet"
    path.write_bytes(path.read_bytes())
    look = looks.look_of(str(path.parent), [path.name])
    seen.remember("a", look)
    assert not seen.are_sound("a", look)


def test_a_place_that_takes_no_file_is_no_fault(store: Store, kept: Path, tmp_path: Path) -> None:
    assert store.damaged(Looks(kept / "below a file" / "looks.tsv")) == []


def test_damage_is_never_remembered_as_sound(store: Store, kept: Path) -> None:
    path = store.paths.snapshot(moment(1)) / "status.parquet"
    flip(path)
    assert store.damaged(Looks(kept)) == store.damaged(Looks(kept)) == [path]
    flip(path)
    assert store.damaged(Looks(kept)) == []


def test_the_snapshots_of_a_year_are_those_of_all(store: Store) -> None:
    listed = store.snapshots()
    years = {info.fiscal_year for info in listed}
    assert len(years) == 2
    for year in years:
        expected = [info for info in listed if info.fiscal_year == year]
        assert store.snapshots_of_year(year) == expected
    assert store.snapshots_of_year(2400) == []
