"""What holds the project together: locked versions, the package, and what runs before a commit."""

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution
from itertools import combinations, product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.kits.pairwise import pairwise

ROOT = Path(__file__).resolve().parents[1]
RANGES = {
    "requirements.lock": "requirements.txt",
    "requirements-dev.lock": "requirements-dev.txt",
    "requirements-s3.lock": "requirements-s3.txt",
}
AGAIN = "make the lock files again: make lock"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def ranges(name: str) -> Iterator[Requirement]:
    """Yield what a requirements file asks for, also of the file that it takes in with -r."""
    for line in text(name).splitlines():
        written = line.partition("#")[0].strip()
        if written.startswith("-r "):
            yield from ranges(written.removeprefix("-r "))
        elif written:
            yield Requirement(written)


@cache
def locked(name: str) -> dict[str, str]:
    """Return the locked versions by the name of the package."""
    lines = [line for line in text(name).splitlines() if not line.startswith("#")]
    pinned = [re.fullmatch(r"([\w.-]+)==([\w.+!-]+)", line) for line in lines]
    # Neither an address nor a path: where packages are taken from is the machine's business.
    assert all(pinned), [line for line, match in zip(lines, pinned, strict=True) if not match]
    return {canonicalize_name(match[1]): match[2] for match in pinned if match}


# --- the lock files -------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", RANGES)
def test_locked_versions_lie_within_the_ranges(lock: str) -> None:
    for wanted in ranges(RANGES[lock]):
        version = locked(lock).get(canonicalize_name(wanted.name))
        assert version, f"{lock} lacks {wanted}; {AGAIN}"
        assert wanted.specifier.contains(version), f"{lock} has {version} of {wanted}; {AGAIN}"


@pytest.mark.parametrize("lock", RANGES)
def test_what_a_locked_package_needs_is_locked_too(lock: str) -> None:
    wanted = list(ranges(RANGES[lock]))
    extras = {canonicalize_name(each.name): each.extras for each in wanted}
    for name, version in locked(lock).items():
        for needed in needs(name, version, extras.get(name, set())):
            found = locked(lock).get(canonicalize_name(needed.name))
            assert found, f"{lock} lacks {needed}, which {name} needs; {AGAIN}"
            assert needed.specifier.contains(found, prereleases=True), f"{name}: {needed}; {AGAIN}"


def needs(name: str, version: str, extras: set[str]) -> Iterator[Requirement]:
    """Yield what a package needs here, nothing where another version of it is installed."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return
    if installed.version != version:
        return
    for written in installed.requires or ():
        needed = Requirement(written)
        chosen = [{"extra": extra} for extra in ("", *sorted(extras))]
        if needed.marker is None or any(map(needed.marker.evaluate, chosen)):
            yield needed


def test_the_app_is_tested_with_the_versions_that_it_is_installed_with() -> None:
    with_tests = locked("requirements-dev.lock")
    assert locked("requirements.lock").items() <= with_tests.items(), AGAIN


# --- the package ----------------------------------------------------------------------------------


def test_the_package_holds_every_file_that_the_code_reads() -> None:
    settings = tomllib.loads(text("pyproject.toml"))["tool"]["setuptools"]
    patterns = settings["package-data"]["*"]
    read = [path for path in (ROOT / "itasdash").rglob("*") if path.is_file()]
    kinds = {path.name for path in read if path.suffix not in (".py", ".pyc")}
    assert kinds, "nothing to look at"
    for name in kinds:
        assert any(fnmatch(name, pattern) for pattern in patterns), name


def test_the_command_of_the_package_is_that_of_the_module() -> None:
    from itasdash.__main__ import main

    (command,) = tomllib.loads(text("pyproject.toml"))["project"]["scripts"].items()
    assert command[0] == "itasdash"
    assert EntryPoint(*command, "console_scripts").load() is main


# --- before a commit ------------------------------------------------------------------------------


def first_checks() -> list[str]:
    """Return what CI runs before the tests, in its order."""
    return re.findall(r"^\.venv/bin/((?:ruff|mypy).*)$", text(".ci/run"), re.MULTILINE)


def test_hooks_and_make_run_what_ci_runs_first() -> None:
    checks = first_checks()
    assert len(checks) >= 3
    hooks = re.findall(r"entry: \.venv/bin/(.*)", text(".pre-commit-config.yaml"))
    rule = re.search(r"^check:.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)
    assert rule
    made = re.findall(r"\t\.venv/bin/(.*)\n", rule[1])
    assert hooks == made == checks


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = re.findall(r"^python3 -m venv .*$", text("README.md"), re.MULTILINE)
    assert len(commands) == 2
    run, test = commands
    assert run.endswith("streamlit run app.py")
    # Word for word; what follows is more of the same.
    lines = text(".ci/run").rstrip().splitlines()
    assert re.match(r'timeout \d+ \S+ -m pytest -m "slow or hypothesis" --long', lines[-1])
    assert test in lines


# --- the daily run --------------------------------------------------------------------------------


def test_every_two_values_meet_in_the_daily_run() -> None:
    axes = {"a": (1, 2, 3), "b": "xy", "c": "pq", "d": "tf"}
    _, cases = pairwise(**axes).args
    assert len(cases) == 3 * 2 * 2 * 2
    daily = [case.values for case in cases if not case.marks]
    assert len(daily) < 10
    for first, second in combinations(range(4), 2):
        met = {(values[first], values[second]) for values in daily}
        assert met == set(product(*(list(axes.values())[at] for at in (first, second))))


def test_every_test_of_the_long_run_is_there() -> None:
    named = (ROOT / "tests" / "long_run.txt").read_text("utf-8").splitlines()
    assert named
    for line in named:
        path, _, name = line.partition("::")
        source = (ROOT / "tests" / path).read_text("utf-8")
        assert f"def {name.partition('[')[0]}(" in source, line
