"""Files of a folder that come from elsewhere when they are asked for: those of a published copy."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol


class Source(Protocol):
    """Where files of a folder come from; both methods raise ``Refusal`` where they cannot."""

    def bring(self, paths: Iterable[Path]) -> None:
        """Let those files be there that are not there yet."""

    def bring_again(self, paths: Iterable[Path]) -> None:
        """Let those files be there anew, which are not what they are to be."""

    def originals(self, digest: str) -> list[Path]:
        """Return where the file of that hash is to lie, as it was received."""


_SOURCES: dict[Path, Source] = {}


def source_of(root: Path) -> Source | None:
    """Return where files of a folder come from, None for a data folder, which has all its own."""
    return _SOURCES.get(root)


def let_come_from(root: Path, source: Source) -> None:
    """Remember where files of a folder come from."""
    _SOURCES[root] = source


def forget(root: Path) -> None:
    """Forget a folder that is no more."""
    _SOURCES.pop(root, None)
