"""What is sent of a table to a browser, made once and not at every run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pyarrow as pa
from pandas.api.types import is_scalar
from streamlit.dataframe_util import convert_pandas_df_to_arrow_table

from itasdash.charts.look import SMALL_SIZE, text_width
from itasdash.documents.rate_tables import change_digits
from itasdash.i18n.numbers import is_null, signed

if TYPE_CHECKING:
    # It brings a language of templates along, for which the first page of a server would wait.
    from pandas.io.formats.style import Styler

# How many of the longest texts of a column are measured.
_LONGEST = 40


@dataclass(frozen=True)
class SentTable:
    """A table as it is sent, and what its columns need.

    Attributes:
        values: what its cells hold, which it is sorted by.
        texts: how they are written, None where they are written as what they hold.
        widths: the pixels that each column needs for its heading and its texts.
        worded: which columns hold texts.
        changes: which columns hold changes.
    """

    values: pa.Table | pd.DataFrame
    texts: pd.DataFrame | None
    widths: Mapping[str, int]
    worded: frozenset[str]
    changes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.values)

    def data(self) -> "pa.Table | Styler":
        """Return the table as ``st.dataframe`` takes it."""
        if self.texts is None:
            return self.values
        cells = _Cells(self.values)
        cells.texts = self.texts
        # Streamlit has a styler write every cell anew at each run, and asks it in these two ways.
        styled = cells.style.set_uuid("itasdash")
        styled.__dict__ |= {"_compute": lambda: styled, "_translate": lambda *_: {"body": []}}
        return styled


class _Cells(pd.DataFrame):  # type: ignore[misc]
    """Cells of which it is known how they are written."""

    _metadata = ["texts"]  # noqa: RUF012 - pandas looks for a list
    texts: pd.DataFrame

    def astype(self, dtype: Any, *args: Any, **kwargs: Any) -> pd.DataFrame:
        """Return the texts, where streamlit asks for cells as texts."""
        return self.texts if dtype is str else super().astype(dtype, *args, **kwargs)


def sent_table(table: pd.DataFrame, language: str) -> SentTable:
    """Return what is sent of a table whose changes are written as documents write them.

    Changes have their sign, other decimals beside them one digit, and what is missing is empty;
    all stay numbers. A table without changes is written by the browser.
    """
    digits = change_digits(table, language)
    names = [str(name) for name in table.columns]
    worded = frozenset(name for name in names if pd.api.types.is_string_dtype(table[name]))
    return SentTable(
        table if digits else convert_pandas_df_to_arrow_table(table),
        _texts(table, digits) if digits else None,
        {name: _width(table, name, worded=name in worded) for name in names},
        worded,
        tuple(digits),
    )


def _texts(table: pd.DataFrame, digits: Mapping[str, int]) -> pd.DataFrame:
    """Return how the cells of a table are written."""
    texts = cast(pd.DataFrame, table.astype(str))
    for place, name in enumerate(table.columns):
        values = table[name].astype("object")
        if name in digits:
            written = {row: signed(value, digits[name]) for row, value in enumerate(values)}
        else:
            # A cell may hold a list, which is drawn.
            single = [(row, value) for row, value in enumerate(values) if is_scalar(value)]
            written = {
                row: "" if is_null(value) else f"{value:.1f}"
                for row, value in single
                if isinstance(value, float) or is_null(value)
            }
        texts.iloc[[*written], place] = [*written.values()]
    return texts


def _width(table: pd.DataFrame, name: str, *, worded: bool) -> int:
    """Return the pixels that a column needs for its heading and the longest of its texts."""
    words = [name]
    if worded:
        words += sorted(set(table[name].dropna().astype(str)), key=len)[-_LONGEST:]
    return max(text_width(word, SMALL_SIZE) for word in words) + 14
