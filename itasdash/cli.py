"""The commands: ``python -m itasdash [--data DIR] COMMAND``. See ``docs/commands.md``."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from itasdash.documents.tables import lao_list, to_csv, to_xlsx
from itasdash.findings import Refusal
from itasdash.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator, translator
from itasdash.imports import FileReport, ImportOptions, ImportSession, Upload, load_register
from itasdash.ingest.export import EITHER_MISSING, LIST_MEANINGS
from itasdash.metrics import GROUPS, LaoFilter, laos, rates
from itasdash.records import Damaged, SnapshotInfo
from itasdash.reference import lao_types
from itasdash.reports import (
    fault_as_text,
    inspection_as_json,
    report_as_json,
    report_as_text,
    snapshot_as_json,
)
from itasdash.schema import STATES, STATUS
from itasdash.settings import data_folder
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK, format_moment, parse_when
from itasdash.thai.names import read_lao_type, read_province
from itasdash.verify import REPAIRED, Inspection, rebuild, verify

DONE, REFUSED = 0, 1


def now() -> datetime:
    """Return the present moment in Asia/Bangkok, to the second."""
    return datetime.now(BANGKOK).replace(microsecond=0)


def user() -> str:
    """Return who runs the command, as the log is to say; nothing where the system does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may not be in UTF-8, and Thai would end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except Refusal as refusal:
        message = refusal.message(options.lang)
    except Damaged as damaged:
        message = translator(options.lang)("refusal.store_damaged", file=damaged.path)
    except BrokenPipeError:
        # Whoever read the output has seen enough (``| head``); nothing is left to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        values = {"file": error.filename or "", "reason": error.strerror or error}
        message = translator(options.lang)("refusal.system", **values)
    print(message, file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m itasdash", description=__doc__)
    parser.add_argument("--data", metavar="DIR", help="data folder (ITASDASH_DATA, data/store)")
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    # The language may also stand behind the command, where people look for it.
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    register = commands.add_parser("register", parents=[language], help="load a register of LAOs")
    register.add_argument("file", type=Path)
    register.add_argument("--effective", type=date.fromisoformat, metavar="DATE")
    register.set_defaults(run=_register)

    imports = commands.add_parser("import", parents=[language], help="import exports")
    imports.add_argument("files", type=Path, nargs="+", metavar="FILE")
    imports.add_argument("--as-of", type=_moment, metavar="WHEN")
    imports.add_argument("--list-means", choices=LIST_MEANINGS, default=EITHER_MISSING)
    imports.add_argument("--dry-run", action="store_true")
    imports.add_argument("--json", action="store_true")
    imports.set_defaults(run=_import)

    snapshots = commands.add_parser("snapshots", parents=[language], help="list the snapshots")
    snapshots.add_argument("--json", action="store_true")
    snapshots.set_defaults(run=_snapshots)

    rate = commands.add_parser("rates", parents=[language], help="registration rates of groups")
    rate.add_argument("--as-of", type=_when, default="latest", metavar="WHEN")
    rate.add_argument("--by", choices=GROUPS, default="country")
    form = rate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    rate.set_defaults(run=_rates)

    listing = commands.add_parser("laos", parents=[language], help="the filtered list of LAOs")
    listing.add_argument("--as-of", type=_when, default="latest", metavar="WHEN")
    listing.add_argument("--state", nargs="+", default=[], choices=STATES)
    listing.add_argument("--province", nargs="+", default=[], type=_province)
    listing.add_argument("--type", nargs="+", default=[], type=_lao_type)
    listing.add_argument("--format", choices=("table", "csv", "xlsx", "json"), default="table")
    listing.add_argument("-o", "--output", type=Path, metavar="FILE")
    listing.set_defaults(run=_laos)

    for name, run, does in (
        ("verify", _verify, "check every stored byte, repair what is derived"),
        ("rebuild", _rebuild, "derive everything again from the originals"),
    ):
        upkeep = commands.add_parser(name, parents=[language], help=does)
        upkeep.add_argument("--json", action="store_true")
        upkeep.set_defaults(run=run)
    return parser


def _moment(text: str) -> datetime:
    moment = parse_when(text)
    if moment is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not ISO 8601, as in 2022-01-07T13:00")
    return moment


def _when(text: str) -> datetime | None:
    return None if text == "latest" else _moment(text)


def _province(text: str) -> str:
    code = text if text.isdecimal() and len(text) == 2 else read_province(text)
    if code is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no province")
    return code


def _lao_type(text: str) -> str:
    known = text.upper() if text.upper() in lao_types() else read_lao_type(text)
    if known is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no type of LAO")
    return known


def _read(path: Path) -> Upload:
    try:
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
            store, upload, options.effective, who=user(), when=now()
        )
    except Refusal as refusal:
        raise Refusal(refusal.code, {"file": upload.name, **refusal.values}) from refusal
    print(t(f"cli.register_{outcome}", effective=effective, laos=f"{laos_read:,}"))
    return DONE


