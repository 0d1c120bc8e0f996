"""Taught layouts as bytes and events; nothing here touches a file, or knows what a layout means."""

from collections.abc import Iterable, Mapping
from typing import Any

from itasdash.store.records import sealed, unsealed

_EVENT, _REMOVAL = "layout", "layout_removed"
LAYOUT_EVENTS = (_EVENT, _REMOVAL)


def layout_file(layout: Mapping[str, Any]) -> bytes:
    """Return the file of a layout: its data, and a seal over them."""
    return sealed(layout)


def read_layout_file(data: bytes) -> dict[str, Any]:
    """Return the layout of a file.

    Raises:
        ValueError: the bytes are not what was written.
    """
    layout = unsealed(data)
    if not isinstance(layout.get("fingerprint"), str):
        raise ValueError("not a layout")
    return layout


def layout_record(layout: Mapping[str, Any], who: str, when: str) -> dict[str, Any]:
    """Return what is stored of a layout that someone has taught."""
    return {**layout, "taught_by": who, "taught_at": when}


def layout_event(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event of a record."""
    about = {"at": record["taught_at"], "who": record["taught_by"]}
    return {"event": _EVENT, **about, "layout": dict(record)}


def removal_event(fingerprint: str, name: str, who: str, when: str) -> dict[str, Any]:
    """Return the event of a layout that someone has removed."""
    about = {"fingerprint": fingerprint, "name": name}
    return {"event": _REMOVAL, "at": when, "who": who, **about}


def layouts_of(events: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the layouts that stand after all events, by their fingerprints."""
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        if event["event"] == _EVENT:
            found[event["layout"]["fingerprint"]] = event["layout"]
        elif event["event"] == _REMOVAL:
            found.pop(event["fingerprint"], None)
    return found
