"""What marts hold of the sums of a month, as small arrays: read once, cut and joined as asked for.

A year of days has hundreds of thousands of rows, of a few hundred places: of each row only the
number of its place is kept, and counts of LAOs fit a byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from itasdash.metrics.tallies import PLACES

_Array = npt.NDArray[np.integer]
_Flags = npt.NDArray[np.bool_]
_ZONE = "Asia/Bangkok"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Place:
    """The number of the place of each row, -1 where it has none, and the names of all, in order."""

    codes: _Array
    names: npt.NDArray[np.str_]


@dataclass(frozen=True)
class PlaceSums:
    """Sums of some snapshots by place, by moment, claims behind what is counted.

    Attributes:
        at: the moment of each row, in microseconds.
        claimed: whether it is a claim of a summary.
        places: those that are told apart.
        values: the sums by their names, 0 where they are not told.
        told: where they are, of those that are not told everywhere.
    """

    at: _Array
    claimed: _Flags
    places: Mapping[str, _Place]
    values: Mapping[str, _Array]
    told: Mapping[str, _Flags]

    def of(self, moments: Iterable[datetime]) -> "PlaceSums":
        """Return those of some snapshots, whether or not there are any others."""
        wanted = np.unique(np.array([*map(_microseconds, moments)], dtype=np.int64))
        starts = np.searchsorted(self.at, wanted, side="left")
        ends = np.searchsorted(self.at, wanted, side="right")
        if not len(wanted) or ends[-1] - starts[0] == (ends - starts).sum():
            rows: slice | _Array = slice(starts[0], ends[-1]) if len(wanted) else slice(0)
        else:
            rows = np.concatenate([np.arange(*span) for span in zip(starts, ends, strict=True)])
        return PlaceSums(
            self.at[rows],
            self.claimed[rows],
            {name: _Place(each.codes[rows], each.names) for name, each in self.places.items()},
            {name: values[rows] for name, values in self.values.items()},
            {name: told[rows] for name, told in self.told.items()},
        )

    @cached_property
    def nbytes(self) -> int:
        """How many bytes they take."""
        codes = [each.codes for each in self.places.values()]
        names = [each.names for each in self.places.values()]
        arrays = [self.at, self.claimed, *self.values.values(), *self.told.values()]
        return sum(int(each.nbytes) for each in (*arrays, *codes, *names))


def place_sums(table: pa.Table, places: Sequence[str], sums: Sequence[str]) -> PlaceSums:
    """Return the sums of the places that are told apart; what nothing tells stays missing.

    Args:
        table: rows of the mart :data:`itasdash.schema.marts.TALLIES`, its texts coded or not.
        places: of :data:`itasdash.metrics.tallies.PLACES`.
        sums: of :data:`itasdash.schema.marts.SUMS`.
    """
    at = table["as_of"].cast(pa.int64()).to_numpy()
    claimed = table["claimed"].to_numpy()
    coded = {name: _coded(table[name]) for name in places}
    cell = np.unique(at, return_inverse=True)[1] * 2 + claimed
    for each in coded.values():
        # A row without the place stands behind those that have it.
        size = len(each.names) + 1
        cell = cell * size + np.where(each.codes < 0, size - 1, each.codes)
    order = None
    if (np.diff(cell) < 0).any():
        order = np.argsort(cell, kind="stable")
        cell = cell[order]
    begins = np.flatnonzero(np.diff(cell, prepend=-1))
    first = begins if order is None else order[begins]
    values: dict[str, _Array] = {}
    told: dict[str, _Flags] = {}
    for name in sums:
        column = table[name].combine_chunks()
        own = column.fill_null(0).to_numpy()
        own = own if order is None else own[order]
        summed = own if len(begins) == len(cell) else _added(own, begins)
        values[name] = _small(summed)
        if column.null_count:
            there = pc.is_valid(column).to_numpy(zero_copy_only=False)
            there = there if order is None else there[order]
            told[name] = _added(there, begins) > 0
    found = {name: _Place(_small(each.codes[first]), each.names) for name, each in coded.items()}
    return PlaceSums(at[first], claimed[first], found, values, told)


def _added(values: npt.NDArray[np.generic], begins: _Array) -> _Array:
    if not len(begins):
        return np.zeros(0, dtype=np.int64)
    return np.add.reduceat(values, begins, dtype=np.int64)


def _small(values: _Array) -> _Array:
    """Return whole numbers in as few bytes as they fit."""
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    return values.astype(np.promote_types(np.min_scalar_type(low), np.min_scalar_type(high)))


def _coded(column: pa.ChunkedArray) -> _Place:
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    array = coded.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = coded.unify_dictionaries().combine_chunks()
    names = array.dictionary.to_numpy(zero_copy_only=False).astype("U")
    order = np.argsort(names)
    ranks = np.full(len(names) + 1, -1, dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return _Place(ranks[array.indices.fill_null(-1).to_numpy()], names[order])


def frame_of(
    parts: Sequence[PlaceSums], places: Sequence[str], sums: Sequence[str]
) -> pd.DataFrame:
    """Return sums under each other as a frame.

    Returns:
        ``as_of``, :data:`itasdash.metrics.tallies.PLACES` (as categories; none where they are not
        told apart), ``claimed`` and the sums.
    """
    if not parts:
        return pd.DataFrame(columns=["as_of", *PLACES, "claimed", *sums])
    at = np.concatenate([part.at for part in parts]).astype("datetime64[us]")
    rows = len(at)
    columns: dict[str, object] = {
        "as_of": pd.DatetimeIndex(at, tz="UTC").tz_convert(_ZONE),
        **{name: _joined([part.places[name] for part in parts]) for name in places},
        "claimed": np.concatenate([part.claimed for part in parts]),
    }
    for name in sums:
        values = np.concatenate([part.values[name] for part in parts]).astype(np.int64)
        missing = np.zeros(rows, dtype=bool)
        if any(name in part.told for part in parts):
            everywhere = (part.told.get(name, np.ones(len(part.at), dtype=bool)) for part in parts)
            missing = ~np.concatenate([*everywhere])
        columns[name] = pd.arrays.IntegerArray(values, missing)
    left_out = {name: None for name in PLACES if name not in places}
    return pd.DataFrame(columns).assign(**left_out)


def _joined(parts: Sequence[_Place]) -> pd.Categorical:
    names = np.unique(np.concatenate([part.names for part in parts]))
    codes = []
    for part in parts:
        places = np.array([*np.searchsorted(names, part.names), -1], dtype=np.int64)
        codes.append(places[part.codes])
    categories = pd.Index(names.astype("object"), dtype="object")
    return pd.Categorical.from_codes(np.concatenate(codes), categories)


def _microseconds(moment: datetime) -> int:
    return (moment - _BEGINNING) // timedelta(microseconds=1)
