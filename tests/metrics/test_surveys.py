"""Surveys: capped and raw, what is missing, where the numbers come from, and the truth."""

import csv
import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.ingest.compose import Composition, compose
from itasdash.ingest.export import read_export
from itasdash.ingest.matching.match import Register
from itasdash.ingest.register import read_register
from itasdash.metrics import GROUPS, rates
from itasdash.metrics.road import (
    NOT_YET_REGISTERED,
    ROAD,
    of_whole_provinces,
    road,
    road_of,
    road_tally,
    with_road,
)
from itasdash.metrics.surveys import (
    SURVEY_MEASURES,
    source_table,
    survey_laos,
    survey_trend,
    surveys,
    with_survey,
    with_survey_gain,
)
from itasdash.reference import lao_types, provinces
from itasdash.schema import INSTRUMENTS, PROVINCE_SUMMARY
from itasdash.thai.dates import BANGKOK
from tests.kits.frames import NO_SUMMARY, lao, plain, status, summary


def answers(
    iit_quota: int | None = None,
    iit: int | None = None,
    eit_quota: int | None = None,
    eit: int | None = None,
) -> dict[str, int | None]:
    return {
        "iit_quota": iit_quota,
        "iit_answered": iit,
        "eit_quota": eit_quota,
        "eit_answered": eit,
    }


def claims(code: str, expected: int, registered: int, *counts: int | None) -> pd.DataFrame:
    """Return a summary of one province with its survey counts in the order of the table."""
    blank = dict.fromkeys(PROVINCE_SUMMARY.names)
    row = blank | {"province_code": code, "expected": expected, "registered": registered}
    row |= {"outstanding": expected - registered}
    names = ("iit_quota", "iit_answered", "eit_quota", "eit_answered")
    return PROVINCE_SUMMARY.frame([row | dict(zip(names, counts, strict=False))])


def only(frame: pd.DataFrame) -> dict[str, object]:
    assert len(frame) == 1
    return dict(zip(frame.columns, plain(frame.iloc[0]), strict=True))


# --- one survey -----------------------------------------------------------------------------------


def test_an_eager_lao_does_not_hide_a_silent_one() -> None:
    frame = status(
        lao("ก", True, **answers(50, 150)),
        lao("ข", True, **answers(50, 0)),
        lao("ค", True, **answers(100, 40)),
    )
    row = only(surveys(frame, NO_SUMMARY, "iit"))
    assert (row["quota"], row["answered"], row["counted"], row["missing"]) == (200, 190, 90, 110)
    assert row["attainment"] == pytest.approx(0.45)
    assert row["raw_share"] == pytest.approx(0.95)
    assert (row["with_quota"], row["met"], row["partly"], row["none"]) == (3, 1, 1, 1)
    assert row["above_quota"] == 1


def test_the_two_surveys_are_told_apart() -> None:
    frame = status(lao("ก", True, **answers(50, 50, 400, 10)))
    assert only(surveys(frame, NO_SUMMARY, "iit"))["attainment"] == 1
    assert only(surveys(frame, NO_SUMMARY, "eit"))["attainment"] == pytest.approx(0.025)


def test_quota_0_and_no_quota_are_named_and_never_divided_by() -> None:
    frame = status(
        lao("ก", True, **answers(0, 5)),
        lao("ข", True, **answers(None, 7)),
        lao("ค", True, **answers(0, 0)),
    )
    row = only(surveys(frame, NO_SUMMARY, "iit"))
    assert (row["with_quota"], row["zero_quota"], row["without_quota"]) == (0, 2, 1)
    assert (row["quota"], row["counted"], row["missing"]) == (None, None, None)
    assert (row["attainment"], row["raw_share"]) == (None, None)
    assert row["answered"] == 12
    assert (row["met"], row["none"]) == (0, 1)
    assert plain(with_survey(frame, "iit")["survey"]) == ["no_quota", "no_quota", "none"]


def test_answers_without_a_quota_raise_no_share() -> None:
    frame = status(lao("ก", True, **answers(100, 10)), lao("ข", True, **answers(None, 90)))
    row = only(surveys(frame, NO_SUMMARY, "iit"))
    assert row["answered"] == 100
    assert row["attainment"] == row["raw_share"] == pytest.approx(0.1)


