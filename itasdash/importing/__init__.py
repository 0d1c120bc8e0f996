"""What staff do with exports: a batch, an import, names, derived data, checks, the sample.

Each name is loaded with its module when it is asked for: whoever only reads what is stored, a
command for one, has no need of all that understands files.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itasdash.importing.imports import (
        FileReport,
        ImportOptions,
        ImportSession,
        Upload,
        import_files,
    )
    from itasdash.importing.names import confirm_alias, confirm_aliases
    from itasdash.importing.registers import RegisterReport, inspect_register, load_register
    from itasdash.ingest.facts import LaoRow, Sample, Summary, Unresolved

__all__ = [
    "FileReport",
    "ImportOptions",
    "ImportSession",
    "LaoRow",
    "RegisterReport",
    "Sample",
    "Summary",
    "Unresolved",
    "Upload",
    "confirm_alias",
    "confirm_aliases",
    "import_files",
    "inspect_register",
    "load_register",
]

_HOMES = {
    "itasdash.importing.imports": (
        *("FileReport", "ImportOptions", "ImportSession", "Upload", "import_files"),
    ),
    "itasdash.importing.names": ("confirm_alias", "confirm_aliases"),
    "itasdash.importing.registers": ("RegisterReport", "inspect_register", "load_register"),
    "itasdash.ingest.facts": ("LaoRow", "Sample", "Summary", "Unresolved"),
}


def __getattr__(name: str) -> object:
    """Return a name of this package, from the module that is its home."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
