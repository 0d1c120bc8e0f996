"""How files looked when their bytes were found sound, so that all of them are not read each time.

A file that looks as it did then (size, place on the disk, when it was written and when it was
changed in any way) is taken to be sound by whoever looks for damage. Whatever shows a file compares
its bytes, and ``verify`` those of all.
"""

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

Look = tuple[tuple[int, ...], ...]
# Nanoseconds within which a file that has just been written may change and look the same.
_TOO_NEW = 2_000_000_000
# So many are read in a moment, and no file is written for them.
_WORTH_KEEPING = 64


def stat_of(path: str) -> os.stat_result:
    """Return what the system knows of a file, of thousands of them in a moment.

    Raises:
        FileNotFoundError: there is none.
    """
    return os.stat(path)  # noqa: PTH116 - a Path takes several times as long


def look_of(directory: str, names: Iterable[str]) -> Look:
    """Return how files of a directory look.

    Raises:
        FileNotFoundError: one of them is not there.
    """
    looks = [stat_of(f"{directory}/{name}") for name in names]
    return tuple((look.st_ino, look.st_size, look.st_mtime_ns, look.st_ctime_ns) for look in looks)


class Looks:
    """What was found sound, by a name, and how it looked then.

    It is kept in ``file`` for whoever looks next, never in the data folder, which readers leave as
    it is; without one, only as long as this object lives. A file that is lost, damaged or cannot be
    written costs time and nothing else: what it has wrong looks like no file that is there.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known: dict[str, str] = {}
        self._new = 0
        if file is not None:
            with suppress(OSError, UnicodeDecodeError):
                lines = file.read_text(encoding="utf-8").splitlines()
                self._known = dict(line.split("\t") for line in lines if line.count("\t") == 1)

    def are_sound(self, name: str, look: Look) -> bool:
        """Tell whether files that look so were found sound."""
        return self._known.get(name) == _written(look)

    def remember(self, name: str, look: Look) -> None:
        """Remember that files were found sound that looked so before their bytes were read."""
        newest = max(max(each[2:]) for each in look)
        if newest + _TOO_NEW < time.time_ns():
            self._known[name] = _written(look)
            self._new += 1

    def keep(self) -> None:
        """Write what is known to the file, where much of it is new."""
        if self._file is None or self._new < _WORTH_KEEPING:
            return
        text = "".join(f"{name}\t{look}\n" for name, look in sorted(self._known.items()))
        new = self._file.with_name(f"{self._file.name}.{os.getpid()}.new")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8", newline="") as file:
                file.write(text)
            os.replace(new, self._file)


def _written(look: Look) -> str:
    return " ".join(str(number) for each in look for number in each)
