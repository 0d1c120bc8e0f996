"""Sums of places out of a mart are those of its rows, in whatever order and spelling they come."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from itasdash.importing.mart_sums import frame_of, place_sums
from itasdash.schema.marts import TALLIES

SUMS = ("expected", "iit_answered", "unmatched")
MOMENTS = pd.date_range("2022-01-07 13:00", periods=3, tz="Asia/Bangkok").as_unit("us")


def rows(seed: int) -> pd.DataFrame:
    """Return rows of the mart, some without a place, some that tell nothing."""
    random, size = np.random.default_rng(seed), 60

    def any_of(*values: object) -> pd.Series:
        return pd.Series([values[i] for i in random.integers(len(values), size=size)])

    return pd.DataFrame(
        {
            "as_of": MOMENTS[random.integers(len(MOMENTS), size=size)],
            "province_code": any_of("10", "81", None),
            "district": any_of("เมือง", "ก", "ข", None),
            "lao_type": any_of("SAO", "CITY", None),
            "claimed": random.random(size) < 0.2,
            "expected": any_of(0, 1, 300).astype("Int64"),
            "iit_answered": any_of(None, 0, 70_000, 2**31 - 1).astype("Int64"),
            "unmatched": pd.Series([None] * size, dtype="Int64"),
        }
    )


def table_of(frame: pd.DataFrame) -> pa.Table:
    fields = [field for field in TALLIES.arrow_schema() if field.name in frame]
    return pa.Table.from_pandas(frame, schema=pa.schema(fields), preserve_index=False)


@pytest.mark.parametrize("places", [(), ("province_code",), ("province_code", "lao_type")])
@pytest.mark.parametrize("seed", range(4))
def test_they_are_the_sums_of_the_rows(places: tuple[str, ...], seed: int) -> None:
    frame = rows(seed)
    table = table_of(frame)
    keys = ["as_of", "claimed", *places]
    told = frame.groupby(keys, dropna=False)[list(SUMS)].sum(min_count=1).reset_index()
    columns = [
        table[name].dictionary_encode() if name in places else table[name]
        for name in table.column_names
    ]
    coded = pa.table(columns, names=table.column_names)
    for given in (table, coded, pa.concat_tables([coded[:20], coded[20:]])):
        found = frame_of([place_sums(given, places, SUMS)], places, SUMS)
        assert found["as_of"].is_monotonic_increasing
        pd.testing.assert_frame_equal(
            found[[*keys, *SUMS]], told, check_dtype=False, check_categorical=False
        )


def test_some_moments_are_cut_and_joined() -> None:
    parts = [place_sums(table_of(rows(seed)), ("district",), SUMS) for seed in (1, 2)]
    whole = frame_of(parts, ("district",), SUMS)
    first, _, last = MOMENTS.to_pydatetime()
    cut = [part.of([last, first]) for part in parts]
    told = whole[whole["as_of"] != MOMENTS[1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame_of(cut, ("district",), SUMS), told)
    assert frame_of([part.of([]) for part in parts], (), SUMS).empty
    assert cut[0].nbytes < parts[0].nbytes
