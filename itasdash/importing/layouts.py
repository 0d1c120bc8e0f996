"""Layouts that a person has taught: kept, listed, given away and taken from a file, removed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import Deriver, taught_layouts
from itasdash.ingest.layouts import Layout, Taught
from itasdash.schema import KINDS, Source
from itasdash.store import Store
from itasdash.store.layouts import layout_file, layout_record, read_layout_file, removal_event
from itasdash.thai.dates import format_moment
from itasdash.thai.text import key

__all__ = ["Layout", "Taught", "taught_layouts"]

# What tells whom the rows are about, and what tells something of them, by kind.
_SUBJECT = {"province_summary": {"province"}}
_LAO = {"name", "code"}
_SAYS = {
    "status": {"admin_status", "executive_status", "overall_status", "registered", "outstanding"},
    "province_summary": {"registered", "outstanding"},
}


def layout_named(store: Store, name: str) -> Layout:
    """Return the taught layout of a name.

    Raises:
        Refusal: ``layout_unknown``.
    """
    found = _of_name(taught_layouts(store), name)
    if found is None:
        raise Refusal("layout_unknown", {"layout": name})
    return found


def _of_name(layouts: Sequence[Layout], name: str) -> Layout | None:
    return next((layout for layout in layouts if key(layout.name) == key(name)), None)


def check_layout(layout: Layout) -> None:
    """Refuse what cannot be the reading of a layout.

    Raises:
        Refusal: ``layout_needs_name`` or ``layout_incomplete``.
    """
    if not layout.name.strip():
        raise Refusal("layout_needs_name")
    fields = {column.field for column in layout.columns}
    says = _SAYS.get(layout.kind, fields)
    if (
        layout.kind not in KINDS
        or not fields & _SUBJECT.get(layout.kind, _LAO)
        or not fields & says
    ):
        raise Refusal("layout_incomplete")


def teach(store: Store, layout: Layout, *, who: str, when: datetime) -> list[datetime]:
    """Keep what a person has taught; snapshots that were read by that layout follow.

    Returns the moments of those snapshots, none where the layout stood like that already.

    Raises:
        Refusal: the layout is incomplete, another one has its name, or a stored snapshot could no
            longer be read.
    """
    check_layout(layout)
    deriver = Deriver(store)
    with store.writing() as writer:
        deriver.derive_stale(writer)
        layouts = taught_layouts(store)
        if layout in layouts:
            return []
        other = _of_name(layouts, layout.name)
        if other is not None and other.fingerprint != layout.fingerprint:
            raise Refusal("layout_name_taken", {"layout": layout.name})
        moments = read_by(store, layout.fingerprint)
        deriver.suppose(layout)
        for moment in moments:
            # A damaged original keeps nobody from teaching; ``verify`` names it.
            with suppress(Damaged):
                deriver.snapshot(moment, _sources(store, moment))
        writer.mark_stale(moments)
        writer.keep_layout(layout_record(layout_as_data(layout), who, when.isoformat()))
        deriver.derive_stale(writer)
    return moments


def remove_layout(store: Store, name: str, *, who: str, when: datetime) -> Layout:
    """Forget a layout, and return it.

    Raises:
        Refusal: there is none of that name, or snapshots are read by it.
    """
    with store.writing() as writer:
        layout = layout_named(store, name)
        moments = read_by(store, layout.fingerprint)
        if moments:
            shown = ", ".join(map(format_moment, moments))
            raise Refusal("layout_in_use", {"layout": layout.name, "moments": shown})
        event = removal_event(layout.fingerprint, layout.name, who, when.isoformat())
        writer.remove_layout(layout.fingerprint, event)
    return layout


def read_by(store: Store, fingerprint: str) -> list[datetime]:
    """Return the moments of the snapshots of which a file is read by a layout."""
    return [
        info.as_of
        for info in store.snapshots()
        if any(fingerprint in source.get("layouts", ()) for source in info.sources)
    ]


def _sources(store: Store, moment: datetime) -> list[Source]:
    info = store.info(moment)
    return info.sources if info else []


def exported(layout: Layout) -> bytes:
    """Return a layout as the file that :func:`read_layout` takes, in another office too."""
    return layout_file(layout_as_data(layout))


def read_layout(data: bytes, file: str) -> Layout:
    """Return the layout of an exported file.

    Raises:
        Refusal: the file is none, or was changed.
    """
    try:
        return replace(Layout.from_stored(read_layout_file(data)), known_as="")
    except ValueError as error:
        raise Refusal("layout_file", {"file": file}) from error


def layout_as_data(layout: Layout) -> dict[str, Any]:
    """Return a layout as programs see it."""
    return {"fingerprint": layout.fingerprint, **layout.stored()}