def test_no_data_is_not_zero() -> None:
    frame = status(
        lao("ก", True, **answers(100, 60)), lao("ข", True, **answers(50)), lao("ค", True)
    )
    row = only(surveys(frame, NO_SUMMARY, "iit"))
    assert (row["quota"], row["quota_untold"]) == (150, 50)
    assert row["attainment"] == pytest.approx(0.6)
    assert (row["missing"], row["none"], row["with_data"]) == (40, 0, 2)
    silent = only(surveys(status(lao("ก", True, **answers(50))), NO_SUMMARY, "iit"))
    assert (silent["quota"], silent["answered"], silent["none"]) == (50, None, None)
    assert (silent["met"], silent["attainment"], silent["missing"]) == (None, None, None)


def test_a_snapshot_without_surveys_tells_none() -> None:
    frame = status(lao("ก", True), lao("ข", False))
    row = only(surveys(frame, NO_SUMMARY, "eit"))
    assert (row["expected"], row["with_data"], row["without_quota"]) == (2, 0, 2)
    assert {row[name] for name in ("met", "none", "quota", "answered", "attainment")} == {None}
    assert source_table(frame, NO_SUMMARY, "eit") == ""


def test_a_row_that_fits_no_lao_counts_once_and_in_its_own_province() -> None:
    frame = status(
        lao("ก", True, **answers(50, 50)),
        lao("ข"),
        lao("ขข", False, lao_id=None, **answers(30, 6)),
        lao("ค", True, province="40", **answers(20, 20)),
    )
    row = only(surveys(frame, NO_SUMMARY, "iit"))
    assert (row["expected"], row["with_quota"], row["without_quota"]) == (3, 3, 0)
    assert (row["quota"], row["counted"]) == (100, 76)
    by_province = surveys(frame, NO_SUMMARY, "iit", "province").set_index("province_code")
    assert plain(by_province.loc["30", ["expected", "quota", "counted"]]) == [2, 80, 56]


def test_groups_are_sums_divided_by_sums() -> None:
    frame = status(
        lao("ก", True, **answers(10, 10)),
        lao("ข", True, lao_type="TOWN", province="40", **answers(990, 0)),
    )
    assert only(surveys(frame, NO_SUMMARY, "iit"))["attainment"] == pytest.approx(0.01)
    by_type = surveys(frame, NO_SUMMARY, "iit", "type")
    assert dict(zip(by_type["lao_type"], by_type["counted"], strict=True)) == {"TOWN": 0, "SAO": 10}
    regions = surveys(frame, NO_SUMMARY, "iit", "region")
    assert plain(regions["quota"]) == [1000]
    districts = surveys(frame, NO_SUMMARY, "iit", "district")
    assert set(districts["province_code"]) == {"30", "40"}


# --- where the numbers come from ------------------------------------------------------------------


def test_a_summary_alone_gives_its_totals_and_no_more() -> None:
    frame = status(lao("ก"), lao("ข"))
    claimed = claims("30", 2, 1, 100, 120, 800, 200)
    row = only(surveys(frame, claimed, "iit"))
    assert (row["expected"], row["quota"], row["answered"]) == (2, 100, 120)
    assert row["raw_share"] == pytest.approx(1.2)
    assert {row[name] for name in ("counted", "attainment", "met", "none", "missing")} == {None}
    assert source_table(frame, claimed, "iit") == "summary"
    assert surveys(frame, claimed, "iit", "type").empty
    assert surveys(frame, claimed, "iit", "district").empty


def test_laos_come_before_the_summary_where_they_tell_anything() -> None:
    frame = status(
        lao("ก", True, **answers(50, 10)),
        lao("ข", False, **answers(50, 0)),
        lao("ค", True, province="40"),
    )
    both = pd.concat([claims("30", 2, 1, 999, 999), claims("40", 1, 1, 70, 35)])
    by_province = surveys(frame, both, "iit", "province").set_index("province_code")
    assert plain(by_province.loc["30", ["quota", "answered", "counted"]]) == [100, 10, 10]
    assert plain(by_province.loc["40", ["quota", "answered", "counted"]]) == [70, 35, None]
    whole = only(surveys(frame, both, "iit"))
    assert (whole["quota"], whole["quota_untold"], whole["answered"]) == (170, 70, 45)
    # What a summary claims is capped by nobody, and is in no attainment.
    assert whole["attainment"] == pytest.approx(0.1)
    assert source_table(frame, both, "iit") == "laos"


