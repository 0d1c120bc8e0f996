"""Snapshots out of originals: what imports, repairs and ``rebuild`` have in common.

A snapshot is always what its originals say with the registers and the confirmed names of now, so
that deriving it again gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from itasdash.findings import Damaged, Refusal
from itasdash.ingest.compose import Composition, compose
from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.layouts import Layout
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Alias, Register
from itasdash.ingest.register import read_register
from itasdash.metrics import counts
from itasdash.schema import REGISTER, SnapshotInfo, Source, sha256
from itasdash.store import Store, Writer
from itasdash.store.aliases import Row
from itasdash.store.log import sources_at
from itasdash.thai.dates import BANGKOK
from itasdash.thai.text import key

_Named = tuple[object, ...]


@dataclass(frozen=True)
class Derived:
    """A snapshot that is not stored yet: its exports and what they make together."""

    as_of: datetime
    sources: Sequence[Source]
    exports: Sequence[Export]
    composed: Composition
    register: date

    def publish(self, writer: Writer, event: Mapping[str, Any] | None = None) -> None:
        """Store it; with an ``event`` that is logged along with it."""
        findings = [
            {**finding.stored(), "source": each.sha256}
            for each in self.exports
            for finding in each.findings
        ]
        findings += [{**finding.stored(), "source": None} for finding in self.composed.findings]
        status, summary = self.composed.status, self.composed.province_summary
        about = {
            "register": self.register.isoformat(),
            "sources": list(self.sources),
            "findings": findings,
            "counts": counts(status, summary),
            "names_to_confirm": self._names_to_confirm(),
        }
        writer.publish(self.as_of, status, summary, about, event)

    def _names_to_confirm(self) -> list[list[str]]:
        rows = [row for export in self.exports for row in export.laos]
        names = {
            (row.place.province_code, row.place.written)
            for row in rows
            if row.place.province_code and row.rule in ("alias", "unresolved")
        }
        names |= {
            (place.province_code, place.written)
            for export in self.exports
            for place in export.dismissed
            if place.province_code
        }
        return [list(name) for name in sorted(names)]


class Deriver:
    """Reads exports with what the store knows; remembers what it has read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._inputs = ""
        self._aliases: list[Alias] = []
        self._registers: dict[date, Register] = {}
        self._layouts: dict[str, Layout] = {}
        self._exports: dict[_Named, Export] = {}
        self._data: dict[str, bytes] = {}

    def refresh(self) -> None:
        """Forget what rests on names, registers or layouts that have changed since."""
        inputs = self._store.inputs()
        if inputs != self._inputs:
            self._inputs = inputs
            # The name that was confirmed last is the one that counts.
            self._aliases = [_alias(row) for row in reversed(self._store.aliases())]
            self._layouts = {layout.fingerprint: layout for layout in taught_layouts(self._store)}
            self._registers.clear()
            self._exports.clear()

    def offer(self, data: bytes) -> str:
        """Take bytes that the store does not hold yet; return their hash."""
        digest = sha256(data)
        self._data[digest] = data
        return digest

    def forget(self, digest: str) -> None:
        """Let go of bytes that the store holds by now."""
        del self._data[digest]

    def export(self, source: Source) -> Export:
        """Return what a source says.

        It is read by the layouts that it names in ``layouts``, by itself where it names none; one
        that is new (``None``) by whichever of the taught layouts it is of.

        Raises:
            Refusal: it cannot be read.
            Damaged: its original, or the register, is not what was stored.
        """
        given, named = source["as_of_given"], _named(source)
        if named not in self._exports:
            digest, demanded = source["sha256"], source.get("layouts", ())
            self._exports[named] = read_export(
                data
                if (data := self._data.get(digest)) is not None
                else self._store.original(digest),
                source["file"],
                self._register_at,
                self._aliases,
                datetime.fromisoformat(given).astimezone(BANGKOK) if given else None,
                source["list_means"],
                self._known_layouts(demanded),
                demanded=demanded is not None,
            )
        return self._exports[named]

    def suppose(self, layout: Layout) -> None:
        """Read from here on as if a layout had been taught."""
        self._layouts[layout.fingerprint] = layout
        self._exports.clear()

    def _known_layouts(self, demanded: Sequence[str] | None) -> list[Layout]:
        if demanded is None:
            return list(self._layouts.values())
        for fingerprint in demanded:
            if fingerprint not in self._layouts:
                raise Refusal("layout_unknown", {"layout": fingerprint})
        return [self._layouts[fingerprint] for fingerprint in demanded]

    def as_read(self, source: Source) -> Source:
        """Return a source with what it was read by, so that it is read so for ever.

        Raises:
            Refusal: it cannot be read.
        """
        export = self.export(source)
        kept = {name: value for name, value in source.items() if name != "layouts"}
        kept["list_means"] = export.list_means
        if export.layouts:
            kept["layouts"] = list(export.layouts)
        self._exports.setdefault(_named(kept), export)
        return kept

    def snapshot(self, as_of: datetime, sources: Sequence[Source]) -> Derived:
        """Return the snapshot that sources make.

        Raises:
            Refusal: a source cannot be read, or is no longer read as of that moment.
            Damaged: an original, or the register, is not what was stored.
        """
        exports = [self.export(source) for source in sources]
        for source, export in zip(sources, exports, strict=True):
            if (export.as_of, export.kind) != (as_of, source["kind"]):
                moment = as_of.isoformat(timespec="minutes")
                raise Refusal("read_otherwise", {"file": source["file"], "when": moment})
        composed = compose(self._register_at(as_of), exports)
        return Derived(as_of, sources, exports, composed, self._store.register_date_at(as_of))

    def derive_stale(self, writer: Writer) -> None:
        """Derive again what has to follow a change of names, registers or layouts.

        A snapshot whose original is damaged, or is read no more, stays as it is; ``verify`` names
        it.
        """
        store, moments = self._store, self._store.stale()
        self.refresh()
        if not moments:
            return
        sources = sources_at(store.events("import", "replace", "remove"))
        for moment in moments:
            if moment in sources:
                try:
                    self.snapshot(moment, sources[moment]).publish(writer)
                except (Refusal, Damaged):
                    continue
        writer.mark_stale([])

    def _register_at(self, moment: datetime) -> Register:
        effective = self._store.register_date_at(moment)
        if effective not in self._registers:
            frame = self._store.register(effective)[[f.name for f in fields(Lao)]]
            self._registers[effective] = Register(
                Lao(*row) for row in frame.itertuples(index=False)
            )
        return self._registers[effective]


