"""The answer of the child process as bytes, and back.

JSON and no pickle: whoever takes over the parser through a file must not be able to run anything in
the server with what the child answers.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from itasdash.ingest.files.sheets import Merge, Problem, Sheet, Unreadable

_READERS: dict[str, Callable[[Any], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def _tagged(value: object) -> dict[str, str | float]:
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, timedelta):
        return {"timedelta": value.total_seconds()}
    raise TypeError(f"a cell holds a {type(value).__name__}")


def _untagged(tagged: dict[str, Any]) -> Any:
    if len(tagged) != 1:
        return tagged
    ((kind, value),) = tagged.items()
    return _READERS[kind](value) if kind in _READERS else tagged


def pack(answer: Sequence[Sheet] | Unreadable) -> bytes:
    """Return the sheets of a file, or the reason why there are none, as bytes."""
    document: dict[str, object]
    if isinstance(answer, Unreadable):
        document = {"code": answer.code, "values": answer.values}
    else:
        document = {
            "sheets": [
                {
                    "name": sheet.name,
                    "rows": sheet.rows,
                    "visible": sheet.visible,
                    "merged": [[m.top, m.left, m.bottom, m.right] for m in sheet.merged],
                    "date1904": sheet.date1904,
                    "problems": [asdict(problem) for problem in sheet.problems],
                    "hidden_rows": sorted(sheet.hidden_rows),
                    "texts": sheet.texts,
                }
                for sheet in answer
            ],
            "end": True,
        }
    text = json.dumps(document, default=_tagged, check_circular=False, ensure_ascii=False)
    # Halves of characters go through as well, as json.loads takes them.
    return text.encode("utf-8", errors="surrogatepass")


def unpack(data: bytes) -> list[Sheet]:
    """Return the sheets that :func:`pack` was given.

    Raises:
        Unreadable: it was given one.
        ValueError: the bytes are no whole answer.
    """
    document = json.loads(data, object_hook=_untagged)
    if "code" in document:
        raise Unreadable(document["code"], **document["values"])
    if "sheets" not in document:
        raise ValueError("no answer")
    return [
        Sheet(
            sheet["name"],
            sheet["rows"],
            sheet["visible"],
            tuple(Merge(*merge) for merge in sheet["merged"]),
            sheet["date1904"],
            tuple(Problem(**problem) for problem in sheet["problems"]),
            frozenset(sheet["hidden_rows"]),
            tuple(sheet["texts"]),
        )
        for sheet in document["sheets"]
    ]
