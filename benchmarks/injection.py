"""Faults on purpose: a forked import that is killed, or whose n-th call to the system fails."""

import errno
import os
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from itasdash.store import atomic

DONE, REFUSED, CRASHED, KILLED = "done", "refused", "crashed", "killed"
ERRORS = (errno.ENOSPC, errno.EIO)
_CODES = {0: DONE, 1: REFUSED, 2: CRASHED}
_CALLS = ("open", "write", "fsync", "replace", "rename", "mkdir", "unlink", "rmdir", "ftruncate")

Act = Callable[[], None]


class Calls:
    """Counts the calls that change the file system, and acts in place of one of them.

    ``act`` runs before the call with the number ``at``; half of a write is done by then.
    """

    def __init__(self, at: int = -1, act: Act = lambda: None) -> None:
        self.count = 0
        self._at, self._act = at, act

    def install(self) -> None:
        """Put itself between the store and the system, for good; to be called in a child."""
        for name in _CALLS:
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        atomic._exchange = self._wrapped("exchange", atomic._exchange)  # type: ignore[attr-defined]

    def _wrapped(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*args: object, **kwargs: object) -> object:
            if name == "open" and not int(args[1]) & (os.O_WRONLY | os.O_RDWR):  # type: ignore[call-overload]
                return call(*args, **kwargs)
            number, self.count = self.count, self.count + 1
            if number == self._at:
                if name == "write":
                    handle, data = args
                    call(handle, data[: len(data) // 2])  # type: ignore[index,arg-type]
                self._act()
            return call(*args, **kwargs)

        return wrapper


def fail(number: int) -> Act:
    """Return an act that raises an error of the system."""

    def act() -> None:
        raise OSError(number, os.strerror(number))

    return act


def die() -> None:
    """Be killed, without a chance to tidy up."""
    os.kill(os.getpid(), signal.SIGKILL)


def forked(
    work: Callable[[], bool], calls: Calls | None = None, kill_after: float | None = None
) -> str:
    """Do ``work`` in a child and return how it ended; it says itself whether it was refused."""
    child = start(work, calls)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return ended(child)


def start(work: Callable[[], bool], calls: Calls | None = None) -> int:
    """Begin ``work`` in a child and return its process id."""
    child = os.fork()
    if child:
        return child
    code = 2
    try:
        if calls is not None:
            calls.install()
        code = 0 if work() else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(child: int) -> str:
    """Wait for a child and return how it ended."""
    _, status = os.waitpid(child, 0)
    return KILLED if os.WIFSIGNALED(status) else _CODES[os.WEXITSTATUS(status)]


def number_of_calls(work: Callable[[], bool], note: Path) -> int:
    """Return how many calls ``work`` makes that change the file system."""
    calls = Calls()

    def counted() -> bool:
        done = work()
        note.write_text(str(calls.count))
        return done

    if forked(counted, calls) != DONE:
        raise RuntimeError("the work does not succeed without a fault either")
    return int(note.read_text())
