"""The command ``layouts``: readings that were taught. See ``docs/commands.md``."""

import argparse
from typing import Any

from itasdash.access import machine_user
from itasdash.cli.data import data_to_change, data_to_read
from itasdash.cli.progress import following_progress
from itasdash.cli.queries import DONE, print_json
from itasdash.findings import Refusal
from itasdash.i18n import Translator, translator
from itasdash.importing.layouts import (
    exported,
    layout_named,
    read_by,
    read_layout,
    remove_layout,
    taught_layouts,
    teach,
)
from itasdash.schema import Layout
from itasdash.store import Store
from itasdash.thai.dates import format_moment, now


def run_layouts(options: argparse.Namespace) -> int:
    """Run ``layouts`` with its action: list, show, export, import or remove; return 0."""
    changes = options.action in ("import", "remove")
    store = data_to_change(options) if changes else data_to_read(options)
    t = translator(options.lang)
    _ACTIONS[options.action](store, options, t)
    return DONE


def _as_json(store: Store, layout: Layout) -> dict[str, Any]:
    moments = [moment.isoformat() for moment in read_by(store, layout.fingerprint)]
    return {"fingerprint": layout.fingerprint, **layout.stored(), "snapshots": moments}


def _list(store: Store, options: argparse.Namespace, t: Translator) -> None:
    layouts = taught_layouts(store)
    if options.json:
        print_json({"layouts": [_as_json(store, layout) for layout in layouts]})
        return
    for layout in layouts:
        print(_line(store, layout, t))
    if not layouts:
        print(t("cli.no_layouts"))


def _line(store: Store, layout: Layout, t: Translator) -> str:
    return t(
        "cli.layout",
        name=layout.name,
        kind=t(f"kind.{layout.kind}"),
        columns=len(layout.columns),
        snapshots=len(read_by(store, layout.fingerprint)),
    )


def _show(store: Store, options: argparse.Namespace, t: Translator) -> None:
    layout = layout_named(store, options.name)
    if options.json:
        print_json(_as_json(store, layout))
        return
    print(_line(store, layout, t))
    for column in layout.columns:
        field = t(f"field.{column.field or 'unused'}")
        print(f"  {column.shown} = {field}")
    for meaning, words in (("true", layout.yes), ("false", layout.no)):
        if words:
            shown = ", ".join(f"“{word}”" if word else t("teach.empty_cell") for word in words)
            print(f"  {t(f'teach.says_{meaning}')}: {shown}")
    for moment in read_by(store, layout.fingerprint):
        print(f"  {t('column.as_of')} {format_moment(moment, t.language)}")


def _export(store: Store, options: argparse.Namespace, t: Translator) -> None:
    layout = layout_named(store, options.name)
    options.output.write_bytes(exported(layout))
    print(t("cli.layout_exported", name=layout.name, file=options.output))


def _import(store: Store, options: argparse.Namespace, t: Translator) -> None:
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", {"file": options.file}) from error
    layout = read_layout(data, options.file.name)
    progress = following_progress(t)
    moments = teach(store, layout, who=machine_user(), when=now(), progress=progress)
    print(t("cli.layout_taught", name=layout.name, count=len(moments)))


def _remove(store: Store, options: argparse.Namespace, t: Translator) -> None:
    layout = remove_layout(store, options.name, who=machine_user(), when=now())
    print(t("cli.layout_removed", name=layout.name))


_ACTIONS = {"list": _list, "show": _show, "export": _export, "import": _import, "remove": _remove}
