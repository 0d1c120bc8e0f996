"""Which snapshots have yet to follow a change of names or registers."""

from datetime import datetime

from itasdash.store.log import read_log, sources_at
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.records import unsealed


def stale_moments(paths: Paths) -> list[datetime]:
    """Return the moments of the snapshots that have to be derived again.

    Where the file that names them is damaged these are all of them.
    """
    data = bytes_of(paths.stale)
    if not data:
        return []
    try:
        return [datetime.fromisoformat(text) for text in unsealed(data)["as_of"]]
    except ValueError:
        return list(sources_at(read_log(bytes_of(paths.log)).events))
