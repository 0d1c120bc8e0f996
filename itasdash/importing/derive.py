"""Snapshots out of originals: what imports, repairs and ``rebuild`` have in common.

A snapshot is always what its originals say with the registers and the confirmed names of now, so
that deriving it again gives the same bytes.
"""

import gc
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd

from itasdash.findings import Damaged, Finding, Refusal
from itasdash.importing.in_force import date_in_force, dates_in_force, register_of
from itasdash.importing.kept import Grounds, KeptExports
from itasdash.ingest.apart.readers import read_export, read_register, understood
from itasdash.ingest.compose import Composition, compose
from itasdash.ingest.facts import Export
from itasdash.ingest.files.sandbox import Row
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.matching.confirmed import Alias
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Register
from itasdash.metrics.rates import counts_of
from itasdash.metrics.tallies import tally
from itasdash.schema import (
    BY_FILE,
    REGISTER,
    AliasEvent,
    ImportEvent,
    Layout,
    ReadingOptions,
    Snapshot,
    SnapshotInfo,
    Source,
    SourceFinding,
    sha256,
)
from itasdash.settings import limits
from itasdash.store import Store, Writer
from itasdash.store.paths import bytes_of
from itasdash.thai.dates import BANGKOK, fiscal_year
from itasdash.thai.text import key


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold off the search for cycles: deriving makes none, and its rows make each search long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True)
class Derived:
    """A snapshot that is not stored yet: its exports and what they make together."""

    as_of: datetime
    sources: Sequence[Source]
    exports: Sequence[Export]
    composed: Composition
    register: date

    @cached_property
    def tallied(self) -> pd.DataFrame:
        """Its sums, as :func:`itasdash.metrics.tallies.tally` gives them, summed once for all."""
        return tally(self.composed.status, self.composed.province_summary)

    def publish(self, writer: Writer, event: ImportEvent | None = None) -> Snapshot:
        """Store it and return it as stored; with an ``event`` that is logged along with it."""
        findings = [
            SourceFinding.of(finding, each.sha256)
            for each in self.exports
            for finding in each.findings
        ]
        findings += [SourceFinding.of(finding, None) for finding in self.composed.findings]
        status, summary = self.composed.status, self.composed.province_summary
        info = SnapshotInfo(
            as_of=self.as_of,
            fiscal_year=fiscal_year(self.as_of.astimezone(BANGKOK)),
            register=self.register,
            sources=tuple(self.sources),
            findings=tuple(findings),
            counts=counts_of(self.tallied),
            names_to_confirm=self._names_to_confirm(),
            # The writer adds their hashes.
            tables={},
        )
        return Snapshot(writer.publish(info, status, summary, event), status, summary)

    def _names_to_confirm(self) -> tuple[tuple[str, str], ...]:
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
        return tuple(sorted(names))


