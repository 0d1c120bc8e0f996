"""How a record is written as JSON and read again: what all that is stored as JSON has in common.

A record is a dataclass whose fields, types and defaults say all there is to say of its JSON. It
carries a version, in the JSON under ``version``: one that says none is of version 1. A record of a
later version is refused; one of an earlier version is turned into the next, a version at a time, by
the class that declares it, so that it keeps the meaning that it had.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

Json = dict[str, Any]
_LATER, _UNSTORED = "added later", "not stored"


class RecordError(ValueError):
    """What is read is not the record: a field is missing, or of another type.

    ``place`` is the field, with dots where it is one of a record within the record.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} {reason}")
        self.place, self.reason = place, reason

    def within(self, place: str) -> Self:
        """Return the error as one of the record around, which has this record at ``place``."""
        return type(self)(f"{place}.{self.place}", self.reason)


class LaterVersion(RecordError):
    """The record is of a later version than this program knows, or says what it does not know."""


class UnknownField(LaterVersion):
    """The record has a field that this program does not know."""


def added_later(default: Any) -> Any:
    """Declare a field that a record got after the first ones were stored.

    While it holds its default it is not written, so that what was stored before stays the same,
    byte for byte, when it is derived again.
    """
    return field(default=default, metadata={_LATER: True})


def unstored(default: Any) -> Any:
    """Declare a field that is not part of the JSON."""
    return field(default=default, metadata={_UNSTORED: True})


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is stored as JSON.

    ``VERSION`` is the one that is written; ``EARLIER`` turns the JSON of each earlier version into
    that of the next.
    """

    VERSION: ClassVar[int] = 1
    EARLIER: ClassVar[Mapping[int, Callable[[Json], Json]]] = {}

    def stored(self) -> Json:
        """Return the record as it is written."""
        written = {} if self.VERSION == 1 else {"version": self.VERSION}
        for declared in _stored_fields(type(self)):
            value = getattr(self, declared.name)
            if declared.metadata.get(_LATER) and value == declared.default:
                continue
            written[declared.name] = _written(value)
        return written

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the record that JSON says, of this version or an earlier one.

        Raises:
            LaterVersion: it is of a later version, or has a field that this one does not know.
            RecordError: it is not this record.
        """
        left = current(cls.VERSION, cls.EARLIER, stored)
        values = {}
        for name, read, needed in _readers(cls):
            if name in left:
                values[name] = read(left.pop(name), name)
            elif needed:
                raise RecordError(name, "is missing")
        if left:
            raise UnknownField(min(left), "is unknown")
        return cls(**values)


def current(
    version: int, earlier: Mapping[int, Callable[[Json], Json]], stored: Mapping[str, Any]
) -> Json:
    """Return JSON of that version or an earlier one as ``version`` has it, without its number.

    Raises:
        LaterVersion: it is of a later one.
    """
    left = dict(stored)
    found = left.pop("version", 1)
    # True is 1 for Python, and no version.
    if type(found) is not int or found < 1:
        raise RecordError("version", "is none")
    if found > version:
        raise LaterVersion("version", f"{found} is later than {version}")
    for number in range(found, version):
        left = earlier[number](left) if number in earlier else left
    return left


def sha256(data: bytes) -> str:
    """Return the hex hash that names a file's content."""
    return hashlib.sha256(data).hexdigest()


def canonical(record: Mapping[str, object]) -> bytes:
    """Return a record as JSON; the same record always gives the same bytes."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode()


_FIELDS: dict[type[Record], tuple[Field[Any], ...]] = {}


def _stored_fields(cls: type[Record]) -> tuple[Field[Any], ...]:
    if cls not in _FIELDS:
        _FIELDS[cls] = tuple(each for each in fields(cls) if not each.metadata.get(_UNSTORED))
    return _FIELDS[cls]


_READERS: dict[type[Record], tuple[tuple[str, "_Reader", bool], ...]] = {}


def _readers(cls: type[Record]) -> "tuple[tuple[str, _Reader, bool], ...]":
    """Return the name of each field, what reads it, and whether a record must have it."""
    # Annotations are looked up once: every line of a long log is read with them.
    if cls not in _READERS:
        types = get_type_hints(cls)
        _READERS[cls] = tuple(
            (
                each.name,
                _reader(types[each.name]),
                each.default is MISSING and each.default_factory is MISSING,
            )
            for each in _stored_fields(cls)
        )
    return _READERS[cls]


def _written(value: Any) -> Any:
    if hasattr(value, "stored"):
        return value.stored()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _written(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return value


_Reader = Callable[[Any, str], Any]


@cache
def _reader(wanted: Any) -> _Reader:
    """Return what reads a value out of JSON as its type; it is told the place for the error.

    Made once for each type: histories are thousands of records, and logs of lines.
    """
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        [of] = [each for each in inner if each is not NoneType]
        read = _reader(of)
        return lambda value, place: None if value is None else read(value, place)
    if origin is tuple:
        return _tuple_reader(_reader(inner[0]), None if inner[-1] is Ellipsis else len(inner))
    if origin is not None:
        return _mapping_reader(_reader(inner[1]))
    if hasattr(wanted, "from_stored"):
        return _record_reader(wanted)
    if wanted in (date, datetime):
        return _day_reader(wanted)

    def exactly(value: Any, place: str) -> Any:
        if type(value) is not wanted:
            raise RecordError(place, f"is no {wanted.__name__}")
        return value

    return exactly


def _tuple_reader(each_of: _Reader, length: int | None) -> _Reader:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, list) or (length is not None and len(value) != length):
            raise RecordError(place, "is no list")
        return tuple([each_of(each, place) for each in value])

    return read


def _mapping_reader(each_of: _Reader) -> _Reader:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, Mapping):
            raise RecordError(place, "is no table")
        return {name: each_of(each, f"{place}.{name}") for name, each in value.items()}

    return read


def _record_reader(wanted: Any) -> _Reader:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, Mapping):
            raise RecordError(place, "is no record")
        try:
            return wanted.from_stored(value)
        except RecordError as error:
            raise error.within(place) from error

    return read


def _day_reader(wanted: Any) -> _Reader:
    def read(value: Any, place: str) -> Any:
        try:
            return wanted.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise RecordError(place, f"is no {wanted.__name__}") from error

    return read
