"""Where things lie: the data folder of the office, the bundled sample and the data made from it."""

import os
from datetime import datetime
from pathlib import Path

from itasdash.thai.dates import BANGKOK

DATA_VARIABLE, DATA_DEFAULT = "ITASDASH_DATA", "data/store"
SAMPLE_FILES = Path(__file__).resolve().parents[1] / "data" / "sample"


def now() -> datetime:
    """Return the present moment in Asia/Bangkok, to the second."""
    return datetime.now(BANGKOK).replace(microsecond=0)


def data_folder(given: str | None = None) -> Path:
    """Return the data folder: as given, else from the environment, else ``data/store``."""
    return Path(given or os.environ.get(DATA_VARIABLE) or DATA_DEFAULT)


def sample_folder(data: Path) -> Path:
    """Return the folder for what is made from the sample: beside ``data``, never within it."""
    return data.with_name(f"{data.name}-sample")
