"""Of whom a list's silence speaks: who is not on it and yet told to be registered.

An LAO that is not on a list of the unregistered is registered only where the list demonstrably
speaks. Between a list of the whole country and one of a part nobody guesses: then only provinces
that have rows are covered, and a warning asks.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from itasdash.findings import Finding, Refusal
from itasdash.ingest.facts import Coverage, LaoRow, Summary
from itasdash.ingest.layout.claims import claims_unregistered
from itasdash.ingest.layout.rows import list_word
from itasdash.ingest.layout.table import Found, Table
from itasdash.ingest.layout.titles import (
    outstanding_stated,
    qualifier,
    roles_named,
    types_named,
    types_written,
)
from itasdash.ingest.matching.match import Register
from itasdash.ingest.whole_lists import goes_on_below, missing_numbers
from itasdash.reference import all_provinces, lao_types, regions
from itasdash.reference.names import provinces_within, read_province
from itasdash.schema import COUNTRY, LISTED
from itasdash.thai.text import clean, key

# Lists of one type have far more rows than chance gives.
_MANY_OF_ONE_TYPE = 20
_PART = re.compile(r"(?:ส่วนที่|ชุดที่|ตอนที่|แผ่นที่|part)\s*\d", re.IGNORECASE)
# Where one of these ends, a province may be cut in two.
_CUT = re.compile(
    r"ครึ่ง(?:แรก|หลัง)|\(\s*\d\s*/\s*[2-9]\s*\)|(?:หน้า|แผ่นที่|page)\s*(?!1\s*(?:/|จาก|of)\s*1(?!\d))\d+\s*(?:/|จาก|of)\s*\d",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"(?<![ก-๎])(?:อำเภอ|อ\.)\s*[ก-๎]")
_FIELDS = {
    "province": r"จังหวัด|province(?:_name|_th)?",
    "district": r"อำเภอ|district(?:_name)?",
    "type": r"ประเภท(?:\s*อปท\.?|หน่วยงาน)?|lao_type|type",
    "region": r"ภาค|region",
    "harmless": r"ปีงบประมาณ|ปีข้อมูล|ปี|fiscal[_ ]?year|year|ข้อมูล\s*ณ|วันที่\s*export"
    r"|as[_ ]of|date|snapshot"
    r"|export(?:\s*timestamp)?|สถานะ(?:การลงทะเบียน|รวม)?|การลงทะเบียน|status|state|registered",
}
_CONDITION = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items()) + ")"
    r"\s*(?:is\s*not|is|=|:|คือ|เท่ากับ|in|เป็น)\s*",
    re.IGNORECASE,
)
_ALL = ("ทั้งหมด", "all", "ทุก")
# No sentence that gives a field a value is longer, in characters.
_CONDITIONS = 80


def coverage_of(
    rows: Sequence[LaoRow],
    tables: Sequence[Table],
    found: Found,
    file: str,
    register: Register,
    covers: str | None,
    summaries: Sequence[Summary] = (),
) -> tuple[Coverage, list[Finding]]:
    """Return what the silence of a list covers, and what there is to say about it.

    Args:
        rows: its rows about LAOs.
        tables: its tables.
        found: all texts of the file.
        file: its name.
        register: the LAOs that are expected.
        covers: what a person has answered: ``country``, ``listed``, or None.
        summaries: what the file claims of provinces beside the list.

    Raises:
        Refusal: the list was filtered by something that says nothing of whole provinces.
    """
    every = frozenset(register.by_province)
    nobody = {read_province(text) for table in tables for text in table.nobody}
    named_by_rows = {row.place.province_code for row in rows}
    spoken = frozenset(code for code in (*named_by_rows, *nobody) if code in every)
    spoken |= _agreeing(rows, summaries) & every
    if covers == COUNTRY:
        return Coverage(every), list(_without_rows(every - spoken))
    titles = [*(text for table in tables for text in table.titles), *found.around]
    filters = [t for t in (*titles, *found.notes) if list_word(t) == "filter"]
    # "Type: municipalities" above a list is a condition, whether or not a word calls it one.
    filters += [t for t in titles if t not in filters and _is_condition(t)]
    by, filtered = _read_filters([*filters, *found.conditions])
    if by - {"province", "region", "harmless"} and covers != LISTED:
        raise Refusal("list_filtered", {"sheet": tables[0].sheet, "found": filtered[:80]})
    findings: list[Finding] = []
    types = _only_types(rows, titles, register)
    if types is not None:
        names = ", ".join(lao_types()[code].name_th for code in sorted(types))
        findings.append(Finding("list_of_types", tables[0].sheet, subject=names))
    places = [*titles, *(table.sheet for table in tables), file]
    districts = _only_districts(rows, places)
    if districts is not None:
        shown = next(t for t in places if _DISTRICT.search(clean(t)))
        findings.append(Finding("list_of_districts", tables[0].sheet, subject=shown[:80]))
    listed = Coverage(spoken, types, districts)
    if covers == LISTED:
        return listed, findings
    partly = _of_part(rows, tables, titles, [*titles, *found.notes, file], listed, every)
    if partly is not None:
        return partly[0], [*findings, partly[1]]
    named = {code for text in titles for code in provinces_within(text)}
    region = next((t for t in titles if _names_region(t)), "")
    named |= {code for table in tables if (code := read_province(table.sheet))}
    most = 2 * len(spoken) >= len(every)
    silent = len(every - spoken)
    # A workbook with a sheet for each province names them all, each in a title of its own.
    part_named = named and (len(tables) == 1 or (not most and 2 * len(named) < len(every)))
    if by & {"province", "region"} or region or part_named:
        subject = (
            filtered or region or next((t for t in titles if provinces_within(t)), tables[0].sheet)
        )
        if silent:
            findings.append(
                Finding("list_of_part", tables[0].sheet, found=silent, subject=clean(subject)[:80])
            )
        return listed, findings
    whole = any(list_word(t) == "country" for t in titles)
    if whole or most:
        findings += _without_rows(every - spoken)
        assumed = frozenset() if whole else every - spoken
        return Coverage(every, types, districts, assumed), findings
    names = ", ".join(all_provinces()[code].name_th for code in sorted(every - spoken))
    findings.append(
        Finding(
            "coverage_unknown", tables[0].sheet, expected=len(spoken), found=silent, subject=names
        )
    )
    return listed, findings


def _of_part(
    rows: Sequence[LaoRow],
    tables: Sequence[Table],
    titles: Sequence[str],
    texts: Sequence[str],
    listed: Coverage,
    every: frozenset[str],
) -> tuple[Coverage, Finding] | None:
    """Return what a list covers that is called a half, a part, or is of one of the two people."""
    plain = _without_pages([clean(text) for text in texts])
    rows_listed = sum(len(table.rows) for table in tables)
    # A title that counts more than one table has rows says that it was cut.
    short = (t for t in titles if len(tables) == 1 and (outstanding_stated(t) or 0) > rows_listed)
    cut = next((text for text in plain if _CUT.search(text)), "") or next(short, "")
    part = cut or next((text for text in plain if _PART.search(text)), "")
    if part:
        ends = {rows[at].place.province_code for at in (0, -1)} if cut and rows else set()
        whole = replace(listed, provinces=frozenset(listed.provinces - ends))
        silent = len(every - whole.provinces)
        return whole, Finding("list_of_part", tables[0].sheet, found=silent, subject=part[:80])
    some = goes_on_below(tables) or next(
        (t for t in titles if list_word(t) == "sample" or qualifier(t)), ""
    )
    if some:
        return Coverage(frozenset()), Finding(
            "list_of_some", tables[0].sheet, subject=clean(some)[:80]
        )
    gap = missing_numbers(tables)
    if gap is not None:
        first, last = gap
        shown = str(first) if first == last else f"{first}-{last}"
        return Coverage(frozenset()), Finding("list_rows_missing", tables[0].sheet, subject=shown)
    one = next((t for t in titles if len(roles_named(t)) == 1 and claims_unregistered(t)), "")
    if one:
        return Coverage(frozenset()), Finding(
            "list_of_role", tables[0].sheet, subject=clean(one)[:80]
        )
    return None


def _without_pages(texts: Sequence[str]) -> list[str]:
    """Return texts without the numbers of pages where every page of them all is there."""
    found = {(int(m["page"]), int(m["of"])) for text in texts for m in _PAGES.finditer(text)}
    last = {of for _, of in found}
    if len(last) != 1 or {page for page, _ in found} != set(range(1, max(last) + 1)):
        return list(texts)
    return [_PAGES.sub("", text) for text in texts]


_PAGES = re.compile(
    r"(?:หน้า(?:ที่)?|แผ่นที่|page)\s*(?P<page>\d{1,3})\s*(?:/|จาก|of)\s*(?P<of>\d{1,3})", re.IGNORECASE
)


def _names_region(title: str) -> bool:
    text = key(title)
    return any(key(region.name_th) in text for region in regions().values())


def _agreeing(rows: Sequence[LaoRow], summaries: Sequence[Summary]) -> frozenset[str]:
    """Return the provinces of which a summary counts as many outstanding LAOs as are listed."""
    listed = Counter(row.place.province_code for row in rows)
    agreed = set()
    for claim in summaries:
        outstanding = claim.outstanding
        if outstanding is None and claim.expected is not None and claim.registered is not None:
            outstanding = claim.expected - claim.registered
        if outstanding == listed[claim.province_code]:
            agreed.add(claim.province_code)
    return frozenset(agreed)


def _without_rows(codes: Iterable[str]) -> Iterable[Finding]:
    missing = sorted(codes)
    if missing:
        names = ", ".join(all_provinces()[code].name_th for code in missing[:10])
        yield Finding("list_names_no_lao_of_provinces", found=len(missing), subject=names)


def _is_condition(title: str) -> bool:
    """Say whether a title gives a field of the list a value, and is nothing else."""
    match = _CONDITION.match(clean(title))
    return match is not None and match[0].rstrip().endswith((":", "=")) and len(title) < _CONDITIONS


def _read_filters(texts: Sequence[str]) -> tuple[set[str], str]:
    """Return by what a list was filtered, and the text that says so.

    ``unknown`` stands for a filter of which nothing is understood.
    """
    by: set[str] = set()
    shown = ""
    for text in texts:
        plain = clean(text)
        matches = list(_CONDITION.finditer(plain))
        if not matches and list_word(text) == "filter":
            bare = key(plain).rstrip(":")
            if provinces_within(plain):
                by.add("province")
            elif list_word(bare) == "filter" and len(bare) < 18:
                continue
            else:
                by.add("unknown")
            shown = shown or plain
        for number, match in enumerate(matches):
            end = matches[number + 1].start() if number + 1 < len(matches) else len(plain)
            value = plain[match.end() : end].strip(" ,;|")
            name = str(match.lastgroup)
            if not value or key(value).startswith(_ALL):
                continue
            if name != "harmless":
                shown = shown or plain
            by.add(name)
    return by, shown


def _only_types(
    rows: Sequence[LaoRow], titles: Sequence[str], register: Register
) -> frozenset[str] | None:
    """Return the types that a list is about where it is not about all of them."""
    titled: frozenset[str] = frozenset()
    for title in filter(claims_unregistered, titles):
        titled |= types_named(title)
    known = {lao.lao_type for lao in register.laos}
    types = Counter(
        row.place.lao_type or row.place.name.lao_type
        for row in rows
        if row.place.lao_type or row.place.name.lao_type
    )
    if rows and titled and set(types) <= titled and known - titled:
        return titled
    if len(types) != 1 or len(known) < 2 or not rows:
        return None
    (only,) = types
    named = any(types_written(key(title)) == {only} for title in titles)
    if named or types[only] >= _MANY_OF_ONE_TYPE:
        return frozenset({str(only)})
    return None


def _only_districts(
    rows: Sequence[LaoRow], titles: Sequence[str]
) -> frozenset[tuple[str, str]] | None:
    if not any(_DISTRICT.search(clean(title)) for title in titles):
        return None
    return frozenset(
        (row.place.province_code, row.place.district)
        for row in rows
        if row.place.province_code and row.place.district
    )
