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
    log = read_log(bytes_of(paths.log))
    if not log.seal or is_cut(paths, log):
        return
    content = sealed({"lines": _length(log), "last": log.seal})
    if bytes_of(paths.log_end) == content:
        return
    with suppress(OSError):
        new = paths.log_end.with_name(f"{paths.log_end.name}.new")
        write_synced(new, content)
        os.replace(new, paths.log_end)


def is_cut(paths: Paths, log: Log) -> bool:
    """Tell whether the log once went further than it does."""
    try:
        kept = unsealed(bytes_of(paths.log_end))
        lines, seal = int(kept["lines"]), str(kept["last"])
    except (ValueError, KeyError, TypeError, OSError):
        return False
    if any(line["seal"] == seal for line in log.lines):
        return False
    # A line that is there and is damaged is named as such.
    return not log.damaged or _length(log) < lines


def is_whole(paths: Paths, log: Log) -> bool:
    """Tell whether there is a log, and no line of it is known to be damaged or gone."""
    return bool(log.lines) and not (log.damaged or log.gaps or is_cut(paths, log))


def _length(log: Log) -> int:
    return len(log.lines) + len(log.damaged)
