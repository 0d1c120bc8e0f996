"""A copy as it is read: a folder of this machine that is filled from its place as it is asked for.

Each list that a pointer has named gets a folder of its own, a tree as a data folder has it.
Records, marts and registers are fetched when it is made, tables and originals when somebody reads
them, each compared with the hash that the list names. What the tree before it has is linked, not
fetched. A reader who began with a tree goes on with it, and the next click sees the new one.
"""

import logging
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from itasdash.findings import Refusal, as_refusal
from itasdash.schema import AcknowledgementEvent, sha256
from itasdash.schema.publication import CopyMark, Pointer, Publication, PublishedFile
from itasdash.store.log import log_line, read_log
from itasdash.store.on_demand import forget, let_come_from
from itasdash.store.paths import Paths
from itasdash.store.published.bundles import bundled, is_bundle, taken_apart
from itasdash.store.published.layout import POINTER, parsed_list, read_pointer
from itasdash.store.published.place import Place, all_at_once
from itasdash.store.published.tree import (
    Tree,
    fetched,
    is_on_demand,
    put,
    read_or_none,
    size_of,
)
from itasdash.store.seals import sealed, unsealed
from itasdash.thai.dates import now

# Seconds between two looks at the pointer, after one that failed, and that a click waits for one.
LOOK_AGAIN, AFTER_FAILURE, PATIENCE = 3.0, 15.0, 1.0
# Trees that nobody has looked at for so many seconds are taken away, but for the newest.
_KEPT_SECONDS = 3600.0
_log = logging.getLogger(__name__)
_LIST = "list.json"
_SAMPLE = "-sample"


@dataclass(frozen=True)
class CopyState:
    """How a copy stands.

    Attributes:
        address: where it lies, as it may be shown.
        published_at: when it was published.
        seen_at: when its place last answered, None where it has not since this server began.
        failure: why it does not answer now, None where it does.
    """

    address: str
    published_at: datetime
    seen_at: datetime | None
    failure: Refusal | None


