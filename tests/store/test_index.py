"""Lists come from the index of the snapshots, and an import does not look at a whole history."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itasdash.importing.imports import remove_snapshot
from itasdash.importing.mart_writer import freshen, outdated_months
from itasdash.schema import SnapshotInfo
from itasdash.schema.marts import INDEX
from itasdash.store import Store, log_end, snapshots
from itasdash.store.log import read_log
from itasdash.store.log_end import keep_log_end
from itasdash.store.marts import read_mart
from itasdash.store.paths import bytes_of, moment_of
from tests.kits.small_store import (
    WHEN,
    WHO,
    eventful_tree,
    list_file,
    moment,
    small_store,
    status_file,
    take,
    written,
)

DAYS = (0, 1, 24 * 40, 24 * 80)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = small_store(tmp_path_factory.mktemp("made") / "data")
    take(store, *(status_file(moment(n), 10 + n % 9, misspelt=not n) for n in DAYS))
    take(store, list_file(moment(0), 25))
    return store.root


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    # As a backup is restored: what tells when a file was written comes along.
    shutil.copytree(made, tmp_path / "data")
    return Store(tmp_path / "data")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The records whose seals were checked, by a process that has seen none of them."""
    found: list[bytes] = []
    check = snapshots.unsealed

    def counted(data: bytes) -> dict[str, object]:
        found.append(data)
        return check(data)

    monkeypatch.setattr(snapshots, "unsealed", counted)
    forget()
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records that were opened, by a process that has seen none of them."""
    found: list[str] = []
    read = snapshots._record

    def counted(paths: object, directory: Path) -> SnapshotInfo:
        found.append(directory.name)
        return read(paths, directory)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshots, "_record", counted)
    forget()
    return found


def forget() -> None:
    snapshots._LOOKED.clear()
    snapshots._UNDERSTOOD.clear()


def listed_cold(store: Store) -> list[SnapshotInfo]:
    forget()
    return store.snapshots()


def read_one_by_one(store: Store) -> list[SnapshotInfo]:
    return [store.read(as_of).info for as_of in store.moments()]


def test_a_list_takes_the_word_of_the_index(store: Store, checked: list[bytes]) -> None:
    listed = store.snapshots()
    assert checked == []
    assert listed == read_one_by_one(store)
    assert [info.identity for info in listed] == [info.identity for info in read_one_by_one(store)]
    assert any(info.findings for info in listed) and listed[0].names_to_confirm


def test_what_was_seen_is_not_looked_up_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = listed_cold(store)
    monkeypatch.setattr(snapshots, "read_index", lambda _: pytest.fail("read again"))
    assert store.snapshots() == listed


def delete(path: Path) -> None:
    path.unlink()


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("spoil", [delete, tear, flip])
def test_a_spoilt_index_costs_time_and_nothing_else(
    store: Store, checked: list[bytes], spoil: Callable[[Path], None]
) -> None:
    paths = sorted((store.paths.marts / "index").rglob("*.parquet"))
    sound = {path: path.read_bytes() for path in paths}
    assert len(paths) == 3
    for path in paths:
        spoil(path)
    assert listed_cold(store) == read_one_by_one(store)
    assert len(checked) == len(DAYS)
    assert len(outdated_months(store)) == 3
    freshen(store, lambda *_: None)
    assert {path: path.read_bytes() for path in paths} == sound


def test_an_index_is_not_believed_of_what_came_since(store: Store) -> None:
    old = store.root.with_name("old")
    shutil.copytree(store.paths.marts, old)
    take(store, status_file(moment(1), 30), status_file(moment(2), 12))
    remove_snapshot(store, moment(24 * 40), "ผิดฉบับ", WHO, WHEN)
    current = listed_cold(store)
    shutil.rmtree(store.paths.marts)
    shutil.copytree(old, store.paths.marts)
    assert listed_cold(store) == current == read_one_by_one(store)
    assert [info.as_of for info in current] == [moment(n) for n in (0, 1, 2, 24 * 80)]


@pytest.mark.parametrize("spoil", [delete, tear, flip])
def test_a_spoilt_record_is_named_although_the_index_has_it(
    store: Store, spoil: Callable[[Path], None]
) -> None:
    record = store.paths.snapshot(moment(1)) / "snapshot.json"
    spoil(record)
    assert moment(1) not in [info.as_of for info in listed_cold(store)]
    assert store.damaged() == [record]


def test_a_record_that_looks_otherwise_is_read_again(store: Store, checked: list[bytes]) -> None:
    before = store.snapshots()
    os.utime(store.paths.snapshot(moment(1)) / "snapshot.json", ns=(1, 1))
    assert store.snapshots() == before
    assert checked == [] and outdated_months(store) == []


def test_any_reader_of_parquet_finds_what_a_list_shows(store: Store) -> None:
    path = store.paths.mart("index", moment(0).date())
    rows, made_from = read_mart(INDEX, path)
    [first, second] = rows.to_pylist()
    info = store.snapshots()[0]
    assert first["kinds"] == "status unregistered_list" and second["kinds"] == "status"
    assert (first["expected"], first["fiscal_year"]) == (40, 2565)
    assert first["identity"] == info.identity
    severities = [finding.severity for finding in info.findings]
    assert first["errors"] == severities.count("error")
    assert first["warnings"] == severities.count("warning")
    assert set(made_from.values()) >= {first["identity"], second["identity"]}


@pytest.mark.parametrize("upload", [status_file(moment(3), 12), status_file(moment(1), 30)])
def test_an_import_opens_the_snapshots_of_its_month_and_no_others(
    store: Store, opened: list[str], upload: object
) -> None:
    take(store, upload)  # type: ignore[arg-type]
    assert set(opened) <= {store.paths.snapshot(moment(n)).name for n in (0, 1, 3)}


# --- the log, of which only what is needed is read ------------------------------------------------


@pytest.fixture
def eventful(tmp_path: Path) -> Store:
    return written(tmp_path / "eventful", eventful_tree())


def test_sources_of_one_moment_are_those_of_all(eventful: Store) -> None:
    everything = eventful.sources()
    for number in range(5):
        assert eventful.sources_of(moment(number)) == everything.get(moment(number), ())
    assert eventful.sources_of(moment(2)) == () != eventful.sources_of(moment(1))


def lines_added(store: Store) -> Iterator[Callable[[], None]]:
    def download() -> None:
        with store.writing() as writer:
            writer.log_download(moment(0), "ก.csv", WHO, WHEN)

    yield lambda: None
    yield download
    yield lambda: take_one(store)
    yield lambda: add(store.paths.log, b'{"half')


def take_one(store: Store) -> None:
    take(store, status_file(moment(9), 12))


def add(path: Path, data: bytes) -> None:
    path.write_bytes(path.read_bytes() + data)


def test_the_end_of_the_log_is_kept_as_if_all_of_it_were_read(
    eventful: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with eventful.writing():
        pass
    for act in lines_added(eventful):
        act()
        keep_log_end(eventful.paths)
        short = bytes_of(eventful.paths.log_end)
        with monkeypatch.context() as whole:
            whole.setattr(log_end, "_end_after", lambda *_: None)
            eventful.paths.log_end.unlink()
            keep_log_end(eventful.paths)
        assert bytes_of(eventful.paths.log_end) == short
        log = read_log(bytes_of(eventful.paths.log))
        assert str(log.seal).encode() in short


def test_an_end_that_was_cut_off_stays_noticed(eventful: Store) -> None:
    take_one(eventful)
    kept = bytes_of(eventful.paths.log_end)
    lines = bytes_of(eventful.paths.log).splitlines(keepends=True)
    eventful.paths.log.write_bytes(b"".join(lines[:-1]))
    with eventful.writing() as writer:
        writer.log_download(moment(0), "ก.csv", WHO, WHEN)
    assert bytes_of(eventful.paths.log_end) == kept


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("as_of=20220107T1300", "2022-01-07T13:00:00+07:00"),
        ("as_of=20220107T0000", "2022-01-07T00:00:00+07:00"),
        ("as_of=20220107T13", None),
        ("as_of=2022017T1300", None),
        ("as_of=20220107T2400", None),
        ("as_of=20221301T1300", None),
        ("as_of=20220107T1300 (2)", None),
        ("as_of=", None),
    ],
)
def test_the_name_of_a_directory_tells_its_moment_or_none(name: str, when: str | None) -> None:
    found = moment_of(Path(name))
    assert (found and found.isoformat()) == when