def test_a_summary_of_registrations_leaves_the_types_of_the_surveys() -> None:
    frame = status(lao("ก", None, **answers(50, 10)), lao("ข", None, **answers(50, 0)))
    by_type = surveys(frame, summary(("30", 2, 1, 1)), "iit", "type")
    assert plain(by_type["counted"]) == [10]


def test_laos_furthest_from_their_quota_come_first() -> None:
    rows = status(
        lao("ก", True, lao_id="6300101", **answers(50, 40)),
        lao("ข", True, lao_id="6300102", **answers(400, 10)),
        lao("ค", True, lao_id="6300103", **answers(None, 10)),
        lao("ง", True, lao_id="6300104", **answers(20, 10)),
        lao("จ", True, lao_id="6300105", **answers(10, 0)),
        lao("ฉ", True, lao_id="6300106", **answers(10, 20)),
    )
    assert list(survey_laos(rows, ["iit"])["name_th"]) == ["ข", "จ", "ง", "ก", "ฉ", "ค"]
    assert list(survey_laos(rows, ["iit"], ["partly"])["name_th"]) == ["ข", "ง", "ก"]
    assert list(survey_laos(rows, ["eit"])["name_th"]) == list("กขคงจฉ")
    both = survey_laos(rows, INSTRUMENTS, ["untold"])
    assert list(both["name_th"]) == ["ข", "จ", "ง", "ก", "ฉ", "ค"]
    assert plain(both["iit_missing"]) == [390, 10, 10, 10, 0, None]


def test_gain_and_trend() -> None:
    first = surveys(status(lao("ก", True, **answers(50, 10))), NO_SUMMARY, "iit", "province")
    last = surveys(status(lao("ก", True, **answers(50, 35))), NO_SUMMARY, "iit", "province")
    gained = only(with_survey_gain(last, first))
    assert gained["gain_answers"] == 25
    assert gained["gain_points"] == pytest.approx(50)
    assert only(with_survey_gain(last, None))["gain_points"] is None
    empty = surveys(status(lao("ก", True)), NO_SUMMARY, "iit", "province")
    moments = [datetime(2022, month, 1, tzinfo=BANGKOK) for month in (1, 2, 3)]
    told = survey_trend(dict(zip(moments, (first, empty, last), strict=True)), "province")
    assert list(told["as_of"]) == [moments[0], moments[2]]
    assert plain(told["attainment"]) == pytest.approx([0.2, 0.7])
    assert list(told["key"]) == ["30", "30"]


# --- the road -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("registered", "admin", "executive", "counts", "stage"),
    [
        (False, False, False, (50, 0, 400, 0), "nobody"),
        (False, True, False, (), "one_of_two"),
        (False, False, True, (50, 10), "one_of_two"),
        (False, None, None, (), "not_registered"),
        (None, None, None, (50, 10), "unknown"),
        (True, True, True, (), "registered_untold"),
        (True, True, True, (50, 0), "registered_untold"),
        (True, None, None, (50, 0, 400, 0), "registered"),
        (True, True, True, (0, 0, None, 0), "registered"),
        (True, True, True, (50, 1, 400, 0), "answering"),
        (True, True, True, (50, 60, 400, 399), "answering"),
        (True, True, True, (50, 50, None, 400), "answering"),
        (True, True, True, (50, 50, 0, 0), "answering"),
        (True, True, True, (50, 50), "answering"),
        (True, True, True, (50, 50, 400, 450), "met"),
    ],
)
def test_where_an_lao_stands(
    registered: bool | None,
    admin: bool | None,
    executive: bool | None,
    counts: tuple[int | None, ...],
    stage: str,
) -> None:
    frame = status(lao("ก", registered, admin, executive, **answers(*counts)))
    assert list(with_road(frame)["road"]) == [stage]
    row = only(road(frame, NO_SUMMARY))
    assert {name: row[name] for name in ROAD} == {name: int(name == stage) for name in ROAD}


def test_answers_without_registration_are_counted_beside_the_road() -> None:
    frame = status(
        lao("ก", False, False, True, **answers(50, 10)),
        lao("ข", False, False, False, **answers(50, 0, 400, 1)),
        lao("ค", True, True, True, **answers(50, 10)),
    )
    assert only(road(frame, NO_SUMMARY))["answered_unregistered"] == 2


def test_the_road_of_a_summary_is_what_it_claims() -> None:
    frame = status(*(lao(f"ก{number}") for number in range(5)))
    row = only(road(frame, summary(("30", 5, 3, 2))))
    assert (row["registered_untold"], row["not_registered"], row["unknown"]) == (3, 2, 0)


