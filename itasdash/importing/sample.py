"""The bundled sample, imported through the real pipeline into a data folder of its own."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from itasdash.importing.imports import ImportOptions, Upload, import_files
from itasdash.importing.progress import Progress
from itasdash.importing.registers import load_register
from itasdash.schema import sha256
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK

WHO = "itasdash"


def sample_is_loaded(store: Store, folder: Path) -> bool:
    """Tell whether ``store`` holds every export of the sample, byte for byte."""
    stored = {source.sha256 for info in store.snapshots() for source in info.sources}
    if not stored:
        return False
    files = [folder / entry["file"] for entry in _manifest(folder)["files"]]
    return all(sha256(path.read_bytes()) in stored for path in files)


def load_sample(store: Store, folder: Path, progress: Progress) -> None:
    """Import the register and every export of ``folder`` into ``store``.

    ``progress`` is called with the number of files done, of all files, and the file at hand.

    Raises:
        Refusal: a file of the sample was refused, which a whole installation never sees.
    """
    manifest = _manifest(folder)
    names = [entry["file"] for entry in manifest["files"]]
    # A fixed moment: the sample gives the same bytes on every machine.
    when = datetime.fromisoformat(manifest["files"][-1]["as_of"]).astimezone(BANGKOK)
    progress(0, len(names) + 1, manifest["register"])
    register = Upload(manifest["register"], (folder / manifest["register"]).read_bytes())
    effective = date.fromisoformat(manifest["effective"])
    load_register(store, register, effective, who=WHO, when=when)
    for done, name in enumerate(names, start=1):
        progress(done, len(names) + 1, name)
        upload = Upload(name, (folder / name).read_bytes())
        [report] = import_files(store, [upload], ImportOptions(who=WHO, when=when))
        if report.error:
            raise report.error
    progress(len(names) + 1, len(names) + 1, "")


def _manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
