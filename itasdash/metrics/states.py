"""The state of registration of each LAO. Marts hold it, so that this rests on little else."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from itasdash.schema.columns import STATES


def with_state(status: pd.DataFrame) -> pd.DataFrame:
    """Return ``status`` with a column ``state`` (one of :data:`itasdash.schema.STATES`).

    ``complete``: both roles; ``admin_only`` and ``executive_only``: the other is missing; ``none``:
    neither; ``incomplete``: not registered, roles not told; ``unknown``: the snapshot does not say.
    """
    return status.assign(state=pd.array(STATES, dtype="str").take(state_places(status)))


def state_places(status: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the place of the state of each row in :data:`itasdash.schema.STATES`."""
    registered, out = flags(status["registered"])
    admin, no_admin = flags(status["admin_registered"])
    executive, no_executive = flags(status["executive_registered"])
    found = np.full(len(status), STATES.index("unknown"))
    for state, where in (
        ("incomplete", out),
        ("admin_only", out & admin & ~executive),
        ("executive_only", out & executive & ~admin),
        ("none", out & no_admin & no_executive),
        ("complete", registered),
    ):
        found[where] = STATES.index(state)
    return found


def flags(values: "pd.Series[bool]") -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return where a column says yes and where it says no; it may say neither."""
    yes = values.astype("boolean").to_numpy(dtype=bool, na_value=False)
    told = values.notna().to_numpy()
    return yes, told & ~yes


def states_of(status: pd.DataFrame) -> "pd.Series[int]":
    """Return the place of each LAO's state in :data:`itasdash.schema.STATES`, by its six digits."""
    known = with_state(status[status["lao_id"].notna()])
    places = {state: place for place, state in enumerate(STATES)}
    return pd.Series(
        known["state"].map(places).to_numpy(), index=known["lao_id"].astype("str").str[-6:]
    )
