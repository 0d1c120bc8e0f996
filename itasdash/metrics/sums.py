"""Tallies as arrays of numbers, added up by any groups: no text is looked at row by row.

A year of days has hundreds of thousands of rows, and a few hundred places. Rows are told apart by
the number of their snapshot and of their place; names are looked up for each place once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.metrics.groups import KEYS, OF_PROVINCES, group_names, group_ranks, region_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Counts(NamedTuple):
    """Whole numbers, and which of them are told; what is not told is 0 in ``values``."""

    values: Numbers
    told: Flags

    @classmethod
    def of(cls, column: pd.Series) -> "Counts":
        """Return a column of whole numbers."""
        if column.dtype == np.int64:
            return cls(column.to_numpy(), np.ones(len(column), dtype=bool))
        array = column.astype("Int64").array
        return cls(array.to_numpy(dtype=np.int64, na_value=0), ~np.asarray(array.isna()))

    @classmethod
    def none(cls, size: int) -> "Counts":
        """Return so many numbers of which none is told."""
        return cls(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool))

    def spread(self, rows: Numbers, size: int) -> "Counts":
        """Return so many numbers: these in some rows, and none told in the others."""
        found = Counts.none(size)
        found.values[rows], found.told[rows] = self
        return found

    def where(self, kept: Flags) -> "Counts":
        """Return what is told only where it is ``kept``."""
        return Counts(np.where(kept, self.values, 0), self.told & kept)

    def in_place(self, rows: Flags, other: "Counts") -> "Counts":
        """Return the other ones in some rows."""
        values, told = (np.where(rows, two, one) for one, two in zip(self, other, strict=True))
        return Counts(values, told)

    def or_else(self, other: "Counts") -> "Counts":
        """Return the other ones where these are not told."""
        return Counts(np.where(self.told, self.values, other.values), self.told | other.told)

    def __add__(self, other: "Counts") -> "Counts":  # type: ignore[override]
        return _both(self, other, self.values + other.values)

    def __sub__(self, other: "Counts") -> "Counts":
        return _both(self, other, self.values - other.values)

    def at(self, rows: Flags | Numbers) -> "Counts":
        """Return those of some rows."""
        return Counts(self.values[rows], self.told[rows])

    @property
    def array(self) -> pd.arrays.IntegerArray:
        """They as a column of a frame."""
        return pd.arrays.IntegerArray(self.values, ~self.told)


def _both(one: Counts, other: Counts, values: Numbers) -> Counts:
    told = one.told & other.told
    return Counts(np.where(told, values, 0), told)


def shares(part: Counts, whole: Counts, told: Flags) -> pd.arrays.FloatingArray:
    """Return one number divided by another where both, and it, are told; 0 by 0 is nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = part.values / whole.values
    told = told & part.told & whole.told & ~np.isnan(values)
    return pd.arrays.FloatingArray(np.where(told, values, 0.0), ~told)


def paired(
    now: pd.DataFrame, before: pd.DataFrame | None, keys: Sequence[str]
) -> tuple[Numbers, Numbers]:
    """Return the rows of two frames whose keys are the same, which are there once in ``before``."""
    nothing = np.zeros(0, dtype=np.int64)
    if before is None or not len(before) or not len(now):
        return nothing, nothing
    at = {key: row for row, key in enumerate(_keys_of(before, keys))}
    found = np.array([at.get(key, -1) for key in _keys_of(now, keys)], dtype=np.int64)
    rows = np.flatnonzero(found >= 0)
    return rows, found[rows]


def _keys_of(frame: pd.DataFrame, keys: Sequence[str]) -> Iterable[tuple[object, ...]]:
    return zip(*(frame[name].to_numpy(dtype="object") for name in keys), strict=True)


def sums(counts: Counts, group: Numbers, groups: int) -> Counts:
    """Return the sum of each group, not told where no row of it is.

    ``group`` is the number of the group of each row, below 0 where it is of none.
    """
    rows = counts.told & (group >= 0)
    own, values = group[rows], counts.values[rows]
    # Counts are far below the numbers that are no longer whole in the arithmetic of fractions.
    found = np.bincount(own, weights=values, minlength=groups)
    return Counts(found.astype(np.int64), np.bincount(own, minlength=groups) > 0)


class _Named(NamedTuple):
    """The place of each row: a number, -1 where it is missing, and the names of all of them."""

    codes: Numbers
    names: npt.NDArray[np.object_]


