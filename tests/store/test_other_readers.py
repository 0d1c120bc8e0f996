"""The tables as other programs read them, by the very lines of docs/publishing.md."""

import re
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from itasdash.importing.publishing import publish_copy
from itasdash.metrics import rates
from itasdash.store import Store
from tests.kits.small_store import (
    WHEN,
    Tree,
    list_file,
    moment,
    register_tree,
    status_file,
    take,
    tree,
    written,
)

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "publishing.md"
NUMBERS = ["province_code", "expected", "registered", "rate"]


@cache
def data_tree() -> Tree:
    """Return a data folder with a status, an unmatched row in it, and a list."""
    with tempfile.TemporaryDirectory() as folder:
        store = written(Path(folder) / "data", register_tree())
        take(store, status_file(moment(0), 10, misspelt=True), list_file(moment(1), 7))
        return tree(store.root)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", data_tree())


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.M | re.S)


def expected(store: Store, number: int) -> list[list[object]]:
    snapshot = store.read(moment(number))
    found = rates(snapshot.status, snapshot.province_summary, "province").sort_values(NUMBERS[0])
    return found[NUMBERS].astype(object).to_numpy().tolist()


def answered(statements: str) -> list[list[object]]:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        rows: Any = []
        for statement in filter(str.strip, statements.split(";\n")):
            rows = connection.execute(statement).fetchall()
    return [list(row) for row in rows]


@pytest.mark.parametrize("number", [0, 1])
def test_duckdb_reads_the_rates_from_the_data_folder_as_it_is(store: Store, number: int) -> None:
    by_province, _, _ = examples("sql")
    query = by_province.replace("data/store", store.root.as_posix())
    assert "20220107T1300" in query
    query = query.replace("20220107T1300", f"{moment(number):%Y%m%dT%H%M}")
    assert answered(query) == expected(store, number) != []


def test_duckdb_reads_all_moments_from_the_marts(store: Store) -> None:
    _, of_marts, _ = examples("sql")
    rows = answered(of_marts.replace("data/store", store.root.as_posix()))
    counted = [(info.counts["expected"], info.counts["registered"]) for info in store.snapshots()]
    assert [(int(str(e)), int(str(r))) for _, e, r in rows] == counted


def test_duckdb_reads_a_published_copy_and_nothing_that_an_earlier_one_held(
    store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "copy"
    publish_copy(store, str(target), when=WHEN, progress=lambda *_: None)
    take(store, status_file(moment(0), 31))
    later = WHEN + timedelta(hours=1)
    publish_copy(store, str(target), when=later, progress=lambda *_: None)
    assert len(list(target.rglob("status.*.parquet"))) == 3
    _, _, of_copy = examples("sql")
    rows = answered(of_copy.replace("s3://itas-copy/2569/", f"{target.as_posix()}/"))
    counted = [[f"{i.as_of:%Y%m%dT%H%M}", i.counts["registered"]] for i in store.snapshots()]
    assert rows == counted and counted[0][1] == 31


@pytest.mark.slow
def test_spark_reads_the_rates_from_the_data_folder_as_it_is(store: Store) -> None:
    sql = pytest.importorskip("pyspark.sql")
    spark = sql.SparkSession.builder.master("local[1]").appName("itasdash").getOrCreate()
    try:
        [example] = [each for each in examples("python") if "pyspark" in each]
        names: dict[str, Any] = {"spark": spark}
        exec(example.replace("data/store", store.root.as_posix()), names)
        found = names["rates"].orderBy("province_code").select(*NUMBERS).collect()
    finally:
        spark.stop()
    assert [list(row) for row in found] == expected(store, 0)
