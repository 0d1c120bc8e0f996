"""The register of LAOs: the department's open-data file, or any table with the same five facts."""

import csv
import io

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.register import read_register
from tests.kits.files import workbook
from tests.kits.tiny import LAOS

OPEN_DATA = [
    "จังหวัด",
    "อำเภอ",
    "ตำบล",
    "รหัส อปท.",
    "ประเภท อปท.",
    "อปท.",
    "ที่ตั้งสำนักงานเลขที่",
    "หมู่ที่",
    "รหัสไปรษณีย์",
    "ขนาดพื้นที่",
    "LAT",
    "LONG",
    "เว็ปไซต์ของอปท",
]
HEADER = ["รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท."]
PHON = ["5810402", "กระบี่", "คลองท่อม", "เทศบาลตำบล", "คลองพน"]


def open_data(*rows: tuple[str, str, str, str, str, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(OPEN_DATA)
    for row in rows:
        writer.writerow([*row, "1", "", "81120", "0", "", "", "www,klongphon.go.th"])
    return text.getvalue().encode("utf-8-sig")


def test_the_open_data_file_has_a_row_for_each_subdistrict() -> None:
    laos = read_register(
        open_data(
            ("กระบี่", "คลองท่อม", "คลองพน", "6810404", "อบต.", "คลองพน"),
            ("กระบี่", "คลองท่อม", "คลองท่อมใต้", "6810404", "อบต.", "คลองพน"),
            ("กระบี่", "เมืองกระบี่", "ปากน้ำ", "2810101", "อบจ.", "กระบี่"),
            ("กระบี่", "คลองท่อม", "คลองพน", "2810101", "อบจ.", "กระบี่"),
            ("ชลบุรี", "บางละมุง", "นาเกลือ", "3200408", "ท้องถิ่นรูปแบบพิเศษ", "เมืองพัทยา"),
        )
    )
    assert laos == [
        Lao("2810101", "81", "เมืองกระบี่", "PAO", "กระบี่"),
        Lao("3200408", "20", "บางละมุง", "SPECIAL", "เมืองพัทยา"),
        Lao("6810404", "81", "คลองท่อม", "SAO", "คลองพน"),
    ]


def test_any_table_with_the_five_facts_will_do() -> None:
    types = {"PAO": "อบจ.", "TOWN": "เทศบาลเมือง", "SUBDISTRICT": "ทต.", "SAO": "องค์การบริหารส่วนตำบล"}
    provinces = {"81": "จ.กระบี่", "23": "ตราด"}
    # The code as a number, and the type once more in front of the name.
    rows = [
        (int(x.lao_id), provinces[x.province_code], x.district_name_th, kind, kind + x.name_th)
        for x in LAOS
        if (kind := types[x.lao_type])
    ]
    laos = read_register(workbook(("ปก", [["ทะเบียน อปท."]]), ("ข้อมูล", [["ทะเบียน"], HEADER, *rows])))
    assert laos == sorted(LAOS, key=lambda lao: lao.lao_id)


def test_the_type_comes_from_its_column_and_never_from_the_code() -> None:
    (lao,) = read_register(
        workbook(("Sheet1", [HEADER, ["6130408", "ปทุมธานี", "หนองเสือ", "เทศบาลตำบล", "หนองสามวัง"]]))
    )
    assert lao.lao_type == "SUBDISTRICT"


def refused(*rows: list[object]) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_register(workbook(("Sheet1", rows)))
    return refusal.value


def test_a_missing_column_is_refused() -> None:
    assert refused([*HEADER[:2], *HEADER[3:]], [*PHON[:2], *PHON[3:]]).code == "register_columns"


@pytest.mark.parametrize(
    ("column", "value"), [(0, "581040"), (0, "58104O2"), (1, "กระเบื้อง"), (3, "เทศบาล"), (0, None)]
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(column: int, value: object) -> None:
    row: list[object] = list(PHON)
    row[column] = value
    refusal = refused(HEADER, list(PHON), row)
    assert refusal.code == "register_row"
    assert (refusal.values["sheet"], refusal.values["row"]) == ("Sheet1", 3)


def test_one_code_for_two_laos_is_refused_with_both() -> None:
    refusal = refused(HEADER, list(PHON), [*PHON[:4], "คลองยาง"])
    assert refusal.code == "register_code_twice"
    assert (refusal.values["first"], refusal.values["second"]) == ("คลองพน", "คลองยาง")
    # The first digit changes with the type: these two are one LAO as well.
    assert (
        refused(HEADER, list(PHON), ["6810402", *PHON[1:3], "อบต.", "คลองพน"]).code == refusal.code
    )
