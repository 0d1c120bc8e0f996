"""Which snapshots have yet to follow a change of names, registers or layouts."""

from itasdash.schema import NOTHING_STALE, StaleSnapshots
from itasdash.store.log import read_log, sources_at
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.seals import unsealed
from itasdash.store.versions import known_version


def stale_snapshots(paths: Paths) -> StaleSnapshots:
    """Return which snapshots have to be derived again.

    Where the file that names them is damaged these are all of them.

    Raises:
        Refusal: a later version of this program wrote it.
    """
    data = bytes_of(paths.stale)
    if not data:
        return NOTHING_STALE
    try:
        stored = unsealed(data)
    except ValueError:
        return StaleSnapshots(as_of=tuple(sources_at(read_log(bytes_of(paths.log)).events)))
    with known_version(paths, paths.stale):
        return StaleSnapshots.from_stored(stored)
