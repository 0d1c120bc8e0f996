"""The two attachments of the letter: the status by province, and the names.

Both are laid out as the provincial offices know them, and both can be imported again: see
``docs/letters.md`` for what then is the same.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import pandas as pd

from itasdash.documents.figures import SURVEYS, Figures
from itasdash.documents.forms import CODE, COUNT, SHARE, TEXT, Form, Heading, Line, Value
from itasdash.reference import all_provinces, table
from itasdash.thai.dates import format_moment
from itasdash.thai.names import short_name

# So many provinces are named in a title; of more, only their number is.
_NAMED = 5


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files(__package__).joinpath("templates/attachments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def most_in_a_cell() -> int:
    """Return how many characters a cell of Excel holds: ``cell_chars`` of ``limits.csv``."""
    return next(int(row["value"]) for row in table("limits") if row["name"] == "cell_chars")


def percent(part: int | None, whole: int | None) -> float | None:
    """Return a share in per cent with two decimals, never 100.00 where any is missing."""
    if part is None or not whole:
        return None
    value = round(100 * part / whole, 2)
    return 99.99 if part < whole and value >= 100 else value


def attachment_1(figures: Figures, *, thai_digits: bool = True, sample: bool = False) -> list[Form]:
    """Return the status by province, with the surveys where the snapshot has them."""
    heading, unknown = _words()["heading"], bool(figures.total("unknown"))
    surveys = figures.has_surveys
    wide = 1.0 if surveys else 1.3
    columns = [Heading(heading["sequence"], 16, COUNT), Heading(heading["province"], 36 * wide)]
    columns.append(Heading(heading["expected"], 20, COUNT))
    # Those whom nobody opened are not all that are outstanding, and an import must not think so.
    only_nobody = figures.nobody and figures.total("registered") is None
    registration = [
        ("registered", COUNT),
        ("nobody" if only_nobody else "outstanding", COUNT),
        *([("unknown", COUNT)] if unknown else []),
        ("percent", SHARE),
    ]
    columns += [
        Heading(heading[name], (19 if kind == SHARE else 23), kind, heading["registration"])
        for name, kind in registration
    ]
    parts = [("quota", COUNT, 23), ("answered", COUNT, 20), ("percent", SHARE, 17)]
    for survey in SURVEYS if surveys else ():
        columns += [Heading(heading[part], w, kind, heading[survey]) for part, kind, w in parts]
    names = ["expected", "registered", "outstanding", "unknown"]
    lines = []
    for place, row in enumerate(figures.provinces.to_dict("records"), start=1):
        counts = {str(name): _count(value) for name, value in row.items() if name != "name_th"}
        name = all_provinces()[row["province_code"]].name_th
        lines.append(Line((place, name, *_numbers(counts, unknown, surveys))))
    of_all = [*names, *(f"{s}_{part}" for s in SURVEYS for part in ("quota", "answered"))]
    totals = {name: figures.total(name) for name in of_all}
    total = (_words()["cell"]["total"], None, *_numbers(totals, unknown, surveys))
    lines.append(Line(total, is_total=True, span=2))
    title = "figures_surveys" if surveys else "figures"
    notes = []
    if figures.outstanding is not None:
        nowhere = int(figures.outstanding["province_code"].isna().sum())
        notes += [_note("no_province", count=f"{nowhere:,}")] * bool(nowhere)
    return [
        _form(figures, "figures", title, 1, columns, lines, notes, thai_digits, sample, surveys)
    ]


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and not pd.isna(value) else None


def _numbers(counts: Mapping[str, int | None], unknown: bool, surveys: bool) -> Iterator[Value]:
    dash = _words()["cell"]["nothing"]
    values: list[Value] = [counts["expected"], counts["registered"], counts["outstanding"]]
    values += [counts["unknown"]] * unknown
    values.append(percent(counts["registered"], counts["expected"]))
    for survey in SURVEYS if surveys else ():
        quota, answered = counts[f"{survey}_quota"], counts[f"{survey}_answered"]
        values += [quota, answered, percent(answered, quota)]
    yield from (dash if value is None else value for value in values)


def attachment_2(figures: Figures, *, thai_digits: bool = True, sample: bool = False) -> list[Form]:
    """Return the names of the outstanding, by province and district; nothing where there are none.

    LAOs that are unknown stand in a second form, so that an import of the list does not take them
    for registered.
    """
    if figures.outstanding is None or not figures.has_list:
        return []
    rows, cell = figures.outstanding, _words()["cell"]
    roles = _tells_roles(rows)
    lines: list[Line] = []
    for code, of_province in rows.groupby(rows["province_code"].fillna(""), sort=False):
        lines += _names(of_province, roles, len(lines) - sum(line.is_total for line in lines))
        about = {"count": f"{len(of_province):,}"}
        if code:
            about["province"] = all_provinces()[str(code)].name_th
        words = cell["province_total" if code else "no_province_total"].format(**about)
        lines.append(_total(words, roles))
    lines.append(_total(cell["grand_total"].format(count=f"{len(rows):,}"), roles))
    notes = [_note("nobody" if figures.nobody else "either")]
    unmatched = int(rows["lao_id"].isna().sum())
    notes += [_note("unmatched", count=f"{unmatched:,}")] * bool(unmatched)
    title = "list_nobody" if figures.nobody else "list"
    how = (thai_digits, sample)
    if len(figures.unknown):
        notes.append(_note("unknown", count=f"{len(figures.unknown):,}"))
    forms = [_form(figures, "list", title, 2, _columns(roles), lines, notes, *how)]
    if len(figures.unknown):
        roles = _tells_roles(figures.unknown)
        lines = _names(figures.unknown, roles, 0, cell["unknown"])
        columns = _columns(roles, status=True)
        forms.append(_form(figures, "unknown", "unknown", 2, columns, lines, [], *how))
    return forms


def _tells_roles(rows: pd.DataFrame) -> bool:
    return bool(rows[["admin_registered", "executive_registered"]].notna().any(axis=None))


def _columns(roles: bool, *, status: bool = False) -> list[Heading]:
    heading, free = _words()["heading"], 0 if roles or status else 42
    columns = [
        Heading(heading["number"], 13, COUNT),
        Heading(heading["province"], 28 + free / 6),
        Heading(heading["district"], 28 + free / 6),
        Heading(heading["code"], 22, CODE),
        Heading(heading["name"], 37 + free * 2 / 3 + (12 if status else 0)),
    ]
    if roles:
        for name in ("admin", "executive"):
            columns.append(Heading(heading[name], 21, TEXT, heading["roles"]))
    if status:
        columns.append(Heading(heading["status"], 30))
    return columns


def _names(rows: pd.DataFrame, roles: bool, before: int, status: str = "") -> list[Line]:
    cell = _words()["cell"]
    said = {True: cell["yes"], False: cell["no"]}
    columns = ("lao_id", "province_code", "district_name_th", "lao_type", "name_th")
    people = ("admin_registered", "executive_registered")
    values = rows[[*columns, *people]].astype("object")
    values = values.where(values.notna(), None)
    lines = []
    for place, row in enumerate(values.itertuples(index=False), start=before + 1):
        province = all_provinces().get(row.province_code or "")
        cells: list[Value] = [place, province.name_th if province else cell["nothing"]]
        cells.append(row.district_name_th or cell["nothing"])
        if row.lao_id is None:
            # As its file has it: what it means is for a person to say.
            cells += [cell["unmatched"], row.name_th]
        else:
            cells += [row.lao_id, short_name(row.lao_type, row.name_th)]
        if roles:
            cells += [said.get(getattr(row, name), cell["untold"]) for name in people]
        lines.append(Line((*cells, *([status] if status else []))))
    return lines


def _total(words: str, roles: bool) -> Line:
    columns = len(_columns(roles))
    return Line((words, *[None] * (columns - 1)), is_total=True, span=columns)


def _note(name: str, **values: object) -> str:
    return _words()["note"][name].format(**values)


def _form(
    figures: Figures,
    sheet: str,
    title: str,
    number: int,
    columns: list[Heading],
    lines: list[Line],
    notes: list[str],
    thai_digits: bool,
    sample: bool,
    landscape: bool = False,
) -> Form:
    words, info = _words()["title"], figures.info
    moment = format_moment(info.as_of, short=False, thai_digits=thai_digits)
    titles = [words[title]]
    if not figures.whole:
        named = len(figures.names) <= _NAMED
        partial = words["partial" if named else "partial_many"]
        names = " จังหวัด".join(figures.names)
        titles.append(partial.format(provinces=names, count=len(figures.names)))
    titles.append(words["fiscal_year"].format(year=info.fiscal_year))
    titles.append(words["as_of"].format(as_of=moment))
    return Form(
        sheet=_words()["sheet"][sheet],
        titles=(words["number"].format(number=number), *titles),
        columns=tuple(columns),
        lines=lines,
        notes=tuple(notes),
        landscape=landscape,
        thai_digits=thai_digits,
        mark=words["mark"] if sample else "",
    )


def cut_note(count: int) -> str:
    """Return the note on cells whose text is longer than Excel takes."""
    return _note("cut", count=f"{count:,}", most=f"{most_in_a_cell():,}")
