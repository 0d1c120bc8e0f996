"""The process that parses one file: it limits itself, reads bytes, answers and ends.

Started by :mod:`itasdash.ingest.files.sandbox`. A file that makes a parser crash, hang or eat
memory ends this process and no other.
"""

import gc
import json
import sys

from itasdash.ingest.files.parse import parse
from itasdash.ingest.files.sheets import Unreadable
from itasdash.ingest.files.wire import pack
from itasdash.settings import Limits


def confine(limits: Limits) -> None:
    """Limit the memory and time of this process, and forbid it to write files.

    Windows has no such limits; there the checks before parsing and the clock of the parent hold.
    """
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.seconds + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in wanted.items():
        hard = resource.getrlimit(limit)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (allowed, allowed))
        except (OSError, ValueError):
            # macOS does not know every limit; the others hold all the same.
            continue


def answer(data: bytes, limits: Limits) -> bytes:
    """Return the packed sheets of a file, or why there are none; no file makes this raise."""
    try:
        return pack(parse(data, limits))
    except Unreadable as refused:
        return pack(refused)
    except MemoryError:
        return pack(too_heavy(limits))
    except BaseException:
        # Parsers written in Rust panic with what is no Exception.
        return pack(Unreadable("file_damaged"))


def too_heavy(limits: Limits) -> Unreadable:
    """Return the reason for a file that needs more memory or time than there is."""
    return Unreadable(
        "file_too_heavy", seconds=limits.seconds, megabytes=limits.memory_bytes // 2**20
    )


def main() -> None:
    """Read a file from stdin and write the answer to stdout; the limits are the last argument."""
    limits = Limits(**json.loads(sys.argv[-1]))
    confine(limits)
    # Nothing here makes cycles, and looking for them takes a third of the time.
    gc.disable()
    packed = answer(sys.stdin.buffer.read(), limits)
    sys.stdout.buffer.write(packed)
    sys.stdout.buffer.flush()
