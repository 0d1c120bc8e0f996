"""Layouts that a person teaches: kept, honoured by what is derived, shared as files, removed."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from itasdash.findings import Refusal
from itasdash.i18n import translator
from itasdash.importing.imports import Upload, import_files
from itasdash.importing.layouts import (
    exported,
    layout_named,
    read_by,
    read_layout,
    remove_layout,
    taught_layouts,
    teach,
)
from itasdash.importing.teaching import teachable
from itasdash.importing.verify import rebuild, verify
from itasdash.ingest import by_layout
from itasdash.ingest.files.sheets import Sheet
from itasdash.schema import Layout, LayoutEvent, LayoutRemovalEvent, TaughtColumn
from itasdash.store import Store
from tests.importing.test_verify import spoil
from tests.kits.small_store import (
    FIRST,
    LAYOUT,
    WHEN,
    WHO,
    options,
    pivot_file,
    register_tree,
    take,
    tree,
    written,
)

HEADINGS = tuple(column.heading[0] for column in LAYOUT.columns)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", register_tree())


def taught(store: Store, layout: Layout = LAYOUT) -> list[datetime]:
    return teach(store, layout, who=WHO, when=WHEN)


def refusal_of(store: Store, upload: Upload, **changes: object) -> str:
    [report] = import_files(store, [upload], options(**changes))
    return report.error.code if report.error else ""


def registered(store: Store, moment: datetime) -> list[int]:
    return store.read(moment).province_summary["registered"].tolist()


def test_next_week_it_is_read_without_a_question(store: Store) -> None:
    assert refusal_of(store, pivot_file(FIRST, 7)) == "no_table"
    assert taught(store) == []
    assert (
        take(store, pivot_file(FIRST, 7), pivot_file(FIRST + timedelta(days=7), 9))
        == ["imported"] * 2
    )
    assert registered(store, FIRST) == [7, 7]
    assert registered(store, FIRST + timedelta(days=7)) == [9, 9]
    assert take(store, pivot_file(FIRST, 7)) == ["unchanged"]


def test_one_that_differs_a_little_is_refused_with_what_differs(store: Store) -> None:
    taught(store)
    [report] = import_files(store, [pivot_file(FIRST, 7, "ไฟเหลือง")], options())
    assert report.error is not None
    assert report.error.code == "layout_differs"
    for language in ("th", "en"):
        said = report.error.message(language)
        assert "ไฟเหลือง" in said
        assert LAYOUT.name in said
    assert store.snapshots() == []
    demanded = options(layout=LAYOUT.fingerprint)
    [report] = import_files(store, [pivot_file(FIRST, 7, "ไฟเหลือง")], demanded)
    assert report.outcome == "imported"
    assert registered(store, FIRST) == [7, 7]


def test_what_was_taught_is_sealed_and_logged(store: Store) -> None:
    taught(store)
    assert taught_layouts(store) == [LAYOUT]
    [event] = store.events(LayoutEvent)
    assert (event.who, event.at) == (WHO, WHEN)
    assert event.layout.name == LAYOUT.name
    taught(store)
    assert len(store.events(LayoutEvent)) == 1
    [path] = store.layout_files()
    assert path == store.root / "layouts" / f"{LAYOUT.fingerprint}.json"


def test_a_flipped_bit_in_a_layout_is_noticed_and_mended(store: Store) -> None:
    taught(store)
    take(store, pivot_file(FIRST, 7))
    before, [path] = tree(store.root), store.layout_files()
    for at in range(0, path.stat().st_size, 97):
        data = bytearray(before[path.relative_to(store.root).as_posix()])
        data[at] ^= 4
        path.write_bytes(bytes(data))
        assert store.damaged() == [path]
        assert taught_layouts(store) == []
        found = verify(store)
        assert [(fault.code, fault.outcome) for fault in found.faults] == [("layout", "repaired")]
        assert tree(store.root) == before


def test_a_layout_that_the_log_does_not_know_either_is_named(store: Store) -> None:
    taught(store)
    [path] = store.layout_files()
    (path.parent / "0123456789abcdef.json").write_bytes(path.read_bytes())
    found = verify(store)
    assert [(fault.code, fault.outcome) for fault in found.faults] == [("layout", "damaged")]
    assert not found.sound


def test_rebuild_honours_what_was_taught(store: Store) -> None:
    taught(store)
    take(store, pivot_file(FIRST, 7))
    before = tree(store.root)
    for name in ("snapshots", "layouts"):
        shutil.rmtree(store.root / name)
    assert rebuild(store).sound
    assert tree(store.root) == before
    assert rebuild(store).derived == 2
    assert tree(store.root) == before


def test_a_lost_log_line_comes_back_from_the_layout(store: Store) -> None:
    before = store.paths.log.read_bytes()
    taught(store)
    store.paths.log.write_bytes(before)
    found = verify(store)
    assert [fault.code for fault in found.faults] == ["log_cut", "log_missing"]
    [event] = store.events(LayoutEvent)
    assert event.who == WHO


def test_what_is_taught_anew_changes_the_snapshots_that_were_read_by_it(store: Store) -> None:
    taught(store)
    take(store, pivot_file(FIRST, 7))
    fields = ("province", "outstanding", "registered", "expected")
    turned = replace(
        LAYOUT,
        columns=tuple(TaughtColumn((h,), f) for h, f in zip(HEADINGS, fields, strict=True)),
    )
    assert taught(store, turned) == [FIRST]
    assert registered(store, FIRST) == [13, 13]
    before = tree(store.root)
    assert rebuild(store).sound
    assert tree(store.root) == before


def test_what_would_make_a_stored_snapshot_unreadable_is_not_taught(store: Store) -> None:
    taught(store)
    take(store, pivot_file(FIRST, 7))
    before = tree(store.root)
    fields = ("name", "overall_status", "registered", "expected")
    other = replace(
        LAYOUT,
        kind="status",
        columns=tuple(TaughtColumn((h,), f) for h, f in zip(HEADINGS, fields, strict=True)),
    )
    with pytest.raises(Refusal):
        taught(store, other)
    assert tree(store.root) == before


def test_snapshots_of_before_stay_as_they_are_until_the_file_comes_again(store: Store) -> None:
    known = Layout(
        "ปกติ",
        tuple(
            TaughtColumn((h,), f)
            for h, f in (
                ("จังหวัด", "province"),
                ("จำนวน อปท.", "expected"),
                ("ลงทะเบียนแล้ว", "outstanding"),
                ("ยังไม่ลงทะเบียน", "registered"),
            )
        ),
        "province_summary",
    )
    lines = pivot_file(FIRST, 7).data.decode().splitlines()
    lines[2] = "จังหวัด,ลงทะเบียนแล้ว,ยังไม่ลงทะเบียน,จำนวน อปท."
    upload = Upload("summary.csv", "\n".join(lines).encode())
    take(store, upload)
    before = tree(store.root)
    columns = tuple(sorted(known.columns, key=lambda c: lines[2].split(",").index(c.heading[0])))
    assert taught(store, replace(known, columns=columns)) == []
    assert rebuild(store).sound
    assert {k: v for k, v in tree(store.root).items() if k in before and k != "log.jsonl"} == {
        k: v for k, v in before.items() if k != "log.jsonl"
    }
    assert take(store, upload) == ["replaced"]
    assert registered(store, FIRST) == [13, 13]


def test_a_layout_in_use_is_not_removed(store: Store) -> None:
    taught(store)
    take(store, pivot_file(FIRST, 7))
    assert read_by(store, LAYOUT.fingerprint) == [FIRST]
    with pytest.raises(Refusal) as refused:
        remove_layout(store, LAYOUT.name, who=WHO, when=WHEN)
    assert refused.value.code == "layout_in_use"
    with store.writing() as writer:
        writer.remove_snapshot(FIRST, "ผิดฉบับ", WHO, WHEN)
    assert remove_layout(store, LAYOUT.name, who=WHO, when=WHEN) == LAYOUT
    assert store.layout_files() == []
    assert [event.name for event in store.events(LayoutRemovalEvent)] == [LAYOUT.name]
    assert verify(store).sound
    assert store.layout_files() == []
    assert refusal_of(store, pivot_file(FIRST, 7)) == "no_table"


def test_a_layout_goes_to_another_office_as_a_file(store: Store, tmp_path: Path) -> None:
    data = exported(LAYOUT)
    assert read_layout(data, "a.json") == LAYOUT
    for at in range(0, len(data), 53):
        spoilt = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(Refusal) as refused:
            read_layout(spoilt, "a.json")
        assert refused.value.code == "layout_file"
    other = written(tmp_path / "other", register_tree())
    taught(other, read_layout(data, "a.json"))
    assert take(other, pivot_file(FIRST, 7)) == ["imported"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "layout_needs_name"),
        ({"kind": "anything"}, "layout_incomplete"),
        ({"kind": "status"}, "layout_incomplete"),
        ({"columns": LAYOUT.columns[:1]}, "layout_incomplete"),
    ],
)
def test_what_says_too_little_is_no_layout(
    store: Store, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        taught(store, replace(LAYOUT, **changes))  # type: ignore[arg-type]
    assert refused.value.code == code


def test_two_layouts_have_two_names(store: Store) -> None:
    taught(store)
    other = replace(LAYOUT, columns=LAYOUT.columns[::-1])
    with pytest.raises(Refusal) as refused:
        taught(store, other)
    assert refused.value.code == "layout_name_taken"
    assert layout_named(store, f" {LAYOUT.name} ") == LAYOUT
    with pytest.raises(Refusal):
        layout_named(store, "ไม่มี")


def test_damage_to_a_layout_stops_no_other_import(store: Store) -> None:
    taught(store)
    [path] = store.layout_files()
    spoil(path)
    assert refusal_of(store, pivot_file(FIRST, 7)) == "no_table"


@pytest.mark.parametrize("language", ["th", "en"])
def test_everything_that_a_column_may_say_has_a_name(language: str) -> None:
    t = translator(language)
    names = [t(f"field.{name or 'unused'}") for name in teachable()]
    assert len(set(names)) == len(names)


def test_every_field_that_can_be_taught_is_read_again_from_its_known_heading() -> None:
    for name in filter(None, teachable()):
        heading = by_layout._known_heading(name)
        rows = [[heading, "ชื่อ อปท." if name != "name" else "จังหวัด"], ["ก", "ข"]]
        sheet = Sheet("Sheet1", rows)  # type: ignore[arg-type]
        assert by_layout.proposed_fields(sheet, 0, 1)[0] == name
