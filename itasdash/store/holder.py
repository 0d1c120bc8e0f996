"""Who holds the lock of a data folder, written down for those who wait for it."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from itasdash.findings import Entry, Moment, Refusal
from itasdash.schema import Holder
from itasdash.store.atomic import write_note
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.seals import sealed, unsealed
from itasdash.thai.dates import now


@contextmanager
def naming_holder(paths: Paths, act: str) -> Iterator[None]:
    """Name this process as the one who holds the lock, as long as it does.

    A folder that takes no more file goes without: then nobody who waits is told for whom.
    """
    holder = Holder(act=act, since=now(), machine=platform.node(), process=os.getpid())
    with suppress(OSError):
        paths.staging.mkdir(exist_ok=True)
        write_note(paths.holder, sealed(holder.stored()))
    try:
        yield
    finally:
        with suppress(OSError):
            paths.holder.unlink()
            # Where nothing was changed, nothing is left to see.
            paths.staging.rmdir()


def held_by(paths: Paths) -> Refusal:
    """Return the refusal of somebody who has waited long enough: it says for whom."""
    try:
        holder = Holder.from_stored(unsealed(bytes_of(paths.holder)))
    except (ValueError, OSError):
        return Refusal("held")
    values = {
        "act": Entry(f"held_for.{holder.act}"),
        "since": Moment(holder.since),
        "machine": holder.machine,
        "process": holder.process,
    }
    return Refusal("held_by", values)
