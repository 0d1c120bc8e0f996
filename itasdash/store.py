"""The data folder: the only module that touches it. See ``docs/data-folder.md``.

A snapshot's directory appears and changes as one step, under a lock that writers share. Readers
take no lock: they read each file once and compare it with the hashes in ``snapshot.json``, so what
they return is one whole snapshot.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from itasdash.atomic import finish_directory, replace_directory, replace_file
from itasdash.findings import Refusal
from itasdash.records import (
    Damaged,
    Snapshot,
    SnapshotInfo,
    from_parquet,
    read_info,
    sealed,
    sha256,
    to_parquet,
)
from itasdash.schema import PROVINCE_SUMMARY, REGISTER, STATUS
from itasdash.thai.dates import BANGKOK, fiscal_year

_TABLES = {"status": STATUS, "province_summary": PROVINCE_SUMMARY}
_READ_TRIES = 20
ALIAS_COLUMNS = ("written", "province_code", "district", "lao_id", "valid_from", "valid_to")


class Store:
    """A data folder. It need not exist before something is written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = root / ".staging"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock that writers share; what a killed writer left is mended first."""
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / ".lock"):
            finish_directory(self._staging)
            self._mend_log()
            yield

    # --- register ---------------------------------------------------------------------------

    def register_dates(self) -> list[date]:
        """Return the dates from which the registers hold, the first one first."""
        files = (self.root / "register").glob("*.parquet")
        return sorted(date.fromisoformat(path.stem) for path in files)

    def register_date_at(self, moment: datetime) -> date:
        """Return which register holds at a moment: the first one also for all time before it.

        Raises:
            Refusal: no register has been loaded.
        """
        dates = self.register_dates()
        if not dates:
            raise Refusal("no_register")
        return max((day for day in dates if day <= moment.date()), default=dates[0])

    def register(self, effective: date) -> pd.DataFrame:
        """Return a register as a frame of :data:`REGISTER`.

        Raises:
            Damaged: the stored file is not what was written.
        """
        path = self.root / "register" / f"{effective}.parquet"
        try:
            return from_parquet(REGISTER, path.read_bytes())
        except (OSError, ValueError) as error:
            raise Damaged(path) from error

    def write_register(self, effective: date, frame: pd.DataFrame) -> bool:
        """Store a register; False where this very one is there already. The lock is held."""
        path = self.root / "register" / f"{effective}.parquet"
        data = to_parquet(REGISTER, frame)
        if path.exists() and path.read_bytes() == data:
            return False
        replace_file(path, data, self._staging)
        return True

    # --- originals, aliases, log --------------------------------------------------------------

    def keep_original(self, data: bytes, suffix: str) -> None:
        """Keep the bytes of an accepted file. The lock is held."""
        path = self.root / "originals" / f"{sha256(data)}{suffix}"
        if not path.exists():
            replace_file(path, data, self._staging)

    def original(self, digest: str) -> bytes:
        """Return the bytes of an accepted file.

        Raises:
            Damaged: the file is missing or its bytes are not those that were accepted.
        """
        found = sorted((self.root / "originals").glob(f"{digest}*"))
        for path in found:
            data = path.read_bytes()
            if sha256(data) == digest:
                return data
        raise Damaged(found[0] if found else self.root / "originals" / digest)

    def aliases(self) -> list[dict[str, str]]:
        """Return the confirmed names, columns :data:`ALIAS_COLUMNS`."""
        path = self.root / "aliases.csv"
        if not path.exists():
            return []
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    def log(self, event: Mapping[str, object]) -> None:
        """Append an event to ``log.jsonl``. The lock is held."""
        with (self.root / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n")

    def events(self) -> list[dict[str, Any]]:
        """Return the log, the oldest event first."""
        path = self.root / "log.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def _mend_log(self) -> None:
        """Cut off half a line, and add the imports that a kill kept from the log."""
        path = self.root / "log.jsonl"
        if path.exists():
            data = path.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            if whole != data:
                replace_file(path, whole, self._staging)
        logged = {(e.get("as_of"), e.get("sha256")) for e in self.events()}
        for info in self.snapshots():
            for source in info.sources:
                if (info.stored["as_of"], source["sha256"]) not in logged:
                    self.log(import_event(info.stored["as_of"], source))

    # --- snapshots ----------------------------------------------------------------------------

    def _directory(self, as_of: datetime) -> Path:
        year = fiscal_year(as_of.astimezone(BANGKOK))
        name = f"as_of={as_of.astimezone(BANGKOK):%Y%m%dT%H%M}"
        return self.root / "snapshots" / f"fiscal_year={year}" / name

    def snapshots(self) -> list[SnapshotInfo]:
        """Return every snapshot, the earliest first; one whose record is damaged is left out."""
        found = []
        for path in (self.root / "snapshots").glob("fiscal_year=*/as_of=*/snapshot.json"):
            try:
                found.append(read_info(path, path.read_bytes()))
            except Damaged:
                continue
        return sorted(found, key=lambda info: info.as_of)

    def damaged_snapshots(self) -> list[Path]:
        """Return the records that :meth:`snapshots` leaves out."""
        damaged = []
        for path in (self.root / "snapshots").glob("fiscal_year=*/as_of=*/snapshot.json"):
            try:
                read_info(path, path.read_bytes())
            except Damaged:
                damaged.append(path)
        return sorted(damaged)

    def info(self, as_of: datetime) -> SnapshotInfo | None:
        """Return what there is about the snapshot of a moment, None where there is none."""
        try:
            path = self._directory(as_of) / "snapshot.json"
            return read_info(path, path.read_bytes())
        except FileNotFoundError:
            return None

    def read(self, as_of: datetime) -> Snapshot:
        """Return one whole snapshot.

        Raises:
            Damaged: a table is not what was written.
            FileNotFoundError: there is no snapshot of that moment.
        """
        directory = self._directory(as_of)
        for last in [False] * _READ_TRIES + [True]:
            record = directory / "snapshot.json"
            info = read_info(record, record.read_bytes())
            frames = {}
            for name, table in _TABLES.items():
                path = directory / f"{name}.parquet"
                data = path.read_bytes()
                if sha256(data) == info.stored["tables"][name]:
                    frames[name] = from_parquet(table, data)
                elif last:
                    raise Damaged(path)
            # A mismatch is most likely a replacement between the two reads: look again.
            if len(frames) == len(_TABLES):
                return Snapshot(info, frames["status"], frames["province_summary"])
        raise AssertionError("unreachable")

    def publish(
        self,
        as_of: datetime,
        status: pd.DataFrame,
        province_summary: pd.DataFrame,
        about: Mapping[str, object],
    ) -> None:
        """Store a snapshot, in place of the one of that moment. The lock is held.

        ``about`` is what ``snapshot.json`` says beside ``as_of``, ``fiscal_year`` and ``tables``.
        """
        files = {
            "status.parquet": to_parquet(STATUS, status),
            "province_summary.parquet": to_parquet(PROVINCE_SUMMARY, province_summary),
        }
        record = {
            "as_of": as_of.astimezone(BANGKOK).isoformat(),
            "fiscal_year": fiscal_year(as_of.astimezone(BANGKOK)),
            **about,
            "tables": {name.removesuffix(".parquet"): sha256(data) for name, data in files.items()},
        }
        files["snapshot.json"] = sealed(record)
        replace_directory(self._directory(as_of), files, self._staging)


def import_event(as_of: str, source: Mapping[str, Any]) -> dict[str, object]:
    """Return the log's line about a source of a snapshot."""
    return {
        "event": "import",
        "at": source["imported_at"],
        "who": source["imported_by"],
        "as_of": as_of,
        **{k: v for k, v in source.items() if k not in ("imported_at", "imported_by")},
    }
