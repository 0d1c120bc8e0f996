"""Where each file of a data folder lies; nothing here touches one."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from itasdash.thai.dates import BANGKOK, fiscal_year

# The file of a snapshot's directory that holds the hashes of the others.
RECORD = "snapshot.json"
_SNAPSHOT, _MOMENT = "as_of=%Y%m%dT%H%M", re.compile("as_of=([0-9]{8}T[0-9]{4})")
# What an office may put there by hand: see docs/data-folder.md.
BOUNDARIES = "boundaries.geojson"


@dataclass(frozen=True)
class Paths:
    """The places of a data folder, which need not exist."""

    root: Path

    @property
    def log(self) -> Path:
        """What happened, a line per event."""
        return self.root / "log.jsonl"

    @property
    def aliases(self) -> Path:
        """The names that a person has confirmed."""
        return self.root / "aliases.csv"

    @property
    def notes(self) -> Path:
        """What staff noted of LAOs and provinces, a line per note."""
        return self.root / "notes.jsonl"

    @property
    def calendar(self) -> Path:
        """The dates that matter."""
        return self.root / "calendar.csv"

    @property
    def registers(self) -> Path:
        """The directory of the registers."""
        return self.root / "register"

    def register(self, effective: date) -> Path:
        """Return where the register is that holds from a date on."""
        return self.registers / f"{effective}.parquet"

    @property
    def layouts(self) -> Path:
        """The directory of the layouts that a person has taught."""
        return self.root / "layouts"

    def layout(self, fingerprint: str) -> Path:
        """Return where a layout is."""
        return self.layouts / f"{fingerprint}.json"

    @property
    def originals(self) -> Path:
        """The directory of every file ever accepted."""
        return self.root / "originals"

    @property
    def snapshots(self) -> Path:
        """The directory of all fiscal years."""
        return self.root / "snapshots"

    def snapshot(self, as_of: datetime) -> Path:
        """Return the directory of the snapshot of a moment."""
        moment = as_of.astimezone(BANGKOK)
        year = f"fiscal_year={fiscal_year(moment)}"
        return self.snapshots / year / f"{moment:{_SNAPSHOT}}"

    @property
    def marts(self) -> Path:
        """The directory of what is derived of snapshots so that nobody has to open them."""
        return self.root / "marts"

    def mart(self, name: str, month: date) -> Path:
        """Return where the mart of that name is, of the month that a day is in."""
        year = f"fiscal_year={fiscal_year(month)}"
        return self.marts / name / year / f"month={month:%Y-%m}.parquet"

    @property
    def version(self) -> Path:
        """What version the folder is of; one without this file is of version 1."""
        return self.root / "folder.json"

    @property
    def copy(self) -> Path:
        """What tells a published copy from a data folder."""
        return self.root / "copy.json"

    @property
    def lock(self) -> Path:
        """The file that a writer locks."""
        return self.root / ".lock"

    @property
    def staging(self) -> Path:
        """The directory in which a change is prepared."""
        return self.root / ".staging"

    @property
    def intent(self) -> Path:
        """The event of a change under way."""
        return self.staging / "intent.json"

    @property
    def holder(self) -> Path:
        """Who holds the lock."""
        return self.staging / "holder.json"

    @property
    def stale(self) -> Path:
        """The moments whose snapshots have yet to follow a change of names or registers."""
        return self.root / ".stale.json"

    @property
    def log_end(self) -> Path:
        """How far the log goes: see :mod:`itasdash.store.log_end`."""
        return self.root / ".log_end.json"

    @property
    def sign_outs(self) -> Path:
        """When people signed out of the app, as long as it matters."""
        return self.root / ".sign_outs.json"


def moment_of(directory: Path) -> datetime | None:
    """Return the moment of a snapshot by the name of its directory, None where that is another."""
    # Of thousands of directories one after the other, which strptime takes ten times as long for.
    written = _MOMENT.fullmatch(directory.name)
    try:
        return datetime.fromisoformat(written[1]).replace(tzinfo=BANGKOK) if written else None
    except ValueError:
        return None


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file, none where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