class Deriver:
    """Reads exports with what the store knows; remembers what it has read.

    ``kept`` is where that is kept, for others as well; without it, for this one alone.
    """

    def __init__(self, store: Store, kept: KeptExports | None = None) -> None:
        self._store = store
        self._kept = KeptExports() if kept is None else kept
        self._inputs = self._in_force = ""
        self._aliases: list[Alias] = []
        self._registers: dict[date, Register] = {}
        self._layouts: dict[str, Layout] = {}
        self._data: dict[str, bytes] = {}

    def refresh(self) -> None:
        """Forget what rests on names, registers or layouts that have changed since."""
        inputs = self._store.inputs()
        if inputs != self._inputs:
            self._inputs = inputs
            # The name that was confirmed last is the one that counts.
            self._aliases = [_alias(alias) for alias in reversed(self._store.aliases())]
            self._layouts = {event.fingerprint: event.layout for event in self._store.layouts()}
            self._registers.clear()
            self._in_force = _registers_in_force(self._store)

    def offer(self, data: bytes) -> str:
        """Take bytes that the store does not hold yet; return their hash."""
        digest = sha256(data)
        self._data[digest] = data
        return digest

    def forget(self, digest: str) -> None:
        """Let go of bytes that the store holds by now."""
        self._data.pop(digest, None)

    def export(self, source: ReadingOptions) -> Export:
        """Return what a source says.

        Raises:
            Refusal: it cannot be read.
            Damaged: its original, or the register, is not what was stored.
        """
        given, layouts = source.as_of_given, self._layouts_for(source)

        def read() -> Export:
            data = self._data.get(source.sha256)
            return read_export(
                self._store.original(source.sha256) if data is None else data,
                source.file,
                self._register_at,
                self._aliases,
                given.astimezone(BANGKOK) if given else None,
                source.list_means,
                layouts,
                demanded=bool(source.layouts),
                covers=_answered(source.covers),
            )

        return self._kept.get(self._grounds(source), read)

    def _grounds(self, source: ReadingOptions) -> Grounds:
        layouts = tuple(self._layouts_for(source))
        of = (_identity(source), layouts, self._in_force, limits())
        return Grounds(of, tuple(self._aliases))

    def suppose(self, layout: Layout) -> None:
        """Read from here on as if a layout had been taught."""
        self._layouts[layout.fingerprint] = layout

    def try_layout(
        self,
        upload_name: str,
        sheets: Sequence[Sheet],
        layout: Layout,
        as_of: datetime | None,
        covers: str = BY_FILE,
    ) -> Export:
        """Return what sheets say by a layout that is not taught yet.

        ``as_of`` and ``covers`` are what a person has said of the file, as for an import.

        Raises:
            Refusal: they cannot be read by it.
        """
        self.refresh()
        return understood(
            sheets,
            upload_name,
            self._register_at,
            self._aliases,
            as_of,
            layouts=[layout],
            demanded=True,
            covers=_answered(covers),
        )

    def composed(self, export: Export) -> Composition:
        """Return the snapshot that an export makes alone."""
        return compose(self._register_at(export.as_of), [export])

    def _layouts_for(self, source: ReadingOptions) -> list[Layout]:
        if source.layouts is None:
            return list(self._layouts.values())
        for fingerprint in source.layouts:
            if fingerprint not in self._layouts:
                raise Refusal("layout_unknown", {"layout": fingerprint})
        return [self._layouts[fingerprint] for fingerprint in source.layouts]

    def as_read(self, source: ReadingOptions) -> ReadingOptions:
        """Return a source with the layouts that it was read by, so that it is read so for ever.

        Raises:
            Refusal: it cannot be read.
        """
        export = self.export(source)
        kept = replace(source, layouts=export.layouts, list_means=export.list_means)
        self._kept.put(self._grounds(kept), export)
        return kept

    def snapshot(self, as_of: datetime, sources: Sequence[Source]) -> Derived:
        """Return the snapshot that sources make.

        Raises:
            Refusal: a source cannot be read, or is no longer read as of that moment.
            Damaged: an original, or the register, is not what was stored.
        """
        exports = [self.export(source) for source in sources]
        for source, export in zip(sources, exports, strict=True):
            if (export.as_of, export.kind) != (as_of, source.kind):
                moment = as_of.isoformat(timespec="minutes")
                raise Refusal("read_otherwise", {"file": source.file, "when": moment})
        composed = compose(self._register_at(as_of), exports)
        return Derived(as_of, sources, exports, composed, date_in_force(self._store, as_of))

    def look_ahead(self, sources: Sequence[Source], row: Row) -> None:
        """Let the originals of a snapshot be parsed beside, that is to be derived next."""
        for source in sources:
            # What is wrong with it is said when it is asked for.
            with suppress(Damaged):
                self._data[source.sha256] = self._store.original(source.sha256)
                row.ahead(self._data[source.sha256], limits())

    def is_current(self) -> bool:
        """Tell whether names, registers and layouts are still those that it reads with."""
        return self._inputs == self._store.inputs()

    def forget_exports(self) -> None:
        """Let go of what was read, where each is wanted once."""
        self._kept.clear()

    def _register_at(self, moment: datetime) -> Register:
        effective = date_in_force(self._store, moment)
        if effective not in self._registers:
            frame = register_of(self._store, effective)
            columns = [frame[each.name].tolist() for each in fields(Lao)]
            self._registers[effective] = Register(map(Lao, *columns))
        return self._registers[effective]


def _registers_in_force(store: Store) -> str:
    """Return what becomes another one whenever another register holds at some moment."""
    dates = dates_in_force(store)
    stored = (bytes_of(store.paths.register(day)) for day in store.register_dates())
    return sha256(b"".join([repr(dates).encode(), *stored]))


def _identity(source: ReadingOptions) -> Hashable:
    given, layouts = source.as_of_given, source.layouts
    return source.sha256, source.file, given, source.list_means, layouts, source.covers


def _answered(covers: str) -> str | None:
    """Return of whom a person says that a list speaks; None where the file is to say it."""
    return None if covers == BY_FILE else covers


def _alias(event: AliasEvent) -> Alias:
    first = date.fromisoformat(event.valid_from) if event.valid_from else None
    last = date.fromisoformat(event.valid_to) if event.valid_to else None
    return Alias(event.written, event.province_code, event.district, event.lao_id, first, last)


def register_frame(data: bytes, findings: list[Finding] | None = None) -> Any:
    """Return the register that a file holds, as a frame of :data:`REGISTER`.

    Rows that are left out are named in ``findings``.

    Raises:
        Refusal: the file is no register.
    """
    laos = read_register(data, findings)
    return REGISTER.frame([{name: getattr(lao, name) for name in REGISTER.names} for lao in laos])


def waiting_for(names: Sequence[AliasEvent], snapshots: Sequence[SnapshotInfo]) -> list[datetime]:
    """Return the moments of the snapshots on which confirmed names bear, on the days they hold."""
    return [info.as_of for info in snapshots if any(_bears_on(name, info) for name in names)]


def _bears_on(name: AliasEvent, info: SnapshotInfo) -> bool:
    first, last = name.holds()
    wanted = name.province_code, key(name.written)
    return first <= info.as_of.date() <= last and any(
        (code, key(written)) == wanted for code, written in info.names_to_confirm
    )
