"""Parts of the country: which provinces they hold, their order, and what they sum to."""

import pandas as pd
import pytest

from itasdash.documents.filters import province_filter_words
from itasdash.documents.provenance import reconciliation
from itasdash.documents.rate_tables import provinces_table
from itasdash.metrics import with_gain
from itasdash.metrics.provinces import ORDERS, ProvinceFilter, order_provinces
from itasdash.reference import provinces
from itasdash.schema import SourceFinding
from tests.kits.frames import rates
from tests.kits.small_records import snapshot_info, source

# Chiang Mai 1 of 4, Krabi 2 of 4, Chon Buri 1 of 2, Nakhon Ratchasima unknown.
NOW = rates((("50", "เชียงใหม่", 4, 1, 0), ("81", "กระบี่", 4, 2, 0), ("20", "ชลบุรี", 2, 1, 0)))
BEFORE = rates((("50", "เชียงใหม่", 4, 1, 0), ("81", "กระบี่", 5, 1, 0), ("20", "ชลบุรี", 2, 0, 0)))
GAINED = with_gain(NOW, BEFORE, "province")


def test_every_region_of_every_kind_takes_its_provinces_and_no_other() -> None:
    frame = pd.DataFrame({"province_code": list(provinces())})
    for field in ("region", "nacc_region", "inspection_region"):
        values = {getattr(province, field) for province in provinces().values()}
        parts = [ProvinceFilter(**{f"{field}s": (value,)}).of(frame) for value in values]
        assert sorted(code for part in parts for code in part["province_code"]) == sorted(
            provinces()
        )
    both = ProvinceFilter(regions=("SOUTH",), nacc_regions=("9",)).of(frame)
    assert "81" not in set(both["province_code"])
    assert "90" in set(both["province_code"])
    assert len(ProvinceFilter().of(frame)) == 76


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("lowest", ["50", "81", "20"]),
        ("highest", ["81", "20", "50"]),
        ("outstanding", ["50", "81", "20"]),
        ("gain", ["20", "81", "50"]),
        # Krabi, Chon Buri, Chiang Mai: a leading vowel is read after its consonant.
        ("name", ["81", "20", "50"]),
        ("region", ["50", "20", "81"]),
    ],
)
def test_orders(order: str, codes: list[str]) -> None:
    ordered = order_provinces(GAINED, order)
    assert list(ordered["province_code"]) == codes
    # 1 of 2 and 2 of 4 share the first place, and nobody is second.
    assert dict(zip(ordered["province_code"], ordered["rank"], strict=True)) == {
        "81": 1,
        "20": 1,
        "50": 3,
    }
    assert [*GAINED.columns, "rank"] == list(ordered.columns)


def test_every_order_puts_what_is_missing_last() -> None:
    unknown = rates((("30", "นครราชสีมา", 3, 0, 3),)).assign(
        registered=pd.NA, outstanding=pd.NA, rate=pd.NA, gain_laos=pd.NA, gain_points=pd.NA
    )
    frame = pd.concat([unknown, GAINED], ignore_index=True).astype(
        {"outstanding": "Int64", "rate": "Float64", "gain_points": "Float64"}
    )
    for order in set(ORDERS) - {"name", "region"}:
        assert order_provinces(frame, order)["province_code"].iloc[-1] == "30"


def test_reconciliation_says_what_the_files_of_a_province_do() -> None:
    def found(code: str, province: str | None) -> SourceFinding:
        return SourceFinding(code, province_code=province)

    findings = [
        found("summary_list_differ", "50"),
        found("sum_differs", "50"),
        found("unmatched_name", "50"),
        found("unmatched_name", "81"),
        found("total_row_differs", None),
    ]
    both = tuple(source(kind=kind) for kind in ("province_summary", "unregistered_list"))
    info = snapshot_info(sources=both, findings=tuple(findings))
    codes = pd.Series(["50", "81", "20"])
    assert list(reconciliation(info, codes, "en")) == [
        "2 contradictions",
        "1 to check",
        "All sources agree",
    ]
    assert set(reconciliation(snapshot_info(), codes, "th")) == {"มีแหล่งเดียว"}


def test_the_table_of_the_page_has_rank_and_history() -> None:
    trend = pd.DataFrame({"as_of": [1, 2], "key": ["50", "50"], "rate": [0.0, 0.25]})
    ordered = order_provinces(GAINED, "lowest")
    table = provinces_table(ordered, "th", pd.Series(["ก", "ข", "ค"]), trend)
    assert list(table.iloc[0]) == ["เชียงใหม่", 3, 25.0, 1, 3, 4, 0.0, 0, "ก", [0.0, 25.0]]


def test_words_name_what_is_chosen() -> None:
    wanted = ProvinceFilter(("NORTH",), ("5",), ("15", "16"))
    assert province_filter_words(wanted, "th") == [
        "ภาคเหนือ",
        "ป.ป.ช. ภาค 5",
        "เขตตรวจราชการที่ 15",
        "เขตตรวจราชการที่ 16",
    ]
    assert province_filter_words(ProvinceFilter(), "en") == []
