"""What the other pages will be asked for, made beside the pages once the first one is there.

The first look at the surveys of a fiscal year of daily snapshots takes seconds, and every one after
it none: nobody in a meeting need be the first.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Lock, Thread

from itasdash.findings import Damaged, Refusal
from itasdash.reference import lao_types
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell.following import follower_of
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.over_time import load_changes, load_histories
from itasdash.ui.shell.server import is_serving
from itasdash.ui.shell.view import View

# Seconds that the first page has for itself, and those that come in between.
_AFTER, _BETWEEN = 10.0, 0.5
_lock = Lock()
_begun: set[tuple[str, str]] = set()


def look_ahead(view: View) -> None:
    """Begin to make what other pages show of a view: once for a data folder and a language.

    Nothing is made where no server runs that somebody could ask.
    """
    key = (str(view.store.root), view.language)
    with _lock:
        if not is_serving() or key in _begun:
            return
        _begun.add(key)
    Thread(target=_make, args=(view,), name="ahead", daemon=True).start()


def _make(view: View) -> None:
    time.sleep(_AFTER)
    # What is not up to date yet would be derived here as well, and for nothing.
    while follower_of(view.store).at_work:
        time.sleep(_BETWEEN)
    try:
        for step in steps(view):
            step()
            time.sleep(_BETWEEN)
    except (Damaged, OSError, Refusal):
        # What is wrong with the data is for the page to say that needs it.
        return


def steps(view: View) -> Iterator[Callable[[], object]]:
    """Yield what makes, and so keeps, what the other pages show first of a view."""
    load, surveys = Loader(view), SurveyData(view)
    yield from (partial(load.trend, by) for by in ("province", "region", "type"))
    yield partial(load_histories, view)
    for instrument in surveys.instruments:
        groups = ("country", "province", "region", "type")
        yield from (partial(surveys.surveys, instrument, by) for by in groups)
        yield partial(surveys.trend, instrument)
    # All months are read for the first group of a kind, and for no other after it.
    yield partial(load.trend_of_years, "country", "TH")
    yield partial(load.trend_of_years, "type", next(iter(lao_types())))
    if view.before and not (view.info.summary_only or view.before.summary_only):
        yield partial(load_changes, view, view.before)
