"""What benchmarks share: options, and runs that are processes of their own."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
Run = dict[str, float]


def measured_runs(
    script: str, description: str, runs: int, measure: Callable[[Path, Path], Run]
) -> tuple[str, list[Run]]:
    """Return the file that was measured and what each run of ``measure(file, register)`` gave."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE / "สถานะ ITAS 30 ธ.ค. 64.xlsx")
    parser.add_argument("--register", type=Path, default=SAMPLE / "register.csv")
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    file, register = options.file.resolve(), options.register.resolve()
    if options.one:
        print(json.dumps(measure(file, register)))
        raise SystemExit(0)
    command = [sys.executable, script, str(file), "--register", str(register), "--one"]
    found = []
    for _ in range(options.runs):
        done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        found.append(json.loads(done.stdout))
    return file.name, found
