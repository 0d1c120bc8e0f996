"""Quotas that no export gives: the rules by hand, and what they never touch."""

import pandas as pd
import pytest

from itasdash.metrics.quotas import QuotaOrigin, quota_origin, with_quotas
from itasdash.metrics.surveys import surveys
from itasdash.reference import table
from itasdash.reference.quotas import quota_rules
from itasdash.schema import INSTRUMENTS, LAO_SIZES, LAO_TYPES, SIZES
from tests.kits.frames import NO_SUMMARY, lao, status


def sizes(*rows: tuple[object, ...]) -> pd.DataFrame:
    return SIZES.frame([dict(zip(SIZES.names, row, strict=True)) for row in rows])


@pytest.mark.parametrize(
    ("people", "quota"),
    [
        # All of them, where there are fewer than 30.
        (1, 1),
        (29, 29),
        (30, 30),
        (299, 30),
        (300, 30),
        # No less than a tenth: 30.1 is 31.
        (301, 31),
        (3_990, 399),
        (3_991, 400),
        (4_000, 400),
        (1_000_000, 400),
        (None, None),
    ],
)
@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_tenth_of_the_people_within_limits(
    people: int | None, quota: int | None, instrument: str
) -> None:
    [rule] = [each for each in quota_rules(2565) if each.instrument == instrument]
    assert rule.quota(people) == quota


def test_only_what_is_told_to_be_answered_and_has_no_quota_gets_one() -> None:
    rows = status(
        lao("ก", lao_id="6300101", iit_answered=5),
        lao("ข", lao_id="6300102", iit_quota=50, iit_answered=5),
        # A quota of 0 is what the file says.
        lao("ค", lao_id="6300103", iit_quota=0, iit_answered=5),
        # No answers are told: a quota would make them none.
        lao("ง", lao_id="6300104"),
        # Which LAO it is nobody knows.
        lao("จ", lao_id=None, iit_answered=5),
        # Of an unknown size.
        lao("ฉ", lao_id="6300106", iit_answered=5),
        # Known for the other survey only.
        lao("ช", lao_id="6300107", iit_answered=5, eit_answered=7),
    )
    known = [(f"630010{n}", None, 1_000, None) for n in (1, 2, 3, 4)]
    found = with_quotas(rows, quota_rules(2565), sizes(*known, ("6300107", None, None, 5_000)))
    quotas = found.set_index("name_th")[["iit_quota", "eit_quota"]].astype("Int64")
    assert quotas["iit_quota"].fillna(-1).to_dict() == {
        "ก": 100, "ข": 50, "ค": 0, "ง": -1, "จ": -1, "ฉ": -1, "ช": -1
    }  # fmt: skip
    assert quotas["eit_quota"].fillna(-1).to_dict()["ช"] == 400
    assert quota_origin(found, "iit") == QuotaOrigin(from_export=2, computed=1, lacking=3)
    assert quota_origin(rows, "iit") == QuotaOrigin(from_export=2, computed=0, lacking=4)
    counted = surveys(found, NO_SUMMARY, "iit").iloc[0]
    assert (counted["quota"], counted["counted"]) == (150, 10)
    # The frame of the store is shared.
    assert rows["iit_quota"].notna().sum() == 2


def test_fixed_numbers_are_those_of_type_and_size() -> None:
    def quota(lao_type: str, size: str | None, instrument: str = "eit", year: int = 2567) -> object:
        told = {f"{instrument}_answered": 0}
        rows = status(lao("ก", lao_id="6300101", lao_type=lao_type, **told))
        found = with_quotas(rows, quota_rules(year), sizes(("6300101", size, None, None)))
        value = found[f"{instrument}_quota"].iloc[0]
        return None if pd.isna(value) else value

    assert [quota("SAO", size) for size in ("L", "M", "S", None)] == [50, 40, 30, None]
    assert [quota("SUBDISTRICT", size) for size in ("L", "M", "S")] == [None, 70, 60]
    assert quota("TOWN", "L") is None
    assert quota("SAO", "L", "iit") is None
    # No rule is documented: nothing is computed after that of another year.
    assert quota("SAO", "L", year=2566) is None
    assert quota("SAO", "L", year=2568) is None


def test_an_lao_keeps_its_size_when_its_type_changes_the_first_digit_of_its_code() -> None:
    rows = status(lao("ก", lao_id="5300101", lao_type="SUBDISTRICT", eit_answered=1))
    found = with_quotas(rows, quota_rules(2567), sizes(("6300101", "M", None, None)))
    assert found["eit_quota"].iloc[0] == 70


def test_every_rule_is_documented_and_holds_beside_no_other_of_the_same() -> None:
    years = range(2555, 2580)
    for year in years:
        rules = quota_rules(year)
        assert len({(r.instrument, r.lao_type, r.size) for r in rules}) == len(rules)
        for rule in rules:
            assert rule.instrument in INSTRUMENTS and rule.source
            assert rule.lao_type in ("", *LAO_TYPES) and rule.size in ("", *LAO_SIZES)
            assert 0 < rule.minimum <= rule.maximum
            assert rule.share is not None or rule.minimum == rule.maximum
            assert rule.share is None or 0 < rule.share < 1
    assert sum(len(quota_rules(year)) for year in years) == 2 * 3 + 5
    assert {row["size"] for row in table("size_words")} == set(LAO_SIZES)
