"""When people signed out: a sign-in that is older has ended, wherever its cookie was copied to."""

import hashlib
import json
import os
import threading
from pathlib import Path

from filelock import FileLock

from itasdash.store.atomic import make_directory, write_synced
from itasdash.store.paths import Paths, bytes_of

# A cookie of a sign-in lasts 30 days and one of grace; older entries end nothing.
_KEPT_SECONDS = 32 * 24 * 3600
_writing = threading.Lock()


class SignOuts:
    """The sign-outs of a data folder, by a hash of who signed out.

    Kept in one small file that forgets what is too old to matter. One that cannot be read ends
    every sign-in from before it was last written: nobody stays signed in by a damage.
    """

    def __init__(self, root: Path) -> None:
        self._paths = Paths(root)

    def ended(self, identity: str) -> int:
        """Return the second (since 1970) until which sign-ins of somebody have ended, 0 for none.

        Args:
            identity: who it is, the same at every sign-in.
        """
        ended, everybody = self._read()
        return max(ended.get(_key(identity), 0), everybody)

    def end(self, identity: str, at: float) -> None:
        """End every sign-in of somebody until ``at``, seconds since 1970."""
        make_directory(self._paths.root, private=True)
        # Between the servers of one folder too: each would forget what another just wrote.
        with _writing, FileLock(self._paths.sign_outs.with_suffix(".lock")):
            ended, everybody = self._read()
            kept = {who: then for who, then in ended.items() if then > at - _KEPT_SECONDS}
            kept[_key(identity)] = max(int(at), kept.get(_key(identity), 0))
            written = {"ended": kept, "everybody": everybody}
            # Not in the staging folder: whoever holds the lock clears that.
            path = self._paths.sign_outs
            new = path.with_name(f"{path.name}.new")
            write_synced(new, json.dumps(written, sort_keys=True).encode())
            os.replace(new, path)

    def _read(self) -> tuple[dict[str, int], int]:
        path = self._paths.sign_outs
        try:
            data = bytes_of(path)
            if not data:
                return {}, 0
            written = json.loads(data)
            ended = {str(who): int(at) for who, at in written["ended"].items()}
            return ended, int(written["everybody"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}, int(path.stat().st_mtime)


def _key(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()
