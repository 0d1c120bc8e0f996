"""How like a written name is to those of many LAOs at once, for ordering suggestions only."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from itasdash.ingest.matching.lao import Lao
from itasdash.thai.text import bare_key, key

# What is longer is no name, and comparing it takes its time.
LONGEST_NAME = 100
_RATIO: dict[str, Any] = {"scorer": fuzz.ratio, "dtype": np.float64}


class NameIndex:
    """LAOs side by side, so that a name is compared with all of them in one step."""

    def __init__(self, laos: Sequence[Lao]) -> None:
        self.laos = list(laos)
        self.lao_ids = np.array([lao.lao_id for lao in laos])
        self.types = np.array([lao.lao_type for lao in laos])
        self.districts = np.array([lao.district_name_th for lao in laos])
        self._keys = [key(lao.name_th) for lao in laos]
        self._bare_keys = [bare_key(lao.name_th) for lao in laos]

    def likeness(self, names: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
        """Return how like the name of each LAO is to the most like of ``names``, 0 to 100."""
        strict = process.cdist(names, self._keys, **_RATIO)
        bare = process.cdist([bare_key(name) for name in names], self._bare_keys, **_RATIO)
        return np.asarray(((strict + bare) / 2).max(axis=0), dtype=np.float64)
