"""Writing that is all or nothing, also when the power goes or the process is killed."""

import contextlib
import ctypes
import os
import shutil
import sys
import uuid
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes, staging: Path) -> None:
    """Give ``path`` the content ``data``; a reader sees the old content or the new, nothing else.

    ``staging`` is a folder on the same file system for the file until it is complete.
    """
    staging.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = staging / uuid.uuid4().hex
    try:
        write_synced(new, data)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    sync_directory(path.parent)


def replace_directory(path: Path, files: dict[str, bytes], staging: Path) -> None:
    """Give the directory ``path`` exactly ``files``, as one step.

    Where the system can exchange two names (Linux), there is no moment without the directory;
    elsewhere there is a short one, and :func:`finish_directory` mends what a kill leaves then.
    """
    staging.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = staging / f"new-{uuid.uuid4().hex}"
    old = staging / f"old-{new.name}"
    new.mkdir()
    try:
        for name, data in files.items():
            write_synced(new / name, data)
        sync_directory(new)
        if not path.exists():
            os.rename(new, path)
        elif not _exchange(new, path):
            (staging / f"{new.name}.target").write_text(str(path), encoding="utf-8")
            os.rename(path, old)
            os.rename(new, path)
        sync_directory(path.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        (staging / f"{new.name}.target").unlink(missing_ok=True)


def _exchange(first: Path, second: Path) -> bool:
    """Swap two directories atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return bool(result == 0)


def finish_directory(staging: Path) -> None:
    """Complete what a killed :func:`replace_directory` left, and clear the staging folder.

    To be called by whoever holds the lock on the folder.
    """
    if not staging.is_dir():
        return
    for note in staging.glob("new-*.target"):
        target, new = Path(note.read_text(encoding="utf-8")), staging / note.stem
        if not target.exists() and new.is_dir():
            os.rename(new, target)
    for leftover in staging.iterdir():
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                leftover.unlink()
