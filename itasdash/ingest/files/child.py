"""The process that parses one file: it limits itself, reads bytes, answers and ends.

Started by :mod:`itasdash.ingest.files.sandbox`. A file that makes a parser crash, hang or eat
memory ends this process and no other.
"""

import errno
import gc
import json
import sys
import time
from contextlib import suppress

from itasdash.ingest.files.parse import load_readers, parse
from itasdash.ingest.files.sheets import Unreadable
from itasdash.ingest.files.wire import pack
from itasdash.settings import Limits


def confine(limits: Limits, in_use: int = 0) -> None:
    """Limit the memory of this process, and forbid it to write files and to start processes.

    Windows has no such limits; there the checks before parsing and the clock of the parent hold.

    Args:
        limits: the limits.
        in_use: the bytes of addresses that it has already, beside which it may take more.
    """
    _limit("RLIMIT_AS", in_use + limits.memory_bytes)
    for forbidden in ("RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_NPROC"):
        _limit(forbidden, 0)


def close_off() -> None:
    """Forbid this process to open anything more: no file, and no connection to anywhere.

    What is open already, as the pipe of its answer, goes on.
    """
    _limit("RLIMIT_NOFILE", 0)


def confine_time(seconds: int) -> None:
    """Let this process work for so many seconds more: where its parent died, nobody ends it."""
    used = time.process_time()
    _limit("RLIMIT_CPU", int(used) + seconds + 1, for_good=False)


def _limit(name: str, most: int, *, for_good: bool = True) -> None:
    """Set a limit of this process, as far as the system has it and allows it."""
    try:
        import resource
    except ImportError:
        return
    number = getattr(resource, name, None)
    if number is None:
        return
    hard = resource.getrlimit(number)[1]
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # macOS does not know every limit; the others hold all the same.
    with suppress(OSError, ValueError):
        resource.setrlimit(number, (allowed, allowed if for_good else hard))


def answer(data: bytes, limits: Limits) -> bytes:
    """Return the packed sheets of a file, or why there are none; no file makes this raise."""
    try:
        return pack(parse(data, limits))
    except Unreadable as refused:
        return pack(refused)
    except MemoryError:
        return pack(too_heavy(limits))
    except BaseException as failure:
        # Parsers written in Rust panic with what is no Exception.
        is_ours = isinstance(failure, ImportError) or _nothing_opens(failure)
        return pack(Unreadable("reader_broken" if is_ours else "file_damaged"))


def _nothing_opens(failure: BaseException) -> bool:
    """Tell whether something was to be opened that :func:`close_off` forbids."""
    return isinstance(failure, OSError) and failure.errno == errno.EMFILE


def too_heavy(limits: Limits) -> Unreadable:
    """Return the reason for a file that needs more memory or time than there is."""
    return Unreadable(
        "file_too_heavy", seconds=limits.seconds, megabytes=limits.memory_bytes // 2**20
    )


def main() -> None:
    """Read a file from stdin and write the answer to stdout; the limits are the last argument."""
    limits = Limits(**json.loads(sys.argv[-1]))
    confine(limits)
    confine_time(limits.seconds)
    # Nothing here makes cycles, and looking for them takes a third of the time.
    gc.disable()
    data = sys.stdin.buffer.read()
    load_readers(data)
    close_off()
    packed = answer(data, limits)
    sys.stdout.buffer.write(packed)
    sys.stdout.buffer.flush()
