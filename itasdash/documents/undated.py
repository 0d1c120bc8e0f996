"""Archives that do not tell when they were made: the same content always gives the same bytes."""

import io
import zipfile


def undated(data: bytes) -> bytes:
    """Return a zip archive (.pptx, .docx, .xlsx) with every member under the earliest date."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return sink.getvalue()
