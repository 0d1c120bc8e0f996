"""How fast registration goes and whether that is enough: sentences and a table for people."""

import pandas as pd

from itasdash.charts import Look
from itasdash.i18n import translator
from itasdash.i18n.numbers import decimal
from itasdash.metrics.pace import Projection
from itasdash.thai.dates import format_date

# Groups that need somebody to look after them stand on top.
_ORDER = ("still", "short", "over", "untold", "enough", "reached")


def pace_sentences(own: pd.Series, look: Look, day: str) -> list[str]:
    """Return the pace of one group in sentences: lately, needed, and what comes of it.

    Args:
        own: a row of :func:`itasdash.metrics.pace.paces`.
        look: language and the form of numbers.
        day: the deadline in words.
    """
    t, verdict = look.t, str(own["verdict"])
    words = {
        "day": day,
        "recent": _per_day(own["recent"]),
        "needed": _per_day(own["needed"]),
        "missing": look.count(own["missing"]),
        "count": 0 if pd.isna(own["short"]) else int(own["short"]),
        "left": decimal(float(own["days_left"]), 0),
    }
    sentences = []
    if not pd.isna(own["recent"]):
        since = format_date(own["since"].date(), look.language)
        sentences.append(t("pace.recent", since=since, **words))
    if verdict not in ("reached", "over"):
        sentences.append(t("pace.needed", **words))
    sentences.append(t(f"pace.verdict_{verdict}", **words))
    return sentences


def projection_sentence(projection: Projection, language: str, day: str) -> str:
    """Return what the range rests on, or why there is none, as a sentence."""
    t = translator(language)
    if projection.reason:
        return t(f"pace.refused_{projection.reason}", day=day)
    return t(
        "pace.assumption", slow=decimal(projection.slow * 100), fast=decimal(projection.fast * 100)
    )


def warning_sentence(own: pd.Series, projection: Projection, language: str) -> str:
    """Return what must be said where the pace would be enough and the range says otherwise.

    Args:
        own: a row of :func:`itasdash.metrics.pace.paces`.
        projection: of the same group and deadline.
        language: ``th`` or ``en``.
    """
    doubtful = own["verdict"] == "enough" and not projection.reason
    if doubtful and int(projection.fewest or 0) < int(own["wanted"]):
        reached = int(projection.most or 0) >= int(own["wanted"])
        return translator(language)("pace.doubtful" if reached else "pace.too_hopeful")
    return ""


def ordered_paces(paces: pd.DataFrame) -> pd.DataFrame:
    """Return groups with those on top that most are missing from at the present pace."""
    place = paces["verdict"].map({verdict: at for at, verdict in enumerate(_ORDER)})
    short = paces["short"].fillna(paces["missing"]).astype("Int64")
    ordered = paces.assign(_short=short, _place=place)
    ordered = ordered.sort_values(
        ["_short", "missing", "_place"], ascending=[False, False, True], kind="stable"
    )
    return ordered.drop(columns=["_short", "_place"]).reset_index(drop=True)


def pace_table(paces: pd.DataFrame, by: str, language: str) -> pd.DataFrame:
    """Return :func:`itasdash.metrics.pace.paces` under headings for people, in the same order."""
    t = translator(language)
    columns = {t(f"group.{by}"): paces["name"]}
    # Where all LAOs are wanted, both are the same.
    if (paces["outstanding"] != paces["missing"]).any():
        columns[t("column.outstanding")] = paces["outstanding"]
    columns |= {
        t("pace.column_missing"): paces["missing"],
        t("pace.column_recent"): paces["recent"].round(1),
        t("pace.column_needed"): paces["needed"].round(1),
        t("pace.column_short"): paces["short"],
        t("pace.column_verdict"): paces["verdict"].map(
            {verdict: t(f"pace.{verdict}") for verdict in _ORDER}
        ),
    }
    return pd.DataFrame(columns)


def _per_day(pace: float | None) -> str:
    return decimal(None if pd.isna(pace) else float(pace or 0.0))
