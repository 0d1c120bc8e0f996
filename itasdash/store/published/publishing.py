"""Publishing: content first and the pointer last, so that a reader sees the old or the new whole.

Names hold a part of the hash of what lies under them. So nothing that somebody reads is ever
written over, what is there already is not sent again, and a publisher that is killed leaves the
copy as it was. What an earlier copy held is taken away once its readers have had the time to go on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from itasdash.findings import Damaged, Refusal
from itasdash.schema.publication import Pointer, Publication, Superseded
from itasdash.store.data_folder import Store
from itasdash.store.published.content import Changed, Piece, content_of
from itasdash.store.published.layout import (
    POINTER,
    is_ours,
    read_list,
    read_pointer,
    written_list,
    written_pointer,
)
from itasdash.store.published.place import Lying, Place, all_at_once, is_address, place_at

Progress = Callable[[int, int, str], None]
# How long what an earlier copy held stays for its readers.
KEEP = timedelta(hours=24)
# How often it is begun anew where somebody writes meanwhile.
_TRIES = 5


@dataclass(frozen=True)
class Published:
    """What publishing did.

    Attributes:
        address: where to, as it may be shown.
        changed: whether there was anything new.
        files: how many files the copy has.
        sent, bytes_sent: how many of them were sent, and how much that was.
        removed: how many files of earlier copies were taken away.
        at: since when readers see this copy.
    """

    address: str
    changed: bool
    files: int
    sent: int
    bytes_sent: int
    removed: int
    at: datetime


def publish(
    store: Store,
    address: str,
    office: Mapping[str, bytes],
    *,
    when: datetime,
    keep: timedelta,
    progress: Progress,
    sample: bool = False,
    originals: bool = False,
) -> Published:
    """Publish a data folder to a folder or an object store.

    Args:
        store: the data folder, to which nothing is written.
        address: a path, or an address that pyarrow or fsspec know.
        office: files of the office that pages read, by their names.
        when: now.
        keep: how long what an earlier copy held stays for its readers.
        progress: called with how many files are sent, of how many, and which is next.
        sample: whether it is made from the sample.
        originals: whether the files as received are published too.

    Raises:
        Refusal: the place does not answer, or holds something else.
        Damaged: a file of the data folder is not what was written.
    """
    _require_elsewhere(store.root, address)
    place = place_at(address)
    pointer, before = _current(place)
    lying = place.list()
    if pointer is None:
        _require_free(place, lying)
    last: Path | None = None
    for _ in range(_TRIES):
        try:
            publication, pieces = content_of(
                store, office, before, sample=sample, originals=originals
            )
            sent, size = _send(place, _missing(pieces, before, lying), progress)
        except Changed as changed:
            if changed.path == last:
                # Twice the same: nobody replaced it.
                raise Damaged(changed.path) from changed
            last = changed.path
        else:
            break
    else:
        raise Refusal("publish_busy")
    name, digest, data = written_list(publication)
    same = pointer is not None and pointer.sha256 == digest
    if not same or name not in lying:
        place.write(name, data)
    new = _next_pointer(pointer, name, digest, when, keep)
    if new != pointer:
        place.write(POINTER, written_pointer(new))
    removed = _clean(place, new, publication, lying, when - keep)
    return Published(
        place.shown, not same, len(publication.files), sent, size, removed, new.published_at
    )


def _require_elsewhere(root: Path, address: str) -> None:
    """Refuse a folder in the data folder, or one that this is in."""
    if is_address(address):
        return
    here, there = root.resolve(), Path(address).resolve()
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise Refusal("publish_within", {"file": address})


def _require_free(place: Place, lying: Iterable[str]) -> None:
    """Refuse a place that holds something else; what a killed first publisher left is ours."""
    other = next((name for name in sorted(lying) if not is_ours(name)), None)
    if other is not None:
        raise Refusal("place_not_empty", {"address": place.shown, "found": other})


def _current(place: Place) -> tuple[Pointer | None, Publication | None]:
    try:
        pointer = read_pointer(place)
    except (FileNotFoundError, ValueError):
        return None, None
    try:
        return pointer, read_list(place, pointer.name, pointer.sha256)
    except (FileNotFoundError, ValueError):
        # Somebody has taken it away, and what it named with it for all we know.
        return pointer, None


def _missing(
    pieces: Iterable[Piece], before: Publication | None, lying: Mapping[str, Lying]
) -> list[Piece]:
    """Return what has to be sent: all that is not there, or that another might take away.

    What no list names may be on its way out, so that it is sent again.
    """
    named = {file.name for file in before.files} if before else set()
    found: dict[str, Piece] = {}
    for piece in pieces:
        file = piece.file
        there = lying.get(file.name)
        if file.name not in named or there is None or there.size != file.size:
            found[file.name] = piece
    return list(found.values())


def _send(place: Place, pieces: list[Piece], progress: Progress) -> tuple[int, int]:
    def send(piece: Piece) -> int:
        data = piece.content()
        place.write(piece.file.name, data)
        return len(data)

    size = 0
    for done, sent in enumerate(all_at_once(send, pieces), start=1):
        size += sent
        progress(done, len(pieces), pieces[done - 1].file.path)
    return len(pieces), size


def _next_pointer(
    pointer: Pointer | None, name: str, digest: str, when: datetime, keep: timedelta
) -> Pointer:
    """Return the pointer to a list; what it no longer names is free to be taken away."""
    if pointer is None:
        return Pointer(published_at=when, name=name, sha256=digest)
    earlier = [each for each in pointer.earlier if each.name != name and each.since > when - keep]
    if pointer.sha256 == digest:
        return Pointer(
            published_at=pointer.published_at, name=name, sha256=digest, earlier=tuple(earlier)
        )
    if keep:
        earlier.append(Superseded(name=pointer.name, since=when))
    return Pointer(published_at=when, name=name, sha256=digest, earlier=tuple(earlier))


def _clean(
    place: Place,
    pointer: Pointer,
    publication: Publication,
    lying: Mapping[str, Lying],
    until: datetime,
) -> int:
    """Take away what lies there since before ``until`` and no list names that anybody may read."""
    needed = {POINTER, pointer.name, *(file.name for file in publication.files)}
    old = {name for name, found in lying.items() if found.since <= until}
    loose = {name for name in old - needed if is_ours(name)}
    for earlier in pointer.earlier if loose else ():
        loose.discard(earlier.name)
        try:
            loose -= {file.name for file in read_list(place, earlier.name).files}
        except (FileNotFoundError, ValueError):
            continue
    for _ in all_at_once(place.remove, sorted(loose)):
        pass
    return len(loose)
