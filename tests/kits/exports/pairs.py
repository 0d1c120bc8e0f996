"""Two files of one moment, taken into a data folder one after the other.

With other provinces they are parts and are put together; with the same provinces the later replaces
the earlier; anything between is asked about and changes nothing.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from unittest.mock import patch

import pandas as pd

from itasdash.importing import FileReport, ImportOptions, ImportSession, Upload, load_register
from itasdash.ingest.files import read as files
from itasdash.schema import BY_FILE, COUNTRY
from itasdash.store import Store
from tests.kits.exports.draft import LIST, STATUS, SUMMARY, Case, Draft
from tests.kits.exports.sheets import Row, Sheet, text
from tests.kits.exports.world import SHORT, World, province_name


@dataclass(frozen=True)
class Pair:
    """Two files of one moment, and what holds after both; ``asked``: the second is refused.

    ``covers`` is what a person says of the second.
    """

    world: World
    files: tuple[Case, Case]
    laos: dict[str, bool | None]
    asked: bool = False
    covers: str = BY_FILE


PAIRS: dict[str, Callable[[Random], Pair]] = {}


def _pair(name: str) -> Callable[[Callable[[Random], Pair]], Callable[[Random], Pair]]:
    def enter(make: Callable[[Random], Pair]) -> Callable[[Random], Pair]:
        PAIRS[name] = make
        return make

    return enter


def _of(draft: Draft, codes: Sequence[str], stem: str) -> Case:
    """Return the list of some provinces; only its rows are of them."""
    draft.subjects = [lao for lao in draft.world.outstanding() if lao.province_code in codes]
    draft.stem = stem
    return draft.case()


def _drawn(rng: Random) -> Draft:
    return Draft(rng, LIST, forms=("xlsx", "csv"), least=4, most=5, each=(5, 7))


def _listed(world: World, codes: Sequence[str]) -> dict[str, bool | None]:
    """Return what lists of these provinces say: of the others nothing."""
    return {
        lao.lao_id: world.registered(lao) if lao.province_code in codes else None
        for lao in world.laos
    }


def _without(world: World, code: str) -> dict[str, bool | None]:
    """Return what a list of the whole country says that names nobody of one province."""
    return {x.lao_id: world.registered(x) or x.province_code == code for x in world.laos}


@_pair("parts: the provinces of one are not the other's")
def parts(rng: Random) -> Pair:
    draft = _drawn(rng)
    codes = draft.world.provinces
    rng.shuffle(codes)
    cut = rng.randint(1, len(codes) - 1)
    both = (_of(draft, codes[:cut], "ส่วนที่ 1"), _of(draft, codes[cut:], "ส่วนที่ 2"))
    return Pair(draft.world, both, _listed(draft.world, codes))


@_pair("parts: a province each")
def one_each(rng: Random) -> Pair:
    draft = _drawn(rng)
    codes = rng.sample(draft.world.provinces, 2)
    both = (_of(draft, codes[:1], "ก"), _of(draft, codes[1:], "ข"))
    return Pair(draft.world, both, _listed(draft.world, codes))


@_pair("correction: the same provinces")
def correction(rng: Random) -> Pair:
    draft = _drawn(rng)
    world = draft.world
    first = _of(draft, world.provinces, "ครั้งที่ 1")
    laos = world.outstanding()
    # One that had not registered has: it leaves the list, and its province keeps others.
    gone = next(
        (x for x in laos if sum(y.province_code == x.province_code for y in laos) > 1), None
    )
    if gone:
        world.admin[gone.lao_id] = world.executive[gone.lao_id] = True
    second = _of(draft, world.provinces, "ครั้งที่ 2")
    return Pair(world, (first, second), _listed(world, world.provinces))


@_pair("between: some provinces are in both")
def between(rng: Random) -> Pair:
    draft = _drawn(rng)
    world = draft.world
    codes = world.provinces
    rng.shuffle(codes)
    first, second = codes[:3], codes[2:]
    both = (_of(draft, first, "ก"), _of(draft, second, "ข"))
    # Whether the provinces of neither are complete is another question.
    laos = {x.lao_id: world.registered(x) for x in world.laos if x.province_code in first}
    return Pair(world, both, laos, asked=True)


@_pair("between: the earlier is of the whole country, the later of a part of it")
def part_of_the_country(rng: Random) -> Pair:
    draft = _drawn(rng)
    world = draft.world
    draft.titles[0] += " ทั่วประเทศ"
    first = _of(draft, world.provinces, "ก")
    draft.titles[0] = draft.titles[0].removesuffix(" ทั่วประเทศ")
    second = _of(draft, rng.sample(world.provinces, 2), "ข")
    return Pair(world, (first, second), _listed(world, world.provinces), asked=True)


@_pair("between: a person says that the later is of the whole country")
def said_to_be_whole(rng: Random) -> Pair:
    draft = _drawn(rng)
    codes = draft.world.provinces
    rng.shuffle(codes)
    both = (_of(draft, codes[:2], "ก"), _of(draft, codes[1:], "ข"))
    return Pair(draft.world, both, _without(draft.world, codes[0]), covers=COUNTRY)


@_pair("whole: the title of the later says that it is of the whole country")
def titled_whole(rng: Random) -> Pair:
    draft = _drawn(rng)
    codes = draft.world.provinces
    rng.shuffle(codes)
    first = _of(draft, codes[:2], "ก")
    draft.titles[0] += rng.choice((" ทั่วประเทศ", " (ทุกจังหวัด)", " ทั้งประเทศ"))
    return Pair(draft.world, (first, _of(draft, codes[1:], "ข")), _without(draft.world, codes[0]))


@_pair("parts: one has most of the provinces")
def most_in_one(rng: Random) -> Pair:
    draft = _drawn(rng)
    world, codes = draft.world, draft.world.provinces
    rng.shuffle(codes)
    laos = _listed(world, codes)
    most = _of(draft, codes[:-1], "ก")
    # What the other says of its province holds, also of a row that names nobody for sure.
    odd = next(lao for lao in world.outstanding() if lao.province_code == codes[-1])
    written = draft.written
    draft.put("name", lambda lao, n: written(lao, n) + ("ฌฌ" if lao is odd else ""))
    draft.without("code")
    few = _of(draft, codes[-1:], "ข")
    for lao in world.of(codes[-1]):
        if world.registered(lao):
            # It may be meant as well.
            del laos[lao.lao_id]
    laos[odd.lao_id] = None
    both = rng.sample([most, few], 2)
    return Pair(world, (both[0], both[1]), laos)


@_pair("between: two tables with some provinces in both")
def tables_between(rng: Random) -> Pair:
    kind = rng.choice((STATUS, SUMMARY))
    draft = Draft(rng, kind, forms=("xlsx", "csv"), least=4, most=5, each=(5, 7))
    world, codes = draft.world, draft.world.provinces
    rng.shuffle(codes)
    every = draft.subjects
    files = []
    for stem, part in (("ก", codes[:3]), ("ข", codes[2:])):
        draft.subjects, draft.stem = [x for x in every if x.province_code in part], stem
        files.append(draft.case())
    known = codes[:3] if kind == STATUS else []
    laos = {x.lao_id: world.registered(x) for x in world.laos if x.province_code in known}
    return Pair(world, (files[0], files[1]), laos, asked=True)


def make_pair(name: str, seed: int) -> Pair:
    """Return the pair of a kind that a number stands for."""
    return PAIRS[name](Random(f"{name} {seed}"))


def _register(world: World) -> bytes:
    rows: list[Row] = [["รหัส", "จังหวัด", "อำเภอ", "ประเภท", "ชื่อ"]]
    for lao in world.laos:
        province, kind = province_name(lao.province_code), SHORT[lao.lao_type]
        rows.append([lao.lao_id, province, lao.district_name_th, kind, lao.name_th])
    return text([Sheet("register", rows)], ",", "utf-8-sig")


def take(pair: Pair, folder: Path, *, isolated: bool = False) -> tuple[list[FileReport], Store]:
    """Import both files of a pair into a new data folder."""
    store = Store(folder)
    when = pair.world.moment
    first = ImportOptions(who="tester", when=when, accept_shrink=True)
    options = [first, replace(first, covers=pair.covers)]
    with nullcontext() if isolated else patch.object(files, "parse_in_child", files.parse):
        upload = Upload("register.csv", _register(pair.world))
        load_register(store, upload, date(2021, 10, 1), who="tester", when=when)
        session = ImportSession(store, first)
        taken = zip(pair.files, options, strict=True)
        return [session.take(Upload(c.file, c.data), own) for c, own in taken], store


def wrong_of(pair: Pair, reports: Sequence[FileReport], store: Store) -> list[str]:
    """Return what is not as it should be after both files."""
    wrong = []
    asked = reports[1].error is not None and reports[1].error.code == "parts_overlap"
    if pair.asked and not asked:
        wrong.append(f"the second file was {reports[1].outcome}: {reports[1].error}")
    if not pair.asked and reports[1].outcome == "rejected":
        wrong.append(f"the second file was refused: {reports[1].error}")
    stored = store.read(pair.world.moment).status
    known = dict(zip(stored["lao_id"], stored["registered"], strict=True))
    for lao_id, value in pair.laos.items():
        got = known.get(lao_id)
        got = None if pd.isna(got) else bool(got)
        if got != value:
            wrong.append(f"{lao_id}: {got} for {value}")
    return wrong
