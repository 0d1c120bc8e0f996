"""Several exports of one moment -> one snapshot, and what a list means."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from itasdash.ingest.compose import compose
from itasdash.ingest.facts import Export
from itasdash.ingest.matching.match import Alias
from itasdash.schema import STATUS, lao_key
from tests.kits.tiny import KRABI, LAOS, LIST_TITLE, TRAT, read, register

LIST = ["ที่", "จังหวัด", "อำเภอ", "ชื่อ อปท."]
ROLES = ["จังหวัด", "อำเภอ", "ชื่อหน่วยงาน", "ผู้ดูแลระบบ", "ผู้บริหาร"]
PHON, PHON_SAO, YANG, YA = "5810402", "6810404", "6810305", "6810508"
PREFIX = {"PAO": "อบจ.", "TOWN": "ทม.", "SUBDISTRICT": "ทต.", "SAO": "อบต."}
PROVINCE = {"81": "กระบี่", "23": "ตราด"}


def listed(*who: tuple[str, str, str], **options: object) -> Export:
    rows = [[n, *cells] for n, cells in enumerate(who, start=1)]
    return read([[LIST_TITLE], LIST, *rows], **options)  # type: ignore[arg-type]


def status_of(*exports: Export) -> pd.DataFrame:
    return compose(register(), exports).status.set_index("lao_id", drop=False)


def flags(frame: pd.DataFrame, column: str = "registered") -> dict[str, bool | None]:
    known = frame[frame["lao_id"].notna()]
    return {lao: None if pd.isna(v) else bool(v) for lao, v in known[column].items()}


PHON_LISTED = ("กระบี่", "คลองท่อม", "ทต.คลองพน")


def test_an_lao_on_no_list_is_registered_and_that_is_inferred() -> None:
    status = status_of(listed(PHON_LISTED))
    assert flags(status) == {lao.lao_id: lao.lao_id != PHON for lao in LAOS}
    inferred = status.loc[YANG]
    assert (inferred["basis"], inferred["match"]) == ("inferred", "register")
    assert pd.isna(inferred["source"]) and pd.isna(inferred["source_row"])


def test_an_lao_on_the_list_is_reported_with_its_place() -> None:
    export = listed(PHON_LISTED)
    row = status_of(export).loc[PHON]
    assert (row["basis"], row["match"]) == ("reported", "name")
    assert (row["source"], row["source_sheet"], row["source_row"]) == (export.sha256, "Sheet1", 3)
    # Either of the two may be missing: which, the list does not say.
    assert pd.isna(row["admin_registered"]) and pd.isna(row["executive_registered"])


def test_an_unmatched_row_stays_and_the_lao_it_most_likely_means_is_unknown() -> None:
    status = status_of(listed(("กระบี่", "เกาะลันตา", "อบต.คลองยางง")))
    known = flags(status)
    assert known[YANG] is None
    assert [lao for lao, flag in known.items() if flag is not True] == [YANG]
    row = status[status["lao_id"].isna()].iloc[0]
    assert (row["match"], row["basis"], row["name_th"]) == (
        "unresolved",
        "reported",
        "อบต.คลองยางง",
    )
    assert (row["province_code"], row["district_name_th"], row["lao_type"]) == (
        "81",
        "เกาะลันตา",
        "SAO",
    )
    assert bool(row["registered"]) is False


def test_an_unmatched_row_of_no_known_province_makes_its_lao_unknown_too() -> None:
    known = flags(status_of(listed(("กระเบื้อง", "", "อบต.คลองยางง"))))
    assert known[YANG] is None


def test_two_unmatched_rows_make_two_laos_unknown() -> None:
    known = flags(status_of(listed(("กระบี่", "", "อบต.คลองยาน"), ("กระบี่", "", "อบต.คลองยาด"))))
    assert {lao for lao, flag in known.items() if flag is None} == {YANG, YA}


def test_an_lao_that_is_listed_itself_is_not_the_likely_one_of_another_row() -> None:
    known = flags(
        status_of(listed(("กระบี่", "เกาะลันตา", "อบต.คลองยาง"), ("กระบี่", "", "อบต.คลองยาด")))
    )
    assert known[YANG] is False
    assert known[YA] is None


def test_a_confirmed_name_settles_it() -> None:
    alias = Alias("อบต.คลองยางง", "81", "", YANG)
    status = status_of(listed(("กระบี่", "เกาะลันตา", "อบต.คลองยางง"), aliases=[alias]))
    assert len(status) == len(LAOS)
    assert status.loc[YANG, "match"] == "alias"
    assert flags(status)[YANG] is False


OPEN_ROWS = [
    ("กระบี่", "", "อบต.คลองยาน"),
    ("กระบี่", "คลองท่อม", "ทต.คลองพล"),
    ("ตราด", "", "อบต.ไม่มี"),
]
ROWS = [
    (PROVINCE[lao.province_code], lao.district_name_th, PREFIX[lao.lao_type] + lao.name_th)
    for lao in LAOS
]


@settings(max_examples=30, deadline=None)
# Where a list names all of a province, an open row finds nobody left to mean.
@example([row for row in ROWS if row[0] == "ตราด"] + OPEN_ROWS[-1:])
@given(st.lists(st.sampled_from(ROWS + OPEN_ROWS), min_size=1, max_size=6, unique=True))
def test_the_outstanding_of_a_province_are_its_rows_whatever_is_matched(
    rows: list[tuple[str, str, str]],
) -> None:
    status = status_of(listed(*rows))
    outstanding = Counter(status.loc[status["registered"].eq(False).fillna(False), "province_code"])
    codes = {"กระบี่": "81", "ตราด": "23"}
    assert outstanding == Counter(codes[row[0]] for row in rows)
    # Every LAO has one row, and each open row leaves one LAO unknown, as long as there are any.
    per_province = Counter(status.loc[status["lao_id"].notna(), "province_code"])
    assert per_province == {"81": KRABI, "23": TRAT}
    listed_rows = Counter(codes[row[0]] for row in rows if row not in OPEN_ROWS)
    open_rows = Counter(codes[row[0]] for row in rows if row in OPEN_ROWS)
    unknown = Counter(status.loc[status["registered"].isna(), "province_code"])
    for code, laos in per_province.items():
        assert unknown[code] == min(open_rows[code], laos - listed_rows[code])


def test_a_list_of_those_whom_nobody_opened_says_nothing_of_the_others() -> None:
    status = status_of(listed(PHON_LISTED, list_means="nobody"))
    assert flags(status) == {lao.lao_id: False if lao.lao_id == PHON else None for lao in LAOS}
    row = status.loc[PHON]
    assert bool(row["admin_registered"]) is False
    assert bool(row["executive_registered"]) is False


# --- status beats list ---


def statuses(*who: tuple[str, str, str, str, str]) -> Export:
    return read([ROLES, *map(list, who)])


def test_a_status_export_says_only_what_it_says() -> None:
    status = status_of(statuses(("กระบี่", "", "ทต.คลองพน", "Y", "N")))
    assert flags(status)[PHON] is False
    assert {flag for lao, flag in flags(status).items() if lao != PHON} == {None}
    assert set(status["match"]) == {"name", "register"}


@pytest.mark.parametrize("list_first", [False, True])
def test_a_status_beats_a_list_and_the_list_fills_in_the_rest(list_first: bool) -> None:
    full = statuses(
        ("กระบี่", "คลองท่อม", "ทต.คลองพน", "Y", "Y"), ("กระบี่", "", "อบต.คลองยา", "Y", "N")
    )
    listing = listed(PHON_LISTED, ("กระบี่", "คลองท่อม", "อบต.คลองพน"))
    exports = (listing, full) if list_first else (full, listing)
    status = status_of(*exports)
    known = flags(status)
    assert (known[PHON], known[YA]) == (True, False)
    assert bool(status.loc[YA, "admin_registered"]) is True
    assert (known[PHON_SAO], known[YANG]) == (False, True)
    assert status.loc[PHON, "source"] == full.sha256
    assert status.loc[PHON_SAO, "source"] == listing.sha256
    said = compose(register(), exports).findings
    assert [f.code for f in said] == ["list_status_differ"]


def test_an_open_row_of_the_list_goes_where_the_status_tells_its_lao() -> None:
    listing = listed(("กระบี่", "เกาะลันตา", "อบต.คลองยางง"))
    full = statuses(("กระบี่", "เกาะลันตา", "อบต.คลองยาง", "N", "N"))
    status = status_of(full, listing)
    assert len(status) == len(LAOS)
    assert flags(status)[YANG] is False


def test_open_rows_of_a_status_stay_open() -> None:
    status = status_of(statuses(("กระบี่", "", "อบต.คลองยาน", "Y", "Y")))
    row = status[status["lao_id"].isna()].iloc[0]
    assert bool(row["registered"]) is True
    assert flags(status)[YANG] is None


def test_an_upgraded_lao_keeps_its_row() -> None:
    export = read([["รหัส", *ROLES], ["5810305", "กระบี่", "", "ทต.คลองยาง", "Y", "Y"]])
    status = status_of(export)
    assert flags(status)[YANG] is True
    assert (status.loc[YANG, "match"], status.loc[YANG, "lao_type"]) == ("code", "SAO")
    assert len({lao_key(lao) for lao in status["lao_id"]}) == len(LAOS)


def test_a_summary_alone_knows_no_lao() -> None:
    header = ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    composed = compose(register(), [read([header, ["กระบี่", 7, 5, 2], ["ตราด", 4, "-", "-"]])])
    assert set(flags(composed.status.set_index("lao_id", drop=False)).values()) == {None}
    rows = composed.province_summary.set_index("province_code")
    assert list(rows.loc["81", ["expected", "registered", "outstanding"]]) == [7, 5, 2]
    assert rows.loc["23", ["registered", "outstanding"]].isna().all()


def test_the_tables_have_the_columns_of_the_contract() -> None:
    assert list(compose(register(), [listed(PHON_LISTED)]).status.columns) == STATUS.names


def test_the_same_exports_in_any_order_give_the_same_tables() -> None:
    full = statuses(("กระบี่", "คลองท่อม", "ทต.คลองพน", "Y", "N"))
    listing = listed(PHON_LISTED, ("ตราด", "", "อบต.คลองใหญ่"))
    first, second = compose(register(), [full, listing]), compose(register(), [listing, full])
    pd.testing.assert_frame_equal(first.status, second.status)
