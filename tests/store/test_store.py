"""The data folder: all or nothing, idempotent, told by the log."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.injection import DONE, forked
from itasdash.findings import Damaged, Refusal
from itasdash.importing import Upload, confirm_alias, import_files, load_register
from itasdash.importing.verify import verify
from itasdash.schema import AliasEvent, ImportEvent, RemovalEvent
from itasdash.store import SignOuts, Store, Writer, atomic, snapshots
from itasdash.store.seals import from_parquet
from tests.kits.small_store import (
    EFFECTIVE,
    LAOS,
    WHEN,
    WHO,
    alias_of,
    list_file,
    moment,
    options,
    register_file,
    register_tree,
    small_store,
    status_file,
    summary_file,
    take,
    tree,
    written,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", register_tree())


def registered(store: Store, number: int = 0) -> int:
    return store.read(moment(number)).info.counts["registered"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_folder_that_we_make_is_for_its_owner_and_another_stays_as_it_is(tmp_path: Path) -> None:
    made, found = tmp_path / "office" / "data", tmp_path / "found"
    found.mkdir(0o755)
    for folder in (made, found):
        with Store(folder).writing():
            pass
    assert made.stat().st_mode & 0o777 == 0o700
    assert found.stat().st_mode & 0o777 == 0o755
    SignOuts(tmp_path / "other").end("a", 1.0)
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o700


# --- imports ----------------------------------------------------------------------------------


def test_an_import_is_a_snapshot_an_original_and_a_line_of_the_log(store: Store) -> None:
    upload = status_file(moment(0), 12)
    before = set(tree(store.root))
    assert take(store, upload) == ["imported"]
    [info] = store.snapshots()
    assert (info.as_of, info.kinds) == (moment(0), ["status"])
    assert info.counts == {"expected": 40, "registered": 12, "outstanding": 28, "unknown": 0}
    directory = "snapshots/fiscal_year=2565/as_of=20220107T1300"
    [source] = info.sources
    assert set(tree(store.root)) - before == {
        "marts/index/fiscal_year=2565/month=2022-01.parquet",
        "marts/states/fiscal_year=2565/month=2022-01.parquet",
        "marts/tallies/fiscal_year=2565/month=2022-01.parquet",
        f"originals/{source.sha256}.csv",
        f"{directory}/snapshot.json",
        f"{directory}/status.parquet",
        f"{directory}/province_summary.parquet",
    }
    [event] = store.events(ImportEvent)
    assert (event.event_name, event.who, event.at) == ("import", WHO, WHEN)
    assert event.source == source
    assert source.rows == {"read": 40, "resolved": 40, "unresolved": 0, "ignored": 0}


def test_the_same_file_again_changes_not_a_byte(store: Store) -> None:
    take(store, status_file(moment(0), 12), summary_file(moment(0), 6))
    before = tree(store.root)
    later = WHEN.replace(year=2023)
    again = [status_file(moment(0), 12), summary_file(moment(0), 6)]
    assert take(store, *again, when=later, who="อีกคน") == ["unchanged", "unchanged"]
    assert tree(store.root) == before


def test_a_record_is_understood_once_and_never_believed_when_it_has_changed(store: Store) -> None:
    take(store, status_file(moment(0), 12))
    info = store.info(moment(0))
    assert info is not None
    # Of another store object too: what is remembered goes by the bytes.
    assert Store(store.root).info(moment(0)) is info
    record = store.paths.snapshot(moment(0)) / "snapshot.json"
    sound = record.read_bytes()
    record.write_bytes(sound.replace(b'"registered": 12', b'"registered": 13'))
    assert record.read_bytes() != sound
    with pytest.raises(Damaged):
        store.info(moment(0))
    record.write_bytes(sound)
    assert store.info(moment(0)) == info


def test_what_is_remembered_of_records_is_bounded(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "_UNDERSTOOD", {})
    monkeypatch.setattr(snapshots, "_MOST_UNDERSTOOD", 2)
    for day in range(3):
        take(store, status_file(moment(day), 12))
    assert [info.as_of for info in store.snapshots()] == [moment(day) for day in range(3)]
    assert len(snapshots._UNDERSTOOD) == 2


def test_the_same_file_eight_times_at_once_is_one_snapshot(store: Store) -> None:
    upload, outcomes = status_file(moment(0), 12), []
    threads = [
        threading.Thread(target=lambda: outcomes.extend(take(Store(store.root), upload)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["imported", *["unchanged"] * 7]
    assert [event.event_name for event in store.read_log().events] == ["register", "import"]
    assert store.read_log().gaps == []


def test_sessions_of_one_server_import_at_once(store: Store) -> None:
    def importing(first: int) -> None:
        for number in range(first, first + 3):
            take(store, status_file(moment(number), 12))

    threads = [threading.Thread(target=importing, args=(10 * n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.snapshots()) == len(store.events(ImportEvent)) == 18
    log = store.read_log()
    assert (log.damaged, log.gaps) == ([], [])


def test_a_corrected_file_replaces_and_the_earlier_one_stays(store: Store) -> None:
    first, second = status_file(moment(0), 12), status_file(moment(0), 13)
    take(store, first, summary_file(moment(0), 6))
    before = tree(store.root)
    assert take(store, second) == ["replaced"]
    assert registered(store) == 13
    assert sorted(store.snapshots()[0].kinds) == ["province_summary", "status"]
    imported, _, replaced = store.events(ImportEvent)
    assert replaced.event_name == "replace"
    assert replaced.source.replaces == imported.source.sha256
    assert store.original(imported.source.sha256) == first.data
    assert tree(store.root)["log.jsonl"].startswith(before["log.jsonl"])


def test_the_earlier_file_again_replaces_in_turn(store: Store) -> None:
    first, second = status_file(moment(0), 12), status_file(moment(0), 13)
    assert take(store, first, second, first, first) == [
        "imported",
        "replaced",
        "replaced",
        "unchanged",
    ]
    assert registered(store) == 12


def test_a_file_name_that_is_not_utf_8_is_kept_as_far_as_it_can_be(store: Store) -> None:
    name = "ก ข.csv".encode("cp874").decode(errors="surrogateescape")
    upload = Upload(name, status_file(moment(0), 12).data)
    assert take(store, upload) == ["imported"]
    assert store.events(ImportEvent)[-1].source.file == "? ?.csv"


def test_a_dry_run_writes_nothing_and_reports_the_same(store: Store) -> None:
    take(store, status_file(moment(0), 12))
    before = tree(store.root)
    uploads = [status_file(moment(0), 13), status_file(moment(0), 13), list_file(moment(1), 3)]
    dry = import_files(store, uploads, options(dry_run=True))
    assert tree(store.root) == before
    assert [r.outcome for r in dry] == ["replaced", "unchanged", "imported"]
    assert import_files(store, uploads, options()) == dry


def test_a_refused_file_writes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    [report] = import_files(store, [Upload("a.csv", b"")], options())
    assert report.outcome == "rejected"
    assert report.error is not None
    assert report.error.code == "file_empty"
    assert not store.root.exists()


def test_a_read_only_folder_refuses_in_a_sentence_and_is_read() -> None:
    # Not below tmp_path, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        store = small_store(Path(folder) / "data")
        take(store, status_file(moment(0), 12))

        def tried() -> bool:
            if os.getuid() == 0:
                os.setuid(65534)
            [report] = import_files(store, [status_file(moment(1), 12)], options())
            assert report.error is not None
            assert report.error.code == "system"
            assert registered(store) == 12
            return True

        before = tree(store.root)
        for path in (store.root, *store.root.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        assert in_child(tried)
        assert tree(store.root) == before
        for path in (store.root, *store.root.rglob("*")):
            path.chmod(0o755)


def in_child(work: Callable[[], bool]) -> bool:
    if not hasattr(os, "fork"):
        pytest.skip("this system has no fork")
    return forked(work) == DONE


def slowly(work: Callable[..., object]) -> Callable[..., object]:
    def slow(*args: object) -> object:
        done = work(*args)
        time.sleep(0.005)
        return done

    return slow


# --- what readers see -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exchange", "times"),
    [
        pytest.param(False, 2, id="without exchanging names"),
        pytest.param(False, 6, id="without exchanging names, more", marks=pytest.mark.slow),
        pytest.param(True, 6, id="exchanging names", marks=pytest.mark.slow),
    ],
)
def test_readers_see_whole_snapshots_while_one_is_replaced(
    store: Store, monkeypatch: pytest.MonkeyPatch, exchange: bool, times: int
) -> None:
    if not exchange:
        monkeypatch.setattr(atomic, "_exchange", lambda first, second: False)
    # Slow readers and slow renaming, so that they are sure to meet.
    monkeypatch.setattr(snapshots, "from_parquet", slowly(from_parquet))
    monkeypatch.setattr(atomic, "_rename", slowly(atomic._rename))
    take(store, status_file(moment(0), 1), summary_file(moment(0), 1))
    wrong: list[object] = []
    done = threading.Event()

    def reading() -> None:
        while not done.is_set():
            try:
                if [info.as_of for info in store.snapshots()] != [moment(0)]:
                    wrong.append("not listed")
                read = store.read(moment(0))
                if read.status["registered"].sum() != read.info.counts["registered"]:
                    wrong.append("mixed")
                assert store.info(moment(0)) is not None
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=reading) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(2, times + 2):
        take(store, status_file(moment(0), number), summary_file(moment(0), number))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert registered(store) == times + 1
    assert not (store.root / ".staging").exists()


def test_a_reader_waits_for_a_replacement_however_long_it_takes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer goes on only when the reader has looked, in vain, far more often than before."""
    monkeypatch.setattr(atomic, "_exchange", lambda first, second: False)
    take(store, status_file(moment(0), 1))
    directory, rename, look = store.paths.snapshot(moment(0)), atomic._rename, atomic._identity
    away, waited, looks = threading.Event(), threading.Event(), 0

    def slow_rename(source: Path, target: Path) -> None:
        rename(source, target)
        if source == directory:
            away.set()
            assert waited.wait(60), "the reader gave up"

    def counted(path: Path) -> object:
        nonlocal looks
        looks += away.is_set()
        if looks > 300:
            waited.set()
        return look(path)

    monkeypatch.setattr(atomic, "_rename", slow_rename)
    monkeypatch.setattr(atomic, "_identity", counted)
    monkeypatch.setattr(atomic, "_READ_PAUSE", 0)
    writer = threading.Thread(target=take, args=(store, status_file(moment(0), 2)))
    writer.start()
    try:
        assert away.wait(60)
        assert [info.counts["registered"] for info in Store(store.root).snapshots()] == [2]
        assert registered(store) == 2
    finally:
        waited.set()
        writer.join()


