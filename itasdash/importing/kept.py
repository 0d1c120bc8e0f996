"""What was read of files, kept between a dry run, settled names and saving.

Reading a file takes seconds. What it says rests on its bytes, on what was said of it, and on
registers, layouts and names; as long as these are the same it is not read again. A name that is
settled concerns the files in which it stands, and no others.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from itasdash.findings import Refusal
from itasdash.ingest.facts import Export
from itasdash.ingest.matching.confirmed import Alias
from itasdash.thai.text import key

# A full export has 7,849 rows, and takes about ten megabytes.
_MOST_ROWS, _MOST_FILES = 100_000, 256
# What is refused for reasons that are not of the file may be taken the next time.
_PASSING = ("file_too_heavy", "reader_broken", "unforeseen", "system", "store_damaged")


@dataclass(frozen=True)
class Grounds:
    """What a reading rests on: a value for the file with all but the names, and the names."""

    of: Hashable
    aliases: tuple[Alias, ...]


class KeptExports:
    """Exports as they were read, those that were not asked for longest given up first.

    Nobody may change one: whoever asks again gets the same.
    """

    def __init__(self, most_rows: int = _MOST_ROWS, most_files: int = _MOST_FILES) -> None:
        self._most_rows, self._most_files = most_rows, most_files
        self._kept: OrderedDict[Hashable, tuple[tuple[Alias, ...], Export | Refusal]]
        self._kept = OrderedDict()
        self._lock = Lock()

    def get(self, grounds: Grounds, read: Callable[[], Export]) -> Export:
        """Return what a file says, as it was read on the same grounds or else by ``read``.

        Raises:
            Refusal: the file was or is refused.
        """
        with self._lock:
            kept = self._kept.get(grounds.of)
            if kept is not None and _holds(*kept, grounds.aliases):
                self._kept.move_to_end(grounds.of)
                return _given(kept[1])
        try:
            found = read()
        except Refusal as refusal:
            if refusal.code not in _PASSING:
                self._keep(grounds, refusal)
            raise
        self._keep(grounds, found)
        return found

    def put(self, grounds: Grounds, export: Export) -> None:
        """Keep what a file says under other words for the same grounds."""
        self._keep(grounds, export)

    def clear(self) -> None:
        """Give up all of them."""
        with self._lock:
            self._kept.clear()

    def _keep(self, grounds: Grounds, found: Export | Refusal) -> None:
        with self._lock:
            self._kept[grounds.of] = (grounds.aliases, found)
            self._kept.move_to_end(grounds.of)
            # The same export may stand there under several words.
            while len(self._kept) > 1 and (
                len(self._kept) > self._most_files or self._rows() > self._most_rows
            ):
                self._kept.popitem(last=False)

    def _rows(self) -> int:
        exports = {id(e): e for _, e in self._kept.values() if isinstance(e, Export)}
        return sum(each.rows.read for each in exports.values())


def _holds(before: Sequence[Alias], found: Export | Refusal, now: Sequence[Alias]) -> bool:
    """Tell whether other names than before make no difference to what was read."""
    if tuple(before) == tuple(now):
        return True
    if isinstance(found, Refusal):
        return False
    names = names_to_confirm(found)

    def bearing(aliases: Sequence[Alias]) -> list[Alias]:
        return [each for each in aliases if (each.province_code, key(each.written)) in names]

    # In their order: the first that is about a row is the one that counts.
    return bearing(before) == bearing(now)


def names_to_confirm(export: Export) -> set[tuple[str, str]]:
    """Return province and name, as they are compared, of what only confirmed names decide."""
    places = [row.place for row in export.laos if row.rule in ("alias", "unresolved")]
    return {
        (place.province_code, key(place.written))
        for place in (*places, *export.dismissed)
        if place.province_code
    }


def _given(found: Export | Refusal) -> Export:
    if isinstance(found, Refusal):
        # Whatever handles an exception writes to it.
        raise replace(found)
    return found
