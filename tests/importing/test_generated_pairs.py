"""Two drawn lists of one moment: put together, replaced, or asked about."""

from pathlib import Path

import pytest

from tests.kits.exports.failing import FAILING
from tests.kits.exports.kinds import FILES
from tests.kits.exports.pairs import PAIRS, make_pair, take, wrong_of

_KINDS = [
    pytest.param(kind, marks=[pytest.mark.xfail(raises=AssertionError, strict=True)])
    if kind in FAILING
    else kind
    for kind in PAIRS
]


@pytest.mark.parametrize("kind", _KINDS)
def test_what_two_lists_of_one_moment_say(kind: str, tmp_path: Path) -> None:
    for seed in range(FILES):
        pair = make_pair(kind, seed)
        reports, store = take(pair, tmp_path / str(seed))
        assert wrong_of(pair, reports, store) == []
