"""What other pages show first is made before anybody asks, and only where there is a server."""

import threading
from pathlib import Path

import pytest

from itasdash.reference import lao_types
from itasdash.store import Store
from itasdash.ui.parts import ahead
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell import kept, server
from itasdash.ui.shell.loading import Loader
from itasdash.ui.shell.view import View
from tests.kits.survey_office import survey_office


@pytest.fixture
def view(tmp_path: Path) -> View:
    store = survey_office(tmp_path)
    snapshots = tuple(store.snapshots())
    return View("th", store, snapshots, snapshots[-1], snapshots[-2], False)


@pytest.fixture(autouse=True)
def nothing_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_begun", set())
    monkeypatch.setattr(ahead, "_AFTER", 0.0)
    monkeypatch.setattr(ahead, "_BETWEEN", 0.0)


def test_what_is_made_ahead_is_what_pages_ask_for(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept._kept.clear()
    ahead._make(view)
    # Whatever was not kept by now would have to be read.
    monkeypatch.setattr(Store, "read", None)
    monkeypatch.setattr("itasdash.importing.marts.read_mart", None)
    surveys = SurveyData(view)
    assert surveys.instruments
    for instrument in surveys.instruments:
        assert len(surveys.surveys(instrument, "province"))
        assert len(surveys.trend(instrument))
    assert len(Loader(view).trend("type"))
    assert len(Loader(view).trend_of_years("type", next(iter(lao_types()))))


def test_it_begins_once_and_only_where_a_server_runs(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[View] = []
    monkeypatch.setattr(ahead, "_make", made.append)
    monkeypatch.setattr(server, "_serving", server.Event())
    ahead.look_ahead(view)
    assert not ahead._begun
    server._serving.set()
    ahead.look_ahead(view)
    ahead.look_ahead(view)
    assert ahead._begun == {(str(view.store.root), "th")}
    for thread in [each for each in threading.enumerate() if each.name == "ahead"]:
        thread.join()
    assert made == [view]


def test_it_waits_until_the_marts_are_up_to_date(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    class Follower:
        """Somebody who is done when he was looked at twice."""

        @property
        def at_work(self) -> bool:
            asked.append(len(asked) < 2)
            return asked[-1]

    follower = Follower()
    monkeypatch.setattr(ahead, "follower_of", lambda _: follower)
    made: list[int] = []
    monkeypatch.setattr(ahead, "steps", lambda _: iter([lambda: made.append(len(asked))]))
    ahead._make(view)
    assert asked == [True, True, False]
    assert made == [3]
