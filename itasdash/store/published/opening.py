"""Opening a data folder, or the copy at an address as a folder that is only read."""

import threading
from pathlib import Path

from itasdash.findings import Damaged, Refusal
from itasdash.schema.publication import CopyMark
from itasdash.store.data_folder import PATIENCE, Store
from itasdash.store.paths import bytes_of
from itasdash.store.published.mirror import CopyState, Mirror
from itasdash.store.published.place import place_at
from itasdash.store.seals import unsealed

_MIRRORS: dict[tuple[Path, str], Mirror] = {}
_OPENING = threading.Lock()


def open_store(folder: Path, address: str | None = None, *, patience: float = PATIENCE) -> Store:
    """Return the store of a data folder, or of the copy at an address as it is now.

    Args:
        folder: the data folder; with an address, where what is read of the copy is kept.
        address: where the copy lies, None for a data folder.
        patience: for how many seconds whoever writes waits for another writer.

    Raises:
        Refusal: the address does not answer, or there is no copy, and nothing of it is kept here.
    """
    if address is None:
        return Store(folder, patience)
    return Store(_mirror(folder, address).newest().root)


def copy_state(folder: Path, address: str) -> CopyState | None:
    """Return how the copy at an address stands, None where nothing of it was ever seen."""
    return _mirror(folder, address).state()


def copy_mark(store: Store) -> CopyMark | None:
    """Return what is said of a published copy, None for a data folder, into which one may write.

    Raises:
        Damaged: it is a copy whose mark is not what was written.
    """
    data = bytes_of(store.paths.copy)
    if not data:
        return None
    try:
        return CopyMark.from_stored(unsealed(data))
    except ValueError as error:
        raise Damaged(store.paths.copy) from error


def require_data_folder(address: str | None) -> None:
    """Refuse to change what is a copy, before any work is done for it.

    Raises:
        Refusal: there is an address.
    """
    if address is not None:
        raise Refusal("copy_read_only")


def _mirror(folder: Path, address: str) -> Mirror:
    with _OPENING:
        key = (folder, address)
        if key not in _MIRRORS:
            _MIRRORS[key] = Mirror(folder, place_at(address))
        return _MIRRORS[key]
