"""Data folders with a long history, made without importing: a snapshot a day over years.

    python -m benchmarks.history FOLDER [--days N]

The LAOs are those of the register that comes with the project. In each fiscal year they register
again, a few each day, so that every snapshot differs from the one before as a real campaign's do.
Each snapshot has an original, a CSV that says the same, so that ``rebuild`` has what to read.
"""

import argparse
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from itasdash.importing import Upload
from itasdash.importing.registers import load_register
from itasdash.metrics import counts
from itasdash.schema import (
    PROVINCE_SUMMARY,
    STATUS,
    ImportEvent,
    SnapshotInfo,
    Source,
    sha256,
)
from itasdash.settings import SAMPLE_FILES
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK, fiscal_year

# Days since 1 October on which registration begins, and on which nearly everybody has registered.
_BEGINS, _ENDS = 60, 300
_LAST = datetime(2026, 9, 1, 9, 0, tzinfo=BANGKOK)
_FROM = date(2021, 10, 1)
_WORDS = {True: "ลงทะเบียนแล้ว", False: "ยังไม่ลงทะเบียน"}


def moments(days: int) -> list[datetime]:
    """Return a moment a day, the earliest first."""
    return [_LAST - timedelta(days=back) for back in range(days - 1, -1, -1)]


def make_history(root: Path, days: int, *, originals: bool = True) -> None:
    """Write a data folder with a snapshot a day."""
    store = Store(root)
    file = Upload("register.csv", (SAMPLE_FILES / "register.csv").read_bytes())
    load_register(store, file, _FROM, who="benchmark", when=moments(days)[0])
    register = store.register(_FROM)
    empty = PROVINCE_SUMMARY.frame([])
    for as_of, status, data in _days(register, days):
        digest = sha256(data)
        source = Source(
            file=f"status_{as_of:%Y%m%d}.csv",
            sha256=digest,
            as_of_given=as_of,
            list_means="either",
            layouts=(),
            covers="file",
            kind="status",
            rows={"read": len(status), "resolved": len(status), "unresolved": 0, "ignored": 0},
            imported_at=as_of,
            imported_by="benchmark",
            replaces=None,
        )
        frame = STATUS.frame(status.assign(source=digest))
        info = SnapshotInfo(
            as_of=as_of,
            fiscal_year=fiscal_year(as_of),
            register=_FROM,
            sources=(source,),
            findings=(),
            counts=counts(frame, empty),
            tables={},
        )
        with store.writing() as writer:
            if originals:
                writer.keep_original(data, ".csv")
            writer.publish(info, frame, empty, ImportEvent.of(as_of, source))


def _days(register: pd.DataFrame, days: int) -> Iterator[tuple[datetime, pd.DataFrame, bytes]]:
    rng = np.random.default_rng(2565)
    number = len(register)
    admin = rng.integers(_BEGINS, _ENDS, number)
    executive = admin + rng.geometric(0.05, number)
    for as_of in moments(days):
        began = date(as_of.year - (as_of.month < 10), 10, 1)
        day = (as_of.date() - began).days
        roles = [pd.array(who <= day, dtype="boolean") for who in (admin, executive)]
        both = roles[0] & roles[1]
        on = [
            began + timedelta(days=int(n)) if yes else None
            for n, yes in zip(executive, both, strict=True)
        ]
        status = register.assign(
            registered=both,
            admin_registered=roles[0],
            executive_registered=roles[1],
            registered_on=on,
            iit_quota=pd.array([30] * number, dtype="Int32"),
            iit_answered=pd.array(np.clip(day - admin, 0, 40), dtype="Int32"),
            eit_quota=pd.array([100] * number, dtype="Int32"),
            eit_answered=pd.array(np.clip(day - executive, 0, 120), dtype="Int32"),
            basis="reported",
            match="code",
            source="",
            source_sheet="",
            source_row=pd.array(np.arange(2, number + 2), dtype="Int32"),
        )
        yield as_of, status, _export(status)


def _export(status: pd.DataFrame) -> bytes:
    """Return a snapshot as a CSV that an import reads as the same."""
    shown = pd.DataFrame(
        {
            "รหัส อปท.": status["lao_id"],
            "อปท.": status["name_th"],
            "ผู้ดูแลระบบ": status["admin_registered"].map(_WORDS),
            "ผู้บริหาร": status["executive_registered"].map(_WORDS),
        }
    )
    return shown.to_csv(index=False).encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=1825)
    options = parser.parse_args()
    make_history(options.folder, options.days)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
