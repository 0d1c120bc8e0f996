"""Snapshots follow what they rest on: names that were confirmed, registers, taught layouts.

Whoever changes one of these records which snapshots have to follow (``.stale.json``), in the same
step. The work is taken up here, a snapshot at a time: it is read before the lock is taken, the lock
is held while its files change places, and whatever is killed in between is taken up again by the
next one. Readers see each snapshot as it was or as it is now.
"""

import random
from datetime import datetime

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import Deriver, uncollected
from itasdash.importing.mart_writer import MonthOfMarts
from itasdash.importing.marts import month_of
from itasdash.importing.progress import Progress, unseen
from itasdash.ingest.files.sandbox import many_files
from itasdash.store import Store

# Seconds; nobody waits for this work, and others write in between.
_PATIENCE = 600.0


def follow(store: Store, progress: Progress = unseen) -> list[datetime]:
    """Derive again, one after the other, the snapshots that have yet to follow; the latest first.

    A snapshot whose original is damaged, or is read no more, stays as it is until that can be read
    again; ``verify`` names it meanwhile. Several may be at it at once, also in other processes.

    Args:
        store: the data folder.
        progress: told after each how many are done, of how many, and the moment at hand.

    Returns:
        The moments of those that could not follow.
    """
    stuck: set[datetime] = set()
    if not store.stale():
        return []
    work = _Follower(Store(store.root, patience=_PATIENCE))
    with many_files():
        return _follow(store, work, stuck, progress)


def _follow(
    store: Store, work: "_Follower", stuck: set[datetime], progress: Progress
) -> list[datetime]:
    while True:
        left = store.following()
        moments = [moment for moment in left.as_of if moment not in stuck]
        at = work.choose(moments)
        progress(left.done, left.all, at.date().isoformat() if at else "")
        if at is None:
            return sorted(stuck)
        try:
            with uncollected():
                work.step(at)
        except (_Unreadable, Damaged):
            stuck.add(at)


class _Unreadable(Exception):
    """A snapshot cannot be derived from its originals."""


class _Follower:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._deriver = Deriver(store)
        self._met = False
        self._month = MonthOfMarts(store)

    def choose(self, moments: list[datetime]) -> datetime | None:
        """Return which one is next; the marts of a month are written when it is left."""
        here = [moment for moment in moments if month_of(moment) == self._month.month]
        at = max(here or moments, default=None)
        if self._met and moments:
            # Somebody else is at the same work: two at one place are no faster than one.
            at, self._met = random.choice(moments), False
        if at is None or month_of(at) != self._month.month:
            self._month.write()
            self._month = MonthOfMarts(self._store, None if at is None else month_of(at))
        return at

    def step(self, moment: datetime) -> None:
        """Derive one snapshot again, unless somebody else has, or what it rests on has changed."""
        store, deriver = self._store, self._deriver
        deriver.refresh()
        sources = store.sources_of(moment)
        try:
            derived = deriver.snapshot(moment, sources) if sources else None
        except Refusal as refusal:
            raise _Unreadable from refusal
        finally:
            # However many there are, one at a time is held.
            deriver.forget_exports()
        with store.writing("following") as writer:
            if moment not in store.stale():
                self._met = True
                return
            if not deriver.is_current() or store.sources_of(moment) != sources:
                return
            if derived is not None:
                self._month.add(derived.publish(writer), derived.tallied)
            writer.mark_current([moment])
