"""Servers for benchmarks."""

import os
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.kits.browsing import free_port

ROOT = Path(__file__).resolve().parents[1]


def served(data: Path, stack: ExitStack, script: Path = ROOT / "app.py") -> tuple[int, str]:
    """Start a server of a script and give its process and address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=ROOT,
        env=os.environ | {"ITASDASH_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)
    address = f"http://localhost:{port}"
    while process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            return process.pid, address
        time.sleep(0.01)
    raise SystemExit("the server has ended")


def megabytes(process: int) -> float:
    """Return the memory that a process holds, without what it started."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    # One that has just ended holds none, and has no such line.
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
