"""What is kept of pure functions is what they would give again."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from itasdash.charts import Chart, Look, rate_bars
from itasdash.thai.dates import BANGKOK
from itasdash.ui.shell import kept as module
from itasdash.ui.shell.kept import kept, kept_under, known
from tests.kits.small_records import snapshot_info

made: list[object] = []


def doubled(frame: pd.DataFrame, times: int = 2) -> pd.DataFrame:
    made.append(times)
    return frame * times


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made.clear()
    module._kept.clear()


def test_equal_inputs_are_made_of_once() -> None:
    first = kept(doubled, pd.DataFrame({"a": [1, 2]}))
    again = kept(doubled, pd.DataFrame({"a": [1, 2]}))
    assert again is first
    assert again["a"].tolist() == [2, 4]
    assert made == [2]


def test_it_does_not_matter_how_equal_inputs_lie_in_memory() -> None:
    apart = pd.DataFrame({"a": [1, 2]})
    apart["b"] = [3, 4]
    whole = apart.copy()
    whole.values  # noqa: B018 - joins the columns
    turned = pd.DataFrame(np.array([[1, 2], [3, 4]]).T, columns=["a", "b"])
    for frame in (apart, whole, turned):
        kept(doubled, frame)
    assert made == [2]
    name = "กระบี่"
    twice, equal = [name, name], [name, "".join(name)]
    for names in (twice, equal):
        kept(doubled, pd.DataFrame({"names": pd.Series(names, dtype="object")}))
    assert made == [2, 2]


@pytest.mark.parametrize(
    "other",
    [
        pd.DataFrame({"a": [1, 3]}),
        pd.DataFrame({"b": [1, 2]}),
        pd.DataFrame({"a": [1.0, 2.0]}),
        pd.DataFrame({"a": [1, 2]}, index=[1, 2]),
    ],
    ids=["value", "column", "type", "index"],
)
def test_other_inputs_are_made_of_anew(other: pd.DataFrame) -> None:
    kept(doubled, pd.DataFrame({"a": [1, 2]}))
    pd.testing.assert_frame_equal(kept(doubled, other), other * 2)
    pd.testing.assert_frame_equal(kept(doubled, other, times=3), other * 3)
    assert made == [2, 2, 3]


def test_what_is_kept_is_bounded_in_bytes() -> None:
    for number in range(40):
        kept(doubled, pd.DataFrame({"a": range(number, number + 400_000)}))
    assert module._kept.currsize <= module._MOST_BYTES
    assert 0 < len(module._kept) < 40


def test_what_is_larger_than_all_room_is_given_and_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 100)
    found = kept(doubled, pd.DataFrame({"a": range(1000)}))
    assert found["a"].iloc[-1] == 1998
    assert not len(module._kept)


def test_a_kept_frame_is_known_by_what_it_was_made_from() -> None:
    first = kept(doubled, pd.DataFrame({"a": [1, 2]}))
    four = kept(doubled, first)
    assert kept(doubled, first) is four
    assert made == [2, 2]
    # Another frame of equal numbers is looked through: it is known by no name.
    pd.testing.assert_frame_equal(kept(doubled, first.copy()), four)
    assert kept(doubled, known(first.copy(), "a", 1))["a"].tolist() == [4, 8]


def as_it_is(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


def test_a_frame_that_is_handed_on_as_it_is_keeps_its_name() -> None:
    first = kept(doubled, pd.DataFrame({"a": [1, 2]}))
    for _ in range(3):
        # A page that asks for nothing in particular hands its rows on from one step to the next.
        assert kept(as_it_is, first) is first
        kept(doubled, first)
    assert made == [2, 2]


def test_frames_of_other_names_are_told_apart_and_forgotten_with_the_frame() -> None:
    frames = [known(pd.DataFrame({"a": [number]}), "number", number) for number in (1, 2)]
    assert [kept(doubled, frame)["a"].tolist() for frame in frames] == [[2], [4]]
    # A name belongs to the frame, and not to its place in memory.
    held = len(module._frames)
    del frames
    assert len(module._frames) == held - 2
    assert kept(doubled, pd.DataFrame({"a": [3]}))["a"].tolist() == [6]


def test_a_chart_is_kept_in_the_bytes_that_are_sent() -> None:
    rates = pd.DataFrame(
        {
            "province_code": ["10", "20"],
            "name_th": ["ก", "ข"],
            "expected": [10, 20],
            "registered": [5, 20],
            "outstanding": [5, 0],
            "unknown": [0, 0],
            "rate": [0.5, 1.0],
        }
    )
    found: Chart = kept_under("chart", lambda: rate_bars(rates, Look(), "province_code", "given"))
    assert found.spec() == rate_bars(rates, Look(), "province_code", "given").spec()
    assert module._kept.currsize == found.drawn.size


def test_an_index_that_several_share_is_counted_once() -> None:
    index = pd.Index(np.arange(100_000))
    series = {n: pd.Series(np.zeros(100_000, dtype="int8"), index=index) for n in range(10)}
    kept_under("series", lambda: series)
    assert 1_800_000 <= module._kept.currsize <= 1_900_000


def text_of(_: object) -> str:
    made.append(1)
    return "text"


def test_a_record_and_a_moment_are_equal_whatever_was_asked_of_them() -> None:
    moment = datetime(2022, 1, 7, 13, tzinfo=BANGKOK)
    plain, asked = snapshot_info(), snapshot_info()
    assert asked.errors == ()
    kept(text_of, plain)
    kept(text_of, asked)
    assert made == [1]
    for other in (moment, moment.replace(minute=1), moment.astimezone(UTC), moment.isoformat()):
        kept(text_of, other)
    assert made == [1] * 5
