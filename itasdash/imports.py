"""Imports: exports read, put together with what is there already, and stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import PurePath

from itasdash.findings import Finding, Refusal
from itasdash.ingest.compose import Composition, compose
from itasdash.ingest.export import (
    EITHER_MISSING,
    Export,
    RowCount,
    Unresolved,
    read_export,
)
from itasdash.ingest.limits import limits
from itasdash.ingest.match import Alias, Lao, Register
from itasdash.ingest.register import read_register
from itasdash.metrics import counts
from itasdash.records import sha256
from itasdash.schema import REGISTER
from itasdash.store import Store, import_event
from itasdash.thai.dates import BANGKOK, format_moment


@dataclass(frozen=True)
class Upload:
    """A file as it was received."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The end of its name, kept with the original for whoever opens it again."""
        suffix = PurePath(self.name).suffix.lower()
        return suffix if suffix[1:].isalnum() and len(suffix) < 8 else ""


@dataclass
class FileReport:
    """What became of one file."""

    file: str
    sha256: str
    outcome: str
    kind: str | None = None
    as_of: datetime | None = None
    rows: RowCount = field(default_factory=RowCount)
    unresolved: list[Unresolved] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    error: Refusal | None = None


@dataclass(frozen=True)
class ImportOptions:
    """How files are to be imported, and by whom."""

    as_of: datetime | None = None
    list_means: str = EITHER_MISSING
    dry_run: bool = False
    who: str = ""
    when: datetime = datetime.min
    # The files may have far fewer rows than the ones before.
    accept_shrink: bool = False


def load_register(
    store: Store, upload: Upload, effective: date | None, *, who: str, when: datetime
) -> tuple[str, date, int]:
    """Load a register that holds from a date on.

    Without a date it holds from the day of ``when`` on; a register that is there already stays
    as it is. Returns the outcome, the date and the number of LAOs.

    Raises:
        Refusal: the file is no register.
    """
    laos = read_register(upload.data)
    frame = REGISTER.frame([{name: getattr(lao, name) for name in REGISTER.names} for lao in laos])
    with store.writing():
        known = store.register_dates()
        if effective is None:
            there = [day for day in known if store.register(day).equals(frame)]
            effective = there[-1] if there else when.date()
        if not store.write_register(effective, frame):
            return "unchanged", effective, len(laos)
        store.keep_original(upload.data, upload.suffix)
        store.log(
            {
                "event": "register",
                "at": when.isoformat(),
                "who": who,
                "file": upload.name,
                "sha256": sha256(upload.data),
                "effective": effective.isoformat(),
                "rows": len(laos),
            }
        )
    return ("replaced" if effective in known else "imported"), effective, len(laos)


def _aliases(store: Store) -> list[Alias]:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return [
        Alias(
            row["written"],
            row["province_code"],
            row["district"],
            row["lao_id"],
            day(row["valid_from"]),
            day(row["valid_to"]),
        )
        for row in store.aliases()
    ]


def import_files(
    store: Store, uploads: Sequence[Upload], options: ImportOptions
) -> list[FileReport]:
    """Import files one after the other; one that is refused does not hold up the others.

    A dry run does everything but store, so that it reports exactly what an import would do.
    """
    session = _Session(store, options)
    return [session.take(upload) for upload in uploads]


