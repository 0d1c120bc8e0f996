"""Which snapshots have yet to follow a change of names or registers."""

from datetime import datetime

from itasdash.schema import StaleSnapshots
from itasdash.store.log import read_log, sources_at
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.seals import unsealed
from itasdash.store.versions import known_version


def stale_moments(paths: Paths) -> list[datetime]:
    """Return the moments of the snapshots that have to be derived again.

    Where the file that names them is damaged these are all of them.

    Raises:
        Refusal: a later version of this program wrote it.
    """
    data = bytes_of(paths.stale)
    if not data:
        return []
    try:
        stored = unsealed(data)
    except ValueError:
        return list(sources_at(read_log(bytes_of(paths.log)).events))
    with known_version(paths, paths.stale):
        return list(StaleSnapshots.from_stored(stored).as_of)
