"""The whole safe path of an import against ``pandas.read_excel(engine="openpyxl")`` alone.

    python benchmarks/read_xlsx.py [FILE.xlsx] [--register FILE] [--runs N]

Takes the .xlsx of 7,849 rows that comes with the project where no file is given. Each run is a
process of its own with cold caches; within it both read the same bytes. The safe path is checks,
child process, parsing, matching, checking and writing the snapshot. Of several runs the fastest of
each counts, because whatever else the machine does can only slow them down. Exits 1 where the ratio
is above 1.0.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from runs import ROOT, Run, measured_runs

MOST = 1.0


def measure(file: Path, register: Path) -> Run:
    """Return the seconds that both take, in this process."""
    import io

    import pandas as pd

    from itasdash.importing import ImportOptions, Upload, import_files
    from itasdash.store import Store
    from itasdash.thai.dates import now

    data = file.read_bytes()
    started = time.perf_counter()
    rows = len(pd.read_excel(io.BytesIO(data), engine="openpyxl"))
    openpyxl = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "itasdash", "--data", folder, "register", str(register)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        started = time.perf_counter()
        options = ImportOptions(who="benchmark", when=now())
        (report,) = import_files(Store(Path(folder)), [Upload(file.name, data)], options)
        safe = time.perf_counter() - started
    if report.outcome != "imported":
        raise SystemExit(f"{file.name} was not imported: {report.error}")
    return {"rows": rows, "openpyxl": openpyxl, "safe": safe}


def main() -> int:
    name, runs = measured_runs(__file__, str(__doc__).splitlines()[0], 5, measure)
    openpyxl = min(run["openpyxl"] for run in runs)
    safe = min(run["safe"] for run in runs)
    print(f"{name}: {runs[0]['rows']:,} rows; fastest of {len(runs)} runs")
    print(f"pandas.read_excel(engine='openpyxl')  {openpyxl:.2f} s")
    print(f"whole safe path of an import          {safe:.2f} s")
    print(f"ratio {safe / openpyxl:.2f} (at most {MOST:.2f})")
    return int(safe > MOST * openpyxl)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
