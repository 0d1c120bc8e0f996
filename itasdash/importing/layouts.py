"""Layouts that a person has taught: kept, listed, given away and taken from a file, removed."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import Deriver
from itasdash.importing.following import follow
from itasdash.importing.progress import Progress, unseen
from itasdash.schema import KINDS, Layout, LayoutEvent, LayoutRemovalEvent, Source
from itasdash.store import Store
from itasdash.store.seals import sealed, unsealed
from itasdash.thai.dates import format_moment
from itasdash.thai.text import key

# What tells whom the rows are about, and what tells something of them, by kind.
_SUBJECT = {"province_summary": {"province", "label"}}
_LAO = {"name", "code", "label"}
_COUNTS = {"registered", "outstanding"}
_SAYS = {
    "status": {"admin_status", "executive_status", "overall_status", "missing", *_COUNTS},
    "province_summary": _COUNTS,
}


def taught_layouts(store: Store) -> list[Layout]:
    """Return the layouts that a person has taught, by their names in order."""
    return sorted((event.layout for event in store.layouts()), key=lambda layout: layout.name)


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


def teach(
    store: Store, layout: Layout, *, who: str, when: datetime, progress: Progress = unseen
) -> list[datetime]:
    """Keep what a person has taught, as :func:`keep_layout` does, and let snapshots follow.

    Raises:
        Refusal: as :func:`keep_layout` does.
    """
    moments = keep_layout(store, layout, who=who, when=when, progress=progress)
    follow(store, progress)
    return moments


def keep_layout(
    store: Store, layout: Layout, *, who: str, when: datetime, progress: Progress = unseen
) -> list[datetime]:
    """Keep what a person has taught; snapshots that were read by that layout have to follow.

    These are read by it first, without the lock, as many as there are. Returns their moments, none
    where the layout stood like that already.

    Raises:
        Refusal: the layout is incomplete, another one has its name, or a stored snapshot could no
            longer be read.
    """
    check_layout(layout)
    while True:
        tried = store.inputs()
        read = _tried(store, layout, progress)
        with store.writing("layout") as writer:
            layouts = taught_layouts(store)
            if layout in layouts:
                return []
            _check_name(layout, layouts)
            moments = read_by(store, layout.fingerprint)
            if store.inputs() != tried or not read.issuperset(moments):
                # Something else was taught, or imported, meanwhile.
                continue
            writer.mark_stale(moments, "layout")
            writer.keep_layout(LayoutEvent.of(layout, who, when))
            return moments


def _check_name(layout: Layout, layouts: Sequence[Layout]) -> None:
    other = _of_name(layouts, layout.name)
    if other is not None and other.fingerprint != layout.fingerprint:
        raise Refusal("layout_name_taken", {"layout": layout.name})


def _tried(store: Store, layout: Layout, progress: Progress) -> set[datetime]:
    """Return the moments of the snapshots that were read by a layout, once each has been again.

    Raises:
        Refusal: one of them could not.
    """
    layouts = taught_layouts(store)
    if layout in layouts:
        return set()
    _check_name(layout, layouts)
    moments = read_by(store, layout.fingerprint)
    deriver = Deriver(store)
    deriver.refresh()
    deriver.suppose(layout)
    for done, moment in enumerate(moments):
        progress(done, len(moments), moment.date().isoformat())
        # A damaged original keeps nobody from teaching; ``verify`` names it.
        with suppress(Damaged):
            deriver.snapshot(moment, _sources(store, moment))
        deriver.forget_exports()
    return set(moments)


def remove_layout(store: Store, name: str, *, who: str, when: datetime) -> Layout:
    """Forget a layout, and return it.

    Raises:
        Refusal: there is none of that name, or snapshots are read by it.
    """
    with store.writing("layout") as writer:
        layout = layout_named(store, name)
        moments = read_by(store, layout.fingerprint)
        if moments:
            shown = ", ".join(map(format_moment, moments))
            raise Refusal("layout_in_use", {"layout": layout.name, "moments": shown})
        event = LayoutRemovalEvent(
            at=when, who=who, fingerprint=layout.fingerprint, name=layout.name
        )
        writer.remove_layout(event)
    return layout


def read_by(store: Store, fingerprint: str) -> list[datetime]:
    """Return the moments of the snapshots of which a file is read by a layout."""
    return [
        info.as_of
        for info in store.snapshots()
        if any(fingerprint in (source.layouts or ()) for source in info.sources)
    ]


def _sources(store: Store, moment: datetime) -> tuple[Source, ...]:
    info = store.info(moment)
    return info.sources if info else ()


def exported(layout: Layout) -> bytes:
    """Return a layout as the file that :func:`read_layout` takes, in another office too."""
    return sealed({"layout": layout.stored()})


def read_layout(data: bytes, file: str) -> Layout:
    """Return the layout of an exported file.

    Raises:
        Refusal: the file is none, or was changed.
    """
    try:
        return Layout.from_stored(unsealed(data)["layout"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("layout_file", {"file": file}) from error
