"""What the office decides of quotas: off unless it says so, and then the same everywhere."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from itasdash.cli import main
from itasdash.documents.edition import Edition
from itasdash.documents.letters.attachments import attachment_1
from itasdash.documents.letters.content import letter_content
from itasdash.documents.quotas import Quotas, read_quotas
from itasdash.findings import Refusal
from itasdash.i18n import translator
from itasdash.importing import load_register
from itasdash.metrics.surveys import surveys
from itasdash.store import Store
from tests.kits.small_office import LAST, REGISTER, WHEN, register, take
from tests.kits.survey_office import Answers, surveyed

ON = b'quotas = "rules"\n'
# 1,000 asked within, of whom a tenth is wanted; 20 without, who are all wanted.
SIZES = "lao_id,size,iit_people,eit_people\n2500101,,1000,20\n3500102,เล็ก,,\n"
NO_QUOTAS: Answers = {lao[0]: ("", 60, "", 15) for lao in REGISTER}
MOMENT = "20220228T0900"


def office(toml: bytes | None = ON, sizes: bytes | None = SIZES.encode()) -> Quotas:
    return read_quotas({"office.toml": toml, "sizes.csv": sizes}.get)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A snapshot with answers and no quotas, in an office that wants them computed."""
    store = Store(tmp_path / "store")
    load_register(store, register(), date(2021, 10, 1), who="tester", when=WHEN)
    take(store, surveyed("d.csv", "28 ก.พ. 2565 เวลา 09.00 น.", LAST, NO_QUOTAS))
    (store.root / "office.toml").write_bytes(ON)
    (store.root / "sizes.csv").write_text(SIZES, encoding="utf-8")
    return store


@pytest.mark.parametrize("toml", [None, b"", b'quotas = "export"', b'unit = "x"'])
def test_nothing_is_computed_unless_the_office_says_so(store: Store, toml: bytes | None) -> None:
    # A table of sizes that is not used is not looked at.
    quotas = office(toml, b"nonsense")
    assert (quotas.computed, quotas.identity) == (False, "")
    snapshot = store.read(store.snapshots()[0].as_of)
    assert quotas.of(snapshot) is snapshot
    assert quotas.notes(snapshot, "iit", translator("th")) == [
        "ไฟล์ไม่บอกเป้าหมาย IIT และระบบไม่ได้คำนวณให้"
    ]


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ("name,size\n", ["name", "lao_id, size"]),
        ("size\nS\n", ["lao_id"]),
        ("lao_id,size,size\n", ["size"]),
        ("", ["lao_id"]),
        ("lao_id\n250010\n", ["แถว 2", "250010"]),
        ("lao_id\n๒๕๐๐๑๐๑\n", ["แถว 2"]),
        ("lao_id,size\n2500101,M\n3500102,XL\n", ["แถว 3", "size", "XL"]),
        ("lao_id,iit_people\n2500101,0\n", ["แถว 2", "iit_people", "“0”"]),
        ("lao_id,iit_people\n2500101,-5\n", ["-5"]),
        ("lao_id,eit_people\n2500101,1.5\n", ["eit_people", "1.5"]),
        ("lao_id,eit_people\n2500101,99999999999\n", ["99999999999"]),
        ("lao_id,size\n2500101,S,7\n", ["แถว 2", "มากกว่าหัวตาราง"]),
        # The same LAO before and after a change of its type.
        ("lao_id\n2500101\n\n6500101\n", ["6500101", "แถว 2", "แถว 4"]),
    ],
)
def test_a_table_of_sizes_that_cannot_be_used_is_refused_with_its_place(
    sizes: str, words: list[str]
) -> None:
    with pytest.raises(Refusal) as refused:
        office(sizes=sizes.encode())
    for language in ("th", "en"):
        said = refused.value.message(language)
        assert said.startswith("sizes.csv: ")
    assert [word for word in words if word not in refused.value.message("th")] == []


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        office(b'quotas = "yes"')
    assert "export, rules" in refused.value.message("en")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_table_of_sizes_as_excel_saves_it(store: Store, coding: str) -> None:
    text = SIZES.replace("1000", '"1,000"').replace("\n", "\r\n")
    snapshot = store.read(store.snapshots()[0].as_of)
    status = office(sizes=text.encode(coding)).of(snapshot).status.set_index("lao_id")
    assert status.loc["2500101", ["iit_quota", "eit_quota"]].tolist() == [100, 20]


