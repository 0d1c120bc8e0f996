"""What of a data folder a copy holds: what readers need, and nothing about people.

Who imported what is taken out of the records of snapshots, which gives them other identities; marts
are told of these. Notes, the log, names that somebody confirmed and layouts stay behind.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from itasdash.findings import Damaged
from itasdash.schema import AcknowledgementEvent, SnapshotInfo, sha256
from itasdash.schema.publication import AcknowledgedErrors, Publication, PublishedFile
from itasdash.store.data_folder import Store
from itasdash.store.originals import is_original, original_files
from itasdash.store.paths import RECORD
from itasdash.store.published.bundles import bundled
from itasdash.store.published.layout import name_of
from itasdash.store.seals import is_sealed, made_from_others, sealed
from itasdash.store.snapshots import read_record, snapshot_directories

# The way in which records and marts of a copy are made; whoever changes it raises this.
_MAKER = 1
# Marts whose columns say nothing about people.
_MARTS = ("tallies", "states")


class Changed(Exception):
    """A file was replaced or taken away between looking and reading; ``path`` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True)
class Piece:
    """A file of a copy with what gives its bytes."""

    file: PublishedFile
    content: Callable[[], bytes]


def content_of(
    store: Store,
    office: Mapping[str, bytes],
    before: Publication | None,
    *,
    sample: bool,
    originals: bool,
) -> tuple[Publication, list[Piece]]:
    """Return what a copy of a data folder holds, as it is at one moment.

    Args:
        store: the data folder.
        office: files of the office that pages read, by their names, as they are to be published.
        before: the copy that there is, of which what rests on the same bytes is not made again.
        sample: whether it is made from the sample.
        originals: whether the files as received are to be in it.

    Raises:
        Changed: somebody wrote meanwhile; it is to be tried again.
        Damaged: a file is not what was written.
    """
    at_first = store.generation()
    known = before if before is not None and before.maker == _MAKER else None
    content = _Content(store, known)
    content.snapshots()
    content.bundles()
    content.marts()
    content.registers()
    for name, data in office.items():
        content.add(name, data)
    if originals:
        content.originals()
    if store.generation() != at_first:
        raise Changed(store.paths.snapshots)
    events = store.events(AcknowledgementEvent)
    publication = Publication(
        files=tuple(sorted((each.file for each in content.pieces), key=lambda file: file.path)),
        acknowledged=tuple(
            AcknowledgedErrors(as_of=each.as_of, at=each.at, errors=each.errors) for each in events
        ),
        made_from=dict(sorted(content.made_from.items())),
        maker=_MAKER,
        sample=sample,
        originals=originals,
    )
    return publication, content.pieces


