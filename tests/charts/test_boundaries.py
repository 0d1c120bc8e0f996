"""Boundaries of provinces: what is read, what is refused, and the map that is drawn of them."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.charts import Look, boundary_map, tile_map
from itasdash.charts.geojson import _distances, _simplified, read_boundaries
from itasdash.findings import Refusal
from itasdash.importing.verify import verify
from itasdash.store import Store
from tests.kits.frames import BOUNDARIES, PROVINCES, geojson, rates, square

NAKHON = {"name": "นครราชสีมา"}
EN = Look("en")


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_boundaries(data)
    thai, english = (caught.value.message(language) for language in ("th", "en"))
    assert thai.startswith("boundaries.geojson: ")
    assert english.startswith("boundaries.geojson: ")
    assert "\n" not in thai
    return english


# --- which province -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"name": "นครราชสีมา"}, "30"),
        ({"NAME_TH": "จังหวัดนครราชสีมา"}, "30"),
        ({"NAME_1": "Nakhon Ratchasima"}, "30"),
        ({"shapeName": "Nakhon Ratchasima Province"}, "30"),
        ({"th": "อยุธยา", "en": "Phra Nakhon Si Ayutthaya"}, "14"),
        ({"NAME_1": "Bangkok Metropolis"}, "10"),
        ({"name": "Bungkan"}, "38"),
        ({"pro_code": "30"}, "30"),
        ({"PRO_CODE": 30}, "30"),
        ({"prov_id": 30.0}, "30"),
        ({"ADM1_PCODE": "TH30"}, "30"),
        ({"shapeISO": "TH-30"}, "30"),
        # The name decides: a running number may look like a code.
        ({"id": 11, "name": "นครราชสีมา", "country": "Thailand", "region": None}, "30"),
        # No property is called like one that holds codes.
        ({"area": 30}, None),
        ({"name": "Atlantis", "population": 30}, None),
        ({"th": "นครราชสีมา", "en": "Chiang Rai"}, None),
        ({"pro_code": 99}, None),
        ({"pro_code": True}, None),
        ({}, None),
    ],
)
def test_a_feature_is_the_province_that_it_names(
    properties: dict[str, object], code: str | None
) -> None:
    data = geojson((properties, [square(100, 14)]))
    if code:
        (shape,) = read_boundaries(data).provinces
        assert shape.province_code == code
    else:
        assert "feature 1" in refused(data)


def test_feature_may_have_its_code_as_its_id() -> None:
    document = json.loads(geojson(({}, [square(100, 14)])))
    document["features"][0]["id"] = "TH-30"
    assert read_boundaries(json.dumps(document).encode()).provinces[0].province_code == "30"


def test_refusal_names_the_feature_that_is_no_province() -> None:
    message = refused(
        geojson((NAKHON, [square(100, 14)]), ({"name": "Vientiane"}, [square(102, 17)]))
    )
    assert message == (
        "boundaries.geojson: which province feature 2 “Vientiane” is cannot be told; "
        "please correct its name or province code in the file."
    )


def test_parts_of_one_province_become_one_shape() -> None:
    data = geojson((NAKHON, [square(100, 14)]), (NAKHON, [square(103, 14)]))
    (shape,) = read_boundaries(data).provinces
    assert len(shape.rings) == 2


# --- what is no map -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"not json",
        b"[]",
        b"{}",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"features": [3]}',
        b'{"features": {"a": 1}}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
    ],
)
def test_what_is_no_geojson_is_refused(data: bytes) -> None:
    assert "this is no GeoJSON" in refused(data)


@pytest.mark.parametrize(
    "ring",
    [
        [],
        None,
        "x",
        [1, 2, 3, 4],
        square(100, 14)[:2],
        [["100", "14"]] * 4,
        [[100, 14], [101, None], [101, 15], [100, 14]],
        [[100], [101], [101], [100]],
        [square(100, 14)] * 4,
        [[float("nan"), 14], *square(100, 14)],
        [[float("inf"), 14], *square(100, 14)],
        # Metres of a projected file.
        [[664_000, 1_520_000], [665_000, 1_520_000], [665_000, 1_521_000], [664_000, 1_520_000]],
    ],
)
def test_polygons_that_are_not_sound_are_refused_by_name(ring: object) -> None:
    message = refused(geojson((NAKHON, [ring])))
    assert message.startswith("boundaries.geojson: feature 1 “นครราชสีมา” has no sound polygon")


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        3,
        {},
        {"type": "Point", "coordinates": [100, 14]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": {}},
        {"type": "Polygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [3]},
        {"type": ["Polygon"], "coordinates": [square(100, 14)]},
    ],
)
def test_other_geometries_are_refused_by_name(geometry: object) -> None:
    feature = {"type": "Feature", "properties": NAKHON, "geometry": geometry}
    assert "feature 1 “นครราชสีมา”" in refused(json.dumps({"features": [feature]}).encode())


def test_a_file_that_is_too_big_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = geojson((NAKHON, [square(100, 14)]))
    monkeypatch.setenv("ITASDASH_LIMIT_BOUNDARY_BYTES", str(len(data)))
    from itasdash.settings import limits

    assert limits().boundary_bytes == len(data)
    read_boundaries(data)
    assert "bigger than 0 MB" in refused(data + b" ")


# --- shapes -----------------------------------------------------------------------------------


def test_a_square_stays_a_square() -> None:
    boundaries = read_boundaries(geojson((NAKHON, [square(100, 14)])))
    (shape,) = boundaries.provinces
    assert shape.rings == (tuple(map(tuple, square(100.0, 14.0))),)
    assert (boundaries.west, boundaries.south) == (100, 14)
    assert (boundaries.east, boundaries.north) == (101, 15)
    # Some 700 pixels with a spot every ten of them.
    assert 4_000 < len(shape.spots) < 5_000
    assert shape.centre == pytest.approx((100.5, 14.5), abs=0.01)
    assert shape.room == pytest.approx(0.5, abs=0.01)


def test_an_open_ring_is_closed_and_heights_are_passed_over() -> None:
    ring = [[*point, 12.5] for point in square(100, 14)[:-1]]
    (shape,) = read_boundaries(geojson((NAKHON, [ring]))).provinces
    assert shape.rings == (tuple(map(tuple, square(100.0, 14.0))),)


def test_a_hole_is_not_inside() -> None:
    (shape,) = read_boundaries(
        geojson((NAKHON, [square(100, 14, 3), square(101, 15, 1)]))
    ).provinces
    assert len(shape.rings) == 2
    assert shape.spots
    assert not [spot for spot in shape.spots if 101 < spot[0] < 102 and 15 < spot[1] < 16]


def test_islands_too_small_to_see_are_left_out_but_never_a_province() -> None:
    # The whole map is 10 degrees high, a pixel 0.014.
    boundaries = read_boundaries(
        geojson(
            (NAKHON, [square(100, 10, 10)]),
            (NAKHON, [square(111, 10, 0.001)]),
            ({"name": "ภูเก็ต"}, [square(112, 10, 0.001)]),
        )
    )
    big, small = boundaries.provinces
    assert len(big.rings) == 1
    assert len(small.rings) == 1
    assert len(small.spots) >= 1


def test_a_province_without_any_inside_still_takes_a_click() -> None:
    line = [[100, 14], [101, 14], [100, 14], [100, 14]]
    (shape,) = read_boundaries(geojson((NAKHON, [line]))).provinces
    assert len(shape.spots) == 1
    point = [[100, 14]] * 4
    (shape,) = read_boundaries(geojson((NAKHON, [point]))).provinces
    assert shape.spots == ((100.0, 14.0),)


def test_what_lies_on_a_line_is_left_out_and_a_corner_is_not() -> None:
    bottom = [[100 + n / 10_000, 14.0] for n in range(10_000)]
    ring = [*bottom, [101, 14], [101, 15], [100.5, 15.2], [100, 15], [100, 14]]
    (shape,) = read_boundaries(geojson((NAKHON, [ring]))).provinces
    assert len(shape.rings[0]) <= 7
    # A corner may stand in for what lies less than half a pixel from it.
    corners = {(round(x, 2), round(y, 2)) for x, y in shape.rings[0]}
    assert {(101, 14), (101, 15), (100.5, 15.2), (100, 15)} <= corners


def test_frayed_shapes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itasdash.charts.geojson._MOST_POINTS", 50)
    # A comb of 24 teeth has 49 corners; every one more than 50 is too much.
    for teeth, sound in ((24, True), (25, False)):
        comb = [[100 + n / 50, 14.0 + n % 2] for n in range(2 * teeth + 1)]
        data = geojson((NAKHON, [[*comb, comb[0]]]))
        if sound:
            assert len(read_boundaries(data).provinces[0].rings[0]) == 50
        else:
            assert "more than 50 points" in refused(data)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=4, max_size=60),
    st.floats(0.01, 2),
)
def test_simplified_shapes_stay_within_the_tolerance(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    ring = np.array([*points, points[0]])
    simple = _simplified(ring, tolerance)
    assert (simple[0] == ring[0]).all()
    assert (simple[-1] == ring[-1]).all()
    assert {tuple(p) for p in simple.tolist()} <= {tuple(p) for p in ring.tolist()}
    for point in ring:
        away = [_distances(point[None], a, b)[0] for a, b in pairwise(simple)]
        # Half by half: points of one cell, whose diagonal is √2 of it, become one before.
        assert min(away, default=0.0) <= tolerance * 2.5


# --- map --------------------------------------------------------------------------------------


def test_provinces_are_coloured_as_their_tiles_are() -> None:
    frame = rates(PROVINCES)
    for measure in ("rate", "outstanding"):
        tiles = {
            shape.label.text.split("<br>")[0]: shape.fillcolor
            for shape in tile_map(frame, EN, measure).figure.layout.shapes
            if shape.label.text
        }
        chart = boundary_map(frame, BOUNDARIES, EN, measure)
        labels = [a.text.split("<br>")[0] for a in chart.figure.layout.annotations]
        drawn = [s.fillcolor for s in chart.figure.layout.shapes if s.type == "path"]
        assert labels[:4] == ["<b>กท</b>", "<b>นม</b>", "<b>ขก</b>", "<b>ภก</b>"]
        assert drawn == [tiles[label] for label in labels[:4]]
        assert chart.title == tile_map(frame, EN, measure).title


def test_every_spot_carries_the_code_and_bangkok_says_why_it_is_grey() -> None:
    figure = boundary_map(rates(PROVINCES), BOUNDARIES, EN).figure
    assert [trace.customdata[0][0] for trace in figure.data] == ["10", "30", "40", "83"]
    assert all({code for (code,) in t.customdata} == {t.customdata[0][0]} for t in figure.data)
    assert figure.data[0].hovertext.endswith("Not under the Department of Local Administration")
    assert figure.layout.shapes[0].fillcolor == EN.colour("empty")


def test_nothing_of_the_map_is_fetched_and_its_shape_is_kept() -> None:
    figure = boundary_map(rates(PROVINCES), BOUNDARIES, EN).figure
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert figure.layout.yaxis.scaleanchor == "x"
    # At 14 degrees north a degree of longitude is 0.97 of one of latitude.
    assert figure.layout.yaxis.scaleratio == pytest.approx(1 / 0.9703, abs=1e-4)
    assert figure.layout.yaxis.range == (13, 15)
    assert figure.layout.xaxis.range == (100, 103)


def test_provinces_without_boundaries_are_counted() -> None:
    frame = rates([*PROVINCES, ("57", "เชียงราย", 10, 5, 0)])
    assert boundary_map(frame, BOUNDARIES, EN).subtitle.endswith(
        "; 1 province has no boundaries on the map"
    )
    assert "boundaries" not in boundary_map(rates(PROVINCES), BOUNDARIES, EN).subtitle
    # Without data a province is grey.
    grey = boundary_map(rates(PROVINCES[:1]), BOUNDARIES, EN).figure
    assert grey.data[3].hovertext == "<b>Phuket</b><br>No data"


def test_holes_are_drawn_as_holes() -> None:
    boundaries = read_boundaries(geojson((NAKHON, [square(100, 14, 3), square(101, 15, 1)])))
    (shape,) = [
        s for s in boundary_map(rates(PROVINCES), boundaries, EN).figure.layout.shapes
        if s.type == "path"
    ]  # fmt: skip
    assert shape.path.count("M") == shape.path.count("Z") == 2
    assert shape.fillrule == "evenodd"


# --- data folder ------------------------------------------------------------------------------


def test_boundaries_lie_in_the_data_folder(tmp_path: Path) -> None:
    folder = Store(tmp_path)
    assert folder.boundaries() == b""
    assert folder.boundaries_identity() == ""
    (tmp_path / "boundaries.geojson").write_bytes(b"x")
    assert folder.boundaries() == b"x"
    before = folder.boundaries_identity()
    (tmp_path / "boundaries.geojson").write_bytes(b"xy")
    assert folder.boundaries_identity() not in ("", before)
    # It is the office's own, and no damage.
    assert verify(Store(tmp_path)).sound
    assert (tmp_path / "boundaries.geojson").read_bytes() == b"xy"
