"""All sessions share the frames that are kept, so that no page may change one."""

import pickle
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from itasdash.ui.shell import kept as module

# Each page, and choices that make it narrow, sort and mark what it was given.
VIEWS = (
    ("overview", {}),
    ("overview", {"lang": "en", "as_of": "20220107T1300"}),
    ("provinces", {"region": "south", "order": "outstanding"}),
    ("provinces", {"province": "20"}),
    ("unregistered", {"in": "20"}),
    ("surveys", {}),
    ("surveys", {"province": "20"}),
    ("trends", {"panels": "type"}),
    ("changes", {}),
    ("letters", {}),
)


def test_no_page_changes_what_is_kept(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_made: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    others: list[tuple[object, bytes]] = []
    know, size = module._know, module._size

    def remembered(frame: pd.DataFrame, name: bytes) -> None:
        as_made.append((frame, frame.copy(deep=True)))
        know(frame, name)

    def weighed(made: object) -> int:
        if isinstance(made, list | dict):
            others.append((made, pickle.dumps(made)))
        return size(made)

    module._kept.clear()
    monkeypatch.setattr(module, "_size", weighed)
    monkeypatch.setattr(module, "_know", remembered)
    for page, address in VIEWS:
        assert not visit(page, **address).exception
    assert len(as_made) > 50
    assert len(others) > 5
    assert [pickle.dumps(made) == before for made, before in others] == [True] * len(others)
    for frame, before in as_made:
        pd.testing.assert_frame_equal(frame, before)
