"""Where two written names differ, letter by letter."""

from collections.abc import Callable
from difflib import SequenceMatcher

_ZERO_WIDTH = tuple(chr(code) for code in (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)))


def differing(written: str, name: str, escaped: Callable[[str], str]) -> str:
    """Return ``name`` as Markdown, the parts that ``written`` has otherwise in bold orange.

    ``escaped`` makes text inert. A mark above or below a letter is shown with its letter.
    """
    parts = []
    for text, same in _parts(written, name):
        if text:
            parts.append(escaped(text) if same else f":orange[**{escaped(text)}**]")
    return "".join(parts)


def _parts(written: str, name: str) -> list[tuple[str, bool]]:
    ours, theirs = _clusters(name), _clusters(written)
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    return [
        ("".join(ours[start:end]), tag == "equal")
        for tag, _, _, start, end in matcher.get_opcodes()
    ]


def _clusters(text: str) -> list[str]:
    """Split text into letters with the marks that stand on them."""
    clusters: list[str] = []
    for character in text:
        if character in _ZERO_WIDTH and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
