"""The files that were ever accepted, each under the hash of its bytes."""

from contextlib import suppress
from pathlib import Path

from itasdash.findings import Damaged
from itasdash.schema import sha256
from itasdash.store.on_demand import source_of
from itasdash.store.paths import Paths


def original_files(paths: Paths) -> list[Path]:
    """Return every original; other files in that directory are left out."""
    return sorted(paths.originals.glob(f"{'[0-9a-f]' * 64}*"))


def is_original(path: Path) -> bool:
    """Tell whether a file among the originals holds the bytes that its name says."""
    try:
        return path.name.partition(".")[0] == sha256(path.read_bytes())
    except OSError:
        return False


def read_original(paths: Paths, digest: str) -> bytes:
    """Return the bytes of an accepted file.

    Raises:
        Damaged: the file is missing or its bytes are not those that were accepted.
    """
    source = source_of(paths.root)
    if source is not None:
        source.bring(source.originals(digest))
    copies = sorted(paths.originals.glob(f"{digest}*"))
    for path in copies:
        # Read once: what is checked is what is used.
        with suppress(OSError):
            data = path.read_bytes()
            if sha256(data) == digest:
                return data
    raise Damaged((copies or [paths.originals / digest])[0])
