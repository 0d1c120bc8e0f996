"""The register that comes with the app: in force until the office has its own, and never after."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from itasdash.importing import ImportOptions, Upload, import_files, inspect_register, load_register
from itasdash.importing.batch import FileChoices, read_batch, save_register
from itasdash.importing.in_force import (
    bundled_date,
    bundled_register,
    dates_in_force,
    latest_register,
    register_of,
    rests_on_bundled,
)
from itasdash.importing.names import confirm_alias
from itasdash.importing.verify import rebuild, verify
from itasdash.reference import all_provinces, table
from itasdash.schema import LAO_TYPES
from itasdash.store import Store
from tests.kits.small_office import FIRST, LAST, REGISTER, WHEN, as_published, register, status

JANUARY = "7 ม.ค. 2565 เวลา 13.00 น."


def fresh(root: Path) -> Store:
    """A data folder of an office that has imported one export and nothing else."""
    store = Store(root)
    options = ImportOptions(who="tester", when=WHEN)
    [report] = import_files(store, [status("a.csv", JANUARY, LAST)], options)
    assert report.error is None
    return store


def bytes_under(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*.parquet")}


def test_the_bundled_register_is_that_of_the_department() -> None:
    frame = bundled_register()
    assert len(frame) == 7849
    assert frame["lao_id"].str[-6:].is_unique
    assert set(frame["lao_type"]) == set(LAO_TYPES)
    columns = {
        "PAO": "lao_pao",
        "CITY": "lao_city",
        "TOWN": "lao_town",
        "SUBDISTRICT": "lao_subdistrict",
        "SAO": "lao_sao",
        "SPECIAL": "lao_special",
    }
    counted = frame.groupby(["province_code", "lao_type"]).size()
    for row in table("provinces"):
        for lao_type, column in columns.items():
            found = counted.get((row["province_code"], lao_type), 0)
            assert found == int(row[column]), (row["province_code"], lao_type)
    assert set(frame["province_code"]) <= set(all_provinces())
    assert bundled_date() == date(2023, 11, 9)


def test_a_first_export_needs_nothing_else(tmp_path: Path) -> None:
    store = fresh(tmp_path / "store")
    assert rests_on_bundled(store)
    assert (store.register_dates(), dates_in_force(store)) == ([], [bundled_date()])
    [info] = store.snapshots()
    assert info.register == bundled_date()
    assert info.counts["expected"] == 7849
    told = [info.counts["registered"], info.counts["outstanding"]]
    # It says nothing of the others, and nothing is made of that.
    assert (told, info.counts["unknown"]) == ([5, 3], 7849 - 8)


def test_the_register_of_the_office_takes_its_place_for_all_time(tmp_path: Path) -> None:
    store = fresh(tmp_path / "store")
    load_register(store, register(), date(2022, 3, 1), who="tester", when=WHEN)
    assert not rests_on_bundled(store)
    [info] = store.snapshots()
    assert (info.register, info.counts["expected"]) == (date(2022, 3, 1), len(REGISTER))
    assert latest_register(store).equals(register_of(store, date(2022, 3, 1)))


def test_a_lost_register_is_a_damage_and_not_replaced_by_another(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    load_register(store, register(), date(2021, 10, 1), who="tester", when=WHEN)
    store.paths.register(date(2021, 10, 1)).unlink()
    assert not rests_on_bundled(store)
    options = ImportOptions(who="tester", when=WHEN)
    [report] = import_files(store, [status("a.csv", JANUARY, FIRST)], options)
    assert report.error is not None
    assert report.error.code == "no_register"


def test_a_folder_without_a_register_is_whole_and_derived_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    store = fresh(tmp_path / "store")
    assert verify(store).faults == []
    before = bytes_under(store.root)
    shutil.rmtree(store.paths.snapshots)
    rebuild(store)
    assert bytes_under(store.root) == before


def test_a_name_can_be_confirmed_without_a_register_of_the_office(tmp_path: Path) -> None:
    store = fresh(tmp_path / "store")
    confirm_alias(
        store,
        {
            "written": "บ้านแบะ",
            "province_code": "50",
            "district": "จอมทอง",
            "lao_id": "6500201",
            "valid_from": "",
            "valid_to": "",
        },
        who="tester",
        when=datetime.now(WHEN.tzinfo),
    )
    assert [alias.lao_id for alias in store.aliases()] == ["5500201"]


def test_a_register_of_the_published_shape_is_one_whatever_its_length(tmp_path: Path) -> None:
    store, upload = Store(tmp_path / "store"), as_published(REGISTER, 1_100)
    assert upload.data.count(b"\n") > 10_000
    files = [(upload, FileChoices())]
    batch = read_batch(store, files, who="tester", when=WHEN, progress=lambda *_: None)
    assert batch.exports == []
    [reading] = batch.registers
    assert reading.can_be_saved
    save_register(store, reading, who="tester", when=WHEN)
    frame = latest_register(store)
    assert sorted(frame["lao_id"]) == sorted(lao[0] for lao in REGISTER)
    assert isinstance(frame, pd.DataFrame)
    assert inspect_register(store, register().data, None, WHEN.date()).outcome == "unchanged"


def test_what_is_wrong_with_a_long_register_is_said_of_it(tmp_path: Path) -> None:
    wrong = as_published([*REGISTER, ("12", "กระบี่", "เขาพนม", "อบต.", "เขาดิน")], 1_100)
    files = [(wrong, FileChoices())]
    store = Store(tmp_path / "store")
    batch = read_batch(store, files, who="tester", when=WHEN, progress=lambda *_: None)
    [reading] = batch.exports
    assert reading.report.error is not None
    assert reading.report.error.code == "register_row"
    assert [f.code for f in reading.report.findings] == ["register_row_unreadable"] * 100


def test_too_long_an_export_is_still_refused(tmp_path: Path) -> None:
    short = status("a.csv", JANUARY, FIRST)
    lines = short.data.splitlines(keepends=True)
    long = Upload("a.csv", b"".join([*lines, lines[-1] * 20_000]))
    files = [(long, FileChoices())]
    store = Store(tmp_path / "store")
    batch = read_batch(store, files, who="tester", when=WHEN, progress=lambda *_: None)
    [reading] = batch.exports
    assert reading.report.error is not None
    assert reading.report.error.code == "too_many_rows"