def _named(source: Source) -> _Named:
    layouts = source.get("layouts", ())
    told = tuple(source[name] or "" for name in ("sha256", "file", "as_of_given", "list_means"))
    return (*told, None if layouts is None else tuple(layouts))


def taught_layouts(store: Store) -> list[Layout]:
    """Return the layouts that a person has taught, by their names in order."""
    found = []
    for stored in store.layouts():
        # One of a version that tells more of a layout is not for this one.
        with suppress(ValueError):
            found.append(Layout.from_stored(stored))
    return sorted(found, key=lambda layout: layout.name)


def _alias(row: Row) -> Alias:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    valid = day(row["valid_from"]), day(row["valid_to"])
    return Alias(row["written"], row["province_code"], row["district"], row["lao_id"], *valid)


def register_frame(data: bytes) -> Any:
    """Return the register that a file holds, as a frame of :data:`REGISTER`.

    Raises:
        Refusal: the file is no register.
    """
    laos = read_register(data)
    return REGISTER.frame([{name: getattr(lao, name) for name in REGISTER.names} for lao in laos])


def waiting_for(names: Sequence[Row], snapshots: Sequence[SnapshotInfo]) -> list[datetime]:
    """Return the moments of the snapshots on which confirmed names bear."""
    said = {(row["province_code"], key(row["written"])) for row in names}
    return [
        info.as_of
        for info in snapshots
        if any((code, key(written)) in said for code, written in info.names_to_confirm)
    ]