def test_what_a_killed_writer_left_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, status_file(moment(0), 1), status_file(moment(1), 1))
    left_by_a_kill(store)
    with pytest.raises(FileNotFoundError):
        store.read(moment(0))
    # A snapshot that is there and out of place is not passed over in silence.
    assert [info.as_of for info in store.snapshots()] == [moment(1)]
    assert store.damaged() == [store.paths.snapshot(moment(0)) / "snapshot.json"]
    # Also where nobody can tell that the writer is gone, because this reader may not lock.
    monkeypatch.setattr(atomic, "_is_held", lambda lock: None)
    monkeypatch.setattr(atomic, "_READ_PAUSE", 0)
    with pytest.raises(FileNotFoundError):
        store.read(moment(0))


def left_by_a_kill(store: Store) -> None:
    """Leave the snapshot as a writer does that is killed between its two renames."""
    directory, staging = store.paths.snapshot(moment(0)), store.paths.staging
    staging.mkdir()
    shutil.copytree(directory, staging / "new-1")
    note = f"{directory.relative_to(store.root).as_posix()}\n"
    (staging / "new-1.target").write_text(note, encoding="utf-8")
    directory.rename(staging / "old-1")


def test_what_a_kill_left_is_put_in_its_place_from_elsewhere(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder that the killed writer called by a relative path, seen from another place."""
    monkeypatch.setattr(atomic, "_exchange", lambda first, second: False)
    take(store, status_file(moment(0), 12))
    monkeypatch.chdir(store.root.parent)
    rename = atomic._rename

    def killed(source: Path, target: Path) -> None:
        if target.name.startswith("as_of="):
            raise KeyboardInterrupt
        rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_rename", killed)
        with pytest.raises(KeyboardInterrupt):
            take(Store(Path("data")), status_file(moment(0), 13))
    monkeypatch.chdir("/")
    assert atomic.being_replaced(store.paths.staging) == [store.paths.snapshot(moment(0))]
    take(store, status_file(moment(1), 12))
    assert registered(store) == 13


def test_a_damaged_snapshot_is_named_and_the_others_are_shown(store: Store) -> None:
    take(store, status_file(moment(0), 12), status_file(moment(1), 13))
    record = store.paths.snapshot(moment(0)) / "snapshot.json"
    record.write_bytes(record.read_bytes().replace(b'"registered": 12', b'"registered": 13'))
    assert [info.as_of for info in store.snapshots()] == [moment(1)]
    assert store.damaged() == [record]
    with pytest.raises(Damaged):
        store.read(moment(0))


def test_a_record_that_cannot_be_read_is_named_too(store: Store) -> None:
    take(store, status_file(moment(0), 12), status_file(moment(1), 13))
    record = store.paths.snapshot(moment(0)) / "snapshot.json"
    record.unlink()
    # What no user may read, root may; a folder in its place nobody can.
    record.mkdir()
    assert [info.as_of for info in store.snapshots()] == [moment(1)]
    assert store.damaged() == [record]


def test_a_table_is_named_without_being_shown(store: Store) -> None:
    take(store, status_file(moment(0), 12), status_file(moment(1), 13))
    table = store.paths.snapshot(moment(0)) / "status.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    assert store.damaged() == [table]
    table.unlink()
    assert store.damaged() == [table]
    assert registered(store, 1) == 13


def test_the_latest_is_the_latest_whatever_happened_to_the_others(store: Store) -> None:
    assert store.latest() is None
    take(store, status_file(moment(0), 12), status_file(moment(1), 13))
    first, last = (store.paths.snapshot(moment(n)) / "snapshot.json" for n in (0, 1))
    first.write_bytes(b"{}")
    latest = store.latest()
    assert latest is not None
    assert latest.as_of == moment(1)
    last.write_bytes(b"{}")
    with pytest.raises(Damaged) as raised:
        store.latest()
    assert raised.value.path == last


def test_the_bytes_of_an_original_are_those_that_were_checked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that gives other bytes at the second look gives them to nobody."""
    upload = status_file(moment(0), 12)
    take(store, upload)
    [path] = [path for path in store.originals() if path.read_bytes() == upload.data]
    read, looks = Path.read_bytes, 0

    def failing_disk(asked: Path) -> bytes:
        nonlocal looks
        looks += asked == path
        return read(asked) + b"x" * (asked == path and looks > 1)

    monkeypatch.setattr(Path, "read_bytes", failing_disk)
    assert store.original(path.stem) == upload.data
    with pytest.raises(Damaged):
        store.original(path.stem)


def test_everything_damaged_still_starts(store: Store) -> None:
    take(store, status_file(moment(0), 12))
    confirm_alias(store, alias_of(), who=WHO, when=WHEN)
    for name in tree(store.root):
        (store.root / name).write_bytes(b"\xff{")
    assert store.snapshots() == []
    assert {path.name for path in store.damaged()} == {
        "snapshot.json",
        "2021-10-01.parquet",
        "log.jsonl",
        "aliases.csv",
    }


def test_a_table_of_another_snapshot_is_not_shown(store: Store) -> None:
    take(store, status_file(moment(0), 12), status_file(moment(1), 13))
    tables = [store.paths.snapshot(moment(n)) / "status.parquet" for n in (0, 1)]
    tables[0].write_bytes(tables[1].read_bytes())
    with pytest.raises(Damaged) as raised:
        store.read(moment(0))
    assert raised.value.path == tables[0]


def test_what_lies_about_in_the_folder_does_no_harm(store: Store) -> None:
    take(store, status_file(moment(0), 12))
    (store.root / "register" / "2021-10-01 - Copy.parquet").write_bytes(b"x")
    (store.root / "originals" / "desktop.ini").write_bytes(b"x")
    (store.root / "snapshots" / "fiscal_year=2565" / "as_of=readme.txt").write_bytes(b"x")
    assert len(store.snapshots()) == 1
    assert store.damaged() == []
    assert take(store, status_file(moment(1), 12)) == ["imported"]


# --- registers and confirmed names ------------------------------------------------------------


def test_a_register_holds_from_its_date_and_snapshots_follow(store: Store) -> None:
    take(store, status_file(moment(0), 12), status_file(moment(48), 12))
    first = store.read(moment(0)).info.identity
    day = date(2022, 1, 8)
    loaded = load_register(store, register_file(without=1), day, who=WHO, when=WHEN)
    assert (loaded.outcome, loaded.effective, len(loaded.laos)) == ("imported", day, 39)
    assert store.read(moment(0)).info.identity == first
    assert store.read(moment(48)).info.counts["expected"] == 39
    assert store.stale() == []


def test_a_register_that_is_there_already_changes_not_a_byte(store: Store) -> None:
    before = tree(store.root)
    later = WHEN.replace(year=2023)
    for effective in (None, EFFECTIVE):
        loaded = load_register(store, register_file(), effective, who="อีกคน", when=later)
        assert (loaded.outcome, loaded.effective, len(loaded.laos)) == ("unchanged", EFFECTIVE, 40)
    assert tree(store.root) == before


def test_a_confirmed_name_settles_the_snapshots_that_bear_it(store: Store) -> None:
    take(store, status_file(moment(0), 12, misspelt=True), status_file(moment(1), 12))
    assert store.read(moment(0)).info.names_to_confirm == (("81", "อบต.หนองขาวว"),)
    other = store.read(moment(1)).info.identity
    assert confirm_alias(store, alias_of(), who=WHO, when=WHEN) == [moment(0)]
    status = store.read(moment(0)).status
    assert list(status[status["match"] == "alias"]["lao_id"]) == [LAOS[0][0]]
    assert store.read(moment(1)).info.identity == other
    assert store.read_log().events[-1].event_name == "alias"
    before = tree(store.root)
    assert confirm_alias(store, alias_of(), who="อีกคน", when=WHEN) == []
    assert tree(store.root) == before


def test_the_name_that_was_confirmed_last_counts(store: Store) -> None:
    take(store, status_file(moment(0), 12, misspelt=True))
    for lao in (LAOS[1][0], LAOS[0][0], LAOS[1][0], LAOS[0][0]):
        assert confirm_alias(store, {**alias_of(), "lao_id": lao}, who=WHO, when=WHEN)
        status = store.read(moment(0)).status
        assert list(status[status["match"] == "alias"]["lao_id"]) == [lao]


def test_a_damaged_line_of_the_names_stays_reported_and_its_name_holds(store: Store) -> None:
    take(store, status_file(moment(0), 12, misspelt=True))
    confirm_alias(store, alias_of("อบต.ดอนแดงง"), who=WHO, when=WHEN)
    confirm_alias(store, alias_of(), who=WHO, when=WHEN)
    lines = store.paths.aliases.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"6810501", b"6810502")
    store.paths.aliases.write_bytes(b"".join(lines))
    other = alias_of("อบต.คลองดำำ")
    confirm_alias(store, other, who=WHO, when=WHEN)
    assert store.damaged() == [store.paths.aliases]
    assert store.paths.aliases.read_bytes().startswith(b"".join(lines))
    assert [alias.written for alias in store.aliases()] == [
        "อบต.ดอนแดงง",
        "อบต.หนองขาวว",
        "อบต.คลองดำำ",
    ]
    # What is imported meanwhile is read with it.
    take(store, status_file(moment(1), 12, misspelt=True))
    assert list(store.read(moment(1)).status["match"]).count("alias") == 1
    [fault] = verify(store).faults
    assert (fault.path, fault.outcome, fault.lines) == ("aliases.csv", "repaired", (3,))
    assert store.damaged() == []
    assert len(store.aliases()) == 3


