"""The layouts that a person has taught, a file each."""

from pathlib import Path

from itasdash.schema import LayoutEvent, event_of
from itasdash.store.paths import Paths
from itasdash.store.seals import unsealed
from itasdash.store.versions import known_version


def read_layout(paths: Paths, path: Path) -> LayoutEvent | None:
    """Return the layout of a file, None where that is not what was written.

    Raises:
        Refusal: a later version of this program wrote it.
    """
    try:
        stored = unsealed(path.read_bytes())
    except (OSError, ValueError):
        return None
    with known_version(paths, path):
        event = event_of(stored)
    return event if isinstance(event, LayoutEvent) and event.fingerprint == path.stem else None
