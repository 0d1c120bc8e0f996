"""Boundaries of provinces from a GeoJSON file: read, checked, matched and simplified."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from itasdash.findings import Refusal
from itasdash.reference import all_provinces, table
from itasdash.reference.names import read_province
from itasdash.settings import limits

# A map is drawn some 700 pixels high; what is finer than half of one is left out.
_PIXELS = 700
_TOLERANCE, _SMALLEST, _SPACING = 0.5, 2.0, 10.0
# More would be slow to send and to draw; all of Thailand needs a tenth.
_MOST_POINTS = 50_000
_CODE = re.compile(r"(?:TH-?)?(\d\d)")
_PROVINCE = re.compile(r"\bprovince$|^changwat\b", re.IGNORECASE)
_SHOWN = 40

Point = tuple[float, float]
Ring = tuple[Point, ...]
_Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Boundary:
    """The shape of a province, in degrees of longitude and latitude.

    Attributes:
        province_code: DOPA code, Bangkok included.
        rings: closed rings, the first and the last point the same; a ring within another is a
            hole (even-odd rule).
        spots: points inside, close to each other, that together stand for the whole shape.
        centre: the spot that is farthest from any edge.
        room: how far, in degrees.
    """

    province_code: str
    rings: tuple[Ring, ...]
    spots: tuple[Point, ...]
    centre: Point
    room: float


@dataclass(frozen=True)
class Boundaries:
    """The provinces of a file in code order, and how far they reach."""

    provinces: tuple[Boundary, ...]
    west: float
    south: float
    east: float
    north: float


def read_boundaries(data: bytes) -> Boundaries:
    """Return the boundaries that a GeoJSON file holds, simplified for a map of a screen's height.

    The file is a FeatureCollection of polygons in degrees (WGS 84), as GeoJSON always is. A feature
    is the province that one of its properties names, in Thai or English and any spelling
    (:func:`itasdash.reference.names.read_province`); where none does, the one whose DOPA code
    stands in a property of ``reference/boundary_words.csv`` (``10``, ``TH10`` or ``TH-10``).
    Several features may be parts of one province. Provinces may be missing.

    Raises:
        Refusal: the file is too big or too finely drawn, no such GeoJSON, or has a feature that is
            not one province or has no sound polygon; the sentence names the first one.
    """
    most = limits().boundary_bytes
    if len(data) > most:
        raise Refusal("boundaries_too_big", {"megabytes": most // 2**20})
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refusal("boundaries_not_geojson") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise Refusal("boundaries_not_geojson")
    found: dict[str, list[_Points]] = {}
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            raise Refusal("boundaries_not_geojson")
        code = _province(feature)
        if code is None:
            raise Refusal("boundary_unmatched", _named(number, feature))
        rings = _rings(feature.get("geometry"))
        if not rings:
            raise Refusal("boundary_geometry", _named(number, feature))
        found.setdefault(code, []).extend(rings)
    return _drawable(found)


def _drawable(found: dict[str, list[_Points]]) -> Boundaries:
    points = np.concatenate([ring for rings in found.values() for ring in rings])
    west, south = points.min(axis=0).tolist()
    east, north = points.max(axis=0).tolist()
    pixel = max(east - west, north - south) / _PIXELS
    shapes = {code: _seen(rings, pixel) for code, rings in found.items()}
    if sum(len(ring) for rings in shapes.values() for ring in rings) > _MOST_POINTS:
        raise Refusal("boundaries_too_fine", {"points": _MOST_POINTS})
    provinces = tuple(_boundary(code, shapes[code], pixel) for code in sorted(shapes))
    return Boundaries(provinces, west, south, east, north)


# --- which province -------------------------------------------------------------------------------


def _province(feature: dict[str, Any]) -> str | None:
    """Return the code of the one province that a feature says it is."""
    properties = _properties(feature)
    texts = [value for value in properties.values() if isinstance(value, str)]
    bare = (_PROVINCE.sub("", text.strip()) for text in texts)
    named = {code for code in map(read_province, bare) if code}
    if named:
        # Where two of its names mean two provinces nobody can tell which one it is.
        return named.pop() if len(named) == 1 else None
    given = {str(name).casefold(): value for name, value in properties.items()}
    for name in (row["property"] for row in table("boundary_words")):
        code = _code(given.get(name, feature.get("id") if name == "id" else None))
        if code:
            return code
    return None


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _code(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    match = _CODE.fullmatch(str(value).strip().upper())
    return match[1] if match and match[1] in all_provinces() else None


def _named(number: int, feature: dict[str, Any]) -> dict[str, object]:
    """Return what a refusal calls a feature: its number and the first text that it bears."""
    texts = [v for v in _properties(feature).values() if isinstance(v, str) and v]
    name = " ".join(texts[0].split()) if texts else ""
    return {"number": number, "name": name[:_SHOWN]}


# --- its shape ------------------------------------------------------------------------------------


def _rings(geometry: object) -> list[_Points]:
    """Return the rings of a Polygon or MultiPolygon, none where anything about it is wrong."""
    if not isinstance(geometry, dict):
        return []
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    if geometry.get("type") not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list):
        return []
    rings = []
    for polygon in polygons:
        for ring in polygon if isinstance(polygon, list) and polygon else [None]:
            points = _points(ring)
            if points is None:
                return []
            rings.append(points)
    return rings


def _points(ring: object) -> _Points | None:
    try:
        # A third number is the height.
        points = np.asarray([position[:2] for position in ring])  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    if points.ndim != 2 or points.shape[0] < 4 or points.shape[1] != 2:
        return None
    if points.dtype.kind not in "if" or not np.isfinite(points).all():
        return None
    points = points.astype("float64")
    if (np.abs(points) > (180, 90)).any():
        return None
    return points if (points[0] == points[-1]).all() else np.vstack([points, points[:1]])


def _seen(rings: list[_Points], pixel: float) -> list[_Points]:
    """Return a province's rings without what is finer than can be seen at ``pixel`` degrees."""
    by_size = sorted(rings, key=lambda ring: -float(np.prod(np.ptp(ring, axis=0))))
    simple = [_simplified(ring, pixel * _TOLERANCE) for ring in by_size]
    return [
        ring
        for number, ring in enumerate(simple)
        # Whatever its size, a province is not left out.
        if number == 0 or (len(ring) > 3 and np.ptp(ring, axis=0).max() >= pixel * _SMALLEST)
    ]


