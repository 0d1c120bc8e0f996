"""Where a copy lies: a folder, or whatever pyarrow or fsspec has a name for (``s3://…``)."""

import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit
from urllib.request import url2pathname

import pyarrow as pa
from pyarrow import fs

from itasdash.findings import Refusal
from itasdash.store.atomic import make_directory, write_synced

_FOLDER = "file"
_S3 = "s3"
# Seconds after which a place does not answer; what is in the cache is shown meanwhile.
_CONNECT_SECONDS, _REQUEST_SECONDS, _TRIES = 3, 20, 2
# Requests at a time: most of each is waiting.
AT_A_TIME = 16


@dataclass(frozen=True)
class Lying:
    """A file that lies at a place: how many bytes, and since when."""

    size: int
    since: datetime


class Place(Protocol):
    """Where a copy lies. Names have ``/`` between their parts; a name never holds half a file.

    Every method raises :class:`Refusal` (``place_unreachable``) where the place does not answer or
    does not let us.
    """

    shown: str

    def read(self, name: str) -> bytes:
        """Return the bytes under a name.

        Raises:
            FileNotFoundError: there are none.
        """

    def write(self, name: str, data: bytes) -> None:
        """Let these bytes stand under a name, at once and as a whole."""

    def list(self) -> dict[str, Lying]:
        """Return all that lies there, by its name."""

    def remove(self, name: str) -> None:
        """Take away what lies under a name."""


def is_address(written: str) -> bool:
    """Tell whether something is an address of a place (``s3://…``) and no path."""
    return "://" in written


def place_at(written: str) -> Place:
    """Return the place of an address or a path.

    Raises:
        Refusal: ``place_unknown``: nothing here speaks to such a place.
    """
    if not is_address(written):
        return _Folder(Path(written), written)
    parts = urlsplit(written)
    if parts.scheme == _FOLDER:
        return _Folder(Path(url2pathname(parts.path)), written)
    if not parts.netloc and not parts.path.strip("/"):
        raise Refusal("place_unknown", {"address": shown_address(written)})
    with _asking(shown_address(written)):
        found, root = _file_system(written)
    return _Objects(found, root.strip("/"), shown_address(written))


def shown_address(written: str) -> str:
    """Return an address without what is nobody's business: keys, passwords and options."""
    if not is_address(written):
        return written
    parts = urlsplit(written)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _file_system(address: str) -> tuple[Any, str]:
    if urlsplit(address).scheme == _S3:
        return _s3(address)
    try:
        found, root = fs.FileSystem.from_uri(address)
        return found, str(root)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        # Perhaps fsspec knows it.
        pass
    try:
        import fsspec

        found, root = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        # fsspec, or what it speaks to that place by, is not installed.
        raise Refusal("place_unknown", {"address": shown_address(address)}) from error
    return fs.PyFileSystem(fs.FSSpecHandler(found)), root


def _s3(address: str) -> tuple[Any, str]:
    """Return S3 with our patience; whatever else the address says is as pyarrow has it."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query))
    given, _, bucket = parts.netloc.rpartition("@")
    key, _, secret = given.partition(":")
    endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    options = {"endpoint_override": endpoint.netloc, "scheme": endpoint.scheme, **said}
    options = {name: value for name, value in options.items() if value}
    if key:
        options |= {"access_key": unquote(key), "secret_key": unquote(secret)}
    try:
        found = fs.S3FileSystem(
            **options,
            # One request for a small file, not three.
            allow_delayed_open=True,
            connect_timeout=_CONNECT_SECONDS,
            request_timeout=_REQUEST_SECONDS,
            retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=_TRIES),
        )
    except TypeError as error:
        raise Refusal("place_unknown", {"address": shown_address(address)}) from error
    return found, bucket + parts.path


@contextmanager
def _asking(shown: str) -> Iterator[None]:
    """Say which place it was that failed; that a file is not there is left as it is."""
    try:
        yield
    except (Refusal, FileNotFoundError):
        raise
    except (OSError, pa.ArrowException, ValueError) as error:
        # The first line: what follows is the request with its headers.
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Refusal("place_unreachable", {"address": shown, "reason": reason}) from error


class _Folder:
    """A folder of this machine or of one that is mounted."""

    def __init__(self, root: Path, shown: str) -> None:
        self._root, self.shown = root, shown

    def read(self, name: str) -> bytes:
        with _asking(self.shown):
            return (self._root / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        path = self._root / name
        with _asking(self.shown):
            make_directory(path.parent)
            new = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
            write_synced(new, data)
            os.replace(new, path)

    def list(self) -> dict[str, Lying]:
        found = {}
        with _asking(self.shown):
            for path in self._root.rglob("*"):
                if path.is_file():
                    look = path.stat()
                    since = datetime.fromtimestamp(look.st_mtime, UTC)
                    found[path.relative_to(self._root).as_posix()] = Lying(look.st_size, since)
        return found

    def remove(self, name: str) -> None:
        path = self._root / name
        with _asking(self.shown):
            path.unlink(missing_ok=True)
            with suppress(OSError):
                # As far up as nothing else is in it.
                for parent in path.relative_to(self._root).parents:
                    if parent.name:
                        (self._root / parent).rmdir()


class _Objects:
    """An object store, where a name holds nothing or all that was written under it."""

    def __init__(self, file_system: Any, root: str, shown: str) -> None:
        self._fs, self._root, self.shown = file_system, root, shown

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def read(self, name: str) -> bytes:
        with _asking(self.shown), self._fs.open_input_file(self._at(name)) as file:
            return bytes(file.read())

    def write(self, name: str, data: bytes) -> None:
        with _asking(self.shown), self._fs.open_output_stream(self._at(name)) as file:
            file.write(data)

    def list(self) -> dict[str, Lying]:
        wanted = fs.FileSelector(self._root, recursive=True, allow_not_found=True)
        with _asking(self.shown):
            files = [each for each in self._fs.get_file_info(wanted) if each.is_file]
        begins = len(self._root) + 1
        # What nobody knows the age of may have come just now, and is never taken away.
        new = datetime.max.replace(tzinfo=UTC)
        return {
            each.path.lstrip("/")[begins:]: Lying(each.size, each.mtime or new) for each in files
        }

    def remove(self, name: str) -> None:
        with _asking(self.shown):
            self._fs.delete_file(self._at(name))


def all_at_once(work: Any, of: Any) -> Iterator[Any]:
    """Yield what ``work`` gives for each of some things, in their order, several at a time."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        try:
            yield from pool.map(work, of)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
