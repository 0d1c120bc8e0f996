"""The commands: ``python -m itasdash [--data DIR] COMMAND``. See ``docs/commands.md``."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from itasdash.access import machine_user
from itasdash.arguments import build_parser, read_language
from itasdash.documents.tables import lao_list, to_csv, to_xlsx
from itasdash.findings import Refusal
from itasdash.i18n import DEFAULT_LANGUAGE, translator
from itasdash.imports import (
    FileReport,
    ImportOptions,
    ImportSession,
    Upload,
    confirm_alias,
    load_register,
)
from itasdash.ingest.limits import limits
from itasdash.ingest.match import NOT_AN_LAO
from itasdash.metrics import LaoFilter, laos, rates
from itasdash.records import Damaged, Snapshot
from itasdash.reports import (
    fault_as_text,
    inspection_as_json,
    located,
    moment_as_text,
    rates_as_text,
    report_as_json,
    report_as_text,
    snapshot_as_json,
    snapshot_as_text,
    table_as_text,
)
from itasdash.schema import STATUS, lao_key
from itasdash.settings import data_folder, now
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK, format_date
from itasdash.verify import REPAIRED, Inspection, rebuild, verify

DONE, REFUSED = 0, 1
# How many moments a refusal names when the one asked for is not there.
_NEAREST = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may not be in UTF-8, and Thai would end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser(read_language(arguments)).parse_args(arguments)
    try:
        code = _COMMANDS[options.command](options)
        # Here, so that a reader who has left is noticed here too and not on the way out.
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough (``| head``); nothing is left to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (Refusal, Damaged, OSError) as error:
        print(_as_refusal(error).message(options.lang), file=sys.stderr)
        return REFUSED
    return code


def _as_refusal(error: Refusal | Damaged | OSError) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Damaged):
        return Refusal("store_damaged", {"file": error.path})
    values = {"file": error.filename or "", "reason": error.strerror or error}
    return Refusal("system", values)


def _read(path: Path) -> Upload:
    most = limits().file_bytes
    try:
        if path.stat().st_size > most:
            raise Refusal("file_too_big", {"file": path.name, "megabytes": most // 2**20})
        return Upload(path.name, path.read_bytes())
    except OSError as error:
        raise Refusal("file_unreadable", {"file": path}) from error


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _register(options: argparse.Namespace) -> int:
    t = translator(options.lang)
    store, upload = Store(data_folder(options.data)), _read(options.file)
    try:
        outcome, effective, laos_read = load_register(
            store, upload, options.effective, who=machine_user(), when=now()
        )
    except Refusal as refusal:
        for finding in refusal.findings[: limits().findings]:
            print(located(finding, options.lang), file=sys.stderr)
        raise refusal.of_file(upload.name) from refusal
    since = format_date(effective, options.lang)
    print(t(f"cli.register_{outcome}", effective=since, laos=f"{laos_read:,}"))
    return DONE


def _import(options: argparse.Namespace) -> int:
    store = Store(data_folder(options.data))
    given = ImportOptions(
        options.as_of,
        options.list_means,
        options.dry_run,
        machine_user(),
        now(),
        accept_shrink=options.accept_shrink,
    )
    # One session for all, so that a dry run of several files sees what they make together.
    session = ImportSession(store, given)
    reports = []
    for path in options.files:
        try:
            reports.append(session.take(_read(path)))
        except Refusal as refusal:
            reports.append(FileReport(path.name, "", "rejected", error=refusal))
    if options.json:
        _print_json({"files": [report_as_json(report, options.lang) for report in reports]})
    else:
        for report in reports:
            said = report_as_text(report, options.lang, dry_run=options.dry_run)
            print(said, file=sys.stderr if report.error else sys.stdout)
    return REFUSED if any(report.outcome == "rejected" for report in reports) else DONE


def _chosen(store: Store, when: datetime | None) -> Snapshot:
    """Return the snapshot of a moment, None for the latest one.

    Raises:
        Refusal: there is none.
        Damaged: its files are not what was written, or which one is the latest cannot be told.
    """
    moments = [info.as_of for info in store.snapshots()]
    if when is None:
        for record in store.records():
            if isinstance(record, Path):
                raise Damaged(record)
        if not moments:
            raise Refusal("no_snapshot")
        return store.read(moments[-1])
    if when in moments or store.info(when) is not None:
        return store.read(when)
    if not moments:
        raise Refusal("no_snapshot")
    nearest = sorted(sorted(moments, key=lambda moment: abs(moment - when))[:_NEAREST])
    have = ", ".join(_iso(moment) for moment in nearest)
    raise Refusal("no_such_snapshot", {"when": _iso(when), "have": have})


def _iso(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).replace(tzinfo=None).isoformat(timespec="minutes")


def _snapshots(options: argparse.Namespace) -> int:
    store = Store(data_folder(options.data))
    listed, damaged = store.snapshots(), store.damaged()
    if options.json:
        _print_json({"snapshots": [snapshot_as_json(info) for info in listed]})
    elif not listed and not damaged:
        print(translator(options.lang)("refusal.no_snapshot"))
    else:
        for info in listed:
            print(snapshot_as_text(info, options.lang))
    for path in damaged:
        print(_as_refusal(Damaged(path)).message(options.lang), file=sys.stderr)
    return REFUSED if damaged else DONE


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON values; what is missing is null, and dates are ISO 8601."""
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return [
        {str(k): v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        for row in rows
    ]


def _rates(options: argparse.Namespace) -> int:
    snapshot = _chosen(Store(data_folder(options.data)), options.as_of)
    for_programs = options.json or options.csv
    # For programs the names are what their column says, in Thai.
    language = DEFAULT_LANGUAGE if for_programs else options.lang
    table = rates(snapshot.status, snapshot.province_summary, options.by, language)
    if options.json:
        as_of = snapshot.info.as_of.isoformat()
        _print_json({"as_of": as_of, "by": options.by, "rows": _records(table)})
    elif options.csv:
        _write(to_csv(table), None)
    else:
        print(moment_as_text(snapshot.info, language))
        print(rates_as_text(table, language))
    return DONE


def _laos(options: argparse.Namespace) -> int:
    snapshot = _chosen(Store(data_folder(options.data)), options.as_of)
    wanted = LaoFilter(
        province_codes=tuple(options.province),
        lao_types=tuple(options.type),
        states=tuple(options.state),
    )
    rows = laos(snapshot.status, wanted)
    as_of = moment_as_text(snapshot.info, options.lang)
    if options.format == "json":
        filters = {"state": options.state, "province": options.province, "type": options.type}
        document = {
            "as_of": snapshot.info.as_of.isoformat(),
            "filters": filters,
            "rows": _records(rows[[*STATUS.names, "state"]]),
        }
        data = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    elif options.format == "csv":
        data = to_csv(lao_list(rows, options.lang))
    elif options.format == "xlsx":
        title = translator(options.lang)("document.list_sheet")
        data = to_xlsx(lao_list(rows, options.lang), title, caption=as_of)
    else:
        table = table_as_text(lao_list(rows, options.lang), options.lang)
        data = f"{as_of}\n{table}\n".encode()
    _write(data, options.output)
    return DONE


def _alias(options: argparse.Namespace) -> int:
    store, t = Store(data_folder(options.data)), translator(options.lang)
    if options.lao != NOT_AN_LAO:
        register = store.register(store.register_date_at(now()))
        known = register[register["province_code"] == options.province]["lao_id"]
        if lao_key(options.lao) not in {lao_key(lao_id) for lao_id in known}:
            raise Refusal("alias_lao", {"lao": options.lao, "written": options.written})
    alias = {
        "written": options.written,
        "province_code": options.province,
        "district": options.district,
        "lao_id": options.lao,
        "valid_from": "",
        "valid_to": "",
    }
    moments = confirm_alias(store, alias, who=machine_user(), when=now())
    print(t("cli.alias", written=options.written, lao=options.lao, count=len(moments)))
    return DONE


def _verify(options: argparse.Namespace) -> int:
    return _say(verify(Store(data_folder(options.data))), options)


def _rebuild(options: argparse.Namespace) -> int:
    return _say(rebuild(Store(data_folder(options.data))), options)


def _say(found: Inspection, options: argparse.Namespace) -> int:
    if options.json:
        _print_json(inspection_as_json(found, options.lang))
        return DONE if found.sound else REFUSED
    for fault in found.faults:
        out = sys.stdout if fault.outcome == REPAIRED else sys.stderr
        print(fault_as_text(fault, options.lang), file=out)
    left = sum(fault.outcome != REPAIRED for fault in found.faults)
    repaired = len(found.faults) - left
    numbers = {"checked": found.checked, "derived": found.derived}
    print(translator(options.lang)("fault.summary", **numbers, repaired=repaired, left=left))
    return DONE if found.sound else REFUSED


def _write(data: bytes, path: Path | None) -> None:
    if path is not None:
        path.write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "register": _register,
    "import": _import,
    "snapshots": _snapshots,
    "rates": _rates,
    "laos": _laos,
    "alias": _alias,
    "verify": _verify,
    "rebuild": _rebuild,
}