def test_a_name_after_a_line_without_an_end_stands_on_its_own(store: Store) -> None:
    confirm_alias(store, alias_of("อบต.ดอนแดงง"), who=WHO, when=WHEN)
    data = store.paths.aliases.read_bytes()
    store.paths.aliases.write_bytes(data[:-1])
    confirm_alias(store, alias_of(), who=WHO, when=WHEN)
    assert store.read_aliases()[0] == store.events(AliasEvent)


def test_a_name_holds_from_its_first_to_its_last_day(store: Store) -> None:
    uploads = [status_file(moment(24 * n), 12, misspelt=True) for n in range(3)]
    take(store, *uploads)
    day = {"valid_from": "2022-01-08", "valid_to": "2022-01-08"}
    assert confirm_alias(store, {**alias_of(), **day}, who=WHO, when=WHEN) == [moment(24)]
    matches = [list(store.read(moment(24 * n)).status["match"]) for n in range(3)]
    assert [found.count("alias") for found in matches] == [0, 1, 0]
    assert [found.count("unresolved") for found in matches] == [1, 0, 1]
    [alias] = store.aliases()
    assert (alias.valid_from, alias.valid_to) == ("2022-01-08", "2022-01-08")
    assert verify(store).sound
    # Until when another LAO bore it.
    earlier = {**alias_of(), "lao_id": LAOS[1][0], "valid_to": "2022-01-07"}
    assert confirm_alias(store, earlier, who=WHO, when=WHEN) == [moment(0)]
    status = [store.read(moment(24 * n)).status for n in range(2)]
    found = [list(frame[frame["match"] == "alias"]["lao_id"]) for frame in status]
    assert found == [[LAOS[1][0]], [LAOS[0][0]]]
    # Both stand: neither says anything of the days of the other.
    before = tree(store.root)
    for again in ({**alias_of(), **day}, earlier):
        assert confirm_alias(store, again, who="อีกคน", when=WHEN) == []
    assert tree(store.root) == before


