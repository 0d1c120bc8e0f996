"""Notes of staff: kept, sealed, logged, and mended from the log."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from itasdash.findings import Refusal
from itasdash.importing.notes import all_notes, write_note
from itasdash.importing.verify import rebuild, verify
from itasdash.schema import NoteEvent
from itasdash.store import Store
from tests.kits.small_office import WHEN


@pytest.fixture
def store(small_data: Path, tmp_path: Path) -> Store:
    shutil.copytree(small_data, tmp_path / "data")
    return Store(tmp_path / "data")


def written(store: Store, text: str = "นัดแล้ว", **more: object) -> NoteEvent:
    said = {"person": "คุณ ก", "promised_on": date(2022, 2, 1), "text": text, **more}
    how = {"who": "tester", "when": WHEN}
    return write_note(store, WHEN, "20", "5200201", "promised", **said, **how)  # type: ignore[arg-type]


def test_notes_are_appended_and_logged(store: Store) -> None:
    first = written(store)
    before = store.paths.notes.read_bytes()
    second = written(store, "โทรซ้ำ\n  แล้ว")
    assert store.paths.notes.read_bytes().startswith(before)
    assert second.text == "โทรซ้ำ แล้ว"
    assert all_notes(store) == store.events(NoteEvent) == [first, second]
    assert verify(store).sound and not verify(store).faults


def test_a_flipped_bit_costs_no_note(store: Store) -> None:
    notes = [written(store, text) for text in ("หนึ่ง", "สอง", "สาม")]
    whole = store.paths.notes.read_bytes()
    for at in range(0, len(whole), 7):
        store.paths.notes.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert all_notes(store) == notes
    for damaged in (b"", whole[: len(whole) // 2], whole.split(b"\n", 1)[1]):
        store.paths.notes.write_bytes(damaged)
        assert all_notes(store) == notes
        found = verify(store)
        assert found.sound and [fault.code for fault in found.faults] == ["note_line"]
        assert store.paths.notes.read_bytes() == whole


def test_a_note_after_damage_keeps_the_rest(store: Store) -> None:
    first = written(store)
    whole = store.paths.notes.read_bytes()
    store.paths.notes.write_bytes(whole[:20] + b"X" + whole[21:])
    second = written(store, "หลังเสียหาย")
    assert all_notes(store) == [first, second]
    rebuild(store)
    assert all_notes(store) == [first, second] and not verify(store).faults


def test_notes_that_the_log_lacks_are_logged_again(store: Store) -> None:
    log = store.paths.log.read_bytes()
    note = written(store)
    store.paths.log.write_bytes(log)
    assert [fault.code for fault in verify(store).faults] == ["log_cut", "log_missing"]
    assert store.events(NoteEvent) == all_notes(store) == [note]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"promised_on": None}, "note_without_day"),
        ({"text": "ก" * 2_001}, "note_too_long"),
    ],
)
def test_what_says_nothing_is_refused(store: Store, more: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        written(store, **more)
    assert refused.value.code == code and not store.paths.notes.exists()
    with pytest.raises(Refusal) as refused:
        how = {"person": " ", "promised_on": None, "text": "\n"}
        write_note(store, WHEN, "20", "", "other", **how, who="x", when=WHEN)  # type: ignore[arg-type]
    assert refused.value.code == "note_empty"
