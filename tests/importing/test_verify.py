"""``verify``: what is damaged is named; what is derived is repaired to the same bytes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from itasdash.cli import main
from itasdash.importing import confirm_alias
from itasdash.importing.inspection import DAMAGED, REPAIRED, Fault
from itasdash.importing.verify import verify
from itasdash.schema import AliasEvent, ImportEvent, event_of
from itasdash.store import Store
from itasdash.store.aliases import alias_line, read_alias_file
from itasdash.store.seals import sealed
from tests.kits.small_store import (
    WHEN,
    WHO,
    alias_of,
    eventful_tree,
    moment,
    register_file,
    status_file,
    take,
    tree,
    written,
)

SNAPSHOT = "snapshots/fiscal_year=2565/as_of=20220107T1300"
SPOIL_AT = 40


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", eventful_tree())


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[SPOIL_AT] ^= 1
    path.write_bytes(data)


def original_of(store: Store, number: int) -> Path:
    info = store.info(moment(number))
    assert info is not None
    [path] = (store.root / "originals").glob(f"{info.sources[0].sha256}*")
    return path


def test_a_sound_folder_stays_as_it_is(store: Store) -> None:
    before = tree(store.root)
    found = verify(store)
    assert (found.faults, found.sound, found.derived) == ([], True, 0)
    assert found.checked == len(before)
    assert tree(store.root) == before


def test_a_folder_that_is_not_there_is_sound_and_stays_away(tmp_path: Path) -> None:
    assert verify(Store(tmp_path / "none")).sound
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"{SNAPSHOT}/status.parquet", "snapshot"),
        (f"{SNAPSHOT}/province_summary.parquet", "snapshot"),
        (f"{SNAPSHOT}/snapshot.json", "snapshot"),
        ("register/2021-10-01.parquet", "register"),
        ("aliases.csv", "alias_line"),
    ],
)
@pytest.mark.parametrize("how", ["spoilt", "lost", "empty"])
def test_what_is_derived_is_repaired(store: Store, name: str, code: str, how: str) -> None:
    before, path = tree(store.root), store.root / name
    if how == "spoilt":
        spoil(path)
    elif how == "lost":
        path.unlink()
    else:
        path.write_bytes(b"")
    [fault] = verify(store).faults
    assert (fault.path, fault.code, fault.outcome) == (name, code, REPAIRED)
    assert tree(store.root) == before


def test_a_damaged_original_is_named_and_its_snapshot_stays(store: Store) -> None:
    path = original_of(store, 0)
    spoil(path)
    found = verify(store)
    assert found.faults == [Fault(f"originals/{path.name}", "original", DAMAGED)]
    assert not found.sound
    assert store.read(moment(0)).info.counts["expected"] == 39


def test_a_missing_original_is_named(store: Store) -> None:
    path = original_of(store, 0)
    path.unlink()
    [fault] = verify(store).faults
    assert fault == Fault(f"originals/{path.stem}", "original_missing", DAMAGED)


def test_a_damaged_original_is_healed_by_importing_that_file_again(store: Store) -> None:
    before = tree(store.root)
    spoil(original_of(store, 0))
    spoil(store.paths.snapshot(moment(0)) / "snapshot.json")
    assert take(store, status_file(moment(0), 12, misspelt=True)) == ["unchanged"]
    assert tree(store.root) == before


def test_a_damaged_snapshot_without_its_original_is_named(store: Store) -> None:
    path = original_of(store, 0)
    spoil(path)
    spoil(store.root / SNAPSHOT / "status.parquet")
    before = tree(store.root)
    assert {(f.path, f.outcome) for f in verify(store).faults} == {
        (f"originals/{path.name}", DAMAGED),
        (f"{SNAPSHOT}/status.parquet", DAMAGED),
    }
    assert tree(store.root) == before


def test_a_damaged_line_of_the_log_is_named_by_its_number(store: Store) -> None:
    lines = (store.root / "log.jsonl").read_bytes().splitlines(keepends=True)
    # The acknowledgement, which nothing else tells of.
    lines[-1] = lines[-1].replace(b"acknowledge", b"acknowledgf")
    (store.root / "log.jsonl").write_bytes(b"".join(lines))
    assert verify(store).faults == [Fault("log.jsonl", "log_line", DAMAGED, (len(lines),))]


def test_a_missing_line_of_the_log_is_named_and_told_again_where_that_can_be(store: Store) -> None:
    lines = (store.root / "log.jsonl").read_bytes().splitlines(keepends=True)
    gone = json.loads(lines[2])
    assert gone["as_of"] == moment(1).isoformat()
    (store.root / "log.jsonl").write_bytes(b"".join(lines[:2] + lines[3:]))
    assert verify(store).faults == [
        Fault("log.jsonl", "log_gap", DAMAGED, (3,)),
        Fault("log.jsonl", "log_missing", REPAIRED),
    ]
    events = store.events(ImportEvent)
    [again] = [event for event in events if event.source.sha256 == gone["sha256"]]
    assert again == event_of(gone)


def test_without_the_log_nothing_is_lost_but_named(store: Store) -> None:
    before = tree(store.root)
    (store.root / "log.jsonl").unlink()
    faults = {(f.path, f.code, f.outcome) for f in verify(store).faults}
    assert faults == {
        ("log.jsonl", "log_missing", REPAIRED),
        ("register/2021-10-01.parquet", "register_unlogged", DAMAGED),
        ("register/2022-01-07.parquet", "register_unlogged", DAMAGED),
    }
    kept = {name: data for name, data in tree(store.root).items() if name != "log.jsonl"}
    assert kept == {name: data for name, data in before.items() if name != "log.jsonl"}
    sources = [source for info in store.snapshots() for source in info.sources]
    logged = {event.source.sha256 for event in store.events(ImportEvent)}
    assert logged == {source.sha256 for source in sources}


def test_a_name_that_somebody_wrote_by_hand_is_named_and_left(store: Store) -> None:
    path = store.root / "aliases.csv"
    by_hand = path.read_bytes() + "อบต.ดอนดำำ,81,อ่าวลึก,6810507,,,ก,,\n".encode()
    path.write_bytes(by_hand)
    assert verify(store).faults == [Fault("aliases.csv", "alias_line", DAMAGED, (4,))]
    assert path.read_bytes() == by_hand
    assert len(store.aliases()) == 2
    assert take(store, status_file(moment(9), 12)) == ["imported"]
    confirm_alias(store, alias_of("อบต.ดอนแดงง"), who=WHO, when=WHEN)
    assert len(store.aliases()) == 3


def test_a_lost_name_bears_on_its_snapshots_again(store: Store) -> None:
    take(store, status_file(moment(30), 5, misspelt=True))
    path = store.root / "aliases.csv"
    path.unlink()
    take(store, status_file(moment(31), 5, misspelt=True))
    # The other one is the LAO that the later register has no more.
    assert store.read(moment(31)).status["lao_id"].isna().sum() == 2
    assert verify(store).sound
    assert store.read(moment(31)).status["lao_id"].isna().sum() == 1
    assert read_alias_file(path.read_bytes())[1] == []


def test_an_older_copy_of_a_snapshot_is_brought_up_to_date(store: Store) -> None:
    take(store, status_file(moment(0), 20))
    directory = store.paths.snapshot(moment(0))
    old = {path: path.read_bytes() for path in directory.iterdir()}
    take(store, status_file(moment(0), 21))
    sound = tree(store.root)
    for path, data in old.items():
        path.write_bytes(data)
    assert verify(store).faults == [Fault(SNAPSHOT, "snapshot", REPAIRED)]
    assert tree(store.root) == sound


def test_commands_say_it_and_their_exit_codes_tell(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--data", str(store.root), "verify"]
    assert main(command) == 0
    spoil(store.root / SNAPSHOT / "status.parquet")
    assert main(command) == 0
    assert "status.parquet" in capsys.readouterr().out
    path = original_of(store, 0)
    spoil(path)
    assert main([*command, "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"originals/{path.name}: this original is not what was accepted; "
        "please import that file again, or restore it from a backup\n"
    )
    assert main([*command, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(f["path"], f["outcome"]) for f in told["faults"]] == [
        (f"originals/{path.name}", "damaged")
    ]


def test_a_register_whose_original_is_gone_too_is_named(store: Store) -> None:
    upload = register_file()
    [path] = [p for p in store.originals() if p.read_bytes() == upload.data]
    path.unlink()
    spoil(store.root / "register/2021-10-01.parquet")
    assert {(f.path, f.code) for f in verify(store).faults} == {
        (f"originals/{path.stem}", "original_missing"),
        ("register/2021-10-01.parquet", "register"),
    }


def test_a_log_that_was_cut_off_is_named_and_brings_nothing_back(store: Store) -> None:
    """What is left is sound by itself, and would let a snapshot return that was removed."""
    with store.writing() as writer:
        writer.remove_snapshot(moment(1), "for a test", WHO, WHEN)
    log = store.root / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    assert verify(store).sound
    log.write_bytes(b"".join(lines[:-1]))
    kept = [info.as_of for info in store.snapshots()]
    for _ in range(2):
        found = verify(store)
        assert Fault("log.jsonl", "log_cut", DAMAGED) in found.faults
        assert [info.as_of for info in store.snapshots()] == kept
    # What is written meanwhile does not make up for it.
    assert take(store, status_file(moment(9), 12)) == ["imported"]
    assert Fault("log.jsonl", "log_cut", DAMAGED) in verify(store).faults
    log.write_bytes(b"".join(lines))
    assert Fault("log.jsonl", "log_cut", DAMAGED) not in verify(store).faults


def test_a_name_with_a_right_check_that_nobody_confirmed_is_not_adopted(store: Store) -> None:
    path, before = store.root / "aliases.csv", store.aliases()
    forged = alias_line(replace(before[0], written="อบต.ปลอม", who="somsri@dla.go.th"))
    path.write_bytes(path.read_bytes() + forged)
    assert store.aliases() == before
    for _ in range(2):
        [fault] = verify(store).faults
        assert (fault.path, fault.code, fault.outcome) == ("aliases.csv", "alias_line", DAMAGED)
    assert store.aliases() == before
    assert len(store.events(AliasEvent)) == len(before)


def test_tables_that_were_sealed_anew_are_found_by_deriving_them(store: Store) -> None:
    before = tree(store.root)
    assert verify(store, derive=True).sound
    assert tree(store.root) == before
    other = next(info for info in store.snapshots() if info.as_of == moment(0))
    forged = replace(other, counts={**other.counts, "registered": 39, "outstanding": 0})
    path = store.paths.snapshot(moment(0)) / "snapshot.json"
    path.write_bytes(sealed(forged.stored()))
    assert verify(store).faults == []
    [fault] = verify(store, derive=True).faults
    assert (fault.path, fault.code, fault.outcome) == (SNAPSHOT, "snapshot", REPAIRED)
    assert tree(store.root) == before
