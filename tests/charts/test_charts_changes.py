"""The charts of what changed between two snapshots."""

from typing import Literal

import pandas as pd
import pytest

from itasdash.charts import Look
from itasdash.charts.changes import flow_chart, move_bars
from itasdash.metrics.changes import ABSENT

FLOW = pd.DataFrame(
    [
        ("complete", "complete", 4000),
        ("complete", "none", 2),
        ("none", "complete", 800),
        ("none", "none", 2000),
        ("unknown", "complete", 3),
        (ABSENT, "none", 1),
    ],
    columns=["from_state", "to_state", "laos"],
)


def moves(*rows: tuple[str, str, int | None, int | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["province_code", "name_th", "up", "down"])


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("narrow", [True, False])
def test_the_flow_has_a_band_for_every_pair_and_both_sides_stand_beside_it(
    language: Literal["th", "en"], narrow: bool
) -> None:
    chart = flow_chart(FLOW, Look(language, narrow=narrow))
    assert len(chart.figure.data) == len(FLOW)
    # Of those whose state was not known nobody can say that they moved on.
    assert "800" in chart.title
    assert "88.2" in chart.title
    numbers = [note.text.split("<b>")[1].split("<")[0] for note in chart.figure.layout.annotations]
    assert numbers == ["4,002", "2,800", "3", "1", "4,803", "2,003"]


def test_the_bands_of_a_block_fill_it() -> None:
    chart = flow_chart(FLOW, Look())
    blocks = [s for s in chart.figure.layout.shapes if s.type == "rect" and s.x0 == 0]
    tops = sorted(min(band.y[0], band.y[-1]) for band in chart.figure.data)
    assert tops[0] == blocks[0].y0
    heights = sum(abs(band.y[-1] - band.y[0]) for band in chart.figure.data)
    assert heights == pytest.approx(sum(block.y1 - block.y0 for block in blocks))


def test_bars_go_both_ways_and_the_balance_stands_at_their_ends() -> None:
    chart = move_bars(moves(("30", "ก", 5, 2), ("31", "ข", 9, 0), ("32", "ค", 0, 0)), Look())
    up, down = chart.figure.data
    assert list(up.x) == [9, 5]
    assert list(down.x) == [0, -2]
    ends = [note.text for note in chart.figure.layout.annotations]
    assert [text.split("</b>")[0] for text in ends] == ["<b>+9", "<b>+3"]
    assert chart.title == "ขเพิ่มมากที่สุด 9 แห่ง · ลดลงใน 1 จังหวัด รวม 2 แห่ง"


def test_where_nothing_moved_the_chart_says_so() -> None:
    chart = move_bars(moves(("30", "ก", 0, 0), ("31", "ข", None, None)), Look())
    assert chart.is_empty
    assert chart.title == "ไม่มีจังหวัดใดเปลี่ยนแปลง"
    assert flow_chart(FLOW.iloc[:0], Look()).is_empty
    assert flow_chart(FLOW.iloc[:1], Look()).title == "ทุกแห่งคงสถานะเดิม"
