"""Batches of files: what a dry run says is what saving stores, or nothing."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from itasdash.documents.register_tables import count_types, register_changes
from itasdash.importing import Upload, confirm_aliases, inspect_register, load_register
from itasdash.importing.batch import (
    Batch,
    FileChoices,
    acknowledge_shown,
    read_batch,
    save_exports,
    save_register,
)
from itasdash.importing.imports import in_a_row
from itasdash.importing.teaching import Lesson
from itasdash.ingest.files import sandbox
from itasdash.schema import NOT_AN_LAO
from itasdash.store import Store
from itasdash.thai.dates import read_moment
from itasdash.ui.importing.names import name_with_differences
from itasdash.ui.importing.overview import files_table
from itasdash.ui.importing.report_tables import findings_of, sample_table, side_by_side
from tests.kits.small_office import (
    ALL_BUT_CHON_BURI,
    FIRST,
    SECOND,
    WHEN,
    listing,
    register,
    status,
    summary,
)

JANUARY = "7 ม.ค. 2565 เวลา 13.00 น."


def no_progress(*_: object) -> None:
    """Nobody watches."""


def dry_run(store: Store, *uploads: Upload, **choices: object) -> Batch:
    files = [(upload, FileChoices(**choices)) for upload in uploads]  # type: ignore[arg-type]
    return read_batch(store, files, who="tester", when=WHEN, progress=no_progress)


def save(store: Store, batch: Batch) -> list[str]:
    reports = save_exports(store, batch, who="tester", when=WHEN, progress=no_progress)
    return [r.outcome if r.error is None else r.error.code for r in reports]


def misspelt(upload: Upload, right: str, wrong: str) -> Upload:
    return Upload(upload.name, upload.data.replace(right.encode(), wrong.encode()))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    load_register(store, register(), date(2021, 10, 1), who="tester", when=WHEN)
    return store


def test_a_register_is_known_by_what_it_does_not_say(tmp_path: Path) -> None:
    store = Store(tmp_path / "fresh")
    batch = dry_run(
        store, register(), status("a.csv", JANUARY, FIRST), listing("b.csv", JANUARY, {})
    )
    assert [r.upload.name for r in batch.registers] == ["register.csv"]
    # Until that is saved, the register that comes with the app is in force.
    assert [r.report.error for r in batch.exports] == [None, None]
    save_register(store, batch.registers[0], who="tester", when=WHEN)
    assert store.register_dates() == [WHEN.date()]
    again = dry_run(store, register(), status("a.csv", JANUARY, FIRST))
    assert [r.report.outcome for r in again.registers] == ["unchanged"]
    assert [r.report.outcome for r in again.exports] == ["imported"]


def test_a_register_dropped_on_another_day_is_the_same(store: Store) -> None:
    later = WHEN.replace(year=2023)
    files = [(register(), FileChoices())]
    batch = read_batch(store, files, who="tester", when=later, progress=no_progress)
    [reading] = batch.registers
    assert (reading.report.outcome, reading.can_be_saved) == ("unchanged", False)
    assert reading.register is not None
    assert reading.register.effective == date(2021, 10, 1)
    assert save_register(store, reading, who="tester", when=later).outcome == "unchanged"
    assert store.register_dates() == [date(2021, 10, 1)]
    # With a day of its own it is another version, which holds from then on.
    [given] = dry_run(store, register(), effective=date(2022, 10, 1)).registers
    assert given.report.outcome == "imported"


def test_page_and_command_agree_on_every_register(store: Store) -> None:
    shorter = Upload("r.csv", b"".join(register().data.splitlines(keepends=True)[:-1]))
    for upload in (register(), shorter):
        for day in (None, date(2021, 10, 1), date(2022, 4, 1)):
            said = inspect_register(store, upload.data, day, WHEN.date())
            copy = Store(store.root.with_name(f"{upload.name}-{day}"))
            shutil.copytree(store.root, copy.root)
            done = load_register(copy, upload, day, who="tester", when=WHEN)
            assert (done.outcome, done.effective) == (said.outcome, said.effective)


def test_a_file_with_a_field_that_cannot_be_read_is_not_saved(store: Store) -> None:
    batch = dry_run(store, listing("b.csv", JANUARY, SECOND), unreadable=("as_of",))
    [reading] = batch.exports
    assert (reading.report.outcome, reading.can_be_saved) == ("imported", False)
    assert save(store, batch) == []
    assert store.snapshots() == []


def test_what_was_shown_is_what_is_stored(store: Store) -> None:
    batch = dry_run(store, listing("b.csv", JANUARY, SECOND), summary("c.csv", JANUARY, SECOND))
    assert not store.snapshots()
    assert save(store, batch) == ["imported", "imported"]
    [info] = store.snapshots()
    assert info.kinds == ["province_summary", "unregistered_list"]
    assert info.counts["outstanding"] == 6
    assert save(store, dry_run(store, listing("b.csv", JANUARY, SECOND))) == []


def test_what_has_changed_since_it_was_shown_is_not_stored(store: Store) -> None:
    upload = misspelt(listing("b.csv", JANUARY, SECOND), "บ้านแปะ", "บ้านแปะะ")
    wrong = misspelt(upload, "บ้านแปะะ", "บ้านแบะ")
    batch = dry_run(store, wrong)
    [name] = batch.open_names()
    alias = {
        "written": name.written,
        "province_code": name.province_code or "",
        "district": name.district or "",
        "lao_id": name.suggestions[0].lao_id,
        "valid_from": "",
        "valid_to": "",
    }
    confirm_aliases(store, [alias], who="other", when=WHEN)
    assert save(store, batch) == ["changed_meanwhile"]
    assert store.snapshots() == []
    again = dry_run(store, wrong)
    assert again.open_names() == []
    assert save(store, again) == ["imported"]


def test_a_name_is_asked_about_once_for_all_files(store: Store) -> None:
    first = misspelt(listing("b.csv", JANUARY, SECOND), "บ้านแปะ", "บ้านแบะ")
    second = misspelt(listing("e.csv", "8 ม.ค. 2565", SECOND), "บ้านแปะ", "บ้านแบะ")
    [name] = dry_run(store, first, second).open_names()
    assert name.suggestions[0].lao_id == "6500201"


def test_a_row_that_is_no_lao_is_left_out_and_stays_so(store: Store) -> None:
    odd = misspelt(listing("b.csv", JANUARY, SECOND), "บ้านแปะ", "ลงชื่อผู้รายงาน")
    [name] = dry_run(store, odd).open_names()
    assert save(store, dry_run(store, odd)) == ["imported"]
    alias = {
        "written": name.written,
        "province_code": "50",
        "district": name.district or "",
        "lao_id": NOT_AN_LAO,
        "valid_from": "",
        "valid_to": "",
    }
    moments = confirm_aliases(store, [alias], who="tester", when=WHEN)
    [info] = store.snapshots()
    assert moments == [info.as_of]
    assert info.counts["outstanding"] == 5
    assert info.sources[0].rows["read"] == 6


def test_the_moment_and_the_meaning_of_a_list_can_be_given(store: Store) -> None:
    upload = listing("list.csv", "", SECOND)
    refused = dry_run(store, upload).exports[0].report
    assert refused.error is not None
    assert refused.error.code == "as_of_missing"
    given = read_moment("7 ม.ค. 2565 เวลา 13.00 น.")
    [reading] = dry_run(store, upload, as_of=given, list_means="nobody").exports
    assert reading.report.as_of == given
    save(store, Batch([reading]))
    assert store.snapshots()[0].counts["unknown"] == 4


@pytest.mark.parametrize(
    ("covers", "asked", "registered"),
    [("file", True, 0), ("listed", False, 0), ("country", False, 7)],
)
def test_of_whom_the_silence_of_a_list_speaks_can_be_answered(
    store: Store, covers: str, asked: bool, registered: int
) -> None:
    upload = listing("list.csv", JANUARY, ALL_BUT_CHON_BURI)
    batch = dry_run(store, upload, covers=covers)
    said = {finding.code for finding in batch.exports[0].report.findings}
    assert ("coverage_unknown" in said) == asked
    assert save(store, batch) == ["imported"]
    [info] = store.snapshots()
    assert info.sources[0].covers == covers
    status_of_all = store.read(info.as_of).status
    assert int(status_of_all["registered"].fillna(False).sum()) == registered
    assert int(status_of_all["registered"].isna().sum()) == 7 - registered


def test_reading_by_hand_counts_with_the_answer_of_the_card(store: Store) -> None:
    lesson = Lesson.of(store, listing("list.csv", JANUARY, ALL_BUT_CHON_BURI))
    outline = lesson.outline(0)
    fields = {column.at: column.field for column in lesson.columns(0, outline)}
    layout = lesson.layout(0, outline, fields, {"kind": "unregistered_list"})
    assert [lesson.trial(layout, None, c).registered for c in ("file", "country")] == [0, 7]


def test_samples_stand_beside_what_they_were_understood_as(store: Store) -> None:
    report = dry_run(store, status("a.csv", JANUARY, FIRST)).exports[0].report
    table = sample_table(report, "th")
    assert list(table["แถวที่"]) == [3, 4, 5, 6, 7]
    assert table["ตามไฟล์"][0] == "2500101 | เชียงใหม่ | เมืองเชียงใหม่ | อบจ. | เชียงใหม่ | 1 | 1"
    assert table["ตามที่ระบบเข้าใจ"][1].startswith("3500102 เชียงใหม่ จังหวัดเชียงใหม่ · ผู้ดูแลระบบ ใช่")


def test_disagreements_stand_side_by_side(store: Store) -> None:
    uploads = (listing("b.csv", JANUARY, SECOND), summary("c.csv", JANUARY, SECOND, wrong=1))
    report = dry_run(store, *uploads).exports[1].report
    table = side_by_side(report, "th")
    assert table.to_numpy().tolist() == [["เชียงใหม่", "สรุปรายจังหวัด 3", "รายชื่อ 2", -1]]
    assert list(findings_of(report, "en")["Level"]) == ["Error"]


def test_differences_are_marked_with_the_letter_that_bears_them() -> None:
    assert name_with_differences("นาซออ", "นาซอ", str) == "นาซอ"
    assert name_with_differences("หมา", "หมาก", str) == "หมา:orange[**ก**]"
    assert name_with_differences("ตานิม", "ตานีม", str) == "ตา:orange[**นี**]ม"


def test_registers_differ_by_what_happened_to_each_lao() -> None:
    columns = ["lao_id", "province_code", "district_name_th", "lao_type", "name_th"]
    before = pd.DataFrame(
        [
            ["6810201", "81", "เขาพนม", "SAO", "เขาพนม"],
            ["6810202", "81", "เขาพนม", "SAO", "สินปุน"],
            ["6810203", "81", "เขาพนม", "SAO", "หน้าเขา"],
        ],
        columns=columns,
    )
    after = pd.DataFrame(
        [
            ["5810201", "81", "เขาพนม", "SUBDISTRICT", "เขาพนม"],
            ["6810203", "81", "เขาพนม", "SAO", "โคกหาร"],
            ["6810204", "81", "เขาพนม", "SAO", "พรุเตียว"],
        ],
        columns=columns,
    )
    changes = register_changes(before, after, "en")
    assert list(changes["Change"]) == ["Changed type", "Removed", "Renamed", "Added"]
    assert list(changes["LAO code"]) == ["5810201", "6810202", "6810203", "6810204"]
    assert list(count_types(after, "en").iloc[0]) == [0, 0, 0, 1, 2, 0, 3]


def test_files_at_a_glance_are_told_apart_and_decisions_come_first(store: Store) -> None:
    long = "รายงานสถานะการลงทะเบียนระบบ ITAS ขององค์กรปกครองส่วนท้องถิ่นทั่วประเทศ ฉบับที่ "
    batch = dry_run(
        store,
        status(f"{long}1.csv", JANUARY, FIRST),
        status(f"{long}2.csv", "14 ม.ค. 2565", SECOND),
        Upload("empty.csv", b""),
        misspelt(listing("b.csv", "21 ม.ค. 2565", SECOND), "บ้านแปะ", "บ้านแบะ"),
        register(),
    )
    table = files_table(batch.readings, "en")
    assert list(table["File"]) == [
        "empty.csv",
        "b.csv",
        f"{long}1.csv",
        f"{long}2.csv",
        "register.csv",
    ]
    assert list(table["To decide"]) == [
        "cannot be taken; the reason is below",
        "names without an LAO: 1",
        *["nothing to decide"] * 3,
    ]
    assert list(table["When saved"])[-1] == "there already"
    assert list(table["Rows"]) == [0, 6, 10, 10, 10]
    assert not (files_table(batch.readings, "th") == "").any(axis=None)


def test_a_reason_acknowledges_what_stood_beside_it_and_nothing_else(store: Store) -> None:
    files = [
        listing("b.csv", JANUARY, SECOND),
        summary("c.csv", JANUARY, SECOND, wrong=1),
    ]
    batch = dry_run(store, *files)
    reports = save_exports(store, batch, who="tester", when=WHEN, progress=no_progress)
    info = store.snapshots()[0]
    assert store.open_errors(info)
    [wrong] = [r for r in reports if any(f.severity == "error" for f in r.findings)]
    [other] = [r for r in reports if r is not wrong]
    for reasons in ({}, {other.sha256: "seen"}, {wrong.sha256: ""}):
        acknowledge_shown(store, reports, reasons, who="tester", when=WHEN)
        assert store.open_errors(info)
    acknowledge_shown(store, reports, {wrong.sha256: "seen"}, who="tester", when=WHEN)
    assert store.open_errors(info) == ()
    acknowledgement = store.acknowledgement(info)
    assert acknowledgement is not None
    assert acknowledgement.reason == "seen"


@pytest.mark.parametrize(("number", "many"), [(1, False), (2, True)])
def test_several_files_are_parsed_in_a_row(number: int, many: bool) -> None:
    """Also where whoever imports them stops in the midst."""
    files = in_a_row(range(number))
    assert next(files) == 0
    assert bool(sandbox._row._users) is many
    files.close()
    assert not sandbox._row._users
    assert list(in_a_row(range(number))) == list(range(number))
    assert not sandbox._row._users
