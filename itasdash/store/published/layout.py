"""How a copy lies at its place: under which names, and what of it is ours to take away."""

import re
from pathlib import PurePosixPath

from itasdash.findings import Refusal
from itasdash.schema import RecordError, canonical, sha256
from itasdash.schema.publication import Pointer, Publication
from itasdash.store.published.place import Place
from itasdash.store.seals import sealed, unsealed

POINTER = "published.json"
_LISTS, _ORIGINALS = "lists", "originals"
# Hex digits of a hash in a name: enough that no two contents ever share one.
_DIGITS = 16
# What an office has put into its folder, and pages read.
OFFICE_FILES = ("office.toml", "calendar.csv", "sizes.csv", "successions.csv", "boundaries.geojson")
_HASHED = rf"\.[0-9a-f]{{{_DIGITS}}}\.\w+"
_STEMS = "|".join(name.partition(".")[0] for name in OFFICE_FILES)
_OURS = re.compile(
    rf"(?:published\.json|lists/[0-9a-f]{{{_DIGITS}}}\.json|originals/[0-9a-f]{{64}}[^/]*"
    rf"|(?:snapshots|register|marts)/.+{_HASHED}|(?:{_STEMS}){_HASHED})"
    # What a killed publisher left of a file that it wrote into a folder.
    r"(?:\.[0-9a-f]{32}\.new)?"
)


def name_of(path: str, digest: str) -> str:
    """Return the name under which content lies: another content never gets the same one."""
    whole = PurePosixPath(path)
    if whole.parts[0] == _ORIGINALS:
        return path
    return (whole.parent / f"{whole.stem}.{digest[:_DIGITS]}{whole.suffix}").as_posix()


def is_ours(name: str) -> bool:
    """Tell whether a name is one that only a copy has."""
    return bool(_OURS.fullmatch(name))


def written_list(publication: Publication) -> tuple[str, str, bytes]:
    """Return the list of a copy as it is written: its name, its hash and its bytes."""
    data = canonical(publication.stored())
    digest = sha256(data)
    return f"{_LISTS}/{digest[:_DIGITS]}.json", digest, data


def read_pointer(place: Place) -> Pointer:
    """Return the pointer of a copy.

    Raises:
        FileNotFoundError: nothing was ever published there.
        ValueError: it is not what was written.
        Refusal: a later version of this program wrote it, or the place does not answer.
    """
    stored = unsealed(place.read(POINTER))
    try:
        return Pointer.from_stored(stored)
    except RecordError as error:
        raise Refusal("later_version", {"file": POINTER}) from error


def written_pointer(pointer: Pointer) -> bytes:
    """Return the bytes of a pointer."""
    return sealed(pointer.stored())


def read_list(place: Place, name: str, digest: str = "") -> Publication:
    """Return the list of a copy; without the hash that its pointer names, as its name says.

    Raises:
        FileNotFoundError: it is not there.
        ValueError: it is not what was written.
        Refusal: a later version of this program wrote it, or the place does not answer.
    """
    data = place.read(name)
    found = sha256(data)
    if found != (digest or found) or f"{_LISTS}/{found[:_DIGITS]}.json" != name:
        raise ValueError("not the bytes that were written")
    return parsed_list(name, data)


def parsed_list(name: str, data: bytes) -> Publication:
    """Return what the bytes of a list say.

    Raises:
        Refusal: a later version of this program wrote them.
    """
    import json

    try:
        return Publication.from_stored(json.loads(data))
    except RecordError as error:
        raise Refusal("later_version", {"file": name}) from error