def test_snapshots_that_wait_for_a_damaged_original_go_on_waiting(store: Store) -> None:
    """A register that is loaded meanwhile reaches them once the original has come again."""
    upload = status_file(moment(48), 12)
    take(store, upload, status_file(moment(49), 12))
    [path] = [path for path in store.originals() if path.read_bytes() == upload.data]
    path.write_bytes(b"x")
    load_register(store, register_file(without=1), date(2022, 1, 8), who=WHO, when=WHEN)
    assert store.stale() == [moment(48)]
    assert store.read(moment(49)).info.counts["expected"] == 39
    found = verify(store)
    directory = store.paths.snapshot(moment(48)).relative_to(store.root).as_posix()
    assert (directory, "damaged") in {(f.path, f.outcome) for f in found.faults}
    # Another change does not make it forgotten.
    load_register(store, register_file(without=2), date(2022, 1, 9), who=WHO, when=WHEN)
    assert store.stale() == [moment(48)]
    assert take(store, upload) == ["unchanged"]
    assert store.read(moment(48)).info.counts["expected"] == 38
    assert store.stale() == []
    assert verify(store).faults == []


def test_names_that_could_not_reach_a_snapshot_do_so_once_its_original_is_there(
    store: Store,
) -> None:
    upload = status_file(moment(0), 12, misspelt=True)
    take(store, upload)
    [path] = [path for path in store.originals() if path.read_bytes() == upload.data]
    path.write_bytes(b"x")
    confirm_alias(store, alias_of(), who=WHO, when=WHEN)
    assert list(store.read(moment(0)).status["match"]).count("alias") == 0
    path.write_bytes(upload.data)
    assert verify(store).sound
    assert list(store.read(moment(0)).status["match"]).count("alias") == 1


