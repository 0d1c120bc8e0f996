"""Surveys counted together for many snapshots are those of each snapshot alone."""

from collections.abc import Mapping
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.importing.survey_groups import SurveyGroups, count_survey_groups
from itasdash.metrics import GROUPS
from itasdash.metrics.surveys import surveys
from itasdash.metrics.tallies import tally
from itasdash.schema import INSTRUMENTS, PROVINCE_SUMMARY
from itasdash.thai.dates import BANGKOK
from tests.kits.frames import NO_SUMMARY, lao, plain, status

MOMENTS = [datetime(2022, month, 1, 9, tzinfo=BANGKOK) for month in (1, 2, 3)]
Tables = tuple[pd.DataFrame, pd.DataFrame]


def counted(by: str, tables: Mapping[datetime, Tables], *, apart: bool = False) -> SurveyGroups:
    tallies = [tally(*each).assign(as_of=moment) for moment, each in tables.items()]
    together = pd.concat(tallies, ignore_index=True)
    together["as_of"] = together["as_of"].astype("datetime64[us, Asia/Bangkok]")
    return count_survey_groups(together, by, apart=apart)


def one(groups: SurveyGroups, moment: datetime, instrument: str, code: str = "") -> pd.DataFrame:
    rows = groups.at(moment)
    rows = rows[rows["instrument"] == instrument].drop(columns="instrument")
    if code:
        rows = rows[rows["of_province"] == code].drop(columns="of_province")
    return rows.reset_index(drop=True)


def answers(
    iit_quota: int | None, iit: int | None, eit_quota: int | None = None, eit: int | None = None
) -> dict[str, int | None]:
    names = ("iit_quota", "iit_answered", "eit_quota", "eit_answered")
    return dict(zip(names, (iit_quota, iit, eit_quota, eit), strict=True))


FIRST: Tables = (
    status(
        lao("ก", True, **answers(50, 80, 400, 100)),
        lao("ข", False, **answers(50, 0, 400, 400)),
        lao("ค", True, province="40", lao_type="TOWN", **answers(10, 4)),
    ),
    NO_SUMMARY,
)
LAST: Tables = (
    status(
        lao("ก", True, **answers(50, 90, 400, 300)),
        lao("ข", True, **answers(50, 25, 400, 400)),
        lao("ค", True, province="40", lao_type="TOWN", **answers(10, 10)),
    ),
    NO_SUMMARY,
)


def test_both_surveys_of_two_moments_by_hand() -> None:
    groups = counted("province", {MOMENTS[0]: FIRST, MOMENTS[1]: LAST})
    shown = ["province_code", "quota", "answered", "counted", "missing"]
    assert [plain(row) for row in one(groups, MOMENTS[0], "iit")[shown].to_numpy()] == [
        ["40", 10, 4, 4, 6],
        ["30", 100, 80, 50, 50],
    ]
    assert [plain(row) for row in one(groups, MOMENTS[1], "eit")[shown].to_numpy()] == [
        ["40", None, None, None, None],
        ["30", 800, 700, 700, 100],
    ]
    over = groups.over(MOMENTS[:2], "iit")
    assert plain(over["counted"]) == [4, 50, 10, 75]
    assert list(over["as_of"]) == [MOMENTS[0], MOMENTS[0], MOMENTS[1], MOMENTS[1]]


def test_a_province_apart_is_counted_as_if_there_were_no_other() -> None:
    groups = counted("country", {MOMENTS[0]: FIRST, MOMENTS[1]: LAST}, apart=True)
    assert plain(one(groups, MOMENTS[0], "iit", "30")["counted"]) == [50]
    assert plain(groups.over(MOMENTS, "iit", "40")["counted"]) == [4, 10]
    assert groups.over(MOMENTS, "iit", "50").empty


def test_moments_that_were_not_counted_have_no_groups() -> None:
    groups = counted("country", {MOMENTS[0]: FIRST})
    assert groups.at(MOMENTS[2]).empty
    assert list(groups.over([MOMENTS[2], MOMENTS[0]], "iit")["as_of"]) == [MOMENTS[0]]


COUNT = st.one_of(st.none(), st.integers(0, 500))
ROWS = st.lists(
    st.builds(
        lambda registered, counts, place, lao_type, matched: lao(
            "ก",
            registered,
            province=place[0],
            district=place[1],
            lao_type=lao_type,
            lao_id="" if matched else None,
            **answers(*counts),
        ),
        st.sampled_from([True, False, None]),
        st.tuples(COUNT, COUNT, COUNT, COUNT),
        st.sampled_from([("30", "ก"), ("30", "ข"), ("40", "ก"), (None, None)]),
        st.sampled_from(["SAO", "TOWN", None]),
        st.booleans(),
    ),
    max_size=8,
)
CLAIMS = st.lists(
    st.tuples(st.sampled_from(["30", "40"]), *[COUNT] * 7), max_size=2, unique_by=lambda c: c[0]
)


@given(st.lists(st.tuples(ROWS, CLAIMS), min_size=1, max_size=3), st.sampled_from(GROUPS))
# Fewer than others draw: each counts whole snapshots.
@settings(max_examples=settings().max_examples // 8, deadline=None)
@pytest.mark.parametrize("code", ["", "30"])
def test_together_they_are_what_each_is_alone(
    code: str, drawn: list[tuple[list[dict[str, object]], list[tuple[object, ...]]]], by: str
) -> None:
    tables = {
        moment: (
            status(*rows),
            PROVINCE_SUMMARY.frame(
                [dict(zip(PROVINCE_SUMMARY.names, claim, strict=True)) for claim in claims]
            ),
        )
        for moment, (rows, claims) in zip(MOMENTS, drawn, strict=False)
    }
    groups = counted(by, tables, apart=bool(code))
    for moment, whole in tables.items():
        own = [each[each["province_code"] == code] if code else each for each in whole]
        for instrument in INSTRUMENTS:
            alone = surveys(*own, instrument, by)
            found = one(groups, moment, instrument, code)
            pd.testing.assert_frame_equal(found, alone, check_dtype=False)
