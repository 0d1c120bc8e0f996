"""How far the log goes, kept beside it: a log whose end was cut off is still sound by itself."""

import os
from contextlib import suppress

from itasdash.store.atomic import write_synced
from itasdash.store.log import Log, read_log
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.seals import sealed, unsealed


def keep_log_end(paths: Paths) -> None:
    """Keep how many lines the log has and how the last one is sealed, unless some are gone.

    By whoever holds the lock, when all is done: what a killed writer has not kept is shorter than
    the log, which is no fault. A folder that takes no more file keeps what it has.
    """
    data = bytes_of(paths.log)
    found = _end_after(paths, data)
    if found is None:
        log = read_log(data)
        if not log.seal or is_cut(paths, log):
            return
        found = _length(log), log.seal
    content = sealed({"lines": found[0], "last": found[1]})
    if bytes_of(paths.log_end) == content:
        return
    with suppress(OSError):
        new = paths.log_end.with_name(f"{paths.log_end.name}.new")
        write_synced(new, content)
        os.replace(new, paths.log_end)


def _end_after(paths: Paths, data: bytes) -> tuple[int, str] | None:
    """Return lines and last seal of a log that goes on from the end that was kept.

    Only what came since is read, however long the log is; None where it must be read as a whole.
    """
    kept = _kept(paths)
    if kept is None:
        return None
    lines, seal = kept
    # Nobody else's line has it: it is a hash.
    at = data.rfind(f'"seal": "{seal}"'.encode())
    end = data.find(b"\n", at) + 1
    if at < 0 or not end:
        return None
    begin = data.rfind(b"\n", 0, at) + 1
    # The line itself as well, from which the next one goes on.
    since = read_log(data[begin:])
    if since.damaged or not since.lines or since.lines[0]["seal"] != seal:
        return None
    return lines + len(since.lines) - 1, since.seal


def _kept(paths: Paths) -> tuple[int, str] | None:
    try:
        kept = unsealed(bytes_of(paths.log_end))
        return int(kept["lines"]), str(kept["last"])
    except (ValueError, KeyError, TypeError, OSError):
        return None


def is_cut(paths: Paths, log: Log) -> bool:
    """Tell whether the log once went further than it does."""
    kept = _kept(paths)
    if kept is None:
        return False
    lines, seal = kept
    if any(line["seal"] == seal for line in log.lines):
        return False
    # A line that is there and is damaged is named as such.
    return not log.damaged or _length(log) < lines


def is_whole(paths: Paths, log: Log) -> bool:
    """Tell whether there is a log, and no line of it is known to be damaged or gone."""
    return bool(log.lines) and not (log.damaged or log.gaps or is_cut(paths, log))


def _length(log: Log) -> int:
    return len(log.lines) + len(log.damaged)
