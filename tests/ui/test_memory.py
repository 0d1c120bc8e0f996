"""What belonged to closed pages is given up by itself, and not when the next page is closed."""

import gc
import weakref
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from itasdash.ui.shell.memory import forget_closed_pages, hold_for_good, search_all


class Session:
    """A page that was closed, as far as it is shut down."""

    def __init__(self, name: str) -> None:
        self.id, self.ended = name, False

    def shutdown(self) -> None:
        self.ended = True


def test_a_closed_page_goes_with_its_files_when_its_time_is_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uploads = MemoryUploadedFileManager("/upload")
    late, soon = MemorySessionStorage(ttl_seconds=0), MemorySessionStorage(ttl_seconds=600)
    managers = [
        WebsocketSessionManager(storage, uploads, None, None)  # type: ignore[arg-type]
        for storage in (late, soon)
    ]
    sessions = [Session("late"), Session("soon")]
    for storage, session in zip((late, soon), sessions, strict=True):
        storage.save(SessionInfo(client=None, session=session))  # type: ignore[arg-type]
        uploads.add_file(session.id, UploadedFileRec("1", "a.csv", "text/csv", b"x" * 1_000))
    runtime: Any = SimpleNamespace(_session_mgr=managers[1], uploaded_file_mgr=uploads)
    monkeypatch.setattr(Runtime, "exists", lambda: True)
    monkeypatch.setattr(Runtime, "instance", lambda: runtime)
    # Of a session that nobody knows nobody takes the files away.
    assert not forget_closed_pages()
    assert list(uploads.file_storage) == ["soon"]
    runtime._session_mgr = managers[0]
    assert forget_closed_pages()
    assert [each.ended for each in sessions] == [True, False]
    assert not uploads.file_storage


def test_what_is_held_for_good_is_not_searched_again() -> None:
    held = [{"name": "กระบี่"}]
    try:
        hold_for_good()
        assert not any(each is held for each in gc.get_objects())
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
    assert any(each is held for each in gc.get_objects())


def test_a_cycle_that_was_held_goes_when_everything_is_searched() -> None:
    class Closed:
        """A closed page whose parts know each other."""

    page = Closed()
    page.own = page  # type: ignore[attr-defined]
    gone = weakref.ref(page)
    try:
        hold_for_good()
        del page
        gc.collect()
        assert gone() is not None
        search_all()
        assert gone() is None
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
