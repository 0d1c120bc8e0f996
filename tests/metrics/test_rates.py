"""Rates, states, gains and trends, each by hand."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.metrics import GROUPS, KEYS, counts, rates, trend, with_gain, with_state
from itasdash.metrics.outstanding import counted_by_name
from itasdash.metrics.rates import counts_of, rates_of
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.tallies import tally
from itasdash.schema import STATES
from itasdash.thai.dates import BANGKOK
from tests.kits.frames import NO_SUMMARY, lao, plain, status, summary

SHARED = Path(__file__).resolve().parents[3] / "shared"
FLAGS = (True, False, None)
NUMBERS = ["expected", "registered", "outstanding", "unknown", "rate"]


def only(frame: pd.DataFrame) -> dict[str, object]:
    assert len(frame) == 1
    return dict(zip(frame.columns, plain(frame.iloc[0]), strict=True))


# --- states -----------------------------------------------------------------------------------


def state_by_rule(registered: bool | None, admin: bool | None, executive: bool | None) -> str:
    """Who is registered has both; of the others the roles say who is missing, if they say it."""
    if registered is None:
        return "unknown"
    if registered:
        return "complete"
    if admin and not executive:
        return "admin_only"
    if executive and not admin:
        return "executive_only"
    return "none" if admin is False and executive is False else "incomplete"


@pytest.mark.parametrize(("registered", "admin", "executive"), list(product(FLAGS, repeat=3)))
def test_state_of_every_combination(
    registered: bool | None, admin: bool | None, executive: bool | None
) -> None:
    frame = with_state(status(lao("ก", registered, admin, executive)))
    assert frame["state"].tolist() == [state_by_rule(registered, admin, executive)]


def test_states_by_hand() -> None:
    frame = with_state(
        status(
            lao("1", True, True, True, lao_id="6300101"),
            lao("2", False, True, False, lao_id="6300102"),
            lao("3", False, False, True, lao_id="6300103"),
            lao("4", False, False, False, lao_id="6300104"),
            lao("5", False, None, None, lao_id="6300105"),
            lao("6", None, None, None, lao_id="6300106"),
            lao("7", True, None, None, lao_id="6300107"),
        )
    )
    assert frame["state"].tolist() == [*STATES, "complete"]


def test_with_state_leaves_its_frame_alone_whatever_its_index() -> None:
    frame = status(lao("ก", True), lao("ข", False)).iloc[::-1]
    before = frame.copy()
    assert with_state(frame)["state"].tolist() == ["incomplete", "complete"]
    pd.testing.assert_frame_equal(frame, before)
    assert with_state(frame.iloc[:0])["state"].tolist() == []


# --- rates ------------------------------------------------------------------------------------

# Chiang Rai (57, north): 1 of 4. Nakhon Ratchasima (30, northeast): 1 of 1. Phuket (83): unknown.
SMALL = status(
    lao("เชียงราย", True, True, True, province="57", district="แม่จัน", lao_type="PAO"),
    lao("เวียง", False, True, False, province="57", district="แม่จัน"),
    lao("ป่าซาง", False, False, True, province="57", district="เชียงแสน"),
    lao("ป่าตึง", False, False, False, province="57", district="เชียงแสน", lao_type="TOWN"),
    lao("ท่าช้าง", True, True, True, province="30"),
    lao("ราไวย์", None, None, None, province="83", district="เมืองภูเก็ต"),
    lao("กะรน", None, None, None, province="83", district="เมืองภูเก็ต", lao_type="TOWN"),
)


def test_rate_of_the_country_is_sum_over_sum_and_not_the_mean_of_rates() -> None:
    assert only(rates(SMALL, NO_SUMMARY)) == {
        "country": "TH",
        "name_th": "ทั้งประเทศ",
        "expected": 7,
        "registered": 2,
        "outstanding": 3,
        "unknown": 2,
        "rate": pytest.approx(2 / 7),
        "admin_registered": 3,
        "executive_registered": 3,
    }


def test_rates_of_provinces_in_dictionary_order_and_unknown_is_never_zero() -> None:
    table = rates(SMALL, NO_SUMMARY, "province")
    assert table["province_code"].tolist() == ["57", "30", "83"]
    assert table["name_th"].tolist() == ["เชียงราย", "นครราชสีมา", "ภูเก็ต"]
    assert plain(table["expected"]) == [4, 1, 2]
    assert plain(table["registered"]) == [1, 1, None]
    assert plain(table["outstanding"]) == [3, 0, None]
    assert plain(table["unknown"]) == [0, 0, 2]
    assert plain(table["rate"]) == [0.25, 1, None]
    assert plain(table["admin_registered"]) == [2, 1, None]
    assert plain(table["executive_registered"]) == [2, 1, None]


def test_rates_of_districts_are_told_apart_by_province_too() -> None:
    both = status(
        lao("ก", True, province="57", district="เมือง"),
        lao("ข", False, province="30", district="เมือง"),
        lao("ค", False, province="30", district="เมือง"),
    )
    table = rates(both, NO_SUMMARY, "district")
    assert table[["province_code", "district", "name_th"]].to_numpy().tolist() == [
        ["30", "เมือง", "เมือง"],
        ["57", "เมือง", "เมือง"],
    ]
    assert plain(table["expected"]) == [2, 1]
    assert plain(table["rate"]) == [0, 1]


def test_districts_of_a_province_in_dictionary_order() -> None:
    names = ["แม่จัน", "เชียงแสน", "พาน", "เมืองเชียงราย", "เทิง"]
    frame = status(*(lao("ก", True, province="57", district=name) for name in names))
    assert rates(frame, NO_SUMMARY, "district")["name_th"].tolist() == [
        "เชียงแสน",
        "เทิง",
        "พาน",
        "เมืองเชียงราย",
        "แม่จัน",
    ]


def test_regions_and_types_in_official_order() -> None:
    regions = rates(SMALL, NO_SUMMARY, "region")
    assert regions["region"].tolist() == ["NORTH", "NORTHEAST", "SOUTH"]
    assert regions["name_th"].tolist() == ["ภาคเหนือ", "ภาคตะวันออกเฉียงเหนือ", "ภาคใต้"]
    types = rates(SMALL, NO_SUMMARY, "type")
    assert types["lao_type"].tolist() == ["PAO", "TOWN", "SAO"]
    assert plain(types["expected"]) == [1, 2, 4]
    assert plain(types["registered"]) == [1, 0, 1]
    assert plain(types["unknown"]) == [0, 1, 1]
    assert plain(types["rate"]) == [1, 0, 0.25]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("country", ["Thailand"]),
        ("region", ["Northern region", "Northeastern region", "Southern region"]),
        ("province", ["Chiang Rai", "Nakhon Ratchasima", "Phuket"]),
    ],
)
def test_names_in_english(by: str, names: list[str]) -> None:
    assert sorted(rates(SMALL, NO_SUMMARY, by, "en")["name_th"]) == sorted(names)


def test_group_with_nothing_expected_has_no_rate() -> None:
    # An unmatched row of a type that the register does not have.
    table = rates(
        status(lao("ก", True), lao("ทม.ข", False, lao_id=None, lao_type="TOWN")), NO_SUMMARY, "type"
    )
    assert table["lao_type"].tolist() == ["TOWN", "SAO"]
    assert plain(table["expected"]) == [0, 1]
    assert plain(table["outstanding"]) == [1, 0]
    assert plain(table["rate"]) == [None, 1]


def test_unmatched_rows_of_a_list_count_as_outstanding_of_their_province() -> None:
    frame = status(
        lao("ท่าช้าง", True),
        lao("โคกเพชร", None),  # what the unmatched row most likely means
        lao("อบต.โคกเพซร", False, lao_id=None, district=None),
    )
    assert only(rates(frame, NO_SUMMARY)) | {"rate": 0.5} == {
        "country": "TH",
        "name_th": "ทั้งประเทศ",
        "expected": 2,
        "registered": 1,
        "outstanding": 1,
        "unknown": 0,
        "rate": 0.5,
        "admin_registered": None,
        "executive_registered": None,
    }
    province = only(rates(frame, NO_SUMMARY, "province"))
    assert (province["outstanding"], province["unknown"]) == (1, 0)
    # No district is written in the row, so that the district of its LAO stays unknown.
    district = only(rates(frame, NO_SUMMARY, "district"))
    assert (district["expected"], district["outstanding"], district["unknown"]) == (2, 0, 1)


def test_unmatched_row_stands_for_no_lao_of_another_province() -> None:
    frame = status(
        lao("ก", True, province="57"),
        lao("ทต.ฮ", False, province="57", lao_id=None),  # nothing unknown here that it could mean
        lao("ข", None, province="30"),
    )
    assert only(rates(frame, NO_SUMMARY))["unknown"] == 1


def test_unmatched_row_that_says_registered_counts_for_nobody() -> None:
    frame = status(lao("ก", None), lao("ข", False), lao("อบต.ฮ", True, True, True, lao_id=None))
    row = only(rates(frame, NO_SUMMARY))
    assert [row[name] for name in NUMBERS] == [2, None, 1, 1, None]
    assert row["admin_registered"] is None


def test_roles_are_missing_where_the_snapshot_does_not_tell_them() -> None:
    listed = status(lao("ก", True), lao("ข", False), lao("ค", True, district="พิมาย"))
    for by in GROUPS:
        table = rates(listed, NO_SUMMARY, by)
        assert table["admin_registered"].isna().all()
        assert table["executive_registered"].isna().all()


def test_who_is_registered_has_both_roles_where_a_list_tells_those_of_the_others() -> None:
    listed = status(
        lao("ก", True),
        lao("ข", False, True, False),
        lao("ค", False, False, None),
        lao("ง", True, district="พิมาย"),
    )
    row = only(rates(listed, NO_SUMMARY))
    assert (row["admin_registered"], row["executive_registered"]) == (3, 2)
    districts = rates(listed, NO_SUMMARY, "district")
    assert plain(districts["admin_registered"]) == [1, 2]


def test_list_of_those_whom_nobody_opened_tells_no_rate() -> None:
    # Nobody of "ก" is registered; whether both, one or none are of the others it does not say.
    listed = status(
        lao("ก", False, False, False),
        lao("ข", None),
        lao("ค", None),
        lao("ง", False, False, False, district="พิมาย"),
    )
    row = only(rates(listed, NO_SUMMARY))
    assert [row[name] for name in NUMBERS] == [4, None, 2, 2, None]
    assert (row["admin_registered"], row["executive_registered"]) == (None, None)
    # Of a district where all are on the list everything is known.
    phimai = rates(listed, NO_SUMMARY, "district").set_index("district").loc["พิมาย"]
    assert plain(phimai[NUMBERS]) == [1, 0, 1, 0, 0]
    # A summary of the same moment knows more.
    claimed = only(rates(listed, summary(("30", 4, 1, 3))))
    assert [claimed[name] for name in NUMBERS] == [4, 1, 3, 0, 0.25]


def test_day_on_which_nobody_had_registered_yet_is_zero_and_not_missing() -> None:
    row = only(
        rates(status(lao("ก", False, False, False), lao("ข", False, True, False)), NO_SUMMARY)
    )
    assert [row[name] for name in NUMBERS] == [2, 0, 2, 0, 0]
    assert (row["admin_registered"], row["executive_registered"]) == (1, 0)


def test_everything_complete() -> None:
    row = only(rates(status(lao("ก", True, True, True), lao("ข", True, True, True)), NO_SUMMARY))
    assert [row[name] for name in NUMBERS] == [2, 2, 0, 0, 1]
    assert (row["admin_registered"], row["executive_registered"]) == (2, 2)


UNKNOWN = status(lao("ก", province="57"), lao("ข", province="57"), lao("ค", province="30"))


def test_summary_alone_gives_the_rates_that_it_claims() -> None:
    claims = summary(("57", 2, 1, 1), ("30", 1, None, 1))
    assert [only(rates(UNKNOWN, claims))[name] for name in NUMBERS] == [
        3,
        1,
        2,
        0,
        pytest.approx(1 / 3),
    ]
    table = rates(UNKNOWN, claims, "province")
    assert table["name_th"].tolist() == ["เชียงราย", "นครราชสีมา"]
    assert plain(table["registered"]) == [1, 0]
    assert plain(table["rate"]) == [0.5, 0]
    assert table["admin_registered"].isna().all()
    assert len(rates(UNKNOWN, claims, "region")) == 2
    assert not len(rates(UNKNOWN, claims, "district"))
    assert not len(rates(UNKNOWN, claims, "type"))


def test_summary_without_a_province_leaves_it_unknown_instead_of_out() -> None:
    table = rates(UNKNOWN, summary(("57", 2, 1, 1)), "province")
    assert table["province_code"].tolist() == ["57", "30"]
    assert plain(table["expected"]) == [2, 1]
    assert plain(table["registered"]) == [1, None]
    assert plain(table["unknown"]) == [0, 1]
    assert plain(table["rate"]) == [0.5, None]
    assert only(rates(UNKNOWN, summary(("57", 2, 1, 1))))["rate"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("claim", "numbers"),
    [
        ((10, 4, None), [10, 4, 6, 0, 0.4]),
        ((None, 4, 6), [10, 4, 6, 0, 0.4]),
        ((10, None, None), [10, None, None, 10, None]),
        ((10, 4, 5), [10, 4, 5, 1, 0.4]),
        ((0, 0, 0), [0, 0, 0, 0, None]),
        # What is left of an impossible claim is no number.
        ((3, None, 4), [3, None, 4, 0, None]),
        ((None, None, None), [None, None, None, None, None]),
    ],
)
def test_summary_with_columns_left_out(
    claim: tuple[int | None, int | None, int | None], numbers: list[float | None]
) -> None:
    table = rates(UNKNOWN, summary(("57", *claim)), "province")
    assert plain(table.set_index("province_code").loc["57", NUMBERS]) == numbers


def test_status_counts_before_the_claims_of_a_summary() -> None:
    row = only(rates(status(lao("ก", True), lao("ข", False)), summary(("30", 100, 99, 1))))
    assert [row[name] for name in NUMBERS] == [2, 1, 1, 0, 0.5]


@pytest.mark.parametrize(
    "counted", [counts, lambda *tables: counts_of(tally(*tables))], ids=["alone", "of the tally"]
)
def test_counts_of_a_snapshot(
    counted: Callable[[pd.DataFrame, pd.DataFrame], dict[str, int | None]],
) -> None:
    assert counted(SMALL, NO_SUMMARY) == {
        "expected": 7,
        "registered": 2,
        "outstanding": 3,
        "unknown": 2,
    }
    assert counted(UNKNOWN, summary(("57", 9, None, None))) == {
        "expected": 10,
        "registered": None,
        "outstanding": None,
        "unknown": 10,
    }


@pytest.mark.parametrize("by", GROUPS)
def test_dtypes_are_the_same_for_status_and_summary(by: str) -> None:
    from_status = rates(SMALL, NO_SUMMARY, by)
    from_summary = rates(UNKNOWN, summary(("57", 2, 1, 1)), by)
    for table in (from_status, from_summary):
        for name in ("expected", "registered", "outstanding", "unknown", "admin_registered"):
            assert table[name].dtype == "Int64", name
        assert table["rate"].dtype == "Float64"
    assert list(from_status) == list(from_summary)


flag = st.sampled_from(FLAGS)
some_lao = st.builds(
    lao,
    st.sampled_from(["ก", "ข", "ค"]),
    flag,
    flag,
    flag,
    province=st.sampled_from(["30", "57", "83"]),
    district=st.sampled_from(["เมือง", "พาน"]),
    lao_type=st.sampled_from(["SAO", "TOWN"]),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(some_lao, min_size=1, max_size=12))
def test_whatever_the_groups_they_sum_to_the_country(rows: list[dict[str, object]]) -> None:
    frame = status(*rows)
    country = only(rates(frame, NO_SUMMARY))
    assert country["expected"] == len(rows)
    for by in GROUPS:
        table = rates(frame, NO_SUMMARY, by)
        for name in ("expected", "unknown"):
            assert table[name].sum() == country[name]
        for name in ("registered", "outstanding"):
            assert table[name].fillna(0).sum() == (country[name] or 0)
        told = table["registered"] + table["outstanding"] + table["unknown"]
        assert (told.dropna() == table["expected"][told.notna()]).all()
        rate = (table["registered"] / table["expected"])[table["rate"].notna()]
        assert (rate == table["rate"].dropna()).all()


@settings(deadline=None, max_examples=20)
@given(st.lists(st.one_of(some_lao, some_lao.map(lambda row: row | {"lao_id": None})), max_size=12))
def test_an_unknown_lao_that_a_name_may_mean_is_counted_once(rows: list[dict[str, object]]) -> None:
    frame = status(*rows, lao("ง", True, True, True))
    told = only(rates(frame, NO_SUMMARY))
    silent = int((frame["registered"].isna() & frame["lao_id"].notna()).sum())
    assert silent - counted_by_name(frame) == told["unknown"]


def test_provinces_together_are_one_group_that_knows_what_any_of_them_tells() -> None:
    rows = [
        lao("1", True, True, True, province="50"),
        lao("2", None, province="57"),
        lao("3", False, province="58"),
        lao("4", True, True, True, province="81"),
    ]
    counted = tally(status(*rows), NO_SUMMARY)
    together = only(rates_of(counted, province_codes=("50", "57", "58")))
    assert [together[name] for name in NUMBERS] == [3, 1, 1, 1, 1 / 3]
    north = rates_of(counted, "region").set_index("region").loc["NORTH"]
    assert [north[name] for name in NUMBERS] == [together[name] for name in NUMBERS]
    assert only(rates_of(counted, province_codes=()))["expected"] == 4


# --- gains and trends -------------------------------------------------------------------------


def test_gain_in_laos_and_points() -> None:
    before = rates(SMALL, NO_SUMMARY, "province")
    after = status(
        lao("เชียงราย", True, province="57"),
        lao("เวียง", True, province="57"),
        lao("ป่าซาง", True, province="57"),
        lao("ป่าตึง", False, province="57"),
        lao("ท่าช้าง", False, province="30"),
        lao("ราไวย์", True, province="83"),
        lao("เบตง", True, province="95"),
    )
    gained = with_gain(rates(after, NO_SUMMARY, "province"), before, "province")
    gained = gained.set_index("province_code").loc[["57", "30", "83", "95"]]
    # Phuket was unknown before and Yala was not there: neither has gained anything.
    assert plain(gained["gain_laos"]) == [2, -1, None, None]
    assert plain(gained["gain_points"]) == [50, -100, None, None]


def test_gain_follows_districts_within_their_province() -> None:
    def districts(first: bool, second: bool) -> pd.DataFrame:
        frame = status(
            lao("ก", first, province="30", district="เมือง"),
            lao("ข", second, province="57", district="เมือง"),
        )
        return rates(frame, NO_SUMMARY, "district")

    gained = with_gain(districts(True, False), districts(False, False), "district")
    assert plain(gained["gain_laos"]) == [1, 0]


@pytest.mark.parametrize("by", GROUPS)
def test_gain_of_the_first_snapshot_is_missing_in_the_same_dtypes(by: str) -> None:
    now = rates(SMALL, NO_SUMMARY, by)
    for before in (None, now.iloc[:0]):
        gained = with_gain(now, before, by)
        assert gained["gain_laos"].isna().all()
        assert gained["gain_points"].isna().all()
        pd.testing.assert_series_equal(
            gained.dtypes, with_gain(now, now, by).dtypes, check_names=False
        )
        pd.testing.assert_frame_equal(gained[list(now)], now)


def moment(day: int) -> datetime:
    return datetime(2022, 1, day, 13, 0, tzinfo=BANGKOK)


def test_trend_stands_in_order_of_time_and_leaves_out_what_has_no_rate() -> None:
    first = rates(SMALL, NO_SUMMARY, "province")
    second = rates(status(lao("ราไวย์", True, province="83")), NO_SUMMARY, "province")
    history = trend({moment(14): second, moment(7): first}, "province")
    assert history["as_of"].tolist() == [moment(7), moment(7), moment(14)]
    assert str(history["as_of"].dt.tz) == "Asia/Bangkok"
    assert history["key"].tolist() == ["57", "30", "83"]
    assert history["name"].tolist() == ["เชียงราย", "นครราชสีมา", "ภูเก็ต"]
    assert plain(history["rate"]) == [0.25, 1, 1]


@pytest.mark.parametrize("by", GROUPS)
def test_trend_of_every_kind_of_group(by: str) -> None:
    table = rates(SMALL, NO_SUMMARY, by)
    history = trend({moment(7): table}, by)
    assert history["key"].tolist() == table[KEYS[by]][table["rate"].notna()].tolist()
    assert list(trend({}, by)) == list(history)


# --- the real exports, where they are -----------------------------------------------------------


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The snapshot of 7 January 2022 13:00, imported from its two attachments."""
    from itasdash.importing import ImportOptions, Upload, import_files, load_register
    from itasdash.store import Store

    if not SHARED.is_dir():
        pytest.skip("the real exports are not here")
    store, now = Store(tmp_path_factory.mktemp("january")), moment(31)
    register = SHARED / "register" / "dla_lao_register.csv"
    load_register(store, Upload(register.name, register.read_bytes()), None, who="", when=now)
    attachments = sorted((SHARED / "exports").glob("สิ่งที่ส่งมาด้วย*7 ม.ค. 65.xlsx"))
    assert len(attachments) == 2
    uploads = [Upload(path.name, path.read_bytes()) for path in attachments]
    import_files(store, uploads, ImportOptions(when=now))
    snapshot = store.read(moment(7))
    return snapshot.status, snapshot.province_summary


@pytest.mark.slow
def test_rates_of_the_real_snapshot_are_the_true_ones(
    january: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    truth = pd.read_csv(SHARED / "truth" / "2022-01-07T1300.csv", dtype=str)
    both = (truth["admin_registered"] == "1") & (truth["executive_registered"] == "1")
    country = only(rates(*january))
    assert [country[name] for name in NUMBERS] == [
        7849,
        both.sum(),
        (~both).sum(),
        0,
        pytest.approx(both.mean()),
    ]
    provinces = rates(*january, "province").set_index("name_th")
    assert len(provinces) == 76
    for name, true in both.groupby(truth["province"]):
        row = provinces.loc[name]
        assert [row[column] for column in NUMBERS] == [
            len(true),
            true.sum(),
            (~true).sum(),
            0,
            pytest.approx(true.mean()),
        ], name


def test_list_of_the_real_snapshot_has_every_row_once(
    january: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    listed = select_laos(january[0], LaoFilter(states=("incomplete", "none")))
    assert len(listed) == only(rates(*january))["outstanding"]
    assert len(select_laos(january[0], LaoFilter())) == len(january[0])
