"""The table of what everything takes over years of history, each as a ratio to a floor.

    python -m benchmarks [--days N] [--short FOLDER] [--long FOLDER] [--only PART ...]

Makes two data folders (benchmarks/history.py), of ten days and of N (1,825 where left out), unless
they are given, and prints a line for each thing: what it took, the floor taken in the same run, the
ratio and its reach. Exits 1 where a ratio is beyond its reach.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks import commands
from benchmarks.browser import in_browser
from benchmarks.commands import Row
from benchmarks.history import make_history
from benchmarks.pages import PAGES, over
from itasdash.importing.mart_writer import freshen
from itasdash.store import Store

SHORT, REBUILT = 10, 60
_FILE = commands.REGISTER.with_name("itas_export_2022-02-28.xlsx")


def _pages(short: Path, long: Path) -> list[Row]:
    few, many = over(short, 6), over(long, 6)
    rows, warm = [], []
    for page in PAGES:
        floor, taken = median(few[page][2:]), median(many[page][2:])
        warm.append(taken)
        rows.append(Row(f"page {page}, warm", "short history", floor, taken, 1.5))
    return [*rows, Row("the same, median of the pages", "150 ms", 0.15, median(warm), 1.0)]


def _parts(short: Path, long: Path) -> dict[str, Callable[[], list[Row]]]:
    def rebuilt() -> list[Row]:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            make_history(data, REBUILT)
            return commands.rebuilding(data)

    return {
        "pages": lambda: _pages(short, long),
        "browser": lambda: in_browser(long, 3),
        "import": lambda: commands.imports(short, long, _FILE),
        "queries": lambda: commands.queries(short, long),
        "changes": lambda: commands.changes(long),
        "downloads": lambda: commands.downloads(long),
        "rebuild": rebuilt,
    }


def _rows(options: argparse.Namespace, folder: Path) -> Iterator[Row]:
    short = options.short or _made(folder, SHORT)
    long = options.long or _made(folder, options.days)
    for name, part in _parts(short, long).items():
        if not options.only or name in options.only:
            yield from part()


def _made(folder: Path, days: int) -> Path:
    data = folder / str(days)
    make_history(data, days, originals=False)
    freshen(Store(data), lambda *_: None)
    return data


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--days", type=int, default=1825)
    parser.add_argument("--short", type=Path, help="a folder of ten days that is there already")
    parser.add_argument("--long", type=Path, help="a folder of many days that is there already")
    parser.add_argument("--only", nargs="*", metavar="PART", choices=list(_parts(Path(), Path())))
    options = parser.parse_args()
    reached = True
    print(f"{'what':46}{'floor':>22}{'':>8}{'taken':>8}{'ratio':>7}{'reach':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(options, Path(folder)):
            reached &= row.ratio <= row.reach
            mark = "" if row.ratio <= row.reach else "  beyond"
            numbers = f"{row.floor:8.2f}{row.taken:8.2f}{row.ratio:7.2f}{row.reach:7.2f}"
            print(f"{row.what:46}{row.floor_name:>22}{numbers}{mark}", flush=True)
    return int(not reached)


if __name__ == "__main__":
    raise SystemExit(main())
