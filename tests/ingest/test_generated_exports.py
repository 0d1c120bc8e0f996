"""Exports drawn at random: read right, or refused or asked for their real fault.

Above all stands that no number and no moment is stored that is not so, without an error or a
refusal. ``python -m tests.kits.exports 20000`` makes a longer run of the same; see its head.
"""

from contextlib import suppress

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.kits.exports import KINDS, judge, make, read
from tests.kits.exports.failing import FAILING
from tests.kits.exports.judge import Outcome
from tests.kits.exports.kinds import FILES
from tests.kits.exports.pairs import PAIRS

# So many more are drawn over all kinds, every time and in the long run.
DRAWN, MANY = 20, 500
SOUND = sorted(set(KINDS) - set(FAILING))


class NoHelp(AssertionError):
    """A file that a clerk can read was refused, or asked about; nothing wrong was stored."""


class Unsafe(AssertionError):
    """Something is stored that is not so, or lost, and nothing says it."""


def look(kind: str, seed: int) -> None:
    """Read one file.

    Raises:
        Unsafe, NoHelp: it was not read rightly.
    """
    case = make(kind, seed)
    verdict = judge(case, read(case))
    told = f'{verdict.word}: {verdict.why}\n  python -m tests.kits.exports --show "{kind}" {seed}'
    if not verdict.safe:
        raise Unsafe(told)
    if not verdict.good:
        raise NoHelp(told)


def _marked(kind: str) -> object:
    """Return a kind with the mark of one that is known to fail, in the way the table says."""
    if FAILING.get(kind, "rarely") == "rarely":
        return pytest.param(kind)
    failure = {"unsafe": Unsafe, "no help": NoHelp}[FAILING[kind]]
    return pytest.param(kind, marks=pytest.mark.xfail(raises=failure, strict=True))


@pytest.mark.parametrize("kind", [_marked(kind) for kind in KINDS])
def test_files_of_a_kind_are_read_right_or_asked_about(kind: str) -> None:
    failures: list[AssertionError] = []
    for seed in range(FILES):
        try:
            look(kind, seed)
        except AssertionError as failure:
            failures.append(failure)
    if failures:
        raise next((f for f in failures if isinstance(f, Unsafe)), failures[0])


@pytest.mark.parametrize("drawn", [DRAWN, pytest.param(MANY, marks=pytest.mark.slow)])
def test_no_file_of_a_sound_kind_is_stored_wrong_without_a_word(drawn: int) -> None:
    @settings(
        max_examples=drawn, derandomize=True, database=None, deadline=None, phases=(Phase.generate,)
    )
    @given(kind=st.sampled_from(SOUND), seed=st.integers(FILES, 10_000))
    def never_unsafe(kind: str, seed: int) -> None:
        with suppress(NoHelp):
            look(kind, seed)

    never_unsafe()


def test_there_are_enough_files() -> None:
    assert len(KINDS) * FILES + DRAWN >= 500


def test_the_table_of_failing_kinds_names_no_other() -> None:
    assert FAILING.keys() <= KINDS.keys() | PAIRS.keys()


def test_the_same_number_gives_the_same_file() -> None:
    for kind in list(KINDS)[::20]:
        assert make(kind, 7).data == make(kind, 7).data


def test_the_judge_can_tell_right_from_wrong() -> None:
    case = make("status: plain", 0)
    found = read(case)
    assert judge(case, found).good
    lao_id = next(iter(found.laos))
    found.laos[lao_id] = not found.laos[lao_id]
    assert not judge(case, found).safe
    assert not judge(case, Outcome(crash="KeyError")).safe


def test_a_file_is_read_alike_in_the_child_process() -> None:
    for kind in ("status: plain", "number: plain", "coverage: every province has rows"):
        case = make(kind, 1)
        assert judge(case, read(case, isolated=True)) == judge(case, read(case))
