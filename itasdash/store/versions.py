"""What a later version of this program wrote is refused, and not read as what it is not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from itasdash.findings import Damaged, Refusal
from itasdash.schema import RecordError
from itasdash.store.log import read_log
from itasdash.store.paths import Paths, bytes_of

# Of the folder as a whole: where its files lie and what they are. Whoever raises it lets the writer
# write it, so that this version refuses such a folder instead of changing it.
FOLDER_VERSION = 1


def check_folder_version(paths: Paths) -> None:
    """Refuse a folder that a later version of this program has written.

    Raises:
        Refusal: ``later_version``: a later version of this program has written it.
        Damaged: the file that tells the version cannot be read.
    """
    data = bytes_of(paths.version)
    if not data:
        return
    try:
        version = json.loads(data)["version"]
        later = version > FOLDER_VERSION
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(paths.version) from error
    if later:
        raise Refusal("later_version", {"file": paths.version.name})


def check_log_version(paths: Paths) -> None:
    """Refuse a log in which a line is of a later version.

    Raises:
        Refusal: ``later_version``.
    """
    data = bytes_of(paths.log)
    # Within a text of JSON the quotes would be escaped; without this no line needs to be read.
    if b'"version": ' in data:
        with known_version(paths, paths.log):
            _ = read_log(data).events


@contextmanager
def known_version(paths: Paths, path: Path) -> Iterator[None]:
    """Refuse as of a later version what cannot be read, though its bytes are as written.

    Raises:
        Refusal: ``later_version``.
    """
    try:
        yield
    except RecordError as error:
        file = path.relative_to(paths.root).as_posix()
        raise Refusal("later_version", {"file": file}) from error
