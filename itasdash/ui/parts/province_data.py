"""What is shown of the parts of one province, loaded when asked for."""

import pandas as pd

from itasdash.metrics import with_gain
from itasdash.metrics.rates import rates_of
from itasdash.metrics.tallies import ROLES
from itasdash.schema import SnapshotInfo
from itasdash.ui.shell.kept import kept_under
from itasdash.ui.shell.loading import grounds_of, load_tally
from itasdash.ui.shell.view import View


def district_rates(view: View, province_code: str) -> pd.DataFrame:
    """Return the rates of a province's districts with the change since the earlier snapshot.

    As :func:`itasdash.metrics.with_gain` gives them, without the roles; no rows where LAOs are not
    told apart.
    """

    def of(info: SnapshotInfo) -> pd.DataFrame:
        counted = load_tally(view.store, info)
        found = rates_of(counted, "district", view.language, (province_code,))
        return found.drop(columns=list(ROLES))

    def made() -> pd.DataFrame:
        return with_gain(of(view.info), view.before and of(view.before), "district")

    return kept_under(("districts", grounds_of(view), province_code), made)


def type_rates(view: View, province_code: str) -> pd.DataFrame:
    """Return the rates of a province's LAO types, without gains, as the LAOs themselves tell."""

    def made() -> pd.DataFrame:
        counted = load_tally(view.store, view.info)
        own = counted["province_code"].eq(province_code) & ~counted["claimed"].astype(bool)
        return rates_of(counted[own], "type", view.language)

    return kept_under(("types of a province", grounds_of(view), province_code), made)
