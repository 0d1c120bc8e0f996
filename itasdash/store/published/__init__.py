"""Copies for many readers: a data folder published to a folder or an object store, and read there.

See ``docs/publishing.md``.
"""

from itasdash.store.published.mirror import CopyState
from itasdash.store.published.opening import (
    copy_mark,
    copy_state,
    open_store,
    require_data_folder,
)
from itasdash.store.published.publishing import KEEP, Published, publish

__all__ = [
    "KEEP",
    "CopyState",
    "Published",
    "copy_mark",
    "copy_state",
    "open_store",
    "publish",
    "require_data_folder",
]