class Tallied:
    """The rows of some tallies, of one snapshot or of several under each other."""

    def __init__(
        self, tallies: pd.DataFrame, at: Numbers | None = None, moments: pd.Index | None = None
    ) -> None:
        """Take tallies as :func:`itasdash.metrics.tallies.tally` gives them.

        ``at`` is the number of the snapshot of each row and ``moments`` these in order; left out,
        they are told by ``as_of``, or there is one snapshot.
        """
        if at is None or moments is None:
            if "as_of" in tallies:
                codes, moments = pd.factorize(tallies["as_of"], sort=True)
                at = codes.astype(np.int64)
            else:
                at, moments = np.zeros(len(tallies), dtype=np.int64), pd.RangeIndex(1)
        self.at: Numbers = at
        self.moments: pd.Index = moments
        self._frame = tallies
        self._counts: dict[str, Counts] = {}
        self._places: dict[str, _Named] = {}

    @cached_property
    def claimed(self) -> Flags:
        """Which rows are claims of a summary."""
        return np.asarray(self._frame["claimed"], dtype=bool)

    def counts(self, name: str) -> Counts:
        """Return one of the columns."""
        if name not in self._counts:
            self._counts[name] = Counts.of(self._frame[name])
        return self._counts[name]

    def place(self, name: str) -> _Named:
        """Return one of :data:`itasdash.metrics.tallies.PLACES`."""
        if name not in self._places:
            column = self._frame[name]
            if isinstance(column.dtype, pd.CategoricalDtype):
                codes, names = column.cat.codes.to_numpy(), column.cat.categories
            else:
                codes, names = pd.factorize(column)
            self._places[name] = _Named(codes.astype(np.int64), np.asarray(names, dtype="object"))
        return self._places[name]

    @cached_property
    def of_province(self) -> Numbers:
        """Of each row, in one number, the snapshot and the province, which may be missing."""
        codes, names = self.place("province_code")
        found: Numbers = self.at * (len(names) + 1) + codes + 1
        return found

    @property
    def names_province(self) -> Flags:
        """Which rows have a province."""
        return np.asarray(self.place("province_code").codes >= 0)

    @property
    def provinces(self) -> int:
        """How many numbers :attr:`of_province` may have."""
        return len(self.moments) * (len(self.place("province_code").names) + 1)

    def in_provinces(self, province_codes: Collection[str]) -> Flags:
        """Tell which rows are of some provinces."""
        codes, names = self.place("province_code")
        wanted = np.array([*(name in set(province_codes) for name in names), False], dtype=bool)
        return np.asarray(wanted[codes])


@dataclass(frozen=True)
class Kinds:
    """The groups of a kind that some tallies have rows of, in the order in which they are shown.

    Attributes:
        of_row: the number of the group of each row, -1 where it has none.
        columns: the key or keys of each group, and ``name_th``.
        of_provinces: whether they are whole provinces, of which a summary tells.
    """

    of_row: Numbers
    columns: dict[str, pd.api.extensions.ExtensionArray]
    of_provinces: bool

    def __len__(self) -> int:
        return len(self.columns["name_th"])


def kinds_of(tallied: Tallied, by: str, language: str) -> Kinds:
    """Return the groups of one of :data:`itasdash.metrics.GROUPS`."""
    if by == "country":
        codes, keys = np.zeros(len(tallied.at), dtype=np.int64), {"country": np.array(["TH"])}
    elif by == "district":
        provinces, districts = tallied.place("province_code"), tallied.place("district")
        whole = provinces.codes * len(districts.names) + districts.codes
        whole[(provinces.codes < 0) | (districts.codes < 0)] = -1
        pairs, codes = np.unique(whole, return_inverse=True)
        codes = codes.astype(np.int64)
        if len(pairs) and pairs[0] < 0:
            pairs, codes = pairs[1:], codes - 1
        province, district = np.divmod(pairs, max(len(districts.names), 1))
        keys = {
            "province_code": provinces.names[province],
            "district": districts.names[district],
        }
    else:
        codes, names = tallied.place("lao_type" if by == "type" else "province_code")
        if by == "region":
            known = region_of()
            regions, names = pd.factorize(np.array([known.get(n) for n in names], dtype="object"))
            codes = np.array([*regions, -1], dtype=np.int64)[codes]
        keys = {KEYS[by]: np.asarray(names, dtype="object")}
    frame = pd.DataFrame({name: pd.array(values, dtype="str") for name, values in keys.items()})
    frame["name_th"] = group_names(frame, by, language).astype("str")
    order = np.argsort(group_ranks(frame, by), kind="stable")
    ranks = np.empty(len(order) + 1, dtype=np.int64)
    ranks[order], ranks[-1] = np.arange(len(order)), -1
    frame = frame.iloc[order]
    return Kinds(ranks[codes], {str(name): frame[name].array for name in frame}, by in OF_PROVINCES)


@dataclass(frozen=True)
class Groups:
    """The groups that there are at each snapshot, by moment and then as they are shown.

    Attributes:
        at: the number of the snapshot of each.
        kind: which of the groups of all snapshots it is.
        of_row: the number of the group of each row, -1 where it has none.
    """

    at: Numbers
    kind: Numbers
    of_row: Numbers

    def __len__(self) -> int:
        return len(self.at)

    def number_of(self, at: Numbers, kind: Numbers, kinds: int) -> Numbers:
        """Return the number of the group of a kind at a snapshot, -1 where there is none.

        ``kinds`` is how many of them there are; a kind below 0 is none.
        """
        known, cells = self.at * kinds + self.kind, at * kinds + kind
        if not len(known):
            return np.full(len(cells), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(known, cells), len(known) - 1)
        return np.where((kind >= 0) & (known[places] == cells), places, -1)


def groups_at(tallied: Tallied, kinds: Kinds, counted: Flags) -> Groups:
    """Return the groups of which any row is ``counted``, each at its snapshot."""
    own = counted & (kinds.of_row >= 0)
    there, of_row = numbered(tallied.at * len(kinds) + kinds.of_row, own)
    at, kind = np.divmod(there, max(len(kinds), 1))
    return Groups(at, kind, of_row)


def numbered(cells: Numbers, own: Flags) -> tuple[Numbers, Numbers]:
    """Return which cells own rows are in, in order, and the place of each row's among these.

    Rows that are not ``own`` are at -1.
    """
    most = int(cells[own].max()) + 1 if own.any() else 0
    found = np.full(len(cells), -1, dtype=np.int64)
    if most > _MOST_EMPTY * len(cells):
        there, found[own] = np.unique(cells[own], return_inverse=True)
        return there, found
    filled = np.zeros(most, dtype=bool)
    filled[cells[own]] = True
    places = np.cumsum(filled) - 1
    found[own] = places[cells[own]]
    return np.flatnonzero(filled), found


# From so many possible cells for each row on, those that there are are found by sorting.
_MOST_EMPTY = 20
