"""All sessions share the frames that are kept, so that no page may change one."""

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
    know = module._know

    def remembered(frame: pd.DataFrame, name: bytes) -> None:
        as_made.append((frame, frame.copy(deep=True)))
        know(frame, name)

    module._kept.clear()
    monkeypatch.setattr(module, "_know", remembered)
    for page, address in VIEWS:
        assert not visit(page, **address).exception
    assert len(as_made) > 50
    for frame, before in as_made:
        pd.testing.assert_frame_equal(frame, before)
