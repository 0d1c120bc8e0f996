"""Ranks, concentration, who stands still and who differs more than by chance, by hand."""

from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.metrics.comparison import (
    INNER,
    OUTER,
    Funnel,
    concentration,
    cumulative_shares,
    funnel,
    ranks,
    stagnant,
)
from itasdash.reference import provinces

CODES = list(provinces())


def frame(registered: Sequence[int], expected: Sequence[int] | int = 100) -> pd.DataFrame:
    sizes = [expected] * len(registered) if isinstance(expected, int) else list(expected)
    return pd.DataFrame(
        {
            "province_code": CODES[: len(registered)],
            "name_th": [provinces()[code].name_th for code in CODES[: len(registered)]],
            "expected": pd.array(sizes, dtype="Int64"),
            "registered": pd.array(list(registered), dtype="Int64"),
            "rate": [r / n if n else None for r, n in zip(registered, sizes, strict=True)],
        }
    )


# --- ranks ------------------------------------------------------------------------------------


def test_ties_share_a_rank_and_leave_the_next_one_out() -> None:
    # 1 of 2 and 2 of 4 are the same fraction.
    found = ranks(pd.Series([0.25, 1 / 2, 2 / 4, 1.0], index=list("abcd")))
    assert found.to_dict() == {"a": 4, "b": 2, "c": 2, "d": 1}
    assert str(found.dtype) == "Int64"


def test_a_missing_rate_has_no_rank_and_takes_no_place() -> None:
    found = ranks(pd.Series([None, 0.5, float("nan"), 0.75]))
    assert found.isna().tolist() == [True, False, True, False]
    assert found.dropna().tolist() == [2, 1]
    assert ranks(pd.Series([None, None], dtype="Float64")).isna().all()
    assert len(ranks(pd.Series([], dtype="float64"))) == 0


def test_rates_that_only_look_alike_do_not_tie() -> None:
    # 51.796 % and 51.786 % both read 51.8 %.
    assert ranks(pd.Series([174 / 336, 173 / 334])).tolist() == [2, 1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=2, max_size=30))
def test_rates_tie_exactly_where_the_fractions_do(pairs: list[tuple[int, int]]) -> None:
    given_rates = [min(r, n) / n for r, n in pairs]
    found = ranks(pd.Series(given_rates)).tolist()
    for (r, n), place in zip(pairs, found, strict=True):
        # One place behind all whose fraction is greater, told by whole numbers.
        greater = sum(min(other, size) * n > min(r, n) * size for other, size in pairs)
        assert place == greater + 1


# --- concentration ----------------------------------------------------------------------------


def test_shares_are_summed_from_the_largest_on() -> None:
    found = cumulative_shares(pd.Series([10, 60, None, 30], index=list("abcd"), dtype="Int64"))
    assert found.to_dict() == pytest.approx({"b": 0.6, "d": 0.9, "a": 1.0, "c": 1.0})
    assert list(found.index) == ["b", "d", "a", "c"]


def test_equal_counts_stay_in_their_order() -> None:
    assert list(cumulative_shares(pd.Series([5, 5, 5], index=list("xyz"))).index) == list("xyz")


def test_where_nothing_is_outstanding_there_are_no_shares() -> None:
    assert cumulative_shares(pd.Series([0, 0])).isna().all()
    assert len(cumulative_shares(pd.Series([], dtype="Int64"))) == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_concentration_is_where_the_shares_reach_four_fifths(counts: list[int]) -> None:
    outstanding = pd.Series(counts, dtype="Int64")
    number, shares = concentration(outstanding), cumulative_shares(outstanding)
    if number:
        assert shares.iloc[number - 1] >= 0.8 - 1e-9
        assert number == 1 or shares.iloc[number - 2] < 0.8
    else:
        assert sum(counts) == 0


# --- standing still ---------------------------------------------------------------------------


def test_who_stands_still_has_gained_nothing_and_something_to_do() -> None:
    rates = pd.DataFrame(
        {
            "province_code": list("abcdefg"),
            # Waits, waits more, complete, gained, lost, not known before, not known now.
            "outstanding": pd.array([3, 9, 0, 5, 5, 5, None], dtype="Int64"),
            "gain_laos": pd.array([0, 0, 0, 1, -1, None, 0], dtype="Int64"),
        }
    )
    assert stagnant(rates)["province_code"].tolist() == ["b", "a"]
    assert stagnant(rates.iloc[2:]).empty


# --- funnel -----------------------------------------------------------------------------------

# Pairs around one half of 100, so that θ = 0.5, √(θ (1 − θ) / 100) = 0.05, and z is a fifth of the
# deviation in LAOs.


def around_half(*deviations: int) -> pd.DataFrame:
    return frame([50 + sign * d for d in deviations for sign in (-1, 1)])


