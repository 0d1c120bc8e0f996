"""What was read of files, kept between a dry run, settled names and saving.

Reading a file takes seconds. What it says rests on its bytes, on what was said of it, and on
registers, layouts and names; as long as these are the same it is not read again. A name that is
settled concerns the files in which it stands, and no others.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from itasdash.findings import Finding, Refusal
from itasdash.ingest.facts import Export, LaoRow, Unresolved
from itasdash.ingest.matching.confirmed import Alias
from itasdash.settings import limits
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
        # About how many bytes each takes, by its number in memory: it may be there under two words.
        self._weights: dict[int, int] = {}
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
                self._keep(grounds, _as_made(refusal))
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
            self._weights.clear()

    def _keep(self, grounds: Grounds, found: Export | Refusal) -> None:
        with self._lock:
            self._kept[grounds.of] = (grounds.aliases, found)
            self._weights[id(found)] = _weight_of(found)
            self._kept.move_to_end(grounds.of)
            # The same export may stand there under several words.
            while len(self._kept) > 1 and (
                len(self._kept) > self._most_files
                or self._rows() > self._most_rows
                or self._bytes() > limits().kept_bytes
            ):
                self._kept.popitem(last=False)

    def _bytes(self) -> int:
        there = {id(found) for _, found in self._kept.values()}
        # Another may get the number of one that is gone.
        self._weights = {each: self._weights[each] for each in there}
        return sum(self._weights.values())

    def _rows(self) -> int:
        exports = {id(e): e for _, e in self._kept.values() if isinstance(e, Export)}
        return sum(each.rows.read for each in exports.values())


# What objects take beside their texts, in bytes: a row with its place and status, a suggestion, and
# whatever else is short.
_ROW, _SUGGESTION, _OTHER, _CHARACTER = 1_000, 250, 300, 2


def weight(
    laos: Sequence[LaoRow], unresolved: Sequence[Unresolved], findings: Sequence[Finding]
) -> int:
    """Return about how many bytes of memory take what was read of a file."""
    taken = sum(_ROW + 3 * _CHARACTER * len(row.place.written) for row in laos)
    taken += sum(
        _OTHER
        + _CHARACTER * len(row.written)
        + _SUGGESTION * (len(row.suggestions) + len(row.plausible))
        for row in unresolved
    )
    texts = ((each.found, each.expected, each.subject) for each in findings)
    return taken + sum(_OTHER + _CHARACTER * sum(len(str(t)) for t in three) for three in texts)


def _weight_of(found: Export | Refusal) -> int:
    if isinstance(found, Refusal):
        return _OTHER + weight((), (), found.findings)
    return weight(found.laos, found.unresolved, found.findings)


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
        raise _as_made(found)
    return found


def _as_made(refusal: Refusal) -> Refusal:
    """Return a refusal that nobody has raised: one that was holds all that was at hand then.

    That are the bytes of the file, and what had been read of it.
    """
    return replace(refusal, also=tuple(map(_as_made, refusal.also)))
