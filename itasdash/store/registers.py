"""The registers, a file each, and which of them holds when."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from itasdash.findings import Damaged, Refusal
from itasdash.schema import REGISTER
from itasdash.store.paths import Paths
from itasdash.store.seals import from_parquet


def register_holding(dates: Sequence[date], moment: datetime) -> date:
    """Return which of the registers holds at a moment: the first one also for all time before it.

    Raises:
        Refusal: there is none.
    """
    if not dates:
        raise Refusal("no_register")
    return max((day for day in dates if day <= moment.date()), default=min(dates))


def register_dates(paths: Paths) -> list[date]:
    """Return the dates from which the registers hold, the first one first."""
    found = (_date(path.stem) for path in paths.registers.glob("*.parquet"))
    return sorted(day for day in found if day)


def read_register(paths: Paths, effective: date) -> pd.DataFrame:
    """Return a register as a frame of :data:`REGISTER`.

    Raises:
        Damaged: the stored file is not what was written.
    """
    path = paths.register(effective)
    try:
        return from_parquet(REGISTER, path.read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise Damaged(path) from error


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
