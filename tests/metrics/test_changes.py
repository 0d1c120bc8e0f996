"""What became of each LAO between two snapshots, by hand."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.metrics.changes import LISTS, Changes, changes
from itasdash.schema import OUTSTANDING_STATES, STATES, STATUS

# Registered, administrator, executive, as a status row has them.
ROLES = {
    "complete": (True, True, True),
    "admin_only": (False, True, False),
    "executive_only": (False, False, True),
    "none": (False, False, False),
    "incomplete": (False, None, None),
    "unknown": (None, None, None),
}


def status(*laos: tuple[str | None, str] | tuple[str | None, str, str]) -> pd.DataFrame:
    """A row per (code, state) or (code, state, type)."""
    rows = []
    for lao_id, state, *lao_type in laos:
        registered, admin, executive = ROLES[state]
        rows.append(
            dict.fromkeys(STATUS.names)
            | {
                "lao_id": lao_id,
                "province_code": "57",
                "district_name_th": "แม่จัน",
                "lao_type": lao_type[0] if lao_type else "SAO",
                "name_th": f"ชื่อ{lao_id}",
                "registered": registered,
                "admin_registered": admin,
                "executive_registered": executive,
                "basis": "reported",
                "match": "name" if lao_id else "unresolved",
            }
        )
    return STATUS.frame(rows)


def lists(found: Changes) -> dict[str, list[str]]:
    return {name: found.rows(name)["lao_id"].tolist() for name in LISTS if len(found.rows(name))}


def flow(found: Changes) -> list[tuple[str, str, int]]:
    return list(found.flow.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("was", "now", "name"),
    [
        ("none", "complete", "completed"),
        ("admin_only", "complete", "completed"),
        ("executive_only", "complete", "completed"),
        ("incomplete", "complete", "completed"),
        ("unknown", "complete", None),
        ("complete", "none", "regressed"),
        ("complete", "admin_only", "regressed"),
        ("complete", "incomplete", "regressed"),
        ("complete", "unknown", None),
        ("none", "admin_only", "partly"),
        ("none", "executive_only", "partly"),
        # Whether a role was gained is not told.
        ("incomplete", "admin_only", None),
        ("none", "incomplete", None),
        ("unknown", "admin_only", None),
        # One gained, one lost: no further than before.
        ("admin_only", "executive_only", None),
        ("admin_only", "none", None),
        *((state, state, None) for state in STATES),
    ],
)
def test_what_a_change_of_state_counts_as(was: str, now: str, name: str | None) -> None:
    found = changes(status(("6570201", was)), status(("6570201", now)))
    assert lists(found) == ({name: ["6570201"]} if name else {})
    assert flow(found) == [(was, now, 1)]


def test_who_comes_or_goes_is_in_no_other_list() -> None:
    found = changes(
        status(("6570201", "complete"), ("6570202", "none")),
        status(("6570202", "none"), ("6570203", "complete")),
    )
    assert lists(found) == {"added": ["6570203"], "removed": ["6570201"]}
    assert flow(found) == [("none", "none", 1)]


def test_an_lao_that_changes_its_type_is_followed_and_named_by_its_new_code() -> None:
    found = changes(
        status(("6570201", "none", "SAO"), ("6570202", "none", "SAO")),
        # The type is what its column says: the other one has a new digit and the same type.
        status(("5570201", "complete", "SUBDISTRICT"), ("5570202", "none", "SAO")),
    )
    assert lists(found) == {"completed": ["5570201"], "type_changed": ["5570201"]}
    assert found.type_changed["lao_type"].tolist() == ["SUBDISTRICT"]


def test_rows_that_nobody_matched_are_left_out() -> None:
    found = changes(
        status((None, "none"), ("6570201", "none")), status((None, "complete"), (None, "none"))
    )
    assert lists(found) == {"removed": ["6570201"]}
    assert flow(found) == []


def test_lists_are_in_the_order_of_codes_and_flow_in_that_of_states() -> None:
    codes = ["6570203", "5570201", "6570202"]
    found = changes(
        status(*((code, "none") for code in codes), ("1570204", "complete")),
        status(*((code, "complete") for code in codes), ("1570204", "unknown")),
    )
    assert lists(found) == {"completed": sorted(codes)}
    assert flow(found) == [("complete", "unknown", 1), ("none", "complete", 3)]


def test_nothing_at_all() -> None:
    found = changes(status(), status())
    assert lists(found) == {}
    assert list(found.flow.columns) == ["from_state", "to_state", "laos"]
    assert found.flow.empty


snapshots = st.dictionaries(st.sampled_from("123456789"), st.sampled_from(STATES))


@settings(max_examples=25, deadline=None)
@given(snapshots, snapshots)
def test_every_lao_is_counted_once_and_the_way_back_mirrors_the_way(
    was: dict[str, str], now: dict[str, str]
) -> None:
    one = status(*((f"657020{key}", state) for key, state in was.items()))
    other = status(*((f"657020{key}", state) for key, state in now.items()))
    forth, back = changes(one, other), changes(other, one)
    both = set(was) & set(now)
    assert forth.flow["laos"].sum() == len(both)
    assert {row[:2]: row[2] for row in flow(forth)} == {
        (b, a): number for a, b, number in flow(back)
    }
    assert lists(forth).get("added") == lists(back).get("removed")
    assert lists(forth).get("completed") == lists(back).get("regressed")
    completed = {
        f"657020{key}" for key in both if was[key] in OUTSTANDING_STATES and now[key] == "complete"
    }
    assert set(forth.completed["lao_id"]) == completed
