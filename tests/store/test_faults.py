"""The short version of ``python -m benchmarks.faults``: kills, failing writes, a full disk, …

Failing writes stand for all of them in the daily run: they are the same at every run.
"""

import os
from pathlib import Path

import pytest

from benchmarks import faults

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.mark.slow
def test_kills_tear_nothing_and_lose_nothing(tmp_path: Path) -> None:
    counts = faults.kills(tmp_path, 12)
    assert counts["killed in time"] >= 6
    assert not faults.broken(counts), counts


@pytest.mark.parametrize(
    ("exchange", "every"),
    [
        pytest.param(True, 59, id="exchanging names"),
        pytest.param(True, 29, id="exchanging names, more", marks=pytest.mark.slow),
        pytest.param(False, 29, id="without that", marks=pytest.mark.slow),
    ],
)
def test_failing_writes_leave_what_was_there(tmp_path: Path, exchange: bool, every: int) -> None:
    counts = faults.failing_writes(tmp_path, every=every, exchange=exchange)
    assert counts["refused"] >= 2
    assert not faults.broken(counts), counts


@pytest.mark.slow
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    counts = faults.full_disk(tmp_path, every=4)
    if isinstance(counts, str):
        pytest.skip(counts)
    assert counts["refused"] >= 3
    assert not faults.broken(counts), counts


@pytest.mark.slow
def test_many_at_once_lose_nothing_and_readers_see_no_error(tmp_path: Path) -> None:
    counts = faults.at_once(tmp_path, processes=8, imports=2, readers=3)
    assert counts["present"] == 16
    assert counts["reads"] >= 10
    assert not faults.broken(counts), counts


@pytest.mark.slow
def test_every_flipped_bit_is_found(tmp_path: Path) -> None:
    counts = faults.flips(tmp_path, 20)
    assert counts["found"] == 20
    assert not faults.broken(counts), counts


@pytest.mark.slow
def test_what_is_deleted_comes_again(tmp_path: Path) -> None:
    counts = faults.deletions(tmp_path, singly=False)
    assert not faults.broken(counts), counts
