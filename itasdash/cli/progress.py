"""How far long work has come, on standard error: standard output is for what was asked for."""

import sys
import time
from collections.abc import Callable

from itasdash.i18n import Translator

# Seconds between two lines where nothing can be written over: a file, or a log.
_PAUSE = 5.0
# What is done sooner than this needs no line.
_SOON = 1.0


def following_progress(t: Translator) -> Callable[[int, int, str], None]:
    """Return what tells people how many snapshots are up to date by now."""
    return Line(lambda done, everything, at: t("cli.following", done=done, all=everything, at=at))


class Line:
    """A line that is written over on a terminal, and again every few seconds elsewhere."""

    def __init__(self, text: Callable[[int, int, str], str]) -> None:
        self._text = text
        self._begun = self._last = time.monotonic()
        self._width = 0

    def __call__(self, done: int, everything: int, at: str) -> None:
        """Tell that ``done`` of ``everything`` is done, and what is at hand."""
        if sys.stderr.isatty():
            self._write_over(done, everything, at)
        elif everything and time.monotonic() - self._last >= _PAUSE:
            self._last = time.monotonic()
            print(self._text(done, everything, at), file=sys.stderr, flush=True)

    def _write_over(self, done: int, everything: int, at: str) -> None:
        over = done >= everything
        if (over and not self._width) or time.monotonic() - self._begun < _SOON:
            return
        line = "" if over else self._text(done, everything, at)
        print(f"\r{line:{self._width}}", end="\r" if over else "", file=sys.stderr, flush=True)
        self._width = 0 if over else max(self._width, len(line))
