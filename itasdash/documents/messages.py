"""A message to a province, ready to be copied: how it stands, who is missing, by when."""

from datetime import date, datetime
from typing import Any, Literal, cast

import pandas as pd

from itasdash.charts.look import Look
from itasdash.documents.marks import NO_MARKS, Marks
from itasdash.reference import all_provinces
from itasdash.reference.written_names import short_name
from itasdash.schema import Office
from itasdash.schema.office import is_told
from itasdash.thai.dates import format_date, format_moment

# So many names stand in a message; of more, only how many there are.
_NAMED = 20


def province_message(
    own: pd.Series,
    outstanding: pd.DataFrame | None,
    as_of: datetime,
    deadline: date | None,
    office: Office,
    language: str = "th",
    marks: Marks = NO_MARKS,
) -> str:
    """Return the message to a province, a few lines of plain text.

    Args:
        own: the province's row of rates.
        outstanding: its outstanding LAOs in the order of lists, with ``state``; None where the
            snapshot has no names.
        as_of: moment of the snapshot.
        deadline: last day of registration, None where it is not known.
        office: who asks, and how they are reached; what is dotted there is left out.
        language: ``th`` or ``en``.
        marks: what must be said of the snapshot.
    """
    look = Look(cast(Literal["th", "en"], language))
    t = look.t
    name = all_provinces()[str(own["province_code"])].name(language)
    lines = [
        *marks.words(language),
        t("message.title", name=name),
        t("view.as_of", as_of=format_moment(as_of, language)),
        _standing(own, look),
    ]
    late = 0 if pd.isna(own["outstanding"]) else int(own["outstanding"])
    if outstanding is not None and 0 < len(outstanding) <= _NAMED:
        lines += [_name(row, place, look) for place, row in enumerate(_rows(outstanding), start=1)]
    elif late:
        lines.append(t("message.list_follows", count=late))
    if late and deadline is not None:
        day = format_date(deadline, language)
        open_still = as_of.date() <= deadline
        lines.append(t("message.before" if open_still else "message.after", day=day))
    elif late:
        lines.append(t("message.ask"))
    lines.append(" ".join([office.department, office.unit]))
    reached = [value for value in (office.telephone, office.email) if is_told(value)]
    if reached:
        lines.append(t("message.contact", how=" · ".join(reached)))
    return "\n".join(lines)


def _standing(own: pd.Series, look: Look) -> str:
    t = look.t
    numbers = {each: look.count(own[each]) for each in ("expected", "registered", "outstanding")}
    if pd.isna(own["outstanding"]):
        return t("message.not_told", expected=numbers["expected"])
    if pd.isna(own["rate"]):
        return t("message.only_outstanding", **numbers)
    standing = t("message.standing", rate=look.percent(own["rate"]), **numbers)
    if not int(own["outstanding"]) and own["rate"] >= 1:
        return t("message.complete", **numbers)
    unknown = 0 if pd.isna(own["unknown"]) else int(own["unknown"])
    return standing + (t("message.unknown", count=unknown) if unknown else "")


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _name(row: dict[str, Any], place: int, look: Look) -> str:
    known = row["lao_id"] and row["lao_type"]
    name = short_name(row["lao_type"], row["name_th"]) if known else row["name_th"]
    # A name is text of a file, and a message has a line per name.
    name = " ".join(str(name).split())
    missing = look.t(f"brief.missing_{row['state']}")
    return look.t("message.name", place=place, name=name, missing=missing)
