"""What the server gives back: what belonged to pages that are closed, and memory that is free.

Streamlit forgets a closed page when the next one is closed, and its files when Python looks for
cycles; the allocator keeps what was freed for whoever asks next. Where few people work, either may
be the next day.
"""

import asyncio
import ctypes
import gc
import sys
from contextlib import suppress

from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

# Seconds between two looks at what pages have come to keep, and how many of these go by between two
# looks at closed pages.
_AGAIN, _LOOKS = 5.0, 6
# Of glibc's mallopt: from how many bytes on a piece of memory is one of its own, which goes back at
# once, and how many heaps threads have beside each other.
_OWN_PIECE, _HEAPS = (-3, 2**20), (-8, 2)


def hold_less() -> None:
    """Let freed memory go back to the system; to be called before threads have any."""
    for option, value in (_OWN_PIECE, _HEAPS):
        _libc_call("mallopt", option, value)


def hold_for_good() -> None:
    """Leave out of the search for cycles what is there by now: modules, tables, cached answers.

    Streamlit has Python look through all that it holds at the end of every run, which took a tenth
    of a second of somebody's click each time. What goes away by itself goes as before; what goes in
    a cycle waits for :func:`search_all`.
    """
    gc.freeze()


def search_all() -> None:
    """Look for cycles in everything once, also in what :func:`hold_for_good` has left out."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def keep_forgetting() -> None:
    """Forget pages that are closed, as long as the server runs; and hold what pages keep."""
    while True:
        for _ in range(_LOOKS):
            searched = _searches()
            await asyncio.sleep(_AGAIN)
            if _searches() > searched:
                hold_for_good()
        # Where pages come and go too, so that neither is in the midst of it.
        if forget_closed_pages():
            search_all()
        await asyncio.to_thread(_libc_call, "malloc_trim", 0)


def _searches() -> int:
    """Return how often all has been looked through: streamlit does so whenever a run ends."""
    return int(gc.get_stats()[-1]["collections"])


def forget_closed_pages() -> bool:
    """Give up the pages that were closed so long ago that nobody comes back; tell whether any was.

    ``server.disconnectedSessionTTL`` says how long that is. The files of a page go with it.
    """
    if not Runtime.exists():
        return False
    runtime = Runtime.instance()
    manager = runtime._session_mgr
    storage = getattr(manager, "_session_storage", None)
    gone = []
    if isinstance(storage, MemorySessionStorage):
        gone = storage._cache.expire()  # type: ignore[attr-defined]
        for _, info in gone:
            info.session.shutdown()
    uploads = runtime.uploaded_file_mgr
    if isinstance(uploads, MemoryUploadedFileManager):
        there = {info.session.id for info in manager.list_sessions()}
        for session in [each for each in list(uploads.file_storage) if each not in there]:
            uploads.remove_session_files(session)
    return bool(gone)


def _libc_call(name: str, *arguments: int) -> None:
    """Call a function of glibc; do nothing where there is none."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL("libc.so.6"), name)(*arguments)
