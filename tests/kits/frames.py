"""Frames written out by hand: of the stored tables, and tidy ones as the metrics give them."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import pandas as pd

from itasdash import charts
from itasdash.charts import Chart, Look
from itasdash.charts.geojson import read_boundaries
from itasdash.reference import provinces as real_provinces
from itasdash.schema import PROVINCE_SUMMARY, STATUS
from itasdash.thai.dates import BANGKOK

# --- stored tables ---

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


# --- tidy frames, and every chart of them ---

# Code, name, expected, registered, unknown.
Row = tuple[str, str, int, int, int]

PROVINCES: tuple[Row, ...] = (
    ("30", "นครราชสีมา", 334, 202, 0),
    ("40", "ขอนแก่น", 225, 123, 0),
    ("83", "ภูเก็ต", 19, 13, 0),
)
TYPES: tuple[Row, ...] = (("PAO", "x", 76, 58, 0), ("SAO", "x", 5300, 2582, 0))


def rates(rows: Sequence[Row], key: str = "province_code", **columns: object) -> pd.DataFrame:
    """A row per group; ``columns`` are added (gains, roles)."""
    frame = pd.DataFrame(
        [
            {
                key: code,
                "name_th": name,
                "expected": expected,
                "registered": registered,
                "outstanding": expected - registered - unknown,
                "unknown": unknown,
                "rate": registered / expected if expected else None,
            }
            for code, name, expected, registered, unknown in rows
        ],
        columns=[key, "name_th", "expected", "registered", "outstanding", "unknown", "rate"],
    )
    return frame.assign(**columns)


def trend(*moments: tuple[str, int, int], key: str = "TH", name: str = "ทั้งประเทศ") -> pd.DataFrame:
    """A row per (ISO moment, registered, unknown) of 100 expected LAOs."""
    return pd.DataFrame(
        {
            "as_of": pd.Series(
                [datetime.fromisoformat(m).replace(tzinfo=BANGKOK) for m, _, _ in moments],
                dtype="datetime64[us, Asia/Bangkok]",
            ),
            "key": key,
            "name": name,
            "expected": 100,
            "registered": [registered for _, registered, _ in moments],
            "outstanding": [100 - registered - unknown for _, registered, unknown in moments],
            "unknown": [unknown for _, _, unknown in moments],
            "rate": [registered / 100 for _, registered, _ in moments],
        }
    )


THREE = trend(("2021-12-24T09:00", 23, 0), ("2021-12-30T16:00", 37, 0), ("2022-01-07T13:00", 52, 5))


def square(west: float, south: float, side: float = 1.0) -> list[list[float]]:
    """A closed ring, from its lower left corner on."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def geojson(*features: tuple[dict[str, object], list[Any]]) -> bytes:
    """A file of features, each with its properties and the rings of its polygon."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {"type": "Polygon", "coordinates": rings},
                }
                for properties, rings in features
            ],
        }
    ).encode()


BOUNDARIES = read_boundaries(
    geojson(
        *(({"pro_code": row[0]}, [square(100 + n, 14)]) for n, row in enumerate(PROVINCES)),
        ({"name": "กรุงเทพมหานคร"}, [square(100, 13)]),
    )
)


def many(rows: Sequence[Row], number: int = 24) -> pd.DataFrame:
    """As many provinces as a funnel needs, the first one far below the others."""
    if not rows:
        return rates(())
    codes = [row[0] for row in rows]
    codes += [code for code in real_provinces() if code not in codes][: number - len(codes)]
    return rates(
        [
            (code, rows[n % len(rows)][1], 100, 5 if not n else 45 + n % 10, 0)
            for n, code in enumerate(codes)
        ]
    )


def over_time(rows: Sequence[Row]) -> pd.DataFrame:
    """Every province at three moments, the last one without the first moment."""
    if not rows:
        return THREE.iloc[:0]
    frames = [THREE.assign(key=row[0], name=row[1]) for row in rows]
    return pd.concat([*frames[:-1], frames[-1][1:]], ignore_index=True)


Draw = Callable[[Look], Chart | None]


def all_charts(
    provinces: Sequence[Row] = PROVINCES, types: Sequence[Row] = TYPES, times: Any = THREE
) -> dict[str, tuple[pd.DataFrame, Draw]]:
    """Every chart: the frame that it is given and what draws it."""
    frame = rates(provinces, gain_points=[2.5] * len(provinces), gain_laos=[3] * len(provinces))
    kinds = rates(
        types,
        "lao_type",
        admin_registered=[r + 5 for _, _, _, r, _ in types],
        executive_registered=[r + 1 for _, _, _, r, _ in types],
    )
    key = "lao_type"
    wide, cells = many(provinces), over_time(provinces)
    return {
        "funnel_plot": (wide, lambda look: charts.funnel_plot(wide, look)),
        "heat_map": (cells, lambda look: charts.heat_map(cells, look)),
        "boundary_map": (frame, lambda look: charts.boundary_map(frame, BOUNDARIES, look)),
        "tile_map": (frame, lambda look: charts.tile_map(frame, look)),
        "tile_map_outstanding": (frame, lambda look: charts.tile_map(frame, look, "outstanding")),
        "outstanding_bars": (frame, lambda look: charts.outstanding_bars(frame, look)),
        "group_outstanding": (
            kinds,
            lambda look: charts.group_outstanding(kinds, look, key),
        ),
        "rate_bars": (frame, lambda look: charts.rate_bars(frame, look, "province_code")),
        "movers": (frame, lambda look: charts.movers(frame, look)),
        "role_gap": (kinds, lambda look: charts.role_gap(kinds, look)),
        "rate_trend": (times, lambda look: charts.rate_trend(times, look)),
        "count_trend": (times, lambda look: charts.count_trend(times, look)),
    }
