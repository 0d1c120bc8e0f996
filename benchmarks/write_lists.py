"""CSV and Excel of all LAOs against the bare write of the same frame by pandas (and openpyxl).

    python benchmarks/write_lists.py [FILE] [--register FILE] [--runs N]

Takes the export of 7,849 LAOs that comes with the project where no file is given. Each run is a
process of its own; within it each is written in turn, ours and the bare one, so that whatever else
the machine does slows both. Of several runs the fastest of each counts. Exits 1 where a ratio is
above 1.5.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from runs import ROOT, Run, measured_runs

MOST = 1.5
TURNS = 3


def measure(file: Path, register: Path) -> Run:
    """Return the seconds of each, in this process."""
    import io

    from itasdash.documents.csv_files import to_csv
    from itasdash.documents.lao_tables import lao_list
    from itasdash.documents.provenance import cover_rows
    from itasdash.documents.workbook import to_xlsx
    from itasdash.importing import ImportOptions, Upload, import_files
    from itasdash.metrics.histories import lao_histories
    from itasdash.metrics.selection import LaoFilter, select_laos
    from itasdash.store import Store
    from itasdash.thai.dates import now

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "itasdash", "--data", folder, "register", str(register)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        options = ImportOptions(who="benchmark", when=now())
        (report,) = import_files(
            Store(Path(folder)), [Upload(file.name, file.read_bytes())], options
        )
        if report.error is not None:
            raise SystemExit(f"{file.name} was not imported: {report.error}")
        snapshot = Store(Path(folder)).read(report.as_of)
    history = lao_histories({snapshot.info.as_of: snapshot.status})
    table = lao_list(select_laos(snapshot.status, LaoFilter(), history), "th")
    subject = cover_rows(snapshot.info, "อปท.", "ทุกภาค", table, "th")
    ways: dict[str, Callable[[], object]] = {
        "csv_bare": lambda: table.to_csv(index=False).encode("utf-8-sig"),
        "csv": lambda: to_csv(table),
        "xlsx_bare": lambda: table.to_excel(io.BytesIO(), index=False, engine="openpyxl"),
        "xlsx": lambda: to_xlsx(table, "รายชื่อ", "อปท.", subject, "th", "เกี่ยวกับ"),
    }
    taken = {name: float("inf") for name in ways}
    for _ in range(TURNS):
        for name, write in ways.items():
            started = time.perf_counter()
            write()
            taken[name] = min(taken[name], time.perf_counter() - started)
    return {"rows": len(table), **taken}


def main() -> int:
    name, runs = measured_runs(__file__, str(__doc__).splitlines()[0], 3, measure)
    print(f"{name}: {runs[0]['rows']:,} rows; fastest of {len(runs)} runs")
    worst = 0.0
    for kind in ("csv", "xlsx"):
        ours, bare = (min(run[name] for run in runs) for name in (kind, f"{kind}_bare"))
        worst = max(worst, ours / bare)
        print(f"{kind:4}  ours {ours:.3f} s, bare {bare:.3f} s, ratio {ours / bare:.2f}")
    print(f"at most {MOST:.2f}")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
