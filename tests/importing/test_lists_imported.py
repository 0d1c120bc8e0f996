"""What a list that was downloaded says when it is imported again."""

from datetime import datetime
from pathlib import Path

import pytest

from itasdash.documents.csv_files import to_csv
from itasdash.documents.file_names import file_name
from itasdash.documents.filters import filter_words, list_subject
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.provenance import about_rows
from itasdash.documents.workbook import to_xlsx
from itasdash.importing import FileReport, ImportOptions, ImportSession, Upload
from itasdash.metrics.histories import lao_histories
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import OUTSTANDING_STATES, Snapshot
from itasdash.store import Store
from tests.kits.small_office import FIRST, LAST, WHEN, listing, office, status

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
    about = about_rows(snapshot.info, subject, "ทุกภาค", table, language)
    data = to_csv(table, language)
    if kind == "xlsx":
        data = to_xlsx(table, "รายชื่อ", "x", about, language, "เกี่ยวกับไฟล์นี้")
    return Upload(file_name(subject, snapshot.info.as_of, words, data, kind), data)


def read_again(store: Store, upload: Upload) -> tuple[FileReport, Snapshot]:
    """Return the report of an import into an empty store, and the snapshot that comes of it."""
    fresh = office(store.root.with_name("again"), status("x.csv", "1 ต.ค. 2564 เวลา 09.00 น.", {}))
    # Even if somebody confirms that the file is no cut one.
    options = ImportOptions(who="tester", when=WHEN, accept_shrink=True)
    session = ImportSession(fresh, options)
    report = session.take(upload)
    return report, fresh.read(report.as_of)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("wanted", [ALL, OUT], ids=["all", "outstanding"])
@pytest.mark.parametrize("number", [0, 1])
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
