"""The steps of the overview in a meeting: which parts stand side by side on one screen."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from itasdash.ui.overview.parts import Overview


def meeting_steps(parts: Overview) -> dict[str, Callable[[], str]]:
    """Return what draws each step, and returns the title of its screen."""
    return {
        "stand": partial(_stand, parts),
        "map": lambda: _side_by_side(parts, parts.map, parts.worst),
        "push": partial(_push, parts),
        "trend": partial(_changes, parts),
    }


def _stand(parts: Overview) -> str:
    parts.cards()
    parts.words()
    return parts.title


def _push(parts: Overview) -> str:
    if parts.is_complete:
        # Nobody is to be pushed; what comes next is how far they answer.
        return _side_by_side(parts, lambda: parts.road() or parts.map(), parts.trend)
    return _side_by_side(parts, parts.push, partial(_who_and_road, parts))


def _who_and_road(parts: Overview) -> None:
    if parts.roles() is None:
        parts.groups("type", "lao_type")
    parts.road()


def _changes(parts: Overview) -> str:
    if not parts.is_compared:
        return parts.untitled(parts.trend)
    return _side_by_side(parts, parts.trend, parts.movers)


def _side_by_side(parts: Overview, main: Callable[[], str], other: Callable[[], object]) -> str:
    """Show two parts; the finding of the first is the title of the screen."""
    left, right = st.columns(2)
    with left:
        title = parts.untitled(main)
    with right:
        other()
    return title
