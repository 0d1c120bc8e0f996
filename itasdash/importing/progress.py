"""How far work has come, told to whoever waits for it."""

from collections.abc import Callable

# Told how much is done, of how much, and what is at hand.
Progress = Callable[[int, int, str], None]


def unseen(done: int, everything: int, at: str) -> None:
    """Tell nobody how far work has come."""
