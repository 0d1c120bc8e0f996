"""What became of each LAO between two snapshots, by hand."""

from collections import Counter
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itasdash.metrics.changes import (
    ABSENT,
    GAINED,
    LISTS,
    LOST,
    Changes,
    balance,
    changes,
    moves_by_province,
    registered_account,
    states_between,
    whole_flow,
)
from itasdash.schema import OUTSTANDING_STATES, STATES, STATUS, SUCCESSIONS

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
                "name_th": f"ชื่อ{lao_id and lao_id[-6:]}",
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
        ("unknown", "complete", "now_known"),
        ("complete", "none", "regressed"),
        ("complete", "admin_only", "regressed"),
        ("complete", "incomplete", "regressed"),
        ("complete", "unknown", "no_longer_known"),
        ("none", "unknown", "no_longer_known"),
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
    assert lists(found) == {"completed": sorted(codes), "no_longer_known": ["1570204"]}
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


# --- sums that add up -----------------------------------------------------------------------------


def test_the_gain_is_told_apart_into_who_completed_and_what_was_not_known() -> None:
    found = changes(
        status(
            ("6570201", "none"),
            ("6570202", "unknown"),
            ("6570203", "complete"),
            ("6570204", "complete"),
            ("6570205", "complete"),
            ("6570206", "complete"),
        ),
        status(
            ("6570201", "complete"),
            ("6570202", "complete"),
            ("6570203", "none"),
            ("6570204", "unknown"),
            ("6570206", "complete"),
            ("6570207", "complete"),
            ("6570208", "none"),
        ),
    )
    assert found.registered == {
        "before": 4,
        "completed": 1,
        "now_known": 1,
        "added": 1,
        "regressed": 1,
        "no_longer_known": 1,
        "removed": 1,
        "after": 4,
    }
    rows = {row[0]: row[1:] for row in found.balance.itertuples(index=False, name=None)}
    # before, added, removed, came, went, after
    assert rows["complete"] == (4, 1, 1, 2, 2, 4)
    assert rows["none"] == (1, 1, 0, 1, 1, 2)
    assert rows["unknown"] == (1, 0, 0, 1, 1, 1)
    assert rows["expected"] == (6, 2, 1, 0, 0, 7)


def test_who_is_renamed_is_listed_with_the_name_before() -> None:
    before, after = status(("6570201", "none")), status(("6570201", "none"))
    found = changes(before, after.assign(name_th="ใหม่"))
    assert lists(found) == {"renamed": ["6570201"]}
    [row] = found.renamed.to_dict("records")
    assert (row["name_before"], row["name_th"]) == ("ชื่อ570201", "ใหม่")


def test_moves_by_province_add_up_to_those_of_the_country() -> None:
    found = changes(
        status(("6570201", "none"), ("6500101", "complete")),
        status(("6570201", "complete"), ("6500101", "none")).assign(province_code=["50", "57"]),
    )
    rows = moves_by_province(found.states).set_index("province_code")
    assert rows.loc["57", "completed"] == 1
    assert rows.loc["50", "regressed"] == 1
    assert {name: int(rows[name].sum()) for name in rows} == found.registered


# --- LAOs that go on under another code -----------------------------------------------------------

DAY = date(2022, 1, 1)


def successions(*rows: tuple[date, str, str]) -> pd.DataFrame:
    names = ("effective", "lao_id_before", "lao_id_after")
    return SUCCESSIONS.frame([dict(zip(names, row, strict=True)) | {"source": ""} for row in rows])


def test_an_lao_that_goes_on_under_another_code_is_followed() -> None:
    table = successions((DAY, "6570201", "6570299"))
    found = changes(status(("6570201", "none")), status(("6570299", "complete")), table)
    # Its name in this test follows its code.
    assert lists(found) == {"completed": ["6570299"], "renamed": ["6570299"]}


def test_laos_that_become_one_end_and_say_which() -> None:
    table = successions((DAY, "6570201", "6570299"), (DAY, "6570202", "6570299"))
    found = changes(
        status(("6570201", "none"), ("6570202", "complete")), status(("6570299", "complete")), table
    )
    assert lists(found) == {"added": ["6570299"], "removed": ["6570201", "6570202"]}
    assert found.removed["into"].tolist() == ["6570299", "6570299"]


