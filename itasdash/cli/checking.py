"""The commands ``verify`` and ``rebuild``, and what they have to say."""

import argparse
import sys
from typing import Any

from itasdash.cli.data import data_to_change
from itasdash.cli.progress import following_progress
from itasdash.cli.queries import DONE, REFUSED, print_json
from itasdash.i18n import translator
from itasdash.importing.inspection import REPAIRED, Fault, Inspection
from itasdash.importing.verify import rebuild, verify


def run_verify(options: argparse.Namespace) -> int:
    """Check every stored byte, and say what was found."""
    store, progress = data_to_change(options), following_progress(translator(options.lang))
    return _show_inspection(verify(store, derive=options.derive, progress=progress), options)


def run_rebuild(options: argparse.Namespace) -> int:
    """Derive everything again, and say what was found."""
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


def inspection_as_json(found: Inspection, language: str) -> dict[str, Any]:
    """Return what ``verify --json`` and ``rebuild --json`` print."""
    return {
        "checked": found.checked,
        "derived": found.derived,
        "sound": found.sound,
        "faults": [
            {
                "path": fault.path,
                "code": fault.code,
                "outcome": fault.outcome,
                "lines": list(fault.lines),
                "message": fault_as_text(fault, language),
            }
            for fault in found.faults
        ],
    }


def fault_as_text(fault: Fault, language: str) -> str:
    """Return a fault as a sentence: which file, what is wrong, what became of it or is to do."""
    t = translator(language)
    lines = ", ".join(str(line) for line in fault.lines)
    place = t("fault.lines", lines=lines) if lines else ""
    fault_words = t(f"fault.{fault.code}")
    remedy = t("fault.repaired") if fault.outcome == REPAIRED else t(f"remedy.{fault.code}")
    return t("fault.sentence", path=fault.path, where=place, fault=fault_words, remedy=remedy)
