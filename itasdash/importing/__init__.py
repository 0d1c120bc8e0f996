"""What staff do with exports: a batch, an import, names, derived data, checks, the sample."""

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