class Mirror:
    """The copy at one place, and the newest tree of it that is here."""

    def __init__(self, folder: Path, place: Place) -> None:
        self._folder, self._place = folder, place
        self._tree: Tree | None = None
        self._pointer: Pointer | None = None
        self._seen_at: datetime | None = None
        self._failure: Refusal | None = None
        self._next_look = 0.0
        self._looking = threading.Lock()

    def newest(self) -> Tree:
        """Return the newest tree, after a look at the place if the last one was a while ago.

        Raises:
            Refusal: the place does not answer, and nothing of it is here.
        """
        with self._looking:
            begin = time.monotonic() >= self._next_look
            if begin:
                # Nobody else looks until this one is done.
                self._next_look = float("inf")
        if begin:
            look = threading.Thread(target=self._look, name="copy", daemon=True)
            look.start()
            look.join(PATIENCE if self._tree is not None else None)
        while self._tree is None:
            with self._looking:
                failure, waiting = self._failure, self._next_look == float("inf")
            if not waiting and self._tree is None:
                raise failure or Refusal("copy_missing", {"address": self._place.shown})
            time.sleep(0.05)
        return self._tree

    def state(self) -> CopyState | None:
        """Return how the copy stands, None before it was ever seen."""
        pointer = self._pointer
        if pointer is None:
            return None
        return CopyState(self._place.shown, pointer.published_at, self._seen_at, self._failure)

    def _look(self) -> None:
        failure: Refusal | None = None
        try:
            self._follow(read_pointer(self._place))
            self._seen_at = now()
        except FileNotFoundError:
            failure = Refusal("copy_missing", {"address": self._place.shown})
        except ValueError:
            failure = Refusal("copy_lost", {"file": POINTER, "address": self._place.shown})
        except Exception as error:
            failure = as_refusal(error, self._folder)
        if failure is not None and self._tree is None:
            with suppress(OSError, ValueError, Refusal):
                self._follow_what_is_here()
        with self._looking:
            known = self._failure.code if self._failure is not None else None
            if failure is not None and failure.code != known:
                # Pages say that it is so; where and why is for whoever looks after the server.
                _log.warning("%s", failure)
            self._failure = failure
            pause = LOOK_AGAIN if failure is None else AFTER_FAILURE
            self._next_look = time.monotonic() + pause

    def _follow(self, pointer: Pointer) -> None:
        """Let the tree of a pointer be the newest, made first where it is not here."""
        known = self._pointer
        if self._tree is not None and known is not None and known.sha256 == pointer.sha256:
            self._pointer = pointer
            with suppress(OSError):
                os.utime(self._tree.root)
            return
        root = self._root_of(pointer)
        data = read_or_none(root.with_name(f"{root.name}.{_LIST}"))
        if data is None or sha256(data) != pointer.sha256:
            try:
                data = self._place.read(pointer.name)
            except FileNotFoundError:
                data = b""
            if sha256(data) != pointer.sha256:
                raise Refusal("copy_lost", {"file": pointer.name, "address": self._place.shown})
        publication = parsed_list(pointer.name, data)
        if publication.sample:
            # What is invented is known by the name of its folder.
            root = root.with_name(root.name + _SAMPLE)
        self._make(root, pointer, publication)
        put(root.with_name(f"{root.name.removesuffix(_SAMPLE)}.{_LIST}"), data)
        put(self._folder / POINTER, sealed(pointer.stored()))
        self._let_be_newest(root, pointer, publication)
        self._take_away_old(root)

    def _follow_what_is_here(self) -> None:
        """Show what was published when the place answered last."""
        pointer = Pointer.from_stored(unsealed(read_or_none(self._folder / POINTER) or b""))
        root = self._root_of(pointer)
        data = read_or_none(root.with_name(f"{root.name}.{_LIST}")) or b""
        if sha256(data) != pointer.sha256:
            return
        publication = parsed_list(pointer.name, data)
        if publication.sample:
            root = root.with_name(root.name + _SAMPLE)
        if root.is_dir():
            self._let_be_newest(root, pointer, publication)

    def _root_of(self, pointer: Pointer) -> Path:
        return self._folder / "trees" / pointer.sha256[:16]

    def _let_be_newest(self, root: Path, pointer: Pointer, publication: Publication) -> None:
        tree = Tree(root, self._place, publication)
        let_come_from(root, tree)
        self._pointer, self._tree = pointer, tree

    def _make(self, root: Path, pointer: Pointer, publication: Publication) -> None:
        """Make the tree of a list: whole before anybody sees it."""
        at_once = [file for file in publication.files if _is_kept(file)]
        if root.is_dir():
            # From an earlier run; what is read without a hash to compare it with is compared now.
            lost = [f for f in at_once if sha256(read_or_none(root / f.path) or b"") != f.sha256]
            for file, data in zip(lost, self._all(lost, publication), strict=True):
                put(root / file.path, data)
            return
        new = root.with_name(f"{root.name}.{uuid.uuid4().hex}.new")
        try:
            before = self._tree
            files = [file for file in publication.files if not is_bundle(file.path)]
            for directory in {(new / file.path).parent for file in files}:
                directory.mkdir(parents=True, exist_ok=True)
            left = [file for file in files if before is None or not _linked(before, new, file)]
            left = [file for file in left if _is_kept(file)]
            for file, data in zip(left, self._all(left, publication), strict=True):
                put(new / file.path, data)
            paths = Paths(new)
            mark = CopyMark(published_at=pointer.published_at, originals=publication.originals)
            put(paths.copy, sealed(mark.stored()))
            put(paths.log, _log_of(publication))
            with suppress(OSError):
                os.rename(new, root)
            if not root.is_dir():
                raise OSError(f"{root}: cannot be made")
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _all(self, files: list[PublishedFile], publication: Publication) -> Iterator[bytes]:
        """Yield the bytes of some files: records out of bundles, where these have them."""
        known = self._from_bundles(files, publication)

        def give(file: PublishedFile) -> bytes:
            return known[file.path] if file.path in known else fetched(self._place, file)

        yield from all_at_once(give, files)

    def _from_bundles(
        self, files: list[PublishedFile], publication: Publication
    ) -> Mapping[str, bytes]:
        """Return the bytes of records, by path, of months of which several are wanted."""
        wanted, there = bundled(files), bundled(publication.files)
        bundles = [file for file in publication.files if file.path in wanted]
        found: dict[str, bytes] = {}
        read = all_at_once(partial(_read_or_nothing, self._place), bundles)
        for bundle, data in zip(bundles, read, strict=True):
            found |= taken_apart(data, there[bundle.path])
        return found

    def _take_away_old(self, newest: Path) -> None:
        """Take away trees that nobody has looked at for a while."""
        before = time.time() - _KEPT_SECONDS
        with suppress(OSError):
            os.utime(newest)
            for path in newest.parent.iterdir():
                if path.name.startswith(newest.name.removesuffix(_SAMPLE)):
                    continue
                if path.stat().st_mtime < before:
                    forget(path)
                    if path.is_dir():
                        shutil.rmtree(path, ignore_errors=True)
                    else:
                        path.unlink(missing_ok=True)


def _log_of(publication: Publication) -> bytes:
    """Return a log that says which errors are not open, and neither who said so nor why."""
    data, seal = b"", ""
    for each in publication.acknowledged:
        event = AcknowledgementEvent(
            at=each.at, who="", as_of=each.as_of, reason="", errors=each.errors
        )
        line = log_line(event.stored(), seal)
        seal = read_log(line).seal
        data += line
    return data


def _is_kept(file: PublishedFile) -> bool:
    """Tell whether a file is fetched when a tree is made, and lies in it."""
    return not is_on_demand(file.path) and not is_bundle(file.path)


def _read_or_nothing(place: Place, bundle: PublishedFile) -> bytes:
    try:
        return place.read(bundle.name)
    except FileNotFoundError:
        return b""


def _linked(before: Tree, new: Path, file: PublishedFile) -> bool:
    """Tell whether the tree before has the same file, which is then in the new one too."""
    source = before.root / file.path
    if not before.has(file) or size_of(source) != file.size:
        return False
    # Tables are compared with their hash whenever they are read.
    if not is_on_demand(file.path) and sha256(read_or_none(source) or b"") != file.sha256:
        return False
    try:
        os.link(source, new / file.path)
    except OSError:
        return False
    return True
