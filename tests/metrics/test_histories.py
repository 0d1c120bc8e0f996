"""How long LAOs have been on the list, by hand-made snapshots."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from itasdash.metrics.histories import HISTORY_COLUMNS, lao_histories, lao_timeline, with_histories
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.thai.dates import BANGKOK
from tests.kits.frames import lao, plain, status

FIRST = datetime(2021, 12, 24, 9, tzinfo=BANGKOK)
# registered, administrator, executive
ROLES = {
    "c": (True, True, True),
    "a": (False, True, False),
    "e": (False, False, True),
    "n": (False, False, False),
    "i": (False, None, None),
    "?": (None, None, None),
}


def moment(week: int) -> datetime:
    return FIRST + timedelta(weeks=week)


def snapshots(*lines: str) -> dict[datetime, pd.DataFrame]:
    """Return a snapshot a week; each line is an LAO, a sign per snapshot, a space where absent."""
    return {
        moment(week): status(
            *(
                lao(f"แห่งที่ {number}", *ROLES[line[week]], lao_id=f"6300{number:03}")
                for number, line in enumerate(lines)
                if line[week] != " "
            )
        )
        for week in range(len(lines[0]))
    }


@pytest.mark.parametrize(
    ("line", "since", "days", "flags", "changed", "came_from"),
    [
        ("nnnn", 0, 21, {"since_first"}, None, None),
        ("cccc", None, None, set(), None, None),
        ("nncc", None, None, set(), 2, "none"),
        ("nnaa", 0, 21, {"since_first"}, 2, "none"),
        ("cccn", 3, 0, {"is_new", "regressed"}, 3, "complete"),
        ("ccnn", 2, 7, {"regressed"}, 2, "complete"),
        ("ncnn", 2, 7, {"regressed"}, 2, "complete"),
        ("ncnc", None, None, set(), 3, "none"),
        ("   n", 3, 0, {"is_new"}, None, None),
        # Silence neither ends a run nor begins one, and is no change.
        ("n??n", 0, 21, {"since_first"}, None, None),
        ("?nnn", 1, 14, set(), None, None),
        ("nnn?", None, None, set(), None, None),
        ("c??n", 3, 0, {"is_new", "regressed"}, 3, "complete"),
        ("???n", 3, 0, {"is_new"}, None, None),
        ("????", None, None, set(), None, None),
        # That a file does not tell who is missing is no change either, nor that the next one does.
        ("aiia", 0, 21, {"since_first"}, None, None),
        ("aiin", 0, 21, {"since_first"}, 3, "admin_only"),
        ("iiaa", 0, 21, {"since_first"}, None, None),
        ("iiac", None, None, set(), 3, "admin_only"),
        ("ciii", 1, 14, {"regressed"}, 1, "complete"),
    ],
)
def test_a_history_by_hand(
    line: str,
    since: int | None,
    days: int | None,
    flags: set[str],
    changed: int | None,
    came_from: str | None,
) -> None:
    # A second LAO, so that every snapshot tells something.
    frames = snapshots(line, "cccc")
    own = lao_histories(frames).loc["300000"]
    assert plain([own["since"]]) == [None if since is None else moment(since)]
    assert plain([own["days"]]) == [days]
    assert {flag for flag in ("since_first", "is_new", "regressed") if own[flag]} == flags
    assert plain([own["changed_at"]]) == [None if changed is None else moment(changed)]
    assert plain([own["changed_from"]]) == [came_from]


def test_a_snapshot_that_names_no_lao_is_as_if_it_were_not_there() -> None:
    frames = snapshots("?n?n", "?c?c", "?c?n")
    found = lao_histories(frames)
    assert found["since_first"].tolist() == [True, False, False]
    assert found["is_new"].tolist() == [False, False, True], "new since the one before that tells"
    shown_last = lao_histories(snapshots("nn?", "cc?"))
    assert plain(shown_last["since"]) == [None, None], "a summary has no list"


def test_one_snapshot_has_nothing_before_it() -> None:
    found = lao_histories(snapshots("n", "c"))
    assert found["since_first"].tolist() == [True, False]
    assert found["is_new"].tolist() == [False, False]
    assert plain(found["days"]) == [0, None]


def test_days_are_counted_by_the_calendar() -> None:
    frames = {
        datetime(2022, 1, 7, 16, tzinfo=BANGKOK): status(lao("ก", False, lao_id="6300101")),
        datetime(2022, 1, 9, 9, tzinfo=BANGKOK): status(lao("ก", False, lao_id="6300101")),
    }
    assert lao_histories(frames)["days"].tolist() == [2]


def test_history_follows_an_lao_through_its_types() -> None:
    frames = {
        moment(0): status(lao("ก", True, lao_id="6300101")),
        moment(1): status(lao("ก", False, lao_id="5300101", lao_type="SUBDISTRICT")),
    }
    own = lao_histories(frames).loc["300101"]
    assert own["regressed"]
    seen = lao_timeline(frames, "5300101")
    assert seen["as_of"].tolist() == [moment(1), moment(0)]
    assert seen["lao_id"].tolist() == ["5300101", "6300101"]
    assert seen["state"].tolist() == ["incomplete", "complete"]
    assert lao_timeline(frames, "6300199").empty


FRAMES = snapshots("nnn", "ccn", "cnn", "ccc", "nn?")
LAST = FRAMES[moment(2)]


def found(**wanted: object) -> list[str]:
    rows = select_laos(LAST, LaoFilter(**wanted), lao_histories(FRAMES))  # type: ignore[arg-type]
    return sorted(str(code)[-1] for code in rows["lao_id"])


def test_filters_by_history() -> None:
    assert found() == ["0", "1", "2", "3", "4"]
    assert found(is_new=True) == ["1"]
    assert found(since_first=True) == ["0"]
    assert found(regressed=True) == ["1", "2"]
    assert found(regressed=True, is_new=True) == ["1"]
    assert found(min_days=7) == ["0", "2"]
    assert found(min_days=8) == ["0"]
    assert found(min_days=14, states=("complete",)) == []


def test_an_unmatched_row_has_no_history() -> None:
    listed = status(lao("อบต.ท่าช้ง", False, lao_id=None), lao("ก", False, lao_id="6300101"))
    frames = {moment(0): listed}
    rows = with_histories(listed.assign(state="incomplete"), lao_histories(frames))
    by_name = rows.set_index("name_th")
    assert list(rows)[-len(HISTORY_COLUMNS) :] == list(HISTORY_COLUMNS)
    assert plain(by_name.loc["อบต.ท่าช้ง", list(HISTORY_COLUMNS)]) == [
        None, None, False, False, False, None, None,
    ]  # fmt: skip
    assert by_name.loc["ก", "since"] == moment(0)
    assert len(select_laos(listed, LaoFilter(since_first=True), lao_histories(frames))) == 1


def test_areas_of_inspection_and_of_the_commission() -> None:
    listed = status(lao("ก", False, province="30"), lao("ข", False, province="50"))
    by = {
        "inspection": LaoFilter(inspection_regions=("15",)),
        "nacc": LaoFilter(nacc_regions=("3",)),
    }
    assert select_laos(listed, by["inspection"])["province_code"].tolist() == ["50"]
    assert select_laos(listed, by["nacc"])["province_code"].tolist() == ["30"]
