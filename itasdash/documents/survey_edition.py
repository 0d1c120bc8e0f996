"""What the HTML edition of a snapshot holds of the surveys and of the whole road."""

import pandas as pd

from itasdash.charts import Chart, Look
from itasdash.charts.road import road_bars
from itasdash.charts.surveys import survey_map, survey_push
from itasdash.documents.survey_tables import road_table, survey_table
from itasdash.i18n import translator
from itasdash.metrics.road import road
from itasdash.metrics.surveys import source_table, surveys
from itasdash.schema import INSTRUMENTS, Snapshot

_MOST_BARS = 12


def _instruments(snapshot: Snapshot) -> list[str]:
    tables = (snapshot.status, snapshot.province_summary)
    return [each for each in INSTRUMENTS if source_table(*tables, each)]


def survey_charts(snapshot: Snapshot, look: Look) -> list[Chart]:
    """Return the whole road, and where each survey stands; nothing where none is told."""
    tables, charts = (snapshot.status, snapshot.province_summary), []
    instruments = _instruments(snapshot)
    if instruments:
        by = {group: road(*tables, group, look.language) for group in ("region", "country")}
        charts.append(road_bars(by["region"], look, "region", by["country"]))
    for each in instruments:
        provinces = surveys(*tables, each, "province", look.language)
        charts.append(survey_map(provinces, look, each, wide=False))
        charts.append(survey_push(provinces, look, each, _MOST_BARS))
    return [chart for chart in charts if not chart.is_empty]


def survey_tables(snapshot: Snapshot, language: str) -> dict[str, pd.DataFrame]:
    """Return the surveys and the road of provinces, the country last; nothing without surveys."""
    t, instruments = translator(language), _instruments(snapshot)
    if not instruments:
        return {}
    tables, both = (snapshot.status, snapshot.province_summary), ("province", "country")
    frames = {
        each: pd.concat([surveys(*tables, each, by, language) for by in both], ignore_index=True)
        for each in instruments
    }
    stages = pd.concat([road(*tables, by, language) for by in both], ignore_index=True)
    return {
        t("survey.table"): survey_table(frames, "province", language),
        t("road.title"): road_table(stages, "province", language),
    }
