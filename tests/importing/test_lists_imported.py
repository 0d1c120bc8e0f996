"""What a list that was downloaded says when it is imported again."""

from datetime import date, datetime
from pathlib import Path

import pytest

from itasdash.documents.csv_files import to_csv
from itasdash.documents.file_names import Compared, file_name
from itasdash.documents.filters import filter_words, list_subject
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.provenance import cover_rows
from itasdash.documents.rate_tables import change_digits, rates_table
from itasdash.documents.survey_tables import survey_list
from itasdash.documents.workbook import to_xlsx
from itasdash.i18n import translator
from itasdash.importing import FileReport, ImportOptions, ImportSession, Upload
from itasdash.ingest.layout.moment import find_as_of
from itasdash.metrics import rates, with_gain
from itasdash.metrics.histories import lao_histories
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.surveys import survey_laos
from itasdash.schema import OUTSTANDING_STATES, Snapshot
from itasdash.store import Store
from itasdash.thai.dates import format_date
from tests.kits.pairwise import pairwise
from tests.kits.small_office import FIRST, LAST, WHEN, listing, office, status
from tests.kits.survey_office import survey_office

ALL, OUT = LaoFilter(), LaoFilter(states=OUTSTANDING_STATES)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A status, and later a list of the same three provinces."""
    return office(
        tmp_path_factory.mktemp("imported") / "store",
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST),
    )


def downloaded(snapshot: Snapshot, wanted: LaoFilter, kind: str, language: str) -> Upload:
    """Return the file that the page offers."""
    frames = {snapshot.info.as_of: snapshot.status}
    table = lao_list(select_laos(snapshot.status, wanted, lao_histories(frames)), language)
    subject, words = list_subject(wanted, language), filter_words(wanted, language)
    cover = cover_rows(snapshot.info, subject, "ทุกภาค", table, language)
    data = to_csv(table, language)
    if kind == "xlsx":
        data = to_xlsx(table, "รายชื่อ", "x", cover, language, "เกี่ยวกับไฟล์นี้")
    return Upload(file_name(subject, snapshot.info.as_of, words, data, kind), data)


def read_again(store: Store, upload: Upload) -> tuple[FileReport, Snapshot]:
    """Return the report of an import into an empty store, and the snapshot that comes of it."""
    fresh = office(store.root.with_name("again"), status("x.csv", "1 ต.ค. 2564 เวลา 09.00 น.", {}))
    # Even if somebody confirms that the file is no cut one.
    options = ImportOptions(who="tester", when=WHEN, accept_shrink=True)
    session = ImportSession(fresh, options)
    report = session.take(upload)
    return report, fresh.read(report.as_of)


@pairwise(number=(0, 1), wanted=(ALL, OUT), kind=("csv", "xlsx"), language=("th", "en"))
def test_a_whole_list_gives_the_same_registration_again(
    store: Store, tmp_path: Path, wanted: LaoFilter, kind: str, language: str, number: int
) -> None:
    snapshot = store.read(store.snapshots()[number].as_of)
    upload = downloaded(snapshot, wanted, kind, language)
    report, again = read_again(Store(tmp_path / "store"), upload)
    assert report.error is None
    assert (report.kind, report.as_of) == (
        "status" if wanted is ALL else "unregistered_list",
        snapshot.info.as_of,
    )
    assert again.status["registered"].tolist() == snapshot.status["registered"].tolist()
    noise = {"unknown_status", "unmatched_name", "sheet_of_other_kind"}
    assert not noise & {finding.code for finding in report.findings}
    unknown = {f.found for f in report.findings if f.code == "unknown_column"}
    assert unknown <= {"ภาค", "Region"}, "the region follows from the province"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "wanted",
    [
        LaoFilter(states=OUTSTANDING_STATES, province_codes=("20",)),
        LaoFilter(states=("none",)),
        LaoFilter(states=OUTSTANDING_STATES, search="บ้าน"),
    ],
    ids=["province", "state", "search"],
)
def test_part_of_a_list_makes_nobody_registered(
    store: Store, tmp_path: Path, wanted: LaoFilter, kind: str
) -> None:
    snapshot = store.read(store.snapshots()[0].as_of)
    report, again = read_again(Store(tmp_path / "store"), downloaded(snapshot, wanted, kind, "th"))
    assert report.kind == "status"
    assert not again.status["registered"].fillna(False).any()
    listed = set(select_laos(snapshot.status, wanted)["lao_id"])
    out = again.status[again.status["registered"].eq(False).fillna(False).astype(bool)]
    assert set(out["lao_id"]) == listed
    assert isinstance(report.as_of, datetime)


# --- the list of the surveys ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return survey_office(tmp_path_factory.mktemp("surveyed") / "store")


def survey_download(
    snapshot: Snapshot, wanted: LaoFilter, instruments: list[str], kind: str, language: str
) -> Upload:
    """Return the file that the page of the surveys offers."""
    rows = survey_laos(select_laos(snapshot.status, wanted), instruments)
    table = survey_list(rows, instruments, language)
    names = " · ".join(each.upper() for each in instruments)
    subject = translator(language)("survey.list_subject", instrument=names)
    cover = cover_rows(snapshot.info, subject, "ทุกภาค", table, language)
    data = to_csv(table, language)
    if kind == "xlsx":
        data = to_xlsx(table, "รายชื่อ", "x", cover, language, "เกี่ยวกับไฟล์นี้")
    words = filter_words(wanted, language)
    return Upload(file_name(subject, snapshot.info.as_of, words, data, kind), data)


def survey_numbers(snapshot: Snapshot, instruments: list[str]) -> list[list[object]]:
    columns = [f"{each}_{part}" for each in instruments for part in ("quota", "answered")]
    return snapshot.status[["lao_id", *columns]].fillna(-1).to_numpy().tolist()


@pairwise(
    number=(1, 3, 4),
    instruments=(["iit", "eit"], ["eit"]),
    kind=("csv", "xlsx"),
    language=("th", "en"),
)
def test_the_list_of_the_surveys_gives_the_same_numbers_again(
    surveyed: Store,
    tmp_path: Path,
    instruments: list[str],
    kind: str,
    language: str,
    number: int,
) -> None:
    snapshot = surveyed.read(surveyed.snapshots()[number].as_of)
    upload = survey_download(snapshot, ALL, instruments, kind, language)
    report, again = read_again(Store(tmp_path / "store"), upload)
    assert report.error is None
    assert (report.kind, report.as_of) == ("status", snapshot.info.as_of)
    assert survey_numbers(again, instruments) == survey_numbers(snapshot, instruments)
    assert again.status["registered"].tolist() == snapshot.status["registered"].tolist()
    assert [f for f in report.findings if f.severity == "error"] == []
    other = {"iit", "eit"} - set(instruments)
    assert all(again.status[f"{each}_answered"].isna().all() for each in other)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_part_of_the_list_of_the_surveys_tells_nothing_of_others(
    surveyed: Store, tmp_path: Path, kind: str
) -> None:
    snapshot = surveyed.read(surveyed.snapshots()[3].as_of)
    wanted = LaoFilter(province_codes=("20",))
    upload = survey_download(snapshot, wanted, ["iit", "eit"], kind, "th")
    _, again = read_again(Store(tmp_path / "store"), upload)
    inside = (again.status["province_code"] == "20").to_numpy()
    both = survey_numbers(again, ["iit", "eit"]), survey_numbers(snapshot, ["iit", "eit"])
    pairs = zip(*both, inside, strict=True)
    assert all(now == before for now, before, own in pairs if own)
    others = again.status[~inside]
    counts = [f"{each}_{part}" for each in ("iit", "eit") for part in ("quota", "answered")]
    assert others[["registered", *counts]].isna().all(axis=None)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_changes_is_of_its_own_moment_and_not_of_the_one_compared_with(
    store: Store, tmp_path: Path, kind: str, language: str
) -> None:
    earlier, info = store.snapshots()
    now, before = store.read(info.as_of), store.read(earlier.as_of)
    frames = [rates(s.status, s.province_summary, "province", language) for s in (now, before)]
    table = rates_table(with_gain(*frames, "province"), "province", language)
    assert len(change_digits(table, language)) == 2
    t, since = translator(language), Compared(earlier.as_of, language)
    subject = t("page.provinces")
    cover = cover_rows(info, subject, "", table, language, before=earlier.as_of)
    data = to_csv(table, language)
    if kind == "xlsx":
        data = to_xlsx(table, subject, "x", cover, language, t("document.about_sheet"))
    name = file_name(subject, info.as_of, ["ภาคใต้"], data, kind, since)
    assert "25641224-0900" in name and "25650107-1300" in name
    report, again = read_again(Store(tmp_path / "store"), Upload(name, data))
    assert (report.error, report.kind, report.as_of) == (None, "province_summary", info.as_of)
    assert not {f.code for f in report.findings} & {"as_of_file_name_differs", "sum_differs"}
    told = again.province_summary.set_index("province_code")["registered"]
    assert told.to_dict() == frames[0].set_index("province_code")["registered"].to_dict()


def test_the_day_in_a_name_that_something_is_due_by_is_not_its_moment(store: Store) -> None:
    info = store.snapshots()[-1]
    for language in ("th", "en"):
        until = translator(language)("pace.until", day=format_date(date(2022, 2, 28), language))
        name = file_name("ความเร็ว", info.as_of, [until], b"", "csv")
        assert find_as_of([], [], name, None)[0] == info.as_of
