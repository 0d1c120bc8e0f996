"""Frames that are as declared: seen to be so, and made so where they are not."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.schema import PROVINCE_SUMMARY, SchemaError
from itasdash.schema.columns import Column, Table
from itasdash.schema.declared import declared

TABLE = Table(
    "small",
    (
        Column("place", pa.string(), nullable=False, values=("ก", "ข", "ค")),
        Column("number", pa.int32()),
    ),
    sort_by=("place", "number"),
    optional=(Column("score", pa.float64()),),
)
PLACES = st.sampled_from(["ก", "ข", "ค", "ง", None])
ROWS = st.lists(st.tuples(PLACES, st.integers(0, 2) | st.none(), st.none() | st.just(1.5)))


def frame_of(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = (*TABLE.columns, *TABLE.optional)
    values = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return pd.DataFrame(
        {
            each.name: pd.array(list(own), dtype=pd.ArrowDtype(each.type))
            for each, own in zip(columns, values, strict=True)
        }
    )


@given(ROWS)
def test_what_is_seen_to_be_as_declared_is_what_would_be_made(
    rows: list[tuple[object, ...]],
) -> None:
    frame = frame_of(rows)
    seen = declared(TABLE, frame)
    try:
        made = TABLE.frame(frame)
    except SchemaError:
        assert seen is None
        return
    if seen is not None:
        pd.testing.assert_frame_equal(frame, made)
    again = declared(TABLE, made)
    keys = made[list(TABLE.sort_by)]
    if len(made) and not keys.duplicated().any() and keys.notna().all(axis=None):
        assert again is not None
        assert again.to_pandas(types_mapper=pd.ArrowDtype).equals(made)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"place": ["ก"], "number": [1]}),
        frame_of([("ก", 1, 1.0)]).drop(columns="number"),
        frame_of([("ก", 1, 1.0)]).assign(more=1),
        frame_of([("ก", 1, 1.0)])[["number", "place", "score"]],
        frame_of([("ก", 1, 1.0)]).astype({"number": pd.ArrowDtype(pa.int64())}),
        frame_of([]),
    ],
    ids=["other types", "too few", "too many", "other order", "another width", "no rows"],
)
def test_other_columns_are_not_seen_to_be(frame: pd.DataFrame) -> None:
    assert declared(TABLE, frame) is None


def test_arrow_of_a_declared_frame_is_what_pandas_would_make_of_it() -> None:
    rows = [dict.fromkeys(PROVINCE_SUMMARY.names) | {"province_code": "10"}]
    frame = PROVINCE_SUMMARY.frame(rows)
    found = declared(PROVINCE_SUMMARY, frame)
    wanted = pa.Table.from_pandas(
        frame, schema=PROVINCE_SUMMARY.arrow_schema(), preserve_index=False
    ).replace_schema_metadata(None)
    assert found is not None
    assert found.equals(wanted)
    sinks = [io.BytesIO(), io.BytesIO()]
    for sink, each in zip(sinks, (found, wanted), strict=True):
        pq.write_table(each, sink)
    assert sinks[0].getvalue() == sinks[1].getvalue()
