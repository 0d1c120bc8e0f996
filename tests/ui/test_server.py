"""What a server does before its first visitor."""

import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from itasdash.ui.shell import damaged, loading
from itasdash.ui.shell.loading import warm
from itasdash.ui.shell.server import _FIRST_NEEDED, _warm

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", _FIRST_NEEDED)
def test_what_the_first_page_needs_is_there(name: str) -> None:
    assert find_spec(name) is not None


def test_a_server_listens_before_it_has_loaded_what_pages_need() -> None:
    code = "import sys, itasdash.ui.shell.server; print('openpyxl' in sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False"]


def test_the_first_numbers_are_ready(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITASDASH_DATA", str(small_data))
    warm()
    store = loading.office_store()
    latest = loading.sound_snapshots(store)[-1]
    monkeypatch.setattr(loading.Store, "read", None)
    assert len(loading.load_rates(store, latest, "province", "th"))


def test_what_is_wrong_with_the_data_is_left_to_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.json").write_text('{"version": 99}')
    monkeypatch.setenv("ITASDASH_DATA", str(tmp_path))
    _warm()


def test_nobody_waits_for_another_look_at_the_data(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(small_data, tmp_path / "store"))
    looks = damaged._Damage(str(data))
    assert looks.found() == []
    (data / "log.jsonl").write_bytes(b"not a log\n")
    # It was looked at just now.
    assert looks.found() == []
    looks._again = 0.0
    assert looks.found() == []
    for thread in [each for each in threading.enumerate() if each.name == "damage"]:
        thread.join()
    assert looks.found() == [data / "log.jsonl"]


def test_a_look_that_fails_in_an_unforeseen_way_is_made_again_by_whoever_comes_next(
    small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = damaged._Damage(str(small_data))
    assert looks.found() == []
    monkeypatch.setattr(looks._store, "damaged", lambda _: 1 // 0)
    looks._look()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            looks.found()


def test_nobody_waits_for_the_first_look_at_a_long_history(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(small_data, tmp_path / "store"))
    (data / "log.jsonl").write_bytes(b"not a log\n")
    monkeypatch.setattr(damaged, "_AWAITED", 0)
    looks, go_on = damaged._Damage(str(data)), threading.Event()
    look = looks._store.damaged
    monkeypatch.setattr(looks._store, "damaged", lambda known: go_on.wait(60) and look(known))
    assert looks.found() == []
    go_on.set()
    thread = looks._thread
    assert thread is not None
    thread.join()
    assert looks.found() == [data / "log.jsonl"]
