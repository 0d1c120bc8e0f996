"""How long a full meeting room waits: real websocket sessions, each clicking every few seconds.

    python -m benchmarks.viewers DATA --viewers 50 --minutes 3 --processes 1

Prints how long a click took to its end (the median, the 95th percentile, the longest), how many
failed, the memory of each server, and what a run took of the processors. ``DATA`` is only looked
at. A viewer changes to another page or another choice of a select box, one as often as the other;
``--choices seen`` leaves it at the first few of a box, which stand there without scrolling, and
``any`` picks out of all: of years of days hardly any choice is made twice then. Whoever measures
on the machine that serves takes a part of its processors as well, which the times include and the
processor of the servers does not.
"""

import argparse
import os
import random
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.servers import megabytes, served
from tests.kits.sessions import Page

PAGES = ("overview", "provinces", "unregistered", "surveys", "trends", "changes")
# What is bigger is a chart or a table, which no click needs to understand.
_UNDERSTOOD_BYTES = 20_000
_FIRST_SECONDS, _CLICK_SECONDS = 300, 120
# How many choices a select box shows when it is opened.
_SEEN = 8


@dataclass
class Room:
    """What all viewers of a room met."""

    ends: float
    every: float
    # How many choices of a select box somebody picks from.
    choices: int | None = None
    clicks: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Viewer(threading.Thread):
    """Somebody who changes the page, or a choice on it, every few seconds."""

    def __init__(self, app: str, room: Room, number: int) -> None:
        super().__init__(name=f"viewer-{number}", daemon=True)
        self._app, self._room = app, room
        self._random = random.Random(number)
        self._page, self._hash = "overview", ""
        self._hashes: dict[str, str] = {}
        self._choices: dict[str, tuple[str, ...]] = {}
        self._states: dict[str, str] = {}

    def run(self) -> None:
        """Look until the room closes."""
        try:
            with Page(self._app) as tab:
                # Nobody opens the page in the same moment as all others.
                time.sleep(self._random.uniform(0, self._room.every))
                self._room.first.append(self._act(tab, _FIRST_SECONDS))
                while time.monotonic() < self._room.ends:
                    time.sleep(self._random.uniform(0.5, 1.5) * self._room.every)
                    self._change()
                    self._room.clicks.append(self._act(tab, _CLICK_SECONDS))
        except Exception as error:
            self._room.errors.append(f"{self.name}: {type(error).__name__}: {error}")

    def _change(self) -> None:
        if self._choices and self._random.random() < 0.5:
            name, options = self._random.choice(sorted(self._choices.items()))
            self._states[name] = self._random.choice(options)
            return
        self._page = self._random.choice(PAGES)
        self._hash = self._hashes.get(self._page, "")
        self._choices, self._states = {}, {}

    def _act(self, tab: Page, within: float) -> float:
        message = BackMsg()
        state = message.rerun_script
        state.page_name, state.page_script_hash = ("", self._hash) if self._hash else ("", "")
        state.widget_states.widgets.extend(
            WidgetState(id=name, string_value=value) for name, value in self._states.items()
        )
        began = time.perf_counter()
        tab.stream.send(message.SerializeToString())
        while True:
            frame = bytes(tab.stream.recv(within))
            if len(frame) < _UNDERSTOOD_BYTES and self._ends(ForwardMsg.FromString(frame)):
                return time.perf_counter() - began

    def _ends(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            pages = message.navigation.app_pages
            self._hashes |= {page.url_pathname: page.page_script_hash for page in pages}
        elif kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "selectbox" and len(element.selectbox.options) > 1:
                options = tuple(element.selectbox.options)[: self._room.choices]
                self._choices[element.selectbox.id] = options
            elif element.WhichOneof("type") == "exception":
                self._room.errors.append(f"{self._page}: {element.exception.message}")
            elif element.WhichOneof("type") == "alert" and element.alert.format == 1:
                self._room.errors.append(f"{self._page}: {element.alert.body}")
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self._room.errors.append(f"{self._page}: did not compile")
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False


def processor_seconds(process: int) -> float:
    """Return what a process has had of the processors; who else is on the machine adds nothing."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], part: float) -> float:
    """Return the value that so great a part of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def main() -> None:
    """Fill a room, and print what it met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two clicks")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--choices", choices=["any", "seen"], default="any")
    given = parser.parse_args()
    with ExitStack() as stack:
        servers = [served(given.data, stack) for _ in range(given.processes)]
        # One opens each server first, as whoever prepares the meeting does.
        for number, (_, app) in enumerate(servers):
            before = Room(time.monotonic(), 0.0)
            Viewer(app, before, -1 - number).run()
            print(f"first page of process {number + 1}: {before.first} s {before.errors}")
        choices = _SEEN if given.choices == "seen" else None
        room = Room(time.monotonic() + 60 * given.minutes, given.every, choices)
        at_first = [processor_seconds(process) for process, _ in servers]
        viewers = [Viewer(servers[n % len(servers)][1], room, n) for n in range(given.viewers)]
        for viewer in viewers:
            viewer.start()
        for viewer in viewers:
            viewer.join(60 * given.minutes + _FIRST_SECONDS)
        worked = 0.0
        for number, (process, _) in enumerate(servers):
            worked += processor_seconds(process) - at_first[number]
            print(f"memory of process {number + 1}: {megabytes(process):,.0f} MB")
    for name, values in (("first pages", room.first), ("clicks", room.clicks)):
        shown = [1000 * percentile(values, part) for part in (0.5, 0.95, 1.0)]
        median, most, longest = (f"{each:,.0f} ms" for each in shown)
        print(f"{len(values)} {name}: median {median}, 95th percentile {most}, longest {longest}")
    runs = len(room.first) + len(room.clicks)
    print(f"processor of the servers: {1000 * worked / max(runs, 1):,.0f} ms a run")
    print(f"errors: {len(room.errors)}", *room.errors[:10], sep="\n")


if __name__ == "__main__":
    main()
