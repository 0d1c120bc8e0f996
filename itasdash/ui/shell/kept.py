"""What pure functions give, kept in memory under what they are given.

Pages run anew at every click, mostly with the numbers that they showed before. Charts and tables of
these are pure functions of their inputs, so that what was made of equal inputs once is the same.

All sessions share what is kept, and nobody may change it. A frame that is kept is therefore known
by the grounds that it was made from, and need not be looked through where it is an input itself.
"""

import io
import pickle
import sys
import weakref
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache

from itasdash.charts import Chart
from itasdash.schema import SnapshotInfo

Given = ParamSpec("Given")
Made = TypeVar("Made")
# What is not asked for longest goes first, so that no history and no crowd fills the memory.
_MOST_BYTES = 64 * 2**20
_Entry = tuple[Any, int]
_kept: "LRUCache[bytes, _Entry]" = LRUCache(_MOST_BYTES, getsizeof=lambda entry: entry[1])
_lock = Lock()
# The frames that are kept, by their place in memory, and the name of what each was made from.
_frames: dict[int, tuple["weakref.ref[pd.DataFrame]", bytes]] = {}


def kept(make: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
    """Return ``make(*args, **kwargs)``, which is made once for inputs that hold the same.

    Args:
        make: a function of a module that depends on nothing but its inputs.
        args, kwargs: what it is given: values that can be pickled, such as frames and looks.

    Returns:
        what it gives; all sessions share it, so that nobody may change it.
    """
    return kept_under(
        (make.__module__, make.__qualname__, args, kwargs), lambda: make(*args, **kwargs)
    )


def kept_under(grounds: object, make: Callable[[], Made]) -> Made:
    """Return what ``make`` gives, which is made once for grounds that hold the same.

    Args:
        grounds: all that it depends on, as what can be pickled.
        make: makes it.

    Returns:
        what it gives; all sessions share it, so that nobody may change it.
    """
    name = blake2b(_written(grounds), digest_size=32).digest()
    with _lock:
        entry: _Entry | None = _kept.get(name)
    if entry is not None:
        return entry[0]  # type: ignore[no-any-return]
    made = make()
    if isinstance(made, Chart):
        made = made.compact()  # type: ignore[assignment]
    size = _size(made)
    if size <= _MOST_BYTES:
        with _lock:
            # Two who asked at once go on with the same result.
            made, _ = _kept.setdefault(name, (made, size))
        if isinstance(made, pd.DataFrame):
            _know(made, name)
    return made


def known(frame: pd.DataFrame, *grounds: object) -> pd.DataFrame:
    """Return ``frame``, which is known from now on by what it was made from.

    Args:
        frame: shared between sessions and never changed, as all that is kept.
        grounds: what tells it from all others, as what can be pickled.
    """
    _know(frame, blake2b(_written(("known", *grounds)), digest_size=32).digest())
    return frame


def _know(frame: pd.DataFrame, name: bytes) -> None:
    """Let a frame be known by a name; one that is known, as what was handed on as it is, stays so.

    Under a name that changes, all that is made of it would be made anew.
    """
    place = id(frame)
    if place in _frames:
        return
    _frames[place] = (weakref.ref(frame, lambda _: _frames.pop(place, None)), name)


def _written(grounds: object) -> bytes:
    """Return what is equal for equal grounds, however they lie in memory."""
    into = io.BytesIO()
    pickler = pickle.Pickler(into, protocol=5)
    pickler.dispatch_table = _AS_WRITTEN
    # Otherwise a part that was written before is referred to: two equal texts are written in
    # another way than one text twice.
    pickler.fast = True
    pickler.dump(grounds)
    return into.getvalue()


def _columns(frame: pd.DataFrame) -> tuple[type, tuple[object, ...]]:
    """Write a frame as the name by which it is known, else column by column.

    A frame joins its columns in memory when it is first worked with.
    """
    by_name = _frames.get(id(frame))
    if by_name is not None and by_name[0]() is frame:
        return tuple, ([_FRAME, by_name[1]],)
    columns = [_values(column) for _, column in frame.items()]
    return tuple, ([*frame.columns], frame.index, columns)


def _column(series: pd.Series) -> tuple[type, tuple[object, ...]]:
    return tuple, (series.name, series.index, _values(series))


def _values(series: pd.Series) -> tuple[str, object]:
    values = series.array
    plain = isinstance(values, pd.arrays.NumpyExtensionArray)
    return str(series.dtype), np.ascontiguousarray(values.to_numpy()) if plain else values


_FRAME = "frame"


def _moment(moment: datetime) -> tuple[type, tuple[object, ...]]:
    """Write a moment without the table of its time zone, which takes longer than all else of it."""
    return tuple, ([_MOMENT, moment.isoformat(), str(moment.tzinfo)],)


def _record(info: SnapshotInfo) -> tuple[type, tuple[object, ...]]:
    """Write the record of a snapshot without what was worked out of it since it was read."""
    return tuple, ([_SNAPSHOT, *(getattr(info, field.name) for field in fields(info))],)


_MOMENT, _SNAPSHOT = "moment", "snapshot"
_AS_WRITTEN: Mapping[type, Callable[[Any], tuple[type, tuple[object, ...]]]] = {
    pd.DataFrame: _columns,
    pd.Series: _column,
    datetime: _moment,
    SnapshotInfo: _record,
}


def _size(made: object) -> int:
    """Return about how many bytes a result takes."""
    if isinstance(made, str | bytes):
        return sys.getsizeof(made)
    if isinstance(made, Chart):
        return made.drawn.size
    if isinstance(made, pd.DataFrame):
        return int(made.memory_usage(deep=True).sum())
    found = list(made.values()) if isinstance(made, dict) else [made]
    series = [each for each in found if isinstance(each, pd.Series)]
    if found and len(series) == len(found):
        # An index that several of them share is there once.
        indexes = {id(each.index): each.index for each in series}
        values = sum(each.memory_usage(index=False, deep=True) for each in series)
        return int(values + sum(index.memory_usage(deep=True) for index in indexes.values()))
    # Python's own objects take some times more than those in which they could be stored.
    return _OBJECTS * len(pickle.dumps(made, protocol=5))


_OBJECTS = 4
