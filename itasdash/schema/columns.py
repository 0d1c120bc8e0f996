"""What a stored table is, and the words that tables of more than one kind hold.

It stands by itself, so that what marts are counted by (:func:`itasdash.importing.marts.program`)
stays the same where a column is declared that nothing is counted of.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

LAO_TYPES = ("PAO", "CITY", "TOWN", "SUBDISTRICT", "SAO", "SPECIAL")
STATES = ("complete", "admin_only", "executive_only", "none", "incomplete", "unknown")
# The perception surveys.
INSTRUMENTS = ("iit", "eit")


class SchemaError(ValueError):
    """A frame does not have the columns or values that its table asks for."""


@dataclass(frozen=True)
class Column:
    """A column: its Arrow type, whether it may be empty, and the only values it may hold."""

    name: str
    type: pa.DataType
    nullable: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A stored table: its columns and the order of its rows.

    A frame has the ``optional`` columns, behind the others, only where any row has a value there.
    """

    name: str
    columns: tuple[Column, ...]
    sort_by: tuple[str, ...]
    optional: tuple[Column, ...] = ()

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    def optional_in(self, frame: pd.DataFrame) -> list[str]:
        """Return the names of the optional columns that a frame has, in order."""
        return [column.name for column in self.optional if column.name in frame]

    def arrow_schema(self, optional: Sequence[str] = ()) -> pa.Schema:
        """Return the Parquet schema, with some of the optional columns."""
        columns = [*self.columns, *(c for c in self.optional if c.name in optional)]
        return pa.schema([pa.field(c.name, c.type, c.nullable) for c in columns])

    def frame(self, rows: list[dict[str, object]] | pd.DataFrame) -> pd.DataFrame:
        """Return ``rows`` as a checked frame in this table's dtypes and row order.

        Raises:
            SchemaError: a column is missing or unknown, a value has the wrong type, is empty
                where it must not be, or is not one of the allowed values.
        """
        frame = pd.DataFrame(rows, columns=None if len(rows) else self.names)
        strange = sorted((set(frame.columns) ^ set(self.names)) - {c.name for c in self.optional})
        if strange:
            raise SchemaError(f"{self.name}: columns missing or unknown: {', '.join(strange)}")
        filled = [name for name in self.optional_in(frame) if frame[name].notna().any()]
        for column in (*self.columns, *(c for c in self.optional if c.name in filled)):
            try:
                frame[column.name] = frame[column.name].astype(pd.ArrowDtype(column.type))
            except (TypeError, ValueError, pa.ArrowException) as error:
                raise SchemaError(f"{self.name}.{column.name}: {error}") from error
            self._check(column, frame[column.name])
        order = list(self.sort_by)
        if frame.duplicated(order).any():
            # Ties are broken by every other column, so that the same rows always give the same
            # bytes.
            order += [name for name in (*self.names, *filled) if name not in self.sort_by]
        return frame[[*self.names, *filled]].sort_values(order, ignore_index=True, kind="stable")

    def _check(self, column: Column, values: "pd.Series[object]") -> None:
        if not column.nullable and values.isna().any():
            raise SchemaError(f"{self.name}.{column.name}: empty where a value is needed")
        if column.values and (strange := set(values.dropna().unique()) - set(column.values)):
            raise SchemaError(f"{self.name}.{column.name}: unknown value {sorted(strange)[0]!r}")
