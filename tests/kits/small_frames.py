"""Tiny frames of the stored tables, written out by hand."""

from collections.abc import Iterable
from itertools import count

import pandas as pd

from itasdash.schema import PROVINCE_SUMMARY, STATUS

_NUMBERS = count(1)


def lao(
    name: str = "ท่าช้าง",
    registered: bool | None = None,
    admin: bool | None = None,
    executive: bool | None = None,
    *,
    province: str | None = "30",
    district: str | None = "เมืองนครราชสีมา",
    lao_type: str | None = "SAO",
    lao_id: str | None = "",
    **more: object,
) -> dict[str, object]:
    """Return a row of ``status``; an ``lao_id`` of None is an unmatched row."""
    if lao_id == "":
        lao_id = f"6{province}01{next(_NUMBERS) % 100:02}"
    row: dict[str, object] = dict.fromkeys(STATUS.names)
    return row | {
        "lao_id": lao_id,
        "province_code": province,
        "district_name_th": district,
        "lao_type": lao_type,
        "name_th": name,
        "registered": registered,
        "admin_registered": admin,
        "executive_registered": executive,
        "basis": "reported",
        "match": "unresolved" if lao_id is None else "name",
        **more,
    }


def status(*rows: dict[str, object]) -> pd.DataFrame:
    """Return a checked ``status`` frame."""
    return STATUS.frame(list(rows))


def summary(*claims: tuple[str, int | None, int | None, int | None]) -> pd.DataFrame:
    """Return a ``province_summary`` frame of (province, expected, registered, outstanding)."""
    names = ("province_code", "expected", "registered", "outstanding")
    blank = dict.fromkeys(PROVINCE_SUMMARY.names)
    return PROVINCE_SUMMARY.frame(
        [blank | dict(zip(names, claim, strict=True)) for claim in claims]
    )


def plain(values: Iterable[object]) -> list[object]:
    """Return values as Python objects, None for what is missing."""
    return [None if pd.isna(value) else value for value in values]  # type: ignore[call-overload]


NO_SUMMARY = summary()
