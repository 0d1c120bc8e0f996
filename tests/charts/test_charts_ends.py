"""Titles of bars that show one end of an order."""

import pandas as pd
import pytest

from itasdash.charts import Look, Order, rate_bars


@pytest.mark.parametrize(
    ("order", "title"), [("lowest", "กระบี่ต่ำสุด 25.0"), ("highest", "ตากสูงสุด 75.0")]
)
def test_bars_of_one_end_are_titled_after_that_end(order: Order, title: str) -> None:
    rates = pd.DataFrame(
        {
            "province_code": ["81", "63", "20"],
            "name_th": ["กระบี่", "ตาก", "ชลบุรี"],
            "expected": [4, 4, 4],
            "registered": [1, 3, 2],
            "outstanding": [3, 1, 2],
            "unknown": [0, 0, 0],
            "rate": [0.25, 0.75, 0.5],
        }
    )
    chart = rate_bars(rates, Look("th"), "province_code", order, limit=1)
    assert chart.title.replace("\u00a0", " ") == f"{title} %"