def test_a_snapshot_of_another_register_is_brought_up_to_date_by_verify(store: Store) -> None:
    """As one that was left behind before it was remembered which ones were."""
    take(store, status_file(moment(48), 12))
    old = {path: path.read_bytes() for path in store.paths.snapshot(moment(48)).iterdir()}
    load_register(store, register_file(without=1), date(2022, 1, 8), who=WHO, when=WHEN)
    for path, data in old.items():
        path.write_bytes(data)
    [fault] = verify(store).faults
    assert fault.outcome == "repaired"
    assert store.read(moment(48)).info.counts["expected"] == 39


def test_where_it_cannot_be_told_which_wait_all_are_derived(store: Store) -> None:
    take(store, status_file(moment(0), 12), status_file(moment(1), 12))
    store.paths.stale.write_bytes(b"\xff{")
    assert store.stale() == [moment(0), moment(1)]
    take(store, status_file(moment(2), 12))
    assert store.stale() == []


def test_snapshots_that_a_kill_left_behind_follow_with_the_next_import(store: Store) -> None:
    take(store, status_file(moment(0), 12, misspelt=True))
    expected = Store(store.root.with_name("expected"))
    shutil.copytree(store.root, expected.root)
    confirm_alias(expected, alias_of(), who=WHO, when=WHEN)
    with store.writing() as writer:
        writer.mark_stale([moment(0)])
        writer.add_alias(AliasEvent(at=WHEN, who=WHO, **alias_of()))
    assert store.stale() == [moment(0)]
    take(store, status_file(moment(1), 12))
    take(expected, status_file(moment(1), 12))
    assert tree(store.root) == tree(expected.root)


