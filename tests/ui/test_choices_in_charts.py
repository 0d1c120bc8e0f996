"""Charts of what is chosen speak of it, in title and table, and not of the country."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.documents.rate_tables import in_order
from tests.kits.frames import rates
from tests.ui.test_pages import on_screen, sound

Visit = Callable[..., AppTest]


def headers(at: AppTest) -> list[str]:
    return [on_screen(each.value) for each in at.header]


@pytest.mark.parametrize(("language", "south"), [("th", "ภาคใต้"), ("en", "Southern region")])
def test_titles_of_chosen_regions_begin_with_them(visit: Visit, language: str, south: str) -> None:
    said = headers(sound(visit("provinces", lang=language, region="SOUTH")))
    charts = [title for title in said if title.startswith(f"{south}: ")]
    # Map, bars, funnel and heat map.
    assert len(charts) == 4
    assert not any(title.startswith(south) for title in headers(visit("provinces", lang=language)))


def test_counts_over_time_are_those_of_the_chosen_provinces(visit: Visit) -> None:
    at = sound(visit("trends", lines="province", **{"in": ["20", "81"]}))
    own = [title for title in headers(at) if title.startswith("ชลบุรี, กระบี่: ")]
    assert len(own) == 2 and "ค้าง 2 แห่ง" in own[0]
    # Of the country 3 are outstanding; the small charts of all provinces are of no choice.
    assert any(title.startswith("ลงทะเบียนเพิ่ม 5 แห่ง") for title in headers(visit("trends")))


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("lowest", ["50", "83", "81", "20"]),
        ("highest", ["20", "81", "50", "83"]),
        ("outstanding", ["50", "83", "81", "20"]),
    ],
)
def test_tables_stand_in_the_order_of_their_charts_alike_in_every_language(
    order: str, codes: list[str]
) -> None:
    rows = (
        ("81", "กระบี่", 4, 2, 0),
        ("20", "ชลบุรี", 4, 4, 0),
        ("50", "เชียงใหม่", 6, 2, 0),
        ("83", "ภูเก็ต", 3, 1, 0),
    )
    for frame in (rates(rows), rates(rows[::-1])):
        assert in_order(frame, order, "province")["province_code"].tolist() == codes
