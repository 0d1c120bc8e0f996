"""One person uploads the worst files that were found; how long does everybody else wait?

    python -m benchmarks.attack [--files N]

Serves the app over ten snapshots of the whole country. A visitor goes from page to page all the
time, as a browser would ask for them; another drops one hostile file after the other on the import
page, and in between searches for what nobody types. Exits 1 where a page was answered after more
than 2 s, or where the server's memory has not come back to within 200 MB of where it began.
Linux only: it reads /proc.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.history import make_history
from benchmarks.servers import megabytes
from tests.kits.browsing import server
from tests.kits.files import as_csv, workbook
from tests.kits.sessions import Page

PAGES = ("", "provinces", "unregistered", "surveys", "trends", "changes", "letters", "import")
MOST_SECONDS, MOST_MEGABYTES = 2.0, 200
# How long the server keeps what belonged to a page that was closed, and a bit.
FORGETS_WITHIN = 180
READ_WITHIN = 400
_PAUSE, _ALONE = 0.2, 40
TITLES = (
    "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน ข้อมูล ณ วันที่ 7 มกราคม 2565 เวลา 13.00 น.",
    "จังหวัด",
    "อำเภอ",
    "อปท.",
)
MARKS = "ก" + "่" * 1_999


def _list(rows: int, name: Callable[[int], str], province: str = "กระบี่") -> bytes:
    body = [(province, "เหนือคลอง", name(number)) for number in range(rows)]
    return as_csv([(TITLES[0],), TITLES[1:], *body])


def _pairs(number: int) -> str:
    return f"อบต.{'น้ำำ่า' * 15}{number}"


# What took longest or most among all that was tried, by what is the matter with it.
FILES: Mapping[str, Callable[[], bytes]] = {
    "16,000 x 1,000 cells": lambda: b"\n".join([b",".join([b"1"] * 1_000)] * 16_000),
    "4,900 x 1,000 cells": lambda: b"\n".join([b",".join([b"12"] * 1_000)] * 4_900),
    "48 MB of one letter": lambda: b"a,b\n" + b"x" * (48 * 2**20),
    "9,900 names of nobody": lambda: _list(9_900, _pairs),
    "9,900 names of no province": lambda: _list(9_900, _pairs, ""),
    "7,500 names of tone marks": lambda: _list(7_500, lambda n: f"อบต.{MARKS}{n}"),
    "3,000 cells of dates": lambda: as_csv([("7 ม.ค. 65, " * 180,) * 3] * 3_000),
    "200,000 rows": lambda: _list(190_000, lambda n: f"อบต.ก{n}"),
    "400,000 cells of 40 letters": lambda: as_csv([("อบต.น้ำๆๆ " * 4,) * 100] * 4_000),
    "sheet of 300,000 texts": lambda: workbook(
        ("1", [[f"{MARKS[:50]}{r}-{c}" for c in range(100)] for r in range(3_000)])
    ),
}


class Visitor(threading.Thread):
    """Somebody who goes from page to page until told to stop, and notes how long each took.

    ``ask`` asks for one of ``names`` and waits for the answer.
    """

    def __init__(
        self, address: str, names: Sequence[str], ask: Callable[[Page, str], object]
    ) -> None:
        super().__init__(daemon=True)
        self._address, self._names, self._ask = address, names, ask
        self.waits: list[tuple[float, str]] = []
        self._stopped = threading.Event()

    def run(self) -> None:
        with Page(self._address) as page:
            while not self._stopped.is_set():
                for name in self._names:
                    began = time.perf_counter()
                    self._ask(page, name)
                    self.waits.append((time.perf_counter() - began, name))
                    self._stopped.wait(_PAUSE)

    def stop(self) -> list[tuple[float, str]]:
        """End the visit; return how long each answer took, the longest last."""
        self._stopped.set()
        self.join()
        return sorted(self.waits)


def visitors(address: str) -> list[Visitor]:
    """Return one who looks at the pages, and one who only asks whether the server lives."""
    pages = Visitor(address, PAGES, lambda page, name: page.run(page=name))
    pulse = Visitor(address, ["pulse"], lambda page, _: page.kinds_until_heartbeat())
    return [pages, pulse]


def watched(
    address: str, meanwhile: Callable[[Sequence[Visitor]], object]
) -> list[list[tuple[float, str]]]:
    """Return what visitors had to wait for while something went on."""
    present = visitors(address)
    for visitor in present:
        visitor.start()
    meanwhile(present)
    return [visitor.stop() for visitor in present]


def attack(address: str, files: Mapping[str, bytes], present: Sequence[Visitor]) -> None:
    """Drop each file on the import page and wait until it has been answered."""
    headings = ("seconds", "page", "sign of life")
    print(f"{'the file, and the longest that others waited':46}{'MB':>5}", end="")
    print("".join(f"{heading:>14}" for heading in headings))
    for number, (name, data) in enumerate(files.items()):
        began, before = time.perf_counter(), [len(each.waits) for each in present]
        with Page(address) as page:
            message = BackMsg()
            message.rerun_script.page_name = "import"
            uploader = _uploader(page.messages(message))
            status = page.upload(data, str(number), file="a.csv").status_code
            widget = message.rerun_script.widget_states.widgets.add(id=uploader)
            info = widget.file_uploader_state_value.uploaded_file_info.add(
                file_id=str(number), name="a.csv", size=len(data)
            )
            place = f"/_stcore/upload_file/{page.session}/{number}"
            info.file_urls.upload_url = info.file_urls.delete_url = place
            info.file_urls.file_id = str(number)
            said = ""
            while time.perf_counter() - began < READ_WITHIN:
                said = "\n".join(map(str, page.messages(message, READ_WITHIN)))
                if "progress" not in said:
                    break
                time.sleep(0.5)
            search = BackMsg()
            search.rerun_script.page_name = "unregistered"
            search.rerun_script.query_string = "q=" + "%E0%B9%88" * 1_700
            page.messages(search, READ_WITHIN)
            took = time.perf_counter() - began
        longest = [max([(0.0, ""), *v.waits[n:]])[0] for v, n in zip(present, before, strict=True)]
        shown = "".join(f"{seconds:14.2f}" for seconds in (took, *longest))
        print(f"{name:44}{status:4}{len(data) >> 20:5}{shown}", flush=True)


def _uploader(messages: list[ForwardMsg]) -> str:
    for message in messages:
        if message.delta.new_element.WhichOneof("type") == "file_uploader":
            return message.delta.new_element.file_uploader.id
    raise SystemExit("there is no place to drop files")


def children(of: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text(errors="replace").rpartition(")")[2].split()[1]) == of:
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--files", type=int, default=len(FILES))
    options = parser.parse_args()
    files = {name: make() for name, make in list(FILES.items())[: options.files]}
    with tempfile.TemporaryDirectory() as folder:
        make_history(Path(folder), 10, originals=False)
        with server(Path(folder)) as address:
            [process] = children(os.getpid())
            with Page(address) as page:
                for _ in range(2):
                    for name in PAGES:
                        page.run(page=name)
            alone = watched(address, lambda _: time.sleep(_ALONE))
            begun = megabytes(process)
            beside = watched(address, lambda present: attack(address, files, present))
            time.sleep(FORGETS_WITHIN)
            ended = megabytes(process)
            kept = sum(map(megabytes, children(process)))
    for what, before, meanwhile in zip(("a page", "a sign of life"), alone, beside, strict=True):
        print(f"{what}: {_waits(before)} alone; {_waits(meanwhile)} beside the attack")
    worst = beside[0][-1][0]
    grown = ended - begun
    print(f"memory {begun:.0f} MB before, {ended:.0f} MB after, {kept:.0f} MB beside it")
    print(f"at most {MOST_SECONDS:.2f} s for a page, and {MOST_MEGABYTES} MB more than before")
    return int(worst > MOST_SECONDS or grown > MOST_MEGABYTES)


def _waits(found: Sequence[tuple[float, str]]) -> str:
    """Return half and longest of what was waited, for people."""
    (longest, name), half = found[-1], found[len(found) // 2][0]
    return f"half within {half:.2f} s, the longest {longest:.2f} s ({name or 'overview'})"


if __name__ == "__main__":
    raise SystemExit(main())
