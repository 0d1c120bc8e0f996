"""Work in the background: so many at a time for the server, and none that nobody waits for."""

import os
import signal
import threading
from pathlib import Path

import pytest

from itasdash.ui.shell.work import Progress, Work
from tests.kits.browsing import ROOT, free_port, started
from tests.kits.sessions import Page

WAITS = 30


def test_only_so_many_work_at_a_time_and_superseded_ones_end() -> None:
    turns = threading.BoundedSemaphore(2)
    go_on, lock = threading.Event(), threading.Lock()
    at_work: list[int] = []
    begun, most = [], []

    def function(number: int, progress: Progress) -> int:
        with lock:
            begun.append(number)
            at_work.append(number)
            most.append(len(at_work))
        go_on.wait(WAITS)
        with lock:
            at_work.remove(number)
        progress(1, 2, "")
        return number

    works = [
        Work("reading", lambda progress, n=n: function(n, progress), turns)  # type: ignore[misc]
        for n in range(6)
    ]
    while len(begun) < 2:
        threading.Event().wait(0.01)
    first = begun[0]
    waiting = [n for n in range(6) if n not in begun][:3]
    for number in (first, *waiting):
        works[number].supersede()
    # Those that wait for their turn end without one.
    assert all(works[number].finished(WAITS) for number in waiting)
    go_on.set()
    assert all(work.finished(WAITS) for work in works)
    assert max(most) == 2
    ended = {first, *waiting}
    assert [work.result for work in works] == [None if n in ended else n for n in range(6)]
    assert not any(work.failure for work in works)
    assert not set(begun) & set(waiting)


# A server of the app's own making that saves for a while, and reads for ever.
SLOW = """
import os
import time
from pathlib import Path

import streamlit as st

from itasdash.ui.shell.server import ready

app = st.App(__file__, lifespan=ready)

if __name__ == "__main__":
    from itasdash.ui.shell.work import READINGS, Work

    def save(progress):
        Path(os.environ["DONE"]).with_suffix(".begun").touch()
        time.sleep(1)
        Path(os.environ["DONE"]).touch()

    def read(progress):
        while True:
            progress(0, 1, "")
            time.sleep(0.01)

    st.session_state.works = [Work("saving", save), Work("reading", read, READINGS)]
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process at once")
def test_a_server_that_is_told_to_stop_lets_a_save_finish(tmp_path: Path) -> None:
    script, done = tmp_path / "slow.py", tmp_path / "done"
    script.write_text(SLOW, encoding="utf-8")
    environment = {"DONE": str(done), "PYTHONPATH": str(ROOT)}
    begun = started(tmp_path, [], free_port(), str(script), environment)
    assert begun is not None
    process, address = begun
    try:
        with Page(address) as page:
            page.run()
            while not done.with_suffix(".begun").exists():
                threading.Event().wait(0.01)
            process.send_signal(signal.SIGTERM)
            process.wait(WAITS)
        assert done.exists()
    finally:
        process.kill()
        process.wait()
