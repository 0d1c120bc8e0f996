"""What the server needs before its first visitor: typeface, page list; and the files it serves."""

import asyncio
import importlib
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import fontpkg_sarabun

from itasdash.findings import Damaged, Refusal
from itasdash.settings import read_apart
from itasdash.ui.shell.identity import sign_in_is_set_up
from itasdash.ui.shell.memory import hold_for_good, hold_less, keep_forgetting
from itasdash.ui.shell.navigation import declare_pages
from itasdash.ui.shell.work import finish_works

# A drawing of our own: the browser would fetch a Material symbol for the tab from outside.
ICON = Path(__file__).with_name("icon.svg")
STYLE = Path(__file__).with_name("style.css")
_STATIC = Path(__file__).resolve().parents[3] / "static"
_WEIGHTS = ("Regular", "SemiBold", "Bold")


_serving = Event()


def is_serving() -> bool:
    """Tell whether a server has begun, and not only a run of a page by itself."""
    return _serving.is_set()


@asynccontextmanager
async def ready(app: Any) -> AsyncIterator[None]:  # noqa: ARG001 - streamlit calls it with the app
    """Prepare the server; streamlit waits for it before it lets anybody in."""
    install_typeface()
    read_apart()
    try:
        sign_in_is_set_up()
    except Refusal as refusal:
        logging.getLogger(__name__).error("Nobody will be let in: %s", refusal)
    # Until the first st.navigation of a server, streamlit takes pages/ for its own list of pages
    # and greets a deep link with "Page not found".
    # Nobody visits yet, which streamlit would remark on once for every page.
    remarks = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    remarks.disabled = True
    try:
        declare_pages()
    finally:
        remarks.disabled = False
    hold_less()
    _serving.set()
    Thread(target=_warm, name="warm", daemon=True).start()
    forgetting = asyncio.create_task(keep_forgetting())
    yield
    forgetting.cancel()
    # A save that goes on is let finish; who stops the server may lose patience before that, and
    # then finds the data folder as before or as after.
    await asyncio.to_thread(finish_works)


def _warm() -> None:
    """Load what the first page needs while the first browser still loads what shows it.

    Whoever comes before it is done waits for no more than without it.
    """
    with suppress(ImportError):
        for name in _FIRST_NEEDED:
            importlib.import_module(name)
    # What is wrong with the data is for the page to say.
    with suppress(Refusal, Damaged, OSError):
        from itasdash.ui.shell.loading import warm

        warm()
    hold_for_good()


# What the app imports at its first run, and then the overview.
_FIRST_NEEDED = (
    "itasdash.ui.shell.loading",
    "itasdash.ui.shell.view",
    "itasdash.ui.parts.printing",
    "itasdash.ui.shell.damage",
    "itasdash.ui.unregistered.find",
    "itasdash.ui.overview.meeting",
    "itasdash.ui.overview.parts",
    "itasdash.ui.parts.downloads",
    "itasdash.ui.parts.frame",
)


def install_typeface() -> None:
    """Copy Sarabun from its package to where streamlit serves static files.

    A folder that cannot be written leaves the Thai typefaces of the viewer's own machine.
    """
    for weight in _WEIGHTS:
        source = Path(fontpkg_sarabun.ROOT) / "files" / f"Sarabun-{weight}.ttf"
        target = _STATIC / source.name
        try:
            if not target.exists() or target.stat().st_size != source.stat().st_size:
                _STATIC.mkdir(exist_ok=True)
                shutil.copyfile(source, target)
        except OSError as error:
            logging.getLogger(__name__).warning("%s: %s", target, error)
            return
