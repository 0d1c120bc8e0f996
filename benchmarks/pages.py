"""The script run of each page over a data folder, each in turn: once cold, then warm.

``python -m benchmarks --only pages`` runs it over two and compares them. Times are of the
processor, so that another process on the machine disturbs them little.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("overview", "provinces", "unregistered", "surveys", "trends", "changes", "letters")


def run_pages(data: Path, runs: int) -> dict[str, list[float]]:
    """Return the seconds of the processor that each page takes: the first run, then the others."""
    os.environ["ITASDASH_DATA"] = str(data)
    from streamlit.components.v2 import manifest_scanner
    from streamlit.runtime.scriptrunner import script_cache, script_runner
    from streamlit.testing.v1 import AppTest

    # What a run takes of its own thread: what is looked for beside the pages is nobody's click.
    script, spent = script_runner.ScriptRunner._run_script, []

    def timed(runner: Any, *args: Any, **more: Any) -> None:
        began = time.thread_time()
        try:
            script(runner, *args, **more)
        finally:
            spent.append(time.thread_time() - began)

    script_runner.ScriptRunner._run_script = timed  # type: ignore[method-assign]
    # What is installed is looked for, and a page is compiled, once in the life of a server; in a
    # test at every run.
    compiled, compile_page = script_cache.ScriptCache(), script_cache.ScriptCache.get_bytecode
    script_cache.ScriptCache.get_bytecode = lambda _self, path: compile_page(compiled, path)
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
            app.run()
            taken[page].append(round(spent[-1], 3))
        if app.exception:
            raise SystemExit(f"{page}: {app.exception[0].value}")
        pages = pages or app._registered_pages
    return taken


def over(data: Path, runs: int) -> dict[str, list[float]]:
    """Return what :func:`run_pages` does, of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages", str(data), "--runs", str(runs)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found: dict[str, list[float]] = json.loads(output.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=4)
    options = parser.parse_args()
    print(json.dumps(run_pages(options.folder, options.runs)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