def _import(options: argparse.Namespace) -> int:
    store = Store(data_folder(options.data))
    given = ImportOptions(options.as_of, options.list_means, options.dry_run, user(), now())
    # One session for all, so that a dry run of several files sees what they make together.
    session = ImportSession(store, given)
    reports = []
    for path in options.files:
        try:
            reports.append(session.take(_read(path)))
        except Refusal as refusal:
            reports.append(FileReport(str(path), "", "rejected", error=refusal))
    if options.json:
        _print_json({"files": [report_as_json(report, options.lang) for report in reports]})
    else:
        for report in reports:
            said = report_as_text(report, options.lang, dry_run=options.dry_run)
            print(said, file=sys.stderr if report.error else sys.stdout)
    return REFUSED if any(report.outcome == "rejected" for report in reports) else DONE


def _chosen(store: Store, when: datetime | None) -> SnapshotInfo:
    found = store.snapshots()
    if not found:
        raise Refusal("no_snapshot")
    if when is None:
        return found[-1]
    for info in found:
        if info.as_of == when:
            return info
    moments = ", ".join(info.as_of.isoformat(timespec="minutes") for info in found[-5:])
    raise Refusal("no_such_snapshot", {"when": when.isoformat(timespec="minutes"), "have": moments})


def _snapshots(options: argparse.Namespace) -> int:
    t = translator(options.lang)
    listed = [snapshot_as_json(info) for info in Store(data_folder(options.data)).snapshots()]
    if options.json:
        _print_json({"snapshots": listed})
        return DONE
    if not listed:
        print(t("refusal.no_snapshot"))
    for entry in listed:
        moment = format_moment(datetime.fromisoformat(entry["as_of"]), options.lang)
        kinds = ", ".join(t(f"kind.{kind}") for kind in entry["kinds"])
        numbers = {name: f"{entry[name]:,}" for name in ("expected", "registered", "outstanding")}
        print(t("cli.snapshot", as_of=moment, kinds=kinds, **numbers, **entry["findings"]))
    return DONE


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON values; what is missing is null, and dates are ISO 8601."""
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return [
        {str(k): v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        for row in rows
    ]


def _rates(options: argparse.Namespace) -> int:
    store = Store(data_folder(options.data))
    snapshot = store.read(_chosen(store, options.as_of).as_of)
    table = rates(snapshot.status, snapshot.province_summary, options.by, options.lang)
    if options.json:
        as_of = snapshot.info.as_of.isoformat()
        _print_json({"as_of": as_of, "by": options.by, "rows": _records(table)})
    elif options.csv:
        sys.stdout.buffer.write(to_csv(table))
    else:
        print(_heading(snapshot.info, options.lang))
        print(_for_people(table, translator(options.lang)))
    return DONE


def _heading(info: SnapshotInfo, language: str) -> str:
    return translator(language)("cli.as_of", as_of=format_moment(info.as_of, language))


def _for_people(table: pd.DataFrame, t: Translator) -> str:
    shown = table.assign(rate=table["rate"].map(lambda r: "-" if pd.isna(r) else f"{r:.1%}"))
    shown = shown.drop(columns=[c for c in ("country", "region", "lao_type") if c in shown])
    return str(
        shown.rename(columns=lambda name: t(f"column.{name}")).to_string(index=False, na_rep="-")
    )


def _laos(options: argparse.Namespace) -> int:
    store = Store(data_folder(options.data))
    snapshot = store.read(_chosen(store, options.as_of).as_of)
    wanted = LaoFilter(
        province_codes=tuple(options.province),
        lao_types=tuple(options.type),
        states=tuple(options.state),
    )
    rows = laos(snapshot.status, wanted)
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
        data = to_xlsx(
            lao_list(rows, options.lang), translator(options.lang)("document.list_sheet")
        )
    else:
        table = lao_list(rows, options.lang).to_string(index=False)
        data = f"{_heading(snapshot.info, options.lang)}\n{table}\n".encode()
    if options.output:
        options.output.write_bytes(data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    return DONE


def _verify(options: argparse.Namespace) -> int:
    return _say(verify(Store(data_folder(options.data))), options)


def _rebuild(options: argparse.Namespace) -> int:
    return _say(rebuild(Store(data_folder(options.data))), options)


def _say(found: Inspection, options: argparse.Namespace) -> int:
    t = translator(options.lang)
    if options.json:
        _print_json(inspection_as_json(found, options.lang))
    else:
        for fault in found.faults:
            out = sys.stdout if fault.outcome == REPAIRED else sys.stderr
            print(fault_as_text(fault, options.lang), file=out)
        left = sum(fault.outcome != REPAIRED for fault in found.faults)
        numbers = {"checked": found.checked, "derived": found.derived}
        repaired = len(found.faults) - left
        print(t("fault.summary", **numbers, repaired=repaired, left=left))
    return DONE if found.sound else REFUSED