def test_claims_that_are_more_than_the_whole_still_add_up() -> None:
    row = only(road(status(lao("ก")), summary(("30", 5, 4, 106))))
    assert (row["registered_untold"], row["not_registered"], row["unknown"]) == (4, 1, 0)
    row = only(road(status(lao("ก")), summary(("30", None, None, 6))))
    assert (row["expected"], row["not_registered"]) == (6, 6)


STATES = st.sampled_from(
    [
        (True, True, True),
        (False, True, False),
        (False, False, False),
        (False, None, None),
        (None, None, None),
        (True, None, None),
    ]
)
COUNT = st.one_of(st.none(), st.integers(0, 500))
ROWS = st.builds(
    lambda state, counts, place, lao_type, matched: lao(
        "ก",
        *state,
        province=place[0],
        district=place[1],
        lao_type=lao_type,
        lao_id="" if matched else None,
        **answers(*counts),
    ),
    STATES,
    st.tuples(COUNT, COUNT, COUNT, COUNT),
    st.sampled_from([("30", "ก"), ("30", "ข"), ("40", "ก"), (None, None)]),
    st.sampled_from(["SAO", "TOWN", None]),
    st.booleans(),
)
CLAIM = st.tuples(st.sampled_from(["30", "40"]), COUNT, COUNT, COUNT)


@given(
    st.lists(ROWS, min_size=1, max_size=12),
    st.lists(CLAIM, max_size=2, unique_by=lambda claim: claim[0]),
    st.sampled_from(GROUPS),
    st.sampled_from(INSTRUMENTS),
)
@settings(max_examples=40, deadline=None)
def test_the_parts_of_the_road_add_up_to_expected(
    rows: list[dict[str, object]],
    claimed: list[tuple[str, int | None, int | None, int | None]],
    by: str,
    instrument: str,
) -> None:
    for number, row in enumerate(rows):
        if row["lao_id"] is not None:
            row["lao_id"] = f"6{number:06}"
    frame = status(*rows)
    told = summary(*claimed)
    found = road(frame, told, by)
    assert (found[list(ROAD)] >= 0).all(axis=None)
    assert list(found[list(ROAD)].sum(axis=1)) == list(found["expected"])
    counted = surveys(frame, told, instrument, by)
    share = counted["attainment"].dropna()
    assert ((share >= 0) & (share <= 1)).all()
    known = counted.dropna(subset=["counted", "missing"])
    whole = known["counted"] + known["missing"] + known["quota_untold"]
    assert list(whole) == list(known["quota"])


def test_the_road_agrees_with_the_rates() -> None:
    frame = status(
        lao("ก", True, True, True, **answers(50, 10, 400, 0)),
        lao("ข", False, True, False),
        lao("ค"),
        lao("คค", False, lao_id=None),
    )
    told, counted = only(rates(frame, NO_SUMMARY)), only(road(frame, NO_SUMMARY))
    assert sum(counted[stage] for stage in NOT_YET_REGISTERED) == told["outstanding"]
    assert counted["unknown"] == told["unknown"]


@pytest.mark.parametrize("by", ["country", "region", "province"])
def test_whole_provinces_are_counted_as_their_parts_are(by: str) -> None:
    rows = [
        lao("ก", True, True, True, **answers(50, 10, 400, 0)),
        lao("ข", False, True, False, lao_type="TOWN"),
        lao("ค", district_name_th="อื่น"),
        lao("คค", False, lao_id=None),
        lao("ง", False, lao_id=None, district_name_th="ไม่มี"),
        lao("จ", province_code=None, lao_id=None),
        lao("ฉ", province_code="50"),
    ]
    frame = status(*rows)
    cells, groups = road_tally(frame), rates(frame, NO_SUMMARY, by)
    found = road_of(of_whole_provinces(cells), groups, claimed=False)
    pd.testing.assert_frame_equal(found, road(frame, NO_SUMMARY, by))
    # Two names of the first province stand for two LAOs of it at most, of which one is unknown.
    assert int(found["unknown"].sum()) == 1
    assert int(found[list(NOT_YET_REGISTERED)].to_numpy().sum()) == 2


# --- the truth ------------------------------------------------------------------------------------

SHARED = Path(__file__).resolve().parents[3] / "shared"
MANIFEST = (
    json.loads((SHARED / "exports-manifest.json").read_text(encoding="utf-8"))
    if SHARED.exists()
    else {}
)
MOMENTS = sorted(
    {cover["as_of"] for cover in MANIFEST.values() if cover["kind"] != "unregistered_list"}
)


