"""Broken bytes of every format: the same data, a finding, or a refusal, and never anything else.

What nobody can notice is a digit of a plain text that became another digit. So where a file is
accepted without a word and differs, the damage must not reach beyond the row that was hit.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from itasdash.findings import Refusal
from tests.kits.corpus import FORMATS, export_of
from tests.kits.mutate import FILE, mutated

ROOT = Path(__file__).resolve().parents[2]
# The first few in every run, the others in the long one. Six ways of breaking take turns.
FEW, CASES = 24, 180
# Their members carry checksums.
SEALED = ("xlsx", "ods")


def outcomes(form: str, first: int, last: int) -> list[dict[str, Any]]:
    """Return what becomes of each case; one that kills the reader must be refused in a child."""
    found: list[dict[str, Any]] = []
    while (case := first + len(found)) < last:
        command = [sys.executable, "-m", "tests.kits.mutate", form, str(case), str(last)]
        done = subprocess.run(command, check=False, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert lines, "the reader did not start"
        found += [line for line in lines if "outcome" in line]
        if (case := first + len(found)) < last:
            kind, data = mutated(form, case)
            with pytest.raises(Refusal) as refused:
                export_of(data, FILE)
            code = refused.value.code
            found.append({"case": case, "kind": kind, "outcome": "refused", "code": code})
    assert [each["case"] for each in found] == list(range(first, last))
    return found


# One whose bytes are sealed and one whose are not; the others in the long run.
DAILY = ("xlsx", "csv utf-8")


def check(form: str, first: int, last: int) -> None:
    cases = outcomes(form, first, last)
    counted = Counter(case["outcome"] for case in cases)
    assert counted.keys() <= {"same", "found", "refused", "differs"}
    # The mutations do break something.
    assert counted["refused"] + counted["found"] > len(cases) / 3
    if form in SEALED:
        assert all(case.get("differs", 0) == 0 for case in cases)
    quiet = [case for case in cases if case["outcome"] == "differs"]
    # A record of an .xls may lie across two rows.
    assert all(case["differs"] <= 1 + (form == "xls") for case in quiet), quiet
    assert len(quiet) <= max(1, len(cases) * 0.03), quiet


@pytest.mark.parametrize(
    "form",
    [pytest.param(form, marks=() if form in DAILY else pytest.mark.slow) for form in FORMATS],
)
def test_broken_bytes_end_in_the_same_data_a_finding_or_a_refusal(form: str) -> None:
    check(form, 0, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_many_more_broken_bytes_do_too(form: str) -> None:
    check(form, FEW, CASES)
