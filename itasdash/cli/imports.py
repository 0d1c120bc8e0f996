"""The commands ``register``, ``import`` and ``alias``: what changes the data folder."""

import argparse
import sys
from pathlib import Path

from itasdash.access import machine_user
from itasdash.cli.data import data_to_change
from itasdash.cli.import_reports import report_as_json, report_as_text
from itasdash.cli.progress import following_progress
from itasdash.cli.queries import DONE, REFUSED, print_json
from itasdash.cli.reports import findings_as_text
from itasdash.findings import Refusal, as_refusal
from itasdash.i18n import translator
from itasdash.i18n.numbers import count
from itasdash.importing.imports import (
    FileReport,
    ImportOptions,
    ImportSession,
    Upload,
    in_a_row,
    take_up,
)
from itasdash.importing.in_force import bundled_date, rests_on_bundled
from itasdash.importing.layouts import layout_named
from itasdash.importing.names import confirm_alias
from itasdash.importing.registers import load_register
from itasdash.settings import limits
from itasdash.thai.dates import format_date, now


def _read(path: Path) -> Upload:
    most = limits().file_bytes
    try:
        if path.stat().st_size > most:
            raise Refusal("file_too_big", {"file": path.name, "megabytes": most // 2**20})
        return Upload(path.name, path.read_bytes())
    except OSError as error:
        raise Refusal("file_unreadable", {"file": path}) from error


def register_file(options: argparse.Namespace) -> int:
    """Load a register."""
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


def import_exports(options: argparse.Namespace) -> int:
    """Import exports, or tell what an import would do."""
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
    for path in in_a_row(options.files):
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


def keep_alias(options: argparse.Namespace) -> int:
    """Confirm what a written name means."""
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
