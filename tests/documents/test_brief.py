"""The brief and the pictures: what they say, that they fit, and the commands that make them."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfReader

from itasdash.cli import main
from itasdash.documents.brief import SHAPES, BriefInputs, brief_content, brief_pdf, picture_png
from itasdash.documents.marks import Marks
from itasdash.documents.paper.press import to_pdf
from itasdash.metrics import rates
from itasdash.metrics.tallies import tally
from itasdash.reference import provinces
from itasdash.schema import PROVINCE_SUMMARY, Office, Snapshot
from itasdash.store import Store
from tests.kits.frames import lao, status
from tests.kits.small_office import office

DEADLINE = date(2022, 2, 28)
LONGEST = max(provinces().values(), key=lambda province: len(province.name_th))


@pytest.fixture(scope="module")
def inputs(small_data: Path) -> BriefInputs:
    store = Store(small_data)
    snapshots = [store.read(info.as_of) for info in store.snapshots()]
    return BriefInputs(**so_far(*snapshots), before=snapshots[-2], deadline=DEADLINE)


def so_far(*snapshots: Snapshot) -> dict[str, Any]:
    """Return what a brief takes of the snapshots so far; the last is the one shown."""
    parts = [tally(s.status, s.province_summary).assign(as_of=s.info.as_of) for s in snapshots]
    return {"snapshot": snapshots[-1], "tallies": pd.concat(parts, ignore_index=True)}


def pages(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


def plain(content: dict[str, Any]) -> dict[str, Any]:
    """Return content with its no-break spaces as common ones."""
    read: dict[str, Any] = json.loads(json.dumps(content).replace("\\u00a0", " "))
    return read


def crowded(inputs: BriefInputs) -> BriefInputs:
    """Return a country in which every province has long names and everything to say."""
    rows = [
        lao(
            f"ชื่อที่ยาวมากเพื่อทดสอบการขึ้นบรรทัด{number}",
            number % 7 == 6,
            number % 3 == 0,
            False,
            province=code,
            district=f"อำเภอชื่อยาวเฉลิมพระเกียรติ{number % 12}",
            lao_id=f"6{code}{number:04}",
        )
        for code in provinces()
        for number in range(40)
    ]
    info = inputs.info
    source = replace(info.sources[0], file="ชื่อไฟล์ที่ยาวมาก " * 20 + ".xlsx")
    many = Snapshot(replace(info, sources=(source,) * 3), status(*rows), PROVINCE_SUMMARY.frame([]))
    office = Office(department="กรมที่มีชื่อยาว" * 3, unit="สำนักงานที่มีชื่อยาว" * 3)
    return replace(inputs, **so_far(many), before=many, marks=Marks(True, 12), office=office)


def test_it_says_what_the_pages_say(inputs: BriefInputs) -> None:
    said = plain(brief_content(inputs))
    country = rates(inputs.snapshot.status, inputs.snapshot.province_summary).iloc[0]
    assert said["cards"][0]["value"] == "70.0 %"
    assert said["cards"][2]["value"] == str(country["outstanding"]) == "3"
    assert said["heading"] == "ลงทะเบียนแล้วร้อยละ 70.0 เหลือ 3 แห่งก่อน 28 ก.พ."
    assert "31 ม.ค. 2565" in said["moments"][1]
    assert [(row["name"], row["value"]) for row in said["push"]["rows"]] == [
        ("ชลบุรี", "2"),
        ("เชียงใหม่", "1"),
    ]
    assert [(part["name"], part["value"]) for part in said["missing"]["parts"]] == [
        ("ขาดทั้งคู่", "2"),
        ("ขาดผู้ดูแลระบบ", "1"),
    ]
    assert [point["label"] for point in said["trend"]["points"]] == [
        "20.0 %", "40.0 %", "40.0 %", "70.0 %",
    ]  # fmt: skip
    assert said["trend"]["deadline"] == 1.0
    assert said["source"] == "ที่มา: e.csv"


def test_of_a_province_it_names_the_last_ones(inputs: BriefInputs) -> None:
    said = brief_content(replace(inputs, province="20"))
    assert said["place"] == "จังหวัดชลบุรี"
    assert [(row["name"], row["note"]) for row in said["push"]["rows"]] == [
        ("ทต.บ้านบึง", "ขาดทั้งคู่"),
        ("อบต.คลองกิ่ว", "ขาดผู้ดูแลระบบ"),
    ]
    assert [tile["number"] for tile in said["map"]["tiles"] if tile["own"]] == ["33"]
    complete = brief_content(replace(inputs, province="81"))
    assert (complete["push"]["rows"], complete["missing"]["parts"]) == ([], [])
    assert complete["push"]["empty"] == "ไม่มี อปท. ที่ยังไม่ลงทะเบียน"


def test_of_many_outstanding_it_names_districts(inputs: BriefInputs) -> None:
    said = brief_content(replace(crowded(inputs), province=LONGEST.code))
    assert len(said["push"]["rows"]) == 10
    assert all(row["name"].startswith("อำเภอชื่อยาว") for row in said["push"]["rows"])


def test_late_in_a_campaign_the_map_shows_who_is_outstanding(inputs: BriefInputs) -> None:
    frame = inputs.snapshot.status.copy()
    frame["registered"] = frame["lao_id"] != frame["lao_id"].iloc[0]
    late = replace(inputs.snapshot, status=frame)
    said = brief_content(replace(inputs, **so_far(late), before=None))
    assert said["map"]["title"] == "ยังไม่ลงทะเบียนรายจังหวัด (แห่ง)"
    assert sum(int(tile["number"]) for tile in said["map"]["tiles"] if tile["number"] != "–") == 1


def test_a_summary_tells_no_names_and_an_unknown_province_has_no_brief(
    small_data: Path, inputs: BriefInputs
) -> None:
    store = Store(small_data)
    summary = store.read(store.snapshots()[2].as_of)
    only = replace(inputs, **so_far(summary), before=None, province="20")
    assert brief_content(only)["push"]["empty"] == "ข้อมูลชุดนี้ไม่บอกว่าค้างที่ใด"
    assert pages(brief_pdf(only)) == 1
    with pytest.raises(KeyError):
        brief_pdf(replace(inputs, province="10"))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("province", ["", LONGEST.code])
def test_all_of_it_stands_on_one_page(inputs: BriefInputs, language: str, province: str) -> None:
    full = replace(crowded(inputs), language=language, province=province, thai_digits=True)
    assert pages(brief_pdf(full)) == 1
    for shape, size in SHAPES.items():
        for marks in (Marks(), full.marks):
            shown = replace(full, marks=marks)
            assert Image.open(io.BytesIO(picture_png(shown, shape))).size == size
            content = brief_content(shown) | {"width": size[0], "height": size[1]}
            template = ("parts.typ", f"picture_{shape}.typ")
            assert pages(to_pdf("itasdash.documents.brief", template, content, title="")) == 1


def test_it_is_marked_in_the_digits_wanted_and_the_same_each_time(inputs: BriefInputs) -> None:
    marked = replace(inputs, marks=Marks(True, 2), thai_digits=True)
    said = plain(brief_content(marked))
    assert said["marks"][0].startswith("ข้อมูลตัวอย่าง") and "๒" in said["marks"][1]
    assert said["cards"][0]["value"] == "๗๐.๐ %"
    assert re.fullmatch("#[0-9A-F]{6}", said["map"]["tiles"][0]["fill"])
    assert brief_pdf(marked) == brief_pdf(marked) != brief_pdf(inputs)
    assert picture_png(marked) == picture_png(marked) != picture_png(inputs)
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(brief_pdf(inputs))).trailer["/Root"]


def test_a_hostile_name_is_text(inputs: BriefInputs) -> None:
    frame = inputs.snapshot.status.copy()
    frame["name_th"] = '#panic("ran") $x$ ] }'
    shown = replace(inputs.snapshot, status=frame)
    assert pages(brief_pdf(replace(inputs, **so_far(shown), province="20"))) == 1


def test_commands_write_both(
    tmp_path: Path, small_data: Path, capsys: pytest.CaptureFixture[str], inputs: BriefInputs
) -> None:
    page, picture = tmp_path / "a.pdf", tmp_path / "a.png"
    data = ["--data", str(small_data)]
    assert main(["brief", *data, "-o", str(page)]) == 0
    assert page.read_bytes() == brief_pdf(inputs)
    words = ["picture", *data, "--province", "ชลบุรี", "--shape", "wide", "-o", str(picture)]
    assert main([*words, "--as-of", "2021-12-24T09:00", "--thai-digits"]) == 0
    store = Store(small_data)
    first = replace(inputs, **so_far(store.read(store.snapshots()[0].as_of)), before=None)
    first = replace(first, province="20", thai_digits=True)
    assert picture.read_bytes() == picture_png(first, "wide")
    assert str(picture) in capsys.readouterr().out
    assert main(["brief", *data, "--province", "ตราด", "-o", str(page)]) == 1
    assert "ตราด" in capsys.readouterr().err


def test_command_marks_errors_that_nobody_acknowledged(tmp_path: Path) -> None:
    store, page = office(tmp_path / "data"), tmp_path / "a.pdf"
    info = store.snapshots()[1]
    arguments = ["brief", "--data", str(store.root), "--as-of", "2022-01-07T13:00"]
    assert main([*arguments, "-o", str(page)]) == 0
    snapshots = [store.read(each.as_of) for each in store.snapshots()[:2]]
    marks = Marks(False, len(store.open_errors(info)))
    assert marks.errors and page.read_bytes() == brief_pdf(
        BriefInputs(**so_far(*snapshots), before=snapshots[0], deadline=DEADLINE, marks=marks)
    )
