"""Several server processes over one data folder: what one imports, the others see."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from itasdash.importing.imports import remove_snapshot
from tests.kits.small_store import WHEN, WHO, moment, register_tree, status_file, take, written

ROOT = Path(__file__).resolve().parents[2]
# A click: all that a page asks the caches of its process for.
CLICKS = """
import sys
from pathlib import Path
from itasdash.store import Store
from itasdash.ui.shell import loading
store = Store(Path(sys.argv[1]))
for line in sys.stdin:
    infos = loading.sound_snapshots(store)
    shown = [f"{info.as_of:%H}" for info in infos]
    numbers = [int(loading.load_rates(store, i, "country", "th")["registered"][0]) for i in infos]
    print(*[f"{at}:{number}" for at, number in zip(shown, numbers)], flush=True)
"""


@contextmanager
def process(root: Path) -> Iterator[subprocess.Popen[str]]:
    given = [sys.executable, "-c", CLICKS, str(root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        given, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def click(running: "subprocess.Popen[str]") -> list[str]:
    assert running.stdin is not None and running.stdout is not None
    print(file=running.stdin, flush=True)
    return running.stdout.readline().split()


@pytest.mark.slow
def test_an_import_in_one_process_is_seen_by_the_next_click_in_another(
    tmp_path: Path,
) -> None:
    store = written(tmp_path / "data", register_tree())
    take(store, status_file(moment(0), 12))
    # This process is the server at which staff work.
    with process(store.root) as other:
        assert click(other) == ["13:12"]
        take(store, status_file(moment(1), 15))
        assert click(other) == ["13:12", "14:15"]
        take(store, status_file(moment(0), 9))
        assert click(other) == ["13:9", "14:15"]
        remove_snapshot(store, moment(1), "ไฟล์ผิดฉบับ", WHO, WHEN)
        assert click(other) == ["13:9"]
