"""The layers of the code: which room may use which, and what holds of every module."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from itasdash.importing.marts import COUNTED_BY

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 320
# What each room may use of the others, besides itself; arrows run downwards only, and no room is
# free by default: one that is not named here fails.
WORDS = {"thai", "i18n", "reference", "settings", "findings", "schema"}
MAY_USE: dict[str, set[str]] = {
    "thai": set(),
    "i18n": set(),
    "settings": set(),
    "reference": {"thai"},
    "findings": {"thai", "i18n", "reference", "settings"},
    "schema": {"thai", "findings"},
    "access": {"findings", "schema"},
    "ingest": WORDS - {"i18n"},
    "metrics": WORDS - {"i18n", "findings", "settings"},
    "store": {"thai", "findings", "schema"},
    "importing": WORDS | {"ingest", "metrics", "store"},
    "charts": WORDS | {"metrics"},
    "documents": WORDS - {"settings"} | {"charts", "metrics"},
    "cli": WORDS | {"access", "importing", "documents", "metrics", "store"},
    "ui": WORDS | {"access", "importing", "documents", "charts", "metrics", "store"},
    "pages": {"ui"},
    "app": {"ui", "i18n"},
    "__main__": {"cli"},
}
# Within ui: the shell knows no part, parts know no page, pages know no other page.
UI_MAY_USE: dict[str, set[str]] = {
    "shell": set(),
    "parts": {"shell"},
    "importing": {"shell", "parts"},
    "provinces": {"shell", "parts"},
    "unregistered": {"shell", "parts"},
    "surveys": {"shell", "parts"},
    "overview": {"shell", "parts"},
    "letters": {"shell", "parts"},
    "trends": {"shell", "parts"},
    "changes": {"shell", "parts"},
}
PAGES = {"pages", "app"}


@cache
def modules() -> dict[str, Path]:
    """Return every module of the project by its dotted name."""
    paths = [*(ROOT / "itasdash").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    paths += [path for path in [ROOT / "app.py"] if path.exists()]
    names = {path: path.relative_to(ROOT).with_suffix("") for path in sorted(paths)}
    return {".".join(name.parts).removesuffix(".__init__"): path for path, name in names.items()}


def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def imported(name: str, *, when_loaded: bool = False) -> Iterator[str]:
    """Yield what a module imports, wherever in it, or only what it needs to be loaded."""
    module = tree(name)
    for node in module.body if when_loaded else ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else str(node.module)


def room(name: str, depth: int = 0) -> str:
    """Return the room that a module stands in: of itasdash, or (1) the room within that one."""
    parts = name.split(".")
    if parts[0] != "itasdash":
        return parts[0]
    return parts[depth + 1] if len(parts) > depth + 1 else ""


ALL = sorted(modules())


def ours(name: str) -> Iterator[str]:
    """Yield the modules of the project that a module imports, also those inside functions."""
    for other in imported(name):
        if other in modules() and other != "itasdash":
            yield other


@pytest.mark.parametrize("name", ALL)
def test_a_room_uses_the_rooms_below_it_only(name: str) -> None:
    own = room(name)
    if name == "itasdash":
        assert not list(ours(name))
        return
    for other in ours(name):
        if room(other) != own:
            assert room(other) in MAY_USE[own], f"{name} imports {other}"
        elif own == "ui" and room(other, 1) != room(name, 1):
            assert room(other, 1) in UI_MAY_USE[room(name, 1)], f"{name} imports {other}"


def test_the_rooms_stand_above_each_other() -> None:
    graph = {own: MAY_USE[own] & set(MAY_USE) for own in MAY_USE}
    assert set(TopologicalSorter(graph).static_order()) == set(MAY_USE)


def test_no_module_imports_itself_in_a_circle() -> None:
    """Also not through an import inside a function or behind ``TYPE_CHECKING``."""
    graph = {name: set(ours(name)) - {name} for name in ALL}
    assert set(TopologicalSorter(graph).static_order()) == set(ALL)


def test_marts_are_stale_after_a_change_of_whatever_their_rows_rest_on() -> None:
    """Their hash is of these modules: none of them uses one that is not among them."""
    assert "itasdash.importing.mart_rows" in COUNTED_BY
    for name in COUNTED_BY:
        assert set(ours(name)) <= set(COUNTED_BY), name
    # Who reads and writes marts counts by nothing else, and writes no row of its own.
    for name in ("itasdash.importing.marts", "itasdash.importing.mart_writer"):
        counting = {other for other in ours(name) if room(other) == "metrics"}
        assert counting <= set(COUNTED_BY), name


@pytest.mark.parametrize("name", ALL)
def test_streamlit_is_for_pages_and_what_they_share(name: str) -> None:
    packages = {other.split(".")[0] for other in imported(name)}
    assert "streamlit" not in packages or room(name) in PAGES | {"ui"}
    assert "plotly" not in packages or room(name) in {"charts", "documents", "ui"}


def test_only_the_store_writes_files() -> None:
    """Whoever else writes does so where the person says (-o), or into memory."""
    writers = set()
    for name in ALL:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Attribute) and node.attr in ("write_bytes", "write_text"):
                writers.add(name)
    assert writers <= {
        "itasdash.cli.layouts",
        "itasdash.cli.queries",
        "itasdash.store.atomic",
        "itasdash.store",
    }


@pytest.mark.parametrize("name", [name for name in ALL if room(name) in PAGES])
def test_pages_show_and_do_not_calculate_or_draw(name: str) -> None:
    text = modules()[name].read_text(encoding="utf-8")
    assert "groupby" not in text
    assert "plotly" not in text
    assert not re.search("[\u0e01-\u0e2e]", ast.unparse(without_docstrings(tree(name))))


def without_docstrings(module: ast.Module) -> ast.Module:
    for node in ast.walk(module):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            node.body = body[1:] or [ast.Pass()]  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize("name", ALL)
def test_module_is_short_enough_to_read(name: str) -> None:
    lines = modules()[name].read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE, f"{name} has {lines} lines"
    assert not re.search("util|helper|common|misc", name.rpartition(".")[2])


@pytest.mark.parametrize("name", ALL)
def test_what_is_public_has_a_docstring(name: str) -> None:
    module = tree(name)
    assert ast.get_docstring(module), name
    for node in public(module):
        assert ast.get_docstring(node), f"{name}.{node.name}"


def public(holder: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in holder.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)