def test_limits_without_overdispersion() -> None:
    # z = ±1 eight times, ±2 and ±6. Of 20 scores the two lowest (−6, −2) become −1, the two
    # highest 1: φ = 20 · 1 / 20 = 1, which is not above 1 + 2 √(2 / 20) = 1.63.
    found = funnel(around_half(*[5] * 8, 10, 30))
    assert (found.target, found.phi, found.reason) == (0.5, 1.0, "")
    assert found.groups["z"].tolist() == pytest.approx([-1, 1] * 8 + [-2, 2, -6, 6])
    assert found.groups["z_adjusted"].tolist() == pytest.approx(found.groups["z"].tolist())
    # 2 > 1.96 and 6 > 3.09.
    assert found.groups["watch"].tolist() == [""] * 16 + ["below", "above"] * 2
    assert found.groups["outside"].tolist() == [""] * 18 + ["below", "above"]


def test_overdispersion_widens_the_limits() -> None:
    # z = ±4 nine times and ±10: winsorised all are ±4, so φ = 16 and √φ = 4.
    found = funnel(around_half(*[20] * 9, 50))
    assert found.phi == pytest.approx(16)
    assert found.groups["z_adjusted"].tolist() == pytest.approx([-1, 1] * 9 + [-2.5, 2.5])
    assert found.groups["watch"].tolist() == [""] * 18 + ["below", "above"]
    assert found.groups["outside"].tolist() == [""] * 20
    lower, upper = found.limits([100, 10_000, 4])
    # 1.959964 · 4 · 0.05 = 0.3920; a tenth of it for a hundred times the size; cut off for 4 LAOs.
    assert lower == pytest.approx([0.1080, 0.4608, 0.0], abs=1e-4)
    assert upper == pytest.approx([0.8920, 0.5392, 1.0], abs=1e-4)
    # 3.090232 · 4 · 0.05 = 0.618 reaches beyond both ends.
    assert found.limits([100], OUTER) == ([0.0], [1.0])


def test_a_little_more_than_chance_widens_nothing() -> None:
    # z = ±1.2: φ = 1.44 < 1.63; z = ±1.4: φ = 1.96.
    assert funnel(around_half(*[6] * 10)).phi == 1.0
    assert funnel(around_half(*[7] * 10)).phi == pytest.approx(1.96)


def test_winsorising_pulls_in_the_share_asked_for() -> None:
    # z = ±1 nine times and ±6: untouched, φ = (18 · 1 + 2 · 36) / 20 = 4.5.
    rates = around_half(*[5] * 9, 30)
    assert funnel(rates, winsorised=0).phi == pytest.approx(4.5)
    assert funnel(rates).phi == 1.0


def test_target_is_a_sum_divided_by_a_sum_and_scores_follow_the_size() -> None:
    # 19 groups of 10 with 5, one of 810 with 405 − 90: θ = (95 + 315) / 1000 = 0.41.
    found = funnel(frame([5] * 19 + [315], [10] * 19 + [810]))
    assert found.target == pytest.approx(0.41)
    # (0.5 − 0.41) / √(0.41 · 0.59 / 10) = 0.09 / 0.15553 = 0.5787
    assert found.groups["z"].iloc[0] == pytest.approx(0.5787, abs=1e-4)
    # (315 / 810 − 0.41) / √(0.41 · 0.59 / 810) = −0.021111 / 0.017281 = −1.2216
    assert found.groups["z"].iloc[19] == pytest.approx(-1.2216, abs=1e-4)


@pytest.mark.parametrize(
    ("rates", "reason"),
    [
        (frame([]), "few"),
        (frame([50] * 19), "few"),
        (frame([50] * 20), ""),
        # Without a rate a group does not count.
        (frame([50] * 19 + [0], [100] * 19 + [0]), "few"),
        (frame([97] * 20), ""),
        (frame([97] * 19 + [98]), "complete"),
        (frame([100] * 20), "complete"),
        (frame([0] * 20), "none"),
    ],
)
def test_it_steps_back_where_it_says_nothing(rates: pd.DataFrame, reason: str) -> None:
    found = funnel(rates)
    assert found.reason == reason
    if reason:
        assert found.groups["z"].isna().all()
        assert set(found.groups["watch"]) | set(found.groups["outside"]) <= {""}


def test_by_chance_one_in_twenty_is_beyond_the_inner_limits() -> None:
    assert funnel(frame([50] * 76)).by_chance == 4


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.floats(0, 1)), min_size=20, max_size=76).filter(
        lambda pairs: sum(int(n * share) for n, share in pairs) > 0
    )
)
def test_who_is_outside_is_beyond_the_line_that_is_drawn(pairs: list[tuple[int, float]]) -> None:
    found: Funnel = funnel(frame([int(n * s) for n, s in pairs], [n for n, _ in pairs]))
    if found.reason:
        return
    for column, deviations in (("watch", INNER), ("outside", OUTER)):
        lower, upper = found.limits(found.groups["expected"].tolist(), deviations)
        for rate, low, high, side in zip(
            found.groups["rate"], lower, upper, found.groups[column], strict=True
        ):
            if side == "above":
                assert rate >= high - 1e-9
            elif side == "below":
                assert rate <= low + 1e-9
            else:
                assert low - 1e-9 <= rate <= high + 1e-9
    assert found.phi >= 1
