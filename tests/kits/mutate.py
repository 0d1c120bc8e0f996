"""Broken copies of the sound exports, and a process that reads many of them.

    python -m tests.kits.mutate "csv utf-8" 0 200

prints a line of JSON for each case, before it is read and after. It limits its own memory and reads
with the very code of the child process, so that what kills a parser kills this process and no test.
"""

import json
import os
import random
import sys

from itasdash.findings import Refusal
from itasdash.ingest import export
from itasdash.ingest.files.child import answer
from itasdash.ingest.files.sheets import Sheet, Unreadable
from itasdash.ingest.files.wire import unpack
from itasdash.settings import limits
from tests.kits.corpus import AS_OF, EXPECTED, FORMATS, REGISTER, statuses

KINDS = ("flip", "cut", "insert", "duplicate", "zero", "end")
FILE = "สถานะ_28-01-2565_1300"


def mutated(form: str, number: int) -> tuple[str, bytes]:
    """Return how the sound file of a format was broken in case ``number``, and the result."""
    data = FORMATS[form]()
    rng = random.Random(f"{form} {number}")
    kind = KINDS[number % len(KINDS)]
    at = rng.randrange(len(data))
    size = min(rng.choice((1, 1, 2, 3, 8, 40, 300)), len(data) - at)
    piece, rest = data[at : at + size], data[at + size :]
    if kind == "flip":
        return kind, data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
    if kind == "end":
        return kind, data[:at]
    if kind == "insert":
        return kind, data[:at] + rng.randbytes(size) + piece + rest
    changed = {"cut": b"", "duplicate": piece * 2, "zero": bytes(size)}[kind]
    return kind, data[:at] + changed + rest


def _read_here(data: bytes) -> list[Sheet]:
    try:
        return unpack(answer(data, limits()))
    except Unreadable as error:
        raise Refusal(error.code, error.values) from error


def outcome(data: bytes) -> dict[str, object]:
    """Return what becomes of a file: refused, same, found or differs, and in how many LAOs."""
    try:
        got = export.read_export(data, FILE, lambda _: REGISTER)
    except Refusal as refusal:
        return {"outcome": "refused", "code": refusal.of_file(FILE).message("th") and refusal.code}
    read = statuses(got)
    differs = sum(read.get(lao_id) != status for lao_id, status in EXPECTED.items())
    differs += got.as_of != AS_OF
    found = sorted({finding.code for finding in got.findings if finding.message("th")})
    kind = "found" if found else "differs" if differs else "same"
    return {"outcome": kind, "differs": differs, "found": found}


def main() -> None:
    form, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        import resource
    except ImportError:
        pass
    else:
        most = limits().memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # calamine's panics write to it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    export.read_sheets = _read_here
    for number in range(first, last):
        print(json.dumps({"case": number}), flush=True)
        kind, data = mutated(form, number)
        print(json.dumps({"case": number, "kind": kind, **outcome(data)}), flush=True)


if __name__ == "__main__":
    main()
