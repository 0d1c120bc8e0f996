"""The bundled sample: small, complete, consistent, and what its generator writes."""

import csv
import io
import json
import zipfile
from collections import Counter
from datetime import datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
MANIFEST = json.loads((SAMPLE / "manifest.json").read_text(encoding="utf-8"))
MOST_BYTES = 6_000_000
TYPE_CODES = {
    "อบจ.": "PAO",
    "เทศบาลนคร": "CITY",
    "เทศบาลเมือง": "TOWN",
    "เทศบาลตำบล": "SUBDISTRICT",
    "อบต.": "SAO",
    "ท้องถิ่นรูปแบบพิเศษ": "SPECIAL",
}
SMALL_FILES = (
    "itas_20220315_1300.csv",
    "รายชื่อยังไม่ลงทะเบียน_21012565.xls",
    "รายชื่อยังไม่ลงทะเบียน_11กพ65.xls",
)
SMALL_WORKBOOKS = (
    "province_status_220365.xlsx",
    "สิ่งที่ส่งมาด้วย 1 รายจังหวัด 7 ม.ค. 65.xlsx",
)


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def content_format(data: bytes) -> str:
    if data.startswith(b"PK"):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        return "xlsx" if "xl/workbook.xml" in names else "ods"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if data.startswith(b"<html"):
        return "html"
    return "utf-16 text" if data.startswith(b"\xff\xfe") else "csv"


@pytest.fixture(scope="module")
def register() -> list[dict[str, str]]:
    return read_table(SAMPLE / MANIFEST["register"])


@pytest.fixture(scope="module")
def generator() -> Any:
    for package in ("geothai", "xlwt", "odf"):
        pytest.importorskip(package)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SAMPLE)
        yield import_module("generate")


@pytest.fixture(scope="module")
def sample(generator: Any) -> Any:
    return generator.Sample()


def test_folder_is_small() -> None:
    sizes = [path.stat().st_size for path in SAMPLE.iterdir() if path.is_file()]
    assert sum(sizes) <= MOST_BYTES


def test_manifest_lists_every_export_in_order_of_time() -> None:
    listed = [entry["file"] for entry in MANIFEST["files"]]
    data = {path.name for path in SAMPLE.iterdir() if path.suffix not in (".py", ".md", ".json")}
    assert {*listed, MANIFEST["register"]} == data - {"__pycache__"}
    assert len(listed) == len(set(listed))
    moments = [datetime.fromisoformat(entry["as_of"]) for entry in MANIFEST["files"]]
    assert moments == sorted(moments)
    assert {entry["kind"] for entry in MANIFEST["files"]} == {
        "status",
        "unregistered_list",
        "province_summary",
    }


def test_manifest_spans_many_moments_and_formats() -> None:
    assert len({entry["as_of"] for entry in MANIFEST["files"]}) >= 8
    files = [SAMPLE / entry["file"] for entry in MANIFEST["files"]]
    assert len({content_format(path.read_bytes()) for path in files}) >= 5


def test_register_has_the_public_counts_per_province_and_type(
    register: list[dict[str, str]],
) -> None:
    found = Counter((row["จังหวัด"], TYPE_CODES[row["ประเภท อปท."]]) for row in register)
    public = {
        (row["name_th"], lao_type): int(row[f"lao_{lao_type.lower()}"])
        for row in read_table(ROOT / "itasdash" / "reference" / "provinces.csv")
        for lao_type in TYPE_CODES.values()
    }
    assert found == Counter(public)
    assert len(register) == sum(public.values()) == 7849


def test_register_codes_and_names_are_unique(register: list[dict[str, str]]) -> None:
    codes = [row["รหัส อปท."] for row in register]
    assert all(len(code) == 7 and code.isdecimal() for code in codes)
    assert len({code[-6:] for code in codes}) == len(codes)
    names = {(r["จังหวัด"], r["อำเภอ"], r["ประเภท อปท."], r["อปท."]) for r in register}
    assert len(names) == len(register)


def test_each_province_organisation_has_the_code_of_its_kind(
    register: list[dict[str, str]],
) -> None:
    provinces = read_table(ROOT / "itasdash" / "reference" / "provinces.csv")
    expected = {f"2{row['province_code']}0101" for row in provinces if row["lao_pao"] == "1"}
    assert {row["รหัส อปท."] for row in register if row["ประเภท อปท."] == "อบจ."} == expected


def test_misspellings_are_nobodys_name(register: list[dict[str, str]]) -> None:
    laos = {row["รหัส อปท."]: row for row in register}
    assert len(MANIFEST["misspellings"]) == 3
    for entry in MANIFEST["misspellings"]:
        meant = laos[entry["lao_id"]]
        written = entry["written"].removeprefix("อบต.").removeprefix("ทต.")
        assert sum(a != b for a, b in zip(written, meant["อปท."], strict=True)) == 1
        same_province = {r["อปท."] for r in register if r["จังหวัด"] == meant["จังหวัด"]}
        assert written not in same_province


def test_first_and_last_status_tell_the_intended_story() -> None:
    first = (SAMPLE / MANIFEST["files"][0]["file"]).read_text(encoding="cp874")
    rows = list(csv.DictReader(first.splitlines()[2:]))
    roles = [(row["ผู้ดูแลระบบ"], row["ผู้บริหาร"]) for row in rows]
    assert len(rows) == 7849
    assert 0.20 < roles.count(("ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว")) / len(rows) < 0.24
    last = (SAMPLE / MANIFEST["files"][-1]["file"]).read_text(encoding="utf-16")
    rows = list(csv.DictReader(last.splitlines()[2:], delimiter="\t"))
    complete = [row["ผู้ดูแลระบบ"] == row["ผู้บริหาร"] == "1" for row in rows]
    assert 0.97 < sum(complete) / len(rows) < 0.99
    behind = {row["จังหวัด"] for row, done in zip(rows, complete, strict=True) if not done}
    assert 76 - len(behind) >= 20
    assert all(bool(r["วันที่ลงทะเบียน"]) == c for r, c in zip(rows, complete, strict=True))


def test_rates_rise_and_a_few_organisations_fall_back(sample: Any, generator: Any) -> None:
    moments = sorted({file.as_of for file in generator.FILES})
    states = [sample.model.at(moment).registered for moment in moments]
    rates = [state.mean() for state in states]
    assert rates == sorted(rates)
    pairs = pairwise(states)
    fallen = sum(int((before & ~after).sum()) for before, after in pairs)
    assert 4 <= fallen <= 20


def test_generator_writes_the_committed_register_and_manifest(sample: Any) -> None:
    assert sample.register_bytes() == (SAMPLE / MANIFEST["register"]).read_bytes()
    assert sample.manifest_bytes() == (SAMPLE / "manifest.json").read_bytes()


@pytest.mark.parametrize("name", SMALL_FILES)
def test_generator_writes_the_committed_bytes(name: str, sample: Any, generator: Any) -> None:
    file = next(file for file in generator.FILES if file.name == name)
    assert sample.build(file) == (SAMPLE / name).read_bytes()


@pytest.mark.parametrize("name", SMALL_WORKBOOKS)
def test_generator_writes_the_committed_workbooks(name: str, sample: Any, generator: Any) -> None:
    # Member by member: how tightly zlib packs them differs between its builds.
    file = next(file for file in generator.FILES if file.name == name)
    with (
        zipfile.ZipFile(io.BytesIO(sample.build(file))) as made,
        zipfile.ZipFile(SAMPLE / name) as committed,
    ):
        assert made.namelist() == committed.namelist()
        assert all(made.read(member) == committed.read(member) for member in made.namelist())
