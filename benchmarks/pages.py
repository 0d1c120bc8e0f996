"""The script run of each page over a long history, against the same page over a short one.

    python -m benchmarks.pages [--days N] [--runs N]

Makes two data folders (benchmarks/history.py), one of ten days and one of N (365 where left out),
and runs each page over both in processes of their own: once cold, then warm. Times are of the
processor, so that another process on the machine disturbs them little. Exits 1 where a warm page
takes more than 1.5 times as long over the long history.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.history import make_history

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("overview", "provinces", "unregistered", "surveys", "trends", "changes", "letters")
SHORT, MOST = 10, 1.5


def run_pages(data: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of the processor that each page takes: the first run, then the others."""
    os.environ["ITASDASH_DATA"] = str(data)
    from streamlit.components.v2 import manifest_scanner
    from streamlit.testing.v1 import AppTest

    # What is installed is looked for at every test, but once in the life of a server.
    found = manifest_scanner.scan_component_manifests()
    manifest_scanner.scan_component_manifests = lambda *_args, **_more: found
    taken: dict[str, list[float]] = {}
    pages = None
    for page in PAGES:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
        if pages is not None:
            app._registered_pages = dict(pages)
            app.switch_page(f"pages/{page}_page.py")
        taken[page] = []
        for _ in range(runs):
            began = time.process_time()
            app.run()
            taken[page].append(round(time.process_time() - began, 3))
        if app.exception:
            raise SystemExit(f"{page}: {app.exception[0].value}")
        pages = pages or app._registered_pages
    return taken


def over(data: Path, runs: int) -> dict[str, list[float]]:
    """Return what :func:`run_pages` does, of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages", "--over", str(data), "--runs", str(runs)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found: dict[str, list[float]] = json.loads(output.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--over", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.over:
        print(json.dumps(run_pages(options.over, options.runs)))
        return 0
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for days in (SHORT, options.days):
            data = Path(folder) / str(days)
            make_history(data, days, originals=False)
            found.append(over(data, options.runs))
    worst = 0.0
    print(f"{'page':14}{'cold':>8}{'warm':>8}{'cold':>10}{'warm':>8}{'ratio':>8}")
    print(f"{'':14}{SHORT:>13} days{options.days:>15} days")
    for page in PAGES:
        short, long = (each[page] for each in found)
        warm = [min(each[1:]) for each in (short, long)]
        ratio = warm[1] / max(warm[0], 0.001)
        worst = max(worst, ratio)
        print(f"{page:14}{short[0]:8.2f}{warm[0]:8.2f}{long[0]:10.2f}{warm[1]:8.2f}{ratio:8.2f}")
    return int(worst > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
