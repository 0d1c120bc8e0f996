"""The tables as they are declared: what they take, and what they refuse."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.schema import (
    LAO_TYPES,
    OUTSTANDING_STATES,
    PROVINCE_SUMMARY,
    REGISTER,
    STATES,
    STATUS,
    SchemaError,
    Table,
    lao_key,
)
from tests.kits.frames import lao, status, summary


def test_columns_are_those_of_the_contract() -> None:
    surveys = ["iit_quota", "iit_answered", "eit_quota", "eit_answered"]
    place = ["province_code", "district_name_th", "lao_type", "name_th"]
    assert REGISTER.names == ["lao_id", *place]
    assert STATUS.names == [
        "lao_id", *place, "registered", "admin_registered", "executive_registered", "registered_on",
        *surveys, "basis", "match", "source", "source_sheet", "source_row",
    ]  # fmt: skip
    assert PROVINCE_SUMMARY.names == [
        "province_code", "expected", "registered", "outstanding", *surveys,
    ]  # fmt: skip


def test_types_are_those_of_the_contract() -> None:
    types = {field.name: field.type for field in STATUS.arrow_schema()}
    assert types["lao_id"] == types["name_th"] == types["source"] == pa.string()
    assert types["registered"] == types["admin_registered"] == pa.bool_()
    assert types["registered_on"] == pa.date32()
    assert types["iit_quota"] == types["source_row"] == pa.int32()
    nullable = {field.name for field in STATUS.arrow_schema() if field.nullable}
    assert set(STATUS.names) - nullable == {"name_th", "basis", "match"}


def test_frame_has_the_declared_dtypes_columns_and_order() -> None:
    row = lao("ข", True, registered_on=date(2022, 1, 5), lao_id="6300102", iit_quota=49)
    frame = status(row, lao("ก", False, lao_id="6300101"))
    assert list(frame) == STATUS.names
    assert frame["lao_id"].tolist() == ["6300101", "6300102"]
    assert frame.dtypes["iit_quota"] == pd.ArrowDtype(pa.int32())
    assert frame["registered_on"].tolist()[1] == date(2022, 1, 5)


def test_empty_frame_has_the_declared_dtypes_too() -> None:
    for table in (REGISTER, STATUS, PROVINCE_SUMMARY):
        empty = table.frame([])
        assert list(empty) == table.names
        assert len(empty) == 0
        assert pa.Table.from_pandas(empty, schema=table.arrow_schema()).num_rows == 0


REGISTERED = {
    "lao_id": "6300101",
    "province_code": "30",
    "district_name_th": "พิมาย",
    "lao_type": "SAO",
    "name_th": "ท่าช้าง",
}


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        (REGISTER, {"lao_id": None}, "register.lao_id: empty"),
        (REGISTER, {"name_th": None}, "register.name_th: empty"),
        (REGISTER, {"lao_type": "VILLAGE"}, "register.lao_type: unknown value 'VILLAGE'"),
        (REGISTER, {"colour": "red"}, "register: columns missing or unknown: colour"),
        (STATUS, {"basis": "guessed"}, "status.basis: unknown value 'guessed'"),
        (STATUS, {"match": "fuzzy"}, "status.match: unknown value 'fuzzy'"),
        (STATUS, {"iit_quota": 2**31}, "status.iit_quota: "),
        (STATUS, {"iit_quota": "many"}, "status.iit_quota: "),
        (STATUS, {"iit_quota": 1.5}, "status.iit_quota: "),
        (STATUS, {"registered_on": "5 January"}, "status.registered_on: "),
    ],
)
def test_what_is_not_as_declared_is_refused_by_its_name(
    table: Table, row: dict[str, object], message: str
) -> None:
    sound = REGISTERED if table is REGISTER else lao("ก", True)
    assert len(table.frame([sound])) == 1
    with pytest.raises(SchemaError) as refused:
        table.frame([{**sound, **row}])
    assert str(refused.value).startswith(message)


def test_missing_column_is_refused() -> None:
    without = {name: value for name, value in REGISTERED.items() if name != "name_th"}
    with pytest.raises(SchemaError, match="columns missing or unknown: name_th"):
        REGISTER.frame([without])


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(5)))
def test_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [
        lao("ก", True, lao_id="6300101"),
        lao("ข", False, lao_id="6300102"),
        lao("อบต.ฮ", False, lao_id=None, source="a", source_sheet="1", source_row=9),
        lao("อบต.ฮ", False, lao_id=None, source="a", source_sheet="1", source_row=10),
        lao("อบต.ฬ", False, lao_id=None, source="a", source_sheet="1", source_row=10),
    ]
    frame = status(*(rows[place] for place in order))
    pd.testing.assert_frame_equal(frame, status(*rows))


def test_frame_leaves_what_it_is_given_alone() -> None:
    given_frame = pd.DataFrame([REGISTERED])
    REGISTER.frame(given_frame)
    assert given_frame.dtypes["lao_id"] == "str"


def test_states_and_types() -> None:
    assert set(OUTSTANDING_STATES) == set(STATES) - {"complete", "unknown"}
    assert len(set(LAO_TYPES)) == 6
    assert summary(("57", 1, None, None))["registered"].isna().all()


def test_key_of_an_lao_survives_a_change_of_its_type() -> None:
    assert lao_key("6570102") == lao_key("5570102") == "570102"
