"""Archives that do not tell when they were made: the same content always gives the same bytes."""

import io
import zipfile
from pathlib import Path
from typing import Any


def undated(data: bytes) -> bytes:
    """Return a zip archive (.pptx, .docx, .xlsx) with every member under the earliest date."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, Undated(sink, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return sink.getvalue()


class Undated(zipfile.ZipFile):
    """A zip archive that does not tell when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a member under the earliest date that the format knows."""
        super().writestr(zipfile.ZipInfo(zinfo_or_arcname), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file in the same way."""
        self.writestr(arcname, Path(filename).read_bytes())