def test_an_lao_that_becomes_part_of_another_ends_and_the_other_keeps_its_history() -> None:
    table = successions((DAY, "6570201", "5570202"))
    found = changes(
        status(("6570201", "complete"), ("5570202", "none")), status(("5570202", "none")), table
    )
    assert lists(found) == {"removed": ["6570201"]}
    assert found.removed["into"].tolist() == ["5570202"]


@pytest.mark.parametrize("reason", ["later", "not borne out", "several"])
def test_no_succession_is_followed_that_the_registers_do_not_bear_out(reason: str) -> None:
    table = successions((DAY, "6570201", "6570299"))
    after = [("6570299", "complete")]
    if reason == "not borne out":
        # The new register still has the old code as well.
        after.append(("6570201", "none"))
    if reason == "several":
        table = successions((DAY, "6570201", "6570299"), (DAY, "6570201", "6570298"))
        after.append(("6570298", "none"))
    until = date(2021, 12, 31) if reason == "later" else DAY
    found = changes(status(("6570201", "none")), status(*after), table, until)
    assert "completed" not in lists(found)
    assert "6570299" in lists(found)["added"]


def test_successions_follow_each_other() -> None:
    table = successions((DAY, "6570201", "6570298"), (date(2022, 2, 1), "6570298", "6570299"))
    found = changes(status(("6570201", "none")), status(("6570299", "none")), table)
    assert lists(found) == {"renamed": ["6570299"]}


# --- over random histories ------------------------------------------------------------------------


def at(states: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"state": states, "province_code": "57"}, columns=["state", "province_code"]
    )


def margins(states: pd.DataFrame) -> tuple[Counter[str], Counter[str]]:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for from_state, to_state, laos in whole_flow(states).itertuples(index=False, name=None):
        before[from_state] += laos
        after[to_state] += laos
    return before, after


@settings(deadline=None)
@given(snapshots, snapshots)
def test_every_balance_adds_up(was: dict[str, str], now: dict[str, str]) -> None:
    states = states_between(at(was), at(now))
    rows = {row.pop("state"): row for row in balance(states).to_dict("records")}
    for row in rows.values():
        reckoned = row["before"] + row["added"] - row["removed"] + row["came"] - row["went"]
        assert reckoned == row["after"]
    assert {state: rows[state]["before"] for state in STATES} == dict.fromkeys(STATES, 0) | Counter(
        was.values()
    )
    assert {state: rows[state]["after"] for state in STATES} == dict.fromkeys(STATES, 0) | Counter(
        now.values()
    )
    total = rows["expected"]
    assert total["before"] + total["added"] - total["removed"] == total["after"] == len(now)
    account = registered_account(states)
    gained, lost = (sum(account[name] for name in names) for names in (GAINED, LOST))
    assert account["before"] + gained - lost == account["after"]


@settings(deadline=None)
@given(snapshots, snapshots, snapshots)
def test_two_spans_one_after_the_other_are_the_whole_span(
    first: dict[str, str], second: dict[str, str], third: dict[str, str]
) -> None:
    """State by state: the flows meet in the middle, and LAO by LAO they lead to the same end."""
    spans = ((first, second), (second, third), (first, third))
    early, late, whole = (states_between(at(was), at(now)) for was, now in spans)

    # What neither of the two has that are compared is absent from both.
    def states_of(span: pd.DataFrame, column: str) -> dict[str, str]:
        return {key: span[column].get(key, ABSENT) for key in {*first, *second, *third}}

    assert states_of(early, "to_state") == states_of(late, "from_state")
    assert states_of(early, "from_state") == states_of(whole, "from_state")
    assert states_of(late, "to_state") == states_of(whole, "to_state")
    for state in STATES:
        # And so the changes of every number add up.
        one, two, both = (
            after[state] - before[state] for before, after in map(margins, (early, late, whole))
        )
        assert one + two == both
