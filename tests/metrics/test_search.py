"""Places, types and words in a searched text, what else it may mean, and what a filter hides."""

import pytest

from itasdash.metrics.search import MOST_CHARS, rows_found, suggestions
from itasdash.metrics.selection import Elsewhere, LaoFilter, found_elsewhere, select_laos
from itasdash.schema import OUTSTANDING_STATES
from tests.kits.frames import lao, status

KAMALASAI = "กมลาไสย"
COUNTRY = status(
    lao("กาฬสินธุ์", True, province="46", district="เมืองกาฬสินธุ์", lao_type="PAO", lao_id="2460101"),
    lao("กมลาไสย", True, province="46", district=KAMALASAI, lao_type="CITY", lao_id="3460201"),
    lao("หลักเมือง", True, province="46", district=KAMALASAI, lao_id="6460202"),
    lao("เจ้าท่า", False, province="46", district=KAMALASAI, lao_id="6460203"),
    lao("นาจารย์", False, province="46", district="เมืองกาฬสินธุ์", lao_id="6460301"),
    lao("ศิลา", True, province="40", district="เมืองขอนแก่น", lao_type="TOWN", lao_id="4400201"),
    lao("ขอนแก่น", True, province="40", district="เมืองขอนแก่น", lao_type="CITY", lao_id="3400101"),
    lao("ท่าช้าง", True, province="30", district="เฉลิมพระเกียรติ", lao_id="6300202"),
)  # fmt: skip


def found(search: str) -> set[str]:
    return set(COUNTRY.loc[rows_found(COUNTRY, search), "lao_id"])


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("อำเภอกมลาไสย", {"3460201", "6460202", "6460203"}),
        ("อ.กมลาไสย", {"3460201", "6460202", "6460203"}),
        ("อ. กมลาไสย จ.กาฬสินธุ์", {"3460201", "6460202", "6460203"}),
        ("อ.กมลาไสย จ.ขอนแก่น", set()),
        ("จ.กาฬสินธุ์ อบต.", {"6460202", "6460203", "6460301"}),
        ("อบต. จ.กาฬสินธุ์", {"6460202", "6460203", "6460301"}),
        ("จังหวัดกาฬสินธุ์ อบต. อำเภอกมลาไสย", {"6460202", "6460203"}),
        ("อบต กาฬสินธุ์", {"6460202", "6460203", "6460301"}),
        ("กมลาไสย อบต.", {"6460202", "6460203"}),
        ("อ.เมือง จ.ขอนแก่น", {"4400201", "3400101"}),
        ("อ.เมืองฯ", {"2460101", "6460301", "4400201", "3400101"}),
        ("ทม.", {"4400201"}),
        ("ทม", {"4400201"}),
        ("ทน.ขอนแก่น", {"3400101"}),
        ("ทน. จ.ขอนแก่น", {"3400101"}),
        ("ทน.กมลาไสย", {"3460201"}),
        ("จ.กาฬสินธุ์ หลัก", {"6460202"}),
        ("องค์การบริหารส่วน จังหวัดกาฬสินธุ์", {"2460101"}),
        ("อบจ. จังหวัดกาฬสินธุ์", {"2460101"}),
        ("กมลาไส", {"3460201"}),
        ("อบต. จ.ไม่มี", set()),
        ("กมลาไสย ขอนแก่น", set()),
    ],
)
def test_a_search_understands_types_districts_and_provinces(search: str, codes: set[str]) -> None:
    assert found(search) == codes


def test_what_stands_behind_the_longest_search_is_not_looked_at() -> None:
    assert found("ศิลา" + " " * MOST_CHARS + "ไม่มีชื่อนี้") == {"4400201"}


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("กมลาใส", "กมลาไสย"),
        ("อบต.หลกเมอง์ก", "อบต.หลักเมือง"),
        ("อำเภอกมลาใสย", "อ.กมลาไสย"),
        ("นาจารณ์", "นาจารย์"),
        ("ทน.ศิลา", "ศิลา"),  # it is a town
        ("นาจารณ์ กาฬสินธุ์", "นาจารย์ จ.กาฬสินธุ์"),
        ("ฑ่าช้าฆ", "ท่าช้าง"),
        ("จ.กาฬสิน อบต.", "อบต. จ.กาฬสินธุ์"),
        ("ทาชัาน จ.นครราชสีมา", "ท่าช้าง จ.นครราชสีมา"),
        ("ท่าชาน จ.ขอนแก่น", "ท่าช้าง"),  # it is in another province only
    ],
)
def test_a_slip_is_answered_with_what_may_be_meant(search: str, first: str) -> None:
    assert found(search) == set()
    offered = suggestions(COUNTRY, search)
    assert offered[0] == first
    assert all(found(text) for text in offered)


@pytest.mark.parametrize(
    "search", ["", "  ", "9999999", "xyz", "-", "(.*", "ฮฮฮฮฮฮฮฮ", "่" * 20_000]
)
def test_nothing_is_suggested_for_what_is_like_no_name(search: str) -> None:
    assert suggestions(COUNTRY, search) == ()


def elsewhere(**wanted: object) -> Elsewhere:
    asked = LaoFilter(**{"states": OUTSTANDING_STATES, **wanted})  # type: ignore[arg-type]
    return found_elsewhere(COUNTRY, asked, select_laos(COUNTRY, asked))


def test_what_is_registered_is_told_and_not_called_none() -> None:
    assert elsewhere(search="อ.เมือง จ.ขอนแก่น") == Elsewhere({"complete": 2})
    # One of three is listed, and two are not.
    hidden = elsewhere(search="อ.กมลาไสย")
    assert (hidden.count, hidden.states) == (2, {"complete": 2})
    assert elsewhere(search="อ.กมลาไสย", states=()) == Elsewhere({})


def test_what_other_choices_leave_out_is_counted_and_a_slip_is_not() -> None:
    assert elsewhere(search="ท่าช้าง", province_codes=("46",)) == Elsewhere({}, outside=1)
    assert elsewhere(search="ท่าชาน") == Elsewhere({}, 0, ("ท่าช้าง",))
    assert elsewhere(province_codes=("99",)) == Elsewhere({})


def test_unmatched_rows_and_missing_places_are_searched_too() -> None:
    rows = status(lao("อบต.ท่าช้ง", False, lao_id=None, district=None))
    assert rows_found(rows, "ท่าช้ง").tolist() == [True]
    assert rows_found(rows, "อ.กมลาไสย").tolist() == [False]
    assert suggestions(rows, "อ.กมลาไสย") == ()