def _boundary(code: str, seen: list[_Points], pixel: float) -> Boundary:
    spots, away = _spots(seen, pixel * _SPACING)
    best = int(np.argmax(away))
    digits = max(0, math.ceil(-math.log10(pixel))) + 1 if pixel > 0 else 6
    return Boundary(
        code,
        tuple(_plain(ring, digits) for ring in seen),
        _plain(spots, digits),
        _plain(spots[best : best + 1], digits)[0],
        float(away[best]),
    )


def _plain(points: _Points, digits: int) -> Ring:
    return tuple((round(x, digits), round(y, digits)) for x, y in points.tolist())


def _simplified(ring: _Points, tolerance: float) -> _Points:
    """Return a closed ring with no point moved, of which none left out was farther away.

    Ramer, Douglas and Peucker's algorithm, after points that are hardly apart have become one.
    """
    cells = np.floor(ring / tolerance) if tolerance > 0 else ring
    apart = np.append(True, (cells[1:] != cells[:-1]).any(axis=1))
    apart[-1] = True
    thin = ring[apart]
    keep = np.zeros(len(thin), dtype=bool)
    keep[[0, -1]] = True
    waiting = [(0, len(thin) - 1)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        away = _distances(thin[start + 1 : end], thin[start], thin[end])
        farthest = int(np.argmax(away))
        if away[farthest] > tolerance:
            middle = start + 1 + farthest
            keep[middle] = True
            waiting += [(start, middle), (middle, end)]
    simple: _Points = thin[keep]
    return simple if len(simple) > 3 else thin


def _distances(points: _Points, start: _Points, end: _Points) -> Any:
    """Return how far points are from the line between two others."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1)[:, None] if length else 0.0
    return np.hypot(*(points - start - share * along).T)


def _spots(rings: list[_Points], spacing: float) -> tuple[_Points, Any]:
    """Return points inside the rings, on a grid, and how far each is from the nearest edge."""
    starts = np.concatenate([ring[:-1] for ring in rings])
    ends = np.concatenate([ring[1:] for ring in rings])
    for step in _finer(spacing, starts):
        low, high = starts.min(axis=0), starts.max(axis=0)
        # From the middle of the grid's cells, so that a square's first spot is not on its edge.
        across, along = (np.arange(low[i] + step / 2, high[i], step) for i in (0, 1))
        grid = np.stack(np.meshgrid(across, along), axis=-1).reshape(-1, 2)
        spots = grid[_inside(grid, starts, ends)]
        if len(spots):
            away = np.array([_to_edges(spot, starts, ends) for spot in spots])
            return spots, away
    # A shape without any inside worth speaking of.
    return starts.mean(axis=0)[None], np.zeros(1)


def _to_edges(spot: _Points, starts: _Points, ends: _Points) -> float:
    """Return how far a point is from the nearest of some edges."""
    along = ends - starts
    lengths = np.maximum((along**2).sum(axis=1), 1e-18)
    share = np.clip(((spot - starts) * along).sum(axis=1) / lengths, 0, 1)[:, None]
    return float(np.hypot(*(spot - starts - share * along).T).min())


def _finer(spacing: float, points: _Points) -> Iterator[float]:
    """Yield ever smaller steps, the first one so that at least a few fit."""
    step = max(min(spacing, float(np.ptp(points, axis=0).max()) / 3), 1e-9)
    for _ in range(5):
        yield step
        step /= 2


def _inside(grid: _Points, starts: _Points, ends: _Points) -> Any:
    """Tell which points lie within the rings, by the even-odd rule."""
    x, y = grid[:, :1], grid[:, 1:]
    crosses = (starts[:, 1] > y) != (ends[:, 1] > y)
    rise = np.where(ends[:, 1] == starts[:, 1], 1.0, ends[:, 1] - starts[:, 1])
    at = starts[:, 0] + (y - starts[:, 1]) / rise * (ends[:, 0] - starts[:, 0])
    return ((crosses & (x < at)).sum(axis=1) % 2).astype(bool)
