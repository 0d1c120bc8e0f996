"""Changes that are all or nothing, also when the power goes or the process is killed.

A change is prepared in a staging folder on the same file system and takes its place by renaming.
What a killed process leaves is in the staging folder, where :func:`finish` finds it.
"""

import ctypes
import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

# What is to stand at a path: the bytes of a file, the files of a directory, or nothing.
Content = bytes | dict[str, bytes] | None

# Windows would write "\r\n" for "\n".
_BINARY = getattr(os, "O_BINARY", 0)
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# On Windows a file that somebody reads cannot be renamed; readers here are done in milliseconds.
_RENAME_TRIES, _RENAME_PAUSE = 100, 0.02
# A reader that meets a replacement looks again; once more is nearly always enough.
_READ_PAUSE = 0.004
# Where it cannot be seen whether a writer is at work, for as long as two renames are tried.
_BLIND_LOOKS = 1_000

_T = TypeVar("_T")


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_directory(path: Path, *, private: bool = False) -> None:
    """Create a directory and its parents, durably; a private one is for its owner only."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(0o700 if private else 0o777, exist_ok=True)
    sync_directory(path.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until it is on the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
    try:
        _write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def write_note(path: Path, data: bytes) -> None:
    """Write a file that is of use while this process lives, so that no disk is waited for."""
    path.write_bytes(data)


def append_synced(path: Path, data: bytes) -> None:
    """Append to a file and wait until it is on the disk; on an error it is as it was before."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, 0o666)
    try:
        before = os.fstat(handle).st_size
        try:
            _write(handle, data)
            os.fsync(handle)
            if not before:
                sync_directory(path.parent)
        except BaseException:
            os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def holds_already(directory: Path, files: dict[str, bytes]) -> bool:
    """Tell whether a directory holds these files, byte for byte, and no others."""
    try:
        return {path.name for path in directory.iterdir()} == files.keys() and all(
            (directory / name).read_bytes() == data for name, data in files.items()
        )
    except OSError:
        return False


@contextmanager
def replacing(path: Path, content: Content, staging: Path) -> Iterator[None]:
    """Let ``content`` stand at ``path``; if the body of the ``with`` fails, undo that.

    A reader sees what was there or what is there now, nothing else. Where the system can exchange
    two names (Linux) there is no moment without a directory that is being replaced; elsewhere there
    is a short one, and :func:`finish` mends what a kill leaves then.
    """
    make_directory(staging)
    make_directory(path.parent)
    new, old = staging / f"new-{(name := uuid.uuid4().hex)}", staging / f"old-{name}"
    note = staging / f"{new.name}.target"
    try:
        _prepare(new, content)
        undo = _swap(new, path, old, note)
    except BaseException:
        # Where the old content could not be put back, finish() needs what is there.
        if not old.exists():
            _discard(new, note)
        raise
    try:
        sync_directory(path.parent)
        yield
    except BaseException:
        undo()
        _discard(new, old, note)
        raise
    _discard(new, old, note)


def _prepare(new: Path, content: Content) -> None:
    if isinstance(content, bytes):
        write_synced(new, content)
    elif content is not None:
        new.mkdir()
        for name, data in content.items():
            write_synced(new / name, data)
        sync_directory(new)


def _swap(new: Path, path: Path, old: Path, note: Path) -> Callable[[], None]:
    """Put ``new`` (or, without one, nothing) in the place of ``path``; return the undoing."""
    if not new.exists():
        _rename(path, old)
        return lambda: _rename(old, path)
    if not path.exists():
        _rename(new, path)
        return lambda: _rename(path, new)
    if _exchange(new, path):
        return lambda: _must(_exchange(new, path))
    if path.is_file():
        write_synced(old, path.read_bytes())
        _rename(new, path)
        return lambda: _rename(old, path)

    def undo() -> None:
        _rename(path, new)
        _rename(old, path)

    # From the folder on: whoever finishes may stand elsewhere, or see it under another name.
    write_synced(note, f"{path.relative_to(note.parent.parent).as_posix()}\n".encode())
    _rename(path, old)
    try:
        _rename(new, path)
    except BaseException:
        _rename(old, path)
        raise
    return undo


def _must(done: bool) -> None:
    if not done:
        raise OSError("could not put back what was there before")


def _rename(source: Path, target: Path) -> None:
    for left in range(_RENAME_TRIES, -1, -1):
        try:
            os.replace(source, target)
        except PermissionError:
            if sys.platform != "win32" or not left:
                raise
            time.sleep(_RENAME_PAUSE)
        else:
            return


def _exchange(first: Path, second: Path) -> bool:
    """Swap two names atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return bool(result == 0)


def _discard(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue


def read_patiently(
    directory: Path,
    staging: Path,
    lock: Path,
    read: Callable[[Path], _T],
    failures: tuple[type[Exception], ...],
) -> _T:
    """Return what ``read`` makes of a directory, again where that was replaced meanwhile.

    A reader waits as long as a replacement is under way, however slow the machine is: while a note
    in ``staging`` tells of one and its writer holds ``lock``. What a killed writer left is not
    waited for.

    Raises:
        Exception: what ``read`` raised (one of ``failures``) although nothing was replaced.
    """
    blind = _BLIND_LOOKS
    while True:
        before = _identity(directory)
        try:
            return read(directory)
        except failures:
            # In this order: a replacement that ends between the two has changed the identity.
            held = _is_held(lock) if directory in being_replaced(staging) else False
            blind -= held is None
            under_way = held or (held is None and blind > 0)
            if not under_way and _identity(directory) == before:
                raise
        time.sleep(_READ_PAUSE)


def _is_held(lock: Path) -> bool | None:
    """Tell whether a writer holds the lock; None for a reader who may not look."""
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return None


def _identity(directory: Path) -> tuple[int, int] | None:
    try:
        found = directory.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def being_replaced(staging: Path) -> list[Path]:
    """Return the directories that a replacement under way has moved away for a moment."""
    found = []
    for note in staging.glob("new-*.target"):
        try:
            found.append(staging.parent / note.read_text(encoding="utf-8").rstrip("\n"))
        except OSError:
            continue
    return found


def finish(staging: Path) -> None:
    """Complete the directories that a killed :func:`replacing` left out of place.

    To be called by whoever holds the lock on the folder, before it clears the staging folder.
    """
    for note in staging.glob("new-*.target"):
        written, new = note.read_text(encoding="utf-8"), staging / note.stem
        target = staging.parent / written.rstrip("\n")
        # Half a note was written before anything was renamed.
        if written.endswith("\n") and not target.exists() and new.is_dir():
            _rename(new, target)
