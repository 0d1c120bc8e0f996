"""One published whole, as far as it is on this machine; what is not comes when it is read."""

import os
import threading
import time
import uuid
from collections.abc import Container, Iterable
from contextlib import suppress
from pathlib import Path

from itasdash.findings import Refusal
from itasdash.schema import sha256
from itasdash.schema.publication import Publication, PublishedFile
from itasdash.store.published.place import Place

# What is fetched when it is read: tables of snapshots, and files as received.
_ON_DEMAND = ("status.parquet", "province_summary.parquet")
_ORIGINALS = "originals/"
# What of it may lie here that is fetched when it is read, in bytes; more is taken away again.
FETCHED_BYTES = 1_000_000_000
_FETCHED_SECONDS = 600.0


class Tree:
    """One published whole, as far as it is here."""

    def __init__(self, root: Path, place: Place, publication: Publication) -> None:
        self.root, self._place = root, place
        self._files = {file.path: file for file in publication.files}
        self._fetching = threading.Lock()
        # Bytes since it was last looked how much there is.
        self._fetched = 0

    def bring(self, paths: Iterable[Path]) -> None:
        """Fetch those of some files that are not here yet, or not as they were published.

        Raises:
            Refusal: the place does not answer, or no longer has them.
        """
        asked, fetched_here = list(paths), 0
        for path in asked:
            file = self._files.get(path.relative_to(self.root).as_posix())
            if file is None:
                continue
            if size_of(path) == file.size:
                # Whoever reads it compares its bytes with its hash; its age tells that it is used.
                with suppress(OSError):
                    os.utime(path)
                continue
            with self._fetching:
                if size_of(path) != file.size:
                    put(path, fetched(self._place, file))
                    fetched_here += file.size
        if fetched_here:
            self._make_room(fetched_here, asked)

    def bring_again(self, paths: Iterable[Path]) -> None:
        """Take some files away that are not what was published, and fetch them anew."""
        listed = list(paths)
        for path in listed:
            path.unlink(missing_ok=True)
        self.bring(listed)

    def originals(self, digest: str) -> list[Path]:
        """Return where the file of a hash is to lie, as it was received."""
        begins = f"{_ORIGINALS}{digest}"
        return [self.root / path for path in self._files if path.startswith(begins)]

    def has(self, file: PublishedFile) -> bool:
        """Tell whether a file of another tree is here as well."""
        own = self._files.get(file.path)
        return own is not None and own.sha256 == file.sha256

    def _make_room(self, fetched_now: int, but: Container[Path]) -> None:
        """Take away what was read longest ago, where too much lies here."""
        self._fetched += fetched_now
        if self._fetched < FETCHED_BYTES // 10:
            return
        self._fetched = 0
        found = []
        for path in self.root.rglob("*"):
            if path not in but and is_on_demand(path.relative_to(self.root).as_posix()):
                with suppress(OSError):
                    look = path.stat()
                    found.append((look.st_mtime, look.st_size, path))
        left = sum(size for _, size, _ in found)
        before = time.time() - _FETCHED_SECONDS
        for used, size, path in sorted(found):
            if left <= FETCHED_BYTES or used > before:
                return
            path.unlink(missing_ok=True)
            left -= size


def fetched(place: Place, file: PublishedFile) -> bytes:
    """Return the bytes of a published file.

    Raises:
        Refusal: the place does not answer, or has it no longer or not as it was published.
    """
    lost = Refusal("copy_lost", {"file": file.path, "address": place.shown})
    try:
        data = place.read(file.name)
    except FileNotFoundError as error:
        raise lost from error
    if sha256(data) != file.sha256:
        raise lost
    return data


def is_on_demand(path: str) -> bool:
    """Tell whether a file is fetched when it is read: a table, or a file as received."""
    return path.startswith(_ORIGINALS) or path.endswith(_ON_DEMAND)


def size_of(path: Path) -> int | None:
    """Return the size of a file, None where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def read_or_none(path: Path) -> bytes | None:
    """Return the bytes of a file, None where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def put(path: Path, data: bytes) -> None:
    """Let bytes stand at a path of the cache; it need not outlive a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    with new.open("wb") as file:
        file.write(data)
    os.replace(new, path)
