"""The commands: ``python -m itasdash [--data DIR] COMMAND``. See ``docs/commands.md``."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from itasdash.access import machine_user
from itasdash.cli.arguments import build_parser, read_language
from itasdash.cli.briefs import make_brief, make_picture
from itasdash.cli.data import data_to_change
from itasdash.cli.laos import show_laos
from itasdash.cli.layouts import run_layouts
from itasdash.cli.progress import following_progress
from itasdash.cli.publishing import run_publish
from itasdash.cli.queries import (
    DONE,
    REFUSED,
    make_province_pack,
    print_json,
    show_changes,
    show_rates,
    show_snapshots,
)
from itasdash.cli.reports import (
    fault_as_text,
    findings_as_text,
    inspection_as_json,
    report_as_json,
    report_as_text,
)
from itasdash.findings import Refusal, as_refusal
from itasdash.i18n import translator
from itasdash.i18n.numbers import count
from itasdash.importing import (
    FileReport,
    ImportOptions,
    ImportSession,
    Upload,
    confirm_alias,
    load_register,
)
from itasdash.importing.imports import take_up
from itasdash.importing.in_force import bundled_date, rests_on_bundled
from itasdash.importing.inspection import REPAIRED, Inspection
from itasdash.importing.layouts import layout_named
from itasdash.importing.verify import rebuild, verify
from itasdash.settings import data_folder, limits
from itasdash.thai.dates import format_date, now

# Where the program's own log goes: what people are told in a sentence, with its traceback.
LOG_VARIABLE = "ITASDASH_LOG"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may not be in UTF-8, and Thai would end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser(read_language(arguments)).parse_args(arguments)
    try:
        _begin_log()
        code = _COMMANDS[options.command](options)
        # Here, so that a reader who has left is noticed here too and not on the way out.
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough (``| head``); nothing is left to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        refusal = as_refusal(error, data_folder(options.data))
        print(refusal.message(options.lang), file=sys.stderr)
        return REFUSED
    return code


def _begin_log() -> None:
    """Write what the program logs to the file that ``ITASDASH_LOG`` names, else nowhere.

    Standard error is for people; without a handler Python would write tracebacks there.
    """
    logger, path = logging.getLogger("itasdash"), os.environ.get(LOG_VARIABLE)
    for handler in logger.handlers[:]:
        handler.close()
        logger.removeHandler(handler)
    logger.addHandler(
        logging.FileHandler(path, encoding="utf-8") if path else logging.NullHandler()
    )


def _read(path: Path) -> Upload:
    most = limits().file_bytes
    try:
        if path.stat().st_size > most:
            raise Refusal("file_too_big", {"file": path.name, "megabytes": most // 2**20})
        return Upload(path.name, path.read_bytes())
    except OSError as error:
        raise Refusal("file_unreadable", {"file": path}) from error


def _register(options: argparse.Namespace) -> int:
    t = translator(options.lang)
    store, upload = data_to_change(options), _read(options.file)
    try:
        report = load_register(
            store,
            upload,
            options.effective,
            who=machine_user(),
            when=now(),
            progress=following_progress(t),
        )
    except Exception as error:
        refusal = as_refusal(error, store.root)
        for line in findings_as_text(refusal.findings, options.lang):
            print(line, file=sys.stderr)
        raise refusal.of_file(upload.name) from error
    since = format_date(report.effective, options.lang)
    print(t(f"cli.register_{report.outcome}", effective=since, laos=count(len(report.laos))))
    for line in findings_as_text(report.findings, options.lang):
        print(line)
    return DONE


def _import(options: argparse.Namespace) -> int:
    store = data_to_change(options)
    given = ImportOptions(
        options.as_of,
        options.list_means,
        options.dry_run,
        machine_user(),
        now(),
        accept_shrink=options.accept_shrink,
        covers=options.covers,
        layout=layout_named(store, options.layout).fingerprint if options.layout else "",
    )
    # One session for all, so that a dry run of several files sees what they make together.
    session = ImportSession(store, given)
    reports = []
    for path in options.files:
        try:
            reports.append(session.take(_read(path)))
        except Refusal as refusal:
            # A file that cannot be read at all, which has no content to be known by.
            reports.append(FileReport(path.name, "", "rejected", error=refusal))
    if options.json:
        print_json({"files": [report_as_json(report, options.lang) for report in reports]})
    else:
        for report in reports:
            text = report_as_text(report, options.lang, dry_run=options.dry_run)
            print(text, file=sys.stderr if report.error else sys.stdout)
        if rests_on_bundled(store):
            since = format_date(bundled_date(), options.lang)
            print(translator(options.lang)("cli.bundled_register", since=since))
    sys.stdout.flush()
    take_up(store, reports, given, following_progress(translator(options.lang)))
    return REFUSED if any(report.outcome == "rejected" for report in reports) else DONE


def _alias(options: argparse.Namespace) -> int:
    store, t = data_to_change(options), translator(options.lang)
    alias = {
        "written": options.written,
        "province_code": options.province,
        "district": options.district,
        "lao_id": options.lao,
        "valid_from": options.valid_from.isoformat() if options.valid_from else "",
        "valid_to": options.valid_to.isoformat() if options.valid_to else "",
    }
    moments = confirm_alias(
        store, alias, who=machine_user(), when=now(), progress=following_progress(t)
    )
    print(t("cli.alias", written=options.written, lao=options.lao, count=len(moments)))
    return DONE


def _verify(options: argparse.Namespace) -> int:
    store, progress = data_to_change(options), following_progress(translator(options.lang))
    return _show_inspection(verify(store, derive=options.derive, progress=progress), options)


def _rebuild(options: argparse.Namespace) -> int:
    store, progress = data_to_change(options), following_progress(translator(options.lang))
    return _show_inspection(rebuild(store, progress=progress), options)


def _show_inspection(found: Inspection, options: argparse.Namespace) -> int:
    if options.json:
        print_json(inspection_as_json(found, options.lang))
        return DONE if found.sound else REFUSED
    for fault in found.faults:
        out = sys.stdout if fault.outcome == REPAIRED else sys.stderr
        print(fault_as_text(fault, options.lang), file=out)
    left = sum(fault.outcome != REPAIRED for fault in found.faults)
    repaired = len(found.faults) - left
    numbers = {"checked": found.checked, "derived": found.derived}
    print(translator(options.lang)("fault.summary", **numbers, repaired=repaired, left=left))
    return DONE if found.sound else REFUSED


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "register": _register,
    "import": _import,
    "snapshots": show_snapshots,
    "rates": show_rates,
    "laos": show_laos,
    "changes": show_changes,
    "pack": make_province_pack,
    "brief": make_brief,
    "picture": make_picture,
    "alias": _alias,
    "layouts": run_layouts,
    "publish": run_publish,
    "verify": _verify,
    "rebuild": _rebuild,
}
