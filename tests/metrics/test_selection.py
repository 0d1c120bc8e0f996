"""Which LAOs a filter finds, however its search is typed, and in which order they stand."""

import pandas as pd
import pytest

from itasdash.metrics.selection import LaoFilter, select_laos
from tests.kits.frames import lao, status

CHALOEM = "เฉลิมพระเกียรติ"
EVERYTHING = status(
    lao("นครราชสีมา", True, lao_type="PAO", lao_id="2300101"),
    lao("ท่าช้าง", False, True, False, district=CHALOEM, lao_type="SUBDISTRICT", lao_id="5300201"),
    lao("ท่าช้าง", False, district=CHALOEM, lao_id="6300202"),
    lao("หนองน้ำแดง", True, district="ปากช่อง", lao_id="6300301"),
    lao("แม่ข้าวต้ม", False, province="57", district="เมืองเชียงราย", lao_id="6570101"),
    lao("เมืองพล", None, province="40", district="พล", lao_type="TOWN", lao_id="4400101"),
    lao("ทมอ", True, province="32", district="ปราสาท", lao_id="6320101"),
    lao("พัทยา", True, province="20", district="บางละมุง", lao_type="SPECIAL", lao_id="3200101"),
    lao("เมืองพัทยา", True, province="20", district="บางละมุง", lao_type="SPECIAL", lao_id="8200199"),
    lao("อบต.ท่าช้ง", False, lao_id=None, district=None),
)  # fmt: skip


def found(**wanted: object) -> list[str]:
    rows = select_laos(EVERYTHING, LaoFilter(**wanted))  # type: ignore[arg-type]
    names = zip(rows["lao_id"], rows["name_th"], strict=True)
    return [name if pd.isna(code) else code for code, name in names]


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("ท่าช้าง", {"5300201", "6300202"}),
        ("อบต.ท่าช้าง", {"6300202"}),
        ("อบต.ช้าง", set()),
        ("ช้าง", {"5300201", "6300202"}),
        ("อบต ท่าช้าง", {"6300202"}),
        ("อ.บ.ต.ท่าช้าง", {"6300202"}),
        ("องค์การบริหารส่วนตำบลท่าช้าง", {"6300202"}),
        ("ทต.ท่าช้าง", {"5300201"}),
        ("เทศบาลตำบลท่าช้าง", {"5300201"}),
        ("เทศบาลท่า", {"5300201", "6300202", "อบต.ท่าช้ง"}),
        ("  ท่า  ช้าง ", {"5300201", "6300202"}),
        ("ทาชาง", {"5300201", "6300202"}),
        ("ท่าช้าง อ.เฉลิมพระเกียรติ", {"5300201", "6300202"}),
        ("อบต.ท่าช้าง (จ.นครราชสีมา)", {"6300202"}),
        ("ท่าช้าง จ.เชียงราย", set()),
        ("หนองนํ้าแดง", {"6300301"}),
        ("เเม่ข้าวต้ม", {"6570101"}),
        ("แม่ข้าว\u200bต้ม", {"6570101"}),
        ("ข้าวต้ม", {"6570101"}),
        ("เมืองพล", {"4400101"}),
        ("เทศบาลเมืองพล", {"4400101"}),
        ("เทศบาลเมืองเมืองพล", {"4400101"}),
        ("ทมอ", {"6320101"}),
        ("อบต.ทมอ", {"6320101"}),
        ("พัทยา", {"3200101", "8200199"}),
        ("เมืองพัทยา", {"8200199"}),
        ("6300202", {"6300202"}),
        ("๖๓๐๐๒๐๒", {"6300202"}),
        ("5300202", {"6300202"}),  # the code from before it changed its type
        ("30020", {"5300201", "6300202"}),
        ("657", {"6570101"}),
        ("อบจ", {"2300101"}),
        ("อบต.", {"6300202", "6300301", "6570101", "6320101", "อบต.ท่าช้ง"}),
        ("องค์การบริหารส่วนจัง", {"2300101"}),
        ("ไม่มีชื่อนี้", set()),
        ("-", set()),
        ("(.*", set()),
        ("[", set()),
    ],
)
def test_search_however_typed(search: str, codes: set[str]) -> None:
    assert set(found(search=search)) == codes


def test_search_finds_an_unmatched_row_as_it_is_written() -> None:
    assert found(search="อบต.ท่าช้ง") == ["อบต.ท่าช้ง"]
    assert found(search="ท่าช้ง") == ["อบต.ท่าช้ง"]


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0"])
def test_nothing_asked_for_gives_everything(blank: str) -> None:
    assert len(found(search=blank)) == len(EVERYTHING)


def test_choices_narrow_each_other_and_widen_themselves() -> None:
    assert found(states=("admin_only",)) == ["5300201"]
    assert set(found(states=("admin_only", "incomplete"))) == {
        "5300201",
        "6300202",
        "6570101",
        "อบต.ท่าช้ง",
    }
    assert found(states=("unknown",)) == ["4400101"]
    assert found(regions=("NORTH",)) == ["6570101"]
    assert found(province_codes=("57", "32")) == ["6570101", "6320101"]
    assert set(found(lao_types=("SPECIAL", "PAO"))) == {"3200101", "8200199", "2300101"}
    assert found(districts=("ปากช่อง",)) == ["6300301"]
    assert found(province_codes=("30",), lao_types=("SAO",), states=("complete",)) == ["6300301"]
    assert found(province_codes=("57",), search="ท่าช้าง") == []
    assert found(province_codes=("99",)) == []


def test_rows_stand_in_dictionary_order_of_places_and_official_order_of_types() -> None:
    assert found() == [
        "4400101",  # ขอนแก่น
        "3200101",  # ชลบุรี: พัทยา before เมืองพัทยา
        "8200199",
        "6570101",  # เชียงราย, under ช
        "5300201",  # นครราชสีมา: เฉลิมพระเกียรติ under ฉ; municipalities before อบต.
        "6300202",
        "6300301",  # ปากช่อง
        "2300101",  # เมืองนครราชสีมา, under ม
        "อบต.ท่าช้ง",  # its district is not known
        "6320101",  # สุรินทร์
    ]


def test_names_of_a_district_ignore_tone_marks_as_dictionaries_do() -> None:
    names = ["ป่าตึง", "ปลายนา", "เปือย", "ปากน้ำ", "โป่งน้ำร้อน", "ปง"]
    rows = select_laos(status(*(lao(name) for name in names)), LaoFilter())
    assert rows["name_th"].tolist() == ["ปง", "ปลายนา", "ปากน้ำ", "ป่าตึง", "เปือย", "โป่งน้ำร้อน"]


def test_filtering_leaves_the_frame_alone_and_numbers_rows_anew() -> None:
    before = EVERYTHING.copy()
    rows = select_laos(EVERYTHING.iloc[::-1], LaoFilter(states=("complete",)))
    assert rows.index.tolist() == list(range(len(rows)))
    assert list(rows) == [*EVERYTHING, "state"]
    pd.testing.assert_frame_equal(EVERYTHING, before)
    pd.testing.assert_frame_equal(rows, select_laos(EVERYTHING, LaoFilter(states=("complete",))))
    assert not len(select_laos(EVERYTHING.iloc[:0], LaoFilter(search="ก")))
