"""What commands, downloads and changes take over a long history, each against a floor.

Each time is of the processor, of this process or of the one that it starts, so that another process
on the machine disturbs it little; of several the least counts.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from itasdash.documents.csv_files import to_csv
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.workbook import to_xlsx
from itasdash.importing import Upload
from itasdash.importing.names import keep_aliases
from itasdash.importing.registers import RegisterReport, inspect_register, keep_register
from itasdash.metrics import with_state
from itasdash.store import Store
from itasdash.thai.dates import now

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT / "data" / "sample" / "register.csv"


class Row(NamedTuple):
    """A line of the table: what took how long, the floor, and how many times that it may take."""

    what: str
    floor_name: str
    floor: float
    taken: float
    reach: float

    @property
    def ratio(self) -> float:
        """How many times the floor it took."""
        return self.taken / max(self.floor, 0.001)


def of_process(command: list[str], **environment: str) -> float:
    """Return the seconds of the processor that a process takes with all that it starts.

    Modules are kept compiled, as they are for whoever runs the app: else each process compiles ours
    anew, and those of the floor not.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=kept | environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def of_this(act: Callable[[], object], runs: int = 3) -> float:
    """Return the least seconds of the processor that an act takes in this process."""
    taken = []
    for _ in range(runs):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return min(taken)


def _itasdash(data: Path, *arguments: str) -> float:
    return of_process([sys.executable, "-m", "itasdash", "--data", str(data), *arguments])


def imports(short: Path, long: Path, file: Path) -> list[Row]:
    """Return what the import of a full .xlsx takes, process start included, over both."""
    read = f"import pandas; pandas.read_excel({str(file)!r}, engine='openpyxl', sheet_name=None)"
    floor = min(of_process([sys.executable, "-c", read]) for _ in range(3))
    taken = []
    for data in (short, long):
        copy = data.with_name(f"{data.name}-import")
        shutil.copytree(data, copy)
        # Each is a snapshot of its own: the same one again would change nothing.
        days = [f"2026-09-0{day}T09:00" for day in (2, 3, 4)]
        taken.append(min(_itasdash(copy, "import", str(file), "--as-of", day) for day in days))
        shutil.rmtree(copy)
    return [
        Row("import of a full .xlsx, short history", "read_excel", floor, taken[0], 1.0),
        Row("the same, long history", "short history", taken[0], taken[1], 1.2),
    ]


def queries(short: Path, long: Path) -> list[Row]:
    """Return what two commands take over both."""
    rows = []
    for name in ("snapshots", "laos"):
        taken = [min(_itasdash(data, name) for _ in range(2)) for data in (short, long)]
        rows.append(Row(f"command {name}, long history", "short history", *taken, 1.5))
    return rows


def changes(long: Path) -> list[Row]:
    """Return how long somebody waits who confirms a name or loads a register.

    The snapshots follow beside it. As on the page: what a register says is shown first, and what
    was read is kept until it is saved.
    """
    copy = long.with_name(f"{long.name}-register")
    shutil.copytree(long, copy)
    upload = Upload("register.csv", REGISTER.read_bytes() + b"\n")
    store, day = Store(copy), date(2021, 10, 2)
    shown: list[RegisterReport] = []
    reading = of_this(
        lambda: shown.append(inspect_register(store, upload.data, day, now().date())), 1
    )
    keeping = of_this(
        lambda: keep_register(store, upload, day, who="benchmark", when=now(), read=shown[0]), 1
    )
    lao = store.register(date(2021, 10, 1)).iloc[0]
    name = {"written": "-", "province_code": lao["province_code"], "district": ""}
    name |= {"lao_id": lao["lao_id"], "valid_from": "", "valid_to": ""}
    confirming = of_this(lambda: keep_aliases(store, [name], who="benchmark", when=now()), 1)
    shutil.rmtree(copy)
    return [
        Row("a name confirmed, until the page answers", "one second", 1.0, confirming, 1.0),
        Row("a register dropped, until the page shows it", "one second", 1.0, reading, 1.5),
        Row("the same, saved", "one second", 1.0, keeping, 1.0),
    ]


def downloads(long: Path) -> list[Row]:
    """Return what the files of all LAOs take, against bare writers of the same frame."""
    store = Store(long)
    table = lao_list(with_state(store.read(store.snapshots()[-1].as_of).status), "th")

    def bare() -> None:
        with pd.ExcelWriter(os.devnull, engine="xlsxwriter") as writer:
            table.to_excel(writer, index=False)

    csv = of_this(lambda: to_csv(table, "th")), of_this(lambda: table.to_csv(index=False))
    how = {"sheet": "list", "about_sheet": "about", "caption": "", "language": "th"}
    xlsx = of_this(lambda: to_xlsx(table, cover=[["a", "b"]], **how), 2), of_this(bare, 2)
    return [
        Row("CSV of all LAOs", "pandas alone", csv[1], csv[0], 1.5),
        Row("Excel of all LAOs", "XlsxWriter alone", xlsx[1], xlsx[0], 1.5),
    ]


def rebuilding(data: Path) -> list[Row]:
    """Return what ``rebuild`` takes, against parsing its originals with their fastest reader."""
    files = sorted((data / "originals").rglob("*.csv"))
    read = "import sys, pyarrow.csv as c; [c.read_csv(f) for f in sys.argv[1:]]"
    floor = of_process([sys.executable, "-c", read, *map(str, files)])
    copy = data.with_name(f"{data.name}-rebuild")
    shutil.copytree(data, copy)
    taken = _itasdash(copy, "rebuild")
    # Of one process, what it starts counted by itself: the greatest that any command took so far.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
    shutil.rmtree(copy)
    return [
        Row(f"rebuild of {len(files)} snapshots", "pyarrow.csv", floor, taken, 3.0),
        Row("the same, peak of memory (MB)", "1,000 MB", 1000.0, peak, 1.0),
    ]
