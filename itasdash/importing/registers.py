"""Registers: what loading one would do, and loading it."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from itasdash.findings import Damaged, Finding
from itasdash.importing.derive import register_frame
from itasdash.importing.following import follow
from itasdash.importing.imports import Upload
from itasdash.importing.progress import Progress, unseen
from itasdash.schema import RegisterEvent, sha256
from itasdash.store import Store, register_holding


@dataclass(frozen=True)
class RegisterReport:
    """What loading a register does: ``imported``, ``replaced`` or ``unchanged``, and from when.

    ``laos`` (a frame of :data:`itasdash.schema.REGISTER`) are its LAOs; ``effective`` is the day
    from which it holds; ``findings`` name the rows that were left out.
    """

    outcome: str
    effective: date
    laos: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)


def inspect_register(
    store: Store,
    data: bytes,
    effective: date | None,
    today: date,
    read: RegisterReport | None = None,
) -> RegisterReport:
    """Return what loading a register would do now; nothing is stored.

    Args:
        store: the data folder.
        data: the bytes of the file.
        effective: the day from which it is to hold. Without one it is left where it holds
            already, and else holds from ``today`` on.
        today: the day on which it is loaded.
        read: what the same bytes were read as before, if they were.

    Raises:
        Refusal: the file is no register.
    """
    findings: list[Finding] = [] if read is None else read.findings
    laos = register_frame(data, findings) if read is None else read.laos
    return _report(store, laos, findings, effective, today)


def _report(
    store: Store,
    frame: pd.DataFrame,
    findings: list[Finding],
    effective: date | None,
    today: date,
) -> RegisterReport:
    known = store.register_dates()
    same = [day for day in known if _holds(store, day, frame)]
    if effective is None:
        effective = same[-1] if same else today
    outcome = "replaced" if effective in known else "imported"
    outcome = "unchanged" if effective in same else outcome
    return RegisterReport(outcome, effective, frame, findings)


def load_register(
    store: Store,
    upload: Upload,
    effective: date | None,
    *,
    who: str,
    when: datetime,
    progress: Progress = unseen,
) -> RegisterReport:
    """Load a register as :func:`keep_register` does, and let the snapshots of its time follow.

    Raises:
        Refusal: the file is no register.
    """
    report = keep_register(store, upload, effective, who=who, when=when)
    follow(store, progress)
    return report


def keep_register(
    store: Store,
    upload: Upload,
    effective: date | None,
    *,
    who: str,
    when: datetime,
    read: RegisterReport | None = None,
) -> RegisterReport:
    """Load a register that holds from a date on; the snapshots of its time have to follow.

    What becomes of it is what :func:`inspect_register` says of it; what that has ``read`` of the
    same bytes is not read again.

    Raises:
        Refusal: the file is no register.
    """
    # Before the lock: nobody has to wait while a file is read.
    findings: list[Finding] = [] if read is None else read.findings
    frame = register_frame(upload.data, findings) if read is None else read.laos
    with store.writing("register") as writer:
        report = _report(store, frame, findings, effective, when.date())
        writer.keep_original(upload.data, upload.suffix)
        if report.outcome == "unchanged":
            return report
        event = RegisterEvent(
            at=when,
            who=who,
            file=upload.name,
            sha256=sha256(upload.data),
            effective=report.effective,
            rows=len(report.laos),
        )
        dates = [*store.register_dates(), report.effective]
        concerned = [
            moment
            for moment in store.sources()
            if register_holding(dates, moment) == report.effective
        ]
        writer.mark_stale(concerned, "register")
        writer.write_register(report.effective, report.laos, event)
    return report


def _holds(store: Store, day: date, frame: pd.DataFrame) -> bool:
    try:
        return bool(store.register(day).equals(frame))
    except Damaged:
        return False