def test_without_a_table_of_sizes_no_share_is_computed(store: Store) -> None:
    quotas, snapshot = office(sizes=None), store.read(store.snapshots()[0].as_of)
    found = quotas.of(snapshot)
    assert found.status["iit_quota"].isna().all()
    assert quotas.notes(found, "eit", translator("th")) == [
        "ไฟล์ไม่บอกเป้าหมาย EIT และระบบไม่ได้คำนวณให้",
        "อีก 10 แห่งไม่มีเป้าหมาย EIT เพราะไม่ทราบขนาด จึงคำนวณตามหลักเกณฑ์ปีงบประมาณ 2565 ไม่ได้",
    ]


COMPUTED = "เป้าหมาย IIT ของ 1 แห่งที่ไฟล์ไม่บอก คำนวณตามหลักเกณฑ์ปีงบประมาณ 2565"


def test_a_quota_that_is_computed_is_the_same_everywhere_and_said_to_be(
    store: Store, capsys: pytest.CaptureFixture[str], visit: Callable[..., AppTest]
) -> None:
    info = store.snapshots()[0]
    quotas = read_quotas(store.office_file)
    snapshot = quotas.of(store.read(info.as_of))
    country = surveys(snapshot.status, snapshot.province_summary, "iit").iloc[0]
    assert (country["quota"], country["met"], country["counted"]) == (100, 0, 60)

    command = ["--data", str(store.root), "rates", "--measure", "iit"]
    assert main([*command, "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["quota"], row["counted"], row["with_quota"]) == (100, 60, 1)
    laos = ["--data", str(store.root), "laos", "--measure", "iit", "--format", "json"]
    assert main(laos) == 0
    quotas_told = [row["iit_quota"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert sorted(each or 0 for each in quotas_told) == [*[0] * 9, 100]
    assert main(command) == 0
    assert COMPUTED in capsys.readouterr().out.splitlines()

    [form, _] = attachment_1(letter_content(snapshot))
    assert f"หมายเหตุ: {COMPUTED.replace('ไฟล์', 'ไฟล์ต้นทาง')}" in form.notes
    heads = [(column.above, column.text) for column in form.columns]
    assert form.lines[-1].cells[heads.index(("แบบวัด IIT", "เป้าหมาย"))] == 100
    alone = attachment_1(letter_content(snapshot).of(["20"]))[0]
    assert not any("คำนวณ" in note for note in alone.notes)

    edition = Edition([info], quotas=quotas)
    assert COMPUTED in edition.to_html(lambda each: store.read(each.as_of)).decode()
    assert edition.ingredients != Edition([info]).ingredients

    at = visit("surveys", store.root, as_of=MOMENT, survey="iit")
    assert not at.exception
    said = [caption.value.replace("\\", "") for caption in at.main.caption]
    assert any(COMPUTED in text for text in said)
    assert at.dataframe[1].value.iloc[0]["IIT เป้าหมาย"] == 100
    # Turned off, nothing of it is kept in memory.
    (store.root / "office.toml").unlink()
    at = visit("surveys", store.root, as_of=MOMENT, survey="iit")
    assert not any("คำนวณตาม" in caption.value for caption in at.main.caption)
    assert "IIT เป้าหมาย" not in at.dataframe[0].value


def test_the_pack_carries_it(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    words = ["pack", "--as-of", "latest", "--province", "50", "-o", str(file)]
    assert main(["--data", str(store.root), *words]) == 0
    with ZipFile(file) as archive:
        page = openpyxl.load_workbook(io.BytesIO(archive.read("สิ่งที่ส่งมาด้วย 1.xlsx"))).worksheets[0]
    assert any("คำนวณตามหลักเกณฑ์" in str(row[0].value) for row in page.iter_rows())
