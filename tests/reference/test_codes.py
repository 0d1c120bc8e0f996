"""Codes of LAOs as files write them."""

import pytest

from itasdash.reference.codes import is_code, read_code


@pytest.mark.parametrize(
    "written",
    ["6810104", "6810104.0", '="6810104"', "6-81-01-04", "๖๘๑๐๑๐๔", "(6810104)", "681 0104"],
)
def test_a_code_is_known_however_it_is_written(written: str) -> None:
    assert is_code(written)
    assert read_code(written) == "6810104"


@pytest.mark.parametrize("written", ["681010", "68101041", "6,810,104", "อบต. 6810104", "-", ""])
def test_other_texts_and_numbers_are_no_code(written: str) -> None:
    assert not is_code(written)