class _Content:
    def __init__(self, store: Store, before: Publication | None) -> None:
        self.pieces: list[Piece] = []
        self.made_from: dict[str, str] = {}
        self._store, self._paths = store, store.paths
        self._known = before.made_from if before else {}
        self._files = {file.path: file for file in before.files} if before else {}
        self._beside: dict[str, list[PublishedFile]] = defaultdict(list)
        for file in self._files.values():
            self._beside[str(PurePosixPath(file.path).parent)].append(file)
        # What a snapshot is called in the copy, by what it is called here.
        self._identities: dict[str, str] = {}

    def add(self, path: str, data: bytes) -> None:
        """Add bytes that are at hand."""
        self._add(path, sha256(data), len(data), lambda: data)

    def _add(self, path: str, digest: str, size: int, content: Callable[[], bytes]) -> None:
        file = PublishedFile(path=path, name=name_of(path, digest), sha256=digest, size=size)
        self.pieces.append(Piece(file, content))

    def _within(self, path: Path) -> str:
        return path.relative_to(self._paths.root).as_posix()

    def snapshots(self) -> None:
        """Add every snapshot; a damaged one is no reason to publish all others without it."""
        for directory in snapshot_directories(self._paths):
            if not directory.is_dir():
                continue
            record = directory / RECORD
            source = sha256(_bytes(record))
            path = self._within(record)
            self.made_from[path] = source
            here = self._beside.get(self._within(directory))
            if self._known.get(path) == source and here:
                self._known_snapshot(directory, here, source)
            else:
                self._new_snapshot(directory)

    def _known_snapshot(self, directory: Path, files: list[PublishedFile], source: str) -> None:
        for file in files:
            path = directory / Path(file.path).name
            if path.name == RECORD:
                self._identities[source] = file.sha256
                made = partial(_public_record, self._store, directory)
                self.pieces.append(Piece(file, partial(_same, made, file.sha256, path)))
            else:
                self.pieces.append(Piece(file, partial(_stored, path, file.sha256)))

    def _new_snapshot(self, directory: Path) -> None:
        info, data = _read_public(self._store, directory)
        self._identities[info.identity] = sha256(data)
        self.add(self._within(directory / RECORD), data)
        for name, digest in sorted(info.tables.items()):
            path = directory / f"{name}.parquet"
            size = _size(path)
            self._add(self._within(path), digest, size, partial(_stored, path, digest))

    def bundles(self) -> None:
        """Add the records of each month once more, together, for readers of many."""
        pieces = {piece.file.path: piece for piece in self.pieces}
        for path, records in bundled(piece.file for piece in self.pieces).items():
            content = partial(_joined, [pieces[record.path] for record in records])
            source = self.made_from[path] = sha256("".join(r.sha256 for r in records).encode())
            file = self._files.get(path)
            if file is None or self._known.get(path) != source:
                self.add(path, content())
            else:
                own = self._paths.root / path
                self.pieces.append(Piece(file, partial(_same, content, file.sha256, own)))

    def marts(self) -> None:
        """Add the marts that are made from what is published; all others can be derived."""
        for name in _MARTS:
            for path in sorted((self._paths.marts / name).rglob("*.parquet")):
                self._mart(path)

    def _mart(self, path: Path) -> None:
        place, data = self._within(path), _bytes(path)
        source = sha256(data)
        file = self._files.get(place)
        if file is not None and self._known.get(place) == source:
            self.made_from[place] = source
            made = partial(self._published_mart, path)
            self.pieces.append(Piece(file, partial(_same, made, file.sha256, path)))
            return
        try:
            published = made_from_others(data, self._identities)
        except (ValueError, OSError):
            # Whatever it held can be derived again.
            return
        if published is not None:
            self.made_from[place] = source
            self.add(place, published)

    def _published_mart(self, path: Path) -> bytes:
        try:
            return made_from_others(_bytes(path), self._identities) or b""
        except (ValueError, OSError) as error:
            raise Changed(path) from error

    def registers(self) -> None:
        """Add every register."""
        for path in map(self._paths.register, self._store.register_dates()):
            data = _bytes(path)
            if not is_sealed(data):
                raise Damaged(path)
            self.add(self._within(path), data)

    def originals(self) -> None:
        """Add every file as it was received, that is not damaged."""
        for path in original_files(self._paths):
            digest = path.name.partition(".")[0]
            # One that is there already was found sound when it was sent.
            if self._within(path) in self._files or is_original(path):
                content = partial(_stored, path, digest)
                self._add(self._within(path), digest, _size(path), content)


def _joined(pieces: Sequence[Piece]) -> bytes:
    return b"".join(piece.content() for piece in pieces)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Changed(path) from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise Changed(path) from error


def _stored(path: Path, digest: str) -> bytes:
    return _same(partial(_bytes, path), digest, path)


def _same(content: Callable[[], bytes], digest: str, path: Path) -> bytes:
    data = content()
    if sha256(data) != digest:
        raise Changed(path)
    return data


def _read_public(store: Store, directory: Path) -> tuple[SnapshotInfo, bytes]:
    """Return the record of a snapshot, and its bytes without who imported what."""
    try:
        info = read_record(store.paths, directory)
    except FileNotFoundError as error:
        raise Changed(directory) from error
    sources = tuple(replace(source, imported_by="") for source in info.sources)
    return info, sealed(replace(info, sources=sources).stored())


def _public_record(store: Store, directory: Path) -> bytes:
    return _read_public(store, directory)[1]