class _Session:
    """One run over several files; remembers what it has read, for a dry run and for speed."""

    def __init__(self, store: Store, options: ImportOptions) -> None:
        self._store = store
        self._options = options
        self._aliases = _aliases(store)
        self._read: dict[tuple[str, str], Export] = {}
        # What a dry run would have stored: the sources of each moment with their exports.
        self._pending: dict[datetime, list[dict[str, object]]] = {}
        self._data: dict[str, bytes] = {}
        self._registers: dict[date, Register] = {}

    def take(self, upload: Upload) -> FileReport:
        digest = sha256(upload.data)
        self._data[digest] = upload.data
        try:
            if self._options.dry_run:
                return self._import(upload, digest)
            with self._store.writing():
                return self._import(upload, digest)
        except Refusal as refusal:
            return FileReport(
                upload.name,
                digest,
                "rejected",
                findings=list(refusal.findings),
                error=refusal.of_file(upload.name),
            )

    def _import(self, upload: Upload, digest: str) -> FileReport:
        given = self._options.as_of
        source: dict[str, object] = {
            "file": upload.name,
            "sha256": digest,
            "as_of_given": given.isoformat() if given else None,
            "list_means": self._options.list_means,
        }
        export = self._export(source)
        source |= {
            "kind": export.kind,
            "rows": export.rows.stored(),
            "imported_at": self._options.when.isoformat(),
            "imported_by": self._options.who,
        }
        if not self._options.accept_shrink:
            self._check_size(export)
        before = self._sources(export.as_of)
        same = [s for s in before if _same(s, source)]
        sources = before if same else [s for s in before if s["kind"] != export.kind] + [source]
        sources.sort(key=lambda s: (str(s["kind"]), str(s["sha256"])))
        exports = [self._export(s) for s in sources]
        composed = compose(self._register_at(export.as_of), exports)
        report = FileReport(
            upload.name,
            digest,
            "unchanged" if same else "replaced" if len(sources) == len(before) else "imported",
            export.kind,
            export.as_of,
            export.rows,
            export.unresolved,
            [*export.findings, *composed.findings],
        )
        if not same:
            self._keep(upload, export, exports, sources, source, composed)
        return report

    def _check_size(self, export: Export) -> None:
        """Refuse an export that has far fewer rows than the one before: it may have been cut.

        Lists of the unregistered shrink by nature, so they are compared with an earlier list of
        the same moment only.
        """
        moments = {info.as_of for info in self._store.snapshots()} | set(self._pending)
        for moment in sorted((m for m in moments if m <= export.as_of), reverse=True):
            if export.kind == "unregistered_list" and moment != export.as_of:
                return
            rows = [s["rows"] for s in self._sources(moment) if s["kind"] == export.kind]
            if not rows or not isinstance(rows[0], dict):
                continue
            before, percent = rows[0]["resolved"], limits().shrink_percent
            if export.rows.resolved * 100 < before * (100 - percent):
                values = {
                    "rows": f"{export.rows.resolved:,}",
                    "before": f"{before:,}",
                    "as_of": format_moment(moment),
                    "percent": percent,
                }
                raise Refusal("shrunk", values, findings=tuple(export.findings))
            return

    def _export(self, source: dict[str, object]) -> Export:
        digest, name = str(source["sha256"]), str(source["file"])
        if (digest, name) not in self._read:
            # An empty file is false, and none the less there.
            data = self._data[digest] if digest in self._data else self._store.original(digest)
            given = source["as_of_given"]
            self._read[digest, name] = read_export(
                data,
                name,
                self._register_at,
                self._aliases,
                datetime.fromisoformat(str(given)).astimezone(BANGKOK) if given else None,
                str(source["list_means"]),
            )
        return self._read[digest, name]

    def _register_at(self, moment: datetime) -> Register:
        effective = self._store.register_date_at(moment)
        if effective not in self._registers:
            frame = self._store.register(effective)[[f.name for f in fields(Lao)]]
            self._registers[effective] = Register(
                Lao(*row) for row in frame.itertuples(index=False)
            )
        return self._registers[effective]

    def _sources(self, as_of: datetime) -> list[dict[str, object]]:
        if as_of in self._pending:
            return list(self._pending[as_of])
        info = self._store.info(as_of)
        return list(info.sources) if info else []

    def _keep(
        self,
        upload: Upload,
        export: Export,
        exports: Sequence[Export],
        sources: list[dict[str, object]],
        source: dict[str, object],
        composed: Composition,
    ) -> None:
        self._pending[export.as_of] = sources
        if self._options.dry_run:
            return
        findings = [
            {**finding.stored(), "source": each.sha256}
            for each in exports
            for finding in each.findings
        ]
        findings += [{**finding.stored(), "source": None} for finding in composed.findings]
        self._store.keep_original(upload.data, upload.suffix)
        self._store.publish(
            export.as_of,
            composed.status,
            composed.province_summary,
            {
                "register": self._store.register_date_at(export.as_of).isoformat(),
                "sources": sources,
                "findings": findings,
                "counts": counts(composed.status, composed.province_summary),
            },
        )
        self._store.log(import_event(export.as_of.isoformat(), source))


def _same(first: dict[str, object], second: dict[str, object]) -> bool:
    return all(first[name] == second[name] for name in ("sha256", "kind", "list_means"))
