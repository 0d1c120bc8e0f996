"""``layouts`` and ``import --layout``: what was taught, on the command line."""

import json
from pathlib import Path

import pytest

from itasdash.cli import main
from itasdash.importing.layouts import teach
from itasdash.store import Store
from tests.kits.small_store import FIRST, LAYOUT, WHEN, WHO, pivot_file, register_tree, written


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = written(tmp_path / "data", register_tree())
    teach(store, LAYOUT, who=WHO, when=WHEN)
    return store


def run(store: Store, *arguments: object) -> int:
    return main(["--data", str(store.root), "--lang", "en", *map(str, arguments)])


def test_it_goes_out_as_a_file_and_comes_in_again(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store, "layouts", "list") == 0
    assert LAYOUT.name in capsys.readouterr().out
    assert run(store, "layouts", "export", LAYOUT.name, "-o", tmp_path / "a.json") == 0
    assert run(store, "layouts", "remove", LAYOUT.name) == 0
    capsys.readouterr()
    assert run(store, "layouts", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"layouts": []}
    assert run(store, "layouts", "import", tmp_path / "a.json") == 0
    capsys.readouterr()
    assert run(store, "layouts", "show", LAYOUT.name, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["columns"] == LAYOUT.stored()["columns"]
    assert shown["snapshots"] == []
    assert run(store, "layouts", "show", LAYOUT.name) == 0
    assert "ไฟเขียว = Count: registered" in capsys.readouterr().out


def test_a_file_is_read_by_the_layout_that_is_named(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pivot.csv"
    path.write_bytes(pivot_file(FIRST, 7, "ไฟเหลือง").data)
    assert run(store, "import", path) == 1
    output = capsys.readouterr().err
    assert "ไฟเหลือง" in output
    assert LAYOUT.name in output
    assert run(store, "import", path, "--layout", LAYOUT.name) == 0
    assert store.read(FIRST).info.counts["registered"] == 14
    assert run(store, "layouts", "remove", LAYOUT.name) == 1
    assert LAYOUT.name in capsys.readouterr().err


def test_what_is_not_there_is_refused(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert run(store, "layouts", "show", "ไม่มี") == 1
    assert run(store, "layouts", "import", tmp_path / "a.json") == 1
    assert run(store, "layouts", "import", tmp_path / "none.json") == 1
    assert run(store, "import", tmp_path / "a.json", "--layout", "ไม่มี") == 1
    assert "Traceback" not in capsys.readouterr().err
