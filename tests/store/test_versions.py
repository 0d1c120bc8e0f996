"""What a later version wrote is refused in one sentence; what an earlier one wrote is read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from itasdash.access import parse_rules
from itasdash.cli import main
from itasdash.documents.letters.office import read_office
from itasdash.findings import Damaged, Refusal
from itasdash.importing.imports import import_files
from itasdash.schema import Intent, RegisterEvent
from itasdash.store import Store
from itasdash.store.log import log_line, read_log
from itasdash.store.seals import sealed, unsealed
from tests.kits.small_store import base_tree, moment, options, status_file, tree, written


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", base_tree())


def later_folder(store: Store) -> None:
    (store.root / "folder.json").write_text('{"version": 2}')


def later_record(store: Store) -> None:
    path = store.paths.snapshot(moment(0)) / "snapshot.json"
    path.write_bytes(sealed({**unsealed(path.read_bytes()), "version": 9}))


def record_with_more(store: Store) -> None:
    path = store.paths.snapshot(moment(0)) / "snapshot.json"
    path.write_bytes(sealed({**unsealed(path.read_bytes()), "moon": "full"}))


def later_event(store: Store) -> None:
    data = store.paths.log.read_bytes()
    *_, last = read_log(data).lines
    event = {name: last[name] for name in last if name not in ("previous", "seal")}
    line = log_line({**event, "version": 2}, last["seal"])
    store.paths.log.write_bytes(data + line)


def later_change(store: Store) -> None:
    path = store.paths.intent
    path.parent.mkdir()
    event = store.events(RegisterEvent)[0]
    intent = Intent(event=event, path="log.jsonl", sha256=None).stored()
    path.write_bytes(sealed({**intent, "version": 2}))


def later_stale(store: Store) -> None:
    store.paths.stale.write_bytes(sealed({"as_of": [], "version": 2}))


LATER: list[Any] = [
    pytest.param(later_folder, "folder.json", id="folder"),
    pytest.param(later_record, "as_of=20220107T1300/snapshot.json", id="record"),
    pytest.param(record_with_more, "as_of=20220107T1300/snapshot.json", id="field"),
    pytest.param(later_event, "log.jsonl", id="event"),
    pytest.param(later_change, ".staging/intent.json", id="change under way"),
    pytest.param(later_stale, ".stale.json", id="stale snapshots"),
]


@pytest.mark.parametrize(("write", "file"), LATER)
def test_what_a_later_version_wrote_is_refused_and_not_a_byte_changes(
    store: Store, capsys: pytest.CaptureFixture[str], write: Callable[[Store], None], file: str
) -> None:
    write(store)
    before = tree(store.root)
    [report] = import_files(store, [status_file(moment(0), 20)], options())
    assert report.error is not None
    assert report.error.code == "later_version"
    for command in ("verify", "rebuild"):
        assert main(["--data", str(store.root), command, "--lang", "en"]) != 0
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert f"{file} was written by a later version" in error
        assert str(store.root) not in error
    assert tree(store.root) == before


@pytest.mark.parametrize(("write", "file"), LATER[:3])
def test_it_is_not_read_as_what_it_is_not(
    store: Store, write: Callable[[Store], None], file: str
) -> None:
    write(store)
    with pytest.raises(Refusal) as raised:
        store.snapshots()
    assert raised.value.code == "later_version"
    assert str(raised.value.values["file"]).endswith(file)
    with pytest.raises(Refusal):
        store.read(moment(0))


def test_a_folder_of_this_version_may_say_so(store: Store) -> None:
    (store.root / "folder.json").write_text(json.dumps({"version": 1}))
    assert len(store.snapshots()) == 4
    assert [r.error for r in import_files(store, [status_file(moment(0), 20)], options())] == [None]


def test_a_version_that_cannot_be_read_is_damage(store: Store) -> None:
    (store.root / "folder.json").write_bytes(b"\xff{")
    with pytest.raises(Damaged, match=r"folder\.json"):
        store.snapshots()


def test_what_people_write_by_hand_has_a_version_too() -> None:
    assert read_office(b'version = 1\nunit = "x"').unit == "x"
    assert parse_rules('version = 1\n[staff]\nemails = ["a@b.go.th"]').emails["staff"]
    later = (
        lambda: read_office(b'version = 2\nmoon = "x"'),
        lambda: parse_rules("version = 2\n[moon]"),
        lambda: parse_rules("[staff]\nversion = 2"),
    )
    for read in later:
        with pytest.raises(Refusal) as raised:
            read()
        assert raised.value.code == "later_version"
    with pytest.raises(Refusal) as raised:
        read_office(b'version = "x"')
    assert raised.value.code == "office_entry"
    with pytest.raises(Refusal) as raised:
        parse_rules('version = "x"')
    assert raised.value.values["place"] == "version"