def test_snapshots_that_could_not_follow_at_once_do_so_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(store, status_file(moment(0), 12, misspelt=True), status_file(moment(48), 12))
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "publish", full_disk)
        with pytest.raises(OSError, match="No space"):
            confirm_alias(store, alias_of(), who=WHO, when=WHEN)
        with pytest.raises(OSError, match="No space"):
            load_register(store, register_file(without=1), date(2022, 1, 8), who=WHO, when=WHEN)
    assert confirm_alias(store, alias_of(), who=WHO, when=WHEN) == []
    load_register(store, register_file(without=1), date(2022, 1, 8), who=WHO, when=WHEN)
    assert list(store.read(moment(0)).status["match"]).count("alias") == 1
    assert store.read(moment(48)).info.counts["expected"] == 39


def full_disk(*args: object) -> None:
    raise OSError(28, "No space left on device")


# --- events that concern snapshots ------------------------------------------------------------


def test_a_removed_snapshot_is_gone_and_told(store: Store) -> None:
    take(store, status_file(moment(0), 12))
    with store.writing() as writer:
        writer.remove_snapshot(moment(0), "ไฟล์ผิดฉบับ", WHO, WHEN)
    assert store.snapshots() == []
    [event] = store.events(RemovalEvent)
    assert (event.as_of, event.reason) == (moment(0), "ไฟล์ผิดฉบับ")
    assert (
        store.original(store.events(ImportEvent)[0].source.sha256)
        == status_file(moment(0), 12).data
    )
    assert take(store, status_file(moment(0), 12)) == ["imported"]


