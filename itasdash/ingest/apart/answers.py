"""What a file says, as JSON and back: values of the types that are declared, and nothing else.

JSON and no pickle, as between parser and server: what comes back is built by the declared types of
each field, so that an answer that is not of them is none.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from itasdash.findings import Finding, Moment, Refusal
from itasdash.thai.dates import BANGKOK

Json = Any
_PLAIN = (str, int, float, bool, NoneType)


def packed(value: object) -> bytes:
    """Return a value of declared types as bytes."""
    text = json.dumps(_written(value), ensure_ascii=False, check_circular=False)
    # Halves of characters are no text, and must not end the answer.
    return text.encode("utf-8", errors="replace")


def unpacked(wanted: Any, data: bytes) -> Any:
    """Return the value of type ``wanted`` that :func:`packed` was given.

    Raises:
        ValueError: the bytes are none.
    """
    return _sound(_reader(wanted), data)


def refusal_packed(refusal: Refusal) -> bytes:
    """Return a refusal as bytes."""
    return packed(_refusal_written(refusal))


def refusal_unpacked(data: bytes) -> Refusal:
    """Return the refusal that :func:`refusal_packed` was given.

    Raises:
        ValueError: the bytes are none.
    """
    refusal: Refusal = _sound(_refusal_read, data)
    return refusal


def _sound(reader: Callable[[Json], Any], data: bytes) -> Any:
    try:
        return reader(json.loads(data))
    except (TypeError, AttributeError, LookupError, OverflowError, RecursionError) as error:
        raise ValueError("no answer") from error


def _refusal_written(refusal: Refusal) -> Json:
    values = {name: _value_written(value) for name, value in refusal.values.items()}
    return [refusal.code, values, refusal.findings, list(map(_refusal_written, refusal.also))]


def _value_written(value: object) -> Json:
    if isinstance(value, Moment):
        return {"moment": value.at.isoformat()}
    return value if isinstance(value, _PLAIN) else str(value)


def _refusal_read(written: Json) -> Refusal:
    code, values, findings, also = _list(written)
    return Refusal(
        _exactly(str)(code),
        {str(name): _value_read(value) for name, value in values.items()},
        tuple(map(_reader(Finding), _list(findings))),
        tuple(map(_refusal_read, _list(also))),
    )


def _value_read(value: Json) -> object:
    if isinstance(value, dict):
        return Moment(_moment(value["moment"]))
    return _plain(value)


def _written(value: Any) -> Json:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(map(_written, value))
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _written(each) for name, each in value.items()}
    declared: Any = type(value)
    return [_written(getattr(value, name)) for name in _names(declared)]


@cache
def _names(of: type) -> tuple[str, ...]:
    if not is_dataclass(of):
        raise TypeError(f"{of.__name__} is not declared")
    return tuple(each.name for each in fields(of))


@cache
def _reader(wanted: Any) -> Callable[[Json], Any]:
    """Return what turns JSON into a value of a type, or raises where it is none."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return _one_of(tuple(each for each in inner if each is not NoneType), NoneType in inner)
    if origin is tuple and inner[-1] is not Ellipsis:
        return _record(tuple, tuple(map(_reader, inner)))
    if origin in (list, tuple, frozenset):
        each_of = _reader(inner[0])
        return lambda value: origin(map(each_of, _list(value)))
    if is_dataclass(wanted):
        types = get_type_hints(wanted)
        readers = tuple(_reader(types[each.name]) for each in fields(wanted))
        return _record(lambda values: wanted(*values), readers)  # type: ignore[operator]
    return _DATES.get(wanted) or _exactly(wanted)


def _exactly(wanted: type) -> Callable[[Json], Any]:
    def read(value: Json) -> Any:
        # A count may stand for a share; True is no count.
        if type(value) is wanted:
            return value
        if wanted is float and type(value) is int:
            return float(value)
        raise ValueError(f"no {wanted.__name__}")

    return read


def _one_of(types: tuple[Any, ...], or_none: bool) -> Callable[[Json], Any]:
    if set(types) <= set(_PLAIN):
        one = _exactly(types[0]) if len(types) == 1 else _plain
    elif len(types) == 1:
        one = _reader(types[0])
    else:
        # Records: told apart by how many fields they have.
        by_length = {len(_names(each)): _reader(each) for each in types}
        assert len(by_length) == len(types)

        def one(value: Json) -> Any:
            return by_length[len(_list(value))](value)

    if not or_none:
        return one
    return lambda value: None if value is None else one(value)


def _record(
    make: Callable[[list[Any]], Any], readers: tuple[Callable[[Json], Any], ...]
) -> Callable[[Json], Any]:
    def read(value: Json) -> Any:
        if len(_list(value)) != len(readers):
            raise ValueError("no record")
        return make([reader(each) for reader, each in zip(readers, value, strict=True)])

    return read


def _list(value: Json) -> list[Any]:
    if type(value) is not list:
        raise ValueError("no list")
    return value


def _plain(value: Json) -> Any:
    if not isinstance(value, _PLAIN):
        raise ValueError("no plain value")
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo is None else moment.astimezone(BANGKOK)


_DATES: dict[Any, Callable[[Json], Any]] = {datetime: _moment, date: date.fromisoformat}
