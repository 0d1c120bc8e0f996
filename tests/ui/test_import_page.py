"""The import page: what is typed on it is understood, or said not to be, and never dropped."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing import ImportOptions, Upload, import_files
from itasdash.store import Store
from tests.kits.small_office import (
    ALL_BUT_CHON_BURI,
    LAST,
    REGISTER,
    SECOND,
    WHEN,
    as_published,
    listing,
    office,
    register,
    status,
)

Visit = Callable[..., AppTest]


@pytest.fixture
def data(small_data: Path, tmp_path: Path) -> Path:
    """A data folder that may be changed."""
    shutil.copytree(small_data, tmp_path / "copy")
    return tmp_path / "copy"


def run_until(at: AppTest, done: Callable[[], bool]) -> None:
    for _ in range(50):
        at.run()
        if done():
            return
    raise AssertionError("it never came")


def button(at: AppTest, begins: str) -> bool:
    return any((each.key or "").startswith(begins) for each in at.button)


def drop(at: AppTest, upload: Upload, begins: str = "save") -> None:
    at.file_uploader[0].upload(upload.name, upload.data)
    run_until(at, lambda: button(at, begins))


def field(at: AppTest, name: str) -> str:
    [key] = [each.key for each in at.text_input if (each.key or "").startswith(f"{name}_")]
    return str(key)


def errors(at: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in at.error]


def test_a_moment_that_cannot_be_read_is_said_so_and_not_saved(visit: Visit, data: Path) -> None:
    before = len(Store(data).snapshots())
    at = visit("import", data=data, lang="en")
    drop(at, status("f.csv", "1 ก.พ. 2565 เวลา 09.00 น.", LAST))
    as_of = field(at, "as_of")
    at.text_input(as_of).set_value("the 40th of May")
    run_until(at, lambda: bool(at.error))
    assert errors(at) == [
        "“the 40th of May” is no date that can be read, so the file cannot be saved;"
        " please write it such as 7 Jan 2022 13:00, or clear the field."
    ]
    assert not button(at, "save")
    at.text_input(as_of).set_value("3 ก.พ. 2565 เวลา 08.00 น.")
    run_until(at, lambda: button(at, "save"))
    assert errors(at) == []
    at.button("save").click()
    run_until(at, lambda: button(at, "more"))
    snapshots = Store(data).snapshots()
    assert len(snapshots) == before + 1
    assert f"{snapshots[-1].as_of:%Y-%m-%d %H:%M}" == "2022-02-03 08:00"


def test_the_day_of_a_register_that_cannot_be_read_is_said_so_and_not_saved(
    visit: Visit, data: Path
) -> None:
    shorter = Upload("r.csv", b"".join(register().data.splitlines(keepends=True)[:-1]))
    at = visit("import", data=data, lang="en")
    drop(at, shorter)
    at.text_input(field(at, "effective")).set_value("soon")
    run_until(at, lambda: bool(at.error))
    assert "“soon” is no date" in errors(at)[0]
    assert not button(at, "save")
    assert Store(data).register_dates() == [date(2021, 10, 1)]


def test_what_is_typed_at_the_moment_of_saving_counts_too(visit: Visit, data: Path) -> None:
    before = len(Store(data).snapshots())
    at = visit("import", data=data, lang="en")
    drop(at, status("f.csv", "1 ก.พ. 2565 เวลา 09.00 น.", LAST))
    at.text_input(field(at, "as_of")).set_value("3 ก.พ. 2565")
    at.button("save").click().run()
    assert any("A field of a file changed" in error for error in errors(at))
    assert len(Store(data).snapshots()) == before


def test_a_register_that_is_there_is_not_offered_again(visit: Visit, data: Path) -> None:
    at = visit("import", data=data, lang="en")
    at.file_uploader[0].upload("register.csv", register().data)
    run_until(at, lambda: any("there already" in info.value for info in at.info))
    [shown] = [info.value for info in at.info if "there already" in info.value]
    assert "1 Oct 2564" in shown
    assert not button(at, "save")


def test_the_published_register_is_taken_on_the_page(visit: Visit, tmp_path: Path) -> None:
    data = tmp_path / "fresh"
    office(data, status("a.csv", "24 ธ.ค. 2564", LAST))
    at = visit("import", data=data, lang="en")
    drop(at, as_published([*REGISTER, ("6810202", "กระบี่", "เขาพนม", "อบต.", "เขาดิน")], 1_000))
    assert errors(at) == []
    at.button[[(each.key or "").startswith("save_") for each in at.button].index(True)].click()
    run_until(at, lambda: len(Store(data).register_dates()) == 2)
    assert len(Store(data).register(Store(data).register_dates()[-1])) == 11


def test_the_register_of_the_app_is_named_and_offered_for_replacement(
    visit: Visit, tmp_path: Path
) -> None:
    store = Store(tmp_path / "fresh")
    options = ImportOptions(who="tester", when=WHEN)
    import_files(store, [status("a.csv", "24 ธ.ค. 2564", LAST)], options)
    at = visit("overview", data=store.root, lang="th")
    assert any("ทะเบียนที่มากับระบบ" in each.value for each in at.caption)
    at = visit("import", data=store.root, lang="th")
    assert "ทะเบียนที่มากับระบบ" in [each.value for each in at.header]
    assert any("ให้วางไฟล์ไว้ด้านบนแล้วบันทึก" in each.value for each in at.info)


def test_the_warning_of_a_page_leads_to_its_snapshot(visit: Visit, data: Path) -> None:
    """That of 7 January has errors; it is not the latest."""
    at = visit("overview", data=data, lang="en", as_of="20220107T1300")
    links = [
        each.proto.query_string for each in at.get("page_link") if "acknowledge" in each.proto.label
    ]
    assert len(links) == 1
    assert "record=20220107T1300" in links[0]
    at = visit("import", data=data, lang="en", record="20220107T1300")
    [record] = [each for each in at.selectbox if (each.key or "").startswith("record_")]
    assert record.value == "20220107T1300"
    marked = [option for option in record.options if "errors" in option]
    assert marked == ["7 Jan 2565 13:00 · errors: 1"]
    at.text_input("acknowledge_reason").set_value("seen")
    [submit] = [each for each in at.button if each.label.startswith("Acknowledge")]
    submit.click().run()
    [info] = [info for info in Store(data).snapshots() if info.as_of.day == 7]
    assert Store(data).open_errors(info) == ()


def test_a_removal_without_a_reason_is_said_to_be_none(visit: Visit, data: Path) -> None:
    before = len(Store(data).snapshots())
    at = visit("import", data=data, lang="en")
    [submit] = [each for each in at.button if each.label == "Remove"]
    submit.click().run()
    assert any("there is no reason" in error for error in errors(at))
    assert len(Store(data).snapshots()) == before


def test_a_day_of_names_that_cannot_be_read_keeps_them_all_open(visit: Visit, data: Path) -> None:
    export = listing("b.csv", "8 ก.พ. 2565", SECOND)
    wrong = Upload(export.name, export.data.replace("บ้านแปะ".encode(), "บ้านแบะ".encode()))
    at = visit("import", data=data, lang="en")
    drop(at, wrong)
    [name] = [radio for radio in at.radio if (radio.key or "").startswith("name_")]
    name.set_value("6500201")
    at.text_input("names_valid_from").set_value("someday")
    [submit] = [each for each in at.button if each.label == "Confirm the chosen names"]
    submit.click().run()
    assert any("“someday” is no date" in error for error in errors(at))
    assert Store(data).aliases() == []


def test_a_list_that_does_not_say_whom_it_covers_is_asked_about(visit: Visit, data: Path) -> None:
    def questions() -> list[str]:
        texts = [each.value.replace("\\", "") for each in at.markdown]
        return [text for text in texts if "would count as complete" in text]

    def coverage() -> str | None:
        chosen = [each for each in at.selectbox if (each.key or "").startswith("covers_")]
        return str(chosen[0].value) if chosen else None

    def answer(covers: str) -> None:
        [asked] = [each for each in at.selectbox if (each.key or "").startswith("covers_")]
        asked.set_value(covers)
        run_until(at, lambda: button(at, "save") and coverage() == covers)

    at = visit("import", data=data, lang="en")
    drop(at, status("f.csv", "1 ก.พ. 2565 เวลา 09.00 น.", LAST))
    assert (coverage(), questions()) == (None, [])
    at = visit("import", data=data, lang="en")
    drop(at, listing("g.csv", "8 ก.พ. 2565 เวลา 09.00 น.", ALL_BUT_CHON_BURI))
    assert coverage() == "file"
    [question] = questions()
    assert question.endswith("as complete: เชียงใหม่, กระบี่")
    answer("listed")
    assert questions() == [question]
    answer("country")
    assert questions() == [question]
    at.button("save").click()
    run_until(at, lambda: button(at, "more"))
    last = Store(data).snapshots()[-1]
    assert [source.covers for source in last.sources] == ["country"]
    assert (last.counts["registered"], last.counts["unknown"]) == (7, 0)


def test_a_file_that_shares_some_provinces_with_another_is_asked_about(
    visit: Visit, data: Path
) -> None:
    at = visit("import", data=data, lang="en")
    # The list of that moment names all three provinces; this one leaves out Krabi.
    some = dict.fromkeys(("2500101", "3500102", "2810101", "4810102", "6810201"), "11")
    upload = listing("g.csv", "7 ม.ค. 2565 เวลา 13.00 น.", some)
    at.file_uploader[0].upload(upload.name, upload.data)
    run_until(at, lambda: any("Some provinces are in both" in error for error in errors(at)))
    [asked] = [each for each in at.selectbox if (each.key or "").startswith("covers_")]
    asked.set_value("country")
    run_until(at, lambda: button(at, "save") and not errors(at))
    at.button("save").click()
    run_until(at, lambda: button(at, "more"))
    stored = next(info for info in Store(data).snapshots() if info.as_of.day == 7)
    lists = [source for source in stored.sources if source.kind == "unregistered_list"]
    assert [(source.file, source.covers) for source in lists] == [("g.csv", "country")]
