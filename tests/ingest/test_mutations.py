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
CASES = 180
# Their members carry checksums.
SEALED = ("xlsx", "ods")


def outcomes(form: str) -> list[dict[str, Any]]:
    """Return what becomes of each case; one that kills the reader must be refused in a child."""
    found: list[dict[str, Any]] = []
    while len(found) < CASES:
        command = [sys.executable, "-m", "tests.mutate", form, str(len(found)), str(CASES)]
        done = subprocess.run(
            command, check=False, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=120
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        found += [line for line in lines if "outcome" in line]
        if len(found) < CASES:
            assert lines, "the reader did not start"
            kind, data = mutated(form, len(found))
            with pytest.raises(Refusal) as refused:
                export_of(data, FILE)
            code = refused.value.code
            found.append({"case": len(found), "kind": kind, "outcome": "refused", "code": code})
    return found


def test_there_are_enough_cases() -> None:
    assert CASES * len(FORMATS) >= 1000
    assert CASES >= 150


@pytest.mark.parametrize("form", FORMATS)
def test_broken_bytes_end_in_the_same_data_a_finding_or_a_refusal(form: str) -> None:
    cases = outcomes(form)
    assert [case["case"] for case in cases] == list(range(CASES))
    counted = Counter(case["outcome"] for case in cases)
    assert counted.keys() <= {"same", "found", "refused", "differs"}
    # The mutations do break something.
    assert counted["refused"] + counted["found"] > CASES / 3
    if form in SEALED:
        assert all(case.get("differs", 0) == 0 for case in cases)
    quiet = [case for case in cases if case["outcome"] == "differs"]
    # A record of an .xls may lie across two rows.
    assert all(case["differs"] <= 1 + (form == "xls") for case in quiet), quiet
    assert len(quiet) <= CASES * 0.03, quiet