def test_an_acknowledgement_holds_until_there_are_other_errors(store: Store) -> None:
    take(store, status_file(moment(0), 12), summary_file(moment(0), 5))
    info = store.snapshots()[0]
    assert [f.severity for f in info.findings].count("error")
    assert store.acknowledgement(info) is None
    with store.writing() as writer:
        writer.acknowledge(moment(0), "ตรวจแล้ว", WHO, WHEN)
    acknowledged = store.acknowledgement(store.snapshots()[0])
    assert acknowledged is not None
    assert acknowledged.reason == "ตรวจแล้ว"
    take(store, summary_file(moment(0), 4))
    assert store.acknowledgement(store.snapshots()[0]) is None


def test_the_lock_is_not_to_be_taken_twice(store: Store) -> None:
    with store.writing(), pytest.raises(RuntimeError), store.writing():
        pass


def test_only_who_holds_the_lock_can_change_anything(store: Store) -> None:
    with store.writing() as writer:
        writer.log_download(None, "a.csv", WHO, WHEN)
    changes = {name for name in vars(Writer) if not name.startswith("_")}
    assert "publish" in changes
    assert not changes & set(dir(store))
    before = tree(store.root)
    late: list[Callable[[], None]] = [
        lambda: writer.log_download(None, "a.csv", WHO, WHEN),
        lambda: writer.mark_stale([]),
        lambda: writer.keep_original(b"x", ".csv"),
        lambda: writer.add_alias(AliasEvent(at=WHEN, who=WHO, **alias_of())),
    ]
    for change in late:
        with pytest.raises(RuntimeError, match="given back"):
            change()
    assert tree(store.root) == before


# --- after a kill -----------------------------------------------------------------------------


def test_half_a_line_of_the_log_goes_with_the_next_import(store: Store) -> None:
    log = store.root / "log.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"event": "imp')
    take(store, status_file(moment(0), 12))
    assert log.read_bytes().startswith(whole + b'{"as_of"')
    assert store.read_log().damaged == []


def test_what_a_kill_left_lying_is_cleared_and_finished(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an exchange of names there is a moment without the directory."""
    monkeypatch.setattr(atomic, "_exchange", lambda first, second: False)
    take(store, status_file(moment(0), 12))
    directory, staging = store.paths.snapshot(moment(0)), store.root / ".staging"
    staging.mkdir()
    (staging / "new-1").mkdir()
    for path in directory.iterdir():
        (staging / "new-1" / path.name).write_bytes(path.read_bytes())
    (staging / "new-1.target").write_text(f"{directory}\n", encoding="utf-8")
    directory.rename(staging / "old-new-1")
    (staging / "rest").write_bytes(b"x")
    take(store, status_file(moment(1), 12))
    assert registered(store) == 12
    assert not staging.exists()


def test_refused_by_the_store_is_a_refusal(store: Store) -> None:
    (store.root / "register" / "2021-10-01.parquet").write_bytes(b"x")
    with pytest.raises(Refusal) as raised:
        take(store, status_file(moment(0), 12))
    assert raised.value.code == "store_damaged"
    assert "2021-10-01.parquet" in raised.value.message("th")
