"""The rows of marts: what becomes of a snapshot there, and of the states of one after the other.

All that these rows rest on is here and in the few modules that it imports, which
:func:`itasdash.importing.marts.program` names: a mart is made anew where one of them is another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from itasdash.metrics.states import states_of
from itasdash.metrics.tallies import tally
from itasdash.schema.columns import STATES
from itasdash.schema.marts import TALLIES

# Stands for the state of an LAO that a snapshot has not.
ABSENT = -1


@dataclass(frozen=True)
class Counted:
    """What marts hold of one snapshot."""

    tally: pa.Table
    states: "pd.Series[int]"

    @classmethod
    def of(cls, as_of: datetime, status: pd.DataFrame, tallied: pd.DataFrame) -> Self:
        """Count a snapshot of which :func:`itasdash.metrics.tallies.tally` is at hand."""
        return cls(_tally_of(as_of, tallied), states_of(status))


def tally_rows(as_of: datetime, status: pd.DataFrame, summary: pd.DataFrame) -> pa.Table:
    """Return what a mart holds of the tally of a snapshot, given by its moment and its tables."""
    return _tally_of(as_of, tally(status, summary))


def _tally_of(as_of: datetime, tallied: pd.DataFrame) -> pa.Table:
    frame = TALLIES.frame(tallied.assign(as_of=as_of))
    schema = TALLIES.arrow_schema()
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False).cast(schema)


def encoded(at: Mapping[datetime, "pd.Series[int]"]) -> pd.DataFrame:
    """Return what changes from each moment to the next, the first one whole."""
    indexes = {id(states.index): states.index for states in at.values()}
    keys = pd.Index(sorted(set().union(*indexes.values())), dtype="str")
    names = np.array([*STATES, None], dtype="object")
    before = np.full(len(keys), ABSENT)
    parts: list[pd.DataFrame] = []
    for moment in sorted(at):
        now = at[moment].reindex(keys, fill_value=ABSENT).to_numpy()
        new = now != before
        parts.append(
            pd.DataFrame({"as_of": moment, "lao_key": keys[new], "state": names[now[new]]})
        )
        before = now
    return pd.concat(parts, ignore_index=True)


def decoded(changes: pa.Table, moments: Sequence[datetime]) -> dict[datetime, "pd.Series[int]"]:
    """Return the states of each moment out of what changed from one to the next.

    ``changes`` are as the mart of :data:`itasdash.schema.marts.STATE_CHANGES` holds them.
    """
    written = changes["lao_key"].combine_chunks().dictionary_encode()
    names = written.dictionary.to_numpy(zero_copy_only=False).astype("U")
    order = np.argsort(names)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    columns = places[written.indices.to_numpy()]
    keys = pd.Index(names[order].tolist(), dtype="str")
    at = changes["as_of"].cast(pa.int64()).to_numpy()
    index = pc.index_in(changes["state"], pa.array(STATES)).fill_null(ABSENT)
    new = index.to_numpy().astype(np.int64)
    current = np.full(len(keys), ABSENT, dtype=np.int64)
    found = {}
    for moment in moments:
        changed = at == pa.scalar(moment, changes.schema.field("as_of").type).value
        current = current.copy()
        current[columns[changed]] = new[changed]
        present = current != ABSENT
        # One index for all snapshots of the same LAOs, by which readers know them.
        own = keys if present.all() else keys[present]
        found[moment] = pd.Series(current[present], index=own)
    return found
