"""The sample marks all that leaves the app, and an open error does; neither says anything else."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import streamlit as st
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from itasdash.cli import main
from itasdash.documents.edition import Edition
from itasdash.documents.file_names import file_stem
from itasdash.documents.marks import NO_MARKS, Marks
from itasdash.documents.provenance import cover_rows
from itasdash.documents.slides.presentation import make_slides
from itasdash.settings import sample_folder
from itasdash.store import Store
from itasdash.ui.shell import sample as sample_on_screen
from tests.kits.slide_inputs import from_store
from tests.kits.small_office import FIRST, register, status
from tests.kits.survey_office import PARTLY, QUOTAS, SOME, survey_office, surveyed

AS_OF = datetime.fromisoformat("2022-02-28T09:00+07:00")
SAMPLE = "ข้อมูลตัวอย่าง ทุกสถานะสมมติขึ้น ไม่ใช่ข้อมูลจริง"
LAST_OF_OFFICE = 3


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Surveys in a folder of the sample."""
    return survey_office(tmp_path_factory.mktemp("marks") / "store-sample")


def test_nothing_is_said_where_nothing_holds() -> None:
    assert NO_MARKS.words("th") == []
    assert NO_MARKS.subject("รายชื่อ", "th") == "รายชื่อ"


def test_the_sample_comes_before_errors() -> None:
    assert Marks(True, 2).words("en") == [
        "Sample data: every status is invented, nothing here is true",
        "2 contradictions in the files",
    ]
    assert Marks(True, 2).subject("list", "en") == "sample_contradictions_list"


def test_a_mark_is_not_cut_from_a_long_name() -> None:
    name = file_stem(Marks(sample=True).subject("ก" * 200, "th"), AS_OF, [])
    assert name.startswith("ตัวอย่าง_ก")


def test_every_slide_is_marked(store: Store) -> None:
    def unmarked(*, sample: bool) -> list[int]:
        data = make_slides(replace(from_store(store, LAST_OF_OFFICE), sample=sample))
        slides = Presentation(io.BytesIO(data)).slides
        texts = [[s.text_frame.text for s in each.shapes if s.has_text_frame] for each in slides]
        return [n for n, shown in enumerate(texts) if not any(SAMPLE in text for text in shown)]

    assert unmarked(sample=True) == []
    assert len(unmarked(sample=False)) > 3


def test_the_edition_is_marked_with_every_picture_in_it(store: Store) -> None:
    infos = store.snapshots()[: LAST_OF_OFFICE + 1]
    pages = {
        sample: Edition(infos, sample=sample).to_html(lambda i: store.read(i.as_of)).decode()
        for sample in (True, False)
    }
    assert f'<p class="warning">{SAMPLE}</p>' in pages[True]
    # Once on top, once in the title, and in what each picture is captioned with.
    assert pages[True].count(SAMPLE) > pages[True].count('class="chart"') > 5
    assert SAMPLE not in pages[False]
    # Else a browser gives the one for the other.
    assert Edition(infos, sample=True).ingredients != Edition(infos).ingredients


def test_workbooks_say_so_on_their_first_sheet(store: Store) -> None:
    info = store.snapshots()[LAST_OF_OFFICE]
    rows = cover_rows(info, "ก", "ทั้งหมด", pd.DataFrame({"ก": [1]}), "th", marks=Marks(True, 1))
    assert ["โปรดระวัง", SAMPLE] in rows
    assert ["โปรดระวัง", "ตัวเลขในไฟล์ขัดกันเอง 1 รายการ"] in rows


def test_commands_over_a_folder_of_the_sample_say_so(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--data", str(store.root), "rates", "--measure", "iit"]) == 0
    assert SAMPLE in capsys.readouterr().out.splitlines()
    file = tmp_path / "laos.xlsx"
    words = ["laos", "--measure", "eit", "--format", "xlsx", "-o", str(file)]
    assert main(["--data", str(store.root), *words]) == 0
    book = openpyxl.load_workbook(file)
    assert SAMPLE in [row[1] for row in book.worksheets[0].values]


@pytest.fixture
def sample_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with nothing in it, whose sample is a tiny one."""
    files = [
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        surveyed("b.csv", "15 ม.ค. 2565 เวลา 09.00 น.", FIRST, QUOTAS),
        surveyed("c.csv", "28 ก.พ. 2565 เวลา 09.00 น.", FIRST, SOME),
    ]
    folder = tmp_path / "files"
    folder.mkdir()
    for file in (register(), *files):
        (folder / file.name).write_bytes(file.data)
    manifest = {
        "register": register().name,
        "effective": "2021-10-01",
        "files": [{"file": each.name, "as_of": AS_OF.isoformat()} for each in files],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(sample_on_screen, "SAMPLE_FILES", folder)
    data = tmp_path / "store"
    assert sample_folder(data).name == "store-sample"
    return data


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("overview", {}),
        pytest.param("overview", {"meeting": "push"}, marks=pytest.mark.slow),
        pytest.param("surveys", {}, marks=pytest.mark.slow),
        pytest.param("surveys", {"province": "50"}, marks=pytest.mark.slow),
        ("surveys", {"meeting": "map", "survey": "eit"}),
        ("unregistered", {}),
    ],
)
def test_pages_pictures_and_names_of_files_are_marked(
    visit: Callable[..., AppTest],
    sample_alone: Path,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    address: dict[str, str],
) -> None:
    names: list[str] = []
    offer = st.download_button

    def noted(*values: Any, **named: Any) -> bool:
        names.append(named["file_name"])
        return offer(*values, **named)

    monkeypatch.setattr(st, "download_button", noted)
    at = visit(page, data=sample_alone, as_of=PARTLY, **address)
    while not at.title or "กำลังเตรียม" in at.title[0].value:
        at.run()
    assert not at.exception
    meeting = "meeting" in address
    assert bool(names) != meeting
    assert [name for name in names if not name.startswith("ตัวอย่าง_")] == []
    charts = [json.loads(each.proto.spec) for each in at.get("plotly_chart")]
    # Those within cards have no words of their own.
    pictures = [chart for chart in charts if "meta" in chart["layout"]]
    assert page == "unregistered" or pictures
    assert [each for each in pictures if SAMPLE not in json.dumps(each, ensure_ascii=False)] == []
    said = [each.value.replace("\\", "") for each in (*at.info, *at.caption)]
    assert any("ตัวอย่าง" in text for text in said)
    if page == "overview" and not meeting:
        assert at.code[0].value.startswith(SAMPLE)
