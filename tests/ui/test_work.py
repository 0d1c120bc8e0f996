"""Work in the background: so many at a time for the server, and none that nobody waits for."""

import threading

from itasdash.ui.shell.work import Progress, Work

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
