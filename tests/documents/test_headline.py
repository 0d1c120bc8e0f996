"""A snapshot in one sentence, against cases worked out by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from itasdash.documents.headline import Headline, headline_sentence, make_headline

DEADLINE = date(2022, 2, 28)
BEFORE, AFTER = date(2022, 1, 7), date(2022, 3, 1)
HALF = Headline(
    expected=7849,
    registered=4066,
    outstanding=3783,
    unknown=0,
    rate=4066 / 7849,
    gain_laos=1125,
    gain_points=14.3,
    gain_days=8,
    complete_provinces=0,
    provinces=76,
    states={},
)


@pytest.mark.parametrize(
    ("today", "deadline", "thai", "english"),
    [
        (
            BEFORE,
            DEADLINE,
            "ลงทะเบียนแล้วครึ่งหนึ่ง เหลือ 3,783 แห่งก่อน 28 ก.พ.",
            "Half registered, 3,783 LAOs to go before 28 Feb",
        ),
        (
            AFTER,
            DEADLINE,
            "ลงทะเบียนแล้วครึ่งหนึ่ง ยังค้าง 3,783 แห่งหลังปิดลงทะเบียน 28 ก.พ.",
            "Half registered, 3,783 LAOs still missing after 28 Feb",
        ),
        (BEFORE, None, "ลงทะเบียนแล้วครึ่งหนึ่ง เหลือ 3,783 แห่ง", "Half registered, 3,783 LAOs to go"),
    ],
)
def test_sentence_says_where_things_stand(
    today: date, deadline: date | None, thai: str, english: str
) -> None:
    assert headline_sentence(HALF, "th", today, deadline) == thai
    assert headline_sentence(HALF, "en", today, deadline) == english


@pytest.mark.parametrize(
    ("rate", "share"),
    [
        (0.0, "0.0 %"),
        (0.33, "One third"),
        (0.47, "47.0 %"),
        (0.485, "Half"),
        (0.66, "Two thirds"),
        (0.75, "Three quarters"),
        (0.9996, "99.9 %"),
    ],
)
def test_share_is_a_word_only_where_it_is_near(rate: float, share: str) -> None:
    said = headline_sentence(replace(HALF, rate=rate), "en", BEFORE, None)
    assert said == f"{share} registered, 3,783 LAOs to go"


def test_one_lao_is_one_lao() -> None:
    nearly = replace(HALF, rate=7848 / 7849, outstanding=1)
    assert headline_sentence(nearly, "en", BEFORE, None) == "99.9 % registered, 1 LAO to go"
    assert headline_sentence(nearly, "th", BEFORE, None) == "ลงทะเบียนแล้วร้อยละ 99.9 เหลือ 1 แห่ง"


def test_nothing_left_is_complete_only_where_all_is_known() -> None:
    done = replace(HALF, rate=1.0, outstanding=0, registered=7849)
    assert headline_sentence(done, "th", AFTER, DEADLINE) == "ลงทะเบียนครบทั้ง 7,849 แห่ง"
    unsure = replace(HALF, rate=0.9, outstanding=0, unknown=785)
    assert "785" in headline_sentence(unsure, "en", BEFORE, DEADLINE)


def test_numbers_are_those_of_the_frames() -> None:
    country = pd.DataFrame(
        {
            "expected": [7],
            "registered": [5],
            "outstanding": [1],
            "unknown": [1],
            "rate": [5 / 7],
            "gain_laos": [2],
            "gain_points": [2 / 7 * 100],
        }
    )
    provinces = pd.DataFrame({"rate": [1.0, 0.5, None]})
    headline = make_headline(country, provinces, {"none": 1}, 4)
    assert (headline.complete_provinces, headline.provinces) == (1, 2)
    assert headline.gain_per_day == 0.5
    assert make_headline(country, provinces, {}, 0).gain_per_day is None