@pytest.fixture(scope="module")
def laos() -> Register:
    return Register(read_register((SHARED / "register" / "dla_lao_register.csv").read_bytes()))


# One of them every time, all in the long run.
ONE = "2022-01-28T13:00"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(moment, marks=() if moment == ONE else pytest.mark.slow) for moment in MOMENTS
    ],
)
def told(request: pytest.FixtureRequest) -> tuple[str, Composition, dict[str, dict[str, str]]]:
    register = request.getfixturevalue("laos")
    files = [name for name, cover in MANIFEST.items() if cover["as_of"] == request.param]
    exports = [
        read_export((SHARED / "exports" / name).read_bytes(), name, lambda _: register)
        for name in files
    ]
    path = SHARED / "truth" / f"{request.param.replace(':', '')}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        truth = {row["dla_code"]: row for row in csv.DictReader(file)}
    return request.param, compose(register, exports), truth


def true_sums(
    truth: dict[str, dict[str, str]], instrument: str, group: dict[str, str]
) -> dict[str, Counter[str]]:
    """Count by hand what the truth says of each group, LAO by LAO."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for code, row in truth.items():
        quota = int(row[f"{instrument}_target"])
        answered = int(row[f"{instrument}_answered"])
        own = sums[group[code]]
        own["expected"] += 1
        own["with_quota"] += quota > 0
        own["met"] += answered >= quota
        own["none"] += answered == 0
        own["quota"] += quota
        own["answered"] += answered
        own["counted"] += min(quota, answered)
        own["missing"] += max(quota - answered, 0)
    return sums


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("by", ["country", "province", "type", "region"])
def test_numbers_are_those_of_the_truth(
    told: tuple[str, Composition, dict[str, dict[str, str]]],
    laos: Register,
    instrument: str,
    by: str,
) -> None:
    _, found, truth = told
    of_lao = {lao.lao_id: lao for lao in laos.laos}
    group = {
        "country": dict.fromkeys(truth, "TH"),
        "province": {code: of_lao[code].province_code for code in truth},
        "type": {code: of_lao[code].lao_type for code in truth},
        "region": {code: provinces()[of_lao[code].province_code].region for code in truth},
    }[by]
    true = true_sums(truth, instrument, group)
    source = source_table(found.status, found.province_summary, instrument)
    assert source
    counted = surveys(found.status, found.province_summary, instrument, by)
    if source == "summary" and by == "type":
        assert counted["quota"].isna().all()
        return
    names = ["expected", "quota", "answered"]
    names += ["with_quota", "met", "none", "counted", "missing"] if source == "laos" else []
    key = {"country": "country", "province": "province_code", "type": "lao_type"}.get(by, by)
    assert set(counted[key]) == set(true)
    assert by != "type" or set(counted[key]) == set(lao_types())
    for row in counted.to_dict("records"):
        own = true[row[key]]
        assert {name: row[name] for name in names} == {name: own[name] for name in names}
        if source == "laos":
            assert row["attainment"] == pytest.approx(own["counted"] / own["quota"], abs=1e-12)
        assert row["raw_share"] == pytest.approx(own["answered"] / own["quota"], abs=1e-12)


def test_the_road_of_the_truth(
    told: tuple[str, Composition, dict[str, dict[str, str]]],
) -> None:
    _, found, truth = told
    if source_table(found.status, found.province_summary, "iit") != "laos":
        return
    stages: Counter[str] = Counter()
    for row in truth.values():
        roles = int(row["admin_registered"]) + int(row["executive_registered"])
        pairs = [(int(row[f"{i}_target"]), int(row[f"{i}_answered"])) for i in INSTRUMENTS]
        if roles < 2:
            stages["one_of_two" if roles else "nobody"] += 1
        elif all(answered >= quota for quota, answered in pairs):
            stages["met"] += 1
        else:
            stages["answering" if any(a for _, a in pairs) else "registered"] += 1
    row = only(road(found.status, found.province_summary))
    assert {name: row[name] for name in ROAD} == {name: stages[name] for name in ROAD}


def test_every_measure_is_a_column() -> None:
    frame = surveys(status(lao("ก", True)), NO_SUMMARY, "iit")
    assert list(frame.columns) == ["country", "name_th", "expected", *SURVEY_MEASURES]
