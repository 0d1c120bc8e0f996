"""Where things lie, and how big, wide and slow a file may be (``reference/limits.csv``).

Each limit may be set for one installation by an environment variable: ``ITASDASH_LIMIT_FILE_BYTES``
overrides ``file_bytes``. This module imports nothing heavy, because the child process that parses
files imports it each time.
"""

import csv
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

DATA_VARIABLE, DATA_DEFAULT = "ITASDASH_DATA", "data/store"
CACHE_VARIABLE = "ITASDASH_CACHE"
# The pointer of a published copy.
PUBLISHED = "published.json"
SAMPLE_FILES = Path(__file__).resolve().parents[1] / "data" / "sample"
# What is behind the name of a folder for what is made from the sample.
_SAMPLE = "-sample"
_LIMITS = Path(__file__).parent / "reference" / "limits.csv"
_LIMIT_PREFIX = "ITASDASH_LIMIT_"


_apart = threading.Event()


def read_apart() -> None:
    """From here on, understand files in processes of their own: what runs is a server of many."""
    _apart.set()


def is_read_apart() -> bool:
    """Tell whether files are understood in processes of their own."""
    return _apart.is_set()


class SettingError(ValueError):
    """An environment variable that does not say what it must: its name, and what it says."""

    def __init__(self, variable: str, found: str) -> None:
        super().__init__(f"{variable} must be a whole number above zero, not {found!r}")
        self.variable, self.found = variable, found


def data_folder(given: str | None = None) -> Path:
    """Return the data folder: as given, else from the environment, else ``data/store``.

    Where that is the address of a published copy (:func:`data_address`), the folder in which what
    is read of it is kept.
    """
    address = data_address(given)
    if address is None:
        return Path(_data(given))
    # Who asks is no part of where it lies.
    scheme, separator, rest = address.rpartition("://")
    where = rest.rpartition("@")[2] if separator else str(Path(rest).resolve())
    named = f"{scheme}{separator}{where}"
    last = re.sub(r"[^\w.-]+", "-", named.partition("?")[0].rstrip("/").rpartition("/")[2])
    return cache_folder() / f"{last}-{_short_hash(named)}"


def data_address(given: str | None = None) -> str | None:
    """Return the address of the published copy that is to be read, None for a data folder.

    Asked for as :func:`data_folder` is: an address (``s3://…``), or a folder that was published to.
    """
    data = _data(given)
    return data if "://" in data or (Path(data) / PUBLISHED).is_file() else None


def _data(given: str | None) -> str:
    return given or os.environ.get(DATA_VARIABLE) or DATA_DEFAULT


def cache_folder() -> Path:
    """Return the folder in which is kept for a while what can be had again, as published copies."""
    given = os.environ.get(CACHE_VARIABLE)
    if given:
        return Path(given)
    usual = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(usual) if usual else Path.home() / ".cache") / "itasdash"


def looks_file(data: Path) -> Path:
    """Return where it is kept how the files of a data folder looked when they were found sound."""
    named = _short_hash(str(data.resolve()))
    return cache_folder() / f"looks-{named}.tsv"


def _short_hash(text: str) -> str:
    # Takes longer to load than all else here, and the child process needs none.
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:12]


def sample_folder(data: Path) -> Path:
    """Return the folder for what is made from the sample: beside ``data``, never within it."""
    # "." has no name of its own.
    data = data if data.name else data.resolve()
    return data.parent / f"{data.name}{_SAMPLE}"


def is_sample_folder(data: Path) -> bool:
    """Tell whether a folder is one that :func:`sample_folder` names."""
    return data.name.endswith(_SAMPLE)


@dataclass(frozen=True)
class Limits:
    """The limits, in the units of ``reference/limits.csv``."""

    file_bytes: int
    unpacked_bytes: int
    members: int
    cells: int
    rows: int
    columns: int
    cell_chars: int
    text_chars: int
    boundary_bytes: int
    export_rows: int
    answer_bytes: int
    by_hand_bytes: int
    kept_bytes: int
    memory_bytes: int
    seconds: int
    understanding_seconds: int
    findings: int
    shrink_percent: int
    message_bytes: int
    typed_chars: int
    address_chars: int
    session_upload_bytes: int
    upload_bytes: int


@cache
def _defaults() -> Mapping[str, int]:
    with _LIMITS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: int(row["value"]) for row in csv.DictReader(file)}


def limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """Return the limits that hold now.

    Raises:
        SettingError: an environment variable is no whole number above zero.
    """
    values = dict(_defaults())
    for name in (field.name for field in fields(Limits)):
        variable = _LIMIT_PREFIX + name.upper()
        given = environment.get(variable)
        if given is not None:
            if not given.isascii() or not given.isdecimal() or int(given) == 0:
                raise SettingError(variable, given)
            values[name] = int(given)
    return Limits(**values)
