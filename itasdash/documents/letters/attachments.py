"""The two attachments of the letter: the status by province, and the names.

Both are laid out as the provincial offices know them, and both can be imported again: see
``docs/letters.md`` for what then is the same.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import pandas as pd

from itasdash.documents.letters.content import SURVEY_COUNTS, SURVEYS, LetterContent
from itasdash.documents.letters.forms import CODE, COUNT, SHARE, TEXT, Form, Heading, Line, Value
from itasdash.documents.marks import letter_mark
from itasdash.documents.workbook import MOST_IN_A_CELL
from itasdash.i18n.numbers import count, percent_of
from itasdash.metrics.outstanding import counted_by_name
from itasdash.metrics.road import ROAD
from itasdash.reference import all_provinces
from itasdash.reference.names import read_lao_name
from itasdash.reference.written_names import short_name
from itasdash.thai.dates import format_moment

# So many provinces are named in a title; of more, only their number is.
_NAMED = 5
_NAMING = ("lao_id", "province_code", "district_name_th", "lao_type", "name_th")
_PEOPLE = ("admin_registered", "executive_registered")


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files(__package__).joinpath("templates/attachments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def attachment_1(
    content: LetterContent, *, thai_digits: bool = True, sample: bool = False
) -> list[Form]:
    """Return the status by province, with the surveys where the snapshot has them.

    A second form then says how many LAOs stand where on the whole road.
    """
    heading, unknown = _words()["heading"], bool(content.total("unknown"))
    surveys = content.has_surveys
    wide = 1.0 if surveys else 1.35
    columns = [Heading(heading["sequence"], 15, COUNT), Heading(heading["province"], 35 * wide)]
    columns.append(Heading(heading["expected"], 18, COUNT))
    # Those whom nobody opened are not all that are outstanding, and an import must not think so.
    only_nobody = content.nobody and content.total("registered") is None
    registration = [
        ("registered", COUNT),
        ("nobody" if only_nobody else "outstanding", COUNT),
        *([("unknown", COUNT)] if unknown else []),
        ("percent", SHARE),
    ]
    columns += [
        Heading(heading[name], (17 if kind == SHARE else 21), kind, heading["registration"])
        for name, kind in registration
    ]
    parts = [("quota", COUNT, 27), ("answered", COUNT, 22), ("percent", SHARE, 17)]
    for survey in SURVEYS if surveys else ():
        columns += [Heading(heading[part], w, kind, heading[survey]) for part, kind, w in parts]
    names = ["expected", "registered", "outstanding", "unknown"]
    lines = []
    for place, row in enumerate(content.provinces.to_dict("records"), start=1):
        counts = {str(name): _count(value) for name, value in row.items() if name != "name_th"}
        name = all_provinces()[row["province_code"]].name_th
        lines.append(Line((place, name, *_numbers(counts, unknown, surveys))))
    of_all = [*names, *(f"{s}_{part}" for s in SURVEYS for part in ("quota", "answered"))]
    totals = {name: content.total(name) for name in of_all}
    total = (_words()["cell"]["total"], None, *_numbers(totals, unknown, surveys))
    lines.append(Line(total, is_total=True, span=2))
    title = "figures_surveys" if surveys else "figures"
    notes = []
    if content.outstanding is not None:
        nowhere = int(content.outstanding["province_code"].isna().sum())
        notes += [_note("no_province", count=count(nowhere))] * bool(nowhere)
    notes += _computed(content)
    how = (thai_digits, sample)
    forms = [_form(content, "figures", title, 1, columns, lines, notes, *how, surveys)]
    return [*forms, *([_road(content, *how)] if surveys else [])]


def _road(content: LetterContent, thai_digits: bool, sample: bool) -> Form:
    """Return how many LAOs of each province stand where on the road; an import passes it over."""
    heading, provinces = _words()["heading"], content.provinces
    stages = [stage for stage in ROAD if provinces[f"road_{stage}"].sum()]
    columns = [Heading(heading["sequence"], 15, COUNT), Heading(heading["province"], 40)]
    # No heading that an import would count by: the numbers stand in the table before.
    columns.append(Heading(heading["all"], 22, COUNT, heading["road"]))
    columns += [Heading(heading[f"stage_{s}"], 28, COUNT, heading["road"]) for s in stages]
    names = ["expected", *(f"road_{stage}" for stage in stages)]
    lines = []
    for place, row in enumerate(provinces.to_dict("records"), start=1):
        name = all_provinces()[row["province_code"]].name_th
        lines.append(Line((place, name, *(_count(row[each]) for each in names))))
    totals = (content.total(each) for each in names)
    lines.append(Line((_words()["cell"]["total"], None, *totals), is_total=True, span=2))
    return _form(content, "road", "road", 1, columns, lines, [], thai_digits, sample, True)


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and not pd.isna(value) else None


def _numbers(counts: Mapping[str, int | None], unknown: bool, surveys: bool) -> Iterator[Value]:
    dash = _words()["cell"]["nothing"]
    values: list[Value] = [counts["expected"], counts["registered"], counts["outstanding"]]
    values += [counts["unknown"]] * unknown
    values.append(percent_of(counts["registered"], counts["expected"], 2))
    for survey in SURVEYS if surveys else ():
        quota, answered = counts[f"{survey}_quota"], counts[f"{survey}_answered"]
        values += [quota, answered, percent_of(answered, quota, 2)]
    yield from (dash if value is None else value for value in values)


def attachment_2(
    content: LetterContent, *, thai_digits: bool = True, sample: bool = False
) -> list[Form]:
    """Return the names of the outstanding, by province and district; nothing where there are none.

    LAOs that are unknown stand in a second form, so that an import of the list does not take them
    for registered.
    """
    how = (thai_digits, sample)
    of_laos = [_surveyed(content, *how)] if len(content.surveyed) else []
    if content.outstanding is None or not content.has_list:
        return of_laos
    rows, cell = content.outstanding, _words()["cell"]
    layout = _Layout.of(rows)
    lines: list[Line] = []
    for code, of_province in rows.groupby(rows["province_code"].fillna(""), sort=False):
        lines += _names(of_province, layout, len(lines) - sum(line.is_total for line in lines))
        values = {"count": count(len(of_province))}
        if code:
            values["province"] = all_provinces()[str(code)].name_th
        words = cell["province_total" if code else "no_province_total"].format(**values)
        lines.append(_total(words, layout))
    lines.append(_total(cell["grand_total"].format(count=count(len(rows))), layout))
    notes = [_note("nobody" if content.nobody else "either")]
    unmatched = int(rows["lao_id"].isna().sum())
    notes += [_note("unmatched", count=count(unmatched))] * bool(unmatched)
    sheet = _words()["sheet"]["surveys"]
    if content.has_surveys:
        notes.append(_note("surveys_beside", sheet=sheet) if of_laos else _note("surveys"))
    title = "list_nobody" if content.nobody else "list"
    notes += _unknown(content)
    forms = [_form(content, "list", title, 2, layout.columns(), lines, notes, *how)]
    if len(content.unknown):
        layout = _Layout.of(content.unknown, status=cell["unknown"])
        lines = _names(content.unknown, layout, 0)
        forms.append(_form(content, "unknown", "unknown", 2, layout.columns(), lines, [], *how))
    return [*forms, *of_laos]


def _unknown(content: LetterContent) -> list[str]:
    """Return the notes on the LAOs that are unknown, counted as everywhere: none of them twice."""
    by_name = counted_by_name(pd.concat([content.outstanding, content.unknown]))
    unknown = len(content.unknown) - by_name
    notes = [_note("unknown", count=count(unknown))] if unknown else []
    return notes + [_note("unknown_by_name", count=count(by_name))] * bool(by_name)


def _surveyed(content: LetterContent, thai_digits: bool, sample: bool) -> Form:
    """Return every LAO with its registration and its survey numbers: what an import reads first.

    It is as long as the register, so that it stands in the workbook only.
    """
    heading, cell, rows = _words()["heading"], _words()["cell"], content.surveyed
    layout = _Layout.of(rows)
    columns = [*layout.columns(), Heading(heading["status"], 30)]
    for survey in SURVEYS:
        columns += [Heading(heading[p], 22, COUNT, heading[survey]) for p in ("quota", "answered")]
    of_state = {True: cell["registered"], False: cell["not_registered"]}
    values = rows[["registered", *SURVEY_COUNTS]].astype("object")
    lines = [
        Line(
            (
                *line.cells,
                of_state.get(row[0], cell["unknown"]),
                # What is not told stays empty: a dash may mean 0.
                *(_count(number) for number in row[1:]),
            )
        )
        for line, row in zip(
            _names(rows, layout, 0), values.itertuples(index=False, name=None), strict=True
        )
    ]
    notes, name, how = _computed(content), "surveys", (thai_digits, sample)
    form = _form(content, name, name, 2, columns, lines, notes, *how, True)
    return replace(form, printed=False)


def _computed(content: LetterContent) -> list[str]:
    """Return the notes that say of how many LAOs a quota is computed."""
    notes = []
    for survey in SURVEYS:
        if computed := content.total(f"{survey}_computed"):
            values = {"instrument": survey.upper(), "count": count(computed)}
            notes.append(_note("computed", **values, year=content.info.fiscal_year))
    return notes


@dataclass(frozen=True)
class _Layout:
    """Which columns a list has: the two roles where any is told, the type where a name lacks it.

    ``status`` is what a column of its own says of every row.
    """

    roles: bool
    types: bool
    status: str = ""

    @classmethod
    def of(cls, rows: pd.DataFrame, status: str = "") -> "_Layout":
        open_names = rows[rows["lao_id"].isna() & rows["lao_type"].notna()]["name_th"]
        types = any(read_lao_name(name).lao_type is None for name in open_names)
        return cls(bool(rows[list(_PEOPLE)].notna().any(axis=None)), types, status)

    def columns(self) -> list[Heading]:
        heading = _words()["heading"]
        free = 0 if self.roles or self.status or self.types else 42
        columns = [
            Heading(heading["number"], 13, COUNT),
            Heading(heading["province"], 26 + free / 6),
            Heading(heading["district"], 27 + free / 6),
            Heading(heading["code"], 21, CODE),
        ]
        if self.types:
            columns.append(Heading(heading["type"], 16))
        columns.append(Heading(heading["name"], 41 + free * 2 / 3))
        if self.roles:
            for name in ("admin", "executive"):
                columns.append(Heading(heading[name], 21, TEXT, heading["roles"]))
        if self.status:
            columns.append(Heading(heading["status"], 30))
        return columns


def _names(rows: pd.DataFrame, layout: _Layout, before: int) -> list[Line]:
    cell = _words()["cell"]
    of_role = {True: cell["yes"], False: cell["no"]}
    values = rows[[*_NAMING, *_PEOPLE]].astype("object")
    values = values.where(values.notna(), None)
    lines = []
    for place, row in enumerate(values.itertuples(index=False), start=before + 1):
        province = all_provinces().get(row.province_code or "")
        cells: list[Value] = [place, province.name_th if province else cell["nothing"]]
        cells.append(row.district_name_th or cell["nothing"])
        # What fits no LAO stands as its file has it: what it means is for a person to say.
        cells.append(row.lao_id or cell["unmatched"])
        if layout.types:
            cells.append(short_name(row.lao_type, "") if row.lao_type else cell["nothing"])
        cells.append(short_name(row.lao_type, row.name_th) if row.lao_id else row.name_th)
        if layout.roles:
            cells += [of_role.get(getattr(row, name), cell["untold"]) for name in _PEOPLE]
        lines.append(Line((*cells, *([layout.status] if layout.status else []))))
    return lines


def _total(words: str, layout: _Layout) -> Line:
    columns = len(layout.columns())
    return Line((words, *[None] * (columns - 1)), is_total=True, span=columns)


def _note(name: str, **values: object) -> str:
    return _words()["note"][name].format(**values)


def _form(
    content: LetterContent,
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
    words, info = _words()["title"], content.info
    moment = format_moment(info.as_of, short=False, thai_digits=thai_digits)
    titles = [words[title]]
    if not content.whole:
        named = len(content.names) <= _NAMED
        partial = words["partial" if named else "partial_many"]
        names = " จังหวัด".join(content.names)
        titles.append(partial.format(provinces=names, count=len(content.names)))
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
        mark=letter_mark() if sample else "",
    )


def page_words() -> str:
    """Return the words of a page's number, with ``{page}`` and ``{pages}``."""
    return _words()["page"]["number"]


def cut_note(cells: int) -> str:
    """Return the note on cells whose text is longer than Excel takes."""
    return _note("cut", count=count(cells), most=count(MOST_IN_A_CELL))
